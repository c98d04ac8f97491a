"""From what a document shows to what it plans: the one way through the normaliser."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.model import Issue, IssueCode, Locator, Parsed, Severity, Table
from normalise.authorities import resolve_authority
from normalise.cards import turn_card
from normalise.columns import Role, assign_columns
from normalise.dates import DateContext
from normalise.evidence import looks_like_reference
from normalise.facts import DocumentFacts, read_facts, title_above
from normalise.kinds import ACTION_PLAN, OTHER, table_kind
from normalise.labelled import read_labelled
from normalise.legend import Legend, read_legend
from normalise.lists import read_lists
from normalise.model import ActionRecord, Field, FlexibleDate, PlanFacts, PlanRecord, TableRecord
from normalise.parts import split_row
from normalise.records import PlanContext, begins_with_number, build_record
from normalise.rowcells import PlanRow
from normalise.rows import main_column, read_rows
from normalise.shape import TableShape, read_shape
from normalise.vocabulary import fold

NUMBERED = 0.5  # share of main cells that begin with a number, from which it is the reference
_LEAD_IN_HEADING = re.compile(
    r"^(?P<theme>.*?)\s*(?:[-–|,;(]\s*)?\b(?:lead(?: officer)?|owner|responsible(?: officer)?)\s*[:–-]\s*"
    r"(?P<owner>[^;|)]+)\)?\s*$",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"\b(0?[1-9]|1[0-2])[/.](1[3-9]|2\d|3[01])[/.](?:\d{2}|\d{4})\b")
_DAY_FIRST = re.compile(r"\b(1[3-9]|2\d|3[01])[/.](0?[1-9]|1[0-2])[/.](?:\d{2}|\d{4})\b")
_FINANCIAL_QUARTER = re.compile(
    r"\bq(?:uarter)?\s?[1-4]\s*,?\s*(?:of\s+)?(?:fy)?\s?(?:20)?\d\d\s?[/-]\s?(?:20)?\d\d\b", re.I
)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table with its shape, what its columns mean and what kind it is."""

    shape: TableShape
    roles: tuple[Role, ...]
    kind: str

    @property
    def table(self) -> Table:
        """The table as parsed."""
        return self.shape.table


def normalise_document(parsed: Parsed, *, authority: str | None = None) -> PlanRecord:
    """Return the plans and actions of a document.

    `authority` is what the caller says the document's authority is; it overrides what the document says.
    """
    parsed = _with_cards_turned(parsed)
    shapes = [read_shape(table) for table in parsed.tables]
    legend = read_legend(shapes, parsed.blocks)
    tables = _read_tables(shapes, legend, None)
    facts = _facts(parsed, tables)
    named = _named_authority(facts, authority)
    as_of = _day(facts)
    if any(column.reading.field is Field.COMPLETED for shape in shapes for column in shape.columns):
        tables = _read_tables(shapes, legend, as_of)
    plan_tables = [table for table in tables if table.kind == ACTION_PLAN]
    context = PlanContext(as_of=as_of, as_of_edtf=facts.as_of, legend=legend, dates=_date_context(parsed, as_of))
    grouped = _group(parsed, plan_tables, facts)
    issues = [*parsed.issues, *(() if authority else facts.authority.issues)]
    actions: list[ActionRecord] = []
    for plan, (_, members) in enumerate(grouped):
        themed = len({fold(t.table.heading or "") for t in members}) > 1
        position = 0
        for table in members:
            inner = _table_context(table, context, facts, plan, themed=themed)
            records, found = _read_actions(table, inner, position)
            position += len(records)
            actions.extend(records)
            issues.extend([*_title_row_issues(table), *_column_issues(table), *found])
    plans = [_plan_facts(i, title, members, facts, named) for i, (title, members) in enumerate(grouped)]
    if not actions:
        listed = [_without_title(row, facts.title) for row in read_labelled(parsed) or read_lists(parsed)]
        for row in listed:
            record, noticed = build_record(row, context, len(actions) + 1)
            actions.append(record)
            issues.extend(noticed)
        plans = [replace(_plan_facts(0, None, (), facts, named), pages=_pages(listed))] if listed else []
    if not actions:
        issues.append(Issue(IssueCode.NO_PLAN, Severity.WARNING, "no action plan was found in this document"))
    numbers = {table.table.number: plan for plan, (_, members) in enumerate(grouped) for table in members}
    return PlanRecord(
        source=parsed.source,
        plans=tuple(plans),
        tables=tuple(_table_record(table, numbers) for table in tables),
        actions=tuple(actions),
        issues=tuple(issues),
    )


def _with_cards_turned(parsed: Parsed) -> Parsed:
    return replace(
        parsed, content=tuple((turn_card(item) or item) if isinstance(item, Table) else item for item in parsed.content)
    )


def _without_title(row: PlanRow, title: str | None) -> PlanRow:
    """Return a row of a list without the document's own title for a theme."""
    return replace(row, section=None) if row.section and title and fold(row.section) in fold(title) else row


def _read_tables(shapes: Sequence[TableShape], legend: Legend, as_of: dt.date | None) -> list[ReadTable]:
    """Return each table read by itself, then those without headings by the columns of a like plan table."""
    read = []
    for shape in shapes:
        roles = assign_columns(shape, as_of)
        kind = "legend" if shape.table.number in legend.tables else table_kind(shape, roles)
        read.append(ReadTable(shape, roles, kind))
    plans = [table for table in read if table.kind == ACTION_PLAN]
    for i, table in enumerate(read):
        if table.kind != OTHER or table.shape.has_headings or not table.shape.body:
            continue
        like = [plan for plan in plans if plan.table.n_columns == table.table.n_columns]
        if like and _fits(table):
            nearest = min(like, key=lambda plan: abs(plan.table.number - table.table.number))
            roles = tuple(
                replace(role, heading=other.heading, field=other.field, confidence=0.6, method="cells")
                for role, other in zip(table.roles, nearest.roles, strict=True)
            )
            read[i] = ReadTable(table.shape, roles, ACTION_PLAN)
    return read


def _fits(table: ReadTable) -> bool:
    """Tell whether a table without headings holds text that could be actions at all."""
    return any(role.evidence.mean_length >= 12 for role in table.roles)


def _facts(parsed: Parsed, tables: Sequence[ReadTable]) -> DocumentFacts:
    plan_tables = [table.table.number for table in tables if table.kind == ACTION_PLAN]
    update_dates = [
        role.as_of.edtf
        for table in tables
        if table.kind == ACTION_PLAN
        for role in table.roles
        if role.as_of and role.field in (Field.UPDATE, Field.STATUS)
    ]
    return read_facts(parsed, plan_tables, update_dates)


def _day(facts: DocumentFacts) -> dt.date | None:
    return FlexibleDate.first_day_of(facts.as_of) if facts.as_of else None


def _named_authority(facts: DocumentFacts, caller: str | None) -> tuple[str | None, str | None]:
    """Return the authority's name and GSS code, the caller's word before the document's."""
    if caller:
        known = resolve_authority(caller)
        return (known.name, known.gss_code) if known else (caller, None)
    found = facts.authority.value
    return (found.name, found.gss_code) if found else (None, None)


def _date_context(parsed: Parsed, as_of: dt.date | None) -> DateContext:
    """Return how this document's dates are to be read: its order of day and month, its kind of quarters."""
    text = "\n".join(cell.text for table in parsed.tables for cell in table.cells if len(cell.text) < 300)
    return DateContext(
        as_of=as_of,
        day_first=not (_MONTH_FIRST.search(text) and not _DAY_FIRST.search(text)),
        financial_quarters=bool(_FINANCIAL_QUARTER.search(text)),
    )


def _group(
    parsed: Parsed, tables: Sequence[ReadTable], facts: DocumentFacts
) -> list[tuple[str | None, list[ReadTable]]]:
    """Return the plan tables by plan: tables under one title are one plan, a new title of its own starts another."""
    groups: list[tuple[str | None, list[ReadTable]]] = []
    for table in tables:
        title = title_above(parsed, table.table)
        if groups and (title is None or fold(title) == fold(groups[-1][0] or "")):
            groups[-1][1].append(table)
        else:
            groups.append((title, [table]))
    if len(groups) == 1:
        return [(facts.title, groups[0][1])]
    return groups


def _table_context(
    table: ReadTable, context: PlanContext, facts: DocumentFacts, plan: int, *, themed: bool
) -> PlanContext:
    heading = table.table.heading
    owner = None
    if heading and (named := _LEAD_IN_HEADING.match(heading)):
        heading, owner = named["theme"].strip() or None, named["owner"].strip()
    is_title = heading is not None and facts.title is not None and fold(heading) in fold(facts.title)
    texts = table.shape.cells(main.index) if (main := main_column(table.roles)) else []
    numbered = sum(map(begins_with_number, texts)) >= max(1, NUMBERED * len(texts))
    heading_words = [role.heading for role in table.roles]
    section = next(
        (text for text in (table.table.heading, table.shape.title, *heading_words) if _tells_done(text)), None
    )
    return replace(
        context,
        plan=plan,
        theme=heading if themed and not is_title and not looks_like_reference(heading or "") else None,
        owner=owner,
        section=section,
        numbered_text=numbered,
    )


def _tells_done(text: str | None) -> bool:
    """Tell whether a heading says that the actions under it are done ("Actions completed")."""
    return bool(
        text
        and re.search(r"\b(?:actions?|items?)\b.*\b(?:completed|closed)\b|\b(?:completed|closed) actions\b", text, re.I)
    )


def _read_actions(table: ReadTable, context: PlanContext, position: int) -> tuple[list[ActionRecord], list[Issue]]:
    rows, issues = read_rows(table.shape, table.roles)
    records: list[ActionRecord] = []
    found = list(issues)
    for row in rows:
        for part in split_row(row):
            record, more = build_record(part, context, position + len(records) + 1)
            records.append(record)
            found.extend(more)
    return records, found


def _title_row_issues(table: ReadTable) -> list[Issue]:
    """Return the text of a title row inside the table as a note: it is no action's."""
    if not table.shape.title:
        return []
    at = Locator(page=min(table.table.pages, default=None), table=table.table.number, row=0)
    return [Issue(IssueCode.NOTE, Severity.INFO, f"above its headings the table reads: {table.shape.title}", at)]


def _column_issues(table: ReadTable) -> list[Issue]:
    """Return an issue for each column that maps to no field, and for each that only its cells explain."""
    issues = []
    for role in table.roles:
        at = Locator(page=min(table.table.pages, default=None), table=table.table.number, column=role.index)
        name = repr(role.heading) if role.heading else f"{role.index + 1} (no heading)"
        if role.field is Field.EXTRA and role.evidence.n:
            message = f"column {name} maps to no field; its text is under extra"
            issues.append(Issue(IssueCode.UNKNOWN_COLUMN, Severity.INFO, message, at))
        elif role.method == "cells":
            message = f"column {name} was taken for {role.field.printed} by what its cells hold"
            issues.append(Issue(IssueCode.GUESSED_COLUMN, Severity.INFO, message, at))
    return issues


def _plan_facts(
    number: int,
    title: str | None,
    members: Iterable[ReadTable],
    facts: DocumentFacts,
    authority: tuple[str | None, str | None],
) -> PlanFacts:
    pages = sorted({page for table in members for page in table.table.pages})
    return PlanFacts(
        plan=number,
        title=title or facts.title,
        authority=authority[0],
        authority_code=authority[1],
        plan_type=facts.plan_type,
        as_of=facts.as_of,
        pages=tuple(pages),
    )


def _pages(rows: Sequence[PlanRow]) -> tuple[int, ...]:
    return tuple(sorted({page for row in rows for cell in row.cells if cell.cell for page in cell.cell.pages}))


def _table_record(table: ReadTable, plans: dict[int, int]) -> TableRecord:
    return TableRecord(
        table=table.table.number,
        plan=plans.get(table.table.number),
        kind=table.kind,
        pages=table.table.pages,
        columns=tuple(role.as_record() for role in table.roles),
    )
