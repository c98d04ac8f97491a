"""What is drawn in the image of a scanned page: its tilt, rulings, coloured areas and discs.

Lengths are pixels of the image unless a name says points. OpenCV comes with the extra `ocr`, so this module is
imported only where that is installed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
THIN_PIXELS = 11  # a structure thinner than this in some direction is a line or a letter (4 points)
LIGHT_PIXELS = 7  # the same for white lines between coloured cells
CONTRAST = 25  # of 255, by which a ruling stands out from what is beside it
LONGEST_WORD = 300  # pixels, beyond which no word makes a run (110 points)
EVEN_SHARE = 0.5  # of its usual contrast that a ruling keeps all along
SHORTEST_ACROSS, SHORTEST_DOWN = 48, 48  # 17 points; longer than the strokes of letters
GROUND_KERNEL = 15  # at half size: wider than the strokes of letters, narrower than the cells of a table
TINT = 10  # of 255, by which a coloured area differs from the paper in some component
ONE_COLOUR = 26  # of 255, by which two areas of one colour may differ in any component
MOST_COLOURS = 16
FILL_STEP = 4  # pixels, to which the edges of coloured areas are found (1.4 points)
LEAST_FILL_POINTS = 7.0
ALIKE_SHARE = 0.8  # of two rows of an area that both cover where they are sides of one rectangle
LEAST_FILL_AREA = 4  # times the square of that side; smaller ones are the blur between letters
LEAST_MARK_POINTS, MOST_MARK_POINTS = 5.0, 40.0
NEAR = 9  # pixels, by which the edge of a coloured area may miss a ruling
VIVID = 60  # of 255, between the strongest and weakest component of a mark's colour
SOLID_SHARE = 0.6  # of its box that a mark covers; letters cover less
PAPER_QUANTILE = 0.5


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of one colour, `#rrggbb` as it would be on white paper."""

    rect: Rect
    colour: str


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


def looks_like_paper(image: Pixels) -> bool:
    """Tell whether an RGB image is a written page rather than a photograph: most of it has one light colour."""
    small = _pixels(cv2.resize(image, (120, 160), interpolation=cv2.INTER_AREA))
    paper = _paper(small).astype(int)
    near = np.abs(small.astype(int) - paper).max(axis=2) <= 2 * ONE_COLOUR
    return bool(paper.min() >= 150 and near.mean() >= PAPER_QUANTILE)


def measure_tilt(image: Pixels) -> float:
    """Return by how many degrees, anticlockwise, the lines of an RGB image are tilted; 0 where that cannot be told.

    At the right angle the dark pixels, counted row by row, are the least even (Postl's projection profile).
    """
    scale = min(1.0, TILT_WIDTH / image.shape[1])
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    small = _pixels(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    ys, xs = np.nonzero(_stands_out(small, 7) > CONTRAST)
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
    paper = tuple(int(part) for part in _paper(image))
    return _pixels(cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper))


def read_drawing(image: Pixels) -> Drawing:
    """Return what is drawn on an upright RGB image."""
    paper = _paper(image)
    ground = _ground(image)
    grey = _pixels(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    lines = np.zeros(grey.shape, np.uint8)
    across: list[Rect] = []
    down: list[Rect] = []
    for relief in (_stands_out(grey, THIN_PIXELS), _light_on_colour(grey, ground, paper)):
        thin = (relief > CONTRAST).astype(np.uint8)
        for rects, kernel in ((across, (SHORTEST_ACROSS, 1)), (down, (1, SHORTEST_DOWN))):
            shape = cv2.getStructuringElement(cv2.MORPH_RECT, kernel)
            rects.extend(_thin_rects(_pixels(cv2.morphologyEx(thin, cv2.MORPH_OPEN, shape)), relief, lines))
    marks = tuple(_marks(image, paper))
    clean = image.copy()
    covered = cv2.dilate(lines, np.ones((5, 5), np.uint8)) > 0
    clean[covered] = ground[covered]
    for mark in marks:
        _wipe(clean, grey, ground, mark.rect)
    fills = tuple(_fills(ground, paper))
    _add_edges(fills, across, down)
    return Drawing(tuple(across), tuple(down), fills, marks, clean, ground)


def ink_of(crop: Pixels, ground: Pixels) -> NDArray[np.bool_]:
    """Return where an RGB image differs from its ground: the ink of its letters, dark or light."""
    apart = np.abs(crop.astype(np.int16) - ground.astype(np.int16)).max(axis=2)
    limit = max(40.0, 0.4 * float(np.percentile(apart, 99))) if apart.size else 40.0
    return np.asarray(apart > limit)


def colour_of(pixels: Pixels) -> str | None:
    """Return the colour of inked pixels (n × 3) where it is vivid; None for black, white and grey."""
    if len(pixels) == 0:
        return None
    luminance = pixels.astype(int).sum(axis=1)
    core = pixels[luminance <= np.percentile(luminance, 40)]  # the edges of letters are mixed with the paper
    colour = np.median(core, axis=0)
    return _hex(colour) if colour.max() - colour.min() >= VIVID else None


def _pixels(image: object) -> Pixels:
    return np.asarray(image, dtype=np.uint8)


def _hex(colour: NDArray[np.float64]) -> str:
    return hex_from_rgb(*(float(part) / 255 for part in colour))


def _paper(image: Pixels) -> NDArray[np.float64]:
    """Return the colour of the paper: the usual one among the light pixels, white where there are none."""
    pixels = image[::8, ::8].reshape(-1, 3)
    luminance = pixels.astype(int).sum(axis=1) // 3
    counts = np.bincount(luminance[luminance >= 150] // 8, minlength=32)
    if not counts.any():
        return np.array([255.0, 255.0, 255.0])
    level = int(counts.argmax())
    near = pixels[np.abs(luminance // 8 - level) <= 1]
    return np.asarray(np.median(near, axis=0), dtype=np.float64)


def _ground(image: Pixels) -> Pixels:
    """Return the colour on which things stand: letters and rulings cover less than half of a window."""
    height, width = image.shape[:2]
    half = cv2.resize(image, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
    smooth = cv2.medianBlur(cv2.medianBlur(half, GROUND_KERNEL), GROUND_KERNEL)
    return _pixels(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_NEAREST))


def _stands_out(grey: Pixels, width: int) -> Pixels:
    """Return by how much each pixel is darker than what is beside it, for structures thinner than `width` only."""
    return _pixels(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((width, width), np.uint8)))


def _light_on_colour(grey: Pixels, ground: Pixels, paper: NDArray[np.float64]) -> Pixels:
    """Return by how much each pixel is lighter than what is beside it, well within grounds of a colour."""
    relief = _pixels(cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, np.ones((LIGHT_PIXELS, LIGHT_PIXELS), np.uint8)))
    coloured = np.abs(ground.astype(np.int16) - paper.astype(np.int16)).max(axis=2) > ONE_COLOUR
    within = cv2.erode(coloured.astype(np.uint8), np.ones((THIN_PIXELS, THIN_PIXELS), np.uint8))
    return _pixels(np.where(within > 0, relief, 0))


def _thin_rects(mask: Pixels, relief: Pixels, lines: Pixels) -> Iterator[Rect]:
    """Yield the rulings in a mask of straight runs, and set their pixels in `lines`.

    A ruling stands out alike all along, unless it goes over coloured cells; the letters of a blurred word, which may
    make a run too, do not.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for i in range(1, count):
        x, y, width, height, _ = (int(part) for part in stats[i])
        if min(width, height) > 2 * THIN_PIXELS or max(width, height) < 3 * min(width, height):
            continue
        along = relief[y : y + height, x : x + width].max(axis=0 if width > height else 1)
        if len(along) >= LONGEST_WORD or np.percentile(along, 10) >= EVEN_SHARE * np.median(along):
            lines[y : y + height, x : x + width] |= labels[y : y + height, x : x + width] == i
            yield x, y, x + width, y + height


def _add_edges(fills: Sequence[Patch], across: list[Rect], down: list[Rect]) -> None:
    """Add the edges of coloured areas that go on with the rulings around them: on dark cells no ruling can be seen."""
    waiting = [(edge, True) for fill in fills for edge in _level_edges(fill.rect)]
    waiting += [(_swapped(edge), False) for fill in fills for edge in _level_edges(_swapped(fill.rect))]
    for _ in range(2):  # an edge that was added may hold another
        left = []
        for edge, level in waiting:
            own, crossing = (across, down) if level else (down, across)
            line = edge if level else _swapped(edge)
            met = sum(_meets(line, rect if not level else _swapped(rect)) for rect in crossing)
            goes_on = any(_goes_on(line, rect if level else _swapped(rect)) for rect in own)
            if met >= 2 or (met and goes_on):
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


def _fills(ground: Pixels, paper: NDArray[np.float64]) -> Iterator[Patch]:
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
        for x0, top, x1, bottom in _rectangles(_pixels(mask)):
            if min(x1 - x0, bottom - top) >= least and (x1 - x0) * (bottom - top) >= LEAST_FILL_AREA * least * least:
                rect = (x0 * FILL_STEP, top * FILL_STEP, x1 * FILL_STEP, bottom * FILL_STEP)
                yield Patch(rect, _hex(as_on_white))


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


def _marks(image: Pixels, paper: NDArray[np.float64]) -> Iterator[Patch]:
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
        yield Patch((x, y, x + width, y + height), _hex(np.minimum(255.0, colour)))


def _wipe(clean: Pixels, grey: Pixels, ground: Pixels, rect: Rect) -> None:
    """Paint over a mark that holds no letter, so that it is not read as an O."""
    x0, top, x1, bottom = rect
    width, height = x1 - x0, bottom - top
    inner = grey[top + height // 4 : bottom - height // 4, x0 + width // 4 : x1 - width // 4]
    if inner.size and float(inner.std()) < CONTRAST / 2:
        around = ground[max(0, top - 8) : bottom + 8, max(0, x0 - 8) : x1 + 8].reshape(-1, 3)
        paper = np.percentile(around, 90, axis=0)
        clean[max(0, top - 3) : bottom + 3, max(0, x0 - 3) : x1 + 3] = paper.astype(np.uint8)
