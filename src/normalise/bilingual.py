"""Welsh beside English: what is printed in both languages is read once, in English, with the Welsh kept beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.model import Issue, IssueCode, Locator, Severity
from normalise.model import ActionRecord, Field
from normalise.roles import Role
from normalise.rowcells import PlanRow, RowCell
from normalise.shape import TableShape
from normalise.vocabulary import fold, read_vocabulary, vocabulary_cache

WELSH, ENGLISH = "cy", "en"
FEWEST_WELSH = 3  # Welsh words from which a document is looked at for its two languages
AGREEING = 0.8  # share of pairs that must agree for two runs of actions to be the same ones
TAG = "Cymraeg"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SLASH = re.compile(r"\s+/\s+")
_TWICE = frozenset({Field.ACTION, Field.RECOMMENDATION, Field.FINDING, Field.OUTCOME, Field.THEME, Field.OWNER})
_SIDE_BY_SIDE = _TWICE | {Field.TIMESCALE, Field.STATUS, Field.UPDATE, Field.REFERENCE, Field.PRIORITY, Field.SUPPORT}


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """Words, and patterns of letters, that Welsh or English alone write."""

    welsh: frozenset[str]
    english: frozenset[str]
    welsh_letters: re.Pattern[str]
    english_letters: re.Pattern[str]


@vocabulary_cache
def language_words() -> LanguageWords:
    """Return the vocabulary that tells the two languages apart."""
    words = read_vocabulary("welsh")
    return LanguageWords(
        frozenset(map(fold, words["welsh"])),
        frozenset(map(fold, words["english"])),
        re.compile("|".join(words["letters"]["welsh"])),
        re.compile("|".join(words["letters"]["english"])),
    )


def language_of(text: str) -> str | None:
    """Return "cy" or "en" for a text that is plainly Welsh or English, None where its words do not tell."""
    known = language_words()
    welsh = english = 0
    for word in _WORD.findall(fold(text)):
        if word in known.welsh or word in known.english:
            welsh += 2 * (word in known.welsh)
            english += 2 * (word in known.english)
        else:
            welsh += bool(known.welsh_letters.search(word))
            english += bool(known.english_letters.search(word))
    return WELSH if welsh > english else ENGLISH if english > welsh else None


def is_bilingual(texts: Iterable[str]) -> bool:
    """Tell whether texts hold enough Welsh for its pairing with English to be worth a look."""
    known = language_words()
    found = {word for text in texts for word in _WORD.findall(fold(text)) if word in known.welsh}
    return len(found - known.english) >= FEWEST_WELSH


def settle_languages(roles: Sequence[Role], shape: TableShape) -> list[Role]:
    """Of two columns of one field, in Welsh and in English, take the English; the Welsh one is extra."""
    settled = list(roles)
    counts = Counter(role.field for role in roles if role.field in _SIDE_BY_SIDE)
    for field in (field for field, n in counts.items() if n > 1):
        pair = {role.index: _language_of_column(role, shape) for role in roles if role.field is field}
        if set(pair.values()) == {WELSH, ENGLISH}:
            for index, language in pair.items():
                if language == WELSH:
                    settled[index] = settled[index].moved(Field.EXTRA)
    return settled


def _language_of_column(role: Role, shape: TableShape) -> str | None:
    return language_of(role.heading) or language_of(" ".join(shape.cells(role.index)))


def in_one_language(row: PlanRow) -> PlanRow:
    """Return a row whose cells say everything in both languages with the English; the Welsh of each stands beside it.

    One cell that plainly does tells the order for the others: of "Rheolwr Parciau" over "Parks Manager" the second.
    """
    halves = {i: parts for i, cell in enumerate(row.cells) if (parts := _halves(cell.text))}
    order = next(
        (
            languages
            for first, second in halves.values()
            if set(languages := (language_of(first), language_of(second))) == {WELSH, ENGLISH}
        ),
        None,
    )
    if order is None:
        return row
    cells: list[RowCell] = []
    for i, cell in enumerate(row.cells):
        if i not in halves or any(
            language_of(half) not in (None, language) for half, language in zip(halves[i], order, strict=True)
        ):
            cells.append(cell)
            continue
        welsh, english = halves[i] if order[0] == WELSH else reversed(halves[i])
        cells.append(replace(cell, text=english))
        beside = replace(cell.role, field=Field.EXTRA, heading=f"{cell.role.heading} ({TAG})".strip())
        cells.append(replace(cell, role=beside, text=welsh))
    return replace(row, cells=tuple(cells))


def _halves(text: str) -> tuple[str, str] | None:
    """Return the two halves of a text of an even number of lines, or of one line with one stroke in it."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 1:
        lines = _SLASH.split(lines[0])
        return (lines[0], lines[1]) if len(lines) == 2 else None
    if len(lines) % 2:
        return None
    half = len(lines) // 2
    return "\n".join(lines[:half]), "\n".join(lines[half:])


def pair_languages(actions: Sequence[ActionRecord]) -> tuple[list[ActionRecord], tuple[Issue, ...]]:
    """Return the actions with those that are printed in Welsh and in English counted once, and an issue saying so.

    Two runs are the same where they are as long and agree, one by one, in number and deadline: one table after the
    other, or a row in each language by turns. Where one is longer, numbers and deadlines pair them. The English
    stands; what the Welsh row prints is under its extra.
    """
    if not is_bilingual(map(_told, actions)):
        return list(actions), ()
    tongues = [_tongue(action) for action in actions]
    welsh = [action for action, tongue in zip(actions, tongues, strict=True) if tongue == WELSH]
    english = [action for action, tongue in zip(actions, tongues, strict=True) if tongue != WELSH]
    pairs = _in_order(welsh, english) or _by_number(welsh, english)
    if not pairs:
        return list(actions), ()
    same = {id(one): other for other, one in pairs}
    twice = {id(other) for other, _ in pairs}
    places: Counter[int] = Counter()
    counted = []
    for action in actions:
        if id(action) in twice:
            continue
        places[action.plan] += 1
        other = same.get(id(action))
        extra = _beside(action, other) if other else action.extra
        counted.append(replace(action, position=places[action.plan], extra=extra))
    message = f"{len(pairs)} actions are printed in Welsh and in English; each is counted once, in English"
    at = Locator(table=welsh[0].source.table, page=min(welsh[0].source.pages, default=None))
    return counted, (Issue(IssueCode.NOTE, Severity.INFO, message, at),)


_Pairs = list[tuple[ActionRecord, ActionRecord]]


def _in_order(welsh: Sequence[ActionRecord], english: Sequence[ActionRecord]) -> _Pairs:
    """Return the pairs of two runs that are as long and agree one by one; none where they do not."""
    if len(welsh) != len(english):
        return []
    agreeing = sum(map(_agree, welsh, english))
    return list(zip(welsh, english, strict=True)) if agreeing >= AGREEING * len(welsh) else []


def _by_number(welsh: Sequence[ActionRecord], english: Sequence[ActionRecord]) -> _Pairs:
    """Return the pairs of one number and one deadline, where nearly all of the Welsh actions have such a partner."""
    numbers = Counter(action.reference for action in english)
    partners = {action.reference: action for action in english if action.reference and numbers[action.reference] == 1}
    pairs = [(one, partners[one.reference]) for one in welsh if one.reference in partners]
    pairs = [(one, other) for one, other in pairs if _agree(one, other)]
    distinct = len({id(other) for _, other in pairs}) == len(pairs)
    return pairs if distinct and len(pairs) >= AGREEING * len(welsh) else []


def _told(action: ActionRecord) -> str:
    return " ".join(cell.text for cell in action.source.cells)


def _tongue(action: ActionRecord) -> str | None:
    return language_of(_told(action)) or language_of(" ".join(cell.heading for cell in action.source.cells))


def _agree(welsh: ActionRecord, english: ActionRecord) -> bool:
    numbered = welsh.reference and english.reference
    return (not numbered or welsh.reference == english.reference) and welsh.due == english.due


def _beside(english: ActionRecord, welsh: ActionRecord) -> Mapping[str, str]:
    """Return an action's extra with what its Welsh row prints and it does not, by heading."""
    extra = dict(english.extra)
    own = {cell.text for cell in english.source.cells}
    for cell in welsh.source.cells:
        if cell.text in own:
            continue
        taken = any(cell.heading == other.heading for other in english.source.cells)
        heading = f"{cell.heading} ({TAG})" if taken or not cell.heading else cell.heading
        extra[heading] = f"{extra[heading]}\n{cell.text}" if heading in extra else cell.text
    return extra
