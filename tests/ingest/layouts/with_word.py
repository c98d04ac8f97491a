"""A layout as a Word document, printed by LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .describe import Cell, Grid, Layout, NewPage, Picture, Text, Title

COMMAND = next((path for name in ("soffice", "libreoffice") if (path := shutil.which(name))), None)
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
LINES = {
    "full": "single",
    "double": "double",
    "dashed": "dashed",
    "open": "single",
    "rules": "single",
    "white": "single",
}


def save(layout: Layout, path: Path) -> None:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Liberation Sans", Pt(9)
    style.paragraph_format.space_after = Pt(0)
    _page(document.sections[0], layout.wide, layout)
    for item in layout.items:
        if isinstance(item, NewPage):
            if item.wide != (document.sections[-1].orientation == WD_ORIENT.LANDSCAPE):
                _page(document.add_section(WD_SECTION.NEW_PAGE), item.wide, layout)
            else:
                document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif isinstance(item, Title):
            run = document.add_paragraph().add_run(item.text)
            run.bold, run.font.size = True, Pt(14)
        elif isinstance(item, Text):
            document.add_paragraph(item.text).paragraph_format.space_after = Pt(8)
        elif isinstance(item, Picture):
            document.add_paragraph().paragraph_format.space_after = Pt(300)
        else:
            _table(document, item)
    document.save(str(path))


def _page(section: Any, wide: bool, layout: Layout) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(19))
    section.header_distance = section.footer_distance = Mm(9)
    if layout.header:
        section.header.paragraphs[0].text = layout.header
    if layout.footer:
        paragraph = section.footer.paragraphs[0]
        paragraph.text = ""
        paragraph.add_run(f"{layout.footer} ")
        paragraph._p.append(_made("w:fldSimple", {"w:instr": "PAGE"}, _text_run("1")))


def _made(name: str, attributes: Mapping[str, str], *children: Any) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    for child in children:
        element.append(child)
    return element


def _text_run(text: str) -> Any:
    content = OxmlElement("w:t")
    content.text = text
    return _made("w:r", {}, content)


def _table(document: Any, grid: Grid) -> None:
    rows = [*grid.heads, *grid.rows]
    table = document.add_table(len(rows), len(grid.widths))
    table.autofit = False
    table._tbl.tblPr.append(_borders(grid))
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Mm(172 * width / (100 if sum(grid.widths) < 60 else sum(grid.widths)))
    for r, row in enumerate(rows):
        properties = table.rows[r]._tr.get_or_add_trPr()
        if r < len(grid.heads) and grid.repeat:
            properties.append(_made("w:tblHeader", {}))
        if not grid.split:
            properties.append(_made("w:cantSplit", {}))
        for c, cell in enumerate(row):
            if cell is None:
                continue
            target = table.cell(r, c)
            if cell.columns > 1 or cell.rows > 1:
                target = target.merge(table.cell(r + cell.rows - 1, c + cell.columns - 1))
            _fill(target, cell, grid, banded=r >= len(grid.heads) and (r - len(grid.heads)) % 2 == 1)
    document.add_paragraph()


def _borders(grid: Grid) -> Any:
    line = LINES.get(grid.look)
    drawn = {
        "rules": {"top", "bottom", "insideH"},
        "open": {"top", "insideH", "insideV"},
    }.get(grid.look, set(SIDES))
    looks = {"w:sz": "12" if grid.look == "white" else "4", "w:color": "FFFFFF" if grid.look == "white" else "000000"}
    sides = [_made(f"w:{s}", {"w:val": line if line and s in drawn else "nil", **looks}) for s in SIDES]
    return _made("w:tblBorders", {}, *sides)


def _fill(target: Any, cell: Cell, grid: Grid, banded: bool) -> None:
    properties = target._tc.get_or_add_tcPr()
    ground = cell.fill or (
        "#dce6f2" if grid.look == "white" else "#e8eef7" if grid.look == "zebra" and banded else None
    )
    if ground:
        properties.append(_made("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": ground[1:]}))
    if cell.turned:
        properties.append(_made("w:textDirection", {"w:val": "btLr"}))
        target._tc.getparent().get_or_add_trPr().append(_made("w:trHeight", {"w:val": "1400"}))
    if grid.middle:
        properties.append(_made("w:vAlign", {"w:val": "center"}))
    for i, line in enumerate(cell.text.split("\n")):
        paragraph = target.paragraphs[0] if i == 0 else target.add_paragraph()
        if line.startswith("- "):
            paragraph.style = "List Bullet"
        for piece in re.split(r"(~~.*?~~|\^.*?\^|{{.*?}})", line.removeprefix("- ")):
            run = paragraph.add_run(re.sub(r"~~|\^|{{|}}", "", piece))
            run.bold = cell.strong or None
            run.font.strike = piece.startswith("~~") or None
            run.font.superscript = piece.startswith("^") or None
            ink = "#ffffff" if piece.startswith("{{") else cell.ink
            if ink:
                run.font.color.rgb = RGBColor.from_string(ink[1:].upper())


def print_all(folder: Path) -> None:
    """Print every Word document of a folder beside it."""
    sources = [str(path) for path in sorted(folder.glob("*.docx"))]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(COMMAND), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *sources]
    subprocess.run(command, capture_output=True, check=True, timeout=280)
