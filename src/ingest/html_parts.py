"""What the elements of a web page are to a table: rows, cells and groups, by name, by ARIA role or by CSS display.

Browsers repair tables that are written wrongly; what they show is read here too: cells without a row, rows inside a
cell that was not closed, text between cells, which browsers show before the table (HTML §13.2.6.1, foster parenting).
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from ingest.html_furniture import UNSHOWN
from ingest.html_style import Styles

FEWEST_COLUMNS = 3  # of rows that only their classes tell; two blocks side by side are a page's layout
FEWEST_ROWS = 3
MAX_TRACKS = 50  # columns of a CSS grid


class Part(enum.Enum):
    """What an element is to a table."""

    TABLE = enum.auto()
    CAPTION = enum.auto()
    HEAD = enum.auto()
    BODY = enum.auto()
    FOOT = enum.auto()
    ROW = enum.auto()
    CELL = enum.auto()
    NOTHING = enum.auto()  # col and colgroup
    OTHER = enum.auto()


class Kind(enum.Enum):
    """How a table tells its parts."""

    NAMES = enum.auto()
    ROLES = enum.auto()
    DISPLAY = enum.auto()


_NAMES = {
    "table": Part.TABLE,
    "caption": Part.CAPTION,
    "thead": Part.HEAD,
    "tbody": Part.BODY,
    "tfoot": Part.FOOT,
    "tr": Part.ROW,
    "td": Part.CELL,
    "th": Part.CELL,
    "col": Part.NOTHING,
    "colgroup": Part.NOTHING,
}
# WAI-ARIA 1.2 §5.4: the roles of tables and grids
_ROLES = {
    "table": Part.TABLE,
    "grid": Part.TABLE,
    "treegrid": Part.TABLE,
    "caption": Part.CAPTION,
    "rowgroup": Part.BODY,
    "row": Part.ROW,
    "cell": Part.CELL,
    "gridcell": Part.CELL,
    "columnheader": Part.CELL,
    "rowheader": Part.CELL,
}
# CSS 2.2 §17.2: elements that are drawn as parts of a table
_DISPLAY = {
    "table": Part.TABLE,
    "inline-table": Part.TABLE,
    "table-caption": Part.CAPTION,
    "table-header-group": Part.HEAD,
    "table-row-group": Part.BODY,
    "table-footer-group": Part.FOOT,
    "table-row": Part.ROW,
    "table-cell": Part.CELL,
}
_HEADING_ROLES = frozenset({"columnheader", "rowheader"})
_PARTS_BY_NAME = frozenset({"tr", "td", "th", "thead", "tbody", "tfoot", "caption"})
_ROW_WORDS = frozenset({"row", "tr", "line", "record"})
_CELL_WORDS = frozenset({"cell", "col", "column", "td", "th", "field"})
_HEAD_WORDS = frozenset({"head", "header", "headers", "heading", "headings", "th", "thead", "title", "titles"})
_BLOCKS_IN_CARDS = ["h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article"]


@dataclass(slots=True)
class Row:
    """A row: its element, the cells of its own, the group around it, and whether its source puts it in the head."""

    element: Tag
    group: Tag | None = None
    part: Part = Part.BODY
    cells: list[Tag] = field(default_factory=list)


@dataclass(slots=True)
class Rows:
    """A table's own rows in the order of display, and what stands in it outside its cells.

    `loose` is shown before the table, `after` after it; `hidden` rows and `hidden_cells` of other rows are not shown.
    """

    rows: list[Row] = field(default_factory=list)
    n_head: int = 0
    loose: list[PageElement] = field(default_factory=list)
    after: list[Tag] = field(default_factory=list)
    captions: list[Tag] = field(default_factory=list)
    hidden: list[Tag] = field(default_factory=list)
    hidden_cells: list[Tag] = field(default_factory=list)


def kind_of(element: Tag, styles: Styles) -> Kind | None:
    """Return how an element tells that it is a table; None where it does not."""
    if element.name == "table":
        return Kind.NAMES
    role = element.get("role")
    if role and _ROLES.get(str(role).casefold()) is Part.TABLE:
        return Kind.ROLES
    if _DISPLAY.get(styles.of(element).get("display", "")) is Part.TABLE:
        return Kind.DISPLAY
    return None


def is_heading_cell(cell: Tag) -> bool:
    """Tell whether the source calls a cell a heading."""
    return cell.name == "th" or str(cell.get("role") or "") in _HEADING_ROLES


def own_rows(table: Tag, styles: Styles, kind: Kind = Kind.NAMES) -> Rows:
    """Return the rows of a table itself, head first and foot last as browsers show them.

    Rows that are not displayed are left out, but a head is kept where no other heading stands: pages for small
    screens hide it and print its labels in each cell.
    """
    gatherer = _Gatherer(styles, kind)
    gatherer.visit(table, None, Part.BODY, inside=False)
    found = gatherer.found
    heads = [row for row in gatherer.rows if row.part is Part.HEAD]
    first = heads[0].group if heads else None
    head = [row for row in heads if row.group is first]
    if not head and gatherer.hidden_head and not _opens_with_headings(gatherer.rows):
        head = gatherer.hidden_head
    else:
        found.hidden += [row.element for row in gatherer.hidden_head]
    body = [row for row in gatherer.rows if row.part is not Part.FOOT and not (row.part is Part.HEAD and row in head)]
    foot = [row for row in gatherer.rows if row.part is Part.FOOT]
    found.rows, found.n_head = [*head, *body, *foot], len(head)
    return found


def _opens_with_headings(rows: list[Row]) -> bool:
    return bool(rows) and bool(rows[0].cells) and all(is_heading_cell(cell) for cell in rows[0].cells)


class _Gatherer:
    """Gathers the rows and cells of one table, in the order of the source."""

    def __init__(self, styles: Styles, kind: Kind) -> None:
        self.styles = styles
        self.kind = kind
        self.found = Rows()
        self.rows: list[Row] = []
        self.hidden_head: list[Row] = []
        self.row: Row | None = None

    def visit(self, element: Tag, group: Tag | None, part: Part, *, inside: bool) -> None:
        """Gather from the children of an element; `inside` a cell only rows and cells that stand there wrongly."""
        for child in element.children:
            if isinstance(child, Tag):
                self._child(child, group, part, inside=inside)
            elif not inside and _is_text(child):
                self.found.loose.append(child)

    def _child(self, child: Tag, group: Tag | None, part: Part, *, inside: bool) -> None:
        is_a = self._part(child)
        if is_a is Part.ROW:
            self._row(child, group, part)
        elif is_a is Part.CELL:
            self._cell(child, group, part)
        elif is_a is Part.TABLE or is_a is Part.NOTHING or child.name in UNSHOWN:
            if is_a is Part.TABLE and not inside:
                self.found.after.append(child)
        elif inside:
            if self.kind is Kind.NAMES and _holds_named(child):
                self.visit(child, group, part, inside=True)
        elif is_a is Part.CAPTION:
            self.found.captions.append(child)
        elif is_a is not Part.OTHER:
            self.visit(child, child, is_a, inside=False)
        elif self._holds_parts(child):
            self.visit(child, group, part, inside=False)
        elif not self.styles.is_hidden(child):
            self.found.loose.append(child)

    def _row(self, child: Tag, group: Tag | None, part: Part) -> None:
        row = Row(child, group, part)
        if self.styles.is_hidden(child) or (group is not None and self.styles.is_hidden(group)):
            if part is Part.HEAD:
                self.hidden_head.append(row)
            else:
                self.found.hidden.append(child)
        else:
            self.rows.append(row)  # before rows inside it, which are there because a cell was not closed
        self.row = row
        self.visit(child, group, part, inside=False)
        self.row = None

    def _cell(self, child: Tag, group: Tag | None, part: Part) -> None:
        if self.row is None and self.rows and child.find_parent("tr") is self.rows[-1].element:
            self.row = self.rows[-1]
        if self.row is None:  # a cell without a row begins one
            self.row = Row(child.parent or child, group, part)
            self.rows.append(self.row)
        if not self.styles.is_hidden(child) or self.styles.is_hidden(self.row.element):
            self.row.cells.append(child)
        else:
            self.found.hidden_cells.append(child)
        if self.kind is Kind.NAMES and _holds_named(child):
            row = self.row
            self.visit(child, group, part, inside=True)
            self.row = self.row if self.row is not None else row

    def _part(self, element: Tag) -> Part:
        if self.kind is Kind.NAMES or element.name == "table":
            return _NAMES.get(element.name, Part.OTHER)
        if self.kind is Kind.ROLES:
            return _ROLES.get(str(element.get("role") or "").casefold(), Part.OTHER)
        return _DISPLAY.get(self.styles.of(element).get("display", ""), Part.OTHER)

    def _holds_parts(self, element: Tag) -> bool:
        if self.kind is Kind.NAMES:
            return _holds_named(element)
        return any(self._part(each) in {Part.ROW, Part.CELL} for each in element.find_all(True))


def _holds_named(element: Tag) -> bool:
    return any(isinstance(each, Tag) and each.name in _PARTS_BY_NAME for each in element.descendants)


def _is_text(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString) and bool(node.strip())


def rows_by_class(element: Tag, styles: Styles) -> Rows | None:
    """Return the rows of a table made of blocks alone; None where the evidence is not firm.

    Either the element is a CSS grid whose children fill its tracks, or its children are alike in class and number of
    parts and their classes speak of rows and cells. The first row must be told as one of headings, and no cell may
    hold what a card holds: a heading, a section.
    """
    children = [child for child in element.children if isinstance(child, Tag) and child.name not in UNSHOWN]
    if len(children) < FEWEST_ROWS or any(map(_is_text, element.children)):
        return None
    rows = _rows_of_tracks(element, children, styles) or _rows_of_classes(children)
    if not rows or element.find(_BLOCKS_IN_CARDS) is not None or not _first_tells_headings(rows):
        return None
    return Rows([Row(row[0].parent or element, element, cells=row) for row in rows], 1)


def _rows_of_tracks(element: Tag, children: list[Tag], styles: Styles) -> list[list[Tag]] | None:
    style = styles.of(element)
    if style.get("display") not in {"grid", "inline-grid"}:
        return None
    n = _tracks(style)
    if n < FEWEST_COLUMNS or len(children) % n or len(children) < FEWEST_ROWS * n:
        return None
    return [children[at : at + n] for at in range(0, len(children), n)]


def _tracks(style: Mapping[str, str]) -> int:
    """Return the number of columns that a CSS grid declares; 0 where it is left to the width of the page."""
    written = style.get("grid-template-columns", "")
    if "auto-fi" in written or "var(" in written:
        return 0
    repeated = re.fullmatch(r"repeat\(\s*(\d{1,3})\s*,[^()]*(?:\([^()]*\))?[^()]*\)", written)
    if repeated:
        return min(int(repeated[1]), MAX_TRACKS)
    return min(len(re.sub(r"\([^()]*\)|\[[^\]]*\]", "", written).split()), MAX_TRACKS)


def _rows_of_classes(children: list[Tag]) -> list[list[Tag]] | None:
    cells = [[part for part in child.children if isinstance(part, Tag)] for child in children]
    n = len(cells[0])
    if n < FEWEST_COLUMNS or any(len(row) != n for row in cells):
        return None
    if len({_words(child) - _HEAD_WORDS for child in children[1:]}) > 2:  # zebra rows are of two classes
        return None
    says_rows = all(_words(child) & (_ROW_WORDS | _HEAD_WORDS) for child in children)
    says_cells = all(_words(cell) & (_CELL_WORDS | _HEAD_WORDS) for row in cells for cell in row)
    return cells if says_rows and (says_cells or _words(children[0]) & _HEAD_WORDS) else None


def _first_tells_headings(rows: list[list[Tag]]) -> bool:
    """Tell whether the first row, and no other, is named as headings or set in bold."""
    told = [
        bool(_words(row[0].parent) & _HEAD_WORDS if row[0].parent is not rows[-1][0].parent else False)
        or all(_words(cell) & _HEAD_WORDS or cell.find(["b", "strong"]) or cell.name in {"b", "strong"} for cell in row)
        for row in rows
    ]
    return told[0] and not any(told[1:])


def _words(element: Tag | None) -> frozenset[str]:
    if element is None:
        return frozenset()
    written: str | list[str] = element.get("class") or ""
    joined = written if isinstance(written, str) else " ".join(written)
    return frozenset(filter(None, re.split(r"[^a-z0-9]+", joined[:500].casefold())))
