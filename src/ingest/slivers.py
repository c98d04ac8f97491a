"""Columns of a text's table that are none: what is left where a border was dragged in some rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from ingest.grid import Placed

Content = TypeVar("Content")

# points: the margins left and right that Word gives the cells of a table (ECMA-376 §17.4.42 and §17.4.34); a column
# narrower than them shows no character
SLIVER = 2 * 5.4
MOST_SLIVERS = 63  # that are looked at, as many as Word allows columns


def slivers_of(widths: Sequence[float]) -> list[int]:
    """Return the columns that are too narrow for text, from the last to the first, by their widths in points."""
    return [at for at, width in reversed(list(enumerate(widths))) if 0 < width < SLIVER][:MOST_SLIVERS]


def without_slivers(cells: Sequence[Placed[Content]], slivers: Iterable[int]) -> list[Placed[Content]]:
    """Return cells in a grid without the narrow columns of which no cell is made alone.

    Word and LibreOffice give each place at which some row has a border a column. Where a border was dragged in one
    row, two rows of the same cells would else stand in different columns.
    """
    found = list(cells)
    for column in slivers:
        if any(each.column == column and each.column_span == 1 for each in found):
            continue  # a strip of colour, or a cell that is there
        found = [
            replace(each, column=each.column - 1)
            if each.column > column
            else replace(each, column_span=each.column_span - 1)
            if each.column + each.column_span > column
            else each
            for each in found
        ]
    return found
