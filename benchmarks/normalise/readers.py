"""What reads the labelled strings: this package, and what stands against it."""

from __future__ import annotations

import datetime as dt
import functools
import re
import sys
from collections.abc import Callable
from pathlib import Path

from labelled import AS_OF, Answer, Label, Reader, lines_of

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))
from ingest.model import Block, BlockKind, Parsed, Source
from normalise.authorities import find_authority
from normalise.dates import DateContext, read_timescale
from normalise.headings import read_heading
from normalise.narrative import read_narrative
from normalise.owners import read_owners
from normalise.status_alone import read_status_alone


def ours(kind: str) -> Reader:
    """Return this package's reader of a kind, called as `councilplans read` calls it."""
    return {
        "timescales": _our_timescale,
        "statuses": _our_status,
        "headings": _our_heading,
        "owners": _our_owners,
        "authorities": _our_authority,
        "updates": _our_update,
    }[kind]


def _our_timescale(label: Label) -> Answer:
    reading = read_timescale(label["text"], _context(label.get("as_of", AS_OF)))
    milestones = [f"{each.kind} {each.date.edtf}" for each in reading.milestones]
    fields: Label = {"ongoing": reading.ongoing, "milestones": milestones}
    for field in ("due", "revised_due"):
        date = getattr(reading, field)
        fields[field] = date.edtf if date else None
    return Answer(fields, doubtful=bool(reading.issues))


@functools.cache
def _context(as_of: str | None) -> DateContext:
    return DateContext(as_of=dt.date.fromisoformat(as_of) if as_of else None)


def _our_status(label: Label) -> Answer:
    reading = read_status_alone(label["text"])
    return Answer({"status": reading.status or "unknown", "rag": reading.rag})


def _our_heading(label: Label) -> Answer:
    reading = read_heading(label["text"], dt.date.fromisoformat(AS_OF))
    field, as_of = reading.field, reading.as_of
    return Answer({"field": field.printed if field else None, "as_of": as_of.edtf if as_of else None})


def _our_owners(label: Label) -> Answer:
    return Answer({"owners": [owner.as_json() for owner in read_owners(label["text"])]})


def _our_authority(label: Label) -> Answer:
    kinds = {"title": BlockKind.TITLE, "heading": BlockKind.HEADING, "item": BlockKind.LIST_ITEM}
    blocks = [
        Block(kinds.get(kind, BlockKind.PARAGRAPH), line, level=1, marker="•" if kind == "item" else "")
        for line, kind in lines_of(label["text"])
    ]
    reading = find_authority(Parsed(Source("plan.html", "0" * 64, "text/html", 1), tuple(blocks)))
    return Answer({"authority_code": reading.value.gss_code if reading.value else None}, doubtful=bool(reading.issues))


def _our_update(label: Label) -> Answer:
    return Answer({"status": read_narrative(label["text"]).value or "unknown"})


def dateparser_as_it_comes() -> Reader:
    """Return dateparser without settings, on the whole string."""
    return _dateparser({}, None)


def dateparser_set() -> Reader:
    """Return dateparser told all that ours is told: British order, the plan's date, and that deadlines lie ahead."""
    return _dateparser(
        {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "future", "PREFER_DAY_OF_MONTH": "last"}, ["en", "cy"]
    )


def _dateparser(settings: dict[str, object], languages: list[str] | None) -> Reader:
    from dateparser.date import DateDataParser  # noqa: PLC0415 - a peer may not be installed

    @functools.cache
    def parser(as_of: str | None) -> DateDataParser:
        base = {"RELATIVE_BASE": dt.datetime.fromisoformat(as_of)} if as_of and settings else {}
        return DateDataParser(languages=languages, settings={**settings, **base})

    def read(label: Label) -> Answer:
        found = parser(label.get("as_of", AS_OF)).get_date_data(label["text"])
        return Answer({"due": _of_precision(found.date_obj, found.period) if found.date_obj else None})

    return read


def dateparser_search() -> Reader:
    """Return dateparser's search for dates in text, set as above: the last that it finds. It tells no precision."""
    from dateparser.search import search_dates  # noqa: PLC0415 - a peer may not be installed

    settings = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "future", "RETURN_TIME_AS_PERIOD": False}

    def read(label: Label) -> Answer:
        base = dt.datetime.fromisoformat(label.get("as_of", AS_OF) or AS_OF)
        found = search_dates(label["text"], languages=["en"], settings={**settings, "RELATIVE_BASE": base}) or []
        if not found:
            return Answer({"due": None})
        told, moment = found[-1]
        return Answer({"due": _of_precision(moment, "day" if re.search(r"\b\d{1,2}\b", told) else "month")})

    return read


def _of_precision(moment: dt.datetime, period: str) -> str:
    return {"year": f"{moment:%Y}", "month": f"{moment:%Y-%m}"}.get(period, f"{moment:%Y-%m-%d}")


# The first of these words that stands in the text decides: what a person writes in an afternoon.
KEYWORDS = (
    ("not_started", ("not started", "not yet started", "not commenced", "yet to", "pending", "not due")),
    ("on_hold", ("on hold", "paused", "suspended", "deferred")),
    ("cancelled", ("cancelled", "withdrawn", "superseded", "no longer required", "closed - not")),
    ("delayed", ("delayed", "overdue", "slipped", "behind", "off track", "amber", "red")),
    (
        "in_progress",
        ("in progress", "ongoing", "underway", "under way", "on track", "on target", "started", "partially"),
    ),
    (
        "complete",
        ("complete", "completed", "done", "implemented", "achieved", "closed", "blue", "delivered", "finished"),
    ),
    ("in_progress", ("green", "continues", "being", "working")),
    ("not_started", ("will be", "planned", "grey")),
)


def keywords() -> Reader:
    """Return a status by the first of a list of words that the text holds."""
    patterns = [(status, re.compile(rf"\b(?:{'|'.join(words)})\b")) for status, words in KEYWORDS]

    def read(label: Label) -> Answer:
        text = label["text"].casefold()
        return Answer({"status": next((status for status, each in patterns if each.search(text)), "unknown")})

    return read


PEERS: dict[str, dict[str, Callable[[], Reader]]] = {
    "timescales": {
        "dateparser": dateparser_as_it_comes,
        "dateparser, day first, ahead": dateparser_set,
        "dateparser.search": dateparser_search,
    },
    "dates": {
        "dateparser": dateparser_as_it_comes,
        "dateparser, day first, ahead": dateparser_set,
        "dateparser.search": dateparser_search,
    },
    "statuses": {"keywords": keywords},
    "updates": {"keywords": keywords},
}
