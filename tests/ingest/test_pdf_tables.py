"""Tables of PDFs that we draw ourselves, each with one trait that a table finder gets wrong."""

import io

import pytest
from reportlab.graphics.shapes import Circle, Drawing
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen import canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, Table

from ingest import model
from ingest.pdf import parse_pdf
from ingest.stitch import stitch

TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=9, leading=11)
STRONG = ParagraphStyle("strong", parent=TEXT, fontName="Helvetica-Bold")
TITLE = ParagraphStyle("title", parent=STRONG, fontSize=14, leading=18)
WIDTHS = [35, 200, 100, 70, 70]
HEADINGS = ["Ref", "Action", "Owner", "Due", "Status"]
ROWS = [
    ["1.1", "Review the scheme of delegation with the chairs of all boards", "Monitoring Officer", "May 2024", "Done"],
    ["1.2", "Hold two workshops on the budget for new members", "Director of Finance", "June 2024", "On track"],
    ["1.3", "Publish the register of interests each quarter", "Head of Legal Services", "Ongoing", "Delayed"],
    ["1.4", "Agree a protocol for requests and say who answers", "Chief Executive", "May 2025", "Not started"],
]
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
TOP = [("VALIGN", (0, 0), (-1, -1), "TOP")]


def cells(rows, style=TEXT):
    return [[Paragraph(text, style) for text in row] for row in rows]


def plan(style, rows=None, maker=Table, widths=WIDTHS, **options):
    return maker([*cells([HEADINGS], STRONG), *(cells(ROWS) if rows is None else rows)], widths, style=style, **options)


def pdf(*story):
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(list(story))
    return out.getvalue()


def shown(content):
    return stitch(parse_pdf(content).content)


def tables(content):
    return [item for item in shown(content) if isinstance(item, model.Table)]


def texts(table):
    return [[cell.text if cell else None for cell in row] for row in table.grid()]


@pytest.mark.parametrize(
    "style",
    [
        GRID,
        [*TOP, ("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black)],
        [*TOP, ("LINEABOVE", (0, 0), (-1, -1), 0.5, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black)],
        [
            *TOP,
            ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
            ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
            ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
        ],
        TOP,
        [*TOP, ("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.lightgrey, colors.whitesmoke])],
        [*TOP, ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, colors.lightgrey])],
        [
            *TOP,
            ("BACKGROUND", (0, 0), (-1, 0), colors.lightblue),
            ("GRID", (0, 1), (-1, -1), 0.5, colors.black),
        ],
        [*TOP, ("BACKGROUND", (0, 0), (-1, -1), colors.lightblue), ("GRID", (0, 0), (-1, -1), 1, colors.white)],
    ],
    ids=["grid", "inner", "rules", "three-rules", "none", "bands", "every-other", "headed", "white-grid"],
)
def test_a_table_is_found_however_it_is_drawn(style):
    prose = "The board will look at this plan again in the spring, when the partners have given their views on it all."
    [table] = tables(pdf(Paragraph("Our plan", TITLE), plan(style), Spacer(1, 12), Paragraph(prose * 2, TEXT)))
    assert texts(table) == [HEADINGS, *ROWS]
    assert table.heading == "Our plan"


def test_prose_is_no_table():
    paragraph = "Members asked that the report be brought back with figures, and officers said they would. " * 5
    contacts = [Paragraph(line, TEXT) for line in ("Name: A Clerk", "Post: Clerk to the board", "Phone: 01234 5678")]
    story = [Paragraph(f"{i}. {paragraph}", TEXT) for i in range(1, 6)]
    assert not tables(pdf(Paragraph("Minutes", TITLE), *story, *contacts))


def test_a_framed_note_is_no_table():
    frame = Table([[Paragraph("This is a note to the reader.", TEXT)]], style=[("BOX", (0, 0), (-1, -1), 1, "black")])
    items = shown(pdf(frame, Paragraph("Text below the frame.", TEXT)))
    assert all(isinstance(item, model.Block) for item in items)


def test_missing_rulings_are_merged_cells():
    rows = [
        [Paragraph("One", TEXT), *cells([ROWS[0][1:]])[0]],
        ["", *cells([ROWS[1][1:]])[0]],
        [Paragraph("All other matters stand in the annual report", TEXT), "", "", "", ""],
    ]
    [table] = tables(pdf(plan([*GRID, ("SPAN", (0, 1), (0, 2)), ("SPAN", (0, 3), (-1, 3))], rows)))
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in table.cells if cell.column == 0}
    assert spans["One"] == (2, 1)
    assert spans["All other matters stand in the annual report"] == (1, 5)


def test_colours_and_struck_text():
    rows = cells(ROWS)
    rows[0][3] = Paragraph("<strike>May 2024</strike> June 2024", TEXT)
    rows[1][1] = Paragraph("<u>Hold two</u> workshops", TEXT)
    rows[2][4] = Paragraph("<font color='#cc0000'>Delayed</font>", TEXT)
    style = [
        *GRID,
        ("BACKGROUND", (4, 1), (4, 1), colors.CMYKColor(1, 0, 1, 0)),
        ("BACKGROUND", (4, 2), (4, 2), colors.HexColor("#ffc000")),
        ("BACKGROUND", (4, 4), (4, 4), colors.white),
    ]
    grid = tables(pdf(plan(style, rows)))[0].grid()
    # process green as viewers show it, not 100 % of cyan and yellow taken off white
    assert [row[4].fill for row in grid] == [None, "#00a54f", "#ffc000", None, None]
    assert grid[3][4].ink == "#cc0000"
    assert grid[1][4].ink is None
    assert grid[1][3].struck == ((0, 8),)
    assert grid[2][1].struck == ()
    assert grid[0][0].bold
    assert not grid[1][0].bold


def test_a_dot_in_an_empty_cell_is_its_colour():
    dot = Drawing(14, 14, Circle(7, 7, 6, fillColor=colors.HexColor("#00b050"), strokeColor=None))
    rows = cells(ROWS)
    rows[1][4] = dot
    grid = tables(pdf(plan(GRID, rows)))[0].grid()
    assert [row[4].fill for row in grid] == [None, None, "#00b050", None, None]


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_page_that_lies_on_its_side(rotation):
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    page.setPageRotation(rotation)
    page.rotate(90)
    page.translate(0, -A4[0])
    table = plan(GRID)
    table.wrapOn(page, 700, 500)
    table.drawOn(page, 60, 300)
    page.drawString(60, 560, "Plan of the board")
    page.save()
    parsed = parse_pdf(out.getvalue())
    [found] = [item for item in stitch(parsed.content) if isinstance(item, model.Table)]
    assert texts(found) == [HEADINGS, *ROWS]
    assert found.heading == "Plan of the board"
    size = parsed.page_sizes[0]
    boxes = [part.box for cell in found.cells for part in cell.parts]
    assert all(0 <= box.x0 < box.x1 <= size.width and 0 <= box.top < box.bottom <= size.height for box in boxes)
    first, last = found.grid()[0][0].parts[0].box, found.grid()[0][4].parts[0].box
    assert last.x0 > first.x1 if rotation else last.bottom < first.top


def test_lines_of_two_columns_that_stand_staggered_do_not_part_rows_without_rules():
    loose = ParagraphStyle("loose", parent=TEXT, leading=13)
    rows = [[row[0], row[1], f"{row[2]} with the chairs of all boards", *row[3:]] for row in ROWS]
    story = cells(rows, loose)
    story[0][3] = [Paragraph("May 2024 (draft)", loose), Spacer(1, 10), Paragraph("June 2024 (final text)", loose)]
    [table] = tables(pdf(plan([*TOP, ("BOTTOMPADDING", (0, 0), (-1, -1), 12)], story)))
    assert [row[:3] for row in texts(table)] == [HEADINGS[:3], *(row[:3] for row in rows)]


def test_headings_that_run_up_the_cell():
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    table = Table([[""] * 5, *cells(ROWS)], WIDTHS, [70, *[None] * 4], style=GRID)
    _, height = table.wrapOn(page, 600, 500)
    table.drawOn(page, 60, 400)
    for i, heading in enumerate(HEADINGS):
        page.saveState()
        page.translate(60 + sum(WIDTHS[:i]) + 20, 400 + height - 66)
        page.rotate(90)
        page.drawString(0, 0, f"{heading} now")
        page.restoreState()
    page.save()
    assert texts(tables(out.getvalue())[0])[0] == [f"{heading} now" for heading in HEADINGS]


LONG = "The board will review how it works with its partners and take advice from those who know the matter well. " * 5


def long_rows(number):
    return [[str(i + 1), LONG + f"It will report on part {i + 1}.", "Clerk", "May 2024", LONG] for i in range(number)]


@pytest.mark.parametrize("repeat", [0, 1])
def test_a_table_over_several_pages_is_one(repeat):
    [table] = tables(pdf(plan(GRID, cells(long_rows(12)), LongTable, [35, 160, 90, 60, 130], repeatRows=repeat)))
    assert len(table.pages) > 2
    assert [row[0] for row in texts(table)] == ["Ref", *map(str, range(1, 13))]
    assert table.header_rows == repeat
    assert len(table.fragments) == len(table.pages)


def test_a_row_cut_by_a_page_break_is_one_row():
    rows = cells(long_rows(12))
    [table] = tables(pdf(plan(GRID, rows, LongTable, [35, 160, 90, 60, 130], splitInRow=1)))
    assert texts(table)[1:] == [[cell.strip() for cell in row] for row in long_rows(12)]
    cut = [cell for cell in table.cells if len(cell.parts) > 1]
    assert cut
    assert all(cell.pages[1] == cell.pages[0] + 1 for cell in cut)


def test_a_row_without_its_lower_ruling_at_the_page_foot():
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    for part, foot in enumerate((True, False)):
        for x in (60, 100, 300, 400):
            page.line(x, 500, x, 700)
        page.line(60, 700, 400, 700)
        page.line(60, 650, 400, 650)
        if not foot:
            page.line(60, 500, 400, 500)
        for text, x in (("No", 65), ("Action", 105), ("Owner", 305)):
            page.drawString(x, 680, text)
        if part == 0:
            page.drawString(65, 630, "1")
            page.drawString(105, 630, "Set up a board that will look after")
            page.drawString(305, 630, "Clerk")
        else:
            page.drawString(105, 630, "the work and report on it each year.")
        page.showPage()
    page.save()
    [table] = tables(out.getvalue())
    assert texts(table) == [
        ["No", "Action", "Owner"],
        ["1", "Set up a board that will look after the work and report on it each year.", "Clerk"],
    ]


def test_tables_under_titles_of_their_own_stay_apart():
    first, second = tables(pdf(Paragraph("Money", TITLE), plan(GRID), Paragraph("People", TITLE), plan(GRID)))
    assert (first.heading, second.heading) == ("Money", "People")
    assert (first.number, second.number) == (0, 1)


def test_a_heading_row_repeated_on_a_page_is_no_row_but_stays_under_a_section():
    heading, rows = cells([HEADINGS], STRONG), cells(ROWS)
    section = [[Paragraph("Money", STRONG), "", "", "", ""]]
    [table] = tables(pdf(plan(GRID, [*rows[:2], *heading, *rows[2:]])))
    assert texts(table) == [HEADINGS, *ROWS]
    [table] = tables(pdf(plan([*GRID, ("SPAN", (0, 3), (-1, 3))], [*rows[:2], *section, *heading, *rows[2:]])))
    assert [row[0] for row in texts(table)] == ["Ref", "1.1", "1.2", "Money", "Ref", "1.3", "1.4"]


def test_headings_that_run_up_above_columns_without_rulings():
    heads, lefts = ("Team", "Work", "Budget 2024", "Spent 2024", "Left"), (50, 100, 262, 322, 384)
    figures = [(f"T{r}", "Mend the roof of hall", f"{100 + r * 37}", f"{90 + r * 31}", f"{10 + r}") for r in range(6)]

    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    for left, text in zip(lefts, heads, strict=True):
        page.saveState()
        page.translate(left, 610)
        page.rotate(90 if left > 100 else 0)
        page.drawString(0, 0, text)
        page.restoreState()
    for r, row in enumerate(figures):
        for left, right, text in zip(lefts, (0, 0, 280, 340, 400), row, strict=True):
            (page.drawRightString if right else page.drawString)(right or left, 590 - 14 * r, text)

    page.save()
    [found] = tables(out.getvalue())
    assert texts(found) == [list(row) for row in (heads, *figures)]
