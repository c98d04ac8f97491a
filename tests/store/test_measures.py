"""Measures and overdue actions of plans whose every action is known."""

import dataclasses
import datetime as dt

import pytest
from sqlalchemy import event, insert, select

from normalise.model import Origin, ReadingNote, Status
from store import open_store
from store.measures import IN_ALL, Grouping, measure
from store.overdue import list_overdue
from store.schema import Authority, AuthoritySuccessor

from .ferry import A_DAY, FERRY, LIBRARY, OPEN, VERSIONS, says, version

ELLERY = version(
    "ellery",
    "2024-06-01",
    (
        says("1", "Dredge the inner basin", None, "2024-03", OPEN),
        says("2", "Count the gulls", "Warden", "TBC", OPEN),
        says("3", "Plant marram grass", "Warden", "2024-12", Status.DELAYED, sure=0.4),
    ),
    authority="Port Ellery Town Council",
    code=None,
)


@pytest.fixture
def coast(store):
    for record in (*VERSIONS, ELLERY):
        store.load(record, reader_version="1")
    return store


def ask(store, on=A_DAY, **options):
    with store.reading() as session:
        return {
            measured.group: {m.name: (m.count, m.of, m.unknown, m.doubtful) for m in measured.measures}
            for measured in measure(session, on, **options)
        }


def test_every_share_has_its_denominator_and_what_is_unknown_and_doubtful(coast):
    found = ask(coast)
    assert list(found) == [IN_ALL, "Port Ellery Town Council", "Saltmarsh Harbour Council"]
    assert found["Saltmarsh Harbour Council"] == {
        "complete": (1, 6, 0, 0),  # the debt policy is cancelled
        "cancelled": (1, 7, 0, 0),
        "overdue": (2, 5, 0, 1),  # the library, on hold at half a confidence, and the ferry
        "deadline moved later": (1, 6, 1, 0),  # sirens; the clock has no deadline
        "deadline moved earlier": (1, 6, 1, 0),  # the library
        "days to completion": (1, 1, 0, 0),
        "without owner": (1, 7, 0, 0),
        "without date": (1, 7, 0, 0),
    }
    assert found["Port Ellery Town Council"] == {
        "complete": (0, 3, 0, 0),
        "cancelled": (0, 3, 0, 0),
        "overdue": (2, 2, 1, 1),
        "deadline moved later": (0, 2, 1, 0),
        "deadline moved earlier": (0, 2, 1, 0),
        "days to completion": (0, 0, 0, 0),
        "without owner": (1, 3, 0, 0),
        "without date": (0, 3, 1, 0),  # TBC is printed: nothing can be said
    }
    assert found[IN_ALL]["overdue"] == (4, 7, 1, 2)


def test_days_are_means_over_those_counted(coast):
    with coast.reading() as session:
        (saltmarsh,) = [m for m in measure(session, A_DAY) if m.group.startswith("Salt")]
    days = {m.name: m.mean_days for m in saltmarsh.measures}
    assert days["deadline moved later"] == 243.0  # from the end of June 2024 to the end of February 2025
    assert days["deadline moved earlier"] == -61.0
    assert days["days to completion"] == 174.0  # first seen in July, done on 31 December
    assert days["overdue"] is None


def test_a_completion_is_dated_by_the_version_where_no_day_is_given(store):
    begun = version("begun", "2024-01-01", (says("1", FERRY, None, None, OPEN), says("2", LIBRARY, None, None, OPEN)))
    done = version(
        "done",
        "2024-03-01",
        (
            says("1", FERRY, None, None, Status.COMPLETE),
            says("2", LIBRARY, None, None, Status.COMPLETE, completed="2023"),
        ),
    )
    for record in (begun, done):
        store.load(record, reader_version="1")
    with store.reading() as session:
        (measured, _) = measure(session, A_DAY)
    (took,) = [m for m in measured.measures if m.name == "days to completion"]
    assert (took.count, took.of, took.unknown, took.doubtful, took.mean_days) == (1, 2, 1, 1, 60.0)


def test_how_long_it_took_is_not_known_where_the_first_version_bears_no_date(store):
    told = (
        ("a", None, OPEN, OPEN),
        ("b", "2024-02-01", OPEN, Status.DELAYED),
        ("c", "2024-03-01", Status.COMPLETE, Status.ON_HOLD),
    )
    for name, as_of, ferry, library in told:
        rows = (says("1", FERRY, None, None, ferry), says("2", LIBRARY, None, None, library))
        store.load(version(name, as_of, rows), reader_version="1")
    with store.reading() as session:
        (measured, _) = measure(session, A_DAY)
    (took,) = [m for m in measured.measures if m.name == "days to completion"]
    assert (took.count, took.of, took.unknown, took.mean_days) == (0, 1, 1, None)


def test_overdue_is_asked_of_any_day(coast):
    assert ask(coast, on=dt.date(2024, 4, 1))[IN_ALL]["overdue"] == (1, 7, 1, 0)
    assert ask(coast, on=dt.date(2024, 3, 31))[IN_ALL]["overdue"] == (0, 7, 1, 0)  # its last day is not over


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        (Grouping.TYPE, ["improvement_plan"]),
        (
            Grouping.PLAN,
            ["Port Ellery Town Council: Ferry improvement plan", "Saltmarsh Harbour Council: Ferry improvement plan"],
        ),
        (Grouping.NATION, ["(not known)"]),
    ],
)
def test_measures_are_given_by_what_is_asked_for(coast, by, groups):
    assert list(ask(coast, by=by)) == [IN_ALL, *groups]


def test_an_abolished_authority_counts_with_its_successors(coast):
    with coast.engine.begin() as connection:
        keys = dict(connection.execute(select(Authority.name, Authority.id)).all())
        heirs = ("Ellery and Saltmarsh Council", "Island Council")
        connection.execute(insert(Authority), [{"name": name} for name in heirs])
        keys |= dict(connection.execute(select(Authority.name, Authority.id)).all())
        pairs = (
            ("Port Ellery Town Council", "Saltmarsh Harbour Council"),
            ("Saltmarsh Harbour Council", "Ellery and Saltmarsh Council"),
            ("Saltmarsh Harbour Council", "Island Council"),
        )
        rows = [{"authority_id": keys[ended], "successor_id": keys[heir]} for ended, heir in pairs]
        connection.execute(insert(AuthoritySuccessor), rows)
    found = ask(coast, successors=True)
    assert list(found) == [IN_ALL, *heirs]
    assert found[IN_ALL]["overdue"] == found["Island Council"]["overdue"] == (4, 7, 1, 2)
    assert list(ask(coast)) == [IN_ALL, "Port Ellery Town Council", "Saltmarsh Harbour Council"]


def test_an_overdue_deadline_that_was_read_with_doubt_is_doubtful(store):
    record = version("doubt", "2024-06-01", (says("1", FERRY, None, "2024-03", OPEN),))
    guessed = {"due": ReadingNote(Origin.TEXT, 0.7, ())}
    (action,) = record.actions
    store.load(
        dataclasses.replace(record, actions=(dataclasses.replace(action, readings=guessed),)), reader_version="1"
    )
    with store.reading() as session:
        found = list_overdue(session, A_DAY)
    assert [(one.deadline_confidence, one.is_doubtful) for one in found.actions] == [(0.7, True)]
    assert found.doubtful == ask(store)[IN_ALL]["overdue"][3] == 1


def test_a_corrected_deadline_of_an_earlier_version_moves_the_measures(coast):
    """What earlier versions say is kept beside the actions, and has to follow what is decided."""
    before = ask(coast)["Saltmarsh Harbour Council"]
    january = next(plan for plan in coast.list_plans() if plan.document == "january.pdf")
    made = coast.correct(january.id, "2", "due", "2025-02", by="A. Person", reason="misprinted")
    after = ask(coast)["Saltmarsh Harbour Council"]
    assert (before["deadline moved later"], after["deadline moved later"]) == ((1, 6, 1, 0), (0, 6, 1, 0))
    coast.withdraw(made.id, by="A. Person")
    assert ask(coast)["Saltmarsh Harbour Council"] == before
    coast.forget("january.pdf")
    assert ask(coast)["Saltmarsh Harbour Council"]["deadline moved earlier"] == (0, 6, 1, 0)  # the library's, before


def test_measures_are_answered_from_the_index_of_the_latest_versions(tmp_path):
    asked = []
    with open_store(tmp_path / "plans.db") as store:
        store.load(VERSIONS[0], reader_version="1")
        event.listen(store.engine, "before_cursor_execute", lambda _, cursor, *said: asked.append(said[:2]))
        with store.reading() as session:
            measure(session, A_DAY)
            question, values = next(said for said in asked if "FILTER" in said[0])
            steps = [
                step for *_, step in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {question}", values)
            ]
    assert any("actions USING COVERING INDEX ix_actions_latest" in step for step in steps)


def test_overdue_actions_are_listed_the_longest_first(coast):
    with coast.reading() as session:
        found = list_overdue(session, A_DAY)
        shown = [(a.authority, a.wording, a.deadline.isoformat(), a.days, a.is_doubtful) for a in found.actions]
        first = list_overdue(session, A_DAY, limit=1)
        theirs = list_overdue(session, A_DAY, authority="ELLERY")
        coded = list_overdue(session, A_DAY, authority="X06000001")
    saltmarsh, ellery = "Saltmarsh Harbour Council", "Port Ellery Town Council"
    assert shown == [
        (ellery, "Dredge the inner basin", "2024-03-31", 290, False),
        (saltmarsh, FERRY, "2024-09-30", 107, False),
        (saltmarsh, f"{LIBRARY} beside the quay", "2024-10-31", 76, True),
        (ellery, "Plant marram grass", "2024-12-31", 15, True),
    ]
    assert (found.count, found.of, found.unknown, found.doubtful) == (4, 7, 1, 2)
    assert (found.actions[1].place, found.actions[1].document, found.actions[1].version_date) == (
        "page 3",
        "next.pdf",
        "2025-01-10",
    )
    assert (first.count, len(first.actions)) == (4, 1)
    assert (theirs.count, theirs.of, theirs.unknown) == (2, 2, 1)
    assert (coded.count, coded.of) == (2, 5)


def test_overdue_is_answered_from_the_index_of_deadlines(tmp_path):
    """On SQLite, whose plan does not hang on how many rows there are."""
    asked = []
    with open_store(tmp_path / "plans.db") as store:
        store.load(VERSIONS[0], reader_version="1")
        event.listen(store.engine, "before_cursor_execute", lambda _, cursor, *said: asked.append(said[:2]))
        with store.reading() as session:
            list_overdue(session, A_DAY, limit=10)
            explained = [
                [step for *_, step in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {question}", values)]
                for question, values in list(asked)
                if question.startswith("SELECT")
            ]
    assert len(explained) == 2  # the counts, and the rows
    for steps in explained:
        assert any("actions USING INDEX ix_actions_deadline" in step for step in steps)
        assert "SCAN actions" not in steps
