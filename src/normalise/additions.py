"""A vocabulary file of the user's own (`--vocab`): entries beside those that are shipped, or in their place.

The file has the shape of `vocab/*.toml`, each under its name: `[headings.phrases]` with `owner = ["action holder"]`,
`[status.complete]` with `words = ["landed"]`. A phrase that the shipped file has under another meaning changes over.
"""

from __future__ import annotations

import fnmatch
import hashlib
import itertools
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from normalise.model import Field, Rag, Status
from normalise.vocabulary import Additions, VocabularyError, fold, shipped_vocabulary

# The lists of a file, as section.list, of which a phrase may stand in one alone. What is not named here overlaps on
# purpose: a list that picks from another ("undone" from what is complete), or lists to which different questions
# are put. The files named here are those that a user may add to: the narrative's words were weighed together, and an
# authority stands in the register or is given by `--authority`.
EXCLUSIVE: Mapping[str, Sequence[tuple[str, ...]]] = {
    "actions": (),
    "answers": (("accepted", "partly", "rejected"),),
    "colours": (("words.*", "letters.*"), ("symbols.*",)),
    "dates": (("months.*", "seasons.*", "numbers.*", "ordinals.*", "units.*", "words.*"),),
    "headings": (("phrases.*",), ("heads.*", "weak.*", "welsh.*")),
    "labels": (("phrases.*",), ("numbered.*",)),
    "owners": (
        ("posts.heads", "bodies.strong", "bodies.weak"),
        ("joins.lead_labels", "joins.support_labels"),
        ("people.titles", "people.first", "none.words"),
        ("abbreviations.*",),
    ),
    "plans": (
        ("types.*",),
        ("dates.elsewhere", "dates.own"),
        ("dates.updated", "dates.dated", "dates.met", "dates.signed"),
    ),
    "status": (
        tuple(f"{status}.words" for status in Status if status is not Status.UNKNOWN),
        ("responses.*",),
        ("symbols.*", "arrows.*"),
        ("direction_words.*",),
        ("placeholders.words", "*.words"),
    ),
}
# What a list may be called where the shipped table does not have each.
_FIELDS = tuple(Field)
_MAY_BE_CALLED: Mapping[str, Sequence[str]] = {
    **{f"headings.{table}": (*_FIELDS, "progress") for table in ("phrases", "heads", "weak", "welsh")},
    **{f"labels.{table}": _FIELDS for table in ("phrases", "numbered")},
    **{f"colours.{table}": tuple(Rag) for table in ("words", "letters", "symbols")},
    "status.symbols": tuple(status for status in Status if status is not Status.UNKNOWN),
}
_ANY_NAME = frozenset({"owners.abbreviations"})  # the names that abbreviations stand for are the user's own
_AS_PRINTED = frozenset({"symbols", "arrows"})  # signs, which comparison would change


def read_additions(path: Path) -> Additions:
    """Return what a user's vocabulary file adds to the shipped vocabularies, and changes in them.

    Raises VocabularyError, which names the file, where it cannot be read, holds a table or list that no vocabulary
    has (the message tells those there are), or a phrase under two meanings.
    """
    try:
        content = path.read_bytes()
        given = tomllib.loads(content.decode())
    except OSError as error:
        raise VocabularyError(f"{path}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path}: is no TOML: {error}") from None
    _check_names(path, "", given, EXCLUSIVE)
    vocabularies = {}
    for name, tables in given.items():
        own = _checked(path, name, tables, shipped_vocabulary(name))
        _check_meanings(path, name, own)
        vocabularies[name] = _merged(name, own)
    return Additions(hashlib.sha256(content).hexdigest(), vocabularies)


def lists_of(vocabulary: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield (section.list, phrases) for every list of phrases."""
    for name, value in vocabulary.items():
        if isinstance(value, Mapping):
            yield from lists_of(value, f"{prefix}{name}.")
        elif all(isinstance(phrase, str) for phrase in value):
            yield prefix + name, value


def clashes(vocabulary: Mapping[str, Any], groups: Iterable[Collection[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield (phrase, list, list) for each phrase that stands in two lists of a group."""
    lists = {name: {fold(phrase) or phrase for phrase in phrases} for name, phrases in lists_of(vocabulary)}
    for group in groups:
        for one, two in itertools.combinations(_members(lists, group), 2):
            yield from ((phrase, one, two) for phrase in sorted(lists[one] & lists[two]))


def _members(lists: Iterable[str], group: Collection[str]) -> list[str]:
    return [name for name in lists if any(fnmatch.fnmatchcase(name, pattern) for pattern in group)]


def _check_names(path: Path, table: str, given: Mapping[str, Any], known: Iterable[str]) -> None:
    for name in given:
        if name not in known:
            where = f"[{table}]" if table else "the file"
            raise VocabularyError(f"{path}: {where} may not hold {name!r}; it may hold {', '.join(sorted(known))}")


def _checked(path: Path, table: str, given: object, shipped: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table of the user's with its phrases in the form in which they are compared."""
    if not isinstance(given, dict):
        raise VocabularyError(f"{path}: {table} is no table; write [{table}] above lists of phrases")
    if table not in _ANY_NAME:
        _check_names(path, table, given, {*shipped, *_MAY_BE_CALLED.get(table, ())})
    own: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(shipped.get(name), Mapping):
            own[name] = _checked(path, f"{table}.{name}", value, shipped[name])
        elif f"{table}.{name}" == "headings.patterns":
            own[name] = [_wording(path, wording) for wording in (value if isinstance(value, list) else [value])]
        elif not isinstance(value, list) or not all(isinstance(phrase, str) and phrase.strip() for phrase in value):
            raise VocabularyError(f'{path}: {name} in [{table}] is no list of phrases, such as ["one", "another"]')
        else:
            signs = table.rpartition(".")[2] in _AS_PRINTED
            own[name] = [phrase if signs else fold(phrase) or phrase for phrase in value]
    return own


def _wording(path: Path, wording: object) -> dict[str, str]:
    """Return an entry of [[headings.patterns]]: a regular expression over the folded heading, and its field."""
    known = _MAY_BE_CALLED["headings.phrases"]
    if not isinstance(wording, dict) or set(wording) != {"field", "text"} or wording["field"] not in known:
        message = f"has field (one of {', '.join(known)}) and text, a regular expression"
        raise VocabularyError(f"{path}: an entry of [[headings.patterns]] {message}")
    try:
        re.compile(wording["text"])
    except (re.error, TypeError) as error:
        raise VocabularyError(f"{path}: {wording['text']!r} is no regular expression: {error}") from None
    return wording


def _check_meanings(path: Path, name: str, own: Mapping[str, Any]) -> None:
    for phrase, one, two in clashes(own, EXCLUSIVE[name]):
        raise VocabularyError(f"{path}: {phrase!r} means both {name}.{one} and {name}.{two}; leave it in one of them")


def _merged(name: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the shipped vocabulary with the user's entries before its own, where they gave way to these."""
    lists = dict(lists_of(own))
    taken = {
        (other, phrase)
        for group in EXCLUSIVE[name]
        for mine in _members(lists, group)
        for other in _members((listed for listed, _ in lists_of(shipped_vocabulary(name))), group)
        for phrase in lists[mine]
        if other != mine
    }

    def merged(shipped: Mapping[str, Any], given: Mapping[str, Any], prefix: str) -> dict[str, Any]:
        whole: dict[str, Any] = {}
        for key in dict.fromkeys((*given, *shipped)):
            old, new = shipped.get(key), given.get(key)
            if isinstance(old, Mapping):
                whole[key] = merged(old, new or {}, f"{prefix}{key}.")
            else:
                kept = [entry for entry in old or () if not _gives_way(entry, f"{prefix}{key}", taken)]
                whole[key] = [*(new or ()), *kept]
        return {key: whole[key] for key in dict.fromkeys((*shipped, *given))}  # plans.types is tried in its order

    return merged(shipped_vocabulary(name), own, "")


def _gives_way(entry: object, listed: str, taken: Collection[tuple[str, str]]) -> bool:
    return isinstance(entry, str) and (listed, fold(entry) or entry) in taken
