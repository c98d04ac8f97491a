"""Tables of a Word document: grid spans, merges, headings, shading (ECMA-376 §17.4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.colour import as_fill
from ingest.elements import Element, attribute, child, whole
from ingest.grid import Placed, compact
from ingest.model import Cell, Issue, IssueCode, Locator, Severity, Table
from ingest.textruns import Flowed, flow
from ingest.word_numbering import Numbering
from ingest.word_styles import Styles, shading
from ingest.word_text import Reading, is_deleted, lines_of, unwrapped
from ingest.word_xml import switch, value

MAX_SPAN = 63  # Word allows that many columns


@dataclass(slots=True)
class _Open:
    """A cell under construction, with the elements of the cells merged into it."""

    element: Element
    row: int
    column: int
    column_span: int
    row_span: int = 1
    merged: list[Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table's cells stand, its rows, and how many of them it repeats as headings."""

    cells: tuple[_Open, ...]
    rows: tuple[Element, ...]
    n_head: int


def lay_out(table: Element) -> Layout:
    """Return the cells of a table with vertical and horizontal merges done."""
    rows = tuple(row for row in unwrapped(table, "tr") if not is_deleted(row))
    cells: list[_Open] = []
    above: dict[int, _Open] = {}  # cells of vertical merges by the column in which they begin
    for at, row in enumerate(rows):
        column = whole(value(row, "trPr", "gridBefore"), 0)
        begun: dict[int, _Open] = {}
        last: _Open | None = None
        for element in unwrapped(row, "tc"):
            span = min(max(whole(value(element, "tcPr", "gridSpan"), 1), 1), MAX_SPAN)
            if last is not None and _merge(element, "hMerge") == "continue":
                last.column_span += span
                last.merged.append(element)
                column += span
                continue
            merge = _merge(element, "vMerge")
            upper = above.get(column) if merge == "continue" else None
            if upper is not None and upper.column_span == span and upper.row + upper.row_span == at:
                upper.row_span += 1
                upper.merged.append(element)
                begun[column], last = upper, None
            else:
                last = _Open(element, at, column, span)
                cells.append(last)
                if merge is not None:
                    begun[column] = last
            column += span
        above = begun
    n_head = 0
    while n_head < len(rows) and switch(child(rows[n_head], "trPr"), "tblHeader"):
        n_head += 1
    return Layout(tuple(cells), rows, n_head)


def is_layout(layout: Layout) -> bool:
    """Tell whether a table is only a frame around other tables: a single cell that holds them."""
    return len(layout.cells) == 1 and child(layout.cells[0].element, "tbl") is not None


def read_table(
    element: Element, layout: Layout, reading: Reading, nested_in: int | None
) -> tuple[Table | None, list[Element], list[Issue]]:
    """Return a table, the tables nested in its cells, and issues; None for a table without cells."""
    number = reading.n_tables
    reading.n_tables += 1
    nested: list[Element] = []
    issues: list[Issue] = []
    read: list[tuple[_Open, Flowed]] = []
    for cell in layout.cells:
        read.append((cell, flow(lines_of(cell.element, reading, nested))))
        _report_hidden(cell, reading, number, issues)
    grid = compact(
        [Placed(at, c.row, c.column, c.row_span, c.column_span) for at, c in enumerate(layout.cells)], len(layout.rows)
    )
    if not grid.cells:
        return None, nested, issues
    n_head = sum(1 for row in grid.kept_rows if row < layout.n_head)
    n_head = n_head if n_head < grid.n_rows else 0
    style_fills = _style_fills(element, reading.styles)
    cells = []
    for placed in grid.cells:
        source, flowed = read[placed.content]
        fill = _fill(source, layout.rows[source.row], style_fills)
        cells.append(
            Cell(
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
                parts=(Locator(path=reading.tree.getpath(source.element)),),
            )
        )
    made = Table(tuple(cells), grid.n_rows, grid.n_columns, header_rows=n_head, number=number, nested_in=nested_in)
    return made, nested, issues


def _merge(element: Element, kind: str) -> str | None:
    """Return `restart` or `continue` for a merged cell; a merge without a value continues (§17.4.84)."""
    found = child(element, "tcPr", kind)
    return None if found is None else attribute(found, "val") or "continue"


def _report_hidden(cell: _Open, reading: Reading, number: int, issues: list[Issue]) -> None:
    """Report text in cells that a merge covers: Word does not print it."""
    aside = Reading(reading.styles, Numbering({}), reading.tree)
    for covered in cell.merged:
        text = flow(lines_of(covered, aside, []), joint=" ").text
        if text:
            where = Locator(path=reading.tree.getpath(covered), table=number, row=cell.row, column=cell.column)
            message = f"a merged cell covers text that is not printed: {text[:80]}"
            issues.append(Issue(IssueCode.RAGGED_TABLE, Severity.WARNING, message, where))


def _style_fills(table: Element, styles: Styles) -> tuple[str | None, str | None]:
    """Return the fills of a table's first row and of the rest, by its style, else by the table itself (§17.7.6)."""
    properties = child(table, "tblPr")
    whole_table = styles.table_shading(properties, "wholeTable") or shading(child(properties, "shd"))
    first = styles.table_shading(properties, "firstRow") if _style_applies(properties, "firstRow", 0x20) else None
    return first or whole_table, whole_table


def _fill(cell: _Open, row: Element, style_fills: tuple[str | None, str | None]) -> str | None:
    """Return the fill of a cell: its own, its row's exception, its table style's."""
    own = child(cell.element, "tcPr", "shd")
    if own is not None:
        return shading(own)
    return shading(child(row, "tblPrEx", "shd")) or style_fills[cell.row > 0]


def _style_applies(properties: Element | None, part: str, bit: int) -> bool:
    """Tell whether a table takes its style's look for a part: by name, or by the bit of the older form (§17.4.56)."""
    look = child(properties, "tblLook")
    named = attribute(look, part)
    if named is not None:
        return named in {"1", "true", "on"}
    try:
        return bool(int(attribute(look, "val") or "0", 16) & bit)
    except ValueError:
        return False
