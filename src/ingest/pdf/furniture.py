"""Running headers, footers and page numbers: lines that come again at the same height of other pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest.model import Box
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.lines import Line, lines_of, stands_in
from ingest.pdf.words import Word

MARGIN_SHARE = 0.12  # of the page's height, from its top and its foot, in which running lines stand
SAME_HEIGHT_POINTS = 4.0
FEWEST_PAGES = 2
USUAL_PAGES = 12  # a paper in a pack is about as long; a third of that bears its running lines, however long the pack
_PAGE_NUMBER = re.compile(
    r"^(?:page\s*)?[-–\s]*(?:\d{1,4}|[ivxlc]{1,6})[-–\s]*(?:(?:of|/)\s*\d{1,4})?$|^page\s+\d+.{0,20}$", re.I
)


class RunningLines:
    """The lines in the margins of the pages met so far, by which running ones are told."""

    def __init__(self) -> None:
        self._places: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._n_pages = 0

    def words_on(self, pages: Iterable[tuple[PageGeometry, Sequence[Box]]]) -> list[list[Word]]:
        """Return, for each of some further pages, the words that are running headers, footers or page numbers.

        With each page come the boxes of its tables: a heading row that comes again on each page is no header. A line
        in a margin counts where its like stands at the same height of another page, of these or of those before, or
        where it is nothing but a page number at the very edge.
        """
        marginal = [(page, _marginal_lines(page, tables)) for page, tables in pages]
        for page, lines in marginal:
            for line in lines:
                self._places[_key(line)].append((page.number, line.box.top))
        self._n_pages += len(marginal)
        return [
            [word for line in lines if self._is_running(line, page) for word in line.words] for page, lines in marginal
        ]

    def _is_running(self, line: Line, page: PageGeometry) -> bool:
        if _PAGE_NUMBER.match(line.text.strip()) and _at_edge(line, page):
            return True
        others = {
            number
            for number, top in self._places[_key(line)]
            if number != page.number and abs(top - line.box.top) <= SAME_HEIGHT_POINTS
        }
        return len(others) + 1 >= max(FEWEST_PAGES, min(self._n_pages, USUAL_PAGES) // 3)


def _key(line: Line) -> str:
    """Return a line's text with its numbers blanked, so that page 3 and page 4 are alike."""
    return re.sub(r"\W+", "", re.sub(r"\d+", "0", line.text.casefold()))


def _marginal_lines(page: PageGeometry, tables: Sequence[Box]) -> list[Line]:
    """Return the lines in the margins of a page, at its top and its foot, that stand in no table."""
    edge = MARGIN_SHARE * page.size.height
    words = [w for w in page.words if w.box.bottom <= edge or w.box.top >= page.size.height - edge]
    return lines_of([w for w in words if not any(stands_in(w.box, table) for table in tables)])


def _at_edge(line: Line, page: PageGeometry) -> bool:
    """Tell whether a line is the first or the last on its page."""
    own = set(map(id, line.words))
    others = [word.box for word in page.words if id(word) not in own]
    above = all(box.top >= line.box.bottom - 1 for box in others)
    return above or all(box.bottom <= line.box.top + 1 for box in others)
