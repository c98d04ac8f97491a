"""Numbers of OpenDocument lists and headings, counted as a word processor counts them (part 3, §5.3 and §16.34)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.elements import Element, attribute, name_of, whole
from ingest.odf_styles import OdfStyles, list_levels
from ingest.textruns import BULLET, letters_of, roman_of

MAX_LEVEL = 10  # that OpenDocument allows
_ROMAN_TO = 3999
# LibreOffice writes "%1%.%2%)" beside the standard's prefix, suffix and display levels, which cannot tell that
# Word prints "a." at a level that counts with the one above; its own attribute decides where it stands
_PLACE = re.compile(r"%(\d{1,2})%")


@dataclass(slots=True)
class Counters:
    """How far the levels of one list have counted, by their number from 1."""

    at: dict[int, int] = field(default_factory=dict)

    def next(self, level: int, start: int, given: int | None = None) -> None:
        """Count on at a level, from its start or a given value; deeper levels begin anew."""
        self.at[level] = given if given is not None else self.at[level] + 1 if level in self.at else start
        for deeper in [other for other in self.at if other > level]:
            del self.at[deeper]


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list that is open around paragraphs: its style, its counters, and the level of its items from 1."""

    style: str | None
    counters: Counters
    level: int


class ListCounts:
    """The lists of a document as they are met; ask for every list and item once, in order."""

    def __init__(self, styles: OdfStyles) -> None:
        """Take the styles that number the lists."""
        self._styles = styles
        self._by_id: dict[str, Counters] = {}
        self._last: dict[str | None, Counters] = {}
        self._headings = Counters()

    def open(self, element: Element, outer: OpenList | None) -> OpenList:
        """Return a list on entering it; it goes on with an earlier one where it says so."""
        style = attribute(element, "style-name") or (outer.style if outer else None)
        if outer is not None:
            return OpenList(style, outer.counters, min(outer.level + 1, MAX_LEVEL))
        goes_on = attribute(element, "continue-list")
        if goes_on in self._by_id:
            counters = self._by_id[goes_on]
        elif attribute(element, "continue-numbering") == "true" and style in self._last:
            counters = self._last[style]
        else:
            counters = Counters()
        identity = attribute(element, "id")
        if identity is not None:
            self._by_id[identity] = counters
        self._last[style] = counters
        return OpenList(style, counters, 1)

    def marker(self, item: Element, within: OpenList, paragraph_style: str | None) -> str:
        """Return the printed number or bullet of a list's next item; "" for none."""
        style = within.style or self._styles.list_style(paragraph_style)
        levels = list_levels(self._styles.lists.get(style or ""))
        given = attribute(item, "start-value")
        return self._printed(levels, within.counters, within.level, whole(given, 1) if given is not None else None)

    def heading_marker(self, level: int) -> str:
        """Return the number of the next heading of a level, "" where headings are not numbered."""
        levels = list_levels(self._styles.outline)
        if level not in levels or not attribute(levels[level], "num-format"):
            return ""
        return self._printed(levels, self._headings, level, None)

    def _printed(self, levels: dict[int, Element], counters: Counters, level: int, given: int | None) -> str:
        here = levels.get(level)
        if here is None:
            return BULLET  # LibreOffice shows a bullet for a list without a style
        if name_of(here).endswith(("bullet", "image")):
            return BULLET
        counters.next(level, whole(attribute(here, "start-value"), 1), given)
        if not attribute(here, "num-format"):
            return ""
        template = attribute(here, "num-list-format")
        if template is None:
            first = max(1, level - whole(attribute(here, "display-levels"), 1) + 1)
            numbers = [_count_at(levels, counters, at) for at in range(first, level + 1)]
            middle = ".".join(number for number in numbers if number)
            return f"{attribute(here, 'num-prefix') or ''}{middle}{attribute(here, 'num-suffix') or ''}".strip()
        return _PLACE.sub(lambda place: _count_at(levels, counters, int(place[1])), template).strip()


def _count_at(levels: dict[int, Element], counters: Counters, at: int) -> str:
    """Return the number of a level as it is printed, "" for one without."""
    level = levels.get(at)
    number_format = attribute(level, "num-format")
    if level is None or not number_format:
        return ""
    return format_count(counters.at.get(at, whole(attribute(level, "start-value"), 1)), number_format, level)


def format_count(count: int, number_format: str, level: Element) -> str:
    """Return a count as a list's level prints it (part 3, §19.502)."""
    if count < 1:
        return str(count)
    match number_format:
        case "a" | "A":
            synced = attribute(level, "num-letter-sync") == "true"  # z, aa, bb: as Word counts
            letters = letters_of((count - 1) % 26 + 1) * ((count - 1) // 26 + 1) if synced else letters_of(count)
            return letters.upper() if number_format == "A" else letters
        case "i" | "I" if count <= _ROMAN_TO:
            return roman_of(count).upper() if number_format == "I" else roman_of(count)
        case _:
            return str(count)
