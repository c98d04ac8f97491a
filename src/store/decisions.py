"""What people decided of where plans belong, as it is told: decisions in force, and those that were taken back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, and_, select

from store import schema


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on one plan of a document. `authority` and `versions` are None where it says nothing of them.

    `plan` is the key of the plan, None where the document is not read to have it now: then the decision waits, and
    `title` tells what it was made on. `versions` are the plans that are versions of the same one, `read` the authority
    as it was read. Who took a decision back, when and why, is None of one that holds.
    """

    document: str
    plan: int | None
    title: str | None
    authority: str | None
    read: str | None
    versions: tuple[int, ...] | None
    made_by: str
    made_at: dt.datetime
    reason: str
    undone_by: str | None = None
    undone_at: dt.datetime | None = None
    undone_reason: str | None = None


def list_decisions(connection: Connection) -> list[Decision]:
    """Return what people decided of plans, in the order in which they did."""
    placement, plan, extraction = schema.Placement, schema.Plan, schema.Extraction
    current = and_(extraction.document_id == placement.document_id, extraction.is_current)
    wanted = (
        select(
            placement.__table__, plan.id.label("plan_id"), schema.Document.path, schema.Authority.name.label("given")
        )
        .select_from(placement)
        .join(schema.Document, schema.Document.id == placement.document_id)
        .outerjoin(extraction, current)
        .outerjoin(plan, and_(plan.extraction_id == extraction.id, plan.number == placement.plan_number))
        .outerjoin(schema.Authority, schema.Authority.id == placement.authority_id)
        .order_by(placement.id)
    )
    rows = sorted(connection.execute(wanted), key=lambda row: (row.made_at, row.path, row.plan_number or 0))
    held: dict[int, list[int]] = defaultdict(list)
    series = select(plan.id, schema.PlanVersion.series_id).join(schema.PlanVersion).order_by(plan.id)
    for plan_id, series_id in connection.execute(series):
        held[series_id].append(plan_id)
    return [
        Decision(
            document=row.path,
            plan=row.plan_id,
            title=row.plan_title,
            authority=row.given or row.given_name,
            read=row.read_name,
            versions=None if row.series_id is None else tuple(held.get(row.series_id, ())),
            made_by=row.made_by,
            made_at=row.made_at,
            reason=row.reason,
            undone_by=row.undone_by,
            undone_at=row.undone_at,
            undone_reason=row.undone_reason,
        )
        for row in rows
    ]
