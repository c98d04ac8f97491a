"""The command `copy`: everything in one database written into another."""

from __future__ import annotations

import typer
from rich.table import Table

from councilplans.printing import WRONG_USAGE, plain_console, say
from store import StoreError
from store.copying import copy_store


def copy(source: str, target: str) -> None:
    """Copy a store and print how many rows each table has; what fails is one line and exit status 2."""
    try:
        copied = copy_store(source, target)
    except StoreError as error:
        say(error)
        raise typer.Exit(WRONG_USAGE) from None
    table = Table(box=None, pad_edge=False, header_style="bold", show_footer=True, footer_style="bold")
    table.add_column("table", footer="in all")
    table.add_column("rows", justify="right", footer=f"{sum(copied.values()):,}")
    for name, rows in copied.items():
        if rows:
            table.add_row(name, f"{rows:,}")
    plain_console().print(table)
