"""Cells of a sheet with their merges: what spans, what a merge covers, what runs over its neighbours."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from ingest.sheet_model import Sheet, SheetCell

SPILL = 1.15  # a text this much longer than its column is wide runs over its neighbours
DEFAULT_WIDTH = 8.43


@dataclass(slots=True)
class Layout:
    """A sheet's cells with their spans: what merges cover is left out. `rows` holds the cells with text by row."""

    sheet: Sheet
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    rows: dict[int, list[SheetCell]] = field(default_factory=dict)
    covered: list[tuple[SheetCell, SheetCell]] = field(default_factory=list)

    def width(self, cell: SheetCell) -> int:
        """Return how many columns a cell takes."""
        return self.spans.get((cell.row, cell.column), (1, 1))[1]

    def height(self, cell: SheetCell) -> int:
        """Return how many rows a cell takes."""
        return self.spans.get((cell.row, cell.column), (1, 1))[0]

    def spills(self, cell: SheetCell) -> bool:
        """Tell whether a text runs over the cells beside it: longer than its column, in one line."""
        if cell.wraps or "\n" in cell.text.text or not isinstance(cell.raw, str):
            return False
        widths = self.sheet.widths
        wide = sum(
            widths.get(column, widths.get(-1) or DEFAULT_WIDTH)
            for column in range(cell.column, cell.column + min(self.width(cell), 50))
        )
        return len(cell.text.text) > SPILL * wide


def lay_out(sheet: Sheet) -> Layout:
    """Return a sheet's cells with what its merges make of them."""
    layout = Layout(sheet)
    texts = [cell for cell in sheet.cells.values() if cell.has_text]
    if not texts:
        return layout
    last_row, last_column = max(cell.row for cell in texts), max(cell.column for cell in texts)
    by_row = sorted({cell.row for cell in sheet.cells.values()})
    columns_of: dict[int, list[int]] = {}
    for row, column in sheet.cells:
        columns_of.setdefault(row, []).append(column)
    covered: set[tuple[int, int]] = set()
    for area in sheet.merges:
        bottom, right = min(area.bottom, last_row), min(area.right, last_column)
        top = sheet.cells.get((area.top, area.left))
        if (area.top, area.left) in covered or top is None:
            continue
        under = [
            (row, column)
            for row in by_row[bisect_left(by_row, area.top) : bisect_left(by_row, area.bottom + 1)]
            for column in columns_of[row]
            if area.left <= column <= area.right and (row, column) != (area.top, area.left)
        ]
        for at in under:
            if at not in covered and sheet.cells[at].has_text:
                layout.covered.append((top, sheet.cells[at]))
        covered.update(under)
        if bottom >= area.top and right >= area.left:
            layout.spans[area.top, area.left] = (bottom - area.top + 1, right - area.left + 1)
    for at in covered:
        del sheet.cells[at]
        layout.spans.pop(at, None)
    for at in sorted(at for at, cell in sheet.cells.items() if cell.has_text):
        layout.rows.setdefault(at[0], []).append(sheet.cells[at])
    return layout
