"""Lines of a page that keep the same columns: stretches of them, with the headings above and without what follows."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.pdf.gutters import Covered, Strip, clear_of, gutters_of
from ingest.pdf.rules import FARTHEST_LINE, HEADING_SIZE, NEXT_LINE, SAME_REACH_POINTS, SAME_RULE_POINTS

MOST_HEADS = 4  # lines of headings above the first line that fills the columns
CENTRED_SHARE = 0.1  # of a table's width by which a heading over some columns stands off from its left and middle


def stretches_of(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Return runs of lines through which two clear stretches or more go from top to bottom.

    A line of headings over several columns may cross them where the next line keeps them again.
    """
    runs: list[list[Strip]] = []
    run: list[Strip] = []
    covered = Covered()
    start = 0
    for i, strip in enumerate(strips):
        near = bool(run) and not _heads(strip, run) and strip.box.top - run[-1].box.bottom <= FARTHEST_LINE * strip.size
        boxes = [segment.box for segment in strip.segments] if near else []
        if near and len(covered.clear_with(boxes)) >= 2:
            run.append(strip)
            covered.add(boxes)
            continue
        runs.append([*_heads_above(strips[max(0, start - MOST_HEADS) : start], run), *run])
        run, covered, start = [], Covered(), i
        if len(strip.segments) >= 3:
            run, covered = [strip], Covered(segment.box for segment in strip.segments)
    runs.append([*_heads_above(strips[max(0, start - MOST_HEADS) : start], run), *run])
    return [trimmed for run in runs if len(trimmed := _without_tail(run)) >= 2]


def _heads_above(before: Sequence[Strip], run: Sequence[Strip]) -> list[Strip]:
    """Return the lines right above a run that head several of its columns.

    They are of several pieces that keep its columns, with labels alone in the first column among them; or they stand
    off from the left and from the middle of the run, as titles do not.
    """
    heads: list[Strip] = []
    if len(run) < 2:
        return heads
    left, right = min(strip.box.x0 for strip in run), max(strip.box.x1 for strip in run)
    segments = [segment for strip in run for segment in strip.segments]
    clear = clear_of(segments)
    labels: list[Strip] = []
    for strip in reversed(before):
        below = labels[0] if labels else heads[0] if heads else run[0]
        box = strip.box
        if below.box.top - box.bottom > NEXT_LINE * strip.size or _heads(strip, run):
            break
        alone = len(strip.segments) == 1
        over = box.x0 > left + CENTRED_SHARE * (right - left) and box.x1 <= right + SAME_REACH_POINTS
        central = abs(box.x0 + box.x1 - left - right) <= CENTRED_SHARE * (right - left)
        keeps = not alone and len(clear_of([*segments, *strip.segments])) >= len(clear)
        if (over and not (alone and central)) or keeps:
            heads, labels = [strip, *labels, *heads], []
        elif alone and clear and box.x1 < clear[0][1]:
            labels.insert(0, strip)
        else:
            break
    return heads


def _heads(strip: Strip, strips: Sequence[Strip]) -> bool:
    """Tell whether a line is set larger than the lines of a table, all of one piece: the heading of the next."""
    return len(strip.segments) == 1 and strip.size >= HEADING_SIZE * median(other.size for other in strips)


def _without_tail(run: Sequence[Strip]) -> list[Strip]:
    """Return a run without the lines at its foot that stand off, alone in the first column: a heading that follows."""
    strips = list(run)
    while len(strips) > 1 and len(strips[-1].segments) == 1 and strips[-1].box.x0 <= min(x.box.x0 for x in strips) + 2:
        last = strips[-1]
        if last.segments[0].text[0].islower() and last.box.top - strips[-2].box.bottom <= NEXT_LINE * last.size:
            break
        strips.pop()
    return strips


def extended(inside: Sequence[Strip], strips: Sequence[Strip]) -> list[Strip]:
    """Return the lines between the outermost rules with those beside them that keep the same columns.

    Where every other row has a colour, the first and the last may have none. A line of one piece goes on with the
    one before, so it must stand next to it: a page number does not.
    """
    rows = list(inside)
    n_clear = len(gutters_of(rows)[0])
    if n_clear < 1:
        return rows
    taken = set(map(id, inside))
    first = next(i for i, strip in enumerate(strips) if id(strip) in taken)
    last = next(i for i in range(len(strips) - 1, -1, -1) if id(strips[i]) in taken)
    for block in _blocks(strips[last + 1 :]):
        if not _keeps(block, rows, block[0].box.top - rows[-1].box.bottom, n_clear):
            break
        rows = [*rows, *block]
    for block in reversed(_blocks(strips[:first])):
        if not _keeps(block, rows, rows[0].box.top - block[-1].box.bottom, n_clear):
            break
        rows = [*block, *rows]
    return rows


def _blocks(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Return lines in blocks of those that stand next to each other, a line set larger on its own."""
    blocks: list[list[Strip]] = []
    for strip in strips:
        near = bool(blocks) and strip.box.top - blocks[-1][-1].box.bottom <= NEXT_LINE * strip.size
        if near and not _heads(strip, blocks[-1]) and not _heads(blocks[-1][-1], [strip]):
            blocks[-1].append(strip)
        else:
            blocks.append([strip])
    return blocks


def _keeps(block: Sequence[Strip], rows: Sequence[Strip], apart: float, n_clear: int) -> bool:
    """Tell whether a block of lines so far from a table's rows keeps the table's columns.

    One that stands off is in several columns, or in one right of the first: the rest of a row that the page cut.
    """
    lefts = [end for _, end in gutters_of(rows)[0]]
    parted = (
        any(len(strip.segments) > 1 for strip in block)
        or apart <= NEXT_LINE * block[0].size
        or all(any(abs(strip.box.x0 - left) <= SAME_RULE_POINTS for left in lefts) for strip in block)
    )
    near = parted and apart <= FARTHEST_LINE * block[0].size and not _heads(block[0], rows)
    return near and len(gutters_of([*rows, *block])[0]) >= n_clear
