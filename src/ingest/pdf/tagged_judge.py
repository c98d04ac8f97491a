"""Whether a tagged table agrees with what stands on its pages: each check is a named step."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.model import Box
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.grid import FoundTable, GridCell, find_ruled_tables
from ingest.pdf.lines import lines_of, stands_in
from ingest.pdf.tagged_layout import LaidCell, Layout
from ingest.pdf.words import Word
from ingest.textruns import BULLET

SAME_LINE_POINTS = 3.0  # lines nearer than this are one
OUTER_POINTS = 14.0  # how far beyond its words a table's outer edge is looked for
PADDING_POINTS = 2.0  # between words and edge where no line is drawn
HEIGHT_SLACK = 0.25  # of a word's height, at its top and its foot, that may reach over a line: boxes are generous
WIDTH_SLACK = 1.0  # points that may reach over a line at either side of a word
LINE_SHARE = 0.2  # of the table's extent that a line must cover to be one of its edges


class Step(enum.StrEnum):
    """What a tagged table must pass, in this order, to be taken in place of what geometry finds."""

    WORDS = "its marked contents have words on the page"
    SPANS = "spans are at least 1 and at most 1000"
    GRID = "cells fill a grid of at least two rows and two columns without overlapping"
    ROWS_IN_ORDER = "a level line can be drawn between the words of any two rows"
    COLUMNS_IN_ORDER = "an upright line can be drawn between the words of any two columns"
    NOTHING_LEFT_OUT = "every word in the area of the table is tagged as part of it, or as an artifact"
    ONE_RULED_CELL = "no cell has words in several cells that rulings draw"
    OWN_RULED_CELL = "where the tags leave cells out, no cell that rulings draw holds several of the grid"
    WITHIN_RULINGS = "a row outside the table that rulings draw is tagged as a heading or has no empty cell"
    WHOLE_TABLE = "a table that rulings draw there lies whole within it, or within it and other tables that agree"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The step that a tagged table fails, and on which page; None for the table as a whole."""

    step: Step
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The part of a tagged table on one page.

    `rows` are its rows' numbers in the whole table, of which the first `n_repeated` stood on a page before; `source`
    is the whole table's cell behind each of the page's.
    """

    table: FoundTable
    rows: tuple[int, ...]
    n_repeated: int
    source: Mapping[GridCell, LaidCell]


def draw(
    layout: Layout, page: PageGeometry, artifacts: frozenset[Word], elsewhere: frozenset[Word]
) -> Drawn | Disagreement:
    """Return a table's part on a page with the boxes of its cells, or the step at which it disagrees.

    `elsewhere` are the words of the page's other tagged tables.
    """
    rows = rows_on(layout, page.number)
    slots = _slots(layout, rows)
    words = {slot: layout.cells[k].words.get(page.number, ()) for k, slot in slots}
    around = _around([word.box for found in words.values() for word in found])
    down = [_Reach(s.row, s.row + s.row_span, *_extent(w, upright=True)) for s, w in words.items() if w]
    ys = _lines(down, len(rows), _drawn_lines(page, around, horizontal=True))
    if ys is None:
        return Disagreement(Step.ROWS_IN_ORDER, page.number)
    across = [_Reach(s.column, s.column + s.column_span, *_extent(w, upright=False)) for s, w in words.items() if w]
    xs = _lines(across, layout.n_columns, _drawn_lines(page, around, horizontal=False))
    if xs is None:
        return Disagreement(Step.COLUMNS_IN_ORDER, page.number)
    source: dict[GridCell, LaidCell] = {}
    inside: dict[GridCell, Sequence[Word]] = {}
    for k, s in slots:
        box = Box(xs[s.column], ys[s.row], xs[s.column + s.column_span], ys[s.row + s.row_span])
        cell = GridCell(s.row, s.column, s.row_span, s.column_span, box)
        source[cell], inside[cell] = layout.cells[k], words[s]
    found = FoundTable(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(source), len(rows), layout.n_columns)
    ruled = find_ruled_tables(page.rulings)
    failed = _disagreement(found, inside, page, ruled, artifacts, elsewhere)
    if failed is None and layout.by_place and _shares_ruled_cells(found, ruled):
        failed = Step.OWN_RULED_CELL
    if failed is None and _leaves_rulings(source, inside, ruled):
        failed = Step.WITHIN_RULINGS
    if failed is not None:
        return Disagreement(failed, page.number)
    return Drawn(found, rows, _n_repeated(layout, page.number, rows), source)


def rows_on(layout: Layout, page: int) -> tuple[int, ...]:
    """Return the rows that stand on a page: those of which a cell of their own has words there.

    The words of a cell over several rows count for the last of them, where none of the others has any.
    """
    rows = {cell.row for cell in layout.cells if cell.row_span == 1 and cell.words.get(page)}
    for cell in layout.cells:
        if cell.words.get(page) and not rows & set(range(cell.row, cell.row_after)):
            rows.add(cell.row_after - 1)
    return tuple(sorted(rows))


def _n_repeated(layout: Layout, page: int, rows: Sequence[int]) -> int:
    """Return how many leading rows on a page are repeated, cell by cell, from a page before."""
    count = 0
    for row in rows:
        cells = [cell for cell in layout.cells if cell.row == row and any(cell.words.values())]
        first = min((p for cell in cells for p, words in cell.words.items() if words), default=page)
        if first >= page or any(_text(cell, first) != _text(cell, page) for cell in cells):
            break
        count += 1
    return count


def _text(cell: LaidCell, page: int) -> list[str]:
    return [word.text for line in lines_of(cell.words.get(page, ())) for word in line.words]


@dataclass(frozen=True, slots=True)
class _Slot:
    """A cell's place among the rows that stand on a page."""

    row: int
    column: int
    row_span: int
    column_span: int


def _slots(layout: Layout, rows: Sequence[int]) -> list[tuple[int, _Slot]]:
    """Return the number of each cell that covers some of the rows of a page, and its place among them."""
    found = []
    for k, cell in enumerate(layout.cells):
        mine = [i for i, row in enumerate(rows) if cell.row <= row < cell.row_after]
        if mine:
            found.append((k, _Slot(mine[0], cell.column, len(mine), cell.column_span)))
    return sorted(found, key=lambda item: (item[1].row, item[1].column))


def _around(boxes: Sequence[Box]) -> Box:
    box = boxes[0]
    for other in boxes[1:]:
        box = box.union(other)
    return box


@dataclass(frozen=True, slots=True)
class _Reach:
    """The rows (or columns) that a cell covers and the extent of its words along that axis, in points."""

    first: int
    after: int
    start: float
    end: float
    edge_start: float
    edge_end: float


def _extent(words: Sequence[Word], *, upright: bool) -> tuple[float, float, float, float]:
    """Return where words begin and end down (or across) the page: with slack taken off, and as they stand."""
    if upright:
        slack = [HEIGHT_SLACK * (w.box.bottom - w.box.top) for w in words]
        starts = [w.box.top + s for w, s in zip(words, slack, strict=True)]
        ends = [w.box.bottom - s for w, s in zip(words, slack, strict=True)]
        return min(starts), max(ends), min(w.box.top for w in words), max(w.box.bottom for w in words)
    start, end = min(w.box.x0 for w in words), max(w.box.x1 for w in words)
    return min(start + WIDTH_SLACK, end), max(end - WIDTH_SLACK, start), start, end


def _lines(reaches: Sequence[_Reach], count: int, drawn: _DrawnLines) -> list[float] | None:
    """Return the lines that part the rows (or columns), the outer ones included; None where none can be drawn.

    Lines drawn on the page are taken where they stand in the gaps; elsewhere the middle of the gap.
    """
    gaps: list[tuple[float, float]] = []
    for i in range(1, count):
        low = max((r.end for r in reaches if r.after <= i), default=None)
        high = min((r.start for r in reaches if r.first >= i), default=None)
        if low is None or high is None:  # no words at all on one side: an empty column at the edge
            edge = min(r.edge_start for r in reaches) if low is None else max(r.edge_end for r in reaches)
            outer = _outermost(edge, drawn, -1 if low is None else 1)
            low, high = (outer, edge) if low is None else (edge, outer)
        if low > high:
            return None
        gaps.append((low, high))
    first, last = min(r.edge_start for r in reaches), max(r.edge_end for r in reaches)
    empty_first = bool(gaps) and gaps[0][1] == first and gaps[0][0] < first
    empty_last = bool(gaps) and gaps[-1][0] == last and gaps[-1][1] > last
    low = _outermost(first, drawn, -1) if empty_first else _nearest(first, drawn, -1)
    high = _outermost(last, drawn, 1) if empty_last else _nearest(last, drawn, 1)
    return [low, *_within(gaps, drawn.places), high]


@dataclass(frozen=True, slots=True)
class _DrawnLines:
    """Where lines run along a table, and how far those that cross them reach, on either side."""

    places: Sequence[float]
    start: float
    end: float


def _outermost(edge: float, drawn: _DrawnLines, sign: int) -> float:
    """Return the line farthest out on one side, where empty rows or columns stand between it and the words."""
    beyond = [sign * at for at in (*drawn.places, drawn.start, drawn.end) if sign * (at - edge) > 0]
    return sign * max(beyond) if beyond else edge + sign * PADDING_POINTS


def _nearest(edge: float, drawn: _DrawnLines, sign: int) -> float:
    """Return the outer line on one side: the next one that lines across reach, else where these end."""
    far = sign * ((drawn.end if sign > 0 else drawn.start) - edge)
    near = [
        at for at in drawn.places if -WIDTH_SLACK <= sign * (at - edge) <= max(OUTER_POINTS, far + SAME_LINE_POINTS)
    ]
    if near:
        return min(near, key=lambda at: abs(at - edge))
    return edge + sign * max(far, PADDING_POINTS)


def _within(gaps: Sequence[tuple[float, float]], candidates: Sequence[float]) -> Iterator[float]:
    """Yield a line for each gap; gaps that are the same one share its lines in order, or its width."""
    i = 0
    while i < len(gaps):
        low, high = gaps[i]
        n = 1
        while i + n < len(gaps) and gaps[i + n] == gaps[i]:
            n += 1
        fitting = [at for at in candidates if low <= at <= high]
        if n == 1 and fitting:
            yield min(fitting, key=lambda at: abs(at - (low + high) / 2))
        elif len(fitting) >= n:
            yield from fitting[:n]
        else:
            yield from (low + (high - low) * (k + 1) / (n + 1) for k in range(n))
        i += n


def _drawn_lines(page: PageGeometry, around: Box, *, horizontal: bool) -> _DrawnLines:
    """Return where rulings and the edges of fills run along a table; those that stand close are one."""
    low, high = (around.x0, around.x1) if horizontal else (around.top, around.bottom)
    start, end = (around.top, around.bottom) if horizontal else (around.x0, around.x1)
    found: list[float] = []
    ends = [start, end]
    fills = [(fill.box, True, True) for fill in page.fills if _lies_in(fill.box, around)]
    rulings = [(r.box, r.horizontal is horizontal, r.horizontal is not horizontal) for r in page.rulings]
    for box, along, across in (*rulings, *fills):
        first, last = (box.x0, box.x1) if horizontal else (box.top, box.bottom)
        near, far = (box.top, box.bottom) if horizontal else (box.x0, box.x1)
        shared = min(last, high) - max(first, low)
        if along and shared >= LINE_SHARE * min(high - low, 4 * (last - first)):
            found += [near, far]
        if across and shared >= 0 and near < end and far > start:
            ends += [near, far]
    places: list[float] = []
    for at in sorted(found):
        if not places or at - places[-1] > SAME_LINE_POINTS:
            places.append(at)
    return _DrawnLines(places, min(ends), max(ends))


def _lies_in(fill: Box, around: Box) -> bool:
    """Tell whether a fill belongs to a table rather than to the ground that it stands on."""
    return fill.top >= around.top - OUTER_POINTS and fill.bottom <= around.bottom + OUTER_POINTS


def _disagreement(
    found: FoundTable,
    inside: Mapping[GridCell, Sequence[Word]],
    page: PageGeometry,
    drawn: Sequence[FoundTable],
    artifacts: frozenset[Word],
    elsewhere: frozenset[Word],
) -> Step | None:
    """Return the first step that a table fails among those on words and rulings, None where it passes."""
    mine = {word for words in inside.values() for word in words}
    others = [w for w in page.words if w not in mine and w not in artifacts and w.text != BULLET]
    if any(stands_in(word.box, found.box) for word in others):
        return Step.NOTHING_LEFT_OUT
    for ruled in drawn:
        within = [word for word in mine if stands_in(word.box, ruled.box)]
        if not within:
            continue
        for words in inside.values():
            homes = {i for i, c in enumerate(ruled.cells) if any(stands_in(word.box, c.box) for word in words)}
            if len(homes) > 1:
                return Step.ONE_RULED_CELL
        if any(word not in elsewhere and stands_in(word.box, ruled.box) for word in others):
            return Step.WHOLE_TABLE
    return None


def _shares_ruled_cells(found: FoundTable, drawn: Sequence[FoundTable]) -> bool:
    """Tell whether a cell that rulings draw holds several cells of a table."""
    homes = [cell.box for table in drawn for cell in table.cells]
    return any(sum(stands_in(cell.box, home) for cell in found.cells) > 1 for home in homes)


def _leaves_rulings(
    source: Mapping[GridCell, LaidCell], inside: Mapping[GridCell, Sequence[Word]], drawn: Sequence[FoundTable]
) -> bool:
    """Tell whether a row with empty cells, and no heading, stands outside the table that rulings draw of the others."""
    boxes = [table.box for table in drawn]
    ruled = {c.row for c, words in inside.items() if any(stands_in(w.box, box) for w in words for box in boxes)}
    outside = [cell for cell in source if ruled and cell.row not in ruled]
    headings = {cell.row for cell in outside if source[cell].is_heading}
    return any(not inside[cell] and cell.row not in headings for cell in outside)
