"""Quarters, halves and counted months of a year, before or behind the year that they are of."""

from __future__ import annotations

from dataclasses import replace

from normalise.dates_lexicon import Kind
from normalise.dates_periods import APRIL, Doubt, Found, Period, Unit, calendar_year, year_from
from normalise.dates_view import View
from normalise.dates_years import Years, years_after


def read_quarter(view: View, at: int) -> Found:
    """Read "Q3 2023/24", "Quarter 4 2024/25", "third quarter of 2024", "second half of 2024/25"."""
    if view.kind(at) is Kind.ORDINAL_WORD and view.kind(at + 1) is Kind.NUMBER:
        return _months_of_year(view, at)
    found = _quarter_number(view, at)
    return quarter_after(view, found[0], found[2], half=found[1]) if found else None


def _months_of_year(view: View, at: int) -> Found:
    """Read "first six months of 2026/27" and "last 3 months of 2025"."""
    place, months = view.tokens[at].number, view.tokens[at + 1].number
    years = years_after(view, at + 3, short=False)
    if view.low(at + 2) != "months" or place not in (1, -1) or not 1 <= months < 12 or not years:
        return None
    whole = year_from(APRIL, years.first) if years.last == years.first + 1 else calendar_year(years.first)
    month = whole.month if place == 1 else whole.month + 12 - months
    return Period(Unit.MONTHS, month, months, year=years.first), years.stop


def _quarter_number(view: View, at: int) -> tuple[int, bool, int] | None:
    """Return which quarter a place names, whether it is a half, and where its name ends."""
    kind, following = view.kind(at), view.kind(at + 1)
    if kind in (Kind.QUARTER, Kind.HALF):
        return view.tokens[at].number, kind is Kind.HALF, at + 1
    if kind in (Kind.ORDINAL_WORD, Kind.ORDINAL) and following in (Kind.QUARTER_WORD, Kind.HALF_WORD):
        half = following is Kind.HALF_WORD
        last = 2 if half else 4
        return (view.tokens[at].number if view.tokens[at].number > 0 else last), half, at + 2
    if kind in (Kind.QUARTER_WORD, Kind.HALF_WORD) and following in (Kind.NUMBER, Kind.ORDINAL_WORD):
        return view.tokens[at + 1].number, kind is Kind.HALF_WORD, at + 2
    return None


def quarter_after(view: View, number: int, at: int, *, half: bool = False) -> Found:
    """Return a quarter or half with the year that follows. With one year it is the calendar's, and doubtful."""
    months = 6 if half else 3
    if not 1 <= number <= 12 // months:
        return None
    financial = Period(Unit.MONTHS, APRIL + months * (number - 1), months)
    years = years_after(view, at, short=True, apart=True)
    if not years:
        return financial, at
    if years.last == years.first + 1 or view.financial_quarters or _after_financial_word(view, at, years.stop):
        return replace(financial, year=years.first), years.stop
    if years.last is not None:
        return financial, at
    calendar = Period(Unit.MONTHS, 1 + months * (number - 1), months, year=years.first)
    return calendar.doubted(Doubt.CALENDAR), years.stop


def _after_financial_word(view: View, at: int, stop: int) -> bool:
    return any(view.kind(i) is Kind.FINANCIAL_YEAR for i in range(at, stop))


def quarter_behind(view: View, years: Years) -> Found:
    """Read the quarter or half that stands behind its year: "2025/26 Q3", "2025/26 (H1)"."""
    opened = view.kind(years.stop) is Kind.OPEN
    after = years.stop + (view.kind(years.stop) in (Kind.COMMA, Kind.DASH, Kind.COLON, Kind.OPEN))
    found = _quarter_number(view, after)
    if not found or not 1 <= found[0] <= (2 if found[1] else 4):
        return None
    number, half, stop = found
    if after > years.stop and years_after(view, stop, short=True):
        return None  # "2023 - Q1 2024/25": the quarter has a year of its own
    months = 6 if half else 3
    quarter = Period(Unit.MONTHS, APRIL + months * (number - 1), months)
    return _quarter_in(view, quarter, years, stop + (opened and view.kind(stop) is Kind.CLOSE))


def _quarter_in(view: View, quarter: Period, years: Years, stop: int) -> Found:
    if years.last is not None or view.financial_quarters:
        return replace(quarter, year=years.first), stop
    return replace(quarter, month=quarter.month - 3, year=years.first).doubted(Doubt.CALENDAR), stop
