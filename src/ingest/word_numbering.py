"""Automatic list numbers, counted as Word counts them (ECMA-376 §17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.elements import Element, attribute, child, children, whole
from ingest.textruns import BULLET, MAX_ROMAN, letters_of, roman_of
from ingest.word_xml import switch, value

LEVELS = 9
_NUMBER_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its numbers begin, look and start again."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    restart_after: int | None = None  # the level, from 1, whose use starts this one again; 0 for never
    all_decimal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Numbered:
    """What stands before a paragraph: its printed marker, "" where the list prints none, and its level from 0."""

    marker: str
    level: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document, with their counters: ask for every paragraph once, in order."""

    lists: dict[str, tuple[str, dict[int, Level]]]  # by list id: the abstract list it counts with, and its levels
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def next_marker(self, number_id: str, level: int | None, style: str | None) -> Numbered | None:
        """Return the marker of the next paragraph of a list; None for a list that the document does not define."""
        if number_id not in self.lists:
            return None
        abstract, levels = self.lists[number_id]
        if level is None:
            level = next((at for at, each in levels.items() if style is not None and each.style == style), 0)
        level = min(max(level, 0), LEVELS - 1)
        here = levels.get(level, Level())
        if here.number_format == "bullet":
            return Numbered(BULLET, level)
        counters = self.counters.setdefault(abstract, {})
        restarted = self.starts.get(number_id, {}).pop(level, None)
        if restarted is not None:
            counters[level] = restarted
        else:
            counters[level] = counters[level] + 1 if level in counters else here.start
        for deeper in [at for at in counters if at > level]:
            after = levels.get(deeper, Level()).restart_after
            if after is None or level < after:
                del counters[deeper]
        return Numbered(self._printed(here, level, levels, counters), level)

    def _printed(self, here: Level, level: int, levels: dict[int, Level], counters: dict[int, int]) -> str:
        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            each = levels.get(at, Level())
            count = counters.get(at, each.start)
            return format_number(count, "decimal" if here.all_decimal and at != level else each.number_format)

        if here.number_format == "none" and "%" not in here.text:
            return here.text.strip()
        return re.sub(r"%([1-9])", number, here.text).strip()


def read_numbering(root: Element | None) -> Numbering:
    """Return the lists of a numbering part; none where there is no part."""
    abstracts = {attribute(each, "abstractNumId") or "": each for each in children(root, "abstractNum")}
    by_link = {link: identity for identity, each in abstracts.items() if (link := value(each, "styleLink")) is not None}
    lists: dict[str, tuple[str, dict[int, Level]]] = {}
    starts: dict[str, dict[int, int]] = {}
    for each in children(root, "num"):
        number_id, abstract = attribute(each, "numId"), value(each, "abstractNumId")
        if number_id is None or abstract not in abstracts:
            continue
        linked = value(abstracts[abstract], "numStyleLink")
        if linked in by_link:
            abstract = by_link[linked]
        levels = {
            whole(attribute(level, "ilvl"), 0): _read_level(level) for level in children(abstracts[abstract], "lvl")
        }
        for override in children(each, "lvlOverride"):
            at = whole(attribute(override, "ilvl"), 0)
            own = child(override, "lvl")
            if own is not None:
                levels[at] = _read_level(own)
            start = value(override, "startOverride")
            if start is not None:
                starts.setdefault(number_id, {})[at] = whole(start, 1)
        lists[number_id] = (abstract, levels)
    return Numbering(lists, starts)


def _read_level(element: Element) -> Level:
    restart = value(element, "lvlRestart")
    return Level(
        start=whole(value(element, "start"), 0 if child(element, "start") is None else 1),
        number_format=_number_format(element),
        text=value(element, "lvlText") or "",
        restart_after=whole(restart, 0) if restart is not None else None,
        all_decimal=bool(switch(element, "isLgl")),
        style=value(element, "pStyle"),
    )


def _number_format(level: Element) -> str:
    """Return the format of a level's numbers; one that Word 2010 brought stands in alternative content."""
    named = value(level, "numFmt")
    if named is None:
        offered = child(level, "AlternateContent", "Choice", "numFmt")
        named = value(level, "AlternateContent", "Fallback", "numFmt")
        padded = re.match(r"0*1\b", attribute(offered, "format") or "")
        if value(level, "AlternateContent", "Choice", "numFmt") == "custom" and padded:
            return f"zeros{len(padded[0])}"  # "001, 002, 003, ..."
    return named or "decimal"


def format_number(number: int, number_format: str) -> str:
    """Return a number as a list prints it (§17.18.59); formats of other scripts come as plain digits."""
    match number_format:
        case "decimalZero":
            return f"{number:02d}"
        case _ if number_format.startswith("zeros"):
            return str(number).zfill(int(number_format[5:]))
        case "lowerLetter" | "upperLetter" if number > 0:
            # §17.18.59: after z come aa, bb, cc, unlike in HTML
            letters = letters_of((number - 1) % 26 + 1) * ((number - 1) // 26 + 1)
            return letters.upper() if number_format == "upperLetter" else letters
        case "lowerRoman" | "upperRoman" if 0 < number <= MAX_ROMAN:
            return roman_of(number).upper() if number_format == "upperRoman" else roman_of(number)
        case "ordinal":
            return f"{number}{_ordinal_ending(number)}"
        case "cardinalText" if 0 <= number < len(_NUMBER_WORDS):
            return _NUMBER_WORDS[number].capitalize()
        case "none":
            return ""
        case _:
            return str(number)


def _ordinal_ending(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
