"""Tables that the file itself tags: taken where they agree with what stands on the page, else left to geometry.

PDF 32000 §14.8.4.3 gives the elements: Table, THead, TBody, TR, TH and TD with RowSpan and ColSpan. One Table element
runs over its pages, so it tells which rows, and which merged cells, a page break cuts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.model import Box, Table
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.grid import FoundTable
from ingest.pdf.tagged_judge import Disagreement, Drawn, Step, draw, rows_on
from ingest.pdf.tagged_layout import Layout, TaggedRow, gathered, has_lawful_spans, layouts, words_by_content
from ingest.pdf.tagged_tree import PageTags, Path
from ingest.pdf.turn import to_display, turned_size
from ingest.pdf.words import Word

Marked = tuple[dict[int, list[Word]], frozenset[Word]]  # the words under each marked content, and the artifacts
Accepted = tuple[Layout, list[Drawn], list[int]]  # a table, its parts, and their pages


@dataclass(frozen=True, slots=True)
class Continuation:
    """How a part of a table goes on with the part on the page before.

    `n_repeated` leading rows repeat rows before; of the row after them, `cut` tells that it goes on with the last row
    before, and `merged` names the columns whose cells go on with a cell merged over the page break.
    """

    n_repeated: int
    cut: bool
    merged: frozenset[int]


@dataclass(frozen=True, slots=True)
class TaggedTable:
    """The part of a tagged table on one page; `table` counts the document's tagged tables from 0.

    `headings` are the (row, column) of the cells tagged as headings of columns; `header_rows` counts the leading rows
    that hold nothing else. `continues` is None for a table's first part.
    """

    table: int
    page: int
    found: FoundTable
    headings: frozenset[tuple[int, int]]
    header_rows: int
    continues: Continuation | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The tagged tables of a document by page, and why others were left to geometry, by the path of their element."""

    tables: Mapping[int, tuple[TaggedTable, ...]]
    refused: Mapping[Path, Disagreement]


def tagged_tables(tags: Sequence[PageTags], pages: Sequence[PageGeometry]) -> Judged:
    """Return the tagged tables that agree with what stands on the pages."""
    geometries = {page.number: page for page in pages}
    words: dict[int, Marked] = {}
    parts: dict[Path, list[PageTags]] = defaultdict(list)
    for page_tags in tags:
        if page_tags.number in geometries and page_tags.tables:
            words[page_tags.number] = _words(geometries[page_tags.number], page_tags)
            for table in page_tags.tables:
                parts[table.path].append(page_tags)
    accepted, refused = _judged(parts, words, geometries)
    found: dict[int, list[TaggedTable]] = defaultdict(list)
    for number, path in enumerate(sorted(accepted)):
        for part in _parts(number, *accepted[path]):
            found[part.page].append(part)
    return Judged({page: tuple(tables) for page, tables in found.items()}, refused)


def _judged(
    parts: Mapping[Path, Sequence[PageTags]], words: Mapping[int, Marked], pages: Mapping[int, PageGeometry]
) -> tuple[dict[Path, Accepted], dict[Path, Disagreement]]:
    """Return the tables that agree and those that do not.

    Tables that touch are one to the rulings, so a table that is refused may take others with it: they are judged
    again until none falls.
    """
    rows = {path: gathered([(tags, path, words[tags.number][0]) for tags in parts[path]]) for path in parts}
    refused: dict[Path, Disagreement] = {}
    while True:
        left = sorted(path for path in parts if path not in refused)
        own = {path: _words_by_page(rows[path]) for path in left}
        accepted: dict[Path, Accepted] = {}
        for path in left:
            others: dict[int, set[Word]] = defaultdict(set)
            for other in left:
                for page, found in own[other].items() if other != path else ():
                    others[page] |= found
            judged = _judge(rows[path], words, pages, others)
            if isinstance(judged, Disagreement):
                refused[path] = judged
            else:
                accepted[path] = judged
        if len(accepted) == len(left):
            return accepted, refused


def _words_by_page(rows: Sequence[TaggedRow]) -> dict[int, set[Word]]:
    found: dict[int, set[Word]] = defaultdict(set)
    for row in rows:
        for cell in row.cells.values():
            for page, words in cell.words.items():
                found[page].update(words)
    return found


def with_tagged(found: Sequence[FoundTable], tagged: Sequence[TaggedTable]) -> tuple[FoundTable, ...]:
    """Return a page's tables from the top down: the tagged ones, and those found elsewhere on the page."""
    boxes = [table.found.box for table in tagged]
    others = [table for table in found if not any(_overlap(table.box, box) for box in boxes)]
    both = (*others, *(table.found for table in tagged))
    return tuple(sorted(both, key=lambda table: (table.box.top, table.box.x0)))


def marked(table: Table, tagged: TaggedTable) -> Table:
    """Return a table made of a tagged one's grid with its headings marked as the tags say."""
    cells = tuple(replace(c, is_heading=True) if (c.row, c.column) in tagged.headings else c for c in table.cells)
    return replace(table, cells=cells, header_rows=tagged.header_rows)


def _overlap(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.bottom, b.bottom) - max(a.top, b.top) > 1


def _words(page: PageGeometry, tags: PageTags) -> Marked:
    """Return the words of a page by marked content and those that are artifacts, in the page's reading frame."""
    if not page.turn:
        return words_by_content(page.words, tags)
    display = turned_size(page.size, page.turn)
    own = {replace(word, box=to_display(word.box, page.turn, display)): word for word in page.words}
    found, artifacts = words_by_content(tuple(own), tags)
    return {content: [own[w] for w in words] for content, words in found.items()}, frozenset(own[w] for w in artifacts)


def _judge(
    rows: Sequence[TaggedRow],
    words: Mapping[int, Marked],
    pages: Mapping[int, PageGeometry],
    others: Mapping[int, set[Word]],
) -> Accepted | Disagreement:
    """Return a table's layout and its part on each page, or the step at which it disagrees with what stands there."""
    if not any(found for row in rows for cell in row.cells.values() for found in cell.words.values()):
        return Disagreement(Step.WORDS)
    if not has_lawful_spans(rows):
        return Disagreement(Step.SPANS)
    failed: Disagreement | None = None
    for layout in layouts(rows):
        if layout.n_rows < 2 or layout.n_columns < 2:
            continue
        drawn: list[Drawn] = []
        for number in layout.pages:
            part = draw(layout, pages[number], words[number][1], frozenset(others.get(number, ())))
            if isinstance(part, Disagreement):
                failed = failed or part
                break
            drawn.append(part)
        else:
            return layout, drawn, list(layout.pages)
    return failed or Disagreement(Step.GRID)


def _parts(number: int, layout: Layout, drawn: Sequence[Drawn], pages: Sequence[int]) -> list[TaggedTable]:
    made: list[TaggedTable] = []
    for i, (part, page) in enumerate(zip(drawn, pages, strict=True)):
        headings = frozenset((cell.row, cell.column) for cell, source in part.source.items() if source.is_heading)
        header_rows = sum(row < layout.head_rows for row in part.rows)
        continues = _continuation(part, rows_on(layout, pages[i - 1])) if i else None
        made.append(TaggedTable(number, page, part.table, headings, header_rows, continues))
    return made


def _continuation(part: Drawn, before: Sequence[int]) -> Continuation:
    n = part.n_repeated
    if n == len(part.rows):
        return Continuation(n, cut=False, merged=frozenset())
    first = part.rows[n]
    cut = first in before
    merged = {
        column
        for cell, source in part.source.items()
        if cell.row == n and source.row < first and not cut
        for column in range(cell.column, cell.column + cell.column_span)
    }
    return Continuation(n, cut, frozenset(merged))
