"""Styles of a Word document: what a paragraph, run or table takes from the styles it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.colour import highlight_colour, parse_colour
from ingest.elements import Element, attribute, child, children, name_of, whole
from ingest.textruns import RunLook
from ingest.word_xml import switch, value

BODY_TEXT_LEVEL = 9  # §17.3.1.20: outline level 9 is body text
_HEADING_NAME = re.compile(r"heading ([1-9])", re.I)
_MAX_BASES = 20  # a style that is based on itself would never end


@dataclass(frozen=True, slots=True)
class Styles:
    """Style elements by their id, and the ids of the default paragraph style."""

    by_id: dict[str, Element]
    default_paragraph: str | None = None

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

    def paragraph_look(self, paragraph: Element, around: RunLook) -> RunLook:
        """Return the look that a paragraph's style gives its runs."""
        look = around
        for style in reversed(self.chain(self.paragraph_style(paragraph))):
            look = apply_run_properties(child(style, "rPr"), look)
        shade = shading(child(paragraph, "pPr", "shd"))
        return replace(look, back=shade) if shade else look

    def run_look(self, run: Element, around: RunLook) -> RunLook:
        """Return the look of a run inside a paragraph of the look `around`."""
        properties = child(run, "rPr")
        if properties is None:
            return around
        look = around
        for style in reversed(self.chain(value(properties, "rStyle"))):
            look = apply_run_properties(child(style, "rPr"), look)
        return apply_run_properties(properties, look)

    def paragraph_style(self, paragraph: Element) -> str | None:
        """Return the id of a paragraph's style, the default one where it names none."""
        return value(paragraph, "pPr", "pStyle") or self.default_paragraph

    def heading_level(self, paragraph: Element) -> int:
        """Return 1 to 9 for a heading, 0 for body text: the outline level, else the style's name."""
        own = value(paragraph, "pPr", "outlineLvl")
        if own is not None:
            return _level(own)
        for style in self.chain(self.paragraph_style(paragraph)):
            outline = value(style, "pPr", "outlineLvl")
            if outline is not None:
                return _level(outline)
            named = _HEADING_NAME.fullmatch(value(style, "name") or "")
            if named:
                return int(named[1])
        return 0

    def numbering(self, paragraph: Element) -> tuple[str, int | None] | None:
        """Return the list that a paragraph belongs to and its level, None for the level where only a style tells.

        A list of id 0 takes the numbering off (§17.9.18).
        """
        own = child(paragraph, "pPr", "numPr")
        own_level = value(own, "ilvl")
        number = value(own, "numId")
        level = whole(own_level, 0) if own_level is not None else None
        if number is None:
            for style in self.chain(self.paragraph_style(paragraph)):
                inherited = child(style, "pPr", "numPr")
                number = value(inherited, "numId")
                if level is None and value(inherited, "ilvl") is not None:
                    level = whole(value(inherited, "ilvl"), 0)
                if number is not None:
                    break
        elif level is None:
            level = 0
        return None if number in {None, "0"} else (str(number), level)

    def table_shading(self, properties: Element | None, part: str) -> str | None:
        """Return the fill that a table's style gives to a part of it: `wholeTable`, `firstRow` and so on."""
        for style in self.chain(value(properties, "tblStyle")):
            if part == "wholeTable":
                fill = shading(child(style, "tcPr", "shd"))
                if fill:
                    return fill
            for conditional in children(style, "tblStylePr"):
                if attribute(conditional, "type") == part:
                    fill = shading(child(conditional, "tcPr", "shd"))
                    if fill:
                        return fill
        return None


def read_styles(root: Element | None) -> Styles:
    """Return the styles of a styles part; none where there is no part."""
    by_id: dict[str, Element] = {}
    default = None
    for style in children(root, "style"):
        style_id = attribute(style, "styleId")
        if style_id is None:
            continue
        by_id[style_id] = style
        if attribute(style, "type") == "paragraph" and (attribute(style, "default") or "0") in {"1", "true", "on"}:
            default = style_id
    return Styles(by_id, default)


def apply_run_properties(properties: Element | None, look: RunLook) -> RunLook:
    """Return a look changed by run properties (§17.3.2)."""
    if properties is None:
        return look
    for each in properties:
        match name_of(each):
            case "b":
                look = replace(look, bold=bool(switch(properties, "b")))
            case "strike" | "dstrike":
                look = replace(look, struck=bool(switch(properties, "strike") or switch(properties, "dstrike")))
            case "vanish":
                look = replace(look, hidden=bool(switch(properties, "vanish")))
            case "color":
                look = replace(look, ink=parse_colour(attribute(each, "val")))
            case "highlight":
                look = replace(look, back=highlight_colour(attribute(each, "val")))
            case "shd" if look.back is None:
                look = replace(look, back=shading(each))
            case "rFonts":
                look = replace(look, font=attribute(each, "ascii") or attribute(each, "hAnsi") or look.font)
            case _:
                pass
    return look


def shading(element: Element | None) -> str | None:
    """Return the colour that a shading shows (§17.3.5): its fill, or its colour where the pattern is solid."""
    if element is None:
        return None
    if attribute(element, "val") == "solid":
        return parse_colour(attribute(element, "color"))
    return parse_colour(attribute(element, "fill"))


def _level(outline: str) -> int:
    level = whole(outline, BODY_TEXT_LEVEL)
    return level + 1 if 0 <= level < BODY_TEXT_LEVEL else 0
