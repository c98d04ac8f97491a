"""Vocabularies: everything enumerable, kept as TOML beside the code and read once."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

_SAME_MARK = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201b": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u00ad": None,
        "\u200b": None,
    }
)


class VocabularyError(ValueError):
    """A vocabulary file that contradicts itself or cannot be read. The message names the file and the phrase."""


def fold(text: str) -> str:
    """Return text for comparison: one kind of quote, dash and space, no case, no outer punctuation."""
    text = unicodedata.normalize("NFKC", text.translate(_SAME_MARK))
    return re.sub(r"\s+", " ", text).strip(" .,:;*").casefold()


@functools.cache
def read_vocabulary(name: str) -> Mapping[str, Any]:
    """Return the contents of `vocab/<name>.toml`."""
    path = resources.files("normalise") / "vocab" / f"{name}.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))


def phrase_table(file: str, sections: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    """Return folded phrase -> meaning for sections of phrases.

    Raises VocabularyError where one phrase stands under two meanings.
    """
    meanings: dict[str, str] = {}
    for meaning, phrases in sections.items():
        for phrase in phrases:
            key = fold(phrase)
            if meanings.setdefault(key, meaning) != meaning:
                raise VocabularyError(f"{file}.toml: {phrase!r} means both {meanings[key]!r} and {meaning!r}")
    return MappingProxyType(meanings)
