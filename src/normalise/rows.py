"""Printed rows of a plan table: sections told from data, merged and blank cells filled where the rules allow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.model import Cell, Issue, IssueCode, Locator, Severity
from normalise.dates import read_timescale
from normalise.evidence import looks_like_reference
from normalise.model import Field
from normalise.roles import Role
from normalise.rowcells import PlanRow, RowCell
from normalise.shape import TableShape
from normalise.ticked import chosen, latest_of_periods
from normalise.twofold import feed_both

FOLLOWED = frozenset({Field.OWNER, Field.TIMESCALE, Field.STATUS, Field.UPDATE})
FEW_DATES = 0.2  # share of its cells below which a column of targets names no deadlines
FEWEST_FOLLOWED = 2  # kinds of column that make a table of findings a tracker
GROUPING = frozenset({Field.THEME, Field.FINDING, Field.RECOMMENDATION, Field.OUTCOME})
LONGEST_SECTION = 200  # characters; a longer row across the table is a note
LETTER = re.compile(r"^\(?([a-z])[.)]\s+(?=\S)")
_DONE_ABOUT_IT = re.compile(r"\b(?:actions?|steps?|measures?|what .*(?:did|done)|how .*(?:addressed|resolved))\b", re.I)
_COUNTED = re.compile(
    r"\b(?:q(?:uarter|tr)?|month|period|year)\s?\d{1,2}\b|\b\d(?:st|nd|rd|th)\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b(?:\W{0,2}(?:20)?\d\d\b)?"
)
_TOTAL = re.compile(
    r"^(?:sub-?|grand )?totals?\b(?: (?:number of )?(?:actions|recommendations|items|findings))?\W*$", re.IGNORECASE
)
_NOTHING = re.compile(
    r"^(?:none|nil|n/?a|not applicable|(?:none|nothing|no (?:further )?actions?)(?: (?:is|are))?"
    r"(?: (?:required|needed|necessary|identified|proposed|planned))?(?: at (?:this|present)(?: time)?)?|[-–—])?\W*$",
    re.IGNORECASE,
)
_SECTION_WORD = re.compile(
    r"^(?:theme|priority|objective|section|part|pillar|outcome|aim|goal|workstream|strand|area|key line|principle|"
    r"recommendation area|appendix|phase|thema|blaenoriaeth)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Above:
    """What the rows above leave for those below."""

    section: str | None = None
    grouping: dict[int, tuple[str, Cell | None]] = field(default_factory=dict)
    number: RowCell | None = None


def main_column(roles: Sequence[Role]) -> Role | None:
    """Return the column that tells what is to be done: the action, else the recommendation.

    A tracker that names findings and no more, each with who, by when and how far, is read by its findings; so is a
    follow-up of findings that tells what was done about each, and how far it is.
    """
    for wanted in (Field.ACTION, Field.RECOMMENDATION):
        named = [role for role in roles if role.field is wanted]
        if named:
            return max(named, key=lambda role: (role.confidence, -role.index))
    followed = {role.field for role in roles if role.field in FOLLOWED and role.method not in ("cells", "none")}
    if any(role.field is Field.TIMESCALE and role.evidence.n and role.evidence.date < FEW_DATES for role in roles):
        followed -= {Field.TIMESCALE}  # a column of targets that are no dates
    told = [role for role in roles if role.field is Field.UPDATE]
    answered = any(_DONE_ABOUT_IT.search(role.heading) for role in told)
    if answered and (Field.STATUS in followed or len(told) > 1):
        return next((role for role in roles if role.field is Field.FINDING and role.method != "cells"), None)
    if len(followed) < FEWEST_FOLLOWED or not followed & {Field.OWNER, Field.TIMESCALE}:
        return None
    return next((role for role in roles if role.field is Field.FINDING), None)


def read_rows(shape: TableShape, roles: Sequence[Role]) -> tuple[tuple[PlanRow, ...], tuple[Issue, ...]]:
    """Return the rows of a plan table that hold data, and issues for those that could not be used."""
    main = main_column(roles)
    sections = {row: text for row in shape.body if (text := _section_of(row, shape, roles, main)) is not None}
    above = _Above(section=shape.title if sections else None)
    rows: list[PlanRow] = []
    issues: list[Issue] = []
    for index in shape.body:
        if index in sections:
            text = sections[index]
            above = _Above(section=text if len(text) <= LONGEST_SECTION else None)
            follows = next((row for row in shape.body if row > index), None)
            if above.section is None or follows in sections:
                issues.append(_note(f"a row across the table reads: {text}", shape, index))
            continue
        if not any(cell.row == index and cell.text.strip() for cell in _distinct(shape.grid[index])):
            continue
        row = _plan_row(index, shape, roles, main, above)
        unusable = _why_unusable(row) or _nothing_to_do(row)
        if unusable:
            issues.append(unusable)
        else:
            rows.append(row)
    return tuple(_with_letters(rows)), tuple(issues)


def _section_of(index: int, shape: TableShape, roles: Sequence[Role], main: Role | None) -> str | None:
    own = [cell for cell in _distinct(shape.grid[index]) if cell.row == index and cell.text.strip()]
    return _section(own, index, shape, roles, main) if own else None


def _why_unusable(row: PlanRow) -> Issue | None:
    """Return an issue for a row that is no action: a number without text, a total, a note under the numbers."""
    filled = [cell for cell in row.cells if cell.text and not cell.inherited]
    if filled and _TOTAL.match(filled[0].text):
        text = " | ".join(cell.text for cell in filled)
        return Issue(IssueCode.NOTE, Severity.INFO, f"a row of totals was left out of the actions: {text}", row.locator)
    if not filled or any(cell.role.field is not Field.REFERENCE for cell in filled):
        return None
    text = row.text(Field.REFERENCE) or ""
    if looks_like_reference(text):
        message = f"row has a number ({text}) and no text; it gives no action"
        return Issue(IssueCode.EMPTY_ROW, Severity.WARNING, message, row.locator)
    return Issue(IssueCode.NOTE, Severity.INFO, f"a note was left out of the actions: {text}", row.locator)


def _nothing_to_do(row: PlanRow) -> Issue | None:
    """Return an issue for a row that says that there is nothing to do ("None"), and nobody who does it by any day.

    Under a recommendation, or with a status, it answers what was asked and stays.
    """
    action = row.text(Field.ACTION)
    if not action or not _NOTHING.match(action.strip()) or row.text(Field.RECOMMENDATION):
        return None
    who = [cell.text.strip() for cell in row.of(Field.OWNER, Field.TIMESCALE)]
    state = [cell.text.strip() for cell in row.of(Field.STATUS, Field.RESPONSE)]
    outright = len(who) > 1 and all(text and _NOTHING.match(text) for text in who)  # "n/a" is their status's too
    if not outright and any(text and not _NOTHING.match(text) for text in [*who, *state]):
        return None
    text = " | ".join(cell.text for cell in row.cells if cell.text)
    return Issue(IssueCode.NOTE, Severity.INFO, f"a row without anything to do was left out: {text}", row.locator)


def _distinct(row: Sequence[Cell | None]) -> Iterator[Cell]:
    last: Cell | None = None
    for cell in row:
        if cell is not None and cell is not last:
            yield cell
        last = cell


def _note(message: str, shape: TableShape, row: int) -> Issue:
    return Issue(IssueCode.NOTE, Severity.INFO, message, Locator(table=shape.table.number, row=row))


def _section(
    own: Sequence[Cell], index: int, shape: TableShape, roles: Sequence[Role], main: Role | None
) -> str | None:
    """Return a section row's text, None for a row that holds data.

    A row that spans the table is a section. A lone filled cell is one where it is set off as a heading (bold or
    filled where its column is not, or worded as one) or stands where no action can.
    """
    if len(own) == 2 and looks_like_reference(own[0].text) and own[0].column == 0:
        number, cell = own
        if not _set_off(cell, shape) or cell.column_span < shape.table.n_columns - 2:
            return None
        return f"{number.text.strip()} {cell.text.strip()}"
    if len(own) != 1:
        return None
    cell = own[0]
    text = " ".join(cell.text.split())
    covered = [role for role in roles if cell.column <= role.index < cell.column + cell.column_span]
    merged_in = any(c is not None and c.row < index and c.text.strip() for c in shape.grid[index])
    if cell.column_span >= max(2, shape.table.n_columns - 1) and shape.table.n_columns > 1:
        return text
    if merged_in or len(text) > LONGEST_SECTION:
        return None
    if _SECTION_WORD.match(text) and not (main in covered and text.endswith(".")):
        return text
    if main in covered or main is None:
        return text if _set_off(cell, shape) and not text.endswith(".") else None
    field_ = covered[0].field
    if field_ in (Field.REFERENCE, Field.EXTRA, Field.PRIORITY):
        return None if looks_like_reference(text) or not _set_off(cell, shape) else text
    if field_ in GROUPING and cell.row_span == 1:
        return text if _set_off(cell, shape) or field_ is Field.THEME else None
    return None


def _set_off(cell: Cell, shape: TableShape) -> bool:
    """Tell whether a cell is bold or filled where most cells of its column are not."""
    column = [shape.grid[row][cell.column] for row in shape.body]
    others = [other for other in column if other is not None and other is not cell and other.text.strip()]
    if not others:
        return cell.bold
    bold = sum(other.bold for other in others) / len(others)
    same_fill = sum(other.fill == cell.fill for other in others) / len(others)
    return (cell.bold and bold < 0.5) or (cell.fill is not None and same_fill < 0.5)


def _plan_row(index: int, shape: TableShape, roles: Sequence[Role], main: Role | None, above: _Above) -> PlanRow:
    cells: list[RowCell] = []
    taken: set[int] = set()
    for column in roles:
        cell = shape.grid[index][column.index]
        if cell is not None and id(cell) in taken:
            continue
        if cell is not None:
            taken.add(id(cell))
        role = _role_of(cell, column, roles) if cell else column
        text = cell.text.strip() if cell else ""
        inherited = cell is not None and cell.row < index and bool(text)
        groups = role.field in GROUPING and main is not None and role.index < main.index and role.field != main.field
        if text and groups:
            above.grouping[role.index] = (text, cell)
        elif groups and not text and role.index in above.grouping:
            text, cell = above.grouping[role.index]
            inherited = True
        cells.append(RowCell(role, text, cell, inherited))
    cells = _latest_of_series(latest_of_periods(feed_both(_date_in_owner_column(chosen(cells)))))
    number = next((cell for cell in cells if cell.role.field is Field.REFERENCE and cell.text), None)
    row = PlanRow(shape.table.number, index, tuple(cells), above.section)
    letter = LETTER.match(row.text(main.field) or "") if main else None
    if number is None and letter and above.number is not None:
        cells = [replace(above.number, inherited=True) if c.role.index == above.number.role.index else c for c in cells]
        row = replace(row, cells=tuple(cells))
    elif number is not None:
        above.number = number
    return replace(row, letter=letter.group(1)) if letter else row


def _role_of(cell: Cell, role: Role, roles: Sequence[Role]) -> Role:
    """Return the role that a cell over several columns feeds: the action's where it covers it, else its first."""
    if cell.column_span == 1:
        return role
    covered = [r for r in roles if cell.column <= r.index < cell.column + cell.column_span]
    for wanted in (Field.ACTION, Field.RECOMMENDATION):
        for candidate in covered:
            if candidate.field is wanted:
                return candidate
    return role


def _date_in_owner_column(cells: list[RowCell]) -> list[RowCell]:
    """Take a date in the owner's column for the timescale, in a row that spans its other columns."""
    spanned = any(cell.cell is not None and cell.cell.column_span > 1 for cell in cells)
    if not spanned or any(cell.role.field is Field.TIMESCALE and cell.text for cell in cells):
        return cells
    return [
        replace(cell, role=replace(cell.role, field=Field.TIMESCALE, method="cells"))
        if cell.role.field is Field.OWNER and cell.text and read_timescale(cell.text).milestones
        else cell
        for cell in cells
    ]


def _latest_of_series(cells: Sequence[RowCell]) -> list[RowCell]:
    """Take the last filled of a series of columns ("Q1 RAG", "Q2 RAG" …) for the status, the others for extra."""

    def series(cell: RowCell) -> str:
        return _COUNTED.sub("#", cell.role.heading.casefold())

    shown = [c for c in cells if c.role.field is Field.STATUS and (c.text or (c.cell is not None and c.cell.fill))]
    last = {series(cell): cell.role.index for cell in shown}
    return [
        replace(cell, role=replace(cell.role, field=Field.EXTRA))
        if cell in shown and "#" in series(cell) and cell.role.index != last[series(cell)]
        else cell
        for cell in cells
    ]


def _with_letters(rows: Sequence[PlanRow]) -> Iterator[PlanRow]:
    """Yield the rows, letters kept only where they run on: "a)" is a part where "b)" follows or went before."""
    for i, row in enumerate(rows):
        if row.letter is None:
            yield row
            continue
        near = [other.letter for other in (*rows[max(0, i - 1) : i], *rows[i + 1 : i + 2]) if other.letter]
        runs_on = any(abs(ord(letter) - ord(row.letter)) == 1 for letter in near)
        yield row if runs_on else replace(row, letter=None)
