"""Readings of single strings: what a record would hold for a cell of a spreadsheet of your own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from councilplans.kinds import Kind
from normalise.model import FlexibleDate, Json


def read_lines(kind: Kind, lines: Iterable[str], as_of: dt.date | None) -> Iterator[Json]:
    """Yield one answer for each line, blank ones too."""
    read = _reader(kind, as_of)
    for line in lines:
        yield read(line.rstrip("\r\n"))


def _reader(kind: Kind, as_of: dt.date | None) -> Callable[[str], Json]:
    match kind:
        case Kind.TIMESCALE:
            return _timescale_reader(as_of)
        case Kind.STATUS:
            return _status_reader()
        case Kind.OWNER:
            return _owner_reader()
        case Kind.HEADING:
            return _heading_reader(as_of)
        case Kind.UPDATE:
            return _update_reader(as_of)


def _timescale_reader(as_of: dt.date | None) -> Callable[[str], Json]:
    from normalise.dates import DateContext, read_timescale  # noqa: PLC0415 - the language work is slow to import

    context = DateContext(as_of=as_of)

    def read(text: str) -> Json:
        reading = read_timescale(text, context)
        return {
            "text": text,
            "due": _date(reading.due),
            "revised_due": _date(reading.revised_due),
            "milestones": [milestone.as_json() for milestone in reading.milestones],
            "ongoing": reading.ongoing,
        }

    return read


def _status_reader() -> Callable[[str], Json]:
    from normalise.status_alone import read_status_alone  # noqa: PLC0415 - the language work is slow to import

    def read(text: str) -> Json:
        reading = read_status_alone(text)
        return {
            "text": text,
            "status": reading.status or "unknown",
            "rag": reading.rag,
            "confidence": round(reading.confidence, 2),
        }

    return read


def _owner_reader() -> Callable[[str], Json]:
    from normalise.owners import read_owners  # noqa: PLC0415 - the language work is slow to import

    return lambda text: {"text": text, "owners": [owner.as_json() for owner in read_owners(text)]}


def _heading_reader(as_of: dt.date | None) -> Callable[[str], Json]:
    from normalise.headings import read_heading  # noqa: PLC0415 - the language work is slow to import

    def read(text: str) -> Json:
        reading = read_heading(text, as_of)
        return {
            "text": text,
            "field": reading.field.printed if reading.field else None,
            "as_of": reading.as_of.edtf if reading.as_of else None,
            "confidence": round(reading.confidence, 2),
        }

    return read


def _update_reader(as_of: dt.date | None) -> Callable[[str], Json]:
    from normalise.dates import DateContext, read_mentions  # noqa: PLC0415 - the language work is slow to import
    from normalise.narrative import read_narrative  # noqa: PLC0415

    # an update tells of what was: a day without a year is the last one before the update's own date
    context = DateContext(as_of=as_of, closed=True)

    def read(text: str) -> Json:
        reading = read_narrative(text)
        return {
            "text": text,
            "status": reading.value or "unknown",
            "confidence": round(reading.confidence, 2),
            "dates": [mention.as_json() for mention in read_mentions(text, context)],
        }

    return read


def _date(value: FlexibleDate | None) -> Json | None:
    return value.as_json() if value else None
