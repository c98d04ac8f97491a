"""Fields that a person may correct: their columns, their values as JSON, and what a document prints for them."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from normalise.model import Direction, Rag, Response, Status, StatusSource
from store.matching.words import fold
from store.rows import Row, edtf_row

DATES = frozenset({"due", "revised_due", "completed"})
OWNERS = "owners"  # the one field of an action that has rows of its own
AS_OF = "as_of"
PLAN_FIELDS = ("title", "plan_type", AS_OF)
_KINDS: Mapping[str, type[enum.StrEnum]] = MappingProxyType(
    {"status": Status, "status_source": StatusSource, "response": Response, "rag": Rag, "direction": Direction}
)
# What a person says of the status was read from nothing, and is sure; `readings` tells that it is a correction.
_BESIDE: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {"status": {"status_source": StatusSource.NONE.value, "status_confidence": 1.0}}
)
_BEARING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "status": ("status_text", "rag", "percent_complete", "updates"),
        "due": ("timescale",),
        "revised_due": ("timescale",),
        "ongoing": ("timescale",),
        "completed": ("timescale", "status_text", "updates"),
        OWNERS: ("owner",),
        "plan_type": ("title", "plan_type"),
    }
)
"""Which columns hold what a document prints for a field; those not named here hold it themselves."""
_MARKS = re.compile(r"[\s\u00ad\u2010-\u2015'\"‘’“”-]+")


def with_its_companions(field: str, value: object) -> dict[str, Any]:
    """Return the fields that a correction sets: the one that is corrected, and those that speak of it."""
    return {field: value, **_BESIDE.get(field, {})}


def values_to_keep(field: str) -> tuple[str, ...]:
    """Return the fields whose reading has to be kept when one is corrected."""
    return field, *_BESIDE.get(field, {})


def as_columns(field: str, value: Any) -> Row:  # noqa: ANN401 - JSON of any field
    """Return the columns of an action or a plan that hold a value given as JSON."""
    if field == AS_OF:
        return edtf_row(AS_OF, value)
    if field in DATES:
        date = value or {"edtf": None, "start": None, "end": None}
        days = {f"{field}_{end}": dt.date.fromisoformat(date[end]) if date[end] else None for end in ("start", "end")}
        return {f"{field}_edtf": date["edtf"], **days}
    kind = _KINDS.get(field)
    return {field: kind(value) if kind and value is not None else value}


def as_json(field: str, row: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON of any field
    """Return what columns of an action or a plan hold of a field, as JSON."""
    if field == AS_OF:
        return row["as_of_edtf"]
    if field in DATES:
        days = {end: row[f"{field}_{end}"] for end in ("start", "end")}
        ends = {end: day.isoformat() if day else None for end, day in days.items()}
        return {"edtf": row[f"{field}_edtf"], **ends} if row[f"{field}_edtf"] else None
    value = row[field]
    return value.value if isinstance(value, enum.Enum) else value


def printed_for(field: str, row: Mapping[str, Any], updates: Sequence[str] = ()) -> str | None:
    """Return what a document prints for a field, of the columns as they were read; None for nothing.

    A status of which nothing else tells stands in the timescale ("Completed – June 2023").
    """
    told = {**row, "updates": "\n".join(updates)}
    own = ("as_of_edtf",) if field == AS_OF else (field,)
    parts = [_text(told[name]) for name in _BEARING.get(field, own)]
    if field == "status" and not any(parts):
        parts = [_text(row["timescale"])]
    return " / ".join(filter(None, parts)) or None


def _text(value: object) -> str:
    return "" if value is None else str(value)


def prints_the_same(printed: str | None, other: str | None) -> bool:
    """Say whether two versions print one text, but for its breaks, hyphens, quotes, case and ligatures."""
    first, second = (_MARKS.sub("", fold(text or "")) for text in (printed, other))
    return first == second


def action_text(row: Mapping[str, Any]) -> str:
    """Return the number and the wording of an action, as they were read."""
    said = (row["reference"], row["recommendation"], row["action"])
    return " ".join(filter(None, said if any(said[1:]) else (row["reference"], row["finding"])))
