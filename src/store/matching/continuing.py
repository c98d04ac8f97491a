"""Which of an authority's plans a document holds a version of."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from store.matching.assignment import assign
from store.matching.features import (
    Features,
    Floats,
    LeftOut,
    Version,
    find_left_out,
    find_meaning,
    of_version,
    read_features,
    read_version,
)
from store.matching.said import Said
from store.matching.wordings import find_others, liken, log_rows, make_vectors, rarity
from store.matching.words import telling_words, word_weight

START, COVERED, ROWS, FOUND, TITLE, OTHER_TYPE = -4.3, 3.0, 5.0, 1.5, 2.0, -1.0
"""Log-odds that a later plan is a version: before anything is known; for all that the shorter one says found again; for
all its rows found again, reworded or not; for each doubling of what was found; between titles that share nothing and
titles that are the same; for another type."""
ROW_WEIGHT = 5.0
"""What a row of some words weighs, in rare words: found once, it says little, and the first doubling is at one row."""
LEAST_LIKE = 0.4
"""The likeness from which a row counts as found, in part; plans of one authority share phrases."""

AT_ONCE = 4_000_000
"""How many numbers the rows of plans that are compared at once may take."""
ROUNDED = 0.001
"""By how much log-odds may differ that are sums of the same in another order."""
TITLES_KEPT = 1024
"""How many titles keep their words."""
_DATED_WORD = re.compile(
    r"\d|^(?:version|draft|final|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|spring|summer|autumn|winter)$"
)


@dataclass(frozen=True, slots=True)
class Edition:
    """A plan as it is compared with others: its rows, in order, its title and its type where they are known."""

    actions: tuple[Said, ...]
    title: str | None
    plan_type: str | None


@dataclass(frozen=True, slots=True)
class _Beside:
    """The rows of two plans beside one another: how alike each two are, and how much each says.

    Of all ways to pair the rows none finds more than `most_found`, or more than `most_pairs` of them.
    """

    earlier: Features
    later: Features
    like: Floats
    earlier_says: Floats
    later_says: Floats
    most_found: float
    most_pairs: int


def plans_alike(earlier: Edition, later: Edition) -> float:
    """Return how likely `later` is a version of the same plan as `earlier`, from 0 to 1; 0.5 leaves it open.

    Both are of one authority. The rows that are found again count by how alike they are and by how much they say:
    every plan reports to Cabinet. Titles count where both are known, without their dates. A plan that drops what is
    complete shares less with each version; compare it with the latest one, or take the best of several.
    """
    found = find_likeliest([earlier], later)
    return found[1] if found else 0.0


def find_likeliest(earlier: Sequence[Edition], later: Edition, least: float = 0.0) -> tuple[int, float] | None:
    """Return which of some plans one is likeliest a version of, by its place, and how likely; the first of equals.

    None where none is as likely as `least`. Rows are paired only for plans that can be the likeliest.
    """
    best, found = least, None
    reach = [(_most_likely(earlier[n], later, beside), n, beside) for n, beside in _compare(earlier, later)]
    for most, place, beside in sorted(reach, key=lambda one: (-one[0], one[1])):
        if most < best:
            break
        likely = _weigh(earlier[place], later, beside)
        if likely > best or (likely == best and (found is None or place < found)):
            best, found = likely, place
    return None if found is None else (found, best)


def _compare(earlier: Sequence[Edition], later: Edition) -> Iterator[tuple[int, _Beside]]:
    """Yield the place of each earlier plan with its rows beside those of the later one; not where either has none."""
    groups: dict[Features, list[tuple[int, Features]]] = defaultdict(list)
    versions: dict[LeftOut, Version] = {}
    for place, edition in enumerate(earlier):
        if not edition.actions or not later.actions:
            continue
        left_out = find_left_out(edition.actions, later.actions)
        if left_out not in versions:
            versions[left_out] = read_version(later.actions, left_out)
        before, after = read_version(edition.actions, left_out), versions[left_out]
        meaning = find_meaning(before, after)
        group = groups[read_features(after, of_version(meaning, after))]
        group.append((place, read_features(before, of_version(meaning, before))))
    for after_features, members in groups.items():
        most = max(len(features.weights) for _, features in members) * len(after_features.printed)
        step = max(1, AT_ONCE // max(1, most))
        for start in range(0, len(members), step):
            some = members[start : start + step]
            compared = _compare_at_once([features for _, features in some], after_features)
            yield from zip([place for place, _ in some], compared, strict=True)


def _compare_at_once(earlier: Sequence[Features], later: Features) -> list[_Beside]:
    """Return the rows of several plans beside those of one, each weighed by what the two hold."""
    codes = np.append(later.codes, later.codes.max(initial=0))  # never none
    n_later, n_rows = len(later.printed), np.array([len(features.printed) for features in earlier])
    new = make_vectors(later, np.arange(len(later.codes)), len(codes))
    starts = np.append(0, np.cumsum(n_rows))
    plans = np.repeat(np.arange(len(earlier)), [len(features.codes) for features in earlier])
    held, logs = (np.concatenate([getattr(features, name) for features in earlier]) for name in ("codes", "logs"))
    columns = np.minimum(np.searchsorted(later.codes, held), len(codes) - 1)
    shared = codes[columns] == held
    pairs = plans[shared], columns[shared]
    both_logs = np.tile(np.append(later.logs, np.float32(0)), (len(earlier), 1))
    both_logs[pairs] = logs[shared] = np.maximum(both_logs[pairs], logs[shared])
    of = np.array([log_rows(n, n_later) for n in n_rows.tolist()], dtype=np.float32)
    new_telling, telling = rarity(both_logs, of[:, None]), rarity(logs, of[plans])

    first = np.append(0, np.cumsum([len(features.codes) for features in earlier]))
    places = np.concatenate([features.places + n for features, n in zip(earlier, first[:-1], strict=True)])
    rows = np.concatenate([features.rows + n for features, n in zip(earlier, starts[:-1], strict=True)])
    weights = np.concatenate([features.weights for features in earlier]) * telling[places]
    says = np.bincount(rows, weights**2, int(starts[-1])).astype(np.float32)
    new_says = (
        _sum_rows((later.weights * new_telling[:, later.places]).T ** 2, later.rows, n_later).repeat(n_rows, axis=1).T
    )
    known = shared[places]
    weights, columns = (weights * telling[places])[known], columns[places[known]]
    like = liken(says[:, None], new_says, _sum_rows(weights[:, None] * new.T[columns], rows[known], len(says)))

    gains = np.maximum((like - LEAST_LIKE) / (1 - LEAST_LIKE), 0) * np.minimum(says[:, None], new_says)
    found_later, pairs_later = (np.maximum.reduceat(gains, starts[:-1]) for gains in (gains, gains > 0))
    found = np.add.reduceat(gains.max(axis=1), starts[:-1]), found_later.sum(axis=1)
    pairs = np.add.reduceat((gains > 0).any(axis=1).astype(int), starts[:-1]), pairs_later.sum(axis=1)
    return [
        _Beside(
            earlier=features,
            later=later,
            like=like[starts[n] : starts[n + 1]],
            earlier_says=says[starts[n] : starts[n + 1]],
            later_says=new_says[starts[n]],
            most_found=float(min(found[0][n], found[1][n])),
            most_pairs=int(min(pairs[0][n], pairs[1][n])),
        )
        for n, features in enumerate(earlier)
    ]


def _sum_rows(entries: Floats, rows: NDArray[np.intp], n_rows: int) -> Floats:
    """Return the sum of the entries of each row; entries stand in the order of rows.

    What entries there are is summed up, rather than matrices multiplied that are mostly empty.
    """
    total = np.zeros((n_rows, entries.shape[1]), dtype=np.float32)
    begin = np.flatnonzero(np.diff(rows, prepend=-1))
    if len(begin):
        total[rows[begin]] = np.add.reduceat(entries, begin)
    return total


def _most_likely(earlier: Edition, later: Edition, beside: _Beside) -> float:
    """Return what the likelihood of two plans cannot exceed."""
    return _share(_count(earlier, later, beside, beside.most_found, beside.most_pairs) + ROUNDED)


def _weigh(earlier: Edition, later: Edition, beside: _Beside) -> float:
    """Return the likelihood of two plans, by the best pairing of their rows."""
    alike = (beside.like.astype(np.float64) - LEAST_LIKE) / (1.0 - LEAST_LIKE)
    same = np.equal.outer(beside.earlier.printed, beside.later.printed)
    alike[find_others(beside.earlier, beside.later, (alike > 0) & ~same)] = 0.0
    pairs = assign(alike)
    found = sum(float(alike[i, j] * min(beside.earlier_says[i], beside.later_says[j])) for i, j in pairs)
    return _share(_count(earlier, later, beside, found, len(pairs)))


def _count(earlier: Edition, later: Edition, beside: _Beside, found: float, pairs: int) -> float:
    """Return the log-odds of two plans of whose rows so many pairs were found again, and so much of what they say."""
    says = min(float(beside.earlier_says.sum()), float(beside.later_says.sum()))
    odds: float = START + COVERED * min(found / max(says, 1e-9), 1.0) + FOUND * math.log2(1.0 + found / ROW_WEIGHT)
    odds += ROWS * pairs / min(beside.like.shape)
    odds += TITLE * (_title_likeness(earlier.title, later.title) - 0.5)
    return odds + (0.0 if earlier.plan_type == later.plan_type else OTHER_TYPE)


def _share(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


def _title_likeness(earlier: str | None, later: str | None) -> float:
    """Return from 0 to 1 how alike two titles are, dates aside; 0.5 where one is not known."""
    first, second = (_lasting_words(title) for title in (earlier, later))
    if not first or not second:
        return 0.5
    total = sum(word_weight(word) for word in first | second)
    return sum(word_weight(word) for word in first & second) / total


@lru_cache(maxsize=TITLES_KEPT)
def _lasting_words(title: str | None) -> frozenset[str]:
    """Return the telling words of a title that its next version will have too: those that are no dates or numbers."""
    return frozenset(word for word in telling_words(title or "") if not _DATED_WORD.search(word))


def title_key(title: str | None) -> str | None:
    """Return what titles of versions of one plan have in common; None where a title says nothing else than a date."""
    return " ".join(sorted(_lasting_words(title))) or None
