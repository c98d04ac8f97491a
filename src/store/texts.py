"""Plans as they are compared with one another: their facts, what their actions say, and the text of each row.

All is as it was read, where a person corrected it too: what a document prints tells which plan it is.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, select

from store import schema
from store.matching import Said
from store.overriding import read_overridden


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan as it is compared with others: its facts, what its actions say, and the text of each row."""

    plan_id: int
    version_id: int
    extraction_id: int
    sha256: str
    media_type: str
    title: str | None
    plan_type: str | None
    as_of: str | None
    as_of_start: dt.date | None
    as_of_end: dt.date | None
    actions: tuple[Said, ...]
    rows: tuple[str, ...]


def read_texts(connection: Connection, plan_ids: Collection[int], *, printed: bool = True) -> list[PlanText]:
    """Return plans as they are compared, with their actions in order; without the text of rows unless `printed`."""
    of_actions, of_plans = read_overridden(connection, plan_ids)
    plan, action, update_row = schema.Plan, schema.Action, schema.UpdateRow
    told: dict[int, list[str]] = defaultdict(list)
    reports = select(update_row.action_id, update_row.text).join(action, action.id == update_row.action_id)
    ordered = reports.where(action.plan_id.in_(plan_ids)).order_by(update_row.action_id, update_row.position)
    for action_id, text in connection.execute(ordered) if printed else ():
        told[action_id].append(text)
    columns = (
        *(action.id, action.plan_id, action.position, action.reference, action.theme, action.recommendation),
        *(action.action, action.finding, action.owner, action.timescale, action.status_text, action.rag),
    )
    said: dict[int, list[Said]] = defaultdict(list)
    rows: dict[int, list[str]] = defaultdict(list)
    wanted = select(*columns).where(action.plan_id.in_(plan_ids)).order_by(action.plan_id, action.position)
    for row in (_as_read(row, of_actions.get(row.id)) for row in connection.execute(wanted)):
        wording = " ".join(filter(None, (row.recommendation, row.action))) or row.finding or ""
        said[row.plan_id].append(
            Said(
                key=row.id,
                reference=row.reference,
                wording=wording,
                theme=row.theme,
                recommendation=row.recommendation,
                action=row.action,
                owner=row.owner,
                position=row.position,
            )
        )
        if printed:
            shown = (row.owner, row.timescale, row.status_text, row.rag)  # a colour tells versions apart as words do
            parts = (row.reference, row.finding, wording, *shown, *told[row.id])
            rows[row.plan_id].append(" ".join(filter(None, parts)))
    facts = (
        select(
            *(plan.id, plan.version_id, plan.extraction_id, plan.title, plan.plan_type),
            *(plan.as_of_edtf, plan.as_of_start, plan.as_of_end),
            *(schema.Document.sha256, schema.Document.media_type),
        )
        .join(plan.extraction)
        .join(schema.Extraction.document)
    )
    found = connection.execute(facts.where(plan.id.in_(plan_ids)).order_by(plan.id))
    return [
        PlanText(
            plan_id=row.id,
            version_id=row.version_id,
            extraction_id=row.extraction_id,
            sha256=row.sha256,
            media_type=row.media_type,
            title=row.title,
            plan_type=row.plan_type,
            as_of=row.as_of_edtf,
            as_of_start=row.as_of_start,
            as_of_end=row.as_of_end,
            actions=tuple(said[row.id]),
            rows=tuple(rows[row.id]),
        )
        for row in (_as_read(row, of_plans.get(row.id)) for row in found)
    ]


def _as_read(row: Any, overridden: Mapping[str, Any] | None) -> Any:  # noqa: ANN401 - a row, or one like it
    """Return a row with what was read where a correction stands."""
    return SimpleNamespace(**{**row._mapping, **overridden}) if overridden else row
