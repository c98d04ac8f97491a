"""The commands that hand on what was read: `schema`."""

from __future__ import annotations

import sys

import typer


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the programme's."""
    for command in (schema,):
        app.command()(command)


def schema() -> None:
    """Print the JSON Schema of the JSON that extract and export write."""
    from councilplans.contract import read_schema  # noqa: PLC0415 - only this command reads it

    sys.stdout.write(read_schema())
