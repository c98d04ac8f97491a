"""The commands that keep a database: its runs, its upgrade, and its way into another."""

from __future__ import annotations

from typing import Annotated

import typer

from councilplans.options import DEFAULT_DATABASE, Database


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the others."""
    for command in (runs, upgrade, copy):
        app.command()(command)


def runs(
    number: Annotated[int | None, typer.Argument(metavar="[N]", help="A run, by its number in the list.")] = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """List the runs of load, or what failed in one of them and why."""
    from councilplans import runs as command  # noqa: PLC0415 - SQLAlchemy is slow to import

    if number is None:
        command.list_runs(db)
    else:
        command.show_run(db, number)


def upgrade(db: Database = DEFAULT_DATABASE) -> None:
    """Bring a database made by an older version to this one; make a copy of it before."""
    from councilplans import upgrading  # noqa: PLC0415 - Alembic is slow to import

    upgrading.upgrade(db)


def copy(
    source: Annotated[str, typer.Option("--from", metavar="URL", help="The database to copy.")],
    target: Annotated[str, typer.Option("--to", metavar="URL", help="A database that holds no store yet.")],
) -> None:
    """Copy everything in a database into another, SQLite or PostgreSQL, either way."""
    from councilplans import copying  # noqa: PLC0415 - SQLAlchemy is slow to import

    copying.copy(source, target)
