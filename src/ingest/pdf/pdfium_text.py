"""Words of a page from PDFium's text: cut at its spaces, checked against the glyphs' widths, measured word by word.

PDFium finds most words itself. What it leaves to us: gaps that are spaces though the file writes none, spaces that it
overlooks, letters set wide, text drawn out of order. A word is measured by its first and its last glyph; where it is
wider or narrower than its glyphs together, each glyph is measured and `words.words_of` parts them.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from itertools import repeat
from typing import NamedTuple

from ingest.model import Box
from ingest.pdf import pdfium_calls as pdfium
from ingest.pdf.pdfium_look import NO_LOOK, Frame, Look, LookReader
from ingest.pdf.pdfium_rows import Piece, words_of_pieces
from ingest.pdf.turn import to_reading
from ingest.pdf.words import NARROW_WORD_GAP, UNMARKED, Word, glyph_text, words_of
from ingest.symbols import RAISED_RISE, RAISED_SIZE, raised_text, symbol_text

LIKE_HEIGHT = 0.05  # by which the heights of two glyphs of one size may differ
SAME_BASE_POINTS = 0.3
ALIKE_SHARE = 0.06  # of the font size by which the gaps between letters set wide may differ
ASKED_OF_FONT = 8  # text objects by which it is seen whether a font tells its characters

# a word: no space, no control character; PDFium sets U+FFFE for a hyphen at the end of a line
_WORD = re.compile("[^\\s\x00-\x1f\ufffe]+\ufffe?|\ufffe")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f]")  # what PDFium makes of codes that no font maps
_HALVES = re.compile("[\ud800-\udfff]")  # of a character beyond the basic plane, which PDFium counts as two

# a text object's look, where its base line stands if level, and the number of its marked content
Seen = tuple[Look, float, int]
NOT_SEEN: Seen = (NO_LOOK, 0.0, UNMARKED)


class _Mixed(NamedTuple):
    """A word that several text objects draw: its place in the text and among the pieces, its base line and extent."""

    at: int
    token: str
    start: int
    base: float
    left: float
    right: float


class TextReader:
    """Reads the words of one page; it holds the buffers that PDFium writes to, and what it learns of the page.

    `objects` are the text objects met, `n_unsure` counts the words that may read otherwise than they look, because
    their font does not tell its characters.
    """

    def __init__(
        self,
        text_page: int,
        frame: Frame,
        marks: Callable[[int], int] | None = None,
        covered: Set[int] = frozenset(),
    ) -> None:
        """Take a text page's address, and how its page is displayed.

        `marks` tells the marked content of a text object, where it matters; `covered` are those that something covers.
        """
        self._page, self._frame, self._corner = text_page, frame, frame.corner
        self._marks, self._covered = marks, covered
        self._floats, (self._at, *_) = pdfium.room_for_reals(4)
        self._doubles, self._at_doubles = pdfium.room_for_reals(4, ctypes.c_double)
        self._reader = LookReader(text_page, frame)
        self._looks: dict[int, Seen] = {}
        self._asked: dict[int, int] = {}
        self._unmapped_fonts: set[int] = set()
        self._pieces: list[Piece | None] = []
        self._unseen: list[Piece | None] = []
        self._mixed: list[_Mixed] = []
        self._wide = (0.0, 0.0)  # base line and gap of the last word whose letters are set wide
        self._has_halves = False
        self.objects: set[int] = set()
        self.n_unsure = 0

    def read(self, text: str) -> None:
        """Take in the words of the page, whose text PDFium gives as `text`, a character for each that it counts."""
        self.n_unsure += len(_CONTROL.findall(text))
        self._has_halves = bool(_HALVES.search(text))
        page, looks, unmapped = self._page, self._looks, self._unmapped_fonts
        text_object, add = pdfium.text_object, self._add_level
        before, seen = 0, NOT_SEEN  # the object that drew all of the last word, and its look
        for found in _WORD.finditer(text):
            start, end = found.span()
            # the characters of an object stand together, so one that draws a word's ends draws all of it
            thing = text_object(page, end - 1)
            if thing != before or not thing:
                middle = end - 1
                before = thing if end == start + 1 or text_object(page, start) == thing else 0
                if not before:
                    middle = (start + end) // 2
                    thing = text_object(page, middle)
                    if not thing:
                        continue
                seen = looks.get(thing) or self._look(thing, middle)
            look, token = seen[0], found[0]
            if look.font in unmapped or not (token.isascii() and (end > start + 1 or token.isalnum())):
                self.n_unsure += self._is_unsure(token, start)
            if look.level:
                add(token, start, before != 0, seen)
            else:
                self._add(self._turned(token, start, end, seen), look)

    def part_at(self, spaces: Sequence[tuple[float, float]]) -> None:
        """Part the words in which a space stands that PDFium left out; it is given by its place in the page's frame."""
        rows: dict[int, list[float]] = defaultdict(list)
        for x, y in spaces:
            rows[round(y)].append(x)
        if not rows:
            return
        for row in rows.values():
            row.sort()
        for mixed in self._mixed:
            for key in {round(mixed.base - SAME_BASE_POINTS), round(mixed.base + SAME_BASE_POINTS)} & rows.keys():
                row = rows[key]
                at = bisect_right(row, mixed.left + 1.0)
                if at < len(row) and row[at] < mixed.right - 1.0:
                    self._pieces[mixed.at] = None
                    self._pieces += self._parted(mixed.token, mixed.start, row)
                    break

    def words(self) -> tuple[Word, ...]:
        """Return the words that show."""
        words = words_of_pieces(self._pieces, self._frame.size)
        return tuple(_with_halves_joined(word) for word in words) if self._has_halves else words

    def unseen_words(self) -> tuple[Word, ...]:
        """Return the words that are drawn without ink, as text recognition lays them under a scan."""
        words = words_of_pieces(self._unseen, self._frame.size)
        return tuple(_with_halves_joined(word) for word in words) if self._has_halves else words

    def _look(self, thing: int, index: int) -> Seen:
        look, base = self._reader.read(thing, index)
        if thing in self._covered:
            look = replace(look, seen=False)
        seen = self._looks[thing] = look, base, self._marks(thing) if self._marks else UNMARKED
        self.objects.add(thing)
        font = look.font
        asked = self._asked.get(font, 0)
        if asked < ASKED_OF_FONT:
            self._asked[font] = asked + 1
            if pdfium.is_unmapped(self._page, index):
                self._unmapped_fonts.add(font)
        return seen

    def _is_unsure(self, token: str, start: int) -> bool:
        """Tell whether a word has characters that PDFium took from their bare codes.

        It says of each whether the font maps it. Where it does not, PDFium may know the character all the same, by
        the name of its glyph or by its collection; what is left are codes of one byte and the numbers of glyphs.
        """
        page = self._page
        return any(c < "\u0100" and pdfium.is_unmapped(page, i) for i, c in enumerate(token, start))

    def _add(self, piece: Piece, look: Look) -> None:
        (self._pieces if look.seen else self._unseen).append(piece)

    def _add_level(self, token: str, start: int, uniform: bool, seen: Seen) -> None:
        """Add a word whose base line is level, or the words that it turns out to be.

        `uniform` tells that one text object draws it.
        """
        floats, at, page = self._floats, self._at, self._page
        loose_box = pdfium.loose_box
        look, base, content = seen
        n = len(token)
        loose_box(page, start, at)  # left, top, right, bottom
        left, right, size = floats[0], floats[2], look.size
        if n > 1:
            high = floats[1] - floats[3]
            loose_box(page, start + n - 1, at)
            right = floats[2]
            if not uniform:
                self.objects.update(map(pdfium.text_object, repeat(page), range(start, start + n)))
                if abs(floats[1] - floats[3] - high) > LIKE_HEIGHT * high:  # letters set above or below the others
                    look, base, content = self._largest(start, n, seen)
                    token = self._with_raised(token, start, look, base)
                    size = look.size
            widths = look.widths
            needs = widths.get(token)
            if needs is None:
                needs = widths[token] = self._width(token, start, widths)
            slack = NARROW_WORD_GAP * size
            if not -slack <= right - left - needs <= slack:
                for piece in self._parted(token, start, ()):
                    self._add(piece, look)
                return
        foot = base + look.foot
        if not uniform and look.seen:
            self._mixed.append(_Mixed(len(self._pieces), token, start, base, left, right))
        text = token if token.isascii() and look.symbols is None and "\x7f" not in token else _spelled(token, look)
        if self._corner is None or look.turn:
            piece = self._piece(text, self._frame.shown(left, foot, right, foot + size), look, content)
        else:
            x, y = self._corner
            box = Box(left - x, y - foot - size, right - x, y - foot)
            piece = Piece(text, box, size, look.bold, look.ink, False, 0, content)
        (self._pieces if look.seen else self._unseen).append(piece)

    def _largest(self, start: int, n: int, middle: Seen) -> Seen:
        ends = [found for i in (start, start + n - 1) if (found := self._look_at(i))]
        return max([middle, *ends], key=lambda found: found[0].size)

    def _look_at(self, index: int) -> Seen | None:
        thing = pdfium.text_object(self._page, index)
        return (self._looks.get(thing) or self._look(thing, index)) if thing else None

    def _with_raised(self, token: str, start: int, main: Look, base: float) -> str:
        """Return a word with the figures that end it as superscripts where they are set small and high."""
        kept = len(token)
        while kept and (found := self._look_at(start + kept - 1)):
            if found[0].size >= RAISED_SIZE * main.size or found[1] <= base + RAISED_RISE * main.size:
                break
            kept -= 1
        return token[:kept] + raised_text(token[kept:])

    def _piece(self, text: str, box: Box, look: Look, content: int) -> Piece:
        if look.turn:
            box = to_reading(box, look.turn, self._frame.size)
        return Piece(text, box, look.size, look.bold, look.ink, False, look.turn, content)

    def _width(self, token: str, start: int, widths: dict[str, float]) -> float:
        """Return how wide the glyphs of a word are together; those that were not met before are measured."""
        try:
            return sum(map(widths.__getitem__, token))
        except KeyError:
            floats, at = self._floats, self._at
            for i, character in enumerate(token, start):
                if character not in widths:
                    pdfium.loose_box(self._page, i, at)
                    widths[character] = floats[2] - floats[0]
            return sum([widths[c] for c in token])

    def _parted(self, token: str, start: int, spaces: Sequence[float]) -> list[Piece]:
        """Return the words that stand in what PDFium takes for one, by the places of its glyphs and of spaces."""
        glyphs: list[Word] = []
        last = (0.0, 0.0)
        gaps: list[float] = []
        look: Look | None = None
        base = 0.0
        for i, character in enumerate(token, start):
            thing = pdfium.text_object(self._page, i)
            if not thing:
                continue
            look, base, content = self._looks.get(thing) or self._look(thing, i)
            pdfium.loose_box(self._page, i, self._at)
            left, _, right, _ = self._floats
            text = _spelled(character, look)
            if glyphs and (left, right) == last:  # the letters of a ligature share its box
                shared = glyphs[-1]
                glyphs[-1] = Word(shared.text + text, shared.box, look.size, look.bold, look.ink, content=content)
                continue
            foot = base + look.foot
            if glyphs and any(last[0] < x < right - 1.0 and x < left + 1.0 and x > last[1] - 1.0 for x in spaces):
                glyphs.append(Word(" ", self._box(last[1], foot, last[1], look), look.size))
            if glyphs:
                gaps.append(left - last[1])
            last = (left, right)
            box = self._box(left, foot, right, look)
            glyphs.append(Word(text, box, look.size, look.bold, look.ink, content=content))
        if look and not spaces and self._is_set_wide(gaps, base, look.size):
            glyphs = [replace(glyphs[0], text="".join(g.text for g in glyphs), box=_around(glyphs))]
        turn = look.turn if look else 0
        return [replace(word, turn=turn) if turn else word for word in words_of(glyphs, self._frame.size)]

    def _is_set_wide(self, gaps: Sequence[float], base: float, size: float) -> bool:
        """Tell whether gaps that PDFium takes for none are all alike, as between letters set wide.

        One gap alone tells nothing; it is one of these where the word before on the line has such gaps.
        """
        if not gaps or min(gaps) <= 0 or max(gaps) - min(gaps) > ALIKE_SHARE * size:
            return False
        alike = len(gaps) > 1 or (base == self._wide[0] and abs(gaps[0] - self._wide[1]) <= ALIKE_SHARE * size)
        if alike:
            self._wide = (base, gaps[0])
        return alike

    def _box(self, left: float, foot: float, right: float, look: Look) -> Box:
        box = self._frame.shown(left, foot, right, foot + look.size)
        return to_reading(box, look.turn, self._frame.size) if look.turn else box

    def _turned(self, token: str, start: int, end: int, seen: Seen) -> Piece:
        """Return a word whose base line is not level on the page as the file draws it.

        PDFium's boxes with ascent and descent hold for level text alone; so this one runs from the origin of the
        first glyph to the end of the last one's outline.
        """
        look, _, content = seen
        values, at = self._doubles, self._at_doubles
        self.objects.update(map(pdfium.text_object, repeat(self._page), range(start, end)))
        pdfium.origin(self._page, start, at[0], at[1])
        x, y = values[0], values[1]
        pdfium.tight_box(self._page, end - 1, *at)  # left, right, bottom, top
        (ax, ay), (ux, uy) = look.along, look.up
        far_x, far_y = values[1] if ax > 0 else values[0], values[3] if ay > 0 else values[2]
        length = max((far_x - x) * ax + (far_y - y) * ay, 0.0)
        low, high = look.foot, look.foot + look.size
        xs = [x + along * ax + up * ux for along in (0.0, length) for up in (low, high)]
        ys = [y + along * ay + up * uy for along in (0.0, length) for up in (low, high)]
        box = self._frame.shown(min(xs), min(ys), max(xs), max(ys))
        return self._piece(_spelled(token, look), box, look, content)


def _around(words: Sequence[Word]) -> Box:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box


def _spelled(token: str, look: Look) -> str:
    """Return a word with symbols, ligatures, unnamed codes and the hyphen at a line's end as what they show."""
    if token.isascii() and look.symbols is None and "\x7f" not in token:
        return token
    return "".join(glyph_text("-" if c == "\ufffe" else c) for c in symbol_text(token, look.symbols))


def _with_halves_joined(word: Word) -> Word:
    """Return a word with an emoji as one character, U+FFFD for half of one."""
    if not _HALVES.search(word.text):
        return word
    return replace(word, text=word.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
