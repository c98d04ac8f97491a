"""What a reader of the page sees and a reader of its text does not: watermarks, filled-in fields, badges, paper."""

import io

import pypdfium2
import pytest
from pypdfium2 import raw
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from ingest.model import Table
from ingest.pdf import parse_pdf

EDGES = (50, 80, 250, 350, 450, 540)
TOP, HEIGHT = 700, 24
ROWS = (
    ("No", "Action", "Owner", "Due", "RAG"),
    ("1", "Mend the roof", "Clerk", "May 2025", "Green"),
    ("2", "Sweep the yard", "Mayor", "June 2025", "Red"),
    ("3", "Paint the gate", "Clerk", "July 2025", "Amber"),
)


def page(draw, without=(), under=False):
    """A PDF of one ruled table, less some of its texts, with what `draw` adds over it or under it."""
    content = io.BytesIO()
    made = canvas.Canvas(content, pagesize=A4)
    if under:
        draw(made)
    made.setFillColor(colors.black)
    made.setFont("Helvetica", 10)
    for r, row in enumerate(ROWS):
        for left, text in zip(EDGES, row, strict=False):
            if text not in without:
                made.drawString(left + 4, TOP - HEIGHT * r - 16, text)
    for r in range(len(ROWS) + 1):
        made.line(EDGES[0], TOP - HEIGHT * r, EDGES[-1], TOP - HEIGHT * r)
    for x in EDGES:
        made.line(x, TOP, x, TOP - HEIGHT * len(ROWS))
    if not under:
        draw(made)
    made.save()
    return content.getvalue()


def table(content):
    [found] = [item for item in parse_pdf(content).content if isinstance(item, Table)]
    return found


def texts(found):
    return tuple(tuple(cell.text for cell in row) for row in found.grid())


@pytest.mark.parametrize("turn", [0, 90, 40])
@pytest.mark.parametrize("under", [False, True])
def test_a_watermark_stands_in_no_cell(turn, under):
    def draw(made):
        made.saveState()
        made.setFillColor(colors.HexColor("#d8d8d8"))
        made.setFont("Helvetica-Bold", 80)
        made.translate(300, 640)
        made.rotate(turn)
        made.drawCentredString(0, 0, "DRAFT")
        made.restoreState()

    assert texts(table(page(draw, under=under))) == ROWS


def test_a_large_text_that_stands_over_no_other_is_read():
    def draw(made):
        made.setFont("Helvetica-Bold", 80)
        made.drawString(54, 720, "Plan")

    assert any(getattr(item, "text", "") == "Plan" for item in parse_pdf(page(draw)).content)


def test_what_is_typed_into_a_form_is_read():
    def draw(made):
        line = TOP - 2 * HEIGHT - 21
        made.acroForm.textfield(value="Sweep the yard", x=82, y=line, width=160, height=18, fontSize=9, borderWidth=0)
        made.acroForm.choice(value="Red", options=["Red", "Green"], x=452, y=line, width=80, height=18, borderWidth=0)

    assert texts(table(page(draw, without=("Sweep the yard", "Red")))) == ROWS


def test_a_strike_out_that_a_reviewer_added_strikes_the_text():
    document = pypdfium2.PdfDocument(page(lambda _: None))
    sheet = document[0]
    left, foot = EDGES[1] + 4, TOP - HEIGHT - 18
    annotation = raw.FPDFPage_CreateAnnot(sheet, raw.FPDF_ANNOT_STRIKEOUT)
    raw.FPDFAnnot_SetRect(annotation, raw.FS_RECTF(left, foot + 12, left + 61, foot))
    line = f"0 G 1 w {left} {foot + 5.5} m {left + 61} {foot + 5.5} l S"
    units = (*map(ord, line), 0)
    raw.FPDFAnnot_SetAP(annotation, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, (raw.FPDF_WCHAR * len(units))(*units))
    raw.FPDFPage_CloseAnnot(annotation)
    changed = io.BytesIO()
    document.save(changed)
    assert table(changed.getvalue()).grid()[1][1].struck == ((0, 13),)


def test_a_badge_is_the_fill_of_its_cell():
    def draw(made):
        for row, (colour, text) in enumerate((("#00843d", "On track"), ("#c00000", "Late"), ("#ffbf00", "")), 1):
            made.setFillColor(colors.HexColor(colour))
            made.roundRect(455, TOP - HEIGHT * row - 20, 60, 16, 8, stroke=0, fill=1)
            made.setFillColor(colors.white)
            made.drawCentredString(485, TOP - HEIGHT * row - 16, text)

    found = table(page(draw, without=("Green", "Red", "Amber")))
    assert [(row[4].text, row[4].fill) for row in found.grid()[1:]] == [
        ("On track", "#00843d"),
        ("Late", "#c00000"),
        ("", "#ffbf00"),
    ]


def test_a_letter_in_a_disc_has_the_colour_of_the_disc():
    def draw(made):
        made.setFillColor(colors.HexColor("#00843d"))
        made.circle(490, TOP - HEIGHT - 12, 9, stroke=0, fill=1)
        made.setFillColor(colors.white)
        made.drawCentredString(490, TOP - HEIGHT - 16, "G")

    cell = table(page(draw, without=("Green",))).grid()[1][4]
    assert (cell.text, cell.fill) == ("G", "#00843d")


def test_coloured_paper_fills_no_cell():
    def draw(made):
        made.setFillColor(colors.HexColor("#fff2cc"))
        made.rect(20, 20, A4[0] - 40, A4[1] - 40, stroke=0, fill=1)
        made.setFillColor(colors.HexColor("#c00000"))
        made.rect(450, TOP - 2 * HEIGHT, 90, HEIGHT, stroke=0, fill=1)

    found = table(page(draw, under=True))
    assert [cell.fill for cell in found.cells if cell.fill] == ["#c00000"]
    assert texts(found) == ROWS
