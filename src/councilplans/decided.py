"""What people decide, done and told: `correct`, `corrections`, `withdraw`, `reassign` and `forget`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Mapping

from rich.text import Text

from councilplans.database import named_plan, opened
from councilplans.kinds import ReportFormat
from councilplans.printing import plain_console, plain_text
from store import CorrectionSummary, Decision

# What a person who corrects the one may expect of the other, and has to say as well.
_BESIDE = {"owner": "owners", "timescale": "due", "status_text": "status"}


def correct(plan: str, action: str | None, field: str, value: str, *, by: str, why: str, db: str) -> None:
    """Put a value in force and print what it does."""
    with opened(db) as store:
        made = store.correct(named_plan(store, plan), action, field, value, by=by, reason=why)
    _print_lines(_lines_of(made))
    if field in _BESIDE:
        _print_lines([Text(f"{_BESIDE[field]} stays as it was read; correct it too where it is wrong")])


def withdraw(number: int, *, by: str, db: str) -> None:
    """Withdraw a correction and print it."""
    with opened(db) as store:
        _print_lines(_lines_of(store.withdraw(number, by=by)))


def list_corrections(plan: str | None, form: ReportFormat, db: str) -> None:
    """Print all corrections, or those of all versions of a plan."""
    with opened(db) as store:
        found = store.list_corrections(None if plan is None else named_plan(store, plan))
    if form is ReportFormat.JSON:
        listed = [dataclasses.asdict(told) for told in found]
        sys.stdout.write(json.dumps({"corrections": listed}, ensure_ascii=False, indent=1, default=_iso) + "\n")
        return
    for told in found:
        _print_lines(_lines_of(told))


def reassign(
    plan: str | None, document: str | None, *, authority: str | None, to: str | None, by: str, why: str, db: str
) -> None:
    """Say whose plans are, or which plan one is a version of, and print what holds now."""
    with opened(db) as store:
        plan_id = None if plan is None else named_plan(store, plan)
        target = None if to is None else named_plan(store, to)
        store.reassign(plan_id=plan_id, document=document, authority=authority, to=target, by=by, reason=why)
        decided = store.list_decisions()
    _print_lines(_lines_of_decisions(one for one in decided if one.made_at == decided[-1].made_at))


def undo(plan: str | None, document: str | None, *, by: str, why: str, db: str) -> None:
    """Take back what was decided of a plan, or of the plans of a document, and print that."""
    with opened(db) as store:
        plan_id = None if plan is None else named_plan(store, plan)
        store.undo_reassignment(plan_id=plan_id, document=document, by=by, reason=why)
        undone = [one for one in store.list_decisions() if one.undone_at]
    last = max(one.undone_at for one in undone if one.undone_at)
    _print_lines(_lines_of_decisions(one for one in undone if one.undone_at == last))


def list_decisions(db: str) -> None:
    """Print where people said that plans belong."""
    with opened(db) as store:
        _print_lines(_lines_of_decisions(store.list_decisions()))


def _lines_of_decisions(decisions: Iterable[Decision]) -> Iterator[Text]:
    for told in decisions:
        named = f"plan {told.plan}" if told.plan else f"a plan that is not read now, {told.title or '(no title)'}"
        yield plain_text(f"{named} ({told.document})", "bold")
        if told.authority:
            yield _beneath(f"of {told.authority}; read: {told.read or '(nobody)'}")
        if told.versions is not None and not told.undone_at:
            others = ", ".join(str(key) for key in told.versions if key != told.plan)
            yield _beneath(f"{f'one plan with {others}' if others else 'a plan of its own'}")
        yield _beneath(f"by {told.made_by}, {told.made_at:%Y-%m-%d %H:%M} UTC: {told.reason}")
        if told.undone_at:
            yield _beneath(f"undone by {told.undone_by}, {told.undone_at:%Y-%m-%d %H:%M} UTC: {told.undone_reason}")


def forget(document: str, db: str) -> None:
    """Remove a document and print what went with it."""
    with opened(db) as store:
        gone = store.forget(document)
    counts = {
        "plan": gone.plans,
        "action": gone.actions,
        "version": gone.versions,
        "plan through time": gone.series,
        "correction": gone.corrections,
        "failure": gone.failures,
    }
    hash_of = f" ({gone.sha256[:12]})" if gone.sha256 else ""
    told = [f"{count} {_plural(name, count)}" for name, count in counts.items() if count]
    told += [f"nothing is left of {name}" for name in gone.authorities]
    _print_lines([plain_text(f"forgot {gone.path}{hash_of}: {', '.join(told) or 'it held no plan'}")])


def _plural(name: str, count: int) -> str:
    return name if count == 1 else name.replace("plan ", "plans ") if " " in name else f"{name}s"


def _iso(moment: object) -> str:
    assert isinstance(moment, dt.datetime)
    return moment.isoformat(timespec="seconds")


def _print_lines(lines: Iterator[Text] | list[Text]) -> None:
    console = plain_console()
    for line in lines:
        console.print(line, soft_wrap=True)


def _lines_of(told: CorrectionSummary) -> Iterator[Text]:
    """Yield a correction: what of, what was read and what is right; who, when and why; for which versions."""
    number = told.reference or (f"@{told.position}" if told.position else told.action)
    what = f"action {number}" if number else "the plan"
    plan = f"plan {told.plan}" if told.plan else "a plan that is not read now"
    yield plain_text(f"{told.id}  {plan} ({told.title or 'no title'}), {what}: {told.field}", "bold")
    yield _beneath(f"{_shown(told.reading)} → {_shown(told.value)}")
    yield _beneath(f"by {told.made_by}, {told.made_at:%Y-%m-%d %H:%M} UTC: {told.reason}")
    state = [str(told.state)]
    if told.withdrawn_by and told.withdrawn_at:
        state.append(f"by {told.withdrawn_by}, {told.withdrawn_at:%Y-%m-%d %H:%M} UTC")
    if told.in_force:
        state.append(f"stands in {', '.join(told.in_force)}")
    if told.lapsed:
        state.append(f"printed otherwise in {', '.join(told.lapsed)}")
    yield _beneath(f"{'; '.join(state)}")


def _beneath(text: str) -> Text:
    return Text("    ").append_text(plain_text(text))


def _shown(value: object) -> str:
    """Return a value of the record's JSON as a person writes it."""
    if isinstance(value, Mapping):
        return str(value["edtf"])
    if isinstance(value, list):
        return (
            "; ".join(one["name"] + (" (support)" if one["role"] == "support" else "") for one in value) or "(nobody)"
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "(nothing)" if value is None else str(value)
