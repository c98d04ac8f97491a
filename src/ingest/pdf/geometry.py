"""What stands on a PDF page, before tables are looked for: words, rulings, fills. pdfplumber reads it here alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfplumber.page import Page

from ingest.colour import as_fill, as_ink, hex_from_cmyk, hex_from_grey, hex_from_rgb
from ingest.model import Box, PageSize
from ingest.pdf.turn import to_reading, turned_size
from ingest.pdf.words import Word, glyph_text, words_of
from ingest.symbols import symbol_text
from ingest.textruns import BULLET

THIN_POINTS = 2.5  # a filled rectangle no thicker than this is a ruling
STRIKE_BAND = (0.3, 0.72)  # share of a word's height, from its top, within which a line strikes it out
BAND_POINTS = 10.0  # height of the bands by which words are looked up
STRIKE_SHARE = 0.6  # share of a line's length that must run through words
BULLET_POINTS = 6.0  # greatest width of a drawn dot that stands for a bullet
MARK_POINTS = 40.0  # greatest side of a coloured shape that marks a cell rather than filling it
IMAGE_SHARE = 0.5  # share of the page that an image covers where the page is a scan


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line along an axis, as thin as it may be drawn; its box has no height or no width."""

    box: Box
    horizontal: bool


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled rectangle. Later ones lie over earlier ones; `colour` is None for white."""

    box: Box
    colour: str | None


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """All that a page shows.

    Boxes are in the frame in which most of its text runs from left to right: `turn` is the angle in degrees,
    anticlockwise, by which that frame is turned on the displayed page, 0 for nearly all. `marks` are coloured
    shapes too small to be the ground of a cell: the dots and squares of traffic lights.
    """

    number: int
    size: PageSize
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    fills: tuple[Fill, ...]
    is_image: bool = False
    turn: int = 0
    marks: tuple[Fill, ...] = ()


def read_geometry(page: Page) -> PageGeometry:
    """Return what stands on one page of pdfplumber's."""
    fills = tuple(_fills(page.rects))
    rulings = tuple(_rulings(page, fills))
    marks = tuple(mark for mark in _fills([*page.curves, *page.rects]) if _is_mark(mark))
    size = PageSize(float(page.width), float(page.height))
    words = (*words_of(list(_glyphs(page)), size), *_drawn_bullets(page))
    images = sum((i["x1"] - i["x0"]) * (i["bottom"] - i["top"]) for i in page.images)
    is_image = not words and images >= IMAGE_SHARE * size.width * size.height
    read = in_reading_frame(PageGeometry(page.page_number, size, words, rulings, fills, is_image, marks=marks))
    struck, rulings = _strike(read.words, read.rulings)
    return replace(read, words=struck, rulings=rulings)


def in_reading_frame(page: PageGeometry) -> PageGeometry:
    """Return a page in the frame in which most of its text runs from left to right."""
    weights: Counter[int] = Counter()
    for word in page.words:
        weights[word.turn] += len(word.text)
    turn = max(weights, key=lambda angle: weights[angle], default=0)
    if not turn:
        return page

    def moved(box: Box) -> Box:
        return to_reading(box, turn, page.size)

    return replace(
        page,
        size=turned_size(page.size, turn),
        words=tuple(replace(w, box=moved(w.box), turn=(w.turn - turn) % 360) for w in page.words),
        rulings=tuple(Ruling(moved(r.box), r.horizontal if turn == 180 else not r.horizontal) for r in page.rulings),
        fills=tuple(replace(f, box=moved(f.box)) for f in page.fills),
        marks=tuple(replace(m, box=moved(m.box)) for m in page.marks),
        turn=turn,
    )


def page_colour(value: object) -> str | None:
    """Return `#rrggbb` for a colour of grey, RGB or CMYK components; None for patterns and for none at all."""
    if isinstance(value, int | float):
        value = (value,)
    if not isinstance(value, Sequence) or not all(isinstance(part, int | float) for part in value):
        return None
    parts = [float(part) for part in value]
    if len(parts) == 1:
        return hex_from_grey(parts[0])
    if len(parts) == 3:
        return hex_from_rgb(parts[0], parts[1], parts[2])
    return hex_from_cmyk(parts[0], parts[1], parts[2], parts[3]) if len(parts) == 4 else None


def _box(shape: Mapping[str, Any]) -> Box:
    return Box(float(shape["x0"]), float(shape["top"]), float(shape["x1"]), float(shape["bottom"]))


def _glyphs(page: Page) -> Iterator[Word]:
    """Yield the characters of a page, each as a word of its own; spaces too."""
    for char in page.chars:
        font = str(char["fontname"])
        text = glyph_text(symbol_text(char["text"], font))
        box = _box(char)
        turn = _turn(char["matrix"])
        if not text or box.bottom < 0 or box.top > page.height:
            continue
        yield Word(
            text=text,
            box=box,
            size=box.x1 - box.x0 if turn % 180 else float(char["size"]),  # pdfminer's size is the box's height
            bold=any(mark in font.casefold() for mark in ("bold", "black", "heavy", "demi")),
            ink=as_ink(page_colour(char["non_stroking_color"])),
            turn=turn,
        )


def _turn(matrix: Sequence[float]) -> int:
    """Return the angle of a text matrix, anticlockwise, to the nearest right angle (PDF 32000 §9.4.4)."""
    a, b = matrix[0], matrix[1]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 90 if b > 0 else 270


def _drawn_bullets(page: Page) -> Iterator[Word]:
    """Yield list bullets that are drawn as dots rather than set as text, as browsers print them."""
    for shape in page.curves:
        box = _box(shape)
        width, height = box.x1 - box.x0, box.bottom - box.top
        if 1.0 <= width <= BULLET_POINTS and abs(width - height) <= 0.3 * height and shape.get("fill"):
            middle = (box.top + box.bottom) / 2
            yield Word(BULLET, Box(box.x0, middle - height, box.x1, middle + height), size=2 * height)


def _is_thin(box: Box) -> bool:
    return min(box.x1 - box.x0, box.bottom - box.top) <= THIN_POINTS


def _fills(rects: Sequence[Mapping[str, Any]]) -> Iterator[Fill]:
    for rect in rects:
        box = _box(rect)
        if rect.get("fill") and not _is_thin(box):
            yield Fill(box, as_fill(page_colour(rect.get("non_stroking_color"))))


def _is_mark(fill: Fill) -> bool:
    sides = (fill.box.x1 - fill.box.x0, fill.box.bottom - fill.box.top)
    return fill.colour is not None and min(sides) >= BULLET_POINTS and max(sides) <= MARK_POINTS


def _rulings(page: Page, fills: Sequence[Fill]) -> Iterator[Ruling]:
    """Yield the straight lines of a page: drawn as lines, as thin rectangles or as stroked boxes.

    Word pads the fill of a cell with thin slices of the same colour; a slice is no ruling.
    """
    for line in page.lines:
        yield from _line(_box(line))
    for rect in page.rects:
        box = _box(rect)
        if _is_thin(box):
            colour = as_fill(page_colour(rect.get("non_stroking_color" if rect.get("fill") else "stroking_color")))
            if not (rect.get("fill") and _is_slice(box, colour, fills)):
                yield from _line(box)
        elif rect.get("stroke") and rect.get("linewidth", 1) != 0:
            yield from _outline(box)


def _line(box: Box) -> Iterator[Ruling]:
    width, height = box.x1 - box.x0, box.bottom - box.top
    if height <= THIN_POINTS and width > height:
        middle = (box.top + box.bottom) / 2
        yield Ruling(Box(box.x0, middle, box.x1, middle), horizontal=True)
    elif width <= THIN_POINTS and height > width:
        middle = (box.x0 + box.x1) / 2
        yield Ruling(Box(middle, box.top, middle, box.bottom), horizontal=False)


def _outline(box: Box) -> Iterator[Ruling]:
    for y in (box.top, box.bottom):
        yield Ruling(Box(box.x0, y, box.x1, y), horizontal=True)
    for x in (box.x0, box.x1):
        yield Ruling(Box(x, box.top, x, box.bottom), horizontal=False)


def _is_slice(box: Box, colour: str | None, fills: Sequence[Fill]) -> bool:
    """Tell whether a thin rectangle is a piece of the fill beside it: same colour, touching."""
    return colour is not None and any(fill.colour == colour and _touch(box, fill.box) for fill in fills)


def _touch(a: Box, b: Box, slack: float = 0.6) -> bool:
    return a.x0 <= b.x1 + slack and b.x0 <= a.x1 + slack and a.top <= b.bottom + slack and b.top <= a.bottom + slack


def _strike(words: Sequence[Word], rulings: Sequence[Ruling]) -> tuple[tuple[Word, ...], tuple[Ruling, ...]]:
    """Return the words with the struck-out ones marked, and the rulings that strike none."""
    at_height: dict[int, list[int]] = defaultdict(list)
    for i, word in enumerate(words):
        if not word.turn:
            for step in range(int(word.box.top // BAND_POINTS), int(word.box.bottom // BAND_POINTS) + 1):
                at_height[step].append(i)
    strikes: set[Ruling] = set()
    struck: set[int] = set()
    for ruling in rulings:
        if not ruling.horizontal or ruling in strikes:
            continue
        line = ruling.box
        hit = [i for i in at_height.get(int(line.top // BAND_POINTS), ()) if _strikes(line, words[i].box)]
        across = sum(min(line.x1, words[i].box.x1) - max(line.x0, words[i].box.x0) for i in hit)
        if hit and across >= STRIKE_SHARE * (line.x1 - line.x0):
            strikes.add(ruling)
            struck.update(hit)
    marked = tuple(replace(word, struck=True) if i in struck else word for i, word in enumerate(words))
    return marked, tuple(ruling for ruling in rulings if ruling not in strikes)


def _strikes(line: Box, word: Box) -> bool:
    """Tell whether a line runs through the middle of a word, over half its length at least."""
    height = word.bottom - word.top
    across = min(line.x1, word.x1) - max(line.x0, word.x0)
    low, high = word.top + STRIKE_BAND[0] * height, word.top + STRIKE_BAND[1] * height
    return low <= line.top <= high and across >= 0.5 * (word.x1 - word.x0)
