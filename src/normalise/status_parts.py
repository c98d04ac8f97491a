"""What a status cell says of parts and shares: numbered parts, counts, percentages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from normalise.model import Status
from normalise.status_phrases import Words

PERCENT = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent\b|percent\b)", re.I)
_DASH_BEFORE = re.compile(r"(?<=[a-z)])\s+[-–—]\s*$")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS: Mapping[str, str] = {word: str(n) for n, word in enumerate(_COUNTS, start=1)}
_OF_THE_WORK = re.compile(r"^of (?:the |all )?(?:work|actions?|tasks?|milestones|programme|project)\b\s*", re.I)
_SOME_OF = re.compile(r"\b(?P<some>\w+) (?:(?:out )?of(?: the)?|/) (?P<whole>\w+)\b", re.I)
_PART = re.compile(
    r"^\W*(?:(?:phase|part|stage|step|action|recommendation|rec|tranche|element|item)s?\s+\(?\w{1,3}\b"
    r"|[a-h\d]\)|\d{1,2}\.)"
    r"|\((?:[a-h]|\d|[iv]{1,3})\)\W*$",
    re.I,
)
_BETWEEN_PARTS = (
    re.compile(r"[;,.](?=\s)"),
    re.compile(r"\s-(?=\s)"),
    re.compile(r"\s(?=\(?(?:[a-h]|\d|[iv]{1,3})\)\s|\d\.\s)|\sand(?=\s)", re.I),
)


def parts_on_lines(text: str) -> str:
    """Return the text with its numbered or lettered parts on lines of their own, its length unchanged.

    "Phase 1 complete; phase 2 not started", "a) Complete b) On hold", "Complete (a), on hold (b)": each part is named.
    """
    for between in _BETWEEN_PARTS:
        pieces = between.split(text)
        if len(pieces) > 1 and all(_PART.search(piece) for piece in pieces):
            return between.sub(lambda match: "\n" + " " * (len(match.group()) - 1), text)
    return text


def joint_status(statuses: Sequence[Status]) -> Status:
    """Return the status of an action whose parts stand at these: complete only if every part is.

    Cancelled parts no longer count; a delayed part delays the whole.
    """
    live: set[Status] = set(statuses) - {Status.CANCELLED} or set(statuses)
    if len(live) == 1:
        return live.pop()
    return Status.DELAYED if Status.DELAYED in live else Status.IN_PROGRESS


def read_percent(line: str, words: Words) -> tuple[float | None, bool]:
    """Return the percentage that the line gives and whether it is only a bound ("over 75 %").

    A percentage of something else ("75 % of staff") is none.
    """
    found = [m for m in PERCENT.finditer(line) if float(m.group(1)) <= 100]
    for match in found:
        after = _OF_THE_WORK.sub("", line[match.end() :].lstrip())
        if re.match(r"of\b", after, re.I):
            continue
        alone = not after or after[0] in ".,:;-)(/" or len(line.split()) <= 3
        if alone or re.match(r"(?:of the way|complet|done|implement|deliver|progress|finish|achiev)", after, re.I):
            front = _DASH_BEFORE.sub("", line[: match.start()].casefold())  # "In progress – 20%" is no range
            before = re.findall(r"[\w-]+|-", front)[-1:]
            vague = len(found) > 1 or any(word in words.bounds for word in before)
            return float(match.group(1)), vague
    return None, False


def status_of_percent(percent: float) -> Status:
    """Return the status of an action done to so many hundredths."""
    if percent >= 100:
        return Status.COMPLETE
    return Status.IN_PROGRESS if percent > 0 else Status.NOT_STARTED


def counts_some(before: Sequence[str]) -> bool:
    """Tell whether the words before a status count fewer than all: "3 of 5", "two of three"."""
    counted = _SOME_OF.search(re.sub(r"(?<=\d)/(?=\d)", " / ", " ".join(before)))
    if not counted:
        return False
    some, whole = (_NUMBERS.get(word, word) for word in (counted["some"], counted["whole"]))
    return some.isdigit() and whole.isdigit() and int(some) < int(whole)
