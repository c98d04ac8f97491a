"""Page geometry by pdfplumber: for the pages whose text PDFium cannot tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pdfplumber.page import Page

from ingest.colour import as_fill, as_ink, hex_from_cmyk, hex_from_grey, hex_from_rgb
from ingest.model import Box, PageSize
from ingest.pdf.geometry import (
    IMAGE_SHARE,
    Fill,
    PageGeometry,
    Ruling,
    bullets_of,
    in_reading_frame,
    is_mark,
    is_thin,
    rulings_of,
    touches,
    with_strikes,
)
from ingest.pdf.watermarks import is_watermark
from ingest.pdf.words import Word, glyph_text, words_of
from ingest.symbols import symbol_text


def read_geometry(page: Page) -> PageGeometry:
    """Return what stands on one page of pdfplumber's."""
    fills = tuple(_fills(page.rects))
    rulings = tuple(_rulings(page, fills))
    marks = tuple(mark for mark in _fills([*page.curves, *page.rects]) if is_mark(mark))
    size = PageSize(float(page.width), float(page.height))
    words = (*words_of(list(_glyphs(page)), size), *_drawn_bullets(page))
    images = sum((i["x1"] - i["x0"]) * (i["bottom"] - i["top"]) for i in page.images)
    is_image = not words and images >= IMAGE_SHARE * size.width * size.height
    found = PageGeometry(page.page_number, size, words, rulings, fills, is_image, marks=marks)
    return with_strikes(in_reading_frame(found))


def page_colour(value: object) -> str | None:
    """Return `#rrggbb` for a colour of grey, RGB or CMYK components; None for patterns and for none at all."""
    if isinstance(value, int | float):
        value = (value,)
    if not isinstance(value, Sequence) or not all(isinstance(part, int | float) for part in value):
        return None
    parts = [float(part) for part in value]
    if len(parts) == 1:
        return hex_from_grey(parts[0])
    if len(parts) == 3:
        return hex_from_rgb(parts[0], parts[1], parts[2])
    return hex_from_cmyk(parts[0], parts[1], parts[2], parts[3]) if len(parts) == 4 else None


def _box(shape: Mapping[str, Any]) -> Box:
    return Box(float(shape["x0"]), float(shape["top"]), float(shape["x1"]), float(shape["bottom"]))


def _glyphs(page: Page) -> Iterator[Word]:
    """Yield the characters of a page, each as a word of its own; spaces too."""
    for char in page.chars:
        font = str(char["fontname"])
        text = glyph_text(symbol_text(char["text"], font))
        box = _box(char)
        turn = _turn(char["matrix"])
        if not text or box.bottom < 0 or box.top > page.height or _is_watermark(char):
            continue
        yield Word(
            text=text,
            box=box,
            size=box.x1 - box.x0 if turn % 180 else float(char["size"]),  # pdfminer's size is the box's height
            bold=any(mark in font.casefold() for mark in ("bold", "black", "heavy", "demi")),
            ink=as_ink(page_colour(char["non_stroking_color"])),
            turn=turn,
        )


def _is_watermark(char: Mapping[str, Any]) -> bool:
    a, b = char["matrix"][0], char["matrix"][1]
    return is_watermark(a, b, float(char["size"]))


def _turn(matrix: Sequence[float]) -> int:
    """Return the angle of a text matrix, anticlockwise, to the nearest right angle (PDF 32000 §9.4.4)."""
    a, b = matrix[0], matrix[1]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 90 if b > 0 else 270


def _drawn_bullets(page: Page) -> Iterator[Word]:
    for shape in page.curves:
        if shape.get("fill"):
            yield from bullets_of(_box(shape))


def _fills(rects: Sequence[Mapping[str, Any]]) -> Iterator[Fill]:
    for rect in rects:
        box = _box(rect)
        if rect.get("fill") and not is_thin(box):
            yield Fill(box, as_fill(page_colour(rect.get("non_stroking_color"))))


def _rulings(page: Page, fills: Sequence[Fill]) -> Iterator[Ruling]:
    """Yield the straight lines of a page: drawn as lines, as thin rectangles or as stroked boxes.

    Word pads the fill of a cell with thin slices of the same colour; a slice is no ruling.
    """
    for line in page.lines:
        yield from rulings_of(_box(line))
    for rect in page.rects:
        box = _box(rect)
        if is_thin(box):
            colour = as_fill(page_colour(rect.get("non_stroking_color" if rect.get("fill") else "stroking_color")))
            if not (rect.get("fill") and _is_slice(box, colour, fills)):
                yield from rulings_of(box)
        elif rect.get("stroke") and rect.get("linewidth", 1) != 0:
            yield from _outline(box)


def _outline(box: Box) -> Iterator[Ruling]:
    for y in (box.top, box.bottom):
        yield Ruling(Box(box.x0, y, box.x1, y), horizontal=True)
    for x in (box.x0, box.x1):
        yield Ruling(Box(x, box.top, x, box.bottom), horizontal=False)


def _is_slice(box: Box, colour: str | None, fills: Sequence[Fill]) -> bool:
    """Tell whether a thin rectangle is a piece of the fill beside it: same colour, touching."""
    return colour is not None and any(fill.colour == colour and touches(box, fill.box) for fill in fills)
