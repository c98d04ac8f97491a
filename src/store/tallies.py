"""What is counted of each plan's latest version: sums for each plan, from which all measures are made.

One pass over the actions of the latest versions, answered from their index alone, with what the earlier versions say
beside it (`store.earlier`). What is asked of the few actions that lack an owner or a date is asked of those apart.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from normalise.model import Status
from store.doubt import DOUBTFUL_MATCH, DOUBTFUL_STATUS, doubtful_deadlines, has_doubtful_status
from store.schema import Action, ActionThread, OwnerRow, Plan, PlanVersion
from store.sql import days_between, deadline_of, deadline_start_of, holds, is_open


def read_tallies(session: Session, on: dt.date) -> dict[int, dict[str, int]]:
    """Return, for each plan by the key of its series, sums by name; `on` is the day of being overdue."""
    latest = select(Plan.id, PlanVersion.series_id).join(PlanVersion, Plan.version_id == PlanVersion.id)
    series = dict(session.execute(latest.where(Plan.is_lead, holds(PlanVersion.is_latest))).all())
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    for question in (_tally(on), _unowned(), _undated()):
        names = question.selected_columns.keys()[1:]
        for plan_id, *counts in session.execute(question):
            sums[series[plan_id]] |= zip(names, map(int, counts), strict=True)
    return sums


def _tally(on: dt.date) -> Select[*tuple[Any, ...]]:
    """Return the question for one row of sums for each plan that speaks for a latest version: its key, then sums."""
    earlier = ActionThread
    doubts = doubtful_deadlines(aliased(Action, name="doubtful")).subquery("doubts")
    deadline = deadline_of(Action)
    first = func.coalesce(earlier.first_due_end, Action.due_end)
    first_start = func.coalesce(earlier.first_due_start, Action.due_start, Action.due_end)
    unsure_date = doubts.c.action_id.is_not(None)
    complete, cancelled = Action.status == Status.COMPLETE, Action.status == Status.CANCELLED
    guessed = Action.status_confidence < DOUBTFUL_STATUS
    overdue = and_(is_open(Action), deadline < on)
    later = deadline > first
    sooner = and_(deadline < first, deadline_start_of(Action) < first_start)
    unsure_move = or_(Action.match_confidence < DOUBTFUL_MATCH, unsure_date)
    # not known where the first version that has the action bears no date
    began = case((Action.match_confidence.is_(None), PlanVersion.as_of_start), else_=earlier.first_seen_on)
    done = func.coalesce(Action.completed_end, earlier.complete_from)
    timed = and_(complete, done >= began)
    sums = {
        "actions": literal(True),
        "status_unknown": Action.status == Status.UNKNOWN,
        "cancelled": cancelled,
        "cancelled_doubtful": and_(cancelled, guessed),
        "complete": complete,
        "complete_doubtful": and_(complete, guessed),
        "open_dated": and_(is_open(Action), deadline.is_not(None)),
        "overdue": overdue,
        "overdue_doubtful": and_(overdue, or_(has_doubtful_status(Action), unsure_date)),
        "deadlines": and_(first.is_not(None), deadline.is_not(None)),
        "later": later,
        "later_doubtful": and_(later, unsure_move),
        "sooner": sooner,
        "sooner_doubtful": and_(sooner, unsure_move),
        "timed": timed,
        "timed_doubtful": and_(timed, or_(guessed, Action.completed_end.is_(None))),
    }
    moved, took = days_between(first, deadline), days_between(began, done)
    days = {"later_days": (later, moved), "sooner_days": (sooner, moved), "timed_days": (timed, took)}
    return (
        select(
            Action.plan_id,
            *(func.count().filter(having).label(name) for name, having in sums.items()),
            *(func.coalesce(func.sum(value).filter(having), 0).label(name) for name, (having, value) in days.items()),
        )
        .select_from(PlanVersion)
        .join(Plan, Plan.version_id == PlanVersion.id)
        .join(Action, Action.plan_id == Plan.id)
        .join(ActionThread, ActionThread.id == Action.thread_id)
        .outerjoin(doubts, doubts.c.action_id == Action.id)
        .where(holds(Action.is_latest))
        .group_by(Action.plan_id)
    )


def _unowned() -> Select[*tuple[Any, ...]]:
    latest = _latest()
    return _without("owner", latest).where(~exists().where(OwnerRow.action_id == latest.c.id))


def _undated() -> Select[*tuple[Any, ...]]:
    dates = (Action.due_start, Action.due_end, Action.revised_due_start, Action.revised_due_end)
    return _without("timescale", _latest(*(day.is_(None) for day in dates), Action.ongoing.is_(False)))


def _latest(*having: ColumnElement[bool]) -> Subquery:
    """Return the keys of the latest actions, or of some, as the index tells them before any row is read."""
    return select(Action.id, Action.plan_id).where(holds(Action.is_latest), *having).offset(0).subquery("latest")


def _without(field: str, lacking: Subquery) -> Select[*tuple[Any, ...]]:
    """Return the question for how many actions of each plan lack something: those that print nothing, and the rest."""
    printed = getattr(Action, field)
    return (
        select(
            lacking.c.plan_id,
            func.count().filter(printed.is_(None)).label(f"no_{field}"),
            func.count().filter(printed.is_not(None)).label(f"{field}_unread"),
        )
        .join_from(lacking, Action, Action.id == lacking.c.id)
        .group_by(lacking.c.plan_id)
    )
