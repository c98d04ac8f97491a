"""Labels and their values: the rows of a card, or paragraphs such as "Lead: Head of Housing"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.model import Cell
from normalise.headings import POSSIBLE, HeadingReading, read_heading
from normalise.model import Field
from normalise.vocabulary import fold

LONGEST_LABEL = 60  # characters
FEWEST_FIELDS = 3  # kinds of label from which a group of them is a record
MAIN = frozenset({Field.ACTION, Field.RECOMMENDATION})
_NUMBERED = re.compile(
    r"^(?P<label>(?:key |priority )?(?:recommendation|action|rec|finding|objective|issue|priority))\s*(?:no\.?\s*)?"
    r"(?P<number>\d+(?:\.\d+)*[a-z]?)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A label as printed, what it names, and the cell with its value."""

    label: str
    reading: HeadingReading
    value: Cell


def read_label(text: str) -> tuple[str, HeadingReading, str | None] | None:
    """Return (label, what it names, the number it carries) for a text that labels a field, else None.

    "Recommendation 3" is the label "Recommendation" with the number 3.
    """
    text = " ".join(text.split()).rstrip(":").strip()
    if not text or len(text) > LONGEST_LABEL:
        return None
    numbered = _NUMBERED.match(text)
    label = numbered["label"] if numbered else text
    reading = read_heading(label)
    if reading.field in (None, Field.EXTRA) or reading.confidence < POSSIBLE:
        return None
    return label, reading, numbered["number"] if numbered else None


def group_pairs(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """Return pairs as records: a label that the record at hand has already begins another."""
    records: list[list[Pair]] = []
    seen: set[str] = set()
    for pair in pairs:
        key = fold(pair.label)
        if not records or key in seen:
            records.append([])
            seen = set()
        seen.add(key)
        records[-1].append(pair)
    return records


def tells_actions(records: Sequence[Sequence[Pair]]) -> bool:
    """Tell whether records are of actions: several kinds of label, and what is to be done among them."""
    full = [
        record
        for record in records
        if len({pair.reading.field for pair in record}) >= FEWEST_FIELDS
        and any(pair.reading.field in MAIN and pair.value.text.strip() for pair in record)
    ]
    return bool(full) and 2 * len(full) >= len(records)
