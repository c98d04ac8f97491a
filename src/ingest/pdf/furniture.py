"""Running headers, footers and page numbers: lines that come again at the same height of other pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from ingest.model import Box
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.lines import Line, lines_of, stands_in
from ingest.pdf.words import Word

MARGIN_SHARE = 0.12  # of the page's height, from its top and its foot, in which running lines stand
SAME_HEIGHT_POINTS = 4.0
FEWEST_PAGES = 2
_PAGE_NUMBER = re.compile(
    r"^(?:page\s*)?[-–\s]*(?:\d{1,4}|[ivxlc]{1,6})[-–\s]*(?:(?:of|/)\s*\d{1,4})?$|^page\s+\d+.{0,20}$", re.I
)


def _key(line: Line) -> str:
    """Return a line's text with its numbers blanked, so that page 3 and page 4 are alike."""
    return re.sub(r"\W+", "", re.sub(r"\d+", "0", line.text.casefold()))


def _marginal_lines(page: PageGeometry, tables: Sequence[Box]) -> list[Line]:
    """Return the lines in the margins of a page, at its top and its foot, that stand in no table."""
    edge = MARGIN_SHARE * page.size.height
    words = [w for w in page.words if w.box.bottom <= edge or w.box.top >= page.size.height - edge]
    return lines_of([w for w in words if not any(stands_in(w.box, table) for table in tables)])


def running_words(pages: Sequence[PageGeometry], tables: Mapping[int, Sequence[Box]]) -> Mapping[int, frozenset[Word]]:
    """Return, by page number, the words that are running headers, footers or page numbers.

    `tables` are the boxes of the tables on each page: a heading row that comes again on each page is no header.
    A line in a margin counts where its like stands at the same height of another page, or where it is nothing but a
    page number at the very edge.
    """
    seen: dict[str, list[tuple[int, float, Line]]] = defaultdict(list)
    found: dict[int, set[Word]] = defaultdict(set)
    for page in pages:
        for line in _marginal_lines(page, tables.get(page.number, ())):
            seen[_key(line)].append((page.number, line.box.top, line))
            if _PAGE_NUMBER.match(line.text.strip()) and _at_edge(line, page):
                found[page.number].update(line.words)
    for places in seen.values():
        for number, top, line in places:
            others = {n for n, y, _ in places if n != number and abs(y - top) <= SAME_HEIGHT_POINTS}
            if len(others) + 1 >= max(FEWEST_PAGES, len(pages) // 3):
                found[number].update(line.words)
    return {number: frozenset(words) for number, words in found.items()}


def _at_edge(line: Line, page: PageGeometry) -> bool:
    """Tell whether a line is the first or the last on its page."""
    others = [w for w in page.words if w not in line.words]
    above = all(w.box.top >= line.box.bottom - 1 for w in others)
    below = all(w.box.bottom <= line.box.top + 1 for w in others)
    return above or below
