"""How documents are to be read, as the command line was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from councilplans.pool import DEFAULT_SECONDS, Limits
from ingest.options import Changes
from normalise.vocabulary import Additions

SCAN_SHARE = 0.75  # of a document's time that recognising its scanned pages may take; the rest is for reading them


@dataclass(frozen=True, slots=True)
class Asked:
    """What each document may take, whose plans they are, which of tracked changes is read, with which vocabularies."""

    limits: Limits = field(default_factory=Limits)
    authority: str | None = None
    changes: Changes = Changes.FINAL
    additions: Additions = field(default_factory=Additions)

    def among(self, documents: int) -> Asked:
        """Return the same for so many documents: no more are read at a time than there are."""
        return replace(self, limits=self.limits.among(documents))

    @property
    def scan_seconds(self) -> float:
        """How long a document's scanned pages may take."""
        return SCAN_SHARE * self.limits.seconds

    @property
    def options(self) -> Mapping[str, str]:
        """The options that change what is read, so that the store can tell extractions apart.

        The time that a document may take is one of them: more pages of a long scan are read in more. A vocabulary
        file is told by its SHA-256, wherever it lies.
        """
        given = {
            "authority": self.authority,
            "timeout": None if self.limits.seconds == DEFAULT_SECONDS else f"{self.limits.seconds:g}",
            "changes": None if self.changes is Changes.FINAL else self.changes.value,
            "vocab": self.additions.digest,
        }
        return {name: value for name, value in given.items() if value}
