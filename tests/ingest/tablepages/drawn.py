"""Pages drawn point by point, as the programs of statistics offices set them: with reportlab."""

from __future__ import annotations

import html
import io
import re

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas

from ..layouts import sheets
from .told import Entry, Page, Told, placed

FONTS = {
    "sans": ("Helvetica", "Helvetica-Bold"),
    "serif": ("Times-Roman", "Times-Bold"),
    "mono": ("Courier", "Courier-Bold"),
}
LEFT, RIGHT, TOP = 56.0, 539.0, 785.0
GAP = 18.0  # between two columns of prose


def by_canvas(page: Page) -> bytes:
    """Return a page as a PDF. Its look may say `wide`, `two` (columns of prose), a font, and `turn90` and so on."""
    out = io.BytesIO()
    words = page.look.split()
    size = A4[::-1] if "wide" in words else A4
    sheet = canvas.Canvas(out, pagesize=size)
    font = next((name for name in FONTS if name in words), "sans")
    right = RIGHT + size[0] - A4[0]
    top = TOP + size[1] - A4[1]
    half = (right - LEFT - GAP) / 2
    reaches = [(LEFT, LEFT + half), (right - half, right)] if "two" in words else [(LEFT, right)]
    column, y = 0, top
    for part in page.parts:
        if part == "<next>":
            column, y = column + 1, top
            continue
        left, end = reaches[column]
        y = _text(sheet, part, font, (left, end), y) if isinstance(part, str) else _table(sheet, part, font, left, y)
    sheet.save()
    turn = next((int(word[4:]) for word in words if word.startswith("turn")), 0)
    return sheets.turned(out.getvalue(), turn) if turn else out.getvalue()


def _text(sheet: canvas.Canvas, text: str, font: str, reach: tuple[float, float], y: float) -> float:
    for paragraph in re.split(r"</p>|<br>", text):
        line = ""
        size = 8.0 if "class=note" in paragraph else 10.0
        name = FONTS[font]["class=cap" in paragraph]
        sheet.setFont(name, size)
        for word in html.unescape(re.sub(r"<.*?>", "", paragraph)).split():
            if stringWidth(f"{line} {word}", name, size) > reach[1] - reach[0]:
                sheet.drawString(reach[0], y, line)
                y -= 1.2 * size
                line = word
            else:
                line = f"{line} {word}".strip()
        if line:
            sheet.drawString(reach[0], y, line)
            y -= 1.2 * size + 5
    return y


def _table(sheet: canvas.Canvas, table: Told, font: str, left: float, y: float) -> float:
    """Draw a table. Its css holds `size`, `step` (from row to row), `pad` (in a cell) and `dx` as `name=points`."""
    given = {name: float(value) for name, value in re.findall(r"(\w+)=([\d.]+)", table.css)}
    size, pad = given.get("size", 9.0), given.get("pad", 4.0)
    step = given.get("step", 1.25 * size)
    words = table.look.split()
    left += given.get("dx", 0.0)
    xs = [left]
    for width in table.widths:
        xs.append(xs[-1] + width)
    y -= size
    start = y
    heights = [
        max(entry.text.count("\n") + 1 for entry in row if entry.rows == 1) if any(e.rows == 1 for e in row) else 1
        for row in table.rows
    ]
    tops = []
    for height in heights:
        tops.append(y)
        y -= step + (height - 1) * 1.12 * size
    tops.append(y)
    for r, c, entry in placed(table):
        last = r + entry.rows - 1
        _entry(
            sheet,
            table,
            entry,
            (r, c),
            (xs[c], xs[c + entry.columns]),
            (tops[r], tops[last] - (heights[last] - 1) * 1.12 * size),
            (font, size, pad),
        )
    up = 0.95 * size
    lines = [
        (tops[0], "top" in words),
        (tops[table.n_heads], "head" in words),
        (y, "foot" in words),
        (tops[-2], "total" in words),
    ]
    for at, on in lines:
        if on:
            sheet.line(xs[0], at + up, xs[-1], at + up)
    if "double" in words:
        sheet.line(xs[1], y + up - 2, xs[-1], y + up - 2)
        sheet.line(xs[1], y + up, xs[-1], y + up)
    if "part" in words:
        for r, c, entry in placed(table):
            if r < table.n_heads and entry.columns > 1 and entry.text:
                at = tops[r + 1] + up
                sheet.line(xs[c] + pad, at, xs[c + entry.columns] - pad / 2, at)
    if "downs" in words:
        for x in xs[1:-1]:
            sheet.line(x, start + up, x, y + up)
    return y - 8


def _entry(
    sheet: canvas.Canvas,
    table: Told,
    entry: Entry,
    place: tuple[int, int],
    reach: tuple[float, float],
    ys: tuple[float, float],
    type_: tuple[str, float, float],
) -> None:
    (r, c), (font, size, pad) = place, type_
    words = table.look.split()
    heads = r < table.n_heads
    name = FONTS[font][entry.bold]
    lines = entry.text.split("\n")
    align = entry.align or ("c" if heads and entry.columns > 1 else table.aligns[c])
    high = "high" in words and not heads
    y = ys[0] if high else ys[1] + (len(lines) - 1) * 1.12 * size
    sheet.setFont(name, size)
    for i, line in enumerate(lines):
        wide = stringWidth(line, name, size)
        x = {"l": reach[0] + pad + 9 * entry.indent, "r": reach[1] - pad, "c": sum(reach) / 2}[align]
        x -= {"l": 0.0, "r": wide, "c": wide / 2}[align]
        if heads and "upright" in words and c:
            sheet.saveState()
            sheet.translate(sum(reach) / 2 + size / 3, ys[1])
            sheet.rotate(90)
            sheet.drawString(0, 0, line)
            sheet.restoreState()
            continue
        signed = "signs" in words and line[:1] in "$€£" and bool(line[1:].strip())
        if signed:
            sheet.drawString(reach[0] + pad, y, line[0])
            x = reach[1] - pad - stringWidth(line[1:], name, size)
        sheet.drawString(x, y - 1.12 * size * i, line[signed:])
        if "leaders" in words and c == 0 and not heads and i == len(lines) - 1 and table.rows[r][-1].text:
            dot = stringWidth(" .", name, size)
            sheet.drawString(x + wide, y - 1.12 * size * i, " ." * int((reach[1] - x - wide - 2) / dot))
