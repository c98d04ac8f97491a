"""Colours: fills, inks, words and symbols to red, amber, green, blue or grey."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping

from normalise.model import Rag
from normalise.vocabulary import fold, phrase_table, read_vocabulary, vocabulary_cache

# Hue in degrees of the colour circle at which one RAG colour ends and the next begins. Orange and yellow are
# what councils print for amber; purple and magenta (255 to 335) are in no scheme of four colours.
RED_ENDS, AMBER_ENDS, GREEN_ENDS, BLUE_ENDS, RED_BEGINS = 18, 68, 172, 255, 335
# Chroma (greatest less least of red, green, blue, each 0 to 1). Office's palest tints of red, green and blue
# ("lighter 80 %") have 0.07 to 0.09; near-whites such as alice blue and honeydew stay below 0.065.
TINT_CHROMA = 0.07
DARK_CHROMA = 0.2
# Beige, linen and tan share amber's hue. A tint of amber is as bright as white in one channel; a tan is not.
AMBER_TINT_CHROMA, AMBER_TINT_VALUE = 0.16, 0.97
AMBER_SATURATION, AMBER_VALUE = 0.45, 0.6
GREY_CHROMA, DARKEST_GREY, PALEST_GREY = 0.05, 0.3, 0.88
DARK_VALUE, BLACK_VALUE = 0.6, 0.2


def read_colour(colour: str | None) -> Rag | None:
    """Return the RAG colour that a fill or ink of `#rrggbb` shows; tints count.

    None for white, near-white, beige, black, purple and anything that is no such string. Whether a blue is a
    status or the house colour of a heading row is for the caller to know.
    """
    match = re.fullmatch(r"#?([0-9a-fA-F]{6})", (colour or "").strip())
    if not match:
        return None
    red, green, blue = (int(match.group(1)[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    chroma = max(red, green, blue) - min(red, green, blue)
    if chroma < GREY_CHROMA:
        return Rag.GREY if DARKEST_GREY <= value <= PALEST_GREY else None
    if value < BLACK_VALUE or chroma < (DARK_CHROMA if value < DARK_VALUE else TINT_CHROMA):
        return None
    degrees = hue * 360
    if degrees < RED_ENDS or degrees >= RED_BEGINS:
        return Rag.RED
    if degrees < AMBER_ENDS:
        tint = value >= AMBER_TINT_VALUE and chroma >= AMBER_TINT_CHROMA
        strong = value >= AMBER_VALUE and saturation >= AMBER_SATURATION
        return Rag.AMBER if tint or strong else None
    if degrees < GREEN_ENDS:
        return Rag.GREEN
    return Rag.BLUE if degrees < BLUE_ENDS else None


@vocabulary_cache
def _table(section: str) -> Mapping[str, str]:
    return phrase_table("colours", read_vocabulary("colours")[section])


@vocabulary_cache
def colour_words() -> Mapping[str, Rag]:
    """Return each folded colour word with its meaning."""
    return {word: Rag(meaning) for word, meaning in _table("words").items()}


def read_colour_symbol(text: str) -> Rag | None:
    """Return the colour of the first disc or square symbol in the text."""
    found = [(text.find(symbol), meaning) for symbol, meaning in _table("symbols").items() if symbol in text]
    return Rag(min(found)[1]) if found else None


def read_colour_word(text: str) -> Rag | None:
    """Return the colour that a whole cell names: "Amber", "A", "(G)", "🟢", "Amber rated"."""
    folded = re.sub(r"\b(rag|rated|rating|status)\b", " ", fold(text))
    folded = re.sub(r"[()\[\]:\-\s\"'*.]+", " ", folded).strip()
    meaning = _table("words").get(folded) or _table("letters").get(folded)
    return Rag(meaning) if meaning else read_colour_symbol(text)
