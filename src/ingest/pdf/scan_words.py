"""Words of a scanned page by text recognition: where lines stand, what they read, where each word begins and ends.

RapidOCR finds lines in a smaller image and reads them in the full one. Its word places are good to a letter; the
widest gap in the ink near each says where the word ends. Heights come from the ink too: the letters of a line tell
how much of the font's height they take.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

from ingest.model import Box
from ingest.pdf.scan_image import PIXELS_A_POINT, Drawing, Pixels, Rect, colour_of, ink_of
from ingest.pdf.words import Word

DETECTION_SIDE = 1300  # longer side of the image in which lines are looked for: an A4 page at 111 dpi
LEAST_CONFIDENCE = 0.5  # below which a line is no text
LEAST_OWN_CONFIDENCE = 0.75  # the same for specks of ink that the detector passed over
BLUR_PIXELS = 8  # around what was read, within which ink is not read again
CORE_SHARE = 0.3  # of the height found for a line, at its top and foot, within which its letters may end
CROP_MARGIN = 3  # pixels around the ink of a line
ASCENT, T_HEIGHT, X_HEIGHT, DESCENT = 0.72, 0.64, 0.52, 0.21  # shares of the font size, as in Arial, Calibri and Times
LINE_ABOVE, LINE_BELOW = 0.8, 0.2  # shares of the font size that a word's box stands above and below its base line
SAME_PLACE_SHARE = 0.4  # of the smaller of two lines that both cover, where they are one read twice
SAME_SIZE = 0.13  # by which sizes may differ that are one
DETECTION_SLACK = 0.3  # of a line's height by which the place found for it may miss its letters
BOLD_STROKE = 1.18  # times the page's usual stroke, as a share of the font size
LEAST_GLUED_GAP = 0.2  # of the font size from which a gap inside a word parts two words
UPRIGHT_SHARE = 1.7  # height by width from which a line is read as turned

_TALL = re.compile(r"[A-Zbdfhkli0-9£$%&!?()\[\]/|'\"‘’“”]")
_DEEP = re.compile(r"[gjpqyQ()\[\]/|]")


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word in points of the upright image, with how sure its reading is, from 0 to 1."""

    word: Word
    confidence: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it was read: its ink's rectangle, its text, the places (from 0 to 1) and confidences of its letters."""

    rect: Rect
    text: str
    places: tuple[float, ...]
    confidences: tuple[float, ...]
    ink: NDArray[np.bool_]
    pixels: Pixels
    turn: int = 0


@functools.cache
def _engine() -> Any:  # noqa: ANN401 - its results are typed too loosely to help
    """Return the recogniser; its models come with the package and nothing is fetched."""
    return RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False, "Global.max_side_len": 10_000})


def read_words(drawing: Drawing) -> tuple[ReadWord, ...]:
    """Return the words of an upright image, in points from its top left."""
    rects = _detected(drawing)
    lines = [line for line in _recognised(drawing, rects) if _mean(line.confidences) >= LEAST_CONFIDENCE]
    passed_over = _passed_over(drawing, [line.rect for line in lines])
    lines = _once([*lines, *(line for line in _recognised(drawing, passed_over) if _is_text(line))])
    if not lines:
        return ()
    sizes = _sizes(lines)
    strokes = [_stroke(line) / size for line, size in zip(lines, sizes, strict=True)]
    usual = median(strokes)
    found: list[ReadWord] = []
    for line, size, stroke in zip(lines, sizes, strokes, strict=True):
        found += _words(line, size, bold=stroke >= BOLD_STROKE * usual)
    return tuple(found)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _is_text(line: _Line) -> bool:
    return _mean(line.confidences) >= LEAST_OWN_CONFIDENCE and any(letter.isalnum() for letter in line.text)


def _once(lines: Sequence[_Line]) -> list[_Line]:
    """Return lines without those that lie for the most part on one that was read more surely."""
    kept: list[_Line] = []
    for line in sorted(lines, key=lambda line: (-_mean(line.confidences) * len(line.text), line.rect)):
        if not any(_overlap(line.rect, other.rect) >= SAME_PLACE_SHARE for other in kept):
            kept.append(line)
    return sorted(kept, key=lambda line: (line.rect[1], line.rect[0]))


def _overlap(a: Rect, b: Rect) -> float:
    """Return the share of the smaller rectangle that both cover."""
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    least = min((r[2] - r[0]) * (r[3] - r[1]) for r in (a, b))
    return max(0, wide) * max(0, high) / max(least, 1)


def _detected(drawing: Drawing) -> list[Rect]:
    """Return where lines of text stand, cut at the rulings that cross them and between two lines taken as one."""
    image = drawing.clean
    scale = min(1.0, DETECTION_SIDE / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    boxes = _engine()(small[:, :, ::-1], use_det=True, use_cls=False, use_rec=False).boxes
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
    runs = _runs(_along(ink, 1), join=2)
    least = 0.3 * usual
    return [(x0, top + a, x1, top + b) for a, b in runs if b - a >= least] or [rect]


def _runs(flags: NDArray[np.bool_], join: int = 0) -> list[tuple[int, int]]:
    """Return the stretches (from, to) in which flags are set, those joined that lie no farther apart than `join`."""
    edges = np.diff(np.pad(flags.astype(np.int8), 1))
    runs: list[tuple[int, int]] = []
    for a, b in zip(np.nonzero(edges == 1)[0].tolist(), np.nonzero(edges == -1)[0].tolist(), strict=True):
        if runs and a - runs[-1][1] <= join:
            runs[-1] = (runs[-1][0], b)
        else:
            runs.append((a, b))
    return runs


def _passed_over(drawing: Drawing, read: Sequence[Rect]) -> list[Rect]:
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


def _recognised(drawing: Drawing, rects: Sequence[Rect]) -> Iterator[_Line]:
    """Yield rectangles of text as lines; what is higher than wide is read both ways up, and the surer one is kept."""
    inked = [found for rect in rects if (found := _inked(drawing, rect)) is not None]
    level = [item for item in inked if not _is_turned(item[0])]
    turned = [item for item in inked if _is_turned(item[0])]
    yield from (line for line in _read(level, 0) if line is not None)
    for up, down in zip(_read(turned, 90), _read(turned, 270), strict=True):
        best = max((line for line in (up, down) if line is not None), key=lambda x: _mean(x.confidences), default=None)
        if best is not None:
            yield best if len(best.text) > 2 else replace(best, turn=0)


def _is_turned(rect: Rect) -> bool:
    return rect[3] - rect[1] > UPRIGHT_SHARE * (rect[2] - rect[0]) and rect[3] - rect[1] > 50


def _inked(drawing: Drawing, rect: Rect) -> tuple[Rect, NDArray[np.bool_], Pixels] | None:
    """Return the part of a rectangle that has ink, with the ink and the pixels; None where there is none."""
    x0, y0, x1, y1 = rect
    more = 0 if _is_turned(rect) else round(DETECTION_SLACK * (y1 - y0))
    top, bottom = max(0, y0 - more), y1 + more
    ink = ink_of(drawing.clean[top:bottom, x0:x1], drawing.ground[top:bottom, x0:x1])
    core = round(CORE_SHARE * (y1 - y0))
    a, b = _line_reach(ink.sum(axis=1), y0 - top + core, y1 - top - core) if more else _whole_reach(ink)
    columns = _runs(_along(ink[a:b], 0))
    if b - a < 3 or not columns:
        return None
    c, d = columns[0][0], columns[-1][1]
    tight = (x0 + c, top + a, x0 + d, top + b)
    m = CROP_MARGIN
    pixels = drawing.clean[max(0, tight[1] - m) : tight[3] + m, max(0, tight[0] - m) : tight[2] + m]
    return tight, ink[a:b, c:d], pixels


def _whole_reach(ink: NDArray[np.bool_]) -> tuple[int, int]:
    rows = _runs(_along(ink, 1))
    return (rows[0][0], rows[-1][1]) if rows else (0, 0)


def _line_reach(profile: NDArray[np.int_], start: int, end: int) -> tuple[int, int]:
    """Return the rows (from, to) of the line of text whose middle rows are given, by how much ink each row has."""
    return start - _reach(profile[:start][::-1]), end + _reach(profile[end:])


def _reach(profile: NDArray[np.int_]) -> int:
    """Return how many rows from the middle of a line outwards belong to it: up to a gap, else to where ink is least.

    A gap of two rows parts a letter from its dot or accent, unless the ink beyond runs on: that is the next line.
    """
    inked = _runs(profile > 0)
    if not inked:
        return 0
    if inked[-1][1] < len(profile):
        return _runs(profile > 0, join=2)[0][1] if inked[0][0] <= 2 else 0
    if len(inked) == 1 and inked[0][0] == 0:
        return int(profile.argmin())
    return inked[0][1] if inked[0][0] == 0 else 0


def _read(items: Sequence[tuple[Rect, NDArray[np.bool_], Pixels]], turn: int) -> list[_Line | None]:
    """Return what each piece of the image reads; `turn` is the angle, anticlockwise, at which its text runs."""
    if not items:
        return []
    engine = _engine()
    engine.return_word_box = True
    quarter = turn // 90
    crops = [np.ascontiguousarray(np.rot90(pixels, -quarter)[:, :, ::-1]) for _, _, pixels in items]
    result = engine.recognize_txt(crops)
    lines: list[_Line | None] = []
    for (rect, ink, pixels), text, score, letters in zip(
        items, result.txts, result.scores, result.word_results, strict=True
    ):
        written = text.strip()
        if not written:
            lines.append(None)
            continue
        n = len("".join(written.split()))
        columns = [column for word in letters.word_cols for column in word]
        sure = [float(part) for part in letters.confs]
        length = max(float(letters.line_txt_len), 1.0)
        places = [(column + 0.5) / length for column in columns]
        if len(places) != n:
            places = [(i + 0.5) / n for i in range(n)]
        if len(sure) != n:
            sure = [float(score)] * n
        m = CROP_MARGIN
        inner = pixels[m : m + ink.shape[0], m : m + ink.shape[1]]
        lines.append(
            _Line(rect, written, tuple(places), tuple(sure), np.rot90(ink, -quarter), np.rot90(inner, -quarter), turn)
        )
    return lines


def _sizes(lines: Sequence[_Line]) -> list[float]:
    """Return the font size of each line in pixels, from how high its letters reach; those near the usual are it."""
    raw = []
    for line in lines:
        above = ASCENT if _TALL.search(line.text) else T_HEIGHT if "t" in line.text else X_HEIGHT
        below = DESCENT if _DEEP.search(line.text) else 0.0
        raw.append(max(line.ink.shape[0] / (above + below), 1.0))
    weighted = [size for size, line in zip(raw, lines, strict=True) for _ in range(len(line.text))]
    usual = median(weighted)
    return [usual if abs(size - usual) <= SAME_SIZE * usual else size for size in raw]


def _stroke(line: _Line) -> float:
    """Return how thick the strokes of a line are, in pixels: twice the usual depth of its ink along the middles."""
    depth = cv2.distanceTransform(np.pad(line.ink, 1).astype(np.uint8), cv2.DIST_L2, 3)
    inside = depth[depth > 0]
    return 2 * float(inside.mean()) if inside.size else 0.0


def _words(line: _Line, size: float, bold: bool) -> Iterator[ReadWord]:
    """Yield the words of a line with their boxes, in points."""
    tokens, groups = _tokens(line, size)
    foot = line.ink.shape[0] - (DESCENT * size if _DEEP.search(line.text) else 0.0)
    covered = _along(line.ink, 0)
    at = 0
    for token, (a, b) in zip(tokens, groups, strict=True):
        sure = line.confidences[at : at + len(token)]
        at += len(token)
        own = _runs(covered[a:b])
        start, end = (a + own[0][0], a + own[-1][1]) if own else (a, b)
        strip = line.ink[:, start:end]
        box = _placed(line, float(start), foot - LINE_ABOVE * size, float(end), foot + LINE_BELOW * size)
        ink = colour_of(line.pixels[:, start:end][strip])
        yield ReadWord(
            Word(token, box, size / PIXELS_A_POINT, bold=bold, ink=ink, turn=line.turn), min(sure, default=0.0)
        )


def _placed(line: _Line, x0: float, top: float, x1: float, bottom: float) -> Box:
    """Return a place within a line, as it is read, as a box on the image in points."""
    left, head, right, foot = line.rect
    if line.turn == 90:
        found = (left + top, foot - x1, left + bottom, foot - x0)
    elif line.turn == 270:
        found = (right - bottom, head + x0, right - top, head + x1)
    else:
        found = (left + x0, head + top, left + x1, head + bottom)
    return Box(*(part / PIXELS_A_POINT for part in found))


def _tokens(line: _Line, size: float) -> tuple[list[str], list[tuple[int, int]]]:
    """Return the words of a line and where each lies along it, in pixels, parted at the widest gap near each space."""
    tokens = line.text.split()
    width = line.ink.shape[1]
    gaps = _runs(~_along(line.ink, 0))
    margin = CROP_MARGIN
    centres = [place * (width + 2 * margin) - margin for place in line.places]
    edges = [0]
    at = 0
    widths: list[int] = []
    for token in tokens[:-1]:
        at += len(token)
        low, high = centres[at - 1] - 0.2 * size, centres[at] + 0.2 * size
        near = [gap for gap in gaps if low <= (gap[0] + gap[1]) / 2 <= high and gap[0] >= edges[-1]]
        best = max(near, key=lambda gap: gap[1] - gap[0], default=None)
        middle = (best[0] + best[1]) // 2 if best else int((low + high) / 2)
        widths += [best[1] - best[0]] if best else []
        edges.append(min(max(middle, edges[-1] + 1), max(width - 1, edges[-1] + 1)))
    edges.append(max(width, edges[-1] + 1))
    return _unglued(tokens, edges, gaps, centres, least=max([LEAST_GLUED_GAP * size, *_usual(widths)]))


def _usual(widths: Sequence[int]) -> list[float]:
    return [0.8 * median(widths)] if widths else []


def _along(ink: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
    """Return which columns (axis 0) or rows (axis 1) have ink."""
    return np.asarray(ink.any(axis=axis))


def _unglued(
    tokens: Sequence[str],
    edges: Sequence[int],
    gaps: Sequence[tuple[int, int]],
    centres: Sequence[float],
    least: float,
) -> tuple[list[str], list[tuple[int, int]]]:
    """Return words and places with those parted that were read as one across a gap as wide as the line's spaces."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for token, (a, b) in zip(tokens, pairwise(edges), strict=True):
        start, begin = 0, a
        for gap in gaps:
            middle = (gap[0] + gap[1]) // 2
            if not (a + 2 < gap[0] and gap[1] < b - 2 and gap[1] - gap[0] >= least):
                continue
            n = sum(centre < middle for centre in centres[at : at + len(token)])
            if start < n < len(token) and token[n].isalpha() and (token[n - 1].isalpha() or token[n - 1] in ".,;:)"):
                words.append(token[start:n])
                places.append((begin, middle))
                start, begin = n, middle
        words.append(token[start:])
        places.append((begin, b))
        at += len(token)
    return words, places
