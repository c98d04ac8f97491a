"""The status of one action, weighed from its status column, colour, updates, timescale and wording."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.model import Issue, IssueCode, Locator, Severity
from normalise.colours import read_colour
from normalise.dates import DateContext, TimescaleReading, read_mentions
from normalise.edtf import days_of
from normalise.legend import Legend
from normalise.model import Field, FlexibleDate, Origin, Rag, Reading, Response, Status, StatusSource, Update
from normalise.narrative import read_by_rules, read_narrative
from normalise.rowcells import PlanRow, RowCell
from normalise.status import STATUS_OF_COLOUR, StatusReading, read_status
from normalise.vocabulary import fold
from normalise.wording import is_action_like

COLOUR_ALONE = 0.4  # confidence of a status read from a colour that no legend explains
LEGEND = 0.9
ANSWERED = 0.9
FROM_ACTION, FROM_TIMESCALE, FROM_SECTION = 0.6, 0.8, 0.7
FROM_PERCENT = 0.8
SURE_TO_CONTRADICT = 0.7  # confidence of the rules of narrative
_CANNOT_BOTH_BE = (
    {Status.COMPLETE, Status.NOT_STARTED},
    {Status.COMPLETE, Status.DELAYED},
    {Status.COMPLETE, Status.ON_HOLD},
    {Status.COMPLETE, Status.CANCELLED},
    {Status.CANCELLED, Status.IN_PROGRESS},
    {Status.CANCELLED, Status.NOT_STARTED},
)
_NO_ACTION = re.compile(r"(?:none|nil|no (?:further )?actions?|not applicable|n/?a)\b(?=\W*$|[.:;–-])", re.IGNORECASE)
SHORT_ANSWER = 6  # words of an action that is nothing but a rejection; reasons may follow it
LATE_TO_TELL = 60  # characters; a status cell with more is a narrative that may begin with a status

_ASIDE = re.compile(
    r"\(((?:this|which|it|now|already|work|has|is)\b[^()]*)\)|(?:^|[.;]\s+)((?:this|it) (?:is|has|was)\b[^.]*)\.?\s*$",
    re.IGNORECASE,
)
_SECTION_DONE = re.compile(
    r"^(?:[\w\s,&-]*\b)?(?:completed|closed|discharged|achieved)\b(?:\s+(?:actions?|items?|recommendations?))?\W*$|"
    r"^actions? (?:completed|closed)\b",
    re.IGNORECASE,
)
_WHY_LATE = re.compile(
    r"^(?:(?:what is|the) )?(?:reasons?|why|cause|explanation)\b.*\b(?:delay|slippage|slipp|late|overdue)",
    re.IGNORECASE,
)
_NO_REASON = re.compile(r"\W*(?:n/?a|none|nil|no delay|not applicable|on (?:time|track|target))\b", re.IGNORECASE)
_YES_NO = re.compile(r"^\W*(?P<yes>y|yes)?(?P<no>n|no)?\b\W*(?:[-–—,.;:(]|$)", re.IGNORECASE)
_ASKS = (  # what "Yes" and "No" say under a heading that asks how far an action is; unfinished is not yet a status
    (re.compile(r"\bon (?:track|target|schedule|course)\b", re.I), Status.IN_PROGRESS, Status.DELAYED),
    (
        re.compile(
            r"\b(?:complet|done|achiev|deliver|implement|finish|met\b|clos|action|address|resolv|embedd)(?:ed?)?\b",
            re.I,
        ),
        Status.COMPLETE,
        None,
    ),
)


@dataclass(frozen=True, slots=True)
class State:
    """Where an action stands, what said so, and what the status column holds beside the status."""

    status: Status
    source: StatusSource
    confidence: float
    cells: tuple[RowCell, ...] = ()
    status_text: str | None = None
    rag: Rag | None = None
    rag_from_colour: bool = False
    percent_complete: float | None = None
    issues: tuple[Issue, ...] = ()
    origin: Origin = Origin.TEXT


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status with what it was judged by."""

    status: Status
    source: StatusSource
    confidence: float
    cells: Sequence[RowCell] = ()
    origin: Origin = Origin.TEXT


@dataclass(frozen=True, slots=True)
class StatusCells:
    """What the status columns of a row show, before anything else is asked.

    `told` holds text that goes on to tell after a status word, or that stands in a progress column without one.
    """

    readings: tuple[tuple[RowCell, StatusReading], ...]
    told: tuple[str, ...]
    text: str | None
    rag: Rag | None
    from_colour: bool


def read_state(
    row: PlanRow,
    shown: StatusCells,
    updates: Sequence[Update],
    timescale: TimescaleReading | None,
    legend: Legend,
    section: str | None,
    dates: DateContext,
) -> State:
    """Return the status of a row.

    A status column decides; then a colour, through the legend; then the latest update; then a word in the
    timescale; then what the action itself states; then a section of completed actions.
    """
    issues: list[Issue] = []
    percent = _percent(row, shown)
    judged = (
        _by_word(row, shown, legend, issues)
        or _by_percent(row, shown, percent)
        or _by_colour(row, shown, legend, issues)
    )
    if judged is not None and (otherwise := _contradiction(judged.status, updates)):
        issues.append(_conflict(row, f"the status says {judged.status}, the latest update {otherwise}"))
    judged = judged or _by_reason(row)
    if judged is None:
        told = _from_updates(updates)
        stated = _from_action(row.text(Field.ACTION))
        if told and told.value:
            cells = row.of(Field.UPDATE, Field.STATUS)
            judged = Judgement(told.value, StatusSource.UPDATE, told.confidence, cells, told.origin)
            issues.extend(replace(issue, locator=row.locator) for issue in told.issues)
        elif timescale and timescale.status:
            judged = Judgement(timescale.status, StatusSource.TIMESCALE, FROM_TIMESCALE, row.of(Field.TIMESCALE))
        elif done := _done_by(row, dates):
            judged = Judgement(Status.COMPLETE, StatusSource.TIMESCALE, FROM_TIMESCALE, [done])
        elif stated:
            judged = Judgement(stated[0], StatusSource.ACTION, stated[1], row.of(Field.ACTION))
        elif section and _SECTION_DONE.match(section.strip()):
            judged = Judgement(Status.COMPLETE, StatusSource.SECTION, FROM_SECTION)
        elif rejected := _rejected(row, shown):
            judged = Judgement(Status.CANCELLED, StatusSource.TEXT, FROM_ACTION, [rejected])
        else:
            judged = Judgement(Status.UNKNOWN, StatusSource.NONE, 0.0)
    return State(
        status=judged.status,
        source=judged.source,
        confidence=judged.confidence,
        cells=tuple(judged.cells),
        status_text=shown.text,
        rag=shown.rag,
        rag_from_colour=shown.from_colour,
        percent_complete=percent,
        issues=tuple(issues),
        origin=judged.origin,
    )


def _by_word(row: PlanRow, shown: StatusCells, legend: Legend, issues: list[Issue]) -> Judgement | None:
    """Return the status that a status column names; a colour that says otherwise is an issue."""
    worded = [(c, r) for c, r in shown.readings if r.status is not None and not _is_colour_word(r)]
    if worded:
        cell, reading = max(worded, key=lambda pair: pair[1].confidence)
        by_colour = legend.colours.get(shown.rag) if shown.rag else None
        if by_colour and by_colour not in (reading.status, Status.UNKNOWN):
            issues.append(_conflict(row, f"the word says {reading.status}, the colour {by_colour}"))
        elif not by_colour and shown.rag and _unlikely(reading.status, shown.rag):
            issues.append(_conflict(row, f"the word says {reading.status}, and the colour is {shown.rag}"))
        return Judgement(reading.status or Status.UNKNOWN, StatusSource.TEXT, reading.confidence, [cell])
    answered = any(reading.response or reading.percent_complete is not None for _, reading in shown.readings)
    if shown.text and not shown.rag and not answered and not _by_other_colour(row, legend):
        message = f"status {shown.text[:80]!r} is no known status"
        issues.append(Issue(IssueCode.UNREAD_STATUS, Severity.WARNING, message, row.locator))
    return None


def _by_reason(row: PlanRow) -> Judgement | None:
    """Return that an action is late where a column gives the reason for it ("Reason for delay")."""
    for cell in row.of(Field.UPDATE):
        if _WHY_LATE.search(cell.role.heading) and re.search(r"\w", cell.text) and not _NO_REASON.match(cell.text):
            return Judgement(Status.DELAYED, StatusSource.UPDATE, FROM_ACTION, [cell])
    return None


def _by_percent(row: PlanRow, shown: StatusCells, percent: float | None) -> Judgement | None:
    if percent is None or shown.rag:
        return None
    status = Status.COMPLETE if percent >= 100 else Status.IN_PROGRESS if percent > 0 else Status.NOT_STARTED
    return Judgement(status, StatusSource.TEXT, FROM_PERCENT, row.of(Field.PERCENT_COMPLETE, Field.STATUS))


def _unlikely(status: Status | None, rag: Rag) -> bool:
    """Tell whether a word and a colour without a legend cannot both be meant: done in red, late in green."""
    done, late = status is Status.COMPLETE, status is Status.DELAYED
    return (done and rag in (Rag.RED, Rag.AMBER)) or (late and rag in (Rag.GREEN, Rag.BLUE))


def _by_colour(row: PlanRow, shown: StatusCells, legend: Legend, issues: list[Issue]) -> Judgement | None:
    """Return the status that a colour means: by the document's legend, else as usual, with an issue."""
    cells = row.of(Field.STATUS, Field.RAG)
    if not shown.rag:
        named = _by_other_colour(row, legend)
        return Judgement(named, StatusSource.RAG, LEGEND, cells) if named else None
    named = legend.colours.get(shown.rag)
    if named not in (None, Status.UNKNOWN):
        return Judgement(named, StatusSource.RAG, LEGEND, cells)
    message = f"{shown.rag} has no legend in this document; read as usual in such plans"
    issues.append(Issue(IssueCode.STATUS_FROM_COLOUR, Severity.INFO, message, row.locator))
    return Judgement(STATUS_OF_COLOUR[shown.rag], StatusSource.RAG, COLOUR_ALONE, cells)


def _by_other_colour(row: PlanRow, legend: Legend) -> Status | None:
    """Return what the legend says of a colour that is no traffic light (purple), shown as a fill or named."""
    for cell in row.cells if legend.others else ():
        if cell.role.field is Field.STATUS:
            fill = (cell.cell.fill if cell.cell else None) or ""
            if status := legend.others.get(fold(cell.text)) or legend.others.get(fill):
                return status
    return None


def _done_by(row: PlanRow, dates: DateContext) -> RowCell | None:
    """Return the cell of a completion column whose date is not after the plan's own: the action is done."""
    for cell in row.of(Field.COMPLETED):
        days = [mention.date.end for mention in read_mentions(cell.text, replace(dates, closed=True))]
        if days and days[-1] and (dates.as_of is None or days[-1].replace(day=1) <= dates.as_of):
            return cell
    return None


def _rejected(row: PlanRow, shown: StatusCells) -> RowCell | None:
    """Return the cell that rejects a recommendation, where no action is named beside it."""
    answers = [cell for cell in row.of(Field.RESPONSE) if read_status(cell.text).response is Response.REJECTED]
    answers += [cell for cell, reading in shown.readings if reading.response is Response.REJECTED]
    actions = row.of(Field.ACTION)
    if answers and not [cell for cell in actions if not _NO_ACTION.match(cell.text.strip())]:
        return answers[0]
    if len(actions) == 1 and read_status(actions[0].text).response is Response.REJECTED:
        reasons = re.split(r"(?<=[.;])\s", actions[0].text)[1:]
        short = len(actions[0].text.split()) <= SHORT_ANSWER
        return actions[0] if short or (reasons and not any(map(is_action_like, reasons))) else None
    return None


def read_status_cells(row: PlanRow, legend: Legend) -> StatusCells:
    """Return what the status columns show: status words, text that goes on to tell, a colour."""
    readings, told, texts = [], [], []
    for cell in row.of(Field.STATUS, Field.RAG):
        reading = _answer_to_heading(cell, read_status(cell.text, legend.codes), legend)
        if cell.role.is_progress and reading.status is None and reading.rag is None:
            told.append(cell.text)
            continue
        texts.append(cell.text)
        readings.append((cell, reading))
        if reading.rest.strip():
            told.append(reading.rest.strip())
    rag = next((reading.rag for _, reading in readings if reading.rag), None)
    from_colour = False
    if rag is None:
        rag = next(
            (r for cell in row.cells if cell.role.field is Field.STATUS and (r := _cell_colour(cell, row))), None
        )
        from_colour = rag is not None
    if rag is None and legend.colours:
        rag = _row_colour(row)
        from_colour = rag is not None
    return StatusCells(tuple(readings), tuple(told), "\n".join(texts) or None, rag, from_colour)


def _answer_to_heading(cell: RowCell, reading: StatusReading, legend: Legend) -> StatusReading:
    """Return the reading of a cell that answers its heading ("Done?": "Yes"), any other reading as it is."""
    answer = _YES_NO.match(cell.text)
    if not answer or not (answer["yes"] or answer["no"]) or cell.text.strip().casefold() in legend.codes:
        return reading
    for asks, yes, no in _ASKS:
        said = yes if answer["yes"] else no
        if said and asks.search(cell.role.heading):
            rest = cell.text[answer.end() :].strip(" \n-–—,.;:()")
            return replace(reading, status=said, rag=None, confidence=ANSWERED, rest=rest if " " in rest else "")
    return reading


def _is_colour_word(reading: StatusReading) -> bool:
    """Tell whether a status rests on nothing but the name of a colour."""
    return reading.rag is not None and reading.confidence <= COLOUR_ALONE


def _cell_colour(cell: RowCell, row: PlanRow) -> Rag | None:
    """Return the RAG colour of a status cell; a fill that its neighbours share is the row's shading."""
    if cell.cell is None:
        return None
    fill = cell.cell.fill
    others = [c.cell.fill for c in row.cells if c.cell is not None and c.cell is not cell.cell]
    if fill and not (others and all(other == fill for other in others)):
        rag = read_colour(fill)
        if rag:
            return rag
    return read_colour(cell.cell.ink) if cell.cell.ink else None


def _row_colour(row: PlanRow) -> Rag | None:
    """Return the colour of a row that is filled as a whole, where a legend tells what colours mean."""
    fills = {cell.cell.fill for cell in row.cells if cell.cell is not None and not cell.inherited}
    return read_colour(fills.pop()) if len(fills) == 1 and None not in fills else None


def _percent(row: PlanRow, shown: StatusCells) -> float | None:
    for cell in row.of(Field.PERCENT_COMPLETE):
        match = re.search(r"\d+(?:\.\d+)?", cell.text)
        if match and float(match.group()) <= 100:
            value = float(match.group())
            return value * 100 if "%" not in cell.text and 0 < value <= 1 and "." in match.group() else value
    return next((r.percent_complete for _, r in shown.readings if r.percent_complete is not None), None)


def _from_updates(updates: Sequence[Update]) -> Reading[Status] | None:
    """Return the status that the latest update tells, by the word it begins with or by its sentences."""
    filled = [update for update in updates if update.text.strip()]
    if not filled:
        return None
    latest = _latest(filled)
    word = read_status(latest.text)
    if word.status is not None and not (word.rest and len(word.text) > LATE_TO_TELL and word.confidence < 0.7):
        return Reading(word.status, latest.text, confidence=word.confidence)
    narrative = read_narrative(latest.text)
    if narrative.value is Status.COMPLETE and _is_yet_to_come(latest):
        return Reading(Status.IN_PROGRESS, latest.text, confidence=FROM_ACTION)
    return narrative if narrative.value not in (None, Status.UNKNOWN) else None


def _latest(filled: Sequence[Update]) -> Update:
    return max(enumerate(filled), key=lambda pair: (_day_of(pair[1]), pair[0]))[1]


def _contradiction(status: Status, updates: Sequence[Update]) -> Status | None:
    """Return what the latest update says where that cannot be true together with the status shown.

    By the rules alone, which need no classifier, and only where they are sure.
    """
    filled = [update for update in updates if update.text.strip()]
    if not filled:
        return None
    told = read_by_rules(_latest(filled).text)
    if told.value is None or told.confidence < SURE_TO_CONTRADICT or {status, told.value} not in _CANNOT_BOTH_BE:
        return None
    return told.value


def _day_of(update: Update) -> dt.date:
    """Return the first day of an update's date, the earliest of all days where it has none."""
    return (FlexibleDate.first_day_of(update.as_of) if update.as_of else None) or dt.date.min


def _is_yet_to_come(update: Update) -> bool:
    """Tell whether every date that an update names lies after the update itself ("Fully implemented 2015", of 2014).

    An update of April may tell of any day in April.
    """
    told = next((day for day in reversed(days_of(update.as_of)) if day), None) if update.as_of else None
    starts = [mention.date.start for mention in update.dates if mention.date.start]
    return bool(told and starts and min(starts) > told)


def _from_action(text: str | None) -> tuple[Status, float] | None:
    """Return the status that an action states of itself: as its only word, or in an aside ("already underway")."""
    if not text:
        return None
    if len(text) <= 30:
        word = read_status(text)
        if word.status is not None and not word.rest:
            return word.status, FROM_ACTION
    for aside, sentence in _ASIDE.findall(text):
        narrative = read_narrative(aside or sentence)
        if narrative.value not in (None, Status.UNKNOWN, Status.NOT_STARTED):
            return narrative.value, FROM_ACTION
    return None


def _conflict(row: PlanRow, message: str) -> Issue:
    at: Locator = row.locator
    return Issue(IssueCode.STATUS_CONFLICT, Severity.WARNING, message, at)
