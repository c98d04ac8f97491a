"""OpenDocument texts (.odt, .ott, .fodt): tables with their spans, and the text around them, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.elements import Element, attribute, name_of, whole
from ingest.errors import DamagedDocument
from ingest.model import Block, BlockKind, Issue, Locator, Shown, Table
from ingest.odf_cell_text import issues_of, notes_of
from ingest.odf_cells import framing_cell, read_table
from ingest.odf_pages import read_paging
from ingest.odf_styles import read_odf_styles, shown_font_names
from ingest.odf_text import Collected, Reading, Standing, blocks_in, read_changes, read_checks, read_paragraph
from ingest.odf_xml import OdfPackage, furniture_in, open_odf
from ingest.options import Changes
from ingest.textruns import BULLET, cut_front, flow, is_dotted, split_marker

MAX_HEADING_LEVEL = 9


# Fields that an office program fills in as it opens a document of another type: today's date, the file's name there.
FILLED_ON_OPENING = frozenset({"date", "time", "file-name"})


def parse_odt(content: bytes, changes: Changes = Changes.FINAL, *, is_converted: bool = False) -> Shown:
    """Return what an OpenDocument text shows: title, tables, paragraphs, headings, list items, page furniture.

    `changes` says which text is read where changes are tracked. A locator's path is an XPath into content.xml, with
    the namespace prefixes that the document itself declares; its page is that of the layout which the office saved.
    `is_converted` tells that an office program made it of another type for us: what that filled in then is left out.
    Raises EncryptedDocument or DamagedDocument where the bytes do not open as one.
    """
    package = open_odf(content)
    text = package.body("text")
    if text is None:
        raise DamagedDocument("it holds no document text; open it in LibreOffice and save it again")
    deletions, insertions = read_changes(text)
    styles = read_odf_styles(package.styles, package.content)
    reading = Reading(
        styles,
        package.content.getroottree(),
        changes,
        {**shown_font_names(package.styles), **shown_font_names(package.content)},
        deletions,
        insertions,
        read_checks(text),
        FILLED_ON_OPENING if is_converted else frozenset(),
    )
    walker = _Walker(reading, issues=list(package.issues))
    try:
        if not is_converted:  # the layout of an office here would not be the author's
            reading.paging = read_paging(package, text, styles)
        walker.document(package, text)
    except RecursionError as error:
        raise DamagedDocument("its tables are nested beyond reason; save it again from LibreOffice") from error
    issues = (*walker.issues, *reading.issues)
    return Shown(tuple(walker.content), n_pages=reading.paging.stated, issues=issues)


@dataclass(slots=True)
class _Walker:
    """A walk down the text."""

    reading: Reading
    content: list[Table | Block] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def document(self, package: OdfPackage, text: Element) -> None:
        """Add a whole document: its title, page headers and footers, and text."""
        if package.title:
            self.content.append(Block(BlockKind.TITLE, package.title, locator=Locator(path="meta.xml")))
        styles = read_odf_styles(package.styles)
        for root in furniture_in(package.styles):
            aside = Reading(styles, root.getroottree(), unprinted=self.reading.unprinted)
            for standing in (each for each in root.iter() if name_of(each) in {"p", "h"}):
                flowed = flow(read_paragraph(standing, aside).lines, joint=" ")
                if flowed.text:
                    path = "styles.xml" + aside.tree.getpath(standing)
                    block = Block(BlockKind.FURNITURE, flowed.text, bold=flowed.bold, locator=Locator(path=path))
                    self.content.append(block)
        self.walk(text)

    def walk(self, element: Element) -> None:
        """Add the paragraphs and tables of a text or text box."""
        for standing in blocks_in(element, self.reading):
            if name_of(standing.element) == "table":
                self.table(standing.element, None)
            else:
                self.paragraph(standing)

    def table(self, element: Element, nested_in: int | None) -> None:
        """Add a table and after it those nested in its cells; walk into one that only frames others."""
        framing = framing_cell(element)
        if framing is not None:
            self.walk(framing)
            return
        number = self.reading.n_tables
        read = read_table(element, self.reading, nested_in)
        self.issues += read.issues
        if read.table is not None:
            self.content.append(read.table)
        self.content += read.notes
        for inner in read.nested:
            self.table(inner, number)

    def paragraph(self, standing: Standing) -> None:
        """Add a paragraph, heading or list item, and what is anchored in it."""
        paragraph = read_paragraph(standing.element, self.reading)
        where = self.reading.at(standing.element)
        if paragraph.has_text:
            self.content.append(self.block(standing, paragraph, where))
        self.content += notes_of(paragraph.notes, self.reading)
        self.issues += issues_of(paragraph, self.reading, where)
        for box in paragraph.boxes:
            self.walk(box)

    def block(self, standing: Standing, paragraph: Collected, where: Locator) -> Block:
        """Return a paragraph as the block that its kind, style or list makes it."""
        element, styles = standing.element, self.reading.styles
        style = attribute(element, "style-name")
        level = (
            whole(attribute(element, "outline-level"), 1) if name_of(element) == "h" else styles.heading_level(style)
        )
        title = styles.is_called("paragraph", style, "title")
        flowed = flow(paragraph.lines, joint=" " if level or title else "\n")
        marker: str | None = standing.marker or None
        if marker is None and name_of(element) == "h" and attribute(element, "is-list-header") != "true":
            marker = self.reading.counts.heading_marker(level) or None
        if marker is None:
            marker, rest = split_marker(flowed.text)
            if not rest or ((level or title) and marker == BULLET):
                marker, rest = None, flowed.text
            flowed = cut_front(flowed, len(flowed.text) - len(rest))
        if title:
            kind, level = BlockKind.TITLE, 0
        elif standing.in_index:
            kind, level = BlockKind.FURNITURE, 0
        elif level:
            kind, level = BlockKind.HEADING, min(level, MAX_HEADING_LEVEL)
        elif marker is not None and not is_dotted(marker):
            kind, level = BlockKind.LIST_ITEM, max(standing.level, 1)
        else:
            kind = BlockKind.PARAGRAPH
        return Block(kind, flowed.text, level, marker, flowed.bold, flowed.struck, where, flowed.lead)
