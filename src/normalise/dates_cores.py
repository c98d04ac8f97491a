"""The heart of a date expression: a date, day, month, season, quarter, half or year, read at one token.

Each function takes a view and a place and returns the period with the place after it, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from normalise.dates_lexicon import Kind, full_year, lexicon
from normalise.dates_periods import (
    APRIL,
    MAY,
    SEPTEMBER,
    Doubt,
    Found,
    Period,
    Unit,
    calendar_year,
    easter_month,
    within_years,
    year_from,
)
from normalise.dates_quarters import quarter_behind, read_quarter
from normalise.dates_view import View
from normalise.dates_years import LATEST_SHORT_YEAR, NEAR_YEARS, Years, years_after, years_at

DECEMBER = 12  # a higher number on a line above a month numbers no list of dates
_NAMED_YEARS = {Kind.ACADEMIC_YEAR: SEPTEMBER, Kind.MUNICIPAL_YEAR: MAY, Kind.FINANCIAL_YEAR: APRIL}
_MONTHS_OF_ISO = {f"-{month:02}" for month in range(1, 13)}
_AFTER_SHORTENED = {Kind.YEAR, Kind.NUMBER, Kind.YEARS, Kind.PAIR, Kind.ORDINAL, Kind.DASH}  # "Sept. 23"
_TERMS = {9: (9, 4), 3: (1, 4), 6: (4, 4), 12: (12, 3)}  # a school term by its season: first month, months


def core(view: View, at: int, is_end: bool) -> Found:
    """Return the core of a period that begins at a place; `is_end` says that "end of" stands before it."""
    kind = view.kind(at)
    if kind in (Kind.NEXT, Kind.THIS, Kind.WITHIN) or (is_end and kind is Kind.UNIT):
        return _relative(view, at)
    if kind is Kind.WEEKDAY:
        at += 1
        if view.kind(at) in (Kind.COMMA, Kind.STOP, Kind.THE):
            at += 1
        return _day(view, at) or (core(view, at, False) if view.kind(at) in (Kind.DATE, Kind.MONTH) else None)
    reader = CORES.get(kind) if kind else None
    return reader(view, at) if reader else None


def _date(view: View, at: int) -> Found:
    day, month, year = view.tokens[at].value
    doubts = []
    if not view.day_first:
        day, month = month, day
    if month > 12 >= day:
        day, month = month, day
        doubts.append(Doubt.AMBIGUOUS)
    return Period(Unit.DAY, month, day=day, year=year).doubted(*doubts), at + 1


def _iso(view: View, at: int) -> Found:
    year, month, day = view.tokens[at].value
    return Period(Unit.DAY, month, day=day, year=year), at + 1


def _day(view: View, at: int) -> Found:
    """Read "31st March 2024", "1-5 March", "31 March"."""
    if view.kind(at) is Kind.PAIR:
        return _days(view, at)
    if not view.is_number(at, 31) or view.kind(at - 1) is Kind.NUMBERED:
        return None
    day, after = view.tokens[at].number, at + 1
    if (
        view.kind(after) in (Kind.DASH, Kind.TO, Kind.AND, Kind.SLASH)
        and view.is_number(after + 1, 31)
        and view.month_at(after + 2)
    ):
        last = _day(view, after + 1)
        if last and last[0].day > day:
            period, stop = last
            return replace(period, day=day, days=period.day - day + 1), stop
        return None
    if view.kind(after) is Kind.STOP and view.touching(after) and view.touching(after + 1):
        after += 1  # 31.March; with a space it is the number of a list
    elif (
        view.kind(after) in (Kind.DASH, Kind.SLASH, Kind.OF)
        or view.low(after) == "o"
        or (view.kind(after) is Kind.LINE and (view.kind(at) is Kind.ORDINAL or day > DECEMBER))
    ):
        after += 1
    month = view.month_at(after)
    if month is None:
        return None
    return _with_year(view, Period(Unit.DAY, month, day=day), after + 1, short=True)


def _days(view: View, at: int) -> Found:
    """Read a pair of days before a month: "1-5 March 2024"."""
    first, last = view.tokens[at].value
    month = view.month_at(at + 1)
    if month is None or not 1 <= first < last <= 31:
        return None
    return _with_year(view, Period(Unit.DAY, month, day=first, days=last - first + 1), at + 2, short=True)


def _month(view: View, at: int) -> Found:
    """Read "March 2024", "Dec-14", "Sept 23.", "July 21, 2014", "March"."""
    month = view.month_at(at)
    if month is None:
        return None
    after = at + 1
    shortened = view.kind(after) is Kind.STOP and view.touching(after) and len(view.tokens[at].text) <= 4
    if shortened and view.kind(after + 1) in _AFTER_SHORTENED:
        after += 1
    day = _day_after_month(view, month, after)
    if day:
        return day
    return _with_year(view, Period(Unit.MONTH, month), after, short=True)


def _day_after_month(view: View, month: int, at: int) -> Found:
    """Read the day in "July 21, 2014" and "March 3rd"."""
    if not view.is_number(at, 31) or view.kind(at + 1) in (Kind.UNIT, Kind.MONTH):
        return None
    token, after = view.tokens[at], at + 1
    after += view.kind(after) is Kind.COMMA
    period = Period(Unit.DAY, month, day=token.number)
    if view.kind(after) is Kind.YEAR and view.kind(after + 1) is not Kind.NAME:
        return replace(period, year=view.tokens[after].number), after + 1
    if token.kind is Kind.ORDINAL:
        return _with_year(view, period, at + 1, short=True)
    alone = view.kind(at + 1) in (None, Kind.LINE, Kind.STOP, Kind.COMMA, Kind.CLOSE, Kind.AND)
    if len(token.text) == 1 and alone:
        return period, at + 1
    return None


def _with_year(view: View, period: Period, at: int, *, short: bool) -> Found:
    """Return a month or day with the year that follows it, or without."""
    years = years_after(view, at, short=short, month=period.month)
    if not years:
        return _of_plans_year(view, period, at)
    if years.last is not None:
        placed = within_years(period, years.first) if years.last == years.first + 1 else None
        return (placed, years.stop) if placed else (period, at)
    if Doubt.AMBIGUOUS in years.doubts and period.unit is Unit.MONTH:
        return Period(Unit.DAY, period.month, day=years.first % 100).doubted(Doubt.AMBIGUOUS), years.stop
    return replace(period, year=years.first), years.stop


def _of_plans_year(view: View, period: Period, at: int) -> Found:
    """Return a month or day with "next year" or "this year" behind it, or as it is."""
    after = at + (view.kind(at) is Kind.OF)
    named = view.kind(after) in (Kind.NEXT, Kind.THIS) and view.kind(after + 1) is Kind.UNIT
    if not named or view.low(after + 1) != "year":
        return period, at
    return replace(period, shift=int(view.kind(after) is Kind.NEXT)), after + 2


def _season(view: View, at: int) -> Found:
    month, after = view.tokens[at].number, at + 1
    term = view.kind(after) is Kind.TERM
    after += term
    if view.low(after) in lexicon().sets["season_tails"] and view.kind(after + 1) in (Kind.YEAR, Kind.YEARS):
        after += 1
    period = Period(Unit.SEASON, month, 3)
    if term:
        first, months = _TERMS[month]
        period = Period(Unit.MONTHS, first, months).doubted(Doubt.APPROXIMATE)
    years = years_after(view, after, short=True, apart=month == 12)
    if not years:
        return _of_plans_year(view, period, after)
    if years.last is None:
        return replace(period, year=years.first), years.stop
    if years.last != years.first + 1:
        return period, after
    if month >= SEPTEMBER:  # autumn and winter of two years belong to the first in any kind of year
        return replace(period, year=years.first), years.stop
    placed = replace(period, year=years.last)
    return (placed if term else placed.doubted(Doubt.AMBIGUOUS)), years.stop


def _year(view: View, at: int) -> Found:
    """Read "2024", "2024/25", "2025/26 Q3", "2024 to 2029" and the pairs 03/25 and 31/12."""
    kind = view.kind(at)
    if kind is Kind.PAIR and view.month_at(at + 1):
        return _days(view, at)
    years = years_at(view, at)
    if not years:
        return _pair(view, at) if kind is Kind.PAIR else None
    if kind is Kind.PAIR and view.tokens[at].number < 13 and not _is_year_pair(view, at):
        return _pair(view, at)
    if quarter := quarter_behind(view, years):
        return quarter
    if view.kind(years.stop) in _NAMED_YEARS and view.kind(years.stop + 1) not in (Kind.YEAR, Kind.YEARS):
        named = view.kind(years.stop)
        assert named is not None
        return _named(years, named, years.stop + 1)
    if years.last is None:
        return calendar_year(years.first), years.stop
    # 2010-11 and 2009-12 are years here, though ISO 8601 would write a month so
    doubts = [Doubt.AMBIGUOUS] if view.tokens[at].text[4:] in _MONTHS_OF_ISO else []
    if years.last == years.first + 1:
        return year_from(APRIL, years.first).doubted(*doubts), years.stop
    span = Period(Unit.YEAR, 1, 12 * (years.last - years.first + 1), year=years.first)
    return span.doubted(*doubts), years.stop


def _is_year_pair(view: View, at: int) -> bool:
    """Say whether 11/12 is a financial year: only where the plan's own date is near it."""
    return view.near is not None and abs(full_year(f"{view.tokens[at].number:02}") - view.near) <= 2


def _pair(view: View, at: int) -> Found:
    """Read 03/2025 and 03/25 as month and year, 31/12 as day and month; both can hold for 04/09."""
    token = view.tokens[at]
    first, second = token.value
    if second > 99:
        return (Period(Unit.MONTH, first, year=second), at + 1) if 1 <= first <= 12 else None
    if "-" in token.text:
        return None
    year = full_year(f"{second:02}")
    near = abs(year - view.near) <= NEAR_YEARS if view.near else 0 < year - 2000 <= LATEST_SHORT_YEAR
    is_month = 1 <= first <= 12 and near and len(token.text.split("/")[1]) == 2
    is_day = 1 <= first <= 31 and 1 <= second <= 12
    if is_month:
        return Period(Unit.MONTH, first, year=year).doubted(*([Doubt.AMBIGUOUS] if is_day else [])), at + 1
    return (Period(Unit.DAY, second, day=first), at + 1) if is_day else None


def _named_year(view: View, at: int) -> Found:
    """Read "FY24/25", "financial year 2024-25", "academic year 2024/25", "the financial year"."""
    kind = view.kind(at)
    assert kind is not None
    years = years_after(view, at + 1, short=True)
    if not years:
        return year_from(_NAMED_YEARS[kind], months=13 if kind is Kind.MUNICIPAL_YEAR else 12), at + 1
    if kind is Kind.FINANCIAL_YEAR and (quarter := quarter_behind(view, years)):
        return quarter
    return _named(years, kind, years.stop)


def _named(years: Years, kind: Kind, stop: int) -> Found:
    """Return a named year; with one figure (FY25) it may be the year that begins or ends in it."""
    month = _NAMED_YEARS[kind]
    period = year_from(month, years.first, 13 if kind is Kind.MUNICIPAL_YEAR else 12)
    if kind is Kind.MUNICIPAL_YEAR:
        period = period.doubted(Doubt.APPROXIMATE)
    return period.doubted(*([Doubt.AMBIGUOUS] if years.last is None else [])), stop


def _calendar_year(view: View, at: int) -> Found:
    years = years_after(view, at + 1, short=False)
    if years and years.last is None:
        return calendar_year(years.first), years.stop
    return replace(calendar_year(), shift=0), at + 1


def _year_end(view: View, at: int) -> Found:
    """Read "year end 2024/25": the end of March that closes the financial year."""
    years = years_after(view, at + 1, short=False)
    if not years:
        return Period(Unit.MONTH, 3).doubted(Doubt.APPROXIMATE), at + 1
    if years.last == years.first + 1:
        return Period(Unit.MONTH, 15, year=years.first), years.stop
    return Period(Unit.MONTH, 3, year=years.first).doubted(Doubt.AMBIGUOUS), years.stop


def _feast(view: View, at: int) -> Found:
    """Read "Christmas 2024" and "Easter 2025" as the month that holds the feast."""
    month = view.tokens[at].number
    read = _with_year(view, Period(Unit.MONTH, month or APRIL), at + 1, short=True)
    if read is None:
        return None
    period, stop = read
    if not month and period.year is not None:
        period = replace(period, month=easter_month(period.year))
    return period.doubted(Doubt.APPROXIMATE), stop


def _relative(view: View, at: int) -> Found:
    """Read "this financial year", "next month", "next March", "the end of the year"."""
    kind = view.kind(at)
    is_next = kind is Kind.NEXT or (kind is Kind.WITHIN and view.tokens[at].text.lower().endswith("next"))
    at += kind is not Kind.UNIT
    kind = view.kind(at)
    if kind is Kind.UNIT and view.tokens[at].number in (1, 12) and not view.tokens[at].text.lower().endswith("s"):
        period = calendar_year() if view.tokens[at].number == 12 else Period(Unit.MONTH, 0)
        return replace(period, shift=int(is_next)), at + 1
    if kind in _NAMED_YEARS:
        read = _named_year(view, at)
        return (replace(read[0], shift=int(is_next)), read[1]) if read and read[0].year is None else read
    if kind is Kind.CALENDAR_YEAR:
        return replace(calendar_year(), shift=int(is_next)), at + 1
    if kind in (Kind.MONTH, Kind.SEASON):
        return CORES[kind](view, at)
    return None


CORES: Mapping[Kind, Callable[[View, int], Found]] = MappingProxyType(
    {
        Kind.DATE: _date,
        Kind.ISO: _iso,
        Kind.MONTH: _month,
        Kind.WORD: _month,
        Kind.SEASON: _season,
        Kind.QUARTER: read_quarter,
        Kind.QUARTER_WORD: read_quarter,
        Kind.HALF: read_quarter,
        Kind.HALF_WORD: read_quarter,
        Kind.ORDINAL_WORD: read_quarter,
        Kind.ORDINAL: lambda view, at: _day(view, at) or read_quarter(view, at),
        Kind.NUMBER: _day,
        Kind.YEAR: _year,
        Kind.YEARS: _year,
        Kind.PAIR: _year,
        Kind.FINANCIAL_YEAR: _named_year,
        Kind.ACADEMIC_YEAR: _named_year,
        Kind.MUNICIPAL_YEAR: _named_year,
        Kind.CALENDAR_YEAR: _calendar_year,
        Kind.YEAR_END: _year_end,
        Kind.FEAST: _feast,
    }
)
