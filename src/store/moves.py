"""What became of a deadline or a status from one version to another."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from normalise.model import Status
from store.editions import Span, Stand
from store.sql import LADDER


def count_moves(stands: Iterable[Stand]) -> int:
    """Return how often a deadline moved through an action's versions, given oldest first.

    A revised deadline beside the first one is a move too; a deadline that was made narrower is none.
    """
    spans: list[Span] = []
    for stand in stands:
        first = [stand.first_due] if stand.first_due and not spans else []
        spans += [*first, *([stand.deadline] if stand.deadline else [])]
    return sum(move_of(before, after) in {"later", "earlier"} for before, after in itertools.pairwise(spans))


def move_of(before: Span | None, after: Span | None) -> str:
    """Return what became of a deadline: later, earlier, narrowed, given, dropped, same, or none in either."""
    if before is None or after is None:
        return "none" if before is after else "given" if before is None else "dropped"
    if after.end >= before.end:
        return "later" if after.end > before.end else "same"
    # 2025 that becomes June 2025 lies within what was said before
    within = before.start is not None and after.start is not None and after.start >= before.start
    return "narrowed" if within else "earlier"


def days_moved(before: Span | None, after: Span | None) -> int | None:
    """Return the days from the last day of one deadline to that of another; None where either is not known."""
    return (after.end - before.end).days if before and after else None


def step_of(before: Status, after: Status) -> str:
    """Return whether a status went forward or back; same, or other where either is cancelled or unknown."""
    if before is after:
        return "same"
    if before not in LADDER or after not in LADDER:
        return "other"
    return "forward" if LADDER.index(after) > LADDER.index(before) else "back"
