"""The status of a cell on its own, without the row, legend and updates that a record weighs with it."""

from __future__ import annotations

import re
from dataclasses import replace

from normalise.model import Status
from normalise.narrative import read_narrative
from normalise.status import StatusReading, read_status
from normalise.status_phrases import status_words
from normalise.vocabulary import fold

FEW_WORDS, SURE_OF_FEW = 5, 0.7
_DATING = {"as", "at", "in", "by", "on", "of", "the", "end", "since", "from", "to"}  # beside a date alone
_MONTHS = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*")


def read_status_alone(text: str) -> StatusReading:
    """Return what a record of a status cell alone would hold: what its words say, else what they tell as an update.

    The classifier of narratives is trained on sentences: of a few words it must be surer.
    """
    reading = read_status(text)
    if reading.status is not None or reading.response is not None or _is_placeholder(text):
        return reading
    if named := _behind_its_name(text):
        return named
    said = re.findall(r"[a-z]{2,}", _MONTHS.sub("", text.lower()))
    if not set(said) - _DATING:
        return reading
    told = read_narrative(text)
    if told.value in (None, Status.UNKNOWN) or (len(text.split()) <= FEW_WORDS and told.confidence < SURE_OF_FEW):
        return reading
    return replace(reading, status=told.value, confidence=told.confidence)


def _is_placeholder(text: str) -> bool:
    """Say whether a cell is, or begins with, a word for nothing known: "TBC - May 2025"."""
    placeholders = status_words().placeholders
    if any(fold(text).startswith(f"{phrase} ") for phrase in placeholders if " " in phrase):
        return True
    return fold(text) in placeholders or fold(re.split(r"\s[-–—]\s|[.;:(]", text, maxsplit=1)[0]) in placeholders


def _behind_its_name(text: str) -> StatusReading | None:
    """Return the status of "Review complete" and "Recruitment under way May 2024", None where the words say more."""
    words = text.split()
    known = status_words()
    for at in range(1, min(len(words), FEW_WORDS)):
        if fold(words[at - 1]) in known.negations | known.not_done_yet | {"to", "be", "no", "of"}:
            return None
        said = read_status(" ".join(words[at:]))
        if said.status is not None and not said.rest and len(words) <= FEW_WORDS:
            return replace(said, text=text, confidence=min(said.confidence, SURE_OF_FEW))
    return None
