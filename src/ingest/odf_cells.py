"""Tables of an OpenDocument text: spans, repeated cells and rows, headings, fills (part 3, §9.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ingest.colour import as_fill
from ingest.elements import Element, attribute, child, children, name_of, whole
from ingest.grid import Placed, compact
from ingest.model import Block, Cell, Issue, IssueCode, Locator, Severity, Table
from ingest.odf_cell_text import CellText, issues_of, notes_of, read_cell, table_of
from ingest.odf_styles import points_of
from ingest.odf_text import Reading
from ingest.slivers import slivers_of, without_slivers
from ingest.textruns import flow

MAX_COLUMNS = 1000
MAX_REPEATED_ROWS = 1000  # of a text's table; spreadsheets have readers of their own
ReadCell: TypeAlias = tuple[Element, CellText]  # a cell with what it says
Covered: TypeAlias = dict[Element, list[Element]]  # cells with text that a span of another covers, by that other
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


def place_cells(
    rows: list[OdfRow], covered: Covered, slivers: Sequence[int] = ()
) -> tuple[list[Placed[Element]], list[OdfRow]]:
    """Return the cells of rows at their places, and the rows; what a span of another covers goes to `covered`.

    A span ends where it would leave the rows or run over a cell that stands already. Where a cell is split by a table
    in it (§19.676, as OpenOffice did), the cells of that stand in its place, and the rows and columns around it spread.
    `slivers` are columns too narrow for text.
    """
    placed = without_slivers(_place_own(rows, covered), slivers)
    splits = {
        at: place_cells(list(rows_of(inner)), covered)[0]
        for at, each in enumerate(placed)
        for inner in _splitting(each)
    }
    if not splits:
        return placed, rows
    added_rows, added_columns = Counter[int](), Counter[int]()  # by the row or column after which they come
    for at, parts in splits.items():
        cell, (n_rows, n_columns) = placed[at], _extent(parts)
        row, column = cell.row + cell.row_span - 1, cell.column + cell.column_span - 1
        added_rows[row] = max(added_rows[row], n_rows - cell.row_span)
        added_columns[column] = max(added_columns[column], n_columns - cell.column_span)
    spread: list[Placed[Element]] = []
    for at, cell in enumerate(placed):
        row, high = _moved(cell.row, cell.row_span, added_rows)
        column, wide = _moved(cell.column, cell.column_span, added_columns)
        whole_cell = [Placed(cell.content, 0, 0, high, wide)]
        spread += [
            Placed(part.content, row + part.row, column + part.column, part.row_span, part.column_span)
            for part in (_filling(splits[at], high, wide) if at in splits else whole_cell)
        ]
    return spread, [row for at, row in enumerate(rows) for _ in range(1 + added_rows[at])]


def _splitting(cell: Placed[Element]) -> list[Element]:
    """Return the table by which a cell is split, if any."""
    return [each for each in children(cell.content, "table") if attribute(each, "is-sub-table") == "true"][:1]


def _extent(parts: list[Placed[Element]]) -> tuple[int, int]:
    return (
        max((part.row + part.row_span for part in parts), default=1),
        max((part.column + part.column_span for part in parts), default=1),
    )


def _moved(first: int, count: int, added: Counter[int]) -> tuple[int, int]:
    """Return where some rows or columns come to stand, and how many they are, when others were added."""
    start = first + sum(more for at, more in added.items() if at < first)
    return start, first + count + sum(more for at, more in added.items() if at < first + count) - start


def _filling(parts: list[Placed[Element]], high: int, wide: int) -> list[Placed[Element]]:
    """Return cells with the last of each row, and those at the bottom, drawn out to a size."""
    n_rows, _ = _extent(parts)
    ends = Counter[int]()  # the column where each row ends
    for part in parts:
        for row in range(part.row, part.row + part.row_span):
            ends[row] = max(ends[row], part.column + part.column_span)
    drawn = []
    for part in parts:
        end = max(ends[row] for row in range(part.row, part.row + part.row_span))
        is_last, is_bottom = part.column + part.column_span == end, part.row + part.row_span == n_rows
        drawn.append(
            replace(
                part,
                row_span=high - part.row if is_bottom else part.row_span,
                column_span=wide - part.column if is_last else part.column_span,
            )
        )
    return drawn


def _place_own(rows: list[OdfRow], covered: Covered) -> list[Placed[Element]]:
    taken: dict[tuple[int, int], Element] = {}
    placed: list[Placed[Element]] = []
    for at, row in enumerate(rows):
        column = 0
        for each in row.element:
            name = name_of(each)
            if name not in {"table-cell", "covered-table-cell"}:
                continue
            for _ in range(min(max(whole(attribute(each, "number-columns-repeated"), 1), 1), MAX_COLUMNS - column)):
                over = taken.get((at, column))
                if over is not None:
                    if _says_something(each) and each not in covered.setdefault(over, []):
                        covered[over].append(each)
                elif name == "table-cell" or _says_something(each):
                    high = min(max(whole(attribute(each, "number-rows-spanned"), 1), 1), len(rows) - at)
                    wide = min(max(whole(attribute(each, "number-columns-spanned"), 1), 1), MAX_COLUMNS - column)
                    while any((at, c) in taken for c in range(column, column + wide)):
                        wide -= 1
                    taken.update(((r, c), each) for r in range(at, at + high) for c in range(column, column + wide))
                    placed.append(Placed(each, at, column, high, wide))
                column += 1
    return placed


def _says_something(cell: Element) -> bool:
    return any(str(text).strip() for text in cell.itertext())


def framing_cell(table: Element) -> Element | None:
    """Return the one cell of a table that is only a frame around other tables, None for any other table."""
    cells = _place_own(list(rows_of(table)), {})
    return cells[0].content if len(cells) == 1 and child(cells[0].content, "table") is not None else None


def read_table(element: Element, reading: Reading, nested_in: int | None) -> OdfTable:
    """Return a table with its notes and comments, and the elements of the tables nested in its cells."""
    number = reading.n_tables
    reading.n_tables += 1
    covered: Covered = {}
    placed, rows = place_cells(list(rows_of(element)), covered, slivers_of(_widths(element, reading)))
    read = [
        Placed((each.content, read_cell(each.content, reading)), each.row, each.column, each.row_span, each.column_span)
        for each in placed
    ]
    standing = _standing(read)
    issues = _rows_gone(element, number, reading) if len(standing) < len(read) else []
    grid = compact(standing, len(rows))
    if not grid.cells:
        return OdfTable(None, (), (), tuple(issues))
    n_head = sum(1 for row in grid.kept_rows if rows[row].is_heading)
    n_head = n_head if n_head < grid.n_rows else 0
    nested: list[Element] = []
    notes: list[Block] = []
    cells = []
    for each in grid.cells:
        source, text = each.content
        row = rows[grid.kept_rows[each.row]].element
        cell = _cell(each, n_head, _fill(source, row, element, reading), reading)
        cells.append(cell)
        at = replace(cell.parts[0], table=number, row=cell.row, column=cell.column)
        nested += text.tables
        notes += notes_of(text.notes, reading)
        issues += issues_of(text, reading, at)
        issues += _covered_issues(covered.get(source, []), reading, at)
    table = Table(tuple(cells), grid.n_rows, grid.n_columns, header_rows=n_head, number=number, nested_in=nested_in)
    return OdfTable(table, tuple(nested), tuple(notes), tuple(issues))


def _widths(table: Element, reading: Reading) -> list[float]:
    """Return the widths of a table's columns in points, 0 where none is given."""
    widths: list[float] = []
    for column in (each for each in table.iter() if name_of(each) == "table-column" and table_of(each) is table):
        style = attribute(column, "style-name")
        width = reading.styles.property("table-column", style, "table-column-properties", "column-width")
        times = min(max(whole(attribute(column, "number-columns-repeated"), 1), 1), MAX_COLUMNS - len(widths))
        widths += times * [points_of(width)]
    return widths


def _standing(cells: list[Placed[ReadCell]]) -> list[Placed[ReadCell]]:
    """Return cells without those of rows from which tracked changes took all: the file tracks no rows as such."""
    by_row: dict[int, list[Placed[ReadCell]]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    gone = {
        row
        for row, own in by_row.items()
        if any(cell.content[1].changed for cell in own)
        and not any(cell.row_span > 1 or cell.content[1].tables or cell.content[1].has_text for cell in own)
    }
    return [cell for cell in cells if cell.row not in gone] if gone else cells


def _rows_gone(table: Element, number: int, reading: Reading) -> list[Issue]:
    """Tell that tracked changes took rows out of a table, or have them not yet in."""
    message = "the document tracks changes by which rows of the table came or went; they are not read"
    return [Issue(IssueCode.TRACKED_CHANGES, Severity.INFO, message, replace(reading.at(table), table=number))]


def _cell(placed: Placed[ReadCell], n_head: int, fill: str | None, reading: Reading) -> Cell:
    source, text = placed.content
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
        parts=reading.paging.parts(source, reading.tree.getpath(source)),
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


def _covered_issues(covered: list[Element], reading: Reading, at: Locator) -> list[Issue]:
    """Report text in the cells that the span of a cell covers: it is not printed."""
    issues = []
    for each in covered:
        text = flow(read_cell(each, reading.aside()).lines, joint=" ").text
        if text:
            message = f"a merged cell covers text that is not printed: {text[:80]}"
            where = replace(at, path=reading.tree.getpath(each))
            issues.append(Issue(IssueCode.RAGGED_TABLE, Severity.WARNING, message, where))
    return issues
