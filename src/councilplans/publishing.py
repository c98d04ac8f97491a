"""The commands that hand on what was read: `search`, `export` and `schema`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from councilplans.kinds import AnswerFormat, ExportFormat
from councilplans.options import DEFAULT_DATABASE, Database, OfAuthority
from normalise.model import Status

MOST_HITS = 50  # store.search.MOST_HITS, which is slow to import for --help; a test holds them equal


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the programme's."""
    for command in (search, export, schema):
        app.command()(command)


def schema() -> None:
    """Print the JSON Schema of the JSON that extract and export write."""
    from councilplans.contract import read_schema  # noqa: PLC0415 - only this command reads it

    sys.stdout.write(read_schema())


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...",
            help="All are wanted, in any form. In quotes: '\"two words\"' stand together, 'one OR other' takes either, "
            "'one -other' leaves out, 'begin*' is a beginning.",
        ),
    ],
    *,
    authority: OfAuthority = None,
    status: Annotated[Status | None, typer.Option(help="Only actions of this status.")] = None,
    all_versions: Annotated[
        bool, typer.Option("--all", help="Earlier versions of plans too, not the latest alone.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many to print at most, the best first.")] = MOST_HITS,
    db: Database = DEFAULT_DATABASE,
    format: Annotated[AnswerFormat, typer.Option(help="How to write what was found.")] = AnswerFormat.TABLE,
) -> None:
    """Find the actions in which words stand: what is to be done, why, by whom, and what was reported of it."""
    from councilplans import searching  # noqa: PLC0415 - SQLAlchemy is slow to import

    searching.search(
        " ".join(words), db, authority=authority, status=status, latest=not all_versions, limit=limit, form=format
    )


def export(
    *,
    format: Annotated[ExportFormat, typer.Option(help="What to write.")] = ExportFormat.CSV,
    out: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The file, or folder of a data package; standard output if not given."),
    ] = None,
    authority: OfAuthority = None,
    latest: Annotated[
        bool,
        typer.Option("--latest", help="Only the latest version of each plan, in the document that leads."),
    ] = False,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Write the plans in the database for other programmes.

    csv and parquet have a row for each action; json is the published record and jsonl a line of it for each
    document; xlsx has a sheet, and datapackage a CSV file, for each table: plans, actions, owners, milestones, updates,
    extras, issues, documents.
    """
    from councilplans import exporting  # noqa: PLC0415 - SQLAlchemy is slow to import
    from store.tables import Choice  # noqa: PLC0415

    exporting.export(db, format, out, Choice(authority, latest))
