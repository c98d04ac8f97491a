"""Characters of symbol fonts (Wingdings, Symbol) as the Unicode characters that they show."""

from __future__ import annotations

import functools
import re

RAISED_SIZE, RAISED_RISE = 0.85, 0.1  # of the font size: how small and how high a footnote's mark is set

# Wingdings and its companions, by the low byte of the character: arrows, ticks, crosses, boxes, bullets
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "❐", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆",
    0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA0: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE3: "↖", 0xE4: "↗", 0xE5: "↙", 0xE6: "↘", 0xE7: "←", 0xE8: "→", 0xE9: "↑",
    0xEA: "↓", 0xEB: "↖", 0xEC: "↗", 0xED: "↙", 0xEE: "↘", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄",
    0xF4: "⇳", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "●", 0xA3: "□"}
_WINGDINGS_3 = {
    0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x6A: "↖", 0x6B: "↗", 0x6C: "↙", 0x6D: "↘", 0x6E: "↔", 0x6F: "↕",
    0x70: "▲", 0x71: "▼", 0x72: "△", 0x73: "▽", 0x74: "◀", 0x75: "▶", 0x76: "◁", 0x77: "▷", 0xA1: "←", 0xA2: "→",
    0xA3: "↑", 0xA4: "↓", 0x22: "⇨", 0x21: "⇦", 0x23: "⇧", 0x24: "⇩",
}  # fmt: skip
_WEBDINGS = {
    0x33: "◀", 0x34: "▶", 0x35: "▲", 0x36: "▼", 0x61: "✔", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗",
}  # fmt: skip
_SYMBOL = {
    0xB7: "•", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xA8: "♦", 0xD6: "√", 0xDB: "⇔", 0xDC: "⇐",
    0xDD: "⇑", 0xDE: "⇒", 0xDF: "⇓", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB9: "≠", 0xD4: "™", 0xD2: "®", 0xD3: "©",
    0x2D: "−", 0xB0: "°", 0xBB: "≈",
}  # fmt: skip
_SYMBOL_FONTS = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PRIVATE = range(0xF020, 0xF100)  # where Word keeps characters of symbol fonts
_PRIVATE_USED = re.compile("[\uf020-\uf0ff]")
_SUBSET = re.compile(r"^[A-Z]{6}\+")  # PDF 32000 §9.6.4: the tag of an embedded subset


@functools.lru_cache(256)
def _table_of(font: str | None) -> dict[int, str] | None:
    """Return the table of a symbol font by its name as Word ("Wingdings 3") or PDF ("ABCDEF+Wingdings3") gives it."""
    name = re.sub(r"[-,](?:regular|normal|mt)$|mt$", "", _SUBSET.sub("", font or "").casefold())
    return _SYMBOL_FONTS.get(name) or _SYMBOL_FONTS.get(re.sub(r"(?<=wingdings)-?(?=[23]$)", " ", name))


def symbol_text(text: str, font: str | None) -> str:
    """Return text with the characters of symbol fonts as Unicode; what is Unicode already stays."""
    table = _table_of(font)
    if table is None and not _PRIVATE_USED.search(text):
        return text
    return "".join(_shown(ord(character), table) for character in text)


def _shown(number: int, table: dict[int, str] | None) -> str:
    if number in _PRIVATE:
        low = number & 0xFF
        return table.get(low, "•") if table else _SYMBOL.get(low) or _WINGDINGS.get(low) or "•"
    return table.get(number, chr(number)) if table and 0x20 < number < 0x100 else chr(number)


def symbol_character(code: str | None, font: str | None) -> str:
    """Return the character of a symbol by its code in hex; a bullet for one that no table knows."""
    try:
        number = int(code or "", 16)
    except ValueError:
        return ""
    table = _table_of(font)
    if table is not None:
        return table.get(number & 0xFF, "•")
    if not (0x20 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF):
        return ""
    return _shown(number, None)


def raised_text(text: str) -> str:
    """Return text that is set small and high, its digits as superscripts: "25¹" is no 251; "1st" stays."""
    return text.translate(_RAISED) if text.isdigit() else text
