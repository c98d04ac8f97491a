"""How sure a value can be that stands in cells which text recognition read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from normalise.model import ReadingNote
from normalise.rowcells import RowCell


def weakened(notes: Mapping[str, ReadingNote], cells: Sequence[RowCell]) -> Mapping[str, ReadingNote]:
    """Return notes with the confidence of each times that of the least sure of its cells; as they are for typed text.

    `cells` are those that the notes count into.
    """
    sure = [cell.cell.confidence if cell.cell else 1.0 for cell in cells]
    if all(part == 1.0 for part in sure):
        return notes
    return {
        name: replace(note, confidence=note.confidence * min((sure[i] for i in note.cells), default=1.0))
        for name, note in notes.items()
    }
