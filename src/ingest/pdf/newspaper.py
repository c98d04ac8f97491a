"""Text set in two columns of prose: read down the left one first, then down the right one."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

from ingest.pdf.lines import Line, lines_of
from ingest.pdf.words import Word

GUTTER_POINTS = 9.0  # least width of the clear stretch between two columns
MIDDLE = (0.2, 0.8)  # share of the text's width in which that stretch must lie
FEWEST_LINES = 5  # in each column
FILLED_SHARE = 0.6  # of a column's width that its lines fill on average: prose, not a list of names


def columns_of(words: Sequence[Word]) -> list[list[Line]]:
    """Return the lines of words in reading order, grouped by the column in which they stand.

    Where no gutter goes through enough lines of prose there is one group.
    """
    bands = _bands(words)
    groups: list[list[Word]] = [[]]
    at = 0
    while at < len(bands):
        end, gutter = _run(bands, at)
        if gutter is None:
            groups[-1] += bands[at]
            at += 1
            continue
        inside = [word for band in bands[at:end] for word in band]
        groups += [[w for w in inside if w.box.x1 <= gutter], [w for w in inside if w.box.x1 > gutter], []]
        at = end
    return [lines_of(group) for group in groups if group]


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


def _run(bands: Sequence[Sequence[Word]], start: int) -> tuple[int, float | None]:
    """Return where the bands end through which one gutter goes, and its place; None where it parts no prose."""
    end, gutter = start, None
    inside: list[Word] = []
    while end < len(bands):
        wider = _gutter([*inside, *bands[end]])
        if wider is None:
            break
        inside += bands[end]
        end, gutter = end + 1, wider
    if gutter is None or not (_is_prose([w for w in inside if w.box.x1 <= gutter])):
        return end, None
    return (end, gutter) if _is_prose([w for w in inside if w.box.x1 > gutter]) else (end, None)


def _gutter(words: Sequence[Word]) -> float | None:
    """Return the middle of the widest clear stretch near the middle of words, in points."""
    left, right = min(w.box.x0 for w in words), max(w.box.x1 for w in words)
    best, place, reach = GUTTER_POINTS, None, left
    for word in sorted(words, key=lambda w: w.box.x0):
        middle = (reach + word.box.x0) / 2
        central = MIDDLE[0] <= (middle - left) / max(right - left, 1.0) <= MIDDLE[1]
        if central and word.box.x0 - reach >= best:
            best, place = word.box.x0 - reach, middle
        reach = max(reach, word.box.x1)
    return place


def _is_prose(words: Sequence[Word]) -> bool:
    lines = lines_of(words)
    if len(lines) < FEWEST_LINES:
        return False
    width = max(line.box.x1 for line in lines) - min(line.box.x0 for line in lines)
    return mean(line.box.x1 - line.box.x0 for line in lines) >= FILLED_SHARE * width
