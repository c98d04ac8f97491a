"""The command line: what it takes, and which module does the work.

Data goes to standard output, messages to standard error. Exit status: 0 all well, 1 some documents failed, 2 wrong
usage (an unknown option, a database that cannot be opened, a plan that is not there).
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

import councilplans
from councilplans import analysis, deciding, keeping, publishing
from councilplans.kinds import Kind, ListFormat, RecordFormat, ReportFormat, TableFormat
from councilplans.options import (
    DEFAULT_DATABASE,
    Authority,
    Database,
    Files,
    Jobs,
    Memory,
    Timeout,
    Tracked,
    Vocab,
    read_day,
)
from ingest.options import Changes

if TYPE_CHECKING:
    from councilplans.asked import Asked
    from normalise.vocabulary import Additions

# The defaults of councilplans.pool, which is too slow to import for --help; a test holds them equal.
DEFAULT_SECONDS = 120.0
DEFAULT_MEBIBYTES = 2048

# What a shell gives for a command whose reader has closed the pipe (128 + SIGPIPE).
CLOSED_PIPE = 141


class _Commands(TyperGroup):
    """The commands; one whose reader has had enough, as `head` has, ends without a word and is no failure.

    Where standard output cannot be written, on a full disc say, that is one line on standard error and exit status 2.
    """

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer's own, which it does not publish
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            _stop_printing()
            raise typer.Exit(CLOSED_PIPE) from None
        except OSError as error:
            if error.filename is not None or _can_print():
                raise
            _stop_printing()
            from councilplans.printing import WRONG_USAGE, complain  # noqa: PLC0415

            complain("standard output", f"cannot be written ({error.strerror}); print to another place")
            raise typer.Exit(WRONG_USAGE) from None


def _can_print() -> bool:
    """Say whether standard output takes another line; where it does, it was something else that failed."""
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError:
        return False
    return True


def _stop_printing() -> None:
    """Let what is printed from now on be lost: Python flushes once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

vocab_commands = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(vocab_commands, name="vocab", help="What the vocabularies know, and what they do not.")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"councilplans {councilplans.__version__}")
        raise typer.Exit


@app.callback()
def _start(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and stop.")
    ] = False,
) -> None:
    """Read the action plans that councils publish, and load them into a database."""


@app.command()
def extract(
    files: Files,
    *,
    format: Annotated[RecordFormat, typer.Option(help="How to print the actions.")] = RecordFormat.JSON,
    authority: Authority = None,
    changes: Tracked = Changes.FINAL,
    vocab: Vocab = None,
    jobs: Jobs = None,
    timeout: Timeout = DEFAULT_SECONDS,
    memory: Memory = DEFAULT_MEBIBYTES,
) -> None:
    """Print the plans and actions of documents, without a database."""
    from councilplans import reading  # noqa: PLC0415 - workers are slow to import

    asked = _asked(timeout, memory, jobs=jobs, authority=authority, changes=changes, vocab=vocab)
    raise typer.Exit(reading.extract(files, format, asked))


@app.command()
def tables(
    files: Files,
    *,
    format: Annotated[TableFormat, typer.Option(help="How to print the tables.")] = TableFormat.JSON,
    changes: Tracked = Changes.FINAL,
    jobs: Jobs = None,
    timeout: Timeout = DEFAULT_SECONDS,
    memory: Memory = DEFAULT_MEBIBYTES,
) -> None:
    """Print every table of documents as it stands, before anything is interpreted."""
    from councilplans import reading  # noqa: PLC0415 - workers are slow to import

    raise typer.Exit(reading.tables(files, format, _asked(timeout, memory, jobs=jobs, changes=changes)))


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A document.")],
    *,
    action: Annotated[
        int, typer.Option(min=1, metavar="N", help="Which action, counted from 1 in the order that extract prints.")
    ],
    format: Annotated[ReportFormat, typer.Option(help="How to print the reasons.")] = ReportFormat.TEXT,
    authority: Authority = None,
    changes: Tracked = Changes.FINAL,
    vocab: Vocab = None,
    timeout: Timeout = DEFAULT_SECONDS,
    memory: Memory = DEFAULT_MEBIBYTES,
) -> None:
    """Print how each value of an action was read: from which words, how surely, by which rule, and where it stands."""
    from councilplans import explaining  # noqa: PLC0415 - workers are slow to import

    asked = _asked(timeout, memory, authority=authority, changes=changes, vocab=vocab)
    raise typer.Exit(explaining.explain(file, action, format, asked))


@app.command()
def debug(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF.")],
    *,
    page: Annotated[int, typer.Option(min=1, metavar="N", help="Which page, counted from 1.")],
    out: Annotated[
        Path | None, typer.Option(metavar="PNG", help="Where to write; FILE-page-N.png if not given.")
    ] = None,
) -> None:
    """Draw a page of a PDF with the words, rulings and cells that were found on it."""
    from councilplans import debugging  # noqa: PLC0415 - the document libraries are slow to import

    raise typer.Exit(debugging.debug(file, page, out or Path(f"{file.stem}-page-{page}.png")))


@app.command()
def read(
    kind: Annotated[Kind, typer.Argument(help="What each line is.")],
    as_of: Annotated[
        dt.date | None,
        typer.Option(metavar="DATE", parser=read_day, help="The plan's date, from which dates without a year count."),
    ] = None,
    vocab: Vocab = None,
) -> None:
    """Read one string a line on standard input, and print one JSON object a line."""
    from councilplans import reading  # noqa: PLC0415 - the language work is slow to import

    reading.read(kind, as_of, _additions(vocab))


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Documents, or folders of them.")],
    *,
    db: Database = DEFAULT_DATABASE,
    jobs: Jobs = None,
    timeout: Timeout = DEFAULT_SECONDS,
    memory: Memory = DEFAULT_MEBIBYTES,
    authority: Authority = None,
    changes: Tracked = Changes.FINAL,
    vocab: Vocab = None,
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Where documents came from: columns path or sha256, and url, retrieved, published, licence.",
        ),
    ] = None,
) -> None:
    """Read documents and keep their plans in a database; loading the same again changes nothing."""
    from councilplans import loading  # noqa: PLC0415 - SQLAlchemy is slow to import

    asked = _asked(timeout, memory, jobs=jobs, authority=authority, changes=changes, vocab=vocab)
    raise typer.Exit(loading.load(paths, db, asked, sources))


@vocab_commands.command()
def unmatched(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Documents, or folders of them.")],
    *,
    format: Annotated[ListFormat, typer.Option(help="How to write them.")] = ListFormat.TOML,
    vocab: Vocab = None,
    jobs: Jobs = None,
    timeout: Timeout = DEFAULT_SECONDS,
    memory: Memory = DEFAULT_MEBIBYTES,
) -> None:
    """List headings, statuses, timescales and owners that no entry knew, ready to paste into a --vocab file."""
    from councilplans import unmatched as command  # noqa: PLC0415 - workers are slow to import

    asked = _asked(timeout, memory, jobs=jobs, vocab=vocab)
    raise typer.Exit(command.list_unmatched(paths, format, asked))


@app.command("list")
def list_plans(db: Database = DEFAULT_DATABASE) -> None:
    """Print a table of the plans in the database: their actions, statuses and issues."""
    from councilplans import querying  # noqa: PLC0415 - SQLAlchemy is slow to import

    querying.list_plans(db)


@app.command()
def show(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="Its number in the list, or words of its title or authority.")
    ],
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Print one plan with its actions, and where each stands in the document."""
    from councilplans import querying  # noqa: PLC0415 - SQLAlchemy is slow to import

    querying.show(plan, db)


analysis.add_commands(app)
deciding.add_commands(app)
keeping.add_commands(app)
publishing.add_commands(app)


def _asked(
    timeout: float,
    memory: int,
    *,
    jobs: int | None = None,
    authority: str | None = None,
    changes: Changes = Changes.FINAL,
    vocab: Path | None = None,
) -> Asked:
    """Return how documents are to be read; a vocabulary file that cannot be used ends the command."""
    from councilplans.asked import Asked  # noqa: PLC0415 - pebble and multiprocessing are slow to import
    from councilplans.pool import Limits  # noqa: PLC0415

    limits = Limits(seconds=timeout, mebibytes=memory, jobs=jobs or os.cpu_count() or 1)
    return Asked(limits, authority, changes, _additions(vocab))


def _additions(vocab: Path | None) -> Additions:
    """Return what a vocabulary file adds; one that cannot be used ends the command with exit status 2."""
    from normalise.additions import read_additions  # noqa: PLC0415
    from normalise.vocabulary import Additions, VocabularyError  # noqa: PLC0415

    try:
        return read_additions(vocab) if vocab else Additions()
    except VocabularyError as error:
        from councilplans.printing import WRONG_USAGE, say  # noqa: PLC0415

        say(error)
        raise typer.Exit(WRONG_USAGE) from None


def main() -> None:
    """Run the command line."""
    from councilplans.printing import use_utf8  # noqa: PLC0415

    use_utf8()
    app()
