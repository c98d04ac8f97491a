"""Paragraphs, headings and list items of what stands outside tables, in reading order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.model import Block, BlockKind, Box, Locator
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.lines import Line, around, lines_of, paragraphs_of, text_of
from ingest.pdf.newspaper import columns_of
from ingest.pdf.turn import to_display, to_reading
from ingest.pdf.words import Word
from ingest.textruns import BULLET, Flowed, is_dotted, split_marker

HEADING_SIZE = 1.12  # times the body's font size, from which a line is a heading
SENTENCE_WORDS = 8  # from which a text with a stop at its end is a sentence of a paragraph
LONGEST_HEADING = 160  # characters
INDENT_POINTS = 8.0  # from which a list item stands one level deeper


@dataclass(frozen=True, slots=True)
class Typography:
    """The usual font size of a document's text, and the sizes of its headings from the largest down."""

    body: float
    headings: tuple[float, ...]

    def level(self, size: float) -> int:
        """Return the heading level of a font size, from 1 to 9."""
        larger = [other for other in self.headings if other > size + 0.3]
        return min(9, len(larger) + 1)


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph whose kind is not told yet: its text, greatest font size in points and place.

    What is a heading shows once the font sizes of all pages are known.
    """

    flowed: Flowed
    size: float
    locator: Locator


class SizeCount:
    """How many characters each font size sets, over the pages met so far."""

    def __init__(self) -> None:
        self._sizes: Counter[float] = Counter()

    def add(self, page: PageGeometry) -> None:
        """Count the characters of a page."""
        counts: defaultdict[float, int] = defaultdict(int)  # few sizes set the many words of a page
        for word in page.words:
            counts[word.size] += len(word.text)
        for size, count in counts.items():
            self._sizes[round(size * 2) / 2] += count

    def typography(self) -> Typography:
        """Return the sizes in which the document sets its text and its headings."""
        if not self._sizes:
            return Typography(10.0, ())
        body = self._sizes.most_common(1)[0][0]
        larger = sorted((size for size in self._sizes if size >= HEADING_SIZE * body), reverse=True)
        return Typography(body, tuple(larger))


def with_text_size(style: Typography, drafts: Iterable[Draft]) -> Typography:
    """Return a document's typography with the size of its sentences outside tables for that of its text.

    Tables are often set smaller, and can hold most of a document; its paragraphs are no headings for that.
    """
    sizes: Counter[float] = Counter()
    lines: Counter[float] = Counter()  # of those set plainly, where bold ones are the headings
    boldest = 0.0
    for draft in drafts:
        text, size = draft.flowed.text, round(draft.size * 2) / 2
        if draft.flowed.bold:
            boldest = max(boldest, size)
        elif text.endswith((".", ";", ":")) and len(text.split()) >= SENTENCE_WORDS:
            sizes[size] += len(text)
        else:
            lines[size] += 1
    if not sizes:
        sizes.update({size: n for size, n in lines.items() if n > 1 and HEADING_SIZE * size <= boldest})
    body = max(style.body, sizes.most_common(1)[0][0] if sizes else 0.0)
    return Typography(body, tuple(size for size in style.headings if size >= HEADING_SIZE * body))


def drafts_of(page: PageGeometry, words: Sequence[Word], tables: Sequence[Box]) -> list[list[Draft]]:
    """Return the paragraphs that words outside tables make: first those above the first table, then below each.

    `tables` are the boxes of the tables, from the top down.
    """
    stretches: list[list[Draft]] = []
    for stretch in _stretches(words, tables):
        groups = columns_of([word for word in stretch if not word.turn])
        for turn in sorted({word.turn for word in stretch} - {0}):
            groups.append(lines_of([_read_level(word, page) for word in stretch if word.turn == turn]))
        drafts: list[Draft] = []
        for lines in groups:
            right = _room_to(lines, tables if len(groups) == 1 else ())
            drafts += [_draft(paragraph, page) for paragraph in paragraphs_of(lines, right)]
        stretches.append(drafts)
    return stretches


def blocks_of(drafts: Sequence[Draft], style: Typography) -> list[Block]:
    """Return the blocks that the paragraphs of one stretch are, in a document of that style."""
    return _levelled([_block(draft, style) for draft in drafts])


def _room_to(lines: Sequence[Line], tables: Sequence[Box]) -> float:
    """Return how far to the right text could have run, in points: as far as the longest line, or the page's tables.

    Only where no line runs on below are the lines too few or too short to show it themselves.
    """
    own = max(line.box.x1 for line in lines)
    wrapped = any(below.text[:1].islower() for below in lines[1:])
    return own if wrapped else max([own, *(box.x1 for box in tables)])


def _read_level(word: Word, page: PageGeometry) -> Word:
    return replace(word, box=to_reading(word.box, word.turn, page.size))


def _stretches(words: Sequence[Word], tables: Sequence[Box]) -> list[list[Word]]:
    """Return words grouped by the tables between which they stand."""
    groups: list[list[Word]] = [[] for _ in range(len(tables) + 1)]
    for word in words:
        middle = (word.box.top + word.box.bottom) / 2
        groups[sum(table.top < middle for table in tables)].append(word)
    return groups


def _draft(paragraph: Sequence[Line], page: PageGeometry) -> Draft:
    box = around([line.box for line in paragraph])
    at = Locator(page=page.number, box=to_display(box, paragraph[0].words[0].turn, page.size))
    return Draft(text_of([paragraph]), max(line.size for line in paragraph), at)


def _block(draft: Draft, style: Typography) -> Block:
    flowed, size, at = draft.flowed, draft.size, draft.locator
    marker, rest = split_marker(flowed.text)
    cut = len(flowed.text) - len(rest)
    struck = tuple((max(0, a - cut), b - cut) for a, b in flowed.struck if b > cut)
    if marker and (size < HEADING_SIZE * style.body or marker == BULLET):
        kind = BlockKind.PARAGRAPH if is_dotted(marker) else BlockKind.LIST_ITEM
        level = 0 if kind is BlockKind.PARAGRAPH else 1
        return Block(kind, rest, level, marker, flowed.bold, struck, at, max(0, flowed.lead - cut))
    if size >= HEADING_SIZE * style.body and len(flowed.text) <= LONGEST_HEADING:
        return Block(BlockKind.HEADING, flowed.text, style.level(size), None, flowed.bold, flowed.struck, at)
    if flowed.bold and len(flowed.text) <= LONGEST_HEADING and not flowed.text.endswith((".", ",", ";")):
        level = min(9, len(style.headings) + 1)
        return Block(BlockKind.HEADING, flowed.text, level, None, True, flowed.struck, at)
    return Block(BlockKind.PARAGRAPH, flowed.text, 0, None, flowed.bold, flowed.struck, at, flowed.lead)


def _levelled(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with list items one level deeper for each step to the right within a list."""
    edges: list[float] = []
    levelled = []
    for block in blocks:
        if block.kind is not BlockKind.LIST_ITEM or block.locator.box is None:
            edges = []
            levelled.append(block)
            continue
        left = block.locator.box.x0
        edges = [edge for edge in edges if edge < left - INDENT_POINTS]
        edges.append(left)
        levelled.append(replace(block, level=len(edges)))
    return levelled


def join_over_pages(above: Block, below: Block) -> Block | None:
    """Return the paragraph or item that a page break cut in two, None where they are two."""
    same = below.kind is BlockKind.PARAGRAPH and below.marker is None
    open_end = above.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and not above.text.endswith(
        (".", ":", ";", "!", "?")
    )
    if not (same and open_end and below.text[:1].islower()):
        return None
    offset = len(above.text) + 1
    struck = (*above.struck, *((a + offset, b + offset) for a, b in below.struck))
    return replace(above, text=f"{above.text} {below.text}", struck=struck)
