"""Paragraphs of a Word document as lines of runs with their list markers: shared by cells and running text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.elements import Element, attribute, child, name_of
from ingest.model import Locator
from ingest.options import Changes
from ingest.paging import UNPAGED, Paging
from ingest.textruns import Run, RunLook
from ingest.word_changes import UNTRACKED, Tracked, tracked, tracked_by
from ingest.word_controls import FieldState, control_text
from ingest.word_numbering import Numbering
from ingest.word_runs import Collected, Collector
from ingest.word_styles import Styles, is_hidden
from ingest.word_xml import Paths

# what may stand around paragraphs, rows and cells
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "del", "moveTo", "moveFrom", "smartTag"})


@dataclass(slots=True)
class Reading:
    """What runs along with reading a part from its beginning: list counters, open fields, tables so far."""

    styles: Styles
    numbering: Numbering
    paths: Paths
    changes: Changes = Changes.FINAL
    left_out: dict[str, str] = field(default_factory=dict)
    paging: Paging = UNPAGED
    fields: FieldState = field(default_factory=FieldState)
    n_tables: int = 0

    def aside(self, paths: Paths | None = None) -> Reading:
        """Return a reading that counts no lists on."""
        return Reading(self.styles, Numbering({}), paths or self.paths, self.changes, self.left_out, self.paging)

    def at(self, element: Element) -> Locator:
        """Return where an element stands."""
        return Locator(page=self.paging.page_of(element), path=self.paths.of(element))


@dataclass(frozen=True, slots=True)
class Standing:
    """A paragraph, table, row or cell where it stands, and what tracked changes do to it.

    `before` are paragraphs that run on into this one, as the marks at their ends are not read; `unended` tells that its
    own mark is not read and nothing follows. `said` is what a content control shows in its place.
    """

    element: Element
    tracked: Tracked = UNTRACKED
    before: tuple[Element, ...] = ()
    unended: bool = False
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed: its automatic marker ("" for none) with its level from 0, and what was collected."""

    collected: Collected
    marker: str = ""
    level: int = 0


def read_paragraph(standing: Standing, reading: Reading, look: RunLook | None = None) -> Paragraph:
    """Return a paragraph as printed; its list counts on, so that each is to be read once, in order."""
    styles = reading.styles
    collected = Collected()
    collector = Collector(styles, reading.fields, reading.changes, collected)
    around = look or styles.base
    if standing.tracked.struck:
        around = RunLook(around.bold, around.struck, around.hidden, around.ink, around.back, around.font, True)
    for element in (*standing.before, standing.element) if standing.said is None else ():
        collector.collect(element, styles.paragraph_look(child(element, "pPr"), around))
        reading.fields.end_paragraph()
    if standing.said:
        collected.lines[-1].append(around.run(standing.said))
    properties = child(standing.element, "pPr")
    mark = child(properties, "rPr")
    if standing.tracked.changed or standing.before or (mark is not None and tracked(mark, reading.changes).changed):
        collected.beside.changed = True
    if not collected.has_text and (standing.unended or standing.said is not None or is_hidden(mark)):
        return Paragraph(collected)
    listed = styles.numbering(properties)
    if listed is None:
        return Paragraph(collected)
    style = listed.style or styles.paragraph_style(properties)
    printed = reading.numbering.next_marker(listed.number_id, listed.level, style)
    return Paragraph(collected, printed.marker, printed.level) if printed is not None else Paragraph(collected)


def blocks_in(element: Element, reading: Reading) -> Iterator[Standing]:
    """Yield the paragraphs and tables of a body, cell or text box, through content controls and insertions.

    A paragraph whose mark is not read runs on into the next (§17.13.5.15).
    """
    waiting: list[Element] = []
    for standing in _pieces(element, reading):
        each = standing.element
        if name_of(each) == "p" and standing.said is None:
            mark = child(each, "pPr", "rPr")
            if mark is not None and not tracked(mark, reading.changes).shown:
                waiting.append(each)
                continue
            if waiting:
                standing = Standing(each, standing.tracked, tuple(waiting))  # noqa: PLW2901 - the same, with more
        elif waiting:
            yield Standing(waiting[-1], UNTRACKED, tuple(waiting[:-1]), unended=True)
        waiting = []
        yield standing
    if waiting:
        yield Standing(waiting[-1], UNTRACKED, tuple(waiting[:-1]), unended=True)


def _pieces(element: Element, reading: Reading, around: Tracked = UNTRACKED) -> Iterator[Standing]:
    for each in element:
        name = name_of(each)
        if name in {"p", "tbl", "altChunk", "subDoc"}:
            yield Standing(each, around)
        elif name in _WRAPPERS:
            said = control_text(each) if name == "sdt" else None
            does = tracked_by(name, reading.changes).within(around)
            if said is not None and not any(name_of(inner) == "tbl" for inner in each.iter()):
                first = next((inner for inner in each.iter() if name_of(inner) == "p"), None)
                if first is not None:
                    yield Standing(first, does, said=said)
            elif does.shown:
                yield from _pieces(each, reading, does)
        elif name == "AlternateContent":
            first = next(iter(each), None)
            if first is not None:
                yield from _pieces(first, reading, around)


def unwrapped(
    element: Element, name: str, reading: Reading, around: Tracked = UNTRACKED, said: str | None = None
) -> Iterator[Standing]:
    """Yield the rows of a table or the cells of a row that are read, through content controls and insertions."""
    for each in element:
        found = name_of(each)
        if found == name:
            properties = child(each, f"{name}Pr")
            does = tracked(properties, reading.changes).within(around) if properties is not None else around
            if does.shown:
                yield Standing(each, does, said=said)
        elif found in _WRAPPERS:
            inner = control_text(each) if found == "sdt" and name == "tc" else None
            does = tracked_by(found, reading.changes).within(around)
            yield from unwrapped(each, name, reading, does, said if inner is None else inner)
        elif found == "AlternateContent":
            for choice in itertools.islice(each, 1):
                yield from unwrapped(choice, name, reading, around, said)


def is_left_out(element: Element) -> bool:
    """Tell whether a block brings in another document, which is not read."""
    return name_of(element) in {"altChunk", "subDoc"}


def left_out_message(element: Element, reading: Reading) -> str:
    """Return the words that name what a block brings in."""
    target = reading.left_out.get(attribute(element, "id") or "", "a part that is not there")
    return f"text that the document brings in from {target} is not read; save the document again from Word"


def plain_lines(element: Element, reading: Reading) -> list[list[Run]]:
    """Return the lines of all paragraphs inside an element, in order: of a note or comment."""
    lines: list[list[Run]] = []
    for standing in blocks_in(element, reading):
        if name_of(standing.element) == "p":
            lines += read_paragraph(standing, reading).collected.lines
        elif name_of(standing.element) == "tbl":
            for row in unwrapped(standing.element, "tr", reading):
                for cell in unwrapped(row.element, "tc", reading):
                    lines += plain_lines(cell.element, reading)
    return lines
