"""The text of OpenDocument cells, boxes and notes, and the issues of what stands beside a text."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.elements import Element, child, children, name_of
from ingest.model import Block, BlockKind, Issue, IssueCode, Locator, Severity
from ingest.odf_text import LONGEST_COMMENT, Reading, TextRead, blocks_in, hidden_issues, read_paragraph
from ingest.textruns import BULLET, Run, flow


@dataclass(slots=True)
class CellText(TextRead):
    """The text of a cell or text box, and the tables in it."""

    tables: list[Element] = field(default_factory=list)


def read_cell(element: Element, reading: Reading, *, struck: bool = False) -> CellText:
    """Return the text of a cell or text box; list items begin with their marker, a table in it gives a line a row."""
    text = CellText(changed=bool(reading.inserting) or reading.removed)
    _read_into(element, reading, text, struck)
    return text


def _read_into(element: Element, reading: Reading, text: CellText, struck: bool) -> None:
    for standing in blocks_in(element, reading):
        if name_of(standing.element) == "table":
            text.tables.append(standing.element)
            text.lines += _rows_as_lines(standing.element, reading)
            continue
        paragraph = read_paragraph(standing.element, reading, struck=struck)
        own = paragraph.lines
        if standing.marker and (paragraph.has_text or standing.marker != BULLET):
            first = next((run for line in own for run in line), Run(""))
            own[0].insert(0, Run(f"{standing.marker} ", first.bold, False, first.ink, first.back))
        text.add(paragraph)
        for box in paragraph.boxes:
            _read_into(box, reading, text, struck)
        if not paragraph.has_text:
            text.lines += [[Run(words)] for words in paragraph.alt]


def table_of(element: Element) -> Element | None:
    """Return the table that a row or column belongs to."""
    return next((around for around in element.iterancestors() if name_of(around) == "table"), None)


def _rows_as_lines(table: Element, reading: Reading) -> list[list[Run]]:
    """Return a nested table's text, one line a row. Its list numbers are counted when it is read as a table."""
    aside = reading.aside()
    rows = []
    for row in (each for each in table.iter() if name_of(each) == "table-row"):
        if table_of(row) is not table:
            continue  # of a table in one of the cells, which is read with its cell
        line: list[Run] = []
        for cell in children(row, "table-cell"):
            for inner in read_cell(cell, aside).lines:
                line += [*inner, Run(" ")]
        rows.append(line)
    return rows


def notes_of(notes: list[Element], reading: Reading) -> list[Block]:
    """Return footnotes and endnotes as blocks, each with its printed number as marker."""
    blocks = []
    for note in notes:
        body = child(note, "note-body")
        if body is None:
            continue
        cited = child(note, "note-citation")
        flowed = flow(read_cell(body, reading.aside()).lines, joint=" ")
        marker = ("".join(str(text) for text in cited.itertext()).strip() if cited is not None else "") or None
        at = reading.at(note)
        blocks.append(Block(BlockKind.NOTE, flowed.text, 0, marker, flowed.bold, flowed.struck, at))
    return [block for block in blocks if block.text]


def issues_of(text: TextRead, reading: Reading, at: Locator) -> list[Issue]:
    """Return comments on a text, what is hidden in it and what is left out, as issues at its place."""
    issues = []
    for comment in text.comments:
        said = flow(read_cell(comment, reading.aside()).lines, joint=" ").text
        creator = child(comment, "creator")
        author = ((creator.text if creator is not None else "") or "").strip() or "an unnamed author"
        message = f"comment by {author}: {said[:LONGEST_COMMENT]}"
        issues.append(Issue(IssueCode.COMMENT, Severity.INFO, message, at))
    issues += hidden_issues(text.hidden, at)
    return issues + [Issue(IssueCode.UNREADABLE_PAGE, Severity.WARNING, each, at) for each in text.left_out]
