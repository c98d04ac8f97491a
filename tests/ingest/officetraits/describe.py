"""What a document shows, told once for every writer, and the cells that a reader should find in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

FINAL, ORIGINAL, BOTH = "final", "original", "both"


@dataclass(frozen=True)
class Run:
    """Text of one look. `font` is a font of symbols, whose characters `text` names and which shows `shows`."""

    text: str
    struck: bool = False
    strong: bool = False
    ink: str | None = None
    back: str | None = None
    font: str | None = None
    shows: str | None = None
    change: str | None = None  # ins or del; to and from for the two ends of a move


@dataclass(frozen=True)
class Break:
    """A line break."""


@dataclass(frozen=True)
class Tab:
    """A tab, which parts words like a blank."""


@dataclass(frozen=True)
class Field:
    """A field by its code, with the result that is shown."""

    code: str
    result: str
    simple: bool = False


@dataclass(frozen=True)
class Link:
    text: str


@dataclass(frozen=True)
class Note:
    """A footnote."""

    text: str


@dataclass(frozen=True)
class Remark:
    """A comment in the margin."""

    author: str
    text: str


@dataclass(frozen=True)
class Tick:
    """A check box. `old` is the form field of earlier Word."""

    on: bool
    old: bool = False


@dataclass(frozen=True)
class Box:
    """A text box, whose text follows that of its paragraph."""

    text: str


@dataclass(frozen=True)
class Picture:
    alt: str


Piece = Run | Break | Tab | Field | Link | Note | Remark | Tick | Box | Picture


@dataclass(frozen=True)
class Item:
    """A list item's place: the list, its level from 0, and the marker that the list gives it there."""

    list: str  # one of LISTS, and what follows a colon restarts it
    level: int
    marker: str


@dataclass(frozen=True)
class Paragraph:
    pieces: tuple[Piece, ...]
    item: Item | None = None

    def lines(self, changes: str) -> list[list[tuple[str, bool]]]:
        """Return its lines as pieces of text, each with whether it is struck out."""
        lines: list[list[tuple[str, bool]]] = [[]]
        boxes: list[list[tuple[str, bool]]] = []
        for piece in self.pieces:
            match piece:
                case Run():
                    removed, added = piece.change in {"del", "from"}, piece.change in {"ins", "to"}
                    if (removed and changes == FINAL) or (added and changes == ORIGINAL):
                        continue
                    text = piece.text if piece.shows is None else piece.shows
                    lines[-1].append((text, piece.struck or (removed and changes == BOTH)))
                case Break():
                    lines.append([])
                case Tab():
                    lines[-1].append((" ", False))
                case Field():
                    lines[-1].append((piece.result, False))
                case Link():
                    lines[-1].append((piece.text, False))
                case Tick():
                    lines[-1].append(("☑" if piece.on else "☐", False))
                case Box():
                    boxes.append([(piece.text, False)])
                case Picture():
                    lines[-1].append((piece.alt, False))
        if self.item:
            lines[0].insert(0, (self.item.marker + " ", False))
        return [*lines, *boxes]


@dataclass(frozen=True)
class Cell:
    paragraphs: tuple[Paragraph, ...] = ()
    columns: int = 1
    rows: int = 1
    fill: str | None = None
    theme: tuple[str, str] | None = None  # `fill` as a colour of the theme and its tint, in hex
    inner: Grid | None = None
    controlled: bool = False  # stands in a content control

    @property
    def changed(self) -> bool:
        return any(isinstance(p, Run) and p.change for each in self.paragraphs for p in each.pieces)

    def shown(self, changes: str = FINAL) -> tuple[str, tuple[str, ...]]:
        """Return its text, a line for each paragraph, break and row of an inner table, and what is struck out."""
        lines, struck = [], []
        for paragraph in self.paragraphs:
            for line in paragraph.lines(changes):
                lines.append(" ".join("".join(text for text, _ in line).replace("\u00ad", "").split()))
                struck += [text.strip() for text, is_struck in line if is_struck]
        for row in self.inner.rows if self.inner else ():
            lines.append(" ".join(cell.shown(changes)[0].replace("\n", " ") for cell in row.cells))
        return "\n".join(line for line in lines if line), tuple(struck)


@dataclass(frozen=True)
class Row:
    """A row. `before` and `after` are columns that it leaves out; `change` tells that all of it was put in or out."""

    cells: tuple[Cell, ...]
    before: int = 0
    after: int = 0
    fill: str | None = None
    heading: bool = False
    controlled: bool = False
    change: str | None = None


@dataclass(frozen=True)
class Grid:
    """A table. `style_fills` are fills by table style: of the whole, the first row, each second band of a row."""

    rows: tuple[Row, ...]
    controlled: bool = False
    style_fills: dict[str, str] = field(default_factory=dict)
    goes_on: bool = False  # goes on with the table before it, after a break of the section


@dataclass(frozen=True)
class Head:
    """A heading above a table, by its style or by the outline level of its paragraph alone."""

    text: str
    level: int
    by_outline: bool = False


@dataclass(frozen=True)
class Spot:
    """A cell as it should be read; `struck` are the words struck out."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    fill: str | None = None
    struck: tuple[str, ...] = ()
    changed: bool = False
    ink: str | None = None


@dataclass(frozen=True)
class Trait:
    """A trait in a document of its own, what it is called in the side-by-side, and which formats can have it.

    `raw` holds what no description tells, by suffix; `tells` names what the trait is about beside text and place
    (fill, ink, struck, changed, comment, note). `office` names the suffixes that LibreOffice writes it in wholly.
    """

    name: str
    content: tuple[Grid | Head, ...]
    suffixes: tuple[str, ...] = (".docx", ".odt", ".html")
    tells: frozenset[str] = frozenset()
    raw: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    asides: tuple[str, ...] = ()  # comments and notes, as they should be told
    office: tuple[str, ...] = (".docx", ".odt", ".doc", ".rtf")

    @property
    def grids(self) -> list[Grid]:
        """Its tables as they should be read: those that go on are joined with those before, inner ones follow."""
        grids: list[Grid] = []
        for grid in (each for each in self.content if isinstance(each, Grid)):
            if grid.goes_on:
                last = grids.pop()
                rows = tuple(row for row in grid.rows if not row.heading)
                grid = Grid((*last.rows, *rows), style_fills=last.style_fills)  # noqa: PLW2901 - the joined one
            grids += [grid, *(cell.inner for row in grid.rows for cell in row.cells if cell.inner)]
        return grids


def spots(grid: Grid, changes: str = FINAL) -> list[Spot]:
    """Return the cells of a table where they should stand."""
    taken: set[tuple[int, int]] = set()
    found = []
    gone = {FINAL: {"del"}, ORIGINAL: {"ins"}, BOTH: set()}[changes]
    for at, row in enumerate(row for row in grid.rows if row.change not in gone):
        column = row.before
        for cell in row.cells:
            while (at, column) in taken:
                column += 1
            text, struck = cell.shown(changes)
            if row.change == "del" and changes == BOTH:
                struck = (text,)
            taken |= {(at + down, column + along) for down in range(cell.rows) for along in range(cell.columns)}
            looks = [piece for each in cell.paragraphs for piece in each.pieces if isinstance(piece, Run)]
            fill = cell.fill or row.fill or _style_fill(grid, at) or next((run.back for run in looks if run.back), None)
            ink = next((run.ink for run in looks if run.ink), None)
            changed = cell.changed or bool(row.change)
            found.append(Spot(at, column, cell.rows, cell.columns, text, fill, struck, changed, ink))
            column += cell.columns
    return found


def _style_fill(grid: Grid, row: int) -> str | None:
    fills = grid.style_fills
    if row == 0 and "firstRow" in fills:
        return fills["firstRow"]
    first = "firstRow" in fills
    if "band1Horz" in fills and (row - first) % 2 == 0:
        return fills["band1Horz"]
    return fills.get("wholeTable")


def words(text: str) -> Cell:
    """Return a cell of plain text, a paragraph for each line."""
    return Cell(tuple(Paragraph((Run(line),)) for line in text.split("\n")) if text else ())


def holding(*pieces: Piece | str, **more: object) -> Cell:
    """Return a cell of one paragraph."""
    made = tuple(Run(piece) if isinstance(piece, str) else piece for piece in pieces)
    return Cell((Paragraph(made),), **more)  # type: ignore[arg-type]


def row(*cells: Cell | str, **more: object) -> Row:
    """Return a row; a string is a cell of plain text."""
    return Row(tuple(words(cell) if isinstance(cell, str) else cell for cell in cells), **more)  # type: ignore[arg-type]


def listed(which: str, level: int, marker: str, text: str = "") -> Paragraph:
    """Return a list item."""
    return Paragraph((Run(text),) if text else (), Item(which, level, marker))
