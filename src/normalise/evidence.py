"""What the cells of a column look like, whatever its heading says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import IssueCode
from normalise.dates import read_timescale
from normalise.owner_names import Kind, kind_of, owner_names
from normalise.owners import read_owners
from normalise.status import read_status
from normalise.wording import is_action_like

_REFERENCE = re.compile(
    r"^(?:(?:action|rec(?:ommendation)?|item|no|ref|task|point|objective|priority|theme|aim)\W{0,3})?"
    r"(?:[a-z]{1,4}[-./ ]?){0,2}\d{1,3}(?:[-./]\d{1,3})*(?:[-./ ]?\(?[a-z]\)?)?\s*[.):]{0,2}$|"
    r"^\(?(?:[ivxl]{1,5}|[a-z])\s*[.):]{0,2}$",
    re.IGNORECASE,
)
_PRIORITY = re.compile(
    r"^(?:very high|high|medium|med|low|h|m|l|h/m|m/l|critical|significant|essential|important|desirable|urgent|"
    r"fundamental|merits attention|moderate|advisory|[1-5]|p[1-5]|must|should|could)\W*$",
    re.IGNORECASE,
)
_ARROW = re.compile(r"^[←-⇿➔-➾▲▼►◄△▽⬆⬇➡⬅\ufe0f\s]+$")
_PERCENT = re.compile(r"^\s*\d{1,3}(?:\.\d+)?\s*%?\s*$")
_YES_NO = re.compile(r"^(?:y|n|yes|no)\W*$", re.IGNORECASE)
# a deadline that was understood and has no place in the calendar ("within 6 months", "ASAP", "31 June")
_DATE_WITHOUT_DAY = frozenset({IssueCode.RELATIVE_DATE, IssueCode.IMPOSSIBLE_DATE, IssueCode.YEAR_SUPPLIED})
SAMPLE = 60  # cells of a column that are looked at, spread evenly: shares need no more
ANSWER_WORDS = 4  # of a bare answer ("Agreed with one amendment"); more tell what will be done
LONGEST_NAME = 9  # words of one owner's name
SHORT_NAME = 5  # words up to which "Monitoring Officer" is a name, not work to do
TOLD = 0.2  # share of the cells from which a look is worth telling
_LOOKS = ("reference", "date", "status", "owner", "priority", "arrow", "percent", "response", "yes_no")
LONG_TEXT = 40  # characters on average from which a column holds sentences


def looks_like_reference(text: str) -> bool:
    """Tell whether a text is a number, letter or code by which a row is called: "3.", "4b", "Action 12", "CPC-7"."""
    return bool(_REFERENCE.match(text.strip()))


def names_an_owner(text: str) -> bool:
    """Tell whether a text is nothing but the names of posts, people, teams or bodies."""
    owners = read_owners(text)
    names = owner_names()
    if len(text.split()) > SHORT_NAME and is_action_like(text):
        return False
    return bool(owners) and all(
        len(owner.name.split()) <= LONGEST_NAME and kind_of(owner.name, names) is not Kind.BARE for owner in owners
    )


@dataclass(frozen=True, slots=True)
class ColumnEvidence:
    """Shares (0 to 1) of a column's filled cells that look like each kind of value.

    `filled` is the share of body rows with any text, `mean_length` in characters.
    """

    n: int = 0
    filled: float = 0.0
    mean_length: float = 0.0
    distinct: float = 0.0
    reference: float = 0.0
    date: float = 0.0
    status: float = 0.0
    owner: float = 0.0
    priority: float = 0.0
    arrow: float = 0.0
    percent: float = 0.0
    response: float = 0.0
    yes_no: float = 0.0

    @property
    def is_long(self) -> bool:
        """Whether the column holds sentences rather than words."""
        return self.mean_length >= LONG_TEXT

    @property
    def told(self) -> str:
        """What the cells look like, in words: their count and length, and the looks that more than a few have."""
        if not self.n:
            return "no cell holds text"
        looks = {name: getattr(self, name) for name in _LOOKS}
        shares = [f"{share:.0%} like {name.replace('_', ' ')}" for name, share in looks.items() if share >= TOLD]
        count = "1 cell" if self.n == 1 else f"{self.n} cells"
        looks_like = ", ".join(shares) or "like nothing in particular"
        return f"{count} of {self.mean_length:.0f} characters on average, {looks_like}"


def weigh_column(texts: Sequence[str], n_rows: int) -> ColumnEvidence:
    """Return what these filled cells of a column with `n_rows` body rows look like."""
    if not texts:
        return ColumnEvidence()
    n_filled = len(texts)
    texts = texts[:: max(1, len(texts) // SAMPLE)]
    n = len(texts)

    def share(looks: Sequence[bool]) -> float:
        return sum(looks) / n

    statuses = [read_status(text) for text in texts]
    return ColumnEvidence(
        n=n_filled,
        filled=n_filled / max(1, n_rows),
        mean_length=sum(map(len, texts)) / n,
        distinct=len({text.strip().casefold() for text in texts}) / n,
        reference=share([looks_like_reference(text) for text in texts]),
        date=share([names_a_date(text) for text in texts]),
        status=share([(s.status is not None or s.rag is not None) and len(s.text) <= 60 for s in statuses]),
        owner=share([len(text) <= 120 and names_an_owner(text) for text in texts]),
        priority=share([bool(_PRIORITY.match(text.strip())) for text in texts]),
        arrow=share([bool(_ARROW.match(text)) for text in texts]),
        percent=share([bool(_PERCENT.match(text)) and "%" in text for text in texts]),
        response=share([s.response is not None and len(s.text.split()) <= ANSWER_WORDS for s in statuses]),
        yes_no=share([bool(_YES_NO.match(text.strip())) for text in texts]),
    )


def _has_ongoing_at_an_end(words: list[str]) -> bool:
    """Tell whether words begin or end with what says "ongoing"; "a permanent director" does neither."""

    def is_ongoing(some: list[str]) -> bool:
        return bool(some) and read_timescale(" ".join(some)).ongoing

    ends = [(words[:n], words[1:n]) for n in range(1, 4)] + [(words[-n:], words[-n:-1]) for n in range(1, 4)]
    return any(is_ongoing(phrase) and not is_ongoing(less) for phrase, less in ends)


FEW_WORDS = 4  # of a text that recurs or counts from an event; of more, its first words must say so
_FROM_HERE = re.compile(
    r"(?:within|in|after|by|before|from|over|up to|no later|not later|at least|the|next|following"
    r"|\d+[- ](?:day|week|month|year)|(?:one|two|three|six|twelve) (?:day|week|month|year))",
    re.IGNORECASE,
)


def names_a_date(text: str) -> bool:
    """Tell whether a text is a deadline and little else."""
    if len(text) > 120:
        return False
    reading = read_timescale(text)
    words = text.split()
    if reading.ongoing and len(text) <= 40 and _has_ongoing_at_an_end(words):
        return len(words) <= FEW_WORDS or _has_ongoing_at_an_end(words[:FEW_WORDS])
    named = sum(len(milestone.text) for milestone in reading.milestones)
    if reading.milestones:
        return named >= 0.4 * len(text)
    relative = len(text) <= 30 and any(issue.code in _DATE_WITHOUT_DAY for issue in reading.issues)
    return relative and (len(words) <= FEW_WORDS or bool(_FROM_HERE.match(text)))
