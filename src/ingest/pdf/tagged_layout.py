"""Tagged rows and cells, gathered over the pages, laid out as one grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.pdf.tags import MOST_SPAN, Path, TableTag
from ingest.pdf.words import Word
from ingest.values import value

FEWEST_CELLS = 2  # of a row from which it is seen that others of its cells are empty
BAND_SLACK = 1.0  # points by which a text may reach into a column that it does not stand in
MOST_CELLS = 200_000  # slots of one table


@dataclass(slots=True)
class TaggedCell:
    """A cell as tagged, with its words on each page, in the reading frame of the page."""

    is_heading: bool
    row_span: int
    column_span: int
    words: dict[int, list[Word]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class TaggedRow:
    """A row with its cells by their places among its children; `n_children` counts those without content too."""

    path: Path
    n_children: int
    in_head: bool
    cells: dict[int, TaggedCell] = field(default_factory=dict)

    @property
    def n_unseen(self) -> int:
        """How many children have no content: empty cells, or no cells at all."""
        return self.n_children - len(self.cells)


@value
class LaidCell:
    """A cell in its place; `words` by page; `seen` tells that it has content on some page."""

    row: int
    column: int
    row_span: int
    column_span: int
    is_heading: bool
    seen: bool
    words: Mapping[int, Sequence[Word]]

    @property
    def row_after(self) -> int:
        """The row below the cell."""
        return self.row + self.row_span

    @property
    def column_after(self) -> int:
        """The column to the right of the cell."""
        return self.column + self.column_span


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as one grid over all of its pages; `by_place` tells that cells were put where their words stand.

    `by_row` has the cells that cover each row, `by_page` those with words on each page.
    """

    cells: tuple[LaidCell, ...]
    n_rows: int
    n_columns: int
    head_rows: int
    by_place: bool
    by_row: Mapping[int, Sequence[LaidCell]]
    by_page: Mapping[int, Sequence[LaidCell]]

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages that the table has words on, in order."""
        return tuple(sorted(self.by_page))


def words_by_content(words: Sequence[Word]) -> dict[int, list[Word]]:
    """Return the words of a page by the marked content that they belong to."""
    found: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        found[word.content].append(word)
    return found


def gathered(parts: Iterable[tuple[int, TableTag, Mapping[int, Sequence[Word]]]]) -> list[TaggedRow]:
    """Return the rows of one Table element out of its parts: a page's number, its tag, the page's words by content."""
    rows: dict[Path, TaggedRow] = {}
    for page, table, words in parts:
        for tag in table.rows:
            row = rows.setdefault(tag.path, TaggedRow(tag.path, tag.n_children, tag.in_head))
            for cell_tag in tag.cells:
                cell = row.cells.setdefault(
                    cell_tag.path[-1], TaggedCell(cell_tag.is_heading, cell_tag.row_span, cell_tag.column_span)
                )
                for content in cell_tag.contents:
                    cell.words[page] += words.get(content, ())
    return [rows[path] for path in sorted(rows)]


def layouts(rows: Sequence[TaggedRow]) -> Iterator[Layout]:
    """Yield the ways in which tagged rows may be laid out as a full grid, the likeliest first.

    What has no content PDFium does not tell of: an unseen child of a row may be an empty cell or none, an unseen
    sibling of a row an empty row or none, and the spans of an empty cell are unknown. So each is tried; where none
    fills the grid, cells are put in the columns that their words stand in.
    """
    for with_cells in (True, False):
        for with_rows in (True, False):
            laid = _laid(_with_unseen(rows) if with_rows else list(rows), with_cells=with_cells)
            if laid is not None and _is_full(laid):
                yield _compressed(laid, rows)
    banded = _banded(list(rows))
    if banded is not None:
        yield _compressed(banded, rows, by_place=True)


def has_lawful_spans(rows: Sequence[TaggedRow]) -> bool:
    """Tell whether each cell states spans that a table can have."""
    return all(
        1 <= span <= MOST_SPAN
        for row in rows
        for cell in row.cells.values()
        for span in (cell.row_span, cell.column_span)
    )


@dataclass(slots=True)
class _Grid:
    """Cells being laid out: which stands where, and the slots that are taken."""

    rows: list[TaggedRow | None]
    cells: list[LaidCell] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)

    def put(self, row: int, column: int, cell: TaggedCell | None, column_span: int = 1) -> bool:
        """Put a cell, None for an empty one, in its place; return whether the place was free."""
        high = cell.row_span if cell else 1
        if row + high > len(self.rows):
            return False
        slots = {(r, c) for r in range(row, row + high) for c in range(column, column + column_span)}
        if slots & self.taken or len(self.taken) > MOST_CELLS:
            return False
        self.taken |= slots
        words = {page: tuple(found) for page, found in cell.words.items()} if cell else {}
        self.cells.append(
            LaidCell(row, column, high, column_span, bool(cell and cell.is_heading), cell is not None, words)
        )
        return True

    @property
    def n_columns(self) -> int:
        return max((c for _, c in self.taken), default=-1) + 1


def _with_unseen(rows: Sequence[TaggedRow]) -> list[TaggedRow | None]:
    """Return the rows with None for each sibling between them that has no content."""
    found: list[TaggedRow | None] = []
    before: Path | None = None
    for row in rows:
        if before is not None and before[:-1] == row.path[:-1]:
            found += [None] * min(row.path[-1] - before[-1] - 1, MOST_SPAN)
        found.append(row)
        before = row.path
    return found


def _laid(rows: Sequence[TaggedRow | None], *, with_cells: bool) -> _Grid | None:
    """Return the cells each in the first free place of its row, as HTML lays out its tables; None where they clash."""
    grid = _Grid(list(rows))
    for r, row in enumerate(rows):
        column = 0
        for i in range(row.n_children if row else 0):
            cell = row.cells.get(i) if row else None
            if cell is None and not with_cells:
                continue
            while (r, column) in grid.taken:
                column += 1
            wide = cell.column_span if cell else 1
            if not grid.put(r, column, cell, wide):
                return None
            column += wide
    return grid


def _is_full(grid: _Grid) -> bool:
    wide = grid.n_columns
    return all((r, c) in grid.taken for r, row in enumerate(grid.rows) if row is not None for c in range(wide))


def _banded(rows: list[TaggedRow]) -> _Grid | None:
    """Return the cells laid out by the columns that their words stand in; None where they stand in none of their own.

    It serves rows with empty cells, which Chromium leaves out of the tree, and whose spans PDFium does not tell. A row
    of one cell that nothing else explains may as well be a merged cell without its span: it is left to geometry.
    """
    plain = _laid(rows, with_cells=False)
    if plain is None:
        return None
    wide = plain.n_columns
    n_taken = [sum((r, c) in plain.taken for c in range(wide)) for r in range(len(rows))]
    if any(n < wide and len(row.cells) < FEWEST_CELLS > row.n_children for n, row in zip(n_taken, rows, strict=True)):
        return None
    bands: dict[int, tuple[float, float]] = {}
    for laid in plain.cells:
        if laid.column_span == 1 and n_taken[laid.row] == wide and (reach := _reach(laid.words)):
            band = bands.get(laid.column, reach)
            bands[laid.column] = (min(band[0], reach[0]), max(band[1], reach[1]))
    grid = _Grid(list(rows))
    for r, row in enumerate(rows):
        for i in sorted(row.cells):
            cell = row.cells[i]
            reach = _reach(cell.words)
            inside = [c for c, (a, b) in bands.items() if reach and min(b, reach[1]) - max(a, reach[0]) > BAND_SLACK]
            at = min(inside, default=None)
            if at is None or max(inside) >= at + cell.column_span or at + cell.column_span > wide:
                return None
            if not grid.put(r, at, cell, cell.column_span):
                return None
    for r in range(len(rows)):
        for c in range(wide):
            if (r, c) not in grid.taken:
                grid.put(r, c, None)
    return grid


def _reach(words: Mapping[int, Sequence[Word]]) -> tuple[float, float] | None:
    boxes = [word.box for found in words.values() for word in found]
    return (min(box.x0 for box in boxes), max(box.x1 for box in boxes)) if boxes else None


def _compressed(grid: _Grid, rows: Sequence[TaggedRow], *, by_place: bool = False) -> Layout:
    """Return the layout without the rows and columns that have no content on any page."""
    kept = sorted({cell.column for cell in grid.cells if cell.seen} | {0})
    row_at = _counts([row is not None for row in grid.rows])
    column_at = _counts([column in kept for column in range(grid.n_columns)])
    cells = tuple(
        LaidCell(
            row_at[cell.row],
            column_at[cell.column],
            row_at[cell.row_after] - row_at[cell.row],
            column_at[cell.column_after] - column_at[cell.column],
            cell.is_heading,
            cell.seen,
            cell.words,
        )
        for cell in grid.cells
        if row_at[cell.row_after] > row_at[cell.row] and column_at[cell.column_after] > column_at[cell.column]
    )
    by_row: dict[int, list[LaidCell]] = defaultdict(list)
    by_page: dict[int, list[LaidCell]] = defaultdict(list)
    for cell in cells:
        for row in range(cell.row, cell.row_after):
            by_row[row].append(cell)
        for page, words in cell.words.items():
            if words:
                by_page[page].append(cell)
    return Layout(cells, row_at[-1], column_at[-1], _head_rows(by_row, rows), by_place, by_row, by_page)


def _counts(kept: Sequence[bool]) -> list[int]:
    """Return how many of those before each place, and before the end, are kept."""
    counts = [0]
    for keep in kept:
        counts.append(counts[-1] + keep)
    return counts


def _head_rows(by_row: Mapping[int, Sequence[LaidCell]], rows: Sequence[TaggedRow]) -> int:
    """Return how many leading rows stand in a THead or hold headings of columns alone; 0 where all do."""
    head = 0
    for r, row in enumerate(rows):
        own = [cell for cell in by_row.get(r, ()) if cell.row == r and any(cell.words.values())]
        if not (row.in_head or (own and all(cell.is_heading for cell in own))):
            break
        head = r + 1
    while any(cell.row < head for cell in by_row.get(head, ())):
        head += 1
    return 0 if head == len(rows) else head
