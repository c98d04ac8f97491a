"""Text of PDFs that we draw ourselves, and files that cannot be opened."""

import io

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, SimpleDocTemplate, Table

from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.model import Block, BlockKind, IssueCode
from ingest.pdf import parse_pdf
from ingest.pdf.pdfium import read_page

TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=10, leading=12, spaceAfter=6)
ITEM = ParagraphStyle("item", parent=TEXT, leftIndent=30, bulletIndent=15)
LARGE = ParagraphStyle("large", parent=TEXT, fontName="Helvetica-Bold", fontSize=16, leading=20)
MIDDLE = ParagraphStyle("middle", parent=LARGE, fontSize=12, leading=16)
PROSE = "The board met in the spring and asked for a report on how its decisions had been carried out since then. "


def drawn(draw, pages=1):
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    for number in range(pages):
        draw(page, number + 1)
        page.showPage()
    page.save()
    return out.getvalue()


def built(*story, **on_pages):
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(list(story), **on_pages)
    return out.getvalue()


def blocks(content):
    shown = parse_pdf(content).content
    return [block for block in shown if isinstance(block, Block) and block.kind is not BlockKind.FURNITURE]


def test_headings_paragraphs_and_items_with_their_levels():
    found = blocks(
        built(
            Paragraph("Annual report", LARGE),
            Paragraph("What we found", MIDDLE),
            Paragraph("4.7 " + PROSE * 2, TEXT),
            Paragraph("Publish the register " + PROSE, ITEM, bulletText="•"),
            Paragraph("Meet twice a year", ITEM, bulletText="•"),
            Paragraph(PROSE * 3, TEXT),
        )
    )
    assert [(b.kind.value, b.level, b.marker) for b in found] == [
        ("heading", 1, None),
        ("heading", 2, None),
        ("paragraph", 0, "4.7"),
        ("list_item", 1, "•"),
        ("list_item", 1, "•"),
        ("paragraph", 0, None),
    ]
    assert found[2].text == (PROSE * 2).strip()
    assert found[3].text == ("Publish the register " + PROSE).strip()


def test_a_dash_that_wrapped_to_a_lines_start_begins_no_item():
    ends = [f"Mend {'m' * n} {'the pier ' * 8}– Harbour Master – May" for n in range(1, 20)]  # some break at a dash
    found = blocks(built(*(Paragraph(text, ITEM, bulletText="•") for text in ends)))
    assert [block.text for block in found] == ends


def test_paragraphs_above_a_table_set_smaller_are_no_headings():
    small = ParagraphStyle("small", parent=TEXT, fontSize=8, leading=10)
    rows = [[Paragraph(PROSE, small), Paragraph(PROSE, small)] for _ in range(4)]
    grid = Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    tight = ParagraphStyle("tight", parent=TEXT, spaceAfter=1)
    title, council, sentence = blocks(
        built(Paragraph("Plan", LARGE), Paragraph("Our Council, May 2024", tight), Paragraph(PROSE, tight), grid)
    )[:3]
    assert [b.kind.value for b in (title, council, sentence)] == ["heading", "paragraph", "paragraph"]


def test_running_headers_and_page_numbers_are_furniture():
    def foot(page, document):
        page.setFont("Helvetica", 8)
        page.drawString(60, 30, f"Borough of Somewhere, page {document.page}")

    content = built(
        *(part for i in range(3) for part in (Paragraph(f"{chr(65 + i)} board. {PROSE}", TEXT), PageBreak())),
        onFirstPage=foot,
        onLaterPages=foot,
    )
    furniture = [b.text for b in parse_pdf(content).content if b.kind is BlockKind.FURNITURE]
    assert furniture == [f"Borough of Somewhere, page {i}" for i in (1, 2, 3)]
    assert all("Somewhere" not in block.text for block in blocks(content))


def test_two_columns_are_read_one_after_the_other():
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4)
    document.addPageTemplates(PageTemplate(frames=[Frame(50, 500, 240, 290), Frame(310, 500, 240, 290)]))
    words = [f"Part {i} begins here. {PROSE * 3}" for i in range(8)]
    document.build([Paragraph(text, TEXT) for text in words])
    text = " ".join(block.text for block in blocks(out.getvalue()))
    assert text == " ".join(" ".join(words).split())


def test_spaces_that_the_file_leaves_out():
    def draw(page, _):
        for y, line in ((700, "The board agreed to review its plan in full and"), (686, "to report on it in June.")):
            x = 60
            for word in line.split():
                page.drawString(x, y, word)
                x += page.stringWidth(word) + 2.8

    assert blocks(drawn(draw))[0].text == "The board agreed to review its plan in full and to report on it in June."


def test_overprinted_bold_and_wide_letters():
    def draw(page, _):
        page.drawString(60, 700, "All the letters twice")
        page.drawString(60.3, 700, "All the letters twice")
        text = page.beginText(60, 600)
        text.setCharSpace(4)
        text.textOut("WIDE letters")
        page.drawText(text)

    twice, wide = blocks(drawn(draw))
    assert (twice.text, twice.bold) == ("All the letters twice", True)
    assert wide.text == "WIDE letters"


def test_a_word_broken_at_its_hyphen_keeps_it():
    def draw(page, _):
        page.drawString(60, 700, "The partners will meet twice a year in order to co-")
        page.drawString(60, 688, "ordinate what they do.")

    assert blocks(drawn(draw))[0].text == "The partners will meet twice a year in order to co-ordinate what they do."


def test_passwords():
    plain = pikepdf.open(io.BytesIO(drawn(lambda page, _: page.drawString(60, 700, "Open to all"))))
    for user, opens in (("", True), ("secret", False)):
        out = io.BytesIO()
        plain.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
        if opens:
            assert blocks(out.getvalue())[0].text == "Open to all"
        else:
            with pytest.raises(EncryptedDocument, match="save a copy without one"):
                parse_pdf(out.getvalue())


def test_half_a_file_is_damaged():
    content = drawn(lambda page, n: page.drawString(60, 700, f"Page {n}"), pages=5)
    with pytest.raises(DamagedDocument, match="fetch it again"):
        parse_pdf(content[: len(content) // 3])


def test_a_file_that_lost_its_end_is_read_as_far_as_it_goes_and_says_so():
    content = drawn(lambda page, n: page.drawString(60, 700, f"Page {n}"), pages=3)
    shown = parse_pdf(content[: content.rindex(b"xref\n0")])
    assert [block.text for block in shown.content] == ["Page 1", "Page 2", "Page 3"]
    assert [issue.code for issue in shown.issues] == [IssueCode.DAMAGED_FILE]
    assert not parse_pdf(content + b"<html>" * 500).issues


def test_a_page_that_cannot_be_read_costs_no_other(monkeypatch):
    def read_all_but_one(document, number):
        if number == 2:
            raise KeyError("Font")
        return read_page(document, number)

    monkeypatch.setattr("ingest.pdf.source.read_page", read_all_but_one)
    parsed = parse_pdf(drawn(lambda page, n: page.drawString(60, 700, f"Text {'abc'[n - 1]}"), pages=3))
    assert parsed.n_pages == 3
    assert [(issue.code, issue.locator.page) for issue in parsed.issues] == [(IssueCode.UNREADABLE_PAGE, 2)]
    assert [block.text for block in parsed.content] == ["Text a", "Text c"]


def test_a_scanned_page_is_an_issue():
    from PIL import Image

    picture = Image.new("RGB", (200, 280), "grey")
    parsed = parse_pdf(drawn(lambda page, _: page.drawImage(ImageReader(picture), 0, 0, *A4)))
    [issue] = parsed.issues
    assert issue.code is IssueCode.IMAGE_PAGE
    assert issue.locator.page == 1
