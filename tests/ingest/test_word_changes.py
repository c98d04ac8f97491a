"""Tracked changes of Word documents: the final text, the original, or both."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import BlockKind, IssueCode
from ingest.options import Changes

from .wordfiles import (
    blocks,
    cell,
    gone,
    issues,
    new,
    only_table,
    paragraph,
    read,
    row,
    rows_of,
    run,
    table,
    tables,
)

ALL = (Changes.FINAL, Changes.ORIGINAL, Changes.BOTH)
MARK_GONE = "<w:rPr><w:del w:id='3' w:author='A'/></w:rPr>"
MARK_NEW = "<w:rPr><w:ins w:id='4' w:author='A'/></w:rPr>"


def each_way(body: str, **parts: str) -> list[object]:
    return [rows_of(read(body, changes, **parts)) for changes in ALL]


def test_text_in_cells() -> None:
    body = table(row("1", cell(paragraph(run("Due ") + gone("May") + new("June"))), "Clerk"))
    assert each_way(body) == [
        [["1", "Due June", "Clerk"]],
        [["1", "Due May", "Clerk"]],
        [["1", "Due MayJune", "Clerk"]],
    ]
    both = only_table(read(body, Changes.BOTH)).cells
    assert both[1].struck == ((4, 7),)
    assert [each.changed for each in both] == [False, True, False]


def test_moves_take_text_from_one_place_to_another() -> None:
    away = f"<w:moveFrom w:id='5' w:author='A'>{run('Mend the hall.')}</w:moveFrom>"
    here = f"<w:moveTo w:id='6' w:author='A'>{run('Mend the hall.')}</w:moveTo>"
    body = table(row(cell(paragraph(away)), cell(paragraph(here))))
    assert each_way(body) == [
        [["", "Mend the hall."]],
        [["Mend the hall.", ""]],
        [["Mend the hall.", "Mend the hall."]],
    ]


def test_inserted_and_then_deleted_is_in_neither() -> None:
    twice = f"<w:ins w:id='1' w:author='A'>{gone('a slip')}</w:ins>"
    body = table(row(cell(paragraph(run("kept ") + twice))))
    assert each_way(body) == [[["kept"]], [["kept"]], [["kept a slip"]]]


def test_a_paragraph_whose_mark_is_gone_runs_on_into_the_next() -> None:
    shown = paragraph(run("Joined "), MARK_GONE) + paragraph(run("text"))
    split = paragraph(run("Parted "), MARK_NEW) + paragraph(run("text"))
    body = table(row(cell(shown), cell(split)))
    assert each_way(body) == [
        [["Joined text", "Parted\ntext"]],
        [["Joined\ntext", "Parted text"]],
        [["Joined\ntext", "Parted\ntext"]],
    ]


def test_deleted_list_items_are_not_counted() -> None:
    numbered = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
    lists = (
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/>"
        "<w:lvlText w:val='%1'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    )
    items = [
        paragraph(run("one"), numbered),
        paragraph(gone("two"), numbered + MARK_GONE),
        paragraph(run("three"), numbered),
    ]
    body = "".join(items)
    found = {changes: [(b.marker, b.text) for b in blocks(read(body, changes, numbering=lists))] for changes in ALL}
    assert found[Changes.FINAL] == [("1", "one"), ("2", "three")]
    assert found[Changes.ORIGINAL] == found[Changes.BOTH] == [("1", "one"), ("2", "two"), ("3", "three")]
    alone = table(row(cell(items[1]), "x"))
    assert rows_of(read(alone, numbering=lists)) == [["", "x"]]


def test_rows_that_came_and_went() -> None:
    body = table(
        row("a", "b"),
        row("old", cell(paragraph(gone("row"))), properties="<w:del w:id='1' w:author='A'/>"),
        row("new", cell(paragraph(new("row"))), properties="<w:ins w:id='1' w:author='A'/>"),
    )
    assert each_way(body) == [
        [["a", "b"], ["new", "row"]],
        [["a", "b"], ["old", "row"]],
        [["a", "b"], ["old", "row"], ["new", "row"]],
    ]
    both = only_table(read(body, Changes.BOTH)).cells
    assert [(each.changed, each.struck) for each in both] == [
        (False, ()), (False, ()), (True, ((0, 3),)), (True, ((0, 3),)), (True, ()), (True, ()),
    ]  # fmt: skip
    (told,) = issues(read(body), IssueCode.TRACKED_CHANGES)
    assert told.locator is not None and told.locator.table == 0


def test_a_whole_table_that_went() -> None:
    body = table(row("old", properties="<w:del w:id='1' w:author='A'/>")) + paragraph(run("after"))
    assert [len(tables(read(body, changes))) for changes in ALL] == [0, 1, 1]
    assert issues(read(body), IssueCode.TRACKED_CHANGES)


def test_cells_that_came_and_went() -> None:
    body = table(
        row("a", cell("b", "<w:cellDel w:id='1' w:author='A'/>"), cell("c", "<w:cellIns w:id='1' w:author='A'/>"), "d")
    )
    assert each_way(body) == [[["a", "c", "d"]], [["a", "b", "d"]], [["a", "b", "c", "d"]]]


@pytest.mark.parametrize(
    ("merge", "spans"),
    [
        ("<w:cellMerge w:vMerge='cont'/>", [2, 1, 2]),
        ("<w:cellMerge w:vMergeOrig='cont'/>", [1, 2, 1]),
    ],
)
def test_cells_merged_or_split_by_a_change(merge: str, spans: list[int]) -> None:
    first = merge.replace("cont", "rest")
    body = table(row(cell("a", first), "x"), row(cell("", merge), "y"))
    assert [only_table(read(body, changes)).cells[0].row_span for changes in ALL] == spans


def test_changes_of_properties_change_nothing() -> None:
    was = "<w:rPrChange w:id='1' w:author='A'><w:rPr><w:strike/><w:vanish/></w:rPr></w:rPrChange>"
    styled = "<w:pPrChange w:id='1' w:author='A'><w:pPr><w:pStyle w:val='Heading1'/></w:pPr></w:pPrChange>"
    shown = read(paragraph(run("Plain", was), styled))
    assert [(b.kind, b.text, b.struck) for b in blocks(shown)] == [(BlockKind.PARAGRAPH, "Plain", ())]


PIECES = st.lists(st.tuples(st.sampled_from(["kept", "new", "gone", "end", "end new", "end gone"]), st.integers(0, 99)))


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_accepting_and_rejecting_all_changes(pieces: list[tuple[str, int]]) -> None:
    """Text with insertions and deletions, its paragraphs ended by marks that are tracked or not."""
    made = {"kept": run, "new": new, "gone": gone}
    marks = {"end": "", "end new": MARK_NEW, "end gone": MARK_GONE}
    xml, line = "", ""
    expected = {Changes.FINAL: "", Changes.ORIGINAL: ""}
    left = {Changes.FINAL: "gone", Changes.ORIGINAL: "new"}
    for kind, number in [*pieces, ("end", 0)]:
        if kind in made:
            line += made[kind](f"w{number} ")
        else:
            xml, line = xml + paragraph(line, marks[kind]), ""
        for changes, other in left.items():
            if not kind.endswith(other):
                expected[changes] += f"w{number} " if kind in made else "\n"
    body = table(row(cell(xml), "x"))
    for changes, text in expected.items():
        lines = [" ".join(each.split()) for each in text.splitlines()]
        assert only_table(read(body, changes)).cells[0].text == "\n".join(each for each in lines if each)
