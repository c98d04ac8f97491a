"""Cells from rulings: pdfplumber's table finder, and the spans that its cells leave unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pdfplumber import table as finder

from ingest.model import Box
from ingest.pdf.geometry import Ruling

SNAP_POINTS = 3  # rulings nearer than this are one (double rulings, adjoining boxes)
JOIN_POINTS = 4  # a gap in a ruling up to this is bridged (dashes, dots, boxes drawn cell by cell)
MEET_POINTS = 4  # two rulings that miss each other by this much still meet
SAME_LINE_POINTS = 4.5  # edges nearer than this are one grid line


@dataclass(frozen=True, slots=True)
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


def find_ruled_tables(rulings: Sequence[Ruling]) -> tuple[FoundTable, ...]:
    """Return the tables that rulings draw, from the top of the page down; a frame around one cell is none."""
    edges = [_edge(ruling) for ruling in rulings]
    merged = finder.merge_edges(
        edges,
        snap_x_tolerance=SNAP_POINTS,
        snap_y_tolerance=SNAP_POINTS,
        join_x_tolerance=JOIN_POINTS,
        join_y_tolerance=JOIN_POINTS,
    )
    crossings = finder.edges_to_intersections(merged, MEET_POINTS, MEET_POINTS)
    cells = finder.intersections_to_cells(crossings)
    groups = [[Box(*map(float, cell)) for cell in group] for group in finder.cells_to_tables(cells)]
    tables = [table for group in groups if (table := grid_of(group)) and table.n_columns > 1]
    return tuple(sorted(tables, key=lambda table: (table.box.top, table.box.x0)))


def _edge(ruling: Ruling) -> dict[str, object]:
    box = ruling.box
    return {
        "x0": box.x0,
        "x1": box.x1,
        "top": box.top,
        "bottom": box.bottom,
        "width": box.x1 - box.x0,
        "height": box.bottom - box.top,
        "orientation": "h" if ruling.horizontal else "v",
    }


def _lines(values: Iterable[float]) -> list[float]:
    """Return the grid lines that these edges lie on."""
    lines: list[float] = []
    for value in sorted(values):
        if not lines or value - lines[-1] > SAME_LINE_POINTS:
            lines.append(value)
    return lines


def _nearest(lines: Sequence[float], value: float) -> int:
    return min(range(len(lines)), key=lambda i: abs(lines[i] - value))


def grid_of(boxes: Sequence[Box]) -> FoundTable | None:
    """Return the table that adjoining boxes make: each box spans the grid lines that other boxes add between."""
    if not boxes:
        return None
    columns = _lines(edge for box in boxes for edge in (box.x0, box.x1))
    rows = _lines(edge for box in boxes for edge in (box.top, box.bottom))
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for box in sorted(boxes, key=lambda b: (b.x1 - b.x0) * (b.bottom - b.top)):
        row, last_row = _nearest(rows, box.top), _nearest(rows, box.bottom)
        column, last_column = _nearest(columns, box.x0), _nearest(columns, box.x1)
        places = {(r, c) for r in range(row, last_row) for c in range(column, last_column)}
        if not places or places & taken:
            continue
        taken |= places
        cells.append(GridCell(row, column, last_row - row, last_column - column, box))
    if not cells:
        return None
    around = cells[0].box
    for cell in cells:
        around = around.union(cell.box)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return FoundTable(around, tuple(cells), len(rows) - 1, len(columns) - 1)
