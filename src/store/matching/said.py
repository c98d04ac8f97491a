"""What one version of a plan says of an action, and that two versions speak of the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SAME_WORDING: Final = "same wording"
SAME_NUMBER: Final = "same number and like wording"
LIKE_WORDING: Final = "like wording"
SPLIT: Final = "split"
MERGED: Final = "merged"
DOUBTFUL: Final = 0.9
"""The confidence below which a match is worth a look: an action that no surer one carries on may have vanished."""


@dataclass(frozen=True, slots=True)
class Said:
    """One row of a version of a plan.

    `key` names it to the caller and is unique over all versions that are compared. `wording` is the recommendation and
    the action in one; where neither is known apart it alone is compared. `position` counts the rows of the version.
    """

    key: int
    reference: str | None
    wording: str
    theme: str | None
    recommendation: str | None
    action: str | None
    owner: str | None
    position: int

    def __hash__(self) -> int:
        """Return a number by the key alone: versions are looked up by all their rows, again and again."""
        return hash(self.key)


@dataclass(frozen=True, slots=True)
class Match:
    """That two rows, by their keys, are one action; `confidence` from 0 to 1.

    `method` is "same wording", "same number and like wording" or "like wording" for the row that goes on with the
    action: at most one for each row, earlier or later. "split" is a further later row that took over a part of the
    earlier one, "merged" a further earlier row that went into the later one.
    """

    earlier: int
    later: int
    confidence: float
    method: str

    @property
    def is_identity(self) -> bool:
        """Whether the later row goes on with the action, rather than taking over a part."""
        return self.method not in {SPLIT, MERGED}
