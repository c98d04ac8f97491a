"""Runs of labelled paragraphs: which labels stand in a document's text, and what stands with each of them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.model import Block, BlockKind, Cell, Parsed, Table
from normalise.answers import begins_with_answer
from normalise.headings import LIKELY, HeadingReading, read_heading
from normalise.items import NUMBER
from normalise.labels import SHORT, Pair, find_labels, names_field, read_label
from normalise.leads import LONGEST, standing_labels
from normalise.model import Field
from normalise.status import read_status
from normalise.title_lines import phrases
from normalise.vocabulary import fold, vocabulary_cache

REFERENCE = "No"
ITEM = Pair("", HeadingReading("", None, 0.0, "none"), Cell(0, 0, ""))  # stands for an item without a label
RESPONSE = HeadingReading("Response", Field.ACTION, LIKELY, "place")  # of a paragraph known by where it stands
LONGEST_OPENER = 12  # words of a bold line that opens a record
_INNER_LABEL = re.compile(r"(?<=[.!?;])\s+(?=[A-Z][\w /]{1,30}:\s)")  # a label that a PDF's line end left inside
_LABELLED = re.compile(r"^(?P<label>[^:\n]{2,60}?)\s*(?P<mark>:|\s[–-]\s)\s*(?P<value>.*)$", re.DOTALL)
_TEXTS = frozenset({Field.ACTION, Field.RECOMMENDATION, Field.FINDING, Field.OUTCOME, Field.UPDATE})


@dataclass(slots=True)
class Stretch:
    """A run of labelled paragraphs under a heading, with the paragraphs between that and the first label.

    `opened` tells that a line which is no heading opens it, `by_number` that its number does ("3. Fraud response").
    `standing` tells that headings were read as labels.
    """

    heading: Block | None
    over: Block | None = None  # the heading above the line that opens it
    before: list[Block] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    by_number: bool = False
    opened: bool = False
    standing: bool = False


def read_stretches(parsed: Parsed) -> list[Stretch]:
    """Return the runs of labelled paragraphs of a document, each with the heading above it."""
    walk = _Walk(_standing_labels(parsed))
    for item in parsed.content:
        if isinstance(item, Table):
            walk.begin(None)
        elif not item.is_aside and item.text.strip():
            walk.block(item)
    walk.begin(None)
    return walk.done


def longer(pair: Pair, block: Block) -> Pair:
    """Return a pair whose value goes on with a paragraph."""
    marker = f"{block.marker} " if block.marker else ""
    text = f"{pair.value.text}\n{marker}{block.text}".strip()
    return replace(pair, value=replace(pair.value, text=text, parts=(*pair.value.parts, block.locator)))


def value_of(text: str, block: Block) -> Cell:
    """Return the cell of a labelled value; bold where its paragraph is set apart from those below it."""
    bold = block.bold or block.kind is BlockKind.HEADING
    return Cell(0, 0, text, bold=bold, parts=(replace(block.locator, table=None),))


class _Walk:
    """Goes through the blocks of a document and gathers its stretches."""

    def __init__(self, standing: frozenset[str]) -> None:
        self.done: list[Stretch] = []
        self._standing = standing
        self._run = Stretch(None)
        self._loose: list[Block] = []  # paragraphs without a label: the value goes on where another label follows

    def begin(self, heading: Block | None) -> None:
        """End the stretch at hand and begin another under a heading."""
        if self._run.pairs:
            last = self._run.pairs[-1].reading.field
            if last is Field.RECOMMENDATION and self._loose and begins_with_answer(self._loose[0].text):
                self._join(self._loose)
            elif last not in _TEXTS and any(block.marker for block in self._loose):
                self._run.pairs.append(ITEM)
            self.done.append(self._run)
        self._run, self._loose = Stretch(heading), []

    def _open(self, opener: Block) -> None:
        """End the stretch at hand and begin another under a line that opens a record."""
        over = self._run.over if self._run.opened else self._run.heading
        self.begin(opener)
        self._run.over, self._run.by_number, self._run.opened = over, not opener.bold, True

    def block(self, block: Block) -> None:
        """Go past a block: a label or several, a heading, or a paragraph of what stands before or after a label."""
        pending = bool(self._run.pairs) and not self._run.pairs[-1].value.text and self._run.pairs[-1] is not ITEM
        if found := self._pairs_of(block, pending=pending):
            if self._run.by_number and block.kind is BlockKind.HEADING and found[0].label == REFERENCE:
                self.begin(None)
            self._settle(found)
            self._run.standing |= block.kind is BlockKind.HEADING and not found[0].value.text
            self._run.pairs.extend(found)
        elif block.kind in (BlockKind.HEADING, BlockKind.TITLE):
            self.begin(block)
        elif not self._run.pairs:
            self._run.before.append(block)
        elif pending and not block.marker:
            self._run.pairs[-1] = longer(self._run.pairs[-1], block)
        elif block.marker or self._run.pairs[-1].reading.field in _TEXTS:
            self._loose.append(block)

    def _pairs_of(self, block: Block, *, pending: bool) -> list[Pair]:
        if fold(block.text) not in self._standing or block.marker:
            return pairs_of(block)
        if pending and (not names_field(block.text) or read_status(block.text).status is not None):
            return []  # a value that is repeated
        named = read_label(block.text)
        reading = named[1] if named else HeadingReading(block.text, None, 0.0, "none")
        return [Pair(block.text, reading, value_of("", block))]

    def _settle(self, found: list[Pair]) -> None:
        """Put the paragraphs before a label where they belong: to the value before it, or over the new record."""
        loose, self._loose = self._loose, []
        if not self._run.pairs:
            numbered = found[0].label == REFERENCE  # "Finding 1: …" opens its record itself
            if self._run.before and _opens(self._run.before[-1]) and not numbered:
                self._open(self._run.before[-1])
            return
        opener = self._opener(loose, found)
        self._join(loose[:-1] if opener else loose)
        if opener:
            self._open(opener)

    def _opener(self, loose: list[Block], found: list[Pair]) -> Block | None:
        """Return the paragraph that opens a record right before its labels, None where the labels go on with one."""
        marked = [block for block in loose if block.marker]
        if not loose or not _opens(loose[-1]) or found[0].label == REFERENCE or marked not in ([], loose[-1:]):
            return None
        anew = any(fold(pair.label) == fold(found[0].label) for pair in self._run.pairs)
        headed = not self._run.pairs[-1].value.text and bool(marked)  # "Actions" over "1.1 Mend the pier"
        return loose[-1] if anew or headed else None

    def _join(self, loose: list[Block]) -> None:
        """Let the last value go on with paragraphs.

        Below a recommendation in bold, or where they answer one, they are its response.
        """
        pairs = self._run.pairs
        if not loose:
            return
        last = pairs[-1]
        if last.reading.field not in _TEXTS:
            pairs.extend([ITEM] if any(block.marker for block in loose) else [])
            return
        asked = last.reading.field is Field.RECOMMENDATION and last.value.text
        if asked and (last.value.bold or begins_with_answer(loose[0].text)):
            pairs.append(Pair(RESPONSE.text, RESPONSE, value_of(loose[0].text, loose[0])))
            loose = loose[1:]
        for block in loose:
            pairs[-1] = longer(pairs[-1], block)


def _opens(block: Block) -> bool:
    """Tell whether a line without a label may open a record: one with a number, or a short one in bold."""
    short = block.bold and not block.marker and len(block.text.split()) <= LONGEST_OPENER
    return short or bool(NUMBER.match(block.marker or ""))


def _standing_labels(parsed: Parsed) -> frozenset[str]:
    """Return the folded lines that are labels though no colon follows: they stand alone, again and again."""
    counts = Counter[str]()
    for block in parsed.blocks:
        plain = block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and not block.marker
        if plain and len(block.text.split()) <= LONGEST and ":" not in block.text and block.text[-1:] != ".":
            counts[fold(block.text)] += 1
    return standing_labels(counts)


def pairs_of(block: Block) -> list[Pair]:
    """Return the pairs of a paragraph: one for each of its lines that begins with a label."""
    pairs: list[Pair] = []
    for line in _lines(block.text):
        named, value = _label_and_value(line, block)
        if named is None:
            if not pairs:
                return []
            pairs[-1] = replace(pairs[-1], value=replace(pairs[-1].value, text=f"{pairs[-1].value.text}\n{line}"))
            continue
        label, reading, number = named
        if number and reading.field is Field.THEME:
            label = f"{label} {number}"
        elif number:
            pairs.append(Pair(REFERENCE, read_heading(REFERENCE), value_of(number, block)))
        pairs.append(Pair(label, reading, value_of(value, block)))
    return pairs


def _lines(text: str) -> Iterator[str]:
    """Yield a paragraph's lines, parted also before the labels that a PDF's line ends left inside them."""
    starts = {found.end() for found in _INNER_LABEL.finditer(text)}
    starts |= {label.start for label in find_labels(text) if label.reading.method == "phrase"}
    cuts = [0, *sorted(start for start in starts if start), len(text)]
    for a, b in itertools.pairwise(cuts):
        yield from text[a:b].strip().rstrip("|").rstrip().split("\n")


@vocabulary_cache
def _of_the_paper() -> frozenset[str]:
    """Return the labels of a paper's own dates ("Date of meeting"): "Date" alone may be an action's."""
    return (phrases("dated", "dates") | phrases("met", "dates")) - {"date"}


def _label_and_value(line: str, block: Block) -> tuple[tuple[str, HeadingReading, str | None] | None, str]:
    found = _LABELLED.match(line.strip())
    if found and block.kind is not BlockKind.TITLE:
        named = None if fold(found["label"]) in _of_the_paper() else read_label(found["label"])
        # a heading, or what stands before a dash, is a label where it carries a number or is one outright
        told = named and (named[2] or named[1].method == "phrase" or named[1].field in SHORT)
        plain = block.kind is not BlockKind.HEADING and found["mark"] == ":"
        return (named, found["value"].strip()) if told or plain else (None, "")
    named = read_label(line)
    # a heading alone ("Recommendation", "Background") is a section of a report, unless it carries a number
    if named and (named[2] or (line.rstrip().endswith(":") and block.kind is not BlockKind.HEADING)):
        return named, ""
    return None, ""
