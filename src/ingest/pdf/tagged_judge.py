"""Whether a tagged table agrees with what stands on its pages: each check is a named step."""

from __future__ import annotations

import enum
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.model import Box
from ingest.pdf.bands import Bands
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.grid import FoundTable, GridCell
from ingest.pdf.lines import around, lines_of, stands_in
from ingest.pdf.tagged_layout import LaidCell, Layout
from ingest.pdf.tagged_lines import Reach, drawn_lines, extents, parting_lines
from ingest.pdf.words import Word
from ingest.textruns import BULLET

FEWEST_UNSEEN = 3  # rows and columns of a table that nothing but its tags shows: a letter's head is laid out with fewer


class Step(enum.StrEnum):
    """What a tagged table must pass, in this order, to be taken in place of what geometry finds."""

    WORDS = "its marked contents have words on the page"
    SPANS = "spans are at least 1 and at most 1000"
    GRID = "cells fill a grid of at least two rows and two columns without overlapping"
    PAGES_IN_ORDER = "the rows of a page come after those of the page before, but for those that are repeated"
    ROWS_IN_ORDER = "a level line can be drawn between the words of any two rows"
    COLUMNS_IN_ORDER = "an upright line can be drawn between the words of any two columns"
    NOTHING_LEFT_OUT = "every word in the area of the table is tagged as part of it, or as an artifact"
    ONE_RULED_CELL = "no cell has words in several cells that rulings draw"
    WHOLE_TABLE = "a table that rulings draw there lies whole within it, or within it and other tables that agree"
    EVERY_ROW = "of a table that words in columns show there, no line in its columns is left out"
    OWN_RULED_CELL = "where the tags leave cells out, no cell that rulings draw holds several of the grid"
    WITHIN_RULINGS = "a row outside the table that rulings draw is tagged as a heading or has no empty cell"
    IS_NO_LAYOUT = "lines or fills are drawn, or headings are tagged, or it has at least three rows and columns"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The step that a tagged table fails, and on which page; None for the table as a whole."""

    step: Step
    page: int | None = None


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page with its words by marked content, and the ids of those of artifacts.

    `ruled` are the tables that its rulings draw, `found` those that its geometry shows otherwise among them.
    """

    geometry: PageGeometry
    ruled: Sequence[FoundTable]
    found: Sequence[FoundTable]
    words: Mapping[int, Sequence[Word]]
    artifacts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The part of a tagged table on one page.

    `rows` are its rows' numbers in the whole table, of which the first `n_repeated` stood on a page before; `source`
    has the whole table's cell behind each of the page's.
    """

    table: FoundTable
    rows: tuple[int, ...]
    n_repeated: int
    source: tuple[LaidCell, ...]


def draw(layout: Layout, page: MarkedPage, last: int, elsewhere: set[int]) -> Drawn | Disagreement:
    """Return a table's part on a page with the boxes of its cells, or the step at which it disagrees.

    `last` is the table's last row on the page before, `elsewhere` the ids of the words of all tagged tables.
    """
    number = page.geometry.number
    rows = rows_on(layout, number)
    n_repeated = _n_repeated(layout, number, rows)
    if any(row < last for row in rows[n_repeated:]):
        return Disagreement(Step.PAGES_IN_ORDER, number)
    slots = _slots(layout, rows)
    words = [cell.words.get(number, ()) for cell, _ in slots]
    whole = around([word.box for found in words for word in found])
    level = drawn_lines(page.geometry, whole, horizontal=True)
    upright = drawn_lines(page.geometry, whole, horizontal=False)
    filled = [(slot, *extents(found)) for (_, slot), found in zip(slots, words, strict=True) if found]
    ys = parting_lines([Reach(s.row, s.row + s.row_span, *down) for s, down, _ in filled], len(rows), level)
    if ys is None:
        return Disagreement(Step.ROWS_IN_ORDER, number)
    xs = parting_lines(
        [Reach(s.column, s.column + s.column_span, *across) for s, _, across in filled],
        layout.n_columns,
        upright,
    )
    if xs is None:
        return Disagreement(Step.COLUMNS_IN_ORDER, number)
    cells = tuple(
        GridCell(
            *(s.row, s.column, s.row_span, s.column_span),
            Box(xs[s.column], ys[s.row], xs[s.column + s.column_span], ys[s.row + s.row_span]),
        )
        for _, s in slots
    )
    found = FoundTable(Box(xs[0], ys[0], xs[-1], ys[-1]), cells, len(rows), layout.n_columns)
    drawn = Drawn(found, rows, n_repeated, tuple(cell for cell, _ in slots))
    failed = _disagreement(drawn, words, page, elsewhere)
    if failed is None and _leaves_rows(found, xs, words, page, elsewhere):
        failed = Step.EVERY_ROW
    if failed is None and not (level.places or upright.places) and _may_be_layout(layout):
        failed = Step.IS_NO_LAYOUT
    if failed is None and layout.by_place and _shares_ruled_cells(found, page.ruled):
        failed = Step.OWN_RULED_CELL
    if failed is None and _leaves_rulings(drawn, words, page.ruled):
        failed = Step.WITHIN_RULINGS
    return drawn if failed is None else Disagreement(failed, number)


def rows_on(layout: Layout, page: int) -> tuple[int, ...]:
    """Return the rows that stand on a page: those of which a cell of their own has words there.

    The words of a cell over several rows count for the last of them, where none of the others has any.
    """
    cells = layout.by_page[page]
    rows = {cell.row for cell in cells if cell.row_span == 1}
    for cell in cells:
        if rows.isdisjoint(range(cell.row, cell.row_after)):
            rows.add(cell.row_after - 1)
    return tuple(sorted(rows))


def _n_repeated(layout: Layout, page: int, rows: Sequence[int]) -> int:
    """Return how many leading rows on a page are repeated, cell by cell, from a page before.

    Browsers tag them as the same row, other programs as further rows with the texts of the first.
    """
    begins = min(layout.by_page)
    if page == begins:
        return 0
    count = 0
    for row in rows:
        own = _texts(layout, row, page)
        own_cells = [cell for cell in layout.by_row[row] if cell.row == row]
        first = min((p for cell in own_cells for p, words in cell.words.items() if words), default=page)
        same = first < page and _texts(layout, row, first) == own
        if not same and not (row > count and len(own) > 1 and _texts(layout, count, begins) == own):
            break
        count += 1
    return count


def _texts(layout: Layout, row: int, page: int) -> dict[int, list[str]]:
    """Return the words of the cells that begin in a row, by column, as they stand on a page."""
    return {
        cell.column: [word.text for line in lines_of(cell.words[page]) for word in line.words]
        for cell in layout.by_row[row]
        if cell.row == row and cell.words.get(page)
    }


@dataclass(frozen=True, slots=True)
class _Slot:
    """A cell's place among the rows that stand on a page."""

    row: int
    column: int
    row_span: int
    column_span: int


def _slots(layout: Layout, rows: Sequence[int]) -> list[tuple[LaidCell, _Slot]]:
    """Return each cell that covers some of the rows of a page, and its place among them."""
    found = []
    for cell in {(cell.row, cell.column): cell for row in rows for cell in layout.by_row[row]}.values():
        first, after = bisect_left(rows, cell.row), bisect_left(rows, cell.row_after)
        found.append((cell, _Slot(first, cell.column, after - first, cell.column_span)))
    return sorted(found, key=lambda item: (item[1].row, item[1].column))


def _disagreement(drawn: Drawn, words: Sequence[Sequence[Word]], page: MarkedPage, elsewhere: set[int]) -> Step | None:
    """Return the first step that a table fails among those on words and rulings, None where it passes."""
    mine = {id(word) for inside in words for word in inside}
    others = [w for w in page.geometry.words if id(w) not in mine and id(w) not in page.artifacts and w.text != BULLET]
    if any(stands_in(word.box, drawn.table.box) for word in others):
        return Step.NOTHING_LEFT_OUT
    for ruled in page.ruled:
        within = [inside for inside in words if any(stands_in(word.box, ruled.box) for word in inside)]
        cells = Bands((cell.box, cell.box) for cell in ruled.cells) if within else Bands(())
        if any(_stand_apart(inside, cells) for inside in within):
            return Step.ONE_RULED_CELL
        if within and any(id(word) not in elsewhere and stands_in(word.box, ruled.box) for word in others):
            return Step.WHOLE_TABLE
    return None


def _leaves_rows(
    table: FoundTable, xs: Sequence[float], words: Sequence[Sequence[Word]], page: MarkedPage, elsewhere: set[int]
) -> bool:
    """Tell whether a table found at the same place has lines outside a tagged one that keep to its columns.

    A line of prose that is taken in by mistake runs over the columns, or stands in one of them.
    """
    tagged = {id(word) for inside in words for word in inside} | elsewhere | page.artifacts
    for other in page.found:
        if not overlap(other.box, table.box):
            continue
        left = [w for w in page.geometry.words if id(w) not in tagged and w.text != BULLET]
        for line in lines_of([word for word in left if stands_in(word.box, other.box)]):
            columns = {bisect_left(xs, (word.box.x0 + word.box.x1) / 2) for word in line.words}
            crossed = any(word.box.x0 < x - 1 and word.box.x1 > x + 1 for word in line.words for x in xs[1:-1])
            if len(columns) > 1 and not crossed:
                return True
    return False


def overlap(a: Box, b: Box) -> bool:
    """Tell whether two boxes share more than an edge."""
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.bottom, b.bottom) - max(a.top, b.top) > 1


def _stand_apart(words: Sequence[Word], cells: Bands[Box]) -> bool:
    """Tell whether words stand in several of some cells."""
    whole = around([word.box for word in words])
    x0, x1, top, bottom = whole.x0, whole.x1, whole.top, whole.bottom
    near = cells.over(whole)
    if any(box.x0 <= x0 and x1 <= box.x1 and box.top <= top and bottom <= box.bottom for box in near):
        return False
    return sum(any(stands_in(word.box, box) for word in words) for box in near) > 1


def _may_be_layout(layout: Layout) -> bool:
    """Tell whether a table may be there for the layout alone."""
    headed = bool(layout.head_rows) or any(cell.is_heading for cell in layout.cells)
    return not headed and min(layout.n_rows, layout.n_columns) < FEWEST_UNSEEN


def _shares_ruled_cells(found: FoundTable, drawn: Sequence[FoundTable]) -> bool:
    """Tell whether a cell that rulings draw holds several cells of a table."""
    homes = [cell.box for table in drawn for cell in table.cells]
    return any(sum(stands_in(cell.box, home) for cell in found.cells) > 1 for home in homes)


def _leaves_rulings(drawn: Drawn, words: Sequence[Sequence[Word]], ruled: Sequence[FoundTable]) -> bool:
    """Tell whether a row with empty cells, and no heading, stands outside the table that rulings draw of the others."""
    if not ruled:
        return False
    boxes = [table.box for table in ruled]
    cells = list(zip(drawn.table.cells, drawn.source, words, strict=True))
    within = {c.row for c, _, inside in cells if any(stands_in(w.box, box) for w in inside for box in boxes)}
    outside = [(c.row, source, inside) for c, source, inside in cells if within and c.row not in within]
    headings = {row for row, source, _ in outside if source.is_heading}
    return any(not inside and row not in headings for row, _, inside in outside)
