"""The commands by which people decide: what is right where a reading is not. `councilplans.decided` does the work."""

from __future__ import annotations

from typing import Annotated

import typer

from councilplans.kinds import ReportFormat
from councilplans.options import DEFAULT_DATABASE, Database, read_name

Plan = Annotated[
    str, typer.Argument(metavar="PLAN", help="Its number in the list, or words of its title or authority.")
]
By = Annotated[str, typer.Option(metavar="NAME", parser=read_name, help="Who decides it.")]
Why = Annotated[str, typer.Option(metavar="TEXT", parser=read_name, help="Why: the evidence.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the others."""
    for command in (correct, corrections, withdraw):
        app.command()(command)


def correct(
    plan: Plan,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[ACTION] FIELD VALUE",
            help="The action by its reference, or by its position as @3; the field; what is right.",
        ),
    ],
    *,
    by: By,
    why: Why,
    of_plan: Annotated[
        bool, typer.Option("--plan", help="Correct title, plan_type or as_of of the plan; no action is named.")
    ] = False,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Put a value in force in place of what was read; the reading stays beside it."""
    from councilplans import decided  # noqa: PLC0415 - SQLAlchemy is slow to import

    wanted = "FIELD VALUE" if of_plan else "ACTION FIELD VALUE"
    if len(words) != len(wanted.split()):
        raise typer.BadParameter(f"after the plan come {wanted}, not {len(words)} words", param_hint=wanted)
    decided.correct(plan, None if of_plan else words[0], *words[-2:], by=by, why=why, db=db)


def corrections(
    plan: Annotated[str | None, typer.Argument(metavar="[PLAN]", help="The plan; all if not given.")] = None,
    *,
    format: Annotated[ReportFormat, typer.Option(help="How to print them.")] = ReportFormat.TEXT,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """List what people corrected, with what was read, who did it, when, why, and whether it is in force."""
    from councilplans import decided  # noqa: PLC0415 - SQLAlchemy is slow to import

    decided.list_corrections(plan, format, db)


def withdraw(
    number: Annotated[int, typer.Argument(metavar="N", help="The correction's number in the list of corrections.")],
    *,
    by: By,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Withdraw a correction, so that what was read stands again."""
    from councilplans import decided  # noqa: PLC0415 - SQLAlchemy is slow to import

    decided.withdraw(number, by=by, db=db)
