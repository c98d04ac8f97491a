"""The command `upgrade`: a store of an older version made one of this version."""

from __future__ import annotations

import typer

from councilplans.printing import WRONG_USAGE, say
from store import StoreError
from store.connect import printed_url, read_url
from store.upgrade import upgrade_store


def upgrade(db: str) -> None:
    """Upgrade the store at a path or URL and say what was done; what fails is one line and exit status 2."""
    try:
        done = upgrade_store(db)
        shown = printed_url(read_url(db))
    except StoreError as error:
        say(error)
        raise typer.Exit(WRONG_USAGE) from None
    if done.before == done.after and not done.plans:
        say(f"{shown} is up to date (schema {done.after})")
    else:
        say(f"{shown}: schema {done.before} made {done.after}; {done.plans} plans compared with one another")
