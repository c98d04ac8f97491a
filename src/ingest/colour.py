"""Colours as documents write them, brought to one form: `#rrggbb` in lower case, None where nothing shows.

A fill of white says no more than no fill, and ink of black no more than automatic ink, so both become None.
"""

from __future__ import annotations

import functools

import tinycss2.color3

DARK_NEUTRAL = 0x40  # greys up to #404040 are how web pages write black ink

# ECMA-376 §17.18.40: the sixteen highlight colours of Word
_HIGHLIGHTS = {
    "yellow": "#ffff00",
    "green": "#00ff00",
    "cyan": "#00ffff",
    "magenta": "#ff00ff",
    "blue": "#0000ff",
    "red": "#ff0000",
    "darkblue": "#000080",
    "darkcyan": "#008080",
    "darkgreen": "#008000",
    "darkmagenta": "#800080",
    "darkred": "#800000",
    "darkyellow": "#808000",
    "darkgray": "#808080",
    "lightgray": "#c0c0c0",
    "black": "#000000",
    "white": "#ffffff",
}


def hex_from_rgb(red: float, green: float, blue: float) -> str:
    """Return `#rrggbb` for three components from 0 to 1; what lies outside is clipped."""
    return "#" + "".join(f"{round(255 * min(max(part, 0.0), 1.0)):02x}" for part in (red, green, blue))


def hex_from_grey(grey: float) -> str:
    """Return `#rrggbb` for a grey from 0 (black) to 1 (white)."""
    return hex_from_rgb(grey, grey, grey)


def hex_from_cmyk(cyan: float, magenta: float, yellow: float, black: float) -> str:
    """Return `#rrggbb` for four inks from 0 to 1, by the plain conversion of PDF 32000 §10.3.5."""
    return hex_from_rgb(*(1.0 - min(1.0, ink + black) for ink in (cyan, magenta, yellow)))


@functools.lru_cache(maxsize=1024)
def parse_colour(written: str | None) -> str | None:
    """Return `#rrggbb` for a CSS name, hex, rgb() or hsl() form; None for transparent, automatic or no colour.

    Six or three bare hex digits are taken too: Word and old HTML leave the `#` out.
    """
    if not written:
        return None
    text = written.strip()
    if len(text) in {3, 6} and all(digit in "0123456789abcdefABCDEF" for digit in text):
        text = "#" + text
    colour = tinycss2.color3.parse_color(text)
    if not isinstance(colour, tinycss2.color3.RGBA) or colour.alpha == 0:
        return None
    return hex_from_rgb(colour.red, colour.green, colour.blue)


def highlight_colour(name: str | None) -> str | None:
    """Return the colour of a Word highlight by its name; None for `none` and for names unknown."""
    return _HIGHLIGHTS.get((name or "").casefold())


def as_fill(colour: str | None) -> str | None:
    """Return the fill that shows: None for white."""
    return None if colour == "#ffffff" else colour


def as_ink(colour: str | None) -> str | None:
    """Return the ink that shows as a colour: None for black and for the dark greys that stand for it."""
    if colour is None:
        return None
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return None if max(parts) <= DARK_NEUTRAL and max(parts) - min(parts) <= DARK_NEUTRAL // 4 else colour
