"""Opening a store: SQLite or PostgreSQL, by path or URL, with messages that say what to do when it fails."""

from __future__ import annotations

import os
import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from store import objects
from store.revisions import HEAD, REVISIONS, list_tables, read_revision, stamp
from store.schema import Base

BUSY_SECONDS = 30  # how long a SQLite writer waits for another
CONNECT_SECONDS = 10
_SCHEMA_LOCK = 0x636F756E63696C  # PostgreSQL advisory lock while tables are made: "council"
_DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
WRITES = "store_writes"  # execution option of the engine that takes SQLite's write lock at once


class StoreError(Exception):
    """The store cannot do what was asked. The message names the database, without password, and what to do."""


class RecordRefused(StoreError):
    """A record breaks a rule of the schema, so that nothing of it was stored."""


def read_url(address: str | Path) -> URL:
    """Return the URL of a database; a plain path is a SQLite file.

    Raises StoreError where it is neither a path nor a URL of SQLite or PostgreSQL.
    """
    written = str(address)
    if "://" not in written:
        if not written.strip():
            raise StoreError("no database named; give a file such as plans.db or a URL")
        return URL.create("sqlite", database=str(Path(written).expanduser()))
    try:
        url = make_url(written)
    except (exc.ArgumentError, ValueError):
        raise StoreError(
            f"{_hide_password(written)} is no database URL; "
            "write a path, sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
        ) from None
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(f"{printed_url(url)}: a store is kept in SQLite or PostgreSQL, not {url.get_backend_name()}")
    return url


def printed_url(url: URL) -> str:
    """Return the URL as it may be shown: a SQLite file by its path, a server without the password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "a database in memory"
    return _hide_password(url.render_as_string(hide_password=True))


def _hide_password(written: str) -> str:
    written = re.sub(r"(://[^/@:]*):.*@", r"\1:***@", written)
    return re.sub(r"(password=)[^&\s]*", r"\1***", written)


def connect(url: URL, *, create: bool = True) -> Engine:
    """Return an engine on a database that holds the store's tables.

    Tables are made where there are none, unless `create` is false. Raises StoreError where the database cannot be
    opened, holds no store and none may be made, holds one of another revision, or other tables under its names.
    """
    check_file(url, create=create)
    engine = make_engine(url)
    try:
        with plain_errors(url):
            _make_tables(engine, create=create)
    except BaseException:
        engine.dispose()
        raise
    return engine


def make_engine(url: URL) -> Engine:
    """Return an engine on a database of which nothing is known yet; raises StoreError where its driver is missing."""
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS}}
    if url.get_backend_name() == "postgresql":
        # a database or a role can have another isolation of its own, in which who waits sees what was there before
        options = {"connect_args": {"connect_timeout": CONNECT_SECONDS}, "isolation_level": "READ COMMITTED"}
        options["pool_pre_ping"] = True
    elif _is_sealed(url):
        options["creator"] = lambda: _open_sealed(Path(str(url.database)))
    try:
        engine = create_engine(url, **options)
    except (ImportError, exc.NoSuchModuleError) as error:
        raise StoreError(
            f"{printed_url(url)}: the driver {url.drivername} is missing ({error}); "
            'install it with pip install "councilplans[postgresql]" and write postgresql+psycopg://…'
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _set_up_postgresql)
    return engine


def check_file(url: URL, *, create: bool) -> None:
    """Raise StoreError for what SQLite would only call "unable to open database file"."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:") or "uri" in url.query:
        return
    path = Path(str(url.database))
    try:
        if path.is_dir():
            raise StoreError(f"{path} is a folder; name a file in it, such as {path / 'plans.db'}")
        if not path.absolute().parent.is_dir():
            raise StoreError(f"{path}: the folder {path.absolute().parent} does not exist; make it first")
        if not create and not path.exists():
            raise StoreError(f"{path}: there is no such store; load documents into it first")
    except OSError as error:  # a name too long, a folder that may not be looked into
        raise StoreError(f"{path} cannot be opened: {error.strerror}; name another file") from None


def _is_sealed(url: URL) -> bool:
    """Say whether a store lies where nobody may write, on a disc or a share that is for reading alone.

    A file with a write-ahead log is opened by making others beside it, unless SQLite is told that it cannot change.
    Where such a log lies there, it holds what the file has not yet, and has to be read with it.
    """
    if url.database in (None, "", ":memory:") or "uri" in url.query:
        return False
    path = Path(str(url.database)).absolute()
    if not path.is_file() or path.with_name(f"{path.name}-wal").exists():
        return False
    return not os.access(path, os.W_OK) and not os.access(path.parent, os.W_OK)


def _open_sealed(path: Path) -> sqlite3.Connection:
    """Return a connection that reads only; `immutable` is of https://sqlite.org/uri.html."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def _set_up_postgresql(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Have days, moments and letters told in one way, whichever the server, the database or the role has of its own."""
    cursor = connection.cursor()
    cursor.execute("SET DateStyle = ISO; SET TimeZone = 'UTC'; SET client_encoding = 'UTF8'")
    cursor.close()
    connection.commit()


def _set_up_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Let the engine begin transactions itself, and have foreign keys kept."""
    if isinstance(connection, sqlite3.Connection):  # pragma: no branch - always so with the pysqlite driver
        connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")  # with a write-ahead log still safe against a crash
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the beginning where one will write.

    A transaction that begins by reading and then writes fails at once, without waiting, where another has
    written in between (SQLITE_BUSY_SNAPSHOT).
    """
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_tables(engine: Engine, *, create: bool) -> None:
    """Make the tables where some are missing; two that open a new store at once wait for each other."""
    with engine.connect() as connection:
        if is_ready(connection):
            return
    if not create:
        raise StoreError(f"{printed_url(engine.url)} holds no store; load documents into it first")
    keep_log(engine)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        lock_schema(connection)
        if is_ready(connection):
            return
        check_encoding(connection)
        Base.metadata.create_all(connection)
        objects.make(connection)
        stamp(connection)


def keep_log(engine: Engine) -> None:
    """Let a SQLite file keep a write-ahead log from now on: readers go on while a loader writes."""
    if engine.dialect.name == "sqlite":  # not possible inside a transaction
        with closing(engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA journal_mode = WAL")


def is_ready(connection: Connection) -> bool:
    """Say whether a database holds a store of this revision.

    Raises StoreError where it holds one of another revision, or other tables under the store's names.
    """
    tables = list_tables(connection)
    revision = read_revision(connection, tables)
    if revision == HEAD:
        return True
    shown = printed_url(connection.engine.url)
    if revision is None:
        _refuse_other_tables(connection)
        return False
    if revision not in REVISIONS:
        raise StoreError(
            f"{shown} was made by a newer councilplans (its schema is {revision}, the newest known here {HEAD}); "
            "install that version"
        )
    raise StoreError(
        f"{shown} was made by an older councilplans (its schema is {revision}, this one's {HEAD}); make a copy of it, "
        f"then run councilplans upgrade --db {shlex.quote(shown)}"
    )


def check_encoding(connection: Connection) -> None:
    """Raise StoreError where a database cannot hold the letters that documents print: a dash is not in LATIN1."""
    if connection.dialect.name == "postgresql":
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            raise StoreError(
                f"{printed_url(connection.engine.url)} keeps text as {encoding}, which cannot hold all that documents "
                "print; make a database with ENCODING 'UTF8' TEMPLATE template0"
            )


def lock_schema(connection: Connection) -> None:
    """Hold off others that would make or change tables until the transaction ends; SQLite's write lock does that."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})


def _refuse_other_tables(connection: Connection) -> None:
    """Raise StoreError where a table of one of our names is not ours: another programme's or another version's."""
    found = inspect(connection).get_multi_columns(filter_names=list(Base.metadata.tables))
    for (_, name), columns in sorted(found.items()):
        lacking = set(Base.metadata.tables[name].columns.keys()) - {column["name"] for column in columns}
        if lacking:
            raise StoreError(
                f"{printed_url(connection.engine.url)}: its table {name} has no column {sorted(lacking)[0]}, so it "
                "was made by another programme or version; name another database and load again"
            )


@contextmanager
def plain_errors(url: URL) -> Iterator[None]:
    """Turn what a driver raises into a StoreError that a person can act on."""
    try:
        yield
    except (exc.DBAPIError, sqlite3.Error) as error:
        raised = error.orig if isinstance(error, exc.DBAPIError) else error
        said = str(raised).strip().splitlines()
        reason = said[0] if said else type(raised).__name__
        kind = RecordRefused if isinstance(error, exc.IntegrityError | exc.DataError) else StoreError
        raise kind(f"{printed_url(url)}: {_hide_password(reason)}; {_advice(reason, error)}") from error


_ADVICE = (
    ("not a database", "the file is something else; name another"),
    ("malformed", "the file is damaged; load again into another"),
    ("unable to open", "check that you may read and write the file and its folder"),
    ("readonly", "check that you may write the file and its folder"),
    ("locked", "another programme is writing to it; try again when it has ended"),
    ("is full", "make room on the disk"),
    ("disk i/o", "see whether the disk is full or failing"),
    ("authentication failed", "check the user and the password"),
    ("no password supplied", "give the password in the URL or in ~/.pgpass"),
    ("does not exist", "check the names in the URL, or make the database first"),
    ("permission denied", "ask for the right to make and fill tables there"),
    ("connection", "check that the server runs and that host and port are right"),
    ("resolve", "check the host in the URL"),
)


def _advice(reason: str, error: Exception) -> str:
    if isinstance(error, exc.IntegrityError | exc.DataError):
        return "nothing of this record was stored; report it with the document"
    folded = reason.casefold()
    return next((advice for sign, advice in _ADVICE if sign in folded), "nothing was stored")
