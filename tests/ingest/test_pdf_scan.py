"""Scans through the PDF reader: turned, stamped, mixed, unsure, too many, with and without text recognition."""

import contextlib
import io
import math
from dataclasses import replace
from itertools import count
from unittest import mock

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from ingest.model import Box, IssueCode, PageSize, Table
from ingest.pdf import parse_pdf, scan, scan_reader
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.scan_reader import ScanReader
from ingest.pdf.source import PdfSource
from ingest.pdf.turn import Tilt
from ingest.pdf.words import ScannedWord, Word
from ingest.recognition import can_recognise
from ingest.registry import parse_document

from .layouts.corpus import plan
from .layouts.describe import Layout, Title
from .layouts.scanned import Scan, draw, n_whole

needs_recognition = pytest.mark.skipif(
    not can_recognise(), reason='text recognition is missing: pip install "councilplans[ocr]"'
)
SHEET = Layout("sheet", (Title("Improvement plan"), plan(3)))


def tables(content):
    return [item for item in parse_pdf(content, scan_seconds=math.inf).content if isinstance(item, Table)]


def image_of(content, scale=200 / 72):
    with pypdfium2.PdfDocument(content) as document:
        return document[0].render(scale=scale).to_pil()


def pdf_of(*images):
    written = io.BytesIO()
    images[0].save(written, "PDF", resolution=200, save_all=True, append_images=images[1:])
    return written.getvalue()


@pytest.fixture(scope="module")
def scanned():
    return draw(Scan(SHEET))


@contextlib.contextmanager
def noting_pages():
    """Give the pages that are read meanwhile, so that each is recognised once: for its own sake and for its tables."""
    read, pages = PdfSource.read, []

    def note(source, number):
        pages.append(read(source, number))
        return pages[-1]

    with mock.patch.object(PdfSource, "read", note):
        yield pages


@pytest.fixture(scope="module")
def shown_and_page(scanned):
    with noting_pages() as pages:
        shown = parse_pdf(scanned)
    (page,) = pages
    return shown, page


@needs_recognition
@pytest.mark.slow
@pytest.mark.parametrize(("tilt", "turn"), [(-3.0, 0), (1.0, 90), (-1.0, 180), (0.5, 270)])
def test_pages_scanned_askew_sideways_or_upside_down_are_read(tilt, turn):
    content = pdf_of(image_of(draw(Scan(SHEET, tilt))).rotate(turn, expand=True))
    with noting_pages() as pages:
        whole, rows, missed = n_whole(SHEET, tables(content))
    assert [page.turn for page in pages] == [turn]
    assert whole == rows, missed


@needs_recognition
@pytest.mark.slow
@pytest.mark.xdist_group("one scan")
def test_places_lead_back_to_the_tilted_page(scanned, shown_and_page):
    pixels = np.array(image_of(scanned, scale=2).convert("L"))
    shown, _ = shown_and_page
    boxes = [
        part.box for item in shown.content if isinstance(item, Table) for cell in item.cells for part in cell.parts
    ]
    size = shown.page_sizes[0]
    assert all(0 <= box.x0 < box.x1 <= size.width and 0 <= box.top < box.bottom <= size.height for box in boxes)
    for box in boxes:
        inside = pixels[int(2 * box.top) : int(2 * box.bottom) + 1, int(2 * box.x0) : int(2 * box.x1) + 1]
        assert (inside < 160).mean() > 0.02


@needs_recognition
@pytest.mark.slow
@pytest.mark.xdist_group("one scan")
def test_each_word_and_cell_tells_how_sure_it_is_and_unsure_ones_are_named(shown_and_page, tmp_path):
    _, page = shown_and_page
    assert page.is_recognised
    assert all(isinstance(word, ScannedWord) and 0 < word.confidence < 1 for word in page.words)
    image = image_of(draw(Scan(SHEET)), scale=46 / 72).resize((1654, 2339))  # as a fax gives it
    (tmp_path / "fax.pdf").write_bytes(pdf_of(image))
    parsed = parse_document(tmp_path / "fax.pdf")
    unsure = [issue for issue in parsed.issues if issue.code is IssueCode.UNCERTAIN_TEXT]
    assert unsure
    for issue in unsure:
        cells = [cell for cell in parsed.tables[issue.locator.table].cells if cell.row == issue.locator.row]
        assert min(cell.confidence for cell in cells) < 0.8
        assert issue.locator.page == 1


@needs_recognition
@pytest.mark.slow
def test_a_typed_stamp_on_a_scan_is_kept_and_not_read_twice(scanned):
    drawn = io.BytesIO()
    stamped = canvas.Canvas(drawn, pagesize=(595, 842))
    stamped.drawImage(ImageReader(image_of(scanned)), 0, 0, 595, 842)
    stamped.drawString(60, 20, "Agenda page 12")
    stamped.save()
    with noting_pages() as pages:
        assert n_whole(SHEET, tables(drawn.getvalue()))[:2] == (4, 4)
    (page,) = pages
    assert [word.text for word in page.words if not isinstance(word, ScannedWord)] == ["Agenda", "page", "12"]
    assert sum(word.text == "Agenda" for word in page.words) == 1


def test_the_text_layer_of_a_searchable_scan_is_used_as_it_is(monkeypatch):
    monkeypatch.setattr(scan, "recognise", lambda *_: pytest.fail("recognised again"))
    drawn = io.BytesIO()
    layered = canvas.Canvas(drawn, pagesize=(595, 842))
    layered.drawImage(ImageReader(Image.new("RGB", (1654, 2339), "white")), 0, 0, 595, 842)
    text = layered.beginText(60, 700)
    text.setTextRenderMode(3)  # neither filled nor stroked, as text recognition lays it under the image
    for i in range(8):
        text.textLine(f"Line {i} of a letter that another program recognised")
    layered.drawText(text)
    layered.save()
    with PdfSource(drawn.getvalue()) as source:
        words = source.read(1).words
        assert not list(source.scans.issues())
    assert [word.text for word in words[:3]] == ["Line", "0", "of"]
    assert not any(isinstance(word, ScannedWord) for word in words)


@needs_recognition
def test_a_photograph_is_no_page_and_a_blank_one_no_matter():
    grain = np.random.default_rng(2)
    photograph = Image.fromarray(grain.integers(0, 255, (40, 30, 3)).astype(np.uint8)).resize((1200, 1600))
    blank = Image.fromarray(np.clip(grain.normal(225, 8, (2339, 1654, 3)), 0, 255).astype(np.uint8))
    shown = parse_pdf(pdf_of(photograph, blank))
    assert not [item for item in shown.content if isinstance(item, Table)]
    warned = [issue.message for issue in shown.issues if issue.severity == "warning"]
    assert warned == ["page 1 is an image in which no text was found; nothing was read from it"]


def test_images_with_text_on_them_and_small_ones_are_left_alone():
    size = PageSize(600, 800)
    words = tuple(Word("word", Box(50 + 10 * i, 100, 58 + 10 * i, 110), 10) for i in range(20))
    whole = Box(0, 0, 600, 800)
    assert scan.scanned_areas(PageGeometry(1, size, words, (), ()), [whole]) == ()
    assert scan.scanned_areas(PageGeometry(1, size, words[:3], (), ()), [whole]) == (whole,)
    assert scan.scanned_areas(PageGeometry(1, size, (), (), ()), [Box(0, 0, 80, 80)]) == ()
    strips = [Box(0, 200 * i, 600, 200 * (i + 1)) for i in range(4)]
    assert scan.scanned_areas(PageGeometry(1, size, (), (), ()), strips) == (whole,)


def test_without_the_extra_the_pages_are_named_with_what_to_install(scanned, monkeypatch):
    monkeypatch.setattr(scan_reader, "can_recognise", lambda: False)
    image = image_of(scanned)
    (issue,) = parse_pdf(pdf_of(image, image, image)).issues
    assert issue.code is IssueCode.IMAGE_PAGE
    assert "pages 1 to 3 are images without text" in issue.message
    assert 'pip install "councilplans[ocr]"' in issue.message


def test_scanned_pages_are_read_as_long_as_there_is_time(monkeypatch):
    monkeypatch.setattr(scan_reader, "can_recognise", lambda: True)
    monkeypatch.setattr(scan, "recognise", lambda drawn, page, areas: (replace(page, is_recognised=True), None))
    ticks = count(0, 5)  # seconds: each page takes five
    reader = ScanReader(seconds=12, clock=lambda: next(ticks))
    with pypdfium2.PdfDocument(pdf_of(*[Image.new("RGB", (100, 100))] * 4)) as document:
        pages = [PageGeometry(i, PageSize(600, 800), (), (), (), is_image=True) for i in range(1, 5)]
        read = [reader.read(document, page).is_recognised for page in pages]
    assert read == [True, True, False, False]
    told, left = reader.issues()
    assert "pages 1 to 2 were read from the image" in told.message
    assert "pages 3 to 4 of this scan were not read" in left.message
    assert "about 13 s more" in left.message
    assert "--timeout" in left.message


def test_a_level_place_is_turned_back_about_the_middle_of_its_area():
    tilt = Tilt(Box(0, 0, 200, 200), 90.0)  # a quarter, to be seen at a glance
    turned = tilt.place(Box(150, 90, 170, 100))
    assert (turned.x0, turned.top, turned.x1, turned.bottom) == pytest.approx((90, 30, 100, 50))
    assert tilt.place(Box(300, 300, 310, 310)) == Box(300, 300, 310, 310)
