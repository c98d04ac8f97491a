"""Plans through time: documents become versions of a series, and actions keep their threads."""

import dataclasses
import datetime as dt
import itertools

import pytest
from sqlalchemy import event, select

from ingest.model import Source
from normalise.edtf import days_of
from normalise.model import ActionRecord, ActionSource, FlexibleDate, PlanFacts, PlanRecord, Status
from store.schema import Action, ActionThread, Document, Extraction, Plan, PlanSeries, PlanVersion

WORDS = (
    "Publish a register of every bridge that the council looks after",
    "Train night wardens in the use of the flood sirens",
    "Move the lending library into the old granary",
    "Agree a debt policy with the three parish councils",
    "Buy a second ferry for the island crossing",
    "Appoint an apprentice to the tree nursery",
)


def plan(name, as_of, rows, *, authority="Saltmarsh Harbour Council", title="Harbour improvement plan", media="pdf"):
    """A record of one plan; rows are (reference, wording, status)."""
    actions = tuple(
        ActionRecord(
            plan=0,
            position=position,
            source=ActionSource(0, position, (1,), ()),
            reference=reference,
            action=wording,
            status=status,
            status_text=status.value,
            due=FlexibleDate("2025-03", *days_of("2025-03")),
        )
        for position, (reference, wording, status) in enumerate(rows, start=1)
    )
    return PlanRecord(
        source=Source(name, (name.encode().hex() * 64)[:64], f"application/{media}", 10, 1),
        plans=(PlanFacts(0, title, authority, None, "improvement_plan", as_of, (1,)),),
        actions=actions,
    )


def rows(statuses, words=WORDS):
    return [(str(n), wording, status) for n, (wording, status) in enumerate(zip(words, statuses, strict=True), 1)]


FIRST = plan("first.pdf", "2024-01", rows([Status.NOT_STARTED] * 6))
SECOND = plan("second.pdf", "2024-06", rows([Status.COMPLETE] + [Status.IN_PROGRESS] * 4, WORDS[1:]))
THIRD = plan("third.pdf", "2025-01", rows([Status.COMPLETE] * 6, (*WORDS[1:], "Paint the town hall clock")))


def told(store):
    """Return, by series, the documents of each version in order, and for each action's thread where it stands."""
    with store.reading() as session:
        wanted = (
            select(PlanSeries.id, PlanVersion.number, Document.path, Plan.is_lead, PlanVersion.is_latest)
            .join(PlanVersion, PlanVersion.series_id == PlanSeries.id)
            .join(Plan, Plan.version_id == PlanVersion.id)
            .join(Plan.extraction)
            .join(Extraction.document)
            .order_by(PlanSeries.id, PlanVersion.number, Document.path)
        )
        versions = session.execute(wanted).all()
        said = session.execute(
            select(Action.thread_id, Document.path, Action.action, Action.is_latest)
            .join(Action.plan)
            .join(Plan.extraction)
            .join(Extraction.document)
            .order_by(Document.path)
        ).all()
    threads = {}
    for thread, path, wording, _ in said:
        threads.setdefault(thread, []).append((path, wording))
    return {
        "versions": sorted((path, number, lead, latest) for _, number, path, lead, latest in versions),
        "series": len({series for series, *_ in versions}),
        "threads": sorted(threads.values()),
        "latest": sorted((path, wording) for _, path, wording, latest in said if latest),
    }


@pytest.mark.parametrize("order", list(itertools.permutations([FIRST, SECOND, THIRD])))
def test_documents_of_one_plan_are_its_versions_whatever_comes_first(store, order):
    for record in order:
        store.load(record, reader_version="1")
    found = told(store)
    assert found["versions"] == [
        ("first.pdf", 1, True, False),
        ("second.pdf", 2, True, False),
        ("third.pdf", 3, True, True),
    ]
    assert found["series"] == 1
    assert sorted(len(thread) for thread in found["threads"]) == [1, 1, 3, 3, 3, 3, 3]
    assert all(len({wording for _, wording in thread}) == 1 for thread in found["threads"])
    assert {path for path, _ in found["latest"]} == {"third.pdf"}
    with store.reading() as session:
        assert len(session.scalars(select(ActionThread.id)).all()) == 7  # none is left over
        (series,) = session.scalars(select(PlanSeries))
        assert (series.title, series.plan_type) == ("Harbour improvement plan", "improvement_plan")


def test_another_plan_or_authority_is_another_series(store):
    store.load(FIRST, reader_version="1")
    others = ("Mend the sea wall", "Count the gulls", "Dredge the inner basin", "Plant marram grass")
    store.load(
        plan("other.pdf", "2024-06", rows([Status.UNKNOWN] * 4, others), title="Climate action plan"),
        reader_version="1",
    )
    store.load(
        dataclasses.replace(
            plan("elsewhere.pdf", "2024-06", rows([Status.UNKNOWN] * 6), authority="Port Ellery Town Council")
        ),
        reader_version="1",
    )
    store.load(plan("unknown.pdf", "2024-06", rows([Status.UNKNOWN] * 6), authority=None), reader_version="1")
    assert told(store)["series"] == 4


def test_plans_of_an_unknown_authority_need_the_same_title_and_nearly_all_actions(store):
    def log(name, day, words, title):
        return plan(name, None, rows([Status.UNKNOWN] * 6, words), authority=None, title=f"{title} – {day}")

    other = tuple(
        f"{wording} of the {n}th ward" for n, wording in enumerate(("Sweep the lanes", "Light the steps") * 3)
    )
    for record in (
        log("one.pdf", "3 May 2024", WORDS, "Harbour Panel Action Log (4)"),
        log("two.pdf", "9 Sept 2024", (*WORDS[:5], "Repair the slipway crane"), "Harbour Panel Action Log (5)"),
        log("other.pdf", "9 Sept 2024", other, "Harbour Panel Action Log (5)"),
        log("elsewhere.pdf", "9 Sept 2024", WORDS, "Market Board Actions"),
    ):
        store.load(record, reader_version="1")
    found = told(store)
    assert found["series"] == 3
    assert ("two.pdf", 2, True, True) in found["versions"]


@pytest.mark.parametrize("first", ["pdf", "wordprocessingml"])
def test_a_pdf_and_its_word_twin_are_one_version(store, first):
    twin = plan("first.docx", "2024-01", rows([Status.NOT_STARTED] * 6), media="wordprocessingml")
    for record in (FIRST, twin, SECOND) if first == "pdf" else (twin, SECOND, FIRST):
        store.load(record, reader_version="1")
    found = told(store)
    assert found["versions"] == [
        ("first.docx", 1, True, False),
        ("first.pdf", 1, False, False),
        ("second.pdf", 2, True, True),
    ]
    assert sorted(len(thread) for thread in found["threads"]) == [2, 3, 3, 3, 3, 3]


def keys(store):
    with store.reading() as session:
        wanted = select(Action.action, Action.thread_id, Plan.version_id, PlanVersion.series_id)
        return set(session.execute(wanted.join(Action.plan).join(Plan.version)).all())


def test_reading_a_document_again_keeps_the_keys_that_last(store):
    for record in (FIRST, SECOND):
        store.load(record, reader_version="1")
    before = keys(store)
    assert store.load(FIRST, reader_version="2") == "replaced"
    assert keys(store) == before
    assert store.load(SECOND, reader_version="2") == "replaced"
    assert keys(store) == before
    assert told(store)["versions"][-1] == ("second.pdf", 2, True, True)


def test_an_authority_named_later_lets_a_plan_join_its_series(store):
    store.load(FIRST, reader_version="1")
    unnamed = plan("second.pdf", "2024-06", rows([Status.COMPLETE] * 6), authority=None)
    store.load(unnamed, reader_version="1")
    assert told(store)["series"] == 2
    named = plan("second.pdf", "2024-06", rows([Status.COMPLETE] * 6))
    store.load(named, reader_version="1", options={"authority": "Saltmarsh Harbour Council"})
    assert told(store)["versions"] == [("first.pdf", 1, True, False), ("second.pdf", 2, True, True)]
    store.load(dataclasses.replace(unnamed), reader_version="1")
    found = told(store)
    assert (found["series"], [number for _, number, _, _ in found["versions"]]) == (2, [1, 1])


def test_a_version_without_a_date_follows_what_was_loaded_before_it(store):
    dated = plan("dated.pdf", "2024-06", rows([Status.IN_PROGRESS] * 6))
    for record in (dated, plan("undated.pdf", None, rows([Status.COMPLETE] * 6)), FIRST):
        store.load(record, reader_version="1")
    assert [path for path, *_ in sorted(told(store)["versions"], key=lambda version: version[1])] == [
        "first.pdf",
        "dated.pdf",
        "undated.pdf",
    ]
    with store.reading() as session:
        days = session.scalars(select(PlanVersion.as_of_start).order_by(PlanVersion.number)).all()
    assert days == [dt.date(2024, 1, 1), dt.date(2024, 6, 1), None]


def test_a_document_asks_no_more_of_the_database_when_its_council_has_many_plans(store):
    """They are read together, once; a plan that is read anew takes the place of what is remembered of it."""
    things = ("ferries", "bridges", "libraries", "granaries", "sirens", "trees", "clocks", "quays")
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda _, cursor, statement, *rest: asked.append(statement))
    counts = []
    for thing in things:
        said = rows([Status.NOT_STARTED] * 2, (f"Buy {thing} and paint them", f"Count the {thing} of the wards"))
        asked.clear()
        store.load(plan(f"{thing}.pdf", "2024-01", said, title=f"Plan for {thing}"), reader_version="1")
        counts.append(len(asked))
    assert counts[2:] == counts[2:3] * 6
    store.load(plan("ferries.pdf", "2024-01", rows([Status.NOT_STARTED] * 6)), reader_version="2")
    store.load(SECOND, reader_version="1")
    found = told(store)
    assert found["series"] == len(things)
    assert sum({path for path, _ in thread} == {"ferries.pdf", "second.pdf"} for thread in found["threads"]) == 5
