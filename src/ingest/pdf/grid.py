"""Cells from rulings: connected rulings make a grid, and what no ruling parts is one cell with its spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from ingest.model import Box
from ingest.pdf.geometry import Ruling
from ingest.values import value

SAME_LINE_POINTS = 4.5  # rulings nearer than this are one line of the grid (double rulings, adjoining boxes)
JOIN_POINTS = 4.0  # a gap in a ruling up to this is bridged (dashes, dots, boxes drawn cell by cell)
MEET_POINTS = 4.0  # two rulings that miss each other by this much still meet
OPEN_POINTS = 6.0  # rulings that run on this far past the last crossing leave an open row or column
SHORTEST_POINTS = 5.0  # a shorter ruling is no side of a cell
MOST_RULINGS = 3000  # along one axis of a page; more of them draw a map or a chart
PARTED_SHARE = 0.5  # of a cell's side that a ruling must cover to part it from its neighbour


@value
class GridCell:
    """A cell of a found table with its place, spans and box in points."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table as its rulings draw it, before any text is read."""

    box: Box
    cells: tuple[GridCell, ...]
    n_rows: int
    n_columns: int


@value
class _Line:
    """A ruling as its place across (`at`) and its reach along the axis (`start`, `end`), in points."""

    at: float
    start: float
    end: float


def find_ruled_tables(rulings: Sequence[Ruling]) -> tuple[FoundTable, ...]:
    """Return the tables that rulings draw, from the top of the page down; a frame around one cell is none.

    A table drawn inside a cell of another is left to that cell's text.
    """
    across = _joined(_Line(r.box.top, r.box.x0, r.box.x1) for r in rulings if r.horizontal)
    down = _joined(_Line(r.box.x0, r.box.top, r.box.bottom) for r in rulings if not r.horizontal)
    if max(len(across), len(down)) > MOST_RULINGS:
        return ()
    found = [
        table
        for group_across, group_down in _connected(across, down)
        if (table := _table_of(group_across, group_down)) is not None and len(table.cells) > 1
    ]
    outer = [table for table in found if not any(_inside_a_cell(table, other) for other in found if other is not table)]
    return tuple(sorted(outer, key=lambda table: (table.box.top, table.box.x0)))


def _inside_a_cell(table: FoundTable, other: FoundTable) -> bool:
    inner = table.box
    return any(
        cell.box.x0 - 1 <= inner.x0
        and cell.box.x1 + 1 >= inner.x1
        and cell.box.top - 1 <= inner.top
        and cell.box.bottom + 1 >= inner.bottom
        for cell in other.cells
    )


def _joined(lines: Iterable[_Line]) -> list[_Line]:
    """Return lines with those of one place joined where their gaps are small."""
    joined: list[_Line] = []
    for group in _grouped(sorted(lines, key=lambda line: line.at)):
        at = max(group, key=lambda line: line.end - line.start).at
        reaches = sorted([(line.start, line.end) for line in group])
        start, end = reaches[0]
        for left, right in reaches:
            if left - end <= JOIN_POINTS:
                end = max(end, right)
                continue
            joined.append(_Line(at, start, end))
            start, end = left, right
        joined.append(_Line(at, start, end))
    return [line for line in joined if line.end - line.start >= SHORTEST_POINTS]


def _grouped(lines: Sequence[_Line]) -> list[list[_Line]]:
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and line.at - groups[-1][0].at <= SAME_LINE_POINTS:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _meet(across: _Line, down: _Line) -> bool:
    return (
        across.start - MEET_POINTS <= down.at <= across.end + MEET_POINTS
        and down.start - MEET_POINTS <= across.at <= down.end + MEET_POINTS
    )


def _connected(across: Sequence[_Line], down: Sequence[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """Return the groups of rulings that hang together by their crossings."""
    left = set(range(len(down)))
    waiting = set(range(len(across)))
    groups = []
    while waiting:
        new, mine_across, mine_down = {waiting.pop()}, set(), set()
        while new:
            mine_across |= new
            met = {j for j in left for i in new if _meet(across[i], down[j])}
            left -= met
            mine_down |= met
            new = {i for i in waiting for j in met if _meet(across[i], down[j])}
            waiting -= new
        if mine_down:
            groups.append(([across[i] for i in sorted(mine_across)], [down[j] for j in sorted(mine_down)]))
    return groups


def _places(own: Sequence[_Line], crossing: Sequence[_Line]) -> list[float]:
    """Return the grid lines along one axis: where its rulings stand, and where the crossing ones end in the open.

    A page break may leave a row without its lower ruling, a design a table without its outer ones; the rulings that
    cross run on there. Two must, so that one stray line adds no row.
    """
    places: list[float] = []
    for group in _grouped(sorted(own, key=lambda line: line.at)):
        places.append(sum(line.at for line in group) / len(group))
    for ends, outer, sign in (
        (sorted(line.start for line in crossing), places[0], -1),
        (sorted((line.end for line in crossing), reverse=True), places[-1], 1),
    ):
        beyond = [end for end in ends if sign * (end - outer) > OPEN_POINTS]
        if len(beyond) > 1 and abs(beyond[0] - beyond[1]) <= SAME_LINE_POINTS:
            places.append(beyond[0])
    return sorted(places)


def _table_of(across: Sequence[_Line], down: Sequence[_Line]) -> FoundTable | None:
    rows, columns = _places(across, down), _places(down, across)
    if len(rows) < 2 or len(columns) < 2:
        return None
    regions = _regions(across, down, rows, columns)
    row_lines = sorted({edge for r0, _, r1, _ in regions for edge in (r0, r1)})
    column_lines = sorted({edge for _, c0, _, c1 in regions for edge in (c0, c1)})
    cells = [
        GridCell(
            row_lines.index(r0),
            column_lines.index(c0),
            row_lines.index(r1) - row_lines.index(r0),
            column_lines.index(c1) - column_lines.index(c0),
            Box(columns[c0], rows[r0], columns[c1], rows[r1]),
        )
        for r0, c0, r1, c1 in regions
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    around = Box(columns[0], rows[0], columns[-1], rows[-1])
    return FoundTable(around, tuple(cells), len(row_lines) - 1, len(column_lines) - 1)


def _regions(
    across: Sequence[_Line], down: Sequence[_Line], rows: Sequence[float], columns: Sequence[float]
) -> list[tuple[int, int, int, int]]:
    """Return the rectangles (first row, first column, row after, column after) that rulings leave undivided."""
    places = list(product(range(len(rows) - 1), range(len(columns) - 1)))
    home = {place: place for place in places}

    def find(place: tuple[int, int]) -> tuple[int, int]:
        while home[place] != place:
            home[place] = home[home[place]]
            place = home[place]
        return place

    at_row, at_column = _near(across, rows), _near(down, columns)
    for r, c in places:
        if c + 1 < len(columns) - 1 and not _parted(at_column[c + 1], rows[r], rows[r + 1]):
            home[find((r, c + 1))] = find((r, c))
        if r + 1 < len(rows) - 1 and not _parted(at_row[r + 1], columns[c], columns[c + 1]):
            home[find((r + 1, c))] = find((r, c))
    members: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for place in places:
        members.setdefault(find(place), set()).add(place)
    return [rectangle for region in members.values() for rectangle in _rectangles(region)]


def _near(lines: Sequence[_Line], places: Sequence[float]) -> list[list[_Line]]:
    """Return the lines that stand at each place of a grid."""
    ordered = sorted(lines, key=_place)
    ats = [line.at for line in ordered]
    return [
        ordered[bisect_left(ats, at - SAME_LINE_POINTS) : bisect_right(ats, at + SAME_LINE_POINTS)] for at in places
    ]


def _place(line: _Line) -> float:
    return line.at


def _parted(lines: Sequence[_Line], start: float, end: float) -> bool:
    """Tell whether lines, all at the edge of a cell, cover enough of it."""
    covered = sum([max(0.0, min(line.end, end) - max(line.start, start)) for line in lines])
    return covered >= PARTED_SHARE * (end - start)


def _rectangles(region: set[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Return a region as rectangles; one that is not itself a rectangle (a ruling left out) is cut by its rows."""
    if len(region) == 1:
        ((row, column),) = region
        return [(row, column, row + 1, column + 1)]
    rectangles: list[tuple[int, int, int, int]] = []
    for row in sorted({r for r, _ in region}):
        columns = sorted(c for r, c in region if r == row)
        starts = [c for c in columns if c - 1 not in columns]
        for start in starts:
            end = start
            while end in columns:
                end += 1
            for i, (r0, c0, r1, c1) in enumerate(rectangles):
                if (r1, c0, c1) == (row, start, end):
                    rectangles[i] = (r0, c0, row + 1, c1)
                    break
            else:
                rectangles.append((row, start, row + 1, end))
    return rectangles
