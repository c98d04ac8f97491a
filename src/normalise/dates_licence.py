"""Whether a period is meant as one: years inside names, months that are people, pairs of numbers."""

from __future__ import annotations

from normalise.dates_lexicon import Kind, lexicon
from normalise.dates_periods import Period, Unit
from normalise.dates_view import Mode, View

_TEMPORAL = {
    Kind.BY, Kind.TO, Kind.FROM, Kind.START, Kind.BETWEEN, Kind.EVERY, Kind.NEXT, Kind.THIS, Kind.END,
    Kind.APPROXIMATE, Kind.WITHIN, Kind.DUE, Kind.REVISED, Kind.ORIGINAL, Kind.ARROW, Kind.WEEKDAY,
    Kind.WEEK_COMMENCING, Kind.WEEK_ENDING, Kind.COMPLETED,
}  # fmt: skip
_SETS_IN_TIME = {"in", "during", "throughout", "since", "until", "till"}  # "in 2024/25 savings were made"
_JOINS = {Kind.AND, Kind.OR, Kind.COMMA, Kind.DASH, Kind.SLASH}


def licensed(view: View, begin: int, at: int, found: tuple[Period, int], qualified: bool) -> bool:
    """Say whether a period is meant as one, from the words around it.

    A bare year needs a preposition, or to stand alone: "Act of 2007", "2015 budget" and "Plan 2025-2030" are
    names. So does a season, a month that is also a name ("April Jones") or a verb ("may"), and a pair.
    """
    period, stop = found
    kind = view.kind(at)
    if kind in (Kind.YEAR, Kind.YEARS):
        is_year = period.unit is Unit.YEAR or (period.unit is Unit.MONTHS and period.months >= 12)
        return not is_year or _year_licensed(view, begin, stop, qualified, period)
    if kind is Kind.PAIR and not view.month_at(at + 1):
        return _pair_licensed(view, begin, at, stop, period)
    if kind is Kind.DATE and "." in view.tokens[at].text and view.kind(begin - 1) in (Kind.NUMBERED, Kind.NAME):
        return False  # "section 4.12.14", "version 2.10.14"
    if period.year is None and period.months >= 12 and view.kind(begin - 1) is Kind.EVERY:
        return False  # "each financial year"
    if period.year is not None or qualified:
        return True
    if kind is Kind.SEASON:
        return _season_licensed(view, begin, stop)
    if period.unit is Unit.MONTH and kind is Kind.MONTH:
        return _month_licensed(view, begin, at, stop)
    return True


def _before(view: View, begin: int) -> Kind | None:
    before = view.kind(begin - 1)
    return view.kind(begin - 2) if before is Kind.THE else before


def _year_licensed(view: View, begin: int, stop: int, qualified: bool, period: Period) -> bool:
    if _is_debris(view, begin):
        return False
    after = stop
    while view.kind(after) in (Kind.AND, Kind.COMMA, Kind.SLASH) and view.kind(after + 1) in (
        Kind.YEAR,
        Kind.YEARS,
    ):
        after += 2
    before = _before(view, begin)
    names = view.kind(after) is Kind.NAME and view.low(begin - 1) not in _SETS_IN_TIME
    if names or before in (Kind.NAME, Kind.OF, Kind.NUMBERED):
        return False
    if qualified or before in _TEMPORAL:
        return True
    joined = before in _JOINS and view.kind(begin - 2) in (Kind.YEAR, Kind.YEARS)
    if joined and view.kind(begin - 3) in _TEMPORAL:
        return True
    following = view.kind(stop)
    if view.mode is Mode.PROSE:
        return before in (None, Kind.LINE) and following in (Kind.COMMA, Kind.COLON, Kind.DASH, None)
    if following in (Kind.WORD, Kind.NUMBERED, Kind.NUMBER, Kind.OTHER) and before is not Kind.COMPLETED:
        return False
    if before is Kind.WORD:
        word = view.tokens[begin - 1].text
        opens_text = view.kind(begin - 2) in (None, Kind.LINE, Kind.STOP)
        return period.months <= 12 and (word.islower() or (opens_text and not word.isupper()))
    return True


def _is_debris(view: View, begin: int) -> bool:
    """Say whether a year clings to figures that no grammar knows ("31-03_2026"): what they mean is not the year."""
    figures = {Kind.NUMBER, Kind.PAIR, Kind.ORDINAL, Kind.OTHER}
    marks = {Kind.SLASH, Kind.DASH, Kind.STOP, Kind.COMMA, Kind.OTHER}
    before = begin - 1
    while view.touching(before + 1) and view.kind(before) in marks:
        before -= 1
    return before < begin - 1 and view.touching(before + 1) and view.kind(before) in figures


def _pair_licensed(view: View, begin: int, at: int, stop: int, period: Period) -> bool:
    before, after = _before(view, begin), view.kind(stop)
    beside = {Kind.WORD, Kind.NUMBERED, Kind.NAME, Kind.NUMBER, Kind.OTHER, Kind.UNIT}
    if after in beside or before in (Kind.NUMBERED, Kind.NAME, Kind.OTHER, Kind.OF):
        return (
            view.tokens[at].number <= 12 and view.tokens[at].value[1] > 99 and before not in (Kind.NUMBERED, Kind.NAME)
        )
    if view.mode is Mode.PROSE:
        first, second = view.tokens[at].value
        return second > 99 or (before in _TEMPORAL and first > 12 and (second == first + 1 or period.unit is Unit.DAY))
    return before is not Kind.WORD or view.tokens[at].value[1] > 99


def _season_licensed(view: View, begin: int, stop: int) -> bool:
    if view.kind(stop) is Kind.NAME:
        return False
    before = _before(view, begin)
    joined = before in _JOINS and view.kind(begin - 2) in (Kind.SEASON, Kind.MONTH, Kind.YEAR)
    return view.mode is Mode.CELL or before in _TEMPORAL or joined


def _month_licensed(view: View, begin: int, at: int, stop: int) -> bool:
    text, known = view.tokens[at].text, lexicon().sets
    after = view.tokens[stop].text if view.kind(stop) else ""
    before, after_kind = _before(view, begin), view.kind(stop)
    temporal = before in _TEMPORAL
    if text.lower() == "may" and not temporal and after.lower() in known["verb_after_may"]:
        return False
    if view.mode is Mode.CELL:
        return text != "may" or temporal or after_kind not in (Kind.WORD, Kind.FUNCTION, Kind.FUTURE, Kind.NEGATION)
    if text.lower() not in known["given_names"] and len(text) > 3:
        return text[0].isupper()
    if after_kind is Kind.WORD and after[0].isupper():
        return before is Kind.BY and view.tokens[begin - 1].text.lower() in ("in", "during", "at", "the")
    joined = before in _JOINS and view.kind(begin - 2) in (Kind.MONTH, Kind.YEAR)
    return (temporal or joined or view.kind(begin - 1) is Kind.THE) and text[0].isupper()
