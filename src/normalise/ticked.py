"""Columns whose headings are the values: months of a schedule, answers to tick, a state or update for each month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.model import Cell
from normalise.answers import read_answer
from normalise.colours import read_colour, read_colour_word
from normalise.dates import DateContext, read_heading_date
from normalise.dates_lexicon import Kind, Token, full_year, tokenise
from normalise.model import Field, Rag
from normalise.roles import MOST, NEARLY_ALL, Role
from normalise.rowcells import RowCell
from normalise.shape import TableShape
from normalise.status import read_status

FEWEST_PERIODS = 3  # columns of months or quarters that make a schedule
FEWEST_VALUES = 2  # columns of answers or states that are ticked
LONGEST_STATE = 40  # characters of a state in a month's column; more is an update
FEWEST_TOLD = 3  # words from which an earlier month's state is an update
START = "Start"
APRIL = 4  # the financial year's first month
_MARK = re.compile(r"^(?:[xX✓✔√☑✗✘•●■▪◆★*→⟶➔>–—-]+|yes|y)$")
_YEAR_ALONE = re.compile(r"(?:y(?:ea)?r?\s?[1-9]|20\d\d(?:\s?[/–-]\s?(?:20)?\d\d)?)", re.IGNORECASE)
_FIGURES = re.compile(r"^[£$€]?[\d.,]+\s*(?:%|[kmn]\b)?")
_OF_A_PERIOD = frozenset(
    {
        Kind.MONTH,
        Kind.QUARTER,
        Kind.QUARTER_WORD,
        Kind.NUMBER,
        Kind.YEAR,
        Kind.YEARS,
        Kind.PAIR,
        Kind.DASH,
        Kind.SLASH,
        Kind.COMMA,
        Kind.OF,
    }
)
_TRAFFIC_LIGHTS = frozenset({Rag.RED, Rag.AMBER, Rag.GREEN})


@dataclass(frozen=True, slots=True)
class _Period:
    """A month (by its number, else 0) or quarter, as printed, and its year as printed or carried on."""

    text: str
    month: int
    year: int | None

    @property
    def printed(self) -> str:
        """The period with its year."""
        return f"{self.text} {self.year}" if self.year and self.month else self.text


def settle_ticked(roles: Sequence[Role], shape: TableShape, as_of: dt.date | None) -> list[Role]:
    """Return the roles with those of columns whose headings are values: `value` says which, `second` of what field.

    A schedule's columns, and those of answers to tick, hold marks; a row's value is the heading of what it marks
    (`chosen`). Months over states give the status, the last one filled; months over sentences give updates.
    """
    settled = list(roles)
    for role in _tickable(roles, shape):
        settled[role.index] = role
    periods = _periods(roles)
    fills = _filled_by(roles, periods, shape)
    for index, period in periods.items():
        if fills is None:
            break
        role = replace(roles[index], method="cells", second=None, value=period.printed, is_progress=False)
        dated = read_heading_date(period.printed, DateContext(as_of))
        bears = dated[0] if dated else None
        if fills is Field.TIMESCALE:
            role = replace(role, field=Field.EXTRA, second=fills, as_of=None)
        elif fills is Field.UPDATE and as_of and bears and bears.start and bears.start > as_of:
            role = replace(role, field=Field.EXTRA, as_of=None, value="")  # what is to be done by then
        else:
            role = replace(role, field=fills, as_of=bears)
        settled[index] = role
    return settled


def chosen(cells: Sequence[RowCell]) -> list[RowCell]:
    """Return a row's cells with what its marks choose: the last month marked is the deadline, the first the start."""
    if not any(cell.role.value for cell in cells):
        return list(cells)
    added: list[RowCell] = []
    for field in (Field.TIMESCALE, Field.STATUS, Field.RESPONSE):
        marked = [cell for cell in cells if cell.role.value and cell.role.second is field and _is_marked(cell)]
        given = any(cell.role.field is field and cell.text for cell in cells)
        if not marked or given:
            continue
        added.append(_valued(marked[-1], field))
        if field is Field.TIMESCALE and len(marked) > 1:
            start = _valued(marked[0], Field.START)
            added.append(replace(start, role=replace(start.role, heading=START)))
    plain = [replace(cell, role=replace(cell.role, second=None)) if cell.role.value else cell for cell in cells]
    return [*plain, *added]


def latest_of_periods(cells: Sequence[RowCell]) -> list[RowCell]:
    """Take the last filled of the states of months for the status, the earlier ones for updates where they tell."""
    shown = [
        cell
        for cell in cells
        if cell.role.value and cell.role.field is Field.STATUS and (cell.text or (cell.cell and cell.cell.fill))
    ]
    return [
        replace(cell, role=replace(cell.role, field=_earlier(cell.text))) if cell in shown[:-1] else cell
        for cell in cells
    ]


def _earlier(text: str) -> Field:
    return Field.UPDATE if len(text.split()) >= FEWEST_TOLD else Field.EXTRA


def _valued(cell: RowCell, field: Field) -> RowCell:
    role = replace(cell.role, field=field, second=None, method="cells")
    return replace(cell, role=role, text=cell.role.value)


def _is_marked(cell: RowCell) -> bool:
    return bool(cell.text) or (cell.cell is not None and cell.cell.fill is not None)


def _tickable(roles: Sequence[Role], shape: TableShape) -> list[Role]:
    """Return the roles of columns that are headed by states or answers and hold nothing but marks."""
    found = []
    for field in (Field.RESPONSE, Field.STATUS):
        columns = []
        for role in roles:
            texts = shape.cells(role.index)
            if not all(_MARK.match(text.strip().casefold()) for text in texts):
                continue
            answers, said = read_answer(role.heading), read_status(role.heading)
            if answers if field is Field.RESPONSE else (said.status or said.rag) and not answers:
                columns.append((role, bool(texts)))
        if len(columns) < FEWEST_VALUES or not any(marked for _, marked in columns):
            continue
        answering = field is Field.STATUS or _answers_recommendations(roles, [role for role, _ in columns])
        for role, _ in columns:
            ticked = replace(role, field=Field.EXTRA, method="cells", second=None)
            found.append(replace(ticked, second=field, value=role.heading) if answering else ticked)
    return found


def _answers_recommendations(roles: Sequence[Role], columns: Sequence[Role]) -> bool:
    """Tell whether columns of answers are for recommendations: "Yes", "Partly" and "No" may as well assess oneself."""
    asked = any(role.field is Field.RECOMMENDATION for role in roles)
    return asked or any(read_status(role.heading).response for role in columns)


def _periods(roles: Sequence[Role]) -> dict[int, _Period]:
    """Return the columns that are headed by a month or quarter and nothing else, years carried on from the left."""
    found: dict[int, _Period] = {}
    before: _Period | None = None
    for role in roles:
        period = _period_of(role.heading)
        if period is None:
            continue
        if period.year is None and period.month and before and before.year and before.month:
            period = replace(period, year=before.year + (period.month < before.month))
        found[role.index] = before = period
    return found


def _period_of(heading: str) -> _Period | None:
    if _YEAR_ALONE.fullmatch(heading.strip()):
        return _Period(heading.strip(), 0, None)
    tokens = tokenise(heading)
    if not tokens or any(token.kind not in _OF_A_PERIOD for token in tokens):
        return None
    months = [token for token in tokens if token.kind is Kind.MONTH]
    quarters = [token for token in tokens if token.kind in (Kind.QUARTER, Kind.QUARTER_WORD)]
    if len(months) + len(quarters) != 1:
        return None
    if quarters:
        return _Period(heading, 0, None)
    return _Period(months[0].text, months[0].number, _year_of(tokens, months[0].number))


def _year_of(tokens: Sequence[Token], month: int) -> int | None:
    """Return the year of a month: beside it, or of the financial year that stands over it."""
    for token in tokens:
        if token.kind in (Kind.YEARS, Kind.PAIR):
            first, second = (year if year > 99 else 2000 + year for year in token.value[:2])
            return first if month >= APRIL else second
        if token.kind in (Kind.YEAR, Kind.NUMBER):
            return token.number if token.kind is Kind.YEAR else full_year(token.text)
    return None


def _filled_by(roles: Sequence[Role], periods: dict[int, _Period], shape: TableShape) -> Field | None:
    """Return what columns of months hold: marks (TIMESCALE), states (STATUS), sentences (UPDATE), figures (EXTRA)."""
    if len(periods) < FEWEST_PERIODS:
        return None
    if all(roles[index].field in (Field.STATUS, Field.UPDATE) for index in periods):
        return None  # the headings say it
    rows = [[cell for index in periods if (cell := shape.grid[row][index]) is not None] for row in shape.body]
    rows = [row for row in rows if any(cell.text.strip() or cell.fill for cell in row)]
    texts = [cell.text.strip() for row in rows for cell in row if cell.text.strip()]
    if not texts:
        return _by_fill(rows)
    if sum(bool(_MARK.match(text.casefold())) for text in texts) >= NEARLY_ALL * len(texts):
        return Field.TIMESCALE
    if sum(bool(_FIGURES.match(text)) for text in texts) >= len(texts) / 2:
        return Field.EXTRA
    if sum(map(_is_state, texts)) >= MOST * len(texts):
        return Field.STATUS
    if any(_YEAR_ALONE.fullmatch(period.text) for period in periods.values()):
        return None  # what is to be done in each year, or was
    return Field.UPDATE if sum(len(text.split()) >= 2 for text in texts) >= MOST * len(texts) else None


def _is_state(text: str) -> bool:
    if len(text) > LONGEST_STATE:
        return False
    said = read_status(text)
    return bool(read_colour_word(text) or said.rag or said.status)


def _by_fill(rows: Sequence[Sequence[Cell]]) -> Field | None:
    """Return what months hold that are filled and no more: traffic lights side by side, or a bar from start to end."""
    lights = [{colour for cell in row if (colour := read_colour(cell.fill))} & _TRAFFIC_LIGHTS for row in rows]
    whole = [all(cell.fill for cell in row) for row in rows]
    if any(len(row) > 1 for row in lights) or (all(whole) and len(set().union(*lights)) > 1):
        return Field.STATUS
    return None if all(whole) else Field.TIMESCALE
