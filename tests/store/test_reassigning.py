"""What people decide of where plans belong, and documents that are taken out again."""

import dataclasses

import pytest
from sqlalchemy import func, select

from normalise.model import Status
from store import CorrectionState, StoreError
from store.schema import (
    Action,
    ActionThread,
    Authority,
    Correction,
    Document,
    Extraction,
    LoadFailure,
    OverriddenReading,
    Placement,
    Plan,
    PlanSeries,
    PlanVersion,
)

from .test_series import FIRST, SECOND, THIRD, WORDS, plan, rows, told

PORT, HARBOUR = "Port Ellery Town Council", "Saltmarsh Harbour Council"
WHO = {"by": "A. Auditor", "reason": "the cover says so"}
TWIN = plan("second.docx", "2024-06", rows([Status.COMPLETE] + [Status.IN_PROGRESS] * 4, WORDS[1:]), media="docx")
OTHER = plan(
    "other.pdf",
    "2024-09",
    rows([Status.UNKNOWN] * 4, ("Mend the sea wall", "Count the gulls", "Dredge the basin", "Plant marram grass")),
    title="Coastal plan",
)


def numbers(store):
    return {one.document: one.id for one in store.list_plans()}


def places(store):
    """Return document -> the authority that is shown, and the documents of its series in order."""
    with store.reading() as session:
        wanted = (
            select(Document.path, PlanVersion.series_id)
            .join(Extraction, Extraction.document_id == Document.id)
            .join(Plan, Plan.extraction_id == Extraction.id)
            .join(PlanVersion, PlanVersion.id == Plan.version_id)
            .order_by(PlanVersion.number, Document.path)
        )
        found = session.execute(wanted).all()
    shown = {record.source.path: record.plans[0].authority for record in store.read_records()}
    return {path: (shown[path], [one for one, key in found if key == series]) for path, series in found}


def load_again(store, *records):
    for record in records:
        store.load(record, reader_version="2", options={"changes": "both"})


def test_a_version_given_to_another_authority_stays_there_until_that_is_undone(store):
    for record in (FIRST, SECOND, TWIN, THIRD):
        store.load(record, reader_version="1")
    before = places(store)
    assert before["second.pdf"] == (HARBOUR, ["first.pdf", "second.docx", "second.pdf", "third.pdf"])
    store.reassign(plan_id=numbers(store)["second.pdf"], authority=PORT, **WHO)
    given = {
        "first.pdf": (HARBOUR, ["first.pdf", "third.pdf"]),
        "third.pdf": (HARBOUR, ["first.pdf", "third.pdf"]),
        "second.pdf": (PORT, ["second.docx", "second.pdf"]),
        "second.docx": (PORT, ["second.docx", "second.pdf"]),
    }
    assert places(store) == given
    load_again(store, SECOND, FIRST, TWIN, THIRD)
    assert places(store) == given
    assert {(one.document, one.authority, one.read, one.made_by) for one in store.list_decisions()} == {
        ("second.pdf", PORT, HARBOUR, "A. Auditor"),
        ("second.docx", PORT, HARBOUR, "A. Auditor"),
    }
    store.undo_reassignment(document="second.pdf", **WHO)
    assert places(store) == before
    assert all(one.undone_at for one in store.list_decisions())
    with store.reading() as session:
        assert session.scalars(select(Authority.name)).all() == [HARBOUR]


def test_a_plan_whose_authority_is_not_known_joins_the_series_of_the_one_it_is_given_to(store):
    unnamed = plan("second.pdf", "2024-06", rows([Status.COMPLETE] * 6), authority=None, title="Something")
    for record in (FIRST, unnamed):
        store.load(record, reader_version="1")
    store.reassign(document="second.pdf", authority=HARBOUR.upper(), **WHO)
    assert places(store)["second.pdf"][1] == ["second.pdf"]  # a name that is not known is another body
    store.reassign(document="second.pdf", authority=HARBOUR, **WHO)
    assert places(store)["second.pdf"] == (HARBOUR, ["first.pdf", "second.pdf"])
    store.undo_reassignment(plan_id=numbers(store)["second.pdf"], **WHO)
    assert places(store)["second.pdf"] == (None, ["second.pdf"])


def test_plans_wrongly_matched_are_parted_and_joined(store):
    for record in (FIRST, SECOND, OTHER):
        store.load(record, reader_version="1")
    keys = numbers(store)
    store.correct(keys["second.pdf"], "1", "status", "delayed", **WHO)
    before = told(store)
    store.reassign(plan_id=keys["second.pdf"], **WHO)  # apart
    store.reassign(plan_id=keys["other.pdf"], to=keys["first.pdf"], **WHO)
    apart = {
        "first.pdf": (HARBOUR, ["first.pdf", "other.pdf"]),
        "other.pdf": (HARBOUR, ["first.pdf", "other.pdf"]),
        "second.pdf": (HARBOUR, ["second.pdf"]),
    }
    assert places(store) == apart
    load_again(store, FIRST, OTHER, SECOND)
    assert places(store) == apart
    load_again(store, FIRST)
    assert [one.actions[0].status.value for one in store.read_records()][1] == "delayed"  # the correction went along
    keys = numbers(store)
    store.undo_reassignment(plan_id=keys["other.pdf"], **WHO)
    store.undo_reassignment(plan_id=keys["second.pdf"], **WHO)
    assert told(store) == before
    with store.reading() as session:
        assert session.scalars(select(Placement).where(Placement.undone_at.is_(None))).all() == []


def test_a_decision_follows_its_plan_whatever_its_number_and_waits_where_there_is_none(store):
    coast, harbour = (dataclasses.replace(OTHER, source=FIRST.source), FIRST)

    def pack(*parts):
        """Return one document with a plan of each, in that order."""
        plans = tuple(dataclasses.replace(part.plans[0], plan=n) for n, part in enumerate(parts))
        actions = tuple(dataclasses.replace(one, plan=n) for n, part in enumerate(parts) for one in part.actions)
        return dataclasses.replace(FIRST, plans=plans, actions=actions)

    def owners(reader, *parts):
        store.load(pack(*parts), reader_version=reader)
        return {one.title: one.authority for one in store.list_plans()}

    titles = [part.plans[0].title for part in (harbour, coast)]
    assert owners("1", harbour, coast) == dict.fromkeys(titles, HARBOUR)
    key = next(one.id for one in store.list_plans() if one.title == titles[1])
    store.reassign(plan_id=key, authority=PORT, **WHO)
    store.correct(key, "@1", "status", "complete", by="A", reason="r")
    for reader, parts in (("2", (coast, harbour)), ("3", (harbour,)), ("4", (harbour, coast))):
        assert owners(reader, *parts) == {part.plans[0].title: PORT if part is coast else HARBOUR for part in parts}, (
            reader
        )
        (decision,), (correction,) = store.list_decisions(), store.list_corrections()
        assert (decision.plan is None, decision.title) == (coast not in parts, titles[1])
        assert (correction.state, correction.plan) == (
            (CorrectionState.IN_FORCE, decision.plan) if coast in parts else (CorrectionState.UNREAD, None)
        )
    store.load(pack(harbour), reader_version="5")
    store.undo_reassignment(document="first.pdf", by="B. Auditor", reason="page 9")
    (decision,) = store.list_decisions()
    assert (decision.authority, decision.undone_by, decision.undone_reason) == (PORT, "B. Auditor", "page 9")
    assert owners("6", harbour, coast) == dict.fromkeys(titles, HARBOUR)


def test_what_cannot_be_reassigned_is_said(store):
    store.load(FIRST, reader_version="1")
    store.load(plan("port.pdf", "2024-06", rows([Status.UNKNOWN] * 6), authority=PORT), reader_version="1")
    keys = numbers(store)
    for wanted, says in (
        ({"plan_id": 99, "authority": PORT}, "no plan 99"),
        ({"document": "lost.pdf", "authority": PORT}, "no document"),
        ({"plan_id": keys["first.pdf"], "authority": "E99999999"}, "by its code"),
        ({"plan_id": keys["first.pdf"], "to": keys["port.pdf"]}, "different authorities"),
        ({"plan_id": keys["first.pdf"]}, "no other versions"),
    ):
        with pytest.raises(StoreError, match=says):
            store.reassign(**wanted, **WHO)
    with pytest.raises(StoreError, match="nothing to undo"):
        store.undo_reassignment(plan_id=keys["first.pdf"], **WHO)
    assert all(one.undone_at for one in store.list_decisions())


def counts(store):
    models = (Document, Extraction, Plan, Action, ActionThread, PlanSeries, PlanVersion, Authority, Correction)
    with store.reading() as session:
        return {model.__tablename__: session.scalar(select(func.count()).select_from(model)) for model in models}


def test_a_forgotten_document_leaves_what_others_support(store):
    store.load(FIRST, reader_version="1")
    store.load(THIRD, reader_version="1")
    before, kept = counts(store), told(store)
    store.load(SECOND, reader_version="1")
    store.load(TWIN, reader_version="1")
    store.reassign(document="second.pdf", authority=PORT, **WHO)
    store.undo_reassignment(document="second.pdf", **WHO)
    store.reassign(document="second.pdf", authority=HARBOUR, **WHO)
    gone = store.forget("second.pdf")
    assert (gone.plans, gone.actions, gone.versions, gone.series, gone.authorities) == (1, 5, 0, 0, ())
    gone = store.forget(TWIN.source.sha256[:12])
    assert (gone.plans, gone.actions, gone.versions, gone.series) == (1, 5, 1, 0)
    assert (counts(store), told(store)) == (before, kept)


def test_a_correction_goes_on_where_a_later_version_was_corrected_by_it(store):
    for record in (FIRST, SECOND):
        store.load(record, reader_version="1")
    first = numbers(store)["first.pdf"]
    store.correct(first, "2", "theme", "Sirens", **WHO)  # blank in both versions
    store.correct(first, "2", "status", "delayed", **WHO)  # printed otherwise in the second
    gone = store.forget(FIRST.source.path)
    assert gone.corrections == 1
    (record,) = store.read_records()
    assert [action.theme for action in record.actions][:2] == ["Sirens", None]
    (correction,) = store.list_corrections()
    store.withdraw(correction.id, by="A")
    assert next(store.read_records()).actions == SECOND.actions


def test_everything_goes_with_the_last_document_and_with_a_file_that_failed(store, minutes):
    store.load(FIRST, reader_version="1")
    store.correct(numbers(store)["first.pdf"], "2", "status", "delayed", **WHO)
    store.load_failure("lost.pdf", None, minutes.issues)
    assert store.forget("lost.pdf").failures == 1
    gone = store.forget("first.pdf")
    assert (gone.plans, gone.versions, gone.series, gone.corrections, gone.authorities) == (1, 1, 1, 1, (HARBOUR,))
    assert set(counts(store).values()) == {0}
    with store.reading() as session:
        assert session.scalars(select(OverriddenReading)).all() == session.scalars(select(LoadFailure)).all() == []
    with pytest.raises(StoreError, match="no document"):
        store.forget("first.pdf")
