"""The labelled sets of strings, and when a reading of one is right.

`sets/<kind>.jsonl` holds one object a line: "text", "part" ("seen" is what readers are mended on, "held_out" what they
are measured on) and what `councilplans read` should say of it, in the contract's fields. A label {"any": […]} takes
each of several. Dates are EDTF strings; a date is right where it begins and ends on the same days.

- timescales: "due", "revised_due" (null where left out), "ongoing" (false), "as_of" (the plan's date, AS_OF), and
  "milestones" as ["due 2024-05", …] where they are to be compared
- statuses: "status", and "rag" where it is to be compared
- headings: "field" (null for none), and "as_of" where the heading bears a date
- owners: "owners" as [{"name", "role"}], in any order
- authorities: "authority_code" (null where the document says none); the text is of the document's first lines, "# " and
  "## " before its title and headings, "- " before items of a list
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # labels are what JSON holds

FOLDER = Path(__file__).parent / "sets"
KINDS = ("timescales", "statuses", "headings", "owners", "authorities")
# The share of the held-out strings that must be read right, and that may be read wrong without a word of doubt.
BARS = {"timescales": 0.97, "statuses": 0.98, "headings": 0.97, "owners": 0.97, "authorities": 0.99}
SILENT = {"timescales": 0.01, "authorities": 0.0}
PARTS = ("seen", "held_out")
AS_OF = "2024-11-01"
UNMARKED = re.compile(r"[^\w]+")

Label = dict[str, Any]
Days = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader makes of a string: the contract's fields, and whether it says that it is not sure."""

    fields: Label
    doubtful: bool = False


Reader = Callable[[Label], Answer]


def labels(kind: str, part: str | None = None) -> list[Label]:
    """Return the labelled strings of a kind, of one part or of both; none where there is no such set yet."""
    path = FOLDER / f"{kind}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    found = [json.loads(line) for line in lines if line.strip()]
    return [label for label in found if part in {None, label["part"]}]


def is_right(kind: str, label: Label, answer: Answer) -> bool:
    """Tell whether a reader's answer is what the label says."""
    said = answer.fields
    if kind == "timescales":
        return (
            all(_takes(label.get(field), said.get(field), _same_days) for field in ("due", "revised_due"))
            and _takes(label.get("ongoing", False), said.get("ongoing", False))
            and ("milestones" not in label or _takes(label["milestones"], said.get("milestones"), _same_milestones))
        )
    if kind == "owners":
        return _takes(label["owners"], said["owners"], lambda one, other: _people(one) == _people(other))
    fields = {"statuses": ("status", "rag"), "headings": ("field", "as_of"), "authorities": ("authority_code",)}[kind]
    return all(_takes(label[field], said.get(field)) for field in fields if field in label)


def is_silent_error(kind: str, label: Label, answer: Answer) -> bool:
    """Tell whether a timescale or authority is given a value that is wrong, and no sign of doubt with it."""
    if answer.doubtful or is_right(kind, label, answer):
        return False
    fields, same = (("due", "revised_due"), _same_days) if kind == "timescales" else (("authority_code",), _equal)
    given = {field: answer.fields.get(field) for field in fields}
    return any(given[field] is not None and not _takes(label.get(field), given[field], same) for field in fields)


def days_of(edtf: str) -> Days:
    """Return the first and last day of an EDTF date: a year, season, month or day, or an interval of two of them."""
    begin, _, end = edtf.partition("/")
    first, last = _span(begin)
    return (first, _span(end)[1]) if end else (first, last)


def _span(part: str) -> Days:
    if part in {"", ".."}:
        return None, None
    year, *rest = (int(number) for number in part.split("-"))
    if len(rest) == 2:
        return (day := dt.date(year, *rest)), day
    if not rest:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    first = rest[0] if rest[0] <= 12 else 3 * (rest[0] - 20)  # 21 is spring, from March
    last, of = (first, year) if rest[0] <= 12 else ((first + 2, year) if first < 12 else (2, year + 1))
    return dt.date(year, first, 1), dt.date(of, last, calendar.monthrange(of, last)[1])


def _equal(one: object, other: object) -> bool:
    return one == other


def _takes(wanted: object, given: object, same: Callable[[Any, Any], bool] = _equal) -> bool:
    """Tell whether what is given is what is wanted, or any of what is."""
    if isinstance(wanted, dict) and "any" in wanted:
        return any(_takes(each, given, same) for each in wanted["any"])
    return same(wanted, given)


def _same_days(wanted: str | None, given: str | None) -> bool:
    return wanted == given if wanted is None or given is None else days_of(wanted) == days_of(given)


def _same_milestones(wanted: list[str], given: list[str] | None) -> bool:
    pairs = [tuple(each.split(" ", 1)) for each in wanted], [tuple(each.split(" ", 1)) for each in given or []]
    return len(pairs[0]) == len(pairs[1]) and all(
        one[0] == other[0] and _same_days(one[1], other[1]) for one, other in zip(*pairs, strict=True)
    )


def _people(owners: list[Label]) -> list[tuple[str, str]]:
    return sorted((UNMARKED.sub(" ", each["name"]).strip().casefold(), each.get("role", "lead")) for each in owners)


def lines_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a document and what each is: "title", "heading", "item" or "paragraph"."""
    marks = {"# ": "title", "## ": "heading", "- ": "item"}
    for line in text.splitlines():
        mark = next((mark for mark in marks if line.startswith(mark)), "")
        yield line.removeprefix(mark).strip(), marks.get(mark, "paragraph")
