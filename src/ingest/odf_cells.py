"""Tables of an OpenDocument text: spans, repeated cells and rows, headings, fills (part 3, §9.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.colour import as_fill
from ingest.elements import Element, attribute, child, name_of, whole
from ingest.grid import Placed, compact
from ingest.model import Block, Cell, Issue, IssueCode, Locator, Severity, Table
from ingest.odf_text import CellText, Reading, comments_of, notes_of, read_cell
from ingest.textruns import flow

MAX_COLUMNS = 1000
MAX_REPEATED_ROWS = 1000  # of a text's table; spreadsheets have readers of their own
_ROW_GROUPS = frozenset({"table-rows", "table-row-group", "soft-page-break"})


@dataclass(frozen=True, slots=True)
class OdfRow:
    """A row as the file gives it, and whether it belongs to the heading rows."""

    element: Element
    is_heading: bool


@dataclass(frozen=True, slots=True)
class OdfTable:
    """A table as it was read, with what its cells hold beside their text."""

    table: Table | None
    nested: tuple[Element, ...]
    notes: tuple[Block, ...]
    issues: tuple[Issue, ...]


def rows_of(table: Element, is_heading: bool = False) -> Iterator[OdfRow]:
    """Yield the rows of a table in order, repeated ones as often as they stand."""
    for each in table:
        name = name_of(each)
        if name == "table-row":
            for _ in range(min(max(whole(attribute(each, "number-rows-repeated"), 1), 1), MAX_REPEATED_ROWS)):
                yield OdfRow(each, is_heading)
        elif name == "table-header-rows":
            yield from rows_of(each, True)
        elif name in _ROW_GROUPS:
            yield from rows_of(each, is_heading)


def place_cells(rows: list[OdfRow]) -> list[Placed[Element]]:
    """Return the cells of rows at their places; what a span of another cell covers is left out.

    A span ends where it would leave the rows or run over a cell that stands already.
    """
    taken: set[tuple[int, int]] = set()
    placed: list[Placed[Element]] = []
    for at, row in enumerate(rows):
        column = 0
        for each in row.element:
            name = name_of(each)
            if name not in {"table-cell", "covered-table-cell"}:
                continue
            for _ in range(min(max(whole(attribute(each, "number-columns-repeated"), 1), 1), MAX_COLUMNS - column)):
                if name == "table-cell" and (at, column) not in taken:
                    high = min(max(whole(attribute(each, "number-rows-spanned"), 1), 1), len(rows) - at)
                    wide = min(max(whole(attribute(each, "number-columns-spanned"), 1), 1), MAX_COLUMNS - column)
                    while any((at, c) in taken for c in range(column, column + wide)):
                        wide -= 1
                    taken.update((r, c) for r in range(at, at + high) for c in range(column, column + wide))
                    placed.append(Placed(each, at, column, high, wide))
                column += 1
    return placed


def framing_cell(table: Element) -> Element | None:
    """Return the one cell of a table that is only a frame around other tables, None for any other table."""
    cells = place_cells(list(rows_of(table)))
    return cells[0].content if len(cells) == 1 and child(cells[0].content, "table") is not None else None


def read_table(element: Element, reading: Reading, nested_in: int | None) -> OdfTable:
    """Return a table with its notes and comments, and the elements of the tables nested in its cells."""
    number = reading.n_tables
    reading.n_tables += 1
    rows = list(rows_of(element))
    grid = compact(place_cells(rows), len(rows))
    if not grid.cells:
        return OdfTable(None, (), (), ())
    n_head = sum(1 for row in grid.kept_rows if rows[row].is_heading)
    n_head = n_head if n_head < grid.n_rows else 0
    nested: list[Element] = []
    notes: list[Block] = []
    issues: list[Issue] = []
    cells = []
    for placed in grid.cells:
        text = read_cell(placed.content, reading)
        row = rows[grid.kept_rows[placed.row]].element
        cell = _cell(placed, text, n_head, _fill(placed.content, row, element, reading), reading)
        cells.append(cell)
        at = Locator(path=cell.parts[0].path, table=number, row=cell.row, column=cell.column)
        nested += text.tables
        notes += notes_of(text.notes, reading)
        issues += comments_of(text.comments, reading, at)
        issues += _covered(placed, reading, at)
    table = Table(tuple(cells), grid.n_rows, grid.n_columns, header_rows=n_head, number=number, nested_in=nested_in)
    return OdfTable(table, tuple(nested), tuple(notes), tuple(issues))


def _cell(placed: Placed[Element], text: CellText, n_head: int, fill: str | None, reading: Reading) -> Cell:
    flowed = flow(text.lines)
    return Cell(
        row=placed.row,
        column=placed.column,
        text=flowed.text,
        row_span=placed.row_span,
        column_span=placed.column_span,
        fill=as_fill(fill) if fill else flowed.back,
        ink=flowed.ink,
        struck=flowed.struck,
        bold=flowed.bold,
        is_heading=placed.row < n_head,
        parts=(Locator(path=reading.tree.getpath(placed.content)),),
        changed=text.changed,
    )


def _fill(cell: Element, row: Element, table: Element, reading: Reading) -> str | None:
    """Return the fill of a cell: its own, its row's, its table's."""
    styles = reading.styles
    own = attribute(cell, "style-name") or attribute(row, "default-cell-style-name")
    return (
        styles.fill("table-cell", own)
        or styles.fill("table-row", attribute(row, "style-name"))
        or styles.fill("table", attribute(table, "style-name"))
    )


def _covered(placed: Placed[Element], reading: Reading, at: Locator) -> list[Issue]:
    """Report text in the cells right of a cell that its span covers: it is not printed."""
    issues = []
    for each in placed.content.itersiblings():
        if name_of(each) != "covered-table-cell":
            break
        text = flow(read_cell(each, reading.aside()).lines, joint=" ").text
        if text:
            message = f"a merged cell covers text that is not printed: {text[:80]}"
            issues.append(Issue(IssueCode.RAGGED_TABLE, Severity.WARNING, message, at))
    return issues
