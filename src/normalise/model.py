"""The record that every extraction ends in, field by field.

Field names are those of the published JSON; `as_json` methods give that shape. Nothing here reads or decides.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from ingest.model import Issue, Locator, Source
from normalise.edtf import days_of
from normalise.terms import Direction, Field, MilestoneKind, Origin, OwnerRole, Rag, Response, Status, StatusSource

__all__ = [
    "SCHEMA_VERSION",
    "ActionRecord",
    "ActionSource",
    "ColumnRecord",
    "DateMention",
    "Direction",
    "Field",
    "FlexibleDate",
    "Json",
    "Milestone",
    "MilestoneKind",
    "Origin",
    "Owner",
    "OwnerRole",
    "PlanFacts",
    "PlanRecord",
    "Rag",
    "Reading",
    "ReadingNote",
    "Response",
    "SourceCell",
    "Status",
    "StatusSource",
    "TableRecord",
    "Update",
    "issue_json",
    "part_json",
    "source_json",
]

SCHEMA_VERSION = 1
Json: TypeAlias = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FlexibleDate:
    """A date as exact as it was printed: EDTF (ISO 8601-2, level 1), first and last day it can mean.

    `end` is None for an interval open at its end ("2024-04/..").
    """

    edtf: str
    start: dt.date | None
    end: dt.date | None

    @classmethod
    def first_day_of(cls, edtf: str) -> dt.date | None:
        """Return the first day of an EDTF day, month, season, year or interval; None where it has none."""
        return days_of(edtf)[0]

    def as_json(self) -> Json:
        """Return the record's shape, days as ISO strings."""
        return {
            "edtf": self.edtf,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
        }


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date named in running text, with the words it was read from and their offset."""

    text: str
    date: FlexibleDate
    start: int = 0

    def as_json(self) -> Json:
        """Return the record's shape."""
        return {"text": self.text, **self.date.as_json()}


@dataclass(frozen=True, slots=True)
class Milestone:
    """One date of a timescale and what it is for."""

    text: str
    date: FlexibleDate
    kind: MilestoneKind

    def as_json(self) -> Json:
        """Return the record's shape."""
        return {"text": self.text, **self.date.as_json(), "kind": self.kind.value}


@dataclass(frozen=True, slots=True)
class Owner:
    """A post, person, team or body that answers for an action."""

    name: str
    role: OwnerRole = OwnerRole.LEAD

    def as_json(self) -> Json:
        """Return the record's shape."""
        return {"name": self.name, "role": self.role.value}


@dataclass(frozen=True, slots=True)
class Update:
    """One progress report on an action, as of the date its column bears."""

    text: str
    as_of: str | None = None
    dates: tuple[DateMention, ...] = ()

    def as_json(self) -> Json:
        """Return the record's shape."""
        return {"as_of": self.as_of, "text": self.text, "dates": [d.as_json() for d in self.dates]}


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A value with the words it came from, how, how surely and where. `value` is None where nothing was read."""

    value: T | None
    raw: str = ""
    origin: Origin = Origin.TEXT
    confidence: float = 0.0
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """For one interpreted field: how it was come by and from which cells of the row (indices into them)."""

    origin: Origin
    confidence: float
    cells: tuple[int, ...] = ()

    def as_json(self) -> Json:
        """Return the record's shape."""
        return {"origin": self.origin.value, "confidence": round(self.confidence, 2), "cells": list(self.cells)}


def part_json(part: Locator) -> Json:
    """Return a locator as `{"page", "bbox", "path"}`, boxes in points to one decimal."""
    box = part.box
    bbox = [round(v, 1) for v in (box.x0, box.top, box.x1, box.bottom)] if box else None
    return {"page": part.page, "bbox": bbox, "path": part.path}


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell (or, in a list, a paragraph) as printed, with the field it feeds.

    `column` tells why its column was taken for that field, `place` its row and column in the table; neither is part
    of the published record, nor known of a record that was stored.
    """

    heading: str
    field: str
    text: str
    parts: tuple[Locator, ...] = ()
    column: ColumnRecord | None = dataclasses.field(default=None, compare=False, repr=False)
    place: Locator | None = dataclasses.field(default=None, compare=False, repr=False)

    def as_json(self) -> Json:
        """Return the record's shape."""
        return {
            "heading": self.heading,
            "field": self.field,
            "text": self.text,
            "parts": [part_json(part) for part in self.parts],
        }


@dataclass(frozen=True, slots=True)
class ActionSource:
    """Where an action stands. `table` is None for an action of a list."""

    table: int | None
    row: int | None
    pages: tuple[int, ...]
    cells: tuple[SourceCell, ...]

    def as_json(self) -> Json:
        """Return the record's shape."""
        return {
            "table": self.table,
            "row": self.row,
            "pages": list(self.pages),
            "cells": [cell.as_json() for cell in self.cells],
        }


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """One action of a plan, normalised, with its source beside it. Texts are as printed.

    `issues` are those of reading it, which the plan's record holds too; they are not known of a stored record.
    """

    plan: int
    position: int
    source: ActionSource
    reference: str | None = None
    theme: str | None = None
    finding: str | None = None
    recommendation: str | None = None
    action: str | None = None
    response: Response | None = None
    outcome: str | None = None
    priority: str | None = None
    owner: str | None = None
    owners: tuple[Owner, ...] = ()
    timescale: str | None = None
    due: FlexibleDate | None = None
    revised_due: FlexibleDate | None = None
    milestones: tuple[Milestone, ...] = ()
    ongoing: bool = False
    status_text: str | None = None
    status: Status = Status.UNKNOWN
    status_source: StatusSource = StatusSource.NONE
    status_confidence: float = 0.0
    percent_complete: float | None = None
    rag: Rag | None = None
    direction: Direction | None = None
    completed: FlexibleDate | None = None
    updates: tuple[Update, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    inherited: tuple[str, ...] = ()
    readings: Mapping[str, ReadingNote] = field(default_factory=dict)
    issues: tuple[Issue, ...] = field(default=(), compare=False, repr=False)

    def as_json(self) -> Json:
        """Return the record's shape, in the order of the published schema."""

        def date(value: FlexibleDate | None) -> Json | None:
            return value.as_json() if value else None

        return {
            "plan": self.plan,
            "position": self.position,
            "reference": self.reference,
            "theme": self.theme,
            "finding": self.finding,
            "recommendation": self.recommendation,
            "action": self.action,
            "response": self.response.value if self.response else None,
            "outcome": self.outcome,
            "priority": self.priority,
            "owner": self.owner,
            "owners": [owner.as_json() for owner in self.owners],
            "timescale": self.timescale,
            "due": date(self.due),
            "revised_due": date(self.revised_due),
            "milestones": [milestone.as_json() for milestone in self.milestones],
            "ongoing": self.ongoing,
            "status_text": self.status_text,
            "status": self.status.value,
            "status_source": self.status_source.value,
            "status_confidence": round(self.status_confidence, 2),
            "percent_complete": self.percent_complete,
            "rag": self.rag.value if self.rag else None,
            "direction": self.direction.value if self.direction else None,
            "completed": date(self.completed),
            "updates": [update.as_json() for update in self.updates],
            "extra": dict(self.extra),
            "inherited": list(self.inherited),
            "source": self.source.as_json(),
            "readings": {name: note.as_json() for name, note in self.readings.items()},
        }


@dataclass(frozen=True, slots=True)
class ColumnRecord:
    """What a column was taken for, how surely, and by what evidence."""

    heading: str
    field: str
    confidence: float
    method: str
    reason: str = dataclasses.field(default="", compare=False, repr=False)

    def as_json(self) -> Json:
        """Return the record's shape."""
        return {
            "heading": self.heading,
            "field": self.field,
            "confidence": round(self.confidence, 2),
            "method": self.method,
        }


@dataclass(frozen=True, slots=True)
class TableRecord:
    """What kind of table it is and what its columns mean. `plan` is None for a table that is no plan."""

    table: int
    plan: int | None
    kind: str
    pages: tuple[int, ...]
    columns: tuple[ColumnRecord, ...]

    def as_json(self) -> Json:
        """Return the record's shape."""
        return {
            "table": self.table,
            "plan": self.plan,
            "kind": self.kind,
            "pages": list(self.pages),
            "columns": [column.as_json() for column in self.columns],
        }


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a document says of one plan. `as_of` and `meeting_date` are EDTF; `authority_code` a GSS code.

    `committee` is the body that the plan was put to, at its meeting on `meeting_date`.
    """

    plan: int
    title: str | None = None
    authority: str | None = None
    authority_code: str | None = None
    plan_type: str | None = None
    as_of: str | None = None
    pages: tuple[int, ...] = ()
    committee: str | None = None
    meeting_date: str | None = None

    def as_json(self) -> Json:
        """Return the record's shape."""
        return {
            "plan": self.plan,
            "title": self.title,
            "authority": self.authority,
            "authority_code": self.authority_code,
            "plan_type": self.plan_type,
            "as_of": self.as_of,
            "committee": self.committee,
            "meeting_date": self.meeting_date,
            "pages": list(self.pages),
        }


def issue_json(issue: Issue) -> Json:
    """Return an issue in the record's shape."""
    at = issue.locator
    return {
        "severity": issue.severity.value,
        "code": issue.code.value,
        "message": issue.message,
        "page": at.page if at else None,
        "table": at.table if at else None,
        "row": at.row if at else None,
    }


def source_json(source: Source) -> Json:
    """Return a document's source in the record's shape."""
    return {
        "path": source.path,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "bytes": source.size,
        "pages": source.n_pages,
    }


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """All that was read from one document: its plans, what its tables are, its actions and issues."""

    source: Source
    plans: tuple[PlanFacts, ...] = ()
    tables: tuple[TableRecord, ...] = ()
    actions: tuple[ActionRecord, ...] = ()
    issues: tuple[Issue, ...] = ()

    def as_json(self) -> Json:
        """Return one entry of `documents` in the record's envelope."""
        return {
            "source": source_json(self.source),
            "plans": [plan.as_json() for plan in self.plans],
            "tables": [table.as_json() for table in self.tables],
            "actions": [action.as_json() for action in self.actions],
            "issues": [issue_json(issue) for issue in self.issues],
        }
