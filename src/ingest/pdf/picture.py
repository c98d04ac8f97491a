"""A page as a picture with what was read drawn over it, to see what the reader sees."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from ingest.model import Box, Table
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.source import PdfSource
from ingest.pdf.turn import to_display, turned_size

DOTS_PER_POINT = 2.0  # 144 dots per inch
LARGEST_SIDE = 6000  # pixels; a huge page is drawn smaller
LABEL_PIXELS = 15
WORD, RULING, CELL, MERGED = "#2b6cb0", "#38a169", "#c53030", "#b7791f"


class NoSuchPage(ValueError):
    """The document has no page of that number, or it cannot be read; the message says which."""


def draw_page(content: bytes, number: int, tables: Sequence[Table]) -> Image.Image:
    """Return a page of a PDF, counted from 1, with its words, its rulings and the cells of `tables` drawn in.

    Words are framed in blue, rulings run in green, cells are framed in red, merged ones in ochre; each cell bears its
    table, row and column, and how many rows by columns it spans. Raises NoSuchPage, EncryptedDocument or
    DamagedDocument.
    """
    with PdfSource(content) as source:
        if not 1 <= number <= source.n_pages:
            raise NoSuchPage(f"there is no page {number}; the document has {source.n_pages}")
        geometry = source.read(number)
    if geometry is None:
        raise NoSuchPage(f"page {number} cannot be read")
    image = render_page(content, number)
    scale = image.width / turned_size(geometry.size, geometry.turn).width
    pen = ImageDraw.Draw(image)
    _draw_geometry(pen, geometry, scale)
    for table in tables:
        _draw_cells(pen, table, number, scale)
    return image


def render_page(content: bytes, number: int) -> Image.Image:
    """Return a page as it is displayed."""
    with closing(pypdfium2.PdfDocument(content)) as document, closing(document[number - 1]) as page:
        scale = min(DOTS_PER_POINT, LARGEST_SIDE / max(page.get_size()))
        with closing(page.render(scale=scale)) as bitmap:
            drawn: Image.Image = bitmap.to_pil().convert("RGB")
            return drawn


def _draw_geometry(pen: ImageDraw.ImageDraw, page: PageGeometry, scale: float) -> None:
    display = turned_size(page.size, page.turn)
    for word in page.words:
        pen.rectangle(_pixels(to_display(word.box, page.turn, display), scale), outline=WORD)
    for ruling in page.rulings:
        pen.line(_pixels(to_display(ruling.box, page.turn, display), scale), fill=RULING, width=3)


def _draw_cells(pen: ImageDraw.ImageDraw, table: Table, number: int, scale: float) -> None:
    font = ImageFont.load_default(LABEL_PIXELS)
    for cell in table.cells:
        merged = cell.row_span > 1 or cell.column_span > 1
        spans = f" ({cell.row_span} by {cell.column_span})" if merged else ""
        for part in cell.parts:
            if part.page == number and part.box is not None:
                colour = MERGED if merged else CELL
                corners = _pixels(part.box, scale)
                pen.rectangle(corners, outline=colour, width=2)
                label = f"{table.number}: {cell.row},{cell.column}{spans}"
                pen.text((corners[2] - 4, corners[3] - 3), label, fill=colour, font=font, anchor="rs")


def _pixels(box: Box, scale: float) -> tuple[float, float, float, float]:
    x0, x1 = sorted((box.x0 * scale, box.x1 * scale))
    top, bottom = sorted((box.top * scale, box.bottom * scale))
    return x0, top, x1, bottom
