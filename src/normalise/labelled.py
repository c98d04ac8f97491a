"""Plans told in labelled paragraphs: "Recommendation 1: …", "Response: …", "Lead: …", "Deadline: …"."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.model import Block, BlockKind, Cell, Locator, Parsed, Table
from normalise.cards import FEWEST_ALIKE, FEWEST_SHORT
from normalise.evidence import ColumnEvidence
from normalise.headings import HeadingReading, read_heading
from normalise.labels import (
    MAIN,
    SHORT,
    Pair,
    find_labels,
    group_pairs,
    has_main,
    names_field,
    read_label,
    tells_actions,
)
from normalise.model import Field
from normalise.roles import Role
from normalise.rowcells import PlanRow, RowCell
from normalise.status import read_status
from normalise.vocabulary import fold

REFERENCE = "No"
ITEM = Pair("", HeadingReading("", None, 0.0, "none"), Cell(0, 0, ""))  # stands for an item without a label
LONGEST_ANSWER = 4  # words of "Accepted in part" and the like
_INNER_LABEL = re.compile(r"(?<=[.!?;])\s+(?=[A-Z][\w /]{1,30}:\s)")  # a label that a PDF's line end left inside
_END_NUMBER = re.compile(r"\d+(?:\.\d+)*[a-z]?$")
_LABELLED = re.compile(r"^(?P<label>[^:\n]{2,60}?)\s*(?::|\s[–-]\s)\s*(?P<value>.*)$", re.DOTALL)


def read_labelled(parsed: Parsed) -> tuple[PlanRow, ...]:
    """Return a row for each record that labelled paragraphs tell, in reading order; none where they tell no plan.

    A record without text in its action or recommendation gives no row.
    """
    rows: list[PlanRow] = []
    for found, theme in _headed(list(_stretches(parsed))):
        stretch = [pair for pair in found if pair is not ITEM]
        if len(stretch) < len(found) and not any(pair.reading.field in MAIN for pair in stretch):
            continue  # the labels tell of the items of a list
        sections = [(group_pairs(pairs), over) for pairs, over in _sections(stretch, theme)]
        if tells_actions([record for records, _ in sections for record in records]):
            rows.extend(_row(record, over) for records, over in sections for record in records if has_main(record))
    return tuple(rows)


def _sections(stretch: Sequence[Pair], theme: str | None) -> list[tuple[list[Pair], str | None]]:
    """Return a stretch parted at its numbered themes ("Priority 2: Debt"), each part with its theme.

    Where no label names an action, the numbered themes are what is to be done: "Objective 1: …", "Lead: …", "By: …".
    """
    if not any(pair.reading.field in MAIN for pair in stretch):
        return [([made for pair in stretch for made in _as_action(pair)], theme)]
    sections: list[tuple[list[Pair], str | None]] = [([], theme)]
    for pair in stretch:
        if _theme_number(pair):
            sections.append(([], ": ".join(part for part in (pair.label, pair.value.text) if part)))
        else:
            sections[-1][0].append(pair)
    return [section for section in sections if section[0]]


def _theme_number(pair: Pair) -> str | None:
    """Return the number of a numbered theme, None for any other label."""
    number = _END_NUMBER.search(pair.label) if pair.reading.field is Field.THEME else None
    return number.group() if number else None


def _as_action(pair: Pair) -> list[Pair]:
    number = _theme_number(pair)
    if not number:
        return [pair]
    label = pair.label.removesuffix(number).strip()
    reference = Pair(REFERENCE, read_heading(REFERENCE), replace(pair.value, text=number))
    return [reference, replace(pair, label=label, reading=replace(pair.reading, field=Field.ACTION))]


def _headed(stretches: Sequence[Stretch]) -> Iterator[tuple[list[Pair], str | None]]:
    """Yield stretches with the text of their headings as themes.

    Where two or more have the same labels, an owner or a timescale among them and no action, under headings of their
    own, each heading is what is to be done, with what stands between it and the labels.
    """
    kinds = [_labels_without_action(stretch.pairs) if stretch.heading else None for stretch in stretches]
    alike = Counter(kind for kind in kinds if kind)
    for stretch, kind in zip(stretches, kinds, strict=True):
        pairs, heading = stretch.pairs, stretch.heading
        if heading is None or not kind or alike[kind] < FEWEST_ALIKE or names_field(heading.text):
            yield pairs, heading.text if heading else None
            continue
        said = [Pair("Action", read_heading("Action"), _cell(heading.text, heading.locator))]
        for block in stretch.before:
            said[0] = _longer(said[0], block)
        if heading.marker and any(character.isdigit() for character in heading.marker):
            said.append(Pair(REFERENCE, read_heading(REFERENCE), _cell(heading.marker.rstrip(".):"), heading.locator)))
        yield [*said, *pairs], None


def _labels_without_action(pairs: Sequence[Pair]) -> frozenset[str] | None:
    """Return the folded labels of one record that names an owner or timescale and no action; None for others."""
    labels = [fold(pair.label) for pair in pairs]
    fields = {pair.reading.field for pair in pairs}
    if ITEM in pairs or len(set(labels)) < len(labels) or any(_theme_number(pair) for pair in pairs):
        return None
    if len(fields & SHORT) < FEWEST_SHORT or fields & MAIN or not fields & {Field.OWNER, Field.TIMESCALE}:
        return None
    return frozenset(labels)


@dataclass(slots=True)
class Stretch:
    """A run of labelled paragraphs under a heading, with the paragraphs between that and the first label."""

    heading: Block | None
    before: list[Block] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)


def _stretches(parsed: Parsed) -> Iterator[Stretch]:
    """Yield runs of labelled paragraphs, each with the heading above it. A paragraph without a label goes on."""
    run = Stretch(None)
    loose: list[Block] = []  # paragraphs without a label: they go on with the last value once another label follows
    for item in parsed.content:
        if isinstance(item, Block) and (item.is_aside or not item.text.strip()):
            continue
        found = [] if isinstance(item, Table) else _pairs_of(item)
        if found:
            for block in loose:
                run.pairs[-1] = _longer(run.pairs[-1], block)
            loose = []
            run.pairs.extend(found)
            continue
        if isinstance(item, Table) or item.kind in (BlockKind.HEADING, BlockKind.TITLE):
            if run.pairs:
                yield run
            run, loose = Stretch(None if isinstance(item, Table) else item), []
        elif run.pairs and run.pairs[-1].reading.field in _TEXTS:
            loose.append(item)
        elif not run.pairs:
            run.before.append(item)
        elif item.marker:
            run.pairs.append(ITEM)
    if run.pairs:
        yield run


_TEXTS = frozenset({Field.ACTION, Field.RECOMMENDATION, Field.FINDING, Field.OUTCOME, Field.UPDATE})


def _pairs_of(block: Block) -> list[Pair]:
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
            pairs.append(Pair(REFERENCE, read_heading(REFERENCE), _cell(number, block.locator)))
        pairs.append(Pair(label, reading, _cell(value, block.locator)))
    return pairs


def _lines(text: str) -> list[str]:
    """Return a paragraph's lines, parted also before the labels that a PDF's line ends left inside them."""
    starts = {found.end() for found in _INNER_LABEL.finditer(text)}
    starts |= {label.start for label in find_labels(text) if label.reading.method == "phrase"}
    cuts = [0, *sorted(start for start in starts if start), len(text)]
    return [line for a, b in itertools.pairwise(cuts) for line in text[a:b].strip().split("\n")]


def _label_and_value(line: str, block: Block) -> tuple[tuple[str, HeadingReading, str | None] | None, str]:
    found = _LABELLED.match(line.strip())
    if found and block.kind is not BlockKind.TITLE:
        return read_label(found["label"]), found["value"].strip()
    named = read_label(line)
    # a heading alone ("Recommendation", "Background") is a section of a report, unless it carries a number
    if named and (named[2] or (line.rstrip().endswith(":") and block.kind is not BlockKind.HEADING)):
        return named, ""
    return None, ""


def _longer(pair: Pair, block: Block) -> Pair:
    marker = f"{block.marker} " if block.marker else ""
    text = f"{pair.value.text}\n{marker}{block.text}".strip()
    return replace(pair, value=replace(pair.value, text=text, parts=(*pair.value.parts, block.locator)))


def _cell(text: str, at: Locator) -> Cell:
    return Cell(0, 0, text, parts=(replace(at, table=None),))


def _row(record: list[Pair], theme: str | None) -> PlanRow:
    """Return a record in the form of a printed row, its paragraphs as cells."""
    cells = []
    for i, pair in enumerate(record):
        reading = pair.reading
        role = Role(
            index=i,
            heading=pair.label,
            field=reading.field or Field.EXTRA,
            confidence=reading.confidence,
            method="label",
            evidence=ColumnEvidence(),
            is_progress=reading.is_progress,
            as_of=reading.as_of,
            entry=reading.entry,
        )
        answers = reading.field is Field.ACTION and read_status(pair.value.text).response is not None
        if answers and len(pair.value.text.split()) <= LONGEST_ANSWER:
            role = replace(role, field=Field.RESPONSE)  # "Response: Accepted" is an answer, no action
        cells.append(RowCell(role, pair.value.text, replace(pair.value, column=i)))
    return PlanRow(None, None, tuple(cells), theme)
