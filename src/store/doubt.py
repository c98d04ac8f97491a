"""When what was read counts as doubtful: one rule for all questions.

A status is doubtful where it is unknown or of a confidence below 0.6; a deadline where it was read at one below 0.8
(its year is not printed, say); that two rows are one action where they were matched at one below 0.9. What rests on
several of these is doubtful where any of them is.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, case, literal_column, or_, select

from normalise.model import Status
from store.matching.said import DOUBTFUL as DOUBTFUL_MATCH
from store.schema import DOUBTFUL_DATE, Action, ReadingRow

DOUBTFUL_STATUS = 0.6
__all__ = [
    "DOUBTFUL_DATE",
    "DOUBTFUL_MATCH",
    "DOUBTFUL_STATUS",
    "deadline_confidence",
    "doubtful_deadlines",
    "has_doubtful_status",
    "is_doubtful_date",
    "is_doubtful_match",
    "is_doubtful_status",
]


def is_doubtful_status(status: Status, confidence: float) -> bool:
    """Say whether a status is unknown or not sure."""
    return status is Status.UNKNOWN or confidence < DOUBTFUL_STATUS


def is_doubtful_date(confidence: float | None) -> bool:
    """Say whether a date is not sure; one of which no reading is kept is, as far as is known."""
    return confidence is not None and confidence < DOUBTFUL_DATE


def is_doubtful_match(confidence: float | None) -> bool:
    """Say whether it is not sure that rows are one action; None is of one that was not matched."""
    return confidence is not None and confidence < DOUBTFUL_MATCH


def has_doubtful_status(action: type[Action]) -> ColumnElement[bool]:
    """Return the same of an action in the database."""
    return or_(action.status == Status.UNKNOWN, action.status_confidence < DOUBTFUL_STATUS)


def _field_in_force(action: type[Action]) -> ColumnElement[str]:
    return case((action.revised_due_end.is_not(None), "revised_due"), else_="due")


def deadline_confidence(action: type[Action]) -> ColumnElement[float | None]:
    """Return how sure the deadline in force was read, 0 to 1; null where the reading is not kept."""
    told = select(ReadingRow.confidence).where(
        ReadingRow.action_id == action.id, ReadingRow.field == _field_in_force(action)
    )
    return told.correlate(action).scalar_subquery()


def doubtful_deadlines(action: type[Action]) -> Select[int]:
    """Return the keys of the actions whose deadline in force is doubtful.

    They are few, and asked of the index of doubtful readings, whose condition has to stand here as it does there.
    """
    reading = ReadingRow
    return (
        select(reading.action_id)
        .join(action, and_(action.id == reading.action_id, reading.field == _field_in_force(action)))
        .where(reading.confidence < literal_column(str(DOUBTFUL_DATE)))
    )
