"""Excel workbooks as openpyxl writes them: what shows, where it stands, and what a reader should know."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule, IconSetRule, Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.table import Table as ListedTable

from ingest.model import Block, BlockKind, IssueCode, Shown, Table
from ingest.xlsx import parse_xlsx

HEADS = ["Ref", "Action", "Lead officer", "Due", "RAG"]


def book(*rows, name="Plan"):
    made = openpyxl.Workbook()
    made.active.title = name
    for row in rows:
        made.active.append(row)
    return made


def parsed(made) -> Shown:
    stream = io.BytesIO()
    made.save(stream)
    return parse_xlsx(stream.getvalue())


def tables(shown) -> list[Table]:
    return [item for item in shown.content if isinstance(item, Table)]


def blocks(shown) -> list[Block]:
    return [item for item in shown.content if isinstance(item, Block)]


def texts(table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def cell_at(shown, name):
    return next(c for t in tables(shown) for c in t.cells if c.parts[0].path == name)


def codes(shown) -> list[IssueCode]:
    return [issue.code for issue in shown.issues]


def test_titles_stand_above_and_notes_below_the_table() -> None:
    made = book(
        ["Wickmere District Council: audit action tracker"],
        ["Date:", dt.date(2024, 3, 31)],
        [],
        HEADS,
        [1, "Write the policy", "Clerk", dt.date(2024, 5, 1), "Green"],
        [2, "Train the members", "Clerk", dt.date(2024, 6, 1), "Red"],
        ["Note: this tracker is shown to each meeting of the audit committee and then put on the website"],
    )
    made.active["B2"].number_format = "d mmmm yyyy"
    shown = parsed(made)
    assert [(b.kind, b.text) for b in blocks(shown)][:3] == [
        (BlockKind.HEADING, "Wickmere District Council: audit action tracker"),
        (BlockKind.HEADING, "Plan"),
        (BlockKind.PARAGRAPH, "Date: 31 March 2024"),
    ]
    assert blocks(shown)[-1].text.startswith("Note: this tracker")
    [table] = tables(shown)
    assert [row[0] for row in texts(table)] == ["Ref", "1", "2"]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (dt.date(2024, 3, 31), "dd/mm/yyyy", "31/03/2024"),
        (dt.date(2024, 3, 31), "mmm-yy", "Mar-24"),
        (dt.date(2024, 3, 31), "mm-dd-yy", "31/03/2024"),  # format 14: as the region has it
        (dt.date(2024, 3, 31), "[$-809]dddd d mmmm yyyy;@", "Sunday 31 March 2024"),
        (dt.datetime(2024, 3, 31, 14, 5), "dd/mm/yy hh:mm", "31/03/24 14:05"),
        (dt.datetime(2024, 3, 31, 14, 5), "h:mm AM/PM", "2:05 PM"),
        (45382, "General", "45382"),
        (0.75, "0%", "75%"),
        (1234567.891, '_-"£"* #,##0.00_-;-"£"* #,##0.00_-', "£1,234,567.89"),
        (-1500, "[$£-809]#,##0;[Red]-[$£-809]#,##0", "-£1,500"),
        (1250000, '0.0,,"m"', "1.3m"),
        (3, '"Action "0', "Action 3"),
        (7, "000", "007"),
        (1.1, "General", "1.1"),
        (0.1 + 0.2, "General", "0.3"),
        (True, "General", "TRUE"),
        ("#REF!", "General", "#REF!"),
        (1.25, "[h]:mm", "30:00"),
        (1.5, "# ?/?", "1 1/2"),
    ],
)
def test_values_are_shown_by_their_number_format(value, code, shown) -> None:
    made = book(["Ref", "Due"], ["1", value])
    made.active["B2"].number_format = code
    assert cell_at(parsed(made), "Plan!B2").text == shown


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    made = book(["Ref", "Due"], ["1", 43920])
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.active["B2"].number_format = "dd/mm/yyyy"
    assert cell_at(parsed(made), "Plan!B2").text == "31/03/2024"


def test_merges_span_and_what_they_cover_is_told() -> None:
    made = book(HEADS, ["T1", "Write", "A", "", ""], ["", "Train", "B", "", ""], ["Housing"], [1, "Mend", "C", "", ""])
    sheet = made.active
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:E4")
    stream = io.BytesIO()
    made.save(stream)
    [table] = tables(parse_xlsx(stream.getvalue()))
    spans = {c.text: (c.row, c.column, c.row_span, c.column_span) for c in table.cells if c.text in {"T1", "Housing"}}
    assert spans == {"T1": (1, 0, 2, 1), "Housing": (3, 0, 1, 5)}


def test_fills_inks_weights_and_strokes_come_from_themes_and_runs() -> None:
    made = book(HEADS, [1, "Old", "A", "", "x"], [2, "Write", "B", "", "y"])
    sheet = made.active
    sheet["E2"].fill = PatternFill("solid", fgColor="FFC00000")
    sheet["E3"].fill = PatternFill("solid", fgColor=Color(theme=9, tint=0.5999))
    sheet["B2"].font = Font(strike=True)
    sheet["C3"].value = CellRichText("was ", TextBlock(InlineFont(strike=True, color="FFFF0000"), "Ann"), " Bob")
    shown = parsed(made)
    assert cell_at(shown, "Plan!E2").fill == "#c00000"
    assert cell_at(shown, "Plan!E3").fill == "#fcd5b5"  # Accent 6 of the theme of 2007, 60 % lighter
    assert cell_at(shown, "Plan!B2").struck == ((0, 3),)
    assert cell_at(shown, "Plan!C3").text == "was Ann Bob"
    assert cell_at(shown, "Plan!C3").struck == ((4, 7),)


def test_conditional_formats_colour_by_value_text_formula_and_scale() -> None:
    made = book(
        [*HEADS, "Score", "Late"], [1, "a b", "A", "", "Red", 1, 5], [2, "c d", "B", "", "On track", 9, -2],
        [3, "e f", "C", "", "", 5, 0],
    )  # fmt: skip
    sheet = made.active
    red, green, amber = (PatternFill(bgColor=c) for c in ("FFFF0000", "FF00B050", "FFFFC000"))
    sheet.conditional_formatting.add("E2:E9", CellIsRule(operator="equal", formula=['"red"'], fill=red))
    contains = Rule("containsText", operator="containsText", text="track", dxf=DifferentialStyle(fill=green))
    contains.formula = ['NOT(ISERROR(SEARCH("track",E2)))']
    sheet.conditional_formatting.add("E2:E9", contains)
    sheet.conditional_formatting.add("A2:B9", FormulaRule(formula=['AND($F2>4,$E2="")'], fill=amber))
    sheet.conditional_formatting.add(
        "F2:F9", ColorScaleRule("min", None, "FFF8696B", "percentile", 50, "FFFFEB84", "max", None, "FF63BE7B")
    )
    sheet.conditional_formatting.add("G2:G9", CellIsRule(operator="between", formula=["-3", "-1"], fill=red))
    sheet.conditional_formatting.add("D2:D9", FormulaRule(formula=["$D2<TODAY()"], fill=red))
    shown = parsed(made)
    fills = {
        name: cell_at(shown, f"Plan!{name}").fill for name in ("E2", "E3", "E4", "A3", "A4", "B4", "G2", "G3", "D2")
    }
    assert fills == {
        "E2": "#ff0000", "E3": "#00b050", "E4": None, "A3": None, "A4": "#ffc000", "B4": "#ffc000", "G2": None,
        "G3": "#ff0000", "D2": None,
    }  # fmt: skip
    assert [cell_at(shown, f"Plan!F{n}").fill for n in (2, 3, 4)] == ["#f8696b", "#63be7b", "#ffeb84"]
    assert IssueCode.NOT_CALCULATED in codes(shown)  # what depends on the day is not guessed


def test_traffic_lights_stand_for_the_numbers_that_they_hide() -> None:
    made = book(HEADS, *([n, "Do", "A", "", n] for n in (1, 2, 3)))
    made.active.conditional_formatting.add("E2:E4", IconSetRule("3TrafficLights1", "num", [1, 2, 3], showValue=False))
    assert [row[4] for row in texts(tables(parsed(made))[0])][1:] == ["🔴", "🟡", "🟢"]


def test_hidden_rows_columns_and_sheets_are_kept_and_said_so() -> None:
    made = book(HEADS, *([n, "Do it", "A", "", ""] for n in range(1, 9)))
    sheet = made.active
    sheet.row_dimensions[4].hidden = sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["C"].hidden = True
    other = made.create_sheet("Closed")
    other.append(HEADS)
    other.append([9, "Done", "B", "", ""])
    other.sheet_state = "hidden"
    shown = parsed(made)
    assert [table.n_rows for table in tables(shown)] == [9, 2]
    told = [(issue.locator.path, issue.message) for issue in shown.issues if issue.code is IssueCode.HIDDEN]
    assert [path for path, _ in told] == ["Plan!A4", "Plan!C1", "Closed!A1"]
    assert "4 to 5" in told[0][1]


def test_a_value_that_its_format_hides_colours_its_cell_and_is_named() -> None:
    made = book(HEADS, [1, "Mend", "A", "May", 3], [2, "Dig", "B", "June", 0])
    made.active["E2"].number_format = made.active["E3"].number_format = ";;;"
    red = PatternFill(start_color="FFFF0000", end_color="FFFF0000", fill_type="solid")
    made.active.conditional_formatting.add("E2:E3", CellIsRule(operator="equal", formula=["3"], fill=red))
    shown = parsed(made)
    (table,) = tables(shown)
    assert [(cell.text, cell.fill) for cell in table.cells if cell.column == 4][1:] == [("", "#ff0000"), ("", None)]
    (issue,) = (issue for issue in shown.issues if issue.code is IssueCode.HIDDEN)
    assert issue.message.endswith(": E2 (3)")


def test_sheets_are_themes_and_names_of_programs_are_none() -> None:
    made = book(HEADS, [1, "Do", "A", "", ""], name="Housing")
    made.create_sheet("Sheet2").append(HEADS)
    made["Sheet2"].append([2, "Do", "A", "", ""])
    shown = parsed(made)
    assert [table.heading for table in tables(shown)] == ["Housing", None]
    assert [block.text for block in blocks(shown)] == ["Housing"]


def test_blank_rows_and_columns_part_tables_that_differ() -> None:
    made = book(
        HEADS, [1, "Do one", "A", "", ""], [2, "Do two", "B", "", ""], [], ["Risks"], ["Risk", "Score", "Owner"],
        ["Flood", 3, "A"],
    )  # fmt: skip
    for row in (1, 6):
        for cell in made.active[row]:
            cell.font = Font(bold=True)
    sheet = made.active
    sheet["H1"], sheet["H2"], sheet["I2"], sheet["H3"], sheet["I3"] = "Key", "G", "done", "R", "late"
    shown = parsed(made)
    assert [texts(table)[0] for table in tables(shown)] == [HEADS, ["Risk", "Score", "Owner"], ["G", "done"]]
    assert [block.text for block in blocks(shown)] == ["Plan", "Risks", "Key"]


def test_a_blank_row_inside_a_tracker_does_not_end_it() -> None:
    made = book(
        HEADS, ["Housing"], [1, "Do one", "A", "x", "Red"], [], ["Roads"], [2, "Do two", "B", "y", "Green"], [],
        [3, "Do three", "C", "z", ""],
    )  # fmt: skip
    [table] = tables(parsed(made))
    assert [row[0] for row in texts(table)] == ["Ref", "Housing", "1", "Roads", "2", "3"]


def test_what_the_file_marks_as_headings_is_counted() -> None:
    rows = [["Tracker"], HEADS, [1, "Do", "A", "", ""], [2, "Do", "B", "", ""]]
    frozen, filtered, listed = book(*rows), book(*rows), book(*rows)
    frozen.active.freeze_panes = "B3"
    filtered.active.auto_filter.ref = "A2:E4"
    listed.active.add_table(ListedTable(displayName="Actions", ref="A2:E4"))
    for made in (frozen, filtered, listed):
        [table] = tables(parsed(made))
        assert (table.header_rows, texts(table)[0]) == (1, HEADS)
    [plain] = tables(parsed(book(*rows)))
    assert plain.header_rows == 0


def test_two_levels_of_headings_stay_together() -> None:
    made = book(
        ["Ref", "Action", "Milestones", None, None, None], [None, None, "Q1", "Q2", "Q3", "Q4"],
        [1, "Do it", "a", "b", "c", "d"],
    )  # fmt: skip
    for area in ("A1:A2", "B1:B2", "C1:F1"):
        made.active.merge_cells(area)
    [table] = tables(parsed(made))
    assert texts(table)[0] == ["Ref", "Action", *["Milestones"] * 4]
    assert texts(table)[1] == ["Ref", "Action", "Q1", "Q2", "Q3", "Q4"]


def test_comments_are_issues_of_their_cell() -> None:
    made = book(HEADS, [1, "Do", "A", "", ""])
    made.active["B2"].comment = Comment("Ann Lee:\nwaits for the budget", "Ann Lee")
    [issue] = [issue for issue in parsed(made).issues if issue.code is IssueCode.COMMENT]
    assert issue.message == "comment by Ann Lee: waits for the budget"
    assert (issue.locator.path, issue.locator.table, issue.locator.row, issue.locator.column) == ("Plan!B2", 0, 1, 1)


def test_a_formula_without_a_stored_value_is_told() -> None:
    shown = parsed(book(HEADS, [1, "Do", "A", "=TODAY()", ""]))
    [issue] = [issue for issue in shown.issues if issue.code is IssueCode.NOT_CALCULATED]
    assert "D2" in issue.message


def test_lines_symbols_and_links_read_as_shown() -> None:
    made = book(
        HEADS, [1, "One\nTwo   three", "A", "", "ü"], [2, '=HYPERLINK("http://x.invalid","Policy")', "B", "", "✔ 😀"]
    )
    made.active["E2"].font = Font(name="Wingdings")
    made.active["B2"].alignment = Alignment(wrap_text=True)
    made.active["C3"].hyperlink = "http://x.invalid/ann"
    shown = parsed(made)
    assert cell_at(shown, "Plan!B2").text == "One\nTwo three"
    assert cell_at(shown, "Plan!E2").text == "✓"
    assert cell_at(shown, "Plan!E3").text == "✔ 😀"


def test_page_headers_and_the_property_of_the_title_are_kept_aside() -> None:
    made = book(HEADS, [1, "Do", "A", "", ""])
    made.active.oddHeader.left.text = "Wickmere District Council"
    made.active.oddFooter.center.text = "Page &P of &N"
    made.properties.title = "Recovery plan"
    shown = parsed(made)
    assert [(b.kind, b.text) for b in blocks(shown)][:2] == [
        (BlockKind.TITLE, "Recovery plan"),
        (BlockKind.FURNITURE, "Wickmere District Council"),
    ]


def test_every_path_leads_back_to_its_cell() -> None:
    made = book(HEADS, [1, "Do", "A", "", "B & C"], name="Bob's plan (2024)")
    made.create_sheet("Q1").append(HEADS)
    made["Q1"].append([2, "Go", "B", "", ""])
    shown = parsed(made)
    for table in tables(shown):
        for cell in table.cells:
            sheet, name = re.fullmatch(r"(?:'(.*)'|([^']*))!([A-Z]+\d+)", cell.parts[0].path).group(1, 3)
            assert str(made[sheet.replace("''", "'")][name].value or "") == cell.text


def test_a_sheet_that_is_a_chart_is_named():
    book = openpyxl.Workbook()
    book.active.append(("Ref", "Action"))
    book.active.append(("1", "Mend the gate"))
    book.create_chartsheet("Progress chart").add_chart(openpyxl.chart.BarChart())
    content = io.BytesIO()
    book.save(content)
    shown = parse_xlsx(content.getvalue())
    assert [issue.message for issue in shown.issues] == ["sheet 'Progress chart' is a chart, which is not read"]
