"""What is held while plans are settled, so that no two writers settle one series at once.

A series is held by its authority's row, or, where that is not known, by its title. SQLite has one writer at a time and
needs none of it.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, func, select

from store import schema
from store.matching import title_key

_TITLE_LOCKS = 0x706C616E  # PostgreSQL advisory locks on titles of unknown authorities: "plan"


def lock_series(
    connection: Connection,
    series_ids: Iterable[int],
    *,
    authorities: Iterable[int] = (),
    titles: Iterable[str | None] = (),
) -> None:
    """Hold some series until the end, with all that a plan may join: those of authorities and of titles.

    Whoever changes series asks once, for all of them: authorities are held in the order of their keys, then titles
    in theirs, so that two writers never wait for each other.
    """
    series = schema.PlanSeries
    wanted = select(series.authority_id, series.title_key).where(series.id.in_(set(series_ids)))
    held = connection.execute(wanted).all()
    keys = {row.authority_id for row in held if row.authority_id is not None} | set(authorities)
    if keys:
        rows = select(schema.Authority.id).where(schema.Authority.id.in_(keys))
        connection.execute(rows.order_by(schema.Authority.id).with_for_update())
    named = {row.title_key for row in held if row.authority_id is None}
    _lock_keys(connection, named | {title_key(title) for title in titles})


def _lock_keys(connection: Connection, keys: Collection[str | None]) -> None:
    if connection.dialect.name != "postgresql":
        return
    for key in sorted(zlib.crc32(key.encode()) & 0x7FFFFFFF for key in keys if key):  # in one order: no deadlock
        connection.execute(select(func.pg_advisory_xact_lock(_TITLE_LOCKS, key)))
