"""What a page shows, told once for every producer, and the rows that a reader should find in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
DISC, SQUARE, ARROW, TRIANGLE, UP, DOWN = "disc", "square", "arrow", "triangle", "up", "down"
# corners on a square of 14 points, downwards; the shapes with a sign are read as that
SHAPES = {
    SQUARE: ((1, 1), (13, 1), (13, 13), (1, 13)),
    ARROW: ((1, 5), (8, 5), (8, 1), (13, 7), (8, 13), (8, 9), (1, 9)),
    TRIANGLE: ((1, 13), (7, 1), (13, 13)),
    UP: ((5, 13), (5, 6), (1, 6), (7, 1), (13, 6), (9, 6), (9, 13)),
    DOWN: ((5, 1), (5, 8), (1, 8), (7, 13), (13, 8), (9, 8), (9, 1)),
}
SIGNS = {ARROW: "→", TRIANGLE: "▲", UP: "↑", DOWN: "↓"}


@dataclass(frozen=True)
class Cell:
    """A cell. Its text may hold lines ("\n"), list items ("- "), `~~struck~~`, `^raised^` and `{{white}}`
    pieces; U+00AD is where a word may be cut."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    fill: str | None = None
    ink: str | None = None
    drawn: str | None = None  # a SHAPES, drawn as a path in `fill`'s colour, before the text where there is any
    picture: bool = False  # `drawn` is a picture of pixels instead
    font: str | None = None  # a symbol font, whose characters `text` names by their codes in it
    shows: str | None = None  # what they show there
    turned: bool = False
    strong: bool = False

    @property
    def shown(self) -> str:
        if self.shows is not None:
            return self.shows
        if self.drawn and not self.text:
            return "" if self.picture else SIGNS.get(self.drawn, "")
        raised = re.sub(r"\^(\d+)\^", lambda mark: mark[1].translate(RAISED), self.text)
        return plain(re.sub(r"(?m)^- ", "• ", raised))

    @property
    def colour(self) -> str | None:
        return self.fill or self.ink


@dataclass(frozen=True)
class Grid:
    """A table: heading rows, rows, and how it is drawn. None in a row is covered by a merged cell."""

    heads: tuple[tuple[Cell | None, ...], ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    widths: tuple[int, ...]  # shares of the text's width
    look: str = "full"  # full, rules, none, zebra, double, dashed, open (no outer verticals), white
    repeat: bool = True  # the heading on each page
    split: bool = False  # a row may be cut by the page
    middle: bool = False  # cells stand in the middle of their rows
    goes_on: bool = False  # goes on with the table before it
    gains: int = 0  # columns that it lacks and later parts have
    furniture: bool = False  # stands on each page, like a running header


@dataclass(frozen=True)
class Title:
    text: str


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class NewPage:
    """A page break; what follows lies across where `wide`."""

    wide: bool = False


@dataclass(frozen=True)
class Picture:
    """A photograph that fills most of a page."""


Item = Grid | Title | Text | NewPage | Picture


@dataclass(frozen=True)
class Layout:
    name: str
    items: tuple[Item, ...]
    wide: bool = False
    header: str = ""
    footer: str = ""
    watermark: str = ""
    twice: bool = False  # headings drawn twice, as some writers make them bold
    turn: int = 0  # /Rotate
    unseen: str = (
        ""  # words over the text that do not show: "mode" (render mode 3), "covered" or "outside" the crop box
    )
    cropped: bool = False  # a crop box within a larger sheet
    producers: tuple[str, ...] = field(default=("reportlab", "word", "browser"))


def plain(text: str) -> str:
    return " ".join(re.sub(r"~~|\^|{{.*?}}|\u00ad", "", text).split())


def covered(rows: tuple[tuple[Cell | None, ...], ...]) -> list[list[Cell]]:
    """Return rows with each place holding the cell that covers it."""
    grid: list[list[Cell | None]] = [list(row) for row in rows]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            for i in range(r, r + cell.rows):
                for j in range(c, c + cell.columns):
                    grid[i][j] = cell
    return [[cell for cell in row if cell is not None] for row in grid]


Row = tuple[tuple[str, str | None, tuple[str, ...]], ...]  # each place's text, colour and struck-out pieces


def shown_row(row: list[Cell]) -> Row:
    return tuple((cell.shown, cell.colour, tuple(re.findall("~~(.*?)~~", cell.text))) for cell in row)


def expected(layout: Layout) -> list[list[Row]]:
    """Return the tables of a layout as rows, parts that go on joined and their headings told once.

    The columns that a part lacks are blank in its rows, and headed as in the part after.
    """
    tables: list[list[Row]] = []
    grids = [item for item in layout.items if isinstance(item, Grid) and not item.furniture]
    for i, grid in enumerate(grids):
        blank = (("", None, ()),) * grid.gains
        rows = [shown_row(row) + blank for row in covered(grid.rows)]
        if grid.goes_on:
            tables[-1] += rows
        else:
            headed = grids[i + 1] if grid.gains else grid
            tables.append([*(shown_row(row) for row in covered(headed.heads)), *rows])
    return tables


def furniture_of(layout: Layout) -> list[Grid]:
    """Return the tables that stand on each page and are not told as rows."""
    return [item for item in layout.items if isinstance(item, Grid) and item.furniture]
