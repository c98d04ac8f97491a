"""Whether two documents are one publication, as a plan's PDF and its Word file are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from store.matching.words import fold, printed_words

UNREAD_SHARE = 0.02
"""The share of words that two readings of one publication may differ by."""
VERSIONS_KEPT = 64
"""How many versions keep their words: each is compared with all others of its series that may be of its date."""
LONG_WORD = 6
"""Letters from which a word that differs in one letter of eight is taken for one that was read wrongly."""
_LOOK_ALIKE = str.maketrans({"1": "l", "i": "l", "|": "l", "0": "o", "5": "s", "8": "b"})
_JOINED_LOOKS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ri", "n"))
_DIGIT = re.compile(r"\d")


def may_be_same_day(date: str | None, other: str | None) -> bool:
    """Return whether two dates (EDTF), of which one may be less exact or missing, can be those of one publication."""
    return not (date and other) or date.startswith(other) or other.startswith(date)


def same_version(
    rows: Sequence[str], other_rows: Sequence[str], date: str | None = None, other_date: str | None = None
) -> bool:
    """Return whether two documents are one publication, as a plan's PDF and its Word file are.

    `rows` hold the whole text of each row, updates and statuses included; dates are EDTF. The words have to be the
    same in the same order but for hyphens, spaces, ligatures and letters read wrongly. Where rows end does not count:
    a page break moves that. A later version, in which an update or a status moved, differs in words.
    """
    if not may_be_same_day(date, other_date):
        return False
    (first, letters, counts), (second, other_letters, other_counts) = (
        _count_words(tuple(rows)),
        _count_words(tuple(other_rows)),
    )
    if not first or not second:
        return False
    allowed = UNREAD_SHARE * max(len(first), len(second))
    if abs(letters - other_letters) > allowed * LONG_WORD:
        return False
    apart = sum(abs(counts[word] - other_counts[word]) for word in counts.keys() | other_counts.keys())
    if apart > 0.2 * (len(first) + len(second)):  # far more than any hyphenation
        return False
    misread = 0
    for words, others in _differences(first, second):
        text, other = "".join(words), "".join(others)
        if text == other or _looks(text) == _looks(other):
            continue
        if not _is_misread(text, other):
            return False
        misread += 1
    return misread <= max(allowed, 1.0)


@lru_cache(maxsize=VERSIONS_KEPT)
def _count_words(rows: tuple[str, ...]) -> tuple[list[str], int, Counter[str]]:
    """Return the words of a version in order, their letters in all, and how often each stands there."""
    words = [word for row in rows for word in printed_words(row)]
    return words, sum(map(len, words)), Counter(words)


def _differences(first: list[str], second: list[str]) -> list[tuple[list[str], list[str]]]:
    """Return the runs of words in which two texts differ."""
    runs: list[list[int]] = []
    for step in Levenshtein.opcodes(first, second):
        if step.tag == "equal":
            continue
        if runs and runs[-1][1] == step.src_start and runs[-1][3] == step.dest_start:
            runs[-1][1], runs[-1][3] = step.src_end, step.dest_end
        else:
            runs.append([step.src_start, step.src_end, step.dest_start, step.dest_end])
    return [(first[a:b], second[c:d]) for a, b, c, d in runs]


def _looks(text: str) -> str:
    """Return a text with letters that scans confuse made the same."""
    looks = fold(text)
    for pair, letter in _JOINED_LOOKS:
        looks = looks.replace(pair, letter)
    return looks.translate(_LOOK_ALIKE)


def _is_misread(text: str, other: str) -> bool:
    """Return whether one long word is another with a letter or two read wrongly; a changed digit is a changed date."""
    if min(len(text), len(other)) < LONG_WORD or _DIGIT.findall(text) != _DIGIT.findall(other):
        return False
    return int(Levenshtein.distance(text, other)) <= max(1, min(len(text), len(other)) // 8)
