"""How alike the wordings of two versions' rows are.

A row is a set of features: its telling words, and their meanings or first letters. Each weighs by how few rows of
the two versions hold it (inverse document frequency, Spärck Jones 1972) and less where it stands in every plan. So
"Report to Cabinet on progress" says little and "flood wardens" much, whichever words a council repeats.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from store.matching.abbreviations import find_abbreviations, spell_out
from store.matching.contrast import names_another_thing
from store.matching.said import Said
from store.matching.words import printed_words, telling_words, text_features, text_weight, word_features

Floats: TypeAlias = NDArray[np.float32]

LONGER_COUNTS = 0.3
"""How far a text that stands whole in a longer one is taken as the same, beyond its share of the longer one."""
ENOUGH_WORDS = 3.0
"""How many rare words it takes until such a text is trusted: "Ongoing review" stands in many rows."""
SAYS_LITTLE = 2.5
"""The weight of words below which an action is no more than an answer: "Agreed, by the end of the year"."""
LEAST_TELLING = 0.05
"""What a word in every row still tells: rows of nothing else are compared too."""
COMPARED_LIKE = 0.25
"""The likeness from which two rows are compared word by word."""
SMALL_PLAN = 5.0
"""Rows that every version is taken to have besides its own: in a plan of two rows a word in both may still tell."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The rows of two versions as vectors, and their likeness pair by pair.

    `earlier` and `later` are (rows, features); `like` is from 0 to 1; `same` says that the words are the same, printed
    otherwise or not; `other` that they are the same but for the thing that they name.
    """

    earlier: Floats
    later: Floats
    like: Floats
    same: NDArray[np.bool_]
    other: NDArray[np.bool_]


def compare_wordings(earlier: Sequence[Said], later: Sequence[Said]) -> Likeness:
    """Return the likeness of each earlier row to each later one."""
    earlier, later = _both_given(earlier, later)
    rows = [*earlier, *later]
    texts = [own_text(said) for said in rows]
    meaning = find_abbreviations(texts)
    versions = [_features_of(earlier, meaning), _features_of(later, meaning)]
    columns, rarity = _weigh_features(versions)
    vectors = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for row, features in enumerate(itertools.chain(*versions)):
        places = [columns[feature] for feature in features]
        vectors[row, places] = list(features.values())
    vectors *= rarity
    first, second = vectors[: len(earlier)], vectors[len(earlier) :]
    shared = first @ second.T
    codes: dict[tuple[str, ...], int] = {}
    printed = [codes.setdefault(printed_words(text), len(codes)) for text in texts]
    same = np.equal.outer(np.array(printed[: len(earlier)]), np.array(printed[len(earlier) :]))
    like = _liken(first, second, shared)
    told = [spell_out(telling_words(text), meaning) for text in texts]
    other = np.zeros_like(same)
    for i, j in np.argwhere((like >= COMPARED_LIKE) & ~same):
        other[i, j] = names_another_thing(told[i], told[len(earlier) + j])
    return Likeness(first, second, like, same, other)


def _both_given(earlier: Sequence[Said], later: Sequence[Said]) -> tuple[Sequence[Said], Sequence[Said]]:
    """Return the rows with what both versions give: one may print recommendations alone, before they are answered."""
    answered = [any(said.action for said in version) for version in (earlier, later)]
    asked = [any(said.recommendation for said in version) for version in (earlier, later)]
    if all(asked) and answered[0] != answered[1]:
        return [replace(said, action=None) for said in earlier], [replace(said, action=None) for said in later]
    if all(answered) and asked[0] != asked[1]:
        earlier = [replace(said, recommendation=None) for said in earlier]
        return earlier, [replace(said, recommendation=None) for said in later]
    return earlier, later


def own_text(said: Said) -> str:
    """Return what the row alone asks for: the action, else the recommendation, else the wording as given.

    "Agreed" answers many recommendations: an action that says little goes with the recommendation above it.
    """
    if said.action and said.recommendation and text_weight(said.action) < SAYS_LITTLE:
        return f"{said.recommendation}\n{said.action}"
    return said.action or said.recommendation or said.wording


def _features_of(version: Sequence[Said], meaning: Mapping[str, Sequence[str]]) -> list[Mapping[str, float]]:
    """Return each row's features and how far they are its own.

    A recommendation over several actions says less of each of them: it is divided by how many share it.
    """
    sharing = Counter(said.recommendation for said in version if said.action and said.recommendation)
    above = {
        text: {feature: weight / count for feature, weight in _read_features(text, meaning).items()}
        for text, count in sharing.items()
    }
    rows = []
    for said in version:
        own = _read_features(said.action or said.recommendation or said.wording, meaning)
        rows.append({**above[said.recommendation], **own} if said.action and said.recommendation else own)
    return rows


def _read_features(text: str, meaning: Mapping[str, Sequence[str]]) -> Mapping[str, float]:
    words = telling_words(text)
    return text_features(text) if meaning.keys().isdisjoint(words) else word_features(spell_out(words, meaning))


def _weigh_features(versions: Sequence[Sequence[Mapping[str, float]]]) -> tuple[dict[str, int], Floats]:
    """Return the column of each feature and the weight of each column, from 0 to 1.

    A feature that m of a version's n rows hold leaves m to choose from: it tells log(n / m) of log n. Of the two
    versions the one counts that holds it more often.
    """
    most: Counter[str] = Counter()
    for version in versions:
        most |= Counter(feature for features in version for feature in features)
    columns = {feature: column for column, feature in enumerate(most)}
    rows = max(map(len, versions)) + SMALL_PLAN
    counts = np.fromiter(most.values(), dtype=np.float32, count=len(most))
    rarity = np.log(rows / counts) / np.float32(math.log(rows))
    return columns, np.maximum(rarity, np.float32(LEAST_TELLING))


def _liken(first: Floats, second: Floats, shared: Floats) -> Floats:
    own_first = (first * first).sum(axis=1)[:, None]
    own_second = (second * second).sum(axis=1)[None, :]
    cosine = shared / np.sqrt(np.maximum(own_first * own_second, 1e-12))
    shorter = np.minimum(own_first, own_second)
    held = np.minimum(shared / np.maximum(shorter, 1e-12), 1.0)
    trusted = np.minimum(shorter / ENOUGH_WORDS, 1.0)
    like: Floats = cosine + np.float32(LONGER_COUNTS) * trusted * np.maximum(held - cosine, 0.0)
    return np.minimum(like, np.float32(1.0))
