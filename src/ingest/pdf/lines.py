"""Words to lines, lines to paragraphs: the text of a cell, and of what stands outside tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import Protocol, TypeVar

from ingest.model import Box
from ingest.pdf.hyphens import between_lines
from ingest.pdf.words import Word
from ingest.symbols import RAISED_RISE, RAISED_SIZE, raised_text
from ingest.textruns import Flowed, Run, flow, split_marker
from ingest.values import value

SAME_LINE_SHARE = 0.5  # of the smaller height, by which two words overlap to stand on one line
WIDEST_LEADING = 2.2  # times the font size; lines set farther apart do not belong together
_DASHES = ("–", "—", "-")
PARAGRAPH_GAP = 1.45  # times the usual distance of lines, from which a new paragraph begins
ROOM_SLACK = 1.0  # points by which the next line's first word must fit for the line to have ended early


def stands_in(inner: Box, outer: Box) -> bool:
    """Tell whether the middle of a box stands within another."""
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom


class Placed(Protocol):
    """Anything with a box."""

    @property
    def box(self) -> Box:
        """Where it stands."""


T = TypeVar("T", bound=Placed)


def outside(things: Sequence[T], boxes: Sequence[Box]) -> list[T]:
    """Return the things whose middles stand in none of some boxes."""
    left = list(things)
    for outer in boxes:
        x0, x1, top, bottom = 2 * outer.x0, 2 * outer.x1, 2 * outer.top, 2 * outer.bottom
        left = [
            thing
            for thing in left
            if not (top <= (box := thing.box).top + box.bottom <= bottom and x0 <= box.x0 + box.x1 <= x1)
        ]
    return left


def around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around boxes, of which there must be one."""
    first = boxes[0]
    if len(boxes) == 1:
        return first
    x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
    for box in boxes:  # one pass: most are around few boxes
        x0 = box.x0 if box.x0 < x0 else x0
        top = box.top if box.top < top else top
        x1 = box.x1 if box.x1 > x1 else x1
        bottom = box.bottom if box.bottom > bottom else bottom
    return Box(x0, top, x1, bottom)


def _median(values: list[float]) -> float:
    if values.count(values[0]) == len(values):
        return values[0]
    values.sort()
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


@value
class Line:
    """Words on one line, from left to right, with the box around them and their usual font size in points."""

    words: tuple[Word, ...]
    box: Box
    size: float

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join([word.text for word in self.words])

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return all(word.bold for word in self.words)


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Return words as lines from top to bottom: words whose heights overlap stand on one line."""
    in_order = _lines_in_order(words)
    if in_order is not None:
        return in_order
    lines: list[list[tuple[float, int]]] = []  # left edges and numbers of their words
    tallest: list[tuple[float, float]] = []  # top and bottom in each line; a growing union would chain two columns'
    boxes = [word.box for word in words]
    for _, left, at in sorted([(box.top + box.bottom, box.x0, at) for at, box in enumerate(boxes)]):
        box = boxes[at]
        top, bottom = box.top, box.bottom
        if lines and tallest[-1] == (top, bottom):  # as most words stand beside the one before
            lines[-1].append((left, at))
            continue
        high = bottom - top
        for i in range(len(lines) - 1, max(len(lines) - 4, -1), -1):
            above, below = tallest[i]
            overlap = (below if below < bottom else bottom) - (above if above > top else top)
            if overlap >= SAME_LINE_SHARE * (below - above if below - above < high else high):
                lines[i].append((left, at))
                if high > below - above:
                    tallest[i] = (top, bottom)
                break
        else:
            lines.append([(left, at)])
            tallest.append((top, bottom))
    made = [_line([words[at] for _, at in sorted(line)]) for line in lines]
    return sorted(made, key=_middle)


def _lines_in_order(words: Sequence[Word]) -> list[Line] | None:
    """Return the lines of words that come line by line, each line of one height and clear of the one above.

    Nearly all words come so: nothing is to be sorted then. None where some do not.
    """
    lines: list[list[Word]] = []
    top = bottom = left = -inf
    for word in words:
        box = word.box
        if box.top == top and box.bottom == bottom and box.x0 >= left:
            lines[-1].append(word)
        elif box.top >= bottom:
            lines.append([word])
            top, bottom = box.top, box.bottom
        else:
            return None
        left = box.x0
    return [_line(line) for line in lines]


def _line(words: Sequence[Word]) -> Line:
    if len(words) == 1:
        return Line((words[0],), words[0].box, words[0].size)
    return Line(tuple(words), around([word.box for word in words]), _median([word.size for word in words]))


def _middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2


def paragraphs_of(lines: Sequence[Line], right: float) -> list[list[Line]]:
    """Return lines grouped into paragraphs, by gaps, markers, looks, and lines that ended though there was room.

    `right` is where the text could have run to, in points.
    """
    if len(lines) < 2:
        return [list(lines)] if lines else []
    leading = _leading(lines)
    groups = [[lines[0]]]
    for above, below in pairwise(lines):
        if _begins(above, below, leading, right) and not _goes_on_with_dash(groups[-1][0], above, below, right):
            groups.append([below])
        else:
            groups[-1].append(below)
    return groups


def _leading(lines: Sequence[Line]) -> float:
    """Return the usual distance from one line to the next in points: the least common one of the block."""
    steps = [b.box.bottom - a.box.bottom for a, b in pairwise(lines)]
    close = [step for step in steps if step > 0]
    return min(*close, WIDEST_LEADING * lines[0].size) if close else 0.0


def _begins(above: Line, below: Line, leading: float, right: float) -> bool:
    """Tell whether a line begins a paragraph."""
    step = below.box.bottom - above.box.bottom
    if step > PARAGRAPH_GAP * max(leading, 1.05 * below.size):
        return True
    text = below.text
    if split_marker(text)[0] or abs(above.size - below.size) > 0.12 * above.size:
        return True
    if above.words[-1].text.endswith((".", ":")) and above.bold != below.bold:
        return True
    room = right - above.box.x1
    needs = below.words[0].box.x1 - below.words[0].box.x0 + 0.25 * below.size
    ended_early = room > needs + ROOM_SLACK
    return ended_early and not text[0].islower()


def _goes_on_with_dash(first: Line, above: Line, below: Line, right: float) -> bool:
    """Tell whether a dash at a line's start merely wrapped there, in an item that another mark began.

    The line above left no room for it, and it stands where the item's text does.
    """
    marker = split_marker(first.text)[0]
    if below.text[:1] not in _DASHES or not marker or first.text[:1] in _DASHES or len(first.words) < 2:
        return False
    needs = below.words[0].box.x1 - below.words[0].box.x0 + 0.25 * below.size
    hangs = abs(below.box.x0 - first.words[1].box.x0) <= 0.25 * below.size
    full = right - above.box.x1 <= needs + ROOM_SLACK or len(below.words) < 2 or _would_not_fit(above, below, right)
    return hangs and full and not above.words[-1].text.endswith((".", ":", ";"))


def _would_not_fit(above: Line, below: Line, right: float) -> bool:
    """Tell whether the dash and the word behind it, which stay together, had no room on the line above."""
    return right - above.box.x1 <= below.words[1].box.x1 - below.words[0].box.x0 + ROOM_SLACK + 0.25 * below.size


def text_of(paragraphs: Sequence[Sequence[Line]]) -> Flowed:
    """Return paragraphs as one text: a line each, what merely wrapped joined by a space."""
    return flow([_runs(paragraph) for paragraph in paragraphs])


def _runs(paragraph: Sequence[Line]) -> list[Run]:
    """Return the runs of a paragraph. A hyphen at a line's end is left open where the document must tell of it."""
    runs: list[Run] = []
    last = paragraph[0].words[0]
    parts: list[str] = []  # of the run that is being read
    for line in paragraph:
        first = line.words[0]
        for word in line.words:
            if not parts:
                parts.append(word.text)
                continue
            gap = between_lines(last.text, word.text) if word is first else _space(last, word)
            text = word.text if gap or not _is_raised(word, last) else raised_text(word.text)
            if word.bold == last.bold and word.ink == last.ink and word.struck == last.struck:
                parts += (gap, text)
            else:
                runs.append(Run("".join(parts), last.bold, last.struck, last.ink))
                if gap:
                    runs.append(Run(gap, last.bold and word.bold, last.struck and word.struck, word.ink))
                parts = [text]
            last = word
    return [*runs, Run("".join(parts), last.bold, last.struck, last.ink)]


def _is_raised(word: Word, before: Word) -> bool:
    """Tell whether a word is set smaller and higher than the one before it."""
    return word.size < RAISED_SIZE * before.size and word.box.bottom < before.box.bottom - RAISED_RISE * before.size


def _space(before: Word, word: Word) -> str:
    """Return what stands between two words of a line: nothing where they all but touch."""
    return "" if word.box.x0 - before.box.x1 < 0.1 * word.size else " "
