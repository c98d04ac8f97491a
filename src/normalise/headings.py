"""What a column heading says: the field it names, a second field, the date it bears."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from rapidfuzz import fuzz, process

from normalise.dates import DateContext, read_heading_date
from normalise.model import Field, FlexibleDate
from normalise.vocabulary import fold, phrase_table, read_vocabulary, vocabulary_cache

CLOSE_SPELLING = 86  # per cent likeness at which a word counts as a slip of a known one
SHORTEST_SLIP = 5  # letters; shorter words have too many neighbours
MOST_TORN = 5  # words up to which a heading is tried with its words joined
SURE, LIKELY, POSSIBLE, GUESS = 1.0, 0.85, 0.7, 0.5

PROGRESS = "progress"
STATISTICS = "statistics"
DAYS_OF_YEAR = 364  # from the first to the last, at least
_NUMBERING = re.compile(r"^\s*\d+\s*[.)]?\s+(?=\w)")
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MONTH_END = re.compile(r"(?<=[A-Za-z] )(0?[1-9]|1[0-2])/(\d\d)$")  # "Update 03/24"
_YES_OR_NO = re.compile(r"\??\s*\(?\b(?:y|yes)\s*/\s*(?:n|no)\b\)?\??", re.IGNORECASE)
_PARTED = re.compile(  # "Q3 update 2018/19", "Year end position 2021/22"
    r"\b(Q[1-4]|H[12]|quarter \w+|year[- ]end)\s+([A-Za-z]+)\s+(20\d\d\s?[/-]\s?(?:20)?\d\d)\b", re.IGNORECASE
)
_SPELT_OUT = {"re": " are", "ll": " will", "s": " is"}
_CONTRACTED = re.compile(r"\b(we|you|it|they|what|that|there|how|who|where)'(re|ll|s)\b")  # "What we're doing"
_EXPLAINED = re.compile(r"(?<=\w)\s*(?::|\s-|\n)\s*please\b.*$", re.IGNORECASE | re.DOTALL)  # how to fill the column in
_AFTER_LABEL = re.compile(r"(?::|\s-)\s+(.*)$")  # "Response: accept / reject"
_DATE_NOTE = re.compile(r"(?:the )?(?:date|day|month|dd/mm/yy(?:yy)?|mm/yy(?:yy)?|month/year)", re.IGNORECASE)
_DONE_ASKED = re.compile(  # "Fully implemented?", never "What has been done?"
    r"(?!.*\b(?:who|whom|when|what|how|where|why)\b)[\w ]*\b"
    r"(?:completed?|implemented|achieved|delivered|closed|done|met|finished|actioned|addressed|resolved|embedded|started|open|outstanding|ongoing)\s?\?+$",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(r"^(.*?)\s*\((actual|planned|original|revised)\)\s*$", re.IGNORECASE)  # "Completion (actual)"
_SCALE = re.compile(r"\s*1\s*(?:-|–|to|/)\s*\d{1,2}\s*")  # "Impact (1-5)" is a score of a risk
_EDGES = " -:|*†‡¹²³"  # with the marks of footnotes
_ADDED = re.compile(r"\(\s*(and|or|&|/|\+)\s+([^()]+)\)", re.IGNORECASE)  # "Lead (and timescale)" names two
_OUR = re.compile(r"^(?:our|the|your)\s+")
_PARTS = re.compile(r"\s*(?:/|&|\+|,|;|\band\b|\bor\b|\n)\s*")
_TAIL = re.compile(
    r"\b(?:of|for|to|by|from|on|in|with|against|required|needed|that|we|will|is|are|as|at|until|since)\b"
)
_ASKS = re.compile(r"\b(?:who|whom|when|what|how|where|why)\b")
# How a Welsh word may begin after another, and how it begins by itself.
_MUTATIONS = (
    *(("g", "c"), ("b", "p"), ("d", "t"), ("f", "b"), ("f", "m"), ("dd", "d"), ("l", "ll"), ("r", "rh"), ("", "g")),
    *(("ph", "p"), ("th", "t"), ("ch", "c"), ("ngh", "c"), ("mh", "p"), ("nh", "t")),
)
_SPELT = re.compile(r"\w(?:\s?[/.]\s?\w)+\.?")
_WORD = re.compile(r"[\w#%£'-]+")


@dataclass(frozen=True, slots=True)
class HeadingReading:
    """The field a heading names, how surely, and by what: `phrase`, `wording`, `word`, `spelling` or `none`.

    `is_progress` marks the headings under which a cell may be a status or an update. `second` is the other field
    of a heading with two ("Finish & status"). `as_of` is the date that the heading bears. `entry` is what of the
    vocabulary it was known by ("headings.heads.owner: officer").
    """

    text: str
    field: Field | None
    confidence: float
    method: str
    as_of: FlexibleDate | None = None
    second: Field | None = None
    is_progress: bool = False
    entry: str = ""

    @property
    def is_moved(self) -> bool:
        """Whether the heading says that the dates under it are new ones ("Revised date")."""
        words = set(_WORD.findall(fold(self.text)))
        return self.field in (None, Field.TIMESCALE) and bool(heading_words().moved & words)


class _Named(NamedTuple):
    """What a part of a heading names; the members as in HeadingReading."""

    field: str
    confidence: float
    method: str
    entry: str


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """The vocabulary of headings, folded. `patterns` are wordings in the order in which they are tried."""

    phrases: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    heads: Mapping[str, str]
    weak: Mapping[str, str]
    welsh: Mapping[str, str]
    not_plan: Mapping[str, frozenset[str]]
    moved: frozenset[str]


@vocabulary_cache
def heading_words() -> HeadingWords:
    """Return the vocabulary of headings."""
    words = read_vocabulary("headings")
    return HeadingWords(
        phrases=phrase_table("headings", words["phrases"]),
        patterns=tuple((re.compile(pattern["text"]), pattern["field"]) for pattern in words["patterns"]),
        heads=phrase_table("headings", words["heads"]),
        weak=phrase_table("headings", words["weak"]),
        welsh=phrase_table("headings", words["welsh"]),
        not_plan={kind: frozenset(map(fold, phrases)) for kind, phrases in words["not_plan"].items()},
        moved=frozenset(words["moved"]["words"]),
    )


def read_heading(text: str, as_of: dt.date | None = None) -> HeadingReading:
    """Return what a heading says by itself; `field` is None where it names no column of a plan.

    Of a month without a year ("Update May") it is the last one before the plan's date, where that is given.

    A heading that says little as printed is tried with its words joined: narrow columns tear them ("Workstr eam").
    """
    reading = replace(_read_as_printed(_PARTED.sub(r"\1 \3 \2", text), as_of), text=text)
    if reading.confidence >= LIKELY:
        torn = _torn_head(text) if reading.method == "word" else None
        return replace(_read_as_printed(torn, as_of), text=text) if torn else reading
    mended = (_read_as_printed(joined, as_of) for joined in _mended(text))
    best = max(mended, key=lambda each: each.confidence, default=reading)
    if best.confidence > max(reading.confidence, POSSIBLE):
        return replace(best, text=text, as_of=reading.as_of or best.as_of)
    return reading


def _torn_head(text: str) -> str | None:
    """Return a heading whose last word is torn in two, joined: "Peer team recommendatio n" is no team."""
    words = text.split()
    heads = heading_words().heads
    if (
        len(words) < 2
        or not (words[-1].islower() or text.isupper())
        or fold(words[-1]) in heads
        or fold(words[-2]) in heads
    ):
        return None
    joined = words[-2].removesuffix("-") + words[-1]
    return " ".join([*words[:-2], joined]) if fold(joined) in heads else None


def _mended(text: str) -> Iterator[str]:
    """Yield a heading with each pair of its words joined, and with all of them."""
    words = text.split()
    if not 1 < len(words) <= MOST_TORN or not all(word.rstrip("-?:").isalpha() for word in words):
        return
    for i in range(len(words) - 1):
        yield " ".join([*words[:i], words[i].removesuffix("-") + words[i + 1], *words[i + 2 :]])
    yield "".join(words)


def _read_as_printed(text: str, plan_date: dt.date | None) -> HeadingReading:
    text = _EXPLAINED.sub("", text)
    context = DateContext(plan_date)
    dated = read_heading_date(text, context)
    if not dated and (short := _MONTH_END.search(text)) and int(short[1]) + 1 != int(short[2]):  # 11/12 is a year
        alone = read_heading_date(short[0], context)
        dated = (alone[0], short.span()) if alone else None
    as_of = dated[0] if dated else None
    bare = text
    if dated:
        start, end = dated[1]
        bare = f"{text[:start]} {text[end:]}"
    bare = _QUALIFIED.sub(r"\2 \1", bare)
    bare = _ADDED.sub(r" \1 \2", _YES_OR_NO.sub("?", bare))
    notes = [note[1:-1] for note in _NOTE.findall(bare)]
    whole = fold(_NUMBERING.sub("", bare)).strip(_EDGES)
    bare = fold(_NUMBERING.sub("", _NOTE.sub(" ", bare))).strip(_EDGES)
    if _DONE_ASKED.match(text.strip()):
        return _reading(text, [_Named(Field.STATUS, LIKELY, "wording", "")], as_of)
    if any(map(_DATE_NOTE.fullmatch, notes)) and bare.endswith(" by"):  # "Action by (date)"
        return _reading(text, [_Named(Field.TIMESCALE, LIKELY, "wording", "")], as_of)
    values = [*notes, *_AFTER_LABEL.findall(bare)]
    listed = next((named for note in values if "/" in note and (named := _by_values(fold(note)))), None)
    if listed:
        return _reading(text, [listed], as_of)
    for candidate in (whole, bare, *(map(fold, notes) if not bare else ())):
        named = _by_phrase(candidate)
        if named:
            scored = named.field in (Field.OUTCOME, Field.FINDING) and any(map(_SCALE.fullmatch, notes))
            return _reading(text, [named._replace(field=Field.EXTRA) if scored else named], as_of)
    for candidate in (whole, bare):
        worded = None if len(_ASKS.findall(candidate)) > 1 else _by_pattern(candidate)
        if worded:
            return _reading(text, [worded], as_of)
    parts = [part for part in (_by_words(part) for part in _PARTS.split(bare.strip(" ?")) if part.strip()) if part]
    if not parts and as_of and bare == "":
        return HeadingReading(text, None, 0.0, "none", as_of)
    return _reading(text, parts, as_of)


def _reading(text: str, parts: list[_Named], as_of: FlexibleDate | None) -> HeadingReading:
    """Return the reading of a heading whose parts name these fields, the surest first among equals."""
    if not parts:
        return HeadingReading(text, None, 0.0, "none", as_of)
    texts = [part for part in parts if part.field != Field.REFERENCE]
    numbered = Field.REFERENCE if texts and len(texts) < len(parts) else None
    parts = texts or parts  # "No. / recommendation": the number stands in front of the text
    if {Field.START, Field.TIMESCALE} <= {part.field for part in parts}:
        parts = [part for part in parts if part.field != Field.START]  # of "Start and end date" the whole is one
    names = [part.field for part in parts]
    # the first part that is sure enough: of "Agreed action / timing" the action stands first in the cell too
    chosen = next((part for part in parts if part.confidence >= LIKELY), max(parts, key=lambda part: part.confidence))
    name, confidence, method, entry = chosen
    if Field.STATUS in names and {PROGRESS, Field.OUTCOME} & set(names):
        # "Outcome / status" of an action log tells how an action came out, in a word or in sentences
        name = PROGRESS
    elif PROGRESS in names and Field.UPDATE in names:
        name = Field.UPDATE
    is_progress = name == PROGRESS
    field = Field.UPDATE if is_progress and as_of else Field.STATUS if is_progress else Field(name)
    others = [Field(other) for other in names if other not in (name, PROGRESS) and Field(other) != field]
    second = others[0] if others and PROGRESS not in names else numbered
    if PROGRESS in names and Field.TIMESCALE in names:  # "Deadline and progress": a date, and how far it is
        told = Field.UPDATE if as_of else Field.STATUS
        field, second = (told, Field.TIMESCALE) if is_progress else (Field.TIMESCALE, told)
        is_progress = not as_of
    return HeadingReading(text, field, confidence, method, as_of, second, is_progress, entry)


def _by_phrase(text: str) -> _Named | None:
    """Return what a whole heading means. A question mark counts where it matters ("Achieved?", "Achieved")."""
    phrases = heading_words().phrases
    text = _OUR.sub("", text.strip(" -:"))
    if _SPELT.fullmatch(text):  # "R/A/G", "S/N"
        text = text if text in phrases else re.sub(r"\W", "", text)
    known = text if text in phrases else text.strip(" -:?")
    field = phrases.get(known)
    return _Named(field, SURE, "phrase", f"headings.phrases.{field}: {known}") if field else None


def _by_pattern(text: str) -> _Named | None:
    """Return what a wording means: a question by what it asks after, whatever it begins with."""
    text = _CONTRACTED.sub(lambda said: said[1] + _SPELT_OUT[said[2]], text.strip(" -:?."))
    for pattern, field in heading_words().patterns:
        if pattern.search(text):
            return _Named(field, LIKELY, "wording", f"headings.patterns: {pattern.pattern}")
    return None


def _by_values(note: str) -> _Named | None:
    """Return the field whose values a note lists: "Response (accept/reject)", "Progress (R/A/G)"."""
    named = _by_phrase(note) or _by_pattern(note)
    return named if named and named.field in (Field.RESPONSE, Field.PRIORITY, Field.STATUS) else None


def _welsh(word: str) -> str | None:
    """Return the field of a Welsh head word, also with a mutated beginning ("ganfyddiadau", "gam") or an ending."""
    known, word = heading_words().welsh, word.partition("'")[0]  # "Sylwadau'r swyddog"
    if word in known:
        return known[word]
    radicals = [first + word[len(mutated) :] for mutated, first in _MUTATIONS if word.startswith(mutated)]
    return next((known[radical] for radical in radicals if radical in known), None)


def _by_words(text: str) -> _Named | None:
    """Return what one part of a heading names.

    English puts the head last ("Action owner") unless a preposition follows it ("Status of action", "Date for
    completion"), so the words before the first preposition are looked at first, from the last back.
    """
    named = _by_phrase(text)
    if named:
        return named
    worded = _by_pattern(text)
    if worded:
        return worded
    for word in _WORD.findall(text):
        if welsh := _welsh(word):
            return _Named(welsh, LIKELY, "word", f"headings.welsh.{welsh}: {word}")
    before = _TAIL.split(text, maxsplit=1)[0]
    for words, confidence in ((before, LIKELY), (text, POSSIBLE)):
        for listed, table, weaker in (("heads", heading_words().heads, 0.0), ("weak", heading_words().weak, 0.2)):
            for word in reversed(_WORD.findall(words)):
                found = table.get(word) or table.get(word.rpartition("-")[2])  # "Sub-action" is an action
                if found:
                    return _Named(found, confidence - weaker, "word", f"headings.{listed}.{found}: {word}")
    return _by_spelling(_WORD.findall(text))


def _by_spelling(words: Iterable[str]) -> _Named | None:
    """Return the field of a known word that one of these is a slip of ("Recomendation", "Timscale")."""
    heads = heading_words().heads
    for word in reversed(list(words)):
        if len(word) < SHORTEST_SLIP:
            continue
        close = process.extractOne(word, heads.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE_SPELLING)
        if close and len(close[0]) >= SHORTEST_SLIP:
            field = heads[close[0]]
            return _Named(field, GUESS, "spelling", f"headings.heads.{field}: {close[0]}")
    return None


def table_kinds(headings: Iterable[str]) -> Mapping[str, int]:
    """Return, for each kind of table that is no plan, how many of these headings are of that kind.

    A year and nothing else heads figures; beside other words ("2023/24 outturn", "Target 2024/25") they decide.
    """
    folded = [_without_year(fold(heading).strip(" ?:")) for heading in headings if heading.strip()]
    kinds = {
        kind: sum(any(heading == word or heading.startswith(f"{word} ") for word in words) for heading in folded)
        for kind, words in heading_words().not_plan.items()
    }
    return {**kinds, STATISTICS: kinds[STATISTICS] + folded.count("")}


def _without_year(heading: str) -> str:
    """Return a folded heading without the calendar or financial year that it ends or begins with."""
    for text in (heading, heading.partition(" ")[0]):
        dated = read_heading_date(text)
        if dated and dated[0].start and dated[0].end and (dated[0].end - dated[0].start).days >= DAYS_OF_YEAR:
            start, end = dated[1]
            return f"{heading[:start]} {heading[end:]}".strip(" -?:")
    return heading
