"""Which pages of a long PDF are read, and what becomes of the others; fonts that tell no characters."""

import importlib.util
import io
import sys
from contextlib import closing
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from councilplans.pipeline import extract_document
from councilplans.seeking import sought_for_plans
from ingest.model import Box, IssueCode, Table
from ingest.pdf import parse_pdf
from ingest.pdf.pdfium import Skimmed
from ingest.pdf.triage import SHORT_DOCUMENT, PageChoice, glance

from .measured import run_measured

ROOT = Path(__file__).parents[2]
PLANS = sorted(ROOT.glob("fixtures/*/plan.pdf"))
SOUGHT = sought_for_plans()
PROSE = "Members were told that the work had gone as expected and that no more was needed before the spring"


@pytest.fixture(scope="module")
def packs():
    """The benchmark's maker of packs."""
    spec = importlib.util.spec_from_file_location("packs", ROOT / "benchmarks" / "pdf" / "packs.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["packs"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pack(packs, tmp_path_factory):
    made = packs.pack(120)
    path = tmp_path_factory.mktemp("pack") / "pack.pdf"
    path.write_bytes(made.content)
    return path, made


def prose(n_pages, draw=lambda page, n: None):
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    for n in range(1, n_pages + 1):
        for i in range(30):
            page.drawString(60, 760 - 22 * i, f"{PROSE} {n}-{i}.")
        draw(page, n)
        page.showPage()
    page.save()
    return out.getvalue()


def between_prose(plan, n_pages=20):
    """A plan's pages among others of prose, and how many stand before them."""
    out = io.BytesIO()
    filler = prose(n_pages)
    with (
        closing(pypdfium2.PdfDocument.new()) as made,
        closing(pypdfium2.PdfDocument(filler)) as around,
        closing(pypdfium2.PdfDocument(plan)) as own,
    ):
        made.import_pages(around)
        made.import_pages(own)
        made.import_pages(around)
        made.save(out)
    return out.getvalue()


def told(record):
    return [(a.reference, a.action, a.owner, a.timescale, a.status_text, a.recommendation) for a in record.actions]


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.parent.name)
def test_a_plan_among_other_pages_loses_no_action(plan, tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(between_prose(plan.read_bytes()))
    record = extract_document(path)
    assert told(record) == told(extract_document(plan))
    assert IssueCode.PAGES_PASSED_OVER in {issue.code for issue in record.issues}


def test_the_pages_that_can_hold_a_plan_are_read_and_the_others_are_counted(pack):
    path, made = pack
    record = extract_document(path)
    assert [tuple(cell.text for cell in action.source.cells) for action in record.actions] == list(made.rows)
    assert record.plans[0].pages == made.pages
    [issue] = [issue for issue in record.issues if issue.code is IssueCode.PAGES_PASSED_OVER]
    assert int(issue.message.split()[0]) >= 95


def test_all_pages_are_read_where_nothing_is_sought_and_in_a_short_document(pack):
    path, made = pack
    budgets = [item for item in parse_pdf(path.read_bytes()).content if isinstance(item, Table) and item.n_columns == 4]
    assert len(budgets) >= 15
    assert parse_pdf(made.content, SOUGHT).issues[-1].code is IssueCode.PAGES_PASSED_OVER
    assert parse_pdf(prose(SHORT_DOCUMENT), SOUGHT).issues == ()
    assert parse_pdf(prose(SHORT_DOCUMENT + 1), SOUGHT).issues[-1].code is IssueCode.PAGES_PASSED_OVER


def test_page_sizes_are_told_for_pages_that_were_not_read():
    shown = parse_pdf(prose(40, lambda page, n: page.setPageSize((400, 300)) if n == 20 else None), SOUGHT)
    assert (len(shown.page_sizes), shown.n_pages) == (40, 40)
    assert {round(size.width) for size in shown.page_sizes} <= {595, 400}


@pytest.mark.parametrize(
    ("text", "n_drawn", "hit"),
    [
        (PROSE * 3, 0, False),
        (PROSE * 3, 40, True),  # boxes and words: a table whose headings may say anything
        ("Service 2023 2024\nParking 1,204 980\nWaste 44 51\nRoads 7,020 6,400\n" + PROSE, 40, False),
        ("Action Lead officer By when Status\n" + PROSE, 0, True),
        ("Lead\nofficer\nAgreed\naction\nTarget\ndate\n" + PROSE, 0, True),
        ("Action: Mend the roof of the hall before it rains\nOwner: J Field\n" + PROSE, 0, True),
        ("The owner of the action said that its status was known by the date agreed. " + PROSE, 0, False),
        ("", 0, True),  # a picture may hold anything
        ("\x01\x02\x03\x04" * 60 + PROSE, 0, True),  # a font without a map
    ],
)
def test_what_a_glance_takes_for_worth_reading(text, n_drawn, hit):
    assert glance(Skimmed(text, n_drawn, ()), SOUGHT).is_hit is hit


def test_lines_cut_into_columns_are_worth_reading_whatever_their_words():
    lines = [[Box(x, 20 * y, x + wide, 20 * y + 10) for x, wide in ((60, 9), (90, 150), (300, 80))] for y in range(9)]
    columns = [piece for line in lines for piece in line]
    prose = [Box(60, 20 * y, 500, 20 * y + 10) for y in range(10, 30)]
    lefts = [(60 + (41 * y + x) % 400, 20 * y) for y in range(9) for x in (0, 90, 210)]
    scattered = [Box(x, top, x + 10, top + 10) for x, top in lefts]
    text = PROSE * 3
    assert glance(Skimmed(text, 0, columns), SOUGHT).is_hit
    assert glance(Skimmed(text, 0, columns[:12] + prose), SOUGHT).is_hit
    assert not glance(Skimmed(text, 0, columns[:9] + prose), SOUGHT).is_hit
    assert not glance(Skimmed(text, 0, prose), SOUGHT).is_hit
    assert not glance(Skimmed(text, 0, scattered), SOUGHT).is_hit
    assert glance(Skimmed(text, 0, prose, has_tagged_table=True), SOUGHT).is_hit
    assert not glance(Skimmed("1 2 3\n" * 9 + text, 0, columns), SOUGHT).is_hit


def test_lists_are_read_where_words_announce_them():
    seen = [glance(Skimmed(f"{PROSE}\n{PROSE}", 0, ()), SOUGHT) for _ in range(40)]
    seen[20] = glance(Skimmed(f"{PROSE}\nWe will:\n• open a hub\n• mend the roof", 0, ()), SOUGHT)
    seen[21] = glance(Skimmed("• train the staff\n• write to all tenants\n" + PROSE, 0, ()), SOUGHT)
    seen[22] = seen[21]
    seen[10] = glance(Skimmed("Report of the Head of Housing\n" + PROSE, 0, ()), SOUGHT)
    choice = PageChoice(seen)
    assert [n for n in range(1, 41) if choice.wants(n)] == [1, 2, 3, 11, 20, 21, 22, 23]


def test_a_table_at_the_foot_of_a_page_is_followed():
    choice = PageChoice([glance(Skimmed(PROSE, 0, ()), SOUGHT)] * 40)
    assert not choice.wants(4)
    choice.was_read(3, ends_in_table=True)
    assert choice.wants(4)
    assert not choice.wants(5)


@pytest.mark.slow
def test_memory_stays_flat_over_a_thousand_pages(packs, tmp_path):
    script = (
        "import sys; from pathlib import Path; from ingest.registry import parse_document;"
        "parse_document(Path(sys.argv[1]))"
    )
    peaks = {}
    for n_pages in (200, 1000):
        path = tmp_path / f"{n_pages}.pdf"
        path.write_bytes(packs.pack(n_pages).content)
        _, peaks[n_pages] = run_measured(script, path)
    assert peaks[1000] < 400
    assert peaks[1000] - peaks[200] < 60  # what it shows is kept, as text; the file itself is 1 MB longer


def unmapped():
    """A page whose font gives glyph numbers and no characters, and one that can be read."""

    def unmap(page):
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name("/ABCDEF+Odd"),
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.CIDFontType2,
                    BaseFont=pikepdf.Name("/ABCDEF+Odd"),
                    CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
                    FontDescriptor=pikepdf.Dictionary(
                        Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/ABCDEF+Odd"), Flags=4
                    ),
                )
            ],
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(prose(2))) as document:
        unmap(document.pages[0])
        document.pages[0].Contents = document.make_stream(b"BT /F1 12 Tf 60 700 Td <00330048005100550052> Tj ET")
        document.save(out)
    return out.getvalue()


def test_a_font_that_tells_no_characters_is_an_issue_and_pdfplumber_is_asked(monkeypatch):
    asked = []

    def read(page):
        asked.append(page.page_number)
        raise KeyError("ToUnicode")

    shown = parse_pdf(unmapped())
    assert [(issue.code, issue.locator.page) for issue in shown.issues] == [(IssueCode.NO_UNICODE_MAP, 1)]
    monkeypatch.setattr("ingest.pdf.plumber.read_geometry", read)
    assert parse_pdf(unmapped()).issues == shown.issues  # where pdfplumber gives up too, PDFium's page stands
    assert asked == [1]
