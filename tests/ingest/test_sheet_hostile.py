"""Spreadsheets that are broken or mean harm end in a clear issue, soon and in little memory."""

import io
import sys
import time
import zipfile

import openpyxl
import pytest

from ingest.errors import UnreadableDocument
from ingest.model import IssueCode, Shown, Table
from ingest.ods import parse_ods
from ingest.xls import parse_xls
from ingest.xlsx import parse_xlsx

from .measured import run_measured

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SECONDS, MEGABYTES = 20, 500


def workbook(rows: str, *, before: str = "", after: str = "", styles: str | None = None, doctype: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", '<Types><Override ContentType="x.spreadsheetml"/></Types>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Plan" sheetId="1" r:id="r1"/>'
            '<sheet name="Away" sheetId="2" r:id="r2"/><sheet name="None" sheetId="3" r:id="r9"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{OFFICE}/worksheet" Target="http://x.invalid/s" TargetMode="External"/>'
            f'<Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        )
        if styles is not None:
            archive.writestr("xl/styles.xml", styles)
        sheet = f"{doctype}<worksheet xmlns='{MAIN}'>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
        archive.writestr("xl/sheet1.xml", sheet)
    return stream.getvalue()


def text(name: str, words: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>{words}</t></is></c>'


ROWS = f'<row r="1">{text("A1", "Ref")}{text("B1", "Action")}</row><row r="2">{text("A2", "1")}{text("B2", "Do")}</row>'


def n_cells(shown: Shown) -> int:
    return sum(len(item.cells) for item in shown.content if isinstance(item, Table))


def test_declared_sizes_cost_nothing() -> None:
    start = time.perf_counter()
    shown = parse_xlsx(
        workbook(
            ROWS + f'<row r="1048576">{text("XFD1048576", "far")}</row>',
            before='<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" hidden="1"/></cols>',
            after='<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>'
            '<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" priority="1">'
            "<formula>A1=1</formula></cfRule></conditionalFormatting>",
        )
    )
    assert n_cells(shown) == 4
    assert time.perf_counter() - start < 2


def test_entities_are_not_expanded_nor_files_read() -> None:
    bomb = "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ) + "]>"  # fmt: skip
    outside = "<!DOCTYPE w [<!ENTITY i SYSTEM 'file:///etc/passwd'>]>"
    for doctype in (bomb, outside):
        shown = parse_xlsx(workbook(ROWS + f'<row r="3">{text("A3", "&i;")}{text("B3", "x")}</row>', doctype=doctype))
        assert not any(
            "root:" in cell.text or len(cell.text) > 100
            for t in shown.content
            if isinstance(t, Table)
            for cell in t.cells
        )


def test_a_broken_sheet_keeps_what_stood_before_the_break() -> None:
    shown = parse_xlsx(workbook(ROWS + "<row r='3'><c></row>"))
    assert n_cells(shown) == 4
    assert IssueCode.UNREADABLE_PAGE in [issue.code for issue in shown.issues]


def test_rules_that_nest_or_never_end_are_told() -> None:
    deep = "(" * 500 + "1" + ")" * 500
    rules = "".join(
        f'<conditionalFormatting sqref="A1:B9"><cfRule type="expression" priority="{n}"><formula>{formula}</formula>'
        "</cfRule></conditionalFormatting>"
        for n, formula in enumerate((deep, "A1=", "SUM(A1:A9)&gt;3", '"' * 3, "-" * 900 + "1"))
    )
    shown = parse_xlsx(workbook(ROWS, after=rules))
    assert [i.code for i in shown.issues] == [IssueCode.NOT_CALCULATED]


@pytest.mark.parametrize("parse", [parse_xlsx, parse_ods, parse_xls])
def test_what_is_no_workbook_says_so(parse) -> None:
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<html/>")
    for content in (
        b"",
        b"PK\x03\x04 broken",
        made.getvalue()[:900],
        stream.getvalue(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    ):
        with pytest.raises(UnreadableDocument):
            parse(content)


_MEASURED = """
import sys, time
from ingest.errors import UnreadableDocument
from ingest.registry import choose_format
from ingest.options import ReadOptions
content = open(sys.argv[1], "rb").read()
start = time.process_time()
try:
    shown = choose_format(content).parse(content, ReadOptions())
    said = [f"{issue.severity} {issue.message}" for issue in shown.issues]
except UnreadableDocument as error:
    said = [str(error)]
seconds = time.process_time() - start
print(seconds, said[:3])
"""


def measured(content: bytes, tmp_path, name: str) -> tuple[float, float, str]:
    path = tmp_path / name
    path.write_bytes(content)
    printed, megabytes = run_measured(_MEASURED, path)
    seconds, said = printed.split(maxsplit=1)
    return float(seconds), megabytes, said


def million(kind: str) -> bytes:
    """A sheet of a million cells: with text, blank but coloured, or of rules over all of them."""
    if kind == "texts":
        rows = "".join(
            f'<row r="{n}">' + "".join(f"<c t='str'><v>cell {n} {c}</v></c>" for c in range(100)) + "</row>"
            for n in range(1, 10_001)
        )
    else:
        rows = ROWS + "".join(f'<row r="{n}">' + '<c s="1"/>' * 100 + "</row>" for n in range(3, 10_003))
    return workbook(rows)


def styles() -> bytes:
    fonts, formats = "<font><b/></font>" * 200_000, "<xf fontId='1'/>" * 200_000
    listed = f"<fonts>{fonts}</fonts><cellXfs>{formats}</cellXfs>"
    return workbook(ROWS, styles=f"<styleSheet xmlns='{MAIN}'>{listed}</styleSheet>")


def open_document() -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
    names = " ".join(f'xmlns:{name}="{space.format(name)}"' for name in ("office", "table", "text"))
    row = "<table:table-row>" + "<table:table-cell><text:p>x</text:p></table:table-cell>" * 100 + "</table:table-row>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='Plan'>"
            f"{row * 10_000}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured as Linux tells it")
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: million("texts"), "stopped"),
        (lambda: million("blanks"), ""),
        (styles, ""),
        (open_document, ""),
        (lambda: workbook("<row>" + " " * 150_000_000 + "</row>"), "do not trust it"),
    ],
    ids=["million-texts", "million-blanks", "styles", "million-ods", "zip-bomb"],
)
def test_what_is_huge_ends_soon_and_in_little_memory(make, says, tmp_path) -> None:
    seconds, megabytes, said = measured(make(), tmp_path, "plan.bin")
    assert says in said
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured as Linux tells it")
def test_a_sheet_of_ten_thousand_rows_takes_seconds(tmp_path) -> None:
    made = openpyxl.Workbook(write_only=True)
    page = made.create_sheet("Plan")
    page.append(["Ref", "Action", "Owner", "Due", "Status", "Update"])
    for n in range(10_000):
        page.append(
            [n, f"Action number {n} is to be done by the team", "Head of Law", 45_000 + n % 900, "Open", "x" * 80]
        )
    stream = io.BytesIO()
    made.save(stream)
    seconds, megabytes, _ = measured(stream.getvalue(), tmp_path, "plan.xlsx")
    assert seconds < 6
    assert megabytes < 300
