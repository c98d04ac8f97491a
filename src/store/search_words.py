"""What a person types to search, as both databases understand it.

Words are all wanted; "quoted words" stand together; OR takes either side; -word must not stand; word* is a beginning.
Anything else is read as words, so that no search is an error of syntax.
"""

from __future__ import annotations

import re
import unicodedata
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

    def written(term: Term) -> str:
        return '"' + " ".join(term.words) + '"' + ("*" if term.is_beginning else "")

    asked = " AND ".join("(" + " OR ".join(map(written, group)) + ")" for group in wanted.all_of)
    unwanted = " OR ".join(map(written, wanted.none_of))
    return f"({asked}) NOT ({unwanted})" if unwanted else asked


def for_postgresql(wanted: Wanted) -> str:
    """Return the search in the syntax of `to_tsquery` (PostgreSQL manual, 8.11.2); words are letters and digits."""

    def written(term: Term) -> str:
        return "(" + " <-> ".join(term.words) + (":*" if term.is_beginning else "") + ")"

    asked = " & ".join("(" + " | ".join(map(written, group)) + ")" for group in wanted.all_of)
    return " & ".join([asked, *(f"!{written(term)}" for term in wanted.none_of)])
