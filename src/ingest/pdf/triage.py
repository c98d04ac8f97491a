"""Which pages of a long document are worth reading in full, by what costs little.

It is told by a page's bare text, the places of its lines, and a count of its drawings. A page is read where it shows a
table of words rather than numbers, the heading words that are looked for, or a list
under words that announce it; where its text cannot be judged; and where it stands beside such a page. It must not lose
what is looked for, so doubt speaks for reading: the price is time alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from ingest.model import Box, Issue, IssueCode, Severity
from ingest.pdf.pdfium import Skimmed
from ingest.sought import Sought

SHORT_DOCUMENT = 30  # pages up to which all are read
FIRST_PAGES = 3  # they say what the document is
FEWEST_DRAWN = 4  # lines, boxes and fills from which a page may hold a table with rulings
MANY_DRAWN = 12  # from which it holds one, whose words may be any
FEWEST_ITEMS = 2  # lines with a bullet or number from which a page holds a list
FEWEST_LETTERS = 40  # a page with fewer is a picture, blank, or drawn without text
FEWEST_FIGURE_ROWS = 3  # from which a page's drawings are taken for those of a table of figures
UNREAD_SHARE = 0.05  # of a page's characters that tell nothing, from which its text cannot be judged
LONGEST_ROW = 14  # words of a line of column headings
VOCABULARY_SHARE = 0.5  # of a line's words that are looked for where it is one of column headings or a label
NEAR_LINES = 8  # within which headings that wrap, or labels with their values between, stand together
LONGEST_ANNOUNCEMENT = 8  # words of a heading; a sentence ends in a colon
FEWEST_COLUMNS = 3  # texts of a line that make it one of a table without rulings
FEWEST_ROWS = 4  # such lines whose texts begin alike, that make a table of a page
EDGE_POINTS = 3.0  # within which they begin alike
GAP_HEIGHTS = 1.0  # of a text, from which a gap parts it from the next
HEAD_LINES = 15  # of a page, in which the first page of a paper tells what it is

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ITEM = re.compile(r"\s*(?:[•▪●○◦‣·\uf0b7\uf0a7]|[-–—]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s)", re.I)
_FIGURE = re.compile(r"[(£€$+–-]*\d[\d,]*(?:\.\d+)?[)%kKmM]*|[-–]")
_NUMBERED = re.compile(r"\s*\d+(?:\.\d+)+\s")
_UNTOLD = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Glance:
    """What little was asked of a page.

    `is_hit` tells that what is sought may stand on it, `announces` that it may tell of a list of it, `has_items` that
    it holds items of a list or numbered paragraphs. `has_grid` and `has_list` tell that a table or list may run over
    it, `opens` that it begins a paper.
    """

    is_hit: bool
    announces: bool
    has_items: bool
    has_grid: bool
    has_list: bool
    opens: bool


def glance(page: Skimmed, sought: Sought) -> Glance:
    """Return what a page's bare text, the count of its drawings, the places of its lines' pieces and its tags tell."""
    text, n_drawn = page.text, page.n_drawn
    lines = [line for line in text.splitlines() if line.strip()]
    words = _WORD.findall(text)
    has_list = sum(_ITEM.match(line) is not None for line in lines) >= FEWEST_ITEMS
    return Glance(
        is_hit=not _can_be_judged(text, words)
        or (n_drawn >= MANY_DRAWN and not _holds_figures(lines))
        or (n_drawn >= FEWEST_DRAWN and _names_columns({w.casefold() for w in words if w[0].isupper()}, sought))
        or _has_headings(lines, sought)
        or ((page.has_tagged_table or _stands_in_columns(page.pieces)) and not _holds_figures(lines)),
        announces=_announces(lines, sought),
        has_items=has_list or n_drawn >= FEWEST_DRAWN or sum(_NUMBERED.match(line) is not None for line in lines) > 1,
        has_grid=n_drawn >= MANY_DRAWN,
        has_list=has_list,
        opens=_opens(lines[:HEAD_LINES], sought),
    )


def _can_be_judged(text: str, words: Sequence[str]) -> bool:
    letters = sum(map(len, words))
    return letters >= FEWEST_LETTERS and len(_UNTOLD.findall(text)) <= UNREAD_SHARE * len(text)


def _holds_figures(lines: Sequence[str]) -> bool:
    """Tell whether a page holds rows that are mostly figures, as budgets and statistics do."""
    n_rows = 0
    for line in lines:
        tokens = line.split()
        figures = sum(_FIGURE.fullmatch(token) is not None for token in tokens)
        n_rows += figures > 1 and 2 * figures >= len(tokens)
    return n_rows >= FEWEST_FIGURE_ROWS


def _names_columns(words: set[str], sought: Sought) -> bool:
    return not words.isdisjoint(sought.needed) and any(not words.isdisjoint(group) for group in sought.beside)


def _stands_in_columns(pieces: Sequence[Box]) -> bool:
    """Tell whether lines are cut into three texts or more that begin below each other: a table without rulings.

    Its headings may be in another language, pictures, or on an earlier page.
    """
    starts: Counter[int] = Counter()
    rows = [texts for line in _lines(pieces) if len(texts := _texts(line)) >= FEWEST_COLUMNS]
    if len(rows) < FEWEST_ROWS:
        return False
    for texts in rows:
        starts.update({place for x in texts for place in (int(x // EDGE_POINTS), int(x // EDGE_POINTS) + 1)})
    level = [sum(_begins_alike(x, starts) for x in texts) >= FEWEST_COLUMNS for texts in rows]
    return sum(level) >= FEWEST_ROWS


def _begins_alike(x: float, starts: Counter[int]) -> bool:
    return max(starts[int(x // EDGE_POINTS)], starts[int(x // EDGE_POINTS) + 1]) >= FEWEST_ROWS


def _lines(pieces: Sequence[Box]) -> Iterator[list[Box]]:
    """Yield pieces whose middles stand within one line's height of the first."""
    line: list[Box] = []
    for piece in sorted(pieces, key=lambda box: box.top + box.bottom):
        if line and piece.top + piece.bottom > 2 * line[0].bottom:
            yield line
            line = []
        line.append(piece)
    if line:
        yield line


def _texts(line: Sequence[Box]) -> list[float]:
    """Return where the texts of a line begin that wide gaps part."""
    starts: list[float] = []
    reach = -inf
    for piece in sorted(line, key=lambda box: box.x0):
        if piece.x0 - reach > GAP_HEIGHTS * (piece.bottom - piece.top):
            starts.append(piece.x0)
        reach = max(reach, piece.x1)
    return starts


def _has_headings(lines: Sequence[str], sought: Sought) -> bool:
    """Tell whether lines that hold little but words looked for, or begin with one and a colon, stand together."""
    known = sought.needed.union(*sought.beside)
    near: list[tuple[int, set[str]]] = []
    for at, line in enumerate(lines):
        label, colon, _ = line.partition(":")
        words = [word.casefold() for word in _WORD.findall(label if colon else line)]
        if not words or len(words) > LONGEST_ROW:
            continue
        if sum(word in known for word in words) >= VOCABULARY_SHARE * len(words):
            near = [(place, found) for place, found in near if at - place <= NEAR_LINES] + [(at, set(words))]
            if _names_columns(set().union(*(found for _, found in near)), sought):
                return True
    return False


def _announces(lines: Sequence[str], sought: Sought) -> bool:
    for line in lines:
        words = [word.casefold() for word in _WORD.findall(line)]
        if len(words) <= LONGEST_ANNOUNCEMENT or line.rstrip().endswith(":"):
            text = f" {' '.join(words)} "
            if any(f" {phrase} " in text for phrase in sought.announcing):
                return True
    return False


def _opens(lines: Sequence[str], sought: Sought) -> bool:
    return any(line.strip().casefold().startswith(sought.openers) for line in lines)


class PageChoice:
    """Which pages to read in full: told from the glances at all of them, and from what is found while reading."""

    def __init__(self, seen: Sequence[Glance | None]) -> None:
        """Take a glance at each page, None where that failed."""
        self._seen = seen
        self._chosen = [number < FIRST_PAGES for number in range(len(seen))]
        self._n_read = 0
        self._next = 0  # the page over which a table that was found may go on
        for at, page in enumerate(seen):
            if page is None or page.is_hit or (page.announces and self._items_near(at)):
                self._choose_around(at)
        self._choose_openers()

    def _items_near(self, at: int) -> bool:
        return any(page is None or page.has_items for page in self._seen[at : at + 2])

    def _choose_around(self, at: int) -> None:
        """Choose a page, its neighbours, and the pages over which its table or list may run."""
        for near in range(max(at - 1, 0), min(at + 2, len(self._seen))):
            self._chosen[near] = True
        for step in (-1, 1):
            near = at + step
            while 0 <= near < len(self._seen) and self._may_run_over(near, near - step):
                self._chosen[near] = True
                near += step

    def _may_run_over(self, page: int, other: int) -> bool:
        """Tell whether a table or a list may run over the break between two pages, as far as a glance tells."""
        a, b = self._seen[page], self._seen[other]
        if a is None or b is None:
            return False
        within = not self._opens(max(page, other))
        return (a.has_grid and b.has_grid) or (a.has_list and b.has_list and within)

    def _opens(self, page: int) -> bool:
        seen = self._seen[page]
        return seen is not None and seen.opens

    def _choose_openers(self) -> None:
        """Choose, for each stretch of chosen pages, the first page of the paper in which it stands."""
        opener = None
        for at, chosen in enumerate(list(self._chosen)):
            if self._opens(at):
                opener = at
            elif chosen and opener is not None:
                self._chosen[opener] = True

    def wants(self, number: int) -> bool:
        """Tell whether to read a page; pages are asked for in order."""
        return self._chosen[number - 1] or number == self._next

    def was_read(self, number: int, *, ends_in_table: bool) -> None:
        """Take that a page was read; a table at its foot may go on over the next one."""
        self._n_read += 1
        if ends_in_table:
            self._next = number + 1

    def issues(self) -> Iterator[Issue]:
        """Yield what tells how many pages were not read in full."""
        n_left = len(self._chosen) - self._n_read
        if n_left:
            message = f"{n_left} of {len(self._chosen)} pages show nothing of what is sought and were not read in full"
            yield Issue(IssueCode.PAGES_PASSED_OVER, Severity.INFO, message)
