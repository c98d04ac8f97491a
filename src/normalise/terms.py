"""The words that the fields of a record hold where the contract lists them: statuses, colours, roles, origins."""

from __future__ import annotations

import enum


class Field(enum.StrEnum):
    """What a column can feed. The first nine are text fields of an action."""

    REFERENCE = "reference"
    THEME = "theme"
    FINDING = "finding"
    RECOMMENDATION = "recommendation"
    ACTION = "action"
    OUTCOME = "outcome"
    PRIORITY = "priority"
    OWNER = "owner"
    TIMESCALE = "timescale"
    STATUS = "status"
    RAG = "rag"
    DIRECTION = "direction"
    UPDATE = "update"
    RESPONSE = "response"
    COMPLETED = "completed"
    PERCENT_COMPLETE = "percent_complete"
    START = "start"
    SUPPORT = "support"
    EXTRA = "extra"

    @property
    def printed(self) -> str:
        """The name in a published column record, where several kinds of column feed one field."""
        feeds = {Field.START: Field.EXTRA, Field.SUPPORT: Field.OWNER, Field.PERCENT_COMPLETE: Field.STATUS}
        return feeds.get(self, self).value


class Status(enum.StrEnum):
    """Where an action stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DELAYED = "delayed"
    COMPLETE = "complete"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class Rag(enum.StrEnum):
    """A colour that the document shows."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"


class Direction(enum.StrEnum):
    """A direction-of-travel arrow."""

    UP = "up"
    LEVEL = "level"
    DOWN = "down"


class Response(enum.StrEnum):
    """How the authority answers a recommendation."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"


class StatusSource(enum.StrEnum):
    """What a status was read from."""

    TEXT = "text"
    RAG = "rag"
    UPDATE = "update"
    TIMESCALE = "timescale"
    ACTION = "action"
    SECTION = "section"
    NONE = "none"


class Origin(enum.StrEnum):
    """How a value was come by."""

    HEADING = "heading"
    TEXT = "text"
    COLOUR = "colour"
    INHERITED = "inherited"
    MODEL = "model"
    CALLER = "caller"
    CORRECTION = "correction"


class MilestoneKind(enum.StrEnum):
    """What a date in a timescale is for."""

    DUE = "due"
    REVISED = "revised"
    COMPLETED = "completed"
    START = "start"


class OwnerRole(enum.StrEnum):
    """Whether an owner leads or supports."""

    LEAD = "lead"
    SUPPORT = "support"
