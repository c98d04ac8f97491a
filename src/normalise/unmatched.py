"""What no entry of the vocabularies and no grammar knew in a document, each with the list that it might belong to."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.model import IssueCode, Locator
from normalise.dates import read_timescale
from normalise.headings import read_heading
from normalise.kinds import ACTION_PLAN, OTHER
from normalise.model import ActionRecord, PlanRecord, SourceCell, Status, StatusSource, TableRecord
from normalise.owner_names import Kind, kind_of, owner_names
from normalise.owners import read_owners
from normalise.status import StatusReading, read_status
from normalise.status_phrases import status_words
from normalise.vocabulary import fold

LONGEST = 60  # characters; what is longer tells a story, and is no entry of a vocabulary
SPELT_OUT = "owners.abbreviations"  # entries here are names, each with its letters, and not one list
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


class Part(enum.StrEnum):
    """Which part of a plan a text stands in."""

    HEADING = "heading"
    STATUS = "status"
    TIMESCALE = "timescale"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A text that no entry knew, as printed, and where it stands.

    `listed` is the list of a vocabulary that would make it known, `entry` what would stand there (the last word of a
    body's name, else the text): a guess, for a person to judge.
    """

    part: Part
    text: str
    listed: str
    entry: str
    place: Locator


def find_unmatched(record: PlanRecord) -> tuple[Unmatched, ...]:
    """Return what no entry knew in a document, in reading order, as often as it is printed.

    Headings are those of its plan tables; where no plan was found, of all tables that no other kind was found for.
    Call it with the vocabularies in use that the record was read with.
    """
    kinds = (ACTION_PLAN,) if record.actions else (ACTION_PLAN, OTHER)
    headings = [one for table in record.tables if table.kind in kinds for one in _headings(table)]
    return (*headings, *(one for action in record.actions for one in _values(action)))


def _headings(table: TableRecord) -> Iterator[Unmatched]:
    for number, column in enumerate(table.columns):
        reading = read_heading(column.heading)
        if reading.field or reading.as_of or not _is_entry(column.heading) or column.method not in ("none", "cells"):
            continue
        place = Locator(page=min(table.pages, default=None), table=table.table, column=number)
        yield Unmatched(Part.HEADING, column.heading, f"headings.phrases.{column.field}", column.heading, place)


def _values(action: ActionRecord) -> Iterator[Unmatched]:
    for cell in action.source.cells:
        if cell.field in action.inherited:
            continue
        text = _own_part(action, cell)
        if cell.field == "status" and _is_entry(text) and _is_unread_status(action, text):
            told = action.status_source in (StatusSource.UPDATE, StatusSource.RAG)
            listed = action.status if told and action.status is not Status.UNKNOWN else "placeholders"
            yield Unmatched(Part.STATUS, text, f"status.{listed}.words", text, _place(action, cell))
        elif cell.field == "timescale" and _is_entry(text):
            issues = read_timescale(text).issues
            if any(issue.code is IssueCode.UNREAD_DATE for issue in issues):
                yield Unmatched(Part.TIMESCALE, text, "dates.words.placeholder", text, _place(action, cell))
        elif cell.field == "owner":
            yield from _owners(action, cell, text)


def _own_part(action: ActionRecord, cell: SourceCell) -> str:
    """Return what of a cell belongs to the action, where the cell holds the parts of several."""
    values = {"owner": action.owner, "timescale": action.timescale, "status": action.status_text}
    value = values.get(cell.field)
    if value and value in cell.text:
        return value
    return "" if cell.field == "owner" and value is None else cell.text


def _is_entry(text: str) -> bool:
    return len(text) <= LONGEST and bool(_WORD.search(text))


def _is_unread_status(action: ActionRecord, text: str) -> bool:
    """Tell whether a status cell says nothing that is known; what an update took over is no status."""
    if text.strip() not in (action.status_text or "") or action.status_source is StatusSource.TEXT:
        return False
    if fold(text) in status_words().placeholders or read_timescale(text).milestones:
        return False
    reading = read_status(text)
    return reading == StatusReading(text)


def _owners(action: ActionRecord, cell: SourceCell, text: str) -> Iterator[Unmatched]:
    names = owner_names()
    for name in (owner.name for owner in read_owners(text) if _is_entry(owner.name)):
        kind = kind_of(name, names)
        words = _WORD.findall(name)
        if kind is Kind.LETTERS and fold(name) not in map(fold, names.spelt_out.values()):
            yield Unmatched(Part.OWNER, name, SPELT_OUT, name, _place(action, cell))
        elif kind is Kind.BARE and not all(names.is_work(word) for word in words):
            person = len(words) == 1 and names.could_be_person(name)
            listed = "owners.people.first" if person else "owners.bodies.strong"
            yield Unmatched(Part.OWNER, name, listed, words[-1], _place(action, cell))


def _place(action: ActionRecord, cell: SourceCell) -> Locator:
    page = next((part.page for part in cell.parts if part.page), None)
    column = cell.place.column if cell.place else None
    return Locator(page=page, table=action.source.table, row=action.source.row, column=column)
