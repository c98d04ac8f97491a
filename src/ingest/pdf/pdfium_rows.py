"""Pieces of text to words in reading order: rows by their feet, what touches joined, what is drawn twice taken once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

from ingest.model import Box, PageSize
from ingest.pdf.turn import to_display
from ingest.pdf.words import DOUBLED_SHARE, FEWEST_SPACED, RUN_GAP, SAME_ROW_SHARE, Word, words_of
from ingest.symbols import RAISED_RISE, RAISED_SIZE, raised_text

TOUCHING_SHARE = 0.08  # of the font size up to which a gap parts no words
_LEADERS = ".·…_"  # set wide to lead the eye, whatever the words beside them
OVERLAP_SHARE = -0.25  # of the font size by which pieces of one word may overlap


class Piece(NamedTuple):
    """A piece of text in the frame in which it runs from left to right; `turn` leads from there to the display."""

    turn: int
    bottom: float
    x0: float
    x1: float
    top: float
    text: str
    size: float
    bold: bool
    ink: str | None


def words_of_pieces(pieces: Sequence[Piece | None], page: PageSize) -> tuple[Word, ...]:
    """Return the words that pieces make on a page of the given displayed size, row by row; none outside the page."""
    words: list[Word] = []
    row: list[Piece] = []
    for piece in sorted([piece for piece in pieces if piece is not None], key=itemgetter(0, 1, 2)):
        if row:
            first = row[0]
            rise = piece.bottom - first.bottom
            if piece.turn != first.turn or (rise and rise > SAME_ROW_SHARE * min(piece.size, first.size)):
                words += _words(sorted(row, key=itemgetter(2)), page)
                row = []
        row.append(piece)
    if row:
        words += _words(sorted(row, key=itemgetter(2)), page)
    width, height = page.width, page.height
    boxes = [word.box for word in words]
    shown = [b.x1 > 0 and b.x0 < width and b.bottom > 0 and b.top < height for b in boxes]
    return tuple(compress(words, shown))


def _words(row: Sequence[Piece], page: PageSize) -> list[Word]:
    kept: list[Piece] = []
    n_single = 0
    for piece in row:
        if kept:
            last = kept[-1]
            gap = piece.x0 - last.x1
            if gap > RUN_GAP * piece.size:
                n_single = 0
                kept.append(piece)
                continue
            if gap < 0 and _is_drawn_twice(kept, piece):
                continue
            if OVERLAP_SHARE * piece.size < gap <= TOUCHING_SHARE * piece.size:
                kept[-1] = _joined(last, piece)
                continue
            near = gap <= RUN_GAP * piece.size and len(last.text) == len(piece.text) == 1 and piece.text not in _LEADERS
            n_single = n_single + 1 if near else 0
            if n_single == FEWEST_SPACED:
                return list(words_of([_word(p, page) for p in row], page))
        kept.append(piece)
    return [_word(piece, page) for piece in kept]


def _is_drawn_twice(kept: list[Piece], piece: Piece) -> bool:
    """Tell whether a piece stands on one of the last three; that one is bold then."""
    near = DOUBLED_SHARE * piece.size
    for i in range(max(0, len(kept) - 3), len(kept)):
        other = kept[i]
        if other.text == piece.text and abs(other.x0 - piece.x0) <= near and abs(other.bottom - piece.bottom) <= near:
            kept[i] = other._replace(bold=True)
            return True
    return False


def _joined(a: Piece, b: Piece) -> Piece:
    main = a if len(a.text) >= len(b.text) else b
    raised = b.size < RAISED_SIZE * a.size and b.bottom < a.bottom - RAISED_RISE * a.size
    return main._replace(
        x0=min(a.x0, b.x0),
        x1=max(a.x1, b.x1),
        top=min(a.top, b.top),
        bottom=max(a.bottom, b.bottom),
        text=a.text + (raised_text(b.text) if raised else b.text),
    )


def _word(piece: Piece, page: PageSize) -> Word:
    box = Box(piece.x0, piece.top, piece.x1, piece.bottom)
    if piece.turn:
        box = to_display(box, piece.turn, page)
    return Word(piece.text, box, piece.size, piece.bold, piece.ink, False, piece.turn)
