"""The grammar of printed dates: from tokens to expressions, each a period or a range of periods.

An expression is read without looking at the calendar; its year may still be open. `normalise.dates_settle` places it.

    expression  = period {("-" | "to" | "/" | "or") period} ["onwards"] | lapse
    period      = {"end of" | "early" | "mid" | …} core        (cores: normalise.dates_cores)
    core        = date | day month [year] | month [year] | season [year] | quarter [years] | half [years] | years | year
    lapse       = ["within"] number ["-" number] unit ["from" event]
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from normalise.dates_cores import CORES, core
from normalise.dates_lexicon import Kind, lexicon
from normalise.dates_licence import licensed
from normalise.dates_periods import APRIL, Doubt, Found, Period, Unit, calendar_year, period_of, year_from
from normalise.dates_quarters import quarter_after
from normalise.dates_view import Mode, View


@dataclass(frozen=True, slots=True)
class Lapse:
    """A stretch counted from some day: least and most, in months or (negative) days."""

    least: int
    most: int
    from_plan: bool
    base: Period | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """What one stretch of tokens says. `begin` and `stop` count tokens, `start` and `end` characters."""

    first: Period
    begin: int
    stop: int
    start: int
    end: int
    last: Period | None = None
    onwards: bool = False
    lapse: Lapse | None = None


_QUALIFIERS = {Kind.END, Kind.APPROXIMATE, Kind.THE, Kind.WEEK_COMMENCING, Kind.WEEK_ENDING}
_OPENERS = set(CORES) | _QUALIFIERS | {Kind.WEEKDAY, Kind.NEXT, Kind.THIS, Kind.WITHIN, Kind.EDTF}


def expressions(view: View) -> list[Expression]:
    """Return the expressions of the text, in order."""
    found: list[Expression] = []
    at, size = 0, len(view.tokens)
    while at < size:
        expression = _expression(view, at) if view.tokens[at].kind in _OPENERS else None
        if expression:
            found.append(expression)
            at = expression.stop
        else:
            at += 1
    return found


def _expression(view: View, begin: int) -> Expression | None:
    lapse = _lapse(view, begin) if view.mode is Mode.CELL else None
    if lapse:
        return lapse
    if view.kind(begin) is Kind.EDTF:
        return _edtf(view, begin)
    read = _period(view, begin)
    if not read:
        return None
    first, stop = read
    last: Period | None = None
    while joined := _joined(view, begin, first if last is None else last, stop):
        last, stop = joined
    if last and first == calendar_year(first.year) and last == calendar_year((first.year or 0) + 1):
        first, last = year_from(APRIL, first.year), None  # "2024 to 2025" is the year 2024/25, as "2024-2025" is
    onwards = view.kind(stop) is Kind.ONWARDS
    stop += onwards
    while view.kind(begin) is Kind.THE:
        begin += 1
    start, end = view.tokens[begin].start, view.tokens[stop - 1 - onwards].end
    return Expression(first, begin, stop, start, end, last=last, onwards=onwards)


def _edtf(view: View, at: int) -> Expression:
    """Read an interval as EDTF writes it, so that what was normalised once reads the same again."""
    token = view.tokens[at]
    year, month, day, *rest = token.value
    first = period_of(year, month, day)
    last = period_of(rest[0], rest[1], rest[2]) if rest else None
    return Expression(first, at, at + 1, token.start, token.end, last=last, onwards=last is None)


def _joined(view: View, begin: int, first: Period, at: int) -> Found:
    """Return the period that a dash, "to", "/", "or" (after "between" also "and") joins to the one before."""
    kind = view.kind(at)
    between = view.kind(begin - 1) is Kind.BETWEEN
    if view.low(at) == "i" and view.kind(at + 1) is Kind.MONTH:
        kind = Kind.TO  # Welsh: "Ebrill i Fehefin"
    if kind not in (Kind.DASH, Kind.TO, Kind.SLASH, Kind.OR) and not (between and kind is Kind.AND):
        return None
    after = at + 1
    if kind in (Kind.DASH, Kind.TO) and view.kind(after) is Kind.LINE:
        after += 1
    if view.kind(after) is Kind.THE:
        after += 1
    if first.unit is Unit.MONTHS and first.months == 3 and view.is_number(after, 4) and first.year is None:
        read: Found = quarter_after(view, view.tokens[after].number, after + 1)
    else:
        read = _period(view, after)
    if not read:
        return None
    last = read[0]
    if kind in (Kind.SLASH, Kind.OR) and ((first.year and last.year) or first.unit is not last.unit):
        return None  # two dates side by side, each whole
    return read


def _lapse(view: View, begin: int) -> Expression | None:
    """Read "within 6 months", "1-2 years", "3 months from approval"."""
    counted = _counted(view, begin + (view.kind(begin) is Kind.WITHIN), begin)
    if not counted:
        return None
    least, most, at = counted
    if view.kind(at + 1) is Kind.DASH:
        at += 1
    if view.kind(at + 1) is not Kind.UNIT or view.kind(begin - 1) in (Kind.EVERY, Kind.NUMBERED, Kind.UNIT):
        return None
    if at - begin == 0 and view.low(at + 2) != "time" and view.kind(at + 2) in (Kind.WORD, Kind.NAME, Kind.NUMBERED):
        return None  # "3 month trial"
    unit = view.tokens[at + 1].number
    stop, base, from_plan = at + 2, None, view.low(at + 2) not in ("before", "prior to", "ahead of")
    if view.kind(stop) in (Kind.FROM, Kind.OF):
        read = _period(view, stop + 1)
        if read and read[0].year is not None:
            base, stop = read
        elif read:
            return None  # "2 weeks from June": no one day
        else:
            after = stop + 1 + (view.kind(stop + 1) is Kind.THE)
            said = view.tokens[after].text.lower() if view.kind(after) else ""
            from_plan = said in lexicon().sets["plan_events"]
            stop = after + (1 if said else 0)
    start, end = view.tokens[begin].start, view.tokens[stop - 1].end
    lapse = Lapse(least * unit, most * unit, from_plan, base)
    return Expression(Period(Unit.DAY), begin, stop, start, end, lapse=lapse)


def _counted(view: View, at: int, begin: int) -> tuple[int, int, int] | None:
    """Return least and most of the number at a place and where it ends: "6", "1-2", "three (3)", "within a"."""
    if view.kind(at) is Kind.PAIR:
        return view.tokens[at].value[0], view.tokens[at].value[1], at
    if at > begin and view.low(at) in ("a", "an", "the"):
        return 1, 1, at
    if view.kind(at) is not Kind.NUMBER:
        return None
    number = view.tokens[at].number
    if view.kind(at + 1) in (Kind.DASH, Kind.TO) and view.kind(at + 2) is Kind.NUMBER:
        return number, view.tokens[at + 2].number, at + 2
    told_twice = [view.kind(at + i) for i in (1, 2, 3)] == [Kind.OPEN, Kind.NUMBER, Kind.CLOSE]
    return number, number, at + 3 * told_twice


def _period(view: View, begin: int) -> Found:
    at, is_end, week = begin, False, 0
    doubts: set[Doubt] = set()
    while view.kind(at) in _QUALIFIERS:
        kind = view.kind(at)
        is_end |= kind is Kind.END
        if kind is Kind.APPROXIMATE:
            doubts.add(Doubt.APPROXIMATE)
        if kind is Kind.WEEK_COMMENCING:
            week = 7
        at += 1
        if kind in (Kind.END, Kind.APPROXIMATE) and view.kind(at) in (Kind.DASH, Kind.OF, Kind.COLON):
            at += 1
    if at > begin and view.kind(at) in (Kind.BY, Kind.OF):
        at += 1
    qualified = is_end or bool(doubts) or bool(week)
    read = core(view, at, is_end)
    if not read or not licensed(view, begin, at, read, qualified):
        return None
    period, stop = read
    if is_end:
        period = period.last_part()
    if week and period.unit is Unit.DAY:
        period = replace(period, days=week)
    return period.doubted(*doubts), stop
