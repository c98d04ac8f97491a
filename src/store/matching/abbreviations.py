"""Abbreviations that two versions of a plan use, with the words that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from store.matching.words import telling_words

_CAPITALS = re.compile(r"\b[A-Z]{3,7}s?\b")
_PRINTED = re.compile(r"[^\W\d_]+")


def find_abbreviations(texts: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Return, for each abbreviation that some text spells out, the telling words that it stands for.

    Spelt out are words whose first letters are its letters, in order: one version prints "MTFS" where the other prints
    "medium-term financial strategy". Keys are as telling words are: in small letters, in the singular.
    """
    shown = [text for text in texts if not text.isupper()]
    sought = {found.rstrip("s") for text in shown for found in _CAPITALS.findall(text)}
    if not sought:
        return {}
    meaning: dict[str, Sequence[str]] = {}
    for text in shown:
        words = _PRINTED.findall(text)
        initials = "".join(word[0] for word in words).upper()
        for short in sought:
            at = initials.find(short)
            if at >= 0:
                meaning.setdefault(short.casefold(), telling_words(" ".join(words[at : at + len(short)])))
    return meaning


def spell_out(words: tuple[str, ...], meaning: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return words with the abbreviations among them spelt out."""
    if meaning.keys().isdisjoint(words):
        return words
    return tuple(part for word in words for part in meaning.get(word, (word,)))
