"""Tables without vertical rulings: columns where words keep clear, rows from rules, bands of colour or gaps.

Prose must not become a table. So a stretch without rules needs three columns and three rows, or four columns and two
rows, whose cells begin, end or have their middle at one height, and not all of whose columns run on from line to
line; between rules or bands of one width two of each are enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

from ingest.model import Box
from ingest.pdf.aligned_rows import Layout, columns_filled, is_level, rows_of
from ingest.pdf.geometry import Fill, Ruling
from ingest.pdf.grid import FoundTable, GridCell
from ingest.pdf.gutters import Gutter, Segment, Strip, clear_of, column_of, gutters_of, row_spans, strip_of
from ingest.pdf.lines import lines_of
from ingest.pdf.words import Word

SAME_REACH_POINTS = 8.0  # by which the ends of two rules of one table may differ
SAME_RULE_POINTS = 3.0
TOUCHING_POINTS = 1.0  # between two pieces of a rule that belong to one column heading
FEWEST_RULES = 3  # rules of one reach that make a table
CELL_PADDING = 4.0  # points between a column's edge and its text, as Word and LibreOffice set it
FARTHEST_LINE = 3.5  # times the font size from which a line has nothing to do with the one above
NEXT_LINE = 0.6  # times the font size up to which a line may stand off from one that it goes on with
LEVEL_SHARE = 0.7  # of the rows whose cells must stand level where no rules part them
FILLED_SHARE = 0.5  # of the rows that must hold two texts or more
HEADING_SIZE = 1.12  # times the usual font size from which a line between two rules is a heading
PROSE_SHARE = 0.7  # of the rules' reach that a line of prose fills
PROSE_WORDS = 3.0  # on a line of a column of prose, on average
PARTIAL_SHARE = 0.9  # of a table's width up to which a rule stands under some columns' heading only
MOST_HEADS = 4  # lines of headings above the first line that fills the columns
CENTRED_SHARE = 0.1  # of a table's width by which a heading over some columns stands off from its left and middle
COLUMN_SHARE = 0.3  # of the rows in which a column must hold text


@dataclass(frozen=True, slots=True)
class _Rule:
    """A horizontal rule, or an edge of a band of colour: its height on the page and its reach, in points."""

    y: float
    x0: float
    x1: float


def find_aligned_tables(
    words: Sequence[Word], rulings: Sequence[Ruling], fills: Sequence[Fill]
) -> tuple[FoundTable, ...]:
    """Return the tables that the given words (those in no ruled table) make, from the top of the page down."""
    strips = [strip_of(line) for line in lines_of([word for word in words if not word.turn])]
    rules = _rules(rulings, fills)
    pieces = _rules(rulings, (), TOUCHING_POINTS)
    found: list[FoundTable] = []
    for group in _same_reach(rules):
        for part in _parts(group, strips):
            inside = _extended([strip for strip in strips if _lies_between(strip, part)], strips)
            table = _table_of(inside, part, _partial(pieces, inside), fewest=2)
            if table is not None:
                found.append(table)
                taken = set(map(id, inside))
                strips = [strip for strip in strips if id(strip) not in taken]
    for stretch in _stretches(strips):
        table = _table_of(stretch, _between(rules, stretch), _partial(pieces, stretch), fewest=3)
        if table is not None:
            found.append(table)
    return tuple(sorted(found, key=lambda table: table.box.top))


def _lies_between(strip: Strip, rules: Sequence[_Rule]) -> bool:
    return rules[0].y < strip.middle < rules[-1].y and _overlaps(strip.box, rules[0])


def _parts(rules: Sequence[_Rule], strips: Sequence[Strip]) -> list[list[_Rule]]:
    """Return rules of one reach parted where a heading, a paragraph or nothing stands between two of them."""
    parts = [[rules[0]]]
    inside = [strip for strip in strips if _lies_between(strip, rules)]
    usual = median(strip.size for strip in inside) if inside else 0.0
    for above, below in pairwise(rules):
        band = [strip for strip in inside if above.y < strip.middle < below.y]
        alone = all(len(strip.segments) == 1 for strip in band)
        larger = any(strip.size >= HEADING_SIZE * usual for strip in band)
        wide = [strip for strip in band if strip.box.x1 - strip.box.x0 >= PROSE_SHARE * (above.x1 - above.x0)]
        empty = not band and below.y - above.y > FARTHEST_LINE * usual
        if empty or (band and alone and (larger or len(wide) > 1)):
            parts.append([below])
        else:
            parts[-1].append(below)
    return [part for part in parts if len(part) >= FEWEST_RULES]


def _overlaps(box: Box, rule: _Rule) -> bool:
    return box.x0 >= rule.x0 - SAME_REACH_POINTS and box.x1 <= rule.x1 + SAME_REACH_POINTS


def _extended(inside: Sequence[Strip], strips: Sequence[Strip]) -> list[Strip]:
    """Return the lines between the outermost rules with those beside them that keep the same columns.

    Where every other row has a colour, the first and the last may have none. A line of one piece goes on with the
    one before, so it must stand next to it: a page number does not.
    """
    rows = list(inside)
    n_clear = len(gutters_of(rows)[0])
    if n_clear < 1:
        return rows
    taken = set(map(id, inside))
    first = next(i for i, strip in enumerate(strips) if id(strip) in taken)
    last = next(i for i in range(len(strips) - 1, -1, -1) if id(strips[i]) in taken)
    for block in _blocks(strips[last + 1 :]):
        if not _keeps(block, rows, block[0].box.top - rows[-1].box.bottom, n_clear):
            break
        rows = [*rows, *block]
    for block in reversed(_blocks(strips[:first])):
        if not _keeps(block, rows, rows[0].box.top - block[-1].box.bottom, n_clear):
            break
        rows = [*block, *rows]
    return rows


def _blocks(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Return lines in blocks of those that stand next to each other, a line set larger on its own."""
    blocks: list[list[Strip]] = []
    for strip in strips:
        near = bool(blocks) and strip.box.top - blocks[-1][-1].box.bottom <= NEXT_LINE * strip.size
        if near and not _heads(strip, blocks[-1]) and not _heads(blocks[-1][-1], [strip]):
            blocks[-1].append(strip)
        else:
            blocks.append([strip])
    return blocks


def _keeps(block: Sequence[Strip], rows: Sequence[Strip], apart: float, n_clear: int) -> bool:
    """Tell whether a block of lines so far from a table's rows keeps the table's columns.

    One that stands off is in several columns, or in one right of the first: the rest of a row that the page cut.
    """
    lefts = [end for _, end in gutters_of(rows)[0]]
    parted = (
        any(len(strip.segments) > 1 for strip in block)
        or apart <= NEXT_LINE * block[0].size
        or all(any(abs(strip.box.x0 - left) <= SAME_RULE_POINTS for left in lefts) for strip in block)
    )
    near = parted and apart <= FARTHEST_LINE * block[0].size and not _heads(block[0], rows)
    return near and len(gutters_of([*rows, *block])[0]) >= n_clear


def _rules(rulings: Sequence[Ruling], fills: Sequence[Fill], gap: float = SAME_REACH_POINTS) -> list[_Rule]:
    """Return the horizontal rules of a page from the top down, pieces drawn cell by cell, so far apart, as one."""
    pieces = [_Rule(r.box.top, r.box.x0, r.box.x1) for r in rulings if r.horizontal]
    pieces += [_Rule(y, f.box.x0, f.box.x1) for f in fills if f.colour for y in (f.box.top, f.box.bottom)]
    levels: list[list[_Rule]] = []
    for piece in sorted(pieces, key=lambda rule: rule.y):
        if levels and piece.y - levels[-1][0].y <= SAME_RULE_POINTS:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    joined: list[_Rule] = []
    for level in levels:
        reach: list[_Rule] = []
        for piece in sorted(level, key=lambda rule: rule.x0):
            if reach and piece.x0 - reach[-1].x1 <= gap:
                reach[-1] = _Rule(reach[-1].y, reach[-1].x0, max(reach[-1].x1, piece.x1))
            else:
                reach.append(piece)
        joined += reach
    return joined


def _same_reach(rules: Sequence[_Rule]) -> list[list[_Rule]]:
    """Return groups of rules that begin and end alike and are enough to make a table."""
    groups: list[list[_Rule]] = []
    for rule in rules:
        for group in groups:
            first = group[0]
            if max(abs(rule.x0 - first.x0), abs(rule.x1 - first.x1)) <= SAME_REACH_POINTS:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= FEWEST_RULES]


def _between(rules: Sequence[_Rule], strips: Sequence[Strip]) -> list[_Rule]:
    """Return the rules that run over most of a stretch of lines."""
    left, right = min(strip.box.x0 for strip in strips), max(strip.box.x1 for strip in strips)
    top, bottom = strips[0].box.top, strips[-1].box.bottom
    return [r for r in rules if top < r.y < bottom and min(r.x1, right) - max(r.x0, left) >= 0.5 * (right - left)]


def _partial(rules: Sequence[_Rule], strips: Sequence[Strip]) -> list[_Rule]:
    """Return the rules that stand under some of the columns of a table only."""
    if not strips:
        return []
    left, right = min(strip.box.x0 for strip in strips), max(strip.box.x1 for strip in strips)
    top, bottom = strips[0].box.top, strips[-1].box.bottom
    most = PARTIAL_SHARE * (right - left)
    return [r for r in rules if top < r.y < bottom and r.x1 - r.x0 <= most and r.x0 >= left - 8 and r.x1 <= right + 8]


def _stretches(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Return runs of lines through which two clear stretches or more go from top to bottom.

    A line of headings over several columns may cross them where the next line keeps them again.
    """
    runs: list[list[Strip]] = []
    run: list[Strip] = []
    segments: list[Segment] = []
    start = 0
    for i, strip in enumerate(strips):
        near = bool(run) and not _heads(strip, run) and strip.box.top - run[-1].box.bottom <= FARTHEST_LINE * strip.size
        if near and len(clear_of([*segments, *strip.segments])) >= 2:
            run.append(strip)
            segments += strip.segments
            continue
        runs.append([*_heads_above(strips[max(0, start - MOST_HEADS) : start], run), *run])
        run, segments, start = [], [], i
        if len(strip.segments) >= 3:
            run, segments = [strip], list(strip.segments)
    runs.append([*_heads_above(strips[max(0, start - MOST_HEADS) : start], run), *run])
    return [trimmed for run in runs if len(trimmed := _without_tail(run)) >= 2]


def _heads_above(before: Sequence[Strip], run: Sequence[Strip]) -> list[Strip]:
    """Return the lines right above a run that head several of its columns.

    They are of several pieces, or stand off from the left and from the middle of the run, as titles do not.
    """
    heads: list[Strip] = []
    if len(run) < 2:
        return heads
    left, right = min(strip.box.x0 for strip in run), max(strip.box.x1 for strip in run)
    for strip in reversed(before):
        below = heads[0] if heads else run[0]
        box = strip.box
        over = box.x0 > left + CENTRED_SHARE * (right - left) and box.x1 <= right + SAME_REACH_POINTS
        central = abs(box.x0 + box.x1 - left - right) <= CENTRED_SHARE * (right - left)
        over = over and (len(strip.segments) > 1 or not central)
        if not over or below.box.top - box.bottom > NEXT_LINE * strip.size or _heads(strip, run):
            break
        heads.insert(0, strip)
    return heads


def _heads(strip: Strip, strips: Sequence[Strip]) -> bool:
    """Tell whether a line is set larger than the lines of a table, all of one piece: the heading of the next."""
    return len(strip.segments) == 1 and strip.size >= HEADING_SIZE * median(other.size for other in strips)


def _without_tail(run: Sequence[Strip]) -> list[Strip]:
    """Return a run without the lines at its foot that stand off, alone in the first column: a heading that follows."""
    strips = list(run)
    while len(strips) > 1 and len(strips[-1].segments) == 1 and strips[-1].box.x0 <= min(x.box.x0 for x in strips) + 2:
        strips.pop()
    return strips


def _table_of(
    strips: Sequence[Strip], rules: Sequence[_Rule], partial: Sequence[_Rule], fewest: int
) -> FoundTable | None:
    """Return the table that lines make, None where they are prose. `fewest` columns and rows make one."""
    gutters, spanning = gutters_of(strips)
    if len(strips) < 2 or len(gutters) + 1 < fewest:
        return None
    inner = [rule.y for rule in rules if strips[0].box.bottom <= rule.y + 2 and rule.y - 2 <= strips[-1].box.top]
    right = max(strip.box.x1 for strip in strips)
    covers = _covers(strips, partial)
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
        sum(is_level(row, layout) for row in full) < LEVEL_SHARE * len(full) or _is_prose(strips, layout)
    ):
        return None
    return _found(rows, layout, rules, covers)


def _covers(strips: Sequence[Strip], partial: Sequence[_Rule]) -> dict[Segment, tuple[float, float]]:
    """Return the reach of the rule that stands right under each heading over several columns."""
    covers = {}
    for strip in strips:
        for segment in strip.segments:
            box = segment.box
            for rule in partial:
                beneath = box.bottom - 2 <= rule.y <= box.bottom + NEXT_LINE * strip.size
                if beneath and rule.x0 - 2 <= box.x0 and box.x1 <= rule.x1 + 2:
                    covers[segment] = (rule.x0, rule.x1)
    return covers


def _is_prose(strips: Sequence[Strip], layout: Layout) -> bool:
    """Tell whether every column is text that runs on from line to line, each of which it fills."""
    columns: list[list[Segment]] = [[] for _ in range(layout.n_columns)]
    for strip in strips:
        for segment in strip.segments:
            column = column_of(segment, layout.gutters)
            if column is not None:
                columns[column].append(segment)
    for texts in columns:
        width = max(s.box.x1 for s in texts) - min(s.box.x0 for s in texts)
        filled = sum(s.box.x1 - s.box.x0 for s in texts) >= PROSE_SHARE * width * len(texts)
        wordy = sum(len(s.words) for s in texts) >= PROSE_WORDS * len(texts)
        if not (filled and wordy and 2 * len(texts) >= len(strips)):
            return False
    return True


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
    rules: Sequence[_Rule],
    covers: dict[Segment, tuple[float, float]],
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
        between = [rule.y for rule in rules if above[-1].middle < rule.y < below[0].middle]
        ys.append(between[0] if between else (foot + head) / 2)
    ys.append(max(strip.box.bottom for strip in strips) + pad)
    cells = [
        GridCell(r, c0, 1, c1 - c0, Box(xs[c0], ys[r], xs[c1], ys[r + 1]))
        for r, row in enumerate(rows)
        for c0, c1 in row_spans(row, xs, _joined(row, layout, covers))
    ]
    return FoundTable(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(cells), len(rows), len(xs) - 1)


def _joined(row: Sequence[Strip], layout: Layout, covers: dict[Segment, tuple[float, float]]) -> set[int]:
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
