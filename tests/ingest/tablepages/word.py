"""Pages as Word documents that LibreOffice prints."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from ..layouts import with_word
from .told import Page, Told, placed

ALIGN = {"l": WD_ALIGN_PARAGRAPH.LEFT, "r": WD_ALIGN_PARAGRAPH.RIGHT, "c": WD_ALIGN_PARAGRAPH.CENTER}


def by_word(pages: Sequence[Page], folder: Path) -> dict[str, bytes]:
    """Return each page as a PDF."""
    for page in pages:
        document = docx.Document()
        document.styles["Normal"].font.name = "Liberation Sans"
        document.styles["Normal"].font.size = Pt(10)
        for part in page.parts:
            if isinstance(part, Told):
                _table(document, part)
                document.add_paragraph()
            else:
                for text in re.findall(r"<p[^>]*>.*?</p>", part):
                    paragraph = document.add_paragraph()
                    run = paragraph.add_run(html.unescape(re.sub("<.*?>", "", text.replace("<br>", "\n"))))
                    run.bold = "class=cap" in text
                    paragraph.paragraph_format.space_after = Pt(3)
        document.save(str(folder / f"{page.name}.docx"))
    with_word.print_all(folder)
    return {page.name: (folder / f"{page.name}.pdf").read_bytes() for page in pages}


def _table(document: docx.document.Document, told: Told) -> None:  # type: ignore[name-defined]
    table = document.add_table(len(told.rows), told.n_columns)
    words = told.look.split()
    for r, c, entry in placed(told):
        cell = table.cell(r, c)
        if entry.rows > 1 or entry.columns > 1:
            cell = cell.merge(table.cell(r + entry.rows - 1, c + entry.columns - 1))
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(entry.text.replace("^", ""))
        run.bold = entry.bold
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.left_indent = Cm(0.35 * entry.indent)
        over = r < told.n_heads and entry.columns > 1
        paragraph.alignment = ALIGN[entry.align or ("c" if over else told.aligns[c])]
        last = r + entry.rows - 1
        sides = [
            *(["top"] if r == 0 and "top" in words else []),
            *(["bottom"] if last == told.n_heads - 1 and "head" in words else []),
            *(["bottom"] if last == len(told.rows) - 1 and "foot" in words else []),
            *(["bottom"] if over and "part" in words else []),
        ]
        shade = "C9D6E3" if r < told.n_heads and "shade" in words else ""
        shade = "E9EEF4" if "zebra" in words and r >= told.n_heads and (r - told.n_heads) % 2 else shade
        _look(cell, sides, shade)


def _look(cell: docx.table._Cell, sides: Sequence[str], shade: str) -> None:  # type: ignore[name-defined]
    properties = cell._tc.get_or_add_tcPr()
    borders = OxmlElement("w:tcBorders")
    for side in dict.fromkeys(sides):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    if len(borders):
        properties.append(borders)
    if shade:
        fill = OxmlElement("w:shd")
        fill.set(qn("w:val"), "clear")
        fill.set(qn("w:fill"), shade)
        properties.append(fill)
