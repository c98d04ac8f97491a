"""Signs that are drawn rather than written: arrows and triangles by their corners, small pictures by their pixels."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from contextlib import closing
from math import sqrt

import pypdfium2
from PIL import Image

from ingest.colour import as_ink
from ingest.model import Box
from ingest.pdf.geometry import BULLET_POINTS, MARK_POINTS, Fill
from ingest.pdf.words import Word

Point = tuple[float, float]

ARROWS, TRIANGLES, ASLANT = tuple("↑↓←→"), tuple("▲▼◀▶"), tuple("↗↙↖↘")  # up, down, left and right
EVEN_SHARE = 0.08  # of a shape's side by which corners may miss the same height
MIDDLE_SHARE = 0.15  # of a shape's side by which a tip may miss the middle
MOST_CORNERS = 16  # of an arrow; what has more is no plain one
DOUBLE_CORNERS = 8  # fewest corners of an arrow with two tips: a hexagon has six
SCALE = 1.0  # pixels to a point at which small pictures are looked at
MOST_PIXELS = 3000  # side of the drawn page
CELLS = 16  # squares along a side to which a picture is brought
COLOURED = 48  # least difference of a colour's components, of 255: greys and compression stay below
INKED_SHARE = 0.15  # of a picture that must have the colour
ONE_HUE_SHARE = 0.8  # of its coloured squares that must be near one hue
NEAR_HUE = 1 / 12  # of the colour circle
PALE, DARK = 0xE6, 0x40  # between which a neutral square is grey


def pointing(points: Sequence[Point]) -> str | None:
    """Return the arrow or triangle that a shape's corners show, given rightwards and downwards; None for another."""
    corners = list(dict.fromkeys((round(x, 2), round(y, 2)) for x, y in points))
    if not 3 <= len(corners) <= MOST_CORNERS:
        return None
    level = _straight(corners, ARROWS if len(corners) > 3 else TRIANGLES)
    if level or len(corners) == 3:
        return level
    return _straight([((x - y) / sqrt(2), (x + y) / sqrt(2)) for x, y in corners], ASLANT)


def _straight(corners: Sequence[Point], signs: tuple[str, ...]) -> str | None:
    """Return the sign of the way that corners point to, of those for up, down, left and right."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    top, foot = _end(ys, xs, min(ys)), _end(ys, xs, max(ys))
    left, right = _end(xs, ys, min(xs)), _end(xs, ys, max(xs))
    up, down, back, on = signs
    if top == "tip" and foot == "flat":
        return up
    if foot == "tip" and top == "flat":
        return down
    if left == "tip" and right == "flat":
        return back
    if right == "tip" and left == "flat":
        return on
    if left == right == "tip" and top == foot == "flat" and len(corners) >= DOUBLE_CORNERS:
        return "↔"
    if top == foot == "tip" and left == right == "flat" and len(corners) >= DOUBLE_CORNERS:
        return "↕"
    return None


def _end(along: Sequence[float], across: Sequence[float], end: float) -> str:
    """Tell what a shape has at an end: a tip in the middle of its breadth, a flat side, or a corner."""
    length, breadth = max(along) - min(along), max(across) - min(across)
    there = [b for a, b in zip(along, across, strict=True) if abs(a - end) <= EVEN_SHARE * length]
    if len(there) > 1:
        return "flat"
    middle = (max(across) + min(across)) / 2
    return "tip" if abs(there[0] - middle) <= MIDDLE_SHARE * breadth else "corner"


def sign_word(sign: str, box: Box, colour: str | None) -> Word:
    """Return a drawn sign as a word of its colour."""
    return Word(sign, box, size=box.bottom - box.top, ink=as_ink(colour))


def is_small(box: Box) -> bool:
    """Tell whether a picture is as small as the dot or the arrow of a traffic light."""
    sides = (box.x1 - box.x0, box.bottom - box.top)
    return min(sides) >= BULLET_POINTS and max(sides) <= MARK_POINTS


def colours_of_pictures(page: pypdfium2.PdfPage, boxes: Sequence[Box]) -> tuple[Fill, ...]:
    """Return small pictures of one colour, each as a mark; `boxes` are their places on the displayed page."""
    small = [box for box in boxes if is_small(box)]
    if not small:
        return ()
    width, height = page.get_size()
    scale = min(SCALE, MOST_PIXELS / max(width, height))
    with closing(page.render(scale=scale, may_draw_forms=False)) as drawn:
        image = drawn.to_pil().convert("RGB")
    seen = [(box, _colour(image, box, scale)) for box in small]
    return tuple(Fill(box, colour) for box, colour in seen if colour)


def _colour(image: Image.Image, box: Box, scale: float) -> str | None:
    """Return the one colour of a picture, or the grey of one that has none; None where it has several."""
    place = (box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale)
    if place[0] < 0 or place[1] < 0 or place[2] > image.width or place[3] > image.height:
        return None
    squares = image.resize((CELLS, CELLS), Image.Resampling.BOX, box=place)
    pixels = [squares.getpixel((x, y)) for y in range(CELLS) for x in range(CELLS)]
    colours = [p for p in pixels if isinstance(p, tuple) and max(p) - min(p) >= COLOURED]
    if len(colours) >= INKED_SHARE * len(pixels):
        # edges melt into the paper: the colour is that of the stronger half
        strong = sorted(colours, key=lambda p: max(p) - min(p))[len(colours) // 2 :]
        mean = _mean(strong)
        hue = colorsys.rgb_to_hsv(*mean)[0]
        away = [abs(colorsys.rgb_to_hsv(*p)[0] - hue) for p in colours]
        near = sum(min(turn, 1 - turn) <= NEAR_HUE for turn in away)
        return _hex(mean) if near >= ONE_HUE_SHARE * len(colours) else None
    greys = [p for p in pixels if isinstance(p, tuple) and DARK < max(p) < PALE]
    return _hex(_mean(greys)) if len(greys) > len(pixels) / 2 and not colours else None


def _mean(pixels: Sequence[tuple[float, ...]]) -> tuple[float, float, float]:
    red, green, blue = (sum(p[i] for p in pixels) / len(pixels) for i in range(3))
    return red, green, blue


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in colour)
