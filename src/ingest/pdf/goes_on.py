"""The last rows of a table on a page of their own: too few to show columns, so those of the page before are used."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.model import Box
from ingest.pdf.furniture import MARGIN_SHARE
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.grid import FoundTable, GridCell
from ingest.pdf.words import Word

SAME_POINTS = 2.0  # by which the ends of rules of one table may differ
EDGE_POINTS = 1.0  # by which a word may reach over the edge of its column


def rest_of(above: FoundTable, before: PageGeometry, page: PageGeometry) -> FoundTable | None:
    """Return the rows with which the table `above`, the last of the page `before`, goes on at the head of a page.

    They stand between rules as long as those of the table, nothing but running lines is above them, and each word
    keeps to one of its columns. None where the page shows no such rows.
    """
    if before.turn != page.turn or abs(before.size.width - page.size.width) > SAME_POINTS:
        return None
    ends = {(rule.x0, rule.x1) for rule in _rules(before) if _spans(rule, above.box)}
    heights: list[float] = []
    for rule in _rules(page):
        like = any(abs(rule.x0 - x0) <= SAME_POINTS and abs(rule.x1 - x1) <= SAME_POINTS for x0, x1 in ends)
        if like and (not heights or rule.top - heights[-1] > SAME_POINTS):
            heights.append(rule.top)
    edges = _edges(above)
    if len(heights) < 2 or not edges:
        return None
    inside = [w for w in page.words if heights[0] < _middle(w) < heights[-1]]
    margin = MARGIN_SHARE * page.size.height
    if any(margin < _middle(word) < heights[0] for word in page.words) or not all(_fits(w, edges) for w in inside):
        return None
    rows = list(pairwise(heights))
    if not all(any(top < _middle(word) < bottom for word in inside) for top, bottom in rows):
        return None
    cells = tuple(
        GridCell(r, c, 1, 1, Box(left, top, right, bottom))
        for r, (top, bottom) in enumerate(rows)
        for c, (left, right) in enumerate(pairwise(edges))
    )
    return FoundTable(Box(edges[0], heights[0], edges[-1], heights[-1]), cells, len(rows), len(edges) - 1)


def _rules(page: PageGeometry) -> list[Box]:
    return sorted((ruling.box for ruling in page.rulings if ruling.horizontal), key=lambda box: box.top)


def _spans(rule: Box, box: Box) -> bool:
    level = rule.x0 <= box.x0 + SAME_POINTS and rule.x1 >= box.x1 - SAME_POINTS
    return level and box.top - SAME_POINTS <= rule.top <= box.bottom + SAME_POINTS


def _edges(table: FoundTable) -> list[float]:
    """Return where the columns of a table begin, and where the last one ends; none where merged cells hide it."""
    lefts = {cell.column: cell.box.x0 for cell in table.cells if cell.column_span == 1}
    whole = len(lefts) == table.n_columns
    return [*(lefts[column] for column in sorted(lefts)), table.box.x1] if whole else []


def _middle(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2


def _fits(word: Word, edges: Sequence[float]) -> bool:
    middle = (word.box.x0 + word.box.x1) / 2
    return any(
        (left <= middle <= right or (right == edges[-1] and middle > right))
        and word.box.x0 >= left - EDGE_POINTS
        and (word.box.x1 <= right + EDGE_POINTS or right == edges[-1])
        for left, right in pairwise(edges)
    )
