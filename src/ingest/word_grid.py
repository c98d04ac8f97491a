"""Columns of a Word table that are none: what is left where a border was dragged in some rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.elements import Element, attribute, child, children, whole
from ingest.grid import Placed

# twips: the margins left and right that Word gives the cells of a table (§17.4.42 and §17.4.34); a column narrower than
# them shows no character
SLIVER = 2 * 108
MOST_SLIVERS = 63  # that are looked at, as many as Word allows columns


def slivers_of(table: Element) -> list[int]:
    """Return the columns of a table's grid that are too narrow for text, from the last to the first."""
    widths = [whole(attribute(each, "w"), SLIVER) for each in children(child(table, "tblGrid"), "gridCol")]
    return [at for at, width in reversed(list(enumerate(widths))) if 0 < width < SLIVER][:MOST_SLIVERS]


def without_slivers(cells: Sequence[Placed[int]], slivers: Iterable[int]) -> list[Placed[int]]:
    """Return cells in a grid without the narrow columns of which no cell is made alone.

    Word gives each place at which some row has a border a column. Where a border was dragged in one row, two rows of
    the same cells would else stand in different columns.
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
