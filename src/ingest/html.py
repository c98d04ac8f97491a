"""Web pages: tables with their spans, the text around them in reading order, the site around the page set aside."""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from ingest.errors import DamagedDocument
from ingest.html_furniture import UNSHOWN, is_furniture
from ingest.html_lines import BLOCKS, LISTS, Lines, alt_text, collect_lines, list_marker
from ingest.html_style import Look, Styles, read_styles
from ingest.html_tables import PathFinder, is_layout, own_rows, read_table
from ingest.model import Block, BlockKind, Issue, Locator, Shown, Table
from ingest.sniff import MAX_CONTROLS, controls_share
from ingest.textcodec import decode
from ingest.textruns import BULLET, cut_front, flow, is_dotted, is_marker, split_marker

_HEADINGS = {f"h{level}": level for level in range(1, 7)}

MAX_FRAMES = 20_000  # calls; three for each element that stands in another


def parse_html(content: bytes) -> Shown:
    """Return what a web page shows: its title, tables, paragraphs, headings and lists, and the site's furniture.

    A locator's path is an XPath from the root that resolves in lxml's tree of the page. Raises DamagedDocument
    where the bytes are binary.
    """
    text, issues = decode(content)
    if controls_share(text) > MAX_CONTROLS:
        raise DamagedDocument("it begins as HTML but holds binary; save the page again from the browser")
    with warnings.catch_warnings(), _deep_elements():
        warnings.simplefilter("ignore")  # bs4 warns of pages that look like XML or like a file's name
        soup = BeautifulSoup(text, "lxml")
        walker = _Walker(read_styles(soup), issues=list(issues))
        walker.page(soup)
    return Shown(tuple(walker.content), issues=tuple(walker.issues))


@contextlib.contextmanager
def _deep_elements() -> Iterator[None]:
    """Let elements nest as deep as old pages do, whose unclosed `<font>` tags stand hundreds deep."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, MAX_FRAMES))
    try:
        yield
    except RecursionError as error:
        raise DamagedDocument("its elements are nested beyond reason; save it again from the browser") from error
    finally:
        sys.setrecursionlimit(before)


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

    def page(self, soup: BeautifulSoup) -> None:
        """Walk a whole page."""
        title = soup.title
        if title is not None and title.get_text(strip=True):
            name = " ".join(title.get_text().split())
            self.content.append(Block(BlockKind.TITLE, name, locator=Locator(path=self.paths.path(title))))
        for root in soup.children:
            if isinstance(root, Tag):
                self.walk(root, self.styles.look(root, Look()), root, 0)
                self.flush(root)

    def walk(self, element: Tag, look: Look, block: Tag, depth: int) -> None:
        """Add what stands inside an element; `block` is the element that its loose text belongs to."""
        for child in element.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, PreformattedString):
                    self.text(child, look)
            elif isinstance(child, Tag) and child.name not in UNSHOWN:
                self.tag(child, look, block, depth)

    def text(self, text: NavigableString, look: Look) -> None:
        """Go on with the open paragraph."""
        self.lines.add(str(text), look)

    def tag(self, child: Tag, look: Look, block: Tag, depth: int) -> None:
        """Add an element by its kind."""
        if child.name == "br":
            self.lines.end()
        elif child.name == "img":
            self.lines.add(f" {alt_text(child)} ", look)
        elif self.styles.is_hidden(child) or is_furniture(child):
            self.flush(block)
            self.furniture(child)
        elif child.name == "table":
            self.flush(block)
            self.table(child, look, depth, None)
        elif child.name in _HEADINGS or child.get("role") == "heading":
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

    def inline(self, child: Tag, look: Look, block: Tag, depth: int) -> None:
        """Go on with the open paragraph; a first element that holds a number alone is the paragraph's number."""
        fresh = not self.lines.done and not any(run.text.strip() for run in self.lines.open)
        if fresh and is_marker(child.get_text(strip=True)):
            self.printed_number = True
        self.walk(child, self.styles.look(child, look), block, depth)

    def list(self, element: Tag, look: Look, depth: int) -> None:
        """Add the items of a list, numbered as browsers number them."""
        for child in element.children:
            if not isinstance(child, Tag) or child.name in UNSHOWN:
                continue
            if child.name == "li" and not self.styles.is_hidden(child) and not is_furniture(child):
                self.item = (list_marker(child), depth)
                self.walk(child, self.styles.look(child, look), child, depth)
                self.flush(child)
                self.item = None
            else:
                # lists put straight into a list are nested ones of careless editors
                self.tag(child, look, element, depth)

    def heading(self, element: Tag, look: Look, depth: int) -> None:
        """Add a heading; tables inside it (met in old pages) come after it."""
        lines = Lines()
        nested: list[Tag] = []
        collect_lines(element, self.styles.look(element, look), self.styles, lines, nested)
        flowed = flow(lines.take(), joint=" ")
        level = _HEADINGS.get(element.name) or int(str(element.get("aria-level") or "2")[:1] or "2")
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

    def furniture(self, element: Tag) -> None:
        """Keep aside what belongs to the site, as one block."""
        for unshown in element.find_all(["script", "style"]):
            unshown.clear()
        text = " ".join(element.get_text(" ").split())
        if text:
            locator = Locator(path=self.paths.path(element))
            self.content.append(Block(BlockKind.FURNITURE, text, locator=locator))

    def table(self, element: Tag, look: Look, depth: int, nested_in: int | None) -> None:
        """Add a table, its caption before it and tables nested in it after it; walk into one that is layout."""
        rows = own_rows(element, self.styles)
        for caption in element.find_all("caption", recursive=False):
            self.walk(caption, self.styles.look(caption, look), caption, depth)
            self.flush(caption)
            caption.clear()
        if is_layout(element, rows):
            self.walk(element, self.styles.look(element, look), element, depth)
            self.flush(element)
            return
        number, self.n_tables = self.n_tables, self.n_tables + 1
        table, nested, issues = read_table(element, rows, self.styles, self.paths, number, nested_in)
        self.issues += issues
        self.content.append(table)
        for row in element.find_all("tr"):
            if row.find_parent("table") is element and self.styles.is_hidden(row):
                self.furniture(row)
        for inner in nested:
            self.table(inner, look, depth, number)

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
        self.content.append(Block(kind, flowed.text, level, marker, flowed.bold, flowed.struck, locator))
