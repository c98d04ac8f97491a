"""The same action through all versions of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.matching.pairing import match_actions
from store.matching.said import Match, Said

FOUND_AGAIN = 0.8
"""The confidence that links a row to one that an earlier version dropped: it competes with being new."""


@dataclass(frozen=True, slots=True)
class Threads:
    """The actions of a plan over its versions.

    `threads` are the keys of each action's rows, oldest first, in the order in which they first appear: every row is
    in one thread. `matches` say by what the rows were linked, splits and merges among them.
    """

    threads: list[list[int]]
    matches: list[Match]


def link_versions(versions: Sequence[Sequence[Said]]) -> Threads:
    """Return the actions of a plan as threads over its versions, which are given oldest first.

    A row is looked for in the version before, then among the last wordings of the actions that the version before
    left out. A row that a split took off begins a thread of its own.
    """
    threads: list[list[int]] = []
    matches: list[Match] = []
    of_key: dict[int, list[int]] = {}
    latest: Sequence[Said] = ()
    dropped: list[Said] = []
    for version in versions:
        found = match_actions(latest, version)
        again = _find_again(dropped, version, {match.later for match in found})
        for match in (*found, *again):
            if match.is_identity:
                of_key[match.later] = of_key[match.earlier]
        for said in version:
            if said.key not in of_key:
                of_key[said.key] = []
                threads.append(of_key[said.key])
            of_key[said.key].append(said.key)
        matches += [*found, *again]
        gone_on = {match.earlier for match in (*found, *again)}
        dropped = [said for said in (*dropped, *latest) if said.key not in gone_on]
        latest = version
    return Threads(threads, matches)


def _find_again(dropped: Sequence[Said], version: Sequence[Said], taken: set[int]) -> list[Match]:
    """Return the sure matches of rows that nothing in the version before accounts for."""
    new = [said for said in version if said.key not in taken]
    return [match for match in match_actions(dropped, new) if match.is_identity and match.confidence >= FOUND_AGAIN]
