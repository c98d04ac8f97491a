"""What tags tell that no geometry shows, in PDFs of browsers and office programs and in some that we write by hand."""

import subprocess

import docx
import pytest
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Pt

from ingest.model import Table
from ingest.pdf import parse_pdf
from ingest.stitch import stitch

from .layouts import chromium, with_browser, with_word
from .layouts.with_tags import Tagged, simple, untagged

HEADINGS = ["Ref", "Action", "Owner"]
TENANTS = (
    "Write to every tenant about the works. Ask each of them for a date that suits. Give them two weeks to answer. "
    "Call on those who do not answer. Keep a list of all the answers. Tell the contractor what was agreed. Meet the "
    "contractor each month. Report what went wrong."
)
PAGE = """<!DOCTYPE html><meta charset=utf-8><style>
@page { size: 300pt 220pt; margin: 15pt } body { margin: 0; font: 9pt/11pt "Liberation Sans" }
table { border-collapse: collapse; width: 100% } td, th { padding: 1pt; text-align: left; vertical-align: top }
tr { break-inside: auto } thead { display: table-row-group }
</style>"""

needs_browser = pytest.mark.skipif(chromium.COMMAND is None, reason="Chromium is not installed")
needs_office = pytest.mark.skipif(with_word.COMMAND is None, reason="LibreOffice is not installed")


def tables(content):
    return [item for item in stitch(parse_pdf(content).content) if isinstance(item, Table)]


def shown(content):
    """Return the texts of the one table, row by row, a merged cell in each place that it covers."""
    (table,) = tables(content)
    return [[" ".join(cell.text.split()) if cell else "" for cell in row] for row in table.grid()]


RAGGED = [
    ["Ref", "Action", "Owner", "By when"],
    ["1", "Review the scheme of delegation with every service", "Clerk to the council", "May 2025"],
    ["1", "Publish it", "Mayor", "June 2025"],
    ["2", "Hold a workshop for all members of the council", "Hold a workshop for all members of the council", "July"],
    ["3", "Report", "Chair", ""],
]


@needs_browser
def test_merged_cells_and_close_columns_without_rulings(tmp_path):
    """Chromium tags what it prints; it sets these columns two points apart."""
    (head, one, more, two, three) = RAGGED
    rows = [
        f"<thead><tr>{''.join(f'<th>{text}' for text in head)}</thead>",
        f"<tr><td rowspan=2>1{''.join(f'<td>{text}' for text in one[1:])}",
        f"<tr>{''.join(f'<td>{text}' for text in more[1:])}",
        f"<tr><td>2<td colspan=2>{two[1]}<td>{two[3]}",
        f"<tr>{''.join(f'<td>{text}' for text in three)}",
    ]
    content = with_browser.print_page(f"{PAGE}<p>The plan.</p><table>{''.join(rows)}</table>", tmp_path, "ragged")
    assert shown(content) == RAGGED
    assert shown(untagged(content)) != RAGGED


@needs_browser
def test_rows_without_rulings_cut_by_the_page(tmp_path):
    body = [[str(n), f"{TENANTS} Then end part {n}.", "Clerk. Keeper of the Records."] for n in range(1, 8)]
    markup = "".join(f"<tr>{''.join(f'<td>{text}' for text in row)}" for row in body)
    head = "".join(f"<th>{text}" for text in HEADINGS)
    page = f"{PAGE}<table><thead><tr>{head}</thead>{markup}</table>"
    content = with_browser.print_page(page, tmp_path, "cut")
    assert shown(content) == [HEADINGS, *body]
    assert not tables(untagged(content))


def test_a_row_cut_at_the_end_of_a_sentence_in_each_of_its_cells():
    """With rulings and no repeated heading, nothing but the tags tells that the texts below belong to the row above."""
    doc = Tagged()
    doc.rule(2, 3)
    head, row = simple(doc, [HEADINGS, ["Part 1", "Review it.", "Clerk."]])
    doc.turn_page()
    doc.rule(2, 3)
    more, last = simple(doc, [["Part 2", "Publish it.", "Chair."], ["Part 3", "Report.", "Mayor."]])
    whole = ("TR", [("TD", [*a, *b]) for (_, a), (_, b) in zip(row[1], more[1], strict=True)])
    content = doc.save(("Table", [head, whole, last]))
    rows = [["Part 1 Part 2", "Review it. Publish it.", "Clerk. Chair."], ["Part 3", "Report.", "Mayor."]]
    assert shown(content) == [HEADINGS, *rows]
    assert len(shown(untagged(content))) == 4


@pytest.mark.slow
@needs_office
def test_a_table_of_an_office_program_without_rulings(tmp_path):
    """LibreOffice leaves repeated headings untagged: they are artifacts."""
    document = docx.Document()
    document.sections[0].page_height = Pt(300)
    body = [[str(n), f"{TENANTS} Then end part {n}.", "Clerk. Keeper of the Records."] for n in range(1, 6)]
    table = document.add_table(rows=0, cols=3)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for row in [HEADINGS, *body]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.rows[0]._tr.get_or_add_trPr().append(docx.oxml.OxmlElement("w:tblHeader"))
    document.save(tmp_path / "plan.docx")
    options = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    command = [with_word.COMMAND, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", options, "--outdir", tmp_path, tmp_path / "plan.docx"],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    content = (tmp_path / "plan.pdf").read_bytes()
    assert shown(content) == [HEADINGS, *body]
    assert [table.n_rows for table in tables(untagged(content))] != [6]


def test_headings_tagged_anew_on_each_page_are_repeated_ones():
    doc = Tagged()
    first = simple(doc, [HEADINGS, ["1", "Review", "Clerk"]])
    doc.turn_page()
    second = simple(doc, [HEADINGS, ["2", "Publish", "Chair"]])
    content = doc.save(("Table", [*first, *second]))
    assert shown(content) == [HEADINGS, ["1", "Review", "Clerk"], ["2", "Publish", "Chair"]]


def test_first_rows_of_pages_that_are_tagged_as_headings_but_look_like_the_others():
    doc = Tagged()
    doc.canvas.setFont("Helvetica-Bold", 12)
    doc.rule(3, 3)
    first = [*simple(doc, [HEADINGS])]
    doc.canvas.setFont("Helvetica", 12)
    first += simple(doc, [["1", "Review", "Clerk"], ["2", "Publish", "Chair"]], first=1)
    doc.turn_page()
    doc.rule(2, 3)
    (row,) = simple(doc, [["3", "Report", "Mayor"]])
    lying = ("TR", [("TH", marks) for _, marks in row[1]])
    content = doc.save(("Table", first), ("Table", [lying, *simple(doc, [["4", "Consult", "Clerk"]], first=1)]))
    assert [row[0] for row in shown(content)] == ["Ref", "1", "2", "3", "4"]


def test_another_table_of_the_tree_under_the_same_headings_is_not_joined_by_its_tags():
    doc = Tagged()
    first = simple(doc, [HEADINGS, ["1", "Review", "Clerk"], ["2", "Publish", "Chair"]])
    second = simple(doc, [["Risk", "Score", "Trend"], ["a", "9", "up"], ["b", "4", "down"]], first=6)
    found = tables(doc.save(("Table", first), ("Table", second)))
    assert [table.n_rows for table in found] == [3, 3]
