"""Plans of odd forms in packs: the pack gives the actions that the plan's own pages give, and no others."""

import functools
import io
import random
from contextlib import closing

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from councilplans.pipeline import extract_document
from councilplans.seeking import sought_for_plans
from ingest.model import IssueCode
from ingest.model import Table as IngestTable
from ingest.pdf import parse_pdf

from .layouts import chromium, with_browser

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10.5, leading=14, spaceAfter=8)
SMALL = ParagraphStyle("small", fontName="Helvetica", fontSize=8.5, leading=10.5)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=14, leading=18, spaceAfter=8)
SENTENCES = (
    "The service has been under review since the autumn, and this report sets out what members asked to see.",
    "Officers have taken action on the two complaints and the outcome was shared with the ward members.",
    "Consultation ran for six weeks; most of those who wrote in lived within a mile of the proposed site.",
    "The owner of the land agreed to the target date in writing.",
)
DEEDS = ("Review the register of assets", "Publish the list of sites", "Agree terms with the trust", "Write to tenants")
OWNERS = ("Head of Finance", "Director of Place", "Head of Legal Services", "Chief Executive")
MONTHS = ("March 2024", "June 2024", "September 2024", "December 2024")
STATUSES = ("Complete", "In progress", "Not started")
HEADS = ("Ref", "Action", "Lead officer", "Timescale", "Status")
WELSH = ("Rhif", "Cam gweithredu", "Swyddog arweiniol", "Dyddiad", "Statws")
WIDTHS = (30, 190, 110, 85, 80)


def rows(count):
    chance = random.Random(count)
    pick = chance.choice
    return [(str(n), f"{pick(DEEDS)} ({n})", pick(OWNERS), pick(MONTHS), pick(STATUSES)) for n in range(1, count + 1)]


def built(story, size=A4):
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=size, invariant=1).build(story)
    return out.getvalue()


def table(lines, *style, heads=HEADS, widths=WIDTHS, repeat=0, size=A4, title="Improvement plan"):
    cells = [[Paragraph(text, SMALL) for text in line] for line in ([heads] if heads else []) + list(lines)]
    look = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 8), *style]
    return built([Paragraph(title, TITLE), Table(cells, colWidths=widths, repeatRows=repeat, style=look)], size)


def told_in(lines, title):
    return built([Paragraph(title, TITLE), *(Paragraph(line, BODY) for line in lines)])


def with_headings_as_pictures(count):
    heads = Image.new("RGB", (1000, 60), "navy")
    for x, text in zip((20, 100, 480, 700, 860), HEADS, strict=True):
        ImageDraw.Draw(heads).text((x, 12), text, fill="white", font=ImageFont.load_default(28))
    out = io.BytesIO()
    page = Canvas(out, pagesize=A4)
    for at in range(0, count, 18):
        page.drawImage(ImageReader(heads), 50, 752, 500, 30)
        for down, row in enumerate(rows(count)[at : at + 18]):
            for x, text in zip((60, 100, 290, 400, 480), row, strict=True):
                page.drawString(x, 740 - 36 * down, text)
        page.showPage()
    page.save()
    return out.getvalue()


def turned(count):
    """A landscape table drawn up a portrait page that is displayed turned."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=A4)
    for at in range(0, count, 14):
        page.setPageRotation(90)
        page.translate(595, 0)
        page.rotate(90)
        for down, row in enumerate([HEADS, *rows(count)][at : at + 14]):
            for x, text in zip((40, 80, 400, 560, 690), row, strict=True):
                page.drawString(x, 530 - 30 * down, text)
        page.showPage()
    page.save()
    return out.getvalue()


def joined(*parts):
    """PDFs as one; a pair of a PDF and a range gives some of its pages."""
    out = io.BytesIO()
    with closing(pypdfium2.PdfDocument.new()) as made:
        for part in parts:
            content, pages = part if isinstance(part, tuple) else (part, None)
            with closing(pypdfium2.PdfDocument(content)) as own:
                made.import_pages(own, [n for n in pages if n < len(own)] if pages else None)
        made.save(out)
    return out.getvalue()


def blank():
    out = io.BytesIO()
    page = Canvas(out, pagesize=A4)
    page.showPage()
    page.save()
    return out.getvalue()


def with_a_blank_page(content):
    """A plan whose second page is preceded by a blank one."""
    return joined((content, range(1)), blank(), (content, range(1, 9)))


@functools.cache
def papers(seed, count):
    """Reports, minutes and budgets, of so many pages at least."""
    chance = random.Random(seed)
    sums = [
        [chance.choice(("Parking", "Waste")), *(f"{chance.randrange(99999):,}" for _ in range(3))] for _ in range(70)
    ]
    budget = Table(
        [["Service", "2022/23", "2023/24", "Variance"], *sums], style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]
    )
    prose = [Paragraph(" ".join(chance.choices(SENTENCES, k=8)), BODY) for _ in range(9 * count)]
    for at in range(0, len(prose), 9):
        prose.insert(at, Paragraph(f"{at}. Background", TITLE))
    return joined(built(prose), built([Paragraph("Budget book", TITLE), budget]))


GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
WIDE = (40, 260, 150, 110, 100)
LABELS = ("Action", "Owner", "Deadline", "Status")
NUMBERED = [f"4.{n} {a} by {t} ({o})." for n, a, o, t, _ in rows(60)]
LABELLED = [f"{label}: {text}" for row in rows(16) for label, text in zip(LABELS, row[1:], strict=True)]
DRAWN = {
    "without rulings, headings once": lambda: table(rows(60)),
    "Welsh headings, without rulings": lambda: table(rows(40), heads=WELSH, title="Cynllun gwella"),
    "without headings or rulings": lambda: table(rows(60), heads=None, title="Otterbourne"),
    "headings as pictures": lambda: with_headings_as_pictures(36),
    "what, who, when": lambda: table(
        [row[1:4] for row in rows(50)], heads=("What", "Who", "When"), widths=(230, 140, 100)
    ),
    "two rules on many pages": lambda: table(rows(90), ("LINEABOVE", (0, 0), (-1, 0), 0.5, "black")),
    "landscape": lambda: table(rows(40), widths=WIDE, size=landscape(A4)),
    "turned": lambda: turned(40),
    "one row on the last page": lambda: table(rows(27), GRID),
    "a blank page within, unruled": lambda: with_a_blank_page(table(rows(60))),
    "a blank page within, ruled": lambda: with_a_blank_page(table(rows(60), GRID)),
    "paragraphs, owners in brackets": lambda: told_in(NUMBERED, "Improvement actions"),
    "labels": lambda: told_in(LABELLED, "Improvement plan"),
}


@functools.cache
def drawn(name):
    return DRAWN[name]()


def told(record):
    return [(a.reference, a.action, a.owner, a.timescale, a.status_text) for a in record.actions]


def read(content, folder):
    path = folder / "pack.pdf"
    path.write_bytes(content)
    return extract_document(path)


@pytest.mark.slow
@pytest.mark.parametrize("name", DRAWN)
def test_a_plan_of_an_odd_form_is_found_in_a_pack(name, tmp_path):
    alone = told(read(drawn(name), tmp_path))
    assert len(alone) >= 16
    within = read(joined(papers(1, 14), drawn(name), papers(2, 14)), tmp_path)
    at_the_end = read(joined(papers(3, 30), drawn(name)), tmp_path)
    assert told(within) == told(at_the_end) == alone
    for record in (within, at_the_end):
        [issue] = [issue for issue in record.issues if issue.code is IssueCode.PAGES_PASSED_OVER]
        assert int(issue.message.split()[0]) >= 20


def test_two_plans_in_one_pack_are_both_found(tmp_path):
    first, second = drawn("one row on the last page"), drawn("what, who, when")
    alone = [row for plan in (first, second) for row in told(read(plan, tmp_path))]
    assert told(read(joined(first, papers(1, 14), second, papers(2, 14)), tmp_path)) == alone


@pytest.mark.slow
@pytest.mark.skipif(chromium.COMMAND is None, reason="needs Chromium, which writes tags")
def test_a_page_is_read_where_tags_alone_tell_of_a_table(tmp_path):
    """Two columns without rulings, in words that nobody seeks, on no page near one that is read."""
    prose = "".join(f"<p style='page-break-after: always'>{' '.join(SENTENCES[:3] * 6)}</p>" for _ in range(20))
    towns = ("Elm", "Oak", "Ash", "Yew")
    lines = "".join(f"<tr><td>{name} town<td>{name} is a place with a hall and a well" for name in towns)
    lines = f"<tr><th>Where<th>Of note{lines}"
    look, apart = "<style>td { padding: 6px 40px 6px 0 }</style>", "<p style='page-break-before: always'>"
    page = f"{look}{prose}<table>{lines}</table>{apart}{prose}"
    shown = parse_pdf(with_browser.print_page(page, tmp_path, "pack"), sought_for_plans())
    texts = [cell.text for item in shown.content if isinstance(item, IngestTable) for cell in item.cells]
    assert "Oak town" in texts
