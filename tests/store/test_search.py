"""Full-text search: the same question has the same answer on both databases."""

import dataclasses

import pytest

from normalise.model import Status, Update
from store.search_words import Term, read_search

ROWS = (
    ("1", "Publish the council's risk registers", Status.COMPLETE, "Director of Finance", "Published in May"),
    ("2", "Hyfforddi’r tîm rheoli risg yn Llŷn", Status.IN_PROGRESS, "Pennaeth Gwasanaeth", "Ar y gweill"),
    ("3", "Co-ordinate flood warnings with parishes", Status.DELAYED, "Emergency Planner", "The register slipped"),
    ("4", "Review the (2024/25) budget: 50% savings", Status.NOT_STARTED, "Finance Team", ""),
)


@pytest.fixture
def filled(store, harbour):
    from normalise.model import ActionRecord, ActionSource, PlanFacts, PlanRecord

    actions = tuple(
        ActionRecord(
            plan=0,
            position=n,
            source=ActionSource(0, n, (n,), ()),
            reference=reference,
            action=wording,
            status=status,
            owner=owner,
            updates=(Update(report),) if report else (),
            extra={"Budget": "From the reserve"} if n == 4 else {},
        )
        for n, (reference, wording, status, owner, report) in enumerate(ROWS, 1)
    )
    facts = PlanFacts(0, "Resilience plan", "Saltmarsh Harbour Council", "X06000001", None, "2024-06", (1,))
    source = dataclasses.replace(harbour.source, sha256="e" * 64, path="resilience.pdf")
    store.load(PlanRecord(source=source, plans=(facts,), actions=actions), reader_version="1")
    return store


def references(found):
    return sorted(hit.reference for hit in found.hits)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("register", ["1", "3"]),  # in the action and in an update; one is plural
        ("REGISTERS published", ["1"]),
        ("llyn", ["2"]),
        ("tîm rheoli", ["2"]),
        ("coordinate", []),
        ("co-ordinate", ["3"]),
        ('"risk registers"', ["1"]),
        ('"registers risk"', []),
        ('"parishes emergency"', []),  # there the action ends and the owner begins
        ('"planner the register"', []),
        ("budget OR flood", ["3", "4"]),
        ("register -flood", ["1"]),
        ("coord* OR par*", ["3"]),
        ("finance director", ["1"]),
        ("2024/25 50%", ["4"]),
        ("reserves", ["4"]),  # what no field holds
        ("the", ["1", "3", "4"]),  # common words are words
        ("-flood", []),
        ('" ( ) : * - OR AND NOT NEAR', []),
        ("", []),
    ],
)
def test_words_find_actions(filled, words, wanted):
    found = filled.search(words)
    assert (references(found), found.total) == (wanted, len(wanted))


def test_a_hit_tells_where_it_stands(filled):
    (hit,) = filled.search("flood warnings").hits
    assert (hit.authority, hit.plan_title, hit.document) == (
        "Saltmarsh Harbour Council",
        "Resilience plan",
        "resilience.pdf",
    )
    assert (hit.version, hit.status, hit.pages) == (1, Status.DELAYED, (3,))
    assert "[flood] [warnings]" in hit.snippet


def test_what_the_action_says_comes_before_what_is_said_of_it(filled):
    assert [hit.reference for hit in filled.search("register").hits] == ["1", "3"]
    found = filled.search("register", limit=1)
    assert ([hit.reference for hit in found.hits], found.total) == (["1"], 2)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("the", ["1", "4", "3"]),  # said, and the less is said besides the better; then reported
        ("finance OR register", ["1", "4", "3"]),
        ("review OR sandbags OR re*", ["1", "4", "3"]),
    ],
)
def test_the_order_of_hits_is_the_same_on_both_databases(filled, words, wanted):
    assert [hit.reference for hit in filled.search(words).hits] == wanted


def test_authority_and_status_narrow(filled):
    assert references(filled.search("register", status=Status.DELAYED)) == ["3"]
    assert references(filled.search("register", authority="saltmarsh")) == ["1", "3"]
    assert references(filled.search("register", authority="X06000001")) == ["1", "3"]
    assert references(filled.search("register", authority="Port Ellery")) == []


def test_the_index_follows_what_is_loaded_again_and_what_goes(filled):
    (record,) = filled.read_records()
    changed = dataclasses.replace(record.actions[2], action="Buy sandbags")
    again = dataclasses.replace(record, actions=(record.actions[0], changed))
    filled.load(again, reader_version="2")
    assert references(filled.search("flood")) == []
    assert references(filled.search("sandbags")) == ["3"]
    assert references(filled.search("register")) == ["1", "3"]


def test_what_is_typed_is_never_syntax():
    assert read_search("NEAR(a b) AND c:d").all_of == (
        (Term(("near", "a")),),
        (Term(("b",)),),
        *((Term(words),) for words in (("and",), ("c", "d"))),
    )
    assert read_search('Léa* OR "x Y" -"z w" OR').all_of == ((Term(("lea",), True), Term(("x", "y"))),)
    assert read_search('a -"z w"').none_of == (Term(("z", "w")),)
