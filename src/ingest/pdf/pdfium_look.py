"""How the text objects of a page look: asked of PDFium once for each, which is what one operator of the file draws."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from math import atan2, degrees, hypot

from ingest.colour import as_ink
from ingest.model import Box, PageSize
from ingest.pdf import pdfium_calls as pdfium
from ingest.pdf.watermarks import is_watermark

UNSEEN_MODES = frozenset({3, 7})  # PDF 32000 Table 106: text that is neither filled nor stroked
STROKED_MODES = frozenset({1, 5})
OUTLINED_MODE = 2  # filled and stroked: how producers thicken a font that has no bold
FORCED_BOLD = 1 << 18  # PDF 32000 Table 123
BOLD_MARKS = ("bold", "black", "heavy", "demi")
USUAL_DESCENT = -0.2  # of the font size, where the font states none: LibreOffice leaves it out of most


@dataclass(frozen=True, slots=True)
class Frame:
    """How the page's own frame (points, origin anywhere, y upwards) is displayed: boxes and directions in it.

    `corner` is the place of the top left corner of a page that is displayed as it is drawn, None for a turned one.
    """

    size: PageSize
    shown: Callable[[float, float, float, float], Box]
    turned: Callable[[float, float], tuple[float, float]]
    corner: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What many text objects have in common; lengths are in points of the page's own frame.

    `along` and `up` are the directions of the base line and of the letters' height, each of length one; `level` tells
    that the base line is level in that frame, `turn` how it runs on the displayed page. `foot` is where the letters'
    feet stand above it, below 0. `widths` are those of the font's glyphs and of whole words, as far as they were
    measured; `symbols` is the name of a symbol font.
    """

    font: int
    size: float
    foot: float
    bold: bool
    ink: str | None
    turn: int
    level: bool
    along: tuple[float, float]
    up: tuple[float, float]
    seen: bool
    symbols: str | None
    widths: dict[str, float]


BLACK = (0, 0, 0, 255)
NO_LOOK = Look(0, 1.0, 0.0, False, None, 0, True, (1.0, 0.0), (0.0, 1.0), False, None, {})


class LookReader:
    """Reads the looks of the text objects of one page; it holds the buffers that PDFium writes to."""

    def __init__(self, text_page: int, frame: Frame) -> None:
        """Take a text page's address and how its page is displayed."""
        self._page, self._frame = text_page, frame
        self._floats, (self._at, *_) = pdfium.room_for_reals(6)
        self._colour, self._at_colour = pdfium.room_for_whole(4)
        self._looks: dict[tuple[float, ...], Look] = {}
        self._fonts: dict[int, tuple[str, float, bool]] = {}
        self._widths: dict[tuple[int, float, float], dict[str, float]] = {}

    def read(self, thing: int, index: int) -> tuple[Look, float]:
        """Return the look of a text object by one of its characters, and where its base line stands if level."""
        floats, at = self._floats, self._at
        font = pdfium.font_of(thing) or 0
        size = floats[0] if pdfium.font_size(thing, at) else 1.0
        if pdfium.character_matrix(self._page, index, at):
            a, b, c, d, _, base = floats
        else:
            a, b, c, d, base = 1.0, 0.0, 0.0, 1.0, 0.0
        mode = pdfium.render_mode(thing)
        ask = pdfium.stroke_colour if mode in STROKED_MODES else pdfium.fill_colour
        red, green, blue, alpha = self._colour if ask(thing, *self._at_colour) else BLACK
        key = (font, size, a, b, c, d, mode, red, green, blue, alpha)
        look = self._looks.get(key)
        if look is None:
            ink = as_ink(f"#{red:02x}{green:02x}{blue:02x}")
            look = self._look(font, size, (a, b, c, d), mode, ink, alpha > 0)
            self._looks[key] = look
        return look, base

    def _look(
        self, font: int, size: float, matrix: tuple[float, float, float, float], mode: int, ink: str | None, seen: bool
    ) -> Look:
        a, b, c, d = matrix
        name, descent, bold = self._fonts.get(font) or self._font(font)
        wide, high = hypot(a, b) or 1.0, hypot(c, d) or 1.0
        right, up = self._frame.turned(a, b)
        return Look(
            font=font,
            size=abs(size) * high,
            foot=descent * abs(size) * high,
            bold=bold or mode == OUTLINED_MODE,
            ink=ink,
            turn=round(degrees(atan2(up, right)) / 90) * 90 % 360,
            level=abs(b) <= 0.01 * abs(a) and a * size > 0 and d * size > 0,
            along=(a / wide, b / wide),
            up=(c / high, d / high),
            seen=seen and mode not in UNSEEN_MODES and not is_watermark(right, up, abs(size) * high),
            symbols=name if "dings" in name or "symbol" in name else None,
            widths=self._widths.setdefault((font, size, a), {}),
        )

    def _font(self, font: int) -> tuple[str, float, bool]:
        """Return a font's name, its descent as a share of its size, and whether it is bold."""
        buffer = ctypes.create_string_buffer(256)
        length = pdfium.font_name(font, ctypes.addressof(buffer), len(buffer)) if font else 0
        name = buffer.value.decode("utf-8", "replace").casefold() if length <= len(buffer) else ""
        descent = self._floats[0] if font and pdfium.font_descent(font, 1.0, self._at) else 0.0
        forced = font and max(pdfium.font_flags(font), 0) & FORCED_BOLD
        bold = bool(forced) or any(mark in name for mark in BOLD_MARKS)
        self._fonts[font] = (name, descent if -1.0 < descent < 0.0 else USUAL_DESCENT, bold)
        return self._fonts[font]
