"""Tables read for their meaning: shape, columns, kind; and what is to be said of a table as a whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.model import Issue, IssueCode, Locator, Severity, Table
from normalise.columns import assign_columns
from normalise.headings import read_heading
from normalise.kinds import ACTION_PLAN, OTHER, table_kind
from normalise.legend import Legend
from normalise.model import Field, TableRecord
from normalise.roles import Role
from normalise.shape import TableShape
from normalise.vocabulary import fold

BORROWED = 0.6  # confidence of columns taken over from a like table
FEWEST_ALIKE = 3  # tables of one form
FEW_CELLS = 2  # of a column, too few to say what it holds
SHORTEST_ACTION = 12  # characters on average, below which no column can hold actions


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

    @property
    def update_dates(self) -> tuple[str, ...]:
        """The dates (EDTF) that its update and status columns bear in their headings."""
        dated = (role for role in self.roles if role.field in (Field.UPDATE, Field.STATUS))
        return tuple(role.as_of.edtf for role in dated if role.as_of)

    def as_record(self, plans: Mapping[int, int]) -> TableRecord:
        """Return the published form; `plans` gives the plan of each plan table by the table's number."""
        return TableRecord(
            table=self.table.number,
            plan=plans.get(self.table.number),
            kind=self.kind,
            pages=self.table.pages,
            columns=tuple(role.as_record() for role in self.roles),
        )


def read_tables(shapes: Sequence[TableShape], legend: Legend, as_of: dt.date | None) -> list[ReadTable]:
    """Return each table read by itself, then those without headings by the columns of a like plan table."""
    read = []
    for shape, roles in zip(shapes, _alike([assign_columns(shape, as_of) for shape in shapes]), strict=True):
        kind = "legend" if shape.table.number in legend.tables else table_kind(shape, roles)
        read.append(ReadTable(shape, roles, kind))
    plans = [table for table in read if table.kind == ACTION_PLAN]
    return [_like_another(table, plans) if _goes_unread(table) else table for table in read]


def _alike(tables: Sequence[tuple[Role, ...]]) -> list[tuple[Role, ...]]:
    """Return the columns of tables with those of like headings meaning the same: what most rows of them show.

    A form that is filled in for each recommendation holds a cell or two in a column, which may mislead.
    """
    by_headings: dict[tuple[str, ...], list[int]] = {}
    for at, roles in enumerate(tables):
        if all(role.heading for role in roles):
            by_headings.setdefault(tuple(fold(role.heading) for role in roles), []).append(at)
    settled = list(tables)
    for same in by_headings.values():
        if len(same) < FEWEST_ALIKE:
            continue
        for column in range(len(tables[same[0]])):
            said = [tables[at][column] for at in same]
            rows: Counter[Field] = Counter()
            for role in said:
                rows[role.field] += role.evidence.n
            field, most = rows.most_common(1)[0]
            chosen = next(role for role in said if role.field is field)
            for at in same if 2 * most > sum(rows.values()) else ():
                role = settled[at][column]
                if role.field is not field and role.evidence.n <= FEW_CELLS:
                    new = replace(chosen, evidence=role.evidence)
                    settled[at] = (*settled[at][:column], new, *settled[at][column + 1 :])
    return settled


def _goes_unread(table: ReadTable) -> bool:
    """Tell whether a table without headings, no plan by itself, holds text that could be actions at all."""
    possible = any(role.evidence.mean_length >= SHORTEST_ACTION for role in table.roles)
    return table.kind == OTHER and not table.shape.has_headings and bool(table.shape.body) and possible


def _like_another(table: ReadTable, plans: Sequence[ReadTable]) -> ReadTable:
    """Return a table read by the columns of the nearest plan table with as many; as it is where there is none."""
    like = [plan for plan in plans if plan.table.n_columns == table.table.n_columns]
    if not like:
        return table
    nearest = min(like, key=lambda plan: abs(plan.table.number - table.table.number))
    roles = tuple(
        replace(role, heading=other.heading, field=other.field, confidence=BORROWED, method="cells")
        for role, other in zip(table.roles, nearest.roles, strict=True)
    )
    return ReadTable(table.shape, roles, ACTION_PLAN)


def supply_years(table: ReadTable, as_of: dt.date | None) -> tuple[ReadTable, tuple[Issue, ...]]:
    """Return a table whose headings with a month alone ("Update May") have the last one before the plan's date.

    Each such heading has an issue that says so. Without a plan's date the table comes back as it is.
    """
    roles, issues = list(table.roles), []
    for at, role in enumerate(roles):
        if as_of is None or role.as_of or role.field not in (Field.UPDATE, Field.STATUS) or not role.heading:
            continue
        dated = read_heading(role.heading, as_of).as_of
        if dated:
            roles[at] = replace(role, as_of=dated)
            place = Locator(page=min(table.table.pages, default=None), table=table.table.number, column=role.index)
            message = f"{role.heading!r} gives no year: {dated.edtf}, the last before the plan's date"
            issues.append(Issue(IssueCode.YEAR_SUPPLIED, Severity.INFO, message, place))
    return replace(table, roles=tuple(roles)), tuple(issues)


def table_issues(table: ReadTable) -> Iterator[Issue]:
    """Yield issues for a title row inside a plan table, for columns that map to no field, for guessed columns."""
    page = min(table.table.pages, default=None)
    if table.shape.title:
        message = f"above its headings the table reads: {table.shape.title}"
        yield Issue(IssueCode.NOTE, Severity.INFO, message, Locator(page=page, table=table.table.number, row=0))
    for role in table.roles:
        at = Locator(page=page, table=table.table.number, column=role.index)
        name = repr(role.heading) if role.heading else f"{role.index + 1} (no heading)"
        if role.field is Field.EXTRA and role.evidence.n:
            message = f"column {name} maps to no field; its text is under extra"
            yield Issue(IssueCode.UNKNOWN_COLUMN, Severity.INFO, message, at)
        elif role.method == "cells":
            message = f"column {name} was taken for {role.field.printed} by what its cells hold"
            yield Issue(IssueCode.GUESSED_COLUMN, Severity.INFO, message, at)
