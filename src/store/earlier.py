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


def keep_earlier(connection: Connection, series_id: int | None = None) -> None:
    """Write down what the earlier versions of a series say of its actions; of all series if none is given."""
    columns = [getattr(ActionThread, name) for name in _NAMES]
    kept = select(ActionThread.id, *columns).where(or_(*(column.is_not(None) for column in columns)))
    if series_id is not None:
        kept = kept.where(ActionThread.series_id == series_id)
    held = {row.id: dict(zip(_NAMES, row[1:], strict=True)) for row in connection.execute(kept)}
    told = _gather(connection.execute(_rows(series_id)))
    changed = [
        {"key": key, **told.get(key, _NOTHING)}
        for key in sorted(told.keys() | held.keys())
        if told.get(key, _NOTHING) != held.get(key, _NOTHING)
    ]
    if changed:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _NAMES}
        given = [{"key": row["key"], **{f"new_{name}": row[name] for name in _NAMES}} for row in changed]
        connection.execute(update(ActionThread).where(ActionThread.id == bindparam("key")).values(**values), given)


def _rows(series_id: int | None) -> Any:  # noqa: ANN401 - a query of many columns
    """Return the question for the actions of the earlier versions, in the order of these."""
    after = aliased(PlanVersion, name="after")
    wanted = (
        select(
            *(Action.thread_id, PlanVersion.as_of_start, Action.due_start, Action.due_end, Action.status),
            after.as_of_end.label("followed_on"),
        )
        .join(Plan, Action.plan_id == Plan.id)
        .join(PlanVersion, Plan.version_id == PlanVersion.id)
        .join(after, (after.series_id == PlanVersion.series_id) & (after.number == PlanVersion.number + 1))
        .where(Plan.is_lead)
        .order_by(PlanVersion.series_id, PlanVersion.number, Action.position)
    )
    return wanted if series_id is None else wanted.where(PlanVersion.series_id == series_id)


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
