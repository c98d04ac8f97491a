"""Corrections that people make: putting one in force, withdrawing it, and telling of all there are."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, func, insert, select, update

from normalise.given import WrongValue, read_given
from store import schema
from store.connect import StoreError
from store.correctable import AS_OF, OWNERS, action_text, as_json, printed_for
from store.earlier import keep_earlier
from store.linking import settle
from store.locks import lock_series
from store.matching.words import fold
from store.overriding import SaidByThread, override, read_owners, read_said, restore, write_json

_Place: TypeAlias = tuple[int | None, str, int]


class CorrectionState(enum.StrEnum):
    """What a correction does now."""

    IN_FORCE = "in force"
    LAPSED = "in force in part"  # where it was made, but not in a later version that prints something else
    UNREAD = "not read"  # its action, or its plan, is not found in the document as it is read now
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class CorrectionSummary:
    """A correction with the reading beside it. Values are as the record's JSON has them.

    `plan` is the key of the plan that it was made on, None where no reading has it now; `position` and `reference`
    are those of the action there, None for a fact of the plan. `action` is number and wording of the action as they
    were when it was made. `in_force` and `lapsed` give the dates (EDTF) of later versions too, or their numbers.
    """

    id: int
    plan: int | None
    title: str | None
    position: int | None
    reference: str | None
    field: str
    value: Any
    reading: Any
    state: CorrectionState
    in_force: tuple[str, ...]
    lapsed: tuple[str, ...]
    made_by: str
    made_at: dt.datetime
    reason: str
    withdrawn_by: str | None = None
    withdrawn_at: dt.datetime | None = None
    action: str | None = None


def correct(
    connection: Connection,
    plan_id: int,
    action: str | None,
    field: str,
    text: str,
    *,
    made_by: str,
    reason: str,
    now: dt.datetime,
) -> CorrectionSummary:
    """Put a person's value in force for a field of an action, or with no action of the plan; return what it does.

    An action is named by its reference, else by its position; `@3` is always the position. One made before for the
    same field of the same version is withdrawn. Raises StoreError where something is missing or no such value can be.
    """
    try:
        value = read_given(field, text, of_plan=action is None)
    except WrongValue as error:
        raise StoreError(f"{field}: {error}") from None
    made_by, reason = _said(made_by, "who corrects it"), _said(reason, "why")
    series_id, version_id = _find_version(connection, plan_id)
    lock_series(connection, [series_id])
    row = _find_plan(connection, plan_id) if action is None else _find_action(connection, plan_id, action)
    thread_id = None if action is None else row.thread_id
    correction = schema.Correction
    same = (correction.version_id == version_id) & (correction.field == field) & correction.withdrawn_at.is_(None)
    of_thread = correction.thread_id.is_(None) if thread_id is None else correction.thread_id == thread_id
    connection.execute(update(correction).where(same, of_thread).values(withdrawn_by=made_by, withdrawn_at=now))
    restore(connection, series_id)  # so that what is printed is known
    values = {
        "version_id": version_id,
        "thread_id": thread_id,
        "action_text": None if action is None else _read_action(connection, row.id),
        "field": field,
        "value": write_json(value),
        "printed": _read_printed(connection, plan_id, row.id, field, of_plan=action is None),
        "made_by": made_by,
        "made_at": now,
        "reason": reason,
    }
    made = connection.execute(insert(correction).values(**values).returning(correction.id)).scalar_one()
    _bring_into_use(connection, series_id, of_plan=action is None)
    return next(told for told in list_corrections(connection, [series_id]) if told.id == made)


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise StoreError(f"it has to be said {what}")
    return text.strip()


def _bring_into_use(connection: Connection, series_id: int, *, of_plan: bool) -> None:
    """Let corrections stand as they are now; the date of a plan orders its versions, so that these are settled."""
    if of_plan:
        settle(connection, [series_id])
    else:
        override(connection, series_id)
        keep_earlier(connection, series_id)


def _find_version(connection: Connection, plan_id: int) -> tuple[int, int]:
    version = schema.PlanVersion
    wanted = select(version.series_id, version.id).join(schema.Plan).where(schema.Plan.id == plan_id)
    found = connection.execute(wanted).one_or_none()
    if found is None:
        raise StoreError(f"there is no plan {plan_id}; `councilplans list` prints those there are")
    return found.series_id, found.id


def _find_plan(connection: Connection, plan_id: int) -> Row[Any]:
    return connection.execute(select(schema.Plan.__table__).where(schema.Plan.id == plan_id)).one()


def _find_action(connection: Connection, plan_id: int, named: str) -> Row[Any]:
    """Return the action of a plan that is meant by its reference or its position."""
    action = schema.Action
    rows = connection.execute(select(action.__table__).where(action.plan_id == plan_id).order_by(action.position)).all()
    place = named.strip().removeprefix("@")
    found = [] if named.strip().startswith("@") else [row for row in rows if row.reference == named.strip()]
    if not found and not named.strip().startswith("@"):
        found = [row for row in rows if row.reference and fold(row.reference) == fold(named.strip())]
    if not found and place.isdecimal():
        found = [row for row in rows if row.position == int(place)]
    if len(found) == 1:
        return found[0]
    if found:
        places = ", ".join(f"@{row.position}" for row in found)
        raise StoreError(f"plan {plan_id} has several actions {named!r}; name one by its position: {places}")
    raise StoreError(
        f"plan {plan_id} has no action {named!r}; name it by its reference, or by its position from @1 to @{len(rows)}"
    )


def _read_printed(connection: Connection, plan_id: int, row_id: int, field: str, *, of_plan: bool) -> str | None:
    if of_plan:
        return printed_for(field, _find_plan(connection, plan_id)._asdict())
    action, report = schema.Action, schema.UpdateRow
    row = connection.execute(select(action.__table__).where(action.id == row_id)).one()
    told = select(report.text).where(report.action_id == row_id).order_by(report.position)
    return printed_for(field, row._asdict(), connection.scalars(told).all())


def _read_action(connection: Connection, action_id: int) -> str:
    action = schema.Action
    return action_text(connection.execute(select(action.__table__).where(action.id == action_id)).one()._asdict())


def withdraw(connection: Connection, correction_id: int, *, withdrawn_by: str, now: dt.datetime) -> CorrectionSummary:
    """Withdraw a correction, so that what was read stands again; return it.

    Raises StoreError where there is no such correction or it was withdrawn before.
    """
    correction, version = schema.Correction, schema.PlanVersion
    withdrawn_by = _said(withdrawn_by, "who withdraws it")
    wanted = select(correction.withdrawn_by, correction.thread_id, version.series_id)
    joined = wanted.outerjoin(version, version.id == correction.version_id).where(correction.id == correction_id)
    found = connection.execute(joined).one_or_none()
    if found is None:
        raise StoreError(f"there is no correction {correction_id}; `councilplans corrections` prints those there are")
    if found.withdrawn_by is not None:
        raise StoreError(f"correction {correction_id} was withdrawn before, by {found.withdrawn_by}")
    series = [] if found.series_id is None else [found.series_id]
    lock_series(connection, series)
    gone = update(correction).where(correction.id == correction_id)
    connection.execute(gone.values(withdrawn_by=withdrawn_by, withdrawn_at=now))
    for key in series:
        _bring_into_use(connection, key, of_plan=found.thread_id is None)
    return next(told for told in list_corrections(connection, series or None) if told.id == correction_id)


def series_of_plan(connection: Connection, plan_id: int) -> int:
    """Return the series that a plan is of. Raises StoreError where there is no such plan."""
    return _find_version(connection, plan_id)[0]


def list_corrections(connection: Connection, series_ids: Iterable[int] | None = None) -> list[CorrectionSummary]:
    """Return the corrections of some series, or all there are, by key, withdrawn ones too."""
    correction, version = schema.Correction, schema.PlanVersion
    wanted = select(correction.__table__, version.series_id).join(version, version.id == correction.version_id)
    if series_ids is not None:
        wanted = wanted.where(version.series_id.in_(list(series_ids)))
    by_series: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(wanted):
        by_series[row.series_id].append(row)
    found = [told for series_id, rows in by_series.items() for told in _tell(connection, series_id, rows)]
    if series_ids is None:
        waiting = select(correction.__table__).where(correction.version_id.is_(None))
        found += [_tell_waiting(row) for row in connection.execute(waiting)]
    return sorted(found, key=lambda told: told.id)


def _tell_waiting(row: Row[Any]) -> CorrectionSummary:
    """Return a correction of a plan that no reading has now."""
    return CorrectionSummary(
        id=row.id,
        plan=None,
        title=row.plan_title,
        position=None,
        reference=None,
        field=row.field,
        value=json.loads(row.value),
        reading=None,
        state=CorrectionState.UNREAD if row.withdrawn_at is None else CorrectionState.WITHDRAWN,
        in_force=(),
        lapsed=(),
        **_who(row),
    )


def _who(row: Row[Any]) -> dict[str, Any]:
    names = ("made_by", "made_at", "reason", "withdrawn_by", "withdrawn_at")
    return {**{name: getattr(row, name) for name in names}, "action": row.action_text}


@dataclass(frozen=True, slots=True)
class _Use:
    """Which correction stands where, in one series, and what was read there."""

    correction: Mapping[_Place, int]
    reading: Mapping[_Place, Any]


def _tell(connection: Connection, series_id: int, rows: Sequence[Row[Any]]) -> list[CorrectionSummary]:
    """Return the corrections of one series as they stand."""
    version = schema.PlanVersion
    ordered = select(version.id, version.number, version.as_of_edtf).where(version.series_id == series_id)
    names = {
        row.id: row.as_of_edtf or f"version {row.number}"
        for row in connection.execute(ordered.order_by(version.number))
    }
    said = read_said(connection, list(names), {None, *(row.thread_id for row in rows)})
    use = _read_use(connection, series_id)
    return [_summarise(connection, row, names, said, use) for row in rows]


def _summarise(
    connection: Connection, row: Row[Any], names: Mapping[int, str], said: SaidByThread, use: _Use
) -> CorrectionSummary:
    own = said.get(row.thread_id, {}).get(row.version_id)
    held = [key for key in names if use.correction.get((row.thread_id, row.field, key)) == row.id]
    later = list(names)[list(names).index(row.version_id) + 1 :]
    missed = [
        key
        for key in later
        if row.withdrawn_at is None
        and row.field != AS_OF
        and key in said.get(row.thread_id, {})
        and (row.thread_id, row.field, key) not in use.correction
    ]
    state = CorrectionState.LAPSED if missed else CorrectionState.IN_FORCE
    if own is None:
        state = CorrectionState.UNREAD
    if row.withdrawn_at is not None:
        state = CorrectionState.WITHDRAWN
    plan = said[None][row.version_id][0]
    action = own[0] if own and row.thread_id is not None else {}
    return CorrectionSummary(
        id=row.id,
        plan=action.get("plan_id", plan["id"]),
        title=plan["title"],
        position=action.get("position"),
        reference=action.get("reference"),
        field=row.field,
        value=json.loads(row.value),
        reading=_read_reading(connection, row, own[0] if own else None, use),
        state=state,
        in_force=tuple(names[key] for key in held),
        lapsed=tuple(names[key] for key in missed),
        **_who(row),
    )


def _read_reading(connection: Connection, row: Row[Any], own: Mapping[str, Any] | None, use: _Use) -> Any:  # noqa: ANN401 - JSON of any field
    """Return what was read for the field in the version that the correction was made on; None where nothing was."""
    place = (row.thread_id, row.field, row.version_id)
    if place in use.reading:
        return use.reading[place]
    if own is None:
        return None
    return read_owners(connection, own["id"]) if row.field == OWNERS else as_json(row.field, own)


def _read_use(connection: Connection, series_id: int) -> _Use:
    """Return, by thread (None for the plan), field and version, what is in use in a series."""
    kept, action, plan, version = schema.OverriddenReading, schema.Action, schema.Plan, schema.PlanVersion
    wanted = (
        select(action.thread_id, kept.field, plan.version_id, kept.correction_id, kept.value)
        .select_from(kept)
        .outerjoin(action, action.id == kept.action_id)
        .join(plan, plan.id == func.coalesce(kept.plan_id, action.plan_id))
        .join(version, version.id == plan.version_id)
        .where(version.series_id == series_id)
        .order_by(plan.is_lead, plan.id.desc())  # the document that speaks for a version comes last and stays
    )
    found = connection.execute(wanted).all()
    places = [(row.thread_id, row.field, row.version_id) for row in found]
    return _Use(
        {place: row.correction_id for place, row in zip(places, found, strict=True)},
        {place: json.loads(row.value) for place, row in zip(places, found, strict=True)},
    )
