"""The commands that hand on what was read: `search` and `schema`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from councilplans.kinds import AnswerFormat
from councilplans.options import DEFAULT_DATABASE, Database, OfAuthority
from normalise.model import Status

MOST_HITS = 50  # store.search.MOST_HITS, which is slow to import for --help; a test holds them equal


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the programme's."""
    for command in (search, schema):
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
