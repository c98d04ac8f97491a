"""Places expressions in the calendar: supplies years that were not printed, and says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from normalise.dates_grammar import Expression, Lapse
from normalise.dates_lexicon import Kind, Token
from normalise.dates_periods import (
    Doubt,
    Period,
    Unit,
    interval,
    lapse,
    last_year_of,
    next_year_of,
    open_from,
    place,
)
from normalise.dates_view import Mode
from normalise.model import FlexibleDate


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a reading may lean on. `as_of` is the plan's date, `raised` the row's own.

    `closed` is set for an action that is done and for an update: its dates lie behind. `day_first` is False where
    the document shows that its numbers run month first; `financial_quarters` is True where it names financial ones.
    """

    as_of: dt.date | None
    raised: dt.date | None = None
    closed: bool = False
    day_first: bool = True
    financial_quarters: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """An expression in the calendar. `date` is None where it could not be placed; `ends` are its two sides."""

    expression: Expression
    date: FlexibleDate | None
    doubts: frozenset[Doubt]
    ends: tuple[FlexibleDate, FlexibleDate] | None = None


_LIST = {Kind.AND, Kind.COMMA, Kind.SLASH, Kind.OR}
_NEIGHBOUR = 160  # characters within which a date in running text lends its year


def settle(
    expressions: Sequence[Expression],
    tokens: Sequence[Token],
    context: DateContext,
    mode: Mode,
    ahead: frozenset[int] = frozenset(),
) -> list[Settled]:
    """Return the expressions in the calendar, in order; `ahead` counts those that speak of what is to come.

    A missing year is taken from the list the date stands in ("June and September 2024"), else from a date beside
    it in the same text, else from the row's own date, else from the plan's.
    """
    on_calendar = any(e.lapse is None for e in expressions)  # then a stretch ("for 12 months") is no deadline
    counting = replace(context, as_of=None) if on_calendar else context
    settled: list[Settled | None] = [_settle_whole(e, counting if e.lapse else context) for e in expressions]
    for at in reversed(range(len(expressions))):  # lists lend their year backwards: "Jan, Feb and March 2024"
        if settled[at] is None and at + 1 < len(expressions):
            after = settled[at + 1]
            between = tokens[expressions[at].stop : expressions[at + 1].begin]
            if after and after.date and after.date.start and between and all(t.kind in _LIST for t in between):
                settled[at] = _supply(expressions[at], context, before=after.date.start, sure=True)
    for at, expression in enumerate(expressions):
        if settled[at] is None:
            own = replace(context, closed=False) if at in ahead else context
            settled[at] = _settle_beside(at, expression, settled, tokens, own, mode)
    return [one for one in settled if one is not None]


def _settle_whole(expression: Expression, context: DateContext) -> Settled | None:
    """Return an expression that needs no year from elsewhere, None for one that does."""
    if expression.lapse:
        return _settle_lapse(expression, expression.lapse, context)
    first, last = expression.first, expression.last
    if last is None:
        return _placed(expression, first, None) if first.year is not None else None
    if first.year is None and last.year is not None:
        end = place(last, last.year)
        year = last_year_of(first, end.start) if end and end.start else last.year
        return _placed(expression, replace(first, year=year if year is not None else last.year), last)
    if last.year is None and first.year is not None:
        begin = place(first, first.year)
        year = next_year_of(last, begin.start) if begin and begin.start else first.year
        return _placed(expression, first, replace(last, year=year if year is not None else first.year))
    return _placed(expression, first, last) if first.year is not None else None


def _placed(expression: Expression, first: Period, last: Period | None, *doubts: Doubt) -> Settled:
    """Return an expression whose periods have years, as a date, or as none with the reason."""
    assert first.year is not None
    told = first.doubts | (last.doubts if last else frozenset()) | frozenset(doubts)
    begin = place(first, first.year)
    end = place(last, last.year) if last is not None and last.year is not None else begin
    date = interval(begin, end) if begin and end else None
    if date is None or begin is None or end is None:
        return Settled(expression, None, told | {Doubt.IMPOSSIBLE})
    if first.unit is Unit.YEAR and first.months > 12 and last is None and begin.start:
        years = first.months // 12
        date = FlexibleDate(
            f"{first.year}/{first.year + years - 1}", begin.start, dt.date(first.year + years - 1, 12, 31)
        )
    if expression.onwards:
        date = open_from(date)
    return Settled(expression, date, told, (begin, end) if last else None)


def _settle_lapse(expression: Expression, counted: Lapse, context: DateContext) -> Settled:
    """Return a stretch counted from the plan's date, from a date it names, or none."""
    base = context.as_of if counted.from_plan else None
    if counted.base is not None and counted.base.year is not None:
        placed = place(counted.base, counted.base.year)
        base = placed.end if placed else None
    if base is None:
        return Settled(expression, None, frozenset({Doubt.COUNTED}))

    def later(amount: int) -> dt.date:
        return lapse(base, months=amount) if amount >= 0 else lapse(base, days=-amount)

    try:
        first, last = later(counted.least), later(counted.most)
    except (ValueError, OverflowError):
        return Settled(expression, None, frozenset({Doubt.IMPOSSIBLE}))
    edtf = last.isoformat() if first == last else f"{first}/{last}"
    return Settled(expression, FlexibleDate(edtf, first, last), frozenset({Doubt.COUNTED}))


def _settle_beside(
    at: int,
    expression: Expression,
    settled: Sequence[Settled | None],
    tokens: Sequence[Token],
    context: DateContext,
    mode: Mode,
) -> Settled:
    """Return an expression without a year, the year taken from a neighbour or from the context."""
    if expression.first.shift is None:
        is_former = expression.begin and tokens[expression.begin - 1].kind is Kind.ORIGINAL
        for other in reversed(settled[:at]):
            if is_former and other and other.date and other.date.start and _lends(other, expression, mode):
                return _supply(expression, context, before=other.date.start)  # "Q2 2024/25 (was Q1)"
            if other and other.date and other.date.start and _lends(other, expression, mode):
                return _supply(expression, context, after=other.date.start)
        for other in settled[at + 1 :]:
            if other and other.date and other.date.start and mode is Mode.CELL and _lends(other, expression, mode):
                return _supply(expression, context, before=other.date.start)
    return _supply(expression, context)


def _lends(other: Settled, expression: Expression, mode: Mode) -> bool:
    first = other.expression.first
    if other.expression.lapse or Doubt.SUPPLIED in other.doubts:
        return False
    if mode is Mode.CELL:
        return True
    near = abs(other.expression.start - expression.start) <= _NEIGHBOUR
    return near and first.unit in (Unit.DAY, Unit.MONTH)


def _supply(
    expression: Expression,
    context: DateContext,
    *,
    after: dt.date | None = None,
    before: dt.date | None = None,
    sure: bool = False,
) -> Settled:
    """Return an expression in the first year after a day, the last before one, or the one the context gives."""
    last = expression.last or expression.first
    doubts = () if sure else (Doubt.SUPPLIED,)
    if expression.first.shift is not None and not after and not before:
        return _shifted(expression, context)
    if after:
        year = next_year_of(last, after)
    elif before:
        year = last_year_of(last, before)
    elif context.raised:
        year = next_year_of(last, context.raised + dt.timedelta(days=1))
    elif context.as_of:
        year = (last_year_of if context.closed else next_year_of)(last, context.as_of)
    else:
        return Settled(expression, None, expression.first.doubts | {Doubt.SUPPLIED})
    if year is None:
        return Settled(expression, None, expression.first.doubts | {Doubt.IMPOSSIBLE})
    return _with_last_year(expression, year, *doubts)


def _with_last_year(expression: Expression, year: int, *doubts: Doubt) -> Settled:
    """Return an expression with the year of its last period given; the first is the nearest that runs up to it."""
    if expression.last is None:
        return _placed(expression, replace(expression.first, year=year), None, *doubts)
    last = replace(expression.last, year=year)
    end = place(last, year)
    first_year = last_year_of(expression.first, end.start) if end and end.start else None
    first = replace(expression.first, year=first_year if first_year is not None else year)
    return _placed(expression, first, last, *doubts)


def _shifted(expression: Expression, context: DateContext) -> Settled:
    """Return "this financial year" or "next month": the one that holds the plan's date, or the one after."""
    first, day = expression.first, context.as_of
    if day is None:
        return Settled(expression, None, first.doubts | {Doubt.COUNTED})
    if first.unit is Unit.MONTH and first.month == 0:
        return _placed(
            expression, replace(first, month=day.month + (first.shift or 0), year=day.year), None, Doubt.COUNTED
        )
    within_year = first.unit in (Unit.DAY, Unit.MONTH, Unit.SEASON)  # "March next year"; the rest are years
    year = day.year if within_year else next_year_of(first, day)
    assert year is not None
    return _placed(expression, replace(first, year=year + (first.shift or 0)), None, Doubt.COUNTED)
