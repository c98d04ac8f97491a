"""Tables of a web page: row groups, spans, headings, colours, and tables that are layout only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bs4 import Tag

from ingest.colour import as_fill
from ingest.errors import DamagedDocument
from ingest.grid import Grid, Placed, Spanning, place
from ingest.html_lines import Lines, collect_lines
from ingest.html_parts import Rows, is_heading_cell
from ingest.html_style import Styles
from ingest.model import Cell, Issue, IssueCode, Locator, Severity, Table
from ingest.textruns import RunLook, flow

MAX_ROWSPAN = 65_534  # HTML §4.9.11
LAYOUT_SHARE = 0.5  # of a table's text in tables nested in it, from which the outer one is layout
MAX_PLACES = 4_000_000  # rows by columns of a table, filled or not
FEWEST_LINKS, MOST_LINKS, MENU_SHARE = 3, 500, 0.8  # of links, and of a menu's text that is linked
FEWEST_LABELS = 2
LONGEST_HIDDEN = 500  # characters of a table's hidden text that its issue quotes
_LABELS = ("data-label", "data-title", "data-th", "data-heading", "data-header", "data-column")
_FILLED = frozenset({"tr", "thead", "tbody", "tfoot", "row", "rowgroup"})
_PAGE_HEADINGS = ["h1", "h2", "h3"]
_BLOCKS = ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "hr"]


@dataclass(slots=True)
class PathFinder:
    """Paths from the root by element name and position, as XPath counts; siblings are counted once per parent."""

    counted: dict[int, dict[int, int]] = field(default_factory=dict)
    known: dict[int, str] = field(default_factory=dict)

    def path(self, element: Tag) -> str:
        """Return a path such as /html/body/table[1]/tr[2]/td[3] that leads to the element alone."""
        if id(element) not in self.known:
            parent = element.parent
            if parent is None or parent.name == "[document]":
                self.known[id(element)] = f"/{element.name}"
            else:
                here = f"{element.name}[{self._position(parent, element)}]"
                self.known[id(element)] = f"{self.path(parent)}/{here}"
        return self.known[id(element)]

    def _position(self, parent: Tag, element: Tag) -> int:
        if id(parent) not in self.counted:
            seen: dict[str, int] = {}
            positions = self.counted[id(parent)] = {}
            for child in parent.children:
                if isinstance(child, Tag):
                    seen[child.name] = positions[id(child)] = seen.get(child.name, 0) + 1
        return self.counted[id(parent)][id(element)]


def is_layout(table: Tag, rows: Rows) -> bool:
    """Tell whether a table only arranges the page.

    It says so by its role; or it has neither heading cells nor a caption, and is a frame around one cell of blocks,
    a single row that holds a page's headings or its menu, a single row or column around nested tables, or its nested
    tables hold most of its text.
    """
    if str(table.get("role") or "").casefold() in {"presentation", "none"}:
        return True
    cells = [cell for row in rows.rows for cell in row.cells]
    if len(cells) <= 1:
        return not cells or cells[0].find(_BLOCKS) is not None
    if rows.captions or any(is_heading_cell(cell) for cell in cells):
        return False
    nested = [cell for cell in cells if cell.find("table") is not None]
    single = len(rows.rows) <= 1
    if single or (nested and all(len(row.cells) <= 1 for row in rows.rows)):
        return bool(nested) or any(cell.find(_PAGE_HEADINGS) is not None or is_menu(cell) for cell in cells)
    if table.find("h1") is not None:
        return True
    inside = sum(len(inner.get_text(strip=True)) for cell in nested for inner in _outermost(cell))
    return inside > LAYOUT_SHARE * len(table.get_text(strip=True)) if inside else False


def _outermost(cell: Tag) -> list[Tag]:
    around = cell.find_parent("table")
    return [inner for inner in cell.find_all("table") if inner.find_parent("table") is around]


def is_menu(cell: Tag) -> bool:
    """Tell whether a cell of a layout table holds links and hardly anything else."""
    links = cell.find_all("a", limit=MOST_LINKS)
    if len(links) < FEWEST_LINKS or cell.find(["table", *_PAGE_HEADINGS]) is not None:
        return False
    linked = sum(len(link.get_text(strip=True)) for link in links)
    return linked >= MENU_SHARE * len(cell.get_text(strip=True))


def read_table(
    rows: Rows, styles: Styles, paths: PathFinder, locator: Locator, nested_in: int | None
) -> tuple[Table, list[Tag], list[Issue]]:
    """Return a data table, the tables nested in its cells, and issues. `locator` says where the table stands.

    Raises DamagedDocument where its rows and columns are more than any plan has.
    """
    grid = place(_spanning_rows(rows))
    if grid.n_rows * grid.n_columns > MAX_PLACES:
        raise DamagedDocument(f"a table of {grid.n_rows:,} rows and {grid.n_columns:,} columns is beyond any plan")
    nested: list[Tag] = []
    n_head = _n_head(rows, grid)
    named = _named_as_headers(rows)
    looks: dict[int, RunLook] = {}
    hidden = [" ".join(cell.get_text(" ").split()) for cell in rows.hidden_cells]
    cells = tuple(_read_cell(placed, n_head, styles, paths, nested, hidden, looks, named) for placed in grid.cells)
    issues = []
    texts = "; ".join(dict.fromkeys(filter(None, hidden)))
    if texts:
        message = f"text in the table that the page hides is left out: {texts[:LONGEST_HIDDEN]}"
        issues.append(Issue(IssueCode.HIDDEN, Severity.INFO, message, locator))
    if grid.clipped:
        message = f"{grid.clipped} cells of a table reach into others or out of it and were cut to fit"
        issues.append(Issue(IssueCode.RAGGED_TABLE, Severity.INFO, message, locator))
    made = Table(cells, grid.n_rows, grid.n_columns, n_head, number=locator.table or 0, nested_in=nested_in)
    return (_with_labels(made, grid, paths) if not n_head else made), nested, issues


def _with_labels(table: Table, grid: Grid[Tag], paths: PathFinder) -> Table:
    """Return a table with a row of headings where each of its cells carries its heading as an attribute.

    Pages made for small screens do so (`data-label`), and may have no heading row at all.
    """
    labels: dict[int, tuple[str, str]] = {}
    for placed in grid.cells:
        name = next((name for name in _LABELS if placed.content.get(name)), None)
        if name is None or placed.column_span > 1:
            return table
        label = " ".join(str(placed.content[name]).split()).rstrip(": ")
        path = f"{paths.path(placed.content)}/@{name}"
        if labels.setdefault(placed.column, (label, path))[0] != label:
            return table
    first = [cell.text for cell in table.cells if cell.row == 0]
    if len(set(labels.values())) < FEWEST_LABELS or first == [label for label, _ in labels.values()]:
        return table
    head = tuple(
        Cell(0, column, label, is_heading=True, parts=(Locator(path=path),)) for column, (label, path) in labels.items()
    )
    moved = tuple(replace(cell, row=cell.row + 1) for cell in table.cells)
    return replace(table, cells=head + moved, n_rows=table.n_rows + 1, header_rows=1)


def _named_as_headers(rows: Rows) -> frozenset[str]:
    """Return the identities that the cells of a table name as their headers."""
    written = [cell.get("headers") or "" for row in rows.rows for cell in row.cells]
    return frozenset(name for names in written for name in (names.split() if isinstance(names, str) else names))


def _spanning_rows(rows: Rows) -> list[list[Spanning[Tag]]]:
    """Return the rows' cells with their spans; a rowspan ends with its row group, and 0 reaches there."""
    spanning = []
    left = [1] * len(rows.rows)
    for at in range(len(rows.rows) - 2, -1, -1):
        if rows.rows[at].group is rows.rows[at + 1].group:
            left[at] = left[at + 1] + 1
    for row, reach in zip(rows.rows, left, strict=True):
        spanning.append(
            [Spanning(c, _span(c, "colspan", 1), min(_span(c, "rowspan", reach), reach)) for c in row.cells]
        )
    return spanning


def _span(cell: Tag, attribute: str, of_zero: int) -> int:
    """Return a span by the rules for whole numbers of HTML: leading digits count, anything else is 1."""
    written = str(cell.get(attribute) or cell.get(f"aria-{attribute}") or "1").strip()[:20]
    digits = ""
    for character in written.removeprefix("+"):
        if not ("0" <= character <= "9"):
            break
        digits += character
    value = min(int(digits[:6]), MAX_ROWSPAN) if digits else 1
    return value if value else of_zero


def _n_head(rows: Rows, grid: Grid[Tag]) -> int:
    """Return how many leading rows of the grid the source marks as headings: in thead, or of heading cells alone."""
    n_head = sum(1 for source in grid.kept_rows if source < rows.n_head)
    if n_head:
        return n_head if n_head < grid.n_rows else 0
    for source in grid.kept_rows:
        cells = rows.rows[source].cells
        if not all(is_heading_cell(cell) for cell in cells) or len(cells) < 2:
            break
        n_head += 1
    return n_head if n_head < grid.n_rows else 0


def _read_cell(
    placed: Placed[Tag],
    n_head: int,
    styles: Styles,
    paths: PathFinder,
    nested: list[Tag],
    hidden: list[str],
    looks: dict[int, RunLook],
    named: frozenset[str],
) -> Cell:
    element = placed.content
    lines = Lines(is_cell=True)
    collect_lines(element, styles.look(element, _look_around(element, styles, looks)), styles, lines, nested)
    flowed = flow(lines.take())
    hidden += lines.hidden
    fill = _fill(element, styles)
    return Cell(
        row=placed.row,
        column=placed.column,
        text=flowed.text or " ".join(dict.fromkeys(filter(None, lines.spare))),
        row_span=placed.row_span,
        column_span=placed.column_span,
        fill=as_fill(fill) if fill else flowed.back or as_fill(lines.dot),
        ink=flowed.ink,
        struck=flowed.struck,
        bold=flowed.bold,
        is_heading=placed.row < n_head or _heads_column(element, named),
        changed=lines.changed,
        parts=(Locator(path=paths.path(element)),),
    )


def _heads_column(element: Tag, named: frozenset[str]) -> bool:
    """Tell whether a heading cell says that it heads a column, or cells name it as theirs and it heads no row."""
    if not is_heading_cell(element):
        return False
    scope = str(element.get("scope") or "").casefold()
    if scope in {"col", "colgroup"} or str(element.get("role") or "") == "columnheader":
        return True
    return not scope and str(element.get("id") or "") in named and element.find_next_sibling("td") is None


def _look_around(element: Tag, styles: Styles, looks: dict[int, RunLook]) -> RunLook:
    """Return the look that a cell inherits from its row, group, table and the elements around it."""
    parent = element.parent
    if parent is None:
        return RunLook()
    if id(parent) not in looks:
        look = RunLook()
        for around in reversed(list(element.parents)):
            if around.name != "[document]":
                look = styles.look(around, look)
        looks[id(parent)] = replace(look, back=None, hidden=False)
    return looks[id(parent)]


def _fill(cell: Tag, styles: Styles) -> str | None:
    """Return the fill of a cell, else of its row or row group: a browser paints them in that order."""
    for element in (cell, cell.parent, cell.parent.parent if cell.parent is not None else None):
        if isinstance(element, Tag) and (element is cell or element.name in _FILLED or element.get("role") in _FILLED):
            fill = styles.fill(element)
            if fill:
                return fill
    return None
