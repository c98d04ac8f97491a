"""A workbook's sheets as every spreadsheet format gives them, before tables are found on them.

Rows and columns count from 0; what people read ("Plan!C7") counts from 1 and names columns by letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.model import Issue
from ingest.textruns import Flowed, RunLook
from ingest.values import value

MAX_ROWS = 1_048_576  # of a sheet (ECMA-376 part 1, §18.3.1.73, as Excel and LibreOffice keep to it)
MAX_SHEET_COLUMNS = 16_384
MAX_CELLS = 200_000  # with text, of a workbook; a plan has a few thousand
MAX_LISTED = 20  # rows or cells that one issue names

_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?(\d{1,7})")
_PLAIN_NAME = re.compile(r"[^\W\d]\w*")  # a sheet's name that needs no quotes in a reference
_LIKE_REFERENCE = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*")


@value
class Area:
    """A rectangle of cells, both ends counted in."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Tell whether a cell stands in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@value
class SheetCell:
    """A cell with text, a fill or a mark. `text` is as shown; `raw` is the number, text or truth behind it.

    `wraps` tells that its text breaks lines at the cell's edge rather than running over its blank neighbours.
    """

    row: int
    column: int
    text: Flowed
    fill: str | None = None
    raw: float | str | bool | None = None
    wraps: bool = False

    @property
    def has_text(self) -> bool:
        """Whether it prints anything."""
        return bool(self.text.text)


@dataclass(frozen=True, slots=True)
class Note:
    """A comment on a cell, replies included, each with its author."""

    row: int
    column: int
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Floating:
    """Text of a box or shape that lies on the sheet, at the row that it begins in."""

    row: int
    text: Flowed
    path: str


@dataclass(slots=True)
class Sheet:
    """One sheet. `cells` by row and column hold what shows; a row without any text is left out.

    `listed` are the areas that the file itself calls tables, each with its count of heading rows. `headed` are rows
    that it marks as headings otherwise: above frozen panes, under a filter, repeated when printed. `widths` are in
    characters of the default font.
    """

    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    listed: list[tuple[Area, int]] = field(default_factory=list)
    filters: list[Area] = field(default_factory=list)
    headed: set[int] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    floating: list[Floating] = field(default_factory=list)
    furniture: list[Flowed] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file in their order; `title` is the document's property, `title_path` the part it stands in."""

    sheets: Sequence[Sheet]
    title: str | None = None
    title_path: str = ""
    issues: tuple[Issue, ...] = ()


@value
class CellLook:
    """What a style gives to a cell: the look of its text, its fill, the code of its number format."""

    run: RunLook
    fill: str | None = None
    code: str = "General"
    wraps: bool = False


def column_letters(column: int) -> str:
    """Return A for 0, Z for 25, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return 0 for A, 25 for Z, 26 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def cell_name(row: int, column: int) -> str:
    """Return a cell's name on its sheet: "C7" for row 6, column 2."""
    return f"{column_letters(column)}{row + 1}"


def sheet_prefix(name: str) -> str:
    """Return a sheet's name as a reference begins with it: `Plan!`, quoted where it needs to be (`'Open items'!`)."""
    plain = _PLAIN_NAME.fullmatch(name) and not _LIKE_REFERENCE.fullmatch(name)
    return f"{name}!" if plain else "'" + name.replace("'", "''") + "'!"


def parse_cell_name(name: str) -> tuple[int, int] | None:
    """Return the row and column of "C7" or "$C$7", None for anything else or what lies outside a sheet."""
    found = _A1.fullmatch(name)
    if found is None:
        return None
    row, column = int(found[2]) - 1, column_number(found[1])
    return (row, column) if 0 <= row < MAX_ROWS and column < MAX_SHEET_COLUMNS else None


def parse_area(name: str) -> Area | None:
    """Return the area of "A1:C7", "B2", "A:C" or "3:9"; None for anything else."""
    first, _, last = name.partition(":")
    last = last or first
    start, end = parse_cell_name(first), parse_cell_name(last)
    if start is not None and end is not None:
        rows, columns = sorted((start[0], end[0])), sorted((start[1], end[1]))
    elif (a := _COLUMNS.fullmatch(first)) and (b := _COLUMNS.fullmatch(last)):
        rows, columns = [0, MAX_ROWS - 1], sorted((column_number(a[1]), column_number(b[1])))
    elif (a := _ROWS.fullmatch(first)) and (b := _ROWS.fullmatch(last)):
        rows, columns = sorted((int(a[1]) - 1, int(b[1]) - 1)), [0, MAX_SHEET_COLUMNS - 1]
    else:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


def parse_areas(names: str) -> list[Area]:
    """Return the areas of a list separated by blanks; what is none is left out."""
    return [area for name in names.split() if (area := parse_area(name)) is not None]


def runs_of(numbers: set[int]) -> list[tuple[int, int]]:
    """Return stretches of numbers that follow one another, first and last of each."""
    stretches: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if stretches and stretches[-1][1] == number - 1:
            stretches[-1] = (stretches[-1][0], number)
        else:
            stretches.append((number, number))
    return stretches
