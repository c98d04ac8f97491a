"""Styles of an OpenDocument file: what a text, cell, row or table takes from the styles it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.colour import parse_colour
from ingest.elements import Element, attribute, child, children, name_of
from ingest.textruns import RunLook

BOLD_FROM = 600  # weight; OpenDocument takes CSS's weights, where 700 is bold (part 3, §20.192)
_MAX_PARENTS = 20  # a style that is its own parent would never end
_HEADING = re.compile(r"heading ([1-9])", re.I)
_LENGTH = re.compile(r"(\d{0,6}\.?\d{0,6})(in|cm|mm|pt|pc|px)")
_POINTS = {"in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "pt": 1.0, "pc": 12.0, "px": 0.75}
_LIST_LEVEL = re.compile(r"(?:list|outline)-level-style(?:-(?:number|bullet|image))?")


@dataclass(frozen=True, slots=True)
class OdfStyles:
    """Style elements by family and name, those that a family falls back on, and the list styles by name.

    `outline` holds the levels by which headings are numbered.
    """

    named: dict[tuple[str, str], Element]
    defaults: dict[str, Element]
    lists: dict[str, Element]
    outline: Element | None = None

    def chain(self, family: str, name: str | None) -> list[Element]:
        """Return a style and its parents, itself first, what the family falls back on last."""
        found: list[Element] = []
        while name is not None and (family, name) in self.named and len(found) < _MAX_PARENTS:
            style = self.named[family, name]
            if style in found:
                break
            found.append(style)
            name = attribute(style, "parent-style-name")
        return [*found, self.defaults[family]] if family in self.defaults else found

    def is_called(self, family: str, name: str | None, called: str) -> bool:
        """Tell whether a style or one of its parents is the one that LibreOffice calls so."""
        return any(
            (attribute(style, "display-name") or attribute(style, "name") or "").casefold() == called
            for style in self.chain(family, name)
        )

    def look(self, family: str, name: str | None, around: RunLook) -> RunLook:
        """Return the look that a style gives to text inside text of the look `around`."""
        for style in reversed(self.chain(family, name)):
            around = _with_text(child(style, "text-properties"), around)
            back = parse_colour(attribute(child(style, "paragraph-properties"), "background-color"))
            if back is not None:
                around = replace(around, back=back)
        return around

    def fill(self, family: str, name: str | None) -> str | None:
        """Return the background of a table, row or cell."""
        for style in self.chain(family, name):
            for properties in style:
                if name_of(properties) == f"{family}-properties":
                    found = attribute(properties, "background-color")
                    if found is not None:
                        return parse_colour(found)
        return None

    def property(self, family: str, name: str | None, group: str, wanted: str) -> str | None:
        """Return a property of a style, from itself or the nearest parent that states it."""
        for style in self.chain(family, name):
            found = attribute(child(style, group), wanted)
            if found is not None:
                return found
        return None

    def list_style(self, paragraph_style: str | None) -> str | None:
        """Return the name of the list by which paragraphs of a style are numbered."""
        for style in self.chain("paragraph", paragraph_style):
            found = attribute(style, "list-style-name")
            if found is not None:
                return found or None
        return None

    def heading_level(self, paragraph_style: str | None) -> int:
        """Return the outline level from 1 that a style gives its paragraphs, 0 for body text.

        Where none is given, the built-in heading styles are told by their names: LibreOffice gives no levels to those
        of a rich text file that states none.
        """
        for style in self.chain("paragraph", paragraph_style):
            found = attribute(style, "default-outline-level")
            if found is not None:
                return int(found) if found.isdigit() else 0
            named = _HEADING.fullmatch(attribute(style, "display-name") or "")
            if named:
                return int(named[1])
        return 0


def read_odf_styles(*roots: Element | None) -> OdfStyles:
    """Return the styles that parts of a document define; later parts come before earlier ones."""
    found = OdfStyles({}, {}, {})
    outline = None
    for root in roots:
        for group in ("styles", "automatic-styles"):
            for style in child(root, group) if child(root, group) is not None else ():  # type: ignore[union-attr]
                kind, name, family = name_of(style), attribute(style, "name"), attribute(style, "family")
                if kind == "style" and name is not None and family is not None:
                    found.named[family, name] = style
                elif kind == "default-style" and family is not None:
                    found.defaults[family] = style
                elif kind == "list-style" and name is not None:
                    found.lists[name] = style
                elif kind == "outline-style":
                    outline = style
    return replace(found, outline=outline)


def list_levels(style: Element | None) -> dict[int, Element]:
    """Return the levels of a list style by their number from 1."""
    levels = {}
    for each in style if style is not None else ():
        at = attribute(each, "level")
        if _LIST_LEVEL.fullmatch(name_of(each)) and at is not None and at.isdigit():
            levels[int(at)] = each
    return levels


def _with_text(properties: Element | None, look: RunLook) -> RunLook:
    """Return a look changed by text properties (part 3, §16.27.28)."""
    if properties is None:
        return look
    for key, worth in properties.attrib.items():
        written = str(worth)
        match str(key).rpartition("}")[2]:
            case "font-weight":
                heavy = int(written) >= BOLD_FROM if written.isdigit() else written == "bold"
                look = replace(look, bold=heavy)
            case "text-line-through-style" | "text-line-through-type":
                look = replace(look, struck=written != "none")
            case "display":
                look = replace(look, hidden=written == "none")
            case "color":
                look = replace(look, ink=parse_colour(written))
            case "use-window-font-color" if written == "true":
                look = replace(look, ink=None)
            case "background-color":
                look = replace(look, back=parse_colour(written))
            case "font-name":
                look = replace(look, font=written)
            case _:
                pass
    return look


def shown_font_names(root: Element | None) -> dict[str, str]:
    """Return the font families that a document's font names stand for."""
    faces = child(root, "font-face-decls")
    return {
        name: (attribute(face, "font-family") or name).strip("'\"")
        for face in children(faces, "font-face")
        if (name := attribute(face, "name")) is not None
    }


def points_of(length: str | None) -> float:
    """Return a length in points (part 3, §18.3.18), 0 for none or what is none."""
    found = _LENGTH.fullmatch(length or "")
    return float(found[1]) * _POINTS[found[2]] if found and found[1].strip(".") else 0.0
