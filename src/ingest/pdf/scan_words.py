"""Words of a scanned page by text recognition: what its lines read, where each word begins and ends.

RapidOCR's word places are good to a letter; the widest gap in the ink near each says where the word ends. Heights
come from the ink too: the letters of a line tell how much of the font's height they take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.model import Box
from ingest.pdf.scan_colours import colour_of
from ingest.pdf.scan_image import Drawing
from ingest.pdf.scan_lines import CROP_MARGIN, Inked, along, engine, find_lines, inked, is_turned, passed_over, runs_of
from ingest.pdf.scan_paper import PIXELS_A_POINT, Pixels, Rect
from ingest.pdf.words import ScannedWord

LEAST_CONFIDENCE = 0.5  # below which a line is no text
LEAST_OWN_CONFIDENCE = 0.75  # the same for specks of ink that the detector passed over
ASCENT, T_HEIGHT, X_HEIGHT, DESCENT = 0.72, 0.64, 0.52, 0.21  # shares of the font size, as in Arial, Calibri and Times
LINE_ABOVE, LINE_BELOW = 0.8, 0.2  # shares of the font size that a word's box stands above and below its base line
SAME_PLACE_SHARE = 0.4  # of the smaller of two lines that both cover, where they are one read twice
SAME_SIZE = 0.13  # by which sizes may differ that are one
BOLD_STROKE = 1.18  # times the page's usual stroke, as a share of the font size
TICK, TICK_LIKE = "✓", frozenset("VvY√✓✔")
SHORT_ARM = 0.2  # of a tick's height, by which its left arm ends below its right one
SAME_IN_BOTH_CASES = frozenset("cosvwxz")
SIGNS = frozenset("✓✔√✗✘×→←↑↓↗↘↖↙⇒⇐⇑⇓▲▼►◄●○■□")  # that stand for a word in a cell of their own
LEAST_GLUED_GAP = 0.2  # of the font size from which a gap inside a word parts two words

_TALL = re.compile(r"[A-Zbdfhkli0-9£$%&!?()\[\]/|'\"‘’“”]")
_DEEP = re.compile(r"[gjpqyQ()\[\]/|]")


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


def read_words(drawing: Drawing) -> tuple[ScannedWord, ...]:
    """Return the words of an upright image, in points from its top left."""
    rects = find_lines(drawing)
    lines = [line for line in _recognised(drawing, rects) if _mean(line.confidences) >= LEAST_CONFIDENCE]
    specks = passed_over(drawing, [line.rect for line in lines])
    lines = _once([*lines, *(line for line in _recognised(drawing, specks) if _is_text(line))])
    if not lines:
        return ()
    sizes = _sizes(lines)
    lines = [_as_drawn(line, size) for line, size in zip(lines, sizes, strict=True)]
    strokes = [_stroke(line) / size for line, size in zip(lines, sizes, strict=True)]
    usual = median(strokes)
    found: list[ScannedWord] = []
    for line, size, stroke in zip(lines, sizes, strokes, strict=True):
        found += _words(line, size, bold=stroke >= BOLD_STROKE * usual)
    return tuple(found)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _is_text(line: _Line) -> bool:
    if line.text in TICK_LIKE and _is_tick(line.ink):
        return _mean(line.confidences) >= LEAST_CONFIDENCE
    sure = _mean(line.confidences) >= LEAST_OWN_CONFIDENCE
    return sure and any(letter.isalnum() or letter in SIGNS for letter in line.text)


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


def _recognised(drawing: Drawing, rects: Sequence[Rect]) -> Iterator[_Line]:
    """Yield rectangles of text as lines; what is higher than wide is read both ways up, and the surer one is kept."""
    items = [found for rect in rects if (found := inked(drawing, rect)) is not None]
    level = [item for item in items if not is_turned(item.rect)]
    turned = [item for item in items if is_turned(item.rect)]
    yield from (line for line in _read(level, 0) if line is not None)
    for up, down in zip(_read(turned, 90), _read(turned, 270), strict=True):
        best = max((line for line in (up, down) if line is not None), key=lambda x: _mean(x.confidences), default=None)
        if best is not None:
            yield best if len(best.text) > 2 else replace(best, turn=0)


def _read(items: Sequence[Inked], turn: int) -> list[_Line | None]:
    """Return what each piece of the image reads; `turn` is the angle, anticlockwise, at which its text runs."""
    if not items:
        return []
    quarter = turn // 90
    crops = [np.ascontiguousarray(np.rot90(item.pixels, -quarter)[:, :, ::-1]) for item in items]
    reader = engine()
    reader.return_word_box = True
    result = reader.recognize_txt(crops)
    lines: list[_Line | None] = []
    for item, text, score, letters in zip(items, result.txts, result.scores, result.word_results, strict=True):
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
        ink, inner = item.ink, item.pixels[m : m + item.ink.shape[0], m : m + item.ink.shape[1]]
        turned = (np.rot90(ink, -quarter), np.rot90(inner, -quarter))
        lines.append(_Line(item.rect, written, tuple(places), tuple(sure), *turned, turn))
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
    lone = [len(line.text) == 1 for line in lines]  # its height tells no size: O and o look the same
    return [
        usual if alone or abs(size - usual) <= SAME_SIZE * usual else size
        for size, alone in zip(raw, lone, strict=True)
    ]


def _as_drawn(line: _Line, size: float) -> _Line:
    """Return a line of one letter as its ink shows it: a tick for the V that it was read as, x or X by its height."""
    if line.text in TICK_LIKE and _is_tick(line.ink):
        return replace(line, text=TICK)
    if line.text.casefold() in SAME_IN_BOTH_CASES:
        small = line.ink.shape[0] <= (X_HEIGHT + ASCENT) / 2 * size
        return replace(line, text=line.text.lower() if small else line.text.upper())
    return line


def _is_tick(ink: NDArray[np.bool_]) -> bool:
    """Tell whether ink is a tick: its left arm is the short one."""
    high, wide = ink.shape
    left = np.nonzero(ink[:, : max(1, wide // 4)].any(axis=1))[0]
    right = np.nonzero(ink[:, -max(1, wide // 4) :].any(axis=1))[0]
    return bool(left.size and right.size and left[0] - right[0] >= SHORT_ARM * high)


def _stroke(line: _Line) -> float:
    """Return how thick the strokes of a line are, in pixels: twice the usual depth of its ink along the middles."""
    depth = cv2.distanceTransform(np.pad(line.ink, 1).astype(np.uint8), cv2.DIST_L2, 3)
    inside = depth[depth > 0]
    return 2 * float(inside.mean()) if inside.size else 0.0


def _words(line: _Line, size: float, bold: bool) -> Iterator[ScannedWord]:
    """Yield the words of a line with their boxes, in points."""
    tokens, groups = _tokens(line, size)
    foot = line.ink.shape[0] - (DESCENT * size if _DEEP.search(line.text) else 0.0)
    covered = along(line.ink, 0)
    at = 0
    for token, (a, b) in zip(tokens, groups, strict=True):
        sure = line.confidences[at : at + len(token)]
        at += len(token)
        own = runs_of(covered[a:b])
        start, end = (a + own[0][0], a + own[-1][1]) if own else (a, b)
        strip = line.ink[:, start:end]
        box = _placed(line, float(start), foot - LINE_ABOVE * size, float(end), foot + LINE_BELOW * size)
        ink = colour_of(line.pixels[:, start:end][strip])
        points = size / PIXELS_A_POINT
        yield ScannedWord(token, box, points, bold, ink, turn=line.turn, confidence=min(sure, default=0.0))


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
    gaps = runs_of(~along(line.ink, 0))
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
