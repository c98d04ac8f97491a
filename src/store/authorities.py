"""Authorities: found by code or name, described by the register, tied to their successors, dropped when unused."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from normalise.model import PlanFacts
from normalise.register import Registered, find_registered
from store import schema


def find_authorities(connection: Connection, plans: Iterable[PlanFacts]) -> dict[int, int]:
    """Return plan number -> key of its authority, told by its GSS code or else by its name; new ones are made."""
    found = {}
    named = [(plan.authority, plan) for plan in plans if plan.authority]
    for name, plan in sorted(named, key=lambda pair: pair[0]):  # one order, so that loaders never deadlock
        found[plan.plan] = ensure_authority(connection, name, plan.authority_code)
    return found


def ensure_authority(connection: Connection, name: str, code: str | None) -> int:
    """Return the key of the authority with a GSS code, or else with a name; one that is not there is made.

    What the register tells of it is written beside it, and its successors have rows of their own.
    """
    return _ensure(connection, name, code, find_registered(name, code))


def _ensure(connection: Connection, name: str, code: str | None, known: Registered | None) -> int:
    found = _find(connection, name, code)
    while found is None:  # again where another loader takes away what it had just made
        _insert_if_absent(connection, name, code)
        found = _find(connection, name, code)
    key, kind = found
    if known is not None and kind is None:
        _describe(connection, key, known)
    return key


def _describe(connection: Connection, key: int, known: Registered) -> None:
    """Write down what the register tells of an authority, and who took its place."""
    authority, successor = schema.Authority, schema.AuthoritySuccessor
    told = {"kind": known.kind, "nation": known.nation, "began_on": known.began, "ended_on": known.ended}
    connection.execute(update(authority).where(authority.id == key).values(**told))
    connection.execute(delete(successor).where(successor.authority_id == key))
    heirs = sorted(known.successors, key=lambda heir: heir.name)
    keys = {_ensure(connection, heir.name, heir.gss_code, heir) for heir in heirs} - {key}
    if keys:
        connection.execute(insert(successor), [{"authority_id": key, "successor_id": heir} for heir in sorted(keys)])


def _find(connection: Connection, name: str, code: str | None) -> tuple[int, str | None] | None:
    """Return key and kind of an authority; one that was met by its name alone gets its code."""
    authority = schema.Authority
    columns = select(authority.id, authority.kind, authority.code)
    if code:
        by_code = connection.execute(columns.where(authority.code == code)).first()
        if by_code is not None:
            return by_code.id, by_code.kind
    by_name = connection.execute(columns.where(authority.name == name)).first()
    if by_name is None:
        return None
    if code and by_name.code is None:
        connection.execute(update(authority).where(authority.id == by_name.id).values(code=code))
    return by_name.id, by_name.kind


def _insert_if_absent(connection: Connection, name: str, code: str | None) -> None:
    """Insert an authority unless it is there; waits for a loader that is about to commit it."""
    dialect_insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(dialect_insert(schema.Authority).values(name=name, code=code).on_conflict_do_nothing())


def drop_authorities(connection: Connection) -> None:
    """Delete authorities that nothing is left of; a successor stays as long as one that it followed."""
    authority = schema.Authority
    used = (
        exists().where(schema.Plan.authority_id == authority.id),
        exists().where(schema.PlanSeries.authority_id == authority.id),
        exists().where(schema.Placement.authority_id == authority.id),
        exists().where(schema.AuthoritySuccessor.successor_id == authority.id),
    )
    unused = delete(authority).where(*(~use for use in used))
    while connection.execute(unused).rowcount:  # with one that goes, its successors may
        pass
