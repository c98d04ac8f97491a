"""A layout as a Word document, printed by LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .describe import Cell, Grid, Layout, NewPage, Picture, Text, Title
from .pictures import png

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
    ground = (cell.fill if not cell.drawn else None) or (
        "#dce6f2" if grid.look == "white" else "#e8eef7" if grid.look == "zebra" and banded else None
    )
    if ground:
        properties.append(_made("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": ground[1:]}))
    if cell.turned:
        properties.append(_made("w:textDirection", {"w:val": "btLr"}))
        target._tc.getparent().get_or_add_trPr().append(_made("w:trHeight", {"w:val": "1400"}))
    if grid.middle:
        properties.append(_made("w:vAlign", {"w:val": "center"}))
    if cell.drawn:
        _draw(target.paragraphs[0].add_run(), cell)
    for i, line in enumerate(cell.text.split("\n")):
        paragraph = target.paragraphs[0] if i == 0 else target.add_paragraph()
        if line.startswith("- "):
            paragraph.style = "List Bullet"
        for piece in re.split(r"(~~.*?~~|\^.*?\^|{{.*?}})", line.removeprefix("- ")):
            run = paragraph.add_run("" if cell.font else re.sub(r"~~|\^|{{|}}", "", piece))
            if cell.font:
                run._r.append(_made("w:sym", {"w:font": cell.font, "w:char": f"F0{ord(cell.text):02X}"}))
            run.bold = cell.strong or None
            run.font.strike = piece.startswith("~~") or None
            run.font.superscript = piece.startswith("^") or None
            ink = "#ffffff" if piece.startswith("{{") else cell.ink
            if ink:
                run.font.color.rgb = RGBColor.from_string(ink[1:].upper())


SHAPE = """<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="152400" cy="152400"/><wp:docPr id="1" name="s"/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="152400" cy="152400"/></a:xfrm><a:prstGeom prst="{kind}"><a:avLst/>
</a:prstGeom><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/>
</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"""
KINDS = {"disc": "ellipse", "square": "rect", "arrow": "rightArrow", "up": "upArrow", "down": "downArrow"}


def _draw(run: Any, cell: Cell) -> None:
    """Add a shape or picture that stands in the line as a letter does."""
    drawn, colour = cell.drawn or "", cell.fill or ""
    if cell.picture:
        run.add_picture(io.BytesIO(png(drawn, colour)), Pt(14), Pt(14))
    else:
        run._r.append(parse_xml(SHAPE.format(kind=KINDS.get(drawn, drawn), colour=colour[1:])))


def print_all(folder: Path) -> None:
    """Print every Word document of a folder beside it."""
    sources = [str(path) for path in sorted(folder.glob("*.docx"))]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(COMMAND), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *sources]
    subprocess.run(command, capture_output=True, check=True, timeout=280)
