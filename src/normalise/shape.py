"""Which rows of a table are its headings, its title, its body; and what each column's heading reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Cell, Table
from normalise.headings import GUESS, HeadingReading, read_heading, table_kinds
from normalise.vocabulary import fold
from normalise.wording import is_action_like

LONGEST_HEADING = 90  # characters; a cell with more is text, not a heading
LONGEST_IMPERATIVE = 5  # words of a heading that may read as work to do ("Review date", "Update on progress")
DEEPEST_HEADING_ROW = 5  # headings begin within the first rows, below a title and a note at most
FEWEST_HEADINGS = 2
LONGEST_OTHER = 30  # characters of a heading of other tables
FEW_SET_OFF = 0.2  # share of the cells below the first row that may be bold or filled where that row is set off


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its heading as printed (levels joined by a space) and what the heading says by itself."""

    index: int
    heading: str
    reading: HeadingReading


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table with its rows told apart. `body` holds the rows below the headings, repeated heading rows left out.

    `title` is the text of a row above the headings that spans the table. `has_headings` is False where no row
    reads as headings; every column then has the heading "".
    """

    table: Table
    columns: tuple[Column, ...]
    body: tuple[int, ...]
    grid: tuple[tuple[Cell | None, ...], ...]
    title: str | None = None
    has_headings: bool = True

    def cells(self, column: int) -> list[str]:
        """Return the texts of a column's body, a cell merged down counted once, blanks left out."""
        seen: list[Cell] = []
        for row in self.body:
            cell = self.grid[row][column]
            if cell and cell.text.strip() and cell.column_span == 1 and cell not in seen[-1:]:
                seen.append(cell)
        return [cell.text for cell in seen]


def read_shape(table: Table) -> TableShape:
    """Return a table's shape. Heading rows are found by what they say, the source's own marks weighing in."""
    grid = tuple(tuple(row) for row in table.grid())
    first, last = _heading_rows(table, grid)
    columns = _columns(table, grid, first, last)
    above = [cell.text for row in grid[: max(first, 0)] for cell in _distinct(row)]
    heading_texts = {_row_key(grid[row]) for row in range(max(first, 0), last)}
    body = tuple(
        row for row in range(last, table.n_rows) if _row_key(grid[row]) not in heading_texts and any(grid[row])
    )
    return TableShape(
        table=table,
        columns=columns,
        body=body,
        grid=grid,
        title=" ".join(text.strip() for text in above if text.strip()) or None,
        has_headings=last > first >= 0,
    )


def _distinct(row: Sequence[Cell | None]) -> list[Cell]:
    """Return the cells of a grid row, each once, blank ones left out."""
    cells: list[Cell] = []
    for cell in row:
        if cell is not None and cell.text.strip() and cell not in cells[-1:]:
            cells.append(cell)
    return cells


def _row_key(row: Sequence[Cell | None]) -> tuple[str, ...]:
    return tuple(re.sub(r"\W+", "", fold(cell.text)) if cell else "" for cell in row)


def _heading_rows(table: Table, grid: Sequence[Sequence[Cell | None]]) -> tuple[int, int]:
    """Return the first heading row and the first row after them; (0, 0) where there are none."""
    best, best_row = 0.0, -1
    set_off = _is_set_off(grid)
    for index in range(min(DEEPEST_HEADING_ROW, table.n_rows)):
        score = _heading_score(grid[index], is_set_off=set_off and index == 0)
        if best_row == index - 1 >= 0 and best and _is_sub_heading(grid, index):
            best = max(best, score)
            continue
        if score > best + 0.5:
            best, best_row = score, index
        if best_row == index and best >= FEWEST_HEADINGS and not _spans_below(grid[index], index):
            break
    marked = table.header_rows or int(set_off)
    if best_row < 0 or best < FEWEST_HEADINGS:
        if marked and len(_distinct(grid[marked - 1])) > 1 and best >= 1:
            return _first_marked(grid, marked), marked
        return (0, 0) if best < 1 or table.n_columns > 2 else (best_row, best_row + 1)
    start = best_row
    while start > 0 and _groups_columns(grid[start - 1], start - 1):
        start -= 1
    end = best_row + 1
    for cell in _distinct(grid[best_row]):
        if cell.row_span > 1 and len(cell.text) <= LONGEST_HEADING and cell.row == best_row:
            end = max(end, min(cell.row + cell.row_span, table.n_rows))
    if end == best_row + 1 and _spans_columns(grid[best_row]) and end < table.n_rows and _is_sub_heading(grid, end):
        end += 1
    return start, max(end, marked if start < marked <= end + 1 else end)


def _first_marked(grid: Sequence[Sequence[Cell | None]], marked: int) -> int:
    return next((row for row in range(marked) if len(_distinct(grid[row])) > 1), 0)


def _heads_another_kind(text: str) -> bool:
    """Tell whether a text heads a column of some table that is no plan ("Venue", "Likelihood")."""
    return len(text) <= LONGEST_OTHER and any(table_kinds([text]).values())


def _is_set_off(grid: Sequence[Sequence[Cell | None]]) -> bool:
    """Tell whether the first row looks like headings: each of its cells bold or filled, and few of those below."""
    first, *others = [[cell for cell in _distinct(row) if cell.row == index] for index, row in enumerate(grid)]
    below = [cell for row in others for cell in row]
    looks = [cell.bold or cell.fill is not None for cell in below]
    return len(first) > 1 and all(cell.bold or cell.fill for cell in first) and sum(looks) < FEW_SET_OFF * len(looks)


def _heading_score(row: Sequence[Cell | None], *, is_set_off: bool = False) -> float:
    """Return how many cells of a row read as headings of a plan, less those that read as text."""
    cells = _distinct(row)
    if len(cells) < 2 and len(row) > 1:
        return 0.0
    score = 0.0
    for cell in cells:
        if len(cell.text) > LONGEST_HEADING:
            score -= 1.0
            continue
        reading = read_heading(cell.text)
        dated = reading.field is not None and reading.as_of is not None  # "Progress at 12 months (May 2024)"
        imperative = len(cell.text.split()) > LONGEST_IMPERATIVE and is_action_like(cell.text)
        if imperative and not dated and not cell.is_heading:
            score -= 0.5  # "Circulate the minutes and actions" is work to do, whatever words it holds
            continue
        if reading.field is not None and reading.confidence >= GUESS:
            score += reading.confidence if not _reads_as_value(cell.text) else 0.2
        elif cell.is_heading or is_set_off or reading.as_of or _heads_another_kind(cell.text):
            score += 0.3
    known = score / max(1, len(cells))
    return score if known >= 0.3 else 0.0


_VALUE = re.compile(
    r"^(?:\W*\d[\d./\s-]*|(?:high|medium|low|red|amber|green|blue|"
    r"completed?|ongoing|done|yes|no|n/?a|tbc|not started|in progress)\W*)$",
    re.IGNORECASE,
)


def _reads_as_value(text: str) -> bool:
    """Tell whether a short text is what stands in a body cell ("Completed", "3.") as well as in a heading."""
    return bool(_VALUE.match(text.strip())) or (text.strip().endswith(".") and len(text.split()) > 1)  # not "Ref."


def _groups_columns(row: Sequence[Cell | None], index: int) -> bool:
    """Tell whether a row stands over the headings as an upper level: several cells, some over several columns."""
    cells = [cell for cell in _distinct(row) if cell.row == index]
    return (
        len(cells) > 1
        and any(1 < cell.column_span < len(row) for cell in cells)
        and all(len(cell.text) <= LONGEST_HEADING for cell in cells)
    )


def _spans_columns(row: Sequence[Cell | None]) -> bool:
    return any(1 < cell.column_span < len(row) for cell in _distinct(row))


def _spans_below(row: Sequence[Cell | None], index: int) -> bool:
    return any(cell.row_span > 1 and cell.row == index for cell in _distinct(row)) or _spans_columns(row)


def _is_sub_heading(grid: Sequence[Sequence[Cell | None]], index: int) -> bool:
    """Tell whether a row is the lower level of headings: short texts only under the cells that span columns."""
    above = grid[index - 1]
    cells = [cell for cell in _distinct(grid[index]) if cell.row == index]
    if not cells:
        return False
    under = all((over := above[cell.column]) is not None and over.column_span > 1 for cell in cells)
    return under and all(len(cell.text) <= LONGEST_HEADING for cell in cells)


def _columns(table: Table, grid: Sequence[Sequence[Cell | None]], first: int, last: int) -> tuple[Column, ...]:
    columns = []
    for index in range(table.n_columns):
        levels: list[Cell] = []
        for row in range(max(first, 0), last):
            cell = grid[row][index]
            if cell is not None and cell.text.strip() and cell not in levels:
                levels.append(cell)
        heading = " ".join(" ".join(cell.text.split()) for cell in levels)
        reading = read_heading(heading) if heading else HeadingReading("", None, 0.0, "none")
        if len(levels) > 1:
            # the lower level is the column's own; the upper one helps where the lower says nothing
            own = read_heading(levels[-1].text)
            if own.field is not None:
                reading = HeadingReading(
                    heading,
                    own.field,
                    own.confidence,
                    own.method,
                    own.as_of or reading.as_of,
                    own.second,
                    own.is_progress,
                    own.entry,
                )
        columns.append(Column(index, heading, reading))
    return tuple(columns)
