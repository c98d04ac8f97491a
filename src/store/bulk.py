"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite.

SQLAlchemy's own insert binds parameters by name, row by row, which takes longer than the database does. Here values
pass through the same types, a column at a time, and go to the driver as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias, cast

import sqlalchemy.exc
from sqlalchemy import JSON, Connection, Dialect, Table, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from store.columns import Printed, storable
from store.schema import Base

Convert: TypeAlias = Callable[[Any], Any]
_CHUNK = 256  # rows
_LISTS = 4096  # short lists of which the JSON is kept: pages and cells repeat from row to row
_TABLES = 64  # of which it is kept how their values are bound: more than there are, for both databases


def insert_rows(connection: Connection, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, which all name the same columns; columns that they do not name take their default.

    Raises what SQLAlchemy raises for a statement that fails.
    """
    insert_into(connection, cast(Table, model.__table__), rows)


def insert_into(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows into a table, as `insert_rows` does."""
    if not rows:
        return
    names = tuple(rows[0])
    values = _read_values(rows, names, _read_converters(table, connection.dialect))
    if connection.dialect.name == "postgresql":
        copy_rows(connection, table.name, names, values)
        return
    places = ", ".join("?" * len(names))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})", list(values))


def _read_values(
    rows: Sequence[Mapping[str, Any]], names: Sequence[str], convert: Mapping[str, Convert | None]
) -> Iterator[tuple[Any, ...]]:
    """Yield rows as the driver takes them: some at a time, so that the server stores them while the next are made."""
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        yield from zip(*(_convert([row[name] for row in chunk], convert[name]) for name in names), strict=True)


def copy_rows(connection: Connection, table: str, names: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
    """Send rows, whose values the driver takes as they are, to a table of PostgreSQL."""
    statement = f"COPY {table} ({', '.join(names)}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        base = connection.dialect.loaded_dbapi.Error
        raise sqlalchemy.exc.DBAPIError.instance(
            statement, None, cast(Exception, error), base, dialect=connection.dialect
        ) from error


def reserve_keys(connection: Connection, counts: Mapping[type[Base], int]) -> dict[type[Base], list[int]]:
    """Return as many new keys of each table as are counted, rising, that nobody else will be given.

    On SQLite that holds until the transaction ends, since there is one writer at a time.
    """
    tables = {model: cast(Table, model.__table__) for model in counts}
    keys: dict[type[Base], list[int]] = {model: [] for model in counts}
    if connection.dialect.name == "postgresql":
        wanted = {table.name: counts[model] for model, table in tables.items()}
        model_of = {table.name: model for model, table in tables.items()}
        for name, key in connection.execute(_NEXT_KEYS, {"names": [*wanted], "counts": [*wanted.values()]}):
            keys[model_of[name]].append(key)
        return {model: sorted(taken) for model, taken in keys.items()}
    wanted_models = [model for model, count in counts.items() if count]
    if not wanted_models:
        return keys
    lasts = connection.execute(select(*(select(func.max(tables[m].c.id)).scalar_subquery() for m in wanted_models)))
    for model, last in zip(wanted_models, lasts.one(), strict=True):
        keys[model] = list(range((last or 0) + 1, (last or 0) + 1 + counts[model]))
    return keys


_NEXT_KEYS = text(
    "SELECT name, nextval(sequence) FROM unnest(CAST(:names AS text[]), CAST(:counts AS integer[])) AS wanted (name,"
    " count), pg_get_serial_sequence(name, 'id') AS sequence, generate_series(1, count)"
)


def insert_if_absent(connection: Connection, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows unless others of the same unique keys are there; waits for loaders that are about to commit such."""
    if rows:
        dialect_insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(dialect_insert(cast(Table, model.__table__)).values(list(rows)).on_conflict_do_nothing())


def go_on_after_keys(connection: Connection) -> None:
    """Let the next keys follow those that rows were inserted with; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if "id" in table.columns:
            last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"
            connection.exec_driver_sql(f"{last} HAVING max(id) IS NOT NULL")


def _convert(values: list[Any], convert: Convert | None) -> list[Any]:
    return values if convert is None else [convert(value) for value in values]


@lru_cache(maxsize=_TABLES)
def _read_converters(table: Table, dialect: Dialect) -> dict[str, Convert | None]:
    """Return, by column, how a value is made one that the driver takes; None where it takes it as it is."""
    return {column.name: _find_converter(column.type, dialect) for column in table.columns}


def _find_converter(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """Return how values of a type are bound: most of them not through SQLAlchemy's layers, which add nothing."""
    if isinstance(kind, Printed):
        return storable
    if isinstance(kind, JSON):
        return _write_list
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _write_list(values: Sequence[int | str] | None) -> str | None:
    return None if values is None else _written(tuple(values))


@lru_cache(maxsize=_LISTS)
def _written(values: tuple[int | str, ...]) -> str:
    return json.dumps(values)
