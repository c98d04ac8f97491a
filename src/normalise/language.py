"""The blank English pipeline that the language work shares."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language


@functools.cache
def english() -> Language:
    """Return a blank English pipeline with sentence boundaries, made once for each process."""
    import spacy  # noqa: PLC0415 - costs 0.5 s, paid only where text is read

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return pipeline
