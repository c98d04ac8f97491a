"""Found tables to tables with text, colour and places: which words stand in which cell, and how each looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Box, Cell, Locator, PageSize, Table
from ingest.pdf.aligned import find_aligned_tables
from ingest.pdf.bands import Bands
from ingest.pdf.geometry import Fill, PageGeometry, is_badge
from ingest.pdf.grid import FoundTable, GridCell, find_ruled_tables
from ingest.pdf.gutters import row_spans, strip_of
from ingest.pdf.halfruled import with_rows
from ingest.pdf.lines import Line, lines_of, outside, paragraphs_of, stands_in, text_of
from ingest.pdf.turn import to_reading
from ingest.pdf.upright import with_upright_headings
from ingest.pdf.words import Word
from ingest.textruns import Flowed

SIGNS = frozenset("●⬤■◼▲▼◆⬥★↑↓→←↗↘↖↙↔▶►◀◄✓✔✗✘☑☒")  # that stand for a state, in their colour
FILL_SHARE = 0.5  # of a cell that a fill must cover
BAND_POINTS = 4.0  # by which a coloured heading row may miss the ruled table under it
BAND_SHARE = 0.8  # of the table's width that it must cover


def find_tables(page: PageGeometry, drawn: Sequence[FoundTable] | None = None) -> tuple[FoundTable, ...]:
    """Return the tables of a page that hold text, from the top down; `drawn` are those of its rulings, where known."""
    ruled = [_with_band(table, page) for table in (find_ruled_tables(page.rulings) if drawn is None else drawn)]
    ruled = [table for table in ruled if any(stands_in(word.box, table.box) for word in page.words)]
    ruled = [with_rows(table, page.words) for table in ruled]
    boxes = [table.box for table in ruled]
    free = outside(page.words, boxes)
    rulings = outside(page.rulings, [_grown(box) for box in boxes])
    fills = outside(page.fills, boxes)
    aligned = find_aligned_tables(free, rulings, fills)
    turned = [word for word in free if word.turn] if aligned else []
    aligned = tuple(with_upright_headings(table, free, turned) for table in aligned) if turned else aligned
    return tuple(sorted((*ruled, *aligned), key=lambda table: (table.box.top, table.box.x0)))


def _grown(box: Box) -> Box:
    return Box(box.x0 - 1, box.top - 1, box.x1 + 1, box.bottom + 1)


def _with_band(table: FoundTable, page: PageGeometry) -> FoundTable:
    """Return a ruled table with the coloured heading row that stands on it without rulings of its own."""
    box = table.box
    bands = [
        fill.box
        for fill in page.fills
        if fill.colour
        and abs(fill.box.bottom - box.top) <= BAND_POINTS
        and fill.box.x0 >= box.x0 - BAND_POINTS
        and fill.box.x1 <= box.x1 + BAND_POINTS
    ]
    if sum(band.x1 - band.x0 for band in bands) < BAND_SHARE * (box.x1 - box.x0):
        return table
    top = min(band.top for band in bands)
    band = Box(box.x0, top, box.x1, box.top)
    lines = [strip_of(line) for line in lines_of([word for word in page.words if stands_in(word.box, band)])]
    if not lines:
        return table
    lefts = {cell.column: cell.box.x0 for cell in table.cells}
    if len(lefts) < table.n_columns:
        return table
    xs = [*(lefts[column] for column in sorted(lefts)), box.x1]
    heading = [GridCell(0, a, 1, b - a, Box(xs[a], top, xs[b], box.top)) for a, b in row_spans(lines, xs)]
    below = [replace(cell, row=cell.row + 1) for cell in table.cells]
    return FoundTable(band.union(box), (*heading, *below), table.n_rows + 1, table.n_columns)


def table_of(found: FoundTable, page: PageGeometry, words: Sequence[Word]) -> Table:
    """Return a found table with the text and look of its cells."""
    inside = _words_by_cell(found, words)
    fills = Bands((fill.box, fill) for fill in page.fills)
    marks = Bands((mark.box, mark) for mark in page.marks)
    cells = tuple(
        _cell(cell, texts, page, (fills.over(cell.box), marks.over(cell.box)))
        for cell, texts in zip(found.cells, inside, strict=True)
    )
    return Table(cells, found.n_rows, found.n_columns)


def _words_by_cell(found: FoundTable, words: Sequence[Word]) -> list[list[Word]]:
    """Return the words whose middles stand in each cell; the first cell takes those on a common edge."""
    outer = found.box
    left, right, head, foot = outer.x0, outer.x1, outer.top, outer.bottom
    x0 = x1 = top = bottom = 0.0  # of the cell that the last word stands in: most stand in the same one
    mine: list[Word] = []
    inside: list[list[Word]] = [[] for _ in found.cells]
    cells = Bands((cell.box, (cell.box, texts)) for cell, texts in zip(found.cells, inside, strict=True))
    for word in words:
        box = word.box
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        if x0 < x < x1 and top < y < bottom:
            mine.append(word)
            continue
        if not (left <= x <= right and head <= y <= foot):
            continue
        for cell, texts in cells.at(y):
            if cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom:
                mine, x0, x1, top, bottom = texts, cell.x0, cell.x1, cell.top, cell.bottom
                mine.append(word)
                break
    return inside


def _cell(
    cell: GridCell, words: Sequence[Word], page: PageGeometry, near: tuple[Sequence[Fill], Sequence[Fill]]
) -> Cell:
    """Return a found cell with its text and look; `near` are the fills and the marks at its height."""
    fills, marks = near
    flowed = _flowed(cell.box, words, page.size)
    mark = _mark_in(cell.box, marks if words else (*marks, *filter(is_badge, fills)), words)
    return Cell(
        row=cell.row,
        column=cell.column,
        text=flowed.text,
        row_span=cell.row_span,
        column_span=cell.column_span,
        fill=_fill_of(cell.box, fills) or (_behind(words, cell.box, (*fills, *marks)) if words else mark),
        ink=flowed.ink or (mark if flowed.text else None),
        struck=flowed.struck,
        bold=flowed.bold,
        parts=(Locator(page=page.number, box=cell.box),),
        confidence=min([word.confidence for word in words], default=1.0) if page.is_recognised else 1.0,
    )


def _flowed(box: Box, words: Sequence[Word], size: PageSize) -> Flowed:
    """Return the text of a cell, turned words after upright ones."""
    if not words:
        return Flowed()
    turns = {word.turn for word in words}
    if turns == {0}:
        return text_of(_paragraphs(words, box))
    paragraphs = []
    for turn in sorted(turns):
        mine = [replace(word, box=to_reading(word.box, turn, size)) for word in words if word.turn == turn]
        paragraphs += _paragraphs(mine, to_reading(box, turn, size))
    return text_of(paragraphs)


def _paragraphs(words: Sequence[Word], around: Box) -> list[list[Line]]:
    lines = lines_of(words)
    inset = min([line.box.x0 for line in lines]) - around.x0
    return paragraphs_of(lines, around.x1 - max(inset, 0.0))


def _fill_of(box: Box, fills: Sequence[Fill]) -> str | None:
    """Return the colour that covers most of a cell: of overlapping fills the one drawn last."""
    x0, top, x1, bottom = box.x0, box.top, box.x1, box.bottom
    area = max((x1 - x0) * (bottom - top), 0.01)
    covered: dict[str | None, float] = {}
    for fill in fills:
        other = fill.box
        if other.x1 <= x0 or other.x0 >= x1 or other.bottom <= top or other.top >= bottom:
            continue
        width, height = min(other.x1, x1) - max(other.x0, x0), min(other.bottom, bottom) - max(other.top, top)
        share = width * height / area
        if share >= FILL_SHARE:
            covered = {fill.colour: share}
        else:
            covered[fill.colour] = covered.get(fill.colour, 0.0) + share
    best = max(covered, key=lambda colour: covered[colour], default=None)
    return best if best is not None and covered[best] >= FILL_SHARE else None


def _behind(words: Sequence[Word], box: Box, shapes: Sequence[Fill]) -> str | None:
    """Return the colour of the shape within a cell that all its words stand on, as on a coloured badge."""
    top, bottom = box.top, box.bottom
    for shape in reversed(shapes):
        on = shape.box
        if (
            on.top >= top
            and on.bottom <= bottom
            and shape.colour
            and _lies_in(on, box)
            and all(_middle_in(word.box, on) for word in words)
        ):
            return shape.colour
    return None


def _middle_in(inner: Box, outer: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom


def _mark_in(box: Box, marks: Sequence[Fill], words: Sequence[Word]) -> str | None:
    """Return the colour of the shapes drawn in an empty cell, or of the one sign that stands beside its text.

    None where there are several colours or none. Several signs in a text are the bullets of a list.
    """
    inside = [(m.colour, m.box) for m in marks if _lies_in(m.box, box)] if marks else []
    inside += [(word.ink, word.box) for word in words if word.ink and word.text in SIGNS]
    if not inside:
        return None
    places = {(round(b.x0), round(b.top)) for _, b in inside}
    colours = {colour for colour, _ in inside}
    return colours.pop() if len(colours) == 1 and (len(places) == 1 or not words) else None


def _lies_in(inner: Box, outer: Box) -> bool:
    level = inner.x0 >= outer.x0 and inner.x1 <= outer.x1
    return level and inner.top >= outer.top and inner.bottom <= outer.bottom
