"""What the versions before the latest say of each action, kept on its thread.

It is what measures of slippage and of the time to completion look back for: asked of all versions when they are
counted it took most of their time. It is made anew from the rows whenever a series is settled or corrected, so that
it never says anything else than they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select, update
from sqlalchemy.orm import aliased

from normalise.model import Status
from store.schema import Action, ActionThread, Plan, PlanVersion

_NAMES = ("first_seen_on", "first_due_start", "first_due_end", "complete_from")
_NOTHING: Mapping[str, Any] = dict.fromkeys(_NAMES)
_COLUMNS = [getattr(ActionThread, name) for name in _NAMES]
_KEPT = select(ActionThread.id, *_COLUMNS).where(or_(*(column.is_not(None) for column in _COLUMNS)))
_KEPT_OF_SERIES = _KEPT.where(ActionThread.series_id == bindparam("series"))
_AFTER = aliased(PlanVersion, name="after")
_ROWS = (  # the actions of the earlier versions, in the order of these
    select(
        *(Action.thread_id, PlanVersion.as_of_start, Action.due_start, Action.due_end, Action.status),
        _AFTER.as_of_end.label("followed_on"),
    )
    .join(Plan, Action.plan_id == Plan.id)
    .join(PlanVersion, Plan.version_id == PlanVersion.id)
    .join(_AFTER, (_AFTER.series_id == PlanVersion.series_id) & (_AFTER.number == PlanVersion.number + 1))
    .where(Plan.is_lead)
    .order_by(PlanVersion.series_id, PlanVersion.number, Action.position)
)
_ROWS_OF_SERIES = _ROWS.where(PlanVersion.series_id == bindparam("series"))
_WRITE = (
    update(ActionThread)
    .where(ActionThread.id == bindparam("key"))
    .values({name: bindparam(f"new_{name}") for name in _NAMES})
)


def keep_earlier(connection: Connection, series_id: int | None = None) -> None:
    """Write down what the earlier versions of a series say of its actions; of all series if none is given."""
    asked = (_KEPT, _ROWS) if series_id is None else (_KEPT_OF_SERIES, _ROWS_OF_SERIES)
    kept, rows = (connection.execute(statement, {"series": series_id}) for statement in asked)
    held = {row.id: dict(zip(_NAMES, row[1:], strict=True)) for row in kept}
    told = _gather(rows)
    changed = [
        {"key": key, **told.get(key, _NOTHING)}
        for key in sorted(told.keys() | held.keys())
        if told.get(key, _NOTHING) != held.get(key, _NOTHING)
    ]
    if changed:
        given = [{"key": row["key"], **{f"new_{name}": row[name] for name in _NAMES}} for row in changed]
        connection.execute(_WRITE, given)


def _gather(rows: Iterable[Row[Any]]) -> dict[int, dict[str, Any]]:
    """Return thread -> what is kept of it, given its actions from the first version on."""
    told: dict[int, dict[str, Any]] = {}
    for row in rows:
        kept = told.setdefault(row.thread_id, {**_NOTHING, "first_seen_on": row.as_of_start})
        if kept["first_due_end"] is None and row.due_end is not None:
            kept["first_due_start"], kept["first_due_end"] = row.due_start or row.due_end, row.due_end
        if row.status != Status.COMPLETE:
            kept["complete_from"] = row.followed_on
    return told
