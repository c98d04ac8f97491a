"""The commands that compare: a plan with its earlier versions, and authorities with one another."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from councilplans.kinds import AnswerFormat, GroupedBy
from councilplans.options import DEFAULT_DATABASE, Database, read_day

Answer = Annotated[AnswerFormat, typer.Option("--format", help="How to write the answer.")]
PlanName = Annotated[
    str, typer.Argument(metavar="PLAN", help="Its number in the list, or words of its title or authority.")
]
Day = Annotated[
    dt.date | None,
    typer.Option("--on", metavar="DAY", parser=read_day, help="The day on which deadlines are past; today by default."),
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the programme's."""
    for command in (compare, history, measure, overdue, alike):
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


def measure(
    day: Day = None,
    by: Annotated[GroupedBy, typer.Option(help="What they are given for, one by one.")] = GroupedBy.AUTHORITY,
    successors: Annotated[
        bool, typer.Option("--successors", help="Count abolished authorities with those that took their place.")
    ] = False,
    db: Database = DEFAULT_DATABASE,
    format: Answer = AnswerFormat.TABLE,
) -> None:
    """Tell how far plans are carried out: shares complete, overdue, slipped, without owner or date.

    Asked of the latest version of each plan; each share with what it is of, how many could not be asked (unknown: a
    status or date that could not be read is one) and how many of those counted are doubtful: those that rest on a
    status that is unknown or of a confidence below 0.6, a deadline in force of one below 0.8, or a match of versions
    below 0.9. A deadline has moved if the one in force lies after, or before, the first that any version gave; days
    are means over those that moved. Days to completion run from the first version that has the action to the day on
    which it was done, or else, doubtful, to the date of the version that first says so. An authority with several
    successors counts with each, and once in all.
    """
    from councilplans import measuring  # noqa: PLC0415 - SQLAlchemy is slow to import

    measuring.measure(db, day or dt.date.today(), by=by, successors=successors, form=format)


def overdue(
    day: Day = None,
    authority: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of one authority: words of its name, or its GSS code.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many, the longest overdue.")] = None,
    db: Database = DEFAULT_DATABASE,
    format: Answer = AnswerFormat.TABLE,
) -> None:
    """List the open actions whose deadline is past, the longest overdue first.

    Asked of the latest version of each plan. An action is open unless it is complete or cancelled, also where its
    status is unknown; its deadline is the revised one where there is one, and is past on the day after its last day.
    What was done since the version's date is not known. A line is doubtful (?) where the status is unknown or of a
    confidence below 0.6, or the deadline of one below 0.8, because its year is not printed, say.
    """
    from councilplans import measuring  # noqa: PLC0415 - SQLAlchemy is slow to import

    measuring.overdue(db, day or dt.date.today(), authority=authority, limit=limit, form=format)


def alike(
    threshold: Annotated[
        float | None,
        typer.Option(min=0.05, max=1.0, help="How alike, 0 to 1, the texts of a group are at least on average."),
    ] = None,
    db: Database = DEFAULT_DATABASE,
    format: Answer = AnswerFormat.TABLE,
) -> None:
    """Group the recommendations that several authorities received, by likeness of their words.

    Compared are the recommendations of the latest version of each plan; of an action without one, nothing is. A text
    is its telling words, their first letters and each two words in order, weighed by how rare they are among all
    texts; likeness is the cosine of these. Groups grow while their texts are on average as alike as the threshold. A
    higher threshold gives fewer and surer groups; the one in use if none is given was measured on labelled pairs.
    """
    from councilplans import measuring  # noqa: PLC0415 - SQLAlchemy is slow to import

    measuring.alike(db, threshold, format)
