"""Labels and their values: the rows of a card, or paragraphs such as "Lead: Head of Housing"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.model import Cell
from normalise.evidence import names_a_date
from normalise.headings import LIKELY, POSSIBLE, SURE, HeadingReading, read_heading
from normalise.model import Field
from normalise.vocabulary import fold, phrase_table, read_vocabulary, vocabulary_cache
from normalise.wording import is_action_like

LONGEST_LABEL = 60  # characters
LONGEST_VALUE = 300  # characters of a labelled value inside an item
FEWEST_FIELDS = 3  # kinds of label from which a group of them is a record
MOST_WORDS = 4  # of a label that stands within a sentence
FEWEST_WORDS = 4  # of a text without figures that is more than a deadline
MAIN = frozenset({Field.ACTION, Field.RECOMMENDATION})
SHORT = frozenset({Field.OWNER, Field.SUPPORT, Field.TIMESCALE, Field.STATUS, Field.COMPLETED, Field.PRIORITY})
# "3", "2.1b", "B", "three": a letter or word only behind a blank
NUMBER = (
    r"\d+(?:\.\d+)*[a-z]?"
    r"|(?<=\s)(?:(?-i:[A-Z])|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)
_NUMBERED = re.compile(
    r"^(?P<label>(?:key |priority )?(?P<noun>[a-z]+(?: [a-z]+){0,3}))\s*(?:no\.?\s*)?"
    rf"(?P<number>{NUMBER})\s*$",
    re.IGNORECASE,
)
_COLON = re.compile(r"\s*[:=](?!//)\s*")
_EDGE = re.compile(r"[\n.;|,(\[•]|\s[–—-]\s")  # what may part a label from the text before it
_NOTE = re.compile(r"\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class LabelWords:
    """The vocabulary of labels, folded."""

    phrases: Mapping[str, str]
    numbered: Mapping[str, str]
    starts: tuple[str, ...]


@vocabulary_cache
def label_words() -> LabelWords:
    """Return the vocabulary of labels."""
    words = read_vocabulary("labels")
    return LabelWords(
        phrases=phrase_table("labels", words["phrases"]),
        numbered=phrase_table("labels", words["numbered"]),
        starts=tuple(words["inline"]["starts"]),
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
    if meant := label_words().phrases.get(fold(text)):
        entry = f"labels.phrases.{meant}: {fold(text)}"
        return text, HeadingReading(text, Field(meant), SURE, "phrase", entry=entry), None
    numbered = _NUMBERED.match(text)
    meant = numbered and (
        label_words().numbered.get(fold(numbered["label"]))
        or label_words().numbered.get(fold(numbered["noun"]))
        or label_words().numbered.get(fold(numbered["noun"].split()[-1]))  # "Statutory recommendation 2"
    )
    if numbered and not meant:
        head = read_heading(numbered["label"])
        meant = head.field if head.field in MAIN and head.confidence >= LIKELY else None  # "Pledge 4"
    if numbered and meant:
        entry = f"labels.numbered.{meant}: {fold(numbered['noun'])}"
        return numbered["label"], HeadingReading(text, Field(meant), SURE, "phrase", entry=entry), numbered["number"]
    reading = read_heading(text)
    if reading.field in (None, Field.EXTRA) or reading.confidence < POSSIBLE:
        return None
    return text, reading, None


def names_field(heading: str) -> bool:
    """Tell whether a heading is a label by a known phrase ("Lead officer"); "Appoint a director" is none."""
    named = read_label(heading)
    return named is not None and named[1].method == "phrase"


def names_a_theme(line: str) -> bool:
    """Tell whether a line is a numbered theme ("Priority 2: Debt", "Objective 3 – Homes")."""
    label = read_label(re.split(r"\s*(?::|\s[–—-]\s)", line, maxsplit=1)[0])
    return label is not None and label[1].field is Field.THEME and label[2] is not None


@dataclass(frozen=True, slots=True)
class InnerLabel:
    """A label within a text: where it and its value begin, what it names."""

    start: int
    end: int
    label: str
    reading: HeadingReading


def find_labels(text: str) -> tuple[InnerLabel, ...]:
    """Return the labels within a text, each with a colon: at its start, after punctuation, or known by the phrase.

    "Train staff. Lead: Head of HR | By: May" has two. At the very start, and wherever a word alone tells a label,
    it must begin as labels do (labels.toml), since "Partner events: …" is what an action says of itself.
    """
    found: list[InnerLabel] = []
    after = 0
    for colon in _COLON.finditer(text):
        named = _label_before(text, after, colon.start())
        if named is not None:
            start, reading = named
            found.append(InnerLabel(start, colon.end(), text[start : colon.start()].strip(), reading))
            after = colon.end()
    return tuple(found)


def _label_before(text: str, after: int, colon: int) -> tuple[int, HeadingReading] | None:
    """Return where a label begins that ends at a colon, and what it names."""
    near = max(after, colon - 2 * LONGEST_LABEL)  # a label with its note stands no further before its colon
    edges = list(_EDGE.finditer(_NOTE.sub("", text[near:colon])))
    edge = edges[-1] if edges else None
    start = near + (edge.end() if edge else 0)
    start += len(text[start:colon]) - len(text[start:colon].lstrip())
    label = text[start:colon]
    named = read_label(label)
    if named and (edge or near == 0):
        at_line = edge is not None and edge.group() == "\n"
        begins = fold(label).startswith(label_words().starts) or fold(label) in label_words().phrases
        by_phrase = named[1].method == "phrase" and start > 0
        if begins or by_phrase or (at_line and named[1].field in SHORT):
            return start, named[1]
    words = list(re.finditer(r"\S+", text[start:colon]))[-MOST_WORDS:]
    for word in words:
        at = start + word.start()
        inner = read_label(text[at:colon]) if word.group()[0].isupper() and at > start else None
        if inner and inner[1].method == "phrase" and inner[1].field in SHORT:
            return at, inner[1]
    return None


def take_labels(text: str) -> tuple[str, tuple[tuple[Field, str, str], ...]]:
    """Return the text before its first label, and its labelled values as (field, label as printed, value)."""
    found = find_labels(text)
    details: list[tuple[Field, str, str]] = []
    for i, label in enumerate(found):
        end = found[i + 1].start if i + 1 < len(found) else len(text)
        value = _trimmed(text[label.end : end])
        if len(value) > LONGEST_VALUE:
            return text, ()
        if value and label.reading.field is not None:
            details.append((label.reading.field, label.label, value))
    if not details:
        return text, ()
    return text[: found[0].start].strip().rstrip("([").strip(" \n–—-;,|"), tuple(details)


def read_labelled_lines(text: str) -> tuple[str, tuple[tuple[Field, str, str], ...]]:
    """Return a cell's text without the owner, date or status that labels at its end give, and those.

    Each is (field, label as printed, value): "Responsible officer: Head of People" below an action. Where other
    labels follow the first of these, or nothing stands before them, the text comes back whole.
    """
    rest, details = take_labels(text)
    if not rest or any(field not in SHORT for field, _, _ in details):
        return text, ()
    return rest, details


def _trimmed(value: str) -> str:
    """Return a value without the punctuation that parts it from what follows."""
    value = value.strip(" \n;,|–—-")
    value = value.removesuffix(".").rstrip()
    closed = any(value.endswith(end) and value.count(end) > value.count(start) for start, end in ("()", "[]"))
    return value[:-1].rstrip(" .") if closed else value


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


def has_main(record: Sequence[Pair]) -> bool:
    """Tell whether a record says what is to be done; "Response: by 3 June" does not."""
    return any(
        pair.reading.field in MAIN and pair.value.text.strip() and not _is_date_alone(pair.value.text)
        for pair in record
    )


def _is_date_alone(text: str) -> bool:
    """Tell whether a text is a deadline; "Sweep every street daily" is not, for all that it recurs."""
    tells_work = is_action_like(text) or (len(text.split()) >= FEWEST_WORDS and not re.search(r"\d", text))
    return not tells_work and names_a_date(text)


def tells_actions(records: Sequence[Sequence[Pair]]) -> bool:
    """Tell whether records are of actions: several kinds of label, and what is to be done among them."""
    full = [
        record
        for record in records
        if len({pair.reading.field for pair in record}) >= FEWEST_FIELDS and has_main(record)
    ]
    return bool(full) and 2 * len(full) >= len(records)
