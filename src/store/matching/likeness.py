"""Recommendations that say the same, found among those of many authorities.

A text is its telling words, their meanings or first letters, and each two words that follow one another, weighted by
inverse document frequency over all texts; words that stand in every plan count for less (`vocab/generic.toml`). Two
texts are as alike as the cosine of these vectors, which an index from features to texts finds for all pairs: seconds
for ten thousand texts.

Groups grow by average linkage: the most alike pair first, and two groups become one while their members are, on
average over all pairs, at least as alike as the threshold. One text between two subjects does not chain them.
"""

from __future__ import annotations

import heapq
import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from store.matching.words import printed_words, telling_words, word_features, word_weight

ALIKE = 0.35
"""The likeness from which two recommendations count as the same; `tests/store/alike_pairs.jsonl` measures it."""
PAIR_WEIGHT = 0.5
"""What two words in order count beside one word."""
_COUNCIL_NAME = re.compile(r"\b(?:[A-Z][\w'’-]+ ){1,4}(?:Council|Borough|Authority)\b")

Vectors: TypeAlias = list[dict[str, float]]
Links: TypeAlias = list[dict[int, float]]


def group_alike(texts: Sequence[str], threshold: float = ALIKE) -> list[list[int]]:
    """Return the places of the texts that say the same: groups of two or more, in order of their first text.

    Texts of the same words are one in the averages, however many councils copied them.
    """
    copies: dict[tuple[str, ...], list[int]] = {}
    for place, text in enumerate(texts):
        copies.setdefault(printed_words(text), []).append(place)
    copies.pop((), None)
    places = list(copies.values())
    groups = _gather(_link(vectors_of([texts[same[0]] for same in places]), threshold), threshold)
    found = [sorted(place for number in group for place in places[number]) for group in groups]
    return sorted(group for group in found if len(group) > 1)


def likeness_of(texts: Sequence[str], pairs: Sequence[tuple[int, int]]) -> list[float]:
    """Return how alike the texts of each pair of places are, from 0 to 1, weighed among all texts."""
    vectors = vectors_of(texts)
    return [sum(weight * vectors[b].get(feature, 0.0) for feature, weight in vectors[a].items()) for a, b in pairs]


def vectors_of(texts: Sequence[str]) -> Vectors:
    """Return each text's features and their weights, of length 1; empty for a text that says nothing."""
    counted = [_features_of(text) for text in texts]
    held = Counter(feature for features in counted for feature in features)
    vectors = []
    for features in counted:
        weights = {feature: weight * math.log((len(texts) + 1) / held[feature]) for feature, weight in features.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        vectors.append({feature: weight / length for feature, weight in weights.items()} if length else {})
    return vectors


def _features_of(text: str) -> dict[str, float]:
    """Return the features of a text; the council that it names is left out."""
    words = telling_words(_COUNCIL_NAME.sub("council", text))
    features = word_features(words)
    for first, second in itertools.pairwise(words):
        features[f"{first} {second}"] = PAIR_WEIGHT * math.sqrt(word_weight(first) * word_weight(second))
    return features


def _link(vectors: Vectors, threshold: float) -> Links:
    """Return, for each text, the others that are at least half as alike as the threshold, and how alike."""
    held: dict[str, tuple[list[int], list[float]]] = {}
    for place, vector in enumerate(vectors):
        for feature, weight in vector.items():
            places, weights = held.setdefault(feature, ([], []))
            places.append(place)
            weights.append(weight)
    shared = {
        feature: (np.array(places), np.array(weights)) for feature, (places, weights) in held.items() if len(places) > 1
    }
    links: Links = [{} for _ in vectors]
    for place, vector in enumerate(vectors):
        alike = np.zeros(len(vectors))
        for feature, weight in vector.items():
            if feature in shared:
                others, theirs = shared[feature]
                alike[others] += weight * theirs
        near = np.flatnonzero(alike >= threshold / 2)
        links[place] = {int(other): float(alike[other]) for other in near if other != place}
    return links


def _gather(links: Links, threshold: float) -> list[list[int]]:
    """Return the groups of average linkage; texts that are not linked count as not alike at all."""
    members = {place: [place] for place in range(len(links))}
    sums = {place: dict(links[place]) for place in members}
    waiting = [(-value, a, b) for a in members for b, value in links[a].items() if a < b and value >= threshold]
    heapq.heapify(waiting)
    while waiting:
        value, a, b = heapq.heappop(waiting)
        if a not in members or b not in members or -value != _average(sums, members, a, b):
            continue
        members[a] += members.pop(b)
        for other, total in sums.pop(b).items():
            sums[other].pop(b, None)
            if other != a:
                sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + total
        for other in sums[a]:
            average = _average(sums, members, a, other)
            if average >= threshold:
                heapq.heappush(waiting, (-average, min(a, other), max(a, other)))
    return list(members.values())


def _average(sums: Mapping[int, Mapping[int, float]], members: Mapping[int, Sequence[int]], a: int, b: int) -> float:
    return sums[a].get(b, 0.0) / (len(members[a]) * len(members[b]))
