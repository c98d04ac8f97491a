"""Abbreviations that two versions of a plan use, with the words that they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from store.matching.words import TEXTS_KEPT, telling_words

_CAPITALS = re.compile(r"\b[A-Z]{3,7}s?\b")
_PRINTED = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=TEXTS_KEPT)
def find_capitals(text: str) -> frozenset[str]:
    """Return what may be abbreviations in a text; nothing in one that is all capitals."""
    return frozenset() if text.isupper() else frozenset(found.rstrip("s") for found in _CAPITALS.findall(text))


@lru_cache(maxsize=TEXTS_KEPT)
def read_initials(text: str) -> str:
    """Return the first letters of a text's words, as capitals; nothing of a text that is all capitals."""
    return "" if text.isupper() else "".join(word[0] for word in _PRINTED.findall(text)).upper()


@lru_cache(maxsize=TEXTS_KEPT)
def read_meaning(text: str, short: str) -> tuple[str, ...]:
    """Return the telling words of a text whose first letters are those of an abbreviation, in order.

    So one version prints "MTFS" where the other prints "medium-term financial strategy".
    """
    at = read_initials(text).index(short)
    return telling_words(" ".join(_PRINTED.findall(text)[at : at + len(short)]))


def spell_out(words: tuple[str, ...], meaning: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return words with the abbreviations among them, in small letters and in the singular, spelt out."""
    if meaning.keys().isdisjoint(words):
        return words
    return tuple(part for word in words for part in meaning.get(word, (word,)))
