"""What changed in a plan, of a series whose changes are known."""

import dataclasses

import pytest
from sqlalchemy import text

from normalise.model import Status
from store import StoreError
from store.compare import ChangeKind, compare_all, compare_versions, move_of, step_of
from store.editions import Span, find_series, read_series
from store.history import find_threads, trace

from .ferry import BRIDGES, CLOCK, DEBT, DIVERS, FERRY, JANUARY, LIBRARY, NURSERY, SIRENS, VERSIONS, WALL, date, version

BY_THE_QUAY = f"{LIBRARY} beside the quay"


@pytest.fixture
def ferry(store):
    for record in VERSIONS:
        store.load(record, reader_version="1")
    return store


def read(store, wanted="ferry"):
    with store.reading() as session:
        ((key, _),) = find_series(session, wanted)
        return read_series(session, key)


def told(comparison, *kinds):
    return [
        (change.kind.value, change.how, change.wording, change.days)
        for change in comparison.changes
        if change.kind in kinds
    ]


def test_deadlines_move_and_statuses_go_forward_and_back(ferry):
    first, second = compare_all(read(ferry))
    assert told(first, ChangeKind.DEADLINE, ChangeKind.STATUS) == [
        ("deadline", "later", SIRENS, 92),
        ("deadline", "earlier", LIBRARY, -61),
        ("deadline", "given", DEBT, None),
        ("deadline", "narrowed", WALL, -184),
        ("status", "forward", BRIDGES, None),
        ("status", "back", SIRENS, None),
        ("status", "forward", DEBT, None),
        ("status", "forward", NURSERY, None),
    ]
    assert told(second, ChangeKind.DEADLINE, ChangeKind.STATUS) == [
        ("deadline", "later", SIRENS, 151),
        ("status", "forward", SIRENS, None),
        ("status", "back", BY_THE_QUAY, None),
        ("status", "other", DEBT, None),
        ("status", "other", CLOCK, None),
    ]
    moved = [change for change in second.changes if change.kind is ChangeKind.DEADLINE]
    assert [(change.before, change.after, change.times_moved) for change in moved] == [("2024-09", "2025-02", 2)]
    assert [c.is_doubtful for c in second.changes if c.wording == BY_THE_QUAY and c.how == "back"] == [True]


def test_actions_come_and_go_and_change_hands(ferry):
    kinds = [kind for kind in ChangeKind if kind not in (ChangeKind.DEADLINE, ChangeKind.STATUS)]
    first, second = compare_all(read(ferry))
    assert [row[:3] for row in told(first, *kinds)] == [
        ("owners", "changed", LIBRARY),  # "Head of tides" is the Head of Tides
        ("added", "new", CLOCK),
        ("vanished", "gone", FERRY),  # bridges and nursery were not done with either, but they are there
    ]
    certain = [row[:3] for row in told(second, *kinds) if row[1] != "perhaps"]
    assert [row for row in certain if row[0] != "wording"] == [
        ("added", "back", FERRY),
        ("split", "split", WALL),  # and bridges and nursery, which were complete, have not vanished
    ]
    assert {wording for kind, _, wording in certain if kind == "wording"} >= {BY_THE_QUAY}
    (split,) = [change for change in second.changes if change.kind is ChangeKind.SPLIT]
    assert (split.before, split.after, split.place_before, split.place_after) == (WALL, DIVERS, "page 3", "page 3")
    assert split.confidence is not None


def test_counts_say_of_how_many(ferry):
    counts = {count.name: count for count in compare_all(read(ferry))[0].counts}
    told = {name: (count.count, count.of, count.unknown, count.doubtful) for name, count in counts.items()}
    assert told["in both versions"] == (6, 7, 0, 0)
    assert told["deadline later"] == (1, 5, 1, 0)  # debt had none before
    assert told["status forward"] == (3, 6, 0, 0)
    assert told["owners changed"] == (1, 6, 0, 0)
    assert told["vanished"] == (1, 7, 0, 0)
    assert told["added new"] == (1, 7, 0, 0)


def test_versions_further_apart_are_compared_too(ferry):
    whole = compare_versions(read(ferry), 1, 3)
    assert told(whole, ChangeKind.DEADLINE)[0] == ("deadline", "later", SIRENS, 243)
    assert [row[2] for row in told(whole, ChangeKind.VANISHED) if row[1] == "gone"] == []  # complete in between
    assert [row[1:3] for row in told(whole, ChangeKind.ADDED)] == [("new", CLOCK)]
    assert [row[2] for row in told(whole, ChangeKind.SPLIT)] == [WALL]


@pytest.mark.parametrize("versions", [(2, 2), (3, 1), (1, 9), (None, 1)])
def test_versions_that_are_not_there_are_an_error(ferry, versions):
    with pytest.raises(StoreError, match="versions 1 to 3"):
        compare_versions(read(ferry), *versions)


def test_a_plan_of_one_version_has_nothing_to_compare(store):
    store.load(VERSIONS[0], reader_version="1")
    with pytest.raises(StoreError, match="one version only"):
        compare_versions(read(store))


def test_the_view_tells_the_same_as_the_comparison(ferry):
    wanted = "SELECT thread, status_change, deadline_change, days_moved FROM action_changes WHERE from_version = :n"
    for n, comparison in enumerate(compare_all(read(ferry)), 1):
        with ferry.engine.connect() as connection:
            rows = {row.thread: row for row in connection.execute(text(wanted), {"n": n})}
        for change in comparison.changes:
            if change.kind is ChangeKind.STATUS:
                assert rows.pop(change.thread).status_change == change.how
        assert {row.status_change for row in rows.values()} == {"same"}


def test_an_action_is_traced_by_its_number_or_its_words(ferry):
    series = read(ferry)
    (thread,) = find_threads(series, "action 2")
    history = trace(series, thread)
    assert [(step.edition.number, step.move, step.days) for step in history.steps] == [
        (1, "", None),
        (2, "later", 92),
        (3, "later", 151),
    ]
    assert history.times_moved == 2
    (thread,) = find_threads(series, "SECOND ferry")
    assert [step.stand is not None for step in trace(series, thread).steps] == [True, False, True]
    (thread,) = find_threads(series, "9")
    (kin,) = trace(series, thread).kin
    assert (kin.version, kin.how, kin.reference) == (3, "split from", "8")
    assert find_threads(series, "no such words") == []


def test_plans_are_meant_by_words_of_any_version(ferry):
    other = dataclasses.replace(version("other", "2024-05", JANUARY, authority="Port Ellery Town Council", code=None))
    ferry.load(other, reader_version="1")
    with ferry.reading() as session:
        assert [name for _, name in find_series(session, "ferry improvement")] == [
            "plan 3 (Saltmarsh Harbour Council, Ferry improvement plan)",
            "plan 4 (Port Ellery Town Council, Ferry improvement plan)",
        ]
        assert len(find_series(session, "july.pdf")) == 1
        assert find_series(session, "nothing of the kind") == []


def span(edtf):
    found = date(edtf)
    return Span(edtf, found.start, found.end)


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        ("2025", "2025-06", "narrowed"),
        ("2025-06", "2025", "later"),
        ("2025-06", "2025-06", "same"),
        ("2025-06", "2025-05", "earlier"),
        ("2025-06", None, "dropped"),
        (None, "2025-06", "given"),
        (None, None, "none"),
    ],
)
def test_a_deadline_moves_by_its_last_day(before, after, move):
    assert move_of(before and span(before), after and span(after)) == move


@pytest.mark.parametrize(
    ("before", "after", "step"),
    [
        (Status.NOT_STARTED, Status.IN_PROGRESS, "forward"),
        (Status.IN_PROGRESS, Status.DELAYED, "back"),
        (Status.COMPLETE, Status.IN_PROGRESS, "back"),
        (Status.DELAYED, Status.DELAYED, "same"),
        (Status.UNKNOWN, Status.COMPLETE, "other"),
        (Status.DELAYED, Status.CANCELLED, "other"),
    ],
)
def test_a_status_goes_forward_or_back_on_the_ladder(before, after, step):
    assert step_of(before, after) == step
