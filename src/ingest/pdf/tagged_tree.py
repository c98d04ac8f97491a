"""The structure tree of one page (PDF 32000 §14.7): its tables as tagged, and the mark of each object.

PDFium gives a tree for each page that holds the elements with content on it; the others keep their place among their
siblings, so that paths are the same on every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2
from pypdfium2 import raw

from ingest.pdf import pdfium_calls as pdfium
from ingest.pdf import tagged_calls as calls
from ingest.pdf.tags import CellTag, Path, RowTag, TableTag
from ingest.pdf.words import ARTIFACT, UNMARKED

DEEPEST = 60  # levels; a deeper tree is broken or hostile
MOST_ELEMENTS = 20_000  # on one page


def read_tags(page: pypdfium2.PdfPage) -> tuple[TableTag, ...]:
    """Return the tables that the tags of a page tell of."""
    tree = calls.tree_of(pdfium.address_of(page.raw))
    if not tree:
        return ()
    try:
        return tuple(_TreeReader(tree).tables)
    finally:
        calls.close_tree(tree)


def holds_tagged_table(page: int) -> bool:
    """Tell whether the tags of a page, given by its address, tell of a table of two rows and two columns at least."""
    tree = calls.tree_of(page)
    if not tree:
        return False
    try:
        tables = _TreeReader(tree).tables
    finally:
        calls.close_tree(tree)
    return any(sum(len(row.cells) > 1 for row in table.rows) > 1 for table in tables)


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


class Marks:
    """Tells to which marked content the objects of a page belong: by its number, else `UNMARKED` or `ARTIFACT`."""

    def __init__(self, things: Sequence[int]) -> None:
        """Take a page's objects. What a form draws has the mark of the form: numbers inside are the form's own."""
        self._marks: dict[int, int] = {}
        for thing in things:
            if pdfium.object_type(thing) == raw.FPDF_PAGEOBJ_FORM:
                self._mark_all(thing, _mark_of(thing), 0)

    def of(self, thing: int) -> int:
        """Return the mark of an object."""
        mark = self._marks.get(thing)
        return _mark_of(thing) if mark is None else mark

    def _mark_all(self, form: int, mark: int, depth: int) -> None:
        for i in range(max(pdfium.form_count(form), 0)):
            thing = pdfium.form_object(form, i)
            self._marks[thing] = mark
            if depth < DEEPEST and pdfium.object_type(thing) == raw.FPDF_PAGEOBJ_FORM:
                self._mark_all(thing, mark, depth + 1)


def _mark_of(thing: int) -> int:
    content: int = calls.content_of(thing)
    if content >= 0:
        return content
    return ARTIFACT if calls.is_artifact(thing) else UNMARKED
