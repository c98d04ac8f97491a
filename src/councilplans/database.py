"""Opening the database that a command names, with an answer for the user where that fails."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import typer

from councilplans import printing
from store import Store, StoreError, open_store

SQLITE = "sqlite:///"
WRONG_USAGE = 2


def database_url(db: str) -> str:
    """Return the URL of a database that is named by URL or, for SQLite, by its file."""
    return db if "://" in db else SQLITE + db


def options_given(authority: str | None) -> Mapping[str, str]:
    """Return the options that change what is read, so that the store can tell extractions apart."""
    return {"authority": authority} if authority else {}


@contextlib.contextmanager
def opened(db: str, *, create: bool = False) -> Iterator[Store]:
    """Open a database for the length of a block.

    A database that cannot be opened, or (unless `create`) a SQLite file that is not there, ends the command with
    one line on standard error and exit status 2.
    """
    url, name = database_url(db), printing.without_password(db)
    file = url.removeprefix(SQLITE) if url.startswith(SQLITE) else None
    if file and not create and not Path(file).exists():
        printing.complain(name, "there is no such database; load documents first: councilplans load FOLDER --db ...")
        raise typer.Exit(WRONG_USAGE)
    try:
        with contextlib.closing(open_store(url)) as store:
            yield store
    except StoreError as error:
        printing.complain(name, error)
        raise typer.Exit(WRONG_USAGE) from None
