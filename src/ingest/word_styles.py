"""Styles of a Word document: what a paragraph, run or table takes from the styles it names (ECMA-376 §17.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.colour import highlight_colour
from ingest.elements import Element, attribute, child, children, name_of, whole
from ingest.textruns import RunLook
from ingest.word_theme import Theme, ink, shading
from ingest.word_xml import is_on, switch, value

BODY_TEXT_LEVEL = 9  # §17.3.1.20: outline level 9 is body text
# Word keeps the English name whatever its language; other programs write their own, and a style that the file does
# not define is known by its id alone ("Heading1", "berschrift1": Word leaves letters beyond ASCII out)
_HEADING_NAME = re.compile(
    r"(?:heading|pennawd|titre|(?:ü|u|ue)?berschrift|t[ií]tulo|titolo|kop|rubrik|overskrift|nag[łl]?[óo]?wek|ceannteideal)"
    r"\s?([1-9])",
    re.I,
)
_MAX_BASES = 20  # a style that is based on itself would never end


@dataclass(frozen=True, slots=True)
class InList:
    """The list that a paragraph belongs to, its level from 0 (None where a style's list tells), and that style's id."""

    number_id: str
    level: int | None
    style: str | None


@dataclass(frozen=True, slots=True)
class Styles:
    """Style elements by their id, the id of the default paragraph style, and the look that no style changes.

    What is asked of a style again and again is kept.
    """

    by_id: dict[str, Element]
    default_paragraph: str | None = None
    default_table: str | None = None
    theme: Theme = field(default_factory=Theme)
    base: RunLook = field(default_factory=RunLook)
    _looks: dict[tuple[str | None, RunLook], RunLook] = field(default_factory=dict)
    _levels: dict[str | None, int] = field(default_factory=dict)
    _lists: dict[str | None, tuple[str | None, int | None, str | None]] = field(default_factory=dict)

    def chain(self, style_id: str | None) -> list[Element]:
        """Return a style and the styles that it is based on, itself first."""
        found: list[Element] = []
        while style_id in self.by_id and len(found) < _MAX_BASES:
            style = self.by_id[style_id]
            if style in found:
                break
            found.append(style)
            style_id = value(style, "basedOn")
        return found

    def name(self, style_id: str | None) -> str:
        """Return a style's name as Word shows it, in lower case; "" for none."""
        style = self.by_id.get(style_id or "")
        return (value(style, "name") or "").casefold()

    def paragraph_look(self, properties: Element | None, around: RunLook) -> RunLook:
        """Return the look that a paragraph's properties and its style give its runs."""
        look = self._styled(value(properties, "pStyle") or self.default_paragraph, around)
        shade = shading(child(properties, "shd"), self.theme) if properties is not None else None
        return replace(look, back=shade) if shade else look

    def run_look(self, properties: Element | None, around: RunLook) -> RunLook:
        """Return the look of a run with its own properties, inside a paragraph of the look `around`."""
        if properties is None:
            return around
        named = value(properties, "rStyle")
        return self.apply(properties, self._styled(named, around) if named else around)

    def _styled(self, style_id: str | None, around: RunLook) -> RunLook:
        look = self._looks.get((style_id, around))
        if look is None:
            look = around
            for style in reversed(self.chain(style_id)):
                look = self.apply(child(style, "rPr"), look)
                shade = shading(child(style, "pPr", "shd"), self.theme)
                look = replace(look, back=shade) if shade else look
            self._looks[style_id, around] = look
        return look

    def paragraph_style(self, properties: Element | None) -> str | None:
        """Return the id of a paragraph's style, the default one where it names none."""
        return value(properties, "pStyle") or self.default_paragraph

    def heading_level(self, properties: Element | None) -> int:
        """Return 1 to 9 for a heading, 0 for body text: the outline level, else the style's name."""
        own = value(properties, "outlineLvl")
        if own is not None:
            return _level(own)
        style_id = self.paragraph_style(properties)
        if style_id not in self._levels:
            self._levels[style_id] = self._style_level(style_id)
        return self._levels[style_id]

    def _style_level(self, style_id: str | None) -> int:
        for style in self.chain(style_id):
            outline = value(style, "pPr", "outlineLvl")
            if outline is not None:
                return _level(outline)
            named = _HEADING_NAME.fullmatch(value(style, "name") or "")
            if named:
                return int(named[1])
        if style_id is not None and style_id not in self.by_id:
            named = _HEADING_NAME.fullmatch(style_id)
            return int(named[1]) if named else 0
        return 0

    def numbering(self, properties: Element | None) -> InList | None:
        """Return the list that a paragraph belongs to, None for none; a list of id 0 takes it off (§17.9.18)."""
        own = child(properties, "numPr")
        own_level = value(own, "ilvl")
        number = value(own, "numId")
        level = whole(own_level, 0) if own_level is not None else None
        style = None
        if number is not None:
            level = level or 0
        else:
            style_id = self.paragraph_style(properties)
            if style_id not in self._lists:
                self._lists[style_id] = self._style_list(style_id)
            number, inherited, style = self._lists[style_id]
            level = inherited if level is None else level
        return None if number is None or number == "0" else InList(number, level, style)

    def _style_list(self, style_id: str | None) -> tuple[str | None, int | None, str | None]:
        """Return the list id, the level and the id of the style by which a style belongs to a list."""
        level: int | None = None
        for style in self.chain(style_id):
            inherited = child(style, "pPr", "numPr")
            if level is None and value(inherited, "ilvl") is not None:
                level = whole(value(inherited, "ilvl"), 0)
            number = value(inherited, "numId")
            if number is not None:
                return number, level, attribute(style, "styleId")
        return None, None, None

    def apply(self, properties: Element | None, look: RunLook) -> RunLook:
        """Return a look changed by run properties (§17.3.2)."""
        changes: dict[str, Any] = {}
        for each in properties if properties is not None else ():
            match name_of(each):
                case "b":
                    changes["bold"] = is_on(attribute(each, "val"))
                case "strike" | "dstrike":
                    changes["struck"] = changes.get("struck", False) or is_on(attribute(each, "val"))
                case "vanish":
                    changes["hidden"] = is_on(attribute(each, "val"))
                case "color":
                    changes["ink"] = ink(each, self.theme)
                case "highlight":
                    changes["back"] = highlight_colour(attribute(each, "val"))
                case "shd" if changes.get("back") is None:
                    changes["back"] = shading(each, self.theme) or look.back
                case "rFonts":
                    changes["font"] = attribute(each, "ascii") or attribute(each, "hAnsi") or look.font
                case _:
                    pass
        if all(getattr(look, name) == given for name, given in changes.items()):
            return look
        return replace(look, **changes)


def read_styles(root: Element | None, theme: Theme = Theme()) -> Styles:  # noqa: B008 - it is frozen
    """Return the styles of a styles part; none where there is no part."""
    by_id: dict[str, Element] = {}
    defaults: dict[str | None, str] = {}
    for style in children(root, "style"):
        style_id = attribute(style, "styleId")
        if style_id is None:
            continue
        by_id[style_id] = style
        if is_on(attribute(style, "default") or "0"):
            defaults[attribute(style, "type")] = style_id
    bare = Styles(by_id, theme=theme)
    base = bare.apply(child(root, "docDefaults", "rPrDefault", "rPr"), RunLook())
    return Styles(by_id, defaults.get("paragraph"), defaults.get("table"), theme, base)


def is_hidden(properties: Element | None) -> bool:
    """Tell whether run properties hide what they are set to."""
    return bool(switch(properties, "vanish"))


def _level(outline: str) -> int:
    level = whole(outline, BODY_TEXT_LEVEL)
    return level + 1 if 0 <= level < BODY_TEXT_LEVEL else 0
