"""The keys by which an action of a document is followed through the versions of its plan, for what is exported."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.schema import Action, Document, Extraction, Plan, PlanVersion


@dataclass(frozen=True, slots=True)
class ActionKeys:
    """Where an action stands in time.

    `series` is the key of the plan, the same through all its versions; `version` the number of the version, from 1;
    `thread` the key of the action through all versions; `is_latest` whether it stands in the latest version, in the
    document that speaks for it, so that nothing counts twice.
    """

    series: int
    version: int
    thread: int
    is_latest: bool


def read_keys(session: Session, sha256: str) -> dict[tuple[int, int], ActionKeys]:
    """Return the keys of a document's actions, by the number of the plan and the position in it."""
    wanted = (
        select(
            *(Plan.number, Action.position),
            *(PlanVersion.series_id, PlanVersion.number.label("version"), Action.thread_id, Action.is_latest),
        )
        .join(Plan, Action.plan_id == Plan.id)
        .join(PlanVersion, Plan.version_id == PlanVersion.id)
        .join(Extraction, Plan.extraction_id == Extraction.id)
        .join(Document, Extraction.document_id == Document.id)
        .where(Document.sha256 == sha256, Extraction.is_current)
    )
    return {
        (row.number, row.position): ActionKeys(row.series_id, row.version, row.thread_id, row.is_latest)
        for row in session.execute(wanted)
    }
