"""Recommendations that several authorities received."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from normalise.model import Status
from store.editions import read_place
from store.matching.likeness import ALIKE, group_alike, likeness_of
from store.schema import Action, Authority, Document, Extraction, Plan, PlanSeries, PlanVersion
from store.sql import holds


@dataclass(frozen=True, slots=True)
class Received:
    """A recommendation that an authority received, where it stands, and how the first action on it does.

    `likeness`, 0 to 1, is to the first recommendation of the group.
    """

    authority: str
    plan_title: str | None
    version_date: str | None
    reference: str | None
    recommendation: str
    status: Status
    document: str
    place: str
    action_id: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Shared:
    """What several authorities were recommended: by authority, then plan."""

    authorities: int
    received: tuple[Received, ...]


@dataclass(frozen=True, slots=True)
class SharedList:
    """The groups, those of most authorities first; of how many recommendations; of how many actions none is known."""

    groups: tuple[Shared, ...]
    recommendations: int
    authorities: int
    without: int


def find_shared(session: Session, threshold: float = ALIKE) -> SharedList:
    """Return the recommendations of the latest versions that say the same to two authorities or more.

    A recommendation that a plan answers with several actions is one. Plans of no known authority are left out, and
    count with the actions without a recommendation.
    """
    wanted = (
        select(
            *(Action.id, Action.reference, Action.recommendation, Action.status),
            *(Action.source_pages, Action.source_table, Action.source_row),
            *(PlanSeries.id.label("series"), PlanSeries.title, PlanVersion.as_of_edtf),
            *(Authority.name.label("authority"), Document.path),
        )
        .join(Plan, Action.plan_id == Plan.id)
        .join(PlanVersion, Plan.version_id == PlanVersion.id)
        .join(PlanSeries, PlanVersion.series_id == PlanSeries.id)
        .join(Authority, PlanSeries.authority_id == Authority.id)
        .join(Extraction, Plan.extraction_id == Extraction.id)
        .join(Document, Extraction.document_id == Document.id)
        .where(holds(Action.is_latest), Action.recommendation.is_not(None))
        .order_by(PlanSeries.id, Action.id)
    )
    rows = session.execute(wanted).all()
    everything = session.scalar(select(func.count()).select_from(Action).where(holds(Action.is_latest))) or 0
    once = list({(row.series, row.recommendation): row for row in reversed(rows)}.values())
    once.sort(key=lambda row: (row.authority.casefold(), row.authority, row.title or "", row.id))
    texts = [row.recommendation for row in once]
    found = [group for group in group_alike(texts, threshold) if len({once[place].authority for place in group}) > 1]
    likeness = iter(likeness_of(texts, [(group[0], place) for group in found for place in group]))
    groups = [
        Shared(
            len({once[place].authority for place in group}),
            tuple(
                Received(
                    authority=row.authority,
                    plan_title=row.title,
                    version_date=row.as_of_edtf,
                    reference=row.reference,
                    recommendation=row.recommendation,
                    status=row.status,
                    document=row.path,
                    place=read_place(row.source_pages, row.source_table, row.source_row),
                    action_id=row.id,
                    likeness=round(min(next(likeness), 1.0), 3),
                )
                for row in (once[place] for place in group)
            ),
        )
        for group in found
    ]
    groups.sort(key=lambda group: -group.authorities)  # stable: then in the order of the authorities' names
    return SharedList(tuple(groups), len(once), len({row.authority for row in once}), everything - len(rows))
