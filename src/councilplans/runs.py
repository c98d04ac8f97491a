"""The command `runs`: which runs of `load` there were, and what failed in one of them."""

from __future__ import annotations

import datetime as dt

import typer
from rich.table import Table
from rich.text import Text

from councilplans.database import opened
from councilplans.printing import WRONG_USAGE, plain_console, plain_text, say
from store import LoadOutcome


def list_runs(db: str) -> None:
    """Print a table of all runs, the latest first."""
    with opened(db) as store:
        runs = store.list_runs()
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("run", justify="right")
    for heading in ("began", "ended", "version"):
        table.add_column(heading)
    for outcome in LoadOutcome:
        table.add_column(outcome, justify="right")
    for run in runs:
        ended = _moment(run.ended_at) if run.ended_at else "cut short"
        counts = (str(run.outcomes.get(outcome, 0)) for outcome in LoadOutcome)
        table.add_row(str(run.number), _moment(run.started_at), ended, plain_text(run.reader_version), *counts)
    plain_console().print(table)


def show_run(db: str, number: int) -> None:
    """Print the files that failed in a run, with the reasons; no such run is exit status 2."""
    with opened(db) as store:
        results = store.list_results(number)
    if results is None:
        say(f"there is no run {number}; councilplans runs lists them")
        raise typer.Exit(WRONG_USAGE)
    failed = [result for result in results if result.outcome is LoadOutcome.FAILED]
    console = plain_console()
    for result in failed:
        console.print(Text(f"{result.path}: {result.message or 'no reason was written down'}"), soft_wrap=True)
    say(f"{len(failed)} of {len(results)} files failed in run {number}")


def _moment(when: dt.datetime) -> str:
    """Return a moment as it is shown: UTC, to the second."""
    return f"{when:%Y-%m-%d %H:%M:%S}"
