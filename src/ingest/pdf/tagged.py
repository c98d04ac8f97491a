"""Tables that the file itself tags: taken where they agree with what stands on the page, else left to geometry.

PDF 32000 §14.8.4.3 gives the elements: Table, THead, TBody, TR, TH and TD with RowSpan and ColSpan. One Table element
runs over its pages, so it tells which rows, and which merged cells, a page break cuts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.model import Continuation, Table
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.grid import FoundTable
from ingest.pdf.tagged_judge import Disagreement, Drawn, MarkedPage, Step, draw, overlap
from ingest.pdf.tagged_layout import Layout, TaggedRow, gathered, has_lawful_spans, layouts, words_by_content
from ingest.pdf.tags import Path, TableTag
from ingest.pdf.words import ARTIFACT, Word

# a page, the tables that its rulings draw, and all that its geometry shows
Untold = tuple[PageGeometry, Sequence[FoundTable], Sequence[FoundTable]]
Part = tuple[int, TableTag, Mapping[int, Sequence[Word]]]  # a page, the table's tag there, the page's words by content
Told = tuple[FoundTable, "TaggedTable | None"]  # a table of a page, and what tells of it where that is the tags
Accepted = tuple[Layout, list[Drawn]]  # a table and its parts, page by page


@dataclass(frozen=True, slots=True)
class TaggedTable:
    """The part of a tagged table on one page; `element` is the path of its Table element, the same on each.

    `headings` are the (row, column) of the cells tagged as headings of columns; `header_rows` counts the leading rows
    that hold nothing else. `continues` is None for a table's first part.
    """

    element: Path
    found: FoundTable
    headings: frozenset[tuple[int, int]]
    header_rows: int
    continues: Continuation | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The tagged tables of a document by page, and why others were left to geometry, by the path of their element."""

    tables: Mapping[int, tuple[TaggedTable, ...]]
    refused: Mapping[Path, Disagreement]


def tagged_tables(pages: Sequence[Untold]) -> Judged:
    """Return the tagged tables of pages that follow each other, as far as they agree with what stands there."""
    by_number: dict[int, MarkedPage] = {}
    parts: dict[Path, list[Part]] = defaultdict(list)
    for geometry, ruled, shown in pages:
        if geometry.tags:
            page = by_number[geometry.number] = _marked_page(geometry, ruled, shown)
            for table in geometry.tags:
                parts[table.path].append((geometry.number, table, page.words))
    accepted, refused = _judged({path: gathered(parts[path]) for path in parts}, by_number)
    found: dict[int, list[TaggedTable]] = defaultdict(list)
    for path in sorted(accepted):
        for number, part in _parts(path, *accepted[path]):
            found[number].append(part)
    return Judged({number: tuple(tables) for number, tables in found.items()}, refused)


def _marked_page(page: PageGeometry, ruled: Sequence[FoundTable], shown: Sequence[FoundTable]) -> MarkedPage:
    by_content = words_by_content(page.words)
    return MarkedPage(page, ruled, shown, by_content, frozenset(map(id, by_content.get(ARTIFACT, ()))))


def _judged(
    rows: Mapping[Path, Sequence[TaggedRow]], pages: Mapping[int, MarkedPage]
) -> tuple[dict[Path, Accepted], dict[Path, Disagreement]]:
    """Return the tables that agree and those that do not.

    Tables that touch are one to the rulings, so a table that is refused may take others with it: they are judged
    again until none falls.
    """
    own = {path: _words_by_page(rows[path]) for path in rows}
    refused: dict[Path, Disagreement] = {}
    while True:
        left = sorted(path for path in rows if path not in refused)
        tagged: dict[int, set[int]] = defaultdict(set)
        for path in left:
            for page, found in own[path].items():
                tagged[page] |= found
        accepted: dict[Path, Accepted] = {}
        for path in left:
            judged = _judge(rows[path], pages, tagged)
            if isinstance(judged, Disagreement):
                refused[path] = judged
            else:
                accepted[path] = judged
        if len(accepted) == len(left):
            return accepted, refused


def _words_by_page(rows: Sequence[TaggedRow]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        for cell in row.cells.values():
            for page, words in cell.words.items():
                found[page].update(map(id, words))
    return found


def with_tagged(pages: Sequence[Sequence[FoundTable]], tagged: Sequence[Sequence[TaggedTable]]) -> Iterator[list[Told]]:
    """Yield each page's tables from the top down: the tagged ones, and those found elsewhere on the page.

    A part that a table of another kind parts from the part before does not go on with it.
    """
    last: Path | None = None
    for found, mine in zip(pages, tagged, strict=True):
        boxes = [table.found.box for table in mine]
        others = [(table, None) for table in found if not any(overlap(table.box, box) for box in boxes)]
        told: list[Told] = []
        for table, by_tags in sorted(
            [*others, *((table.found, table) for table in mine)], key=lambda told: (told[0].box.top, told[0].box.x0)
        ):
            element = by_tags.element if by_tags else None
            told.append((table, replace(by_tags, continues=None) if by_tags and element != last else by_tags))
            last = element
        yield told


def marked(table: Table, tagged: TaggedTable) -> Table:
    """Return a table made of a tagged one's grid with its headings, and how it goes on, as the tags say."""
    cells = tuple(replace(c, is_heading=True) if (c.row, c.column) in tagged.headings else c for c in table.cells)
    return replace(table, cells=cells, header_rows=tagged.header_rows, continues=tagged.continues)


def _judge(
    rows: Sequence[TaggedRow], pages: Mapping[int, MarkedPage], tagged: Mapping[int, set[int]]
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
            last = max((part.rows[-1] for part in drawn), default=-1)
            part = draw(layout, pages[number], last, tagged.get(number, set()))
            if isinstance(part, Disagreement):
                failed = failed or part
                break
            drawn.append(part)
        else:
            return layout, drawn
    return failed or Disagreement(Step.GRID)


def _parts(path: Path, layout: Layout, drawn: Sequence[Drawn]) -> Iterator[tuple[int, TaggedTable]]:
    """Yield the parts of a table with the page of each."""
    last: int | None = None  # the last row on the pages before
    for part, page in zip(drawn, layout.pages, strict=True):
        cells = zip(part.table.cells, part.source, strict=True)
        headings = frozenset((cell.row, cell.column) for cell, source in cells if source.is_heading)
        header_rows = sum(row < layout.head_rows for row in part.rows)
        continues = None if last is None else _continuation(part, last)
        yield page, TaggedTable(path, part.table, headings, header_rows, continues)
        last = max(part.rows[-1], -1 if last is None else last)


def _continuation(part: Drawn, last: int) -> Continuation:
    n = part.n_repeated
    if n == len(part.rows):
        return Continuation(n, cut=False, merged=frozenset())
    first = part.rows[n]
    cut = first == last
    merged = {
        column
        for cell, source in zip(part.table.cells, part.source, strict=True)
        if cell.row == n and source.row < first and not cut
        for column in range(cell.column, cell.column + cell.column_span)
    }
    return Continuation(n, cut, frozenset(merged))
