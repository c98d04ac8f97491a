"""What changed in a plan from one version to another.

Every change names the action's row in the document and how sure it is that the two rows are one action. Counts say of
how many actions they are, how many of these could not be compared, and how many rest on something doubtful.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from normalise.model import Status
from store.connect import StoreError
from store.doubt import is_doubtful_date, is_doubtful_match, is_doubtful_status
from store.editions import Edition, Link, Series, Stand
from store.moves import count_moves, days_moved, move_of, step_of
from store.schema import LinkKind
from store.sql import LADDER

CLOSED = (Status.COMPLETE, Status.CANCELLED)


class ChangeKind(enum.StrEnum):
    """What changed of an action."""

    DEADLINE = "deadline"
    STATUS = "status"
    OWNERS = "owners"
    WORDING = "wording"
    ADDED = "added"
    VANISHED = "vanished"  # no longer there, and neither complete nor cancelled before
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one action.

    `how` is later, earlier, narrowed, given or dropped of a deadline; forward, back or other of a status; changed,
    given or dropped of owners; new or back of an added action. `before` and `after` are what each version says; a
    deadline without a date is the timescale as printed. `days` is how far a deadline moved, and `times_moved`
    how often it has moved in all versions so far. `confidence` is that of the match: None where a row was not matched.
    `is_doubtful` says that the match is, the statuses or the deadlines that changed, or the
    status at which the action vanished (`store.doubt`).
    """

    kind: ChangeKind
    how: str
    thread: int
    reference: str | None
    wording: str
    before: str | None
    after: str | None
    days: int | None
    times_moved: int | None
    place_before: str | None
    place_after: str | None
    confidence: float | None
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many; `unknown` could not be asked, `doubtful` are the unsure ones among the counted."""

    name: str
    count: int
    of: int
    of_what: str
    unknown: int = 0
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a plan beside one another."""

    plan: int
    authority: str | None
    title: str | None
    earlier: Edition
    later: Edition
    counts: tuple[Count, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """An action in both versions, with the confidence of the weakest match on its way from one to the other."""

    before: Stand
    after: Stand
    confidence: float | None
    times_moved: int

    @property
    def is_doubtful(self) -> bool:
        return is_doubtful_match(self.confidence)


def compare_versions(series: Series, earlier: int | None = None, later: int | None = None) -> Comparison:
    """Return what changed between two versions by number; the last two if not given.

    Raises StoreError where the plan has no such versions, or only one.
    """
    numbers = [edition.number for edition in series.editions]
    if len(numbers) < 2:
        raise StoreError(f"{series.title or 'the plan'} has one version only; load another to compare it with")
    to = numbers[-1] if later is None else later
    begin = to - 1 if earlier is None else earlier
    if begin not in numbers or to not in numbers or begin >= to:
        raise StoreError(
            f"{series.title or 'the plan'} has versions 1 to {numbers[-1]}; name two of them, the earlier one first"
        )
    return _compare(series, series.editions[begin - 1], series.editions[to - 1])


def compare_all(series: Series) -> list[Comparison]:
    """Return what changed from each version to the next; empty where there is one only."""
    return [_compare(series, earlier, later) for earlier, later in itertools.pairwise(series.editions)]


def _compare(series: Series, earlier: Edition, later: Edition) -> Comparison:
    links = [link for link in series.links if earlier.number < link.version <= later.number]
    pairs = [
        _pair(series, earlier.stands[thread], stand)
        for thread, stand in later.stands.items()
        if thread in earlier.stands
    ]
    changes = [
        *(change for pair in pairs for change in _pair_changes(pair)),
        *_links(earlier, later, links),
        *_added(series, earlier, later, links),
        *_vanished(series, earlier, later, links, pairs),
    ]
    kinds = list(ChangeKind)
    changes.sort(key=lambda change: kinds.index(change.kind))  # stable: by kind, then in the order of the plan
    counts = tuple(_count(earlier, later, pairs, changes))
    return Comparison(series.id, series.authority, series.title, earlier, later, counts, tuple(changes))


def _pair(series: Series, before: Stand, after: Stand) -> _Pair:
    thread = [edition.stands[after.thread] for edition in series.editions if after.thread in edition.stands]
    way = [stand for stand in thread if before.version < stand.version <= after.version]
    sure = [stand.match_confidence for stand in way if stand.match_confidence is not None]
    return _Pair(before, after, min(sure, default=None), count_moves(s for s in thread if s.version <= after.version))


def _owners_of(before: Stand, after: Stand) -> str:
    if before.owners == after.owners:
        return "same" if before.owners else "none"
    return "changed" if before.owners and after.owners else "given" if after.owners else "dropped"


def _pair_changes(pair: _Pair) -> Iterator[Change]:
    before, after = pair.before, pair.after
    move = move_of(before.deadline, after.deadline)
    if move not in {"same", "none"}:
        days = days_moved(before.deadline, after.deadline)
        shown = [stand.deadline.edtf if stand.deadline else stand.timescale for stand in (before, after)]
        unsure = any(stand.deadline and is_doubtful_date(stand.deadline_confidence) for stand in (before, after))
        yield _change(
            ChangeKind.DEADLINE, move, pair, *shown, days=days, times_moved=pair.times_moved, is_doubtful=unsure
        )
    step = step_of(before.status, after.status)
    if step != "same":
        unsure = any(is_doubtful_status(stand.status, stand.status_confidence) for stand in (before, after))
        yield _change(ChangeKind.STATUS, step, pair, before.status.value, after.status.value, is_doubtful=unsure)
    owners = _owners_of(before, after)
    if owners not in {"same", "none"}:
        yield _change(ChangeKind.OWNERS, owners, pair, before.owner, after.owner)
    if before.words != after.words:
        yield _change(ChangeKind.WORDING, "changed", pair, before.wording, after.wording)


def _change(
    kind: ChangeKind,
    how: str,
    pair: _Pair,
    before: str | None,
    after: str | None,
    *,
    days: int | None = None,
    times_moved: int | None = None,
    is_doubtful: bool = False,
) -> Change:
    return Change(
        kind=kind,
        how=how,
        thread=pair.after.thread,
        reference=pair.after.reference,
        wording=pair.after.wording,
        before=before,
        after=after,
        days=days,
        times_moved=times_moved,
        place_before=pair.before.place,
        place_after=pair.after.place,
        confidence=pair.confidence,
        is_doubtful=is_doubtful or pair.is_doubtful,
    )


def _alone(
    kind: ChangeKind,
    how: str,
    before: Stand | None,
    after: Stand | None,
    *,
    confidence: float | None = None,
    is_doubtful: bool = False,
) -> Change:
    """Return a change of an action that is not simply in both versions; raises ValueError where it is in neither."""
    row = before if kind is not ChangeKind.ADDED and before else after
    if row is None:
        raise ValueError("an action in neither version")
    return Change(
        kind=kind,
        how=how,
        thread=row.thread,
        reference=row.reference,
        wording=row.wording,
        before=before.wording if before else None,
        after=after.wording if after else None,
        days=None,
        times_moved=None,
        place_before=before.place if before else None,
        place_after=after.place if after else None,
        confidence=confidence,
        is_doubtful=is_doubtful,
    )


def _links(earlier: Edition, later: Edition, links: Sequence[Link]) -> Iterator[Change]:
    for link in links:
        before, after = earlier.stands.get(link.from_thread), later.stands.get(link.to_thread)
        if before and after:
            kind = ChangeKind.SPLIT if link.kind is LinkKind.SPLIT else ChangeKind.MERGED
            sure = link.confidence
            yield _alone(kind, kind.value, before, after, confidence=sure, is_doubtful=is_doubtful_match(sure))


def _added(series: Series, earlier: Edition, later: Edition, links: Sequence[Link]) -> Iterator[Change]:
    split_off = {link.to_thread for link in links if link.kind is LinkKind.SPLIT and link.from_thread in earlier.stands}
    known = {thread for edition in series.editions if edition.number < earlier.number for thread in edition.stands}
    for thread, stand in later.stands.items():
        if thread in earlier.stands or thread in split_off:
            continue
        sure = stand.match_confidence if thread in known else None
        how = "back" if thread in known else "new"
        yield _alone(ChangeKind.ADDED, how, None, stand, confidence=sure, is_doubtful=is_doubtful_match(sure))


def _vanished(
    series: Series, earlier: Edition, later: Edition, links: Sequence[Link], pairs: Sequence[_Pair]
) -> Iterator[Change]:
    """Yield the actions that are gone though they were not done with, and those that a doubtful match carries on."""
    doubtful = {pair.before.thread: pair for pair in pairs if pair.is_doubtful}
    went_into = {link.from_thread for link in links}
    between = [edition for edition in series.editions if earlier.number <= edition.number < later.number]
    for thread, stand in earlier.stands.items():
        last = next(edition.stands[thread] for edition in reversed(between) if thread in edition.stands)
        if last.status in CLOSED or thread in went_into or (thread in later.stands and thread not in doubtful):
            continue
        pair = doubtful.get(thread)
        unsure = pair is not None or is_doubtful_status(last.status, last.status_confidence)
        yield _alone(
            ChangeKind.VANISHED,
            "perhaps" if pair else "gone",
            stand,
            pair.after if pair else None,
            confidence=pair.confidence if pair else None,
            is_doubtful=unsure,
        )


def _count(earlier: Edition, later: Edition, pairs: Sequence[_Pair], changes: Sequence[Change]) -> Iterator[Count]:
    def count(kind: ChangeKind, how: str, of: int, of_what: str, unknown: int = 0) -> Count:
        found = [change for change in changes if change.kind is kind and change.how == how]
        name = kind.value if how in {"gone", kind.value} else f"{kind.value} {how}"
        return Count(name, len(found), of, of_what, unknown, sum(change.is_doubtful for change in found))

    n = len(pairs)
    both = "actions in both versions"
    yield Count(
        "in both versions",
        n,
        len(earlier.stands),
        "actions of the earlier version",
        doubtful=sum(pair.is_doubtful for pair in pairs),
    )
    dated = sum(bool(pair.before.deadline and pair.after.deadline) for pair in pairs)
    for how in ("later", "earlier", "narrowed"):
        yield count(ChangeKind.DEADLINE, how, dated, "of these with a deadline in both", n - dated)
    for how in ("given", "dropped"):
        yield count(ChangeKind.DEADLINE, how, n, both)
    told = sum({pair.before.status, pair.after.status} <= set(LADDER) for pair in pairs)
    for how in ("forward", "back"):
        yield count(ChangeKind.STATUS, how, told, "of these with a status in both, not cancelled", n - told)
    yield count(ChangeKind.STATUS, "other", n, both)
    named = sum(bool(pair.before.owners and pair.after.owners) for pair in pairs)
    yield count(ChangeKind.OWNERS, "changed", named, "of these with an owner in both", n - named)
    for how in ("given", "dropped"):
        yield count(ChangeKind.OWNERS, how, n, both)
    yield count(ChangeKind.WORDING, "changed", n, both)
    for how in ("new", "back"):
        yield count(ChangeKind.ADDED, how, len(later.stands), "actions of the later version")
    open_before = sum(stand.status not in CLOSED for stand in earlier.stands.values())
    unknown = sum(stand.status is Status.UNKNOWN for stand in earlier.stands.values())
    for how in ("gone", "perhaps"):
        yield count(ChangeKind.VANISHED, how, open_before, "actions of the earlier version not done with", unknown)
    yield count(ChangeKind.SPLIT, "split", len(earlier.stands), "actions of the earlier version")
    yield count(ChangeKind.MERGED, "merged", len(earlier.stands), "actions of the earlier version")
