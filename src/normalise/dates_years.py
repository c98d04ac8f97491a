"""The year that stands after a month, season or quarter: 2024, 2024/25, 24/25, '24."""

from __future__ import annotations

from dataclasses import dataclass, replace

from normalise.dates_lexicon import Kind, full_year
from normalise.dates_periods import Doubt
from normalise.dates_view import Mode, View

NEAR_YEARS = 5  # a two-digit number after a month is a year where it lies this near to the plan's
LATEST_SHORT_YEAR = 45  # without a plan's date "Jan 31" is the year 2031 up to here, a day never

_SEPARATORS = {Kind.OF, Kind.THE, Kind.COMMA, Kind.DASH, Kind.SLASH, Kind.OPEN, Kind.FINANCIAL_YEAR, Kind.STOP}


@dataclass(frozen=True, slots=True)
class Years:
    """A year, or the two years of a financial one, as read after a month or quarter. `stop` counts tokens."""

    first: int
    last: int | None
    stop: int
    doubts: frozenset[Doubt] = frozenset()


def years_after(view: View, at: int, *, short: bool, month: int = 0, apart: bool = False) -> Years | None:
    """Return the year or years that stand at a place or just after "of", a comma, a dash or a bracket."""
    begin, opened = at, False
    while view.kind(at) in _SEPARATORS and at - begin < 2:
        opened |= view.kind(at) is Kind.OPEN
        if view.kind(at) is Kind.STOP and not view.touching(at):
            return None
        at += 1
    if view.kind(at) is Kind.LINE and at == begin and view.kind(at + 1) in (Kind.YEAR, Kind.YEARS):
        at += 1
    years = _spaced(view, at) if apart else years_at(view, at)
    if years and view.kind(years.stop) is Kind.NAME and at > begin:
        return None  # "March, 2015 budget"
    if not years and view.kind(at) is Kind.NUMBER:
        years = _short_year(view, at, month) if short or view.kind(at - 1) is Kind.FINANCIAL_YEAR else None
    if years and opened and view.kind(years.stop) is Kind.CLOSE:
        return replace(years, stop=years.stop + 1)
    return years


def _spaced(view: View, at: int) -> Years | None:
    """Return the two years of "Q3 2024 - 2025", which after a month would be the ends of an interval."""
    if view.kind(at) is Kind.YEAR and view.kind(at + 1) in (Kind.DASH, Kind.SLASH) and view.kind(at + 2) is Kind.YEAR:
        first, last = view.tokens[at].number, view.tokens[at + 2].number
        if last == first + 1:
            return Years(first, last, at + 3)
    return years_at(view, at)


def years_at(view: View, at: int) -> Years | None:
    """Return a year, a financial year (2024/25, 24/25), or a range of years, that begins at a token."""
    kind = view.kind(at)
    if kind is Kind.YEARS:
        return Years(view.tokens[at].value[0], view.tokens[at].value[1], at + 1)
    if kind is Kind.PAIR:
        first, last = view.tokens[at].value
        if last == first + 1 and view.kind(at + 1) is not Kind.UNIT:
            return Years(full_year(f"{first:02}"), full_year(f"{first:02}") + 1, at + 1)
    if kind is Kind.YEAR:
        year = view.tokens[at].number
        follows = view.kind(at + 1) in (Kind.SLASH, Kind.DASH) and view.kind(at + 2) is Kind.NUMBER
        beyond = at + 4 if view.kind(at + 3) is Kind.DASH else at + 3  # "January 2022 - 23-Jan-2023" ends on a day
        if follows and view.tokens[at + 2].number == (year + 1) % 100 and not view.month_at(beyond):
            return Years(year, year + 1, at + 3)
        if follows and view.touching(at + 1) and view.touching(at + 2) and len(view.tokens[at + 2].text) == 1:
            short = view.tokens[at + 2].number == (year + 1) % 10
            return Years(year, year + 1, at + 3) if short else None  # 2024/5
        return Years(year, None, at + 1)
    return None


def _short_year(view: View, at: int, month: int) -> Years | None:
    """Return a two-digit year, a doubtful one where it lies far from the plan's and could be a day."""
    token = view.tokens[at]
    after, text = view.kind(at + 1), token.text
    joined = view.touching(at) and (view.kind(at - 1) is not Kind.DASH or view.touching(at - 1))  # "Dec-14", "Dec14"
    if not text.isdigit() or (after in (Kind.UNIT, Kind.MONTH, Kind.SEASON) and not joined):
        return None
    if len(text) == 3 and after is Kind.NUMBER and len(view.tokens[at + 1].text) == 1:
        return Years(full_year(text + view.tokens[at + 1].text), None, at + 2)  # "March 202 4"
    torn = text in ("19", "20") and after is Kind.NUMBER and len(view.tokens[at + 1].text) == 2
    if torn and view.kind(at + 2) not in (Kind.WORD, Kind.UNIT, Kind.FUNCTION):
        return Years(full_year(text + view.tokens[at + 1].text), None, at + 2)  # "March 20 25"
    if len(text) != 2 or (after is Kind.WORD and view.mode is Mode.PROSE and token.number < 10):
        return None
    year = full_year(text)
    near = abs(year - view.near) <= NEAR_YEARS if view.near else year <= 2000 + LATEST_SHORT_YEAR
    if joined or near or view.kind(at - 1) is Kind.DASH or not 1 <= token.number <= 31 or not month:
        return Years(year, None, at + 1)
    return Years(year, None, at + 1, frozenset({Doubt.AMBIGUOUS}))
