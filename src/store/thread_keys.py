"""Actions through the versions of a plan: each belongs to a thread, and a thread keeps its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, exists, insert, select, update

from store import schema
from store.matching import Match, link_versions, match_actions
from store.overriding import move as move_corrections
from store.texts import PlanText

_TOLD = (
    select(schema.Action.id, schema.Action.thread_id, schema.Action.match_method, schema.Action.match_confidence)
    .join(schema.Action.thread)
    .where(schema.ActionThread.series_id == bindparam("series"))
)
_CORRECTED = (
    select(schema.ActionThread.id)
    .join(schema.Correction)
    .where(schema.ActionThread.series_id == bindparam("series"))
    .distinct()
)
_DELETE_UNUSED = delete(schema.ActionThread).where(
    schema.ActionThread.series_id == bindparam("series"),
    ~exists().where(schema.Action.thread_id == schema.ActionThread.id),
    ~exists().where(schema.Correction.thread_id == schema.ActionThread.id),
)
_DELETE_LINKS = delete(schema.ThreadLink).where(schema.ThreadLink.version_id.in_(bindparam("versions", expanding=True)))
_WRITE_THREAD = (
    update(schema.Action)
    .where(schema.Action.id == bindparam("key"))
    .values(thread_id=bindparam("thread"), match_method=bindparam("method"), match_confidence=bindparam("confidence"))
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the database says of a series: the thread of each action and how it was found; threads with corrections."""

    rows: Mapping[int, Row[Any]]
    corrected: frozenset[int]

    def thread_of(self, action_id: int) -> int:
        """Return the thread of an action."""
        key: int = self.rows[action_id].thread_id
        return key


def link_threads(connection: Connection, series_id: int, editions: Sequence[Sequence[PlanText]]) -> None:
    """Tie the actions of a series, given as the plans of each version with the speaker first, into threads.

    The same action in the documents of one version belongs to one thread. A thread keeps its key as long as one of
    its actions is there or was corrected; those of which nothing is left go.
    """
    linked = link_versions([plans[0].actions for plans in editions])
    groups = [list(thread) for thread in linked.threads]
    told_by = {match.later: match for match in linked.matches if match.is_identity}
    for plans in editions:
        groups += _add_twins(plans, groups, told_by)
    told = _read_told(connection, series_id)
    thread_of = _give_threads(connection, series_id, groups, told)
    _write_threads(connection, series_id, editions, thread_of, told_by, told)
    _write_links(connection, editions, thread_of, [match for match in linked.matches if not match.is_identity])


def _add_twins(plans: Sequence[PlanText], groups: list[list[int]], told_by: dict[int, Match]) -> list[list[int]]:
    """Add to each group the same action in the other documents of a version; return those that are new there."""
    group_of = {key: group for group in groups for key in group}
    new = []
    for twin in plans[1:]:
        matches = match_actions(plans[0].actions, twin.actions)
        found = {match.later: match.earlier for match in matches if match.is_identity}
        for said in twin.actions:
            earlier = found.get(said.key)
            if earlier is None:
                new.append([said.key])
                continue
            group_of[earlier].append(said.key)
            if earlier in told_by:
                told_by[said.key] = told_by[earlier]
    return new


def _give_threads(
    connection: Connection, series_id: int, groups: Sequence[Sequence[int]], told: Told
) -> dict[int, int]:
    """Return action -> thread.

    A group keeps a thread that one of its actions has: one with a correction, else the oldest. Groups that hold a
    correction choose first, so that another wording never takes their thread from them.
    """
    taken: set[int] = set()
    thread_of: dict[int, int] = {}
    without = []
    for group in sorted(groups, key=lambda group: not any(told.thread_of(key) in told.corrected for key in group)):
        having = {told.thread_of(key) for key in group} - taken
        if not having:
            without.append(group)
            continue
        thread = min(having, key=lambda key: (key not in told.corrected, key))
        taken.add(thread)
        thread_of.update(dict.fromkeys(group, thread))
    for group, thread in zip(without, make_threads(connection, series_id, len(without)), strict=True):
        thread_of.update(dict.fromkeys(group, thread))
    return thread_of


def make_threads(connection: Connection, series_id: int, count: int) -> list[int]:
    """Make new threads of a series; return their keys, rising."""
    if not count:
        return []
    made = insert(schema.ActionThread).returning(schema.ActionThread.id)
    return sorted(connection.scalars(made, [{"series_id": series_id}] * count))


def _read_told(connection: Connection, series_id: int) -> Told:
    """Return what the database says so far of the actions of a series and of their threads."""
    found: list[Row[Any]] = list(connection.execute(_TOLD, {"series": series_id}))
    return Told({row.id: row for row in found}, frozenset(connection.scalars(_CORRECTED, {"series": series_id})))


def _write_threads(
    connection: Connection,
    series_id: int,
    editions: Sequence[Sequence[PlanText]],
    thread_of: Mapping[int, int],
    told_by: Mapping[int, Match],
    told: Told,
) -> None:
    """Write the threads down. What was corrected in a version goes with the action to the thread it belongs to now."""
    given = []
    moved: dict[tuple[int, int | None], tuple[int, int | None]] = {}
    for plan in (plan for plans in editions for plan in plans):
        for said in plan.actions:
            old, new, match = told.thread_of(said.key), thread_of[said.key], told_by.get(said.key)
            how = {"method": match.method if match else None, "confidence": match.confidence if match else None}
            if tuple(told.rows[said.key]) != (said.key, new, *how.values()):  # most stays as it was
                given.append({"key": said.key, "thread": new, **how})
            if old != new and old in told.corrected:
                moved.setdefault((plan.version_id, old), (plan.version_id, new))
    if moved:
        move_corrections(connection, moved)
    if given:
        connection.execute(_WRITE_THREAD, given)
    connection.execute(_DELETE_UNUSED, {"series": series_id})


def _write_links(
    connection: Connection,
    editions: Sequence[Sequence[PlanText]],
    thread_of: Mapping[int, int],
    links: Sequence[Match],
) -> None:
    """Write down which threads came out of others by a split or a merger."""
    version_of = {said.key: plans[0].version_id for plans in editions for said in plans[0].actions}
    connection.execute(_DELETE_LINKS, {"versions": [plans[0].version_id for plans in editions]})
    rows = {}
    for match in links:
        ends = thread_of[match.earlier], thread_of[match.later]
        if ends[0] != ends[1]:
            key = (version_of[match.later], *ends)
            rows[key] = {"kind": schema.LinkKind(match.method), "confidence": match.confidence}
    if rows:
        names = ("version_id", "from_thread_id", "to_thread_id")
        values = [{**dict(zip(names, key, strict=True)), **row} for key, row in rows.items()]
        connection.execute(insert(schema.ThreadLink), values)
