"""The structure tree of one page (PDF 32000 §14.7): its tables as tagged, and where the words stand under each tag.

PDFium gives a tree for each page that holds the elements with content on it; the others keep their place among their
siblings, so that paths are the same on every page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import pypdfium2
from pypdfium2 import raw

from ingest.model import Box
from ingest.pdf import pdfium_calls as pdfium
from ingest.pdf import tagged_calls as calls
from ingest.pdf.pdfium_look import Frame
from ingest.pdf.tags import CellTag, PageTags, Path, RowTag, TableTag

DEEPEST = 60  # levels; a deeper tree is broken or hostile
MOST_ELEMENTS = 20_000  # on one page

Mark = tuple[int, bool]  # the number of a marked content, -1 for none; and whether it is an artifact
UNMARKED: Mark = (-1, False)

# PDFium sets U+FFFE for a hyphen at the end of a line, and no line break after it
_TOKEN = re.compile("[^\\s\x00-\x1f\ufffe]+\ufffe?")


def read_tags(
    page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, text: str, frame: Frame, forms: Sequence[int]
) -> PageTags | None:
    """Return what the tags of a page say of its tables, None where they tell of none.

    `text` is the page's text, one character for each that PDFium counts; `forms` are the forms that it draws.
    """
    tree = calls.tree_of(pdfium.address_of(page.raw))
    if not tree:
        return None
    try:
        tables = _TreeReader(tree).tables
    finally:
        calls.close_tree(tree)
    if not tables:
        return None
    wanted = {content for table in tables for row in table.rows for cell in row.cells for content in cell.contents}
    words = _MarkedWords(pdfium.address_of(text_page.raw), frame, wanted, _form_marks(forms))
    words.read(text)
    boxes = {content: tuple(found) for content, found in words.boxes.items()}
    return PageTags(tuple(tables), boxes, tuple(words.artifacts))


class _TreeReader:
    """Walks the tree of one page; what it finds is in `tables`.

    A table in a cell of another is one of its own: the outer one is there for the layout, or geometry tells.
    """

    def __init__(self, tree: int) -> None:
        self.tables: list[TableTag] = []
        self._n_elements = 0
        self._type = calls.TypeReader()
        for i in range(max(calls.count_roots(tree), 0)):
            root = calls.root_at(tree, i)
            if root:
                self._seek(root, (i,))

    def _children(self, element: int, path: Path) -> Iterator[tuple[int, Path]]:
        """Yield the children that have content on the page, with their paths."""
        self._n_elements += 1
        if len(path) > DEEPEST or self._n_elements > MOST_ELEMENTS:
            return
        for i in range(max(calls.count_children(element), 0)):
            child = calls.child_at(element, i)
            if child:
                yield child, (*path, i)

    def _seek(self, element: int, path: Path) -> None:
        """Find the tables among an element and what is below it."""
        if self._type.of(element) == "Table":
            self._table(element, path)
            return
        for child, below in self._children(element, path):
            self._seek(child, below)

    def _table(self, element: int, path: Path) -> None:
        table, place = TableTag(path), len(self.tables)
        self._rows(element, path, table, in_head=False)
        holds_tables = len(self.tables) > place
        if not holds_tables and any(row.cells for row in table.rows):
            self.tables.append(table)

    def _rows(self, element: int, path: Path, table: TableTag, *, in_head: bool) -> None:
        for child, below in self._children(element, path):
            kind = self._type.of(child)
            if kind == "TR":
                row = RowTag(below, max(calls.count_children(child), 0), in_head)
                self._cells(child, below, row)
                table.rows.append(row)
            elif kind in ("THead", "TBody", "TFoot", "NonStruct", "Div", "Sect"):
                self._rows(child, below, table, in_head=in_head or kind == "THead")
            else:
                self._seek(child, below)

    def _cells(self, element: int, path: Path, row: RowTag) -> None:
        for child, below in self._children(element, path):
            kind = self._type.of(child)
            if kind not in ("TH", "TD"):
                continue
            high, wide = calls.number_attribute(child, b"RowSpan"), calls.number_attribute(child, b"ColSpan")
            heads = kind == "TH" and calls.name_attribute(child, b"Scope") != "Row"
            cell = CellTag(below, heads, 1 if high is None else high, 1 if wide is None else wide)
            self._gather(child, below, cell.contents)
            row.cells.append(cell)

    def _gather(self, element: int, path: Path, contents: set[int]) -> None:
        """Add the contents of an element and of all below it; tables among these are found."""
        for i in range(max(calls.count_children(element), 0)):
            content = calls.child_content(element, i)
            if content >= 0:
                contents.add(content)
        for child, below in self._children(element, path):
            if self._type.of(child) == "Table":
                self._table(child, below)
            else:
                self._gather(child, below, contents)


class _MarkedWords:
    """Gathers the boxes of the words under the contents that are wanted, and of those that are artifacts."""

    def __init__(self, text_page: int, frame: Frame, wanted: set[int], marks: dict[int, Mark]) -> None:
        """Take the marks of objects that are known already; others are asked of the objects."""
        self._page, self._frame, self._wanted, self._marks = text_page, frame, wanted, marks
        self._floats, (self._at, *_) = pdfium.room_for_reals(4)
        self.boxes: dict[int, list[Box]] = defaultdict(list)
        self.artifacts: list[Box] = []

    def read(self, text: str) -> None:
        """Take in the words of a page; words under one mark that follow each other on a line share a box.

        The ends of a word tell of what is between them where they agree.
        """
        page, marks, text_object = self._page, self._marks, pdfium.text_object
        begun, ended, mark = 0, 0, UNMARKED
        for found in _TOKEN.finditer(text):
            start, end = found.span()
            if start != ended + 1 or text[ended] != " ":  # a space within a line goes with the words around it
                self._add(begun, ended, mark)
                begun, mark = start, UNMARKED
            thing = text_object(page, start)
            first = last = marks.get(thing) or self._mark_of(thing)
            if end > start + 1:
                other = text_object(page, end - 1)
                if other != thing:
                    last = marks.get(other) or self._mark_of(other)
            if first == last == mark:
                ended = end
                continue
            for i in (start,) if first == last else range(start, end):
                its = self._mark_at(i)
                if its != mark:
                    self._add(begun, ended if i == start else i, mark)
                    begun, mark = i, its
            ended = end
        self._add(begun, ended, mark)

    def _add(self, start: int, end: int, mark: Mark) -> None:
        content, artifact = mark
        if artifact:
            self.artifacts.append(self._box(start, end))
        elif content in self._wanted:
            self.boxes[content].append(self._box(start, end))

    def _mark_of(self, thing: int | None) -> Mark:
        """Return the mark of an object that was not met before; characters that PDFium adds have no object."""
        if not thing:
            return UNMARKED
        mark = self._marks[thing] = _mark_of(thing)
        return mark

    def _mark_at(self, index: int) -> Mark:
        thing = pdfium.text_object(self._page, index)
        return self._marks.get(thing) or self._mark_of(thing)

    def _box(self, start: int, end: int) -> Box:
        pdfium.loose_box(self._page, start, self._at)
        left, top, right, bottom = self._floats
        if end > start + 1:
            pdfium.loose_box(self._page, end - 1, self._at)
            x0, y1, x1, y0 = self._floats
            left, top, right, bottom = min(left, x0), max(top, y1), max(right, x1), min(bottom, y0)
        return self._frame.shown(left, bottom, right, top)


def _mark_of(thing: int) -> Mark:
    content = calls.content_of(thing)
    return content, content < 0 and calls.is_artifact(thing)


def _form_marks(forms: Sequence[int]) -> dict[int, Mark]:
    """Return the marks of what forms draw: that of the form, since numbers inside are the form's own."""
    marks: dict[int, Mark] = {}

    def mark(form: int, as_marked: Mark, depth: int) -> None:
        for i in range(max(pdfium.form_count(form), 0)):
            thing = pdfium.form_object(form, i)
            marks[thing] = as_marked
            if depth < DEEPEST and pdfium.object_type(thing) == raw.FPDF_PAGEOBJ_FORM:
                mark(thing, as_marked, depth + 1)

    for form in forms:
        mark(form, _mark_of(form), 0)
    return marks
