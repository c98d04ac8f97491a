"""One action through the versions of its plan."""

from __future__ import annotations

from dataclasses import dataclass

from store.editions import Edition, Link, Series, Stand
from store.matching.evidence import read_number
from store.moves import count_moves, days_moved, move_of
from store.schema import LinkKind


@dataclass(frozen=True, slots=True)
class Step:
    """What a version says of an action; `stand` is None where the version has it no more, or not yet again.

    `move` is what became of the deadline since the version before that has the action, `days` by how much.
    """

    edition: Edition
    stand: Stand | None
    move: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Kin:
    """Another action that this one was split into or from, was merged into or took up, in a version."""

    version: int
    how: str
    thread: int
    reference: str | None
    wording: str
    confidence: float


@dataclass(frozen=True, slots=True)
class History:
    """An action from its first version to the plan's last, and the actions that it shares text with."""

    thread: int
    steps: tuple[Step, ...]
    times_moved: int
    kin: tuple[Kin, ...]


def find_threads(series: Series, wanted: str) -> list[int]:
    """Return the actions meant: by a number that some version prints of them, else by words of their wording.

    Words match without regard to case. The order is that in which the actions first appear.
    """
    rows = [stand for edition in series.editions for stand in edition.stands.values()]
    number = read_number(wanted)
    found = [row for row in rows if number and read_number(row.reference) == number]
    found = found or [row for row in rows if wanted.casefold() in row.wording.casefold()]
    return list(dict.fromkeys(row.thread for row in found))


def trace(series: Series, thread: int) -> History:
    """Return an action through all versions from its first on."""
    stands = [edition.stands.get(thread) for edition in series.editions]
    first = next(place for place, stand in enumerate(stands) if stand)
    steps: list[Step] = []
    last: Stand | None = None
    for edition, stand in zip(series.editions[first:], stands[first:], strict=True):
        move = move_of(last.deadline, stand.deadline) if last and stand else ""
        days = days_moved(last.deadline, stand.deadline) if last and stand else None
        steps.append(Step(edition, stand, move, days))
        last = stand or last
    kin = tuple(_kin(series, thread, link) for link in series.links if thread in {link.from_thread, link.to_thread})
    return History(thread, tuple(steps), count_moves(stand for stand in stands if stand), kin)


def _kin(series: Series, thread: int, link: Link) -> Kin:
    """Return the other end of a link, as the version of the link or the last one before prints it."""
    gives = link.from_thread == thread
    other = link.to_thread if gives else link.from_thread
    if link.kind is LinkKind.SPLIT:
        how = "split into" if gives else "split from"
    else:
        how = "merged into" if gives else "took up"
    rows = [edition.stands[other] for edition in series.editions if other in edition.stands]
    row = [row for row in rows if row.version <= link.version][-1]
    return Kin(link.version, how, other, row.reference, row.wording, link.confidence)
