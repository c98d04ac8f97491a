"""Bringing an older store to the schema of this version, with everything that it holds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, bindparam, event, select, update
from sqlalchemy.engine.interfaces import DBAPIConnection

from store import linking, objects, schema
from store.connect import (
    WRITES,
    StoreError,
    check_file,
    lock_schema,
    make_engine,
    plain_errors,
    printed_url,
    read_url,
)
from store.matching import title_key
from store.revisions import HEAD, REVISIONS, list_tables, read_revision, stamp

_MIGRATIONS = Path(__file__).with_name("migrations")
NOT_SETTLED = 0  # number that a migration gives to versions that have not been compared with others yet


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What became of a store: its revision before and after, and how many plans were compared with one another."""

    before: str
    after: str
    plans: int


def upgrade_store(address: str | Path) -> Upgraded:
    """Bring the store at a path or URL to the newest revision, without loss; one that has it stays as it is.

    The tables change in one transaction. Then, one authority after another, plans that continue one another become
    versions of one series, as if they had been loaded now; where that is cut short, upgrading again goes on with
    it. Raises StoreError where there is no store, or one of a newer revision.
    """
    url = read_url(address)
    check_file(url, create=False)
    with plain_errors(url):
        with _opened(make_engine(url)) as engine:
            before = _migrate(engine)
        with _opened(make_engine(url)) as engine:
            return Upgraded(before, HEAD, _link_plans(engine))


@contextmanager
def _opened(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


def _migrate(engine: Engine) -> str:
    """Bring the tables to the newest revision; return the one that they had.

    SQLite cannot change a constraint: the table is made again under another name, and dropping the old one would
    delete what refers to it. So references are not followed meanwhile, and checked at the end.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _follow_no_references)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        lock_schema(connection)
        shown = printed_url(engine.url)
        revision = read_revision(connection, list_tables(connection))
        if revision is None:
            raise StoreError(f"{shown} holds no store; load documents into it first")
        if revision not in REVISIONS:
            raise StoreError(f"{shown} was made by a newer councilplans (its schema is {revision}); install that one")
        if revision == HEAD:
            return revision
        objects.drop(connection)
        stamp(connection, revision)
        run_migrations(connection, HEAD)
        if engine.dialect.name == "sqlite":
            _check_references(connection)
        objects.make(connection)
        return revision


def run_migrations(connection: Connection, revision: str) -> None:
    """Change the tables to those of a revision, from the one that is written down or from none."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _follow_no_references(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.close()


def _check_references(connection: Connection) -> None:
    """Raise StoreError where a row refers to one that is not there; the transaction is then undone."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise StoreError(
            f"{printed_url(connection.engine.url)}: row {broken[1]} of {broken[0]} refers to a row of {broken[2]} that "
            "is not there, so the store is damaged; it was left as it was: load again into another"
        )


def _link_plans(engine: Engine) -> int:
    """Let the plans that a migration left by themselves join; return how many there were."""
    version, series = schema.PlanVersion, schema.PlanSeries
    writer = engine.execution_options(**{WRITES: True})
    with engine.connect() as connection:
        waiting = select(series.authority_id).join(version).where(version.number == NOT_SETTLED)
        authorities = sorted(set(connection.scalars(waiting)), key=lambda key: (key is None, key or 0))
    plans = 0
    for authority in authorities:
        with writer.begin() as connection:
            plans += _link_authority(connection, authority)
    return plans


def _link_authority(connection: Connection, authority_id: int | None) -> int:
    """Let the plans of an authority join in the order in which they were loaded, each those before it."""
    plan, version, series = schema.Plan, schema.PlanVersion, schema.PlanSeries
    if authority_id is not None:
        connection.execute(select(schema.Authority.id).where(schema.Authority.id == authority_id).with_for_update())
    wanted = (
        select(plan.extraction_id, plan.number, plan.id, series.id.label("series_id"), series.title)
        .join(version, plan.version_id == version.id)
        .join(series, version.series_id == series.id)
        .where(version.number == NOT_SETTLED, series.authority_id.is_not_distinct_from(authority_id))
        .order_by(version.first_seen, plan.extraction_id, plan.number)
    )
    rows = connection.execute(wanted).all()
    hidden = {"authority_id": None, "title_key": None}  # from find_homes, as if not loaded yet
    connection.execute(
        update(series).where(series.id == bindparam("key")).values(**hidden), [{"key": row.series_id} for row in rows]
    )
    for _, printed in itertools.groupby(rows, key=lambda row: row.extraction_id):
        plans = list(printed)
        for row in plans:
            shown = {"authority_id": authority_id, "title_key": title_key(row.title)}
            connection.execute(update(series).where(series.id == row.series_id).values(**shown))
        linking.settle(connection, {row.series_id for row in plans})
        linking.settle(connection, linking.find_homes(connection, {row.number: row.id for row in plans}, {}, ()))
    return len(rows)
