"""Word documents as LibreOffice writes them: the tables of what it was given come out the same."""

from __future__ import annotations

import pathlib
import subprocess

import pytest

from ingest.model import BlockKind, IssueCode, Shown
from ingest.options import Changes
from ingest.word import parse_word

from .layouts.with_word import COMMAND
from .test_word_looks import THEME, shd
from .test_word_traits import CHECK, LISTS, form_field, numbered
from .wordfiles import blocks, cell, control, gone, issues, new, paragraph, row, run, table, tables, word_file

GRID = "<w:tblGrid>" + "<w:gridCol w:w='2000'/>" * 3 + "</w:tblGrid>"
CHANGE = "w:id='7' w:author='A' w:date='2024-01-01T00:00:00Z'"
DATED = "w:author='A' w:date='2024-01-01T00:00:00Z'"
TICK = "<w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/>"
MARKS = (
    "<w:commentRangeStart w:id='1'/>" + run("c") + "<w:commentRangeEnd w:id='1'/>"
    "<w:r><w:commentReference w:id='1'/></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
)


def gridded(*rows: str) -> str:
    return table(*rows).replace("</w:tblPr>", f"</w:tblPr>{GRID}", 1)


BODY = (
    gridded(
        row("1", cell(paragraph(run("Due ") + gone("May") + new("June"))), "Clerk"),
        row(
            *(cell(paragraph(gone(text))) for text in ("old", "row", "x")), properties=f"<w:del {CHANGE}/>"
        ),
        row(*(cell(paragraph(new(text))) for text in ("new", "row", "y")), properties=f"<w:ins {CHANGE}/>"),
        row(cell("a", "<w:gridSpan w:val='2'/><w:vMerge w:val='restart'/>"), "b"),
        row(cell("", "<w:gridSpan w:val='2'/><w:vMerge/>"), "c"),
        row("d", cell(table(row("p", "q"), row("r", "s"))), "e"),
    ).replace("w:author='A'>", f"{DATED}>").replace('w:author="A">', f"{DATED}>")
    + gridded(
        *(row(cell(paragraph("", numbered(level))), f"Action {n}", "x") for n, level in enumerate((0, 0, 1, 1, 0)))
    )
    + gridded(
        row(
            cell(paragraph(form_field("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", "FORMCHECKBOX"))),
            cell(paragraph(control(CHECK.format("1"), run("☒")))),
            cell(paragraph(run("\u00fc", TICK) + "<w:r><w:sym w:font='Wingdings' w:char='F0FB'/></w:r>")),
        ),
        row(
            cell("p", shd(val="clear", fill="FFC000")),
            cell("q", shd(val="clear", fill="FFCCCC", themeFill="accent1", themeFillTint="33")),
            cell(paragraph(run("z ") + run("y", "<w:strike/>") + run("r", "<w:color w:val='C00000'/>"))),
        ),
        row(cell(paragraph(MARKS)), cell(paragraph(run("one") + "<w:r><w:br/></w:r>" + run("two"))), "🟢"),
    )
)  # fmt: skip


def told(shown: Shown) -> list[object]:
    """What is compared: every cell as it shows, notes, comments."""
    cells = [
        (t.number, t.nested_in, c.row, c.column, c.row_span, c.column_span, c.text, c.fill, c.ink, c.struck)
        for t in tables(shown)
        for c in t.cells
    ]
    notes = [(b.marker, b.text) for b in blocks(shown, BlockKind.NOTE)]
    return [cells, notes, [(i.message, i.locator and i.locator.row) for i in issues(shown, IssueCode.COMMENT)]]


@pytest.mark.slow
@pytest.mark.skipif(COMMAND is None, reason="LibreOffice is not installed (libreoffice-writer)")
def test_a_document_that_libreoffice_saved_shows_the_same(tmp_path: pathlib.Path) -> None:
    comments = f"<w:comment w:id='1' {DATED}>{paragraph(run('Is it?'))}</w:comment>"
    notes = f"<w:footnote w:id='2'>{paragraph('<w:r><w:footnoteRef/></w:r>' + run('By agreement.'))}</w:footnote>"
    given = tmp_path / "given.docx"
    given.write_bytes(word_file(BODY, numbering=LISTS, theme=THEME, comments=comments, footnotes=notes))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = tmp_path / "saved"
    command = [str(COMMAND), profile, "--headless", "--convert-to", "docx", "--outdir", out, given]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = (out / "given.docx").read_bytes()
    for changes in Changes:
        assert told(parse_word(saved, changes)) == told(parse_word(given.read_bytes(), changes))
