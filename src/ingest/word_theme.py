"""Colours of a Word document: its theme with tint and shade, patterned shading (ECMA-376 §17.3.2, §17.3.5)."""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass, field

from ingest.colour import hex_from_rgb, parse_colour
from ingest.elements import Element, attribute, child, name_of

# §17.15.1.20: how text and background are mapped where the settings do not say
_MAPPING = {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"}
_ROLES = {"background1": "bg1", "text1": "t1", "background2": "bg2", "text2": "t2"}
_SHORT = {
    "dark1": "dk1",
    "light1": "lt1",
    "dark2": "dk2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_PERCENT = re.compile(r"pct(\d+)")
# eighths that Word's pattern names round off
_EIGHTHS = {12: 12.5, 37: 37.5, 62: 62.5, 87: 87.5}
_THICK, _THIN = 0.5, 0.25  # share of ink in a striped or crossed pattern; the standard draws them and gives no figure


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a theme by their short names (`dk1`, `accent1`), and which of them text and background take."""

    colours: dict[str, str] = field(default_factory=dict)
    mapping: dict[str, str] = field(default_factory=dict)

    def colour(self, name: str | None, tint: str | None = None, shade: str | None = None) -> str | None:
        """Return a colour of the theme, lightened or darkened; None where the theme does not have it."""
        if not name:
            return None
        role = _ROLES.get(name)
        named = self.mapping.get(role, _MAPPING[role]) if role else name
        base = self.colours.get(_SHORT.get(named, named))
        if base is None:
            return None
        return _lit(_lit(base, tint, to_white=True), shade, to_white=False)


def read_theme(theme: Element | None, settings: Element | None) -> Theme:
    """Return the colours of a theme part, and the mapping of the settings part."""
    colours = {}
    scheme = child(theme, "themeElements", "clrScheme")
    for each in scheme if scheme is not None else ():
        for given in each:
            # a system colour tells the colour that it last was
            colour = parse_colour(attribute(given, "lastClr") or attribute(given, "val"))
            if colour:
                colours[name_of(each)] = colour
    mapping = child(settings, "clrSchemeMapping")
    return Theme(colours, {name: role for name in _MAPPING if (role := attribute(mapping, name)) is not None})


def ink(element: Element, theme: Theme) -> str | None:
    """Return the colour of text (§17.3.2.6); None for automatic."""
    themed = theme.colour(
        attribute(element, "themeColor"), attribute(element, "themeTint"), attribute(element, "themeShade")
    )
    return themed or parse_colour(attribute(element, "val"))


def shading(element: Element | None, theme: Theme) -> str | None:
    """Return the colour that a shading shows (§17.3.5): its fill, or a mixture where a pattern is drawn on it."""
    if element is None:
        return None
    pattern = attribute(element, "val") or "clear"
    share = _share(pattern)
    if pattern in {"nil", "none"}:
        return None
    fill = theme.colour(
        attribute(element, "themeFill"), attribute(element, "themeFillTint"), attribute(element, "themeFillShade")
    ) or parse_colour(attribute(element, "fill"))
    if not share:
        return fill
    drawn = theme.colour(
        attribute(element, "themeColor"), attribute(element, "themeTint"), attribute(element, "themeShade")
    ) or parse_colour(attribute(element, "color"))
    return _mixed(drawn or "#000000", fill or "#ffffff", share)


def _share(pattern: str) -> float:
    """Return how much of a pattern is drawn in its own colour."""
    percent = _PERCENT.fullmatch(pattern)
    if percent:
        whole = int(percent[1])
        return min(_EIGHTHS.get(whole, whole) / 100, 1.0)
    if pattern in {"clear", "nil", "none", "auto"}:
        return 0.0
    if pattern == "solid":
        return 1.0
    return _THIN if pattern.startswith("thin") else _THICK


def _mixed(drawn: str, fill: str, share: float) -> str:
    pairs = zip(_parts(drawn), _parts(fill), strict=True)
    red, green, blue = (over * share + under * (1 - share) for over, under in pairs)
    return hex_from_rgb(red, green, blue)


def _lit(colour: str, written: str | None, *, to_white: bool) -> str:
    """Return a colour with its lightness scaled, towards white or black (§17.3.2.6): `written` is hex, to FF."""
    try:
        share = int(written or "FF", 16) / 255
    except ValueError:
        return colour
    if not 0 <= share < 1:
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    light = light * share + (1 - share if to_white else 0)
    return hex_from_rgb(*colorsys.hls_to_rgb(hue, light, saturation))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
