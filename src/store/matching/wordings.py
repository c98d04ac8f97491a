"""How alike the wordings of two versions' rows are.

A row is a set of features (`features.py`). Each weighs by how few rows of the two versions hold it (inverse document
frequency, Spärck Jones 1972) and less where it stands in every plan. So "Report to Cabinet on progress" says little
and "flood wardens" much, whichever words a council repeats.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.matching.contrast import names_another_thing
from store.matching.features import Features, Floats, read_pair
from store.matching.said import Said

LONGER_COUNTS = 0.3
"""How far a text that stands whole in a longer one is taken as the same, beyond its share of the longer one."""
ENOUGH_WORDS = 3.0
"""How many rare words it takes until such a text is trusted: "Ongoing review" stands in many rows."""
LEAST_TELLING = 0.05
"""What a word in every row still tells: rows of nothing else are compared too."""
COMPARED_LIKE = 0.25
"""The likeness from which two rows are compared word by word."""
SMALL_PLAN = 5.0
"""Rows that every version is taken to have besides its own: in a plan of two rows a word in both may still tell."""
ONE_THREAD, FEW_ROWS = 200_000, 4
"""How many multiplications OpenBLAS does in one thread, and with how few rows for these it may take more."""


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
    one, other = read_pair(tuple(earlier), tuple(later))
    codes, columns = np.unique(np.concatenate([one.codes, other.codes]), return_inverse=True)
    columns_of = columns[: len(one.codes)], columns[len(one.codes) :]
    logs = np.zeros(len(codes), dtype=np.float32)
    logs[columns_of[0]] = one.logs
    logs[columns_of[1]] = np.maximum(logs[columns_of[1]], other.logs)
    telling = rarity(logs, log_rows(len(earlier), len(later)))
    first, second = (
        make_vectors(features, columns, len(codes)) * telling
        for features, columns in zip((one, other), columns_of, strict=True)
    )
    like = liken((first**2).sum(axis=1)[:, None], (second**2).sum(axis=1)[None, :], multiply(first, second))
    same = np.equal.outer(one.printed, other.printed)
    return Likeness(first, second, like, same, find_others(one, other, (like >= COMPARED_LIKE) & ~same))


def make_vectors(features: Features, columns: NDArray[np.intp], n_columns: int) -> Floats:
    """Return the rows of a version as vectors; `columns` says where each of its features stands."""
    vectors = np.zeros((len(features.printed), n_columns), dtype=np.float32)
    vectors[features.rows, columns[features.places]] = features.weights
    return vectors


def multiply(first: Floats, second: Floats) -> Floats:
    """Return the products of the rows of two matrices.

    In parts too small to be worth more than one thread: threads that wait for a processor took ten times as long.
    """
    step = ONE_THREAD // max(1, second.size)
    if step < FEW_ROWS:
        return first @ second.T
    return np.concatenate([first[n : n + step] @ second.T for n in range(0, len(first), step)])


def log_rows(n_earlier: int, n_later: int) -> float:
    """Return the logarithm of how many rows a feature's are counted among."""
    return math.log(max(n_earlier, n_later) + SMALL_PLAN)


def rarity(logs: Floats, of: float | Floats) -> Floats:
    """Return what features weigh, from 0 to 1.

    A feature that m of a version's n rows hold leaves m to choose from: it tells log(n / m) of log n. Of the two
    versions the one counts that holds it more often. Given are the logarithms of m, and of n.
    """
    telling: Floats = np.maximum(1 - logs / np.float32(of), np.float32(LEAST_TELLING))
    return telling


def liken(own_first: Floats, own_second: Floats, shared: Floats) -> Floats:
    """Return how alike rows are, from the squares of their lengths and their products."""
    cosine = shared / np.sqrt(np.maximum(own_first * own_second, 1e-12))
    shorter = np.minimum(own_first, own_second)
    held = np.minimum(shared / np.maximum(shorter, 1e-12), 1.0)
    trusted = np.minimum(shorter / ENOUGH_WORDS, 1.0)
    like: Floats = cosine + np.float32(LONGER_COUNTS) * trusted * np.maximum(held - cosine, 0.0)
    return np.minimum(like, np.float32(1.0))


def find_others(one: Features, other: Features, compared: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which of the pairs to compare are of rows that say the same of two different things."""
    others = np.zeros_like(compared)
    for i, j in np.argwhere(compared).tolist():
        others[i, j] = names_another_thing(one.told[i], other.told[j])
    return others
