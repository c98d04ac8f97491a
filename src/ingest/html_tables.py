"""Tables of a web page: row groups, spans, headings, colours, and tables that are layout only."""

from __future__ import annotations

from dataclasses import dataclass, field

from bs4 import Tag

from ingest.colour import as_fill
from ingest.grid import Grid, Placed, Spanning, place
from ingest.html_lines import Lines, collect_lines
from ingest.html_style import Look, Styles
from ingest.model import Cell, Issue, IssueCode, Locator, Severity, Table
from ingest.textruns import flow

MAX_ROWSPAN = 65_534  # HTML §4.9.11
LAYOUT_SHARE = 0.5  # of a table's text in tables nested in it, from which the outer one is layout
_GROUPS = frozenset({"thead", "tbody", "tfoot"})


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


@dataclass(frozen=True, slots=True)
class Rows:
    """A table's own rows in the order of display, and the number that the source puts in its head."""

    rows: tuple[Tag, ...]
    n_head: int = 0


def own_rows(table: Tag, styles: Styles) -> Rows:
    """Return the rows of a table itself, head first and foot last as browsers show them, without hidden ones."""
    head: list[Tag] = []
    body: list[Tag] = []
    foot: list[Tag] = []
    first_head = next((group for group in table.find_all("thead") if group.find_parent("table") is table), None)
    for row in table.find_all("tr"):
        if row.find_parent("table") is not table or styles.is_hidden(row):
            continue
        group = row.parent
        if group is not None and group is first_head:
            head.append(row)
        elif group is not None and group.name == "tfoot":
            foot.append(row)
        else:
            body.append(row)
    return Rows((*head, *body, *foot), len(head))


def own_cells(row: Tag) -> list[Tag]:
    """Return the cells of a row itself."""
    return [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]


def is_layout(table: Tag, rows: Rows) -> bool:
    """Tell whether a table only arranges the page.

    It says so by its role; or it has neither heading cells nor a caption, and tables nested in it hold most of
    its text, or it is a single row or column around them.
    """
    if str(table.get("role") or "").casefold() in {"presentation", "none"}:
        return True
    nested = [inner for inner in table.find_all("table") if inner.find_parent("table") is table]
    if not nested:
        return not any(own_cells(row) for row in rows.rows)
    if any(cell.name == "th" for row in rows.rows for cell in own_cells(row)):
        return False
    if len(rows.rows) <= 1 or all(len(own_cells(row)) <= 1 for row in rows.rows):
        return True
    inside = sum(len(inner.get_text(strip=True)) for inner in nested)
    return inside > LAYOUT_SHARE * len(table.get_text(strip=True))


def read_table(
    table: Tag, rows: Rows, styles: Styles, paths: PathFinder, number: int, nested_in: int | None
) -> tuple[Table, list[Tag], list[Issue]]:
    """Return a data table, the tables nested in its cells, and issues."""
    grid = place(_spanning_rows(rows, styles))
    nested: list[Tag] = []
    n_head = _n_head(rows, grid)
    cells = tuple(_read_cell(placed, n_head, styles, paths, nested) for placed in grid.cells)
    issues = []
    if grid.clipped:
        message = f"{grid.clipped} cells of a table reach into others or out of it and were cut to fit"
        issues.append(
            Issue(IssueCode.RAGGED_TABLE, Severity.INFO, message, Locator(path=paths.path(table), table=number))
        )
    made = Table(cells, grid.n_rows, grid.n_columns, header_rows=n_head, number=number, nested_in=nested_in)
    return made, nested, issues


def _spanning_rows(rows: Rows, styles: Styles) -> list[list[Spanning[Tag]]]:
    """Return the rows' cells with their spans; a rowspan ends with its row group, and 0 reaches there."""
    spanning = []
    for at, row in enumerate(rows.rows):
        group = row.parent if row.parent is not None and row.parent.name in _GROUPS else None
        left = 1
        while at + left < len(rows.rows) and group is not None and rows.rows[at + left].parent is group:
            left += 1
        if group is None:
            left = len(rows.rows) - at
        spanning.append(
            [
                Spanning(cell, _span(cell, "colspan", 1), min(_span(cell, "rowspan", left), left))
                for cell in own_cells(row)
                if not styles.is_hidden(cell)
            ]
        )
    return spanning


def _span(cell: Tag, attribute: str, of_zero: int) -> int:
    """Return a span by the rules for whole numbers of HTML: leading digits count, anything else is 1."""
    written = str(cell.get(attribute) or "1").strip()
    digits = ""
    for character in written.lstrip("+"):
        if not ("0" <= character <= "9"):
            break
        digits += character
    value = min(int(digits[:6]), MAX_ROWSPAN) if digits else 1
    return value if value else of_zero


def _n_head(rows: Rows, grid: Grid[Tag]) -> int:
    """Return how many leading rows of the grid the source marks as headings: in thead, or of th alone."""
    n_head = sum(1 for source in grid.kept_rows if source < rows.n_head)
    if n_head:
        return n_head if n_head < grid.n_rows else 0
    for source in grid.kept_rows:
        cells = own_cells(rows.rows[source])
        if not all(cell.name == "th" for cell in cells) or len(cells) < 2:
            break
        n_head += 1
    return n_head if n_head < grid.n_rows else 0


def _read_cell(placed: Placed[Tag], n_head: int, styles: Styles, paths: PathFinder, nested: list[Tag]) -> Cell:
    element = placed.content
    lines = Lines()
    collect_lines(element, styles.look(element, _look_around(element, styles)), styles, lines, nested)
    flowed = flow(lines.take())
    fill = _fill(element, styles)
    scope = str(element.get("scope") or "").casefold()
    return Cell(
        row=placed.row,
        column=placed.column,
        text=flowed.text,
        row_span=placed.row_span,
        column_span=placed.column_span,
        fill=as_fill(fill) if fill else flowed.back,
        ink=flowed.ink,
        struck=flowed.struck,
        bold=flowed.bold,
        is_heading=placed.row < n_head or (element.name == "th" and scope in {"col", "colgroup"}),
        parts=(Locator(path=paths.path(element)),),
    )


def _look_around(element: Tag, styles: Styles) -> Look:
    """Return the look that a cell inherits from its row, group, table and the elements around it."""
    look = Look()
    for around in reversed(list(element.parents)):
        if around.name != "[document]":
            look = styles.look(around, look)
    return Look(look.bold, look.struck, look.ink, None)


def _fill(cell: Tag, styles: Styles) -> str | None:
    """Return the fill of a cell, else of its row or row group: a browser paints them in that order."""
    for element in (cell, cell.parent, cell.parent.parent if cell.parent is not None else None):
        if isinstance(element, Tag) and (element is cell or element.name in {"tr", *_GROUPS}):
            fill = styles.fill(element)
            if fill:
                return fill
    return None
