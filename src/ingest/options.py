"""What a caller may choose about reading a document."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.sought import Sought

SCAN_SECONDS = 90.0  # that recognising scanned pages may take where the caller does not say


class Changes(enum.StrEnum):
    """Which text is read where changes are tracked: all accepted, all rejected, or both with the old struck out."""

    FINAL = "final"
    ORIGINAL = "original"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a document is read. Of a long PDF only pages that may hold what is `sought` are read, None for all.

    Recognising its scanned pages takes `scan_seconds` at most. `sheets` are the style sheets that were saved beside a
    web page, by their file names.
    """

    sought: Sought | None = None
    changes: Changes = Changes.FINAL
    scan_seconds: float = SCAN_SECONDS
    sheets: Mapping[str, str] = field(default_factory=dict)
