"""From what a document shows to what it plans: the one way through the normaliser."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.model import Issue, IssueCode, Parsed, Severity, Table
from normalise.authorities import resolve_authority
from normalise.bilingual import in_one_language, is_bilingual, pair_languages
from normalise.cards import turn_cards
from normalise.dates import DateContext
from normalise.facts import DocumentFacts, read_facts, read_plan_type, title_above
from normalise.headings import read_heading
from normalise.kinds import ACTION_PLAN
from normalise.leads import with_colons
from normalise.legend import read_legend
from normalise.listed import ListedPlan, read_listed
from normalise.model import ActionRecord, Field, FlexibleDate, PlanFacts, PlanRecord
from normalise.parts import split_row, uneven_parts
from normalise.records import PlanContext, begins_with_number, build_record
from normalise.roles import Role
from normalise.rowcells import PlanRow
from normalise.rows import main_column, read_rows
from normalise.shape import read_shape
from normalise.tables import ReadTable, read_tables, supply_years, table_issues
from normalise.themes import read_surroundings
from normalise.unfolded import unfold_labels
from normalise.vocabulary import fold

NUMBERED = 0.5  # share of main cells that begin with a number, from which it is the reference
_THEME_AND_NAME = re.compile(r"^\w+(?: \w+)?(?: \d+)?\s*(?::|\s[–-])\s*\S")
_MONTH_FIRST = re.compile(r"\b(0?[1-9]|1[0-2])[/.](1[3-9]|2\d|3[01])[/.](?:\d{2}|\d{4})\b")
_DAY_FIRST = re.compile(r"\b(1[3-9]|2\d|3[01])[/.](0?[1-9]|1[0-2])[/.](?:\d{2}|\d{4})\b")
_FINANCIAL_QUARTER = re.compile(
    r"\bq(?:uarter)?\s?[1-4]\s*,?\s*(?:of\s+)?(?:fy)?\s?(?:20)?\d\d\s?[/-]\s?(?:20)?\d\d\b", re.I
)


@dataclass(slots=True)
class Group:
    """The tables of one plan, under one title."""

    title: str | None
    tables: list[ReadTable] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """What is read of a document, as it comes together."""

    plans: list[PlanFacts] = field(default_factory=list)
    actions: list[ActionRecord] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def normalise_document(parsed: Parsed, *, authority: str | None = None) -> PlanRecord:
    """Return the plans and actions of a document.

    `authority` is what the caller says the authority is: it is taken where the document does not say; where the
    document says otherwise, an issue names both.
    """
    parsed = _with_cards_turned(parsed)
    shapes = [read_shape(table) for table in parsed.tables]
    legend = read_legend(shapes, parsed.blocks)
    tables = read_tables(shapes, legend, None)
    facts = _facts(parsed, [table for table in tables if table.kind == ACTION_PLAN])
    if _need_date(tables):
        tables = read_tables(shapes, legend, _day(facts.as_of))
    groups = _group(parsed, [table for table in tables if table.kind == ACTION_PLAN], facts)
    gathered = Gathered(issues=list(parsed.issues))
    base = PlanContext(legend=legend, dates=_date_context(parsed))
    for number, group in enumerate(groups):
        own = facts if len(groups) == 1 else _own_facts(parsed, groups, number, facts)
        _read_group(parsed, group, own, replace(base, plan=number), authority, gathered)
    _count_once(gathered, groups)
    if not gathered.actions:
        groups, gathered.plans = [], []
    listed = read_listed(parsed, facts, [table.table for group in groups for table in group.tables])
    for number, rows in listed.added:
        _read_added(rows, number, groups, facts, base, gathered)
    for plan in listed.plans:
        _read_list(plan, len(gathered.plans), base, authority, gathered)
    if listed.beside:
        gathered.issues.append(_list_beside_tables(listed.beside))
    starts = [_place(parsed, group.tables[0].table) for group in groups] + [plan.start for plan in listed.plans]
    new = _in_order(gathered, starts)
    if not gathered.actions:
        gathered.issues.append(Issue(IssueCode.NO_PLAN, Severity.WARNING, "no action plan was found in this document"))
    numbers = {table.table.number: new[plan] for plan, group in enumerate(groups) for table in group.tables}
    return PlanRecord(
        source=parsed.source,
        plans=tuple(gathered.plans) if gathered.actions else (),
        tables=tuple(table.as_record(numbers if gathered.actions else {}) for table in tables),
        actions=tuple(gathered.actions),
        issues=tuple(gathered.issues),
    )


def _count_once(gathered: Gathered, groups: list[Group]) -> None:
    """Pair what is printed in two languages; a plan that is then without actions goes to the one that has them."""
    gathered.actions, issues = pair_languages(gathered.actions)
    gathered.issues.extend(issues)
    held = [plan.plan for plan in gathered.plans if any(action.plan == plan.plan for action in gathered.actions)]
    if not issues or len(held) == len(gathered.plans):
        return
    numbers = {plan: number for number, plan in enumerate(held)}
    empty = [group for plan, group in enumerate(groups) if plan not in numbers]
    groups[:] = [groups[plan] for plan in held]
    for group in empty:
        groups[0].tables.extend(group.tables)
    gathered.plans = [replace(gathered.plans[plan], plan=numbers[plan]) for plan in held]
    gathered.actions = [replace(action, plan=numbers[action.plan]) for action in gathered.actions]


def _need_date(tables: Sequence[ReadTable]) -> bool:
    """Tell whether the plan's date decides what a column is: "Completed" over dates, months over sentences."""
    named = any(column.reading.field is Field.COMPLETED for table in tables for column in table.shape.columns)
    return named or any(role.value for table in tables for role in table.roles)


def _with_cards_turned(parsed: Parsed) -> Parsed:
    parsed = with_colons(parsed)
    return replace(parsed, content=unfold_labels(turn_cards(parsed.content)))


def _place(parsed: Parsed, table: Table) -> int:
    return next(at for at, item in enumerate(parsed.content) if item is table)


def _facts(parsed: Parsed, tables: Sequence[ReadTable]) -> DocumentFacts:
    numbers = [table.table.number for table in tables]
    return read_facts(parsed, numbers, [date for table in tables for date in table.update_dates])


def _day(edtf: str | None) -> dt.date | None:
    return FlexibleDate.first_day_of(edtf) if edtf else None


def _date_context(parsed: Parsed) -> DateContext:
    """Return how this document's dates are to be read: its order of day and month, its kind of quarters."""
    text = "\n".join(cell.text for table in parsed.tables for cell in table.cells if len(cell.text) < 300)
    return DateContext(
        as_of=None,
        day_first=not (_MONTH_FIRST.search(text) and not _DAY_FIRST.search(text)),
        financial_quarters=bool(_FINANCIAL_QUARTER.search(text)),
    )


def _group(parsed: Parsed, tables: Sequence[ReadTable], facts: DocumentFacts) -> list[Group]:
    """Return the plan tables by plan: tables under one title are one plan, a new title of its own starts another."""
    groups: list[Group] = []
    for table in tables:
        title = title_above(parsed, table.table)
        if groups and (title is None or fold(title) == fold(groups[-1].title or "")):
            groups[-1].tables.append(table)
        else:
            groups.append(Group(title, [table]))
    return [Group(facts.title, groups[0].tables)] if len(groups) == 1 else groups


def _own_facts(parsed: Parsed, groups: Sequence[Group], number: int, facts: DocumentFacts) -> DocumentFacts:
    """Return the facts of one plan of several: what stands from the plan before to its own end says them first."""

    def after(group: Group) -> int:
        return _place(parsed, group.tables[-1].table) + 1

    start = after(groups[number - 1]) if number else 0
    own = _facts(replace(parsed, content=parsed.content[start : after(groups[number])]), groups[number].tables)
    title = groups[number].title or own.title
    return replace(
        own,
        title=title,
        authority=own.authority if own.authority.value else facts.authority,
        plan_type=read_plan_type(title or "") or own.plan_type or facts.plan_type,
        as_of=own.as_of or facts.as_of,
        meeting=own.meeting if own.meeting.body else facts.meeting,
    )


def _read_group(
    parsed: Parsed, group: Group, facts: DocumentFacts, context: PlanContext, caller: str | None, gathered: Gathered
) -> None:
    """Read the tables of one plan."""
    gathered.plans.append(_plan_facts(context.plan, group, facts, caller, gathered.issues))
    context = replace(context, as_of=_day(facts.as_of), as_of_edtf=facts.as_of)
    position = 0
    for printed in group.tables:
        table, supplied = supply_years(printed, context.as_of)
        gathered.issues.extend((*table_issues(table), *supplied))
        inner = _table_context(parsed, table, group, facts, context)
        for row in _rows(table, gathered.issues):
            position += 1
            record, issues = build_record(row, inner, position)
            gathered.actions.append(record)
            gathered.issues.extend(issues)


def _rows(table: ReadTable, issues: list[Issue]) -> Iterator[PlanRow]:
    rows, found = read_rows(table.shape, table.roles)
    issues.extend(found)
    texts = (cell.text for cell in table.table.cells)
    bilingual = is_bilingual(texts)
    for row in rows:
        split = split_row(in_one_language(row) if bilingual else row)
        issues.extend(uneven_parts(row) if len(split) == 1 else ())
        yield from split


def _table_context(
    parsed: Parsed, table: ReadTable, group: Group, facts: DocumentFacts, context: PlanContext
) -> PlanContext:
    above = read_surroundings(parsed, table, group.tables, facts.title)
    main = main_column(table.roles)
    asked = [role for role in table.roles if role.field is Field.RECOMMENDATION]
    numbered = next((r.field for r in (*([main] if main else ()), *asked) if _is_numbered(table, r.index)), None)
    return replace(
        context,
        theme=_headed_theme(main) or above.theme,
        owner=above.owner,
        timescale=above.timescale,
        section=above.done,
        numbered_text=numbered,
    )


def _headed_theme(main: Role | None) -> str | None:
    """Return the theme that heads the column of actions in place of "Action": "Theme: Sound money"."""
    if main is None or main.method != "cells" or not _THEME_AND_NAME.match(main.heading):
        return None
    return main.heading if read_heading(main.heading).field is Field.THEME else None


def _is_numbered(table: ReadTable, column: int) -> bool:
    """Tell whether the texts of a column carry their own numbers ("1.2 Review …")."""
    texts = table.shape.cells(column)
    return sum(map(begins_with_number, texts)) >= max(1, NUMBERED * len(texts))


def _read_added(
    rows: Sequence[PlanRow],
    table: int,
    groups: Sequence[Group],
    facts: DocumentFacts,
    base: PlanContext,
    gathered: Gathered,
) -> None:
    """Read the rows of a list that goes on with the plan of a table: they come after the plan's own."""
    plan = next(n for n, group in enumerate(groups) if any(table == held.table.number for held in group.tables))
    as_of = gathered.plans[plan].as_of or facts.as_of
    context = replace(base, plan=plan, as_of=_day(as_of), as_of_edtf=as_of)
    held = sum(action.plan == plan for action in gathered.actions)
    for position, row in enumerate(rows, start=held + 1):
        record, issues = build_record(row, context, position)
        gathered.actions.append(record)
        gathered.issues.extend(issues)


def _read_list(plan: ListedPlan, number: int, context: PlanContext, caller: str | None, gathered: Gathered) -> None:
    """Read a plan told in a list."""
    rows, facts = plan.rows, plan.facts
    context = replace(
        context,
        plan=number,
        as_of=_day(facts.as_of),
        as_of_edtf=facts.as_of,
    )
    pages = sorted({page for row in rows for cell in row.cells if cell.cell for page in cell.cell.pages})
    told = _plan_facts(number, Group(facts.title), facts, caller, gathered.issues)
    gathered.plans.append(replace(told, pages=tuple(pages)))
    for position, row in enumerate(rows, start=1):
        record, issues = build_record(row, context, position)
        gathered.actions.append(record)
        gathered.issues.extend(issues)


def _in_order(gathered: Gathered, starts: Sequence[int]) -> list[int]:
    """Bring plans and their actions into the order of the document; return the new number of each plan.

    `starts` are the places in the document's content at which the plans begin.
    """
    order = sorted(range(len(starts)), key=starts.__getitem__)
    new = [order.index(plan) for plan in range(len(starts))]
    gathered.plans = [replace(gathered.plans[plan], plan=number) for number, plan in enumerate(order)]
    renumbered = [replace(action, plan=new[action.plan]) for action in gathered.actions]
    gathered.actions = sorted(renumbered, key=lambda action: action.plan)
    return new


def _list_beside_tables(rows: Sequence[PlanRow]) -> Issue:
    """Return the issue that names a list of actions beside the plan's tables: it is not counted among them."""
    texts = "; ".join(row.text(Field.ACTION, Field.RECOMMENDATION) or "" for row in rows)
    message = f"a list beside the plan's tables reads like {len(rows)} more actions, which were not taken: {texts}"
    return Issue(IssueCode.NOTE, Severity.INFO, message, rows[0].locator)


def _plan_facts(number: int, group: Group, facts: DocumentFacts, caller: str | None, issues: list[Issue]) -> PlanFacts:
    found = facts.authority.value
    name, code = (found.name, found.gss_code) if found else (None, None)
    if caller:
        known = resolve_authority(caller)
        given = known.name if known else caller
        if name is None:
            name, code = given, known.gss_code if known else None
        elif fold(given) != fold(name):
            message = f"the document says that its authority is {name}; {given}, as given, was not taken"
            issues.append(Issue(IssueCode.AUTHORITY_CONFLICT, Severity.WARNING, message))
    elif name is None:
        issues.extend(issue for issue in facts.authority.issues if issue not in issues)
    pages = sorted({page for table in group.tables for page in table.table.pages})
    return PlanFacts(
        plan=number,
        title=group.title or facts.title,
        authority=name,
        authority_code=code,
        plan_type=facts.plan_type,
        as_of=facts.as_of,
        pages=tuple(pages),
        committee=facts.meeting.body,
        meeting_date=facts.meeting.day,
    )
