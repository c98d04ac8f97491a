"""What a document says of its plan as a whole: title, authority, kind and date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Block, BlockKind, Parsed, Table
from normalise.authorities import Authority, find_authority
from normalise.dates import read_heading_date
from normalise.model import FlexibleDate, Reading
from normalise.titles import HEAD_LINES, document_title, holds, lines_before, phrases, title_above
from normalise.vocabulary import fold, read_vocabulary

__all__ = ["DocumentFacts", "read_facts", "read_plan_type", "read_title_date", "title_above"]

LABEL_WORDS = 6  # "Position as at", "Date of last update": a longer text before a colon is prose
DATE_LINE_WORDS = 14  # "Audit and Governance Committee – Thursday 14 March 2024"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The facts of a document's plan. `as_of` is EDTF."""

    title: str | None
    authority: Reading[Authority]
    plan_type: str | None
    as_of: str | None


def read_facts(parsed: Parsed, tables: Sequence[int] = (), update_dates: Sequence[str] = ()) -> DocumentFacts:
    """Return what a document says of its plan.

    `tables` are the numbers of the plan's tables, none for a plan told in lists; `update_dates` are the dates (EDTF)
    that its update columns bear, of which the latest is the plan's date.
    """
    plan_tables = [table for table in parsed.tables if table.number in set(tables)]
    first = plan_tables[0] if plan_tables else None
    title = document_title(parsed, first)
    stop = next((i for i, item in enumerate(parsed.content) if item is first), None)
    headings = " / ".join(line.text for line in lines_before(parsed, stop))
    return DocumentFacts(
        title=title,
        authority=find_authority(parsed),
        plan_type=read_plan_type(title or "") or read_plan_type(headings),
        as_of=max(update_dates, key=_latest) if update_dates else _document_date(parsed, title, first),
    )


def read_plan_type(text: str) -> str | None:
    """Return the kind of plan that words of a title tell ("peer_challenge"), None where they tell none."""
    types = read_vocabulary("plans")["types"]
    return next((kind for kind in types if holds(text, kind, "types")), None)


def _latest(edtf: str) -> tuple[str, int]:
    """Return a key by which the latest of some EDTF dates is the greatest: by its end, then the more exact."""
    last = edtf.rpartition("/")[2]
    return (last.ljust(10, "~"), len(edtf))


def read_title_date(title: str) -> str | None:
    """Return the date that a title bears as its own (EDTF), None where it bears none.

    "Action Log – 25 September 2012" and "Improvement Plan November 2014" are dated; "actions from the last meeting
    19.11.10" looks back, and a year or a span of years is the period that the plan covers.
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


def _document_date(parsed: Parsed, title: str | None, first: Table | None) -> str | None:
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
    signed = of("signed")
    return max(signed, key=_latest) if signed else None


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
        for line in item.text.split("\n"):
            label, mark, value = line.strip(" ([").partition(":")
            if mark and len(label.split()) <= LABEL_WORDS:
                yield label, value
            elif opening := _opening_label(line):
                yield opening


def _opening_label(line: str) -> tuple[str, str] | None:
    """Return a label without a colon and its value ("Position as at 31 March 2024", "Updated May 2024")."""
    words = line.strip(" ([").split()
    if len(words) > DATE_LINE_WORDS:
        return None
    for length in range(min(LABEL_WORDS, len(words) - 1), 0, -1):
        label = " ".join(words[:length])
        if fold(label) in phrases("updated", "dates") and re.match(r"\(?\d|[A-Z]", words[length]):
            return label, " ".join(words[length:])
    return None


def _table_pairs(table: Table) -> Iterator[tuple[str, str]]:
    """Yield (label, value) for cells beside a label, and for cells under a heading of a sign-off table."""
    by_place = {(cell.row, cell.column): cell.text for cell in table.cells}
    for (row, column), text in by_place.items():
        if table.n_columns <= 4 and column and (label := by_place.get((row, column - 1))):
            yield label.strip(" :"), text
        if row and (heading := by_place.get((0, column))) and fold(heading) in phrases("signed", "dates"):
            yield heading, text


def _date_lines(parsed: Parsed, first: Table | None) -> Iterator[str]:
    """Yield the dates that short lines at the head, or running heads and feet, bear: alone or beside a meeting."""
    lines = 0
    before_plan = True
    for item in parsed.content:
        before_plan = before_plan and item is not first
        if not isinstance(item, Block):
            continue
        lines += 1
        furniture = item.kind is BlockKind.FURNITURE
        if not furniture and (not before_plan or lines > HEAD_LINES):
            continue
        for text in item.text.split("\n"):
            if len(text.split()) <= DATE_LINE_WORDS and (edtf := _line_date(text.strip())):
                yield edtf


def _line_date(text: str) -> str | None:
    """Return the date of a line that holds nothing else but, at most, a body that meets or a word of its own."""
    found = read_heading_date(text)
    if found is None or not _is_day_or_month(found[0]) or text.endswith("."):
        return None
    date, (start, end) = found
    before, after = text[:start], text[end:]
    if _elsewhere(before):
        return None
    rest = re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", " ", f"{before} {after}", flags=re.IGNORECASE)
    rest = re.sub(r"\b(?:at\s+)?\d{1,2}[.:]\d\d\s*(?:am|pm)?|\b\d{1,2}\s*(?:am|pm)\b", " ", rest, flags=re.IGNORECASE)
    rest = rest.strip(" ,;:|()–—-")
    return date.edtf if not rest or holds(rest, "bodies") or holds(rest, "own", "dates") else None
