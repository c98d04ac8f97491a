"""Pieces of text to words in reading order: rows by their feet, what touches joined, what is drawn twice taken once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

from ingest.model import PageSize
from ingest.pdf.turn import to_display
from ingest.pdf.words import DOUBLED_SHARE, FEWEST_SPACED, RUN_GAP, SAME_ROW_SHARE, Word, words_of
from ingest.symbols import RAISED_RISE, RAISED_SIZE, raised_text

TOUCHING_SHARE = 0.08  # of the font size up to which a gap parts no words
_LEADERS = ".·…_"  # set wide to lead the eye, whatever the words beside them
OVERLAP_SHARE = -0.25  # of the font size by which pieces of one word may overlap


Piece = Word  # in the frame in which it runs from left to right; `turn` leads from there to the display


def words_of_pieces(pieces: Sequence[Piece | None], page: PageSize) -> tuple[Word, ...]:
    """Return the words that pieces make on a page of the given displayed size, row by row; none outside the page."""
    words: list[Word] = []
    row: list[tuple[float, Piece]] = []
    row_turn, row_bottom, row_size = 0, 0.0, 0.0
    places = [(p.turn, p.box.bottom, p.box.x0, at) for at, p in enumerate(pieces) if p is not None]
    for turn, bottom, left, at in sorted(places):
        piece = pieces[at]
        if piece is None:
            continue
        if row:
            rise = bottom - row_bottom
            if turn != row_turn or (rise and rise > SAME_ROW_SHARE * min(piece.size, row_size)):
                words += _words([piece for _, piece in sorted(row, key=itemgetter(0))], page)
                row = []
        if not row:
            row_turn, row_bottom, row_size = turn, bottom, piece.size
        row.append((left, piece))
    words += _words([piece for _, piece in sorted(row, key=itemgetter(0))], page)
    width, height = page.width, page.height
    return tuple([w for w in words if (b := w.box).x1 > 0 and b.x0 < width and b.bottom > 0 and b.top < height])


def _words(row: Sequence[Piece], page: PageSize) -> list[Word]:
    kept: list[Piece] = []
    n_single = 0
    for piece in row:
        if kept:
            last, size = kept[-1], piece.size
            gap = piece.box.x0 - last.box.x1
            if gap > RUN_GAP * size:
                n_single = 0
                kept.append(piece)
                continue
            if gap <= TOUCHING_SHARE * size:
                if gap < 0 and _is_drawn_twice(kept, piece):
                    continue
                if gap > OVERLAP_SHARE * size:
                    kept[-1] = _joined(last, piece)
                    continue
            if len(piece.text) == len(last.text) == 1 and piece.text not in _LEADERS:
                n_single += 1
                if n_single == FEWEST_SPACED:
                    return list(words_of([_displayed(p, page) for p in row], page))
            else:
                n_single = 0
        kept.append(piece)
    return [_displayed(piece, page) for piece in kept] if kept and kept[0].turn else kept


def _is_drawn_twice(kept: list[Piece], piece: Piece) -> bool:
    """Tell whether a piece stands on one of the last three; that one is bold then."""
    near, box = DOUBLED_SHARE * piece.size, piece.box
    for i in range(max(0, len(kept) - 3), len(kept)):
        other = kept[i]
        if (
            other.text == piece.text
            and abs(other.box.x0 - box.x0) <= near
            and abs(other.box.bottom - box.bottom) <= near
        ):
            kept[i] = replace(other, bold=True)
            return True
    return False


def _joined(a: Piece, b: Piece) -> Piece:
    main = a if len(a.text) >= len(b.text) else b
    raised = b.size < RAISED_SIZE * a.size and b.box.bottom < a.box.bottom - RAISED_RISE * a.size
    return replace(main, box=a.box.union(b.box), text=a.text + (raised_text(b.text) if raised else b.text))


def _displayed(piece: Piece, page: PageSize) -> Word:
    return replace(piece, box=to_display(piece.box, piece.turn, page)) if piece.turn else piece
