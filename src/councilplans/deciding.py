"""The commands by which people decide: what is right where a reading is not, and where plans belong.

`councilplans.decided` does the work.
"""

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
    for command in (correct, corrections, withdraw, reassign, forget):
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


def reassign(
    *,
    plan: Annotated[
        str | None, typer.Option("--plan", metavar="PLAN", help="The plan, with other documents of its version.")
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", metavar="DOCUMENT", help="All plans of a document, by path or hash.")
    ] = None,
    authority: Annotated[
        str | None, typer.Option(metavar="NAME", parser=read_name, help="Whose it is: a name or a GSS code.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="PLAN", help="The plan that it is a version of.")] = None,
    apart: Annotated[bool, typer.Option("--apart", help="It is a plan of its own, no version of another.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was decided of it.")] = False,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who decides it.")] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="Why: the evidence.")] = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Say whose a plan is, or which plan it is a version of; without options, list what was said and undone."""
    from councilplans import decided  # noqa: PLC0415 - SQLAlchemy is slow to import

    chosen = sum((authority is not None, to is not None, apart, undo))
    if not chosen and plan is None and document is None:
        decided.list_decisions(db)
        return
    if chosen != 1:
        raise typer.BadParameter("give one of them", param_hint="--authority, --to, --apart or --undo")
    if (plan is None) == (document is None) or (plan is None and (to is not None or apart)):
        raise typer.BadParameter("name one plan, or for --authority and --undo a document", param_hint="--plan")
    if not (by and by.strip() and why and why.strip()):
        raise typer.BadParameter("say who decides it, and why", param_hint="--by and --why")
    if undo:
        decided.undo(plan, document, by=by, why=why, db=db)
    else:
        decided.reassign(plan, document, authority=authority, to=to, by=by, why=why, db=db)


def forget(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="Its path, its number, or the beginning of its SHA-256.")
    ],
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Remove a document from the database, with all that rests on it alone; what other documents support stays."""
    from councilplans import decided  # noqa: PLC0415 - SQLAlchemy is slow to import

    decided.forget(document, db)
