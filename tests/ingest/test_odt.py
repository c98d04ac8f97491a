"""OpenDocument texts, written here as flat files and as packages."""

import io
import zipfile

import pytest

from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.model import BlockKind, IssueCode
from ingest.odt import parse_odt
from ingest.options import Changes, ReadOptions
from ingest.registry import choose_format

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
        "form": "form",
        "meta": "meta",
    }.items()
)
SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
STYLES = """
<style:style style:name="red" style:family="table-cell">
  <style:table-cell-properties fo:background-color="#FF0000"/></style:style>
<style:style style:name="amber" style:family="table-row">
  <style:table-row-properties fo:background-color="#ffc000"/></style:style>
<style:style style:name="strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="gone" style:family="text">
  <style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="hidden" style:family="text"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L1">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
  <text:list-level-style-number text:level="2" style:num-format="a" text:display-levels="2"/>
</text:list-style>
<text:list-style style:name="dots"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
"""


def flat(body, styles=STYLES):
    return (
        f'<?xml version="1.0"?><office:document {SPACES} office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def packed(body, manifest="<manifest/>"):
    content = (
        flat(body)
        .replace(b"office:document ", b"office:document-content ")
        .replace(b"</office:document>", b"</office:document-content>")
    )
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return into.getvalue()


def row(*cells, style=""):
    return f"<table:table-row{style}>" + "".join(cells) + "</table:table-row>"


def cell(text, attributes=""):
    inner = text if text.startswith("<") else f"<text:p>{text}</text:p>"
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


COVERED = "<table:covered-table-cell/>"


def table_of(*rows, changes=Changes.FINAL, before=""):
    shown = parse_odt(flat(f"{before}<table:table>{''.join(rows)}</table:table>"), changes)
    return next(item for item in shown.content if hasattr(item, "cells")), shown


def texts(table):
    return [[cell.text if cell else None for cell in row] for row in table.grid()]


@pytest.mark.parametrize("content", [flat("<text:p>Plan</text:p>"), packed("<text:p>Plan</text:p>")])
def test_a_package_and_a_flat_file_are_known_by_their_bytes_and_read_alike(content):
    shown = choose_format(content).parse(content, ReadOptions())
    assert [block.text for block in shown.content] == ["Plan"]


@pytest.mark.parametrize(
    "manifest",
    [
        "<manifest/>",  # which says nothing: the body tells
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="/"'
        ' m:media-type="application/vnd.oasis.opendocument.text"/></m:manifest>',
    ],
)
def test_a_package_zipped_again_without_its_mimetype_is_known_by_its_manifest_or_body(manifest):
    with zipfile.ZipFile(io.BytesIO(packed("<text:p>Plan</text:p>", manifest))) as archive:
        into = io.BytesIO()
        with zipfile.ZipFile(into, "w") as again:
            for name in archive.namelist():
                if name != "mimetype":
                    again.writestr(name, archive.read(name))
    shown = choose_format(into.getvalue()).parse(into.getvalue(), ReadOptions())
    assert [block.text for block in shown.content] == ["Plan"]


def test_spans_cover_the_cells_that_they_reach_over():
    table, _ = table_of(
        "<table:table-header-rows>"
        + row(cell("Ref", 'table:number-rows-spanned="2"'), cell("When", 'table:number-columns-spanned="2"'), COVERED)
        + row(COVERED, cell("From"), cell("To"))
        + "</table:table-header-rows>",
        row(cell("1"), cell("May"), cell("June")),
    )
    assert texts(table) == [["Ref", "When", "When"], ["Ref", "From", "To"], ["1", "May", "June"]]
    assert table.header_rows == 2


def test_a_span_that_leaves_the_table_or_runs_over_another_cell_ends_before():
    table, _ = table_of(
        row(cell("a", 'table:number-rows-spanned="9"'), cell("b")),
        row(cell("hidden under a"), cell("c", 'table:number-columns-spanned="1"')),
    )
    assert texts(table) == [["a", "b"], ["a", "c"]]


def test_repeated_cells_and_rows_stand_as_often_as_they_say():
    table, _ = table_of(
        row(cell("x", 'table:number-columns-repeated="2"'), style=' table:number-rows-repeated="2"'),
        row(cell("y"), cell("z")),
    )
    assert texts(table) == [["x", "x"], ["x", "x"], ["y", "z"]]


def test_fills_come_from_the_cell_and_else_from_its_row():
    table, _ = table_of(
        row(cell("R", 'table:style-name="red"'), cell("A"), style=' table:style-name="amber"'),
        row(cell("b"), cell("c")),
    )
    assert [cell.fill for cell in table.cells] == ["#ff0000", "#ffc000", None, None]


def test_looks_blanks_and_breaks():
    table, _ = table_of(
        row(
            cell('<text:p><text:span text:style-name="gone">May</text:span><text:s text:c="3"/>June'
                 '<text:span text:style-name="hidden">never</text:span><text:line-break/>2 <text:tab/>3</text:p>'),
            cell('<text:p><text:span text:style-name="strong">Done</text:span></text:p>'),
        ),
    )  # fmt: skip
    first, second = table.cells
    assert (first.text, first.struck, second.bold) == ("May June\n2 3", ((0, 3),), True)


def test_list_numbers_count_over_cells_and_levels_and_go_on_where_the_list_says_so():
    one = (
        '<text:list text:style-name="L1" xml:id="one"><text:list-item><text:p>{}</text:p></text:list-item></text:list>'
    )
    more = (
        '<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>{}</text:p>'
        "<text:list><text:list-item><text:p>in</text:p></text:list-item><text:list-item><text:p>deep</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
    )
    anew = (
        '<text:list text:style-name="L1"><text:list-item text:start-value="7"><text:p>s</text:p></text:list-item>'
        "</text:list>"
    )
    table, _ = table_of(
        row(cell(one.format("p"))), row(cell(more.format("q"))), row(cell(anew)), row(cell(one.format("")))
    )
    assert texts(table) == [["1. p"], ["2. q\n2.a in\n2.b deep"], ["7. s"], ["1."]]


CHANGED = (
    "<text:tracked-changes>"
    '<text:changed-region text:id="i1"><text:insertion/></text:changed-region>'
    '<text:changed-region text:id="d1"><text:deletion><text:p>March</text:p></text:deletion></text:changed-region>'
    "</text:tracked-changes>"
)
TRACKED = (
    '<text:p>By <text:change text:change-id="d1"/><text:change-start text:change-id="i1"/>June'
    '<text:change-end text:change-id="i1"/> 2024</text:p>'
)


@pytest.mark.parametrize(
    ("changes", "text", "struck"),
    [
        (Changes.FINAL, "By June 2024", ()),
        (Changes.ORIGINAL, "By March 2024", ()),
        (Changes.BOTH, "By MarchJune 2024", ((3, 8),)),
    ],
)
def test_tracked_changes_are_accepted_rejected_or_shown_both(changes, text, struck):
    table, _ = table_of(row(cell(TRACKED), cell("same")), changes=changes, before=CHANGED)
    first, second = table.cells
    assert (first.text, first.struck, first.changed, second.changed) == (text, struck, True, False)


def test_comments_are_issues_and_notes_stand_aside():
    table, shown = table_of(
        row(
            cell(
                "<text:p>Adopt the policy<office:annotation><dc:creator>A. Clerk</dc:creator><text:p>Is this agreed?"
                '</text:p></office:annotation><text:note text:note-class="footnote"><text:note-citation>1'
                "</text:note-citation><text:note-body><text:p>As amended.</text:p></text:note-body></text:note>"
                "</text:p>"
            )
        )
    )
    assert texts(table) == [["Adopt the policy"]]
    (issue,) = shown.issues
    assert (issue.code, issue.message) == (IssueCode.COMMENT, "comment by A. Clerk: Is this agreed?")
    assert (issue.locator.table, issue.locator.row, issue.locator.column) == (0, 0, 0)
    (note,) = [item for item in shown.content if item is not table]
    assert (note.kind, note.marker, note.text) == (BlockKind.NOTE, "1", "As amended.")


def test_a_nested_table_is_text_of_its_cell_and_a_table_of_its_own():
    inner = "<table:table>" + row(cell("a"), cell("b")) + "</table:table>"
    table, shown = table_of(row(cell(f"<text:p>see</text:p>{inner}"), cell("x")))
    tables = [item for item in shown.content if hasattr(item, "cells")]
    assert [texts(each) for each in tables] == [[["see\na b", "x"]], [["a", "b"]]]
    assert tables[1].nested_in == table.number


def test_boxes_ticked_in_forms_and_text_in_frames_are_read():
    body = (
        '<office:forms><form:form><form:checkbox form:id="c1" form:current-state="checked"/></form:form></office:forms>'
        '<text:p><draw:control draw:control="c1"/> Agreed</text:p>'
        "<text:p><draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame></text:p>"
    )
    assert [block.text for block in parse_odt(flat(body)).content] == ["☑ Agreed", "In a box"]


def test_headings_keep_their_level_and_contents_are_no_text():
    body = (
        '<text:table-of-content><text:index-body><text:p>One 3</text:p></text:index-body></text:table-of-content>'
        '<text:h text:outline-level="2">One</text:h>'
    )  # fmt: skip
    contents, heading = parse_odt(flat(body)).content
    assert contents.kind is BlockKind.FURNITURE
    assert (heading.kind, heading.level, heading.text) == (BlockKind.HEADING, 2, "One")


def test_every_path_leads_to_its_cell():
    from lxml import etree

    body = "<table:table>" + row(cell("a"), cell("b")) + row(cell("c"), cell("d")) + "</table:table>"
    root = etree.fromstring(flat(body))
    (table,) = parse_odt(flat(body)).content
    for each in table.cells:
        (found,) = root.xpath(each.parts[0].path, namespaces=root.nsmap)
        assert "".join(found.itertext()) == each.text


def test_what_cannot_be_opened_says_why():
    with pytest.raises(EncryptedDocument, match="password"):
        parse_odt(packed("", manifest="<manifest:encryption-data/>"))
    with pytest.raises(DamagedDocument, match="LibreOffice"):
        parse_odt(packed("<text:p>")[:-40])
    with pytest.raises(DamagedDocument, match="LibreOffice"):
        parse_odt(flat("<text:section>" * 5000 + "</text:section>" * 5000))


def test_a_number_is_printed_as_its_list_s_own_pattern_says():
    styles = """<text:list-style style:name="L2" xmlns:loext="urn:x-loext">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="." loext:num-list-format="%1%."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="2"
 loext:num-list-format="(%2%)"/></text:list-style>"""
    body = """<text:list text:style-name="L2"><text:list-item><text:p>Parks</text:p><text:list>
<text:list-item><text:p>Gates</text:p></text:list-item><text:list-item><text:p>Ponds</text:p></text:list-item>
</text:list></text:list-item></text:list>"""
    assert [block.marker for block in parse_odt(flat(body, styles)).content] == ["1.", "(a)", "(b)"]


def test_cells_split_by_a_table_stand_in_one_grid():
    inner = (
        '<table:table table:is-sub-table="true"><table:table-row>{}</table:table-row>'
        "<table:table-row>{}</table:table-row></table:table>"
    )

    def cell(text):
        return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"

    split = "<table:table-cell>" + inner.format(cell("Gate") + cell("Clerk"), cell("Pond")) + "</table:table-cell>"
    rows = [cell("Action") + cell("RAG"), split + cell("Red"), cell("Roof") + cell("Blue")]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    (table,) = parse_odt(flat(f"<table:table>{body}</table:table>")).content
    assert (table.n_rows, table.n_columns) == (4, 3)
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        ("Action", 0, 0, 1, 2),
        ("RAG", 0, 2, 1, 1),
        ("Gate", 1, 0, 1, 1),
        ("Clerk", 1, 1, 1, 1),
        ("Pond", 2, 0, 1, 2),
        ("Red", 1, 2, 2, 1),
        ("Roof", 3, 0, 1, 2),
        ("Blue", 3, 2, 1, 1),
    ]


def test_a_row_that_tracked_changes_emptied_is_gone_and_so_are_fields_of_today_in_what_was_converted():
    head = """<text:tracked-changes><text:changed-region text:id="d1"><text:deletion>
<text:p>Paint</text:p></text:deletion></text:changed-region></text:tracked-changes>"""
    rows = "<text:p>Mend</text:p>", '<text:p><text:change text:change-id="d1"/></text:p>', "<text:p>Clear</text:p>"
    body = "".join(f"<table:table-row><table:table-cell>{row}</table:table-cell></table:table-row>" for row in rows)
    today = '<text:p>On <text:date>3 May</text:date><text:date text:fixed="true"> 2 May</text:date></text:p>'
    content = flat(f"{head}<table:table>{body}</table:table>{today}")
    for changes, texts in ((Changes.FINAL, ["Mend", "Clear"]), (Changes.ORIGINAL, ["Mend", "Paint", "Clear"])):
        table, line = parse_odt(content, changes).content
        assert ([cell.text for cell in table.cells], line.text) == (texts, "On 3 May 2 May")
    told = {changes: [issue.code for issue in parse_odt(content, changes).issues] for changes in Changes}
    assert told == {Changes.FINAL: [IssueCode.TRACKED_CHANGES], Changes.ORIGINAL: [], Changes.BOTH: []}
    assert parse_odt(content, is_converted=True).content[1].text == "On 2 May"


def test_form_fields_of_old_word_show_their_choice():
    def field(kind, **params):
        given = "".join(f'<text:param text:name="{name}" text:value="{v}"/>' for name, vs in params.items() for v in vs)
        return f'<text:p><text:fieldmark text:type="x.{kind}">{given}</text:fieldmark></text:p>'

    body = field("FORMCHECKBOX", Checkbox_Checked=["true"]) + field("FORMCHECKBOX", Checkbox_Checked=["false"])
    body += field("FORMDROPDOWN", Dropdown_ListEntry=["Open", "Done"], Dropdown_Selected=["1"])
    assert [block.text for block in parse_odt(flat(body)).content] == ["☑", "☐", "Done"]


def test_a_heading_of_a_file_without_levels_is_told_by_its_style():
    styles = '<style:style style:name="H" style:display-name="Heading 2" style:family="paragraph"/>'
    (block,) = parse_odt(flat('<text:p text:style-name="H">Parks</text:p>', styles)).content
    assert (block.kind, block.level) == (BlockKind.HEADING, 2)


def test_what_does_not_show_is_named_with_its_place():
    body = """<table:table><table:table-row>
<table:table-cell table:number-rows-spanned="2"><text:p>Gate
<text:span text:style-name="hidden">key 7</text:span></text:p>
</table:table-cell><table:table-cell><text:p><draw:frame><draw:object/></draw:frame>Clerk</text:p></table:table-cell>
</table:table-row><table:table-row>
<table:covered-table-cell><text:p>under the gate</text:p></table:covered-table-cell>
<table:table-cell><text:p>Warden</text:p></table:table-cell></table:table-row></table:table>
<text:section text:display="none"><text:p>an old list</text:p></text:section>"""
    shown = parse_odt(flat(body))
    (table,) = shown.content
    assert [cell.text for cell in table.cells] == ["Gate", "Clerk", "Warden"]
    said = {
        (issue.code, issue.message.partition(": ")[2] or issue.message, issue.locator.row) for issue in shown.issues
    }
    assert said == {
        (IssueCode.HIDDEN, "key 7", 0),
        (IssueCode.RAGGED_TABLE, "under the gate", 0),
        (IssueCode.UNREADABLE_PAGE, "an embedded object is not read, only what the page shows of it", 0),
        (IssueCode.HIDDEN, "an old list", None),
    }


def test_a_cell_of_a_covered_place_that_nothing_covers_is_read():
    row = "<table:table-row><table:covered-table-cell><text:p>{}</text:p></table:covered-table-cell></table:table-row>"
    (table,) = parse_odt(flat(f"<table:table>{row.format('Gate')}{row.format('Pond')}</table:table>")).content
    assert [cell.text for cell in table.cells] == ["Gate", "Pond"]


def test_lists_that_tracked_changes_took_out_come_back_with_the_original():
    log = """<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>, that is</text:p><text:list>
<text:list-item><text:p>paint it</text:p></text:list-item></text:list></text:deletion></text:changed-region>
</text:tracked-changes>"""
    body = f'{log}<text:p>Mend the gate<text:change text:change-id="c"/></text:p>'
    assert parse_odt(flat(body)).content[0].text == "Mend the gate"
    assert parse_odt(flat(body), Changes.ORIGINAL).content[0].text == "Mend the gate, that is\npaint it"


def test_what_was_deleted_between_paragraphs_and_list_items_comes_back_with_the_original():
    log = """<text:tracked-changes><text:changed-region text:id="t"><text:deletion><office:change-info>
<dc:creator>Ann</dc:creator></office:change-info><text:p>Old plan</text:p><table:table><table:table-row>
<table:table-cell><text:p>Roof</text:p></table:table-cell></table:table-row></table:table></text:deletion>
</text:changed-region><text:changed-region text:id="p"><text:deletion><text:p>Close the pool</text:p></text:deletion>
</text:changed-region></text:tracked-changes>"""
    mark = '<text:change text:change-id="{}"/>'
    items = f"<text:list-item><text:p>Mend</text:p>{mark.format('p')}</text:list-item>"
    content = flat(f"{log}<text:p>Plan</text:p>{mark.format('t')}<text:list>{items}</text:list>")
    shown = {changes: parse_odt(content, changes).content for changes in Changes}
    assert [each.text for each in shown[Changes.FINAL]] == ["Plan", "Mend"]
    for changes in (Changes.ORIGINAL, Changes.BOTH):
        plan, old, table, mend, close = shown[changes]
        assert [each.text for each in (plan, old, table.cells[0], mend, close)] == [
            "Plan", "Old plan", "Roof", "Mend", "Close the pool"
        ]  # fmt: skip
        struck = [bool(each.struck) for each in (plan, old, table.cells[0], mend, close)]
        assert struck == [changes is Changes.BOTH and at in {1, 2, 4} for at in range(5)]
        assert table.cells[0].changed


def test_content_controls_show_their_state_and_no_placeholder():
    control = '<loext:content-control xmlns:loext="urn:x-loext" loext:{}="true" {}>{}</loext:content-control>'
    ticked, empty = control.format("checkbox", 'loext:checked="true"', "☒"), control.format("checkbox", "", "☐")
    asked = control.format("showing-place-holder", "", "Choose an item.")
    shown = [block.text for block in parse_odt(flat(f"<text:p>{ticked} Gate {empty} Pond {asked}</text:p>")).content]
    assert shown == ["☑ Gate ☐ Pond"]


def test_rows_of_a_table_within_a_nested_table_are_told_once():
    def table(inner):
        row = f"<table:table-row><table:table-cell>{inner}</table:table-cell>"
        return (
            f"<table:table>{row}<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        )

    first = parse_odt(flat(table(table(table("<text:p>Gate</text:p>"))))).content[0]
    assert first.cells[0].text == "Gate x x"


def test_a_border_dragged_in_some_rows_makes_no_column():
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}"/></style:style>'
        for name, width in (("wide", "2.1in"), ("sliver", "0.2cm"))
    )
    columns = "".join(f'<table:table-column table:style-name="{name}"/>' for name in ("wide", "sliver", "wide"))

    def cell(text, span):
        more = "<table:covered-table-cell/>" * (span - 1)
        spans = f'table:number-columns-spanned="{span}"'
        return f"<table:table-cell {spans}><text:p>{text}</text:p></table:table-cell>{more}"

    rows = (cell("Action", 2) + cell("Owner", 1), cell("Gate", 1) + cell("Clerk", 2))
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    (table,) = parse_odt(flat(f"<table:table>{columns}{body}</table:table>", styles)).content
    assert table.n_columns == 2
    assert [(c.text, c.column, c.column_span) for c in table.cells] == [
        ("Action", 0, 1),
        ("Owner", 1, 1),
        ("Gate", 0, 1),
        ("Clerk", 1, 1),
    ]
