"""Word documents into the table model. Documents are made with python-docx and small pieces of XML."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import RGBColor
from lxml import etree

from ingest.errors import DamagedDocument
from ingest.model import Block, BlockKind, IssueCode, Shown, Table
from ingest.word import parse_word


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def body_of(xml: str, numbering: str = "") -> Shown:
    """Parse a document whose body is the XML given, with the list definitions given."""
    document = docx.Document()
    body = document.element.body
    for element in parse_xml(f"<w:body {nsdecls('w', 'r')}>{xml}</w:body>"):
        body.insert(len(body) - 1, element)
    if numbering:
        part = document.part.numbering_part.element
        for old in list(part):
            part.remove(old)
        for element in parse_xml(f"<w:numbering {nsdecls('w')}>{numbering}</w:numbering>"):
            part.append(element)
    return parse_word(saved(document))


def tables(shown: Shown) -> list[Table]:
    return [item for item in shown.content if isinstance(item, Table)]


def blocks(shown: Shown) -> list[Block]:
    return [item for item in shown.content if isinstance(item, Block)]


RESTART = "<w:{} w:val='restart'/>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_rows_that_begin_late_end_early_or_merge_the_old_way() -> None:
    (table,) = tables(
        body_of(
            f"<w:tbl><w:tr>{cell('a')}{cell('b')}{cell('c')}</w:tr>"
            f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('d')}</w:tr>"
            f"<w:tr>{cell('e', RESTART.format('hMerge'))}{cell('', '<w:hMerge/>')}{cell('f')}</w:tr>"
            f"<w:tr><w:trPr><w:del w:id='1' w:author='x'/></w:trPr>{cell('gone')}</w:tr></w:tbl>"
        )
    )
    assert [(c.text, c.row, c.column, c.column_span) for c in table.cells] == [
        ("a", 0, 0, 1), ("b", 0, 1, 1), ("c", 0, 2, 1), ("d", 1, 1, 1), ("e", 2, 0, 2), ("f", 2, 2, 1),
    ]  # fmt: skip


def test_text_that_a_merge_covers_is_reported() -> None:
    shown = body_of(
        f"<w:tbl><w:tr>{cell('a', RESTART.format('vMerge'))}{cell('b')}</w:tr>"
        f"<w:tr>{cell('covered', '<w:vMerge/>')}{cell('c')}</w:tr></w:tbl>"
    )
    assert [issue.code for issue in shown.issues] == [IssueCode.RAGGED_TABLE]
    assert "covered" in shown.issues[0].message


def test_controls_changes_fields_and_breaks_read_as_printed() -> None:
    (block,) = blocks(
        body_of(
            "<w:p><w:r><w:t xml:space='preserve'>Kept </w:t></w:r>"
            "<w:ins w:id='1' w:author='x'><w:r><w:t>inserted</w:t></w:r></w:ins>"
            "<w:del w:id='2' w:author='x'><w:r><w:delText>deleted</w:delText></w:r></w:del>"
            "<w:r><w:br/><w:t>line</w:t><w:tab/><w:t>tab</w:t></w:r>"
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t xml:space='preserve'> May</w:t></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Choose.</w:t></w:r></w:sdtContent></w:sdt>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
            "<w:r><w:sym w:font='Wingdings' w:char='F0E0'/><w:sym w:font='Wingdings' w:char='F0FC'/></w:r></w:p>"
        )
    )
    assert block.text == "Kept inserted\nline tab May→✓"


def test_rows_and_cells_inside_content_controls_are_found() -> None:
    row = f"<w:tr><w:sdt><w:sdtContent>{cell('a')}</w:sdtContent></w:sdt>{cell('b')}</w:tr>"
    (table,) = tables(
        body_of(
            "<w:sdt><w:sdtContent><w:tbl>"
            f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl></w:sdtContent></w:sdt>"
        )
    )
    assert [each.text for each in table.cells] == ["a", "b"]


LISTS = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
"""


def item(text: str, number: int, level: int = 0) -> str:
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    numbering = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
    return f"<w:p><w:pPr>{numbering}</w:pPr>{run}</w:p>"


def test_lists_count_as_word_counts() -> None:
    paragraphs = [
        ("a", 1, 0),
        ("b", 1, 1),
        ("c", 1, 1),
        ("d", 1, 0),
        ("e", 1, 1),
        ("f", 2, 0),
        ("g", 3, 0),
        ("h", 1, 0),
    ]
    shown = body_of("".join(item(*each) for each in paragraphs), LISTS)
    markers = [(block.marker, block.level) for block in blocks(shown)]
    assert markers == [
        ("1.", 1), ("1a)", 2), ("1b)", 2), ("2.", 1), ("2a)", 2), ("•", 1), ("7.", 1), ("8.", 1),
    ]  # fmt: skip


def test_a_column_of_list_numbers_and_bullets_in_cells() -> None:
    row = "<w:tr><w:tc>" + item("", 1) + "</w:tc><w:tc>" + item("one", 2) + item("two", 2) + "</w:tc></w:tr>"
    (table,) = tables(body_of(f"<w:tbl>{row}{row}</w:tbl>", LISTS))
    assert [each.text for each in table.cells] == ["1.", "• one\n• two", "2.", "• one\n• two"]


def test_looks_of_cells() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    table.cell(0, 0)._tc.get_or_add_tcPr().append(parse_xml(f"<w:shd {nsdecls('w')} w:fill='00B050'/>"))
    heading = table.cell(0, 0).paragraphs[0].add_run("RAG")
    heading.bold, heading.font.color.rgb = True, RGBColor(255, 255, 255)
    dates = table.cell(1, 1).paragraphs[0]
    dates.add_run("May 2024").font.strike = True
    dates.add_run(" June 2024")
    marked = table.cell(1, 0).paragraphs[0].add_run("Amber")
    marked._r.get_or_add_rPr().append(parse_xml(f"<w:highlight {nsdecls('w')} w:val='yellow'/>"))
    (read,) = tables(parse_word(saved(document)))
    first, _, amber, last = read.cells
    assert (read.header_rows, first.is_heading, first.bold) == (1, True, True)
    assert (first.fill, first.ink, amber.fill) == ("#00b050", "#ffffff", "#ffff00")
    assert last.struck == ((0, 8),)
    assert last.text == "May 2024 June 2024"


def test_blocks_by_style_and_furniture_apart() -> None:
    document = docx.Document()
    document.core_properties.title = "Ambridge action plan"
    document.add_heading("Plan", 0)
    document.add_heading("Roads", 2)
    document.add_paragraph("Mend the roads", style="List Bullet")
    document.add_paragraph("4.7 The clerk reports.")
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    found = [(b.kind, b.level, b.marker, b.text) for b in blocks(parse_word(saved(document)))]
    assert found == [
        (BlockKind.TITLE, 0, None, "Ambridge action plan"),
        (BlockKind.FURNITURE, 0, None, "Page 1"),
        (BlockKind.TITLE, 0, None, "Plan"),
        (BlockKind.HEADING, 2, None, "Roads"),
        (BlockKind.LIST_ITEM, 1, "•", "Mend the roads"),
        (BlockKind.PARAGRAPH, 0, "4.7", "The clerk reports."),
    ]


def test_nested_tables_are_text_of_the_cell_and_tables_of_their_own() -> None:
    inner = f"<w:tbl><w:tr>{cell('x')}{cell('y')}</w:tr></w:tbl>"
    shown = body_of(f"<w:tbl><w:tr>{cell('a')}<w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>")
    outer, nested = tables(shown)
    assert (outer.cells[1].text, nested.nested_in) == ("x y", outer.number)


def test_paths_lead_back_to_the_cells() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for number, each in enumerate(table._cells):
        each.text = f"cell {number}"
    content = saved(document)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    (read,) = tables(parse_word(content))
    for each in read.cells:
        (found,) = tree.xpath(each.parts[0].path, namespaces=tree.nsmap)
        assert "".join(found.itertext(qn("w:t"))) == each.text


def test_what_does_not_open_is_damaged() -> None:
    content = saved(docx.Document())
    for broken in (content[: len(content) // 2], b"PK\x03\x04 nothing"):
        with pytest.raises(DamagedDocument):
            parse_word(broken)
