"""Fragments of one table that differ by a column: the narrower one widened, so that rows can be joined."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.model import Cell, Table

FEWEST_SHARED = 3  # headings that both fragments must have
MOST_GAINED = 2  # columns that one of them may have more


def widened(before: Table, after: Table) -> tuple[Table, Table] | None:
    """Return two fragments with the same columns, None where they are not of one table.

    The headings of the narrower one stand in the same order among those of the wider one; what it lacks is blank.
    """
    first, second = _headings(before), _headings(after)
    if first is None or second is None or len(first) == len(second):
        return None
    narrow, wide = (first, second) if len(first) < len(second) else (second, first)
    places = _places(narrow, wide)
    if places is None or len(narrow) < FEWEST_SHARED or len(wide) - len(narrow) > MOST_GAINED:
        return None
    if len(first) < len(second):
        return _widen(before, after, places), after
    return before, _widen(after, before, places)


def _headings(table: Table) -> list[str] | None:
    """Return the texts of a table's first row, None where it has merged, blank or equal ones."""
    row = sorted((cell for cell in table.cells if cell.row == 0), key=lambda cell: cell.column)
    texts = [re.sub(r"\W+", "", cell.text).casefold() for cell in row]
    merged = any(cell.row_span > 1 or cell.column_span > 1 for cell in row)
    return None if merged or not all(texts) or len(set(texts)) < table.n_columns else texts


def _places(narrow: list[str], wide: list[str]) -> list[int] | None:
    """Return where each heading of the narrower table stands in the wider one, None where the order differs."""
    if not set(narrow) <= set(wide):
        return None
    places = [wide.index(text) for text in narrow]
    return places if places == sorted(places) else None


def _widen(table: Table, like: Table, places: list[int]) -> Table:
    """Return a table with its columns at the given places among those of another."""
    cells = []
    for cell in table.cells:
        last = places[cell.column + cell.column_span - 1]
        cells.append(replace(cell, column=places[cell.column], column_span=last - places[cell.column] + 1))
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    headings = {cell.column: cell for cell in like.cells if cell.row == 0}
    for row in range(table.n_rows):
        for column in sorted(set(range(like.n_columns)) - set(places)):
            if (row, column) not in taken:
                cells.append(headings[column] if row == 0 else Cell(row, column, ""))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=tuple(cells), n_columns=like.n_columns)
