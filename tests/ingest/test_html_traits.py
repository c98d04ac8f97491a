"""Traits of web pages, each at least once: what the author put there is kept, and can be found again."""

from __future__ import annotations

import pytest
from lxml import etree

from ingest.html import parse_html
from ingest.model import Block, BlockKind, Cell, IssueCode, Shown, Table
from ingest.options import Changes
from ingest.registry import choose_format, parse_document
from ingest.sniff import FileType


def page(body: str, head: str = "") -> Shown:
    return parse_html(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode())


def tables(shown: Shown) -> list[Table]:
    return [item for item in shown.content if isinstance(item, Table)]


def blocks(shown: Shown, kind: BlockKind) -> list[str]:
    return [item.text for item in shown.content if isinstance(item, Block) and item.kind is kind]


def row(cells: str, head: str = "") -> list[Cell]:
    """The cells of a one-row table, with one more cell so that it is no frame."""
    (table,) = tables(page(f"<table><tr>{cells}<td>end</td></tr></table>", head))
    return sorted(table.cells, key=lambda cell: cell.column)[:-1]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<select><option>Red<option selected>Green</select>", "Green"),
        ("<select><option>Red<option>Green</select>", "Red"),
        ("<input type=checkbox checked> Yes <input type=checkbox> No", "☑ Yes ☐ No"),
        ("<input value='typed'><input type=hidden value=no>", "typed"),
        ("<textarea>so far</textarea>", "so far"),
        ("<svg><title>Complete</title><circle r=4></svg>", "Complete"),
        ("<span role=img aria-label='On track'></span>", "On track"),
        ("<img src=x.png alt='Amber'>", "Amber"),
        ("<img src=x.png title='Amber'>", "Amber"),
        ("<i class='fas fa-check'></i>", "✓"),
        ("<span class='glyphicon glyphicon-remove'></span>", "✗"),
        ("<i class='fa fa-check' aria-hidden=true></i> Done", "Done"),
        ("<i class='fa fa-circle'></i><span class=sr-only>Delayed</span>", "● Delayed"),
        ("<span class='govuk-visually-hidden'>Status</span> Delayed", "Delayed"),
        ("Smith &amp;amp; Jones&amp;nbsp;Ltd", "Smith & Jones Ltd"),
        ("so&shy;ft&nbsp;and w<wbr>ord", "soft and word"),
        ("<ol start=3 type=a><li>x<li value=9>y</ol>", "c. x\ni. y"),
        ("<ol reversed><li>x<li>y</ol>", "2. x\n1. y"),
        ("<ol style='list-style-type:upper-roman'><li>x<li>y</ol>", "I. x\nII. y"),
        ("<ol style='list-style:none'><li>x</ol>", "x"),
        ("a<![if !mso]>b<![endif]><!--[if mso]>c<![endif]-->", "ab"),
        ("<p class=MsoNormal>Mend<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>", "Mend"),
        ("a<template>b</template><noscript>c</noscript><script>d</script>", "a"),
    ],
)
def test_what_a_cell_shows(markup: str, text: str) -> None:
    assert row(f"<td>{markup}</td>")[0].text == text


@pytest.mark.parametrize(
    ("markup", "fill"),
    [
        ("<td class='rag-red'>", "#ff0000"),
        ("<td class='status--amber'>x", "#ffbf00"),
        ("<td><strong class='govuk-tag govuk-tag--green'>On track</strong>", "#008000"),
        ("<td class='table-danger'>x", "#ff0000"),
        ("<td><span class='ragAmber'></span>", "#ffbf00"),
        ("<td><i class='fa fa-circle text-success'></i>", "#008000"),
        ("<td><svg><circle fill='#c00000' r=3></svg>", "#c00000"),
        ("<td><span style='background:#c00000;display:inline-block;width:9px'></span>", "#c00000"),
        ("<td class='btn-red'>x", None),
        ("<td class='evergreen'>x", None),
        ("<td class='red' style='background:#00b050'>x", "#00b050"),
    ],
)
def test_colours_told_by_classes_and_marks(markup: str, fill: str | None) -> None:
    assert row(markup + "</td>")[0].fill == fill


@pytest.mark.parametrize(
    ("sheet", "fill"),
    [
        ("td{background:red} .a{background:blue}", "#0000ff"),
        (".a{background:blue} td{background:red}", "#0000ff"),
        ("#i{background:lime} .a.b{background:blue}", "#00ff00"),
        (".a{background:red !important} #i{background:blue}", "#ff0000"),
        ("tr:nth-child(odd) td{background:silver}", "#c0c0c0"),
        ("td[data-s=late]{background:red}", "#ff0000"),
        ("table tr > td.a, p{background:red}", "#ff0000"),
        ("td:not(.a){background:red}", None),
        ("@media print{td{background:red}}", None),
        ("@media (max-width:600px){td{background:red}}", None),
        ("@media screen and (min-width:600px){td{background:red}}", "#ff0000"),
        ("td.a{background-color:red} td.a{background:none}", None),
        ("td:hover{background:red}", None),
    ],
)
def test_the_cascade(sheet: str, fill: str | None) -> None:
    assert row("<td class='a b' id=i data-s=late>x</td>", f"<style>{sheet}</style>")[0].fill == fill


def test_an_important_rule_wins_over_a_style_attribute() -> None:
    sheet = "<style>td{background:red !important}</style>"
    assert row("<td style='background:blue'>x</td>", sheet)[0].fill == "#ff0000"


def test_text_that_is_struck_out() -> None:
    (cell,) = row("<td><del>a</del> <s>b</s> <strike>c</strike> <u>d</u></td>")
    assert (cell.text, cell.struck, cell.changed) == ("a b c d", ((0, 1), (2, 3), (4, 5)), False)


@pytest.mark.parametrize(
    ("changes", "text", "struck"),
    [
        (Changes.FINAL, "Due June 2025", ()),
        (Changes.ORIGINAL, "Due May 2025", ()),
        (Changes.BOTH, "Due May 2025 June 2025", ((4, 12),)),
    ],
)
def test_tracked_changes_are_read_as_asked(changes: Changes, text: str, struck: tuple[tuple[int, int], ...]) -> None:
    due = "Due <del>May 2025</del> <ins>June 2025</ins>"
    markup = f"<p>{due}</p><table><tr><th>Action<th>Due<tr><td>Mend<td>{due}</table><dl><dt>Roads<dd>{due}</dl>"
    shown = parse_html(markup.encode(), changes=changes)
    assert [block.text for block in shown.content if isinstance(block, Block)] == [text]
    cells = [cell for table in tables(shown) for cell in table.cells if cell.text.startswith("Due ")]
    assert [(cell.text, cell.struck) for cell in cells] == [(text, struck)] * 2
    assert {cell.text for table in tables(shown) for cell in table.cells if cell.changed} == {text}


def test_elements_of_a_prefix_that_stands_for_xhtml_are_read() -> None:
    content = (
        b'<?xml version="1.0"?><h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns:x="urn:x"><h:body>'
        b"<x:note>a</x:note><h:table><h:tr><h:td colspan='2'>Mend</h:td></h:tr>"
        b"<h:tr><h:td>Clerk</h:td><h:td>May</h:td></h:tr></h:table></h:body></h:html>"
    )
    assert choose_format(content).type is FileType.HTML
    (table,) = tables(parse_html(content))
    assert [(cell.text, cell.column_span) for cell in table.cells] == [("Mend", 2), ("Clerk", 1), ("May", 1)]
    assert table.cells[2].parts[0].path == "/html/body[1]/table[1]/tr[2]/td[2]"


def test_what_blocks_and_definitions_hide_is_named_and_what_the_site_hides_is_not() -> None:
    shown = parse_html(
        b"<nav hidden>Menu</nav><div hidden><p>Draft</p></div><p>Plan<span hidden>no. 7</span></p>"
        b"<dl><dt>Owner<dd>Clerk<span hidden>(acting)</span><dd hidden>Mayor<dt>Due<dd>May</dl>"
    )
    assert [cell.text for table in tables(shown) for cell in table.cells] == ["Owner", "Clerk", "Due", "May"]
    (issue,) = shown.issues
    assert issue.code is IssueCode.HIDDEN
    assert issue.message.endswith("left out: Draft; no. 7; (acting); Mayor")


def test_headings_by_scope_role_and_headers() -> None:
    (table,) = tables(
        page(
            "<table><tr><th id=t colspan=2>Roads</th></tr><tr><th scope=col>Action</th><th id=w>Who</th></tr>"
            "<tr><th scope=row>Mend</th><td headers='t w'>Clerk</td></tr></table>"
        )
    )
    assert {cell.text for cell in table.cells if cell.is_heading} == {"Roads", "Action", "Who"}


def test_tables_by_role_by_style_and_by_class_say_where_their_cells_stand() -> None:
    source = (
        "<div role=grid><div role=rowgroup><div role=row><b role=columnheader>Action</b><b role=columnheader>"
        "Who</b></div></div>"
        "<div role=row><span role=gridcell aria-colspan=2>Mend</span></div></div>"
    )
    (table,) = tables(page(source))
    assert (table.header_rows, table.n_columns) == (1, 2)
    assert [(c.text, c.parts[0].path) for c in table.cells][-1] == ("Mend", "/html/body[1]/div[1]/div[2]/span[1]")
    cards = "".join("<div class=row><div>Library</div><div>Park</div><div>Hall</div></div>" for _ in range(4))
    assert tables(page(f"<div>{cards}</div>")) == []


def test_several_descriptions_are_one_value_with_a_place_each() -> None:
    (table,) = tables(page("<dl><dt>Owner<dd>Clerk</dd><dd>Mayor<dt>Due<dd>May</dl>"))
    owner = next(cell for cell in table.cells if cell.text.startswith("Clerk"))
    assert (owner.text, len(owner.parts)) == ("Clerk\nMayor", 2)


def test_panels_that_open_are_content_and_hidden_menus_are_not() -> None:
    shown = page(
        "<nav><button aria-controls=m>Menu</button><ul id=m hidden><li>Home</ul></nav>"
        "<button aria-controls=p aria-expanded=false>Finance</button><div id=p hidden><p>Mend the books</p></div>"
        "<div hidden><p>Draft</p></div>"
    )
    assert blocks(shown, BlockKind.HEADING) == ["Finance"]
    assert blocks(shown, BlockKind.PARAGRAPH) == ["Mend the books"]
    assert blocks(shown, BlockKind.FURNITURE) == ["Menu Home", "Draft"]


def test_text_between_cells_stands_before_the_table_as_in_browsers() -> None:
    shown = page("<table>one <tr><td>a</td><td>b</td></tr><p>two</p><tr><td>c</td><td>d</td></tr></table>")
    assert [type(item).__name__ for item in shown.content] == ["Block", "Block", "Table"]
    assert blocks(shown, BlockKind.PARAGRAPH) == ["one", "two"]


def test_a_web_archive_is_read_with_its_style_sheet() -> None:
    archive = (
        b"From: <Saved by Blink>\r\nSubject: Plan\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html";\r\n\tboundary="=B"\r\n\r\n--=B\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<!DOCTYPE html><html><body><table><tr>"
        b"<td class=3Dlate>M=\r\n"
        b"end</td><td>=C2=A35</td></tr></table></body></html>\r\n--=B\r\nContent-Type: text/css\r\n\r\n"
        b".late { background: #c00000 }\r\n--=B--\r\n"
    )
    assert choose_format(archive, ".mht").type is FileType.HTML
    (table,) = tables(parse_html(archive))
    assert [(cell.text, cell.fill) for cell in table.cells] == [("Mend", "#c00000"), ("£5", None)]


@pytest.mark.parametrize(
    "content",
    [
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'
        + "<p>Café £5</p>".encode("cp1252"),
        b"<meta charset=utf-8>" + "<p>Café £5</p>".encode("cp1252"),
        b'<?xml version="1.0" encoding="utf-16"?>' + "<p>Café £5</p>".encode(),
        "\ufeff<p>Café £5</p>".encode(),
        "\ufeff<p>Café £5</p>".encode("utf-16-be"),
    ],
)
def test_encodings_declared_rightly_and_wrongly(content: bytes) -> None:
    assert blocks(parse_html(content), BlockKind.PARAGRAPH) == ["Café £5"]


FIXTURES = [
    "<table><caption>Plan</caption><tr><th>A<th>B<tr><td>one<td><p>two<table><tr><td>x<td>y</table></table>",
    "<dl><div><dt>Owner</dt><dd>Clerk</dd></div><div><dt>Due</dt><dd>May</dd><dd>June</dd></div></dl>",
    "<div role=table><div role=row><i role=cell>a</i><i role=cell>b</i></div><div role=row><i role=cell>c</i>"
    "</div></div>",
    "<table><td>a<td>b<form><tr><td><div>c<td><div><b>d</table><table role=presentation><tr><td><h2>H</h2><td>"
    "t</table>",
    "<table><tr><td data-label=Action>Mend<td data-label=Who>Clerk<tr><td data-label=Action>"
    "Dig<td data-label=Who>Mayor</table>",
    "<html xmlns='http://www.w3.org/1999/xhtml'><body><table><tr><td/><td>b</td></tr></table></body></html>",
]


@pytest.mark.parametrize("source", FIXTURES)
def test_every_path_leads_to_its_text(source: str) -> None:
    content = f"<!doctype html><p>before</p>{source}<p>after</p>".encode()
    tree = etree.HTML(content)
    shown = parse_html(content)
    n = 0
    for table in tables(shown):
        for cell in table.cells:
            found = ["".join(f if isinstance(f, str) else f.itertext()) for p in cell.parts for f in tree.xpath(p.path)]
            assert len(found) == len(cell.parts)
            assert "".join("".join(found).split()).startswith("".join(cell.text.split()))
            n += 1
    assert n >= 2 or not tables(shown)
    for block in shown.content:
        if isinstance(block, Block):
            (element,) = tree.xpath(block.locator.path)
            assert "".join(block.text.split()) in "".join("".join(element.itertext()).split())


def test_of_too_many_rules_the_closest_are_kept_and_an_issue_says_so():
    broad = "".join(f"td.c{n % 7}, td {{ font-size: {n}px; color: #00{n % 10}000 }}" for n in range(900))
    cells = "".join(f"<tr><td class='c{n % 7}'>a</td><td class='rag' id='r{n}'>b</td></tr>" for n in range(400))
    page = f"<style>#r7 {{ background: #ff0000 }} {broad}</style><table>{cells}</table>"
    shown = parse_html(page.encode())
    (table,) = (item for item in shown.content if isinstance(item, Table))
    assert [cell.fill for cell in table.cells if cell.fill] == ["#ff0000"]
    assert [issue.code for issue in shown.issues] == [IssueCode.STYLES_LEFT_OUT]


def test_what_a_table_hides_is_named() -> None:
    page = (
        "<style>.h { display: none }</style><table><tr><th>Action<th class=h>Key<th>Due"
        "<tr><td><span hidden>a1</span>Mend<td class=h>7<td><i style='display:none'>20250301</i>1 March 2025</table>"
    )
    shown = parse_html(page.encode())
    (table,) = tables(shown)
    assert [cell.text for cell in table.cells] == ["Action", "Due", "Mend", "1 March 2025"]
    (issue,) = shown.issues
    assert issue.code is IssueCode.HIDDEN
    assert issue.locator is not None
    assert issue.message.endswith(": Key; 7; a1; 20250301")


def test_what_a_heading_hides_is_kept_aside() -> None:
    shown = parse_html(b"<h2>Plan<span hidden>link to this</span></h2>")
    assert blocks(shown, BlockKind.HEADING) == ["Plan"]
    assert blocks(shown, BlockKind.FURNITURE) == ["link to this"]


def test_style_sheets_that_a_page_leaves_outside_are_mentioned() -> None:
    link = "<link rel=stylesheet href=site.css>"
    assert [each.code for each in parse_html(f"{link}<table><tr><th>A<th>B<tr><td>a<td>b</table>".encode()).issues] == [
        IssueCode.STYLES_LEFT_OUT
    ]
    assert not parse_html(f"{link}<p>Plan</p>".encode()).issues


def test_a_service_called_by_a_word_of_sites_is_content() -> None:
    care = "<div class='adult-social-care'><h2>Action 1</h2><p>Visit all homes</p></div>"
    follow = "<div class=social><p><a href=x>Follow us</a></p></div>"
    shown = parse_html(f"<h1>Plan</h1>{care}{follow}".encode())
    assert blocks(shown, BlockKind.PARAGRAPH) == ["Visit all homes"]
    assert blocks(shown, BlockKind.FURNITURE) == ["Follow us"]


def test_a_page_saved_with_its_folder_has_the_colours_of_the_sheets_in_it(tmp_path) -> None:
    page = tmp_path / "Plan of Harrowmere.html"
    links = "<link rel=stylesheet href='./Plan%20of%20Harrowmere_files/site%201.css?v=3'>"
    links += "<link rel=stylesheet href=gone.css>"
    page.write_text(f"{links}<table><tr><td>Mend the roof<td class=late>Late</table>")
    folder = tmp_path / "Plan of Harrowmere_files"
    folder.mkdir()
    (folder / "site 1.css").write_text(".late { background: #c00 }")
    parsed = parse_document(page)
    assert [cell.fill for cell in parsed.tables[0].cells] == [None, "#cc0000"]
    assert [issue.code for issue in parsed.issues] == [IssueCode.STYLES_LEFT_OUT]  # of the one that is not there
