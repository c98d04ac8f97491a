"""Things of a page looked up by where they stand: a page holds thousands of them, a cell touches few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from ingest.model import Box

BAND_POINTS = 16.0  # about a line of text with its leading

T = TypeVar("T")


class Bands(Generic[T]):
    """Things by the horizontal bands of a page that their boxes touch, in the order in which they were given."""

    def __init__(self, things: Iterable[tuple[Box, T]]) -> None:
        """Take things with their boxes."""
        self._bands: dict[int, list[tuple[int, T]]] = defaultdict(list)
        for at, (box, thing) in enumerate(things):
            for band in range(int(box.top // BAND_POINTS), int(box.bottom // BAND_POINTS) + 1):
                self._bands[band].append((at, thing))
        self._things = {band: [thing for _, thing in found] for band, found in self._bands.items()}

    def at(self, y: float) -> Sequence[T]:
        """Return the things that may stand at a height."""
        return self._things.get(int(y // BAND_POINTS), ())

    def over(self, box: Box) -> Sequence[T]:
        """Return the things that may stand at any height of a box, each once."""
        if not self._bands:
            return ()
        first, last = int(box.top // BAND_POINTS), int(box.bottom // BAND_POINTS)
        if first == last:
            return self._things.get(first, ())
        found = {at: thing for band in range(first, last + 1) for at, thing in self._bands.get(band, ())}
        return [found[at] for at in sorted(found)]
