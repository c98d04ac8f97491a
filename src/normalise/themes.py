"""What stands above a table says for all its rows: their theme, an owner, a deadline, that they are done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import BlockKind, Parsed, Table
from normalise.authority_mentions import find_mentions
from normalise.dates import read_heading_date
from normalise.evidence import looks_like_reference, names_a_date
from normalise.labels import SHORT, read_label
from normalise.model import Field
from normalise.tables import ReadTable
from normalise.title_lines import is_paper
from normalise.vocabulary import fold

MOSTLY = 0.8  # share of a line that an authority's name and a date cover where it is nothing but a byline
SENTENCE_WORDS = 6  # with a full stop behind them; "1. Governance etc." is a heading

_OWNER_IN_HEADING = re.compile(
    r"^(?P<theme>.*?)\s*(?:[-–|,;(]\s*)?\b(?:lead(?: officer)?|owner|responsible(?: officer)?)\s*[:–-]\s*"
    r"(?P<owner>[^;|)]+)\)?\s*$",
    re.IGNORECASE,
)
_DEADLINE_IN_HEADING = re.compile(
    r"^(?P<theme>.*?)\s*(?:[-–|,;(]\s*)?\b(?:deadline|timescale|target date|due(?: date)?)\s*[:–-]\s*"
    r"(?P<deadline>[^;|)]+)\)?\s*$",
    re.IGNORECASE,
)
_DEADLINE_FOR_ALL = re.compile(
    r"\ball (?:the |of the |these )?(?:actions?|recommendations?|items|tasks)\b[^.]*?\b(?:by|before|no later than)\s+"
    r"(?P<deadline>[^.;]+)",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r",|\b(?:unless|except|save|where|subject to|and)\b", re.IGNORECASE)
_DONE = re.compile(
    r"\b(?:actions?|items?|recommendations?)\b.*\b(?:completed|closed)\b|"
    r"\b(?:completed|closed) (?:actions|items|recommendations)\b",
    re.IGNORECASE,
)
_DONE_ALONE = re.compile(r"(?:closed|completed?|done)", re.IGNORECASE)  # the name of a sheet, or a heading


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a table's rows take from above it. `done` is the heading that says that they are completed."""

    theme: str | None = None
    owner: str | None = None
    timescale: str | None = None
    done: str | None = None


def read_surroundings(
    parsed: Parsed, table: ReadTable, siblings: Sequence[ReadTable], title: str | None
) -> Surroundings:
    """Return what stands above a table for its rows; `siblings` are all tables of the plan, `title` is the plan's.

    A heading is the theme where the plan has several tables, each under its own: not the plan's title, a byline, or
    the number of a single recommendation. A title row inside each table counts before the heading above it.
    """
    heading = _own_title(table, siblings) or table.table.heading
    owner = deadline = None
    if heading and (labelled := _labelled(heading)):
        named_field, value = labelled
        owner = value if named_field is Field.OWNER else None
        deadline = value if named_field is Field.TIMESCALE and names_a_date(value) else None
        heading = _heading_block(parsed, table.table)
    if heading and is_paper(heading):
        heading = _heading_block(parsed, table.table)
    if heading and _is_sentence(heading):
        heading = _heading_block(parsed, table.table) or heading
    if heading and (named := _OWNER_IN_HEADING.match(heading)):
        heading, owner = named["theme"].strip() or None, named["owner"].strip()
    if heading and (named := _DEADLINE_IN_HEADING.match(heading)) and names_a_date(named["deadline"]):
        heading, deadline = named["theme"].strip() or None, named["deadline"].strip()
    themed = len({fold(other.table.heading or other.shape.title or "") for other in siblings}) > 1
    is_title = heading is not None and title is not None and fold(heading) in fold(title)
    is_number = looks_like_reference(heading or "") and len(table.shape.body) == 1
    no_theme = not themed or is_title or is_number or (heading and is_byline(heading))
    has_timescale = any(role.field is Field.TIMESCALE for role in table.roles)
    texts = (table.table.heading, table.shape.title, *(role.heading for role in table.roles))
    return Surroundings(
        theme=None if no_theme else heading,
        owner=owner,
        timescale=None if has_timescale else deadline or _deadline_for_all(parsed, table.table),
        done=next((text for text in texts if text and _DONE.search(text)), None)
        or (heading if heading and _DONE_ALONE.fullmatch(heading) else None),
    )


def _labelled(line: str) -> tuple[Field, str] | None:
    """Return the field and value of a line that a label begins ("Sponsor: Head of Law"), None for any other line.

    Such a line tells of the rows as a whole; the heading above it is their theme.
    """
    label, mark, value = line.partition(":")
    named = read_label(label) if mark and value.strip() else None
    meant = named[1].field if named and named[2] is None else None
    return (meant, value.strip()) if meant in SHORT - {Field.PRIORITY} and meant is not None else None


def _heading_block(parsed: Parsed, table: Table) -> str | None:
    """Return the heading that stands above a table, with nothing but paragraphs between."""
    where = next(i for i, item in enumerate(parsed.content) if item is table)
    for item in reversed(parsed.content[:where]):
        if isinstance(item, Table):
            return None
        if item.kind is BlockKind.HEADING and not _is_sentence(item.text):
            return item.text
    return None


def _is_sentence(text: str) -> bool:
    """Tell whether a line says something in a whole sentence: it introduces the table below a heading."""
    return text.rstrip().endswith(".") and len(text.split()) >= SENTENCE_WORDS


def _own_title(table: ReadTable, siblings: Sequence[ReadTable]) -> str | None:
    """Return the title row inside a table where several tables of the plan have one of their own."""
    titles = {fold(other.shape.title) for other in siblings if other.shape.title}
    return table.shape.title if len(titles) > 1 else None


def is_byline(text: str) -> bool:
    """Tell whether a line is an authority's name, perhaps with a date, and nothing else."""
    rest = text
    if dated := read_heading_date(text):
        start, end = dated[1]
        rest = f"{text[:start]} {text[end:]}"
    rest = rest.strip(" ,.–-|()")
    named = sum(mention.end - mention.start for mention in find_mentions(rest))
    return bool(rest) and named >= MOSTLY * len(rest)


def _deadline_for_all(parsed: Parsed, table: Table) -> str | None:
    """Return the deadline that a sentence above a table gives to all its actions."""
    where = next(i for i, item in enumerate(parsed.content) if item is table)
    for item in reversed(parsed.content[:where]):
        if isinstance(item, Table):
            return None
        named = _DEADLINE_FOR_ALL.search(item.text)
        deadline = _EXCEPTION.split(named["deadline"])[0].strip() if named else ""
        if deadline and names_a_date(deadline):
            return deadline
    return None
