"""Tables without vertical rulings: columns where words keep clear, rows from rules, bands of colour or gaps.

Prose must not become a table. So a stretch without rules needs three columns and three rows whose cells begin on
one line; between rules or bands of one width two of each are enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.model import Box
from ingest.pdf.geometry import Fill, Ruling
from ingest.pdf.grid import FoundTable, GridCell
from ingest.pdf.lines import Line, lines_of
from ingest.pdf.words import Word

SEGMENT_GAP = 0.65  # share of the font size from which a gap on a line may part columns
CLEAR_POINTS = 4.0  # width that a stretch must keep clear of words to part columns
SAME_REACH_POINTS = 8.0  # by which the ends of two rules of one table may differ
SAME_RULE_POINTS = 3.0
FEWEST_RULES = 3  # rules of one reach that make a table
CELL_PADDING = 4.0  # points between a column's edge and its text, as Word and LibreOffice set it
ROW_GAP = 1.3  # times the usual distance of lines from which a row begins
FARTHEST_LINE = 3.5  # times the font size from which a line has nothing to do with the one above
FLUSH_POINTS = 2.0  # by which the first lines of a row's cells may differ
FLUSH_SHARE = 0.7  # of the rows whose cells must begin on one line where no rules part them
FILLED_SHARE = 0.5  # of the rows that must hold two texts or more
HEADING_SIZE = 1.12  # times the usual font size from which a line between two rules is a heading
PROSE_SHARE = 0.7  # of the rules' reach that a line of prose fills
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
    lines = lines_of([word for word in words if not word.turn])
    rules = _rules(rulings, fills)
    found: list[FoundTable] = []
    for group in _same_reach(rules):
        for part in _parts(group, lines):
            inside = _extended([line for line in lines if _lies_between(line, part)], lines)
            table = _table_of(inside, part, fewest=2)
            if table is not None:
                found.append(table)
                lines = [line for line in lines if line not in inside]
    for stretch in _stretches(lines):
        table = _table_of(stretch, _between(rules, stretch), fewest=3)
        if table is not None:
            found.append(table)
    return tuple(sorted(found, key=lambda table: table.box.top))


def _lies_between(line: Line, rules: Sequence[_Rule]) -> bool:
    return rules[0].y < _middle(line) < rules[-1].y and _overlaps(line.box, rules[0])


def _parts(rules: Sequence[_Rule], lines: Sequence[Line]) -> list[list[_Rule]]:
    """Return rules of one reach parted where a heading, a paragraph or nothing stands between two of them."""
    parts = [[rules[0]]]
    inside = [line for line in lines if _lies_between(line, rules)]
    usual = median(line.size for line in inside) if inside else 0.0
    for above, below in pairwise(rules):
        band = [line for line in inside if above.y < _middle(line) < below.y]
        alone = all(len(_segments(line)) == 1 for line in band)
        larger = any(line.size >= HEADING_SIZE * usual for line in band)
        wide = [line for line in band if line.box.x1 - line.box.x0 >= PROSE_SHARE * (above.x1 - above.x0)]
        empty = not band and below.y - above.y > FARTHEST_LINE * usual
        if empty or (band and alone and (larger or len(wide) > 1)):
            parts.append([below])
        else:
            parts[-1].append(below)
    return [part for part in parts if len(part) >= FEWEST_RULES]


def _middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2


def _overlaps(box: Box, rule: _Rule) -> bool:
    return box.x0 >= rule.x0 - SAME_REACH_POINTS and box.x1 <= rule.x1 + SAME_REACH_POINTS


def _extended(inside: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """Return the lines between the outermost rules with those beside them that keep the same columns.

    Where every other row has a colour, the first and the last may have none.
    """
    rows = list(inside)
    parting = [line for line in rows if len(_segments(line)) > 1]
    n_clear = len(_clear(parting))
    if n_clear < 1:
        return rows
    for order in (lines, lines[::-1]):
        later = False
        for line in order:
            if line in inside:
                later = True
            elif later:
                end = rows[-1] if order is lines else rows[0]
                apart = max(line.box.top - end.box.bottom, end.box.top - line.box.bottom)
                if apart > FARTHEST_LINE * line.size or len(_clear([*parting, line])) < n_clear or _heads(line, rows):
                    break
                rows = [*rows, line] if order is lines else [line, *rows]
    return rows


def _rules(rulings: Sequence[Ruling], fills: Sequence[Fill]) -> list[_Rule]:
    """Return the horizontal rules of a page from the top down, pieces drawn cell by cell as one."""
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
            if reach and piece.x0 - reach[-1].x1 <= SAME_REACH_POINTS:
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


def _between(rules: Sequence[_Rule], lines: Sequence[Line]) -> list[_Rule]:
    """Return the rules that run over most of a stretch of lines."""
    left, right = min(line.box.x0 for line in lines), max(line.box.x1 for line in lines)
    top, bottom = lines[0].box.top, lines[-1].box.bottom
    return [r for r in rules if top < r.y < bottom and min(r.x1, right) - max(r.x0, left) >= 0.5 * (right - left)]


def _segments(line: Line) -> list[Box]:
    """Return the stretches of a line that wide gaps part."""
    segments = [line.words[0].box]
    for word in line.words[1:]:
        if word.box.x0 - segments[-1].x1 >= SEGMENT_GAP * line.size:
            segments.append(word.box)
        else:
            segments[-1] = segments[-1].union(word.box)
    return segments


def _stretches(lines: Sequence[Line]) -> list[list[Line]]:
    """Return runs of lines through which two clear stretches or more go from top to bottom."""
    runs: list[list[Line]] = []
    run: list[Line] = []
    for line in lines:
        near = bool(run) and not _heads(line, run) and line.box.top - run[-1].box.bottom <= FARTHEST_LINE * line.size
        if run and near and len(_clear([*run, line])) >= 2:
            run.append(line)
            continue
        runs.append(run)
        run = [line] if len(_segments(line)) >= 3 else []
    runs.append(run)
    return [trimmed for run in runs if len(trimmed := _without_tail(run)) >= 3]


def _heads(line: Line, lines: Sequence[Line]) -> bool:
    """Tell whether a line is set larger than the lines of a table, all of one piece: the heading of the next."""
    return len(_segments(line)) == 1 and line.size >= HEADING_SIZE * median(other.size for other in lines)


def _without_tail(run: Sequence[Line]) -> list[Line]:
    """Return a run without the lines at its foot that stand off, alone in the first column: a heading that follows."""
    lines = list(run)
    while len(lines) > 1 and len(_segments(lines[-1])) == 1 and lines[-1].box.x0 <= min(x.box.x0 for x in lines) + 2:
        lines.pop()
    return lines


def _clear(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the stretches (from, to) across that no line's text covers, from left to right."""
    covered = sorted((box.x0, box.x1) for line in lines for box in _segments(line))
    if not covered:
        return []
    clear = []
    reach = covered[0][1]
    for x0, x1 in covered[1:]:
        if x0 - reach >= CLEAR_POINTS:
            clear.append((reach, x0))
        reach = max(reach, x1)
    return clear


def _table_of(lines: Sequence[Line], rules: Sequence[_Rule], fewest: int) -> FoundTable | None:
    """Return the table that lines make, None where they are prose. `fewest` columns and rows make one."""
    parting = [line for line in lines if len(_segments(line)) > 1]
    clear = _clear(parting)
    if len(lines) < fewest or len(clear) + 1 < fewest:
        return None
    inner = [rule.y for rule in rules if lines[0].box.bottom <= rule.y + 2 and rule.y - 2 <= lines[-1].box.top]
    ruled = len(inner) >= FEWEST_RULES - 1
    rows = _rows(lines, inner, by_gaps=not ruled)
    clear = _kept(clear, rows)
    if len(clear) + 1 < fewest or len(rows) < fewest:
        return None
    full = [row for row in rows if len(_columns_of(row, clear)) >= 2]
    if len(full) < max(fewest, FILLED_SHARE * len(rows)):
        return None
    if not ruled and sum(_is_flush(row, clear) for row in full) < FLUSH_SHARE * len(full):
        return None
    return _found(rows, clear, rules)


def _rows(lines: Sequence[Line], rules: Sequence[float], by_gaps: bool) -> list[list[Line]]:
    """Return lines grouped into rows: by the rules between them, else by gaps and by the first column's texts."""
    steps = [b.box.bottom - a.box.bottom for a, b in pairwise(lines) if b.box.bottom > a.box.bottom]
    usual = min(steps, default=0.0)
    gapped = sum(step > ROW_GAP * usual for step in steps) >= 2
    left = min(line.box.x0 for line in lines)
    rows: list[list[Line]] = [[lines[0]]]
    for above, below in pairwise(lines):
        parted = any(_middle(above) < y < _middle(below) for y in rules)
        step = below.box.bottom - above.box.bottom
        begins = step > ROW_GAP * usual if gapped else below.box.x0 - left < below.size
        outside = _middle(below) < min(rules, default=0.0) or _middle(above) > max(rules, default=0.0)
        if parted or ((by_gaps or outside) and begins):
            rows.append([below])
        else:
            rows[-1].append(below)
    return rows


def _column(x: float, clear: Sequence[tuple[float, float]]) -> int:
    return sum(x > (start + end) / 2 for start, end in clear)


def _columns_of(row: Sequence[Line], clear: Sequence[tuple[float, float]]) -> set[int]:
    """Return the columns in which a row has text of its own; a text that runs over a column's edge has none."""
    columns = set()
    for line in row:
        for box in _segments(line):
            first, last = _column(box.x0, clear), _column(box.x1, clear)
            if first == last:
                columns.add(first)
    return columns


def _kept(clear: list[tuple[float, float]], rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """Return the clear stretches that part columns: beside each stands text in enough rows."""
    kept = list(clear)
    changed = True
    while changed and kept:
        changed = False
        counts = [0] * (len(kept) + 1)
        for row in rows:
            for column in _columns_of(row, kept):
                counts[column] += 1
        poor = next((i for i, n in enumerate(counts) if n < max(2, COLUMN_SHARE * len(rows))), None)
        if poor is not None:
            del kept[min(poor, len(kept) - 1)]
            changed = True
    return kept


def _is_flush(row: Sequence[Line], clear: Sequence[tuple[float, float]]) -> bool:
    """Tell whether most texts of a row begin on its first line."""
    begun = _columns_of(row[:1], clear)
    return len(begun) >= 2 and 2 * len(begun) > len(_columns_of(row, clear))


def _found(rows: Sequence[Sequence[Line]], clear: Sequence[tuple[float, float]], rules: Sequence[_Rule]) -> FoundTable:
    """Return the grid of rows and columns; a text that runs over a column's edge spans the columns it covers."""
    words = [word for row in rows for line in row for word in line.words]
    pad = median(word.size for word in words) / 4
    edges = [b - min(CELL_PADDING, (b - a) / 2) for a, b in clear]  # text could have run on to the next column
    xs = [min(w.box.x0 for w in words) - CELL_PADDING, *edges, max(w.box.x1 for w in words) + CELL_PADDING]
    ys = [min(w.box.top for w in words) - pad]
    for above, below in pairwise(rows):
        foot, head = max(line.box.bottom for line in above), min(line.box.top for line in below)
        between = [rule.y for rule in rules if _middle(above[-1]) < rule.y < _middle(below[0])]
        ys.append(between[0] if between else (foot + head) / 2)
    ys.append(max(w.box.bottom for w in words) + pad)
    cells = [
        GridCell(r, c0, 1, c1 - c0, Box(xs[c0], ys[r], xs[c1], ys[r + 1]))
        for r, row in enumerate(rows)
        for c0, c1 in row_spans(row, xs)
    ]
    return FoundTable(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(cells), len(rows), len(xs) - 1)


def row_spans(row: Sequence[Line], xs: Sequence[float]) -> list[tuple[int, int]]:
    """Return the cells of a row as (first column, column after) from the texts that cross the columns' edges `xs`."""
    crossed = {
        i
        for line in row
        for box in _segments(line)
        for i in range(1, len(xs) - 1)
        if box.x0 + CLEAR_POINTS / 2 < xs[i] < box.x1 - CLEAR_POINTS / 2
    }
    edges = [i for i in range(len(xs)) if i not in crossed]
    return list(pairwise(edges))
