"""A store copied into another database, on SQLite or PostgreSQL, with the keys that its rows have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, select

from store import objects
from store.bulk import go_on_after_keys, insert_into
from store.connect import (
    WRITES,
    StoreError,
    check_encoding,
    check_file,
    connect,
    keep_log,
    lock_schema,
    make_engine,
    plain_errors,
    printed_url,
    read_url,
)
from store.revisions import VERSION_TABLE, list_tables, stamp
from store.schema import Base

BATCH = 5000  # rows in memory at a time


def copy_store(source: str | Path, target: str | Path) -> dict[str, int]:
    """Copy everything in a store into a database that holds none; return how many rows each table has.

    All of it is one moment of the source, and one transaction of the target, which holds nothing where copying is
    cut short. Raises StoreError where the source holds no store of this version, or the target holds tables of one.
    """
    url = read_url(target)
    check_file(url, create=True)
    with _closing(connect(read_url(source), create=False)) as from_engine, _closing(make_engine(url)) as to_engine:
        with plain_errors(url), to_engine.connect() as connection:
            _refuse_store(connection)
            check_encoding(connection)
        with plain_errors(url):
            keep_log(to_engine)
        at_once = {"isolation_level": "REPEATABLE READ"} if from_engine.dialect.name == "postgresql" else {}
        with (
            plain_errors(url),
            from_engine.connect().execution_options(**at_once) as reading,
            to_engine.execution_options(**{WRITES: True}).begin() as writing,
        ):
            lock_schema(writing)
            _refuse_store(writing)
            Base.metadata.create_all(writing)
            copied = {table.name: _copy_table(reading, writing, table) for table in Base.metadata.sorted_tables}
            go_on_after_keys(writing)
            objects.make(writing)
            stamp(writing)
    return copied


@contextmanager
def _closing(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


def _refuse_store(connection: Connection) -> None:
    """Raise StoreError where a database holds a store, or other tables under its names."""
    taken = list_tables(connection) & {*Base.metadata.tables, VERSION_TABLE}
    if taken:
        raise StoreError(
            f"{printed_url(connection.engine.url)} holds a store already (table {sorted(taken)[0]}); "
            "name an empty database to copy into"
        )


def _copy_table(reading: Connection, writing: Connection, table: Table) -> int:
    """Copy the rows of a table in the order of their keys; return how many there are."""
    rows = 0
    wanted = select(table).order_by(*table.primary_key.columns)
    with closing(reading.execution_options(yield_per=BATCH).execute(wanted)) as found:
        for batch in found.partitions():
            insert_into(writing, table, [row._asdict() for row in batch])
            rows += len(batch)
    return rows
