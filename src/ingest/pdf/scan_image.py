"""What is drawn in the image of a scanned page: its rulings, coloured areas and discs.

Lengths are pixels of the image unless a name says points. OpenCV comes with the extra `ocr`, so this module is
imported only where that is installed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.pdf.scan_colours import Patch, fills_of, marks_of, wipe
from ingest.pdf.scan_paper import CONTRAST, ONE_COLOUR, Pixels, Rect, as_pixels, ground_of, paper_of, relief_of

THIN_PIXELS = 11  # a structure thinner than this in some direction is a line or a letter (4 points)
LIGHT_PIXELS = 7  # the same for white lines between coloured cells
LONGEST_WORD = 300  # pixels, beyond which no word makes a run (110 points)
EVEN_SHARE = 0.5  # of its usual contrast that a ruling keeps all along
SHORTEST = 48  # 17 points; longer than the strokes of letters
SHORTEST_SIDE = 24  # 9 points; of a cell between two rulings
NEAR = 9  # pixels, by which the edge of a coloured area may miss a ruling


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on an upright image. `clean` is the image without its rulings and discs, for reading the text.

    `ground` has the colour on which each pixel stands, `thin` is non-zero where something stands out from it.
    """

    across: tuple[Rect, ...]
    down: tuple[Rect, ...]
    fills: tuple[Patch, ...]
    marks: tuple[Patch, ...]
    clean: Pixels
    ground: Pixels


def read_drawing(image: Pixels) -> Drawing:
    """Return what is drawn on an upright RGB image."""
    paper = paper_of(image)
    ground = ground_of(image)
    grey = as_pixels(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    lines = np.zeros(grey.shape, np.uint8)
    across: list[Rect] = []
    down: list[Rect] = []
    for relief in (relief_of(grey, THIN_PIXELS), _light_on_colour(grey, ground, paper)):
        thin = as_pixels(relief > CONTRAST)
        across += _thin_rects(_runs(thin, (SHORTEST, 1)), relief, lines)
        down += _thin_rects(_runs(thin, (1, SHORTEST)), relief, lines)
        free = as_pixels(np.where(cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0, 0, thin))
        short = _thin_rects(_runs(free, (1, SHORTEST_SIDE)), relief, lines, between=across)
        down += list(short)
    marks = tuple(marks_of(image, paper))
    clean = image.copy()
    covered = cv2.dilate(lines, np.ones((5, 5), np.uint8)) > 0
    clean[covered] = ground[covered]
    for mark in marks:
        wipe(clean, grey, ground, mark.rect)
    fills = tuple(fills_of(ground, paper))
    _add_edges(fills, across, down)
    return Drawing(tuple(across), tuple(down), fills, marks, clean, ground)


def _light_on_colour(grey: Pixels, ground: Pixels, paper: NDArray[np.float64]) -> Pixels:
    """Return by how much each pixel is lighter than what is beside it, well within grounds of a colour."""
    relief = as_pixels(cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, np.ones((LIGHT_PIXELS, LIGHT_PIXELS), np.uint8)))
    coloured = np.abs(ground.astype(np.int16) - paper.astype(np.int16)).max(axis=2) > ONE_COLOUR
    within = cv2.erode(coloured.astype(np.uint8), np.ones((THIN_PIXELS, THIN_PIXELS), np.uint8))
    return as_pixels(np.where(within > 0, relief, 0))


def _runs(thin: Pixels, shape: tuple[int, int]) -> Pixels:
    """Return the straight runs of a mask that are as long as a kernel (width, height)."""
    return as_pixels(cv2.morphologyEx(thin, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape)))


def _thin_rects(mask: Pixels, relief: Pixels, lines: Pixels, between: Sequence[Rect] | None = None) -> Iterator[Rect]:
    """Yield the rulings in a mask of straight runs, and set their pixels in `lines`.

    A ruling stands out alike all along, unless it goes over coloured cells; the letters of a blurred word, which may
    make a run too, do not. Where `between` gives rulings across, only those that run from one to another are yielded:
    the sides of a cell that holds one line of text are no longer than the strokes of large letters.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for i in range(1, count):
        x, y, width, height, _ = (int(part) for part in stats[i])
        if min(width, height) > 2 * THIN_PIXELS or max(width, height) < 3 * min(width, height):
            continue
        if between is not None and not (_ends_on(x, y, between) and _ends_on(x, y + height, between)):
            continue
        along = relief[y : y + height, x : x + width].max(axis=0 if width > height else 1)
        if len(along) >= LONGEST_WORD or np.percentile(along, 10) >= EVEN_SHARE * np.median(along):
            lines[y : y + height, x : x + width] |= labels[y : y + height, x : x + width] == i
            yield x, y, x + width, y + height


def _ends_on(x: int, y: int, across: Sequence[Rect]) -> bool:
    return any(r[0] - NEAR <= x <= r[2] + NEAR and r[1] - NEAR <= y <= r[3] + NEAR for r in across)


def _add_edges(fills: Sequence[Patch], across: list[Rect], down: list[Rect]) -> None:
    """Add the edges of coloured areas that go on with the rulings around them: on dark cells no ruling can be seen."""
    waiting = [(edge, True) for fill in fills for edge in _level_edges(fill.rect)]
    waiting += [(_swapped(edge), False) for fill in fills for edge in _level_edges(_swapped(fill.rect))]
    for _ in range(2):  # an edge that was added may hold another
        left = []
        for edge, level in waiting:
            own, crossing = (across, down) if level else (down, across)
            line = edge if level else _swapped(edge)
            rects = (rect if not level else _swapped(rect) for rect in crossing)
            met = [(rect[1] + rect[3]) // 2 for rect in rects if _meets(line, rect)]
            goes_on = any(_goes_on(line, rect if level else _swapped(rect)) for rect in own)
            if met and (max(met) - min(met) > 2 * NEAR or goes_on):  # two at one place are one that is double
                own.append(edge)
            else:
                left.append((edge, level))
        waiting = left


def _swapped(rect: Rect) -> Rect:
    """Return a rectangle with across and down exchanged."""
    x0, top, x1, bottom = rect
    return top, x0, bottom, x1


def _level_edges(rect: Rect) -> tuple[Rect, Rect]:
    x0, top, x1, bottom = rect
    return (x0, top, x1, top), (x0, bottom, x1, bottom)


def _meets(line: Rect, crossing: Rect) -> bool:
    """Tell whether a crossing ruling, given with across and down exchanged, reaches a level line."""
    top, x, bottom = crossing[0], (crossing[1] + crossing[3]) / 2, crossing[2]
    return line[0] - NEAR <= x <= line[2] + NEAR and top - NEAR <= line[1] <= bottom + NEAR


def _goes_on(line: Rect, rect: Rect) -> bool:
    """Tell whether a level ruling stands at the height of a level line and touches it."""
    return abs((rect[1] + rect[3]) / 2 - line[1]) <= NEAR and rect[0] <= line[2] + NEAR and rect[2] >= line[0] - NEAR
