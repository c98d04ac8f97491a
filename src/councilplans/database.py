"""Opening the database that a command names, with one line for the user where that fails."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import typer

from councilplans.printing import WRONG_USAGE, complain, say
from store import Store, StoreError, open_store


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


def named_plan(store: Store, wanted: str) -> int:
    """Return the key of the plan meant by its number, or by words of its title, authority or document.

    Ends the command with exit status 2 where none or more than one is meant.
    """
    found = store.find_plans(wanted)
    if len(found) == 1:
        return found[0]
    several = f"is meant by plans {', '.join(map(str, found))}; name one by its number" if found else None
    complain(wanted, several or "there is no such plan; `councilplans list` prints those there are")
    raise typer.Exit(WRONG_USAGE)


def check_authority(store: Store, wanted: str | None) -> None:
    """End the command with exit status 2 where an authority is wanted of which the store has no plan."""
    if wanted is not None and not store.has_authority(wanted):
        complain(wanted, "there is no such authority here; `councilplans list` prints those there are")
        raise typer.Exit(WRONG_USAGE)
