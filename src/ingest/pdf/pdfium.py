"""Page geometry by PDFium: the same words, rulings and fills as pdfplumber's, many times faster."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import pypdfium2
from pypdfium2 import raw

from ingest.model import Box, PageSize
from ingest.pdf import pdfium_calls as pdfium
from ingest.pdf.bands import Bands
from ingest.pdf.fields import open_page
from ingest.pdf.geometry import IMAGE_SHARE, PageGeometry, in_reading_frame, with_strikes, without_ground
from ingest.pdf.pdfium_covered import covered_texts
from ingest.pdf.pdfium_look import Frame
from ingest.pdf.pdfium_paths import DrawingReader, Drawn
from ingest.pdf.pdfium_text import TextReader
from ingest.pdf.signs import colours_of_pictures
from ingest.pdf.tagged_tree import Marks, holds_tagged_table, read_tags
from ingest.pdf.watermarks import without_watermarks
from ingest.pdf.words import Word

UNSURE_SHARE = 0.02  # of the words of a page
WHITE_INK = 0xF8  # from which a colour's components make it white
DARK_SHARE = 0.2  # of the pixels around white text that must have a colour for it to be seen
LARGEST_SIDE = 100_000.0  # points; PDF 32000 annex C.2 allows 14,400
MOST_PIXELS = 2000  # side of the image on which that is looked up
SKIMMED = 2000  # objects of a page that are asked what they are, at a glance
WHITE_BYTES = bytes(range(WHITE_INK, 0x100))
ROW_POINTS = 20.0  # height of the bands by which boxes are looked up


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as PDFium reads it, and how many of its words may read otherwise than they look."""

    geometry: PageGeometry
    n_unsure: int

    @property
    def is_unsure(self) -> bool:
        """Whether the text is worth reading another way: fonts do not tell their characters."""
        return self.n_unsure > UNSURE_SHARE * len(self.geometry.words)


def read_page(document: pypdfium2.PdfDocument, number: int) -> PageReading:
    """Return what stands on a page, counted from 1.

    Raises PdfiumError where the page cannot be read. All that PDFium holds of the page is let go before returning.
    """
    with closing(open_page(document, number)) as page, closing(page.get_textpage()) as text_page:
        frame = _frame(page)
        tags = read_tags(page)
        text, drawn = _read(page, text_page, frame, is_tagged=bool(tags))
        text.part_at(drawn.spaces)
        words = _words(text, drawn, page)
        marks = (*drawn.marks, *colours_of_pictures(page, drawn.images))
    size = frame.size
    covered = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in drawn.images)
    is_image = not words and covered >= IMAGE_SHARE * size.width * size.height
    found = PageGeometry(
        number,
        size,
        words,
        drawn.lines(),
        without_ground(drawn.fills, size),
        is_image,
        marks=marks,
        images=tuple(drawn.images),
        tags=tags,
    )
    return PageReading(with_strikes(in_reading_frame(found)), text.n_unsure)


def _read(
    page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, frame: Frame, *, is_tagged: bool
) -> tuple[TextReader, Drawn]:
    """Return the reader of a page's text, with all of it taken in, and what the page draws."""
    things, at_text = pdfium.objects_of(pdfium.address_of(page.raw)), pdfium.address_of(text_page.raw)
    marks = Marks(things).of if is_tagged else None
    characters = _text(text_page)
    text = TextReader(at_text, frame, marks)
    text.read(characters)
    drawn = DrawingReader(things, frame, text.objects).read()
    if drawn.lids and (hidden := covered_texts(things, frame, text.objects, drawn.lids)):
        text = TextReader(at_text, frame, marks, hidden)
        text.read(characters)
    return text, drawn


@dataclass(frozen=True, slots=True)
class Skimmed:
    """What a page shows at a glance: its bare text, and how many of its objects draw lines, boxes or forms.

    `pieces` are those of its lines, each drawn by one object of the page, in a frame in which they are wider than high;
    their order and direction mean nothing. `has_tagged_table` tells that its tags name a table.
    """

    text: str
    n_drawn: int
    pieces: Sequence[Box]
    has_tagged_table: bool = False


def skim_page(document: pypdfium2.PdfDocument, number: int) -> Skimmed:
    """Return what a page, counted from 1, shows at a glance; it costs a fifth of what `read_page` does.

    Raises PdfiumError where the page cannot be read.
    """
    with closing(document[number - 1]) as page, closing(page.get_textpage()) as text_page:
        address = pdfium.address_of(page.raw)
        kinds = [
            pdfium.object_type(pdfium.page_object(address, i))
            for i in range(min(pdfium.count_objects(address), SKIMMED))
        ]
        drawn = sum(kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM) for kind in kinds)
        pieces = _pieces(pdfium.address_of(text_page.raw))
        return Skimmed(_text(text_page), drawn, pieces, holds_tagged_table(address))


def _pieces(text_page: int) -> list[Box]:
    values, at = pdfium.room_for_reals(4, ctypes.c_double)
    boxes = []
    for i in range(min(pdfium.count_rectangles(text_page, 0, -1), SKIMMED)):
        pdfium.rectangle(text_page, i, *at)
        left, top, right, bottom = values
        boxes.append((left, -top, right, -bottom))
    if sum([bottom - top for _, top, _, bottom in boxes]) > sum([right - left for left, _, right, _ in boxes]):
        return [Box(top, left, bottom, right) for left, top, right, bottom in boxes]
    return [Box(*box) for box in boxes]


def _text(page: pypdfium2.PdfTextPage) -> str:
    """Return the text of a page, a character for each that PDFium counts."""
    count = page.count_chars()
    if not count:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    length = raw.FPDFText_GetText(page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(length - 1, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    address = pdfium.address_of(page.raw)  # characters beyond the basic plane take two units
    text = "".join(chr(pdfium.character(address, i) or 0xFFFD) for i in range(count))
    return text.replace("\x02", "\ufffe")


def _frame(page: pypdfium2.PdfPage) -> Frame:
    """Return how a page is displayed: the part that its crop box leaves, turned as /Rotate says (clockwise)."""
    area = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, area):
        raise pypdfium2.PdfiumError("the page has no size")
    left, bottom, right, top = area.left, area.bottom, area.right, area.top
    if not (0 < right - left <= LARGEST_SIDE and 0 < top - bottom <= LARGEST_SIDE):
        raise pypdfium2.PdfiumError("the page has no size that can be displayed")
    rotation = page.get_rotation()
    wide, high = right - left, top - bottom
    if rotation == 90:
        return Frame(
            PageSize(high, wide),
            lambda x0, y0, x1, y1: Box(y0 - bottom, x0 - left, y1 - bottom, x1 - left),
            lambda a, b: (b, -a),
        )
    if rotation == 180:
        return Frame(
            PageSize(wide, high),
            lambda x0, y0, x1, y1: Box(right - x1, y0 - bottom, right - x0, y1 - bottom),
            lambda a, b: (-a, -b),
        )
    if rotation == 270:
        return Frame(
            PageSize(high, wide),
            lambda x0, y0, x1, y1: Box(top - y1, right - x1, top - y0, right - x0),
            lambda a, b: (-b, a),
        )
    return Frame(
        PageSize(wide, high),
        lambda x0, y0, x1, y1: Box(x0 - left, top - y1, x1 - left, top - y0),
        lambda a, b: (a, b),
        corner=(left, top),
    )


def _words(text: TextReader, drawn: Drawn, page: pypdfium2.PdfPage) -> tuple[Word, ...]:
    """Return the words that can be seen, those of a scan's text layer and drawn bullets among them."""
    words = _bold_where_doubled(text.words(), drawn.texts)
    whites = {ink for ink in {word.ink for word in words} if ink is not None and _is_white(ink)}
    if whites:
        grounds = Grounds(drawn.covers, page)
        words = tuple(word for word in words if word.ink not in whites or grounds.show(word.box))
    unseen = text.unseen_words()
    images = Bands((box, box) for box in drawn.images) if unseen else Bands(())
    under = (word for word in unseen if _lies_on(word.box, images.at((word.box.top + word.box.bottom) / 2)))
    return without_watermarks((*words, *under, *drawn.bullets))


def _is_white(ink: str) -> bool:
    return all(int(ink[at : at + 2], 16) >= WHITE_INK for at in (1, 3, 5))


class Grounds:
    """Tells whether white text can be seen: on a colour, or, where nothing tells of one, on the drawn page itself."""

    def __init__(self, covers: Sequence[Box], page: pypdfium2.PdfPage) -> None:
        """Take the areas that are known to hide the paper."""
        self._covers, self._page = Bands((box, box) for box in covers), page
        self._drawn: pypdfium2.PdfBitmap | None = None
        self._scale = 1.0

    def show(self, box: Box) -> bool:
        """Tell whether white text in a box of the displayed page can be seen."""
        if _lies_on(box, self._covers.at((box.top + box.bottom) / 2)):
            return True
        if self._drawn is None:
            width, height = self._page.get_size()
            self._scale = min(1.0, MOST_PIXELS / max(width, height))
            self._drawn = self._page.render(scale=self._scale, grayscale=True, may_draw_forms=False)
        bitmap, scale = self._drawn, self._scale
        x0, x1 = max(0, int(box.x0 * scale)), min(bitmap.width, int(box.x1 * scale) + 1)
        rows = range(max(0, int(box.top * scale)), min(bitmap.height, int(box.bottom * scale) + 1))
        stretches = [bytes(bitmap.buffer[y * bitmap.stride + x0 : y * bitmap.stride + x1]) for y in rows if x1 > x0]
        dark = sum(len(stretch.translate(None, WHITE_BYTES)) for stretch in stretches)
        return dark > DARK_SHARE * sum(map(len, stretches))


def _lies_on(box: Box, areas: Sequence[Box]) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return any(area.x0 <= x <= area.x1 and area.top <= y <= area.bottom for area in areas)


def _bold_where_doubled(words: tuple[Word, ...], left_out: Sequence[Box]) -> tuple[Word, ...]:
    """Return the words with those bold that a text object covers which PDFium left out: what it draws stands twice."""
    if not left_out:
        return words
    rows: dict[int, list[Box]] = defaultdict(list)
    for box in left_out:
        for row in range(int(box.top // ROW_POINTS), int(box.bottom // ROW_POINTS) + 1):
            rows[row].append(box)
    return tuple(
        replace(word, bold=True)
        if not word.bold and _lies_on(word.box, rows.get(int((word.box.top + word.box.bottom) / 2 // ROW_POINTS), ()))
        else word
        for word in words
    )
