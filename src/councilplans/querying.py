"""The commands that ask the database: `list` and `show`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.table import Table
from rich.text import Text

from councilplans.database import named_plan, opened
from councilplans.printing import plain_console, plain_text
from councilplans.sources import provenance_lines
from normalise.model import ActionRecord, FlexibleDate, Origin, PlanRecord, Status
from store import DocumentFacts, PlanSummary, Totals

SHORT_HASH = 8
STATUS_HEADINGS = {
    Status.NOT_STARTED: "not started",
    Status.IN_PROGRESS: "in progress",
    Status.DELAYED: "delayed",
    Status.COMPLETE: "complete",
    Status.ON_HOLD: "on hold",
    Status.CANCELLED: "cancelled",
    Status.UNKNOWN: "unknown",
}


def list_plans(db: str) -> None:
    """Print a table of all plans with their actions, statuses and issues."""
    with opened(db) as store:
        plans, totals = store.list_plans(), store.count_totals()
    plain_console().print(_plans_table(plans, totals))


def _plans_table(plans: list[PlanSummary], totals: Totals) -> Table:
    """Return the plans as a table; of the statuses, the columns that hold any.

    Documents that go by one name, such as two versions of a file, are told apart by when they were loaded and the
    beginning of their hash.
    """
    table = Table(box=None, pad_edge=False, header_style="bold", show_footer=True, footer_style="bold")
    used = [status for status in Status if totals.statuses.get(status)]
    table.add_column("plan", justify="right", footer=str(len(plans)))
    table.add_column("authority", overflow="fold", footer="in all")
    table.add_column("title", overflow="fold")
    table.add_column("document", overflow="fold")
    table.add_column("as of", no_wrap=True)
    table.add_column("actions", justify="right", footer=str(totals.actions))
    for status in used:
        table.add_column(STATUS_HEADINGS[status], justify="right", footer=str(totals.statuses[status]))
    table.add_column("issues", justify="right", footer=str(sum(plan.issues for plan in plans)))
    named = Counter(name for name, _ in {(_end(plan.document), plan.sha256) for plan in plans})
    if any(count > 1 for count in named.values()):
        table.add_column("loaded (UTC)", no_wrap=True)
        table.add_column("sha256", no_wrap=True)
    for plan in plans:
        name = _end(plan.document)
        words = (plan.authority, plan.title, name, plan.as_of)
        counts = (plan.actions, *(plan.statuses.get(status, 0) for status in used), plan.issues)
        version = (f"{plan.loaded:%Y-%m-%d %H:%M}", plan.sha256[:SHORT_HASH]) if named[name] > 1 else ()
        shown = (*map(plain_text, words), *(str(count or "") for count in counts), *version)
        table.add_row(str(plan.id), *shown)
    return table


def show(wanted: str, db: str) -> None:
    """Print the plan meant, action by action, with where each stands.

    Ends the command with exit status 2 where no plan or more than one is meant.
    """
    with opened(db) as store:
        plan_id = named_plan(store, wanted)
        record, document = store.read_plan(plan_id), store.read_document(plan_id)
    assert record is not None  # it was found a moment ago; plans go only with their documents
    assert document is not None
    console = plain_console()
    for line in _plan_lines(record, document):
        console.print(line, soft_wrap=True)


def _plan_lines(record: PlanRecord, document: DocumentFacts) -> Iterator[Text]:
    """Yield a plan's facts and its document's, then its actions, then its issues, each on lines of its own."""
    for plan in record.plans:
        yield plain_text(plan.title or "(no title)", "bold")
        facts = [plan.authority, plan.plan_type, plan.as_of and f"as of {plan.as_of}", record.source.path]
        yield plain_text(" · ".join(fact for fact in facts if fact))
    named = (f"document {document.id}", document.sha256[:SHORT_HASH], *provenance_lines(document.provenance))
    yield plain_text(" · ".join(named))
    for action in record.actions:
        yield Text()
        yield from _action_lines(action)
    if record.issues:
        yield Text()
    for issue in record.issues:
        page = f", page {issue.locator.page}" if issue.locator and issue.locator.page else ""
        yield plain_text(f"{issue.severity} ({issue.code}{page}): {issue.message}", "dim")


def _action_lines(action: ActionRecord) -> Iterator[Text]:
    """Yield an action's values, a line each, those that are empty left out."""
    reference = action.reference or f"({action.position})"
    yield plain_text(f"{reference}  {action.action or action.recommendation or action.finding or ''}", "bold")
    corrected = {name for name, note in action.readings.items() if note.origin is Origin.CORRECTION}
    how = f"from {action.status_source}, {action.status_confidence:.2f}"
    status = f"{action.status} ({'corrected' if 'status' in corrected else how})"
    values = {
        "theme": action.theme,
        "owners": "; ".join(owner.name if owner.role == "lead" else f"with {owner.name}" for owner in action.owners),
        "timescale": _with_date(action.timescale, action.due),
        "revised": _with_date(None, action.revised_due),
        "status": f"{action.status_text} → {status}" if action.status_text else status,
        "corrected": ", ".join(sorted(corrected)),
        "stands": _place(action),
    }
    for update in action.updates:
        values[f"update {update.as_of or ''}".strip()] = update.text
    for name, value in values.items():
        if value:
            yield Text("    ").append_text(plain_text(f"{name}: {value}"))


def _with_date(printed: str | None, date: FlexibleDate | None) -> str | None:
    if date is None:
        return printed
    days = f"{date.edtf} ({date.start or '…'} to {date.end or '…'})"
    return f"{printed} → {days}" if printed else days


def _place(action: ActionRecord) -> str:
    source = action.source
    where = [f"page {', '.join(map(str, source.pages))}"] if source.pages else []
    if source.table is not None:
        where.append(f"table {source.table}, row {source.row}")
    return ", ".join(where)


def _end(path: str) -> str:
    """Return the end of a path, enough to tell documents of one name apart."""
    return "/".join(Path(path).parts[-2:])
