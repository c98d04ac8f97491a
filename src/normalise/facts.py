"""What a document says of its plan as a whole: title, authority, kind and date."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Block, BlockKind, Parsed, Table
from normalise.authorities import Authority, find_authority
from normalise.authority_mentions import find_mentions
from normalise.dates import read_heading_date
from normalise.edtf import days_of
from normalise.labels import read_label
from normalise.meetings import NO_MEETING, Meeting, read_meeting
from normalise.model import Field, FlexibleDate, Reading
from normalise.title_lines import BOLD_RANK, HEAD_LINES, PRINTED, holds, is_paper, label_pairs, lines_before, phrases
from normalise.titles import document_title, title_above
from normalise.vocabulary import fold, read_vocabulary

__all__ = ["DocumentFacts", "read_facts", "read_plan_type", "read_title_date", "title_above"]

# "Audit Panel Meeting – 4 July 2012", a line of its own, is the meeting of the paper; "the last meeting" is not
_OWN_MEETING = re.compile(r"^(?!.*\b(?:last|previous|next|future|from|minutes)\b).*\bmeeting\W*$", re.IGNORECASE)
LABEL_WORDS = 6  # "Position as at", "Date of last update": a longer text before a colon is prose
DATE_LINE_WORDS = 22  # "Report of the Head of Finance to the Audit and Governance Committee – Thursday 14 March 2024"
BODY_WORDS = 3  # "Scrutiny Committee (Special)": a body stands within as many words before its date
OPENING_WORDS = 12  # "Version 2.1, last updated 30 April 2025": of a longer sentence such a part tells something else
_SENTENCE = re.compile(r"\n|(?<=\w\w\w)\.\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The facts of a document's plan. `as_of` is EDTF."""

    title: str | None
    authority: Reading[Authority]
    plan_type: str | None
    as_of: str | None
    meeting: Meeting = NO_MEETING


def read_facts(parsed: Parsed, tables: Sequence[int] = (), update_dates: Sequence[str] = ()) -> DocumentFacts:
    """Return what a document says of its plan.

    `tables` are the numbers of the plan's tables, none for a plan told in lists; `update_dates` are the dates (EDTF)
    that its update columns bear, of which the latest is the plan's date.
    """
    plan_tables = [table for table in parsed.tables if table.number in set(tables)]
    first = plan_tables[0] if plan_tables else None
    title = title_above(parsed, first) if first else document_title(parsed)
    stop = next((i for i, item in enumerate(parsed.content) if item is first), None)
    lines = lines_before(parsed, stop)
    headings = " / ".join(line.text for line in lines if line.rank <= BOLD_RANK and not is_paper(line.text))
    meeting = read_meeting(parsed, stop)
    return DocumentFacts(
        meeting=meeting,
        title=title,
        authority=find_authority(parsed),
        plan_type=read_plan_type(title or "") or read_plan_type(headings),
        as_of=max(update_dates, key=_latest) if update_dates else _document_date(parsed, title, first, meeting),
    )


def read_plan_type(text: str) -> str | None:
    """Return the kind of plan that words of a title tell ("peer_challenge"), None where they tell none."""
    types = read_vocabulary("plans")["types"]
    return next((kind for kind in types if holds(text, kind, "types")), None)


def _latest(edtf: str) -> tuple[dt.date, dt.date, int]:
    """Return a key by which the latest of some EDTF dates is the greatest: by last day, first day, exactness.

    As strings a season would stand after December ("2023-21" is the spring).
    """
    first, last = days_of(edtf)
    return (last or first or dt.date.min, first or dt.date.min, len(edtf))


def read_title_date(title: str) -> str | None:
    """Return the date that a title bears as its own (EDTF), None where it bears none.

    "Action Log – 12 April 2019" and "Recovery Plan March 2021" are dated; "decisions of the last meeting, 7.2.18"
    looks back, and a year or a span of years is the period that the plan covers.
    """
    found = read_heading_date(title)
    if found is None:
        return None
    date, (start, _end) = found
    return date.edtf if _is_day_or_month(date) and not _elsewhere(title[:start]) else None


def _is_day_or_month(date: FlexibleDate) -> bool:
    return bool(re.fullmatch(r"\d{4}-(?:0\d|1[0-2])(?:-\d\d)?", date.edtf))


def _elsewhere(before: str) -> bool:
    """Tell whether the words before a date make it that of another event."""
    words = fold(before.rstrip(" ,(–—-:")).split()
    for length in (4, 3, 2, 1):
        tail = " ".join(words[-length:])
        if tail in phrases("own", "dates"):
            return False
        if tail in phrases("elsewhere", "dates"):
            return True
    return False


def _document_date(parsed: Parsed, title: str | None, first: Table | None, meeting: Meeting) -> str | None:
    """Return the date that a document bears: an update label, its title, a date label, a date line, the sign-off."""
    labelled = list(_labelled_dates(parsed))

    def of(kind: str) -> list[str]:
        return [edtf for name, edtf in labelled if name == kind]

    if updated := of("updated"):
        return max(updated, key=_latest)
    if title and (edtf := read_title_date(title)):
        return edtf
    if dated := of("dated"):
        return dated[0]
    if line := next(_date_lines(parsed, first), None):
        return line
    if met := of("met"):
        return met[0]
    if meeting.day:
        return meeting.day
    if signed := of("signed"):
        return max(signed, key=_latest)
    return _signature_date(parsed)


def _signature_date(parsed: Parsed) -> str | None:
    """Return the date that stands alone at the foot of a paper, under its author's name; the last one."""
    lines = [item for item in parsed.content if isinstance(item, Block) and item.text.strip() and not item.is_aside]
    for before, block in reversed(list(itertools.pairwise(lines))):
        found = read_heading_date(block.text)
        rest = block.text[: found[1][0]] + block.text[found[1][1] :] if found else block.text
        signed = block.kind is before.kind is BlockKind.PARAGRAPH and not (block.marker or before.marker)
        if (
            found
            and not rest.strip(" .")
            and signed
            and _is_day_or_month(found[0])
            and len(before.text.split()) <= LABEL_WORDS
        ):
            return found[0].edtf
    return None


def _labelled_dates(parsed: Parsed) -> Iterator[tuple[str, str]]:
    """Yield (kind of label, EDTF) for the dates that labels give, in lines and in tables of labels."""
    kinds = ("updated", "dated", "met", "signed")
    for label, value in _label_pairs(parsed):
        kind = next((kind for kind in kinds if fold(label) in phrases(kind, "dates")), None)
        found = read_heading_date(value) if kind else None
        if kind and found and _is_day_or_month(found[0]):
            yield kind, found[0].edtf


def _label_pairs(parsed: Parsed) -> Iterator[tuple[str, str]]:
    for item in parsed.content:
        if isinstance(item, Table):
            yield from _table_pairs(item)
            continue
        for line in _SENTENCE.split(item.text):
            label, mark, value = line.strip(" ([").partition(":")
            if mark and len(label.split()) <= LABEL_WORDS:
                yield label, value
                continue
            parts = re.split(r"[,;|]\s+|\s[–—-]\s", line) if len(line.split()) <= OPENING_WORDS else [line]
            yield from filter(None, map(_opening_label, parts))


def _opening_label(line: str) -> tuple[str, str] | None:
    """Return a label without a colon and its value ("Position as at 31 March 2024", "Updated May 2024")."""
    words = line.strip(" ([").split()
    if len(words) > DATE_LINE_WORDS:
        return None
    for length in range(min(LABEL_WORDS, len(words) - 1), 0, -1):
        label = " ".join(words[:length])
        value = " ".join(words[length:])
        if fold(label) in phrases("updated", "dates") and re.match(r"\(?\d|[A-Z]", words[length]):
            return label, value
        if (
            fold(label) in phrases("dated", "dates")
            and (found := read_heading_date(value))
            and found[1] == (0, len(value))
        ):
            return label, value
    return None


def _table_pairs(table: Table) -> Iterator[tuple[str, str]]:
    """Yield (label, value) for cells beside a label, and for cells under a heading of a sign-off table."""
    by_place = {(cell.row, cell.column): cell.text for cell in table.cells}
    yield from label_pairs(table)
    for (row, column), text in by_place.items():
        if row and (heading := by_place.get((0, column))) and fold(heading) in phrases("signed", "dates"):
            yield heading, text


def _date_lines(parsed: Parsed, first: Table | None) -> Iterator[str]:
    """Yield the dates that lines at the head, or running heads and feet, bear: alone or beside who meets."""
    blocks = 0
    before_plan = True
    for item in parsed.content:
        before_plan = before_plan and item is not first
        if not isinstance(item, Block):
            continue
        blocks += 1
        if not item.is_aside and (not before_plan or blocks > HEAD_LINES):
            continue
        for text in _SENTENCE.split(item.text):
            if len(text.split()) > DATE_LINE_WORDS or _is_deadline(text):
                continue
            if edtf := _line_date(text.strip(" .")):
                yield edtf


def _is_deadline(text: str) -> bool:
    """Tell whether a line is the labelled deadline of an action ("Completion date: 30 April 2025")."""
    label, mark, _ = text.partition(":")
    named = read_label(label) if mark else None
    own = any(fold(label) in phrases(kind, "dates") for kind in ("updated", "dated", "met", "signed"))
    return named is not None and named[1].field in (Field.TIMESCALE, Field.COMPLETED) and not own


_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_JOINTS = " ,;:|/(–—-"
_HOUR = re.compile(r"\b(?:at\s+)?\d{1,2}[.:]\d\d\s*(?:[ap]\.?m\b\.?)?|\b(?:at\s+)?\d{1,2}\s*[ap]m\b", re.IGNORECASE)
_LOOKS_BACK = re.compile(r"\b(?:from|following|since|after|last|previous)\b", re.IGNORECASE)
_PAPER = re.compile(
    r"(?:(?:joint|draft|confirmed|unconfirmed) )?(?:report|paper|briefing|meeting|minutes)\b"
    r"|(?:prepared|written|produced|compiled|drafted|issued) by\b"
    # "Annual progress report to the Board – June 2024", never "Ofsted report – June 2024"
    r"|(?!.*\b(?:was|were|is|are|has|have|had|will)\b)(?:(?!(?:the|this|an?|of|to|on|in|from|by|for|response|inspection|ofsted"
    r"|cqc|peer|lga|audit\w*|ombudsman|letter|draft)\b)[\w'’/&-]+ ){1,4}(?:report|monitoring|update|tracker)\b",
    re.IGNORECASE,
)


def _line_date(text: str) -> str | None:
    """Return the date of a line that says no more than whose, to whom, and where the paper is.

    "Audit Committee – 14 March 2024" and "Harrowmere Borough Council, May 2024" are such lines; a sentence that
    tells of an event on a day is none.
    """
    found = read_heading_date(text)
    if found is None or not _is_day_or_month(found[0]) or PRINTED.match(text):
        return None
    date, (start, end) = found
    before = _WEEKDAY.sub("", text[:start]).rstrip(_JOINTS)
    twice = read_heading_date(before)  # "Gorffennaf 2024 / July 2024": the same day in Welsh
    if twice and twice[0] == date:
        before = (before[: twice[1][0]] + before[twice[1][1] :]).rstrip(_JOINTS)
    after = _HOUR.sub(" ", _WEEKDAY.sub("", text[end:])).strip(" ,;:|)–—-")
    if _LOOKS_BACK.search(before):
        return None
    paper = bool(_PAPER.match(before))
    if _elsewhere(before) and not paper and not _OWN_MEETING.search(before):
        return None
    if find_mentions(before) and before.endswith("Council"):
        return date.edtf
    bare = not before or paper
    own = holds(before, "own", "dates") and len(before.split()) <= LABEL_WORDS
    said = len(after.split()) <= LABEL_WORDS and (not after or not after[0].islower() or after.startswith("in "))
    return date.edtf if said and (bare or own or _ends_in_body(before)) else None


def _ends_in_body(before: str) -> bool:
    """Tell whether words before a date end in a body that meets; "Council declared an emergency" does not."""
    words = re.sub(r"\s+(?:on|of|at|held)$", "", before).split()
    return holds(" ".join(words[-BODY_WORDS:]), "bodies")
