"""Which schema a database has: the revision that was written into it, or what its tables tell."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, func, inspect, select

REVISIONS = ("0001", "0002")  # those of store.migrations, oldest first; a test compares the two
HEAD = REVISIONS[-1]
VERSION_TABLE = "councilplans_version"  # a name of our own: a database may hold other programmes' tables too
# as Alembic makes it, so that a new store is stamped without importing Alembic
_VERSION = Table(
    VERSION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{VERSION_TABLE}_pkc"),
)
# The tables of 0001, by which a store is told that was made before revisions were written down.
_FIRST_TABLES = frozenset(
    (
        *("authorities", "documents", "extractions", "load_failures", "issues", "plans", "plan_tables", "plan_columns"),
        *("actions", "owners", "milestones", "updates", "update_dates", "extras", "readings"),
        *("source_cells", "source_parts"),
    )
)


def read_revision(connection: Connection, tables: Collection[str]) -> str | None:
    """Return the revision of a store with these tables; None where they are no store's, or not told to be."""
    if VERSION_TABLE in tables:
        written: str | None = connection.scalar(select(func.max(_VERSION.c.version_num)))
        return written
    if set(tables) >= _FIRST_TABLES and "plan_series" not in tables:
        return REVISIONS[0]
    return None


def stamp(connection: Connection, revision: str = HEAD) -> None:
    """Write down which schema a store has."""
    _VERSION.create(connection, checkfirst=True)
    connection.execute(_VERSION.delete())
    connection.execute(_VERSION.insert().values(version_num=revision))


def list_tables(connection: Connection) -> set[str]:
    """Return the names of all tables of the database."""
    return set(inspect(connection).get_table_names())
