"""Where it stands: every path of a cell leads to its element, and its text is found there."""

from __future__ import annotations

import io
import pathlib
import re
import zipfile

import pytest
from lxml import etree

from ingest.model import Block, BlockKind, Shown, Table
from ingest.options import Changes
from ingest.registry import parse_document
from ingest.word import parse_word
from normalise.plan import normalise_document

from .wordfiles import MAIN, cell, control, gone, new, paragraph, row, run, table, word_file

PLANS = sorted((pathlib.Path(__file__).parents[2] / "fixtures").glob("*/plan.docx"))
T = f"{{{MAIN}}}t"


def bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b-]", "", text)


def assert_found(content: bytes, shown: Shown) -> int:
    """Follow the path of every cell and paragraph; return how many there were."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    found = 0
    for item in shown.content:
        inside = [(c.parts[0].path, c.text) for c in item.cells] if isinstance(item, Table) else []
        if isinstance(item, Block) and item.kind not in {BlockKind.FURNITURE, BlockKind.NOTE}:
            inside = [(item.locator.path, f"{item.marker or ''}{item.text}")]
        for path, text in inside:
            if path is None or path.startswith("docProps"):
                continue
            (element,) = tree.xpath(path, namespaces=tree.nsmap)
            assert element.getroottree().getpath(element) == path
            there, shown_text = bare("".join(str(t) for t in element.itertext(T))), bare(text)
            # a list's number or bullet is printed and stands in no run
            listed = next(element.iter(f"{{{MAIN}}}numPr", f"{{{MAIN}}}pStyle"), None) is not None
            assert shown_text == there or (listed and re.sub("•", "", shown_text).endswith(there))
            found += 1
    return found


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
def test_every_path_of_a_fixture_leads_to_its_text(path: pathlib.Path) -> None:
    content = path.read_bytes()
    assert assert_found(content, parse_word(content)) > 0


def test_paths_through_wrappers_and_other_prefixes() -> None:
    inner = table(row("x", "y"))
    body = control("<w:group/>", table(control("", row(control("", cell("a")), cell(inner))))) + table(row("b"))
    content = word_file(body)
    assert assert_found(content, parse_word(content)) == 5


ELSEWHERE = "<w:sectPr><w:type w:val='nextPage'/></w:sectPr>"
HEADS = ("Ref", "Action", "Lead officer", "Timescale")


def plan_rows(*numbers: int) -> list[str]:
    return [row(str(n), f"Mend roof {n} of the depot", "Head of Estates", "June 2025") for n in numbers]


@pytest.mark.parametrize("between", ["", paragraph("", ELSEWHERE), paragraph()])
def test_a_table_goes_on_under_its_repeated_heading(between: str, tmp_path: pathlib.Path) -> None:
    heads = row(*HEADS, properties="<w:tblHeader/>")
    first, second = (table(heads, *plan_rows(*n)).removesuffix("<w:p/>") for n in ((1, 2), (3, 4)))
    path = tmp_path / "plan.docx"
    path.write_bytes(word_file(first + between + second + paragraph()))
    (joined,) = parse_document(path).tables
    assert [c.text for c in joined.cells if c.column == 0] == ["Ref", "1", "2", "3", "4"]


def test_numbers_made_by_a_list_are_the_references_and_changed_rows_say_so(tmp_path: pathlib.Path) -> None:
    lists = (
        "<w:abstractNum w:abstractNumId='0'>"
        "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>"
        "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1%2'/></w:lvl>"
        "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    )
    rows = [row(*HEADS)]
    for n, level in enumerate((0, 0, 1)):
        number = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr>"
        due = paragraph(gone("May 2024") + new("June 2025")) if n == 1 else paragraph(run("June 2025"))
        rows.append(row(cell(paragraph("", number)), f"Mend roof {n} of the depot", "Head of Estates", cell(due)))
    path = tmp_path / "plan.docx"
    path.write_bytes(word_file(paragraph(run("Wexcombe Council action plan")) + table(*rows), numbering=lists))
    record = normalise_document(parse_document(path))
    assert [action.reference for action in record.actions] == ["1", "2", "2a"]
    (told,) = [issue for issue in record.issues if issue.code == "tracked-changes"]
    assert told.locator is not None
    assert told.locator.row == 2
    assert "Timescale" in told.message
    assert parse_word(path.read_bytes(), Changes.ORIGINAL) != parse_word(path.read_bytes())
