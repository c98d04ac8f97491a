"""Words to lines, lines to paragraphs: the text of a cell, and of what stands outside tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.model import Box
from ingest.pdf.words import Word
from ingest.textruns import Flowed, Run, flow, split_marker

SAME_LINE_SHARE = 0.5  # of the smaller height, by which two words overlap to stand on one line
WIDEST_LEADING = 2.2  # times the font size; lines set farther apart do not belong together
PARAGRAPH_GAP = 1.45  # times the usual distance of lines, from which a new paragraph begins
ROOM_SLACK = 1.0  # points by which the next line's first word must fit for the line to have ended early

_HYPHEN = re.compile(r"[^\W\d_]-$")


def stands_in(inner: Box, outer: Box) -> bool:
    """Tell whether the middle of a box stands within another."""
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line, from left to right."""

    words: tuple[Word, ...]

    @property
    def box(self) -> Box:
        """The box around the words."""
        box = self.words[0].box
        for word in self.words[1:]:
            box = box.union(word.box)
        return box

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join(word.text for word in self.words)

    @property
    def size(self) -> float:
        """The usual font size in points."""
        return median(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return all(word.bold for word in self.words)


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Return words as lines from top to bottom: words whose heights overlap stand on one line."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.box.top + w.box.bottom, w.box.x0)):
        for line in reversed(lines[-3:]):
            if _beside(line, word):
                line.append(word)
                break
        else:
            lines.append([word])
    made = [Line(tuple(sorted(line, key=lambda w: w.box.x0))) for line in lines]
    return sorted(made, key=lambda line: (line.box.top + line.box.bottom) / 2)


def _beside(line: Sequence[Word], word: Word) -> bool:
    tallest = max(line, key=lambda w: w.box.bottom - w.box.top).box  # a growing union would chain lines of two columns
    top, bottom = tallest.top, tallest.bottom
    overlap = min(bottom, word.box.bottom) - max(top, word.box.top)
    return overlap >= SAME_LINE_SHARE * min(bottom - top, word.box.bottom - word.box.top)


def paragraphs_of(lines: Sequence[Line], right: float) -> list[list[Line]]:
    """Return lines grouped into paragraphs, by gaps, markers, looks, and lines that ended though there was room.

    `right` is where the text could have run to, in points.
    """
    if not lines:
        return []
    leading = _leading(lines)
    groups = [[lines[0]]]
    for above, below in pairwise(lines):
        if _begins(above, below, leading, right):
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
    if split_marker(below.text)[0]:
        return True
    if abs(above.size - below.size) > 0.12 * above.size or (
        above.bold != below.bold and above.text.endswith((".", ":"))
    ):
        return True
    room = right - above.box.x1
    needs = below.words[0].box.x1 - below.words[0].box.x0 + 0.25 * below.size
    ended_early = room > needs + ROOM_SLACK
    return ended_early and not below.text[0].islower()


def text_of(paragraphs: Sequence[Sequence[Line]]) -> Flowed:
    """Return paragraphs as one text: a line each, what merely wrapped joined by a space."""
    return flow([_runs(paragraph) for paragraph in paragraphs])


def _runs(paragraph: Sequence[Line]) -> list[Run]:
    """Return the runs of a paragraph. A hyphen at a line's end stays, without the space that would follow it."""
    runs: list[Run] = []
    for line in paragraph:
        for j, word in enumerate(line.words):
            if runs:
                touching = j == 0 and _HYPHEN.search(runs[-1].text) and word.text[:1].islower()
                glued = j > 0 and word.box.x0 - line.words[j - 1].box.x1 < 0.1 * word.size
                if not touching and not glued:
                    runs.append(Run(" ", runs[-1].bold and word.bold, runs[-1].struck and word.struck, word.ink))
            runs.append(Run(word.text, word.bold, word.struck, word.ink))
    return runs
