"""Vocabularies: everything enumerable, kept as TOML beside the code and read once.

A file of the user's own (`--vocab`, see `normalise.additions`) stands in for them within `using`; what is made of
vocabularies is kept by `vocabulary_cache`, once for each such file.
"""

from __future__ import annotations

import contextlib
import functools
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib import resources
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

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


@dataclass(frozen=True, slots=True)
class Additions:
    """What a user's file adds to the vocabularies: those that it changes, whole, by their names.

    `digest` is the SHA-256 of the file, in lower-case hex, by which what was made with it is told apart; empty where
    there is no such file.
    """

    digest: str = ""
    vocabularies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, compare=False)


_IN_USE: ContextVar[Additions] = ContextVar("additions", default=Additions())  # noqa: B039 - it is frozen


@contextlib.contextmanager
def using(additions: Additions) -> Iterator[None]:
    """Read with a user's additions for the length of a block, in this thread alone."""
    token = _IN_USE.set(additions)
    try:
        yield
    finally:
        _IN_USE.reset(token)


def vocabulary_cache(make: Callable[P, R], *, maxsize: int | None = None) -> Callable[P, R]:
    """Return the function with what it makes kept: once for its arguments and the additions in use."""

    @functools.lru_cache(maxsize)
    def made(_: str, *args: P.args, **kwargs: P.kwargs) -> R:
        return make(*args, **kwargs)

    @functools.wraps(make)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        return made(_IN_USE.get().digest, *args, **kwargs)  # type: ignore[arg-type]  # all of them can be hashed

    return kept


def read_vocabulary(name: str) -> Mapping[str, Any]:
    """Return the contents of `vocab/<name>.toml`, with the additions in use."""
    return _IN_USE.get().vocabularies.get(name) or shipped_vocabulary(name)


@functools.cache
def shipped_vocabulary(name: str) -> Mapping[str, Any]:
    """Return the contents of `vocab/<name>.toml` as it is."""
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
