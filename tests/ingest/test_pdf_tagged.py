"""Tagged tables judged against what stands on the page, in PDFs whose structure trees we write by hand."""

from contextlib import closing

import pypdfium2
import pytest

from ingest.model import Continuation
from ingest.pdf import parse_pdf, pdfium
from ingest.pdf.grid import find_ruled_tables
from ingest.pdf.lines import lines_of, stands_in
from ingest.pdf.tables import find_tables
from ingest.pdf.tagged import tagged_tables
from ingest.pdf.tagged_judge import Step

from .layouts.with_tags import HIGH, LEFT, TOP, WIDE, Tagged, simple, untagged

HEADINGS = ["Ref", "Action", "Owner"]


def judged(content):
    with closing(pypdfium2.PdfDocument(content)) as document:
        pages = [pdfium.read_page(document, number).geometry for number in range(1, len(document) + 1)]
    return tagged_tables([(page, find_ruled_tables(page.rulings), find_tables(page)) for page in pages]), pages


def texts(found, page):
    """Return what stands in each cell of a found table, by row and column."""
    by_place = {}
    for cell in found.cells:
        inside = [word for word in page.words if stands_in(word.box, cell.box)]
        by_place[cell.row, cell.column] = " / ".join(line.text for line in lines_of(inside))
    return by_place


def test_a_table_without_rulings_is_read_by_its_tags_with_spans_and_headings():
    doc = Tagged()
    head = ("TR", [("TH", [doc.text(0, 0, "Ref")]), ("TH", [doc.text(0, 1, "What we will do")], {"ColSpan": 2})])
    tall = ("TD", [doc.text(1, 0, "1")], {"RowSpan": 2})
    first = ("TR", [tall, ("TD", [doc.text(1, 1, "Review")]), ("TD", [doc.text(1, 2, "Clerk")])])
    second = ("TR", [("TD", [doc.text(2, 1, "Publish\nit")]), ("TD", [doc.text(2, 2, "Chair")])])
    found, pages = judged(doc.save(("Table", [("THead", [head]), ("TBody", [first, second])])))
    (table,) = found.tables[1]
    assert texts(table.found, pages[0]) == {
        (0, 0): "Ref", (0, 1): "What we will do", (1, 0): "1", (1, 1): "Review", (1, 2): "Clerk",
        (2, 1): "Publish / it", (2, 2): "Chair",
    }  # fmt: skip
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in table.found.cells}
    assert (spans[0, 1], spans[1, 0]) == ((1, 2), (2, 1))
    assert (table.headings, table.header_rows, table.continues) == ({(0, 0), (0, 1)}, 1, None)


def test_the_tree_tells_of_a_row_and_of_a_merged_cell_that_the_page_break_cuts():
    doc = Tagged()
    head = [[doc.text(0, c, text)] for c, text in enumerate(HEADINGS)]
    merged, action, owner = [doc.text(1, 0, "1")], [doc.text(1, 1, "Review the")], [doc.text(1, 2, "Clerk")]
    doc.turn_page()
    for c, text in enumerate(HEADINGS):
        head[c].append(doc.text(0, c, text))
    action.append(doc.text(1, 1, "Scheme"))
    below = [doc.text(2, 1, "Publish"), doc.text(2, 2, "Chair")]
    doc.turn_page()
    last = [doc.text(0, 1, "Report"), doc.text(0, 2, "Mayor")]
    rows = [
        ("TR", [("TH", marks) for marks in head]),
        ("TR", [("TD", merged, {"RowSpan": 3}), ("TD", action), ("TD", owner)]),
        ("TR", [("TD", [mark]) for mark in below]),
        ("TR", [("TD", [mark]) for mark in last]),
    ]
    found, pages = judged(doc.save(("Table", rows)))
    parts = [found.tables[page][0] for page in (1, 2, 3)]
    assert [part.continues for part in parts] == [
        None,
        Continuation(n_repeated=1, cut=True, merged=frozenset()),
        Continuation(n_repeated=0, cut=False, merged=frozenset({0})),
    ]
    assert [(part.header_rows, part.found.n_rows, part.found.n_columns) for part in parts] == [
        (1, 2, 3), (1, 3, 3), (0, 1, 3)
    ]  # fmt: skip
    assert texts(parts[1].found, pages[1])[1, 1] == "Scheme"


def test_empty_cells_that_the_tree_leaves_out_are_found_by_the_places_of_the_others():
    doc = Tagged()
    rows = [HEADINGS, ["1", "Review the scheme", "Clerk"], ["2", "", "Chair"], ["3", "Publish a report", ""]]
    found, pages = judged(doc.save(("Table", simple(doc, rows))))
    (table,) = found.tables[1]
    got = texts(table.found, pages[0])
    assert [[got[r, c] for c in range(3)] for r in range(4)] == rows


def test_tables_that_touch_are_told_apart_where_rulings_see_one():
    doc = Tagged()
    doc.rule(4, 3)
    first = simple(doc, [HEADINGS, ["1", "Review", "Clerk"]])
    second = simple(doc, [["a", "b", "c"], ["d", "e", "f"]], first=2)
    found, _ = judged(doc.save(("Table", first), ("Table", second)))
    assert [(t.element, t.found.n_rows) for t in found.tables[1]] == [((0,), 2), ((1,), 2)]


def test_a_page_whose_tags_tell_of_no_table_has_none():
    doc = Tagged()
    heading = doc.text(0, 0, "Our plan")
    _, (page,) = judged(doc.save(("Document", [("H2", [heading])])))
    assert not page.tags


BODY = [HEADINGS, ["1", "Review", "Clerk"], ["2", "Publish", "Chair"]]


def other_page(doc):
    rows = simple(doc, BODY)
    return [("TR", [("TD", [(0, 40 + 3 * r + c)]) for c in range(3)]) for r, _ in enumerate(rows)]


def no_extent(doc):
    rows = simple(doc, BODY)
    return [("TR", [("TD", cells[0][1], {"ColSpan": 0}), *cells[1:]]) for _, cells in rows]


def all_in_one_row(doc):
    return [("TR", [cell for _, cells in simple(doc, BODY) for cell in cells])]


def span_left_out(doc):
    section = ("TR", [("TD", [doc.text(0, 0, "Theme one, which runs over the table")])])
    return [section, *simple(doc, BODY, first=1)]


def overlapping(doc):
    rows = simple(doc, BODY)
    tall = ("TD", rows[0][1][1][1], {"RowSpan": 2})
    wide = ("TD", rows[1][1][0][1], {"ColSpan": 2})
    return [("TR", [rows[0][1][0], tall, rows[0][1][2]]), ("TR", [wide, rows[1][1][1]]), rows[2]]


def columns_swapped(doc):
    rows = simple(doc, BODY)
    return [rows[0], ("TR", list(reversed(rows[1][1]))), rows[2]]


def rows_swapped(doc):
    rows = simple(doc, BODY)
    return [rows[0], rows[2], rows[1]]


def word_left_out(doc):
    doc.text(1, 1.5, "stray", mark=False)
    return simple(doc, BODY)


def two_ruled_cells(doc):
    doc.rule(3, 3)
    rows = simple(doc, BODY)
    return [("TR", [cells[0], ("TD", [*cells[1][1], *cells[2][1]])]) for _, cells in rows]


def partly_tagged(doc):
    doc.rule(4, 3)
    for c, text in enumerate(["3", "Report", "Mayor"]):
        doc.text(3, c, text, mark=False)
    return simple(doc, BODY)


def title_above_the_rulings(doc):
    title = ("TR", [("TD", [doc.text(-1, 0, "Our plan")]), *(("TD", [doc.text(-1, c, " ")]) for c in (1, 2))])
    doc.rule(3, 3)
    return [title, *simple(doc, BODY)]


def guessed_within_a_ruled_cell(doc):
    for row in range(3):
        doc.canvas.rect(LEFT - 5, TOP + 15 - HIGH * (row + 1), WIDE, HIGH)
        doc.canvas.rect(LEFT - 5 + WIDE, TOP + 15 - HIGH * (row + 1), 2 * WIDE if row == 2 else WIDE, HIGH)
    for row in range(2):
        doc.canvas.rect(LEFT - 5 + 2 * WIDE, TOP + 15 - HIGH * (row + 1), WIDE, HIGH)
    return simple(doc, [*BODY[:2], ["2", "Publish", ""]])


def row_by_row_again(doc):
    """Rows one and two stand on the next page, after row three."""
    cells = [[[doc.text(r, c, text)] for c, text in enumerate(row)] for r, row in enumerate(BODY)]
    doc.turn_page()
    for r, row in enumerate(BODY[:2]):
        for c, text in enumerate(row):
            cells[r][c].append(doc.text(r, c, f"{text} more"))
    return [("TR", [("TD", marks) for marks in row]) for row in cells]


def half_of_it(doc):
    rows = [*BODY, ["3", "Report", "Mayor"], ["4", "Consult", "Clerk"], ["5", "Train", "Chair"]]
    for r, row in enumerate(rows[3:], 3):
        for c, text in enumerate(row):
            doc.text(r, c, text, mark=False)
    return simple(doc, rows[:3])


def letterhead(doc):
    return simple(doc, [["Civic Centre", "Our reference: 12"], ["High Street", "Your reference: none"]])


def one_cell(doc):
    return [("TR", [("TD", [doc.text(r, c, text) for r, row in enumerate(BODY) for c, text in enumerate(row)])])]


def span_too_long(doc):
    rows = simple(doc, BODY)
    return [rows[0], ("TR", [("TD", rows[1][1][0][1], {"RowSpan": 2}), *rows[1][1][1:]]), rows[2]]


def span_over_the_end(doc):
    rows = simple(doc, BODY)
    return [*rows[:2], ("TR", [("TD", rows[2][1][0][1], {"RowSpan": 9}), *rows[2][1][1:]])]


@pytest.mark.parametrize(
    ("rows", "step"),
    [
        (other_page, Step.WORDS),
        (no_extent, Step.SPANS),
        (all_in_one_row, Step.GRID),
        (span_left_out, Step.GRID),
        (overlapping, Step.GRID),
        (columns_swapped, Step.COLUMNS_IN_ORDER),
        (rows_swapped, Step.ROWS_IN_ORDER),
        (word_left_out, Step.NOTHING_LEFT_OUT),
        (two_ruled_cells, Step.ONE_RULED_CELL),
        (partly_tagged, Step.WHOLE_TABLE),
        (title_above_the_rulings, Step.WITHIN_RULINGS),
        (guessed_within_a_ruled_cell, Step.OWN_RULED_CELL),
        (row_by_row_again, Step.PAGES_IN_ORDER),
        (half_of_it, Step.EVERY_ROW),
        (letterhead, Step.IS_NO_LAYOUT),
        (one_cell, Step.GRID),
        (span_too_long, Step.GRID),
        (span_over_the_end, Step.GRID),
    ],
)
def test_tags_that_disagree_with_the_page_are_left_to_geometry_and_say_why(rows, step):
    doc = Tagged()
    content = doc.save(("Table", rows(doc)))
    found, _ = judged(content)
    assert not found.tables
    assert [refused.step for refused in found.refused.values()] == [step]
    assert parse_pdf(content).content == parse_pdf(untagged(content)).content


def cells_without_rows(doc):
    return [("Table", [cell for _, cells in simple(doc, BODY) for cell in cells])]


def all_artifacts(doc):
    doc.rule(3, 3)
    for r, row in enumerate(BODY):
        for c, text in enumerate(row):
            doc.text(r, c, text, mark="Artifact")
    return [("Table", [("TR", [("TD", [])])])]


def a_page_laid_out_as_a_table(doc):
    doc.rule(3, 3)
    return [("Table", [("TR", [("TD", [doc.text(-1, 0, "Annex")]), ("TD", [("Figure", simple(doc, BODY))])])])]


@pytest.mark.parametrize("tree", [cells_without_rows, all_artifacts, a_page_laid_out_as_a_table])
def test_a_tree_that_tells_of_no_rows_of_the_table_changes_nothing(tree):
    doc = Tagged()
    content = doc.save(*tree(doc))
    assert parse_pdf(content).content == parse_pdf(untagged(content)).content


def test_a_table_in_a_cell_of_one_that_lays_out_the_page_is_read():
    doc = Tagged()
    title = ("TD", [doc.text(-1, 0, "Annex")])
    content = doc.save(("Table", [("TR", [title, ("TD", [("Table", simple(doc, BODY))])])]))
    found, _ = judged(content)
    assert [table.found.n_rows for table in found.tables[1]] == [3]


def test_a_tree_nested_five_hundred_deep_ends():
    doc = Tagged()
    item = ("Table", simple(doc, BODY))
    for _ in range(500):
        item = ("Div", [item])
    found, _ = judged(doc.save(item))
    assert not found.tables
