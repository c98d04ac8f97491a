"""Recommendations that several authorities received."""

import dataclasses

from store.alike import find_shared

from .ferry import OPEN, says, version

BUDGET = "Produce a medium term financial strategy that closes the budget gap without drawing on reserves"
REWORDED = "A medium term financial strategy is needed which closes the budget gap, and stops drawing on reserves"
WARDENS = "Recruit more night wardens for the flood sirens"


def plan(authority, *recommendations):
    rows = [says(str(n), f"Work on it, part {n}", None, None, OPEN) for n, _ in enumerate(recommendations, 1)]
    record = version(f"plan of {authority}", "2024-01", rows, authority=authority, code=None)
    told = zip(record.actions, recommendations, strict=True)
    return dataclasses.replace(
        record, actions=tuple(dataclasses.replace(action, recommendation=text) for action, text in told)
    )


def test_what_several_authorities_were_recommended_is_grouped_with_of_how_many(store):
    # the second answers one recommendation with two actions; the same twice to one authority is no group
    store.load(plan("Saltmarsh Harbour Council", BUDGET, None), reader_version="1")
    store.load(plan("Port Ellery Town Council", REWORDED, REWORDED), reader_version="1")
    store.load(plan("Upper Wick Parish Council", WARDENS, f"{WARDENS} and the quay"), reader_version="1")
    with store.reading() as session:
        found = find_shared(session)
    (group,) = found.groups
    assert [(one.authority, one.reference, one.recommendation) for one in group.received] == [
        ("Port Ellery Town Council", "1", REWORDED),
        ("Saltmarsh Harbour Council", "1", BUDGET),
    ]
    assert (group.authorities, found.recommendations, found.authorities, found.without) == (2, 4, 3, 1)
    assert group.received[0].likeness == 1.0 > group.received[1].likeness > 0.3
    assert (group.received[1].place, group.received[1].document) == ("page 2", "plan of Saltmarsh Harbour Council.pdf")
    with store.reading() as session:
        assert not find_shared(session, threshold=0.99).groups
