"""Which pages the pieces of a document stand on, counted by the breaks that its office program left in it.

Word and LibreOffice write where the pages of their last layout began, beside the breaks that the author set, and how
many pages there were. The count is taken only where both agree: a file that another program has changed since keeps
breaks that are no longer true, and a wrong page is worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ingest.elements import Element
from ingest.model import Locator

MOST_PLACES = 200_000  # paragraphs and cells of which the pages are kept; some thousands of pages

Pages = tuple[int, int]  # the first and the last page that a piece stands on


@dataclass(frozen=True, slots=True)
class Paging:
    """How many pages a document has by its own statement, and those on which its paragraphs and cells show text."""

    stated: int | None = None
    stands: Mapping[Element, Pages] = field(default_factory=dict)

    def page_of(self, element: Element) -> int | None:
        """Return the page on which an element, or else the nearest one around it, begins to show; None if unknown."""
        around: Element | None = element if self.stands else None
        while around is not None and around not in self.stands:
            around = around.getparent()
        return self.stands[around][0] if around is not None else None

    def parts(self, element: Element, path: str) -> tuple[Locator, ...]:
        """Return the locators of a cell, one for each page that it stands on."""
        first, last = self.stands.get(element, (None, None))
        if first is None or last is None:
            return (Locator(path=path),)
        return tuple(Locator(page=page, path=path) for page in range(first, last + 1))


UNPAGED = Paging()


@dataclass(slots=True)
class Pager:
    """A walk down a document that counts its pages: told of text and breaks in their order."""

    page: int = 1
    stands: dict[Element, Pages] = field(default_factory=dict)
    _begun: bool = False  # whether anything stands on the page, were it an empty paragraph
    _fresh: bool = False  # whether the page began with a break that the author set, and shows nothing yet
    _seen: Pages | None = None  # where the element that is walked shows text

    def text(self) -> None:
        """Take in something that shows."""
        self._begun, self._fresh = True, False
        self._seen = (self._seen[0], self.page) if self._seen else (self.page, self.page)

    def block(self, *, on_new_page: bool) -> None:
        """Take in the beginning of a paragraph or table; one that begins a page adds none where it is the first."""
        if on_new_page and self._begun:
            self.set_break()
        self._begun = True

    def set_break(self, *, ends_section: bool = False) -> None:
        """Take in a break that the author set, in a paragraph or by the end of a section."""
        self.page += 1
        self._fresh = True
        self._begun = self._begun and not ends_section

    def laid_break(self) -> None:
        """Take in a break that the layout left; beside one that the author set, it stands for the same."""
        if not self._fresh:
            self.page += 1
        self._fresh = self._begun = False

    def within(self, element: Element, walk: Callable[[], None]) -> None:
        """Walk through an element and keep the pages on which it shows text."""
        outer, self._seen = self._seen, None
        walk()
        own = self._seen
        if own is None:
            self._seen = outer
            return
        if len(self.stands) < MOST_PLACES:
            self.stands[element] = own
        self._seen = (min(own[0], outer[0]), max(own[1], outer[1])) if outer else own

    def row(self, cells: Iterable[tuple[Element, bool, Callable[[], None]]]) -> None:
        """Walk through the cells of a row, which all begin where the row does; True for one merged with those below.

        Where a row is cut, a break is left in each cell that is; where it begins a page, in its first text alone. The
        text of a merged cell may run on beside the rows below, where the break is told again.
        """
        start, fresh, outer = self.page, self._fresh, self._seen
        end = start
        shown: list[tuple[Element, Pages]] = []
        blank: list[Element] = []
        for element, merged, walk in cells:
            self.page, self._fresh, self._seen = start, fresh, None
            self.within(element, walk)
            own: Pages | None = self._seen
            if own is None:
                blank.append(element)
            else:
                shown.append((element, own))
            end = max(end, own[0] if own and merged else self.page)
        self.page, self._seen, self._fresh = end, outer, fresh and end == start
        if not shown:
            return
        begun = shown[0][1][0]
        cut = any(own[0] == start != own[1] for _, own in shown)
        for element, own in shown[1:]:
            if begun > start and own == (start, start) and not cut:
                self._move(element, begun)
            else:
                begun = min(begun, own[0])
        if len(self.stands) < MOST_PLACES:
            self.stands.update((element, (begun, begun)) for element in blank)
        self._fresh = False
        self._seen = (outer[0] if outer else begun, end)

    def _move(self, cell: Element, page: int) -> None:
        """Have a cell, with what is in it, stand on another page."""
        for element in cell.iter():
            if element in self.stands:
                self.stands[element] = (page, page)
