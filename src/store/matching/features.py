"""The rows of a version as features, made once to be compared with many other versions.

A row's features are its telling words, and their meanings or first letters. What two versions are compared by depends
on both: what only one of them gives is left out, and abbreviations that either spells out are spelt out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from store.matching.abbreviations import find_capitals, read_initials, read_meaning, spell_out
from store.matching.said import Said
from store.matching.words import printed_words, telling_words, text_features, text_weight, word_features

Floats: TypeAlias = NDArray[np.float32]
LeftOut: TypeAlias = Literal["action", "recommendation"] | None
Meaning: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]

SAYS_LITTLE = 2.5
"""The weight of words below which an action is no more than an answer: "Agreed, by the end of the year"."""

VERSIONS_KEPT = 512
"""How many versions keep their features, some 20 kB each: a plan is compared with all versions of its authority's."""
FEATURES_KEPT = 65_536
"""How many features keep their code."""


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """The rows of a version as they are compared: `texts` is what each alone asks for.

    `initials` are those of all texts, a line each; `words` all telling words.
    """

    said: tuple[Said, ...]
    texts: tuple[str, ...]
    capitals: frozenset[str]
    initials: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The features of a version's rows, an entry for each feature of each row.

    `codes` are the version's features, each a number, with the logarithms of how many rows hold each. An entry is the
    place of its feature among these, how far it is the row's own, and the row. `printed` are the rows' words as
    numbers, `told` their telling words in order.
    """

    codes: NDArray[np.int64]
    logs: Floats
    places: NDArray[np.intp]
    weights: Floats
    rows: NDArray[np.intp]
    printed: NDArray[np.int64]
    told: tuple[tuple[str, ...], ...]


def read_pair(earlier: tuple[Said, ...], later: tuple[Said, ...]) -> tuple[Features, Features]:
    """Return the features by which two versions are compared."""
    left_out = find_left_out(earlier, later)
    versions = read_version(earlier, left_out), read_version(later, left_out)
    meaning = find_meaning(*versions)
    first, second = (read_features(version, of_version(meaning, version)) for version in versions)
    return first, second


def find_left_out(earlier: Sequence[Said], later: Sequence[Said]) -> LeftOut:
    """Return what only one of two versions gives: one may print recommendations alone, before they are answered."""
    answered = [any(said.action for said in version) for version in (earlier, later)]
    asked = [any(said.recommendation for said in version) for version in (earlier, later)]
    if all(asked) and answered[0] != answered[1]:
        return "action"
    return "recommendation" if all(answered) and asked[0] != asked[1] else None


@lru_cache(maxsize=VERSIONS_KEPT)
def read_version(said: tuple[Said, ...], left_out: LeftOut) -> Version:
    """Return a version's rows as they are compared with one that does not give what is left out."""
    if left_out == "action":
        said = tuple(replace(row, action=None) for row in said)
    elif left_out == "recommendation":
        said = tuple(replace(row, recommendation=None) for row in said)
    texts = tuple(own_text(row) for row in said)
    read = {*texts, *(row.recommendation for row in said if row.recommendation)}
    return Version(
        said=said,
        texts=texts,
        capitals=frozenset().union(*map(find_capitals, texts)),
        initials="\n".join(map(read_initials, texts)),
        words=frozenset(word for text in read for word in telling_words(text)),
    )


def own_text(said: Said) -> str:
    """Return what the row alone asks for: the action, else the recommendation, else the wording as given.

    "Agreed" answers many recommendations: an action that says little goes with the recommendation above it.
    """
    if said.action and said.recommendation and text_weight(said.action) < SAYS_LITTLE:
        return f"{said.recommendation}\n{said.action}"
    return said.action or said.recommendation or said.wording


def find_meaning(earlier: Version, later: Version) -> Mapping[str, tuple[str, ...]]:
    """Return, for each abbreviation that a text of two versions spells out, the telling words that it stands for."""
    meaning = {}
    for short in earlier.capitals | later.capitals:
        spelling = next((version for version in (earlier, later) if short in version.initials), None)
        if spelling is not None:
            text = next(text for text in spelling.texts if short in read_initials(text))
            meaning.update(dict.fromkeys(telling_words(short), read_meaning(text, short)))
    return meaning


def of_version(meaning: Mapping[str, tuple[str, ...]], version: Version) -> Meaning:
    """Return the abbreviations that stand in a version."""
    return tuple(sorted((short, words) for short, words in meaning.items() if short in version.words))


@lru_cache(maxsize=VERSIONS_KEPT)
def read_features(version: Version, meaning: Meaning) -> Features:
    """Return the features of a version's rows with abbreviations spelt out."""
    spelt = dict(meaning)
    rows = _features_of(version.said, spelt)
    entries = np.array([_code(feature) for row in rows for feature in row], dtype=np.int64)
    codes, places, held = np.unique(entries, return_inverse=True, return_counts=True)
    return Features(
        codes=codes,
        logs=np.log(held, dtype=np.float32),
        places=places,
        weights=np.array([weight for row in rows for weight in row.values()], dtype=np.float32),
        rows=np.repeat(np.arange(len(rows)), [len(row) for row in rows]),
        printed=np.array([_code(" ".join(printed_words(text))) for text in version.texts], dtype=np.int64),
        told=tuple(spell_out(telling_words(text), spelt) for text in version.texts),
    )


@lru_cache(maxsize=FEATURES_KEPT)
def _code(feature: str) -> int:
    """Return a number that no other feature has, the same in every process."""
    return int.from_bytes(blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


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
