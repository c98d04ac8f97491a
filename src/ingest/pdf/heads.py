"""Headings over several columns that no rule tells: they stand in the middle of the columns they head."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.pdf.gutters import ALIGNED_POINTS, Gutter, Segment, Strip, column_of, figure_lines

CENTRED_SHARE = 0.8  # of the font size by which a heading may stand off from the middle of its columns
MOST_TILED = 6  # headings on one line, beyond which the ways to share the columns are too many to try


@dataclass(frozen=True, slots=True)
class _Column:
    """From where to where the texts of a column reach (`left`, `right`) and its cells (`start`, `end`), in points."""

    left: float
    right: float
    start: float
    end: float


def tiled(
    strips: Sequence[Strip], gutters: Sequence[Gutter], ruled: Collection[Segment]
) -> dict[Segment, tuple[float, float]]:
    """Return the reach of headings that share all columns right of the first between them, each in its middle.

    `ruled` are headings that a rule tells; those beside them have none, so they head one column. Only lines above the
    first figures count, with a line of more texts below. A heading whose edge is in line with the figures of a column
    heads that column alone.
    """
    model = figure_lines(strips)
    if not model or len(gutters) < 2:
        return {}
    columns = _columns(model, gutters)
    near = CENTRED_SHARE * model[0].size
    first = next(i for i, strip in enumerate(strips) if strip is model[0])
    reaches = _sections(strips, columns, gutters, near)
    for at, strip in enumerate(strips[:first]):
        heads = [s for s in strip.segments if s.box.x0 > gutters[0][0]]
        fuller = any(len(other.segments) > len(strip.segments) for other in strips[at + 1 : first + 1])
        if any(head in ruled for head in heads):
            continue
        if heads and fuller and len(heads) <= MOST_TILED and not any(_in_line(s, columns, gutters) for s in heads):
            best = _shares(heads, columns[1:], near)
            if best is not None and any(b - a > 1 for a, b in best[1]):
                for head, (a, b) in zip(heads, best[1], strict=True):
                    reaches[head] = (columns[1 + a].left, columns[b].right)
    return reaches


def _sections(
    strips: Sequence[Strip], columns: Sequence[_Column], gutters: Sequence[Gutter], near: float
) -> dict[Segment, tuple[float, float]]:
    """Return the reach of texts alone on a line, in the middle of the table or of all columns right of the first."""
    reaches = {}
    whole = (min(strip.box.x0 for strip in strips), max(strip.box.x1 for strip in strips))
    for strip in strips:
        segment = strip.segments[0]
        if len(strip.segments) > 1 or segment.is_figure or column_of(segment, gutters) == 0:
            continue
        middle = (segment.box.x0 + segment.box.x1) / 2
        ends = (
            (whole, (whole[0] + whole[1]) / 2),
            ((columns[1].left, whole[1]), (columns[1].start + columns[-1].end) / 2),
        )
        reach = next((reach for reach, centre in ends if abs(centre - middle) <= near), None)
        if reach is not None:
            reaches[segment] = reach
    return reaches


def _columns(model: Sequence[Strip], gutters: Sequence[Gutter]) -> list[_Column]:
    """Return the columns that lines of figures show.

    Where all texts of two neighbours end in line, the cell of the right one begins where the left one's texts end;
    where they begin in line, the left one ends where the right one's begin.
    """
    texts: list[list[Segment]] = [[] for _ in range(len(gutters) + 1)]
    for strip in model:
        for segment in strip.segments:
            column = column_of(segment, gutters)
            if column is not None:
                texts[column].append(segment)
    edges = [gutters[0][0], *(x for gutter in gutters for x in gutter), gutters[-1][1]]
    reach = [
        (min(s.box.x0 for s in own), max(s.box.x1 for s in own)) if own else (edges[2 * i], edges[2 * i + 1])
        for i, own in enumerate(texts)
    ]
    starts, ends = [reach[0][0]], []
    for i, (left, right) in enumerate(pairwise(texts)):
        a, b = reach[i][1], reach[i + 1][0]
        if _ends_in_line(right) and not _begins_in_line(right):
            edge = a if _ends_in_line(left) or i == 0 else (a + b) / 2
        else:
            edge = b if _begins_in_line(left) and _begins_in_line(right) and not _ends_in_line(left) else (a + b) / 2
        ends.append(edge)
        starts.append(edge)
    ends.append(reach[-1][1])
    return [_Column(*own, start, end) for own, start, end in zip(reach, starts, ends, strict=True)]


def _ends_in_line(texts: Sequence[Segment]) -> bool:
    ends = [segment.box.x1 for segment in texts]
    return bool(ends) and max(ends) - min(ends) <= ALIGNED_POINTS


def _begins_in_line(texts: Sequence[Segment]) -> bool:
    starts = [segment.box.x0 for segment in texts]
    return bool(starts) and max(starts) - min(starts) <= ALIGNED_POINTS


def _in_line(segment: Segment, columns: Sequence[_Column], gutters: Sequence[Gutter]) -> bool:
    at = column_of(segment, gutters)
    if at is None:
        return False
    column = columns[at]
    return abs(segment.box.x0 - column.left) <= ALIGNED_POINTS or abs(segment.box.x1 - column.right) <= ALIGNED_POINTS


def _shares(
    heads: Sequence[Segment], columns: Sequence[_Column], near: float
) -> tuple[float, list[tuple[int, int]]] | None:
    """Return by how much headings miss the middles of their columns, and which (from, up to) each stands over.

    None where they do not share all columns.
    """
    if not heads:
        return None if columns else (0.0, [])
    middle = (heads[0].box.x0 + heads[0].box.x1) / 2
    best: tuple[float, list[tuple[int, int]]] | None = None
    for n in range(1, len(columns) - len(heads) + 2):
        miss = min(
            abs((columns[0].start + columns[n - 1].end) / 2 - middle),
            abs((columns[0].left + columns[n - 1].right) / 2 - middle),
        )
        rest = _shares(heads[1:], columns[n:], near) if miss <= near else None
        if rest is not None and (best is None or miss + rest[0] < best[0]):
            best = (miss + rest[0], [(0, n), *((a + n, b + n) for a, b in rest[1])])
    return best
