"""Adjacency relations: how much of the structure of tables was found (Göbel et al., ICDAR 2013 table competition).

A relation is a pair of cells that stand next to each other in a row or a column, blank ones passed over. Each told
table is matched with one found table; a missed table costs its relations in recall, a false one in precision.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.model import Table

from .told import Page, grid_of

Relations = Counter[tuple[str, str, str]]
Grid = Sequence[Sequence[tuple[object, str] | None]]
_LEADERS = re.compile(r"(?:\s*[.…·]){3,}")


def relations(grid: Grid) -> Relations:
    """Return the relations of a grid whose places hold which cell covers them, and its text."""
    met: set[tuple[object, object, str]] = set()
    found: Relations = Counter()
    for way, lines in (("right", grid), ("down", list(zip(*grid, strict=True)))):
        for line in lines:
            filled = [cell for cell in line if cell is not None and _key(cell[1])]
            for a, b in pairwise(filled):
                if a[0] != b[0] and (a[0], b[0], way) not in met:
                    met.add((a[0], b[0], way))
                    found[_key(a[1]), _key(b[1]), way] += 1
    return found


def _key(text: str) -> str:
    """Return what of a text is compared; a raised figure is told as a plain one, and may be read as either."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(_LEADERS.sub(" ", text).split()).upper()


def of_table(table: Table) -> Relations:
    """Return the relations of a found table."""
    rows = table.grid()
    return relations([[((cell.row, cell.column), cell.text) if cell else None for cell in row] for row in rows])


def counts(page: Page, found: Sequence[Table]) -> tuple[int, int, int]:
    """Return how many told relations were found in the table matched, how many were told, and how many found."""
    wanted = [relations(grid_of(table)) for table in page.tables]
    got = [of_table(table) for table in found]
    pairs = sorted(
        (((w & g).total(), i, j) for i, w in enumerate(wanted) for j, g in enumerate(got)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    right, told, have = 0, set[int](), set[int]()
    for n, i, j in pairs:
        if i not in told and j not in have:
            right, told, have = right + n, told | {i}, have | {j}
    return right, sum(w.total() for w in wanted), sum(g.total() for g in got)


def f1(right: int, told: int, found: int) -> float:
    """Return the harmonic mean of precision and recall; 1 where nothing was told and nothing found."""
    return 2 * right / (told + found) if told + found else 1.0
