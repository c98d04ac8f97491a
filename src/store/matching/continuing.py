"""Which of an authority's plans a document holds a version of."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

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
from store.matching.wordings import find_others, liken, log_rows, make_vectors, multiply, rarity
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


@dataclass(frozen=True, slots=True)
class _Many:
    """The features of several versions after one another, as `Features` has those of one.

    `versions` is the version of each code; `starts` where the rows of each version begin, and where the last one's end.
    """

    codes: NDArray[np.int64]
    logs: Floats
    versions: NDArray[np.intp]
    places: NDArray[np.intp]
    weights: Floats
    rows: NDArray[np.intp]
    starts: NDArray[np.intp]


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
        most_rows = max(len(features.printed) for _, features in members)
        step = max(1, AT_ONCE // (most_rows * max(1, len(after_features.codes))))
        for start in range(0, len(members), step):
            some = members[start : start + step]
            compared = _compare_at_once([features for _, features in some], after_features)
            yield from zip([place for place, _ in some], compared, strict=True)


def _compare_at_once(earlier: Sequence[Features], later: Features) -> list[_Beside]:
    """Return the rows of several plans beside those of one, each weighed by what the two hold."""
    many = _put_together(earlier)
    says, later_says, shared = _weigh_rows(many, later)
    starts = many.starts[:-1]
    all_later_says = later_says.repeat(np.diff(many.starts), axis=0)
    like = liken(says[:, None], all_later_says, shared)
    gains = np.maximum((like - LEAST_LIKE) / (1 - LEAST_LIKE), 0) * np.minimum(says[:, None], all_later_says)
    of_earlier, of_later = gains.max(axis=1), np.maximum.reduceat(gains, starts)
    found = np.minimum(np.add.reduceat(of_earlier, starts), of_later.sum(axis=1)).tolist()
    pairs = np.minimum(np.add.reduceat((of_earlier > 0).astype(int), starts), (of_later > 0).sum(axis=1)).tolist()
    return [
        _Beside(features, later, like[start:end], says[start:end], later_says[n], found[n], pairs[n])
        for n, (features, (start, end)) in enumerate(zip(earlier, pairwise(many.starts.tolist()), strict=True))
    ]


def _put_together(versions: Sequence[Features]) -> _Many:
    n_codes, n_entries = ([len(getattr(version, name)) for version in versions] for name in ("codes", "places"))
    starts = np.append(0, np.cumsum([len(version.printed) for version in versions]))
    code_starts = np.append(0, np.cumsum(n_codes))
    return _Many(
        codes=np.concatenate([version.codes for version in versions]),
        logs=np.concatenate([version.logs for version in versions]),
        versions=np.repeat(np.arange(len(versions)), n_codes),
        places=np.concatenate([version.places for version in versions]) + np.repeat(code_starts[:-1], n_entries),
        weights=np.concatenate([version.weights for version in versions]),
        rows=np.concatenate([version.rows for version in versions]) + np.repeat(starts[:-1], n_entries),
        starts=starts,
    )


def _weigh_rows(many: _Many, later: Features) -> tuple[Floats, Floats, Floats]:
    """Return what each row of several plans says, what each of one says beside each of these, and what two share."""
    n_plans, n_rows, n_codes = len(many.starts) - 1, int(many.starts[-1]), len(later.codes) + 1  # one that none holds
    columns = np.searchsorted(later.codes, many.codes)
    shared = np.append(later.codes, 0)[columns] == many.codes
    of = np.array([log_rows(n, len(later.printed)) for n in np.diff(many.starts).tolist()], dtype=np.float32)
    held = (many.versions * n_codes + columns)[shared]
    logs, later_logs = many.logs.copy(), np.tile(np.append(later.logs, np.float32(0)), n_plans)
    later_logs[held] = logs[shared] = np.maximum(later_logs[held], logs[shared])
    telling, later_telling = rarity(logs, of[many.versions]), rarity(later_logs.reshape(n_plans, n_codes), of[:, None])

    weights = many.weights * telling[many.places]
    says = np.bincount(many.rows, weights**2, n_rows).astype(np.float32)
    known = np.flatnonzero(shared[many.places])
    places = many.places[known]
    vectors = np.zeros(n_rows * n_codes, dtype=np.float32)
    vectors[many.rows[known] * n_codes + columns[places]] = weights[known] * telling[places]
    new = make_vectors(later, np.arange(n_codes), n_codes)
    return says, multiply(later_telling**2, new**2), multiply(vectors.reshape(n_rows, n_codes), new)


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
