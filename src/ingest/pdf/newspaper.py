"""Text set in columns of prose: read down the left one first, then down the right one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import mean

from ingest.pdf.geometry import Fill, Ruling
from ingest.pdf.gutters import Strip
from ingest.pdf.lines import Line, lines_of
from ingest.pdf.words import Word

GUTTER_POINTS = 9.0  # least width of the clear stretch between two columns
MIDDLE = (0.2, 0.8)  # share of the text's width in which that stretch must lie
FEWEST_LINES = 5  # in each column
FULL_SHARE = 0.7  # of a column's width that a line fills which runs on to the next
WIDEST_SPACE = 1.5  # times the font size between two words of a line set to full width
PROSE_WORDS = 4  # on such a line
FILLED_SHARE = 0.6  # of a column's width that its lines fill on average: prose, not a list of names


def columns_of(words: Sequence[Word]) -> list[list[Line]]:
    """Return the lines of words in reading order, grouped by the column in which they stand.

    Where no gutter goes through enough lines of prose there is one group.
    """
    return [lines_of(group) for group in _groups(words, _is_prose)]


def set_in_columns(strips: Sequence[Strip]) -> bool:
    """Tell at a glance whether lines may be of prose in columns: several hold two texts of some words."""
    wordy = (sum(len(segment.words) >= PROSE_WORDS for segment in strip.segments) >= 2 for strip in strips)
    return sum(wordy) >= FEWEST_LINES


def apart_of(words: Sequence[Word], rulings: Sequence[Ruling], fills: Sequence[Fill]) -> list[list[Word]]:
    """Return words in groups that columns of prose part, so that a table stands in one of them.

    Prose runs on from line to line in each column; rules or colour from one column to the next show a table's cells.
    """
    lines = [r.box for r in rulings if r.horizontal] + [f.box for f in fills if f.colour]

    def is_text(words: Sequence[Word], gutter: float) -> bool:
        top, bottom = min(w.box.top for w in words), max(w.box.bottom for w in words)
        crossed = any(b.x0 < gutter < b.x1 and b.bottom > top and b.top < bottom for b in lines)
        return not crossed and (_runs_on(words) or len(_groups(words, is_text)) > 1)

    return _groups(words, is_text)


def _groups(words: Sequence[Word], is_text: Callable[[Sequence[Word], float], bool]) -> list[list[Word]]:
    """Return words grouped by the column in which they stand; `is_text` judges those on one side of a gutter."""
    bands = _bands(words)
    groups: list[list[Word]] = [[]]
    at = 0
    while at < len(bands):
        end, gutter = _run(bands, at, is_text)
        if gutter is None:
            groups[-1] += bands[at]
            at += 1
            continue
        inside = [word for band in bands[at:end] for word in band]
        groups += _groups([w for w in inside if w.box.x1 <= gutter], is_text)
        groups += [*_groups([w for w in inside if w.box.x1 > gutter], is_text), []]
        at = end
    return [group for group in groups if group]


def _bands(words: Sequence[Word]) -> list[list[Word]]:
    """Return words in bands from top to bottom, parted where nothing stands across the whole width."""
    bands: list[list[Word]] = []
    reach = 0.0
    for word in sorted(words, key=lambda w: w.box.top):
        if bands and word.box.top < reach:
            bands[-1].append(word)
        else:
            bands.append([word])
        reach = max(reach, word.box.bottom)
    return bands


def _run(
    bands: Sequence[Sequence[Word]], start: int, is_text: Callable[[Sequence[Word], float], bool]
) -> tuple[int, float | None]:
    """Return where the bands end through which one gutter goes, and its place; None where it parts no prose."""
    end, gutter = start, None
    inside: list[Word] = []
    taken: list[tuple[float, float]] = []
    while end < len(bands):
        taken = _merged([*taken, *((word.box.x0, word.box.x1) for word in bands[end])])
        wider = _gutter(taken)
        if wider is None:
            break
        inside += bands[end]
        end, gutter = end + 1, wider
    if gutter is None or not is_text([w for w in inside if w.box.x1 <= gutter], gutter):
        return end, None
    return (end, gutter) if is_text([w for w in inside if w.box.x1 > gutter], gutter) else (end, None)


def _merged(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return stretches across the page from left to right, those that overlap as one."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted(stretches):
        if merged and x0 <= merged[-1][1]:
            if x1 > merged[-1][1]:
                merged[-1] = (merged[-1][0], x1)
        else:
            merged.append((x0, x1))
    return merged


def _gutter(taken: Sequence[tuple[float, float]]) -> float | None:
    """Return the middle of the widest clear stretch near the middle of those taken by words, in points."""
    left, right = taken[0][0], taken[-1][1]
    best, place = GUTTER_POINTS, None
    for (_, start), (end, _) in pairwise(taken):
        middle = (start + end) / 2
        if end - start >= best and MIDDLE[0] <= (middle - left) / max(right - left, 1.0) <= MIDDLE[1]:
            best, place = end - start, middle
    return place


def _is_prose(words: Sequence[Word], _: float) -> bool:
    lines = lines_of(words)
    if len(lines) < FEWEST_LINES:
        return False
    width = max(line.box.x1 for line in lines) - min(line.box.x0 for line in lines)
    return mean(line.box.x1 - line.box.x0 for line in lines) >= FILLED_SHARE * width


def _runs_on(words: Sequence[Word]) -> bool:
    """Tell whether half of the lines of a column at least have several words without wide gaps, and fill it."""
    lines = lines_of(words)
    width = max(line.box.x1 for line in lines) - min(line.box.x0 for line in lines)
    full = [
        line
        for line in lines
        if len(line.words) >= PROSE_WORDS
        and line.box.x1 - line.box.x0 >= FULL_SHARE * width
        and all(b.box.x0 - a.box.x1 <= WIDEST_SPACE * line.size for a, b in pairwise(line.words))
    ]
    return len(full) >= FEWEST_LINES and 2 * len(full) >= len(lines)
