"""Pages as Chromium prints them, as LibreOffice prints a Word document, and as reportlab draws them."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from ..layouts import with_browser
from .told import Page, Told, placed

STYLE = """
@page { size: A4; margin: 20mm 18mm } @page wide { size: A4 landscape }
* { -webkit-print-color-adjust: exact }
body { margin: 0; font: 10pt/12.5pt "Liberation Sans", sans-serif }
section { break-before: page; break-inside: avoid } section.first { break-before: auto } section.wide { page: wide }
p { margin: 0 0 6pt } h1 { font-size: 15pt; line-height: 18pt; margin: 0 0 8pt }
h2 { font-size: 12pt; line-height: 15pt; margin: 8pt 0 4pt }
.cap { font-weight: bold; margin: 8pt 0 3pt } .note { font-size: 8pt; line-height: 10pt; margin: 3pt 0 0 }
.unit { font-size: 8.5pt; text-align: right; margin: 0 0 2pt } .columns2 { column-count: 2; column-gap: 8mm }
.columns3 { column-count: 3; column-gap: 6mm } .just { text-align: justify }
.side { display: flex; justify-content: space-between; align-items: flex-start }
table { border-collapse: collapse; margin: 0 0 8pt }
td, th { padding: 1.5pt 4pt; vertical-align: top; font-weight: normal } th { padding: 1.5pt 2.5pt }
.low td { vertical-align: bottom } th { vertical-align: bottom }
sup { font-size: 65%; line-height: 0 }
.top tr:first-child > * { border-top: 1pt solid } .foot tr:last-child > * { border-bottom: 1pt solid }
.head tr.lasthead > *, .head tr .deep { border-bottom: .6pt solid } .rows tr > * { border-bottom: .4pt solid #777 }
.downs td + td, .downs th + th { border-left: .5pt solid } .zebra tr.odd > * { background: #e9eef4 }
.shade tr.header > * { background: #c9d6e3 } .double tr:last-child > * { border-top: 2.25pt double }
.part .over { padding: 0 3pt } .part .over span { display: block; border-bottom: .5pt solid; padding: 1pt 2pt }
.wide100 { width: 100% } .lead td:first-child { overflow: hidden }
"""


def page_html(page: Page, first: bool = False) -> str:
    """Return a page as a section of a web page."""
    parts = [part if isinstance(part, str) else table_html(part) for part in page.parts]
    name = f"p-{page.name}"
    style = f".{name} {{ {page.css} }}" if page.css else ""
    return f"<style>{style}</style><section class='{name} {page.look} {'first' * first}'>{''.join(parts)}</section>"


def table_html(table: Told) -> str:
    """Return a table as HTML."""
    lines: list[list[str]] = [[] for _ in table.rows]
    for r, c, entry in placed(table):
        tag = "th" if r < table.n_heads else "td"
        over = tag == "th" and entry.columns > 1 and entry.text
        deep = tag == "th" and entry.rows > 1 and r + entry.rows == table.n_heads
        align = entry.align or ("c" if over else table.aligns[c])
        side = {"l": "left", "r": "right", "c": "center"}[align]
        look = f"text-align:{side};" + "font-weight:bold;" * entry.bold + "font-style:italic;" * entry.italic
        look += f"padding-left:{4 + 9 * entry.indent}pt;" * bool(entry.indent)
        names = " ".join(name for name, on in (("over", over), ("deep", deep)) if on)
        text = _markup(entry.text)
        inner = f"<span>{text}</span>" if over else text
        lines[r].append(
            f"<{tag} class='{names}' colspan={entry.columns} rowspan={entry.rows} style='{look}'>{inner}</{tag}>"
        )
    names = [
        " ".join(
            name
            for name, on in (
                ("lasthead", r == table.n_heads - 1),
                ("header", r < table.n_heads),
                ("odd", (r - table.n_heads) % 2 == 1),
            )
            if on
        )
        for r in range(len(table.rows))
    ]
    columns = "".join(f"<col style='width:{width}pt'>" for width in table.widths)
    rows = "".join(f"<tr class='{name}'>{''.join(line)}</tr>" for name, line in zip(names, lines, strict=True))
    fixed = "table-layout:fixed;width:0;" if table.widths else ""
    return f"<table class='{table.look}' style='{fixed}{table.css}'>{columns}{rows}</table>"


def _markup(text: str) -> str:
    return re.sub(r"\^(.*?)\^", r"<sup>\1</sup>", html.escape(text)).replace("\n", "<br>")


def by_browser(pages: Sequence[Page], folder: Path) -> dict[str, bytes]:
    """Return each page as a PDF of one page, all printed at once."""
    sections = "".join(page_html(page, i == 0) for i, page in enumerate(pages))
    source = f"<!DOCTYPE html><meta charset=utf-8><title>Pages</title><style>{STYLE}</style>{sections}"
    content = with_browser.print_page(source, folder, "pages")
    return dict(zip([page.name for page in pages], _parted(content, len(pages)), strict=True))


def _parted(content: bytes, n_pages: int) -> list[bytes]:
    document = pypdfium2.PdfDocument(content)
    if len(document) != n_pages:
        firsts = [document[i].get_textpage().get_text_range()[:60] for i in range(len(document))]
        raise ValueError(f"{len(document)} pages printed of {n_pages}: {firsts}")
    parted = []
    for i in range(n_pages):
        one = pypdfium2.PdfDocument.new()
        one.import_pages(document, [i])
        out = io.BytesIO()
        one.save(out)
        parted.append(out.getvalue())
    return parted
