"""Paragraphs of a Word document as lines of runs with their list markers: shared by cells and running text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.elements import Element, child, name_of
from ingest.textruns import BULLET, Run, RunLook
from ingest.word_numbering import Numbering
from ingest.word_runs import Collected, FieldState, collect_runs
from ingest.word_styles import Styles

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})


@dataclass(slots=True)
class Reading:
    """What runs along with reading a document from its beginning: list counters and open fields."""

    styles: Styles
    numbering: Numbering
    tree: etree._ElementTree
    fields: FieldState = field(default_factory=FieldState)
    n_tables: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed: its lines, its automatic marker ("" for none) with its level from 0, its boxes."""

    lines: tuple[tuple[Run, ...], ...]
    marker: str
    level: int
    boxes: tuple[Element, ...]
    alt: tuple[str, ...]

    @property
    def has_text(self) -> bool:
        """Whether it prints anything beside its marker."""
        return any(run.text.strip() for line in self.lines for run in line)


def read_paragraph(element: Element, reading: Reading, look: RunLook | None = None) -> Paragraph:
    """Return a paragraph as printed; its list counts on, so that each is to be read once, in order."""
    styles = reading.styles
    marker, level = "", 0
    numbered = styles.numbering(element)
    if numbered is not None:
        printed = reading.numbering.next_marker(numbered[0], numbered[1], styles.paragraph_style(element))
        if printed is not None:
            marker, level = printed.marker, printed.level
    collected = Collected()
    collect_runs(element, styles.paragraph_look(element, look or RunLook()), styles, reading.fields, collected)
    lines = tuple(tuple(line) for line in collected.lines)
    return Paragraph(lines, marker, level, tuple(collected.boxes), tuple(collected.alt))


def blocks_in(element: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a body, cell or text box, through content controls and insertions."""
    for each in element:
        name = name_of(each)
        if name in {"p", "tbl"}:
            yield each
        elif name in _WRAPPERS:
            yield from blocks_in(each)
        elif name == "AlternateContent":
            first = next(iter(each), None)
            if first is not None:
                yield from blocks_in(first)


def unwrapped(element: Element, name: str) -> Iterator[Element]:
    """Yield children of a name, through content controls and insertions around them."""
    for each in element:
        if name_of(each) == name:
            yield each
        elif name_of(each) in _WRAPPERS:
            yield from unwrapped(each, name)


def lines_of(element: Element, reading: Reading, nested: list[Element], look: RunLook | None = None) -> list[list[Run]]:
    """Return the lines of a cell or text box; list items begin with their marker, nested tables give a line a row."""
    lines: list[list[Run]] = []
    for each in blocks_in(element):
        if name_of(each) == "tbl":
            nested.append(each)
            lines += _rows_as_lines(each, reading)
            continue
        paragraph = read_paragraph(each, reading, look)
        own = [list(line) for line in paragraph.lines]
        if paragraph.marker and (paragraph.has_text or paragraph.marker != BULLET):
            first = next((run for line in own for run in line), Run(""))
            own[0].insert(0, Run(f"{paragraph.marker} ", first.bold, False, first.ink, first.back))
        lines += own
        for box in paragraph.boxes:
            lines += lines_of(box, reading, nested, look)
        if not paragraph.has_text:
            lines += [[Run(words)] for words in paragraph.alt]
    return lines


def _rows_as_lines(table: Element, reading: Reading) -> list[list[Run]]:
    """Return a nested table's text, one line a row. Its list numbers are counted when it is read as a table."""
    aside = Reading(reading.styles, Numbering({}), reading.tree)
    rows = []
    for row in unwrapped(table, "tr"):
        line: list[Run] = []
        for cell in unwrapped(row, "tc"):
            for inner in lines_of(cell, aside, []):
                line += [*inner, Run(" ")]
        rows.append(line)
    return rows


def is_deleted(row: Element) -> bool:
    """Tell whether a tracked change took a row out."""
    return child(row, "trPr", "del") is not None
