"""Headings that run up or down the page above the columns of a table without rulings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.model import Box
from ingest.pdf.grid import FoundTable, GridCell
from ingest.pdf.words import Word

FEWEST_UPRIGHT = 2  # columns with an upright heading
FARTHEST_SIZES = 2.0  # times the font size that a heading may stand above the table, or a word of it above the next
UPSIDE_DOWN = 180  # degrees


def with_upright_headings(table: FoundTable, words: Sequence[Word], turned: Sequence[Word]) -> FoundTable:
    """Return a table with the heading row that turned words above it make, level ones left of them.

    `words` are all those outside ruled tables, `turned` those among them that are not level. Each of the last columns
    must have one such heading, with no level text over it; other tables come back as they are.
    """
    box = table.box
    top = _top_of(turned, box)
    band = [word for word in words if top <= _middle(word)[1] <= box.top and box.x0 <= _middle(word)[0] <= box.x1]
    stacks = _stacks([word.box for word in band if word.turn])
    n_level = table.n_columns - len(stacks)
    lefts = {cell.column: cell.box.x0 for cell in table.cells if cell.column_span == 1}
    if len(stacks) < FEWEST_UPRIGHT or n_level < 0 or len(lefts) < table.n_columns:
        return table
    # figures stand at the right of their columns, what runs up above them at the left
    edges = [lefts[i] if i < n_level else min(lefts[i], stacks[i - n_level].x0 - 1) for i in range(table.n_columns)]
    edges.append(box.x1)
    in_line = all(stack.x1 <= right for stack, right in zip(stacks, edges[n_level + 1 :], strict=True))
    over = [word.box.bottom for word in band if not word.turn and word.box.x1 > edges[n_level]]
    top = max([top, *over])  # a long heading may run up beside the text above the table
    if not in_line or any(stack.top + stack.bottom <= 2 * top for stack in stacks):
        return table
    heading = [GridCell(0, i, 1, 1, Box(a, top, b, box.top)) for i, (a, b) in enumerate(pairwise(edges))]
    below = [replace(cell, row=cell.row + 1) for cell in table.cells]
    return FoundTable(Box(box.x0, top, box.x1, box.bottom), (*heading, *below), table.n_rows + 1, table.n_columns)


def _top_of(turned: Sequence[Word], table: Box) -> float:
    """Return how far up the words reach that stand on a table, or each on one that does; its own top without any."""
    top = table.top
    for word in sorted(turned, key=lambda word: -word.box.bottom):
        on = word.box.bottom - 1 <= table.top and top - word.box.bottom <= FARTHEST_SIZES * word.size
        if on and word.turn != UPSIDE_DOWN and table.x0 <= _middle(word)[0] <= table.x1:
            top = min(top, word.box.top)
    return top


def _stacks(boxes: Sequence[Box]) -> list[Box]:
    """Return boxes joined where they stand above each other, from left to right."""
    stacks: list[Box] = []
    for box in sorted(boxes, key=lambda box: box.x0):
        if stacks and box.x0 < stacks[-1].x1:
            stacks[-1] = stacks[-1].union(box)
        else:
            stacks.append(box)
    return stacks


def _middle(word: Word) -> tuple[float, float]:
    return (word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2
