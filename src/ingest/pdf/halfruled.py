"""Grids whose rows no ruling parts: rows of figures between a heading's ruling and the last."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.model import Box
from ingest.pdf.grid import FoundTable, GridCell
from ingest.pdf.gutters import Segment, Strip, strip_of
from ingest.pdf.lines import around, lines_of, stands_in
from ingest.pdf.words import Word

FEWEST_ROWS = 3  # full lines of figures that make rows of their own
FULL_SHARE = 0.75  # of the columns that such a line fills
FIGURES_SHARE = 0.5  # of its texts right of the first column that are figures


def with_rows(table: FoundTable, words: Sequence[Word]) -> FoundTable:
    """Return a ruled table with each of its rows that holds several lines of figures parted into those lines."""
    # most words begin with a small letter
    figures = sorted([_middle(w) for w in words if not "a" <= w.text[:1] <= "z" and _is_without_letters(w)])
    if len(figures) < FEWEST_ROWS:
        return table
    rows: list[list[GridCell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row].append(cell)
    likely: list[tuple[int, list[GridCell], Box]] = []
    for row, cells in enumerate(rows):
        if len(cells) < 2 or any(cell.row_span > 1 or cell.column_span > 1 for cell in cells):
            continue
        box = around([cell.box for cell in cells])
        n_figures = bisect_right(figures, box.bottom) - bisect_left(figures, box.top)
        if n_figures >= FEWEST_ROWS * _fewest_figures(len(cells)):
            likely.append((row, cells, box))
    if not likely:
        return table
    inside = sorted([w for w in words if not w.turn and stands_in(w.box, table.box)], key=_middle)
    middles = [_middle(word) for word in inside]
    parted: dict[int, list[float]] = {}
    for row, cells, box in likely:
        near = inside[bisect_left(middles, box.top) : bisect_right(middles, box.bottom)]
        heights = _heights(cells, [word for word in near if stands_in(word.box, box)])
        if heights:
            parted[row] = heights
    return _split(table, parted) if parted else table


def _heights(cells: Sequence[GridCell], words: Sequence[Word]) -> list[float]:
    """Return where lines of figures part a row, from the top down; none where it is one row."""
    n_figures = sum(map(_is_without_letters, words))
    if len(words) < FEWEST_ROWS * 2 or n_figures < FEWEST_ROWS * _fewest_figures(len(cells)):
        return []
    strips = [_by_cells(strip_of(line), cells) for line in lines_of(words)]
    full = [strip for strip in strips if _is_full(strip, len(cells))]
    if len(full) < FEWEST_ROWS or 2 * len(full) <= len(strips):
        return []
    starts = [strip for strip in strips if strip in full or _stands_first(strip, cells)]
    return [(a.box.bottom + b.box.top) / 2 for a, b in zip(_before(strips, starts), starts[1:], strict=True)]


def _fewest_figures(n_columns: int) -> float:
    """Return how many figures a full line has at least."""
    return max(1.0, FIGURES_SHARE * (FULL_SHARE * n_columns - 1))


def _middle(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2


def _is_without_letters(word: Word) -> bool:
    return word.text.lower() == word.text.upper()


def _by_cells(strip: Strip, cells: Sequence[GridCell]) -> Strip:
    """Return a line cut where its cells end, however near their texts stand."""
    rights = [cell.box.x1 for cell in cells[:-1]]
    homes: list[list[Word]] = [[] for _ in cells]
    for segment in strip.segments:
        for word in segment.words:
            home = bisect_left(rights, (word.box.x0 + word.box.x1) / 2)
            if stands_in(word.box, cells[home].box):
                homes[home].append(word)
    segments = tuple(Segment(tuple(home), around([word.box for word in home])) for home in homes if home)
    return replace(strip, segments=segments) if segments else strip


def _is_full(strip: Strip, n_columns: int) -> bool:
    figures = sum(segment.is_figure for segment in strip.segments[1:])
    enough = len(strip.segments) >= max(2.0, FULL_SHARE * n_columns)
    return enough and figures >= max(1.0, FIGURES_SHARE * len(strip.segments[1:]))


def _stands_first(strip: Strip, cells: Sequence[GridCell]) -> bool:
    """Tell whether a line is a text of the first column alone that begins a row: a heading among figures."""
    first = min(cells, key=lambda cell: cell.column)
    return len(strip.segments) == 1 and stands_in(strip.box, first.box) and not strip.segments[0].text[0].islower()


def _before(strips: Sequence[Strip], starts: Sequence[Strip]) -> list[Strip]:
    """Return, for each start but the first, the line before it."""
    return [above for above, below in pairwise(strips) if any(below is start for start in starts[1:])]


def _split(table: FoundTable, parted: dict[int, list[float]]) -> FoundTable:
    cells: list[GridCell] = []
    for cell in table.cells:
        shift = sum(len(heights) for row, heights in parted.items() if row < cell.row)
        inner = sum(len(heights) for row, heights in parted.items() if cell.row < row < cell.row + cell.row_span)
        if cell.row not in parted:
            cells.append(replace(cell, row=cell.row + shift, row_span=cell.row_span + inner))
            continue
        ys = [cell.box.top, *parted[cell.row], cell.box.bottom]
        for i, (top, bottom) in enumerate(pairwise(ys)):
            box = Box(cell.box.x0, top, cell.box.x1, bottom)
            cells.append(GridCell(cell.row + shift + i, cell.column, 1, 1, box))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return FoundTable(table.box, tuple(cells), table.n_rows + sum(map(len, parted.values())), table.n_columns)
