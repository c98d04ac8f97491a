"""A person's values stand in place of what was read, for as long as they should, and the readings stay beside them."""

import dataclasses
import datetime as dt
import itertools

import pytest
from sqlalchemy import select

from ingest.model import Source
from normalise.edtf import days_of
from normalise.model import (
    ActionRecord,
    ActionSource,
    FlexibleDate,
    Origin,
    Owner,
    PlanFacts,
    PlanRecord,
    ReadingNote,
    SourceCell,
    Status,
    StatusSource,
)
from store import CorrectionState, StoreError
from store.compare import ChangeKind, compare_all
from store.editions import find_series, read_series
from store.overdue import list_overdue
from store.schema import Action, Correction, OverriddenReading, Plan, PlanSeries, PlanVersion

WORDS = (
    "Publish a register of every bridge that the council looks after",
    "Train night wardens in the use of the flood sirens",
    "Move the lending library into the old granary",
    "Agree a debt policy with the three parish councils",
    "Buy a second ferry for the island crossing",
)
PROGRESS = ("Under way", "Under way", "Not begun", "Under way", "Under way")


def action(number, wording, progress):
    return ActionRecord(
        plan=0,
        position=number,
        source=ActionSource(0, number, (1,), (SourceCell("Progress", "status", progress, ()),)),
        reference=f"A{number}",
        action=wording,
        owner="Clerk and Harbour Master",
        owners=(Owner("Clerk"), Owner("Harbour Master")),
        timescale="by March 2025",
        due=FlexibleDate("2025-03", *days_of("2025-03")),
        status_text=progress,
        status=Status.NOT_STARTED if progress == "Not begun" else Status.IN_PROGRESS,
        status_source=StatusSource.TEXT,
        status_confidence=0.875,
        readings={"status": ReadingNote(Origin.TEXT, 0.875, (0,)), "due": ReadingNote(Origin.TEXT, 0.98, ())},
    )


def document(name, as_of, progress=PROGRESS, *, words=WORDS, title="Harbour improvement plan", media="pdf"):
    return PlanRecord(
        source=Source(name, (name.encode().hex() * 64)[:64], f"application/{media}", 10, 1),
        plans=(PlanFacts(0, title, "Saltmarsh Harbour Council", None, "improvement_plan", as_of, (1,)),),
        actions=tuple(action(n, *told) for n, told in enumerate(zip(words, progress, strict=True), 1)),
    )


FIRST = document("first.pdf", "2024-01")
TWIN = document("first.docx", "2024-01", media="wordprocessingml")
SECOND = document("second.pdf", "2024-06")
THIRD = document("third.pdf", "2025-01", ("Under way", "Finished", "Not begun", "Under way", "Under way"))


def plan_of(store, path):
    return next(plan.id for plan in store.list_plans() if plan.document == path)


def statuses(store, reference="A2"):
    """Return document -> the status of one action, with how it was come by."""
    return {
        record.source.path: (one.status.value, one.status_source.value, one.readings["status"].origin.value)
        for record in store.read_records()
        for one in record.actions
        if one.reference == reference
    }


READ, PERSON = ("in_progress", "text", "text"), ("delayed", "none", "correction")


def correct_second_action(store):
    return store.correct(plan_of(store, "first.pdf"), "A2", "status", "Delayed", by="A. Auditor", reason="seen there")


def test_a_correction_stands_in_every_reading_and_withdrawing_it_puts_the_reading_back(store):
    store.load(FIRST, reader_version="1")
    before = list(store.read_records())
    plan = plan_of(store, "first.pdf")
    given = {
        "status": ("on hold", Status.ON_HOLD),
        "due": ("30 June 2025", FlexibleDate("2025-06-30", *days_of("2025-06-30"))),
        "revised_due": ("2025-09", FlexibleDate("2025-09", *days_of("2025-09"))),
        "owners": ("Head of Tides; Port Doctor (support)", (Owner("Head of Tides"), Owner("Port Doctor", "support"))),
        "action": ("Print a register of bridges", "Print a register of bridges"),
        "percent_complete": ("40%", 40.0),
        "ongoing": ("yes", True),
        "timescale": ("", None),
    }
    for field, (text, _) in given.items():
        store.correct(plan, "a1", field, text, by="A. Auditor", reason="the minutes say so")
    (record,) = store.read_records()
    first, *others = record.actions
    assert {field: getattr(first, field) for field in given} == {field: value for field, (_, value) in given.items()}
    assert all(first.readings[field].as_json()["origin"] == "correction" for field in given)
    assert all(first.readings[field].confidence == 1 for field in given)
    assert first.source == before[0].actions[0].source  # as printed
    assert (first.status_source, first.status_confidence) == (StatusSource.NONE, 1.0)
    assert others == list(before[0].actions[1:])
    assert (store.search("print").total, store.search("publish").total) == (1, 0)
    told = {summary.field: summary for summary in store.list_corrections()}
    assert told["owners"].reading == [{"name": "Clerk", "role": "lead"}, {"name": "Harbour Master", "role": "lead"}]
    assert (told["due"].reading["edtf"], told["due"].value["edtf"]) == ("2025-03", "2025-06-30")
    assert (told["status"].reading, told["status"].reference, told["status"].position) == ("in_progress", "A1", 1)
    assert {summary.state for summary in told.values()} == {CorrectionState.IN_FORCE}
    for summary in told.values():
        store.withdraw(summary.id, by="B. Chief")
    assert list(store.read_records()) == before
    assert (store.search("print").total, store.search("publish").total) == (0, 1)
    assert {summary.state for summary in store.list_corrections()} == {CorrectionState.WITHDRAWN}


@pytest.mark.parametrize("order", list(itertools.permutations([TWIN, SECOND, THIRD]))[::2])
def test_a_correction_holds_for_later_versions_that_print_the_same_whenever_they_are_loaded(store, order):
    store.load(FIRST, reader_version="1")
    correct_second_action(store)
    for record in order:
        store.load(record, reader_version="1")
    expected = {"first.pdf": PERSON, "first.docx": PERSON, "second.pdf": PERSON, "third.pdf": READ}
    assert statuses(store) == expected
    for record in (SECOND, FIRST):  # another reader, then other options
        store.load(record, reader_version="2", options={"authority": "Saltmarsh Harbour Council"})
    assert statuses(store) == expected
    (told,) = store.list_corrections()
    assert (told.state, told.in_force, told.lapsed) == (CorrectionState.LAPSED, ("2024-01", "2024-06"), ("2025-01",))
    store.withdraw(told.id, by="A. Auditor")
    assert statuses(store) == dict.fromkeys(expected, READ)
    with store.reading() as session:
        assert session.scalars(select(OverriddenReading)).all() == []


def test_an_earlier_version_is_left_alone_and_a_later_correction_goes_first(store):
    for record in (SECOND, THIRD):
        store.load(record, reader_version="1")
    store.correct(plan_of(store, "second.pdf"), "A5", "owners", "Ferry Master", by="A", reason="letter")
    store.load(FIRST, reader_version="1")
    store.correct(plan_of(store, "third.pdf"), "A5", "owners", "Head of Boats", by="B", reason="new in post")

    def owners():
        return {
            record.source.path: [owner.name for owner in record.actions[4].owners] for record in store.read_records()
        }

    read = ["Clerk", "Harbour Master"]
    assert owners() == {"first.pdf": read, "second.pdf": ["Ferry Master"], "third.pdf": ["Head of Boats"]}
    store.correct(plan_of(store, "third.pdf"), "A5", "owners", "", by="B", reason="post is vacant")
    assert owners()["third.pdf"] == []
    first, second, third = store.list_corrections()
    assert [told.state.value for told in (first, second, third)] == ["in force", "withdrawn", "in force"]
    assert second.withdrawn_by == "B"
    store.withdraw(third.id, by="B")
    assert owners()["third.pdf"] == ["Ferry Master"]


def test_a_corrected_wording_does_not_tear_an_action_from_its_versions(store):
    store.load(FIRST, reader_version="1")
    for number in range(1, 6):
        plan = plan_of(store, "first.pdf")
        store.correct(plan, f"@{number}", "action", f"Something else altogether, {number * 1111}", by="A", reason="r")
        store.correct(plan, f"@{number}", "reference", f"Z{number}", by="A", reason="r")
    for record in (SECOND, TWIN):
        store.load(record, reader_version="1")
    store.load(FIRST, reader_version="2")
    with store.reading() as session:
        told = session.execute(select(Action.thread_id, Action.reference)).all()
        assert len({thread for thread, _ in told}) == 5
        assert {reference for _, reference in told} == {f"Z{number}" for number in range(1, 6)}
        assert len(session.scalars(select(PlanSeries)).all()) == 1


def test_a_plans_own_facts_are_corrected_and_its_date_orders_the_versions(store):
    for record in (FIRST, SECOND):
        store.load(record, reader_version="1")
    plan = plan_of(store, "second.pdf")
    store.correct(plan, None, "as_of", "June 2023", by="A", reason="the cover has the wrong year")
    store.correct(plan, None, "title", "Quay improvement plan", by="A", reason="a misprint")
    store.load(SECOND, reader_version="2")

    def told():
        with store.reading() as session:
            wanted = select(PlanVersion.number, PlanVersion.as_of_start, Plan.title, PlanVersion.is_latest)
            return session.execute(wanted.join(Plan).order_by(PlanVersion.number)).all()

    june = (1, dt.date(2023, 6, 1), "Quay improvement plan", False)
    # the other version prints the title that was corrected, so that it is corrected there as well
    assert told() == [june, (2, dt.date(2024, 1, 1), "Quay improvement plan", True)]
    with store.reading() as session:
        assert session.scalars(select(PlanSeries.title)).one() == "Quay improvement plan"
    for summary in store.list_corrections():
        store.withdraw(summary.id, by="A")
    title = "Harbour improvement plan"
    assert told() == [(1, dt.date(2024, 1, 1), title, False), (2, dt.date(2024, 6, 1), title, True)]


def test_twins_that_were_corrected_apart_keep_one_correction(store):
    """A document whose date was read wrongly is a version of its own until a person gives its date."""
    store.load(FIRST, reader_version="1")
    store.load(document("first.docx", "2021", media="wordprocessingml"), reader_version="1")
    for path, owner in (("first.pdf", "Clerk"), ("first.docx", "Mayor")):
        store.correct(plan_of(store, path), "A3", "owners", owner, by="A", reason="r")
    store.correct(plan_of(store, "first.docx"), None, "as_of", "2024-01", by="A", reason="r")
    with store.reading() as session:
        assert len(session.scalars(select(PlanVersion)).all()) == 1
    assert [[owner.name for owner in record.actions[2].owners] for record in store.read_records()] == [["Mayor"]] * 2
    assert [told.state.value for told in store.list_corrections()] == ["withdrawn", "in force", "in force"]


def test_corrected_owners_stand_where_plans_are_compared_and_in_what_is_overdue(store):
    store.load(FIRST, reader_version="1")
    store.load(SECOND, reader_version="1")
    plan = plan_of(store, "second.pdf")
    store.correct(plan, "A1", "owners", "Head of Tides; Port Doctor (support)", by="A. Auditor", reason="page 2")
    with store.reading() as session:
        (comparison,) = compare_all(read_series(session, find_series(session, str(plan))[0][0]))
        (change,) = (told for told in comparison.changes if told.kind is ChangeKind.OWNERS)
        overdue = list_overdue(session, dt.date(2025, 6, 1)).actions
    assert (change.before, change.after) == ("Clerk; Harbour Master", "Head of Tides; Port Doctor (support)")
    assert {one.owner for one in overdue} == {"Head of Tides; Port Doctor", "Clerk; Harbour Master"}


def test_what_cannot_be_is_refused_with_what_can_and_changes_nothing(store):
    store.load(FIRST, reader_version="1")
    before = list(store.read_records())
    plan = plan_of(store, "first.pdf")
    for where, field, value, who, says in (
        ("A9", "status", "complete", "A", "@1 to @5"),
        ("A2", "status", "nearly", "A", "not_started"),
        (None, "authority", "Port Ellery", "A", "plan_type"),
        ("A2", "status", "complete", " ", "who corrects it"),
    ):
        with pytest.raises(StoreError, match=says):
            store.correct(plan, where, field, value, by=who, reason="r")
    with pytest.raises(StoreError, match="no correction 7"):
        store.withdraw(7, by="A")
    assert (list(store.read_records()), store.list_corrections()) == (before, [])


def test_a_reading_that_misses_the_action_loses_no_correction(store):
    store.load(FIRST, reader_version="1")
    correct_second_action(store)
    left = [one for one in FIRST.actions if one.reference != "A2"]
    renumbered = tuple(dataclasses.replace(one, position=place) for place, one in enumerate(left, start=1))
    store.load(dataclasses.replace(FIRST, actions=renumbered), reader_version="2")
    assert [told.state for told in store.list_corrections()] == [CorrectionState.UNREAD]
    store.load(FIRST, reader_version="3")
    assert statuses(store) == {"first.pdf": PERSON}
    assert [told.state for told in store.list_corrections()] == [CorrectionState.IN_FORCE]


def test_corrections_of_a_plan_that_a_reading_misses_wait_for_one_that_has_it(store):
    store.load(FIRST, reader_version="1")
    correct_second_action(store)
    store.correct(plan_of(store, "first.pdf"), None, "title", "Harbour plan", by="A", reason="r")
    status, title = (told.id for told in store.list_corrections())
    for reader, plans, actions in (("2", (), ()), ("3", (), ()), ("4", FIRST.plans, FIRST.actions)):
        left = dataclasses.replace(FIRST, plans=plans, actions=actions)
        store.load(left, reader_version=reader)
        if not plans:
            told = store.list_corrections()
            assert [(one.id, one.plan, one.state) for one in told] == [
                (status, None, CorrectionState.UNREAD),
                (title, None, CorrectionState.UNREAD),
            ]
            assert told[0].title == FIRST.plans[0].title and told[0].action.startswith("A2 ")
    assert statuses(store) == {"first.pdf": PERSON}
    assert [told.state for told in store.list_corrections()] == [CorrectionState.IN_FORCE] * 2
    assert store.list_plans()[0].title == "Harbour plan"
    store.load(dataclasses.replace(FIRST, plans=(), actions=()), reader_version="5")
    assert store.withdraw(title, by="B").state is CorrectionState.WITHDRAWN
    other = dataclasses.replace(FIRST.plans[0], title="Parking strategy")
    parking = dataclasses.replace(FIRST.actions[0], action="Paint the bays", reference="1")
    store.load(dataclasses.replace(FIRST, plans=(other,), actions=(parking,)), reader_version="6")
    assert store.list_corrections()[0].state is CorrectionState.UNREAD  # another plan than the one that was corrected
    assert store.forget("first.pdf").corrections == 2
    assert store.list_corrections() == []


def test_what_is_printed_is_not_what_another_correction_says(store):
    """A deadline was corrected after its timescale: the next version prints the old timescale, so that it holds."""
    store.load(FIRST, reader_version="1")
    plan = plan_of(store, "first.pdf")
    store.correct(plan, "A1", "timescale", "by May 2025", by="A", reason="r")
    store.correct(plan, "A1", "due", "2025-05", by="A", reason="r")
    with store.reading() as session:
        printed = session.execute(select(Correction.field, Correction.printed).order_by(Correction.id)).all()
    assert printed == [("timescale", "by March 2025"), ("due", "by March 2025")]
