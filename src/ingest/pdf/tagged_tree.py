"""The structure tree of one page: its tables as tagged, the roles of its text, and which words stand under which tag.

PDFium gives a tree for each page that holds the elements with content on it; the others keep their place among their
siblings. So an element's path from the root, by the places of its ancestors, is the same on every page, and tells that
two pages show two parts of one row.
"""

from __future__ import annotations

import ctypes
import enum
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw

from ingest.model import Box
from ingest.pdf import pdfium_calls as pdfium
from ingest.pdf import tagged_calls as tags
from ingest.pdf.pdfium_look import Frame

DEEPEST = 60  # levels; a deeper tree is broken or hostile
MOST_ELEMENTS = 20_000  # on one page
MOST_SPAN = 1000

Path = tuple[int, ...]
Mark = tuple[int, bool]  # the number of a marked content, -1 for none; and whether it is an artifact
UNMARKED: Mark = (-1, False)

_TOKEN = re.compile("[^\\s\x00-\x1f\ufffe]+\ufffe?")  # PDFium sets U+FFFE for a hyphen at the end of a line
_HEADING = re.compile(r"H([1-9]?)$")


class Role(enum.StrEnum):
    """What the tags say of a text outside tables."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    LABEL = "label"  # the number or bullet of a list item
    CAPTION = "caption"
    NOTE = "note"
    ARTIFACT = "artifact"  # no part of the text: running headers and footers


@dataclass(frozen=True, slots=True)
class TaggedText:
    """A text outside tables with its role; `level` is 1 to 9 for a heading, the depth of a list item, else 0.

    `element` is the path of the paragraph, heading or item that it belongs to; empty for artifacts. Boxes are those
    of its words, in points of the displayed page.
    """

    role: Role
    level: int
    element: Path
    boxes: tuple[Box, ...]


@dataclass(slots=True)
class CellTag:
    """A TH or TD: the spans that it states and its marked contents on this page.

    `is_heading` tells that it is a TH, and not one that heads its row alone.
    """

    path: Path
    is_heading: bool
    row_span: int
    column_span: int
    contents: set[int] = field(default_factory=set)


@dataclass(slots=True)
class RowTag:
    """A TR with the cells that have content on this page.

    `n_children` counts its others too; `in_head` tells that it stands in a THead.
    """

    path: Path
    n_children: int
    in_head: bool
    cells: list[CellTag] = field(default_factory=list)


@dataclass(slots=True)
class TableTag:
    """A Table element with the rows that have content on this page."""

    path: Path
    rows: list[RowTag] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PageTags:
    """What the tags of a page say.

    `boxes` holds the boxes of the words under each marked content, in points of the displayed page; `artifacts` those
    of words that are marked as no part of the text.
    """

    number: int
    tables: tuple[TableTag, ...]
    texts: tuple[TaggedText, ...]
    boxes: dict[int, tuple[Box, ...]]
    artifacts: tuple[Box, ...]


def read_tags(
    page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, text: str, frame: Frame, number: int
) -> PageTags | None:
    """Return what the tags of a page say, None where it has none.

    `text` is the page's text, one character for each that PDFium counts.
    """
    tree = tags.tree_of(pdfium.address_of(page.raw))
    if not tree:
        return None
    try:
        reader = _TreeReader()
        reader.read(tree)
    finally:
        tags.close_tree(tree)
    if not reader.n_contents:
        return None
    boxes, artifacts = _marked_words(page, text_page, text, frame)
    texts = [
        TaggedText(role, level, path, tuple(box for content in contents for box in boxes.get(content, ())))
        for (role, level, path), contents in reader.texts.items()
    ]
    return PageTags(
        number,
        tuple(reader.tables),
        (*(text for text in texts if text.boxes), *(TaggedText(Role.ARTIFACT, 0, (), (box,)) for box in artifacts)),
        boxes,
        artifacts,
    )


class _TreeReader:
    """Walks the tree of one page; what it finds is in `tables` and `texts`."""

    def __init__(self) -> None:
        self.tables: list[TableTag] = []
        self.texts: dict[tuple[Role, int, Path], list[int]] = defaultdict(list)
        self.n_contents = 0
        self._n_elements = 0

    def read(self, tree: int) -> None:
        for i in range(max(tags.count_roots(tree), 0)):
            root = tags.root_at(tree, i)
            if root:
                self._text(root, (i,), (Role.PARAGRAPH, 0, ()), 0)

    def _children(self, element: int, path: Path) -> Iterator[tuple[int, Path]]:
        """Yield the children that have content on the page, with their paths."""
        self._n_elements += 1
        if len(path) > DEEPEST or self._n_elements > MOST_ELEMENTS:
            return
        for i in range(max(tags.count_children(element), 0)):
            child = tags.child_at(element, i)
            if child:
                yield child, (*path, i)

    def _contents(self, element: int) -> list[int]:
        """Return the marked contents on this page that are an element's own."""
        found = [tags.child_content(element, i) for i in range(max(tags.count_children(element), 0))]
        contents = [content for content in found if content >= 0]
        self.n_contents += len(contents)
        return contents

    def _text(self, element: int, path: Path, role: tuple[Role, int, Path], depth: int) -> None:
        kind = tags.type_of(element)
        if kind == "Table":
            self._table(element, path)
            return
        heading = _HEADING.match(kind)
        if heading:
            role = (Role.HEADING, int(heading[1] or 1), path)
        elif kind == "L":
            depth += 1
        elif kind == "LI":
            role = (Role.LIST_ITEM, depth, path)
        elif kind == "Lbl" and role[0] is Role.LIST_ITEM:
            role = (Role.LABEL, depth, role[2])
        elif kind in ("Caption", "Note"):
            role = (Role(kind.lower()), 0, path)
        elif kind in ("P", "Title", "BlockQuote", "TOCI") and role[0] is Role.PARAGRAPH:
            role = (Role.PARAGRAPH, 0, path)
        contents = self._contents(element)
        if contents:
            self.texts[role] += contents
        for child, below in self._children(element, path):
            self._text(child, below, role, depth)

    def _table(self, element: int, path: Path) -> None:
        table = TableTag(path)
        self._rows(element, path, table, in_head=False)
        if any(row.cells for row in table.rows):
            self.tables.append(table)

    def _rows(self, element: int, path: Path, table: TableTag, *, in_head: bool) -> None:
        for child, below in self._children(element, path):
            kind = tags.type_of(child)
            if kind == "TR":
                row = RowTag(below, max(tags.count_children(child), 0), in_head)
                self._cells(child, below, row)
                table.rows.append(row)
            elif kind in ("THead", "TBody", "TFoot", "NonStruct", "Div", "Sect"):
                self._rows(child, below, table, in_head=in_head or kind == "THead")
            else:
                self._text(child, below, (Role.PARAGRAPH, 0, below), 0)

    def _cells(self, element: int, path: Path, row: RowTag) -> None:
        for child, below in self._children(element, path):
            kind = tags.type_of(child)
            if kind not in ("TH", "TD"):
                continue
            high, wide = tags.number_attribute(child, b"RowSpan"), tags.number_attribute(child, b"ColSpan")
            heads = kind == "TH" and tags.name_attribute(child, b"Scope") != "Row"
            cell = CellTag(below, heads, 1 if high is None else high, 1 if wide is None else wide)
            self._gather(child, below, cell.contents)
            row.cells.append(cell)

    def _gather(self, element: int, path: Path, contents: set[int]) -> None:
        """Add the contents of an element and of all below it, a table in a cell among them."""
        contents.update(self._contents(element))
        for child, below in self._children(element, path):
            self._gather(child, below, contents)


def _marked_words(
    page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, text: str, frame: Frame
) -> tuple[dict[int, tuple[Box, ...]], tuple[Box, ...]]:
    """Return the boxes of the words under each marked content, and of those that are artifacts."""
    address = pdfium.address_of(text_page.raw)
    marks = _form_marks(pdfium.address_of(page.raw))
    boxes: dict[int, list[Box]] = defaultdict(list)
    artifacts: list[Box] = []
    for found in _TOKEN.finditer(text):
        for start, end, (content, artifact) in _stretches(address, *found.span(), marks):
            if content < 0 and not artifact:
                continue
            box = _box(address, start, end, frame)
            if content >= 0:
                boxes[content].append(box)
            else:
                artifacts.append(box)
    return {content: tuple(found) for content, found in boxes.items()}, tuple(artifacts)


def _mark_of(thing: int) -> Mark:
    content = tags.content_of(thing)
    return content, content < 0 and tags.is_artifact(thing)


def _form_marks(page: int) -> dict[int, Mark]:
    """Return the marks of what forms of the page draw: that of the form, since numbers inside are the form's own."""
    marks: dict[int, Mark] = {}

    def mark(form: int, as_marked: Mark, depth: int) -> None:
        for i in range(max(pdfium.form_count(form), 0)):
            thing = pdfium.form_object(form, i)
            marks[thing] = as_marked
            if depth < DEEPEST and pdfium.object_type(thing) == raw.FPDF_PAGEOBJ_FORM:
                mark(thing, as_marked, depth + 1)

    for i in range(max(pdfium.count_objects(page), 0)):
        thing = pdfium.page_object(page, i)
        if pdfium.object_type(thing) == raw.FPDF_PAGEOBJ_FORM:
            mark(thing, _mark_of(thing), 0)
    return marks


def _stretches(page: int, start: int, end: int, marks: dict[int, Mark]) -> Iterator[tuple[int, int, Mark]]:
    """Yield the stretches of a word under one mark each; the objects at its ends tell of those between if they agree.

    `marks` are those of the objects asked so far.
    """
    first = _mark_at(page, start, marks)
    if end == start + 1 or _mark_at(page, end - 1, marks) == first:
        yield start, end, first
        return
    begun, mark = start, first
    for i in range(start + 1, end):
        other = _mark_at(page, i, marks)
        if other != mark:
            yield begun, i, mark
            begun, mark = i, other
    yield begun, end, mark


def _mark_at(page: int, index: int, marks: dict[int, Mark]) -> Mark:
    thing = pdfium.text_object(page, index)
    if not thing:
        return UNMARKED
    if thing not in marks:
        marks[thing] = _mark_of(thing)
    return marks[thing]


def _box(page: int, start: int, end: int, frame: Frame) -> Box:
    floats = (ctypes.c_float * 4)()
    at = ctypes.addressof(floats)
    pdfium.loose_box(page, start, at)  # left, top, right, bottom
    left, top, right, bottom = floats
    if end > start + 1:
        pdfium.loose_box(page, end - 1, at)
        left, top = min(left, floats[0]), max(top, floats[1])
        right, bottom = max(right, floats[2]), min(bottom, floats[3])
    return frame.shown(left, bottom, right, top)
