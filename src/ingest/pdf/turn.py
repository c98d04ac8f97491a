"""Turned text: boxes brought to the frame in which the text runs from left to right, and back."""

from __future__ import annotations

from ingest.model import Box, PageSize


def turned_size(size: PageSize, turn: int) -> PageSize:
    """Return the size of a page as a reader of its turned text holds it."""
    return PageSize(size.height, size.width) if turn % 180 else size


def to_reading(box: Box, turn: int, size: PageSize) -> Box:
    """Return a box of the displayed page in the reading frame.

    `turn` is the angle in degrees, anticlockwise, by which the text is turned: 90 runs up the page, 270 down.
    """
    if turn == 90:
        return Box(size.height - box.bottom, box.x0, size.height - box.top, box.x1)
    if turn == 270:
        return Box(box.top, size.width - box.x1, box.bottom, size.width - box.x0)
    if turn == 180:
        return Box(size.width - box.x1, size.height - box.bottom, size.width - box.x0, size.height - box.top)
    return box


def to_display(box: Box, turn: int, size: PageSize) -> Box:
    """Return a box of the reading frame on the displayed page, whose size is given: what `to_reading` undoes."""
    return to_reading(box, (360 - turn) % 360, turned_size(size, turn))
