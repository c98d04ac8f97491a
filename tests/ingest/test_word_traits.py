"""What authors put into Word documents beside plain text: controls, fields, notes, comments, boxes, lists, signs."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.grid import Placed, compact
from ingest.model import Block, BlockKind, IssueCode
from ingest.options import ReadOptions
from ingest.registry import choose_format
from ingest.word import parse_word

from .wordfiles import (
    blocks,
    cell,
    control,
    issues,
    only_table,
    packed,
    paragraph,
    read,
    row,
    rows_of,
    run,
    table,
    tables,
    word_file,
)


def text_of(inside: str, **parts: str) -> str:
    """The text of a paragraph in a cell."""
    return only_table(read(table(row(cell(paragraph(inside)), "x")), **parts)).cells[0].text


def complex_field(code: str, result: str, data: str = "") -> str:
    return (
        f"<w:r><w:fldChar w:fldCharType='begin'>{data}</w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{result}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


def form_field(inside: str, code: str) -> str:
    data = f"<w:ffData>{inside}</w:ffData>"
    return (
        f"<w:r><w:fldChar w:fldCharType='begin'>{data}</w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


CHECK = "<w14:checkbox><w14:checked w14:val='{}'/></w14:checkbox>"
DROP_DOWN = "<w:ddList><w:result w:val='1'/><w:listEntry w:val='Red'/><w:listEntry w:val='Amber'/></w:ddList>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (complex_field("DATE", run("3 May 2024")), "3 May 2024"),
        (complex_field("REF a", run("see ") + complex_field("PAGE", run("7"))), "see 7"),
        (complex_field(complex_field("REF a", run("no")), run("yes")), "yes"),
        (f"<w:fldSimple w:instr='AUTHOR'>{run('Clerk')}</w:fldSimple>", "Clerk"),
        (complex_field("HYPERLINK", run("the register")), "the register"),
        (f"<w:hyperlink r:id='rId9'>{run('the map')}</w:hyperlink>", "the map"),
        (complex_field("FORMTEXT", run("typed"), "<w:ffData><w:textInput/></w:ffData>"), "typed"),
        (form_field("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", "FORMCHECKBOX"), "☑"),
        (form_field("<w:checkBox><w:default w:val='0'/></w:checkBox>", "FORMCHECKBOX"), "☐"),
        (form_field("<w:checkBox><w:default w:val='1'/></w:checkBox>", "FORMCHECKBOX"), "☑"),
        (form_field(DROP_DOWN, "FORMDROPDOWN"), "Amber"),
        (control(CHECK.format("1"), run("☒")), "☑"),
        (control(CHECK.format("0"), run("☐")), "☐"),
        (control("<w:dropDownList/>", run("Complete")), "Complete"),
        (control("<w:date/>", run("June 2025")), "June 2025"),
        (control("<w:showingPlcHdr/><w:dropDownList/>", run("Choose an item.")), ""),
        (run("non") + "<w:r><w:softHyphen/></w:r>" + run("stop"), "nonstop"),
        (run("re") + "<w:r><w:noBreakHyphen/></w:r>" + run("use"), "re-use"),
        (run("a") + "<w:r><w:tab/></w:r>" + run("b") + "<w:r><w:cr/></w:r>" + run("c"), "a b\nc"),
        (run("\u00fc\u00fb", "<w:rFonts w:ascii='Wingdings'/>") + run("\uf0e8"), "✓✗→"),
        (run("a r", "<w:rFonts w:ascii='Webdings'/>"), "✔ ✗"),
        ("<w:r><w:sym w:font='Symbol' w:char='F0B7'/></w:r>" + run(" 🟢 done"), "• 🟢 done"),
        (run("seen") + run(" unseen", "<w:vanish/>"), "seen"),
        (f"<w:smartTag>{run('County')}</w:smartTag>" + f"<w:customXml>{run(' Hall')}</w:customXml>", "County Hall"),
    ],
)  # fmt: skip
def test_what_a_cell_shows(inside: str, text: str) -> None:
    assert text_of(inside) == text


def test_a_field_without_an_end_hides_nothing_that_follows() -> None:
    broken = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>"
    assert rows_of(read(table(row(cell(paragraph(broken)), "kept")))) == [["", "kept"]]


def test_controls_around_blocks_cells_rows_and_tables() -> None:
    ticked = control(CHECK.format("1"), cell("☒"))
    blank = control("<w:showingPlcHdr/>", cell("Click to enter text."))
    block = cell(control("<w:text/>", paragraph(run("held"))))
    rows = control("<w15:repeatingSection/>", row(ticked, blank, block) + row("a", "b", "c"))
    assert rows_of(read(control("<w:group/>", table(rows)))) == [["☑", "", "held"], ["a", "b", "c"]]


def box(text: str) -> str:
    inside = f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"
    drawing = f"<w:drawing><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    choices = f"<mc:Choice Requires='wps'>{drawing}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
    return f"<w:r><mc:AlternateContent>{choices}</mc:AlternateContent></w:r>"


def test_text_boxes_are_read_once() -> None:
    old = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph(run('Old'))}</w:txbxContent></v:textbox></w:pict></w:r>"
    shown = read(
        paragraph(run("Before") + box("Aside"))
        + paragraph(old)
        + table(row(cell(paragraph(run("in") + box("cell"))), "x")),
        header=paragraph(box("Running head")),
    )  # fmt: skip
    assert [b.text for b in blocks(shown, BlockKind.PARAGRAPH)] == ["Before", "Aside", "Old"]
    assert [b.text for b in blocks(shown, BlockKind.FURNITURE)] == ["Running head"]
    assert rows_of(shown) == [["in\ncell", "x"]]


def test_notes_stand_after_their_table_and_leave_no_mark() -> None:
    def note(identity: int, text: str, kind: str = "footnote") -> str:
        mark = f"<w:r><w:{kind}Ref/></w:r>"
        return f"<w:{kind} w:id='{identity}'>{paragraph(mark + run(text))}</w:{kind}>"

    marks = "<w:r><w:footnoteReference w:id='2'/></w:r>", "<w:r><w:endnoteReference w:id='2'/></w:r>"
    own = "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='3'/><w:t>*</w:t></w:r>"
    shown = read(
        table(row(cell(paragraph(run("Mend") + marks[0] + own)), "x")) + paragraph(run("End") + marks[1] + marks[0]),
        footnotes=note(2, "By agreement.") + note(3, "Starred."),
        endnotes=note(2, "At the end.", "endnote"),
    )
    assert rows_of(shown) == [["Mend", "x"]]
    kinds = [(b.kind.value, b.marker, b.text) for b in blocks(shown)]
    assert kinds == [
        ("note", "1", "By agreement."),
        ("note", "*", "Starred."),
        ("paragraph", None, "End"),
        ("note", "i", "At the end."),
        ("note", "2", "By agreement."),
    ]
    assert str(blocks(shown)[0].locator.path) == "word/footnotes.xml/w:footnotes/w:footnote[1]"


def test_comments_and_answers_stand_at_their_cell() -> None:
    def comment(identity: int, author: str, text: str) -> str:
        inside = f"<w:p w14:paraId='0000000{identity}'>{run(text)}</w:p>"
        return f"<w:comment w:id='{identity}' w:author='{author}'>{inside}</w:comment>"

    marked = (
        "<w:commentRangeStart w:id='1'/><w:commentRangeStart w:id='2'/>"
        + run("June")
        + "<w:commentRangeEnd w:id='1'/>"
        + "".join(f"<w:r><w:commentReference w:id='{n}'/></w:r>" for n in (1, 2))
    )
    shown = read(
        table(row("1", cell(paragraph(marked)))),
        comments=comment(1, "A Clerk", "Is it?") + comment(2, "", "It is.") + comment(3, "B Mayor", "Loose."),
        commentsExtended="<w15:commentEx w15:paraId='00000001'/>"
        "<w15:commentEx w15:paraId='00000002' w15:paraIdParent='00000001'/>",
    )
    assert rows_of(shown) == [["1", "June"]]
    found = issues(shown, IssueCode.COMMENT)
    assert [issue.message for issue in found] == [
        "comment by A Clerk: Is it?",
        "comment by an unnamed author, in answer to A Clerk: It is.",
        "comment by B Mayor: Loose.",
    ]
    places = [(i.locator.table, i.locator.row, i.locator.column) if i.locator else None for i in found]
    assert places == [(0, 0, 1), (0, 0, 1), None]


def test_charts_and_form_controls_are_told_and_word_art_is_read() -> None:
    chart = "<w:drawing><a:graphic><c:chart xmlns:c='urn:x-chart'/></a:graphic></w:drawing>"
    control = "<w:object><w:control w:name='CheckBox1'/></w:object>"
    art = "<w:pict><v:shape><v:textpath string='Green'/></v:shape></w:pict>"
    shown = read("".join(f"<w:p><w:r>{each}</w:r></w:p>" for each in (chart, control, art)))
    assert [block.text for block in shown.content if isinstance(block, Block)] == ["Green"]
    said = [issue.message for issue in issues(shown, IssueCode.UNREADABLE_PAGE)]
    assert [message.partition(" is not read")[0] for message in said] == ["a chart", "a control of a form"]


def test_hidden_text_embedded_objects_and_brought_in_text_are_told() -> None:
    ole = "<w:r><w:object><o:OLEObject ProgID='Excel.Sheet.12'/></w:object></w:r>"
    shown = read(
        table(row(cell(paragraph(run("seen") + run("draft only", "<w:vanish/>") + ole)), "x"))
        + "<w:altChunk r:id='c1'/>",
        links=(("c1", "aFChunk", "part.html"),),  # type: ignore[arg-type]
    )
    assert rows_of(shown) == [["seen", "x"]]
    assert ["draft only" in i.message for i in issues(shown, IssueCode.HIDDEN)] == [True]
    left_out = " ".join(i.message for i in issues(shown, IssueCode.UNREADABLE_PAGE))
    assert "Excel.Sheet.12" in left_out
    assert "word/part.html" in left_out


LISTS = """
<w:abstractNum w:abstractNumId='0'>
  <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1'/></w:lvl>
  <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1%2'/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId='1'>
  <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:pStyle w:val='Part'/>
    <w:lvlText w:val='Part %1'/></w:lvl>
  <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlRestart w:val='0'/><w:isLgl/>
    <w:pStyle w:val='Item'/><w:lvlText w:val='%1.%2'/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId='2'><w:lvl w:ilvl='0'><w:start w:val='9'/>
  <mc:AlternateContent><mc:Choice Requires='w14'><w:numFmt w:val='custom' w:format='001, 002, 003, ...'/></mc:Choice>
  <mc:Fallback><w:numFmt w:val='decimal'/></mc:Fallback></mc:AlternateContent><w:lvlText w:val='A%1'/></w:lvl>
</w:abstractNum>
<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>
<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>
<w:num w:numId='3'><w:abstractNumId w:val='2'/></w:num>
"""


def numbered(level: int, number: int = 1) -> str:
    return f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"


def test_a_number_column_made_of_list_numbers() -> None:
    levels = (0, 0, 1, 1, 0)
    rows = [row(cell(paragraph("", numbered(level))), f"Action {n}") for n, level in enumerate(levels)]
    assert [line[0] for line in rows_of(read(table(*rows), numbering=LISTS))] == ["1", "2", "2a", "2b", "3"]
    padded = [row(cell(paragraph("", numbered(0, 3))), "x") for _ in range(2)]
    assert [line[0] for line in rows_of(read(table(*padded), numbering=LISTS))] == ["A009", "A010"]


def test_headings_numbered_by_their_styles() -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='Part'><w:name w:val='heading 1'/>"
        "<w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Item'><w:name w:val='heading 2'/>"
        "<w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='2'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Mine'><w:name w:val='Mine'/><w:basedOn w:val='Item'/></w:style>"
    )
    order = ("Part", "Item", "Part", "Mine", "Item")
    shown = read(
        "".join(paragraph(run("Title"), f"<w:pStyle w:val='{name}'/>") for name in order),
        styles=styles,
        numbering=LISTS,
    )
    assert [(b.level, b.marker) for b in blocks(shown)] == [
        (1, "Part I"), (2, "1.1"), (1, "Part II"), (2, "2.2"), (2, "2.3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("properties", "styles", "level"),
    [
        ("<w:outlineLvl w:val='2'/>", "", 3),
        ("<w:pStyle w:val='Heading2'/>", "", 2),  # a style that the file does not define
        ("<w:pStyle w:val='berschrift3'/>", "", 3),
        ("<w:pStyle w:val='x'/>", "<w:style w:type='paragraph' w:styleId='x'><w:name w:val='Pennawd 1'/></w:style>", 1),
        ("<w:pStyle w:val='x'/>", "<w:style w:type='paragraph' w:styleId='x'><w:name w:val='Kop'/></w:style>", 0),
        ("<w:pStyle w:val='Heading2'/><w:outlineLvl w:val='9'/>", "", 0),
    ],
)
def test_heading_levels(properties: str, styles: str, level: int) -> None:
    (block,) = blocks(read(paragraph(run("Roads"), properties), styles=styles))
    assert block.level == level


def test_merges_with_other_widths_above_and_below() -> None:
    start, on, wide = "<w:vMerge w:val='restart'/>", "<w:vMerge/>", "<w:gridSpan w:val='2'/>"
    shown = read(
        table(
            row(cell("a", start + wide), "b"),
            row(cell("", on + wide), "c"),
            row(cell("", on), "d", "e"),  # narrower than what it goes on with: it merges by its left edge
            row(cell("said", on + wide), "f"),  # holds a text of its own, which is kept
            row(cell("", on), "g", properties="<w:gridBefore w:val='1'/><w:gridAfter w:val='1'/>"),
        )
    )
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in only_table(shown).cells] == [
        ("a", 0, 0, 3, 1), ("b", 0, 2, 1, 1), ("c", 1, 2, 1, 1), ("d", 2, 1, 1, 1), ("e", 2, 2, 1, 1),
        ("said", 3, 0, 1, 2), ("f", 3, 2, 1, 1), ("", 4, 1, 1, 1), ("g", 4, 2, 1, 1),
    ]  # fmt: skip


def test_merges_the_old_way_both_ways() -> None:
    right, on_right = "<w:hMerge w:val='restart'/>", "<w:hMerge/>"
    down, on_down = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    shown = read(
        table(
            row(cell("a", right + down), cell("", on_right + down), "b"),
            row(cell("", right + on_down), cell("", on_right + on_down), "c"),
        )
    )
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in only_table(shown).cells] == [
        ("a", 0, 0, 2, 1), ("b", 0, 1, 1, 1), ("c", 1, 1, 1, 1),
    ]  # fmt: skip


def test_a_border_dragged_in_one_row_makes_no_column() -> None:
    def widths(*twips: int) -> str:
        return "</w:tblPr><w:tblGrid>" + "".join(f"<w:gridCol w:w='{each}'/>" for each in twips) + "</w:tblGrid>"

    wide = "<w:gridSpan w:val='2'/>"
    rows = row("1", cell("Mend", wide), "Clerk"), row(cell("2", wide), "Sweep", "Clerk")
    dragged = table(*rows).replace("</w:tblPr>", widths(900, 45, 3000, 2000), 1)
    assert [(c.text, c.column, c.column_span) for c in only_table(read(dragged)).cells] == [
        ("1", 0, 1), ("Mend", 1, 1), ("Clerk", 2, 1), ("2", 0, 1), ("Sweep", 1, 1), ("Clerk", 2, 1),
    ]  # fmt: skip
    strip = table(*rows, row("3", cell("", "<w:shd w:val='clear' w:fill='FF0000'/>"), "Dig", "Clerk"))
    kept = only_table(read(strip.replace("</w:tblPr>", widths(900, 45, 3000, 2000), 1)))
    assert (kept.n_columns, [c.fill for c in kept.cells if c.row == 2]) == (4, [None, "#ff0000", None, None])


def test_nested_tables_keep_the_numbers_of_their_lists() -> None:
    inner = table(*(row(cell(paragraph(run(text), numbered(0)))) for text in ("x", "y")))
    outer, nested = tables(
        read(table(row("a", cell(inner)), row("b", cell(paragraph(run("z"), numbered(0))))), numbering=LISTS)
    )
    assert [c.text for c in outer.cells] == ["a", "1 x\n2 y", "b", "3 z"]
    assert [c.text for c in nested.cells] == ["1 x", "2 y"]
    assert (outer.number, nested.number, nested.nested_in) == (0, 1, 0)


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_templates_and_documents_with_macros_are_known_by_their_content(kind: str) -> None:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(io.BytesIO(word_file(table(row("a", "b"))))) as archive:
        files = {name: archive.read(name).decode().replace(main, kind) for name in archive.namelist()}
    content = packed({**files, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert rows_of(choose_format(content).parse(content, ReadOptions())) == [["a", "b"]]


GAPPED = st.lists(
    st.tuples(st.integers(0, 3), st.lists(st.integers(1, 3), min_size=1, max_size=4), st.integers(0, 3)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(GAPPED)
def test_rows_of_any_length_stand_where_they_begin(rows: list[tuple[int, list[int], int]]) -> None:
    """Rows that pass over columns at their beginning and end, of cells that span some."""
    expected, made = [], []
    for at, (before, spans, after) in enumerate(rows):
        column = before
        cells = []
        for span in spans:
            cells.append(cell(f"{at}/{column}", f"<w:gridSpan w:val='{span}'/>"))
            expected.append(Placed(f"{at}/{column}", at, column, 1, span))
            column += span
        made.append(row(*cells, properties=f"<w:gridBefore w:val='{before}'/><w:gridAfter w:val='{after}'/>"))
    grid = compact(expected, len(rows))
    found = only_table(read(table(*made)))
    assert [(c.text, c.row, c.column, c.column_span) for c in found.cells] == [
        (c.content, c.row, c.column, c.column_span) for c in grid.cells
    ]


def test_strict_documents_read_alike() -> None:
    body = table(
        row(
            cell("a", "<w:gridSpan w:val='2'/><w:shd w:val='clear' w:fill='FF0000'/>"),
            properties="<w:tblHeader w:val='true'/>",
        ),
        row("b", cell(paragraph(run("c", "<w:strike w:val='true'/>")))),
    )
    strict = parse_word(word_file(body, strict=True, styles=""))
    assert strict.content == read(body, styles="").content
    assert only_table(strict).header_rows == 1


def test_rows_and_cells_of_alternative_content_are_read_once() -> None:
    def either(choice: str, fallback: str) -> str:
        return (
            f"<mc:AlternateContent><mc:Choice Requires='w14'>{choice}</mc:Choice>"
            f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
        )

    cells = row("1", "Mend").replace("</w:tr>", either(cell("Ann"), cell("Bob")) + "</w:tr>")
    shown = read(table(cells, either(row("2", "Paint", "Cyd"), row("3", "Clear", "Dee"))))
    assert rows_of(shown) == [["1", "Mend", "Ann"], ["2", "Paint", "Cyd"]]
