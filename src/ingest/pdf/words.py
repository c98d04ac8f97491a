"""Glyphs to words: spaces that the file leaves out, letters set wide, glyphs drawn twice for bold, turned text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.model import Box, PageSize
from ingest.pdf.turn import to_display, to_reading
from ingest.values import value

WORD_GAP = 0.22  # share of the font size from which a gap between two glyphs is a space
NARROW_WORD_GAP = 0.16  # the same on a page that writes no spaces at all
RUN_GAP = 1.0  # share of the font size from which a gap parts two runs of text
SPACED_GAP = 0.12  # usual gap, as a share of the font size, from which letters are set wide
FEWEST_SPACED = 4  # gaps that it takes to see that
SAME_ROW_SHARE = 0.35  # of the font size by which the feet of glyphs of one line may differ
DOUBLED_SHARE = 0.1  # of the font size by which a glyph drawn twice is moved
SPACES_SHARE = 0.04  # of a page's glyphs that are spaces where the file writes them

UNMARKED, ARTIFACT = -1, -2  # in place of the number of a marked content

_CID = re.compile(r"\(cid:(\d+)\)")
_UNUSED_CODES = frozenset({127, 129, 141, 143, 144, 157})  # PDF 32000 Annex D.2, note 3: they show a bullet
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


@value
class Word:
    """A word with its box in points, font size in points and look.

    `turn` is the angle in degrees, anticlockwise, by which it is turned on the displayed page. `content` is the number
    of the marked content that it belongs to on a page whose tags tell of tables, `ARTIFACT` for what is no text.
    """

    text: str
    box: Box
    size: float
    bold: bool = False
    ink: str | None = None
    struck: bool = False
    turn: int = 0
    content: int = UNMARKED

    @property
    def confidence(self) -> float:
        """How sure its reading is, from 0 to 1."""
        return 1.0


@value
class ScannedWord(Word):
    """A word that text recognition read: as sure as the least sure of its letters."""

    confidence: float = 1.0


def words_of(glyphs: Sequence[Word], page: PageSize) -> Iterator[Word]:
    """Yield the words that glyphs (words of one character each, spaces among them) make, line by line."""
    spaces = sum(glyph.text.isspace() for glyph in glyphs)
    gap = WORD_GAP if spaces >= SPACES_SHARE * len(glyphs) else NARROW_WORD_GAP
    for turn in sorted({glyph.turn for glyph in glyphs}):
        upright = [replace(g, box=to_reading(g.box, turn, page)) if turn else g for g in glyphs if g.turn == turn]
        for row in _rows(upright):
            for run in _runs(row):
                for word in _split(run, gap):
                    yield replace(word, box=to_display(word.box, turn, page)) if turn else word


def glyph_text(text: str) -> str:
    """Return a glyph's text: ligatures as letters, codes that the font does not name as what they show."""
    if text == "\x7f":  # the same code where pdfminer hands it on as it stands
        return "•"
    unnamed = _CID.fullmatch(text)
    if unnamed:
        return "•" if int(unnamed[1]) in _UNUSED_CODES else "\ufffd"
    return _LIGATURES.get(text, text)


def _rows(glyphs: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield glyphs that stand on one foot line, from left to right, those drawn twice taken as one bold glyph."""
    row: list[Word] = []
    for glyph in sorted(glyphs, key=lambda g: g.box.bottom):
        if row and glyph.box.bottom - row[0].box.bottom > SAME_ROW_SHARE * min(glyph.size, row[0].size):
            yield _once(row)
            row = []
        row.append(glyph)
    if row:
        yield _once(row)


def _once(row: Sequence[Word]) -> list[Word]:
    kept: list[Word] = []
    for glyph in sorted(row, key=lambda g: g.box.x0):
        for i in range(max(0, len(kept) - 3), len(kept)):
            other = kept[i]
            near = DOUBLED_SHARE * glyph.size
            if (
                other.text == glyph.text
                and abs(other.box.x0 - glyph.box.x0) <= near
                and abs(other.box.bottom - glyph.box.bottom) <= near
            ):
                kept[i] = replace(other, bold=other.bold or not glyph.text.isspace())
                break
        else:
            kept.append(glyph)
    return kept


def _runs(row: Sequence[Word]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for glyph in row:
        if run and glyph.box.x0 - run[-1].box.x1 > RUN_GAP * glyph.size:
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _split(run: Sequence[Word], least: float) -> Iterator[Word]:
    """Yield the words of a run: parted by spaces, and by gaps wider than its letters are set."""
    gaps = [
        (b.box.x0 - a.box.x1) / max(a.size, 0.1) for a, b in pairwise(run) if not (a.text.isspace() or b.text.isspace())
    ]
    usual = median(gaps) if len(gaps) >= FEWEST_SPACED else 0.0
    limit = least + (usual if usual >= SPACED_GAP else 0.0)
    word: list[Word] = []
    for glyph in run:
        wide = bool(word) and glyph.box.x0 - word[-1].box.x1 > limit * glyph.size
        if word and (wide or glyph.text.isspace()):
            yield _word(word)
            word = []
        if not glyph.text.isspace():
            word.append(glyph)
    if word:
        yield _word(word)


def _word(glyphs: Sequence[Word]) -> Word:
    box = glyphs[0].box
    for glyph in glyphs[1:]:
        box = box.union(glyph.box)
    middle = glyphs[len(glyphs) // 2]
    bold = 2 * sum(glyph.bold for glyph in glyphs) > len(glyphs)
    return replace(middle, text="".join(glyph.text for glyph in glyphs), box=box, bold=bold)
