"""What is held while plans are settled, so that no two writers settle one series at once.

A series is held by its authority's row, or, where that is not known, by its title. SQLite has one writer at a time and
needs none of it.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, func, select

from normalise.model import PlanFacts
from store import schema
from store.matching import title_key

_TITLE_LOCKS = 0x706C616E  # PostgreSQL advisory locks on titles of unknown authorities: "plan"


def lock_authorities(connection: Connection, keys: Iterable[int]) -> None:
    """Hold authorities' rows until the end."""
    held = select(schema.Authority.id).where(schema.Authority.id.in_(set(keys)))
    connection.execute(held.order_by(schema.Authority.id).with_for_update())  # in one order: no deadlock


def lock_titles(connection: Connection, plans: Iterable[PlanFacts], authorities: Collection[int]) -> None:
    """Hold, until the end, the titles of plans whose authority is not known, as authorities' rows are held.

    `authorities` holds the numbers of plans of a known authority.
    """
    _lock_keys(connection, {title_key(plan.title) for plan in plans if plan.plan not in authorities})


def lock_series(connection: Connection, series_ids: Iterable[int], authorities: Iterable[int] = ()) -> None:
    """Hold some series until the end, and authorities that a plan is to be given to."""
    series = schema.PlanSeries
    wanted = select(series.authority_id, series.title_key).where(series.id.in_(set(series_ids)))
    held = connection.execute(wanted).all()
    lock_authorities(connection, {row.authority_id for row in held if row.authority_id is not None} | set(authorities))
    _lock_keys(connection, {row.title_key for row in held if row.authority_id is None})


def _lock_keys(connection: Connection, keys: Collection[str | None]) -> None:
    if connection.dialect.name != "postgresql":
        return
    for key in sorted(zlib.crc32(key.encode()) & 0x7FFFFFFF for key in keys if key):  # in one order: no deadlock
        connection.execute(select(func.pg_advisory_xact_lock(_TITLE_LOCKS, key)))
