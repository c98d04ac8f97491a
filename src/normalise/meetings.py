"""The meeting that a paper went to: the body that met, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Block, Parsed, Table
from normalise.authority_mentions import find_mentions
from normalise.dates import read_heading_date
from normalise.title_lines import HEAD_LINES, PRINTED, is_body, label_pairs, phrases
from normalise.vocabulary import fold

LONGEST_LINE = 22  # words of a line that says who meets and when
_OPENING = re.compile(
    r"^(?:(?:draft |confirmed )?minutes of |agenda (?:for|of) |(?:a |the )?meeting of |report to |to |for )+"
    r"(?:a |the )?(?:meeting of )?(?:the )?",
    re.IGNORECASE,
)
_TO_BODY = re.compile(
    r"^(?:[a-z-]+ ){0,2}(?:report|paper|briefing)\b.*?\bto (?:the )?(?P<body>[A-Z].*)$", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s[–—-]\s|\s*[|,:]\s+|\t")
_HELD = re.compile(r"^(?:meeting )?held (?:on|at)\b|^(?:date of )?meeting (?:held )?on\b", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:last|previous|next|future|following|from|since|after|minutes of \d)\b", re.IGNORECASE)
PLACE_WORDS = 6
_HELD_ON = frozenset({"date", "on", "held on", "meeting date", "date of meeting", "meeting held on"})
_WHEN = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?|\b(?:at\s+)?\d{1,2}[.:]\d\d\s*(?:[ap]\.?m\b\.?)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A body that met and the day of it (EDTF), each None where the document does not say."""

    body: str | None = None
    day: str | None = None


NO_MEETING = Meeting()


def read_meeting(parsed: Parsed, stop: int | None = None) -> Meeting:
    """Return the meeting that the head of a document names, before the plan that begins at `stop`.

    A label decides ("Committee: …", "Date of meeting: …"), then a line that holds the body, alone or with its date, and
    the date beside it. Another meeting that a sentence looks back on is not it.
    """
    head = [item for item in parsed.content[:stop] if isinstance(item, Table) or item.text.strip()][:HEAD_LINES]
    pairs = list(_pairs(head))
    labels = phrases("labels", "meetings")
    body = next((found for label, value in pairs if fold(label) in labels and (found := _body(value))), None)
    labelled = body is not None
    day = _first_day(pairs, phrases("met", "dates"))
    lines = [item.text.strip() for item in head if isinstance(item, Block) and not PRINTED.match(item.text)]
    for at, line in enumerate(lines):
        if body and day:
            break
        if len(line.split()) > LONGEST_LINE or _ANOTHER.search(line):
            continue
        named = None if ":" in line.split(" ")[0] else _body(line)
        if named and (body is None or fold(named) == fold(body)):
            body = named
            day = day or _day(line) or next((d for near in lines[at + 1 : at + 3] if (d := _day_alone(near))), None)
        elif _HELD.match(line):
            day = day or _day(line)
    return Meeting(body, day or (_first_day(pairs, phrases("dated", "dates")) if labelled else None))


def _pairs(head: Sequence[Block | Table]) -> Iterator[tuple[str, str]]:
    for item in head:
        if isinstance(item, Table):
            yield from label_pairs(item)
            continue
        for line in item.text.split("\n"):
            label, mark, value = line.partition(":")
            if mark and value.strip():
                yield label.strip(), value.strip()


def _first_day(pairs: Sequence[tuple[str, str]], labels: frozenset[str]) -> str | None:
    return next((day for label, value in pairs if fold(label) in labels and (day := _day(value))), None)


def _day(text: str) -> str | None:
    """Return the day that a text names, None for a month or year alone."""
    found = read_heading_date(text)
    return found[0].edtf if found and re.fullmatch(r"\d{4}-\d\d-\d\d", found[0].edtf) else None


def _day_alone(text: str) -> str | None:
    """Return the day of a line that holds nothing else but the hour and the place, or what "held on" begins."""
    found = read_heading_date(text)
    if found is None or _ANOTHER.search(text):
        return None
    start, end = found[1]
    before = fold(_WHEN.sub(" ", text[:start]).strip(" ,.()–—-")).rstrip(":")
    place = _WHEN.sub(" ", text[end:]).strip(" ,.()–—-").removeprefix("at ").removeprefix("in ")
    is_place = len(place.split()) <= PLACE_WORDS and (not place or place[0].isupper())
    return _day(text) if is_place and (not before or before in _HELD_ON) else None


def _body(text: str) -> str | None:
    """Return the body that a line names beside dates, hours and the council's name; None where it tells more."""
    found = read_heading_date(text)
    bare = text[: found[1][0]] + " – " + text[found[1][1] :] if found else text
    to = _TO_BODY.match(bare)
    bare = to["body"] if to else _OPENING.sub("", _WHEN.sub(" ", bare).strip())
    for mention in reversed(find_mentions(bare)):
        bare = f"{bare[: mention.start]} – {bare[mention.end :]}"
    named = [part for piece in _BETWEEN.split(bare) if (part := piece.strip(" ,.()–—-"))]
    bodies = [part for part in named if is_body(part)]
    return " ".join(bodies[0].split()) if len(bodies) == 1 and len(named) <= 2 else None
