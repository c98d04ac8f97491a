"""What a timescale cell says: which of its dates is the deadline, the revised one, the start, the completion."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Issue, IssueCode, Severity
from normalise.dates_grammar import Expression, expressions
from normalise.dates_lexicon import Kind, Token, tokenise
from normalise.dates_periods import Doubt, open_from
from normalise.dates_settle import DateContext, Settled, settle
from normalise.dates_slips import mended
from normalise.dates_view import Mode, View
from normalise.model import FlexibleDate, Milestone, MilestoneKind, Status

WORDS_BETWEEN = 5  # "Completed and signed off by Cabinet, June 2023": so many words may part a cue from its date


@dataclass(frozen=True, slots=True)
class TimescaleReading:
    """What a timescale says, as the record holds it. `status` is set only for "completed" and "cancelled"."""

    text: str
    due: FlexibleDate | None = None
    revised_due: FlexibleDate | None = None
    completed: FlexibleDate | None = None
    milestones: tuple[Milestone, ...] = ()
    ongoing: bool = False
    status: Status | None = None
    issues: tuple[Issue, ...] = ()


class _Purpose(enum.Enum):
    DUE = MilestoneKind.DUE
    REVISED = MilestoneKind.REVISED
    COMPLETED = MilestoneKind.COMPLETED
    START = MilestoneKind.START
    ORIGINAL = "the first deadline, where another follows"


@dataclass(frozen=True, slots=True)
class _Dated:
    text: str
    date: FlexibleDate
    purpose: _Purpose


def read_timescale(
    text: str, context: DateContext | None = None, struck: Sequence[tuple[int, int]] = ()
) -> TimescaleReading:
    """Return what a timescale cell says; `struck` are the offsets of struck-out text in it.

    Never raises for what is printed: what cannot be read leaves `due` None, and an issue says so.
    """
    context = context or DateContext(None)
    tokens = mended(tokenise(text))
    if not tokens:
        return TimescaleReading(text)
    near = context.as_of or context.raised
    view = View(
        tokens,
        Mode.CELL,
        near=near.year if near else None,
        day_first=context.day_first,
        financial_quarters=context.financial_quarters,
    )
    found = expressions(view)
    settled = settle(found, tokens, context, Mode.CELL)
    cues = _outside(tokens, found)
    dated = _purposed(text, tokens, settled, context, struck)
    due = _latest(dated, _Purpose.DUE) or _latest(dated, _Purpose.START)
    completed = _latest(dated, _Purpose.COMPLETED)
    ongoing = any(_is_ongoing(tokens, at) for at in cues) or (tokens[0].kind is Kind.ANNUAL and not found)
    status = _status(tokens, cues)
    return TimescaleReading(
        text=text,
        due=due,
        revised_due=_latest(dated, _Purpose.REVISED),
        completed=completed,
        milestones=tuple(Milestone(one.text, one.date, MilestoneKind(one.purpose.value)) for one in dated),
        ongoing=ongoing,
        status=status,
        issues=_issues(text, tokens, cues, settled, bool(dated or ongoing or status)),
    )


def _outside(tokens: Sequence[Token], found: Sequence[Expression]) -> list[int]:
    """Return the places of the tokens that belong to no expression."""
    inside = {at for expression in found for at in range(expression.begin, expression.stop)}
    return [at for at in range(len(tokens)) if at not in inside]


def _latest(dated: Sequence[_Dated], purpose: _Purpose) -> FlexibleDate | None:
    """Return the last date of a purpose: by its last day, among equals the more exact."""
    dates = [one.date for one in dated if one.purpose is purpose and one.date.start]
    return max(dates, key=lambda date: (date.end or date.start, date.start), default=None)


# -- what each date is for ---------------------------------------------------------------------------------------

_PASSED_OVER = {
    Kind.BY, Kind.TO, Kind.THE, Kind.OF, Kind.DUE, Kind.DASH, Kind.COLON, Kind.OPEN, Kind.LINE, Kind.COMMA,
    Kind.SLASH, Kind.BETWEEN, Kind.FUNCTION, Kind.NUMBERED, Kind.CLOSE, Kind.AND,
}  # fmt: skip
_CUES = {
    Kind.COMPLETED: _Purpose.COMPLETED,
    Kind.REVISED: _Purpose.REVISED,
    Kind.ORIGINAL: _Purpose.ORIGINAL,
    Kind.START: _Purpose.START,
    Kind.FROM: _Purpose.START,
    Kind.ARROW: _Purpose.REVISED,
}
_REACHING = {Kind.COMPLETED, Kind.REVISED}  # cues that words may part from their date


def _purposed(
    text: str,
    tokens: Sequence[Token],
    settled: Sequence[Settled],
    context: DateContext,
    struck: Sequence[tuple[int, int]],
) -> list[_Dated]:
    """Return the dates with what each is for."""
    dated: list[_Dated] = []
    after_last = 0
    for at, one in enumerate(settled):
        expression = one.expression
        following = settled[at + 1].expression.begin if at + 1 < len(settled) else len(tokens)
        purpose = _purpose(tokens, expression, after_last, following)
        if one.date is None:
            continue  # "extended by 6 months to September": what stands before it still tells of the next
        after_last = expression.stop
        printed = text[expression.start : expression.end]
        was_moved = dated and dated[-1].purpose is _Purpose.REVISED
        if was_moved and _is_only_from(tokens, settled[at - 1].expression.stop, expression):
            purpose = _Purpose.ORIGINAL  # "revised to 30/06/25 from 31/03/25"
        if one.ends and _is_moved(tokens, expression):
            dated += [_Dated(printed, one.ends[0], _Purpose.ORIGINAL), _Dated(printed, one.ends[1], _Purpose.REVISED)]
            continue
        if any(begin < expression.end and expression.start < end for begin, end in struck):
            purpose = _Purpose.ORIGINAL
        if purpose is _Purpose.COMPLETED and context.as_of and one.date.start and one.date.start > context.as_of:
            purpose = _Purpose.DUE  # nothing is completed after the plan's own date
        ends = expression.lapse is not None or (expression.last is not None and not expression.onwards)
        if purpose is _Purpose.START and ends:
            purpose = _Purpose.DUE  # "from April to June", "after 12 months"
        date = open_from(one.date) if purpose is _Purpose.START else one.date
        this = _Dated(printed, date, purpose)
        if dated and tokens[expression.begin - 1].kind is Kind.OPEN and (exact := _more_exact(dated[-1], this)):
            dated[-1] = exact  # "31/08/2025 (end of Q2)", "Spring 2025 (May)": one deadline told twice
        else:
            dated.append(this)
    return _moved(dated)


def _more_exact(one: _Dated, other: _Dated) -> _Dated | None:
    """Return the more exact of two deadlines where it lies within the other, None where neither does."""
    if one.purpose is not _Purpose.DUE or other.purpose is not _Purpose.DUE:
        return None
    spans = [(each.date.start or dt.date.min, each.date.end or dt.date.max) for each in (one, other)]
    inner, outer = sorted(range(2), key=lambda at: spans[at][1] - spans[at][0])
    lies_within = spans[outer][0] <= spans[inner][0] and spans[inner][1] <= spans[outer][1]
    return (one, other)[inner] if lies_within else None


def _moved(dated: list[_Dated]) -> list[_Dated]:
    """Return the dates, each plain one beside a first deadline ("was", struck out) taken for its successor."""
    if not any(one.purpose is _Purpose.ORIGINAL for one in dated):
        return dated
    successor = {_Purpose.DUE: _Purpose.REVISED, _Purpose.ORIGINAL: _Purpose.DUE}
    return [_Dated(one.text, one.date, successor.get(one.purpose, one.purpose)) for one in dated]


def _purpose(tokens: Sequence[Token], expression: Expression, after_last: int, following: int) -> _Purpose:
    """Return what a date is for, by the nearest cue before it, else by one just behind it."""
    if expression.onwards:
        return _Purpose.START
    words, told_by = 0, False
    for at in range(expression.begin - 1, after_last - 1, -1):
        token = tokens[at]
        if token.kind is Kind.ARROW and not after_last:
            break
        if token.kind in _CUES:
            if words and token.kind not in _REACHING:
                break
            if token.text.lower() == "now" and _begins_span(tokens, at):
                return _Purpose.DUE
            if token.kind is Kind.FROM and at and tokens[at - 1].kind is Kind.REVISED:
                return _Purpose.ORIGINAL  # "September 2024 (extended from June 2024)"
            if token.kind is Kind.COMPLETED and (
                told_by or (words and not _is_participle(token)) or _is_ahead(tokens, at)
            ):
                return _Purpose.DUE
            return _CUES[token.kind]
        told_by |= not words and token.text.lower() in ("by", "before", "until", "for")
        if token.text == "." and at and not words and _is_shortened(tokens, at):
            continue  # "rev. May 2025"
        if token.kind in (Kind.STOP, Kind.FUTURE):
            break
        if token.kind not in _PASSED_OVER:
            words += 1
            if words > WORDS_BETWEEN:
                break
    return _purpose_behind(tokens, expression, following)


def _begins_span(tokens: Sequence[Token], at: int) -> bool:
    """Say whether "now" is where a stretch begins: "now - July", "from now until July"."""
    goes_on = at + 1 < len(tokens) and tokens[at + 1].kind in (Kind.DASH, Kind.TO)
    return (at == 0 and goes_on) or (at > 0 and tokens[at - 1].kind is Kind.FROM)


def _is_shortened(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a full stop clings to a cue, which it shortens."""
    return tokens[at - 1].end == tokens[at].start and tokens[at - 1].kind in _CUES


def _is_participle(token: Token) -> bool:
    return token.text.lower().split()[0].endswith("ed")


def _is_ahead(tokens: Sequence[Token], at: int) -> bool:
    """Say whether what a verb tells is still to come or denied: "to be completed", "not completed"."""
    for before in range(at - 1, max(at - 5, -1), -1):
        if tokens[before].kind in (Kind.STOP, Kind.LINE):
            return False
        if tokens[before].kind in (Kind.FUTURE, Kind.NEGATION, Kind.TO):
            return True
    return False


def _purpose_behind(tokens: Sequence[Token], expression: Expression, following: int) -> _Purpose:
    """Return what a cue behind the date says: "July 2024 (revised)", "Jan 2024 (original)"."""
    at = expression.stop
    while at < following and tokens[at].kind in (Kind.OPEN, Kind.DASH, Kind.COMMA):
        at += 1
    if at >= following or tokens[at].kind not in (Kind.REVISED, Kind.ORIGINAL) or at == expression.stop:
        return _Purpose.DUE
    after = at + 1
    bracketed = any(token.kind is Kind.OPEN for token in tokens[expression.stop : at])  # "(prev. Dec 24)" goes on
    ends = {Kind.CLOSE, Kind.LINE} if bracketed else {Kind.CLOSE, Kind.LINE, Kind.STOP}
    closed = after >= len(tokens) or tokens[after].kind in ends
    if tokens[at].kind is Kind.REVISED and closed:
        return _Purpose.REVISED
    return _Purpose.ORIGINAL if closed and tokens[at].kind is Kind.ORIGINAL else _Purpose.DUE


def _is_moved(tokens: Sequence[Token], expression: Expression) -> bool:
    """Say whether a range tells of a move: "revised from March to June 2024"."""
    at = expression.begin - 1
    while at >= 0 and tokens[at].kind in (Kind.THE, Kind.BY, Kind.DUE):
        at -= 1
    if at >= 0 and tokens[at].kind is Kind.ORIGINAL and tokens[at].text.lower().endswith(" from"):
        return True
    return at > 0 and tokens[at].kind is Kind.FROM and tokens[at - 1].kind in (Kind.REVISED, Kind.DUE)


def _is_only_from(tokens: Sequence[Token], after: int, expression: Expression) -> bool:
    """Say whether nothing but "from" parts a date from the one before."""
    between = [token.kind for token in tokens[after : expression.begin] if token.kind is not Kind.OPEN]
    return between == [Kind.FROM]


# -- what else the cell says -------------------------------------------------------------------------------------

_BOUNDS = {
    Kind.LINE, Kind.STOP, Kind.COMMA, Kind.COLON, Kind.OPEN, Kind.CLOSE, Kind.DASH, Kind.SLASH, Kind.AND, Kind.ARROW,
    Kind.YEAR, Kind.YEARS, Kind.DATE, Kind.ISO, Kind.MONTH, Kind.PAIR, Kind.NUMBER, Kind.QUARTER, Kind.SEASON,
}  # fmt: skip
_HELPING = {Kind.FUNCTION, Kind.THE, Kind.NUMBERED, Kind.REVISED, Kind.ORIGINAL}
_RECURRING_AFTER = {
    Kind.UNIT, Kind.NUMBER, Kind.MONTH, Kind.SEASON, Kind.QUARTER_WORD, Kind.TERM, Kind.QUARTER, Kind.ORDINAL_WORD,
    Kind.FINANCIAL_YEAR, Kind.MUNICIPAL_YEAR, Kind.ACADEMIC_YEAR, Kind.WEEKDAY, Kind.OTHER, Kind.END, Kind.HALF_WORD,
}  # fmt: skip


def _is_ongoing(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a token tells that the work has no end: ongoing, quarterly, each March."""
    kind = tokens[at].kind
    if kind is Kind.ONGOING:
        return at == 0 or tokens[at - 1].kind is not Kind.NEGATION
    if kind is Kind.RECURRING:
        return True
    if kind is Kind.EVERY:
        return at + 1 < len(tokens) and tokens[at + 1].kind in _RECURRING_AFTER
    if kind is Kind.ANNUAL:
        return at + 1 == len(tokens) or tokens[at + 1].kind in _BOUNDS
    return False


def _status(tokens: Sequence[Token], cues: Sequence[int]) -> Status | None:
    """Return complete or cancelled where a phrase of the cell says so outright, not in the run of a sentence."""
    for at in cues:
        kind = tokens[at].kind
        if kind not in (Kind.COMPLETED, Kind.CANCELLED) or not _stands_alone(tokens, at):
            continue
        if kind is Kind.CANCELLED:
            return Status.CANCELLED
        return Status.COMPLETE
    return None


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    before = at - 1
    while before >= 0 and tokens[before].kind in _HELPING:
        before -= 1
    if before >= 0 and tokens[before].kind not in _BOUNDS:
        return False
    after = at + 1
    while (
        after < len(tokens)
        and tokens[after].kind is Kind.BY
        and tokens[after].text.lower() in ("in", "on", "during", "at")
    ):
        after += 1
    return after == len(tokens) or tokens[after].kind in _BOUNDS | {Kind.ORDINAL, Kind.APPROXIMATE, Kind.END}


_TOLD = {
    Doubt.APPROXIMATE: (IssueCode.APPROXIMATE_DATE, Severity.INFO, "the whole period is meant, not a part of it"),
    Doubt.CALENDAR: (IssueCode.CALENDAR_QUARTER, Severity.WARNING, "one year only: read as the calendar's"),
    Doubt.AMBIGUOUS: (IssueCode.AMBIGUOUS_DATE, Severity.WARNING, "can be read in two ways"),
    Doubt.IMPOSSIBLE: (IssueCode.IMPOSSIBLE_DATE, Severity.WARNING, "no such date"),
    Doubt.COUNTED: (IssueCode.RELATIVE_DATE, Severity.INFO, "counted from the plan's date, where that is known"),
    Doubt.SUPPLIED: (IssueCode.YEAR_SUPPLIED, Severity.INFO, "the year is not printed"),
}
_KNOWN = {Kind.PLACEHOLDER, Kind.IMMEDIATE, Kind.RELATIVE, Kind.CANCELLED, Kind.COMPLETED, Kind.ONGOING}
_SAYING = {Kind.WORD, Kind.NUMBER, Kind.NAME, Kind.NUMBERED, Kind.YEAR, Kind.YEARS, Kind.PAIR, Kind.OTHER, Kind.UNIT,
    Kind.QUARTER_WORD, Kind.SEASON, Kind.TERM,
}  # fmt: skip


def _issues(
    text: str, tokens: Sequence[Token], cues: Sequence[int], settled: Sequence[Settled], has_value: bool
) -> tuple[Issue, ...]:
    """Return one issue for each doubt of each date, and one where the cell told nothing that could be read."""
    issues = [
        Issue(code, severity, f"{text[one.expression.start : one.expression.end]!r}: {reason}")
        for one in settled
        for doubt in sorted(one.doubts, key=lambda doubt: doubt.value)
        for code, severity, reason in (_TOLD[doubt],)
    ]
    kinds = {tokens[at].kind for at in cues}
    if kinds & {Kind.IMMEDIATE, Kind.RELATIVE}:
        issues.append(Issue(IssueCode.RELATIVE_DATE, Severity.INFO, f"{text!r} names no date"))
    elif not has_value and not settled and not kinds & _KNOWN and kinds & _SAYING:
        issues.append(Issue(IssueCode.UNREAD_DATE, Severity.WARNING, f"{text!r} was not read as a date"))
    return tuple(issues)
