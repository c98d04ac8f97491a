"""Where the cells of a column overrule its heading: headings mislead in ways that the cells give away."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from normalise.dates import DateContext, read_timescale
from normalise.evidence import ColumnEvidence
from normalise.headings import LIKELY, SURE
from normalise.model import Field
from normalise.roles import FEW, MOST, NEARLY_ALL, SOME, Role, has
from normalise.shape import TableShape

SHORT_REFERENCE = 16  # characters on average; longer cells are no numbers
SHORT_PRIORITY = 25
SHORT_SUBJECT = 8
_SUBJECT = re.compile(r"[^\W\d_]{3,}(?:\W+[^\W\d_]+)+\W*$")
_MEASURE = re.compile(r"measures?$", re.IGNORECASE)
_DONE_WORD = re.compile(r"\b(?:complete|done|close|achieve|finish|deliver|implement)", re.IGNORECASE)


def overrule(role: Role, roles: Sequence[Role], shape: TableShape, as_of: dt.date | None) -> Role:
    """Return the role after its cells were looked at: headings mislead in ways that the cells give away."""
    seen = role.evidence
    if not seen.n or role.method == "none":
        return role
    check = _CHECKS.get(role.field)
    role = check(role, roles) if check else role
    if role.field is Field.REFERENCE and has(roles, Field.ACTION) and _names_subjects(shape.cells(role.index)):
        role = role.moved(Field.THEME)  # "Item": what was discussed
    if role.field is Field.COMPLETED:
        role = _completed(role, roles, shape, as_of)
    return role


def _names_subjects(texts: Sequence[str]) -> bool:
    """Tell whether most cells of a number column are words without a figure ("Budget monitoring")."""
    return sum(bool(_SUBJECT.match(text.strip())) for text in texts) >= MOST * len(texts)


def _text_column(role: Role, roles: Sequence[Role]) -> Role:
    """Take a text column that holds nothing but numbers for the reference, whatever it is called (Action 1)."""
    seen = role.evidence
    graded = seen.priority >= MOST and not has(roles, Field.PRIORITY)
    if role.field is Field.FINDING and graded and seen.reference < MOST:
        return role.moved(Field.PRIORITY)  # "Risk": high, medium, low
    if seen.reference >= MOST and seen.mean_length <= SHORT_REFERENCE and seen.distinct > SOME:
        repeats = seen.distinct < 1 or has(roles, Field.REFERENCE, role)
        scores = role.field is not Field.ACTION and repeats  # "Impact" of risks, 1 to 5
        return role.moved(Field.EXTRA if scores else Field.REFERENCE)
    beside = has(roles, Field.ACTION, role)
    if role.field is Field.ACTION and not seen.is_long and (beside or _names_answer(role)) and _answers(seen):
        return role.moved(Field.RESPONSE)
    only_action = role.field is Field.ACTION and not beside
    recurs = only_action and has(roles, Field.TIMESCALE)  # "Sweep each street daily", with the deadline beside it
    dates = NEARLY_ALL if has(roles, Field.TIMESCALE, role) else MOST  # milestones that name a month here and there
    if seen.date >= dates and not seen.is_long and role.confidence < SURE and not recurs:
        return role.moved(Field.TIMESCALE)
    if role.field is Field.ACTION and seen.status >= MOST and not seen.is_long and (beside or _names_answer(role)):
        return role.moved(Field.STATUS)
    return role


def _names_answer(role: Role) -> bool:
    """Tell whether a heading of the action may as well head one-word answers ("Response")."""
    return "response" in role.heading.casefold()


def _answers(seen: ColumnEvidence) -> bool:
    return seen.response + seen.yes_no >= MOST


def _outcome_column(role: Role, roles: Sequence[Role]) -> Role:
    """Take "Output / activity" for the action where no column is headed by it alone."""
    asked = has(roles, Field.ACTION, role) or has(roles, Field.RECOMMENDATION, role)
    if not asked and _MEASURE.match(role.heading.strip()) and has(roles, Field.OUTCOME, role):
        # a measure that is taken, where an indicator of its own measures it
        return replace(role, field=Field.ACTION, confidence=LIKELY, second=None)
    if role.second is Field.ACTION and not asked:
        entry = f"{role.entry}; it names the action too, which no other column does"
        return replace(role, field=Field.ACTION, second=None, entry=entry)
    return _text_column(role, roles)


def _theme_column(role: Role, roles: Sequence[Role]) -> Role:
    """Look for high, medium and low under "Priorities"."""
    if role.evidence.priority >= MOST and "priorit" in role.heading.casefold() and not has(roles, Field.PRIORITY):
        return role.moved(Field.PRIORITY)
    return _text_column(role, roles)


def _reference_column(role: Role, roles: Sequence[Role]) -> Role:
    """Take a number column over dates for extra; one that holds sentences for what the numbers stand for."""
    seen = role.evidence
    if seen.date >= MOST and seen.reference < SOME:
        return role.moved(Field.EXTRA)
    if seen.is_long:
        return role.moved(Field.THEME if has(roles, Field.ACTION) else Field.ACTION)
    return role


def _timescale_column(role: Role, roles: Sequence[Role]) -> Role:
    """Look for people under "To be actioned by", for measures under "Target"."""
    seen = role.evidence
    beside = has(roles, Field.TIMESCALE, role)
    told = "milestone" in role.heading.casefold() and "date" not in role.heading.casefold()
    if seen.date >= (NEARLY_ALL if told and beside else FEW) or role.second is not None:
        return role
    if seen.owner >= MOST:
        return role.moved(Field.OWNER)
    if seen.status >= MOST and beside:
        return role.moved(Field.STATUS)
    if (seen.is_long or beside) and "target" in role.heading.casefold():
        return role.moved(Field.OUTCOME)
    if told and not has(roles, Field.ACTION) and beside and has(roles, Field.OWNER):
        entry = f"{role.entry}; who reaches it by when stands beside it, so that it is what is to be done"
        return replace(role, field=Field.ACTION, second=None, entry=entry)
    if told:
        return role.moved(Field.EXTRA if has(roles, Field.ACTION) else Field.ACTION)
    return role


def _owner_column(role: Role, roles: Sequence[Role]) -> Role:
    seen = role.evidence
    if seen.date >= MOST and not has(roles, Field.TIMESCALE, role):
        return role.moved(Field.TIMESCALE)
    if seen.is_long and seen.mean_length > 150 and not has(roles, Field.ACTION):
        return role.moved(Field.ACTION)
    return role


def _priority_column(role: Role, roles: Sequence[Role]) -> Role:
    """Tell themes ("Priority 1: A well-run council") from priorities (high, medium, low)."""
    seen = role.evidence
    if seen.priority < SOME and seen.mean_length > SHORT_PRIORITY:
        return role.moved(Field.THEME)
    first = next((r.index for r in roles if r.field in (Field.ACTION, Field.RECOMMENDATION)), role.index)
    if not seen.priority and not seen.reference and seen.mean_length >= SHORT_SUBJECT and role.index < first:
        return role.moved(Field.THEME)  # subjects that have priority, to the left of what is done about them
    if seen.priority < FEW and (seen.status >= MOST):
        return role.moved(Field.STATUS)
    return role


def _status_column(role: Role, roles: Sequence[Role]) -> Role:
    """Look for priorities under "Rating" and for sentences under "Status", as in a progress column."""
    seen = role.evidence
    if seen.status < FEW and seen.priority >= MOST and not has(roles, Field.PRIORITY):
        return role.moved(Field.PRIORITY)
    weak = role.confidence < LIKELY and seen.n and not seen.status and not role.is_progress
    if weak and has(roles, Field.STATUS, role):
        return role.moved(Field.EXTRA)  # "Stage" of a project, where the status has a column of its own
    if seen.percent >= MOST:
        return role.moved(Field.PERCENT_COMPLETE)
    if seen.date >= MOST and seen.status < FEW and _DONE_WORD.search(role.heading):
        return role.moved(Field.COMPLETED)
    if seen.date >= MOST and seen.status < FEW and not has(roles, Field.TIMESCALE):
        return role.moved(Field.TIMESCALE)
    if seen.is_long and not role.is_progress:
        return replace(role, is_progress=True)
    return role


def _response_column(role: Role, roles: Sequence[Role]) -> Role:
    """Take "Agreed" over sentences for the agreed action, over dates for the deadline agreed."""
    seen = role.evidence
    if seen.date >= MOST:
        return role.moved(Field.EXTRA if has(roles, Field.TIMESCALE) else Field.TIMESCALE)
    if seen.is_long:
        return role.moved(Field.ACTION)
    return role


def _direction_column(role: Role, _: Sequence[Role]) -> Role:
    return role.moved(Field.UPDATE) if role.evidence.is_long else role


def _update_column(role: Role, roles: Sequence[Role]) -> Role:
    """Look for statuses alone under a question ("How are we doing?"); "Comments" are updates whatever they say."""
    seen = role.evidence
    told = seen.status >= MOST and not seen.is_long and not has(roles, Field.STATUS)
    return role.moved(Field.STATUS) if told and role.method == "wording" else role


def _extra_column(role: Role, roles: Sequence[Role]) -> Role:
    """Take the one date behind the action for its deadline ("Review date"), whatever else such a date may be."""
    behind = any(r.field is Field.ACTION and r.index < role.index for r in roles)
    if behind and role.evidence.date >= NEARLY_ALL and role.method == "wording" and not has(roles, Field.TIMESCALE):
        return role.moved(Field.TIMESCALE)
    return role


_CHECKS: dict[Field, Callable[[Role, Sequence[Role]], Role]] = {
    Field.ACTION: _text_column,
    Field.RECOMMENDATION: _text_column,
    Field.FINDING: _text_column,
    Field.OUTCOME: _outcome_column,
    Field.THEME: _theme_column,
    Field.REFERENCE: _reference_column,
    Field.TIMESCALE: _timescale_column,
    Field.OWNER: _owner_column,
    Field.PRIORITY: _priority_column,
    Field.STATUS: _status_column,
    Field.RESPONSE: _response_column,
    Field.DIRECTION: _direction_column,
    Field.UPDATE: _update_column,
    Field.EXTRA: _extra_column,
}


def _completed(role: Role, roles: Sequence[Role], shape: TableShape, as_of: dt.date | None) -> Role:
    """Take a column headed "Completed" that holds dates after the plan's own date for the timescale."""
    seen = role.evidence
    if seen.yes_no >= SOME or (seen.status > seen.date and not seen.is_long):
        return role.moved(Field.STATUS)
    if seen.is_long:
        return role.moved(Field.UPDATE)
    days = [
        milestone.date.end
        for text in shape.cells(role.index)
        for milestone in read_timescale(text, DateContext(as_of=as_of)).milestones
        if milestone.date.end
    ]
    if as_of and days:
        to_come = any(day > as_of for day in days) and not _beside_deadlines(role, roles)
        return role.moved(Field.TIMESCALE) if to_come else role
    return role if has(roles, Field.TIMESCALE) else role.moved(Field.TIMESCALE)


def _beside_deadlines(role: Role, roles: Sequence[Role]) -> bool:
    """Tell whether another column, left of it, is headed and filled as deadlines: then it tells when they were met."""
    return any(
        other.field is Field.TIMESCALE and other.index < role.index and other.evidence.date >= MOST for other in roles
    )
