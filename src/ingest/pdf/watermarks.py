"""Watermarks: what is set large across a page, over or under its text, and says nothing of any one cell."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from ingest.pdf.words import Word

WATERMARK_SLANT = 0.27  # least share of rise in run, or run in rise, for text to stand aslant: 15 degrees
WATERMARK_POINTS = 24.0  # smaller text aslant heads columns
FEWEST_COVERED = 3  # words that a level or upright watermark stands over
SMALLER = 0.5  # of its font size, which those words reach at most

_SIZE = attrgetter("size")


def is_watermark(right: float, up: float, size: float) -> bool:
    """Tell whether text is set large and aslant, as "DRAFT" is across a page; (right, up) is its direction."""
    aslant = min(abs(right), abs(up)) > WATERMARK_SLANT * max(abs(right), abs(up))
    return aslant and size >= WATERMARK_POINTS


def without_watermarks(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return words without the large ones, level or upright, that stand over smaller ones, as no other text does."""
    if max(map(_SIZE, words), default=0.0) < WATERMARK_POINTS:
        return words
    marks = {id(word) for word in words if word.size >= WATERMARK_POINTS and _stands_over(word, words)}
    return tuple(word for word in words if id(word) not in marks) if marks else words


def _stands_over(mark: Word, words: Sequence[Word]) -> bool:
    box = mark.box
    covered = 0
    for word in words:
        x, y = (word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2
        if word.size <= SMALLER * mark.size and box.x0 <= x <= box.x1 and box.top <= y <= box.bottom:
            covered += 1
    return covered >= FEWEST_COVERED
