"""How far plans are carried out: shares with what they are of, with how many are unknown and how many doubtful.

All is asked of the latest version of each plan, in the document that speaks for it; slippage and the time to
completion look back through the earlier versions. What is printed but could not be read counts as unknown, never as
lacking. What is doubtful is said in `store.doubt`: statuses of those counted by status, statuses and deadlines of
overdue actions, deadlines and matches of those whose deadline moved.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.schema import Authority, AuthoritySuccessor, PlanSeries
from store.tallies import read_tallies

IN_ALL = "in all"
UNNAMED = "(not known)"


class Grouping(enum.StrEnum):
    """What measures are given for, one by one."""

    AUTHORITY = "authority"
    PLAN = "plan"
    TYPE = "type"
    NATION = "nation"


@dataclass(frozen=True, slots=True)
class Measure:
    """How many of how many actions. `unknown` could not be asked; `doubtful` are those of the count that are unsure.

    `mean_days` is over those counted, where the measure is of days; None where there are none.
    """

    name: str
    count: int
    of: int
    of_what: str
    unknown: int
    doubtful: int
    mean_days: float | None = None

    @property
    def share(self) -> float | None:
        """The share, 0 to 1; None of nothing."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of one authority, plan, type or nation, or of all together (`in all`)."""

    group: str
    plans: int
    actions: int
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class _Series:
    """What a plan is grouped by."""

    authority_id: int | None
    title: str | None
    plan_type: str | None


def measure(
    session: Session, on: dt.date, *, by: Grouping = Grouping.AUTHORITY, successors: bool = False
) -> list[Measured]:
    """Return the measures of all plans together, then of each group by name.

    `on` is the day on which deadlines before it are overdue. With `successors`, what was of an authority that was
    merged or abolished counts with the one that took its place; with each of them where there are several, and once
    in all.
    """
    plan = select(PlanSeries.id, PlanSeries.authority_id, PlanSeries.title, PlanSeries.plan_type)
    series = {key: _Series(whose, title, kind) for key, whose, title, kind in session.execute(plan)}
    columns = (Authority.id, Authority.name, Authority.nation)
    authorities = {key: (name, nation) for key, name, nation in session.execute(select(*columns))}
    heirs = find_heirs(session) if successors else {}
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, counted in read_tallies(session, on).items():
        for group in {IN_ALL, *_groups(series[key], by, authorities, heirs)}:
            total = sums[group]
            total["plans"] += 1
            for name, count in counted.items():
                total[name] += count
    names = sorted(sums.keys() - {IN_ALL}, key=lambda name: (name == UNNAMED, name.casefold(), name))
    return [_measured(name, sums[name]) for name in (IN_ALL, *names)]


def find_heirs(session: Session) -> dict[int, frozenset[int]]:
    """Return, for each authority that ended, those that took its place and go on themselves."""
    following: dict[int, set[int]] = defaultdict(set)
    for ended, successor in session.execute(select(AuthoritySuccessor.authority_id, AuthoritySuccessor.successor_id)):
        following[ended].add(successor)

    def last(authority: int, seen: frozenset[int]) -> frozenset[int]:
        heirs = following.get(authority, set()) - seen  # a ring of successors has no end
        return frozenset().union(*(last(heir, seen | {heir}) for heir in heirs)) if heirs else frozenset({authority})

    return {authority: last(authority, frozenset({authority})) for authority in list(following)}


def _groups(
    series: _Series,
    by: Grouping,
    authorities: Mapping[int, tuple[str, str | None]],
    heirs: Mapping[int, Iterable[int]],
) -> Iterator[str]:
    """Yield the names of the groups that a plan belongs to."""
    own = series.authority_id
    whose = heirs.get(own, (own,)) if own is not None else ()
    if by is Grouping.TYPE:
        yield series.plan_type or UNNAMED
    elif by is Grouping.PLAN:
        for name in [authorities[key][0] for key in whose if key is not None] or [UNNAMED]:
            yield f"{name}: {series.title or '(no title)'}"
    else:
        place = 0 if by is Grouping.AUTHORITY else 1
        yield from [authorities[key][place] or UNNAMED for key in whose if key is not None] or [UNNAMED]


def _measured(group: str, n: Mapping[str, int]) -> Measured:
    """Return the measures that sums give."""
    actions = n["actions"]
    known = actions - n["status_unknown"] - n["cancelled"]
    undated = actions - n["deadlines"]

    def mean(days: str, count: str) -> float | None:
        return round(n[days] / n[count], 1) if n[count] else None

    later = mean("later_days", "later"), mean("sooner_days", "sooner")
    lasted = mean("timed_days", "timed")
    with_both = "actions with a first deadline and one in force"
    measures = (
        *_status_measures(n, known),
        Measure("overdue", n["overdue"], n["open_dated"], "open actions with a deadline", *_overdue_rest(n)),
        Measure("deadline moved later", n["later"], n["deadlines"], with_both, undated, n["later_doubtful"], later[0]),
        Measure(
            "deadline moved earlier", n["sooner"], n["deadlines"], with_both, undated, n["sooner_doubtful"], later[1]
        ),
        Measure(
            *("days to completion", n["timed"], n["complete"], "complete actions"),
            *(n["complete"] - n["timed"], n["timed_doubtful"], lasted),
        ),
        Measure("without owner", n["no_owner"], actions, "actions", n["owner_unread"], 0),
        Measure("without date", n["no_timescale"], actions, "actions", n["timescale_unread"], 0),
    )
    return Measured(group, n["plans"], actions, measures)


def _status_measures(n: Mapping[str, int], known: int) -> Iterator[Measure]:
    of_what = "actions of known status, not cancelled"
    yield Measure("complete", n["complete"], known, of_what, n["status_unknown"], n["complete_doubtful"])
    told, unsure = known + n["cancelled"], n["cancelled_doubtful"]
    yield Measure("cancelled", n["cancelled"], told, "actions of known status", n["status_unknown"], unsure)


def _overdue_rest(n: Mapping[str, int]) -> tuple[int, int]:
    """Return the open actions without a deadline, and the overdue ones that are doubtful."""
    return n["actions"] - n["complete"] - n["cancelled"] - n["open_dated"], n["overdue_doubtful"]
