"""Turned text: boxes brought to the frame in which the text runs from left to right, and back."""

from __future__ import annotations

import math
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Tilt:
    """An area that was read as if turned level: its box on the displayed page and its tilt, anticlockwise degrees."""

    area: Box
    degrees: float

    def place(self, box: Box) -> Box:
        """Return the box around what stands at a levelled box, as the page displays it; boxes outside are left."""
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        if not (self.area.x0 <= x <= self.area.x1 and self.area.top <= y <= self.area.bottom):
            return box
        middle_x, middle_y = (self.area.x0 + self.area.x1) / 2, (self.area.top + self.area.bottom) / 2
        cos, sin = math.cos(math.radians(self.degrees)), math.sin(math.radians(self.degrees))
        corners = [(a - middle_x, b - middle_y) for a in (box.x0, box.x1) for b in (box.top, box.bottom)]
        xs = [middle_x + a * cos + b * sin for a, b in corners]
        ys = [middle_y - a * sin + b * cos for a, b in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))
