"""Web pages into the table model."""

from __future__ import annotations

import pytest
from lxml import etree

from ingest.errors import DamagedDocument
from ingest.html import parse_html
from ingest.model import Block, BlockKind, Shown, Table


def page(body: str, head: str = "") -> Shown:
    return parse_html(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode())


def tables(shown: Shown) -> list[Table]:
    return [item for item in shown.content if isinstance(item, Table)]


def blocks(shown: Shown) -> list[Block]:
    return [item for item in shown.content if isinstance(item, Block)]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ('rowspan="0"', (0, 0, 3, 1)),
        ('rowspan="99"', (0, 0, 3, 1)),
        ('colspan="99"', (0, 0, 1, 1)),
        ('rowspan="x" colspan="-2"', (0, 0, 1, 1)),
    ],
)
def test_spans_that_leave_the_table_end_with_it(spans: str, expected: tuple[int, ...]) -> None:
    (table,) = tables(page(f"<table><tr><td {spans}>a</td></tr><tr><td>b</td></tr><tr><td>c</td></tr></table>"))
    first = table.cells[0]
    assert (first.row, first.column, first.row_span, first.column_span) == expected


def test_overlapping_spans_make_a_legal_table() -> None:
    (table,) = tables(
        page(
            '<table><tr><td>a</td><td rowspan="2">b</td></tr><tr><td colspan="2">c</td><td>d</td></tr>'
            "<tr><td>e</td><td>f</td><td>g</td></tr></table>"
        )
    )
    assert {cell.text for cell in table.cells} == set("abcdefg")


def test_head_rows_and_heading_cells_come_from_the_source() -> None:
    (table,) = tables(
        page(
            "<table><tbody><tr><th scope='row'>1</th><td>Mend the roof</td></tr></tbody>"
            "<thead><tr><th>No</th><th>Action</th></tr></thead></table>"
        )
    )
    assert [cell.text for cell in table.cells] == ["No", "Action", "1", "Mend the roof"]
    assert table.header_rows == 1
    assert [cell.is_heading for cell in table.cells] == [True, True, False, False]


def test_lines_lists_and_images_inside_a_cell() -> None:
    (table,) = tables(
        page(
            "<table><tr><td><p>First\n  para</p>Loose<br>broken<ul><li>one</li><li><p>two</p></li></ul>"
            "<ol start=3><li>three</li></ol><img alt='Green'></td><td>x</td></tr></table>"
        )
    )
    assert table.cells[0].text == "First para\nLoose\nbroken\n• one\n• two\n3. three\nGreen"


def test_looks_come_from_attributes_sheets_and_tags() -> None:
    sheet = (
        "<style>td.late{background:#C00000 none;color:white} #own{background-color:rgb(0,176,80)}"
        "tr.odd td{font-weight:bold} @media print{td{background:black}}</style>"
    )
    (table,) = tables(
        page(
            "<table><tr class=odd><td class=late>Red</td><td id=own>Green</td><td bgcolor=yellow>Amber</td></tr>"
            "<tr style='background:#fff'><td><s>May</s> June</td>"
            "<td><span style='text-decoration:line-through'>old</span></td>"
            "<td><font color=navy>blue</font></td></tr></table>",
            sheet,
        )
    )
    looks = {cell.text: cell for cell in table.cells}
    assert (looks["Red"].fill, looks["Red"].ink, looks["Red"].bold) == ("#c00000", "#ffffff", True)
    assert looks["Green"].fill == "#00b050"
    assert looks["Amber"].fill == "#ffff00"
    assert (looks["May June"].struck, looks["May June"].fill) == (((0, 3),), None)
    assert looks["old"].struck == ((0, 3),)
    assert looks["blue"].ink == "#000080"


def test_layout_tables_are_unwrapped_and_nested_data_tables_are_tables_of_their_own() -> None:
    inner = "<table><tr><th>Action</th><th>Owner</th></tr><tr><td>Mend</td><td>Clerk</td></tr></table>"
    (laid_out,) = tables(page(f"<table><tr><td>Menu</td><td>{inner}</td></tr></table>"))
    assert (laid_out.nested_in, laid_out.header_rows) == (None, 1)
    outer, nested = tables(
        page(f"<table><tr><th>Theme</th><th>Detail</th></tr><tr><td>Roads</td><td>See: {inner}</td></tr></table>")
    )
    assert nested.nested_in == outer.number
    assert outer.cells[-1].text == "See:\nAction Owner\nMend Clerk"


def test_the_site_is_furniture_and_the_document_is_content() -> None:
    shown = page(
        "<a class='skip-link' href='#m'>Skip</a><header>Ambridge Council</header><nav><ul><li>Home</li></ul></nav>"
        "<div class='cookie-banner'><p>Cookies</p></div><main id=m><article><header><h1>Plan</h1></header>"
        "<p><span class=num>4.7</span> we will act:</p><ol type=a><li>Mend<ul><li>soon</li></ul></li></ol>"
        "<p hidden>Draft</p></article></main><footer>© Ambridge</footer><script>var x = 1</script>",
        "<title>Plan | Ambridge</title>",
    )
    kinds = {kind: [b.text for b in blocks(shown) if b.kind is kind] for kind in BlockKind}
    assert kinds[BlockKind.FURNITURE] == ["Skip", "Ambridge Council", "Home", "Cookies", "Draft", "© Ambridge"]
    assert kinds[BlockKind.TITLE] == ["Plan | Ambridge"]
    assert [(b.level, b.text) for b in blocks(shown) if b.kind is BlockKind.HEADING] == [(1, "Plan")]
    items = [(b.level, b.marker, b.text) for b in blocks(shown) if b.kind is BlockKind.LIST_ITEM]
    assert items == [(1, "a.", "Mend"), (2, "•", "soon")]
    (numbered,) = [b for b in blocks(shown) if b.kind is BlockKind.PARAGRAPH]
    assert (numbered.marker, numbered.text) == ("4.7", "we will act:")


@pytest.mark.parametrize(
    "content",
    [
        "<p>Café – £5</p>".encode("cp1252"),
        b'<meta charset="utf-8">' + "<p>Café – £5</p>".encode("cp1252"),
        b'<meta charset="windows-1252">' + "<p>Café – £5</p>".encode(),
        "\ufeff<p>Café – £5</p>".encode("utf-16-le"),
    ],
)
def test_text_reads_whatever_encoding_is_declared(content: bytes) -> None:
    assert [block.text for block in blocks(parse_html(content))] == ["Café – £5"]


def test_binary_is_damaged() -> None:
    with pytest.raises(DamagedDocument, match="binary"):
        parse_html(b"<html><body>" + bytes(range(1, 32)) * 40)


def test_paths_lead_back_to_the_cells() -> None:
    source = "<div><p>x</p><table><tr><td>a<td>b</table><table><tbody><tr><td>c</td></tr></tbody></table></div>"
    shown = page(source)
    tree = etree.HTML(f"<!doctype html><html><head></head><body>{source}</body></html>")
    for table in tables(shown):
        for cell in table.cells:
            (found,) = tree.xpath(cell.parts[0].path)
            assert "".join(found.itertext()) == cell.text
