"""What a person types to search, as both databases understand it.

Words are all wanted; "quoted words" stand together; OR takes either side; -word must not stand; word* is a beginning.
Anything else is read as words, so that no search is an error of syntax.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_PART = re.compile(r'(?P<without>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together; the last of them may be a beginning."""

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search: of each group of `all_of` one term must stand, of `none_of` no term."""

    all_of: tuple[tuple[Term, ...], ...]
    none_of: tuple[Term, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for that could be found: no word, or only words that must not stand."""
        return not self.all_of


def fold_accents(text: str) -> str:
    """Return a text without accents, in small letters, as both indexes hold it."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def read_search(text: str) -> Wanted:
    """Return what a typed search asks for."""
    groups: list[list[Term]] = []
    without: list[Term] = []
    either = False
    for part in _PART.finditer(text):
        if part["word"] == "OR" and groups:
            either = True
            continue
        term = _read_term(part["phrase"] if part["word"] is None else part["word"], part["word"] is not None)
        if term is None:
            continue
        if part["without"]:
            without.append(term)
        elif either:
            groups[-1].append(term)
        else:
            groups.append([term])
        either = False
    return Wanted(tuple(map(tuple, groups)), tuple(without))


def _read_term(text: str, is_word: bool) -> Term | None:
    words = tuple(_WORD.findall(fold_accents(text)))
    return Term(words, is_word and text.endswith("*")) if words else None


def for_sqlite(wanted: Wanted) -> str:
    """Return the search in the syntax of FTS5 (sqlite.org/fts5.html, 3); every word is quoted, so none is syntax."""
    unwanted = " OR ".join(map(_for_sqlite, wanted.none_of))
    return f"({_asked_of_sqlite(wanted)}) NOT ({unwanted})" if unwanted else _asked_of_sqlite(wanted)


def within_sqlite(wanted: Wanted, columns: Sequence[str]) -> str:
    """Return what is wanted, and not what must not stand, as asked of some columns of the index alone."""
    return f"{{{' '.join(columns)}}} : ({_asked_of_sqlite(wanted)})"


def _asked_of_sqlite(wanted: Wanted) -> str:
    return " AND ".join("(" + " OR ".join(map(_for_sqlite, group)) + ")" for group in wanted.all_of)


def _for_sqlite(term: Term) -> str:
    return '"' + " ".join(term.words) + '"' + ("*" if term.is_beginning else "")


def for_postgresql(wanted: Wanted) -> str:
    """Return the search in the syntax of `to_tsquery` (PostgreSQL manual, 8.11.2); words are letters and digits."""
    return " & ".join([within_postgresql(wanted, ""), *(f"!{_for_postgresql(term, '')}" for term in wanted.none_of)])


def within_postgresql(wanted: Wanted, weights: str) -> str:
    """Return what is wanted, and not what must not stand, as asked of words of some weights alone."""
    terms = ([_for_postgresql(term, weights) for term in group] for group in wanted.all_of)
    return " & ".join("(" + " | ".join(group) + ")" for group in terms)


def _for_postgresql(term: Term, weights: str) -> str:
    *first, last = term.words
    where = f":{weights}" if weights else ""
    ending = f":*{weights}" if term.is_beginning else where
    return "(" + " <-> ".join([*(word + where for word in first), last + ending]) + ")"
