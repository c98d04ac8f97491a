"""Placing cells with spans into a legal grid: what a browser or word processor does when it draws a table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

Content = TypeVar("Content")

MAX_COLUMNS = 1000  # HTML §4.9.12: browsers clip a colspan here


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
    cells: list[Placed[Content]] = []
    taken: set[tuple[int, int]] = set()
    clipped = 0
    for row, sources in enumerate(rows):
        column = 0
        for source in sources:
            while (row, column) in taken:
                column += 1
            height = min(max(source.row_span, 1), len(rows) - row)
            width = 1
            wanted = min(max(source.column_span, 1), MAX_COLUMNS)
            while width < wanted and (row, column + width) not in taken:
                width += 1
            clipped += width < wanted
            cells.append(Placed(source.content, row, column, height, width))
            taken.update((r, c) for r in range(row, row + height) for c in range(column, column + width))
            column += width
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
