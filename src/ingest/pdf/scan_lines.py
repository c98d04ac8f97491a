"""Where lines of text stand on a scanned page: found by RapidOCR in a smaller image, trimmed to the ink of the page.

Lengths are pixels of the image. RapidOCR comes with the extra `ocr`.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

from ingest.pdf.scan_image import Drawing
from ingest.pdf.scan_paper import Pixels, Rect, ink_of

DETECTION_SIDE = 1300  # longer side of the image in which lines are looked for: an A4 page at 111 dpi
BLUR_PIXELS = 8  # around what was read, within which ink is not read again
CORE_SHARE = 0.3  # of the height found for a line, at its top and foot, within which its letters may end
LEAST_WIDTH = 160  # to which a line 48 pixels high is padded; half of what RapidOCR takes, as most cells are short
CROP_MARGIN = 3  # pixels around the ink of a line
DETECTION_SLACK = 0.3  # of a line's height by which the place found for it may miss its letters
UPRIGHT_SHARE = 1.7  # height by width from which a line is read as turned


@dataclass(frozen=True, slots=True)
class Inked:
    """A piece of the image that has ink: its rectangle, the ink, and the pixels with CROP_MARGIN around them."""

    rect: Rect
    ink: NDArray[np.bool_]
    pixels: Pixels


@functools.cache
def engine() -> Any:  # noqa: ANN401 - its results are typed too loosely to help
    """Return the recogniser; its models come with the package and nothing is fetched."""
    reader = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": 10_000,
            "Rec.rec_img_shape": [3, 48, LEAST_WIDTH],
            "EngineConfig.onnxruntime.intra_op_num_threads": int(os.environ.get("OMP_NUM_THREADS") or -1),
        }
    )
    white = np.full((64, 64, 3), 255, np.uint8)
    reader(white, use_det=True, use_cls=False, use_rec=False)  # the models are loaded when they are first asked
    return reader


def find_lines(drawing: Drawing) -> list[Rect]:
    """Return where lines of text stand, cut at the rulings that cross them and between two lines taken as one."""
    image = drawing.clean
    scale = min(1.0, DETECTION_SIDE / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    boxes = engine().text_det(small[:, :, ::-1]).boxes  # alone: the whole engine would cut each line out as well
    if boxes is None:
        return []
    corners = np.asarray(boxes, dtype=float) / scale
    rects: list[Rect] = []
    for quad in corners:
        x0, top = np.floor(quad.min(axis=0)).astype(int).tolist()
        x1, bottom = np.ceil(quad.max(axis=0)).astype(int).tolist()
        rect = (max(0, x0), max(0, top), min(image.shape[1], x1), min(image.shape[0], bottom))
        rects += _cut(rect, drawing.down)
    heights = [rect[3] - rect[1] for rect in rects]
    usual = median(heights) if heights else 0.0
    return [part for rect in rects for part in _single_lines(drawing, rect, usual)]


def passed_over(drawing: Drawing, read: Sequence[Rect]) -> list[Rect]:
    """Return where ink of the height of text stands that was not read: single figures and letters, mostly."""
    if not read:
        return []
    ink = ink_of(drawing.clean, drawing.ground).astype(np.uint8)
    for x0, top, x1, bottom in (*read, *drawing.across, *drawing.down):  # beside a ruling its blur is left
        ink[max(0, top - BLUR_PIXELS) : bottom + BLUR_PIXELS, max(0, x0 - BLUR_PIXELS) : x1 + BLUR_PIXELS] = 0
    usual = median(rect[3] - rect[1] for rect in read)
    joined = cv2.dilate(ink, np.ones((1, max(3, round(0.5 * usual))), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    rects = []
    for i in range(1, count):
        x, y, width, height, _ = (int(part) for part in stats[i])
        if 0.5 * usual <= height <= 2 * usual and ink[y : y + height, x : x + width].sum() >= 0.05 * width * height:
            rects.append((x, max(0, y - 4), x + width, y + height + 4))
    return rects


def inked(drawing: Drawing, rect: Rect) -> Inked | None:
    """Return the part of a rectangle that has ink, with the ink and the pixels; None where there is none."""
    x0, y0, x1, y1 = rect
    more = 0 if is_turned(rect) else round(DETECTION_SLACK * (y1 - y0))
    top, bottom = max(0, y0 - more), y1 + more
    ink = ink_of(drawing.clean[top:bottom, x0:x1], drawing.ground[top:bottom, x0:x1])
    core = round(CORE_SHARE * (y1 - y0))
    a, b = _line_reach(ink.sum(axis=1), y0 - top + core, y1 - top - core) if more else _whole_reach(ink)
    columns = runs_of(along(ink[a:b], 0))
    if b - a < 3 or not columns:
        return None
    c, d = columns[0][0], columns[-1][1]
    tight = (x0 + c, top + a, x0 + d, top + b)
    m = CROP_MARGIN
    pixels = drawing.clean[max(0, tight[1] - m) : tight[3] + m, max(0, tight[0] - m) : tight[2] + m]
    return Inked(tight, ink[a:b, c:d], pixels)


def is_turned(rect: Rect) -> bool:
    """Tell whether a rectangle is so much higher than wide that its text runs up or down."""
    return rect[3] - rect[1] > UPRIGHT_SHARE * (rect[2] - rect[0]) and rect[3] - rect[1] > 50


def runs_of(flags: NDArray[np.bool_], join: int = 0) -> list[tuple[int, int]]:
    """Return the stretches (from, to) in which flags are set, those joined that lie no farther apart than `join`."""
    edges = np.diff(np.pad(flags.astype(np.int8), 1))
    runs: list[tuple[int, int]] = []
    for a, b in zip(np.nonzero(edges == 1)[0].tolist(), np.nonzero(edges == -1)[0].tolist(), strict=True):
        if runs and a - runs[-1][1] <= join:
            runs[-1] = (runs[-1][0], b)
        else:
            runs.append((a, b))
    return runs


def along(ink: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
    """Return which columns (axis 0) or rows (axis 1) have ink."""
    return np.asarray(ink.any(axis=axis))


def _cut(rect: Rect, down: Sequence[Rect]) -> list[Rect]:
    """Return a rectangle cut at the vertical rulings that run through it."""
    x0, top, x1, bottom = rect
    middle = (top + bottom) / 2
    at = sorted((r[0] + r[2]) // 2 for r in down if r[1] <= middle <= r[3] and x0 < (r[0] + r[2]) / 2 < x1)
    edges = [x0, *at, x1]
    parts = [(a, top, b, bottom) for a, b in pairwise(edges)]
    return [part for part in parts if part[2] - part[0] >= 6]


def _single_lines(drawing: Drawing, rect: Rect, usual: float) -> list[Rect]:
    """Return a rectangle as the lines that it holds: parted by rows without ink where it is as high as two."""
    x0, top, x1, bottom = rect
    high, wide = bottom - top, x1 - x0
    if high < 1.7 * usual or high > UPRIGHT_SHARE * wide:
        return [rect]
    ink = ink_of(drawing.clean[top:bottom, x0:x1], drawing.ground[top:bottom, x0:x1])
    runs = runs_of(along(ink, 1), join=2)
    least = 0.3 * usual
    return [(x0, top + a, x1, top + b) for a, b in runs if b - a >= least] or [rect]


def _whole_reach(ink: NDArray[np.bool_]) -> tuple[int, int]:
    rows = runs_of(along(ink, 1))
    return (rows[0][0], rows[-1][1]) if rows else (0, 0)


def _line_reach(profile: NDArray[np.int_], start: int, end: int) -> tuple[int, int]:
    """Return the rows (from, to) of the line of text whose middle rows are given, by how much ink each row has."""
    return start - _reach(profile[:start][::-1]), end + _reach(profile[end:])


def _reach(profile: NDArray[np.int_]) -> int:
    """Return how many rows from the middle of a line outwards belong to it: up to a gap, else to where ink is least.

    A gap of two rows parts a letter from its dot or accent, unless the ink beyond runs on: that is the next line.
    """
    inked = runs_of(profile > 0)
    if not inked:
        return 0
    if inked[-1][1] < len(profile):
        return runs_of(profile > 0, join=2)[0][1] if inked[0][0] <= 2 else 0
    if len(inked) == 1 and inked[0][0] == 0:
        return int(profile.argmin())
    return inked[0][1] if inked[0][0] == 0 else 0
