"""Which field each column of a table feeds: headings decide, the cells where headings are missing or mislead."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from normalise.colours import read_colour
from normalise.dates import DateContext, read_timescale
from normalise.evidence import ColumnEvidence, weigh_column
from normalise.headings import GUESS, LIKELY, POSSIBLE, SURE
from normalise.model import ColumnRecord, Field, FlexibleDate
from normalise.shape import TableShape

MOST = 0.6  # share of a column's filled cells from which a look decides
SOME = 0.4
FEW = 0.2
SHORT_REFERENCE = 16  # characters on average; longer cells are no numbers
SHORT_PRIORITY = 25
NEARLY_ALL = 0.8  # share from which the cells decide over a heading that says nothing

# fields of which two may share one column ("Lead and timescale", "Finish & status", "Outcome / status")
SHARED = frozenset({Field.OWNER, Field.TIMESCALE, Field.STATUS})
_GROUPING_WORD = re.compile(r"\b(?:objective|aim|goal|ambition|commitment|vision)", re.IGNORECASE)
_DONE_WORD = re.compile(r"\b(?:complete|done|close|achieve|finish|deliver|implement)", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:previous|prior|former|last (?:quarter|month|period|year|update|report))\b", re.IGNORECASE)
_GROUP_OF_ACTIONS = re.compile(r"\b(?:project|programme|plan|work|proposal)s?\b", re.IGNORECASE)

TEXT_FIELDS = frozenset(
    {Field.THEME, Field.FINDING, Field.RECOMMENDATION, Field.ACTION, Field.OUTCOME, Field.PRIORITY, Field.REFERENCE}
)


@dataclass(frozen=True, slots=True)
class Role:
    """What a column is taken for. `method` names the evidence: that of its heading, or `cells`, or `none`.

    `second` is the other field of a column whose heading names two.
    `is_moved` marks a column of new deadlines that stands beside the column of the first ones.
    """

    index: int
    heading: str
    field: Field
    confidence: float
    method: str
    evidence: ColumnEvidence
    second: Field | None = None
    is_progress: bool = False
    as_of: FlexibleDate | None = None
    is_moved: bool = False

    def moved(self, field: Field, confidence: float = POSSIBLE) -> Role:
        """Return the role after the cells have overruled the heading. Of two fields named the other stays."""
        named = {self.field, self.second} - {None}
        others = named - {field} if field in named and named & SHARED else set()
        second = next(iter(others), None)
        return replace(self, field=field, confidence=confidence, method="cells", is_progress=False, second=second)

    def as_record(self) -> ColumnRecord:
        """Return the published form."""
        return ColumnRecord(self.heading, self.field.printed, self.confidence, self.method)


def assign_columns(shape: TableShape, as_of: dt.date | None = None) -> tuple[Role, ...]:
    """Return one role for each column of a table, in order."""
    roles = []
    for column in shape.columns:
        evidence = weigh_column(shape.cells(column.index), len(shape.body))
        reading = column.reading
        field = reading.field or Field.EXTRA
        roles.append(
            Role(
                index=column.index,
                heading=column.heading,
                field=field,
                confidence=reading.confidence,
                method=reading.method,
                evidence=evidence,
                second=reading.second,
                is_progress=reading.is_progress,
                as_of=reading.as_of,
                is_moved=reading.is_moved,
            )
        )
    roles = [_overrule(role, roles, shape, as_of) for role in roles]
    roles = _settle_weak_actions(roles)
    roles = _settle_references(roles)
    roles = _fill_gaps(roles, shape)
    roles = _settle_progress(_settle_earlier(roles))
    roles = [_settle_position(role, roles) for role in roles]
    first = any(role.field is Field.TIMESCALE and not role.is_moved for role in roles)
    return tuple(replace(role, is_moved=role.is_moved and first) for role in roles)


def _has(roles: Sequence[Role], field: Field, besides: Role | None = None) -> bool:
    """Tell whether a column feeds a field, also as the second of two."""
    return any(field in (role.field, role.second) for role in roles if besides is None or role.index != besides.index)


def _overrule(role: Role, roles: Sequence[Role], shape: TableShape, as_of: dt.date | None) -> Role:
    """Return the role after its cells were looked at: headings mislead in ways that the cells give away."""
    seen = role.evidence
    if not seen.n or role.method == "none":
        return role
    check = _CHECKS.get(role.field)
    role = check(role, roles) if check else role
    if role.field is Field.COMPLETED:
        role = _completed(role, roles, shape, as_of)
    return role


def _text_column(role: Role, roles: Sequence[Role]) -> Role:
    """Take a text column that holds nothing but numbers for the reference, whatever it is called (Action 1)."""
    seen = role.evidence
    if seen.reference >= MOST and seen.mean_length <= SHORT_REFERENCE and seen.distinct > SOME:
        return role.moved(Field.REFERENCE)
    beside = _has(roles, Field.ACTION, role)
    if role.field is Field.ACTION and not seen.is_long and (beside or _names_answer(role)) and _answers(seen):
        return role.moved(Field.RESPONSE)
    if seen.date >= MOST and not seen.is_long and role.confidence < SURE:
        return role.moved(Field.TIMESCALE)
    if role.field is Field.ACTION and seen.status >= MOST and not seen.is_long and (beside or _names_answer(role)):
        return role.moved(Field.STATUS)
    return role


def _names_answer(role: Role) -> bool:
    """Tell whether a heading of the action may as well head one-word answers ("Response")."""
    return "response" in role.heading.casefold()


def _answers(seen: ColumnEvidence) -> bool:
    return seen.response + seen.yes_no >= MOST


def _theme_column(role: Role, roles: Sequence[Role]) -> Role:
    """Look for high, medium and low under "Priorities"."""
    if role.evidence.priority >= MOST and "priorit" in role.heading.casefold() and not _has(roles, Field.PRIORITY):
        return role.moved(Field.PRIORITY)
    return _text_column(role, roles)


def _reference_column(role: Role, roles: Sequence[Role]) -> Role:
    """Take a number column over dates for extra; one that holds sentences for what the numbers stand for."""
    seen = role.evidence
    if seen.date >= MOST and seen.reference < SOME:
        return role.moved(Field.EXTRA)
    if seen.is_long:
        return role.moved(Field.THEME if _has(roles, Field.ACTION) else Field.ACTION)
    return role


def _timescale_column(role: Role, roles: Sequence[Role]) -> Role:
    """Look for people under "To be actioned by", for measures under "Target"."""
    seen = role.evidence
    if seen.date >= FEW or role.second is not None:
        return role
    if seen.owner >= MOST:
        return role.moved(Field.OWNER)
    if seen.status >= MOST and _has(roles, Field.TIMESCALE, role):
        return role.moved(Field.STATUS)
    if seen.is_long and "target" in role.heading.casefold():
        return role.moved(Field.OUTCOME)
    if "milestone" in role.heading.casefold() and "date" not in role.heading.casefold():
        return role.moved(Field.EXTRA if _has(roles, Field.ACTION) else Field.ACTION)
    return role


def _owner_column(role: Role, roles: Sequence[Role]) -> Role:
    seen = role.evidence
    if seen.date >= MOST and not _has(roles, Field.TIMESCALE, role):
        return role.moved(Field.TIMESCALE)
    if seen.is_long and seen.mean_length > 150 and not _has(roles, Field.ACTION):
        return role.moved(Field.ACTION)
    return role


def _priority_column(role: Role, _: Sequence[Role]) -> Role:
    """Tell themes ("Priority 1: A well-run council") from priorities (high, medium, low)."""
    seen = role.evidence
    if seen.priority < SOME and seen.mean_length > SHORT_PRIORITY:
        return role.moved(Field.THEME)
    if seen.priority < FEW and (seen.status >= MOST):
        return role.moved(Field.STATUS)
    return role


def _status_column(role: Role, roles: Sequence[Role]) -> Role:
    """Look for priorities under "Rating" and for sentences under "Status", as in a progress column."""
    seen = role.evidence
    if seen.status < FEW and seen.priority >= MOST and not _has(roles, Field.PRIORITY):
        return role.moved(Field.PRIORITY)
    if seen.percent >= MOST:
        return role.moved(Field.PERCENT_COMPLETE)
    if seen.date >= MOST and seen.status < FEW and _DONE_WORD.search(role.heading):
        return role.moved(Field.COMPLETED)
    if seen.date >= MOST and seen.status < FEW and not _has(roles, Field.TIMESCALE):
        return role.moved(Field.TIMESCALE)
    if seen.is_long and not role.is_progress:
        return replace(role, is_progress=True)
    return role


def _response_column(role: Role, roles: Sequence[Role]) -> Role:
    """Take "Agreed" over sentences for the agreed action, over dates for the deadline agreed."""
    seen = role.evidence
    if seen.date >= MOST:
        return role.moved(Field.EXTRA if _has(roles, Field.TIMESCALE) else Field.TIMESCALE)
    if seen.is_long:
        return role.moved(Field.ACTION)
    return role


def _direction_column(role: Role, _: Sequence[Role]) -> Role:
    return role.moved(Field.UPDATE) if role.evidence.is_long else role


def _update_column(role: Role, roles: Sequence[Role]) -> Role:
    """Look for statuses alone under a question ("How are we doing?"); "Comments" are updates whatever they say."""
    seen = role.evidence
    told = seen.status >= MOST and not seen.is_long and not _has(roles, Field.STATUS)
    return role.moved(Field.STATUS) if told and role.method == "wording" else role


def _extra_column(role: Role, roles: Sequence[Role]) -> Role:
    """Take the one date behind the action for its deadline ("Review date"), whatever else such a date may be."""
    behind = any(r.field is Field.ACTION and r.index < role.index for r in roles)
    if behind and role.evidence.date >= NEARLY_ALL and role.method == "wording" and not _has(roles, Field.TIMESCALE):
        return role.moved(Field.TIMESCALE)
    return role


_CHECKS: dict[Field, Callable[[Role, Sequence[Role]], Role]] = {
    Field.ACTION: _text_column,
    Field.RECOMMENDATION: _text_column,
    Field.FINDING: _text_column,
    Field.OUTCOME: _text_column,
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
        return role.moved(Field.TIMESCALE) if any(day > as_of for day in days) else role
    return role if _has(roles, Field.TIMESCALE) else role.moved(Field.TIMESCALE)


def _settle_weak_actions(roles: Sequence[Role]) -> list[Role]:
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


def _settle_references(roles: Sequence[Role]) -> list[Role]:
    """Of several number columns the one nearest to the action on its left is the reference."""
    numbered = [role for role in roles if role.field is Field.REFERENCE]
    if len(numbered) < 2:
        return list(roles)
    actions = [role.index for role in roles if role.field in (Field.ACTION, Field.RECOMMENDATION)]
    first = min(actions, default=len(roles))
    chosen = max(numbered, key=lambda role: (role.evidence.n > 0, role.index < first, role.index))
    return [role.moved(Field.EXTRA) if role in numbered and role is not chosen else role for role in roles]


def _fill_gaps(roles: Sequence[Role], shape: TableShape) -> list[Role]:
    """Give columns without a heading, or with one that says nothing, the field that their cells show."""
    settled = list(roles)
    open_roles = [role for role in settled if role.method == "none"]
    for role in open_roles:
        field = _by_cells(role, settled, shape)
        if field is not None:
            settled[role.index] = role.moved(field, GUESS if role.heading else LIKELY)
    if not _has(settled, Field.ACTION):
        settled = _find_action(settled, shape)
    return settled


def _by_cells(role: Role, roles: Sequence[Role], shape: TableShape) -> Field | None:
    """Return the field that a column's cells show by themselves, None where they show none for sure."""
    seen = role.evidence
    if not seen.n:
        return Field.STATUS if _is_coloured(role.index, shape) and not _has(roles, Field.STATUS) else None
    first_action = next((r.index for r in roles if r.field is Field.ACTION), len(roles))
    unnamed = not role.heading
    behind = role.index > first_action
    if role.as_of and behind and seen.is_long:
        return Field.UPDATE  # a date alone over sentences ("October 2024")
    looks = (
        (Field.DIRECTION, seen.arrow >= SOME, True),
        (Field.REFERENCE, seen.reference >= MOST and role.index <= first_action, unnamed),
        (Field.PERCENT_COMPLETE, seen.percent >= MOST, unnamed),
        (Field.STATUS, seen.status >= MOST and not seen.is_long, True),
        (Field.TIMESCALE, seen.date >= (MOST if unnamed else NEARLY_ALL), unnamed or behind),
        (Field.PRIORITY, seen.priority >= MOST, unnamed),
        (Field.OWNER, seen.owner >= (MOST if unnamed else NEARLY_ALL), unnamed or behind),
    )
    for field, shows, may in looks:
        if shows and may and not _has(roles, field):
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
    named = _has(roles, Field.RECOMMENDATION) or _has(roles, Field.FINDING)
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


def _settle_progress(roles: Sequence[Role]) -> list[Role]:
    """Take "Progress" beside a status column for updates; alone, each cell is a status or an update."""
    has_status = any(role.field is Field.STATUS and not role.is_progress for role in roles)
    if not has_status:
        return list(roles)
    return [replace(r, field=Field.UPDATE, is_progress=False) if r.is_progress else r for r in roles]


def _settle_earlier(roles: Sequence[Role]) -> list[Role]:
    """Of several status columns those that tell of an earlier time ("Previous RAG", "RAG May 2024") are extra."""
    columns = [role for role in roles if role.field is Field.STATUS]
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


def _settle_position(role: Role, roles: Sequence[Role]) -> Role:
    """Settle by place: "Issues" after the status tells of delivery, a date left of the action of when it arose."""
    action = next((r.index for r in roles if r.field in (Field.ACTION, Field.RECOMMENDATION)), None)
    status = [r.index for r in roles if r.field in (Field.STATUS, Field.TIMESCALE)]
    if action is None:
        return role
    if role.field is Field.FINDING and role.index > action and any(action < index < role.index for index in status):
        return role.moved(Field.UPDATE)
    if role.field is Field.OUTCOME and role.index < action and _groups(role, roles):
        return role.moved(Field.THEME)
    later = any(r.field is Field.TIMESCALE and r.index > action for r in roles)
    if role.field is Field.TIMESCALE and role.index < action and later:
        return role.moved(Field.START)
    if role.field is Field.TIMESCALE and not role.heading and role.index < action:
        return role.moved(Field.EXTRA)
    return role


def _groups(role: Role, roles: Sequence[Role]) -> bool:
    """Tell whether an objective groups actions: it repeats or is blank below, and another column has their outcomes."""
    measured = any(r.field is Field.OUTCOME and r.index > role.index for r in roles)
    repeats = role.evidence.filled < 1 or role.evidence.distinct < 1
    return bool(measured and repeats and _GROUPING_WORD.search(role.heading))
