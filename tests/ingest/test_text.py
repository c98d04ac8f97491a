"""Text exports, Markdown and comma-separated files into the table model."""

from __future__ import annotations

import pytest

from ingest.model import Block, BlockKind, Shown, Table
from ingest.text import parse_csv, parse_text


def tables(shown: Shown) -> list[Table]:
    return [item for item in shown.content if isinstance(item, Table)]


def blocks(shown: Shown) -> list[tuple[object, ...]]:
    return [(b.kind, b.level, b.marker, b.text) for b in shown.content if isinstance(b, Block)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def test_tab_lines_are_tables_and_blank_lines_part_their_fragments() -> None:
    shown = parse_text(
        b"No\tAction\tOwner\n"
        b"1.\t<p>Mend <b>roads</b></p> <p>soon</p>\tClerk &amp; warden\n"
        b"--\t-----\t--\n\n"
        b"2.\tPaint\t\n"
    )
    first, second = tables(shown)
    assert texts(first) == [["No", "Action", "Owner"], ["1.", "Mend roads\nsoon", "Clerk & warden"]]
    assert texts(second) == [["2.", "Paint", ""]]
    assert first.cells[4].parts[0].path == "line 2, cell 2"


def test_lists_that_exports_leave_unclosed() -> None:
    (table,) = tables(
        parse_text(
            "a\t<p>We will:</p> <ul style='x'> • mend • paint well \tb\n"
            "c\t<ul> - one? 5% - two </ul> <p>end</p>\td".encode()
        )
    )
    assert texts(table) == [["a", "We will:\n• mend\n• paint well", "b"], ["c", "• one? 5%\n• two\nend", "d"]]


def test_angle_brackets_of_no_tag_stay() -> None:
    (table,) = tables(parse_text(b"<5 days\ta <name> & b\nx\ty < z"))
    assert texts(table) == [["<5 days", "a <name> & b"], ["x", "y < z"]]


def test_a_stray_tab_is_no_table_and_a_key_line_is() -> None:
    shown = parse_text(b"See the\tannex.\n\n\tAn indented line\n\nLead officer:\tTown clerk\n\n1.\tMend\n2.\tPaint\n")
    assert [texts(table) for table in tables(shown)] == [[["Lead officer:", "Town clerk"]]]
    assert [block[2:] for block in blocks(shown)] == [
        (None, "See the annex."), (None, "An indented line"), ("1.", "Mend"), ("2.", "Paint"),
    ]  # fmt: skip


def test_paragraphs_headings_and_lists() -> None:
    shown = parse_text(
        b"**Action plan\nfor roads**\n\nPurpose\n\n"
        b"- 4.7 The clerk will act:\n- mend\n - paint\n   - twice\n\n"
        b"A sentence stands here.\n"
    )
    assert blocks(shown) == [
        (BlockKind.HEADING, 1, None, "Action plan for roads"),
        (BlockKind.HEADING, 2, None, "Purpose"),
        (BlockKind.PARAGRAPH, 0, "4.7", "The clerk will act:"),
        (BlockKind.LIST_ITEM, 1, "•", "mend"),
        (BlockKind.LIST_ITEM, 1, "•", "paint"),
        (BlockKind.LIST_ITEM, 2, "•", "twice"),
        (BlockKind.PARAGRAPH, 0, None, "A sentence stands here."),
    ]


def test_markdown_tables() -> None:
    shown = parse_text(
        rb"""# Roads

| Action | Due |
|:-------|----:|
| Mend \| paint<br>**now** | ~~May~~ June |
| [Plan](http://example.org/a_(b)) | snake_case_name |
"""
    )
    (table,) = tables(shown)
    assert texts(table)[1:] == [["Mend | paint\nnow", "May June"], ["Plan", "snake_case_name"]]
    assert (table.header_rows, table.cells[0].is_heading, table.cells[3].struck) == (1, True, ((0, 3),))
    assert blocks(shown) == [(BlockKind.HEADING, 1, None, "Roads")]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    shown = parse_text(b"The council agreed that the roads of the whole parish\nshould be mended before the winter.\n")
    assert [block[3] for block in blocks(shown)] == [
        "The council agreed that the roads of the whole parish should be mended before the winter."
    ]


def test_a_dash_that_wrapped_to_a_lines_start_begins_no_item() -> None:
    shown = parse_text(
        "- Mend the benches along the canal path and at the lock\n  – by May\n- Sell the barge\n".encode()
    )
    assert [block[3] for block in blocks(shown)] == [
        "Mend the benches along the canal path and at the lock – by May",
        "Sell the barge",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    (table,) = tables(parse_text("Café – “£5”\tOwner name\nx\ty".encode(encoding)))
    assert table.cells[0].text == "Café – “£5”"


def test_comma_separated_cells_keep_their_line_breaks() -> None:
    (table,) = tables(parse_csv(b'Action,Owner\r\n"Mend, then\r\npaint",Clerk\r\n'))
    assert texts(table) == [["Action", "Owner"], ["Mend, then\npaint", "Clerk"]]


def test_columns_that_blanks_align_are_a_table() -> None:
    ruled = (
        b"No  What we shall do          Who\n"
        b"--  ------------------------  -----------\n"
        b"1   Repaint the bandstand     Parks\n"
        b"    before the summer         Manager\n"
        b"2   Reopen the toilets        Clerk\n\n"
        b"This paragraph goes on below the table and over all its columns.\n"
    )
    bare = (
        b"Job            Who      When\nMend all of    Clerk    May 2024\nthe gates\n"
        b"Cut hedges     Warden   June 2024\n"
    )
    (table,) = tables(parse_text(ruled))
    assert [cell.text for cell in table.cells] == [
        *("No", "What we shall do", "Who"),
        *("1", "Repaint the bandstand before the summer", "Parks Manager"),
        *("2", "Reopen the toilets", "Clerk"),
    ]
    assert table.header_rows == 1
    (table,) = tables(parse_text(bare))
    assert texts(table) == [
        ["Job", "Who", "When"],
        ["Mend all of the gates", "Clerk", "May 2024"],
        ["Cut hedges", "Warden", "June 2024"],
    ]


def test_rules_alone_are_no_table() -> None:
    assert parse_text(b"--  --\n--  --\n\n---- ----\n").content == ()


def test_numbered_clauses_and_labelled_lines_begin_anew() -> None:
    shown = parse_text(
        b"1. Work to be done\n"
        b"1.1 The Clerk will write to every allotment holder by the end of May.\n"
        b"1.2 The Warden will inspect all of the benches along the canal path.\n\n"
        b"2. Repair the lock gates at both ends of the upper basin.\n"
        b"   Owner: Canal Engineer\n\n"
        b"3. WHAT COMES AFTER\n\n"
        b"Nobody knows yet what comes after it.\n"
    )
    assert [(block.kind.value, block.marker, block.text.split()[0]) for block in shown.content] == [
        ("heading", "1.", "Work"),
        ("paragraph", "1.1", "The"),
        ("paragraph", "1.2", "The"),
        ("list_item", "2.", "Repair"),
        ("paragraph", None, "Owner:"),
        ("heading", "3.", "WHAT"),
        ("paragraph", None, "Nobody"),
    ]


def test_the_bold_words_that_begin_a_paragraph_are_counted() -> None:
    shown = parse_text(b"**Lead** Canal Engineer.\n\n1. **By** May **2024**\n\n**All of it**\n\nThe **last**\n")
    assert [block.text[: block.lead] for block in shown.content] == ["Lead", "By", "", ""]
