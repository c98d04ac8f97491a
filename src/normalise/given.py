"""Values that a person gives for a field, in the record's shape; what no such value can be is refused.

What is given is taken as it is written: owners are parted by semicolons and by nothing else, a date is EDTF or one
date as councils print it, with its year. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from normalise.dates import DateContext, read_timescale
from normalise.edtf import days_of
from normalise.model import Direction, FlexibleDate, Owner, OwnerRole, Rag, Response, Status
from normalise.vocabulary import read_vocabulary

_PART = r"\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?"
_EDTF = re.compile(rf"{_PART}(?:/(?:{_PART}|\.\.))?|\.\./{_PART}")
_TWO_MEANINGS = re.compile(r"20(20-21|21-22|22-23|23-24)")
_ROLE = re.compile(r"\s*\((lead|support)\)$", re.IGNORECASE)
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0", ""})
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%?")


class WrongValue(ValueError):
    """The field cannot have the value. The message says what it can have."""


def read_given(field: str, text: str, *, of_plan: bool = False) -> Any:  # noqa: ANN401 - whatever JSON the field holds
    """Return the value given for a field of an action, or of a plan, as the record's JSON has it; blank is no value.

    Raises WrongValue where there is no such field to give, or the text is no value of it.
    """
    readers = PLAN_FIELDS if of_plan else ACTION_FIELDS
    if field not in readers:
        of_what = "a plan" if of_plan else "an action"
        raise WrongValue(f"{field!r} is no field of {of_what} that can be corrected; there are {', '.join(readers)}")
    return readers[field](text.strip())


def _text(text: str) -> str | None:
    return text or None


def _one_of(kinds: Iterable[str], *, blank: str | None = None) -> Callable[[str], str | None]:
    allowed = [str(kind) for kind in kinds]

    def read(text: str) -> str | None:
        name = re.sub(r"[\s-]+", "_", text.casefold())
        if name and name not in allowed:
            raise WrongValue(f"{text!r} is none of {', '.join(allowed)}")
        return name or blank

    return read


def _date(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    if _TWO_MEANINGS.fullmatch(text):
        year, following = text.split("-")
        raise WrongValue(f"{text!r} is a season and a financial year; for the year write {year}/{following}")
    if _EDTF.fullmatch(text) and any(days_of(text)):
        return FlexibleDate(text, *days_of(text)).as_json()
    reading = read_timescale(text, DateContext(as_of=None))
    if reading.due is None or reading.revised_due or reading.issues or len(reading.milestones) != 1:
        raise WrongValue(
            f"{text!r} is not one date with its year; write 2024-11-30, 2024-11, 30 November 2024, Q3 2024/25"
        )
    return reading.due.as_json()


def _plan_type(text: str) -> str | None:
    return _one_of(read_vocabulary("plans")["types"])(text)


def _edtf(text: str) -> str | None:
    date = _date(text)
    return date["edtf"] if date else None


def _owners(text: str) -> list[dict[str, str]]:
    owners = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        role = _ROLE.search(part)
        name = _ROLE.sub("", part)
        if not name:
            raise WrongValue(f"{text!r} names nobody for a role; write NAME; NAME (support)")
        owners.append(Owner(name, OwnerRole(role[1].casefold()) if role else OwnerRole.LEAD).as_json())
    return owners


def _yes_or_no(text: str) -> bool:
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise WrongValue(f"{text!r} is neither yes nor no")


def _percentage(text: str) -> float | None:
    if not text:
        return None
    number = _PERCENT.fullmatch(text)
    if number and float(number[1]) <= 100:
        return float(number[1])
    raise WrongValue(f"{text!r} is no percentage; write a number from 0 to 100")


_TEXTS = ("reference", "theme", "finding", "recommendation", "action", "outcome", "priority", "owner", "timescale")
ACTION_FIELDS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        **dict.fromkeys((*_TEXTS, "status_text"), _text),
        "response": _one_of(Response),
        "owners": _owners,
        **dict.fromkeys(("due", "revised_due", "completed"), _date),
        "ongoing": _yes_or_no,
        "status": _one_of(Status, blank=Status.UNKNOWN.value),
        "percent_complete": _percentage,
        "rag": _one_of(Rag),
        "direction": _one_of(Direction),
    }
)
"""What a person may give of an action: each field of the record that one value says, and how it is read."""

PLAN_FIELDS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {"title": _text, "plan_type": _plan_type, "as_of": _edtf}
)
"""What a person may give of a plan; whose plan it is, is said otherwise."""
