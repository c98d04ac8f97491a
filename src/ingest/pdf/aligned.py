"""Tables without vertical rulings: columns where words keep clear, rows from rules, bands of colour or gaps.

Prose must not become a table. So a stretch without rules needs three columns and three rows, or four columns and two
rows, whose cells begin, end or have their middle at one height, and not all of whose columns run on from line to
line; between rules or bands of one width two of each are enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf
from statistics import median

from ingest.model import Box
from ingest.pdf.aligned_rows import columns_filled, is_level, rows_of
from ingest.pdf.beside import between_alone, parted_at_labels
from ingest.pdf.geometry import Fill, Ruling
from ingest.pdf.grid import FoundTable, GridCell
from ingest.pdf.gutters import Gutter, Segment, Strip, gutters_of, recut, row_spans, strip_of
from ingest.pdf.heads import tiled
from ingest.pdf.lines import around, lines_of
from ingest.pdf.newspaper import apart_of, set_in_columns
from ingest.pdf.no_tables import is_contents, is_prose
from ingest.pdf.row_layout import Layout
from ingest.pdf.rules import (
    FEWEST_RULES,
    SAME_REACH_POINTS,
    Rule,
    between,
    covers_of,
    lies_between,
    partial_in,
    parts_of,
    rules_of,
    same_reach,
)
from ingest.pdf.stretches import extended, stretches_of
from ingest.pdf.words import Word

TOUCHING_POINTS = 1.0  # between two pieces of a rule that belong to one column heading
CELL_PADDING = 4.0  # points between a column's edge and its text, as Word and LibreOffice set it
LEVEL_SHARE = 0.7  # of the rows whose cells must stand level where no rules part them
FILLED_SHARE = 0.5  # of the rows that must hold two texts or more
COLUMN_SHARE = 0.3  # of the rows in which a column must hold text


def find_aligned_tables(
    words: Sequence[Word], rulings: Sequence[Ruling], fills: Sequence[Fill]
) -> tuple[FoundTable, ...]:
    """Return the tables that the given words (those in no ruled table) make, from the top of the page down."""
    level = [word for word in words if not word.turn]
    strips = [strip_of(line) for line in lines_of(level)]
    groups = apart_of(level, rulings, fills) if set_in_columns(strips) else [level]
    if len(groups) == 1:
        return tuple(sorted(_tables_in(strips, rulings, fills), key=lambda table: table.box.top))
    found: list[FoundTable] = []
    for group in groups:
        box = around([word.box for word in group])
        strips = [strip_of(line) for line in lines_of(group)]
        mine = [ruling for ruling in rulings if _beside(ruling.box, box)]
        found += _tables_in(strips, mine, [fill for fill in fills if _beside(fill.box, box)])
    return tuple(sorted(found, key=lambda table: (table.box.top, table.box.x0)))


def _beside(inner: Box, outer: Box) -> bool:
    return inner.x0 >= outer.x0 - SAME_REACH_POINTS and inner.x1 <= outer.x1 + SAME_REACH_POINTS


def _tables_in(strips: Sequence[Strip], rulings: Sequence[Ruling], fills: Sequence[Fill]) -> list[FoundTable]:
    rules = rules_of(rulings, fills)
    pieces = rules_of(rulings, (), TOUCHING_POINTS)
    found: list[FoundTable] = []
    for group in same_reach(rules):
        drawn = sum(rule in pieces for rule in group) >= FEWEST_RULES  # edges of colour frame other things too
        lines, beside = between_alone(strips, group) if drawn else (strips, [])
        for part in parts_of(group, lines):
            inside = extended([strip for strip in lines if lies_between(strip, part)], lines)
            tables = _tables_of(inside, part, pieces, fewest=2)
            if tables:
                found += tables
                taken = set(map(id, inside))
                lines = [strip for strip in lines if id(strip) not in taken]
                strips = sorted([*lines, *beside], key=lambda strip: strip.box.top) if beside else lines
    for stretch in stretches_of(strips):
        found += _tables_of(stretch, between(rules, stretch), pieces, fewest=3)
    return found


def _tables_of(strips: Sequence[Strip], rules: Sequence[Rule], pieces: Sequence[Rule], fewest: int) -> list[FoundTable]:
    """Return the tables that lines make; none where they are prose."""
    sides = parted_at_labels(recut(strips), gutters_of(strips)[0]) if strips else []
    if len(sides) > 1:
        tables = [_table_of(side, (), partial_in(pieces, side), fewest=2) for side in sides]
        if all(tables):
            return [table for table in tables if table is not None]
    table = _table_of(strips, rules, partial_in(pieces, strips), fewest)
    return [] if table is None else [table]


def _table_of(
    strips: Sequence[Strip], rules: Sequence[Rule], partial: Sequence[Rule], fewest: int
) -> FoundTable | None:
    """Return the table that lines make, None where they are prose. `fewest` columns and rows make one."""
    strips = recut(strips)
    covers = covers_of(strips, partial)
    gutters, spanning = gutters_of(strips, covers)
    if len(strips) < 2 or len(gutters) + 1 < fewest:
        return None
    inner = [rule.y for rule in rules if strips[0].box.bottom <= rule.y + 2 and rule.y - 2 <= strips[-1].box.top]
    right = max(strip.box.x1 for strip in strips)
    covers = tiled(strips, gutters, covers) | covers
    layout = Layout(gutters, spanning | covers.keys(), inner, right)
    rows = rows_of(strips, layout)
    layout = Layout(_kept(gutters, rows), layout.spanning, inner, right)
    n_columns = layout.n_columns
    if n_columns < fewest or len(rows) < (2 if n_columns > fewest else fewest):
        return None
    full = [row for row in rows if len(columns_filled(row, layout.gutters)) >= 2]
    if len(full) < max(2, FILLED_SHARE * len(rows)):
        return None
    ruled = len(inner) >= FEWEST_RULES - 1
    if not ruled and (
        sum(is_level(row, layout) for row in full) < LEVEL_SHARE * len(full)
        or is_prose(strips, layout)
        or is_contents(rows, layout)
    ):
        return None
    return _found(rows, layout, rules, covers)


def _kept(gutters: Sequence[Gutter], rows: Sequence[Sequence[Strip]]) -> list[Gutter]:
    """Return the clear stretches that part columns: beside each stands text in enough rows."""
    kept = list(gutters)
    changed = True
    while changed and kept:
        changed = False
        counts = [0] * (len(kept) + 1)
        for row in rows:
            for column in columns_filled(row, kept):
                counts[column] += 1
        poor = next((i for i, n in enumerate(counts) if n < max(2, COLUMN_SHARE * len(rows))), None)
        if poor is not None:
            del kept[min(poor, len(kept) - 1)]
            changed = True
    return kept


def _found(
    rows: Sequence[Sequence[Strip]],
    layout: Layout,
    rules: Sequence[Rule],
    covers: Mapping[Segment, tuple[float, float]],
) -> FoundTable:
    """Return the grid of rows and columns; a text that runs over a column's edge spans the columns it covers."""
    strips = [strip for row in rows for strip in row]
    pad = median(strip.size for strip in strips) / 4
    edges = [b - min(CELL_PADDING, (b - a) / 2) for a, b in layout.gutters]  # text could have run to the next column
    left, right = min(strip.box.x0 for strip in strips), max(strip.box.x1 for strip in strips)
    xs = [left - CELL_PADDING, *edges, right + CELL_PADDING]
    ys = [min(strip.box.top for strip in strips) - pad]
    for above, below in pairwise(rows):
        foot, head = max(strip.box.bottom for strip in above), min(strip.box.top for strip in below)
        parting = [rule.y for rule in rules if above[-1].middle < rule.y < below[0].middle]
        ys.append(parting[0] if parting else (foot + head) / 2)
    ys.append(max(strip.box.bottom for strip in strips) + pad)
    cells = [
        GridCell(r, c0, 1, c1 - c0, Box(xs[c0], ys[r], xs[c1], ys[r + 1]))
        for r, row in enumerate(rows)
        for c0, c1 in row_spans(row, xs, _joined(row, layout, covers), covers)
    ]
    return FoundTable(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(cells), len(rows), len(xs) - 1)


def _joined(row: Sequence[Strip], layout: Layout, covers: Mapping[Segment, tuple[float, float]]) -> set[int]:
    """Return the columns' edges, counted from 1, that headings of a row stand over: by the rule beneath, or centred."""
    edges = [-inf, *(x for gutter in layout.gutters for x in gutter), inf]
    joined: set[int] = set()
    for strip in row:
        for segment in strip.segments:
            if segment in covers:
                start, end = covers[segment]
                under = [
                    i
                    for i in range(layout.n_columns)
                    if start < (max(edges[2 * i], start) + min(edges[2 * i + 1], end)) / 2 < end
                    and min(edges[2 * i + 1], end) - max(edges[2 * i], start) > 0
                ]
                joined |= set(under[1:])
            elif segment in layout.spanning:
                middle = (segment.box.x0 + segment.box.x1) / 2
                joined |= {i for i, (a, b) in enumerate(layout.gutters, 1) if a - 1 < middle < b + 1}
    return joined
