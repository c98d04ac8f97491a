"""Placing cells with spans into a legal grid: what a browser or word processor does when it draws a table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

Content = TypeVar("Content")

MAX_COLUMNS = 1000  # HTML §4.9.12: browsers clip a colspan here
MAX_REACHING = 2000  # cells of rows above that reach into one row; beyond it cells are cut to their row
MAX_SLOTS = 500_000  # places that cells with spans may cover in one table; beyond it no span is kept


@dataclass(frozen=True, slots=True)
class Spanning(Generic[Content]):
    """A cell as the source gives it: how far it reaches right and down, both at least 1."""

    content: Content
    column_span: int = 1
    row_span: int = 1


@dataclass(frozen=True, slots=True)
class Placed(Generic[Content]):
    """A cell at its place in the grid."""

    content: Content
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid(Generic[Content]):
    """Cells that neither overlap nor leave the grid. `clipped` counts cells that had to be cut to fit.

    `kept_rows` are the numbers, in the source, of the grid's rows.
    """

    cells: tuple[Placed[Content], ...]
    n_rows: int
    n_columns: int
    clipped: int = 0
    kept_rows: tuple[int, ...] = ()


def place(rows: Sequence[Sequence[Spanning[Content]]]) -> Grid[Content]:
    """Return the grid of rows of cells, each cell at the first free column of its row (HTML §4.9.12).

    A span that runs out of the rows ends with them; a span that runs into a cell from a row above ends before
    it. Columns and rows in which no cell begins are taken out: they show nothing.
    """
    grid = _placed(rows)
    if sum(cell.row_span * cell.column_span for cell in grid.cells) > MAX_SLOTS:
        narrow = [[Spanning(source.content) for source in sources] for sources in rows]
        return replace(_placed(narrow), clipped=sum(map(len, rows)))
    return grid


def _placed(rows: Sequence[Sequence[Spanning[Content]]]) -> Grid[Content]:
    cells: list[Placed[Content]] = []
    reaching: list[tuple[int, int, int]] = []  # first column, column after, row after: cells that reach further down
    clipped = 0
    for row, sources in enumerate(rows):
        reaching = [span for span in reaching if span[2] > row]
        column = at = 0
        new: list[tuple[int, int, int]] = []
        for source in sources:
            while at < len(reaching) and reaching[at][0] <= column:
                column = max(column, reaching[at][1])
                at += 1
            wanted = min(max(source.column_span, 1), MAX_COLUMNS)
            width = min(wanted, reaching[at][0] - column) if at < len(reaching) else wanted
            height = min(max(source.row_span, 1), len(rows) - row)
            if height > 1 and len(reaching) + len(new) >= MAX_REACHING:
                height = 1
                clipped += 1
            clipped += width < wanted
            cells.append(Placed(source.content, row, column, height, width))
            if height > 1:
                new.append((column, column + width, row + height))
            column += width
        if new:
            reaching = sorted(reaching + new)
    return compact(cells, len(rows), clipped)


def compact(cells: Sequence[Placed[Content]], n_rows: int, clipped: int = 0) -> Grid[Content]:
    """Return the grid without the rows and columns in which no cell begins; spans shrink accordingly."""
    rows = sorted({cell.row for cell in cells if cell.row < n_rows})
    columns = sorted({cell.column for cell in cells})
    moved = tuple(
        replace(
            cell,
            row=(row := bisect_left(rows, cell.row)),
            column=(column := bisect_left(columns, cell.column)),
            row_span=bisect_left(rows, cell.row + cell.row_span) - row,
            column_span=bisect_left(columns, cell.column + cell.column_span) - column,
        )
        for cell in cells
    )
    return Grid(moved, len(rows), len(columns), clipped, tuple(rows))
