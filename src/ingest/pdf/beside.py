"""Tables that stand side by side: told apart by rules of their own, or by labels that stand right of figures."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.pdf.gutters import Gutter, Segment, Strip, column_of
from ingest.pdf.lines import around
from ingest.pdf.rules import Rule, overlaps

APART_SIZES = 1.8  # times the font size that two tables stand apart at least
WIDER = 1.3  # times the widest gap between the columns of either
LABELS_SHARE = 0.7  # of the texts of a column of labels that are no figures, and of figures that are


def between_alone(strips: Sequence[Strip], rules: Sequence[Rule]) -> tuple[list[Strip], list[Strip]]:
    """Return lines cut, between rules, to what stands within their reach, and the pieces that stand beside it."""
    lines: list[Strip] = []
    beside: list[Strip] = []
    for strip in strips:
        if not rules[0].y < strip.middle < rules[-1].y or overlaps(strip.box, rules[0]):
            lines.append(strip)
            continue
        within = [segment for segment in strip.segments if overlaps(segment.box, rules[0])]
        left = [segment for segment in strip.segments if segment.box.x1 < rules[0].x0]
        right = [segment for segment in strip.segments if segment.box.x0 > rules[0].x1]
        if within and len(within) + len(left) + len(right) == len(strip.segments):
            lines.append(_strip(within, strip))
            beside += [_strip(part, strip) for part in (left, right) if part]
        else:
            lines.append(strip)
    return lines, beside


def parted_at_labels(strips: Sequence[Strip], gutters: Sequence[Gutter]) -> list[list[Strip]]:
    """Return the lines of tables that stand side by side without rules: labels and figures, twice, wide apart."""
    kinds = _kinds(strips, gutters)
    for i in range(2, len(kinds) - 1):
        start, end = gutters[i - 1]
        widest = max([b - a for j, (a, b) in enumerate(gutters) if j != i - 1])
        least = max(APART_SIZES * strips[0].size, WIDER * widest)
        if kinds[0] is kinds[i] is False and kinds[i - 1] is kinds[i + 1] is True and end - start >= least:
            middle = (start + end) / 2
            sides = [
                [_strip(part, strip) for strip in strips if (part := [s for s in strip.segments if keep(s, middle)])]
                for keep in (_is_left, _is_right)
            ]
            return [sides[0], *parted_at_labels(sides[1], gutters[i:])]
    return [list(strips)]


def _is_left(segment: Segment, middle: float) -> bool:
    return segment.box.x0 + segment.box.x1 < 2 * middle


def _is_right(segment: Segment, middle: float) -> bool:
    return not _is_left(segment, middle)


def _kinds(strips: Sequence[Strip], gutters: Sequence[Gutter]) -> list[bool | None]:
    """Return of each column whether it holds figures, False for texts, None for a mixture."""
    columns: list[list[bool]] = [[] for _ in range(len(gutters) + 1)]
    for strip in strips:
        for segment in strip.segments:
            column = column_of(segment, gutters)
            if column is not None:
                columns[column].append(segment.is_figure)
    shares = [sum(texts) / len(texts) if texts else 0.5 for texts in columns]
    return [True if share >= LABELS_SHARE else False if share <= 1 - LABELS_SHARE else None for share in shares]


def _strip(segments: Sequence[Segment], strip: Strip) -> Strip:
    if len(segments) == len(strip.segments):
        return strip
    return Strip(tuple(segments), around([segment.box for segment in segments]), strip.size)
