"""Text that something drawn later covers, as people black words out or paint over what a template says."""

from __future__ import annotations

from collections.abc import Sequence, Set

from ingest.model import Box
from ingest.pdf import pdfium_calls as pdfium
from ingest.pdf.bands import Bands
from ingest.pdf.pdfium_look import Frame

COVER_POINTS = 1.0  # by which covered text may reach beyond what covers it


def covered_texts(things: Sequence[int], frame: Frame, texts: Set[int], lids: Sequence[tuple[int, Box]]) -> set[int]:
    """Return those of a page's objects that are text and over which one of the opaque `lids` is drawn.

    Each lid comes with how many of the page's objects are drawn before it.
    """
    floats, at = pdfium.room_for_reals(4)
    over = Bands((box, (n_before, box)) for n_before, box in lids)
    hidden: set[int] = set()
    for i, thing in enumerate(things[: max((n_before for n_before, _ in lids), default=0)]):
        if thing in texts and pdfium.object_bounds(thing, *at):
            box = frame.shown(*floats)
            if any(n > i and _lies_in(box, lid) for n, lid in over.at((box.top + box.bottom) / 2)):
                hidden.add(thing)
    return hidden


def _lies_in(inner: Box, outer: Box) -> bool:
    level = inner.x0 >= outer.x0 - COVER_POINTS and inner.x1 <= outer.x1 + COVER_POINTS
    return level and inner.top >= outer.top - COVER_POINTS and inner.bottom <= outer.bottom + COVER_POINTS
