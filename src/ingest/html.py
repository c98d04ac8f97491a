"""Web pages: tables with their spans, the text around them in reading order, the site around the page set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from ingest.html_archive import page_of
from ingest.html_definitions import read_definitions
from ingest.html_furniture import UNSHOWN, is_furniture
from ingest.html_lines import BLOCKS, LISTS, Lines, collect_lines, list_marker
from ingest.html_marks import control_text, told_by_label
from ingest.html_page import deep_elements, is_tracked, open_page
from ingest.html_parts import Kind, Rows, kind_of, own_rows, rows_by_class
from ingest.html_sheets import linked_sheets, read_styles
from ingest.html_style import Styles
from ingest.html_tables import LONGEST_HIDDEN, PathFinder, is_layout, is_menu, read_table
from ingest.model import Block, BlockKind, Issue, IssueCode, Locator, Severity, Shown, Table
from ingest.options import Changes
from ingest.textcodec import decode
from ingest.textruns import BULLET, RunLook, cut_front, flow, is_dotted, is_marker, split_marker

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PANEL_LEVEL = 4  # of the title of a panel that opens; it stands below the page's headings
_GRIDS = frozenset({"div", "ul", "ol", "section", "article", "main", "span", "form", "figure"})


def parse_html(content: bytes, beside: Mapping[str, str] | None = None, changes: Changes = Changes.FINAL) -> Shown:
    """Return what a web page shows: its title, tables, paragraphs, headings and lists, and the site's furniture.

    `beside` are the style sheets that were saved with it, by their file names. `changes` says which text is read where
    the page tracks changes (`ingest.html_page.is_tracked`).

    A locator's path is an XPath from the root that resolves in lxml's tree of the page; a prefix that stands for XHTML
    is left off its names. Raises DamagedDocument
    where the bytes are binary.
    """
    content, sheets = page_of(content)
    text, issues = decode(content)
    with deep_elements():
        soup = open_page(text)
        linked, n_outside = linked_sheets(soup, beside or {})
        styles = replace(read_styles(soup, (*sheets, *linked)), changes=changes, is_tracked=is_tracked(soup))
        walker = _Walker(styles, issues=list(issues))
        if not styles.is_whole:
            message = "the page has more rules of style than are read; colours and hidden parts may be missed"
            walker.issues.append(Issue(IssueCode.STYLES_LEFT_OUT, Severity.WARNING, message))
        walker.page(soup)
        if n_outside and not sheets and any(isinstance(each, Table) for each in walker.content):
            message = "the page's style sheets are kept outside it; the colours that they give are not read"
            walker.issues.append(Issue(IssueCode.STYLES_LEFT_OUT, Severity.INFO, message))
    return Shown(tuple(walker.content), issues=tuple(walker.issues))


@dataclass(slots=True)
class _Walker:
    """A walk over the page that gathers text into blocks until an element ends one."""

    styles: Styles
    paths: PathFinder = field(default_factory=PathFinder)
    content: list[Table | Block] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    lines: Lines = field(default_factory=Lines)
    item: tuple[str, int] | None = None  # marker and level of the list item whose first text is awaited
    printed_number: bool = False  # the paragraph's first element holds its number alone
    n_tables: int = 0
    hidden: list[str] = field(default_factory=list)  # text of the document's own that the page does not show

    def page(self, soup: BeautifulSoup) -> None:
        """Walk a whole page."""
        title = next((each for each in soup.find_all("title") if each.find_parent("svg") is None), None)
        if title is not None and title.get_text(strip=True):
            name = " ".join(title.get_text().split())
            self.content.append(Block(BlockKind.TITLE, name, locator=Locator(path=self.paths.path(title))))
        for root in soup.children:
            if isinstance(root, Tag):
                self.walk(root, self.styles.look(root, RunLook()), root, 0)
                self.flush(root)
        texts = "; ".join(dict.fromkeys(filter(None, self.hidden)))
        if texts:
            message = f"text that the page hides is left out: {texts[:LONGEST_HIDDEN]}"
            self.issues.append(Issue(IssueCode.HIDDEN, Severity.INFO, message))

    def walk(self, element: Tag, look: RunLook, block: Tag, depth: int) -> None:
        """Add what stands inside an element; `block` is the element that its loose text belongs to."""
        for child in element.children:
            self.node(child, look, block, depth)

    def node(self, child: PageElement, look: RunLook, block: Tag, depth: int) -> None:
        """Add a piece of text or an element."""
        if isinstance(child, NavigableString):
            if not isinstance(child, PreformattedString):
                self.lines.add(str(child), look)
        elif isinstance(child, Tag) and child.name not in UNSHOWN:
            self.tag(child, look, block, depth)

    def tag(self, child: Tag, look: RunLook, block: Tag, depth: int) -> None:
        """Add an element by its kind."""
        if child.name == "br":
            self.lines.end()
        elif self.styles.is_left_out(child):
            return
        elif child.name == "img":
            self.lines.add(f" {told_by_label(child)} ", look)
        elif child.name == "table" and str(child.get("role") or "").casefold() not in {"presentation", "none"}:
            self.flush(block)
            if self.styles.is_hidden(child):
                self.aside(child)
            else:
                self.table(child, own_rows(child, self.styles), look, depth, None)
        elif child.name == "button" and self.opens_panel(child):
            self.flush(block)
            self.heading(child, look, depth)
        elif self.styles.is_hidden(child) or is_furniture(child):
            self.flush(block)
            self.aside(child)
        elif child.name in {"input", "select", "textarea"}:
            self.lines.add(f" {control_text(child)} ", look)
        elif not self.grid(child, look, block, depth):
            self.block(child, look, block, depth)

    def opens_panel(self, button: Tag) -> bool:
        """Tell whether a button is the title of a panel that it opens."""
        controlled = str(button.get("aria-controls") or "").split()
        panel = button.find_next(id=controlled[0]) if controlled else None
        return isinstance(panel, Tag) and not is_furniture(panel) and button.find_parent(["nav", "header"]) is None

    def grid(self, child: Tag, look: RunLook, block: Tag, depth: int) -> bool:
        """Add an element that is a table by its role, its style or its classes; tell whether it is one."""
        if child.name == "dl":
            table = read_definitions(child, self.styles, self.paths, self.n_tables, self.hidden)
            if table is None:
                return False
            self.flush(block)
            self.n_tables += 1
            self.content.append(table)
            return True
        if child.name not in _GRIDS:
            return False
        kind = kind_of(child, self.styles)
        rows = rows_by_class(child, self.styles) if kind is None else own_rows(child, self.styles, kind)
        if rows is None or (kind is Kind.DISPLAY and (len(rows.rows) < 2 or max(len(r.cells) for r in rows.rows) < 2)):
            return False
        self.flush(block)
        self.table(child, rows, look, depth, None)
        return True

    def block(self, child: Tag, look: RunLook, block: Tag, depth: int) -> None:
        """Add an element that is no table: a heading, a list, a block of text or words inside one."""
        if child.name in _HEADINGS or child.get("role") == "heading" or child.name == "summary":
            self.flush(block)
            self.heading(child, look, depth)
        elif child.name in LISTS:
            self.flush(block)
            self.list(child, self.styles.look(child, look), depth + 1)
        elif child.name in BLOCKS:
            self.flush(block)
            inner = self.styles.look(child, look)
            if child.name == "pre":
                collect_lines(child, inner, self.styles, self.lines)
            else:
                self.walk(child, inner, child, depth)
            self.flush(child)
        else:
            self.inline(child, look, block, depth)

    def inline(self, child: Tag, look: RunLook, block: Tag, depth: int) -> None:
        """Go on with the open paragraph; a first element that holds a number alone is the paragraph's number."""
        fresh = not self.lines.done and not any(run.text.strip() for run in self.lines.open)
        if fresh and is_marker(child.get_text(strip=True)):
            self.printed_number = True
        self.walk(child, self.styles.look(child, look), block, depth)

    def list(self, element: Tag, look: RunLook, depth: int) -> None:
        """Add the items of a list, numbered as browsers number them."""
        for child in element.children:
            if not isinstance(child, Tag) or child.name in UNSHOWN:
                continue
            if child.name == "li" and not self.styles.is_hidden(child) and not is_furniture(child):
                self.item = (list_marker(child, self.styles), depth)
                self.walk(child, self.styles.look(child, look), child, depth)
                self.flush(child)
                self.item = None
            else:
                # lists put straight into a list are nested ones of careless editors
                self.tag(child, look, element, depth)

    def heading(self, element: Tag, look: RunLook, depth: int) -> None:
        """Add a heading; tables inside it (met in old pages) come after it."""
        lines = Lines()
        nested: list[Tag] = []
        collect_lines(element, self.styles.look(element, look), self.styles, lines, nested)
        flowed = flow(lines.take(), joint=" ")
        hidden = " ".join(filter(None, lines.hidden))
        if hidden and not nested:
            self.hidden.append(hidden)
            self.content.append(Block(BlockKind.FURNITURE, hidden, locator=Locator(path=self.paths.path(element))))
        level = _HEADINGS.get(element.name) or _level(element)
        if flowed.text and not nested:
            marker, rest = split_marker(flowed.text)
            if marker == BULLET or not rest:
                marker, rest = None, flowed.text  # a dash before a heading belongs to its words
            flowed = cut_front(flowed, len(flowed.text) - len(rest))
            self.content.append(
                Block(
                    BlockKind.HEADING,
                    flowed.text,
                    max(1, level),
                    marker,
                    flowed.bold,
                    flowed.struck,
                    Locator(path=self.paths.path(element)),
                )
            )
        elif nested:
            self.walk(element, look, element, depth)
            self.flush(element)

    def aside(self, element: Tag) -> None:
        """Keep aside what the page hides or the site's; what is hidden and none of the site's is told."""
        before = len(self.content)
        self.furniture(element)
        if not is_furniture(element):
            self.hidden += [each.text for each in self.content[before:] if isinstance(each, Block)]

    def furniture(self, element: Tag) -> None:
        """Keep aside what belongs to the site, as one block."""
        for unshown in element.find_all(["script", "style"]):
            unshown.clear()
        text = " ".join(element.get_text(" ").split())
        if text:
            locator = Locator(path=self.paths.path(element))
            self.content.append(Block(BlockKind.FURNITURE, text, locator=locator))

    def table(self, element: Tag, rows: Rows, look: RunLook, depth: int, nested_in: int | None) -> None:
        """Add a table, its caption before it and tables nested in it after it; walk into one that is layout."""
        if is_layout(element, rows):
            self.layout(element, rows, look, depth)
            return
        for caption in rows.captions:
            self.walk(caption, self.styles.look(caption, look), caption, depth)
            self.flush(caption)
        for loose in rows.loose:
            self.node(loose, look, element, depth)
        self.flush(element)
        number, self.n_tables = self.n_tables, self.n_tables + 1
        locator = Locator(path=self.paths.path(element), table=number)
        table, nested, issues = read_table(rows, self.styles, self.paths, locator, nested_in)
        self.issues += issues
        self.content.append(table)
        for row in rows.hidden:
            self.aside(row)
        for inner in nested:
            self.table(inner, own_rows(inner, self.styles), look, depth, number)
        for after in rows.after:
            self.tag(after, look, element, depth)

    def layout(self, element: Tag, rows: Rows, look: RunLook, depth: int) -> None:
        """Add the cells of a table that only arranges the page, one after the other; its menus are the site's."""
        look = self.styles.look(element, look)
        for loose in (*rows.captions, *rows.loose):
            self.node(loose, look, element, depth)
        self.flush(element)
        for cell in [cell for row in rows.rows for cell in row.cells]:
            if is_menu(cell):
                self.furniture(cell)
            else:
                self.walk(cell, self.styles.look(cell, look), cell, depth)
                self.flush(cell)
        for row in rows.hidden:
            self.aside(row)
        for after in rows.after:
            self.tag(after, look, element, depth)

    def flush(self, element: Tag) -> None:
        """End the open paragraph or list item."""
        flowed = flow(self.lines.take())
        printed, self.printed_number = self.printed_number, False
        if not flowed.text:
            return
        marker, rest = split_marker(flowed.text)
        if marker is None and printed:
            first, _, after = flowed.text.partition(" ")
            if is_marker(first) and after:
                marker, rest = first, after
        if not rest:
            marker, rest = None, flowed.text
        flowed = cut_front(flowed, len(flowed.text) - len(rest))
        level = 0
        kind = BlockKind.PARAGRAPH
        if self.item is not None:
            kind, level, marker = BlockKind.LIST_ITEM, self.item[1], marker or self.item[0]
            self.item = None
        elif marker is not None and not is_dotted(marker):
            kind, level = BlockKind.LIST_ITEM, 1
        locator = Locator(path=self.paths.path(element))
        bold, struck = flowed.bold, flowed.struck
        self.content.append(Block(kind, flowed.text, level, marker, bold, struck, locator, flowed.lead))


def _level(element: Tag) -> int:
    """Return the level of an element that is a heading by its role, or the title of a panel."""
    written = str(element.get("aria-level") or "")
    if written.isdigit():
        return min(int(written[:3]), 9)
    return 2 if element.get("role") == "heading" else _PANEL_LEVEL
