"""The options that several commands take."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from ingest.options import Changes

DEFAULT_DATABASE = "councilplans.sqlite"


def read_day(text: str) -> dt.date:
    """Return the date of --as-of; a month or year stands for its first day."""
    try:
        return dt.date.fromisoformat(text + "-01-01"[3 * text.count("-") :])
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it as 2024-11-30") from None


def read_name(text: str) -> str:
    """Return the name of --authority; a blank one would say nothing."""
    if not text.strip():
        raise typer.BadParameter("it is blank; write a name, or leave the option out")
    return text.strip()


Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Documents: PDF, Word, HTML or text.")]
Authority = Annotated[
    str | None,
    typer.Option(metavar="NAME", parser=read_name, help="Whose plans these are, where a document does not say."),
]
OfAuthority = Annotated[
    str | None,
    typer.Option(
        "--authority",
        metavar="NAME",
        parser=read_name,
        help="Only plans of this authority: words of its name, or a code.",
    ),
]
Jobs = Annotated[int | None, typer.Option(min=1, help="Documents read at a time; one for each processor if not given.")]
Timeout = Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="Time that one document may take.")]
Memory = Annotated[int, typer.Option(min=1, metavar="MB", help="Memory that one document may take.")]
Tracked = Annotated[
    Changes,
    typer.Option(
        "--changes", help="Which text is read where changes are tracked; both keeps deleted text, struck out."
    ),
]
Vocab = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A TOML file of words of your own, which add to those known or replace them."),
]
Database = Annotated[
    str,
    typer.Option(
        "--db", metavar="URL", envvar="COUNCILPLANS_DB", help="A SQLite file, or postgresql+psycopg://user@host/name."
    ),
]
