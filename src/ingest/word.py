"""Word documents: tables with their merges, and the text around them, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.elements import Element, child, name_of
from ingest.errors import DamagedDocument
from ingest.model import Block, BlockKind, Issue, IssueCode, Locator, Severity, Shown, Table
from ingest.options import Changes
from ingest.textruns import BULLET, Run, cut_front, flow, is_dotted, split_marker
from ingest.word_cells import TableRead, lay_out, read_table
from ingest.word_notes import Asides, read_asides
from ingest.word_numbering import read_numbering
from ingest.word_package import Part, WordPackage, open_word
from ingest.word_pages import read_paging
from ingest.word_runs import Beside
from ingest.word_styles import read_styles
from ingest.word_text import Paragraph, Reading, Standing, blocks_in, is_left_out, left_out_message, read_paragraph
from ingest.word_theme import read_theme
from ingest.word_xml import Paths

_TITLE_STYLES = frozenset({"title"})
_CONTENTS_STYLE = "toc "  # the styles "toc 1" to "toc 9" of a table of contents


def parse_word(content: bytes, changes: Changes = Changes.FINAL) -> Shown:
    """Return what a Word document shows: title, tables, paragraphs, headings, list items, notes, page furniture.

    `changes` says which text is read where changes are tracked; list numbers are counted as Word counts them. Comments,
    hidden text and what is not read are issues. A locator's path is an XPath into word/document.xml (of a note or page
    header, its part's name stands before), with the namespace prefixes that the document itself declares; its page is
    that of the layout which Word saved. Raises DamagedDocument where the bytes do not open as a Word document.
    """
    try:
        package = open_word(content)
        theme = read_theme(package.root("theme"), package.root("settings"))
        styles = read_styles(package.root("styles"), theme)
        numbering = read_numbering(package.root("numbering"))
        paging = read_paging(package, styles)
        reading = Reading(styles, numbering, Paths(), changes, package.left_out, paging)
        walker = _Walker(reading, read_asides(package, reading), issues=list(package.issues))
        walker.document(package)
    except RecursionError as error:
        raise DamagedDocument("its tables are nested beyond reason; save it again from Word") from error
    return Shown(tuple(walker.content), n_pages=paging.stated, issues=tuple(walker.issues))


@dataclass(slots=True)
class _Walker:
    """A walk down the body."""

    reading: Reading
    asides: Asides
    content: list[Table | Block] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def document(self, package: WordPackage) -> None:
        """Add a whole document: its title, page headers and footers, and body."""
        if package.title:
            self.content.append(Block(BlockKind.TITLE, package.title, locator=Locator(path="docProps/core.xml")))
        for part in package.furniture:
            self.furniture(part, part.root, self.reading.aside(Paths(part.name)))
        body = child(package.document.root, "body")
        if body is not None:
            self.walk(body)
        self.issues += self.asides.rest()

    def furniture(self, part: Part, element: Element, aside: Reading) -> None:
        """Add the text of a page header or footer; tables there only arrange it."""
        for standing in blocks_in(element, aside):
            if name_of(standing.element) == "tbl":
                for cell in (each for each in standing.element.iter() if name_of(each) == "tc"):
                    self.furniture(part, cell, aside)
                continue
            collected = read_paragraph(standing, aside).collected
            flowed = flow(collected.lines, joint=" ")
            if flowed.text:
                where = Locator(path=aside.paths.of(standing.element))
                self.content.append(Block(BlockKind.FURNITURE, flowed.text, bold=flowed.bold, locator=where))
            for box in collected.boxes:
                self.furniture(part, box, aside)

    def walk(self, element: Element) -> None:
        """Add the paragraphs and tables of a body or text box."""
        for standing in blocks_in(element, self.reading):
            if name_of(standing.element) == "tbl":
                self.table(standing.element)
            elif is_left_out(standing.element):
                where = self.reading.at(standing.element)
                message = left_out_message(standing.element, self.reading)
                self.issues.append(Issue(IssueCode.UNREADABLE_PAGE, Severity.WARNING, message, where))
            else:
                self.paragraph(standing)

    def table(self, element: Element) -> None:
        """Add a table and after it those nested in its cells; walk into one that only frames others."""
        layout = lay_out(element, self.reading)
        if layout.is_frame:
            self.walk(layout.cells[0].element)
        else:
            self.add(read_table(element, layout, self.reading, None))

    def add(self, read: TableRead) -> None:
        """Add a table that was read, the notes and issues of its cells, and the tables nested in it."""
        self.issues += read.issues
        if read.table is not None:
            self.content.append(read.table)
        for beside, at in read.besides:
            self.add_beside(beside, at)
        for inner in read.nested:
            self.add(inner)

    def add_beside(self, beside: Beside, at: Locator) -> None:
        """Add the notes and issues of a piece of text."""
        self.content += self.asides.blocks(beside)
        self.issues += self.asides.issues(beside, at)

    def paragraph(self, standing: Standing) -> None:
        """Add a paragraph, heading or list item, and what is anchored in it."""
        paragraph = read_paragraph(standing, self.reading)
        collected = paragraph.collected
        where = self.reading.at(standing.element)
        if collected.has_text:
            self.content.append(self.block(standing.element, paragraph, where))
        if collected.beside:
            self.add_beside(collected.beside, where)
        for box in collected.boxes:
            self.walk(box)

    def block(self, element: Element, paragraph: Paragraph, where: Locator) -> Block:
        """Return a paragraph as the block that its style, outline level or numbering makes it."""
        styles = self.reading.styles
        properties = child(element, "pPr")
        name = styles.name(styles.paragraph_style(properties))
        level = styles.heading_level(properties)
        heading = bool(level) or name in _TITLE_STYLES
        lines: list[list[Run]] = paragraph.collected.lines
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
        return Block(kind, flowed.text, level, marker, flowed.bold, flowed.struck, where, flowed.lead)
