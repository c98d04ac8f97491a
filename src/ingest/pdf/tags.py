"""What the structure tree of a page tells of its tables: Table, TR, TH and TD.

An element's path is the places of its ancestors among their siblings, and its own. It is the same on every page, so it
tells that two pages show two parts of one table, row or cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Path = tuple[int, ...]
MOST_SPAN = 1000


@dataclass(slots=True)
class CellTag:
    """A TH or TD: the spans that it states and its marked contents on this page.

    `is_heading` tells that it is a TH, and not one that heads its row alone.
    """

    path: Path
    is_heading: bool
    row_span: int
    column_span: int
    contents: set[int] = field(default_factory=set)


@dataclass(slots=True)
class RowTag:
    """A TR with the cells that have content on this page.

    `n_children` counts its others too; `in_head` tells that it stands in a THead.
    """

    path: Path
    n_children: int
    in_head: bool
    cells: list[CellTag] = field(default_factory=list)


@dataclass(slots=True)
class TableTag:
    """A Table element with the rows that have content on this page."""

    path: Path
    rows: list[RowTag] = field(default_factory=list)
