"""Text in several columns that is no table: prose that runs on in each, and lists of contents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.pdf.gutters import Segment, Strip, column_of
from ingest.pdf.row_layout import Layout, columns_of
from ingest.pdf.rules import PROSE_SHARE

PROSE_WORDS = 3.0  # on a line of a column of prose, on average
FEWEST_ENTRIES = 4  # of a list of contents
MOST_PARTS = 3  # of an entry: number, title, page


def is_prose(strips: Sequence[Strip], layout: Layout) -> bool:
    """Tell whether every column is text that runs on from line to line, each of which it fills."""
    columns: list[list[Segment]] = [[] for _ in range(layout.n_columns)]
    for strip in strips:
        for segment in strip.segments:
            column = column_of(segment, layout.gutters)
            if column is not None:
                columns[column].append(segment)
    for texts in columns:
        width = max(s.box.x1 for s in texts) - min(s.box.x0 for s in texts)
        filled = sum(s.box.x1 - s.box.x0 for s in texts) >= PROSE_SHARE * width * len(texts)
        wordy = sum(len(s.words) for s in texts) >= PROSE_WORDS * len(texts)
        if not (filled and wordy and 2 * len(texts) >= len(strips)):
            return False
    return True


def is_contents(rows: Sequence[Sequence[Strip]], layout: Layout) -> bool:
    """Tell whether rows without headings are texts with pages that never fall: contents, not figures."""
    pages: list[int] = []
    for row in rows:
        texts = [text for strip in row for text in columns_of(strip, layout).items()]
        last = [segment.text for column, segment in texts if column == layout.n_columns - 1]
        titles = [segment for column, segment in texts if column < layout.n_columns - 1 and not segment.is_figure]
        if len(last) != 1 or not last[0].isdecimal() or not titles:
            return False
        pages.append(int(last[0]))
    rising = all(a <= b for a, b in pairwise(pages)) and pages[0] < pages[-1]
    return layout.n_columns <= MOST_PARTS and len(pages) >= FEWEST_ENTRIES and rising
