"""Plans told in labelled paragraphs: "Recommendation 1: …", "Response: …", "Lead: …", "Deadline: …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ingest.model import Block, Parsed
from normalise.answers import begins_with_answer
from normalise.cards import FEWEST_ALIKE, FEWEST_SHORT
from normalise.details import Detail, read_details
from normalise.evidence import ColumnEvidence
from normalise.headings import read_heading
from normalise.labels import MAIN, NUMBER, SHORT, Pair, group_pairs, has_main, names_a_theme, names_field, tells_actions
from normalise.model import Field
from normalise.roles import Role
from normalise.rowcells import PlanRow, RowCell
from normalise.status import read_status
from normalise.stretches import ITEM, REFERENCE, RESPONSE, Stretch, longer, read_stretches, value_of
from normalise.vocabulary import fold
from normalise.wording import is_action_like, is_formal_resolution, only_announces

LONGEST_ANSWER = 4  # words of "Accepted in part" and the like
_END_NUMBER = re.compile(rf"(?:{NUMBER})$", re.IGNORECASE)
_START_NUMBER = re.compile(r"^\(?(?P<number>\d+(?:\.\d+)*)[.):]?\s+(?=\S)")
_ASKED = re.compile(r"\b(?:should|must|needs? to|recommends?|recommended)\b")


def read_labelled(parsed: Parsed) -> tuple[PlanRow, ...]:
    """Return a row for each record that labelled paragraphs tell, in reading order; none where they tell no plan.

    A record without text in its action or recommendation gives no row.
    """
    rows: list[PlanRow] = []
    for stretch, found, theme in _headed(read_stretches(parsed)):
        pairs = [pair for pair in found if pair is not ITEM]
        if len(pairs) < len(found) and not any(pair.reading.field in MAIN for pair in pairs):
            continue  # the labels tell of the items of a list
        sections = [([_settled(r) for r in group_pairs(part)], over) for part, over in _sections(pairs, theme)]
        records = [record for told, _ in sections for record in told]
        if tells_actions(records) and not (stretch.standing and not any(map(_is_promised, records))):
            rows.extend(_row(record, over) for told, over in sections for record in told if has_main(record))
    return tuple(rows)


def _settled(record: list[Pair]) -> list[Pair]:
    """Return a record whose paragraph below the recommendation is its response only where it answers it.

    It does so in words ("Agreed. …"), or where nothing else of the record says what is done and somebody is to do it.
    """
    placed = next((i for i, pair in enumerate(record) if pair.reading is RESPONSE), None)
    if placed is None:
        return record
    others = [pair.reading.field for i, pair in enumerate(record) if i != placed]
    said = record[placed].value
    if Field.ACTION not in others and (begins_with_answer(said.text) or set(others) & (SHORT - {Field.PRIORITY})):
        return record
    asked = record[placed - 1]
    whole = replace(asked.value, text=f"{asked.value.text}\n{said.text}", parts=(*asked.value.parts, *said.parts))
    return [*record[: placed - 1], replace(asked, value=whole), *record[placed + 1 :]]


def _is_promised(record: Sequence[Pair]) -> bool:
    """Tell whether a record under headings says who or when and puts nothing to a meeting: papers have headings too."""
    fields = {pair.reading.field for pair in record}
    put = [p for p in record if p.reading.field is Field.RECOMMENDATION and is_formal_resolution(p.value.text)]
    return bool(fields & {Field.OWNER, Field.TIMESCALE}) and not put


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


def _headed(stretches: Sequence[Stretch]) -> Iterator[tuple[Stretch, list[Pair], str | None]]:
    """Yield stretches, each with its pairs and the text of its heading as the theme.

    Where two or more have the same labels, an owner or a timescale among them and no action, under headings of their
    own, each heading is what is to be done, with what stands between it and the labels. Where each tells one action,
    its heading may be numbered, and is what was recommended where it is worded so.
    """
    kinds = [_labels_without_action(stretch.pairs) if stretch.heading else None for stretch in stretches]
    alike = Counter(kind for kind in kinds if kind)
    single = [stretch.heading.text for stretch in stretches if stretch.heading and _is_single(stretch)]
    asked = 2 * sum(map(_is_asked, single)) >= len(single)
    overs = {s.over.text for s in stretches if s.by_number and s.over is not None}
    for stretch, kind in zip(stretches, kinds, strict=True):
        pairs, heading = stretch.pairs, stretch.heading
        over = stretch.over.text if stretch.over and names_a_theme(stretch.over.text) else None
        if heading is not None and _is_single(stretch) and len(single) >= FEWEST_ALIKE:
            yield stretch, *_numbered(stretch, heading, over, asked=asked)
        elif stretch.by_number and not any(pair.reading.field in MAIN for pair in pairs):
            if heading is not None and kind and alike[kind] >= FEWEST_ALIKE:
                yield stretch, [*_as_told(stretch, heading), *pairs], over or _own_heading(stretch, overs)
        elif heading is None or not kind or alike[kind] < FEWEST_ALIKE or names_field(heading.text):
            yield stretch, pairs, heading.text if heading else None
        else:
            yield stretch, [*_as_told(stretch, heading), *pairs], over


def _own_heading(stretch: Stretch, overs: Collection[str]) -> str | None:
    """Return the heading above a numbered line as its theme, where there are several such headings."""
    named = stretch.over is not None and len(overs) > 1 and not only_announces(stretch.over.text)
    return stretch.over.text if named and stretch.over is not None else None


def _is_single(stretch: Stretch) -> bool:
    """Tell whether a stretch under a heading is one record with an action by label and without a recommendation."""
    fields = [pair.reading.field for pair in stretch.pairs]
    labels = [fold(pair.label) for pair in stretch.pairs]
    asked = Field.RECOMMENDATION in fields or Field.THEME in fields or REFERENCE in [p.label for p in stretch.pairs]
    return Field.ACTION in fields and not asked and len(set(labels)) == len(labels) and ITEM not in stretch.pairs


def _is_asked(heading: str) -> bool:
    """Tell whether a heading is worded as what was recommended: "Members should …", "3. Review the …"."""
    number = _START_NUMBER.match(heading)
    text = heading[number.end() :] if number else heading
    return bool(_ASKED.search(text)) or is_action_like(text)


def _numbered(stretch: Stretch, heading: Block, over: str | None, *, asked: bool) -> tuple[list[Pair], str | None]:
    """Return the pairs of a single record with the number of its heading, and its theme.

    Where most such headings are `asked`, worded as recommendations, this one is too.
    """
    pairs, theme = list(stretch.pairs), heading.text
    numbered = _START_NUMBER.match(heading.text)
    number = (heading.marker or "").strip("() .:") or (numbered["number"] if numbered else "")
    if any(map(str.isdigit, number)):
        theme = heading.text[numbered.end() :] if numbered else heading.text
        pairs = [Pair(REFERENCE, read_heading(REFERENCE), value_of(number, heading)), *pairs]
    if names_field(theme) or not asked:
        return pairs, theme
    return [*pairs, Pair("Recommendation", read_heading("Recommendation"), value_of(theme, heading))], over


def _as_told(stretch: Stretch, heading: Block) -> list[Pair]:
    """Return what a heading and the paragraphs below it say is to be done, with its number."""
    said = [Pair("Action", read_heading("Action"), value_of(heading.text, heading))]
    for block in stretch.before:
        said[0] = longer(said[0], block)
    if heading.marker and any(character.isdigit() for character in heading.marker):
        said.append(Pair(REFERENCE, read_heading(REFERENCE), value_of(heading.marker.rstrip(".):"), heading)))
    return said


def _labels_without_action(pairs: Sequence[Pair]) -> frozenset[str] | None:
    """Return the folded labels of one record that names an owner or timescale and no action; None for others."""
    labels = [fold(pair.label) for pair in pairs]
    fields = {pair.reading.field for pair in pairs}
    if ITEM in pairs or len(set(labels)) < len(labels) or any(_theme_number(pair) for pair in pairs):
        return None
    if len(fields & SHORT) < FEWEST_SHORT or fields & MAIN or not fields & {Field.OWNER, Field.TIMESCALE}:
        return None
    return frozenset(labels)


def _row(record: list[Pair], theme: str | None) -> PlanRow:
    """Return a record in the form of a printed row, its paragraphs as cells."""
    fields = {pair.reading.field for pair in record}
    cells: list[RowCell] = []
    for pair in record:
        text = pair.value.text
        details: list[Detail] = []
        if pair.reading is RESPONSE and not fields & {Field.OWNER, Field.TIMESCALE}:
            text, details = read_details(text)
        cells.append(_cell(pair, text, len(cells)))
        for named, label, told in details:
            reading = replace(pair.reading, text=label, field=named)
            cells.append(_cell(Pair(label, reading, pair.value), told, len(cells)))
    return PlanRow(None, None, tuple(cells), theme)


def _cell(pair: Pair, text: str, column: int) -> RowCell:
    reading = pair.reading
    role = Role(
        index=column,
        heading=pair.label,
        field=reading.field or Field.EXTRA,
        confidence=reading.confidence,
        method="label",
        evidence=ColumnEvidence(),
        is_progress=reading.is_progress,
        as_of=reading.as_of,
        entry=reading.entry,
    )
    answers = reading.field is Field.ACTION and read_status(text).response is not None
    if answers and len(text.split()) <= LONGEST_ANSWER:
        role = replace(role, field=Field.RESPONSE)  # "Response: Accepted" is an answer, no action
    return RowCell(role, text, replace(pair.value, column=column))
