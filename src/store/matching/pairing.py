"""Which rows of two versions of a plan are one action."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from store.matching.assignment import assign
from store.matching.evidence import Anchors, Scores, read_number, weigh_context
from store.matching.features import Floats
from store.matching.said import LIKE_WORDING, MERGED, SAME_NUMBER, SAME_WORDING, SPLIT, Match, Said
from store.matching.wordings import Likeness, compare_wordings

Pairs: TypeAlias = list[tuple[int, int]]

ANCHOR_LIKE, ANCHOR_MARGIN = 0.65, 0.1
"""How alike an anchor's wordings are, and by how much it leads every other pair of its rows."""
EVEN_LIKE, LIKE_SLOPE = 0.48, 12.0
"""The likeness at which wording alone leaves it open, and the log-odds for each 1.0 above it."""
SAME_WORDS = 2.0
"""What words that are all the same count beyond their likeness, in log-odds."""
OTHER_THING = 2.5
"""What rows lose, in log-odds, that say the same of two different things."""
LEAST_LIKE = 0.15
"""Below this likeness nothing else makes two rows one action: a number is given again when a row was dropped."""
TIE = 0.05
"""What rows lose that stand at opposite ends of their versions: rows that say the same are paired in their order."""

PART_LEFT = 0.2
"""For a split: the share of the earlier row that the row which goes on with it leaves out."""
PART_HELD, PART_FOUND = 0.6, 0.7
"""The share of the new row that stands in the earlier one, and the share of what was left out that it takes up."""
NEAR_HELD, NEAR_FOUND, NEAR_ROWS = 0.4, 0.45, 2
"""The same for a row that stands within some rows of the one that goes on: parts mostly stay together."""

PAIRS_KEPT = 256
"""How many pairs of versions keep their matches: a series is settled again, whole, with each version that joins it."""


def match_actions(earlier: Sequence[Said], later: Sequence[Said]) -> list[Match]:
    """Return which rows of two versions are one action, in the order of the later version.

    One best assignment of rows to rows, by wording first, then by number, theme, owner and neighbours as far as this
    plan keeps them. An earlier row in no match has vanished; a later one in none is new. A row whose text was divided
    over two has a match with each: the one that goes on with it, and one of method "split"; likewise "merged".
    """
    return list(_match(tuple(earlier), tuple(later))) if earlier and later else []


@lru_cache(maxsize=PAIRS_KEPT)
def _match(earlier: tuple[Said, ...], later: tuple[Said, ...]) -> tuple[Match, ...]:
    likeness = compare_wordings(earlier, later)
    scores = _score(earlier, later, likeness)
    pairs = assign(scores)
    confidence = _confide(scores, pairs)
    found = []
    for i, j in pairs:
        method = _name_method(earlier[i], later[j], same=bool(likeness.same[i, j]))
        found.append(Match(earlier[i].key, later[j].key, confidence[i, j], method))
    splits = _find_parts(likeness.earlier, likeness.later, pairs)
    merges = _find_parts(likeness.later, likeness.earlier, [(j, i) for i, j in pairs])
    found += [Match(earlier[i].key, later[j].key, sure, SPLIT) for i, j, sure in splits]
    found += [Match(earlier[i].key, later[j].key, sure, MERGED) for j, i, sure in merges]
    places = {said.key: place for place, said in enumerate(later)}
    return tuple(sorted(found, key=lambda match: (places[match.later], not match.is_identity)))


def _score(earlier: Sequence[Said], later: Sequence[Said], likeness: Likeness) -> Scores:
    """Return the log-odds that each pair is one action."""
    wording = LIKE_SLOPE * (likeness.like.astype(np.float64) - EVEN_LIKE) + SAME_WORDS * likeness.same
    wording -= OTHER_THING * likeness.other
    first = np.linspace(0, 1, len(earlier))[:, None]
    second = np.linspace(0, 1, len(later))[None, :]
    wording -= TIE * np.abs(first - second)
    anchors = _find_anchors(likeness)
    scores = wording + weigh_context(earlier, later, anchors)
    return np.where(likeness.like >= LEAST_LIKE, scores, np.minimum(scores, -1.0))


def _find_anchors(likeness: Likeness) -> Anchors:
    """Return the pairs that are each other's best by far."""
    like = likeness.like + likeness.same
    best = like.argmax(axis=1)
    rows = np.arange(len(like))
    lead = np.minimum(_lead(like)[rows, best], _lead(like.T).T[rows, best])
    sure = (likeness.like[rows, best] >= ANCHOR_LIKE) & (lead >= ANCHOR_MARGIN)
    return Anchors(rows[sure], best[sure])


def _lead(like: Floats) -> Floats:
    """Return by how much each entry leads the best other one of its row."""
    if like.shape[1] == 1:
        return like
    top = np.partition(like, -2, axis=1)
    best, second = top[:, -1:], top[:, -2:-1]
    return like - np.where(like == best, second, best)


def _confide(scores: Scores, pairs: Pairs) -> dict[tuple[int, int], float]:
    """Return how sure each pair is: its odds beside those of no match, and of the pairs it stands against.

    A rival row that is better matched elsewhere is no rival.
    """
    held_row, held_column = np.zeros(scores.shape[0]), np.zeros(scores.shape[1])
    for i, j in pairs:
        held_row[i] = held_column[j] = scores[i, j]
    sure = {}
    for i, j in pairs:
        score = scores[i, j]
        rivals = np.concatenate([np.delete(scores[i] - held_column, j), np.delete(scores[:, j] - held_row, i)])
        against = 1.0 + float(np.exp(np.minimum(rivals, score)).sum()) if len(rivals) else 1.0
        sure[i, j] = round(float(1.0 / (1.0 + against * np.exp(-score))), 3)
    return sure


def _name_method(before: Said, after: Said, *, same: bool) -> str:
    if same:
        return SAME_WORDING
    number = read_number(before.reference)
    return SAME_NUMBER if number and number == read_number(after.reference) else LIKE_WORDING


def _find_parts(wholes: Floats, parts: Floats, pairs: Pairs) -> list[tuple[int, int, float]]:
    """Return the rows that took over a part of another: (whole, part, confidence).

    `pairs` are the places (whole, part) that are one action already. A row that is in no pair is a part of a whole
    if much of it stands there, and there it takes up what the pair's own part left out.
    """
    taken = {part for _, part in pairs}
    free = [place for place in range(len(parts)) if place not in taken]
    if not free or not pairs:
        return []
    whole, goes_on = (np.array(places) for places in zip(*pairs, strict=True))
    squares = wholes[whole] ** 2
    left = squares * (parts[goes_on] == 0)
    share_left = left.sum(axis=1) / np.maximum(squares.sum(axis=1), 1e-9)
    found = []
    for place in free:
        has = parts[place] > 0
        held = squares[:, has].sum(axis=1) / max(float((parts[place] ** 2).sum()), 1e-9)
        took = left[:, has].sum(axis=1) / np.maximum(left.sum(axis=1), 1e-9)
        near = np.abs(goes_on - place) <= NEAR_ROWS
        fits = (held >= np.where(near, NEAR_HELD, PART_HELD)) & (took >= np.where(near, NEAR_FOUND, PART_FOUND))
        fits &= share_left >= PART_LEFT
        if fits.any():
            best = int(np.argmax(np.where(fits, np.minimum(held, 1) + took, -1)))
            sure = round(float(min(held[best], 1.0) * 0.5 + took[best] * 0.5), 3)
            found.append((int(whole[best]), place, sure))
    return found
