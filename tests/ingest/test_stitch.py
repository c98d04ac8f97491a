"""Fragments of tables joined: what goes on, what begins anew, rows and merged cells cut by a page break."""

import pytest

from ingest.model import Block, BlockKind, Box, Cell, Locator, Table
from ingest.stitch import stitch

HEADINGS = ("No", "Finding", "Action", "Owner")
LEFTS = (50.0, 80.0, 200.0, 400.0, 500.0)


def table(*rows, page=None, merged=None, lefts=LEFTS, **looks):
    """A table of texts; None is covered by the cell above. Looks (bold, fill) are those of the first row."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is None:
                continue
            span = 1
            while r + span < len(rows) and rows[r + span][c] is None:
                span += 1
            box = Box(lefts[c], 50.0 + 20 * r, lefts[c + 1], 50.0 + 20 * (r + span))
            parts = (Locator(page=page, box=box),) if page else ()
            cells.append(Cell(r, c, text, row_span=span, parts=parts, **(looks if r == 0 else {})))
    return Table(tuple(cells), len(rows), len(rows[0]))


def said(kind, text, page=None):
    return Block(kind, text, locator=Locator(page=page))


def texts(found):
    return [tuple(cell.text if cell else None for cell in row) for row in found.grid()]


def joined(*content):
    return [item for item in stitch(content) if isinstance(item, Table)]


ONE = ("1", "Slow answers", "Answer within ten days.", "Clerk")
TWO = ("2", "No plan", "Write a plan and keep it up to date.", "Treasurer")
THREE = ("3", "Old rules", "Look at the rules of the board again.", "Clerk")


def test_a_repeated_heading_row_goes_on_with_the_table():
    [found] = joined(
        table(HEADINGS, ONE, page=1),
        said(BlockKind.FURNITURE, "Page 1", 1),
        table(("NO", " finding", "Action", "Owner"), TWO, page=2),
        table(HEADINGS, THREE, page=3),
    )
    assert texts(found) == [HEADINGS, ONE, TWO, THREE]
    assert found.header_rows == 1
    assert [(f.first_row, f.page) for f in found.fragments] == [(0, 1), (2, 2), (3, 3)]


def test_a_heading_row_before_every_row_without_pages():
    [found] = joined(table(HEADINGS, ONE), table(HEADINGS, TWO), table(HEADINGS, THREE))
    assert texts(found) == [HEADINGS, ONE, TWO, THREE]


def test_a_heading_of_two_rows():
    top, below = ("Plan", "Plan", "Work", "Work"), HEADINGS
    [found] = joined(table(top, below, ONE, page=1), table(top, below, TWO, page=2))
    assert texts(found) == [top, below, ONE, TWO]
    assert found.header_rows == 2


def test_a_fragment_without_headings_goes_on_by_its_columns():
    first = table(HEADINGS, ONE, page=1)
    assert len(joined(first, table(TWO, THREE, page=2))) == 1
    moved = tuple(left + 60 for left in LEFTS)
    assert len(joined(first, table(TWO, THREE, page=2, lefts=moved))) == 2


@pytest.mark.parametrize("kind", [BlockKind.HEADING, BlockKind.PARAGRAPH])
def test_a_title_begins_another_table(kind):
    first, second = joined(
        said(BlockKind.HEADING, "Money", 1),
        table(HEADINGS, ONE, page=1),
        said(kind, "People", 1),
        table(HEADINGS, TWO, page=1),
    )
    assert (first.heading, second.heading) == ("Money", "People")
    assert (first.number, second.number) == (0, 1)


def test_continued_is_no_title():
    [found] = joined(
        said(BlockKind.HEADING, "Money", 1),
        table(HEADINGS, ONE, page=1),
        said(BlockKind.HEADING, "Money (continued)", 2),
        table(HEADINGS, TWO, page=2),
    )
    assert found.heading == "Money"
    assert texts(found) == [HEADINGS, ONE, TWO]


def test_tables_that_follow_each_other_with_headings_of_their_own():
    other = table(("Risk", "Cause", "Answer", "Score"), ("R1", "Flood", "Pumps", "12"), page=2, bold=True)
    assert len(joined(table(HEADINGS, ONE, TWO, page=1, bold=True), other)) == 2


def test_tables_of_other_columns_stay_apart():
    narrow = table(("Name", "Post"), ("A Clerk", "Clerk"), page=2)
    assert len(joined(table(HEADINGS, ONE, page=1), narrow)) == 2


def test_a_row_cut_in_mid_sentence():
    head = ("3", "Rules that are older than", "Look at the rules of the board and of its", "Head of Legal and")
    tail = ("", "the board itself.", "committees again.", "Member Services")
    [found] = joined(table(HEADINGS, ONE, TWO, head, page=1), table(HEADINGS, tail, ONE, page=2))
    whole = (
        "3",
        "Rules that are older than the board itself.",
        "Look at the rules of the board and of its committees again.",
        "Head of Legal and Member Services",
    )
    assert texts(found) == [HEADINGS, ONE, TWO, whole, ONE]
    assert found.grid()[3][2].pages == (1, 2)


def test_a_row_cut_between_two_paragraphs():
    head = ("3", "Old rules", "Look at the rules of the board again before the spring.", "Clerk")
    tail = ("", "", "The board will then say which of them it keeps.", "")
    [found] = joined(table(HEADINGS, ONE, TWO, head, page=1), table(HEADINGS, tail, ONE, page=2))
    assert texts(found)[3][2] == (
        "Look at the rules of the board again before the spring.\nThe board will then say which of them it keeps."
    )


def test_a_row_of_its_own_number_is_never_joined():
    head = ("3", "Old rules", "Look at the rules of the", "Clerk")
    tail = ("4", "no plan", "write one", "clerk")
    assert len(texts(joined(table(HEADINGS, ONE, head, page=1), table(HEADINGS, tail, page=2))[0])) == 4


def test_a_merged_cell_goes_on_over_the_page():
    first = table(HEADINGS, ONE, ("2", "No plan", "a) Write a plan.", "Clerk"), page=1)
    second = table(HEADINGS, ("", "", "b) Publish it.", "Treasurer"), THREE, page=2)
    [found] = joined(first, second)
    grid = found.grid()
    assert texts(found)[2:4] == [
        ("2", "No plan", "a) Write a plan.", "Clerk"),
        ("2", "No plan", "b) Publish it.", "Treasurer"),
    ]
    assert grid[2][1] is grid[3][1]
    assert grid[2][1].row_span == 2
    assert grid[2][1].pages == (1, 2)


def test_struck_text_keeps_its_place_in_a_joined_cell():
    first = table(HEADINGS, ONE, ("2", "No plan", "Write a plan that", "Clerk"), page=1)
    tail = Cell(1, 2, "will not last", struck=((5, 8),), parts=(Locator(page=2, box=Box(200, 70, 400, 90)),))
    second = table(HEADINGS, ("", "", "", ""), page=2)
    second = Table(tuple(tail if (c.row, c.column) == (1, 2) else c for c in second.cells), 2, 4)
    cell = joined(first, second)[0].grid()[2][2]
    assert cell.text == "Write a plan that will not last"
    assert [cell.text[a:b] for a, b in cell.struck] == ["not"]


FIVE, SIX = ("5", "Late papers", "Send papers a week before.", "Clerk"), ("6", "No minutes", "Print minutes.", "Clerk")


def test_numbers_that_go_on_outweigh_edges_that_moved_within_the_same_reach():
    first = table(HEADINGS, ONE, TWO, page=1)
    moved = (LEFTS[0], LEFTS[1] + 30, LEFTS[2] - 20, LEFTS[3] + 15, LEFTS[4])
    assert len(joined(first, table(THREE, page=2, lefts=moved))) == 1
    assert len(joined(first, table(FIVE, SIX, page=2, lefts=moved))) == 2


@pytest.mark.parametrize("again", [(HEADINGS, TWO, THREE), (TWO, THREE)], ids=["repeated-heading", "no-heading"])
def test_what_stands_on_each_page_parts_nothing(again):
    def box(page):
        return table(("Town board", "Plan 7"), page=page), said(BlockKind.PARAGRAPH, "Progress since the spring", page)

    found = joined(*box(1), table(HEADINGS, ONE, page=1), *box(2), table(*again, page=2))
    plans = [item for item in found if item.n_columns == len(HEADINGS)]
    assert [texts(plan) for plan in plans] == [[HEADINGS, ONE, TWO, THREE]]


def test_a_small_table_of_other_words_parts_two_tables():
    def box(name, page):
        return table((name, "Plan 7"), page=page)

    found = joined(box("Money", 1), table(HEADINGS, ONE, page=1), box("People", 2), table(HEADINGS, TWO, page=2))
    assert [item.n_columns for item in found] == [2, 4, 2, 4]


def test_full_rows_of_short_texts_are_no_cut_row():
    head = (
        "Decisions that are open and clear",
        "Rules that are older than the board",
        "Look at them again in spring",
        "Clerk",
    )
    tail = (
        "A council that answers its letters",
        "Answers that come late or never",
        "Answer within ten days of a letter",
        "Clerk",
    )
    [found] = joined(table(HEADINGS, head, page=1), table(HEADINGS, tail, page=2))
    assert texts(found) == [HEADINGS, head, tail]


@pytest.mark.parametrize("wider_first", [False, True])
def test_a_table_that_gains_or_loses_a_column(wider_first):
    narrow = table(HEADINGS, ONE, page=2 if wider_first else 1)
    page = 1 if wider_first else 2
    wide = table((*HEADINGS, "State"), (*TWO, "Done"), page=page, lefts=(*LEFTS, 560.0))
    [found] = joined(wide, narrow) if wider_first else joined(narrow, wide)
    rows = [(*ONE, ""), (*TWO, "Done")]
    assert texts(found) == [(*HEADINGS, "State"), *(rows[::-1] if wider_first else rows)]


def test_a_repeated_heading_without_a_ruling_below_it_is_parted_from_the_row_that_goes_on():
    cut = ("No", "Finding\nin the old town", "Action", "Owner\nand the Mayor")
    again = ("No", "Finding", "Action", "Owner")
    first = ("1", "Slow answers to letters that come from", "Answer.", "Clerk")
    whole = ("1", "Slow answers to letters that come from in the old town", "Answer.", "Clerk and the Mayor")
    [found] = joined(table(HEADINGS, first, page=1), table(cut, TWO, again, THREE, page=2))
    assert texts(found) == [HEADINGS, whole, TWO, THREE]
    box = found.grid()[1][1].parts[1].box
    assert (box.top, box.bottom) == (70.0, 70.0)  # the heading's height is not the row's


def test_a_heading_and_a_row_that_begins_anew_in_one_cell_are_two_rows():
    both = tuple(f"{heading}\n{text}" for heading, text in zip(HEADINGS, TWO, strict=True))
    [found] = joined(table(HEADINGS, ONE, page=1), table(both, THREE, page=2))
    assert texts(found) == [HEADINGS, ONE, TWO, THREE]


def test_a_row_that_begins_with_some_of_the_headings_is_kept_whole():
    row = ("No", "Findings are late", "Action", "Owner")
    [found] = joined(table(HEADINGS, ONE, page=1), table(row, TWO, page=2))
    assert texts(found) == [HEADINGS, ONE, row, TWO]
