"""What the short columns of a row say: the answer, the direction of travel, when it was done.

Nothing is dropped: a cell that its column's reader makes nothing of is handed back, to stand under `extra`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.model import Issue, IssueCode, Severity
from normalise.dates import DateContext, TimescaleReading, read_mentions, read_timescale
from normalise.model import Direction, Field, FlexibleDate, Response, Status
from normalise.rowcells import PlanRow, RowCell
from normalise.states import StatusCells
from normalise.status import read_direction, read_status
from normalise.vocabulary import fold, phrase_table, read_vocabulary

LONGEST_ANSWER = 40  # characters of the first words of a response that answer ("Agreed in principle.")
MOSTLY = 0.5  # share of a cell that what was read from it must cover for nothing to be left over
LONGEST_SAID = 14  # words of a sentence that answers ("The Council accepts this recommendation in full.")
# who answers, how far, and the verb: "We partially accept this", "The recommendation is not agreed", "Cabinet agrees"
_SAID = re.compile(
    r"^(?:we|management|cabinet|officers?|members?|th(?:e|is) [\w-]+(?: [\w-]+)?)\s+"
    r"(?:(?:is|are|was|has been|have been|can be)\s+)?"
    r"(?P<no>(?:do(?:es)? not|did not|cannot|can not|not|is unable to|are unable to)\s+)?"
    r"(?:(?P<partly>partially|partly|part|in part)\s+|(?:fully|broadly|also|therefore)\s+)?"
    r"(?P<verb>accept|agree|support|reject|declin|disagree)(?:s|ed|es)?\b"
    r"(?=\s*(?:$|[.,;:–-]|in (?:full|principle|part)\b|(?:with |to )?(?:this|th(?:e|is|ese) recommendations?|it)\b))"
)
_FIRST_WORDS = re.compile(r"(?<=[.!;:])\s|\n|,\s|\s[-–]\s")


@dataclass(frozen=True, slots=True)
class Answers:
    """The values of the short columns, the cells they came from, and the cells that could not be read."""

    response: Response | None = None
    direction: Direction | None = None
    completed: FlexibleDate | None = None
    cells: tuple[tuple[str, RowCell], ...] = ()
    unread: tuple[RowCell, ...] = ()
    issues: tuple[Issue, ...] = ()


def read_response(row: PlanRow, shown: StatusCells) -> tuple[Response | None, RowCell | None]:
    """Return how the authority answers: a column of answers, a status column, or the first words of its response."""
    for cell in row.of(Field.RESPONSE):
        if response := read_answer(cell.text):
            return response, cell
    for cell, reading in shown.readings:
        if reading.response:
            return reading.response, cell
    for cell in row.of(Field.ACTION):
        if response := _first_answer(cell.text):
            return response, cell
    return None, None


def begins_with_answer(text: str) -> bool:
    """Tell whether a text begins by answering a recommendation ("Agreed. A plan …", "We partly accept this. …")."""
    return _first_answer(text) is not None


def _first_answer(text: str) -> Response | None:
    first = _FIRST_WORDS.split(text.strip(), maxsplit=1)[0]
    if len(first) <= LONGEST_ANSWER and (response := read_status(first).response):
        return response
    said = _SAID.match(fold(text)) if len(first.split()) <= LONGEST_SAID else None
    if not said:
        return None
    if said["no"] or said["verb"].startswith(("reject", "declin", "disagree")):
        return Response.REJECTED
    return Response.PARTLY if said["partly"] else Response.ACCEPTED


def read_answer(text: str) -> Response | None:
    """Return the answer of a cell in a column of answers, where "Yes" accepts; None where it gives none."""
    words = phrase_table("answers", read_vocabulary("answers"))
    short = words.get(fold(text))
    return Response(short) if short else read_status(text).response


def read_answers(
    row: PlanRow, shown: StatusCells, status: Status, timescale: TimescaleReading | None, dates: DateContext
) -> Answers:
    """Return what the short columns of a row say."""
    response, answered = read_response(row, shown)
    direction, pointed = _direction(row, shown)
    completed, done, issues = _completed(row, shown, status, timescale, replace(dates, closed=True))
    named = (("response", answered), ("direction", pointed), ("completed", done))
    cells = tuple((name, cell) for name, cell in named if cell is not None)
    unread = tuple(_unread(row))
    return Answers(response, direction, completed, cells, unread, (*issues, *map(_issue, unread)))


def _direction(row: PlanRow, shown: StatusCells) -> tuple[Direction | None, RowCell | None]:
    for cell in row.of(Field.DIRECTION):
        if direction := read_direction(cell.text):
            return direction, cell
    return next(((r.direction, cell) for cell, r in shown.readings if r.direction), (None, None))


def _completed(
    row: PlanRow, shown: StatusCells, status: Status, timescale: TimescaleReading | None, dates: DateContext
) -> tuple[FlexibleDate | None, RowCell | None, tuple[Issue, ...]]:
    """Return when an action was done: its own column, the timescale, or the date right behind the status word."""
    for cell in row.of(Field.COMPLETED):
        reading = read_timescale(cell.text, dates)
        if reading.milestones:
            return reading.milestones[-1].date, cell, reading.issues
    if timescale and timescale.completed:
        return timescale.completed, next(iter(row.of(Field.TIMESCALE)), None), ()
    if status is not Status.COMPLETE:
        return None, None, ()
    for cell, said in shown.readings:
        reading = read_timescale(cell.text.removesuffix(said.rest), dates)
        if reading.completed:
            return reading.completed, cell, reading.issues
    return None, None, ()


def _unread(row: PlanRow) -> Iterator[RowCell]:
    """Yield the cells of short columns that say more than their column is read for."""
    for cell in row.of(Field.RESPONSE):
        if read_answer(cell.text) is None or len(cell.text) > LONGEST_ANSWER:
            yield cell
    for cell in row.of(Field.DIRECTION):
        if read_direction(cell.text) is None:
            yield cell
    for cell in row.of(Field.PERCENT_COMPLETE):
        if not re.search(r"\d", cell.text):
            yield cell
    for cell in row.of(Field.COMPLETED):
        named = sum(len(mention.text) for mention in read_mentions(cell.text, DateContext(None)))
        if named < MOSTLY * len(cell.text.strip()):
            yield cell


def _issue(cell: RowCell) -> Issue:
    code = IssueCode.UNREAD_DATE if cell.role.field is Field.COMPLETED else IssueCode.UNREAD_STATUS
    message = f"{cell.text[:80]!r} under {cell.role.heading!r} was not read in full; it is kept under extra"
    return Issue(code, Severity.INFO, message)
