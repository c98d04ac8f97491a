"""What is drawn on a page rather than written: rulings, fills, dots and images, from PDFium's page objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pypdfium2 import raw

from ingest.colour import as_fill
from ingest.model import Box
from ingest.pdf import pdfium_calls as pdfium
from ingest.pdf.bands import Bands
from ingest.pdf.geometry import (
    SLICE_POINTS,
    THIN_POINTS,
    Fill,
    Ruling,
    bullets_of,
    is_badge,
    is_mark,
    is_thin,
    rulings_of,
    touches,
)
from ingest.pdf.pdfium_look import Frame
from ingest.pdf.signs import pointing, sign_word
from ingest.pdf.words import Word

DEEPEST_FORM = 12  # forms within forms; deeper ones are made to harm
MOST_SEGMENTS = 4000  # of a path; beyond, only its extent is taken: a map or a chart
CORNERS = 5  # points of a rectangle, the first of them twice
SQUARE_POINTS = 0.05  # by which a side of a rectangle may lean
LID_COLOURS = frozenset({"#ffffff", "#000000"})
OPAQUE = 255  # alpha of what hides all behind it
ROUND_SHARE = 0.75  # of its box that a round shape takes up at least; an ellipse does more
LARGE_SHARE = 0.05  # of the page from which a fill is cut to what its clip leaves of it

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page, in displayed coordinates, in the order of drawing.

    `thin` are filled rectangles too thin to be seen as anything but lines, with their colours. `covers` are all areas
    that hide the paper: fills with a colour, filled shapes of any form, images. `bullets` are dots and
    arrows as the words that they stand for. `texts` and `spaces` are the places of text objects that PDFium left out of
    the page's text: those with outlines on the displayed page, those without by where they begin in the page's own
    frame. `lids` are opaque white and black rectangles, each with how many of the page's objects are drawn before it.
    """

    rulings: list[Ruling] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    thin: list[tuple[Box, str | None]] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    bullets: list[Word] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    covers: list[Box] = field(default_factory=list)
    marks: list[Fill] = field(default_factory=list)
    texts: list[Box] = field(default_factory=list)
    spaces: list[Point] = field(default_factory=list)
    lids: list[tuple[int, Box]] = field(default_factory=list)

    def lines(self) -> tuple[Ruling, ...]:
        """Return the rulings of the page. Word pads the fill of a cell with thin slices of its colour: no rulings."""
        coloured: dict[str, list[Box]] = {}
        for fill in self.fills if self.thin else ():
            if fill.colour is not None:
                coloured.setdefault(fill.colour, []).append(fill.box)
        fills = {colour: Bands((box, box) for box in dict.fromkeys(boxes)) for colour, boxes in coloured.items()}
        thin = [
            line
            for box, colour in dict.fromkeys(self.thin)
            if colour not in fills or not any(touches(box, fill) for fill in fills[colour].near(box, SLICE_POINTS))
            for line in rulings_of(box)
        ]
        return (*self.rulings, *thin, *_dotted(self.dots))


class DrawingReader:
    """Reads what one page draws; it holds the buffers that PDFium writes to."""

    def __init__(self, things: Sequence[int], frame: Frame, known: set[int]) -> None:
        """Take a page's objects, how it is displayed, and the text objects that are read already."""
        self._things, self._frame, self._known = things, frame, known
        self._floats, at = pdfium.room_for_reals(6)
        self._colour, self._at_colour = pdfium.room_for_whole(4)
        self._modes, self._at_modes = pdfium.room_for_whole(2)
        self._at = at[:4]
        self._n_before = 0
        self.drawn = Drawn()

    def read(self) -> Drawn:
        """Return all that the page draws, what forms draw among it."""
        known = self._known
        for i, thing in enumerate(self._things):
            if thing not in known:
                self._n_before = i
                self._add(thing, IDENTITY, 0)
        return self.drawn

    def _add(self, thing: int, matrix: Matrix, depth: int) -> None:
        kind = pdfium.object_type(thing)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._add_path(thing, matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            inner = _times(self._matrix(thing), matrix)
            for i in range(pdfium.form_count(thing)):
                part = pdfium.form_object(thing, i)
                if part and part not in self._known:
                    self._add(part, inner, depth + 1)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            self._add_text(thing, matrix)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = self._bounds(thing, matrix)
            self.drawn.covers.append(box)
            self.drawn.images.append(box)

    def _add_text(self, thing: int, matrix: Matrix) -> None:
        if not pdfium.object_bounds(thing, *self._at):  # left, bottom, right, top
            return
        left, bottom, right, top = self._floats[:4]
        if right > left and top > bottom:
            self.drawn.texts.append(self._box([(left, bottom), (right, top)], matrix))
        else:
            a, b, c, d, e, f = matrix
            self.drawn.spaces.append((a * left + c * bottom + e, b * left + d * bottom + f))

    def _matrix(self, thing: int) -> Matrix:
        floats = self._floats
        if not pdfium.object_matrix(thing, self._at[0]):
            return IDENTITY
        a, b, c, d, e, f = floats
        return (a, b, c, d, e, f)

    def _bounds(self, thing: int, matrix: Matrix) -> Box:
        """Return the box around an object, the width of its stroke among it."""
        if not pdfium.object_bounds(thing, *self._at):
            return Box(0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top, _, _ = self._floats
        if matrix is IDENTITY:
            return self._frame.shown(left, bottom, right, top)
        return self._box([(left, bottom), (right, top)], matrix)

    def _box(self, points: list[Point], matrix: Matrix) -> Box:
        if matrix is not IDENTITY:
            a, b, c, d, e, f = matrix
            points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        xs.sort()
        ys.sort()
        return self._frame.shown(xs[0], ys[0], xs[-1], ys[-1])

    def _add_path(self, thing: int, outer: Matrix) -> None:
        if not pdfium.draw_mode(thing, *self._at_modes):
            return
        filled, stroked = bool(self._modes[0]), bool(self._modes[1])
        if not (filled or stroked):
            return
        count = pdfium.count_segments(thing)
        if filled and not stroked and count <= CORNERS and self._add_thin(thing, outer):
            return
        own = self._matrix(thing)
        matrix = outer if own == IDENTITY else _times(own, outer)
        fill = self._paint(thing, pdfium.fill_colour) if filled else None
        stroke = self._paint(thing, pdfium.stroke_colour) if stroked else None
        if count > MOST_SEGMENTS:
            if fill is not None:
                self.drawn.covers.append(self._bounds(thing, outer))
            return
        for shape, curved, closed in self._shapes(thing, count):
            self._add_shape(thing, shape, curved, closed, matrix, fill, stroke)

    def _add_thin(self, thing: int, outer: Matrix) -> bool:
        """Add a filled rectangle that is seen as a line or dot, which its bounds tell; return whether it is one."""
        box = self._bounds(thing, outer)
        if not is_thin(box):
            return False
        colour = self._paint(thing, pdfium.fill_colour)
        if colour is not None and max(box.x1 - box.x0, box.bottom - box.top) <= THIN_POINTS:
            self.drawn.dots.append(box)
        elif colour is not None:
            self.drawn.thin.append((box, as_fill(colour)))
        return True

    def _paint(self, thing: int, ask: object) -> str | None:
        """Return the colour that an object is painted with, black where it names none; None for see-through."""
        colour = self._colour
        if not ask(thing, *self._at_colour):  # type: ignore[operator]
            return "#000000"
        red, green, blue, alpha = colour
        if 0 < alpha < OPAQUE:  # the paper shines through
            red, green, blue = (round(255 - (255 - part) * alpha / 255) for part in (red, green, blue))
        return f"#{red:02x}{green:02x}{blue:02x}" if alpha else None

    def _shapes(self, thing: int, count: int) -> Iterator[tuple[list[Point], bool, bool]]:
        """Yield the parts of a path: their points, whether one is curved, and whether it is closed."""
        floats, at_x, at_y = self._floats, self._at[0], self._at[1]
        points: list[Point] = []
        curved, last = False, 0
        for i in range(count):
            segment = pdfium.path_segment(thing, i)
            kind = pdfium.segment_type(segment) if i else raw.FPDF_SEGMENT_MOVETO
            if kind == raw.FPDF_SEGMENT_MOVETO and points:
                if len(points) > 1:
                    yield points, curved, bool(pdfium.segment_closes(last))
                points, curved = [], False
            curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
            pdfium.segment_point(segment, at_x, at_y)
            points.append((floats[0], floats[1]))
            last = segment
        if len(points) > 1:
            yield points, curved, bool(pdfium.segment_closes(last))

    def _add_shape(
        self,
        thing: int,
        points: list[Point],
        curved: bool,
        closed: bool,
        matrix: Matrix,
        fill: str | None,
        stroke: str | None,
    ) -> None:
        drawn = self.drawn
        box = self._box(points, matrix)
        thin = is_thin(box)
        rectangle = not curved and _is_rectangle(points)
        if fill is not None and not thin and is_mark(mark := Fill(box, as_fill(fill))):
            self._add_mark(mark, [] if curved or rectangle else points, matrix)
        if curved:
            if fill is not None:
                drawn.covers.append(box)
                drawn.bullets += bullets_of(box)
                self._add_badge(Fill(box, as_fill(fill)), points, matrix)
            return
        if fill is not None:
            if max(box.x1 - box.x0, box.bottom - box.top) <= THIN_POINTS:
                drawn.dots.append(box)
            elif thin:
                drawn.thin.append((box, as_fill(fill)))
            elif rectangle:
                self._add_fill(thing, box, fill, matrix)
            else:
                drawn.covers.append(box)
        if stroke is not None:
            self._add_stroke(points, box, closed, matrix, alone=fill is None)

    def _add_stroke(self, points: list[Point], box: Box, closed: bool, matrix: Matrix, *, alone: bool) -> None:
        """Add the rulings that a shape's stroke draws; `alone` tells that it has no fill."""
        rectangle = _is_rectangle(points)
        if is_thin(box):
            if alone:
                self.drawn.rulings += rulings_of(box)
        elif rectangle and (matrix[1] == matrix[2] == 0 or matrix[0] == matrix[3] == 0):  # at right angles to the page
            self.drawn.rulings += _sides_of(box)
        else:
            self._add_sides(points, closed or rectangle, matrix)

    def _add_mark(self, mark: Fill, corners: list[Point], matrix: Matrix) -> None:
        """Add a small coloured shape; one whose corners show an arrow or triangle is a sign too."""
        self.drawn.marks.append(mark)
        places = [self._box([corner], matrix) for corner in corners]
        sign = pointing([(place.x0, place.top) for place in places])
        if sign:
            self.drawn.bullets.append(sign_word(sign, mark.box, mark.colour))

    def _add_badge(self, badge: Fill, points: list[Point], matrix: Matrix) -> None:
        """Add a low filled shape with round ends as a fill, where it takes up most of its box."""
        if not is_badge(badge):
            return
        box = badge.box
        ring = [(at.x0, at.top) for at in (self._box([point], matrix) for point in points)]
        doubled = sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True))
        if abs(doubled) >= 2 * ROUND_SHARE * (box.x1 - box.x0) * (box.bottom - box.top):
            self.drawn.fills.append(badge)

    def _add_fill(self, thing: int, box: Box, colour: str, matrix: Matrix) -> None:
        size = self._frame.size
        if (box.x1 - box.x0) * (box.bottom - box.top) > LARGE_SHARE * size.width * size.height:
            box = self._clipped(thing, box, matrix)
        if box.x1 > box.x0 and box.bottom > box.top:
            self.drawn.fills.append(Fill(box, as_fill(colour)))
            if as_fill(colour):
                self.drawn.covers.append(box)
            if colour in LID_COLOURS and not is_thin(box) and not pdfium.has_transparency(thing):
                self.drawn.lids.append((self._n_before, box))

    def _clipped(self, thing: int, box: Box, matrix: Matrix) -> Box:
        """Return what the clip paths of an object leave of its box; they stand in the frame of what holds it."""
        clip = pdfium.clip_path(thing)
        own = self._matrix(thing)
        for i in range(max(0, pdfium.count_clip_paths(clip)) if clip and own == IDENTITY else 0):
            points: list[Point] = []
            for j in range(min(pdfium.count_clip_segments(clip, i), MOST_SEGMENTS)):
                pdfium.segment_point(pdfium.clip_segment(clip, i, j), self._at[0], self._at[1])
                points.append((self._floats[0], self._floats[1]))
            if points:
                hole = self._box(points, matrix)
                box = Box(
                    max(box.x0, hole.x0),
                    max(box.top, hole.top),
                    min(box.x1, hole.x1),
                    min(box.bottom, hole.bottom),
                )
        return box

    def _add_sides(self, points: list[Point], closed: bool, matrix: Matrix) -> None:
        """Add the straight sides of a stroked shape that run along an axis."""
        ring = [*points, points[0]] if closed and points[0] != points[-1] else points
        for i in range(len(ring) - 1):
            self.drawn.rulings += rulings_of(self._box(ring[i : i + 2], matrix))


def _sides_of(box: Box) -> tuple[Ruling, ...]:
    """Return the sides of a rectangle along the axes."""
    x0, top, x1, bottom = box.x0, box.top, box.x1, box.bottom
    return (
        Ruling(Box(x0, top, x1, top), horizontal=True),
        Ruling(Box(x1, top, x1, bottom), horizontal=False),
        Ruling(Box(x0, bottom, x1, bottom), horizontal=True),
        Ruling(Box(x0, top, x0, bottom), horizontal=False),
    )


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _is_rectangle(points: list[Point]) -> bool:
    """Tell whether points go around a rectangle along the axes, back to the first or not."""
    if len(points) != 4 and not (len(points) == 5 and points[0] == points[4]):
        return False
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[:4]
    slack = SQUARE_POINTS
    if abs(ay - by) <= slack:
        return abs(bx - cx) <= slack and abs(cy - dy) <= slack and abs(dx - ax) <= slack
    return abs(ax - bx) <= slack and abs(by - cy) <= slack and abs(cx - dx) <= slack and abs(dy - ay) <= slack


def _dotted(dots: list[Box]) -> Iterator[Ruling]:
    """Yield dots, each as a short ruling along the row or the column of dots in which it stands."""
    across = Counter(round(dot.top + dot.bottom) for dot in dots)
    down = Counter(round(dot.x0 + dot.x1) for dot in dots)
    for dot in dots:
        x, y = (dot.x0 + dot.x1) / 2, (dot.top + dot.bottom) / 2
        if across[round(2 * y)] >= down[round(2 * x)]:
            yield Ruling(Box(dot.x0, y, dot.x1, y), horizontal=True)
        else:
            yield Ruling(Box(x, dot.top, x, dot.bottom), horizontal=False)
