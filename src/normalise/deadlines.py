"""The deadlines of one row: its timescale cells, what moves them, when it was raised and when it starts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from normalise.dates import DateContext, TimescaleReading, read_mentions, read_timescale
from normalise.model import Field, FlexibleDate, Milestone, MilestoneKind
from normalise.rowcells import PlanRow
from normalise.rows import main_column

_MOVES = re.compile(
    r"^\W*(?:slipped|extended|delayed|deferred|moved|postponed|put back|rescheduled)\W+(?:back )?(?:to|until|till)\b",
    re.IGNORECASE,
)
# "In progress – revised date 31 May 2024", "Overdue (new target: June)": nothing but such words before the date
_MOVED_TO = re.compile(
    r"\b(?:revised|new|extended|amended)\s+(?:(?:target|completion|implementation|delivery|due|end|finish)\s+)*"
    r"(?:dates?|deadlines?|targets?|timescales?)(?:\s+(?:is|of|to|set|agreed|for|now|by))*[\s:,–-]*",
    re.IGNORECASE,
)
LONGEST_DATE = 40  # characters
MOST_DATES = 0.6  # share of dates from which an unnamed column tells when a row was raised


def read_deadlines(row: PlanRow, stated: str | None, dates: DateContext) -> TimescaleReading | None:
    """Return the reading of the row's timescale cells; of the deadline `stated` once for all where it has none.

    A column of revised dates beside the first ones gives the revised deadline.
    """
    cells = row.of(Field.TIMESCALE)
    if not cells:
        return read_timescale(stated, dates) if stated else None
    first = [cell for cell in cells if not cell.role.is_moved]
    moved = [cell for cell in cells if cell.role.is_moved]
    struck = first[0].cell.struck if len(first) == 1 and first[0].cell and first[0].text == first[0].cell.text else ()
    reading = read_timescale("\n".join(cell.text for cell in first), dates, struck)
    for cell in moved:
        new = read_timescale(cell.text, dates)
        changed = tuple(replace(milestone, kind=MilestoneKind.REVISED) for milestone in new.milestones)
        reading = replace(
            reading,
            revised_due=new.due or new.revised_due or reading.revised_due,
            milestones=(*reading.milestones, *changed),
            ongoing=reading.ongoing or new.ongoing,
            issues=(*reading.issues, *new.issues),
        )
    return reading if reading.revised_due else _moved_in_status(row, reading, dates)


def _moved_in_status(row: PlanRow, reading: TimescaleReading, dates: DateContext) -> TimescaleReading:
    """Return the reading with the deadline that a status moves outright, or that "revised date" stands before."""
    for cell in row.of(Field.STATUS, Field.UPDATE):
        outright = cell.role.field is Field.STATUS and _MOVES.match(cell.text)
        moved = read_timescale(cell.text, dates).revised_due if outright else _date_behind(cell.text, dates)
        if moved:
            return replace(reading, revised_due=moved)
    return reading


def _date_behind(text: str, dates: DateContext) -> FlexibleDate | None:
    """Return the last of the dates that stand straight behind such words as "revised date"."""
    moved = None
    for said in _MOVED_TO.finditer(text):
        found = read_mentions(text[said.end() : said.end() + LONGEST_DATE], dates)
        if found and text[said.end() :].startswith(found[0].text):
            moved = found[0].date
    return moved


def raised_on(row: PlanRow, dates: DateContext) -> dt.date | None:
    """Return the day on which the row says it was raised: a column of dates before the action, or a start date."""
    roles = [cell.role for cell in row.cells]
    main = main_column(roles)
    for cell in row.of(Field.EXTRA):
        if main and cell.role.index < main.index and cell.role.evidence.date >= MOST_DATES:
            found = read_mentions(cell.text, dates)
            if found and found[0].date.start:
                return found[0].date.start
    for cell in row.of(Field.START):
        if "rais" in cell.role.heading.casefold() or "open" in cell.role.heading.casefold():
            found = read_mentions(cell.text, dates)
            if found and found[0].date.start:
                return found[0].date.start
    return dates.raised


def read_starts(row: PlanRow, dates: DateContext) -> tuple[Milestone, ...]:
    """Return the dates of a start column as milestones."""
    return tuple(
        replace(milestone, kind=MilestoneKind.START)
        for cell in row.of(Field.START)
        for milestone in read_timescale(cell.text, dates).milestones
    )
