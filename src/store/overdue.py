"""Which actions are overdue on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from normalise.model import Status
from store.doubt import (
    deadline_confidence,
    doubtful_deadlines,
    has_doubtful_status,
    is_doubtful_date,
    is_doubtful_status,
)
from store.editions import read_place
from store.schema import Action, Authority, Document, Extraction, OwnerRow, Plan, PlanSeries, PlanVersion
from store.sql import deadline_of, holds, is_named, is_open, join_ordered


@dataclass(frozen=True, slots=True)
class Overdue:
    """An open action whose deadline in force is past; `days` since its last day.

    `owner` names the owners that it has, corrected or read, parted by semicolons; where none was read, as printed.
    `version_date` is the date (EDTF) of the version that says so: what was done since is not known. `is_doubtful` says
    that its status or its deadline is (`store.doubt`): its year is not printed, say.
    """

    authority: str | None
    plan_title: str | None
    version_date: str | None
    reference: str | None
    wording: str
    owner: str | None
    timescale: str | None
    deadline: dt.date
    deadline_confidence: float | None
    days: int
    status: Status
    status_confidence: float
    is_doubtful: bool
    document: str
    place: str
    action_id: int


@dataclass(frozen=True, slots=True)
class OverdueList:
    """The overdue actions of a day, the longest overdue first, and of how many they are.

    `of` counts open actions with a deadline, `unknown` open ones without; `doubtful` those overdue that are doubtful.
    `count` is of all, where `actions` were limited too.
    """

    on: dt.date
    count: int
    of: int
    unknown: int
    doubtful: int
    actions: tuple[Overdue, ...]


def list_overdue(
    session: Session, on: dt.date, *, authority: str | None = None, limit: int | None = None
) -> OverdueList:
    """Return the actions that are open and whose deadline in force is before a day, in the latest versions.

    `authority` is a GSS code or words of a name, without regard to case (of ASCII letters). Both questions are
    answered from the index of actions by deadline, and only the rows that are returned are read.
    """
    deadline = deadline_of(Action)
    past = and_(is_open(Action), deadline < on)
    # counted one by one: SQLite before 3.41 reads the whole row where it counts an expression of an index
    few = doubtful_deadlines(aliased(Action, name="doubtful"))
    unsure = or_(has_doubtful_status(Action), Action.id.in_(few))
    ranges = (is_open(Action), and_(is_open(Action), deadline >= dt.date.min), past, and_(past, unsure))
    counts = (_of(select(func.count()), authority).where(having).scalar_subquery() for having in ranges)
    everything, dated, count, doubtful = session.execute(select(*counts)).one()
    longest_first = (deadline, Action.plan_id, Action.id)
    picked = _of(select(Action.id, deadline.label("deadline")), authority).where(past).order_by(*longest_first)
    rows = session.execute(_rows(picked.limit(limit).subquery("picked")))
    actions = tuple(
        Overdue(
            authority=row.authority,
            plan_title=row.plan_title,
            version_date=row.version_date,
            reference=row.reference,
            wording=row.wording or "",
            owner=row.owner,
            timescale=row.timescale,
            deadline=row.deadline,
            deadline_confidence=row.deadline_confidence,
            days=(on - row.deadline).days,
            status=row.status,
            status_confidence=row.status_confidence,
            is_doubtful=is_doubtful_status(row.status, row.status_confidence)
            or is_doubtful_date(row.deadline_confidence),
            document=row.document,
            place=read_place(row.source_pages, row.source_table, row.source_row),
            action_id=row.id,
        )
        for row in rows
    )
    return OverdueList(on, count, dated, everything - dated, doubtful, actions)


def _of(wanted: Select[*tuple[Any, ...]], authority: str | None) -> Select[*tuple[Any, ...]]:
    """Return a question about the actions of the latest versions, of one authority where it is named."""
    wanted = wanted.select_from(Action).where(holds(Action.is_latest))
    if authority is None:
        return wanted
    whose = (
        select(Plan.id)
        .join(PlanVersion, Plan.version_id == PlanVersion.id)
        .join(PlanSeries, PlanVersion.series_id == PlanSeries.id)
        .join(Authority, PlanSeries.authority_id == Authority.id)
        .where(is_named(authority))
    )
    return wanted.where(Action.plan_id.in_(whose))


def _names() -> Select[str]:
    return select(OwnerRow.name).where(OwnerRow.action_id == Action.id).correlate(Action)


def _rows(picked: Subquery) -> Select[*tuple[Any, ...]]:
    """Return the rows of some actions, given by key and deadline, with what they belong to."""
    return (
        select(
            *(Action.id, Action.reference, Action.timescale, Action.status, Action.status_confidence),
            *(Action.source_pages, Action.source_table, Action.source_row),
            func.coalesce(Action.action, Action.recommendation, Action.finding).label("wording"),
            func.coalesce(join_ordered(_names().order_by(OwnerRow.position), "; "), Action.owner).label("owner"),
            deadline_confidence(Action).label("deadline_confidence"),
            *(picked.c.deadline, Authority.name.label("authority"), PlanSeries.title.label("plan_title")),
            *(PlanVersion.as_of_edtf.label("version_date"), Document.path.label("document")),
        )
        .select_from(picked)
        .join(Action, Action.id == picked.c.id)
        .join(Plan, Action.plan_id == Plan.id)
        .join(PlanVersion, Plan.version_id == PlanVersion.id)
        .join(PlanSeries, PlanVersion.series_id == PlanSeries.id)
        .join(Extraction, Plan.extraction_id == Extraction.id)
        .join(Document, Extraction.document_id == Document.id)
        .outerjoin(Authority, PlanSeries.authority_id == Authority.id)
        .order_by(picked.c.deadline, Action.plan_id, Action.id)
    )
