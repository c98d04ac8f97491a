"""What a scanned page is as an image: its paper, its tilt, and what stands out from its ground.

Lengths are pixels of the image unless a name says points. OpenCV comes with the extra `ocr`, so this module is
imported only where that is installed.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.colour import hex_from_rgb

Pixels = NDArray[np.uint8]
Rect = tuple[int, int, int, int]  # x0, top, x1, bottom in pixels
DPI = 200  # at which pages are drawn; text of 7 points is 20 pixels high
PIXELS_A_POINT = DPI / 72
WIDEST_TILT = 5.0  # degrees either way
COARSE_STEP, FINE_STEP = 0.25, 0.025  # degrees
TILT_WIDTH = 800  # width of the small image on which the tilt is measured
LEAST_TILT = 0.04  # degrees; below it the image is left as it is
CONTRAST = 25  # of 255, by which a ruling stands out from what is beside it
BLANK_CONTRAST = 40  # of 255, by which ink stands out from the paper, and its grain does not
SPECK_PIXELS = 8  # at half size; a full stop of 9 points covers as many
GROUND_KERNEL = 15  # at half size: wider than the strokes of letters, narrower than the cells of a table
ONE_COLOUR = 26  # of 255, by which two areas of one colour may differ in any component
PAPER_QUANTILE = 0.5


def looks_like_paper(image: Pixels) -> bool:
    """Tell whether an RGB image is a written page rather than a photograph: most of it has one light colour."""
    small = as_pixels(cv2.resize(image, (120, 160), interpolation=cv2.INTER_AREA))
    paper = paper_of(small).astype(int)
    near = np.abs(small.astype(int) - paper).max(axis=2) <= 2 * ONE_COLOUR
    return bool(paper.min() >= 150 and near.mean() >= PAPER_QUANTILE)


def is_blank(image: Pixels) -> bool:
    """Tell whether an RGB image shows nothing of the size of a letter: the back of a sheet, a divider."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    half = as_pixels(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    apart = cv2.absdiff(half, as_pixels(cv2.medianBlur(half, GROUND_KERNEL)))
    _, _, stats, _ = cv2.connectedComponentsWithStats((apart > BLANK_CONTRAST).astype(np.uint8), connectivity=8)
    return not bool((stats[1:, cv2.CC_STAT_AREA] >= SPECK_PIXELS).any())


def measure_tilt(image: Pixels) -> float:
    """Return by how many degrees, anticlockwise, the lines of an RGB image are tilted; 0 where that cannot be told.

    At the right angle the dark pixels, counted row by row, are the least even (Postl's projection profile).
    """
    scale = min(1.0, TILT_WIDTH / image.shape[1])
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    small = as_pixels(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    ys, xs = np.nonzero(relief_of(small, 7) > CONTRAST)
    if len(xs) < 200:
        return 0.0

    def unevenness(degrees: float) -> float:
        rows = np.round(ys + xs * np.tan(np.radians(degrees))).astype(int)
        counts = np.bincount(rows - rows.min()).astype(float)
        return float((counts**2).sum())

    coarse = np.arange(-WIDEST_TILT, WIDEST_TILT + COARSE_STEP / 2, COARSE_STEP)
    best = max(coarse, key=unevenness)
    fine = np.arange(best - COARSE_STEP, best + COARSE_STEP + FINE_STEP / 2, FINE_STEP)
    tilt = float(max(fine, key=unevenness))
    return tilt if abs(tilt) >= LEAST_TILT else 0.0


def upright(image: Pixels, tilt: float) -> Pixels:
    """Return an image turned about its middle so that lines tilted by so many degrees, anticlockwise, are level."""
    if not tilt:
        return image
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -tilt, 1.0)
    paper = tuple(int(part) for part in paper_of(image))
    return as_pixels(cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper))


def paper_of(image: Pixels) -> NDArray[np.float64]:
    """Return the colour of the paper: the usual one among the light pixels, white where there are none."""
    pixels = image[::8, ::8].reshape(-1, 3)
    luminance = pixels.astype(int).sum(axis=1) // 3
    counts = np.bincount(luminance[luminance >= 150] // 8, minlength=32)
    if not counts.any():
        return np.array([255.0, 255.0, 255.0])
    level = int(counts.argmax())
    near = pixels[np.abs(luminance // 8 - level) <= 1]
    return np.asarray(np.median(near, axis=0), dtype=np.float64)


def ground_of(image: Pixels) -> Pixels:
    """Return the colour on which things stand: letters and rulings cover less than half of a window."""
    height, width = image.shape[:2]
    half = cv2.resize(image, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
    smooth = cv2.medianBlur(cv2.medianBlur(half, GROUND_KERNEL), GROUND_KERNEL)
    return as_pixels(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_NEAREST))


def relief_of(grey: Pixels, width: int) -> Pixels:
    """Return by how much each pixel is darker than what is beside it, for structures thinner than `width` only."""
    return as_pixels(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((width, width), np.uint8)))


def ink_of(crop: Pixels, ground: Pixels) -> NDArray[np.bool_]:
    """Return where an RGB image differs from its ground: the ink of its letters, dark or light."""
    apart = np.abs(crop.astype(np.int16) - ground.astype(np.int16)).max(axis=2)
    limit = max(40.0, 0.4 * float(np.percentile(apart, 99))) if apart.size else 40.0
    return np.asarray(apart > limit)


def as_pixels(image: object) -> Pixels:
    """Return what OpenCV gave as pixels of eight bits."""
    return np.asarray(image, dtype=np.uint8)


def as_hex(colour: NDArray[np.float64]) -> str:
    """Return `#rrggbb` for components from 0 to 255."""
    return hex_from_rgb(*(float(part) / 255 for part in colour))
