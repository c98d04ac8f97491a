"""Things of a page looked up by where they stand: a page holds thousands of them, a cell touches few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from ingest.model import Box

BAND_POINTS = 16.0  # about a line of text with its leading
HIGHEST_POINTS = 20_000.0  # PDF 32000 annex C.2: no page is higher than 14,400 points

T = TypeVar("T")


class Bands(Generic[T]):
    """Things by the horizontal bands of a page that their boxes touch, in the order in which they were given."""

    def __init__(self, things: Iterable[tuple[Box, T]]) -> None:
        """Take things with their boxes."""
        self._things: dict[int, list[T]] = defaultdict(list)
        self._order: dict[int, int] = {}
        self._over: dict[range, Sequence[T]] = {}
        order, bands = self._order, self._things
        for at, (box, thing) in enumerate(things):
            order[id(thing)] = at  # held by the bands, so that no other thing has its id
            for band in _bands_of(box.top, box.bottom):
                bands[band].append(thing)

    def at(self, y: float) -> Sequence[T]:
        """Return the things that may stand at a height."""
        return self._things.get(int(y // BAND_POINTS), ())

    def near(self, box: Box, slack: float) -> Iterator[T]:
        """Yield the things that may stand within so many points of a box, some of them more than once."""
        for band in _bands_of(box.top - slack, box.bottom + slack):
            yield from self._things.get(band, ())

    def over(self, box: Box) -> Sequence[T]:
        """Return the things that may stand at any height of a box, each once."""
        if not self._things:
            return ()
        bands = _bands_of(box.top, box.bottom)
        if len(bands) == 1:
            return self._things.get(bands[0], ())
        over = self._over.get(bands)  # the cells of a row ask for the same ones
        if over is None:
            found = {id(thing): thing for band in bands for thing in self._things.get(band, ())}
            over = self._over[bands] = [found[at] for at in sorted(found, key=self._order.__getitem__)]
        return over


def _bands_of(top: float, bottom: float) -> range:
    """Return the bands between two heights; what runs far out of any page is in the bands of a page alone."""
    first = top if top > -HIGHEST_POINTS else -HIGHEST_POINTS
    last = bottom if bottom < HIGHEST_POINTS else HIGHEST_POINTS
    return range(int(first // BAND_POINTS), int(last // BAND_POINTS) + 1) if first <= last else range(0)
