"""Corrections in use: a person's values stand in actions and plans, the readings beside them.

What is in use is a function of what was read and of the corrections: `restore` puts the readings back, `override`
applies the corrections again, so that loading in whatever order gives the same. A correction is in force for the
version that it was made on, and for the later ones as long as they print the same for the field; a date of the plan
for its own version alone. Of two, the later version's goes first.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, union_all, update

from normalise.model import Origin, OwnerRole
from store import schema, search
from store.correctable import (
    AS_OF,
    OWNERS,
    action_text,
    as_columns,
    as_json,
    printed_for,
    prints_the_same,
    values_to_keep,
)
from store.correctable import with_its_companions as with_companions

_kept, _correction = schema.OverriddenReading, schema.Correction
_IN_FORCE = (
    select(_correction.__table__)
    .join(schema.PlanVersion, schema.PlanVersion.id == _correction.version_id)
    .where(schema.PlanVersion.series_id == bindparam("series"), _correction.withdrawn_at.is_(None))
    .order_by(_correction.id)
)
_IN_USE = (
    select(_kept.__table__, schema.Plan.version_id)
    .outerjoin(schema.Action, schema.Action.id == _kept.action_id)
    .join(schema.Plan, schema.Plan.id == func.coalesce(_kept.plan_id, schema.Action.plan_id))
    .join(schema.PlanVersion, schema.PlanVersion.id == schema.Plan.version_id)
    .where(schema.PlanVersion.series_id == bindparam("series"))
    .order_by(_kept.id)
)
_OVERRIDDEN = union_all(
    select(_kept.action_id, _kept.plan_id, _kept.field, _kept.value)
    .join(schema.Action, schema.Action.id == _kept.action_id)
    .where(schema.Action.plan_id.in_(bindparam("plans", expanding=True))),
    select(_kept.action_id, _kept.plan_id, _kept.field, _kept.value).where(
        _kept.plan_id.in_(bindparam("plans", expanding=True))
    ),
)

SaidByThread: TypeAlias = dict[int | None, dict[int, tuple[Mapping[str, Any], Sequence[str]]]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A correction and the versions, by key, for which it is in force."""

    correction: Row[Any]
    versions: tuple[int, ...]


def write_json(value: object) -> str:
    """Return a value as it is kept in `corrections` and `overridden_readings`."""
    return json.dumps(value, ensure_ascii=False)


def in_force(connection: Connection, series_id: int) -> list[Row[Any]]:
    """Return the corrections of a series that nobody withdrew, by key."""
    return list(connection.execute(_IN_FORCE, {"series": series_id}))


def corrected_dates(connection: Connection, series_id: int) -> dict[int, str | None]:
    """Return version -> the date (EDTF) that a person gave it."""
    return {c.version_id: json.loads(c.value) for c in in_force(connection, series_id) if c.field == AS_OF}


def read_overridden(
    connection: Connection, plan_ids: Collection[int]
) -> tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    """Return what was read where a correction is in use: columns by action, and columns by plan."""
    actions: dict[int, dict[str, Any]] = defaultdict(dict)
    plans: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in connection.execute(_OVERRIDDEN, {"plans": list(plan_ids)}):
        held = plans[row.plan_id] if row.action_id is None else actions[row.action_id]
        if row.field != OWNERS:
            held.update(as_columns(row.field, json.loads(row.value)))
    return actions, plans


def restore(connection: Connection, series_id: int) -> dict[int, set[int]]:
    """Put all readings of a series back; return correction -> the versions that it was in use for."""
    kept = schema.OverriddenReading
    reach: dict[int, set[int]] = defaultdict(set)
    rows = connection.execute(_IN_USE, {"series": series_id}).all()
    for row in rows:
        reach[row.correction_id].add(row.version_id)
        _write(connection, row.action_id, row.plan_id, row.field, json.loads(row.value))
        if row.action_id is not None:
            _put_reading_back(connection, row)
    if rows:
        connection.execute(delete(kept).where(kept.id.in_([row.id for row in rows])))
        search.refresh(connection, {row.action_id for row in rows if row.action_id is not None})
    return reach


def _put_reading_back(connection: Connection, kept: Row[Any]) -> None:
    reading = schema.ReadingRow
    of_field = (reading.action_id == kept.action_id) & (reading.field == kept.field)
    if kept.origin is None:
        connection.execute(delete(reading).where(of_field))
    else:
        values = {"origin": Origin(kept.origin), "confidence": kept.confidence}
        connection.execute(update(reading).where(of_field).values(**values))


def override(connection: Connection, series_id: int) -> None:
    """Let the corrections of a series stand in its actions and plans, in place of what was read."""
    restore(connection, series_id)
    corrections = in_force(connection, series_id)
    if not corrections:
        return
    changed = set()
    for standing in stand(connection, series_id, corrections):
        for row in _rows_of(connection, standing):
            _override_row(connection, standing.correction, row)
            if standing.correction.thread_id is not None:
                changed.add(row.id)
    search.refresh(connection, changed)


def stand(connection: Connection, series_id: int, corrections: Sequence[Row[Any]]) -> list[Standing]:
    """Return for which versions each correction is in force, while the readings stand in actions and plans."""
    version = schema.PlanVersion
    ordered = select(version.id).where(version.series_id == series_id).order_by(version.number)
    versions = connection.scalars(ordered).all()
    said = read_said(connection, versions, {correction.thread_id for correction in corrections})
    groups: dict[tuple[int | None, str], list[Row[Any]]] = defaultdict(list)
    for correction in corrections:
        groups[correction.thread_id, correction.field].append(correction)
    standings = []
    for (thread_id, field), group in groups.items():
        printed = {key: printed_for(field, *told) for key, told in said.get(thread_id, {}).items()}
        holders: dict[int, Row[Any]] = {}
        for correction in sorted(group, key=lambda made: versions.index(made.version_id)):
            holders.update(dict.fromkeys(_reach(correction, versions, printed), correction))
        for correction in group:
            held = [key for key in versions if key in holders and holders[key].id == correction.id]
            standings.append(Standing(correction, tuple(held)))
    return standings


def _reach(correction: Row[Any], versions: Sequence[int], printed: Mapping[int, str | None]) -> Iterator[int]:
    """Yield the versions from a correction's own on, as long as they print what that does for the field."""
    own = correction.version_id
    yield own
    if correction.field == AS_OF:
        return
    as_it_was = (correction.printed, printed.get(own, correction.printed))
    for key in versions[versions.index(own) + 1 :]:
        if key in printed:  # a version that leaves the action out says nothing of it
            if not any(prints_the_same(printed[key], was) for was in as_it_was):
                return
            yield key


def read_said(connection: Connection, versions: Collection[int], threads: Collection[int | None]) -> SaidByThread:
    """Return thread (None for the plan) -> version -> the columns and updates of the document that speaks for it."""
    plan, action, report = schema.Plan, schema.Action, schema.UpdateRow
    said: SaidByThread = defaultdict(dict)
    speaking_first = (plan.is_lead.desc(), plan.id)
    plans = select(plan.__table__).where(plan.version_id.in_(versions)).order_by(*speaking_first)
    for row in connection.execute(plans).mappings():
        said[None].setdefault(row["version_id"], (dict(row), ()))
    of_threads = (
        select(action.__table__, plan.version_id)
        .join(plan, plan.id == action.plan_id)
        .where(action.thread_id.in_([key for key in threads if key is not None]), plan.version_id.in_(versions))
        .order_by(*speaking_first, action.position)
    )
    rows = connection.execute(of_threads).mappings().all()
    told: dict[int, list[str]] = defaultdict(list)
    reports = select(report.action_id, report.text).where(report.action_id.in_([row["id"] for row in rows]))
    for action_id, text in connection.execute(reports.order_by(report.action_id, report.position)):
        told[action_id].append(text)
    for row in rows:
        said[row["thread_id"]].setdefault(row["version_id"], (dict(row), told[row["id"]]))
    return said


def _rows_of(connection: Connection, standing: Standing) -> list[Row[Any]]:
    """Return the actions, or the plans, in every document of the versions for which a correction is in force."""
    plan, action = schema.Plan, schema.Action
    if standing.correction.thread_id is None:
        plans = select(plan.__table__).where(plan.version_id.in_(standing.versions))
        return list(connection.execute(plans.order_by(plan.id)))
    wanted = select(action.__table__).join(plan, plan.id == action.plan_id)
    of_thread = (action.thread_id == standing.correction.thread_id) & plan.version_id.in_(standing.versions)
    return list(connection.execute(wanted.where(of_thread).order_by(action.id)))


def _override_row(connection: Connection, correction: Row[Any], row: Row[Any]) -> None:
    """Put a person's value in a row and keep what was read beside it."""
    of_action = correction.thread_id is not None
    action_id, plan_id = (row.id, None) if of_action else (None, row.id)
    reading = _take_reading(connection, row.id, correction.field) if of_action else (None, None)
    for field in values_to_keep(correction.field):
        was = read_owners(connection, row.id) if field == OWNERS else as_json(field, row._asdict())
        values = {
            "correction_id": correction.id,
            "action_id": action_id,
            "plan_id": plan_id,
            "field": field,
            "value": write_json(was),
            "origin": reading[0] if field == correction.field else None,
            "confidence": reading[1] if field == correction.field else None,
        }
        connection.execute(insert(schema.OverriddenReading).values(**values))
    for field, value in with_companions(correction.field, json.loads(correction.value)).items():
        _write(connection, action_id, plan_id, field, value)


def _take_reading(connection: Connection, action_id: int, field: str) -> tuple[Origin | None, float | None]:
    """Say in the action's readings that a field is corrected; return how it had been read, where that was noted."""
    reading = schema.ReadingRow
    of_field = (reading.action_id == action_id) & (reading.field == field)
    was = connection.execute(select(reading.origin, reading.confidence).where(of_field)).one_or_none()
    corrected = {"origin": Origin.CORRECTION, "confidence": 1.0}
    if was is not None:
        connection.execute(update(reading).where(of_field).values(**corrected))
        return was.origin, was.confidence
    last = connection.scalar(select(func.max(reading.position)).where(reading.action_id == action_id)) or 0
    values = {"action_id": action_id, "position": last + 1, "field": field, "cells": [], **corrected}
    connection.execute(insert(reading).values(**values))
    return None, None


def read_owners(connection: Connection, action_id: int) -> list[dict[str, str]]:
    """Return the owners of an action, in order, as the record's JSON has them."""
    owner = schema.OwnerRow
    wanted = select(owner.name, owner.role).where(owner.action_id == action_id).order_by(owner.position)
    return [{"name": name, "role": role.value} for name, role in connection.execute(wanted)]


def _write(connection: Connection, action_id: int | None, plan_id: int | None, field: str, value: Any) -> None:  # noqa: ANN401 - JSON of any field
    """Write a value, given as JSON, into an action or a plan."""
    if field == OWNERS:
        owner = schema.OwnerRow
        connection.execute(delete(owner).where(owner.action_id == action_id))
        owners = [
            {"action_id": action_id, "position": n, "name": one["name"], "role": OwnerRole(one["role"])}
            for n, one in enumerate(value, start=1)
        ]
        if owners:
            connection.execute(insert(owner), owners)
        return
    model, key = (schema.Plan, plan_id) if action_id is None else (schema.Action, action_id)
    connection.execute(update(model).where(model.__table__.c.id == key).values(**as_columns(field, value)))


def hand_on(connection: Connection, series_id: int, reach: Mapping[int, Collection[int]]) -> None:
    """Let corrections of versions that nothing prints any more go on at the next one that they were in use for."""
    correction, plan, version = schema.Correction, schema.Plan, schema.PlanVersion
    printed = select(version.id).join(plan).where(version.series_id == series_id)
    there = connection.scalars(printed.distinct().order_by(version.id)).all()
    numbers = dict(connection.execute(select(version.id, version.number).where(version.id.in_(there))).all())
    for made in in_force(connection, series_id):
        heirs = [key for key in reach.get(made.id, ()) if key in numbers]
        if made.version_id not in numbers and heirs:
            heir = min(heirs, key=lambda key: numbers[key])
            connection.execute(update(correction).where(correction.id == made.id).values(version_id=heir))


def find_again(connection: Connection, series_id: int) -> None:
    """Let corrections of actions that a reading had missed be of these where another reading finds them again.

    The readings stand in the actions, and these are tied into threads.
    """
    plan, action = schema.Plan, schema.Action
    moved: dict[tuple[int, int | None], tuple[int, int | None]] = {}
    for made in in_force(connection, series_id):
        if made.thread_id is None or made.action_text is None:
            continue
        wanted = select(action.__table__).join(plan, plan.id == action.plan_id)
        rows = connection.execute(wanted.where(plan.version_id == made.version_id)).mappings().all()
        if any(row["thread_id"] == made.thread_id for row in rows):
            continue
        found = {row["thread_id"] for row in rows if prints_the_same(action_text(dict(row)), made.action_text)}
        if len(found) == 1:
            moved[made.version_id, made.thread_id] = (made.version_id, found.pop())
    move(connection, moved)


def move(connection: Connection, moved: Mapping[tuple[int, int | None], tuple[int, int | None]]) -> None:
    """Let what was corrected of (version, thread) be of another; of two for one field the one made last stays in force.

    Rows are taken out and put in again under their keys: two threads may change places.
    """
    correction = schema.Correction
    touched = {key[0] for pair in moved.items() for key in pair}
    of_versions = select(correction.__table__).where(correction.version_id.in_(touched)).order_by(correction.id)
    rows = [dict(row._mapping) for row in connection.execute(of_versions)]
    going = [row for row in rows if (row["version_id"], row["thread_id"]) in moved]
    if not going:
        return
    for row in going:
        row["version_id"], row["thread_id"] = moved[row["version_id"], row["thread_id"]]
    connection.execute(delete(correction).where(correction.id.in_([row["id"] for row in going])))
    last: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row["withdrawn_at"] is None:
            key = (row["version_id"], row["thread_id"], row["field"])
            _withdraw_replaced(connection, last.get(key), row)
            last[key] = row
    connection.execute(insert(correction), going)


def _withdraw_replaced(connection: Connection, earlier: dict[str, Any] | None, later: Mapping[str, Any]) -> None:
    if earlier is not None:
        earlier |= {"withdrawn_at": later["made_at"], "withdrawn_by": later["made_by"]}
        replaced = update(schema.Correction).where(schema.Correction.id == earlier["id"])
        connection.execute(replaced.values(withdrawn_at=later["made_at"], withdrawn_by=later["made_by"]))
