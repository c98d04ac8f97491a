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
        self._things: list[T] = []
        self._bands: dict[int, list[int]] = defaultdict(list)
        for at, (box, thing) in enumerate(things):
            self._things.append(thing)
            for band in range(int(box.top // BAND_POINTS), int(box.bottom // BAND_POINTS) + 1):
                self._bands[band].append(at)

    def around(self, box: Box) -> Sequence[T]:
        """Return the things at the height of the middle of a box."""
        found = self._bands.get(int((box.top + box.bottom) / 2 // BAND_POINTS), ())
        return [self._things[at] for at in found]

    def over(self, box: Box) -> Sequence[T]:
        """Return the things at any height of a box, each once."""
        first, last = int(box.top // BAND_POINTS), int(box.bottom // BAND_POINTS)
        found = {at for band in range(first, last + 1) for at in self._bands.get(band, ())}
        return [self._things[at] for at in sorted(found)]
