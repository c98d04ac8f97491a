"""What a column of a table is taken for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from normalise.evidence import ColumnEvidence
from normalise.headings import POSSIBLE
from normalise.model import ColumnRecord, Field, FlexibleDate

MOST = 0.6  # share of a column's filled cells from which a look decides
SOME = 0.4
FEW = 0.2
NEARLY_ALL = 0.8  # share from which the cells decide over a heading that says nothing

# fields of which two may share one column ("Lead and timescale", "Finish & status", "Outcome / status")
SHARED = frozenset({Field.OWNER, Field.TIMESCALE, Field.STATUS})


_METHODS = {
    "phrase": "the whole heading is known",
    "wording": "the wording of the heading is known",
    "word": "a word of the heading is known",
    "spelling": "a word of the heading is close to a known one",
    "label": "a label stands before the text",
    "list": "a part of a list's item: its number, its text, or what its bracket or its end names",
    "none": "the heading is not known, and the cells show nothing for sure",
}


@dataclass(frozen=True, slots=True)
class Role:
    """What a column is taken for. `method` names the evidence: that of its heading, or `cells`, or `none`.

    `second` is the other field of a column whose heading names two.
    `is_moved` marks a column of new deadlines that stands beside the column of the first ones.
    `entry` is what of the vocabulary its heading was known by.
    `value` is what a mark in the column chooses where the heading is itself a value ("May 2024", "Agreed").
    """

    index: int
    heading: str
    field: Field
    confidence: float
    method: str
    evidence: ColumnEvidence
    second: Field | None = None
    is_progress: bool = False
    as_of: FlexibleDate | None = None
    is_moved: bool = False
    entry: str = ""
    value: str = ""

    def moved(self, field: Field, confidence: float = POSSIBLE) -> Role:
        """Return the role after the cells have overruled the heading. Of two fields named the other stays."""
        named = {self.field, self.second} - {None}
        others = named - {field} if field in named and named & SHARED else set()
        second = next(iter(others), None)
        return replace(self, field=field, confidence=confidence, method="cells", is_progress=False, second=second)

    def as_record(self) -> ColumnRecord:
        """Return the published form."""
        return ColumnRecord(self.heading, self.field.printed, self.confidence, self.method, self.reason)

    @property
    def reason(self) -> str:
        """Why the column was taken for its field, in words."""
        if self.method != "cells":
            return f"{_METHODS.get(self.method, self.method)}{f' ({self.entry})' if self.entry else ''}"
        gave_way = f"; its heading ({self.entry}) gave way" if self.entry else ""
        return f"{self.evidence.told}, and what stands beside it{gave_way}"


def has(roles: Sequence[Role], field: Field, besides: Role | None = None) -> bool:
    """Tell whether a column feeds a field, also as the second of two."""
    return any(field in (role.field, role.second) for role in roles if besides is None or role.index != besides.index)
