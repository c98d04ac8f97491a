"""OpenDocument spreadsheets by hand: what shows, what repeats, what is covered, hidden or conditional."""

import datetime as dt
import io
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, PatternFill

from ingest.model import Block, BlockKind, IssueCode, Shown, Table
from ingest.ods import parse_ods
from ingest.registry import FORMATS, choose_format
from ingest.xls import parse_xls
from ingest.xlsx import parse_xlsx

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"),
        ("draw", "drawing"),
    )
)  # fmt: skip
SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
STYLES = """
<style:style style:name="red" style:family="table-cell">
  <style:table-cell-properties fo:background-color="#c00000"/></style:style>
<style:style style:name="bold" style:family="table-cell">
  <style:text-properties fo:font-weight="bold" style:text-line-through-style="none"/></style:style>
<style:style style:name="struck" style:family="text">
  <style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="rag" style:family="table-cell">
  <style:map style:condition='cell-content()="Late"' style:apply-style-name="red" style:base-cell-address="Plan.C2"/>
</style:style>
<style:style style:name="away" style:family="table"><style:table-properties table:display="false"/></style:style>
"""


def flat(tables: str, styles: str = STYLES) -> bytes:
    return (
        f'<?xml version="1.0"?><office:document {SPACES} '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet" office:version="1.3">'
        f"<office:meta><dc:title>Recovery plan</dc:title></office:meta>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document>"
    ).encode()


def packed(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def cell(text: str = "", more: str = "") -> str:
    lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) if text else ""
    return f'<table:table-cell office:value-type="string" {more}>{lines}</table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def sheet(*rows: str, name: str = "Plan", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{"".join(rows)}</table:table>'


HEADS = row(cell("Ref"), cell("Action"), cell("RAG"))


def tables(shown: Shown) -> list[Table]:
    return [item for item in shown.content if isinstance(item, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[c.text if c else "" for c in line] for line in table.grid()]


def at(shown: Shown, name: str):
    return next(c for t in tables(shown) for c in t.cells if c.parts[0].path == name)


def test_flat_and_packed_files_are_told_by_content_and_read_alike() -> None:
    content = flat(sheet(HEADS, row(cell("1"), cell("Do it"), cell("Late"))))
    assert choose_format(content).name == choose_format(packed(content)).name == "OpenDocument spreadsheet"
    assert tables(parse_ods(content)) == tables(parse_ods(packed(content)))
    [title] = [b for b in parse_ods(content).content if isinstance(b, Block) and b.kind is BlockKind.TITLE]
    assert title.text == "Recovery plan"


def test_values_stand_as_shown_and_without_a_shown_form_by_their_type() -> None:
    date = '<table:table-cell office:value-type="date" office:date-value="2024-03-31">{}</table:table-cell>'
    share = '<table:table-cell office:value-type="percentage" office:value="0.75"/>'
    error = cell("#DIV/0!", 'table:formula="of:=1/0"')
    lost = '<table:table-cell table:formula="of:=TODAY()"/>'
    shown = parse_ods(
        flat(
            sheet(
                HEADS, row(date.format("<text:p>Mar-24</text:p>"), date.format(""), share), row(error, cell("x"), lost)
            )
        )
    )
    assert texts(tables(shown)[0])[1:] == [["Mar-24", "31/03/2024", "75%"], ["#DIV/0!", "x", ""]]
    assert [i.locator.path for i in shown.issues if i.code is IssueCode.NOT_CALCULATED] == ["Plan!C3"]


def test_spans_cover_repeats_repeat_and_rows_without_end_cost_nothing() -> None:
    wide = 'table:number-columns-spanned="2" table:number-rows-spanned="2"'
    covered = "<table:covered-table-cell><text:p>under</text:p></table:covered-table-cell>"
    shown = parse_ods(
        flat(
            sheet(
                HEADS,
                row(cell("Both", wide), covered, cell("a")),
                row("<table:covered-table-cell/><table:covered-table-cell/>", cell("b")),
                row(cell("same", 'table:number-columns-repeated="3"'), more='table:number-rows-repeated="2"'),
                row(cell("", 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048000"'),
            )
        )
    )
    [table] = tables(shown)
    spans = {c.text: (c.row_span, c.column_span) for c in table.cells if c.text == "Both"}
    assert (spans, table.n_rows) == ({"Both": (2, 2)}, 5)
    assert texts(table)[3:] == [["same"] * 3] * 2
    assert next(i.message for i in shown.issues if i.code is IssueCode.RAGGED_TABLE).endswith("under")


def test_styles_runs_conditions_and_comments_show() -> None:
    note = "<office:annotation><dc:creator>Ann Lee</dc:creator><text:p>ask Bob</text:p></office:annotation>"
    mixed = (
        f'<table:table-cell>{note}<text:p>was <text:span text:style-name="struck">May</text:span> June</text:p>'
        "</table:table-cell>"
    )
    shown = parse_ods(
        flat(
            sheet(
                HEADS,
                row(cell("1", 'table:style-name="bold"'), mixed, cell("Late", 'table:style-name="rag"')),
                row(cell("2"), cell("B"), cell("Good", 'table:style-name="rag"')),
            )
        )
    )
    assert at(shown, "Plan!A2").bold
    assert at(shown, "Plan!B2").struck == ((4, 7),)
    assert (at(shown, "Plan!C2").fill, at(shown, "Plan!C3").fill) == ("#c00000", None)
    [comment] = [i for i in shown.issues if i.code is IssueCode.COMMENT]
    assert (comment.message, comment.locator.path) == ("comment by Ann Lee: ask Bob", "Plan!B2")


def test_what_is_hidden_is_read_and_said_so() -> None:
    column = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    shown = parse_ods(
        flat(
            sheet(column, HEADS, row(cell("1"), cell("A"), cell("x"), more='table:visibility="filter"'))
            + sheet(HEADS, row(cell("2"), cell("B"), cell("y")), name="Old", more='table:style-name="away"')
        )
    )
    assert [i.locator.path for i in shown.issues if i.code is IssueCode.HIDDEN] == ["Plan!A2", "Plan!B1", "Old!A1"]
    assert len(tables(shown)) == 2


def test_shapes_of_a_cell_are_told_once_and_hidden_words_are_named() -> None:
    box = "<draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    words = '<text:span text:style-name="gone">key 7</text:span>'
    gone = '<style:style style:name="gone" style:family="text">'
    gone += '<style:text-properties text:display="none"/></style:style>'
    inside = f"<table:table-cell><text:p>Mend{words}</text:p>{box.format('one')}{box.format('two')}</table:table-cell>"
    shown = parse_ods(flat(sheet(row(cell("Action"), cell("Owner")), row(inside, cell("Clerk"))), STYLES + gone))
    assert [block.text for block in shown.content if isinstance(block, Block)][-2:] == ["one", "two"]
    (issue,) = (issue for issue in shown.issues if issue.code is IssueCode.HIDDEN)
    assert (issue.message.rpartition(": ")[2], issue.locator.path) == ("key 7", "Plan!A2")


def test_lengths_and_times_that_are_none_end_no_sheet() -> None:
    wide = '<style:style style:name="w" style:family="table-column">'
    wide += '<style:table-column-properties style:column-width="1.2.3cm"/></style:style>'
    columns = '<table:table-column table:style-name="w"/>'
    time = cell("1:02").replace('"string"', '"time" office:time-value="PT1.2.3S"')
    page = sheet(columns, row(cell("Action"), cell("Time")), row(cell("Mend"), time))
    (table,) = tables(parse_ods(flat(page, STYLES + wide)))
    assert texts(table)[1] == ["Mend", "1:02"]


def tracker() -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    page.title = "Open items"
    for line in (
        ["Harting Parish Council action tracker"], [], ["Ref", "Action", "Owner", "Due", "Status", "Done"],
        ["A1", "Repair the hall roof", "Clerk", dt.date(2024, 3, 31), "Late", 0.5],
        ["A2", "Review the standing orders\nand publish them", "Chair", dt.date(2024, 10, 1), "Done", 1],
    ):  # fmt: skip
        page.append(line)
    page.merge_cells("A1:F1")
    page["A1"].font = Font(bold=True)
    for n in (4, 5):
        page[f"D{n}"].number_format = "d mmm yyyy"
        page[f"F{n}"].number_format = "0%"
    page["C4"].fill = PatternFill("solid", fgColor="FFFFFF00")
    red = PatternFill(bgColor="FFFF0000")
    page.conditional_formatting.add("E4:E9", CellIsRule(operator="equal", formula=['"Late"'], fill=red))
    page.conditional_formatting.add(
        "A4:A9", FormulaRule(formula=['$E4="Done"'], font=Font(color="FF00B050", bold=True))
    )
    page.row_dimensions[5].hidden = True
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("suffix", "parse"), [("ods", parse_ods), ("fods", parse_ods), ("xls", parse_xls), ("xlsx", parse_xlsx)]
)
def test_a_workbook_that_libreoffice_saved_shows_the_same(suffix, parse, tmp_path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(tracker())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path / "out"), "plan.xlsx"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    written = tmp_path / "out" / f"plan.{suffix}"
    if not written.exists():
        pytest.skip(f"this LibreOffice writes no .{suffix}: {done.stderr[:200]!r}")
    assert choose_format(written.read_bytes()).parse in {
        known.parse for known in FORMATS if f".{suffix}" in known.suffixes
    }
    first, again = parse_xlsx(tracker()), parse(written.read_bytes())
    assert again.content == first.content
    assert [(i.code, i.locator) for i in again.issues] == [(i.code, i.locator) for i in first.issues]
    assert at(again, "'Open items'!E4").fill == "#ff0000"
    assert at(again, "'Open items'!A5").ink == "#00b050"
