"""What the number, theme, owner and neighbours of two rows say on whether they are one action.

Plans differ in what they keep: one renumbers all rows when it inserts one, another keeps the numbers and moves rows
between tables by status. So what each agreement is worth is learnt from the pair of versions itself, from the rows
whose wording leaves no doubt (the anchors), as record linkage does it: the logarithm of how often anchors agree over
how often any two rows do (Fellegi and Sunter, A Theory for Record Linkage, 1969).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from store.matching.said import Said
from store.matching.words import fold

Bools: TypeAlias = NDArray[np.bool_]
Scores: TypeAlias = NDArray[np.float64]
Number: TypeAlias = tuple[str, ...]

PRIOR_ROWS = 3.0
"""How many rows the expectation counts beside the anchors."""
KEPT_NUMBER, KEPT_THEME, KEPT_OWNER, KEPT_NEIGHBOUR = 0.7, 0.85, 0.7, 0.8
"""How often a row keeps each from one version to the next, before the anchors say how this plan does."""
MOST = 1.5
"""The most, in log-odds, that one agreement or its absence counts. A new row often takes the number and the place of
the one that was dropped, so that chance agreements are commoner than counting all pairs says."""
MOST_TOGETHER = 3.5
"""The most that all of them count: a row in the place of another has its theme, its owner and its neighbours too."""
NUMBER_WORDS = frozenset({"action", "recommendation", "rec", "no", "ref", "item", "number"})
_NUMBER_PARTS = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Anchors:
    """Rows paired beyond doubt: `earlier[k]` and `later[k]` are one action. Both hold places in their version."""

    earlier: NDArray[np.intp]
    later: NDArray[np.intp]


def weigh_context(earlier: Sequence[Said], later: Sequence[Said], anchors: Anchors) -> Scores:
    """Return, for each pair of rows, the log-odds that all but their wording gives."""
    score = np.zeros((len(earlier), len(later)))
    numbers = [read_number(said.reference) for said in earlier], [read_number(said.reference) for said in later]
    score += weigh(*same_numbers(*numbers, anchors), anchors, KEPT_NUMBER)
    for name, kept in (("theme", KEPT_THEME), ("owner", KEPT_OWNER)):
        values = [_folded(getattr(said, name)) for said in earlier], [_folded(getattr(said, name)) for said in later]
        score += weigh(*_equal(*values), anchors, kept)
    near = _same_neighbours(len(earlier), len(later), anchors)
    score += weigh(near, np.ones_like(near), anchors, KEPT_NEIGHBOUR)
    return np.clip(score, -MOST_TOGETHER, MOST_TOGETHER)


def weigh(agree: Bools, known: Bools, anchors: Anchors, expected: float) -> Scores:
    """Return the log-odds of each pair from whether it agrees; 0 where that is not known.

    `expected` is the share of the same actions that agree, before the anchors are counted.
    """
    if not known.any():
        return np.zeros(agree.shape)
    among = known[anchors.earlier, anchors.later]
    agreeing = float((agree[anchors.earlier, anchors.later] & among).sum())
    kept = (agreeing + expected * PRIOR_ROWS) / (float(among.sum()) + PRIOR_ROWS)
    chance = (float((agree & known).sum()) + 1.0) / (float(known.sum()) + 2.0)
    kept, chance = min(kept, 0.98), min(chance, 0.98)
    for_it = float(np.clip(np.log(kept / chance), -MOST, MOST))
    against = float(np.clip(np.log((1 - kept) / (1 - chance)), -MOST, MOST))
    return np.where(known, np.where(agree, for_it, against), 0.0)


def read_number(reference: str | None) -> Number:
    """Return the parts of a row's number, without zeros before and words such as "Action"; () for none."""
    parts = [part.lstrip("0") or "0" for part in _NUMBER_PARTS.findall(fold(reference or ""))]
    return tuple(part for part in parts if part not in NUMBER_WORDS)


def same_numbers(earlier: Sequence[Number], later: Sequence[Number], anchors: Anchors) -> tuple[Bools, Bools]:
    """Return which pairs have the same number, and of which that is known.

    Where a theme was put in before others, all that follow move on by one (1.1 becomes 2.1). The anchors say which
    first part became which; numbers are compared after that.
    """
    moved: dict[Number, Counter[Number]] = {}
    for first, second in zip(anchors.earlier, anchors.later, strict=True):
        before, after = earlier[first], later[second]
        if len(before) > 1 and len(after) > 1:
            moved.setdefault(before[:-1], Counter())[after[:-1]] += 1
    became = {before: counts.most_common(1)[0][0] for before, counts in moved.items()}
    translated = [became.get(number[:-1], number[:-1]) + number[-1:] for number in earlier]
    return _equal(translated, later)


def _equal(earlier: Sequence[object], later: Sequence[object]) -> tuple[Bools, Bools]:
    codes = {value: code for code, value in enumerate({*earlier, *later})}
    first = np.array([codes[value] for value in earlier])[:, None]
    second = np.array([codes[value] for value in later])[None, :]
    known = np.array([bool(value) for value in earlier])[:, None] & np.array([bool(value) for value in later])[None, :]
    return (first == second) & known, known


def _folded(text: str | None) -> str:
    return " ".join(fold(text or "").split())


def _same_neighbours(n_earlier: int, n_later: int, anchors: Anchors) -> Bools:
    """Return which pairs follow the same anchor, or stand before the same one."""
    before = [_nearest(n, places) for n, places in ((n_earlier, anchors.earlier), (n_later, anchors.later))]
    after = [
        _nearest(n, n - 1 - places)[::-1] for n, places in ((n_earlier, anchors.earlier), (n_later, anchors.later))
    ]
    same: Bools = (before[0][:, None] == before[1][None, :]) | (after[0][:, None] == after[1][None, :])
    return same


def _nearest(n_rows: int, places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return which anchor was the last before each row; -1 where there is none."""
    latest = np.full(n_rows, -1, dtype=np.intp)
    current = -1
    held = {int(place): anchor for anchor, place in enumerate(places)}
    for row in range(n_rows):
        latest[row] = current
        current = held.get(row, current)
    return latest
