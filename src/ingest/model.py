"""The one table model that every parser ends in.

All types are frozen and slotted. Positions are points (1/72 inch) from the top left of the page as it is
displayed, after rotation; where a text flows a locator carries a path into the XML or DOM instead.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from ingest.values import value


class Severity(enum.StrEnum):
    """How much an issue takes away from what was read."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class IssueCode(enum.StrEnum):
    """What an issue is about. The values are part of the exported record and are never renamed."""

    # the file
    MISSING_FILE = "missing-file"
    EMPTY_FILE = "empty-file"
    ENCRYPTED_FILE = "encrypted-file"
    UNKNOWN_TYPE = "unknown-type"
    DAMAGED_FILE = "damaged-file"
    NO_OFFICE = "no-office"
    TIME_LIMIT = "time-limit"
    MEMORY_LIMIT = "memory-limit"
    CRASHED = "crashed"
    # what the page shows
    UNREADABLE_PAGE = "unreadable-page"
    IMAGE_PAGE = "image-page"
    UNCERTAIN_TEXT = "uncertain-text"
    NO_UNICODE_MAP = "no-unicode-map"
    PAGES_PASSED_OVER = "pages-passed-over"
    RAGGED_TABLE = "ragged-table"
    COMMENT = "comment"
    TRACKED_CHANGES = "tracked-changes"
    HIDDEN = "hidden"
    STYLES_LEFT_OUT = "styles-left-out"
    NOT_CALCULATED = "not-calculated"
    ENCODING = "encoding"
    # what it means
    NO_PLAN = "no-plan"
    UNKNOWN_COLUMN = "unknown-column"
    GUESSED_COLUMN = "guessed-column"
    EMPTY_ROW = "empty-row"
    NOTE = "note"
    UNEVEN_PARTS = "uneven-parts"
    UNREAD_DATE = "unread-date"
    IMPOSSIBLE_DATE = "impossible-date"
    AMBIGUOUS_DATE = "ambiguous-date"
    APPROXIMATE_DATE = "approximate-date"
    RELATIVE_DATE = "relative-date"
    YEAR_SUPPLIED = "year-supplied"
    CALENDAR_QUARTER = "calendar-quarter"
    UNREAD_STATUS = "unread-status"
    STATUS_FROM_COLOUR = "status-from-colour"
    STATUS_CONFLICT = "status-conflict"
    UNKNOWN_AUTHORITY = "unknown-authority"
    AUTHORITY_CONFLICT = "authority-conflict"


@value
class Box:
    """A rectangle in points, origin at the top left of the displayed page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )


@value
class Locator:
    """Where something stands. `page` counts from 1; `path` leads into the XML or DOM of a text that flows.

    Where the office program that wrote such a text left its layout in it, it has a page too, but never a box.
    """

    page: int | None = None
    box: Box | None = None
    path: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that a reader of the result should know, and where it was met."""

    code: IssueCode
    severity: Severity
    message: str
    locator: Locator | None = None


@value
class Cell:
    """One cell of a table, with its spans.

    `text` has one line per paragraph or line break of the source (a line that merely wrapped at the cell's
    edge is joined by a space). `fill` and `ink` are `#rrggbb` in lower case, or None for white or none and for
    black or automatic. `struck` holds `(start, end)` offsets of struck-out text. `parts` are the pieces of the
    cell, one for each page that it stands on. `is_heading` is what the source itself says (th, a repeated
    header row, TH in a tagged PDF), never a guess. `changed` tells that its text has tracked changes. `confidence` is
    below 1 where text recognition read it: that of its least sure word.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    fill: str | None = None
    ink: str | None = None
    struck: tuple[tuple[int, int], ...] = ()
    bold: bool = False
    is_heading: bool = False
    parts: tuple[Locator, ...] = ()
    changed: bool = False
    confidence: float = 1.0

    @property
    def pages(self) -> tuple[int, ...]:
        """Pages that the cell stands on, in order."""
        return tuple(sorted({part.page for part in self.parts if part.page is not None}))


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a table as it stood before stitching: where it begins and what stood above it.

    `first_row` is the row of the stitched table at which the fragment's own rows begin. `heading` is the text
    above the fragment, None where nothing stood between it and the piece before.
    """

    first_row: int
    page: int | None = None
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Continuation:
    """How a part of a table goes on with the part on the page before, where the source itself says so.

    `n_repeated` leading rows repeat rows before; of the row after them, `cut` tells that it goes on with the last row
    before, and `merged` names the columns whose cells go on with a cell merged over the page break.
    """

    n_repeated: int
    cut: bool
    merged: frozenset[int]


class MalformedTable(ValueError):
    """Cells that overlap or stand out of bounds: a mistake of the parser, never of the document."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands, after its fragments were joined. Checked once when made.

    `header_rows` counts the leading rows that the source marks, or that repeat on later fragments, as headings;
    0 says that the source does not tell. `heading` is the nearest heading, caption or short paragraph above.
    `continues` tells, before stitching, how it goes on with the table before it; None where the source does not say.
    Raises MalformedTable where cells overlap or leave the grid.
    """

    cells: tuple[Cell, ...]
    n_rows: int
    n_columns: int
    header_rows: int = 0
    heading: str | None = None
    fragments: tuple[Fragment, ...] = ()
    number: int = 0
    nested_in: int | None = None
    continues: Continuation | None = None

    def __post_init__(self) -> None:
        taken: set[tuple[int, int]] = set()
        for cell in self.cells:
            if cell.row_span < 1 or cell.column_span < 1 or cell.row < 0 or cell.column < 0:
                raise MalformedTable(f"cell at row {cell.row}, column {cell.column} has no extent")
            if cell.row + cell.row_span > self.n_rows or cell.column + cell.column_span > self.n_columns:
                raise MalformedTable(f"cell at row {cell.row}, column {cell.column} leaves the grid")
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    if (row, column) in taken:
                        raise MalformedTable(f"two cells at row {row}, column {column}")
                    taken.add((row, column))

    @property
    def pages(self) -> tuple[int, ...]:
        """Pages that the table stands on, in order."""
        return tuple(sorted({page for cell in self.cells for page in cell.pages}))

    def grid(self) -> list[list[Cell | None]]:
        """Return rows of columns, each holding the cell that covers it; None where no cell does."""
        rows: list[list[Cell | None]] = [[None] * self.n_columns for _ in range(self.n_rows)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    rows[row][column] = cell
        return rows


class BlockKind(enum.StrEnum):
    """What a block outside tables is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TITLE = "title"  # the document's own title: <title>, core properties, a Title style
    NOTE = "note"  # a footnote or endnote, with its printed number as marker
    FURNITURE = "furniture"  # running headers and footers, page numbers, navigation: kept aside, never dropped


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item outside tables.

    `level` is 1 to 9 for headings and counts from 1 for the depth of a list item; 0 for a paragraph. `marker` is
    the printed number or bullet of a list item or numbered paragraph ("4.7", "a)", "•"), taken off `text`. `lead`
    counts the characters in bold that the text begins with where it goes on in other type, else 0.
    """

    kind: BlockKind
    text: str
    level: int = 0
    marker: str | None = None
    bold: bool = False
    struck: tuple[tuple[int, int], ...] = ()
    locator: Locator = field(default_factory=Locator)
    lead: int = 0

    @property
    def is_aside(self) -> bool:
        """Whether it stands beside the text: a page's furniture, or a note."""
        return self.kind in (BlockKind.FURNITURE, BlockKind.NOTE)


@dataclass(frozen=True, slots=True)
class PageSize:
    """A displayed page's size in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What one parser found in the bytes, in reading order, before fragments are joined."""

    content: tuple[Table | Block, ...]
    page_sizes: tuple[PageSize, ...] = ()
    n_pages: int | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Which bytes were read. `sha256` is lower-case hex."""

    path: str
    sha256: str
    media_type: str
    size: int
    n_pages: int | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that a document shows: tables and blocks in reading order. Holds no page objects."""

    source: Source
    content: tuple[Table | Block, ...]
    page_sizes: tuple[PageSize, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in reading order, numbered from 0."""
        return tuple(item for item in self.content if isinstance(item, Table))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks outside tables, in reading order."""
        return tuple(item for item in self.content if isinstance(item, Block))
