"""The words of a row, folded so that two printings of one text compare equal, and how much each tells.

Plans print one text with other dashes, quotes, ligatures, line breaks and endings of words. What is compared here is
the words alone: without case and accents, with their first letters beside them ("implement" and "implementation" share
`imple…`), which serves where a stemmer would and needs no list of endings. Words that stand for one another when a row
is reworded share their meaning (`vocab/synonyms.toml`).
"""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011\u00ad]\s*\n\s*(?=[a-z])")
_SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")

HALF = math.sqrt(0.5)
"""What a word and what it shares with others each weigh, so that together they count as one when they are compared."""
ROOT_LETTERS = 5
"""How many first letters two forms of a word share ("implement", "implementation")."""

GENERIC_WEIGHT = 0.6
"""What a word that stands in every plan counts beside one that says what the row is about."""

TEXTS_KEPT = 4096
"""How many texts' words are kept: the rows of a version are compared with the one before and the one after."""
WORDS_KEPT = 16_384
"""How many words keep what they count."""


@cache
def empty_words() -> frozenset[str]:
    """Return the words that carry no meaning of their own."""
    return frozenset(_vocabulary()["empty"].split())


@cache
def generic_words() -> frozenset[str]:
    """Return the words, in the singular, that stand in the plans of every council."""
    return frozenset(_singular(word) for kind in ("generic", "numbers") for word in _vocabulary()[kind].split())


@cache
def synonyms() -> Mapping[str, str]:
    """Return, for each singular word that others stand for, the name of what they all mean."""
    groups = _read_vocabulary("synonyms")["groups"]
    return MappingProxyType(
        {_singular(word): f"≈{number}" for number, group in enumerate(groups) for word in group.split()}
    )


@cache
def _vocabulary() -> dict[str, str]:
    return _read_vocabulary("generic")


def _read_vocabulary(name: str) -> dict[str, Any]:
    return tomllib.loads(files("store.matching").joinpath(f"vocab/{name}.toml").read_text(encoding="utf-8"))


def fold(text: str) -> str:
    """Return a text without case, accents, ligatures, soft hyphens and the breaks inside words."""
    joined = _BROKEN_WORD.sub("", text).replace(_SOFT_HYPHEN, "")
    if joined.isascii():
        return joined.casefold()
    parts = unicodedata.normalize("NFKD", joined.replace("’", "'"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


@lru_cache(maxsize=TEXTS_KEPT)
def printed_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in order, folded."""
    return tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=TEXTS_KEPT)
def telling_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that carry a meaning, in order, in the singular."""
    empty = empty_words()
    return tuple(_singular(_POSSESSIVE.sub("", word)) for word in printed_words(text) if word not in empty)


@lru_cache(maxsize=WORDS_KEPT)
def word_weight(word: str) -> float:
    """Return what a singular word counts by its kind alone, from 0 to 1."""
    return GENERIC_WEIGHT if word in generic_words() or word[0].isdigit() else 1.0


@lru_cache(maxsize=TEXTS_KEPT)
def text_weight(text: str) -> float:
    """Return how much a text says: the sum of what its telling words count."""
    return sum(word_weight(word) for word in telling_words(text))


def word_features(words: Iterable[str]) -> dict[str, float]:
    """Return words, and what others share with them, each with what it counts.

    That is the meaning of a word with synonyms, and the first letters of any other longer one.
    """
    features: dict[str, float] = {}
    meanings = synonyms()
    for word in words:
        weight = word_weight(word)
        shared = meanings.get(word)
        if shared is None and len(word) > ROOT_LETTERS:
            shared = word[:ROOT_LETTERS] + "…"
        if shared is None:
            features[word] = weight
        else:
            features[word] = weight * HALF
            features[shared] = max(features.get(shared, 0.0), weight * HALF)
    return features


@lru_cache(maxsize=TEXTS_KEPT)
def text_features(text: str) -> Mapping[str, float]:
    """Return the features of a text's telling words."""
    return MappingProxyType(word_features(telling_words(text)))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
