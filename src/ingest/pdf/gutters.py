"""Columns that no ruling parts: the pieces of a line, the clear stretches between them, what spans several."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from ingest.model import Box
from ingest.pdf.lines import Line, around
from ingest.pdf.words import Word
from ingest.values import value

SEGMENT_GAP = 0.65  # share of the font size from which a gap on a line may part columns
FIGURE_GAP = 0.42  # the same between two figures
SIGN_GAP = 12.0  # the same between a currency sign and its figure
CLEAR_POINTS = 4.0  # width that a stretch must keep clear of words to part columns
WIDE_SPACE = 0.38  # share of the font size from which a gap that stands in a clear stretch of the figures parts too
MODEL_LINES = 2  # lines of figures that show where the columns are
CROSSED_SHARE = 0.2  # of the lines that may cross a clear stretch: headings over several columns
ALIGNED_POINTS = 2.0  # by which the edges of texts of one column may differ

_FIGURE = re.compile(
    r"(?:[(\[<>~+−–-]|[£$€] ?)*\d[\d,.  ]*(?:%|[kmb]n?)?[)\]]?[*†‡a-e¹²³]{0,3}|[-–—*.…]{1,3}|n/?a|nil", re.I
)
_CURRENCY = re.compile(r"(?:US|C|A)?[£$€]")

Gutter = tuple[float, float]


@value
class Segment:
    """A piece of a line that wide gaps part from the others."""

    words: tuple[Word, ...]
    box: Box

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join([word.text for word in self.words])

    @property
    def is_figure(self) -> bool:
        """Whether it is a number, or what stands for none."""
        return _FIGURE.fullmatch(self.text) is not None


@value
class Strip:
    """A line as its segments, from left to right."""

    segments: tuple[Segment, ...]
    box: Box
    size: float

    @property
    def middle(self) -> float:
        """The middle of its height, in points."""
        return (self.box.top + self.box.bottom) / 2


def strip_of(line: Line) -> Strip:
    """Return a line cut where its gaps are wide."""
    size = line.size
    pieces = [[line.words[0]]]
    reach = line.words[0].box.x1
    for word in line.words[1:]:
        if word.box.x0 - reach >= _least_gap(pieces[-1][-1], word) * size:
            pieces.append([word])
        else:
            pieces[-1].append(word)
        reach = max(reach, word.box.x1)
    segments = tuple(Segment(tuple(piece), around([word.box for word in piece])) for piece in pieces)
    return Strip(segments, line.box, size)


def _least_gap(above: Word, below: Word) -> float:
    """Return the share of the font size from which a gap between two words parts columns.

    Figures of one text stand no wider apart than words do, so a little more parts them. A currency sign belongs to
    the figure after it, wherever in the column it is set.
    """
    if _CURRENCY.fullmatch(above.text) and _FIGURE.fullmatch(below.text):
        return SIGN_GAP
    return FIGURE_GAP if _FIGURE.fullmatch(above.text) and _FIGURE.fullmatch(below.text) else SEGMENT_GAP


def clear_of(segments: Sequence[Segment], most: int = 0) -> list[Gutter]:
    """Return the stretches (from, to) across that at most so many segments cover, from left to right."""
    if not segments:
        return []
    edges = sorted([(s.box.x0, 1) for s in segments] + [(s.box.x1, -1) for s in segments])
    clear: list[Gutter] = []
    depth, start = 0, None
    reached = False  # the left margin is no gutter
    for x, step in edges:
        depth += step
        if depth > most:
            if reached and start is not None and x - start >= CLEAR_POINTS:
                clear.append((start, x))
            reached, start = True, None
        elif start is None:
            start = x
    return clear


class Covered:
    """The stretches across that some texts cover, kept while texts are added; between them are those left clear."""

    def __init__(self, boxes: Iterable[Box] = ()) -> None:
        self._stretches: list[Gutter] = []
        self.add(boxes)

    def add(self, boxes: Iterable[Box]) -> None:
        """Cover what some boxes cover."""
        self._stretches = self._with(boxes)

    def clear_with(self, boxes: Iterable[Box]) -> list[Gutter]:
        """Return the stretches that would be left clear with some boxes more, as `clear_of` does."""
        return [(a[1], b[0]) for a, b in pairwise(self._with(boxes)) if b[0] - a[1] >= CLEAR_POINTS]

    def _with(self, boxes: Iterable[Box]) -> list[Gutter]:
        merged: list[Gutter] = []
        for start, end in sorted([*self._stretches, *((box.x0, box.x1) for box in boxes)]):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        return merged


def figure_lines(strips: Sequence[Strip]) -> list[Strip]:
    """Return the lines that show where columns of figures stand: three texts or more, of those right of the first half.

    They tell it better than headings, which may run over several columns or nearly touch.
    """
    most = max((len(strip.segments) for strip in strips), default=0)
    fewest = min(3, max(2, most))
    lines = [
        strip
        for strip in strips
        if len(strip.segments) >= fewest
        and 2 * sum([s.is_figure for s in strip.segments[1:]]) >= len(strip.segments) - 1
    ]
    return lines if len(lines) >= MODEL_LINES else []


def recut(strips: Sequence[Strip]) -> list[Strip]:
    """Return lines with texts cut that stand over several columns of figures with wide spaces between those columns.

    Headings set as wide as their columns come nearer to each other than texts that strangers would part. In a table
    of words the lines of most texts show the columns, and headings above them alone are cut.
    """
    model = figure_lines(strips)
    if model:
        clear = clear_of([segment for strip in model for segment in strip.segments])
        return [_recut(strip, clear) for strip in strips] if clear else list(strips)
    most = max((len(strip.segments) for strip in strips), default=0)
    fullest = [i for i, strip in enumerate(strips) if len(strip.segments) == most]
    if most < 3 or len(fullest) < MODEL_LINES:
        return list(strips)
    clear = clear_of([segment for i in fullest for segment in strips[i].segments])
    return [*(_recut(strip, clear) for strip in strips[: fullest[0]]), *strips[fullest[0] :]]


def _recut(strip: Strip, clear: Sequence[Gutter]) -> Strip:
    pieces: list[Segment] = []
    for segment in strip.segments:
        parts: list[list[Word]] = [[segment.words[0]]]
        for before, word in pairwise(segment.words):
            wide = word.box.x0 - before.box.x1 >= WIDE_SPACE * strip.size
            if (
                wide
                and not _CURRENCY.fullmatch(before.text)
                and any(max(before.box.x1, a) < min(word.box.x0, b) for a, b in clear)
            ):
                parts.append([word])
            else:
                parts[-1].append(word)
        if len(parts) == 1:
            pieces.append(segment)
        else:
            pieces += [Segment(tuple(part), around([word.box for word in part])) for part in parts]
    return strip if len(pieces) == len(strip.segments) else Strip(tuple(pieces), strip.box, strip.size)


def spanning_in(strips: Sequence[Strip]) -> frozenset[Segment]:
    """Return the segments that stand over several columns: they cross a gutter that few cross, or its middle.

    A short heading over two columns need not reach the text of either; it stands about the gutter's middle and has
    neither edge in line with the texts of a column.
    """
    segments = [segment for strip in strips for segment in strip.segments]
    model = figure_lines(strips)
    wide = clear_of([segment for strip in model for segment in strip.segments])
    wide = wide or clear_of(segments, int(CROSSED_SHARE * len(strips)))
    lefts = [segment.box.x0 for segment in segments]
    rights = [segment.box.x1 for segment in segments]

    def stands_alone(segment: Segment) -> bool:
        in_line = sum(abs(x - segment.box.x0) <= ALIGNED_POINTS for x in lefts)
        return max(in_line, sum(abs(x - segment.box.x1) <= ALIGNED_POINTS for x in rights)) == 1

    spanning = set()
    for segment in segments:
        box = segment.box
        middle = (box.x0 + box.x1) / 2
        for start, end in wide:
            if (box.x0 < start and box.x1 > end) or (start < middle < end and stands_alone(segment)):
                spanning.add(segment)
    return frozenset(spanning)


def gutters_of(strips: Sequence[Strip], covers: Collection[Segment] = ()) -> tuple[list[Gutter], frozenset[Segment]]:
    """Return the clear stretches that part the columns of lines, and the segments that span several columns.

    Lines of one piece part nothing. One that enters a gutter without reaching the next column narrows it; one that
    bridges it spans. Neither do headings over several columns part any, `covers`, which a rule beneath tells.
    """
    parting = [strip for strip in strips if len(strip.segments) > 1]
    spanning = spanning_in(parting).union(covers)
    segments = [s for strip in parting for s in strip.segments if s not in spanning]
    model = clear_of([s for strip in figure_lines(parting) for s in strip.segments])
    gutters = _entered(model, segments) if model else clear_of(segments)
    for strip in strips:
        if len(strip.segments) == 1 and strip.segments[0] not in spanning:
            gutters = _narrowed(gutters, strip.box)
    return gutters, spanning


def _entered(gutters: Sequence[Gutter], segments: Sequence[Segment]) -> list[Gutter]:
    """Return gutters without what texts take of them that reach into them, but through none."""
    narrowed = []
    for start, end in gutters:
        rights = [s.box.x1 for s in segments if s.box.x0 < start < s.box.x1 < end]
        lefts = [s.box.x0 for s in segments if start < s.box.x0 < end < s.box.x1]
        a, b = max([start, *rights]), min([end, *lefts])
        narrowed.append((a, b) if a < b else ((a + b) / 2, (a + b) / 2))
    return narrowed


def _narrowed(gutters: list[Gutter], box: Box) -> list[Gutter]:
    narrowed = list(gutters)
    for i, (start, end) in enumerate(gutters):
        begins = i == 0 or box.x0 >= gutters[i - 1][1] - CLEAR_POINTS  # in the column left of the gutter
        if begins and box.x0 < start < box.x1 < end - 1.0:
            narrowed[i] = (box.x1, end)
    return narrowed


def column_at(x: float, gutters: Sequence[Gutter]) -> int:
    """Return the column in which a place across the page stands."""
    return bisect_left(gutters, x, key=_middle)


def _middle(gutter: Gutter) -> float:
    return (gutter[0] + gutter[1]) / 2


def column_of(segment: Segment, gutters: Sequence[Gutter]) -> int | None:
    """Return the column in which a segment stands, None where it runs over a column's edge."""
    first, last = column_at(segment.box.x0, gutters), column_at(segment.box.x1, gutters)
    return first if first == last else None


def row_spans(
    row: Sequence[Strip],
    xs: Sequence[float],
    joined: Collection[int] = (),
    covers: Mapping[Segment, tuple[float, float]] = MappingProxyType({}),
) -> list[tuple[int, int]]:
    """Return the cells of a row as (first column, column after) from the texts that cross the columns' edges `xs`.

    `joined` are the edges, by their place in `xs`, that headings stand over; `covers` from where to where they do.
    They may hang over the columns' edges at either side.
    """
    crossed = {
        i
        for strip in row
        for segment in strip.segments
        for i in range(1, len(xs) - 1)
        if segment.box.x0 + CLEAR_POINTS / 2 < xs[i] < segment.box.x1 - CLEAR_POINTS / 2
        and not _hangs_over(segment, xs[i], covers.get(segment))
    }
    edges = [i for i in range(len(xs)) if i not in crossed and i not in joined]
    return list(pairwise(edges))


def _hangs_over(segment: Segment, edge: float, cover: tuple[float, float] | None) -> bool:
    """Tell whether a heading crosses an edge beside the columns that it covers, with less than half a word."""
    if cover is None or cover[0] < edge < cover[1]:
        return False
    word = segment.words[0 if edge <= cover[0] else -1].box
    return (word.x0 + word.x1) / 2 > edge if edge <= cover[0] else (word.x0 + word.x1) / 2 < edge
