"""What columns are beside each other: which number is the reference, what an unnamed column is, what looks alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from normalise.colours import read_colour
from normalise.headings import GUESS, LIKELY, POSSIBLE
from normalise.model import Field
from normalise.roles import FEW, MOST, NEARLY_ALL, SOME, Role, has
from normalise.shape import TableShape

SHORT_REFERENCE = 16  # characters on average; longer cells are no numbers
SHORT_PRIORITY = 25
_GROUPING_WORD = re.compile(r"\b(?:objective|aim|goal|ambition|commitment|vision)", re.IGNORECASE)
_STILL_TO_DO = re.compile(r"\b(?:next|further|remaining|outstanding)\b", re.IGNORECASE)
_PROJECT = re.compile(r"\b(?:deliverable|project|initiative|workstream|milestone)s?\b", re.IGNORECASE)
_UNIT = re.compile(r"(?:directorate|department|dept|division|service|service area|section)\W*$", re.IGNORECASE)
_HAPPENED = re.compile(r"\bwhat happened\b", re.IGNORECASE)  # left of what is recommended for it
_EVIDENCE = re.compile(r"(?:key |supporting )?evidence\W*$", re.IGNORECASE)
_STANDARD = re.compile(r"\b(?:standard|criteri(?:on|a))s?(?: of \w+)?$", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:previous|prior|former|last (?:quarter|month|period|year|update|report))\b", re.IGNORECASE)
_GROUP_OF_ACTIONS = re.compile(r"\b(?:project|programme|plan|work|proposal)s?\b", re.IGNORECASE)


def settle_next_steps(roles: Sequence[Role]) -> list[Role]:
    """Take what is still to do ("Next steps", "Further action?") behind how far a row is for an update of it.

    Who does it and by when stand before it then: with either behind it, it is the action. What a row is about is a
    recommendation, or a project or deliverable, which is then the action.
    """
    asked = next((r for r in roles if r.field is Field.RECOMMENDATION and r.confidence >= LIKELY), None)
    actions = [r for r in roles if r.field is Field.ACTION and r.confidence >= LIKELY]
    if len(actions) != 1 or not _STILL_TO_DO.search(actions[0].heading):
        return list(roles)
    left = actions[0]
    told = any(r.field in (Field.STATUS, Field.UPDATE) and r.index < left.index for r in roles)
    followed = any(r.field in (Field.OWNER, Field.TIMESCALE) and r.index > left.index for r in roles)
    project = next((r for r in roles if r.index < left.index and _PROJECT.search(r.heading)), None)
    main = asked or (project if project and project.field in (Field.OUTCOME, Field.ACTION, Field.EXTRA) else None)
    if not told or followed or main is None or main.index > left.index:
        return list(roles)
    settled = list(roles)
    settled[left.index] = left.moved(Field.UPDATE)
    if main.field is not Field.RECOMMENDATION:
        settled[main.index] = replace(main.moved(Field.ACTION), confidence=LIKELY)
    return settled


def settle_weak_actions(roles: Sequence[Role]) -> list[Role]:
    """Beside a column that is named for the action, a heading that only may mean one ("Project", "What …") means none.

    To the left of the action a project or plan groups actions; anything else is extra. It never joins the action.
    """
    sure = next((r for r in roles if r.field is Field.ACTION and r.confidence >= LIKELY), None)
    if sure is None:
        return list(roles)
    return [_other_than_action(r, sure) if r.field is Field.ACTION and r.confidence < POSSIBLE else r for r in roles]


def _other_than_action(role: Role, action: Role) -> Role:
    groups = role.index < action.index and _GROUP_OF_ACTIONS.search(role.heading)
    return role.moved(Field.THEME if groups else Field.EXTRA)


def settle_units(roles: Sequence[Role]) -> list[Role]:
    """Take "Directorate" or "Service" beside a column of named owners for where they work, which is extra."""
    named = any(r.field is Field.OWNER and r.evidence.n and not _UNIT.match(r.heading.strip()) for r in roles)
    return [
        role.moved(Field.EXTRA) if named and role.field is Field.OWNER and _UNIT.match(role.heading.strip()) else role
        for role in roles
    ]


def settle_references(roles: Sequence[Role]) -> list[Role]:
    """Of several number columns the one nearest to the action on its left is the reference."""
    numbered = [role for role in roles if role.field is Field.REFERENCE]
    if len(numbered) < 2:
        return list(roles)
    actions = [role.index for role in roles if role.field in (Field.ACTION, Field.RECOMMENDATION)]
    first = min(actions, default=len(roles))
    chosen = max(numbered, key=lambda role: (role.evidence.n > 0, role.index < first, role.index))
    return [role.moved(Field.EXTRA) if role in numbered and role is not chosen else role for role in roles]


def fill_gaps(roles: Sequence[Role], shape: TableShape) -> list[Role]:
    """Give columns without a heading, or with one that says nothing, the field that their cells show."""
    settled = _by_their_cells(roles, shape)
    if not has(settled, Field.ACTION):
        settled = _by_their_cells(_find_action(settled, shape), shape)  # what stands behind the action says more
    return settled


def _by_their_cells(roles: Sequence[Role], shape: TableShape) -> list[Role]:
    settled = list(roles)
    for role in [role for role in settled if role.method == "none"]:
        field = _by_cells(role, settled, shape)
        if field is not None:
            settled[role.index] = role.moved(field, GUESS if role.heading else LIKELY)
    return settled


def _by_cells(role: Role, roles: Sequence[Role], shape: TableShape) -> Field | None:
    """Return the field that a column's cells show by themselves, None where they show none for sure."""
    seen = role.evidence
    if not seen.n:
        return Field.STATUS if _is_coloured(role.index, shape) and not has(roles, Field.STATUS) else None
    first_action = next((r.index for r in roles if r.field is Field.ACTION), len(roles))
    unnamed = not role.heading
    behind = role.index > first_action
    if role.as_of and behind and seen.is_long:
        return Field.UPDATE  # a date alone over sentences ("October 2024")
    looks = (
        (Field.DIRECTION, seen.arrow >= SOME, True),
        (Field.REFERENCE, seen.reference >= MOST and role.index <= first_action, unnamed),
        (Field.PERCENT_COMPLETE, seen.percent >= MOST, unnamed),
        (Field.RESPONSE, seen.response >= MOST and not seen.is_long, True),
        (Field.STATUS, seen.status >= MOST and not seen.is_long, True),
        (Field.TIMESCALE, seen.date >= (MOST if unnamed else NEARLY_ALL), unnamed or behind),
        (Field.PRIORITY, seen.priority >= MOST, unnamed),
        (Field.OWNER, seen.owner >= (MOST if unnamed else NEARLY_ALL), unnamed or behind),
    )
    for field, shows, may in looks:
        if shows and may and not has(roles, field):
            return field
    return None


def _is_coloured(column: int, shape: TableShape) -> bool:
    """Tell whether a column without text shows RAG colours: two of them at least, or in most rows."""
    colours = []
    for row in shape.body:
        cell = shape.grid[row][column]
        colours.append(read_colour(cell.fill) if cell and cell.fill else None)
    shown = [colour for colour in colours if colour]
    return len(set(shown)) > 1 or len(shown) > len(colours) / 2


def _find_action(roles: Sequence[Role], shape: TableShape) -> list[Role]:
    """Where no heading names the action, it is the longest text column that no heading gives another meaning.

    With a recommendation and nothing else to do, the recommendation stands and there is no action.
    """
    open_text = [role for role in roles if role.method == "none" and role.field is Field.EXTRA and role.evidence.n]
    named = has(roles, Field.RECOMMENDATION) or has(roles, Field.FINDING)
    candidates = [role for role in open_text if role.evidence.mean_length >= (60 if named else 12)]
    if candidates:
        chosen = max(candidates, key=lambda role: role.evidence.mean_length)
        if not shape.has_headings and len(candidates) > 1:
            chosen = candidates[0]
    elif not named:
        weak = [r for r in roles if r.field in (Field.OUTCOME, Field.THEME) and r.evidence.mean_length >= 12]
        if not weak or not shape.has_headings:
            return list(roles)
        chosen = weak[-1]
    else:
        return list(roles)
    return [role.moved(Field.ACTION, GUESS) if role is chosen else role for role in roles]


def settle_progress(roles: Sequence[Role]) -> list[Role]:
    """Take "Progress" beside a status column for updates; alone, each cell is a status or an update."""
    has_status = any(role.field is Field.STATUS and not role.is_progress for role in roles)
    if not has_status:
        return list(roles)
    return [_told_in_full(role) if role.is_progress else role for role in roles]


def _told_in_full(role: Role) -> Role:
    """Return a column of progress as one of updates, which the deadline may share."""
    if role.second is Field.STATUS:
        return replace(role, second=Field.UPDATE, is_progress=False)
    return replace(role, field=Field.UPDATE, is_progress=False)


def settle_earlier(roles: Sequence[Role]) -> list[Role]:
    """Of several status columns those that tell of an earlier time ("Previous RAG", "RAG May 2024") are extra."""
    columns = [role for role in roles if role.field is Field.STATUS and not role.value]
    days = [role.as_of.end for role in columns if role.as_of and role.as_of.end and role.evidence.n]
    latest = max(days, default=None)
    earlier = [
        role.index
        for role in columns
        if _EARLIER.search(role.heading)
        or (latest and len(days) > 1 and role.as_of and role.as_of.end and role.as_of.end < latest)
    ]
    if len(earlier) == len(columns):
        return list(roles)
    return [role.moved(Field.EXTRA) if role.index in earlier else role for role in roles]


def settle_position(role: Role, roles: Sequence[Role]) -> Role:
    """Settle by place: "Issues" after the status tells of delivery, a date left of the action of when it arose."""
    action = next((r.index for r in roles if r.field in (Field.ACTION, Field.RECOMMENDATION)), None)
    status = [r.index for r in roles if r.field in (Field.STATUS, Field.TIMESCALE)]
    if action is None:
        return role
    if role.field is Field.FINDING and role.index > action and any(action < index < role.index for index in status):
        return role.moved(Field.UPDATE)
    behind_status = any(action < index < role.index for index in status)
    if role.field is Field.ACTION and behind_status and "next" in role.heading.casefold():
        return role.moved(Field.UPDATE)  # "Next steps" behind how far the action is
    if role.field is Field.ACTION and role.index > action and re.search(r"\bwe did\b", role.heading, re.IGNORECASE):
        return role.moved(Field.UPDATE)  # behind "We said we would"
    if role.field is Field.UPDATE and role.index < action and _HAPPENED.search(role.heading):
        return role.moved(Field.FINDING)
    if role.field is Field.UPDATE and _EVIDENCE.match(role.heading.strip()) and _is_asked_for(role, roles, action):
        return role.moved(Field.OUTCOME)
    measured_against = role.confidence < LIKELY and _STANDARD.search(role.heading)
    if role.field is Field.OUTCOME and role.index > action and role.second is Field.UPDATE:
        return replace(role, field=Field.UPDATE, second=None)  # "Outcome / update" behind the action tells of it
    if role.field is Field.OUTCOME and role.index < action and (measured_against or _groups(role, roles)):
        return role.moved(Field.THEME)
    if role.field is Field.OWNER and role.index < action and _leads_a_theme(role, roles):
        return role.moved(Field.THEME)
    later = any(r.field is Field.TIMESCALE and r.index > action for r in roles)
    if role.field is Field.TIMESCALE and role.index < action and later:
        return role.moved(Field.START)
    if role.field is Field.TIMESCALE and not role.heading and role.index < action:
        return role.moved(Field.EXTRA)
    return role


def _is_asked_for(role: Role, roles: Sequence[Role], action: int) -> bool:
    """Tell whether "Evidence" is what will show success: progress has a column of its own behind it, success none."""
    told = any(r.field is Field.UPDATE and r.index > role.index for r in roles)
    return told and role.index > action and not has(roles, Field.OUTCOME)


def _leads_a_theme(role: Role, roles: Sequence[Role]) -> bool:
    """Tell whether a column is headed as owners and holds none ("Lead" over subjects), where another one does."""
    beside = any(r.field is Field.OWNER and r is not role and r.evidence.owner >= MOST for r in roles)
    return beside and role.evidence.n > 0 and role.evidence.owner < FEW


def _groups(role: Role, roles: Sequence[Role]) -> bool:
    """Tell whether an objective groups actions: it repeats or is blank below, and another column has their outcomes."""
    measured = any(r.field is Field.OUTCOME and r.index > role.index for r in roles)
    repeats = role.evidence.filled < 1 or role.evidence.distinct < 1
    return bool(measured and repeats and _GROUPING_WORD.search(role.heading))
