"""The commands that compare: a plan with its earlier versions, and authorities with one another."""

from __future__ import annotations

from typing import Annotated

import typer

from councilplans.kinds import AnswerFormat
from councilplans.options import DEFAULT_DATABASE, Database

Answer = Annotated[AnswerFormat, typer.Option("--format", help="How to write the answer.")]
PlanName = Annotated[
    str, typer.Argument(metavar="PLAN", help="Its number in the list, or words of its title or authority.")
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the programme's."""
    for command in (compare, history):
        app.command()(command)


def compare(
    plan: PlanName,
    *,
    earlier: Annotated[
        int | None, typer.Option("--from", min=1, metavar="N", help="The earlier version; the one before if not given.")
    ] = None,
    later: Annotated[
        int | None, typer.Option("--to", min=1, metavar="N", help="The later version; the latest if not given.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Each version with the one before it.")] = False,
    db: Database = DEFAULT_DATABASE,
    format: Answer = AnswerFormat.TABLE,
) -> None:
    """Tell what changed from one version of a plan to another: deadlines, statuses, owners, wordings, actions.

    A deadline moves by the days between the last days that both can mean; one that is made narrower (2025, then June
    2025) has not moved. Statuses go forward or back on the ladder of on hold, delayed, not started, in progress,
    complete. An action has vanished if the later version has it no more and it was neither complete nor cancelled, nor
    split or merged; "perhaps" where a row was taken for it that may be another action.
    """
    from councilplans import comparing  # noqa: PLC0415 - SQLAlchemy is slow to import

    comparing.compare(plan, db, earlier=earlier, later=later, every=every, form=format)


def history(
    plan: PlanName,
    action: Annotated[
        str, typer.Argument(metavar="ACTION", help="Its number in any version, or words of its wording.")
    ],
    db: Database = DEFAULT_DATABASE,
    format: Answer = AnswerFormat.TABLE,
) -> None:
    """Print one action through all versions of its plan."""
    from councilplans import comparing  # noqa: PLC0415 - SQLAlchemy is slow to import

    comparing.history(plan, action, db, format)
