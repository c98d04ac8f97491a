"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite.

SQLAlchemy's own insert binds parameters by name, row by row, which takes longer than the database does. Here values
pass through the same types, a column at a time, and go to the driver as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias, cast

import sqlalchemy.exc
from sqlalchemy import Connection, Dialect, Table, func, select, text

from store.columns import Printed, storable
from store.schema import Base

Convert: TypeAlias = Callable[[Any], Any]
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
    convert = _read_converters(table, connection.dialect)
    columns = [_convert([row[name] for row in rows], convert[name]) for name in names]
    values = list(zip(*columns, strict=True))
    if connection.dialect.name == "postgresql":
        copy_rows(connection, table.name, names, values)
        return
    places = ", ".join("?" * len(names))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})", values)


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


def reserve_keys(connection: Connection, model: type[Base], count: int) -> list[int]:
    """Return as many new keys of a table, rising, that nobody else will be given.

    On SQLite that holds until the transaction ends, since there is one writer at a time.
    """
    if not count:
        return []
    table = cast(Table, model.__table__)
    if connection.dialect.name == "postgresql":
        taken = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return sorted(connection.scalars(taken, {"name": table.name, "count": count}))
    last = connection.scalar(select(func.max(table.c.id))) or 0
    return list(range(last + 1, last + 1 + count))


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
    return {
        column.name: storable
        if isinstance(column.type, Printed)  # most of the values: not through SQLAlchemy's layers, which add nothing
        else column.type.dialect_impl(dialect).bind_processor(dialect)
        for column in table.columns
    }
