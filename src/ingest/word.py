"""Word documents: tables with their merges, and the text around them, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.elements import Element, child, name_of
from ingest.errors import DamagedDocument
from ingest.model import Block, BlockKind, Issue, Locator, Shown, Table
from ingest.textruns import BULLET, Run, cut_front, flow, is_dotted, split_marker
from ingest.word_cells import is_layout, lay_out, read_table
from ingest.word_numbering import Numbering, read_numbering
from ingest.word_styles import read_styles
from ingest.word_text import Paragraph, Reading, blocks_in, read_paragraph
from ingest.word_xml import WordPackage, open_word

_TITLE_STYLES = frozenset({"title"})
_CONTENTS_STYLE = "toc "  # the styles "toc 1" to "toc 9" of a table of contents


def parse_word(content: bytes) -> Shown:
    """Return what a Word document shows: title, tables, paragraphs, headings, list items, page headers and footers.

    Tracked insertions are kept and deletions left out; list numbers are counted as Word counts them. A locator's
    path is an XPath into word/document.xml, with the namespace prefixes that the document itself declares; Word
    stores no pages. Raises DamagedDocument where the bytes do not open as a Word document.
    """
    package = open_word(content)
    styles = read_styles(package.styles)
    reading = Reading(styles, read_numbering(package.numbering), package.document.getroottree())
    walker = _Walker(reading, issues=list(package.issues))
    try:
        walker.document(package)
    except RecursionError as error:
        raise DamagedDocument("its tables are nested beyond reason; save it again from Word") from error
    return Shown(tuple(walker.content), issues=tuple(walker.issues))


def _furniture(name: str, root: Element, reading: Reading) -> list[Block]:
    """Return the text of a page header or footer; tables there only arrange it."""
    blocks = []
    for paragraph in (each for each in root.iter() if name_of(each) == "p"):
        flowed = flow(read_paragraph(paragraph, reading).lines, joint=" ")
        if flowed.text:
            path = name.lstrip("/") + reading.tree.getpath(paragraph)
            blocks.append(Block(BlockKind.FURNITURE, flowed.text, bold=flowed.bold, locator=Locator(path=path)))
    return blocks


@dataclass(slots=True)
class _Walker:
    """A walk down the body."""

    reading: Reading
    content: list[Table | Block] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def document(self, package: WordPackage) -> None:
        """Add a whole document: its title, page headers and footers, and body."""
        if package.title:
            self.content.append(Block(BlockKind.TITLE, package.title, locator=Locator(path="docProps/core.xml")))
        for name, root in package.furniture:
            aside = Reading(self.reading.styles, Numbering({}), root.getroottree())
            self.content += _furniture(name, root, aside)
        body = child(package.document, "body")
        if body is not None:
            self.walk(body)

    def walk(self, element: Element) -> None:
        """Add the paragraphs and tables of a body or text box."""
        for each in blocks_in(element):
            if name_of(each) == "tbl":
                self.table(each, None)
            else:
                self.paragraph(each)

    def table(self, element: Element, nested_in: int | None) -> None:
        """Add a table and after it those nested in its cells; walk into one that only frames others."""
        layout = lay_out(element)
        if is_layout(layout):
            self.walk(layout.cells[0].element)
            return
        number = self.reading.n_tables
        table, nested, issues = read_table(element, layout, self.reading, nested_in)
        self.issues += issues
        if table is not None:
            self.content.append(table)
        for inner in nested:
            self.table(inner, number)

    def paragraph(self, element: Element) -> None:
        """Add a paragraph, heading or list item, and the text boxes anchored in it."""
        paragraph = read_paragraph(element, self.reading)
        if paragraph.has_text:
            self.content.append(self.block(element, paragraph))
        for box in paragraph.boxes:
            self.walk(box)

    def block(self, element: Element, paragraph: Paragraph) -> Block:
        """Return a paragraph as the block that its style, outline level or numbering makes it."""
        styles = self.reading.styles
        name = styles.name(styles.paragraph_style(element))
        level = styles.heading_level(element)
        heading = bool(level) or name in _TITLE_STYLES
        lines: tuple[tuple[Run, ...], ...] = paragraph.lines
        flowed = flow(lines, joint=" " if heading else "\n")
        marker: str | None = paragraph.marker or None
        if marker is None:
            marker, rest = split_marker(flowed.text)
            if not rest or (heading and marker == BULLET):
                marker, rest = None, flowed.text
            flowed = cut_front(flowed, len(flowed.text) - len(rest))
        if name in _TITLE_STYLES:
            kind, level = BlockKind.TITLE, 0
        elif name.startswith(_CONTENTS_STYLE):
            kind, level = BlockKind.FURNITURE, 0
        elif level:
            kind = BlockKind.HEADING
        elif marker is not None and not is_dotted(marker):
            kind, level = BlockKind.LIST_ITEM, paragraph.level + 1
        else:
            kind = BlockKind.PARAGRAPH
        where = Locator(path=self.reading.tree.getpath(element))
        return Block(kind, flowed.text, level, marker, flowed.bold, flowed.struck, where)
