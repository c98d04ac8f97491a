"""Plans as they are compared with one another: their facts, what their actions say, and the text of each row.

All is as it was read, where a person corrected it too: what a document prints tells which plan it is. What was read
from a document stays as it is until the document is read anew, so that a connection remembers what it has compared.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, TypeAlias

from sqlalchemy import Connection, Executable, bindparam, select

from store import schema
from store.matching import Said
from store.overriding import read_overridden

ROWS_KEPT = 20_000
"""How many rows of plans a connection remembers, some 20 MB: a document is compared with all plans of its authority."""

_KEPT = "plans that were compared"
_plan, _action, _version, _series = schema.Plan, schema.Action, schema.PlanVersion, schema.PlanSeries
_PLACES = (
    select(
        *(_plan.id, _plan.extraction_id, schema.Document.sha256, schema.Extraction.made_at),
        *(_plan.version_id, _version.series_id, _plan.is_lead),
    )
    .join(_version, _version.id == _plan.version_id)
    .join(_series, _series.id == _version.series_id)
    .join(schema.Extraction, schema.Extraction.id == _plan.extraction_id)
    .join(schema.Document, schema.Document.id == schema.Extraction.document_id)
    .order_by(_plan.id)
)
OF_PLANS = _PLACES.where(_plan.id.in_(bindparam("plans", expanding=True)))
OF_EXTRACTION = _PLACES.where(_plan.extraction_id == bindparam("extraction"))
OF_SERIES = _PLACES.where(_version.series_id == bindparam("series"))
_OTHER_LEADS = _PLACES.where(_plan.is_lead, _series.id != bindparam("series"))
OTHERS_OF_AUTHORITY = _OTHER_LEADS.where(_series.authority_id == bindparam("authority"))
OTHERS_OF_TITLE = _OTHER_LEADS.where(_series.authority_id.is_(None), _series.title_key == bindparam("title"))
_FACTS = (
    select(
        *(_plan.id, _plan.version_id, _version.series_id, _plan.is_lead, _plan.extraction_id),
        *(_plan.title, _plan.plan_type, _plan.as_of_edtf, _plan.as_of_start, _plan.as_of_end),
        *(schema.Document.sha256, schema.Document.media_type),
    )
    .join(_version, _version.id == _plan.version_id)
    .join(schema.Extraction, schema.Extraction.id == _plan.extraction_id)
    .join(schema.Document, schema.Document.id == schema.Extraction.document_id)
    .where(_plan.id.in_(bindparam("plans", expanding=True)))
)
_OF_PLANS = _action.plan_id.in_(bindparam("plans", expanding=True))
_SAID = (
    select(
        *(_action.id, _action.plan_id, _action.position, _action.reference, _action.theme, _action.recommendation),
        *(_action.action, _action.finding, _action.owner),
    )
    .where(_OF_PLANS)
    .order_by(_action.plan_id, _action.position)
)
_SHOWN = (
    select(
        *(_action.id, _action.plan_id, _action.reference, _action.finding, _action.recommendation, _action.action),
        *(_action.owner, _action.timescale, _action.status_text, _action.rag),
    )
    .where(_OF_PLANS)
    .order_by(_action.plan_id, _action.position)
)
_TOLD = (
    select(schema.UpdateRow.action_id, schema.UpdateRow.text)
    .join(_action, _action.id == schema.UpdateRow.action_id)
    .where(_OF_PLANS)
    .order_by(schema.UpdateRow.action_id, schema.UpdateRow.position)
)


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan as it is compared with others: where it is now, its facts, and what its actions say."""

    plan_id: int
    version_id: int
    series_id: int
    is_lead: bool
    extraction_id: int
    sha256: str
    media_type: str
    title: str | None
    plan_type: str | None
    as_of: str | None
    as_of_start: dt.date | None
    as_of_end: dt.date | None
    actions: tuple[Said, ...]


Key: TypeAlias = tuple[int, int, str, dt.datetime]
"""What a reading has to itself: keys of rows are given again, but not in the same moment."""


def read_texts(connection: Connection, which: Executable, **of: object) -> list[PlanText]:
    """Return plans as they are compared, by key: those of a statement such as `OF_SERIES`, with what it asks for."""
    kept: OrderedDict[Key, PlanText] = connection.info.setdefault(_KEPT, OrderedDict())
    found: list[Any] = list(connection.execute(which, of))
    new = [row.id for row in found if row[:4] not in kept]
    fresh = _read(connection, new) if new else {}
    texts = []
    for row in found:
        key, (version_id, series_id, is_lead) = row[:4], row[4:]
        text = kept.pop(key, None) or fresh[row.id]
        if (text.version_id, text.series_id, text.is_lead) != (version_id, series_id, is_lead):
            text = dataclasses.replace(text, version_id=version_id, series_id=series_id, is_lead=is_lead)
        kept[key] = text
        texts.append(text)
    _forget(kept)
    return texts


def _forget(kept: OrderedDict[Key, PlanText]) -> None:
    """Let go of the plans that were not asked for the longest."""
    rows = sum(len(text.actions) for text in kept.values())
    while rows > ROWS_KEPT:
        rows -= len(kept.popitem(last=False)[1].actions)


def _read(connection: Connection, plan_ids: Sequence[int]) -> dict[int, PlanText]:
    of_actions, of_plans = read_overridden(connection, plan_ids)
    facts = connection.execute(_FACTS, {"plans": plan_ids})
    said: dict[int, list[Said]] = defaultdict(list)
    rows = connection.execute(_SAID, {"plans": plan_ids})
    for row in (_as_read(row, of_actions.get(row.id)) for row in rows):
        said[row.plan_id].append(
            Said(
                key=row.id,
                reference=row.reference,
                wording=_wording(row),
                theme=row.theme,
                recommendation=row.recommendation,
                action=row.action,
                owner=row.owner,
                position=row.position,
            )
        )
    return {
        row.id: PlanText(
            plan_id=row.id,
            version_id=row.version_id,
            series_id=row.series_id,
            is_lead=row.is_lead,
            extraction_id=row.extraction_id,
            sha256=row.sha256,
            media_type=row.media_type,
            title=row.title,
            plan_type=row.plan_type,
            as_of=row.as_of_edtf,
            as_of_start=row.as_of_start,
            as_of_end=row.as_of_end,
            actions=tuple(said[row.id]),
        )
        for row in (_as_read(row, of_plans.get(row.id)) for row in facts)
    }


def _wording(row: Any) -> str:  # noqa: ANN401 - a row, or one like it
    return " ".join(filter(None, (row.recommendation, row.action))) or row.finding or ""


def read_rows(connection: Connection, plan_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the whole text of each row of plans, in order, updates and statuses included.

    The readings have to stand in the actions.
    """
    told: dict[int, list[str]] = defaultdict(list)
    for action_id, text in connection.execute(_TOLD, {"plans": list(plan_ids)}):
        told[action_id].append(text)
    rows: dict[int, list[str]] = {plan_id: [] for plan_id in plan_ids}
    for row in connection.execute(_SHOWN, {"plans": list(plan_ids)}):
        shown = (row.owner, row.timescale, row.status_text, row.rag)  # a colour tells versions apart as words do
        parts = (row.reference, row.finding, _wording(row), *shown, *told[row.id])
        rows[row.plan_id].append(" ".join(filter(None, parts)))
    return {plan_id: tuple(texts) for plan_id, texts in rows.items()}


def _as_read(row: Any, overridden: Mapping[str, Any] | None) -> Any:  # noqa: ANN401 - a row, or one like it
    """Return a row with what was read where a correction stands."""
    return SimpleNamespace(**{**row._mapping, **overridden}) if overridden else row
