"""What stands on a PDF page, before tables are looked for: words, rulings, fills, however they were read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.model import Box, PageSize
from ingest.pdf.tags import TableTag
from ingest.pdf.turn import Tilt, to_reading, turned_size
from ingest.pdf.words import Word
from ingest.textruns import BULLET
from ingest.values import value

THIN_POINTS = 2.5  # a filled rectangle no thicker than this is a ruling
STRIKE_BAND = (0.3, 0.72)  # share of a word's height, from its top, within which a line strikes it out
STRIKE_SHARE = 0.6  # share of a line's length that must run through words
BULLET_POINTS = 6.0  # greatest width of a drawn dot that stands for a bullet
MARK_POINTS = 40.0  # greatest side of a coloured shape that marks a cell rather than filling it
SLICE_POINTS = 0.6  # by which a slice of a fill may miss the rest
GROUND_SHARE = 0.75  # of the page, its margins aside, that a fill covers where it is the colour of the paper
IMAGE_SHARE = 0.5  # share of the page that an image covers where the page is a scan


@value
class Ruling:
    """A straight line along an axis, as thin as it may be drawn; its box has no height or no width."""

    box: Box
    horizontal: bool


@value
class Fill:
    """A filled rectangle. Later ones lie over earlier ones; `colour` is None for white."""

    box: Box
    colour: str | None


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """All that a page shows.

    Boxes are in the frame in which most of its text runs from left to right: `turn` is the angle in degrees,
    anticlockwise, by which that frame is turned on the displayed page, 0 for nearly all. `marks` are coloured
    shapes too small to be the ground of a cell: the dots and squares of traffic lights. `images` are pictures,
    `tilts` the scanned areas that were read as if level, both in the displayed frame. `tags` are the tables that the
    file itself tells of. `is_recognised` tells that some of its words were read from an image.
    """

    number: int
    size: PageSize
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    fills: tuple[Fill, ...]
    is_image: bool = False
    turn: int = 0
    marks: tuple[Fill, ...] = ()
    images: tuple[Box, ...] = ()
    tilts: tuple[Tilt, ...] = ()
    tags: tuple[TableTag, ...] = ()
    is_recognised: bool = False


def in_reading_frame(page: PageGeometry) -> PageGeometry:
    """Return a page in the frame in which most of its text runs from left to right."""
    if {word.turn for word in page.words} <= {0}:
        return page
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


def is_mark(fill: Fill) -> bool:
    """Tell whether a coloured shape is too small to be the ground of a cell: the dot or square of a traffic light."""
    sides = (fill.box.x1 - fill.box.x0, fill.box.bottom - fill.box.top)
    return fill.colour is not None and min(sides) >= BULLET_POINTS and max(sides) <= MARK_POINTS


def is_badge(fill: Fill) -> bool:
    """Tell whether a fill is as low as a mark and wider: the ground of a coloured badge, with or without text."""
    height = fill.box.bottom - fill.box.top
    return fill.colour is not None and BULLET_POINTS <= height <= MARK_POINTS < fill.box.x1 - fill.box.x0


def is_thin(box: Box) -> bool:
    """Tell whether a rectangle is seen as a line."""
    return min(box.x1 - box.x0, box.bottom - box.top) <= THIN_POINTS


def without_ground(fills: Sequence[Fill], page: PageSize) -> tuple[Fill, ...]:
    """Return the fills of a page, those that cover nearly all of it as white: the paper's colour is no cell's."""
    least = GROUND_SHARE * page.width * page.height
    return tuple(
        Fill(fill.box, None)
        if fill.colour and (fill.box.x1 - fill.box.x0) * (fill.box.bottom - fill.box.top) >= least
        else fill
        for fill in fills
    )


def touches(a: Box, b: Box) -> bool:
    """Tell whether two boxes touch, as a thin slice does that a word processor sets beside the fill of a cell."""
    slack = SLICE_POINTS
    return a.x0 <= b.x1 + slack and b.x0 <= a.x1 + slack and a.top <= b.bottom + slack and b.top <= a.bottom + slack


def rulings_of(box: Box) -> Iterator[Ruling]:
    """Yield the ruling that a thin box draws; none for a dot, nor for a box that is not thin."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    if height <= THIN_POINTS and width > height:
        middle = (box.top + box.bottom) / 2
        yield Ruling(Box(box.x0, middle, box.x1, middle), horizontal=True)
    elif width <= THIN_POINTS and height > width:
        middle = (box.x0 + box.x1) / 2
        yield Ruling(Box(middle, box.top, middle, box.bottom), horizontal=False)


def bullets_of(box: Box) -> Iterator[Word]:
    """Yield the list bullet that a filled curve draws, as browsers print them; none where it is no small dot."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    if 1.0 <= width <= BULLET_POINTS and abs(width - height) <= 0.3 * height:
        middle = (box.top + box.bottom) / 2
        yield Word(BULLET, Box(box.x0, middle - height, box.x1, middle + height), size=2 * height)


def with_strikes(page: PageGeometry) -> PageGeometry:
    """Return a page with its struck-out words marked, and without the rulings that strike them."""
    words, rulings = _strike(page.words, page.rulings)
    return replace(page, words=words, rulings=rulings)


def _strike(words: Sequence[Word], rulings: Sequence[Ruling]) -> tuple[tuple[Word, ...], tuple[Ruling, ...]]:
    """Return the words with the struck-out ones marked, and the rulings that strike none."""
    heights = sorted({ruling.box.top for ruling in rulings if ruling.horizontal})
    at_height: dict[float, list[int]] = defaultdict(list)
    met: list[float] = []  # heights of rulings that run through the last word, and through those beside it
    top = bottom = 0.0
    for i, word in enumerate(words):
        box = word.box
        if box.top != top or box.bottom != bottom:
            top, bottom = box.top, box.bottom
            low, high = top + STRIKE_BAND[0] * (bottom - top), top + STRIKE_BAND[1] * (bottom - top)
            met = heights[bisect_left(heights, low) : bisect_right(heights, high)]
        for height in () if word.turn else met:
            at_height[height].append(i)
    strikes: set[Ruling] = set()
    struck: set[int] = set()
    for ruling in rulings if at_height else ():
        if not ruling.horizontal or ruling in strikes:
            continue
        line = ruling.box
        hit = [i for i in at_height.get(line.top, ()) if _runs_through(line, words[i].box)]
        across = sum(min(line.x1, words[i].box.x1) - max(line.x0, words[i].box.x0) for i in hit)
        if hit and across >= STRIKE_SHARE * (line.x1 - line.x0):
            strikes.add(ruling)
            struck.update(hit)
    if not strikes:
        return tuple(words), tuple(rulings)
    marked = tuple(replace(word, struck=True) if i in struck else word for i, word in enumerate(words))
    return marked, tuple(ruling for ruling in rulings if ruling not in strikes)


def _runs_through(line: Box, word: Box) -> bool:
    """Tell whether a line at the height of a word's middle covers half its length at least."""
    return min(line.x1, word.x1) - max(line.x0, word.x0) >= 0.5 * (word.x1 - word.x0)
