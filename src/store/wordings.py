"""How alike the wordings of two versions' rows are.

A row is a set of features: its telling words, and the first letters of the longer ones. Each weighs by how few rows of
the two versions hold it (inverse document frequency, Spärck Jones 1972) and less where it stands in every plan. So
"Report to Cabinet on progress" says little and "flood wardens" much, whichever words a council repeats.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from store.said import Said
from store.words import ROOT_LETTERS, printed_words, telling_words, word_weight

Floats: TypeAlias = NDArray[np.float32]

HALF = math.sqrt(0.5)  # weights are squared when they are compared: a word and its root count one together
LONGER_COUNTS = 0.3
"""How far a text that stands whole in a longer one is taken as the same, beyond its share of the longer one."""
ENOUGH_WORDS = 3.0
"""How many rare words it takes until such a text is trusted: "Ongoing review" stands in many rows."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The rows of two versions as vectors, and their likeness pair by pair.

    `earlier` and `later` are (rows, features); `shared` is the weight of the features that both rows hold; `like` is
    from 0 to 1; `same` says that the words are the same, printed otherwise or not.
    """

    earlier: Floats
    later: Floats
    shared: Floats
    like: Floats
    same: NDArray[np.bool_]


def compare_wordings(earlier: Sequence[Said], later: Sequence[Said]) -> Likeness:
    """Return the likeness of each earlier row to each later one."""
    rows = [*_features_of(earlier), *_features_of(later)]
    columns, rarity = _weigh_features(rows)
    vectors = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for row, features in enumerate(rows):
        places = [columns[feature] for feature in features]
        vectors[row, places] = list(features.values())
    vectors *= rarity
    first, second = vectors[: len(earlier)], vectors[len(earlier) :]
    shared = first @ second.T
    printed = [tuple(printed_words(own_text(said))) for said in (*earlier, *later)]
    numbers = np.unique([hash(words) for words in printed], return_inverse=True)[1]
    same = numbers[: len(earlier), None] == numbers[None, len(earlier) :]
    return Likeness(first, second, shared, _liken(first, second, shared), same)


def own_text(said: Said) -> str:
    """Return what the row alone asks for: the action, else the recommendation, else the wording as given."""
    return said.action or said.recommendation or said.wording


def _features_of(version: Sequence[Said]) -> list[dict[str, float]]:
    """Return each row's features and how far they are its own.

    A recommendation over several actions says less of each of them: it is divided by how many share it.
    """
    sharing = Counter(said.recommendation for said in version)
    rows = []
    for said in version:
        features = _word_features(telling_words(own_text(said)), 1.0)
        if said.action and said.recommendation:
            above = _word_features(telling_words(said.recommendation), 1.0 / sharing[said.recommendation])
            features = {**above, **features}
        rows.append(features)
    return rows


def _word_features(words: Iterable[str], weight: float) -> dict[str, float]:
    features = {}
    for word in words:
        counts = weight * word_weight(word)
        if len(word) <= ROOT_LETTERS:
            features[word] = counts
            continue
        features[word] = counts * HALF
        root = word[:ROOT_LETTERS] + "…"
        features[root] = max(features.get(root, 0.0), counts * HALF)
    return features


def _weigh_features(rows: Sequence[Mapping[str, float]]) -> tuple[dict[str, int], Floats]:
    """Return the column of each feature and the weight of each column.

    A word in one row alone weighs as one in two: that the other version has no such word says that it was reworded or
    is another action, and which of the two is not known from how rare it is.
    """
    held: Counter[str] = Counter()
    for features in rows:
        held.update(features.keys())
    columns = {feature: column for column, feature in enumerate(held)}
    counts = np.maximum(np.fromiter(held.values(), dtype=np.float32, count=len(held)), 2.0)
    rarity = np.log((len(rows) + 2.0) / (counts - 0.5)) / math.log((len(rows) + 2.0) / 1.5)
    return columns, rarity.astype(np.float32)


def _liken(first: Floats, second: Floats, shared: Floats) -> Floats:
    own_first = (first * first).sum(axis=1)[:, None]
    own_second = (second * second).sum(axis=1)[None, :]
    cosine = shared / np.sqrt(np.maximum(own_first * own_second, 1e-9))
    shorter = np.minimum(own_first, own_second)
    held = np.minimum(shared / np.maximum(shorter, 1e-9), 1.0)
    trusted = np.minimum(shorter / ENOUGH_WORDS, 1.0)
    like: Floats = cosine + np.float32(LONGER_COUNTS) * trusted * np.maximum(held - cosine, 0.0)
    return np.minimum(like, np.float32(1.0))
