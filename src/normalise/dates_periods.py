"""Calendar arithmetic: a period as printed, with or without its year, and the days that it can mean.

EDTF is ISO 8601-2:2019, level 1: months `2023-12`, seasons `2024-21` to `-24`, intervals `2024-04/2025-03` and
`2024-04/..`.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace

from normalise.model import FlexibleDate

SEASON_CODES = {3: 21, 6: 22, 9: 23, 12: 24}  # by the month that a season begins with
APRIL, MAY, SEPTEMBER = 4, 5, 9
LEAP_SEARCH = 9  # years: any day of the calendar recurs within eight


class Unit(enum.Enum):
    """How exact a period is, and how EDTF writes it."""

    DAY = 1
    MONTH = 2
    SEASON = 3
    MONTHS = 4
    YEAR = 5


class Doubt(enum.Enum):
    """What a reader should be told about a period. Each becomes an issue."""

    APPROXIMATE = "approximate"
    CALENDAR = "one year for a quarter: read as the calendar's"
    AMBIGUOUS = "ambiguous"
    IMPOSSIBLE = "impossible"
    COUNTED = "counted from the plan's date"
    SUPPLIED = "year supplied"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar. `month` counts from January of `year` and may pass 12 (January next is 13).

    `months` is its length; `day` is set for a single day. `year` is None where it was not printed, `shift` then
    says that it was named from the plan's own ("this financial year" 0, "next year" 1). `days` is the length of a
    week that begins at `day`.
    """

    unit: Unit
    month: int = 1
    months: int = 1
    day: int = 0
    year: int | None = None
    shift: int | None = None
    days: int = 1
    doubts: frozenset[Doubt] = frozenset()

    def doubted(self, *doubts: Doubt) -> Period:
        """Return the period with more doubts."""
        return replace(self, doubts=self.doubts | set(doubts)) if doubts else self

    def last_part(self) -> Period:
        """Return what "end of" leaves: the last month of a year, and any shorter period whole."""
        if self.unit is Unit.YEAR or (self.unit is Unit.MONTHS and self.months >= 12):
            return replace(self, unit=Unit.MONTH, month=self.month + self.months - 1, months=1)
        return self


Found = tuple[Period, int] | None  # a period and the place after it


def year_from(month: int, year: int | None = None, months: int = 12) -> Period:
    """Return the year that begins with a month: 4 for the British financial year, 9 for an academic one."""
    return Period(Unit.MONTHS, month, months, year=year)


def period_of(year: int, month: int, day: int = 0) -> Period:
    """Return the day, month or season (21 to 24) that ISO 8601 numbers name."""
    season = next((begins for begins, code in SEASON_CODES.items() if code == month), None)
    if month == 0:
        return calendar_year(year)
    if season:
        return Period(Unit.SEASON, season, 3, year=year)
    return Period(Unit.DAY if day or month > 12 else Unit.MONTH, month, day=day, year=year)


def calendar_year(year: int | None = None) -> Period:
    """Return a calendar year."""
    return Period(Unit.YEAR, 1, 12, year=year)


def easter_month(year: int) -> int:
    """Return the month of Easter Sunday (the anonymous Gregorian rule; Meeus, Astronomical Algorithms, chapter 8)."""
    century, rest = divmod(year, 100)
    leap, after = divmod(century, 4)
    moon = (19 * (year % 19) + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * after + 2 * (rest // 4) - moon - rest % 4) % 7
    return (moon + sunday - 7 * ((year % 19 + 11 * moon + 22 * sunday) // 451) + 114) // 31


def within_years(period: Period, first: int) -> Period:
    """Return a month or day placed in the financial year that begins in `first` ("March 2023/24" is in 2024)."""
    return replace(period, year=first if period.month >= APRIL else first + 1)


def _month(year: int, month: int) -> tuple[int, int]:
    return year + (month - 1) // 12, (month - 1) % 12 + 1


def _last_day(year: int, month: int) -> dt.date:
    following = dt.date(*_month(year, month + 1), 1)
    return following - dt.timedelta(days=1)


def place(period: Period, year: int) -> FlexibleDate | None:
    """Return the period in a given year, None where the calendar has no such day (31 June)."""
    if period.unit is Unit.DAY and not 1 <= period.month <= 12:
        return None
    first = _month(year, period.month)
    if not dt.MINYEAR < first[0] < dt.MAXYEAR - 1:
        return None
    if period.unit is Unit.DAY:
        try:
            day = dt.date(*first, period.day)
        except ValueError:
            return None
        if period.days == 1:
            return FlexibleDate(day.isoformat(), day, day)
        last = day + dt.timedelta(days=period.days - 1)
        return FlexibleDate(f"{day}/{last}", day, last)
    begin = dt.date(*first, 1)
    if period.unit is Unit.YEAR:
        return FlexibleDate(f"{year:04}", begin, dt.date(year, 12, 31))
    if period.unit is Unit.SEASON:
        return FlexibleDate(
            f"{year:04}-{SEASON_CODES[period.month]}", begin, _last_day(*_month(year, period.month + 2))
        )
    last_month = _month(year, period.month + period.months - 1)
    edtf = f"{first[0]:04}-{first[1]:02}"
    if period.months > 1:
        edtf += f"/{last_month[0]:04}-{last_month[1]:02}"
    return FlexibleDate(edtf, begin, _last_day(*last_month))


def _placings(period: Period, years: range) -> Iterator[tuple[int, FlexibleDate]]:
    for year in years:
        placed = place(period, year)
        if placed:
            yield year, placed


def next_year_of(period: Period, day: dt.date) -> int | None:
    """Return the year of the first such period that does not end before a day; None where there is no such day."""
    years = range(day.year - 1, day.year + LEAP_SEARCH)
    return next((year for year, placed in _placings(period, years) if placed.end and placed.end >= day), None)


def last_year_of(period: Period, day: dt.date) -> int | None:
    """Return the year of the last such period that begins on or before a day."""
    years = range(day.year + 1, day.year - LEAP_SEARCH, -1) if day.year > LEAP_SEARCH else range(0)
    return next((year for year, placed in _placings(period, years) if placed.start and placed.start <= day), None)


def interval(first: FlexibleDate, last: FlexibleDate) -> FlexibleDate | None:
    """Return the interval from one date to another, None where it would run backwards."""
    if first.start is None or last.end is None or last.end < first.start:
        return None
    if first.edtf == last.edtf:
        return first
    return FlexibleDate(f"{first.edtf.split('/')[0]}/{last.edtf.split('/')[-1]}", first.start, last.end)


def open_from(date: FlexibleDate) -> FlexibleDate:
    """Return the interval that begins at a date and has no end."""
    return FlexibleDate(f"{date.edtf.split('/')[0]}/..", date.start, None)


def lapse(day: dt.date, *, months: int = 0, days: int = 0) -> dt.date:
    """Return the day so many months and days later; 31 January and one month is the last day of February."""
    year, month = _month(day.year, day.month + months)
    return dt.date(year, month, min(day.day, _last_day(year, month).day)) + dt.timedelta(days=days)
