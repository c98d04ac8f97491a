"""Cells' boxes against the page as PDFium shows it: the text inside a box is the text of the cell."""

import io
import re
from contextlib import closing

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.model import Table as FoundTable
from ingest.pdf import parse_pdf
from ingest.pdf.picture import render_page
from ingest.stitch import stitch

HEADINGS = ["Ref", "Action", "Owner", "Due"]
SMALL = ParagraphStyle("small", fontSize=9, leading=11)


def plan(n_rows=30):
    """A plan over two pages, one cell of it merged."""
    rows = [HEADINGS]
    for i in range(n_rows):
        action = f"Review scheme number {i + 1} with those who run it, and report what it costs to the board in full"
        rows.append([str(i + 1), Paragraph(action, SMALL), f"Head of Unit {i + 1}", f"{i % 28 + 1} June 2025"])
    style = TableStyle(
        [("GRID", (0, 0), (-1, -1), 0.7, "black"), ("SPAN", (2, 1), (2, 2)), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([Table(rows, colWidths=[40, 220, 110, 90], repeatRows=1, style=style)])
    return out.getvalue()


def turned(content, angle):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.rotate(angle, relative=False)
        document.save(out)
    return out.getvalue()


def cropped(content):
    """The same pages with a crop box that does not start at 0."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.cropbox = [20, 35, 575, 815]
        document.save(out)
    return out.getvalue()


def squeezed(text):
    return re.sub(r"\s+", "", text)


def shown_in(page, box):
    """The text that PDFium finds in a box of the displayed page."""
    width, height = page.get_size()
    left, bottom, _, _ = page.get_bbox()
    x0, y0, x1, y1 = box.x0, height - box.bottom, box.x1, height - box.top
    back = {
        0: (x0, y0, x1, y1),
        90: (height - y1, x0, height - y0, x1),
        180: (width - x1, height - y1, width - x0, height - y0),
        270: (y0, width - x1, y1, width - x0),
    }[page.get_rotation()]
    with closing(page.get_textpage()) as text:
        return text.get_text_bounded(left + back[0], bottom + back[1], left + back[2], bottom + back[3])


@pytest.mark.parametrize("make", [
    pytest.param(lambda content: content, id="upright"),
    pytest.param(lambda content: turned(content, 90), id="turned 90"),
    pytest.param(lambda content: turned(content, 180), id="turned 180"),
    pytest.param(lambda content: turned(content, 270), id="turned 270"),
    pytest.param(cropped, id="cropped"),
    pytest.param(lambda content: turned(cropped(content), 90), id="cropped and turned"),
])  # fmt: skip
def test_each_box_holds_its_cells_text_on_the_page_that_it_names(make):
    content = make(plan())
    [table] = [item for item in stitch(parse_pdf(content).content) if isinstance(item, FoundTable)]
    assert (table.n_rows, table.n_columns) == (31, 4)
    with closing(pypdfium2.PdfDocument(content)) as document:
        for cell in table.cells:
            inside = "".join(squeezed(shown_in(document[part.page - 1], part.box)) for part in cell.parts)
            assert sorted(inside) == sorted(squeezed(cell.text))  # PDFium orders the lines of turned text otherwise


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_pictures_cut_at_the_boxes_show_all_the_ink_of_the_table(angle):
    """What the boxes cut out is drawn like the page itself; outside them there is nothing left."""
    content = turned(plan(12), angle)
    [table] = [item for item in parse_pdf(content).content if isinstance(item, FoundTable)]
    image = render_page(content, 1).convert("L")
    scale = image.width / parse_pdf(content).page_sizes[0].width
    left = image.copy()
    for cell in table.cells:
        box = cell.parts[0].box
        corners = tuple(round(side * scale) for side in (box.x0 - 1, box.top - 1, box.x1 + 1, box.bottom + 1))
        assert (image.crop(corners).getextrema()[0] < 128) == bool(cell.text)
        left.paste(255, corners)
    assert ImageChops.invert(left).getbbox() is None


def test_the_picture_is_of_the_page_as_displayed():
    assert isinstance(render_page(turned(plan(3), 90), 1), Image.Image)
    assert render_page(turned(plan(3), 90), 1).size == tuple(reversed(render_page(plan(3), 1).size))
