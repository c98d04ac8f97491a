"""What is counted of each plan's latest version: one row of sums for each plan, from which all measures are made."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from normalise.model import Status
from store.matching.said import DOUBTFUL
from store.schema import Action, OwnerRow, Plan, PlanVersion
from store.sql import DOUBTFUL_STATUS, days_between, deadline_of, deadline_start_of, holds, is_open

EPOCH = dt.date(1900, 1, 1)
PACK = 10_000_000  # more days than any document names
UNDATED = PACK - 1  # in place of days, so that the lowest version counts though it bears no date


def _first(day: Any) -> ColumnElement[Any]:  # noqa: ANN401 - a column
    """Return, of a group of rows, the day of the lowest version that gives one: as days since EPOCH.

    Version and day are packed into one number, whose least is sought: one pass over the index of threads, where a
    window over all rows takes four times as long.
    """
    return func.min(PlanVersion.number * PACK + days_between(literal(EPOCH), day)) % PACK


def _earlier() -> Subquery:
    """Return, for each action that stands in versions before the latest, what is asked of those.

    The day of the first version that has it, the first deadline that any gives, and the number of the last version in
    which it was not complete.
    """
    has_due = Action.due_end.is_not(None)
    return (
        select(
            Action.thread_id,
            func.min(PlanVersion.number * PACK + func.coalesce(_days(PlanVersion.as_of_start), UNDATED)).label("seen"),
            _first(Action.due_end).label("due"),
            _first(case((has_due, func.coalesce(Action.due_start, Action.due_end)))).label("due_start"),
            func.max(case((Action.status != Status.COMPLETE, PlanVersion.number))).label("last_open"),
        )
        .join(Plan, Action.plan_id == Plan.id)
        .join(PlanVersion, Plan.version_id == PlanVersion.id)
        .where(Plan.is_lead, ~holds(Action.is_latest))
        .group_by(Action.thread_id)
        .subquery("earlier")
    )


def _days(day: Any) -> ColumnElement[Any]:  # noqa: ANN401 - a column
    return days_between(literal(EPOCH), day)


def tally(on: dt.date) -> Select[*tuple[Any, ...]]:
    """Return the query of one row for each plan: its key, then sums by name; `on` is the day of being overdue."""
    earlier = _earlier()
    done = aliased(PlanVersion, name="done")
    deadline = deadline_of(Action)
    ends = _days(deadline)
    first = func.coalesce(earlier.c.due, _days(Action.due_end))
    first_start = func.coalesce(earlier.c.due_start, _days(func.coalesce(Action.due_start, Action.due_end)))
    unsure = Action.status_confidence < DOUBTFUL_STATUS
    complete = Action.status == Status.COMPLETE
    overdue = and_(is_open(Action), deadline < on)
    later = ends > first
    sooner = and_(ends < first, _days(deadline_start_of(Action)) < first_start)
    moved = ends - first
    unmatched = Action.match_confidence < DOUBTFUL
    # the date of the first version that has the action: not known where that one bears none
    seen = func.nullif(earlier.c.seen % PACK, UNDATED)
    recommended = case((earlier.c.thread_id.is_(None), _days(PlanVersion.as_of_start)), else_=seen)
    took = _days(func.coalesce(Action.completed_end, done.as_of_end)) - recommended
    timed = and_(complete, took >= 0)
    no_owner = ~exists().where(OwnerRow.action_id == Action.id)
    no_date = and_(Action.due_edtf.is_(None), Action.revised_due_edtf.is_(None), Action.ongoing.is_(False))
    sums = {
        "actions": literal(True),
        "status_unknown": Action.status == Status.UNKNOWN,
        "cancelled": Action.status == Status.CANCELLED,
        "complete": complete,
        "complete_doubtful": and_(complete, unsure),
        "open": is_open(Action),
        "open_dated": and_(is_open(Action), deadline.is_not(None)),
        "overdue": overdue,
        "overdue_doubtful": and_(overdue, or_(unsure, Action.status == Status.UNKNOWN)),
        "deadlines": and_(first.is_not(None), deadline.is_not(None)),
        "later": later,
        "later_doubtful": and_(later, unmatched),
        "sooner": sooner,
        "sooner_doubtful": and_(sooner, unmatched),
        "timed": timed,
        "timed_doubtful": and_(timed, Action.completed_end.is_(None)),
        "no_owner": and_(no_owner, Action.owner.is_(None)),
        "owner_unread": and_(no_owner, Action.owner.is_not(None)),
        "no_date": and_(no_date, Action.timescale.is_(None)),
        "date_unread": and_(no_date, Action.timescale.is_not(None)),
    }
    days = {"later_days": (later, moved), "sooner_days": (sooner, moved), "timed_days": (timed, took)}
    return (
        select(
            PlanVersion.series_id,
            *(_count(having).label(name) for name, having in sums.items()),
            *(func.coalesce(func.sum(case((having, value))), 0).label(name) for name, (having, value) in days.items()),
        )
        .select_from(Action)
        .join(Plan, Action.plan_id == Plan.id)
        .join(PlanVersion, Plan.version_id == PlanVersion.id)
        .outerjoin(earlier, earlier.c.thread_id == Action.thread_id)
        .outerjoin(
            done,
            and_(
                complete,
                Action.completed_end.is_(None),
                done.series_id == PlanVersion.series_id,
                done.number == earlier.c.last_open + 1,
            ),
        )
        .where(holds(Action.is_latest))
        .group_by(PlanVersion.series_id)
    )


def _count(having: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((having, 1), else_=0)), 0)
