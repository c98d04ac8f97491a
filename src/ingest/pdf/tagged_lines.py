"""Where the lines run that part the rows and columns of a tagged table: those drawn, else the middles of gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Box
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.lines import around
from ingest.pdf.words import Word
from ingest.values import value

SAME_LINE_POINTS = 3.0  # lines nearer than this are one
OUTER_POINTS = 14.0  # how far beyond its words a table's outer edge is looked for
PADDING_POINTS = 2.0  # between words and edge where no line is drawn
HEIGHT_SLACK = 0.25  # of a word's height, at its top and its foot, that may reach over a line: boxes are generous
WIDTH_SLACK = 1.0  # points that may reach over a line at either side of a word
LINE_SHARE = 0.2  # of the table's extent that a line must cover to be one of its edges


@value
class Reach:
    """The rows (or columns) that a cell covers and the extent of its words along that axis, in points."""

    first: int
    after: int
    start: float
    end: float
    edge_start: float
    edge_end: float


def extents(words: Sequence[Word]) -> tuple[tuple[float, float, float, float], tuple[float, float, float, float]]:
    """Return where words begin and end down the page, with slack taken off and as they stand, and the same across."""
    boxes = [word.box for word in words]
    whole = around(boxes)
    top = min([box.top + HEIGHT_SLACK * (box.bottom - box.top) for box in boxes])
    bottom = max([box.bottom - HEIGHT_SLACK * (box.bottom - box.top) for box in boxes])
    left, right = min(whole.x0 + WIDTH_SLACK, whole.x1), max(whole.x1 - WIDTH_SLACK, whole.x0)
    return (top, bottom, whole.top, whole.bottom), (left, right, whole.x0, whole.x1)


def parting_lines(reaches: Sequence[Reach], count: int, drawn: DrawnLines) -> list[float] | None:
    """Return the lines that part the rows (or columns), the outer ones included; None where none can be drawn.

    Lines drawn on the page are taken where they stand in the gaps; elsewhere the middle of the gap.
    """
    ends = _running([(r.after, r.end) for r in reaches], range(count + 1), max)
    starts = _running([(r.first, r.start) for r in reaches], range(count, -1, -1), min)
    gaps: list[tuple[float, float]] = []
    for i in range(1, count):
        low, high = ends[i], starts[i]
        if low is None or high is None:  # no words at all on one side: an empty column at the edge
            edge = min(r.edge_start for r in reaches) if low is None else max(r.edge_end for r in reaches)
            outer = _outermost(edge, drawn, -1 if low is None else 1)
            low, high = (outer, edge) if low is None else (edge, outer)
        if low > high:
            return None
        gaps.append((low, high))
    first, last = min(r.edge_start for r in reaches), max(r.edge_end for r in reaches)
    empty_first = bool(gaps) and gaps[0][1] == first and gaps[0][0] < first
    empty_last = bool(gaps) and gaps[-1][0] == last and gaps[-1][1] > last
    low = _outermost(first, drawn, -1) if empty_first else _nearest(first, drawn, -1)
    high = _outermost(last, drawn, 1) if empty_last else _nearest(last, drawn, 1)
    return [low, *_within(gaps, drawn.places), high]


def _running(
    values: Sequence[tuple[int, float]], places: range, choose: Callable[[float, float], float]
) -> dict[int, float | None]:
    """Return the most (or least) of the values up to each place, in the order of the places; None before the first."""
    chosen: dict[int, float] = {}
    for place, new in values:
        chosen[place] = choose(chosen.get(place, new), new)
    running: dict[int, float | None] = {}
    so_far: float | None = None
    for place in places:
        here = chosen.get(place)
        so_far = here if so_far is None else so_far if here is None else choose(so_far, here)
        running[place] = so_far
    return running


@dataclass(frozen=True, slots=True)
class DrawnLines:
    """Where lines run along a table, and how far those that cross them reach, on either side."""

    places: Sequence[float]
    start: float
    end: float


def _outermost(edge: float, drawn: DrawnLines, sign: int) -> float:
    """Return the line farthest out on one side, where empty rows or columns stand between it and the words."""
    beyond = [sign * at for at in (*drawn.places, drawn.start, drawn.end) if sign * (at - edge) > 0]
    return sign * max(beyond) if beyond else edge + sign * PADDING_POINTS


def _nearest(edge: float, drawn: DrawnLines, sign: int) -> float:
    """Return the outer line on one side: the next one that lines across reach, else where these end."""
    far = sign * ((drawn.end if sign > 0 else drawn.start) - edge)
    near = [
        at for at in drawn.places if -WIDTH_SLACK <= sign * (at - edge) <= max(OUTER_POINTS, far + SAME_LINE_POINTS)
    ]
    if near:
        return min(near, key=lambda at: abs(at - edge))
    return edge + sign * max(far, PADDING_POINTS)


def _within(gaps: Sequence[tuple[float, float]], candidates: Sequence[float]) -> Iterator[float]:
    """Yield a line for each gap; gaps that are the same one share its lines in order, or its width."""
    i = 0
    while i < len(gaps):
        low, high = gaps[i]
        n = 1
        while i + n < len(gaps) and gaps[i + n] == gaps[i]:
            n += 1
        fitting = [at for at in candidates if low <= at <= high]
        if n == 1 and fitting:
            yield min(fitting, key=lambda at: abs(at - (low + high) / 2))
        elif len(fitting) >= n:
            yield from fitting[:n]
        else:
            yield from (low + (high - low) * (k + 1) / (n + 1) for k in range(n))
        i += n


def drawn_lines(page: PageGeometry, area: Box, *, horizontal: bool) -> DrawnLines:
    """Return where rulings and the edges of fills run along a table; those that stand close are one."""
    low, high = (area.x0, area.x1) if horizontal else (area.top, area.bottom)
    start, end = (area.top, area.bottom) if horizontal else (area.x0, area.x1)
    found: list[float] = []
    ends = [start, end]
    fills = [(fill.box, True, True) for fill in page.fills if _lies_in(fill.box, area)]
    rulings = [(r.box, r.horizontal is horizontal, r.horizontal is not horizontal) for r in page.rulings]
    for box, along, across in (*rulings, *fills):
        first, last = (box.x0, box.x1) if horizontal else (box.top, box.bottom)
        near, far = (box.top, box.bottom) if horizontal else (box.x0, box.x1)
        shared = (last if last < high else high) - (first if first > low else low)
        if along and shared >= LINE_SHARE * min(high - low, 4 * (last - first)):
            found += [near, far]
        if across and shared >= 0 and near < end and far > start:
            ends += [near, far]
    places: list[float] = []
    for at in sorted(found):
        if not places or at - places[-1] > SAME_LINE_POINTS:
            places.append(at)
    return DrawnLines(places, min(ends), max(ends))


def _lies_in(fill: Box, area: Box) -> bool:
    """Tell whether a fill belongs to a table rather than to the ground that it stands on."""
    return fill.top >= area.top - OUTER_POINTS and fill.bottom <= area.bottom + OUTER_POINTS
