"""A database that is held open: how it is read from and written to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine, exc
from sqlalchemy.orm import Session

from store.connect import WRITES, plain_errors, printed_url

T = TypeVar("T")
TRIES = 3  # how often a transaction is tried that others get in the way of


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Held:
    """A database and its clock. What it does to the database is one transaction, and raises StoreError."""

    def __init__(self, engine: Engine, *, clock: Callable[[], dt.datetime] = _now) -> None:
        self.engine = engine
        self._clock = clock

    def __str__(self) -> str:
        return printed_url(self.engine.url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session on the mapped tables of `store.schema`, for questions of one's own."""
        engine = self.engine
        if engine.dialect.name == "postgresql":  # all answers of one session are of one moment, as on SQLite
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with plain_errors(self.engine.url), Session(engine) as session:
            yield session

    def _write(self, change: Callable[[Connection], T]) -> T:
        """Return what a change gives, in one transaction.

        Tried again where another loader has made the same authority or document, or taken it away, in between, or
        where two have waited for each other.
        """
        writer = self.engine.execution_options(**{WRITES: True})
        with plain_errors(self.engine.url):
            for _ in range(TRIES - 1):
                with suppress(exc.IntegrityError, exc.OperationalError), writer.begin() as connection:
                    return change(connection)
            with writer.begin() as connection:
                return change(connection)
