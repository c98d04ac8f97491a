"""First and last day that an EDTF string can mean (ISO 8601-2, level 1)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import TypeAlias

# season -> its first month (ISO 8601-2, 4.8); winter runs on into the next year
SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}
_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_KEPT = 4096  # answers that are kept: a plan has few dates, and many times each
Days: TypeAlias = tuple[dt.date | None, dt.date | None]


@lru_cache(maxsize=_KEPT)
def days_of(edtf: str | None) -> Days:
    """Return the first and last day that a level 1 EDTF string can mean; None at an open or unread end.

    Both are None where the interval runs backwards.

    >>> days_of("2023-24")
    (datetime.date(2023, 12, 1), datetime.date(2024, 2, 29))
    """
    if edtf is None:
        return None, None
    first, slash, last = edtf.partition("/")
    start, end = _part_days(first)
    if slash:
        end = _part_days(last)[1]
    return (None, None) if start and end and start > end else (start, end)


def _part_days(part: str) -> Days:
    match = _PART.fullmatch(part.rstrip("?~%"))
    if not match:
        return None, None
    year, month, day = (int(group) if group else None for group in match.groups())
    assert year is not None
    try:
        if month is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if day is not None:
            return dt.date(year, month, day), dt.date(year, month, day)
        first, length = (SEASON_MONTHS[month], 3) if month in SEASON_MONTHS else (month, 1)
        last_year, last_month = divmod(year * 12 + first - 1 + length - 1, 12)
        last_day = calendar.monthrange(last_year, last_month + 1)[1]
        return dt.date(year, first, 1), dt.date(last_year, last_month + 1, last_day)
    except ValueError:  # no such month or day
        return None, None
