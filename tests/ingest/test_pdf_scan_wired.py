"""A scanned plan through the whole of the PDF reader, with and without text recognition."""

import io

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen import canvas

from ingest.model import IssueCode, Table
from ingest.pdf import parse_pdf, scan, source

ROWS = [
    ("No", "Action", "Owner"),
    ("1", "Review the code of conduct", "Monitoring Officer"),
    ("2", "Publish the forward plan", "Head of Policy"),
]


@pytest.fixture(scope="module")
def scanned():
    drawn = io.BytesIO()
    page = canvas.Canvas(drawn, pagesize=landscape(A4))
    page.setFont("Helvetica", 12)
    for r, row in enumerate(ROWS):
        for x, text, width in zip((60, 120, 420), row, (60, 300, 240), strict=True):
            page.rect(x, 440 - 40 * r, width, 40)
            page.drawString(x + 6, 455 - 40 * r, text)
    page.showPage()
    page.save()
    with pypdfium2.PdfDocument(drawn.getvalue()) as document:
        image = document[0].render(scale=200 / 72).to_pil().rotate(1, fillcolor="white")
    paper = io.BytesIO()
    image.save(paper, "PDF", resolution=200)
    return paper.getvalue()


@pytest.mark.slow
def test_a_tilted_scan_gives_its_table(scanned):
    pytest.importorskip("rapidocr")
    shown = parse_pdf(scanned)
    (table,) = [item for item in shown.content if isinstance(item, Table)]
    assert [[cell.text for cell in table.cells if cell.row == row] for row in range(3)] == [list(row) for row in ROWS]
    size = shown.page_sizes[0]
    boxes = [part.box for cell in table.cells for part in cell.parts]
    assert all(0 <= box.x0 < box.x1 <= size.width and 0 <= box.top < box.bottom <= size.height for box in boxes)


def test_without_the_extra_the_pages_are_named_with_what_to_install(scanned, monkeypatch):
    monkeypatch.setattr(scan, "can_recognise", lambda: False)
    (issue,) = parse_pdf(scanned).issues
    assert issue.code is IssueCode.IMAGE_PAGE
    assert "page 1" in issue.message
    assert "councilplans[ocr]" in issue.message


def test_a_long_scan_is_read_as_far_as_time_allows_and_says_so(scanned, monkeypatch):
    monkeypatch.setattr(scan, "can_recognise", lambda: True)
    monkeypatch.setattr(source, "MOST_SCANNED_PAGES", 0)
    (issue,) = parse_pdf(scanned).issues
    assert "1 were not" in issue.message
