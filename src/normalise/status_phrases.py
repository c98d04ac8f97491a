"""The vocabulary of status cells, matched by spaCy, and the mending of typing slips."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import OSA

from normalise.language import english
from normalise.model import Direction, Response, Status
from normalise.vocabulary import fold, phrase_table, read_vocabulary, vocabulary_cache

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher

# One character for one, so that offsets in the result are offsets in the text as printed.
_PLAIN = str.maketrans(
    dict.fromkeys("¹²³⁴⁵⁶⁷⁸⁹⁰", " ")  # a footnote's mark
    | {
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "\u00a0": " ",
        "\t": " ",
        "\r": " ",
    }
)
_DATED = re.compile(
    r"(?:the |end |of |early |mid |late |next )*"
    r"(?:q[1-4]|\d|jan|feb|mar|apr|may\b|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|winter|year\b|month\b)"
)
SHORTEST_MISSPELT = 5  # letters
LONG_WORD = 9  # letters; a long word may have two slips, a shorter one has one
OPENING_WORDS = 5  # how far into the cell slips are mended


@dataclass(frozen=True, slots=True)
class Phrase:
    """A status phrase in a line: token span, offset of its end, folded words."""

    status: Status
    text: str
    start: int
    end: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Words:
    """The status vocabulary, made once."""

    matcher: PhraseMatcher
    squeezed: Mapping[str, Status]
    single: tuple[str, ...]
    known: frozenset[str]
    alone: frozenset[str]
    goes_on: frozenset[str]
    light: frozenset[str]
    negations: frozenset[str]
    not_done_yet: frozenset[str]
    undone: frozenset[str]
    missed: frozenset[str]
    turns: frozenset[str]
    vague: frozenset[str]
    lasting: frozenset[str]
    dated: frozenset[str]
    bounds: frozenset[str]
    placeholders: frozenset[str]
    responses: tuple[tuple[str, Response], ...]
    arrows: Mapping[str, Direction]
    ticks: Mapping[str, Status]
    directions: Mapping[str, Direction]

    def arrow(self, text: str) -> Direction | None:
        """Return the direction of the first arrow in the text."""
        return next((self.arrows[char] for char in text if char in self.arrows), None)

    def tick(self, text: str) -> Status | None:
        """Return what the first tick or cross in the text stands for."""
        return next((self.ticks[char] for char in text if char in self.ticks), None)

    def without_symbols(self, text: str) -> str:
        """Return the text with arrows, ticks, discs and emoji selectors blanked, its length unchanged."""
        return "".join(
            " " if c in self.arrows or c in self.ticks or c in "\ufe0f🔴🟠🟡🟢🔵⚪⚫🟥🟧🟨🟩🟦⬜" else c for c in text
        )


def plain(text: str) -> str:
    """Return the text with one kind of quote, dash and space and no raised figures, its length unchanged."""
    return text.translate(_PLAIN)


@vocabulary_cache
def status_words() -> Words:
    """Return the vocabulary of vocab/status.toml with its matcher."""
    from spacy.matcher import PhraseMatcher  # noqa: PLC0415 - costs 0.5 s, paid only where text is read

    vocabulary: Mapping[str, Any] = read_vocabulary("status")
    sections = {status.value: vocabulary[status.value]["words"] for status in Status if status.value in vocabulary}
    moved = vocabulary["deadlines"]
    dates = [f"{name} {verb}" for name in moved["names"] for verb in moved["verbs"]]
    dates += [f"{verb} {name}" for name in moved["names"] for verb in moved["adjectives"]]
    sections[Status.DELAYED.value] = list(dict.fromkeys([*sections[Status.DELAYED.value], *dates]))
    progress = [f"{grade} progress" for grade in vocabulary["progress"]["grades"]]
    sections[Status.IN_PROGRESS.value] = list(dict.fromkeys([*sections[Status.IN_PROGRESS.value], *progress]))
    table = phrase_table("status", sections)
    pipeline = english()
    matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
    for status, phrases in sections.items():
        matcher.add(status, [pipeline.make_doc(plain(phrase)) for phrase in phrases])
    grammar = vocabulary["grammar"]
    responses = [(p, Response(r)) for r, said in vocabulary["responses"].items() for p in said]
    known = {word for phrase in table for word in re.findall(r"[a-z']+", phrase)}
    run_together = {p.replace(" ", "") for p in table if p.count(" ") == 1 and len(p) > LONG_WORD}  # "Inprogess"
    return Words(
        matcher=matcher,
        squeezed={re.sub(r"[\W_]+", "", p): Status(s) for p, s in table.items()},
        single=tuple(sorted(word for word in known | run_together if len(word) >= SHORTEST_MISSPELT)),
        known=frozenset(known | set(grammar["light"]) | set(grammar["goes_on"])),
        **{
            name: frozenset(grammar[name])
            for name in (
                "alone",
                "goes_on",
                "light",
                "negations",
                "not_done_yet",
                "undone",
                "missed",
                "turns",
                "vague",
                "lasting",
                "dated",
                "bounds",
            )
        },
        placeholders=frozenset(fold(word) for word in vocabulary["placeholders"]["words"]) | {""},
        responses=tuple(sorted(responses, key=lambda item: -len(item[0]))),
        arrows={char: Direction(d) for d, chars in vocabulary["arrows"].items() for char in chars},
        ticks={char: Status(s) for s, chars in vocabulary["symbols"].items() for char in chars},
        directions={word: Direction(d) for word, d in phrase_table("status", vocabulary["direction_words"]).items()},
    )


def find_phrases(line: str, words: Words) -> tuple[Sequence[Phrase], Sequence[str]]:
    """Return the line's status phrases in order, longest first where they overlap, and its folded tokens.

    A phrase that is a status only where it stands by itself counts only where the line ends after it, or where
    punctuation, a preposition or a conjunction follows.
    """
    from spacy.util import filter_spans  # noqa: PLC0415

    # A dash that clings to one word only ("Ongoing- see") would be taken for a part of it.
    doc = english().make_doc(re.sub(r"(?<=\w)-(?=\s)|(?<=\s)-(?=\w|\s)", ":", line))
    tokens = [token.lower_ for token in doc]
    found: list[Phrase] = []
    for span in filter_spans(words.matcher(doc, as_spans=True)):
        text = span.text.lower()
        if text in words.alone and not _stands_alone(text, tokens, span.end, words):
            continue
        if text in words.dated and not _DATED.match(" ".join(tokens[span.end : span.end + 3])):
            continue
        found.append(Phrase(Status(span.label_), text, span.start, span.end, span.end_char))
    return found, tokens


def _stands_alone(text: str, tokens: Sequence[str], end: int, words: Words) -> bool:
    following = tokens[end] if end < len(tokens) else "."
    if text == "met" and following in ("with", "to", "on", "in", "at"):
        return False
    if _DATED.match(following):
        return True
    return not following.isalpha() or following in words.goes_on or following in ("ongoing", "not", "is", "status")


def mend_spelling(text: str, words: Words) -> str:
    """Return the text with slips of typing mended in its opening words ("Completd", "Ongiong").

    Only words unknown to the vocabulary, that begin as a known one does and are one slip away (two in long
    words), are mended; an inflection ("achieve" for "achieved") is no slip.
    """
    opening = re.split(r"[.,:;\n(]|\s-\s", text, maxsplit=1)[0]
    if not opening.strip() or len(opening.split()) > OPENING_WORDS:
        return text
    return re.sub(r"[A-Za-z]+", lambda match: _mend_word(match.group(), words), opening) + text[len(opening) :]


def _mend_word(word: str, words: Words) -> str:
    low = word.casefold()
    if len(low) < SHORTEST_MISSPELT or low in words.known:
        return word
    allowed = 2 if len(low) >= LONG_WORD else 1
    scored = [
        (OSA.distance(low, known), -len(known), known)  # a letter left out is a likelier slip than another struck
        for known in words.single
        if known[0] == low[0] and abs(len(known) - len(low)) <= allowed
    ]
    distance, _, best = min(scored, default=(99, 0, word))
    plural = () if low.endswith("s") else (low + "s",)
    inflected = best in (low + "d", low + "ed", *plural) or low in (best + "s", best + "d", best + "ed")
    return best if distance <= allowed and not inflected else word
