"""Tables of a Word document: grid spans, merges, headings, shading (ECMA-376 §17.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.colour import as_fill
from ingest.elements import Element, attribute, child, children, name_of, whole
from ingest.errors import DamagedDocument
from ingest.grid import Placed, compact
from ingest.model import Cell, Issue, IssueCode, Locator, Severity, Table
from ingest.options import Changes
from ingest.slivers import slivers_of, without_slivers
from ingest.textruns import BULLET, Flowed, Run, RunLook, flow
from ingest.word_changes import UNTRACKED
from ingest.word_runs import Beside
from ingest.word_table_styles import TableLook, table_look
from ingest.word_text import Reading, Standing, blocks_in, is_left_out, left_out_message, read_paragraph, unwrapped
from ingest.word_theme import shading
from ingest.word_xml import switch, value

TWIPS = 20  # in a point
MAX_SPAN = 63  # Word allows that many columns
MAX_COLUMNS = 1000  # what a row may pass over before it begins
MOST_CELLS = 250_000  # of one table; some thousands of pages


@dataclass(slots=True)
class _Open:
    """A cell under construction, with the elements of the cells merged into it."""

    standing: Standing
    row: int
    column: int
    column_span: int
    row_span: int = 1
    merged: list[Element] = field(default_factory=list)

    @property
    def element(self) -> Element:
        return self.standing.element


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table's cells stand, its rows, and how many of them it repeats as headings.

    `gone` tells that tracked changes took rows out or have them not yet in.
    """

    cells: tuple[_Open, ...]
    rows: tuple[Standing, ...]
    n_head: int
    gone: bool

    @property
    def is_frame(self) -> bool:
        """Whether the table is only a frame around other tables: a single cell that holds them."""
        return len(self.cells) == 1 and child(self.cells[0].element, "tbl") is not None


@dataclass(slots=True)
class CellText:
    """The text of a cell or text box, the tables nested in it, and what stands beside the text."""

    lines: list[list[Run]] = field(default_factory=list)
    nested: list[TableRead] = field(default_factory=list)
    beside: Beside = field(default_factory=Beside)


@dataclass(slots=True)
class TableRead:
    """A table as it was read, None for one without cells, and what its cells hold beside their text."""

    table: Table | None = None
    rows: list[list[Run]] = field(default_factory=list)  # of a nested table: a line for each row
    nested: list[TableRead] = field(default_factory=list)
    besides: list[tuple[Beside, Locator]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    changed: bool = False


def lay_out(table: Element, reading: Reading) -> Layout:
    """Return the cells of a table with vertical and horizontal merges done. Raises DamagedDocument for too many."""
    rows = tuple(unwrapped(table, "tr", reading))
    cells: list[_Open] = []
    above: dict[int, _Open] = {}  # cells of vertical merges by the column in which they begin
    for at, row in enumerate(rows):
        begun: dict[int, _Open] = {}
        for one in _cells_of(row, at, reading):
            merge = _vertical_merge(child(one.element, "tcPr"), reading.changes)
            upper = above.get(one.column) if merge == "continue" else None
            if upper is not None and (upper.column_span == one.column_span or _is_blank(one.element)):
                upper.row_span += 1
                # cells merge by their left edge; what of the wider one stands out belongs to no cell
                upper.column_span = min(upper.column_span, one.column_span)
                upper.merged += [one.element, *one.merged]
                begun[one.column] = upper
            else:
                cells.append(one)
                if merge is not None:
                    begun[one.column] = one
        above = begun
        if len(cells) > MOST_CELLS:
            raise DamagedDocument(f"one of its tables has more than {MOST_CELLS:,} cells; split the document")
    n_head = 0
    while n_head < len(rows) and switch(child(rows[n_head].element, "trPr"), "tblHeader"):
        n_head += 1
    every = sum(1 for _ in unwrapped(table, "tr", replace(reading, changes=Changes.BOTH)))
    return Layout(tuple(cells), rows, n_head, every > len(rows))


def _cells_of(row: Standing, at: int, reading: Reading) -> list[_Open]:
    """Return the cells of a row with horizontal merges done (§17.4.22)."""
    column = min(max(whole(value(row.element, "trPr", "gridBefore"), 0), 0), MAX_COLUMNS)
    cells: list[_Open] = []
    for standing in unwrapped(row.element, "tc", reading, row.tracked):
        properties = child(standing.element, "tcPr")
        span = min(max(whole(value(properties, "gridSpan"), 1), 1), MAX_SPAN)
        if cells and _merge(properties, "hMerge") == "continue":
            cells[-1].column_span += span
            cells[-1].merged.append(standing.element)
        else:
            cells.append(_Open(standing, at, column, span))
        column += span
    return cells


def read_table(element: Element, layout: Layout, reading: Reading, nested_in: int | None) -> TableRead:
    """Return a table with those nested in its cells, which are read in their place as their lists count on."""
    number = reading.n_tables
    reading.n_tables += 1
    read = TableRead(changed=layout.gone)
    if layout.gone:
        message = "the document tracks changes by which rows of the table came or went; they are not read"
        at = replace(reading.at(element), table=number)
        read.issues.append(Issue(IssueCode.TRACKED_CHANGES, Severity.INFO, message, at))
    placed_cells = [Placed(at, c.row, c.column, c.row_span, c.column_span) for at, c in enumerate(layout.cells)]
    grid = compact(without_slivers(placed_cells, slivers_of(_widths(element))), len(layout.rows))
    if not grid.cells:
        return read
    n_head = sum(1 for row in grid.kept_rows if row < layout.n_head)
    n_head = n_head if n_head < grid.n_rows else 0
    look = table_look(element, reading.styles)
    if nested_in is not None:
        read.rows = [[] for _ in range(grid.n_rows)]
    cells = []
    for placed in grid.cells:
        cells.append(_cell(placed, layout, look, (grid.n_rows, grid.n_columns), n_head, number, reading, read))
    read.table = Table(
        tuple(cells), grid.n_rows, grid.n_columns, header_rows=n_head, number=number, nested_in=nested_in
    )
    return read


def _widths(table: Element) -> list[float]:
    """Return the widths of a table's columns in points, 0 where none is given (§17.4.16)."""
    return [whole(attribute(each, "w"), 0) / TWIPS for each in children(child(table, "tblGrid"), "gridCol")]


def _cell(
    placed: Placed[int],
    layout: Layout,
    look: TableLook,
    size: tuple[int, int],
    n_head: int,
    number: int,
    reading: Reading,
    read: TableRead,
) -> Cell:
    source = layout.cells[placed.content]
    row = layout.rows[source.row].element
    around = look.of(source.element, row, (placed.row, placed.column, placed.column + placed.column_span - 1), size)
    text = read_cell(source.standing, reading, around.look, number)
    flowed = flow(text.lines)
    fill = _fill(source.element, row, around.fill, reading)
    parts = reading.paging.parts(source.element, reading.paths.of(source.element))
    at = replace(parts[0], table=number, row=placed.row, column=placed.column)
    if text.beside:
        read.besides.append((text.beside, at))
    read.issues += _covered(source, reading, at)
    read.nested += text.nested
    read.changed = read.changed or text.beside.changed
    if read.rows:
        for line in text.lines:
            read.rows[placed.row] += [*line, Run(" ")]
    return _made(
        placed, flowed, as_fill(fill) if fill else flowed.back, placed.row < n_head, parts, text.beside.changed
    )


def _made(
    placed: Placed[int], flowed: Flowed, fill: str | None, is_heading: bool, parts: tuple[Locator, ...], changed: bool
) -> Cell:
    return Cell(
        row=placed.row,
        column=placed.column,
        text=flowed.text,
        row_span=placed.row_span,
        column_span=placed.column_span,
        fill=fill,
        ink=flowed.ink,
        struck=flowed.struck,
        bold=flowed.bold,
        is_heading=is_heading,
        parts=parts,
        changed=changed,
    )


def read_cell(standing: Standing, reading: Reading, look: RunLook, number: int | None) -> CellText:
    """Return the text of a cell; list items begin with their marker, nested tables give a line a row."""
    text = CellText()
    text.beside.changed = standing.tracked.changed
    if standing.tracked.struck:
        look = replace(look, removed=True)
    if standing.said is not None:
        text.lines.append([look.run(standing.said)])
    else:
        _read_into(standing.element, reading, look, number, text)
    return text


def _read_into(element: Element, reading: Reading, look: RunLook, number: int | None, text: CellText) -> None:
    for standing in blocks_in(element, reading):
        each = standing.element
        if name_of(each) == "tbl":
            _read_nested(each, reading, number, text)
            continue
        if is_left_out(each):
            text.beside.left_out.append(left_out_message(each, reading))
            continue
        paragraph = read_paragraph(standing, reading, look)
        collected = paragraph.collected
        own = collected.lines
        if paragraph.marker and (collected.has_text or paragraph.marker != BULLET):
            first = next((run for line in own for run in line), Run(""))
            struck = first.struck and all(run.struck for line in own for run in line)
            own[0].insert(0, Run(f"{paragraph.marker} ", first.bold, struck and look.removed, first.ink, first.back))
        text.lines += own
        text.beside.add(collected.beside)
        for box in collected.boxes:
            _read_into(box, reading, look, number, text)
        if not collected.has_text:
            text.lines += [[Run(words)] for words in collected.alt]


def _read_nested(table: Element, reading: Reading, number: int | None, text: CellText) -> None:
    """Read a table inside a cell: as lines of the cell's text, and as a table of its own."""
    layout = lay_out(table, reading)
    if layout.is_frame:
        inner = read_cell(layout.cells[0].standing, reading, reading.styles.base, number)
        text.lines += inner.lines
        text.nested += inner.nested
        text.beside.add(inner.beside)
        return
    nested = read_table(table, layout, reading, -1 if number is None else number)
    text.lines += nested.rows
    text.nested.append(nested)
    text.beside.changed = text.beside.changed or nested.changed


_SHOWING = frozenset({"t", "delText", "sym", "drawing", "pict", "object", "tbl"})


def _is_blank(cell: Element) -> bool:
    """Tell whether a cell holds nothing that shows."""
    return not any(name_of(each) in _SHOWING for each in cell.iter())


def _vertical_merge(properties: Element | None, changes: Changes) -> str | None:
    """Return `restart` or `continue` for a cell in a vertical merge, as tracked changes have it (§17.13.5.2)."""
    tracked = child(properties, "cellMerge")
    if tracked is None:
        return _merge(properties, "vMerge")
    given = attribute(tracked, "vMergeOrig" if changes is Changes.ORIGINAL else "vMerge")
    return {"rest": "restart", "cont": "continue"}.get(given or "")


def _merge(properties: Element | None, kind: str) -> str | None:
    """Return `restart` or `continue` for a merged cell; a merge without a value continues (§17.4.84)."""
    found = child(properties, kind)
    return None if found is None else attribute(found, "val") or "continue"


def _covered(cell: _Open, reading: Reading, at: Locator) -> Iterator[Issue]:
    """Report text in cells that a merge covers: Word does not print it."""
    for covered in cell.merged:
        inside = read_cell(Standing(covered, UNTRACKED), reading.aside(), reading.styles.base, None)
        text = flow(inside.lines, joint=" ").text
        if text:
            message = f"a merged cell covers text that is not printed: {text[:80]}"
            where = replace(at, path=reading.paths.of(covered))
            yield Issue(IssueCode.RAGGED_TABLE, Severity.WARNING, message, where)


def _fill(cell: Element, row: Element, styled: str | None, reading: Reading) -> str | None:
    """Return the fill of a cell: its own, its row's exception, its table style's."""
    own = child(cell, "tcPr", "shd")
    if own is not None:
        return shading(own, reading.styles.theme)
    return shading(child(row, "tblPrEx", "shd"), reading.styles.theme) or styled
