"""Where a sheet's tables stand, and which of its cells are text around them.

A sheet is a plane without marks: titles stand in its first rows, labels and dates below, the table under them, notes
at its foot, a key beside it. Blank rows part bands; within a band, how many cells each row fills tells titles, labels
and notes from the rows of a table; a blank column parts what stands side by side where the rows differ.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.sheet_layout import Layout
from ingest.sheet_model import MAX_ROWS, Area, Sheet, SheetCell

LONGEST_LABEL = 60  # characters of a label or heading; a longer text is content
SAME_ROWS = 0.5  # share of rows that both sides of a blank column fill from which they are one table
GOES_ON = 0.5  # share of a table's columns that a band below a blank row must fill to go on with it
FARTHEST = 3  # blank rows over which a band without headings still goes on with the table above
NARROWEST_GAP = 2  # from one column to the next over a single blank one, which may only be there for looks


@dataclass(slots=True)
class TextRow:
    """Cells of one row that are text outside tables: a title, a label with its value, a note."""

    row: int
    cells: list[SheetCell]


@dataclass(slots=True)
class Region:
    """A table on a sheet: its rows that hold text, its columns, and how many of the rows are marked as headings."""

    rows: list[int]
    columns: list[int]
    header_rows: int = 0
    look: tuple[bool, str | None] | None = None
    heads: tuple[str, ...] = ()
    header: int = 0


def find_regions(layout: Layout) -> list[TextRow | Region]:
    """Return a sheet's tables and the text around them: from top to bottom, what stands side by side in turn."""
    sheet = layout.sheet
    areas = [*(area for area, _ in sheet.listed), *sheet.filters]
    found: list[TextRow | Region] = []
    for columns in side_by_side(layout, sorted(layout.rows), _heading_rows(sheet)):
        rows = {
            row: kept
            for row, cells in layout.rows.items()
            if (kept := [cell for cell in cells if cell.column in columns])
        }
        strip = Layout(sheet, layout.spans, rows)
        finder = _Finder(strip, _heading_rows(sheet), areas)
        for band in _bands(strip):
            finder.band(band)
        finder.flush()
        found += finder.found
    return found


def _heading_rows(sheet: Sheet) -> set[int]:
    """Return the rows that the file itself marks as headings of a table."""
    listed = {area.top + count - 1 for area, count in sheet.listed if count}
    return listed | {area.top for area in sheet.filters} | sheet.headed


def _bands(layout: Layout) -> list[list[int]]:
    """Return the rows with text in stretches between rows without."""
    bands: list[list[int]] = []
    reach = -2
    for row in sorted(layout.rows):
        if row > reach + 1:
            bands.append([])
        bands[-1].append(row)
        reach = max(reach, row, *(row + layout.height(cell) - 1 for cell in layout.rows[row]))
    return bands


@dataclass(slots=True)
class _Finder:
    """A walk down the bands of a sheet. `areas` are those that the file itself gives to tables.

    `waiting` are rows of text that may yet be sections of a table that goes on.
    """

    layout: Layout
    marked: set[int]
    areas: list[Area]
    found: list[TextRow | Region] = field(default_factory=list)
    waiting: list[TextRow] = field(default_factory=list)
    current: Region | None = None

    def flush(self) -> None:
        """Keep what waited as text."""
        self.found += self.waiting
        self.waiting = []

    def band(self, rows: list[int]) -> None:
        """Take in a band."""
        parts = side_by_side(self.layout, rows, self.marked)
        for columns in parts:
            cells = {
                row: kept
                for row in rows
                if (kept := [cell for cell in self.layout.rows[row] if cell.column in columns])
            }
            self._part(cells, beside=columns is not parts[0])

    def _part(self, rows: dict[int, list[SheetCell]], *, beside: bool) -> None:
        if not rows:
            return
        order = sorted(rows)
        tabular = [row for row in order if len(rows[row]) > 1]
        one_label = len(tabular) == 1 and len(rows[tabular[0]]) == 2 and self._is_front(rows[tabular[0]])
        if not tabular or (one_label and self.current is None and not self.marked & set(tabular)):
            self.waiting += [TextRow(row, rows[row]) for row in order]
            return
        marked = [row for row in order if row in self.marked and len(rows[row]) > 1]
        if not beside and not marked and self.current is not None and self._goes_on(rows, order):
            self._extend(rows, order)
            return
        first, header = self._first_row(rows, order, marked)
        self.flush()
        self.found += [TextRow(row, rows[row]) for row in order if row < first]
        body, notes = self._without_notes(rows, [row for row in order if row >= first])
        region = self._region(rows, body, header, bool(marked))
        self.found.append(region)
        self.current = self.current if beside else region
        self.waiting = [TextRow(row, rows[row]) for row in notes]

    def _first_row(self, rows: dict[int, list[SheetCell]], order: list[int], marked: list[int]) -> tuple[int, int]:
        """Return the first row of a band's table, and the row that holds its headings."""
        widest = max(len(cells) for cells in rows.values())
        header = marked[0] if marked else None
        if header is None:
            header = next(row for row in order if len(rows[row]) >= max(2, (widest + 1) // 2))
            above = [row for row in order if row < header]
            if not all(self._is_front(rows[row]) for row in above):
                header = next(row for row in order if len(rows[row]) > 1)
        first = header
        for row in reversed([row for row in order if row < header]):
            if not self._groups(rows[row], rows[first], header):
                break
            first = row
        above = [row for row in order if row < first]
        told = bool(self.found or self.waiting or len(above) > 1)
        if above and told and self._heads_all(rows[above[-1]], rows[header]) and above[-1] == first - 1:
            first = above[-1]
        return first, header

    def _heads_all(self, cells: Sequence[SheetCell], heads: Sequence[SheetCell]) -> bool:
        """Tell whether a row is one cell merged over all columns: the title of a table, where the sheet has its own."""
        wide = self.layout.width(cells[0])
        return (
            len(cells) == 1
            and wide > 1
            and cells[0].column <= heads[0].column
            and (cells[0].column + wide > heads[-1].column)
        )

    def _is_front(self, cells: Sequence[SheetCell]) -> bool:
        """Tell whether a row with few cells above a table is a title, or labels with their values."""
        if len(cells) == 1:
            return True
        label = cells[0].text.text
        short = len(label) <= LONGEST_LABEL and any(character.isalpha() for character in label)
        return short and len(cells) <= 4 and all(len(cell.text.text) <= 4 * LONGEST_LABEL for cell in cells)

    def _groups(self, cells: Sequence[SheetCell], below: Sequence[SheetCell], header: int) -> bool:
        """Tell whether a row is an upper level of headings: cells over several columns, or reaching down to it."""
        first = min(cell.column for cell in below)
        reaches = any(cell.row + self.layout.height(cell) - 1 >= header for cell in cells)
        over = [cell for cell in cells if self.layout.width(cell) > 1]
        parts = len(cells) > 1 or any(cell.column > first for cell in over)
        return reaches or (bool(over) and parts and not any(":" in cell.text.text for cell in cells))

    def _without_notes(self, rows: dict[int, list[SheetCell]], order: list[int]) -> tuple[list[int], list[int]]:
        """Return a table's rows, and those at its foot that are notes under it: texts running across its columns."""
        filled = max(len(cells) for cells in rows.values())
        end = len(order)
        while end > 1 and len(rows[order[end - 1]]) == 1:
            cell = rows[order[end - 1]][0]
            wide = self.layout.width(cell)
            across = self.layout.spills(cell) if wide == 1 else wide >= max(2, filled / 2)
            if not across or any(area.holds(cell.row, cell.column) for area in self.areas):
                break
            end -= 1
        return order[:end], order[end:]

    def _region(self, rows: dict[int, list[SheetCell]], body: list[int], header: int, marked: bool) -> Region:
        heads = rows[header]
        return Region(
            rows=body,
            columns=self._columns(rows, body),
            header_rows=body.index(header) + 1 if marked and len(body) > body.index(header) + 1 else 0,
            look=_look(heads),
            heads=tuple(cell.text.text.casefold() for cell in heads),
            header=header,
        )

    def _columns(self, rows: dict[int, list[SheetCell]], body: list[int]) -> list[int]:
        """Return the columns of a table: those with text, and those beside or between them that are coloured."""
        used = {cell.column for row in body for cell in rows[row]}
        first, last = min(used), max(used)
        fills: dict[int, set[str]] = {}
        cells = self.layout.sheet.cells
        for row in body[1:]:
            for column in range(max(first - 1, 0), last + 2):
                cell = cells.get((row, column))
                if column not in used and cell is not None and cell.fill:
                    fills.setdefault(column, set()).add(cell.fill)
        coloured = {column for column, found in fills.items() if len(found) > 1}
        return sorted(used | coloured)

    def _goes_on(self, rows: dict[int, list[SheetCell]], order: list[int]) -> bool:
        """Tell whether a band below a blank row goes on with the table above it."""
        table = self.current
        if table is None:
            return False
        tabular = next(row for row in order if len(rows[row]) > 1)
        heads = rows[tabular]
        used = {cell.column for cells in rows.values() for cell in cells}
        if min(used) < table.columns[0] or max(used) > table.columns[-1]:
            return False
        texts = tuple(cell.text.text.casefold() for cell in heads)
        begins_alike = texts[0] == table.heads[0] and any(character.isalpha() for character in texts[0])
        if begins_alike or len(set(texts) & set(table.heads)) >= max(2, len(heads) / 2):
            return False
        own = _look(heads)
        if own is not None and own == table.look and own != (False, None) and not self._is_common(table, own):
            return False
        widest = max(len(cells) for cells in rows.values())
        wide_enough = widest >= GOES_ON * len(table.columns)
        counted = all(
            any(character.isdigit() for character in rows[row][0].text.text) for row in order if len(rows[row]) > 1
        )
        near = order[0] - table.rows[-1] - 1 <= FARTHEST
        return (wide_enough and near) or (counted and near and min(used) == table.columns[0] and self._counts(table))

    def _is_common(self, table: Region, look: tuple[bool, str | None]) -> bool:
        """Tell whether rows of a table's body look like its headings."""
        body = [row for row in table.rows if row > table.header]
        return any(_look(self.layout.rows[row]) == look for row in body if len(self.layout.rows[row]) > 1)

    def _counts(self, table: Region) -> bool:
        """Tell whether a table's first column holds numbers."""
        first = [
            cell.text.text
            for row in table.rows
            if row > table.header
            for cell in self.layout.rows[row]
            if cell.column == table.columns[0]
        ]
        return bool(first) and all(any(character.isdigit() for character in text) for text in first)

    def _extend(self, rows: dict[int, list[SheetCell]], order: list[int]) -> None:
        """Add a band to the table above; single cells before it are its sections."""
        table = self.current
        if table is None:
            return
        inside = range(table.columns[0], table.columns[-1] + 1)
        body, notes = self._without_notes(rows, order)
        sections = [text for text in self.waiting if text.cells[0].column in inside and text.row > table.rows[-1]]
        self.found += [text for text in self.waiting if text not in sections]
        more = [text.row for text in sections] + body
        table.rows += more
        table.columns = sorted(
            {*table.columns, *self._columns(self.layout.rows, table.rows[table.rows.index(table.header) :])}
        )
        self.waiting = [TextRow(row, rows[row]) for row in notes]


def side_by_side(layout: Layout, rows: Sequence[int], marked: set[int]) -> list[range]:
    """Return the ranges of columns into which blank columns part some rows, from left to right."""
    taken: dict[int, set[int]] = {}
    for row in rows:
        if len(layout.rows[row]) > 1:
            for cell in layout.rows[row]:
                for column in range(cell.column, cell.column + layout.width(cell)):
                    taken.setdefault(column, set()).add(row)
    if not taken:
        return [range(MAX_ROWS)]
    columns = sorted(taken)
    starts = [0]
    for before, after in pairwise(columns):
        if after - before > 1:
            left = set().union(*(taken[c] for c in columns if starts[-1] <= c <= before))
            right = set().union(*(taken[c] for c in _run(columns, after)))
            if _parted(layout, left, right, (before, after), marked):
                starts.append(after)
    return [range(a, b) for a, b in pairwise([*starts, MAX_ROWS])]


def _parted(layout: Layout, left: set[int], right: set[int], gap: tuple[int, int], marked: set[int]) -> bool:
    """Tell whether what stands left and right of a gap between two columns are two tables."""
    before, after = gap
    if after - before == NARROWEST_GAP and len(left & right) >= SAME_ROWS * max(len(left), len(right)):
        return False
    header = min(marked & (left | right), default=min(left))
    cells = layout.rows[header]
    looks = [
        _look([cell for cell in cells if cell.column <= before]),
        _look([cell for cell in cells if cell.column >= after]),
    ]
    return looks[0] is None or looks[0] != looks[1] or looks[0] == (False, None)


def _run(columns: Sequence[int], start: int) -> Iterable[int]:
    """Yield the columns from one on that follow one another."""
    for column in columns[bisect_left(columns, start) :]:
        if column != start:
            return
        yield column
        start += 1


def _look(cells: Sequence[SheetCell]) -> tuple[bool, str | None] | None:
    """Return the weight and fill that all cells of a row share, None where they differ."""
    looks = Counter((cell.text.bold, cell.fill) for cell in cells)
    return next(iter(looks)) if len(looks) == 1 else None
