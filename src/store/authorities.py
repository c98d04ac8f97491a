"""Authorities: found by code or name, described by the register, tied to their successors, dropped when unused."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeAlias

from sqlalchemy import Connection, delete, exists, insert, select, update

from normalise.model import PlanFacts
from normalise.register import Registered, find_registered
from store import schema
from store.bulk import insert_if_absent

_Named: TypeAlias = tuple[str, str | None]  # name and GSS code of an authority


def find_authorities(connection: Connection, plans: Iterable[PlanFacts]) -> dict[PlanFacts, int]:
    """Return plan -> key of its authority, told by its GSS code or else by its name; new ones are made."""
    name_of: dict[str, str] = {}  # of a code, the first: whoever comes first names it, however many come together
    named = {}
    for plan in plans:
        if plan.authority:
            code = plan.authority_code
            named[plan] = (name_of.setdefault(code, plan.authority) if code else plan.authority, code)
    wanted = sorted(set(named.values()), key=lambda pair: (pair[0], pair[1] or ""))  # in one order: no deadlock
    if not wanted:
        return {}
    found = _find_plain(connection, wanted)
    lacking = [pair for pair in wanted if pair not in found]
    new = [{"name": name, "code": code} for name, code in lacking if find_registered(name, code) is None]
    insert_if_absent(connection, schema.Authority, new)
    found |= _find_plain(connection, lacking) if new else {}
    for name, code in lacking:
        if (name, code) not in found:
            found[name, code] = ensure_authority(connection, name, code)
    return {plan: found[pair] for plan, pair in named.items()}


def _find_plain(connection: Connection, named: Collection[_Named]) -> dict[_Named, int]:
    """Return the authorities of which nothing has to be written down, by name and code as given."""
    authority = schema.Authority
    names, codes = {name for name, _ in named}, {code for _, code in named if code}
    columns = select(authority.id, authority.name, authority.code, authority.kind)
    held = connection.execute(columns.where(authority.name.in_(names) | authority.code.in_(codes))).all()
    by_code = {row.code: row for row in held if row.code}
    by_name = {row.name: row for row in held}
    found = {}
    for name, code in named:
        row = by_code.get(code) or by_name.get(name)
        is_told = row is not None and (row.kind is not None or find_registered(name, code) is None)
        if row is not None and is_told and not (code and row.code is None):
            found[name, code] = row.id
    return found


def ensure_authority(connection: Connection, name: str, code: str | None) -> int:
    """Return the key of the authority with a GSS code, or else with a name; one that is not there is made.

    What the register tells of it is written beside it, and its successors have rows of their own.
    """
    return _ensure(connection, name, code, find_registered(name, code))


def _ensure(connection: Connection, name: str, code: str | None, known: Registered | None) -> int:
    found = _find(connection, name, code)
    while found is None:  # again where another loader takes away what it had just made
        insert_if_absent(connection, schema.Authority, [{"name": name, "code": code}])
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
