"""A layout as reportlab draws it."""

from __future__ import annotations

import io
import re
from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Polygon, Rect
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import Image as PlacedImage

from .describe import DISC, SHAPES, Cell, Grid, Layout, NewPage, Picture, Text, Title
from .pictures import png

MARGIN = 54
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=9, leading=11, embeddedHyphenation=1)
STRONG = ParagraphStyle("strong", parent=TEXT, fontName="Helvetica-Bold")
TITLE = ParagraphStyle("title", parent=STRONG, fontSize=14, leading=20)
ITEM = ParagraphStyle("item", parent=TEXT, leftIndent=9, bulletIndent=0)


class Turned(Flowable):
    """Text that runs up the cell."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.width, self.height = text, 12, 70

    def draw(self) -> None:
        self.canv.rotate(90)
        self.canv.setFont("Helvetica-Bold", 9)
        self.canv.drawString(0, -10, self.text)


class Twice(Paragraph):
    """A paragraph drawn twice, a hair apart."""

    def draw(self) -> None:
        super().draw()
        self.canv.translate(0.25, 0)
        super().draw()


def build(layout: Layout) -> bytes:
    out = io.BytesIO()
    tall, wide = A4, landscape(A4)
    document = BaseDocTemplate(out, pagesize=wide if layout.wide else tall)

    def dress(canvas: Any, document: Any) -> None:
        width, height = canvas._pagesize
        canvas.saveState()
        if layout.watermark:
            canvas.saveState()
            canvas.setFillGray(0.85)
            canvas.setFont("Helvetica-Bold", 90)
            canvas.translate(width / 2, height / 2)
            canvas.rotate(45)
            canvas.drawCentredString(0, 0, layout.watermark)
            canvas.restoreState()
        _hide(canvas, layout.unseen, height)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(MARGIN, height - 30, layout.header)
        if layout.footer:
            canvas.drawCentredString(width / 2, 24, f"{layout.footer} {document.page}")
        canvas.restoreState()

    for name, size in (("tall", tall), ("wide", wide)):
        frame = Frame(MARGIN, MARGIN, size[0] - 2 * MARGIN, size[1] - 2 * MARGIN, id=name)
        document.addPageTemplates(PageTemplate(name, [frame], onPage=dress, pagesize=size))
    story: list[Any] = [NextPageTemplate("wide" if layout.wide else "tall")]
    width = (wide if layout.wide else tall)[0] - 2 * MARGIN - 12
    for item in layout.items:
        if isinstance(item, NewPage):
            story += [NextPageTemplate("wide" if item.wide else "tall"), PageBreak(), Spacer(1, 0.1)]
            width = (wide if item.wide else tall)[0] - 2 * MARGIN - 12
        elif isinstance(item, Title):
            story.append(Paragraph(item.text, TITLE))
        elif isinstance(item, Text):
            story += [Paragraph(item.text, TEXT), Spacer(1, 8)]
        elif isinstance(item, Picture):
            story.append(Drawing(400, 500, Rect(0, 0, 400, 500, fillColor=colors.HexColor("#557799"))))
        else:
            story += [_table(item, width, layout.twice), Spacer(1, 10)]
    if layout.wide:
        document.pageTemplates.reverse()
    document.build(story)
    return out.getvalue()


def _hide(canvas: Any, how: str, height: float) -> None:
    """Draw words all over the page's upper half that do not show."""
    x = -200 if how == "outside" else MARGIN + 60
    for y in range(int(height) - 60, int(height) - 400, -17) if how else ():
        text = canvas.beginText(x, y)
        text.setFont("Helvetica", 9)
        text.setTextRenderMode(3 if how == "mode" else 0)
        text.textOut("words that nobody is to see")
        text.setTextRenderMode(0)
        canvas.drawText(text)
    if how == "covered":
        canvas.setFillColor(colors.white)
        canvas.rect(MARGIN, height - 420, 400, 390, stroke=0, fill=1)
        canvas.setFillColor(colors.black)


def _markup(text: str) -> str:
    text = re.sub("~~(.*?)~~", r"<strike>\1</strike>", text)
    text = re.sub(r"{{(.*?)}}", r'<font color="white">\1</font>', text)
    text = re.sub(r"([\u2713-\u2718]+)", r'<font name="ZapfDingbats">\1</font>', text)
    text = re.sub(r"([\u2190-\u2193]+)", r'<font name="Symbol">\1</font>', text)
    return re.sub(r"\^(.*?)\^", r"<super>\1</super>", text)


def _shown(cell: Cell | None, twice: bool) -> Any:
    if cell is None:
        return ""
    if cell.drawn and not cell.text:
        return _drawn(cell)
    if cell.font:
        return Paragraph(f'<font name="{cell.font}" color="{cell.ink or "black"}">{cell.text}</font>', TEXT)
    if cell.turned:
        return Turned(cell.text)
    lines: list[Any] = [_drawn(cell)] if cell.drawn else []
    for line in cell.text.split("\n"):
        if line.startswith("- "):
            lines.append(Paragraph(_markup(line[2:]), ITEM, bulletText="•"))
            continue
        text = f'<font color="{cell.ink}">{line}</font>' if cell.ink else _markup(line)
        maker = Twice if twice and cell.strong else Paragraph
        lines.append(maker(text, STRONG if cell.strong and not twice else TEXT))
    return lines if cell.text else ""


def _drawn(cell: Cell) -> Flowable:
    if cell.picture:
        return PlacedImage(io.BytesIO(png(cell.drawn or "", cell.fill or "")), 14, 14, hAlign="LEFT")
    look = {"fillColor": colors.HexColor(cell.fill), "strokeColor": None}
    if cell.drawn == DISC:
        return Drawing(14, 14, Circle(7, 7, 6, **look))
    return Drawing(14, 14, Polygon([p for x, y in SHAPES[cell.drawn or ""] for p in (x, 14 - y)], **look))


def _table(grid: Grid, width: float, twice: bool) -> LongTable:
    rows = [*grid.heads, *grid.rows]
    share = width / max(100, sum(grid.widths)) if sum(grid.widths) > 60 else width / 100
    style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE" if grid.middle else "TOP"), *_rulings(grid)]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            if cell.columns > 1 or cell.rows > 1:
                style.append(("SPAN", (c, r), (c + cell.columns - 1, r + cell.rows - 1)))
            if cell.fill and not cell.drawn:
                style.append(("BACKGROUND", (c, r), (c, r), colors.HexColor(cell.fill)))
    return LongTable(
        [[_shown(cell, twice) for cell in row] for row in rows],
        [share * w for w in grid.widths],
        style=style,
        repeatRows=len(grid.heads) if grid.repeat else 0,
        splitInRow=int(grid.split),
    )


def _rulings(grid: Grid) -> list[Any]:
    everywhere, black = ((0, 0), (-1, -1)), colors.black
    return {
        "full": [("GRID", *everywhere, 0.5, black)],
        "rules": [("LINEABOVE", *everywhere, 0.5, black), ("LINEBELOW", (0, -1), (-1, -1), 0.5, black)],
        "none": [],
        "zebra": [("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, colors.HexColor("#e8eef7")])],
        "double": [("GRID", *everywhere, 0.4, black, None, None, None, 2, 1.4)],
        "dashed": [("GRID", *everywhere, 0.5, black, None, (3, 2))],
        "open": [("INNERGRID", *everywhere, 0.5, black), ("LINEABOVE", (0, 0), (-1, 0), 1, black)],
        "white": [("BACKGROUND", *everywhere, colors.HexColor("#dce6f2")), ("GRID", *everywhere, 1.5, colors.white)],
    }[grid.look]
