"""Heading rows that stand again in the middle of a page, as some writers set them before a row that they cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Cell, Table

FEWEST_COLUMNS = 3  # of a heading that is known again by its texts alone


def without_repeats(table: Table) -> Table:
    """Return a page's table without the rows that say what its first row says, each text in its column.

    One under a section row stays: it may begin another table.
    """
    grid = table.grid()
    heading = _texts(grid[0])
    if len(heading) < FEWEST_COLUMNS or not all(heading) or len(set(heading)) < len(heading):
        return table
    gone = [row for row in range(1, table.n_rows) if _texts(grid[row]) == heading and any(_texts(grid[row - 1])[1:])]
    if not gone or any(c.row < row < c.row + c.row_span for c in table.cells for row in gone):
        return table
    kept = tuple(
        replace(cell, row=cell.row - sum(row < cell.row for row in gone))
        for cell in table.cells
        if cell.row not in gone
    )
    return replace(table, cells=kept, n_rows=table.n_rows - len(gone))


def _texts(row: Sequence[Cell | None]) -> list[str]:
    """Return the texts of a row without merged cells; none of one that has any."""
    cells = [cell for cell in row if cell is not None]
    plain = len(cells) == len(row) and all(cell.row_span == cell.column_span == 1 for cell in cells)
    return [cell.text for cell in cells] if plain else []
