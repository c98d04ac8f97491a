"""Rows of tables of figures that no rules part: each line of figures is one, with the lines of its label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.pdf.gutters import Segment, Strip, column_of
from ingest.pdf.row_layout import Layout, columns_of, goes_on, groups_of

NEARER_SHARE = 0.12  # of the font size by which lines of one row stand nearer to each other than rows do
FIGURES_SHARE = 0.5  # of a line's texts right of its label that are figures in a line of figures

Group = list[Strip]

_YEAR = re.compile(r"(?:19|20)\d\d")


def rows_of_figures(strips: Sequence[Strip], layout: Layout, *, headed: bool) -> tuple[list[Group], list[Group]]:
    """Return the groups of lines above the first figures, not joined yet, and the rows from there on.

    `headed` tells that headings may stand above; a line of years is one. A label may begin above its figures or go
    on below them; a label without figures is a row of its own, the heading of those below.
    """
    groups = groups_of(strips, 0.0)
    first = _first_of_figures(groups, layout) if headed else 0
    if headed:
        labels = first
        while labels and _is_label(groups[labels - 1], layout):
            labels -= 1
        first = labels if any(len(_columns(group, layout)) > 1 for group in groups[:labels]) else first
    body = groups[first:]
    if not body:
        return groups, []
    ways = _ways(body, layout)
    rows = [list(body[0])]
    for group, (up, _), (_, down) in zip(body[1:], ways[1:], ways, strict=False):
        if up or down:
            rows[-1] += group
        else:
            rows.append(list(group))
    return groups[:first], rows


def _first_of_figures(groups: Sequence[Group], layout: Layout) -> int:
    """Return the place of the first line of figures; a line of years above other figures is a heading."""
    figures = [i for i, group in enumerate(groups) if has_figures(group, layout)]
    later = figures[1:]
    if later and _are_years(groups[figures[0]], layout) and not all(_are_years(groups[i], layout) for i in later):
        return later[0]
    return figures[0] if figures else len(groups)


def _are_years(group: Sequence[Strip], layout: Layout) -> bool:
    return all(_YEAR.fullmatch(s.text) for c, s in _columns(group, layout).items() if c and s.is_figure)


def has_figures(group: Sequence[Strip], layout: Layout) -> bool:
    """Tell whether most texts of lines right of the first column are figures."""
    told = [s for strip in group for c, s in columns_of(strip, layout).items() if c]
    return sum([s.is_figure for s in told]) >= max(1.0, FIGURES_SHARE * len(told))


def _ways(body: Sequence[Group], layout: Layout) -> list[tuple[bool, bool]]:
    """Return of each group whether it goes on with the one above, and whether the one below goes on with it."""
    figures = [has_figures(group, layout) for group in body]
    feet = [max(strip.box.bottom for strip in group) for group in body]
    steps = [b - a for a, b in pairwise(feet)]
    between = [step for step, a, b in zip(steps, figures, figures[1:], strict=False) if a and b]
    pitch = median(between) if between else None
    ways: list[tuple[bool, bool]] = []
    for i, group in enumerate(body):
        above, below = (steps[i - 1] if i else None), (steps[i] if i < len(steps) else None)
        if figures[i] or _spans(group, layout):
            ways.append((False, False))
            continue
        slack = NEARER_SHARE * group[0].size
        usual = pitch if pitch is not None else max(above or 0.0, below or 0.0)
        near = (above is not None and above < usual - slack, below is not None and below < usual - slack)
        up, down = _way(i, body, near, layout)
        ways.append((up, down and not (up and figures[i - 1])))
    return ways


def _way(i: int, body: Sequence[Group], near: tuple[bool, bool], layout: Layout) -> tuple[bool, bool]:
    group, label = body[i], _columns(body[i], layout).get(0)
    if label is None:
        return (False, True) if not i or (near[1] and not near[0]) else (True, False)
    low = i > 0 and label.text[0].islower()
    if not _is_label(group, layout) or label.text.endswith(":"):
        return low, False
    below = body[i + 1][0] if i + 1 < len(body) else None
    start = columns_of(below, layout).get(0) if below is not None else None
    down = start is not None and (near[1] or start.text[0].islower())
    if low or near[0] or down:
        return low or near[0], down
    if below is not None and start is not None and goes_on(group[-1], below, layout):
        return False, True
    return i > 0 and goes_on(body[i - 1][-1], group[0], layout), False


def _columns(group: Sequence[Strip], layout: Layout) -> dict[int, Segment]:
    found: dict[int, Segment] = {}
    for strip in group:
        found |= columns_of(strip, layout)
    return found


def _is_label(group: Sequence[Strip], layout: Layout) -> bool:
    return set(_columns(group, layout)) == {0} and not _spans(group, layout)


def _spans(group: Sequence[Strip], layout: Layout) -> bool:
    return any(s in layout.spanning or column_of(s, layout.gutters) is None for strip in group for s in strip.segments)
