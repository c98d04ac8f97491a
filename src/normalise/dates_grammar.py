"""The grammar of printed dates: from tokens to expressions, each a period or a range of periods.

An expression is read without looking at the calendar; its year may still be open. `normalise.dates_settle` places it.

    expression  = period {("-" | "to" | "/" | "or") period} ["onwards"] | lapse
    period      = {"end of" | "early" | "mid" | …} core
    core        = date | day month [year] | month [year] | season [year] | quarter [years] | half [years] | years | year
    lapse       = ["within"] number ["-" number] unit ["from" event]
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

from normalise.dates_lexicon import Kind, Token, full_year, lexicon, misspelt_month
from normalise.dates_periods import (
    APRIL,
    MAY,
    SEPTEMBER,
    Doubt,
    Period,
    Unit,
    calendar_year,
    within_years,
    year_from,
)

NEAR_YEARS = 6  # a two-digit number after a month is a year where it lies this near to the plan's
LATEST_SHORT_YEAR = 45  # without a plan's date "Jan 31" is the year 2031 up to here, a day never


class Mode(enum.Enum):
    """A cell holds little but dates; running text holds them among names, amounts and paragraph numbers."""

    CELL = "cell"
    PROSE = "prose"


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


@dataclass(frozen=True, slots=True)
class _Years:
    """A year, or the two years of a financial one, as read after a month or quarter."""

    first: int
    last: int | None
    stop: int
    doubts: frozenset[Doubt] = frozenset()


Parsed = tuple[Period, int] | None

_QUALIFIERS = {Kind.END, Kind.APPROXIMATE, Kind.THE, Kind.WEEK_COMMENCING, Kind.WEEK_ENDING}
_YEAR_SEPARATORS = {Kind.OF, Kind.THE, Kind.COMMA, Kind.DASH, Kind.SLASH, Kind.OPEN, Kind.FINANCIAL_YEAR, Kind.STOP}
_TEMPORAL = {
    Kind.BY, Kind.TO, Kind.FROM, Kind.START, Kind.BETWEEN, Kind.EVERY, Kind.NEXT, Kind.THIS, Kind.END,
    Kind.APPROXIMATE, Kind.WITHIN, Kind.DUE, Kind.REVISED, Kind.ORIGINAL, Kind.ARROW, Kind.WEEKDAY,
    Kind.WEEK_COMMENCING, Kind.WEEK_ENDING, Kind.COMPLETED,
}  # fmt: skip
_JOINS = {Kind.AND, Kind.OR, Kind.COMMA, Kind.DASH, Kind.SLASH}
_NAMED_YEARS = {Kind.ACADEMIC_YEAR: SEPTEMBER, Kind.MUNICIPAL_YEAR: MAY, Kind.FINANCIAL_YEAR: APRIL}
_TERMS = {
    9: (9, 4),
    3: (1, 4),
    6: (4, 4),
    12: (12, 3),
}  # a school term by the season it is named for: first month, months


class Grammar:
    """Reads the tokens of one text. `near` is the plan's year, if known."""

    __slots__ = ("_day_first", "_financial", "_mode", "_near", "_tokens")

    def __init__(
        self,
        tokens: Sequence[Token],
        mode: Mode,
        *,
        near: int | None = None,
        day_first: bool = True,
        financial_quarters: bool = False,
    ) -> None:
        self._tokens, self._mode, self._near = tokens, mode, near
        self._day_first, self._financial = day_first, financial_quarters

    def expressions(self) -> list[Expression]:
        """Return the expressions of the text, in order."""
        found: list[Expression] = []
        at, size = 0, len(self._tokens)
        while at < size:
            expression = self._expression(at) if self._tokens[at].kind in _OPENERS else None
            if expression:
                found.append(expression)
                at = expression.stop
            else:
                at += 1
        return found

    # -- small helpers ---------------------------------------------------------------------------------------------

    def _kind(self, at: int) -> Kind | None:
        return self._tokens[at].kind if 0 <= at < len(self._tokens) else None

    def _is_number(self, at: int, most: int) -> bool:
        """Say whether a token is a number in figures, from 1 up to a bound."""
        kind = self._kind(at)
        if kind is Kind.ORDINAL:
            return 1 <= self._tokens[at].number <= most
        return kind is Kind.NUMBER and self._tokens[at].text.isdigit() and 1 <= self._tokens[at].number <= most

    def _touching(self, at: int) -> bool:
        """Say whether a token follows the one before it without a space."""
        return self._tokens[at - 1].end == self._tokens[at].start

    def _month_at(self, at: int) -> int | None:
        """Return the month that a token names, a misspelt one only beside a number."""
        kind = self._kind(at)
        if kind is Kind.MONTH:
            return self._tokens[at].number
        if kind is Kind.WORD and (
            self._is_number(at - 1, 31) or self._kind(at + 1) in (Kind.YEAR, Kind.YEARS) or self._is_number(at + 1, 99)
        ):
            return misspelt_month(self._tokens[at].text)
        return None

    # -- expressions and ranges ------------------------------------------------------------------------------------

    def _expression(self, begin: int) -> Expression | None:
        lapse = self._lapse(begin) if self._mode is Mode.CELL else None
        if lapse:
            return lapse
        read = self._period(begin)
        if not read:
            return None
        first, stop = read
        last: Period | None = None
        while joined := self._joined(begin, first if last is None else last, stop):
            last, stop = joined
        onwards = self._kind(stop) is Kind.ONWARDS
        stop += onwards
        while self._kind(begin) is Kind.THE:
            begin += 1
        start, end = self._tokens[begin].start, self._tokens[stop - 1 - onwards].end
        return Expression(first, begin, stop, start, end, last=last, onwards=onwards)

    def _joined(self, begin: int, first: Period, at: int) -> Parsed:
        """Return the period that a dash, "to", "/", "or" (after "between" also "and") joins to the one before."""
        kind = self._kind(at)
        between = self._kind(begin - 1) is Kind.BETWEEN
        if kind not in (Kind.DASH, Kind.TO, Kind.SLASH, Kind.OR) and not (between and kind is Kind.AND):
            return None
        after = at + 1
        if kind in (Kind.DASH, Kind.TO) and self._kind(after) is Kind.LINE:
            after += 1
        if self._kind(after) is Kind.THE:
            after += 1
        if first.unit is Unit.MONTHS and first.months == 3 and self._is_number(after, 4) and first.year is None:
            read: Parsed = self._quarter_after(self._tokens[after].number, after + 1)
        else:
            read = self._period(after)
        if not read:
            return None
        last = read[0]
        if kind in (Kind.SLASH, Kind.OR) and (first.year is not None or first.unit is not last.unit):
            return None  # two dates side by side, each whole
        return read

    def _lapse(self, begin: int) -> Expression | None:
        """Read "within 6 months", "1-2 years", "3 months from approval"."""
        at = begin + (self._kind(begin) is Kind.WITHIN)
        least = most = 0
        if self._kind(at) is Kind.PAIR:
            least, most = self._tokens[at].value
        elif self._kind(at) is Kind.NUMBER:
            least = most = self._tokens[at].number
            if self._kind(at + 1) in (Kind.DASH, Kind.TO) and self._kind(at + 2) is Kind.NUMBER:
                most, at = self._tokens[at + 2].number, at + 2
        else:
            return None
        if self._kind(at + 1) is Kind.DASH:
            at += 1
        if self._kind(at + 1) is not Kind.UNIT or self._kind(begin - 1) in (Kind.EVERY, Kind.NUMBERED, Kind.UNIT):
            return None
        if at - begin == 0 and self._kind(at + 2) in (Kind.WORD, Kind.NAME, Kind.NUMBERED):
            return None  # "3 month trial"
        unit = self._tokens[at + 1].number
        stop, base, from_plan = at + 2, None, True
        if self._kind(stop) in (Kind.FROM, Kind.OF):
            read = self._period(stop + 1)
            if read and read[0].year is not None:
                base, stop = read
            elif read:
                return None  # "2 weeks from June": no one day
            else:
                after = stop + 1 + (self._kind(stop + 1) is Kind.THE)
                said = self._tokens[after].text.lower() if self._kind(after) else ""
                from_plan = said in lexicon().sets["plan_events"]
                stop = after + (1 if said else 0)
        start, end = self._tokens[begin].start, self._tokens[stop - 1].end
        lapse = Lapse(least * unit, most * unit, from_plan, base)
        return Expression(Period(Unit.DAY), begin, stop, start, end, lapse=lapse)

    # -- periods ---------------------------------------------------------------------------------------------------

    def _period(self, begin: int) -> Parsed:
        at, is_end, week = begin, False, 0
        doubts: set[Doubt] = set()
        while self._kind(at) in _QUALIFIERS:
            kind = self._kind(at)
            is_end |= kind is Kind.END
            if kind is Kind.APPROXIMATE:
                doubts.add(Doubt.APPROXIMATE)
            if kind is Kind.WEEK_COMMENCING:
                week = 7
            at += 1
            if kind in (Kind.END, Kind.APPROXIMATE) and self._kind(at) in (Kind.DASH, Kind.OF, Kind.COLON):
                at += 1
        if at > begin and self._kind(at) in (Kind.BY, Kind.OF):
            at += 1
        qualified = is_end or bool(doubts) or bool(week)
        read = self._core(at, is_end)
        if not read or not self._licensed(begin, at, read, qualified):
            return None
        period, stop = read
        if is_end:
            period = period.last_part()
        if week and period.unit is Unit.DAY:
            period = replace(period, days=week)
        return period.doubted(*doubts), stop

    def _core(self, at: int, is_end: bool) -> Parsed:
        kind = self._kind(at)
        if kind in (Kind.NEXT, Kind.THIS, Kind.WITHIN) or (is_end and kind is Kind.UNIT):
            return self._relative(at)
        if kind is Kind.WEEKDAY:
            at += 1
            if self._kind(at) in (Kind.COMMA, Kind.STOP, Kind.THE):
                at += 1
            return self._day(at) or (self._core(at, False) if self._kind(at) in (Kind.DATE, Kind.MONTH) else None)
        reader = _CORES.get(kind) if kind else None
        return reader(self, at) if reader else None

    def _date(self, at: int) -> Parsed:
        day, month, year = self._tokens[at].value
        doubts = []
        if not self._day_first:
            day, month = month, day
        if month > 12 >= day:
            day, month = month, day
            doubts.append(Doubt.AMBIGUOUS)
        return Period(Unit.DAY, month, day=day, year=year).doubted(*doubts), at + 1

    def _iso(self, at: int) -> Parsed:
        year, month, day = self._tokens[at].value
        return Period(Unit.DAY, month, day=day, year=year), at + 1

    def _day(self, at: int) -> Parsed:
        """Read "31st March 2024", "1-5 March", "31 March"."""
        if self._kind(at) is Kind.PAIR:
            return self._days(at)
        if not self._is_number(at, 31) or self._kind(at - 1) is Kind.NUMBERED:
            return None
        day, after = self._tokens[at].number, at + 1
        if (
            self._kind(after) in (Kind.DASH, Kind.TO, Kind.AND, Kind.SLASH)
            and self._is_number(after + 1, 31)
            and self._month_at(after + 2)
        ):
            last = self._day(after + 1)
            if last and last[0].day > day:
                period, stop = last
                return replace(period, day=day, days=period.day - day + 1), stop
            return None
        if self._kind(after) is Kind.STOP and self._touching(after) and self._touching(after + 1):
            after += 1  # 31.March; with a space it is the number of a list
        elif self._kind(after) in (Kind.DASH, Kind.SLASH, Kind.OF):
            after += 1
        elif self._kind(after) is Kind.LINE and self._kind(at) is Kind.ORDINAL:
            after += 1
        month = self._month_at(after)
        if month is None:
            return None
        return self._with_year(Period(Unit.DAY, month, day=day), after + 1, short=True)

    def _days(self, at: int) -> Parsed:
        """Read a pair of days before a month: "1-5 March 2024"."""
        first, last = self._tokens[at].value
        month = self._month_at(at + 1)
        if month is None or not 1 <= first < last <= 31:
            return None
        return self._with_year(Period(Unit.DAY, month, day=first, days=last - first + 1), at + 2, short=True)

    def _month(self, at: int) -> Parsed:
        """Read "March 2024", "Dec-14", "Sept 23.", "July 21, 2014", "March"."""
        month = self._month_at(at)
        if month is None:
            return None
        after = at + 1
        if self._kind(after) is Kind.STOP and self._touching(after) and len(self._tokens[at].text) <= 4:
            if self._kind(after + 1) in (Kind.YEAR, Kind.NUMBER, Kind.YEARS, Kind.PAIR, Kind.ORDINAL, Kind.DASH):
                after += 1
        day = self._day_after_month(month, after)
        if day:
            return day
        return self._with_year(Period(Unit.MONTH, month), after, short=True)

    def _day_after_month(self, month: int, at: int) -> Parsed:
        """Read the day in "July 21, 2014" and "March 3rd"."""
        if not self._is_number(at, 31) or self._kind(at + 1) in (Kind.UNIT, Kind.MONTH):
            return None
        token, after = self._tokens[at], at + 1
        after += self._kind(after) is Kind.COMMA
        period = Period(Unit.DAY, month, day=token.number)
        if self._kind(after) is Kind.YEAR and self._kind(after + 1) is not Kind.NAME:
            return replace(period, year=self._tokens[after].number), after + 1
        if token.kind is Kind.ORDINAL:
            return self._with_year(period, at + 1, short=True)
        alone = self._kind(at + 1) in (None, Kind.LINE, Kind.STOP, Kind.COMMA, Kind.CLOSE, Kind.AND)
        if len(token.text) == 1 and alone:
            return period, at + 1
        return None

    def _with_year(self, period: Period, at: int, *, short: bool) -> Parsed:
        """Return a month or day with the year that follows it, or without."""
        years = self._years_after(at, short=short, month=period.month)
        if not years:
            return period, at
        if years.last is not None:
            placed = within_years(period, years.first) if years.last == years.first + 1 else None
            return (placed, years.stop) if placed else (period, at)
        if Doubt.AMBIGUOUS in years.doubts and period.unit is Unit.MONTH:
            return Period(Unit.DAY, period.month, day=years.first % 100).doubted(Doubt.AMBIGUOUS), years.stop
        return replace(period, year=years.first), years.stop

    def _years_after(self, at: int, *, short: bool, month: int = 0) -> _Years | None:
        """Return the year or years that stand at a place or just after "of", a comma, a dash or a bracket."""
        begin, opened = at, False
        while self._kind(at) in _YEAR_SEPARATORS and at - begin < 2:
            opened |= self._kind(at) is Kind.OPEN
            if self._kind(at) is Kind.STOP and not self._touching(at):
                return None
            at += 1
        if self._kind(at) is Kind.LINE and at == begin and self._kind(at + 1) in (Kind.YEAR, Kind.YEARS):
            at += 1
        years = self._years_at(at)
        if years and self._kind(years.stop) is Kind.NAME and at > begin:
            return None  # "March, 2015 budget"
        if not years and self._kind(at) is Kind.NUMBER:
            years = self._short_year(at, month) if short or self._kind(at - 1) is Kind.FINANCIAL_YEAR else None
        if years and opened and self._kind(years.stop) is Kind.CLOSE:
            return replace(years, stop=years.stop + 1)
        return years

    def _years_at(self, at: int) -> _Years | None:
        """Return a year, a financial year (2024/25, 24/25), or a range of years, that begins at a token."""
        kind = self._kind(at)
        if kind is Kind.YEARS:
            return _Years(*self._tokens[at].value, at + 1)
        if kind is Kind.PAIR:
            first, last = self._tokens[at].value
            if last == first + 1 and self._kind(at + 1) is not Kind.UNIT:
                return _Years(full_year(f"{first:02}"), full_year(f"{first:02}") + 1, at + 1)
        if kind is Kind.YEAR:
            year = self._tokens[at].number
            follows = self._kind(at + 1) in (Kind.SLASH, Kind.DASH) and self._kind(at + 2) is Kind.NUMBER
            if follows and self._tokens[at + 2].number == (year + 1) % 100 and not self._month_at(at + 3):
                return _Years(year, year + 1, at + 3)
            if follows and self._kind(at + 1) is Kind.SLASH and self._kind(at + 2) is Kind.YEAR:
                return None
            return _Years(year, None, at + 1)
        return None

    def _short_year(self, at: int, month: int) -> _Years | None:
        """Return a two-digit year, a doubtful one where it lies far from the plan's and could be a day."""
        token = self._tokens[at]
        after = self._kind(at + 1)
        if after in (Kind.UNIT, Kind.MONTH, Kind.SEASON) or not token.text.isdigit():
            return None
        if len(token.text) == 3 and after is Kind.NUMBER and len(self._tokens[at + 1].text) == 1:
            return _Years(full_year(token.text + self._tokens[at + 1].text), None, at + 2)  # "March 202 4"
        if len(token.text) != 2 or (after is Kind.WORD and self._mode is Mode.PROSE and token.number < 10):
            return None
        year = full_year(token.text)
        near = abs(year - self._near) <= NEAR_YEARS if self._near else year <= 2000 + LATEST_SHORT_YEAR
        if near or not 1 <= token.number <= 31 or not month:
            return _Years(year, None, at + 1)
        return _Years(year, None, at + 1, frozenset({Doubt.AMBIGUOUS}))

    def _season(self, at: int) -> Parsed:
        month, after = self._tokens[at].number, at + 1
        term = self._kind(after) is Kind.TERM
        after += term
        period = Period(Unit.SEASON, month, 3)
        if term:
            first, months = _TERMS[month]
            period = Period(Unit.MONTHS, first, months).doubted(Doubt.APPROXIMATE)
        years = self._years_after(after, short=True)
        if not years:
            return period, after
        if years.last is None:
            return replace(period, year=years.first), years.stop
        if years.last != years.first + 1:
            return period, after
        if month >= SEPTEMBER:  # autumn and winter of two years belong to the first in any kind of year
            return replace(period, year=years.first), years.stop
        placed = replace(period, year=years.last)
        return (placed if term else placed.doubted(Doubt.AMBIGUOUS)), years.stop

    def _quarter(self, at: int) -> Parsed:
        """Read "Q3 2023/24", "Quarter 4 2024/25", "third quarter of 2024", "second half of 2024/25"."""
        kind = self._kind(at)
        if kind in (Kind.QUARTER, Kind.HALF):
            number = self._tokens[at].number
            return self._quarter_after(number, at + 1, half=kind is Kind.HALF)
        if kind in (Kind.ORDINAL_WORD, Kind.ORDINAL) and self._kind(at + 1) in (Kind.QUARTER_WORD, Kind.HALF_WORD):
            half = self._kind(at + 1) is Kind.HALF_WORD
            number = self._tokens[at].number if self._tokens[at].number > 0 else (2 if half else 4)
            return self._quarter_after(number, at + 2, half=half)
        if kind in (Kind.QUARTER_WORD, Kind.HALF_WORD) and self._kind(at + 1) in (Kind.NUMBER, Kind.ORDINAL_WORD):
            return self._quarter_after(self._tokens[at + 1].number, at + 2, half=kind is Kind.HALF_WORD)
        return None

    def _quarter_after(self, number: int, at: int, *, half: bool = False) -> Parsed:
        """Return a quarter or half with the year that follows. With one year it is the calendar's, and doubtful."""
        months = 6 if half else 3
        if not 1 <= number <= 12 // months:
            return None
        financial = Period(Unit.MONTHS, APRIL + months * (number - 1), months)
        years = self._years_after(at, short=True)
        if not years:
            return financial, at
        if years.last == years.first + 1 or self._financial or self._after_financial_word(at, years.stop):
            return replace(financial, year=years.first), years.stop
        if years.last is not None:
            return financial, at
        calendar = Period(Unit.MONTHS, 1 + months * (number - 1), months, year=years.first)
        return calendar.doubted(Doubt.CALENDAR), years.stop

    def _after_financial_word(self, at: int, stop: int) -> bool:
        return any(self._kind(i) is Kind.FINANCIAL_YEAR for i in range(at, stop))

    def _year(self, at: int) -> Parsed:
        """Read "2024", "2024/25", "2025/26 Q3", "2024 to 2029" and the pairs 03/25 and 31/12."""
        kind = self._kind(at)
        if kind is Kind.PAIR and self._month_at(at + 1):
            return self._days(at)
        years = self._years_at(at)
        if not years:
            return self._pair(at) if kind is Kind.PAIR else None
        if kind is Kind.PAIR and self._tokens[at].number < 13 and not self._is_year_pair(at):
            return self._pair(at)
        after = years.stop + (self._kind(years.stop) in (Kind.COMMA, Kind.DASH))
        if self._kind(after) in (Kind.QUARTER, Kind.HALF, Kind.QUARTER_WORD):
            quarter = self._quarter(after)
            if quarter and quarter[0].year is None:
                return self._quarter_in(quarter[0], years, quarter[1])
        if self._kind(years.stop) in _NAMED_YEARS and self._kind(years.stop + 1) not in (Kind.YEAR, Kind.YEARS):
            named = self._kind(years.stop)
            assert named is not None
            return self._named(years, named, years.stop + 1)
        if years.last is None:
            return calendar_year(years.first), years.stop
        if years.last == years.first + 1:
            return year_from(APRIL, years.first), years.stop
        span = Period(Unit.YEAR, 1, 12 * (years.last - years.first + 1), year=years.first)
        return span, years.stop

    def _is_year_pair(self, at: int) -> bool:
        """Say whether 11/12 is a financial year: only where the plan's own date is near it."""
        return self._near is not None and abs(full_year(f"{self._tokens[at].number:02}") - self._near) <= 2

    def _quarter_in(self, quarter: Period, years: _Years, stop: int) -> Parsed:
        if years.last is not None or self._financial:
            return replace(quarter, year=years.first), stop
        return replace(quarter, month=quarter.month - 3, year=years.first).doubted(Doubt.CALENDAR), stop

    def _pair(self, at: int) -> Parsed:
        """Read 03/2025 and 03/25 as month and year, 31/12 as day and month; both can hold for 04/09."""
        token = self._tokens[at]
        first, second = token.value
        if second > 99:
            return (Period(Unit.MONTH, first, year=second), at + 1) if 1 <= first <= 12 else None
        if "-" in token.text:
            return None
        year = full_year(f"{second:02}")
        near = abs(year - self._near) <= NEAR_YEARS if self._near else 0 < year - 2000 <= LATEST_SHORT_YEAR
        is_month = 1 <= first <= 12 and near and len(token.text.split("/")[1]) == 2
        is_day = 1 <= first <= 31 and 1 <= second <= 12
        if is_month:
            return Period(Unit.MONTH, first, year=year).doubted(*([Doubt.AMBIGUOUS] if is_day else [])), at + 1
        return (Period(Unit.DAY, second, day=first), at + 1) if is_day else None

    def _named_year(self, at: int) -> Parsed:
        """Read "FY24/25", "financial year 2024-25", "academic year 2024/25", "the financial year"."""
        kind = self._kind(at)
        assert kind is not None
        years = self._years_after(at + 1, short=True)
        if not years:
            return year_from(_NAMED_YEARS[kind], months=13 if kind is Kind.MUNICIPAL_YEAR else 12), at + 1
        return self._named(years, kind, years.stop)

    def _named(self, years: _Years, kind: Kind, stop: int) -> Parsed:
        """Return a named year; with one figure (FY25) it may be the year that begins or ends in it."""
        month = _NAMED_YEARS[kind]
        period = year_from(month, years.first, 13 if kind is Kind.MUNICIPAL_YEAR else 12)
        if kind is Kind.MUNICIPAL_YEAR:
            period = period.doubted(Doubt.APPROXIMATE)
        return period.doubted(*([Doubt.AMBIGUOUS] if years.last is None else [])), stop

    def _calendar_year(self, at: int) -> Parsed:
        years = self._years_after(at + 1, short=False)
        if years and years.last is None:
            return calendar_year(years.first), years.stop
        return replace(calendar_year(), shift=0), at + 1

    def _year_end(self, at: int) -> Parsed:
        """Read "year end 2024/25": the end of March that closes the financial year."""
        years = self._years_after(at + 1, short=False)
        if not years:
            return Period(Unit.MONTH, 3).doubted(Doubt.APPROXIMATE), at + 1
        if years.last == years.first + 1:
            return Period(Unit.MONTH, 15, year=years.first), years.stop
        return Period(Unit.MONTH, 3, year=years.first).doubted(Doubt.AMBIGUOUS), years.stop

    def _christmas(self, at: int) -> Parsed:
        read = self._with_year(Period(Unit.MONTH, 12), at + 1, short=True)
        return (read[0].doubted(Doubt.APPROXIMATE), read[1]) if read else None

    def _relative(self, at: int) -> Parsed:
        """Read "this financial year", "next month", "next March", "the end of the year"."""
        kind = self._kind(at)
        is_next = kind is Kind.NEXT or (kind is Kind.WITHIN and self._tokens[at].text.lower().endswith("next"))
        at += kind is not Kind.UNIT
        kind = self._kind(at)
        if kind is Kind.UNIT and self._tokens[at].number in (1, 12) and not self._tokens[at].text.lower().endswith("s"):
            period = calendar_year() if self._tokens[at].number == 12 else Period(Unit.MONTH, 0)
            return replace(period, shift=int(is_next)), at + 1
        if kind in _NAMED_YEARS:
            read = self._named_year(at)
            return (replace(read[0], shift=int(is_next)), read[1]) if read and read[0].year is None else read
        if kind in (Kind.MONTH, Kind.SEASON):
            return _CORES[kind](self, at)
        return None

    # -- what is no date -------------------------------------------------------------------------------------------

    def _licensed(self, begin: int, at: int, read: tuple[Period, int], qualified: bool) -> bool:
        """Say whether a period is meant as one, from the words around it.

        A bare year needs a preposition, or to stand alone: "Act of 2007", "2015 budget" and "Plan 2025-2030" are
        names. So does a season, a month that is also a name ("April Jones") or a verb ("may"), and a pair.
        """
        period, stop = read
        kind = self._kind(at)
        if kind in (Kind.YEAR, Kind.YEARS):
            is_year = period.unit is Unit.YEAR or (period.unit is Unit.MONTHS and period.months >= 12)
            return not is_year or self._year_licensed(begin, stop, qualified, period)
        if kind is Kind.PAIR and not self._month_at(at + 1):
            return self._pair_licensed(begin, at, stop, period)
        if period.year is not None or qualified:
            return True
        if kind is Kind.SEASON:
            return self._season_licensed(begin, stop)
        if period.unit is Unit.MONTH and kind is Kind.MONTH:
            return self._month_licensed(begin, at, stop)
        return True

    def _before(self, begin: int) -> Kind | None:
        before = self._kind(begin - 1)
        return self._kind(begin - 2) if before is Kind.THE else before

    def _year_licensed(self, begin: int, stop: int, qualified: bool, period: Period) -> bool:
        after = stop
        while self._kind(after) in (Kind.AND, Kind.COMMA, Kind.SLASH) and self._kind(after + 1) in (
            Kind.YEAR,
            Kind.YEARS,
        ):
            after += 2
        before = self._before(begin)
        if self._kind(after) is Kind.NAME or before in (Kind.NAME, Kind.OF, Kind.NUMBERED):
            return False
        if qualified or before in _TEMPORAL:
            return True
        joined = before in _JOINS and self._kind(begin - 2) in (Kind.YEAR, Kind.YEARS)
        if joined and self._kind(begin - 3) in _TEMPORAL:
            return True
        following = self._kind(stop)
        if self._mode is Mode.PROSE:
            heads = before in (None, Kind.LINE) and following in (Kind.COMMA, Kind.COLON, Kind.DASH, None)
            return heads
        if following in (Kind.WORD, Kind.NUMBERED, Kind.NUMBER, Kind.OTHER) and before is not Kind.COMPLETED:
            return False
        if before is Kind.WORD:
            word = self._tokens[begin - 1].text
            opens_text = self._kind(begin - 2) in (None, Kind.LINE, Kind.STOP)
            return period.months <= 12 and (word.islower() or (opens_text and not word.isupper()))
        return True

    def _pair_licensed(self, begin: int, at: int, stop: int, period: Period) -> bool:
        before, after = self._before(begin), self._kind(stop)
        beside = {Kind.WORD, Kind.NUMBERED, Kind.NAME, Kind.NUMBER, Kind.OTHER, Kind.UNIT}
        if after in beside or before in (Kind.NUMBERED, Kind.NAME, Kind.OTHER, Kind.OF):
            return (
                self._tokens[at].number <= 12
                and self._tokens[at].value[1] > 99
                and before not in (Kind.NUMBERED, Kind.NAME)
            )
        if self._mode is Mode.PROSE:
            first, second = self._tokens[at].value
            return second > 99 or (
                before in _TEMPORAL and first > 12 and (second == first + 1 or period.unit is Unit.DAY)
            )
        return before is not Kind.WORD or self._tokens[at].value[1] > 99

    def _season_licensed(self, begin: int, stop: int) -> bool:
        if self._kind(stop) is Kind.NAME:
            return False
        before = self._before(begin)
        joined = before in _JOINS and self._kind(begin - 2) in (Kind.SEASON, Kind.MONTH, Kind.YEAR)
        return self._mode is Mode.CELL or before in _TEMPORAL or joined

    def _month_licensed(self, begin: int, at: int, stop: int) -> bool:
        text, known = self._tokens[at].text, lexicon().sets
        after = self._tokens[stop].text if self._kind(stop) else ""
        before, after_kind = self._before(begin), self._kind(stop)
        temporal = before in _TEMPORAL
        if text.lower() == "may" and not temporal and after.lower() in known["verb_after_may"]:
            return False
        if self._mode is Mode.CELL:
            return text != "may" or temporal or after_kind not in (Kind.WORD, Kind.FUNCTION, Kind.FUTURE, Kind.NEGATION)
        if text.lower() not in known["given_names"]:
            return text[0].isupper()
        if after_kind is Kind.WORD and after[0].isupper():
            return before is Kind.BY and self._tokens[begin - 1].text.lower() in ("in", "during", "at", "the")
        joined = before in _JOINS and self._kind(begin - 2) in (Kind.MONTH, Kind.YEAR)
        return (temporal or joined or self._kind(begin - 1) is Kind.THE) and text[0].isupper()


_CORES = {
    Kind.DATE: Grammar._date,
    Kind.ISO: Grammar._iso,
    Kind.MONTH: Grammar._month,
    Kind.WORD: Grammar._month,
    Kind.SEASON: Grammar._season,
    Kind.QUARTER: Grammar._quarter,
    Kind.QUARTER_WORD: Grammar._quarter,
    Kind.HALF: Grammar._quarter,
    Kind.HALF_WORD: Grammar._quarter,
    Kind.ORDINAL_WORD: Grammar._quarter,
    Kind.ORDINAL: lambda grammar, at: grammar._day(at) or grammar._quarter(at),
    Kind.NUMBER: Grammar._day,
    Kind.YEAR: Grammar._year,
    Kind.YEARS: Grammar._year,
    Kind.PAIR: Grammar._year,
    Kind.FINANCIAL_YEAR: Grammar._named_year,
    Kind.ACADEMIC_YEAR: Grammar._named_year,
    Kind.MUNICIPAL_YEAR: Grammar._named_year,
    Kind.CALENDAR_YEAR: Grammar._calendar_year,
    Kind.YEAR_END: Grammar._year_end,
    Kind.CHRISTMAS: Grammar._christmas,
}
_OPENERS = set(_CORES) | _QUALIFIERS | {Kind.WEEKDAY, Kind.NEXT, Kind.THIS, Kind.WITHIN}
