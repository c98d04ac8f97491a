"""Rows that say the same of two different things.

Plans repeat their own phrases: "Review the policy on X and report to Cabinet" is dropped and "Review the policy on Y
and report to Cabinet" is new. The two share more words than many a rewording does. But a rewording changes words here
and there, while these differ in one place, wholly, and in words that name something.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from store.matching.words import ROOT_LETTERS, TEXTS_KEPT, word_weight

FRAME_SHARE = 0.4
"""The share of the shorter row's words that has to be the same for there to be a frame around that place."""

PAIRS_KEPT = 65_536
"""How many pairs of rows keep their answer: the versions of a plan repeat most rows."""


@lru_cache(maxsize=PAIRS_KEPT)
def names_another_thing(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Return whether two rows, as their telling words in order, keep a frame and name another thing in it.

    Words before the frame say who acts, and change with the post; words on one side alone say more of the same thing.
    """
    exchanged = []
    kept, at, at_other = 0, 0, 0
    for block in Indel.opcodes(before, after).as_matching_blocks():
        gone, come = before[at : block.a], after[at_other : block.b]
        if gone and come and kept:
            exchanged.append((gone, come))
        kept += block.size
        at, at_other = block.a + block.size, block.b + block.size
    if len(exchanged) != 1 or kept < FRAME_SHARE * min(len(before), len(after)):
        return False
    gone, come = exchanged[0]
    return _names(gone) and _names(come) and not _roots(gone) & _roots(after) and not _roots(come) & _roots(before)


def _names(words: Sequence[str]) -> bool:
    return any(word_weight(word) == 1.0 for word in words)


@lru_cache(maxsize=TEXTS_KEPT)
def _roots(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[:ROOT_LETTERS] for word in words if word_weight(word) == 1.0)
