"""Word files made to harm, or broken: each ends in a clear issue, in little time and memory."""

from __future__ import annotations

import pathlib
import re

import pytest

from ingest.errors import DamagedDocument
from ingest.model import IssueCode
from ingest.word import parse_word

from .measured import run_measured
from .wordfiles import (
    SPACES,
    TYPES,
    blocks,
    cell,
    issues,
    packed,
    paragraph,
    relationships,
    row,
    rows_of,
    run,
    table,
    tables,
    word_file,
)

SECONDS, MEBIBYTES = 20, 500
MEASURED = """
import sys, time
from pathlib import Path
from ingest.errors import UnreadableDocument
from ingest.word import parse_word
start = time.monotonic()
try:
    shown = parse_word(Path(sys.argv[1]).read_bytes())
    print(len(shown.content), [issue.message for issue in shown.issues][:5])
except UnreadableDocument as error:
    print(error)
took = time.monotonic() - start
print(f"took {took:.1f}")
"""


def with_document(xml: str | bytes) -> bytes:
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relationships(("m", "officeDocument", "word/document.xml")),
            "word/document.xml": xml,
        }
    )


def entity_bomb() -> bytes:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    doctype = f"<!DOCTYPE x [<!ENTITY e0 'boom'>{entities}]>"
    return with_document(f"{doctype}<w:document {SPACES}><w:body>{paragraph(run('&e9;'))}</w:body></w:document>")


def file_entity() -> bytes:
    doctype = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
    return with_document(f"{doctype}<w:document {SPACES}><w:body>{paragraph(run('&e;'))}</w:body></w:document>")


def zip_bomb() -> bytes:
    return with_document(b"<w:document>" + b" " * 150_000_000 + b"</w:document>")


def nested(opening: str, closing: str, depth: int) -> bytes:
    return word_file(opening * depth + paragraph(run("x")) + closing * depth)


def million_cells() -> bytes:
    line = "<w:tr>" + "<w:tc><w:p/></w:tc>" * 10 + "</w:tr>"
    return word_file("<w:tbl>" + line * 100_000 + "</w:tbl>")


def most_cells() -> bytes:
    line = "<w:tr>" + "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>" * 30 + "</w:tr>"
    return word_file("<w:tbl>" + line * 9_000 + "</w:tbl>")


def long_text() -> bytes:
    words = "word " * 1_000_000
    return word_file(table(*(row(words, words) for _ in range(6))))


def wide_spans() -> bytes:
    huge = "<w:gridSpan w:val='2000000000'/>"
    merged = "<w:vMerge/>"
    line = row(*(cell("x", huge + merged) for _ in range(9)), properties="<w:gridBefore w:val='2000000000'/>")
    return word_file("<w:tbl>" + line * 500 + "</w:tbl>")


MADE = {
    "entity bomb": (entity_bomb, "entities"),
    "entity of a file": (file_entity, "entities"),
    "zip bomb": (zip_bomb, "do not trust"),
    "nested tables": (lambda: nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 10_000), "nested beyond reason"),
    "nested controls": (lambda: nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 10_000), "nested beyond"),
    "nested runs": (lambda: word_file("<w:p>" + "<w:ins>" * 10_000 + "</w:ins>" * 10_000 + "</w:p>"), "nested beyond"),
    "tables as deep as the parser goes": (
        lambda: nested("<w:tbl><w:tr><w:tc><w:p/>", "<w:p/></w:tc></w:tr></w:tbl>", 650),
        "",
    ),
    "a table of a million cells": (million_cells, "split the document"),
    "a table of 270,000 cells": (most_cells, "split the document"),
    "60 MB of text": (long_text, ""),
    "spans beyond all columns": (wide_spans, ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MADE)
def test_ends_in_time_with_a_clear_message(name: str, tmp_path: pathlib.Path) -> None:
    make, message = MADE[name]
    path = tmp_path / "made.docx"
    path.write_bytes(make())
    said, peak = run_measured(MEASURED, path)
    found = re.search(r"took ([\d.]+)$", said)
    assert found, said
    assert message in said
    assert float(found[1]) < SECONDS
    assert peak < MEBIBYTES


def test_external_references_are_never_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    names = ("styles", "numbering", "header", "comments", "footnotes", "theme", "aFChunk", "attachedTemplate")
    lines = "".join(
        f'<Relationship Id="x{at}" Type="http://example.org/{name}" Target="{target}" TargetMode="External"/>'
        for name in names
        for at, target in enumerate((f"http://127.0.0.1:9/{name}", "file:///etc/hostname", "../../../etc/hostname"))
    )
    content = word_file(table(row("a", "b")) + "<w:altChunk r:id='x0'/>")
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships(("m", "officeDocument", "/word/document.xml")),
        "word/document.xml": f"<w:document {SPACES}><w:body>{table(row('a', 'b'))}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{lines}</Relationships>',
    }
    for each in (content, packed(dict(files))):
        assert rows_of(parse_word(each)) == [["a", "b"]]


def test_relationships_that_lead_nowhere_cost_what_they_name_only() -> None:
    links = tuple((kind, kind, f"../gone/{kind}.xml") for kind in ("styles", "numbering", "comments", "header"))
    marks = "<w:r><w:footnoteReference w:id='9'/></w:r><w:r><w:commentReference w:id='9'/></w:r>"
    listed = "<w:numPr><w:numId w:val='9'/></w:numPr><w:pStyle w:val='Gone'/>"
    shown = parse_word(word_file(table(row("a", cell(paragraph(run("b") + marks, listed)))), links=links))
    assert rows_of(shown) == [["a", "b"]]
    missing = [issue.message for issue in issues(shown, IssueCode.UNREADABLE_PAGE)]
    assert len(missing) == len(links)
    assert all("missing" in message for message in missing)


def test_parts_that_are_broken_cost_themselves_only() -> None:
    shown = parse_word(word_file(table(row("a", "b")), styles="<w:style>", comments="<w:comment>"))
    assert rows_of(shown) == [["a", "b"]]
    assert len(issues(shown, IssueCode.UNREADABLE_PAGE)) == 2


def test_styles_and_lists_that_go_round_in_circles() -> None:
    styles = "".join(
        f"<w:style w:type='{kind}' w:styleId='{one}'><w:name w:val='{one}'/><w:basedOn w:val='{other}'/></w:style>"
        for kind in ("paragraph", "table")
        for one, other in (("a", "b"), ("b", "a"))
    )
    lists = (
        "<w:abstractNum w:abstractNumId='0'><w:numStyleLink w:val='L'/></w:abstractNum>"
        "<w:abstractNum w:abstractNumId='1'><w:styleLink w:val='L'/><w:numStyleLink w:val='L'/></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    )
    properties = "<w:pStyle w:val='a'/><w:numPr><w:numId w:val='1'/></w:numPr>"
    body = paragraph(run("x"), properties) + table(row("a"), properties="<w:tblStyle w:val='a'/>")
    shown = parse_word(word_file(body, styles=styles, numbering=lists))
    assert blocks(shown)[0].text == "x"
    assert len(tables(shown)) == 1


@pytest.mark.parametrize(
    "content",
    [
        packed({"[Content_Types].xml": TYPES}),
        with_document("<w:document"),
        with_document("<html/>"),
        with_document(b""),
        packed({"_rels/.rels": "nothing", "word/other.xml": "<x/>"}),
    ],
)
def test_what_is_no_document_says_so(content: bytes) -> None:
    with pytest.raises(DamagedDocument):
        parse_word(content)
