"""Opening the database that a command names, with one line for the user where that fails."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

import typer

from councilplans.pool import DEFAULT_SECONDS
from councilplans.printing import say
from ingest.options import Changes
from store import Store, StoreError, open_store

WRONG_USAGE = 2


def options_given(
    authority: str | None, seconds: float = DEFAULT_SECONDS, changes: Changes = Changes.FINAL
) -> Mapping[str, str]:
    """Return the options that change what is read, so that the store can tell extractions apart.

    The time that a document may take is one of them: more pages of a long scan are read in more.
    """
    timeout = {} if seconds == DEFAULT_SECONDS else {"timeout": f"{seconds:g}"}
    tracked = {} if changes is Changes.FINAL else {"changes": changes.value}
    named = {"authority": authority} if authority else {}
    return {**named, **timeout, **tracked}


@contextlib.contextmanager
def opened(db: str, *, create: bool = False) -> Iterator[Store]:
    """Open a database, by path or URL, for the length of a block.

    One that cannot be opened or, unless `create`, holds nothing yet ends the command with one line on standard
    error and exit status 2.
    """
    try:
        with open_store(db, create=create) as store:
            yield store
    except StoreError as error:
        say(error)
        raise typer.Exit(WRONG_USAGE) from None
