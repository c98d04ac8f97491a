"""Styles of an Excel workbook: what each cell format gives, theme colours with their tints resolved (§18.8)."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace

from ingest.colour import as_fill, hex_from_rgb
from ingest.elements import Element, attribute, child, children, name_of, whole
from ingest.sheet_formats import BUILT_IN
from ingest.sheet_model import CellLook
from ingest.textruns import RunLook

MAX_FORMATS = 70_000  # Excel writes 65,490 at most
_SYSTEM_FOREGROUND, _SYSTEM_BACKGROUND = 64, 65
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink",
                "folHlink")  # fmt: skip

# the theme that Excel 2013 and later gives a new workbook
_OFFICE_THEME = ("#ffffff", "#000000", "#e7e6e6", "#44546a", "#4472c4", "#ed7d31", "#a5a5a5", "#ffc000", "#5b9bd5",
                 "#70ad47", "#0563c1", "#954f72")  # fmt: skip

# §18.8.27: the colours by index, the first eight repeated
INDEXED = tuple(
    f"#{code}"
    for line in (
        "000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff",
        "000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff",
        "800000 008000 000080 808000 800080 008080 c0c0c0 808080",
        "9999ff 993366 ffffcc ccffff 660066 ff8080 0066cc ccccff",
        "000080 ff00ff ffff00 00ffff 800080 800000 008080 0000ff",
        "00ccff ccffff ccffcc ffff99 99ccff ff99cc cc99ff ffcc99",
        "3366ff 33cccc 99cc00 ffcc00 ff9900 ff6600 666699 969696",
        "003366 339966 003300 333300 993300 993366 333399 333333",
    )
    for code in line.split()
)
# the share of the foreground in a pattern fill (§18.18.55); the patterns of stripes are about half
_PATTERNS = {"solid": 1.0, "darkGray": 0.75, "mediumGray": 0.5, "lightGray": 0.25, "gray125": 0.125, "gray0625": 0.0625}
_STRIPES = 0.5


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours that a workbook's files name by theme or index."""

    theme: tuple[str, ...] = _OFFICE_THEME
    indexed: tuple[str, ...] = INDEXED

    def colour(self, element: Element | None) -> str | None:
        """Return `#rrggbb` for a colour element, its tint applied; None for automatic."""
        if element is None or attribute(element, "auto") in {"1", "true"}:
            return None
        rgb, theme, indexed = (attribute(element, name) for name in ("rgb", "theme", "indexed"))
        found: str | None = None
        if rgb is not None and len(rgb) >= 6 and all(digit in "0123456789abcdefABCDEF" for digit in rgb):
            found = f"#{rgb[-6:].lower()}"
        elif theme is not None and 0 <= whole(theme, -1) < len(self.theme):
            found = self.theme[whole(theme, 0)]
        elif indexed is not None and 0 <= whole(indexed, -1) < len(self.indexed):
            found = self.indexed[whole(indexed, 0)]
        tint = _number(attribute(element, "tint"))
        return tinted(found, tint) if found is not None and tint else found


@dataclass(frozen=True, slots=True)
class XlsxStyles:
    """The look of each cell format by its number, and those that conditional formats give."""

    formats: tuple[CellLook, ...] = (CellLook(RunLook()),)
    differences: tuple[Element, ...] = ()
    palette: Palette = Palette()

    def look(self, number: str | None) -> CellLook:
        """Return the look of a cell format by the number that a cell names."""
        at = whole(number, 0)
        return self.formats[at] if 0 <= at < len(self.formats) else self.formats[0]


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def tinted(colour: str, tint: float) -> str:
    """Return a colour made darker (tint from -1) or lighter (to 1) by its luminance (§18.8.19)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, rich = colorsys.rgb_to_hls(red, green, blue)
    tint = min(max(tint, -1.0), 1.0)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return hex_from_rgb(*colorsys.hls_to_rgb(hue, light, rich))


def read_palette(theme: Element | None, styles: Element | None) -> Palette:
    """Return the colours of a theme part, and those by index that a styles part sets anew."""
    scheme = child(theme, "themeElements", "clrScheme")
    named = {name_of(each): each for each in scheme} if scheme is not None else {}
    colours = []
    for name, default in zip(_THEME_ORDER, _OFFICE_THEME, strict=True):
        shown = next(iter(named[name]), None) if name in named else None
        code = attribute(shown, "lastClr") or attribute(shown, "val") or ""
        colours.append(f"#{code.lower()}" if len(code) == 6 and code.isalnum() else default)
    own = [attribute(each, "rgb") or "" for each in children(child(styles, "colors", "indexedColors"), "rgbColor")]
    indexed = tuple(f"#{code[-6:].lower()}" for code in own[:64]) if all(len(code) >= 6 for code in own) else ()
    return Palette(tuple(colours), (*indexed, *INDEXED[len(indexed) :]))


def read_xlsx_styles(root: Element | None, palette: Palette) -> XlsxStyles:
    """Return the looks of a styles part; a plain one where there is no part."""
    if root is None:
        return XlsxStyles(palette=palette)
    codes = dict(BUILT_IN)
    for each in children(child(root, "numFmts"), "numFmt"):
        codes[whole(attribute(each, "numFmtId"), -1)] = attribute(each, "formatCode") or "General"
    fonts = [font_look(each, palette, RunLook()) for each in children(child(root, "fonts"), "font")]
    fills = [fill_colour(each, palette) for each in children(child(root, "fills"), "fill")]
    looks: list[CellLook] = []
    for each in children(child(root, "cellXfs"), "xf"):
        if len(looks) >= MAX_FORMATS:
            break
        font, fill = whole(attribute(each, "fontId"), 0), whole(attribute(each, "fillId"), 0)
        looks.append(
            CellLook(
                fonts[font] if 0 <= font < len(fonts) else RunLook(),
                as_fill(fills[fill]) if 0 <= fill < len(fills) else None,
                codes.get(whole(attribute(each, "numFmtId"), 0), "General"),
                attribute(child(each, "alignment"), "wrapText") in {"1", "true"},
            )
        )
    differences = tuple(children(child(root, "dxfs"), "dxf"))
    return XlsxStyles(tuple(looks) or (CellLook(RunLook()),), differences, palette)


def font_look(properties: Element | None, palette: Palette, look: RunLook) -> RunLook:
    """Return a look changed by a font or the properties of a run."""
    for each in properties if properties is not None else ():
        match name_of(each):
            case "b":
                look = replace(look, bold=_is_on(each))
            case "strike":
                look = replace(look, struck=_is_on(each))
            case "color":
                look = replace(look, ink=palette.colour(each))
            case "name" | "rFont":
                look = replace(look, font=attribute(each, "val") or look.font)
            case _:
                pass
    return look


def fill_colour(fill: Element | None, palette: Palette, *, conditional: bool = False) -> str | None:
    """Return the colour that a fill shows; None for none.

    A conditional format's solid fill names its colour as the background, and may leave the pattern out (§18.8.14).
    """
    pattern = child(fill, "patternFill")
    if pattern is None:
        stops = [palette.colour(child(stop, "color")) for stop in children(child(fill, "gradientFill"), "stop")]
        return next((colour for colour in reversed(stops) if colour), None)
    kind = attribute(pattern, "patternType") or ("solid" if conditional else "none")
    fore, back = palette.colour(child(pattern, "fgColor")), palette.colour(child(pattern, "bgColor"))
    if kind == "none":
        return None
    if kind == "solid":
        return (back or fore) if conditional else fore
    share = _PATTERNS.get(kind, _STRIPES)
    parts = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (fore or "#000000", back or "#ffffff")]
    return hex_from_rgb(*((share * ink + (1 - share) * paper) / 255 for ink, paper in zip(*parts, strict=True)))


def _is_on(element: Element) -> bool:
    return (attribute(element, "val") or "1") not in {"0", "false"}
