"""Scans: plans drawn, rasterised, tilted, wrapped as PDFs of images, and read back row by row."""

import io
from collections.abc import Sequence

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.graphics.shapes import Circle, Drawing
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.model import Box, IssueCode, PageSize
from ingest.pdf import scan
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.tables import find_tables, table_of
from ingest.pdf.words import Word

needs_recognition = pytest.mark.skipif(
    not scan.can_recognise(), reason='text recognition is missing: pip install "councilplans[ocr]"'
)

HEADINGS = ["Ref", "Action", "Owner", "Due", "Status"]
ROWS = [
    [
        "R1",
        "Publish a workforce plan and agree it with the unions before recess.",
        "Director of People",
        "30 June 2024",
    ],
    ["R2", "Set up member training, with £12,500 a year and a named lead.", "Head of Democracy", "Sept 2024"],
    ["R3", "Review the scheme of delegation; report to the Audit Committee.", "Monitoring Officer", "31/12/2024"],
    ["R4", "Replace the asset register and reconcile it each quarter.", "S151 Officer", "Q3 2024/25"],
    ["R5", "Hold quarterly meetings with the parish councils.", "Chief Executive", "March 2025"],
    ["R6", "Bring the risk register to Cabinet every six months and publish it.", "Head of Audit", "Ongoing"],
]
STATUSES = ["On track", "Complete", "Delayed", "Not started", "In progress", "Complete"]
COLOURS = ["#c00000", "#ffc000", "#00b050", "#92d050", "#ff0000", "#0070c0"]
GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
RULES = ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black)
TOP = ("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black)
AIRY = ("BOTTOMPADDING", (0, 0), (-1, -1), 12)
NAVY = ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#1f3864"))

WORDED = [[*row, status] for row, status in zip(ROWS, STATUSES, strict=True)]
LAYOUTS = {
    "ruled": ([GRID], WORDED, "Helvetica", False),
    "rules-only": ([TOP, RULES], WORDED, "Times-Roman", False),
    "unruled": ([AIRY], WORDED, "Helvetica", False),
    "coloured-cells": (
        [GRID, NAVY] + [("BACKGROUND", (4, i), (4, i), colors.HexColor(colour)) for i, colour in enumerate(COLOURS, 1)],
        [[*row, ""] for row in ROWS],
        "Helvetica",
        False,
    ),
    "discs": ([GRID], [[*row, colour] for row, colour in zip(ROWS, COLOURS, strict=True)], "Helvetica", False),
    "two-pages": ([GRID], [[f"A{i}", *row[1:]] for i, row in enumerate(WORDED * 3, 1)], "Times-Roman", True),
}


def disc(colour: str) -> Drawing:
    drawing = Drawing(14, 14)
    drawing.add(Circle(7, 7, 6, fillColor=colors.HexColor(colour), strokeColor=None))
    return drawing


def plan(layout: str) -> bytes:
    style, rows, font, wide = LAYOUTS[layout]
    plain = getSampleStyleSheet()["BodyText"].clone("plain", fontName=font, fontSize=9, leading=11)
    light = plain.clone("light", textColor=colors.white if NAVY in style else colors.black)
    body = [[disc(text) if text.startswith("#") else Paragraph(text, plain) for text in row] for row in rows]
    table = Table([[Paragraph(text, light) for text in HEADINGS], *body], colWidths=[35, 190, 95, 75, 70], repeatRows=1)
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *style]))
    written = io.BytesIO()
    SimpleDocTemplate(written, pagesize=landscape(A4) if wide else A4).build(
        [Paragraph("Elmshire Council: improvement plan", plain.clone("title", fontSize=15, leading=24)), table]
    )
    return written.getvalue()


def scanned(content: bytes, tilt: float = 1.0, turn: int = 0) -> bytes:
    """Return a PDF whose pages are images of another's at 200 dpi, tilted, greyed and grainy, as JPEG."""
    grain = np.random.default_rng(1)
    images = []
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            drawn = page.render(scale=200 / 72).to_pil().convert("RGB")
            tilted = drawn.rotate(tilt, fillcolor="white", resample=Image.Resampling.BICUBIC).rotate(turn, expand=True)
            pixels = np.array(tilted) * 0.96
            pixels += grain.normal(0, 5, pixels.shape)
            images.append(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))
    written = io.BytesIO()
    images[0].save(written, "PDF", resolution=200, save_all=True, append_images=images[1:], quality=80)
    return written.getvalue()


def blank(content: bytes) -> tuple[PageGeometry, ...]:
    """Return the pages of a PDF of images as they are before recognition."""
    with pypdfium2.PdfDocument(content) as document:
        sizes = [PageSize(*page.get_size()) for page in document]
    return tuple(PageGeometry(i, size, (), (), (), is_image=True) for i, size in enumerate(sizes, 1))


def read(content: bytes) -> list[scan.ScanReading]:
    found = scan.read_scans(content, blank(content), {})
    return [found.readings[number] for number in sorted(found.readings)]


def rows_of(readings: Sequence[scan.ScanReading]) -> list[list[str]]:
    """Return the rows of the tables read; an empty cell shows its fill."""
    rows = []
    for reading in readings:
        page = reading.geometry
        for found in find_tables(page):
            for row in table_of(found, page, page.words).grid():
                rows.append([" ".join((cell.text or cell.fill or "").split()) if cell else "" for cell in row])
    return rows


def near(shown: str, wanted: str) -> bool:
    """Tell whether two texts are the same, or two colours for the eye."""
    if not (shown.startswith("#") and wanted.startswith("#")):
        return shown == wanted
    return all(abs(int(shown[at : at + 2], 16) - int(wanted[at : at + 2], 16)) <= 16 for at in (1, 3, 5))


def n_whole(rows: Sequence[Sequence[str]], layout: str) -> tuple[int, int]:
    """Return how many of a layout's rows were read whole, and how many it has."""
    wanted = [list(row) for row in LAYOUTS[layout][1]]
    if layout == "coloured-cells":
        wanted = [[*row[:4], colour] for row, colour in zip(wanted, COLOURS, strict=True)]
    whole = sum(any(len(row) == len(want) and all(map(near, row, want)) for row in rows) for want in wanted)
    return whole, len(wanted)


@needs_recognition
@pytest.mark.slow
def test_tilted_scans_are_read_row_by_row():
    scores = {layout: n_whole(rows_of(read(scanned(plan(layout)))), layout) for layout in LAYOUTS}
    whole, wanted = (sum(score[i] for score in scores.values()) for i in (0, 1))
    assert whole >= 0.9 * wanted, scores
    assert all(mine >= 0.6 * all_ for mine, all_ in scores.values()), scores


@needs_recognition
@pytest.mark.slow
@pytest.mark.parametrize(("tilt", "turn"), [(-3.0, 0), (1.0, 90), (-1.0, 180), (0.5, 270)])
def test_pages_scanned_askew_sideways_or_upside_down_are_read(tilt: float, turn: int):
    readings = read(scanned(plan("ruled"), tilt, turn))
    assert [reading.geometry.turn for reading in readings] == [turn]
    whole, wanted = n_whole(rows_of(readings), "ruled")
    assert whole >= wanted - 1


@needs_recognition
@pytest.mark.slow
def test_places_lead_back_to_the_tilted_page():
    content = scanned(plan("ruled"), tilt=2.0)
    reading = read(content)[0]
    assert reading.tilts[0].degrees == pytest.approx(2.0, abs=0.1)
    assert len(reading.confidences) == len(reading.geometry.words)
    with pypdfium2.PdfDocument(content) as document:
        pixels = np.array(document[0].render(scale=2).to_pil().convert("L"))
    for word in reading.geometry.words:
        at = reading.place(word.box)
        inside = pixels[int(2 * at.top) : int(2 * at.bottom) + 1, int(2 * at.x0) : int(2 * at.x1) + 1]
        assert (inside < 160).mean() > 0.02, word.text


@needs_recognition
@pytest.mark.slow
def test_a_typed_stamp_on_a_scan_is_kept_and_not_read_twice():
    content = scanned(plan("ruled"))
    page = blank(content)[0]
    stamp = Word("Page", Box(90, 60, 130, 75), size=12)
    stamped = PageGeometry(1, page.size, (stamp,), (), ())
    whole_page = Box(0, 0, page.size.width, page.size.height)
    readings = scan.read_scans(content, [stamped], {1: [whole_page]}).readings
    assert readings[1].geometry.words[0] == stamp
    assert n_whole(rows_of([readings[1]]), "ruled")[0] >= 5


@needs_recognition
def test_a_photograph_is_no_page():
    grain = np.random.default_rng(2).integers(0, 255, (40, 30, 3)).astype(np.uint8)
    written = io.BytesIO()
    Image.fromarray(grain).resize((1200, 1600)).save(written, "PDF", resolution=200)
    found = scan.read_scans(written.getvalue(), blank(written.getvalue()), {})
    assert not found.readings


def test_images_with_text_on_them_and_small_ones_are_left_alone():
    size = PageSize(600, 800)
    words = tuple(Word("word", Box(50 + 10 * i, 100, 58 + 10 * i, 110), 10) for i in range(20))
    whole = Box(0, 0, 600, 800)
    assert scan.scanned_areas(PageGeometry(1, size, words, (), ()), [whole]) == ()
    assert scan.scanned_areas(PageGeometry(1, size, words[:3], (), ()), [whole]) == (whole,)
    assert scan.scanned_areas(PageGeometry(1, size, (), (), ()), [Box(0, 0, 80, 80)]) == ()
    strips = [Box(0, 200 * i, 600, 200 * (i + 1)) for i in range(4)]
    assert scan.scanned_areas(PageGeometry(1, size, (), (), ()), strips) == (whole,)


def test_without_the_extra_an_issue_names_the_pages_and_the_command(monkeypatch):
    monkeypatch.setattr(scan, "can_recognise", lambda: False)
    pages = [PageGeometry(i, PageSize(600, 800), (), (), (), is_image=i != 2) for i in (1, 2, 3)]
    found = scan.read_scans(b"", pages, {})
    assert not found.readings
    assert [issue.code for issue in found.issues] == [IssueCode.IMAGE_PAGE]
    assert "pages 1, 3 are images" in found.issues[0].message
    assert 'pip install "councilplans[ocr]"' in found.issues[0].message


def test_a_level_place_is_turned_back_about_the_middle_of_its_area():
    tilt = scan.Tilt(Box(0, 0, 200, 200), 90.0)  # a quarter, to be seen at a glance
    turned = tilt.place(Box(150, 90, 170, 100))
    assert (turned.x0, turned.top, turned.x1, turned.bottom) == pytest.approx((90, 30, 100, 50))
    assert tilt.place(Box(300, 300, 310, 310)) == Box(300, 300, 310, 310)
