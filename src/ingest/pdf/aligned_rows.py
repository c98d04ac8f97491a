"""Rows of tables without a full grid: from rules, gaps, and the texts of the first column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from ingest.pdf.figure_rows import has_figures, rows_of_figures
from ingest.pdf.gutters import Gutter, Strip, column_of
from ingest.pdf.row_layout import OVERLAP_SHARE, Layout, columns_of, goes_on, groups_of

GAP_SHARE = 0.15  # of the font size by which the gap between two rows is wider than that between lines
FULL_SHARE = 0.75  # of the columns that a line of figures or short texts fills
SEVERAL_SHARE = 0.6  # of the lines between two rules that are full where each is a row of its own
FIGURES_SHARE = 0.5  # of the texts right of the first column that are figures in a table of figures
LEVEL_SHARE = 0.6  # of the font size by which the texts of one row may stand off from each other


def rows_of(strips: Sequence[Strip], layout: Layout) -> list[list[Strip]]:
    """Return lines grouped into rows.

    Two rules or more between the lines part rows, save where several lines that each fill the columns stand between
    two of them. Elsewhere wider gaps do, or, where all gaps are alike, the texts of the first column.
    """
    bands: list[list[Strip]] = [[strips[0]]]
    for above, below in pairwise(strips):
        if any(above.middle < y < below.middle for y in layout.rules):
            bands.append([below])
        else:
            bands[-1].append(below)
    if _is_of_figures(strips, layout):
        return _rows_of_figures(bands, layout)
    if len(layout.rules) < 2:
        return _by_gaps(strips, bands, layout)
    rows = []
    for i, band in enumerate(bands):
        outside = i in (0, len(bands) - 1)  # a band of colour may be missing at either end
        several = _holds_several(band, layout) or (outside and _hold_two(band, layout))
        rows += _by_gaps(band, [band], layout) if several else _parted_by_spans(band, layout)
    return rows


def _rows_of_figures(bands: Sequence[Sequence[Strip]], layout: Layout) -> list[list[Strip]]:
    """Return the rows of a table of figures: headings, and lines of figures with their labels."""
    heads: list[list[Strip]] = []
    body: list[list[Strip]] = []
    for band in bands:
        lines = sum(has_figures(group, layout) for group in groups_of(band, 0.0))
        if len(layout.rules) >= 2 and lines < 2:
            rows = _parted_by_spans(band, layout)
            first = 0 if body else next((i for i, row in enumerate(rows) if has_figures(row, layout)), len(rows))
            above, rows = rows[:first], rows[first:]
        else:
            above, rows = rows_of_figures(band, layout, headed=not body)
        heads += above
        body += rows
    return [*_joined_heads(heads, layout), *body]


def _by_gaps(strips: Sequence[Strip], bands: Sequence[Sequence[Strip]], layout: Layout) -> list[list[Strip]]:
    limit = _gap_limit(strips, layout)
    pieces = [piece for band in bands for piece in groups_of(band, limit or 0.0)]
    if limit is not None and 3 * sum(_holds_several(piece, layout) for piece in pieces) > len(pieces):
        limit = None
    rows: list[list[Strip]] = []
    for band in bands:
        if limit is None:
            rows += _by_starts(groups_of(band, 0.0), layout)
            continue
        for piece in groups_of(band, limit):
            rows += _by_starts(groups_of(piece, 0.0), layout) if _holds_several(piece, layout) else [piece]
    return rows


def _gap_limit(strips: Sequence[Strip], layout: Layout) -> float | None:
    """Return the gap from which a row begins, None where all gaps are alike.

    It is measured from the lines of one column: those of two columns may stand staggered, nearer to each other.
    """
    gaps, reach = [], strips[0].box.bottom
    for strip in strips[1:]:
        if strip.box.top > reach - OVERLAP_SHARE * strip.size:
            gaps.append(strip.box.top - reach)
        reach = max(reach, strip.box.bottom)
    if not gaps:
        return None
    limit = max(min(gaps), _leading(strips, layout)) + GAP_SHARE * strips[0].size
    return limit if sum(gap > limit for gap in gaps) >= 2 else None


def _leading(strips: Sequence[Strip], layout: Layout) -> float:
    """Return the least gap between two lines of one column, 0 where none has two."""
    feet: dict[int, float] = {}
    least = inf
    for strip in strips:
        for column, segment in columns_of(strip, layout).items():
            if column in feet and segment.box.top > feet[column]:
                least = min(least, segment.box.top - feet[column])
            feet[column] = segment.box.bottom
    return least if least < inf else 0.0


def _is_full(strip: Strip, layout: Layout) -> bool:
    return len(columns_of(strip, layout)) >= max(2.0, FULL_SHARE * layout.n_columns)


def _is_of_figures(strips: Sequence[Strip], layout: Layout) -> bool:
    """Tell whether most texts right of the first column are figures."""
    told = [s for strip in strips for c, s in columns_of(strip, layout).items() if c]
    return sum(segment.is_figure for segment in told) >= max(1.0, FIGURES_SHARE * len(told))


def _holds_several(band: Sequence[Strip], layout: Layout) -> bool:
    """Tell whether lines are rows of their own although no rule parts them: full ones, mostly, or of figures."""
    full = [strip for strip in band if _is_full(strip, layout)]
    starts = sum(0 in columns_of(strip, layout) for strip in full)
    if len(full) < 2 or 2 * starts < len(full) or any(goes_on(a, b, layout) for a, b in pairwise(full)):
        return False
    figures = sum(_is_of_figures([strip], layout) for strip in full)
    return 2 * figures > len(full) or (len(full) >= 3 and len(full) >= SEVERAL_SHARE * len(band))


def _hold_two(band: Sequence[Strip], layout: Layout) -> bool:
    """Tell whether two full lines stand in a band that no rule closes on one side."""
    full = [strip for strip in band if _is_full(strip, layout)]
    return len(full) >= 2 and not any(goes_on(a, b, layout) for a, b in pairwise(full))


def _by_starts(groups: Sequence[list[Strip]], layout: Layout) -> list[list[Strip]]:
    """Return groups of lines joined to rows, begun by a text in the first column or many figures."""
    rows: list[list[Strip]] = []
    for group in groups:
        if rows and not _begins(rows[-1], group[0], layout):
            rows[-1] = rows[-1] + group
        else:
            rows.append(list(group))
    return rows


def _begins(row: Sequence[Strip], strip: Strip, layout: Layout) -> bool:
    above, below = columns_of(row[-1], layout), columns_of(strip, layout)
    if any(s in layout.spanning for part in (row[-1], strip) for s in part.segments) or not below:
        return True
    if 0 not in below:
        return _is_full(strip, layout) and _is_of_figures([strip], layout) and not _is_of_figures(row, layout)
    alone = all(set(columns_of(part, layout)) == {0} for part in row)
    starts_low = below[0].text[0].islower()
    if starts_low and (alone or not _is_full(strip, layout)):
        return False
    return not (0 in above and not _is_full(strip, layout) and goes_on(row[-1], strip, layout))


def _parted_by_spans(band: Sequence[Strip], layout: Layout) -> list[list[Strip]]:
    """Return the lines of one row; headings that stand over several columns are a row above it."""
    rows: list[list[Strip]] = [[band[0]]]
    for above, below in pairwise(band):
        level = above.box.bottom > below.box.top + OVERLAP_SHARE * below.size
        if not level and len(above.segments) > 1 and any(s in layout.spanning for s in above.segments):
            rows.append([below])
        else:
            rows[-1].append(below)
    return rows


def _joined_heads(rows: Sequence[list[Strip]], layout: Layout) -> list[list[Strip]]:
    """Return the rows above the first figures with headings of several lines joined.

    Headings over several columns stay rows of their own.
    """
    joined: list[list[Strip]] = []
    for row in rows:
        apart = not joined or _spans(row, layout) or _spans(joined[-1], layout)
        if not apart and row[0].box.top - joined[-1][-1].box.bottom <= LEVEL_SHARE * row[0].size:
            joined[-1] = joined[-1] + row
        else:
            joined.append(row)
    return joined


def _spans(row: Sequence[Strip], layout: Layout) -> bool:
    return any(s in layout.spanning or column_of(s, layout.gutters) is None for strip in row for s in strip.segments)


def is_level(row: Sequence[Strip], layout: Layout) -> bool:
    """Tell whether most texts of a row begin, end or have their middle at one height."""
    reach: dict[int, tuple[float, float]] = {}
    for strip in row:
        for column in columns_of(strip, layout):
            top = reach[column][0] if column in reach else strip.box.top
            reach[column] = (top, strip.box.bottom)
    if len(reach) < 2:
        return False
    near = LEVEL_SHARE * row[0].size
    tops, feet = min(top for top, _ in reach.values()), max(foot for _, foot in reach.values())
    counts = (
        sum(top - tops <= near for top, _ in reach.values()),
        sum(feet - foot <= near for _, foot in reach.values()),
        sum(abs((top + foot) - (tops + feet)) <= 2 * near for top, foot in reach.values()),
    )
    return 2 * max(counts) > len(reach) and max(counts) >= 2


def columns_filled(row: Sequence[Strip], gutters: Sequence[Gutter]) -> set[int]:
    """Return the columns in which a row has text of its own; a text that runs over a column's edge has none."""
    found = (column_of(segment, gutters) for strip in row for segment in strip.segments)
    return {column for column in found if column is not None}
