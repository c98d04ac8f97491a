"""Coloured areas and discs of a scanned page.

Lengths are pixels of the image unless a name says points. OpenCV comes with the extra `ocr`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.pdf.scan_paper import CONTRAST, ONE_COLOUR, PIXELS_A_POINT, Pixels, Rect, as_hex, as_pixels

TINT = 10  # of 255, by which a coloured area differs from the paper in some component
MOST_COLOURS = 16
FILL_STEP = 4  # pixels, to which the edges of coloured areas are found (1.4 points)
LEAST_FILL_POINTS = 7.0
ALIKE_SHARE = 0.8  # of two rows of an area that both cover where they are sides of one rectangle
LEAST_FILL_AREA = 4  # times the square of that side; smaller ones are the blur between letters
LEAST_MARK_POINTS, MOST_MARK_POINTS = 5.0, 40.0
VIVID = 60  # of 255, between the strongest and weakest component of a mark's colour
SOLID_SHARE = 0.6  # of its box that a mark covers; letters cover less


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of one colour, `#rrggbb` as it would be on white paper."""

    rect: Rect
    colour: str


def fills_of(ground: Pixels, paper: NDArray[np.float64]) -> Iterator[Patch]:
    """Yield the coloured areas as rectangles: each area of one colour, cut where its sides step in or out."""
    small = ground[FILL_STEP // 2 :: FILL_STEP, FILL_STEP // 2 :: FILL_STEP].astype(np.int16)
    left = np.abs(small - paper.astype(np.int16)).max(axis=2) > TINT
    least = round(LEAST_FILL_POINTS * PIXELS_A_POINT / FILL_STEP)
    for _ in range(MOST_COLOURS):
        colours = small[left]
        if len(colours) < least * least:
            return
        codes = (colours // 16) @ np.array([256, 16, 1])
        usual = colours[codes == np.bincount(codes).argmax()]
        centre = np.median(usual, axis=0)
        alike = left & (np.abs(small - centre).max(axis=2) <= ONE_COLOUR)
        left &= ~alike
        square = np.ones((least, least), np.uint8)
        whole = cv2.morphologyEx(alike.astype(np.uint8), cv2.MORPH_CLOSE, square)
        mask = cv2.morphologyEx(whole, cv2.MORPH_OPEN, square)
        as_on_white = np.minimum(255.0, centre * 255.0 / np.maximum(paper, 1.0))
        for x0, top, x1, bottom in _rectangles(as_pixels(mask)):
            if min(x1 - x0, bottom - top) >= least and (x1 - x0) * (bottom - top) >= LEAST_FILL_AREA * least * least:
                rect = (x0 * FILL_STEP, top * FILL_STEP, x1 * FILL_STEP, bottom * FILL_STEP)
                yield Patch(rect, as_hex(as_on_white))


def _rectangles(mask: Pixels) -> Iterator[Rect]:
    """Yield rectangles that make up a mask: runs of its rows, joined while most of each lies under the one above."""
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 1), (1, 1))), axis=1)
    growing: list[list[tuple[int, int]]] = []
    for y in range(mask.shape[0] + 1):
        starts, ends = np.nonzero(edges[y] == 1)[0], np.nonzero(edges[y] == -1)[0]
        runs = list(zip(starts.tolist(), ends.tolist(), strict=True))
        kept = []
        for rows in growing:
            alike = next((run for run in runs if _alike(run, rows[len(rows) // 2])), None)
            if alike is None:
                x0, x1 = (round(float(np.median(side))) for side in zip(*rows, strict=True))
                yield x0, y - len(rows), x1, y
                continue
            runs.remove(alike)
            kept.append([*rows, alike])
        growing = kept + [[run] for run in runs]


def _alike(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return min(a[1], b[1]) - max(a[0], b[0]) >= ALIKE_SHARE * (max(a[1], b[1]) - min(a[0], b[0]))


def marks_of(image: Pixels, paper: NDArray[np.float64]) -> Iterator[Patch]:
    """Yield small solid shapes of a vivid colour on paper: the dots and squares of traffic lights."""
    spread = image.max(axis=2).astype(np.int16) - image.min(axis=2)
    vivid = cv2.medianBlur((spread >= VIVID).astype(np.uint8), 3)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(vivid, connectivity=4)
    least, most = LEAST_MARK_POINTS * PIXELS_A_POINT, MOST_MARK_POINTS * PIXELS_A_POINT
    for i in range(1, count):
        x, y, width, height, area = (int(part) for part in stats[i])
        if min(width, height) < least or max(width, height) > most or max(width, height) > 2 * min(width, height):
            continue
        if area < SOLID_SHARE * width * height:
            continue
        inside = image[y : y + height, x : x + width][labels[y : y + height, x : x + width] == i]
        colour = np.median(inside, axis=0) * 255.0 / np.maximum(paper, 1.0)
        yield Patch((x, y, x + width, y + height), as_hex(np.minimum(255.0, colour)))


def wipe(clean: Pixels, grey: Pixels, ground: Pixels, rect: Rect) -> None:
    """Paint over a mark that holds no letter, so that it is not read as an O."""
    x0, top, x1, bottom = rect
    width, height = x1 - x0, bottom - top
    inner = grey[top + height // 4 : bottom - height // 4, x0 + width // 4 : x1 - width // 4]
    if inner.size and float(inner.std()) < CONTRAST / 2:
        around = ground[max(0, top - 8) : bottom + 8, max(0, x0 - 8) : x1 + 8].reshape(-1, 3)
        paper = np.percentile(around, 90, axis=0)
        clean[max(0, top - 3) : bottom + 3, max(0, x0 - 3) : x1 + 3] = paper.astype(np.uint8)


def colour_of(pixels: Pixels) -> str | None:
    """Return the colour of inked pixels (n × 3) where it is vivid; None for black, white and grey."""
    if len(pixels) == 0:
        return None
    luminance = pixels.astype(int).sum(axis=1)
    core = pixels[luminance <= np.percentile(luminance, 40)]  # the edges of letters are mixed with the paper
    colour = np.median(core, axis=0)
    return as_hex(colour) if colour.max() - colour.min() >= VIVID else None
