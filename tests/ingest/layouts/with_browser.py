"""A layout as a page of the web, printed by Chromium."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Mapping
from pathlib import Path

from .chromium import print_files
from .describe import DISC, SHAPES, Cell, Grid, Layout, NewPage, Picture, Text, Title
from .pictures import png

STYLE = """
@page { size: A4; margin: 19mm; @top-left { content: "HEADER"; font: 8pt sans-serif } FOOTER }
@page wide { size: A4 landscape }
body { font: 9pt/11pt "Liberation Sans", sans-serif; margin: 0 }
section.wide { page: wide } section.new { break-before: page }
h1 { font-size: 14pt; line-height: 18pt; margin: 0 0 4pt }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin-bottom: 10pt }
tr { break-inside: avoid } .split tr { break-inside: auto } .once thead { display: table-row-group }
td, th { text-align: left; padding: 3pt 4pt; vertical-align: top; overflow-wrap: break-word; hyphens: manual }
.middle td, .middle th { vertical-align: middle }
.full td, .full th { border: 0.5pt solid } .double td, .double th { border: 2.25pt double }
.dashed td, .dashed th { border: 0.75pt dashed } .rules tr { border-top: 0.5pt solid; border-bottom: 0.5pt solid }
.zebra tbody tr:nth-child(even) { background: #e8eef7 }
.open { border-top: 1pt solid } .open td, .open th { border: 0.5pt solid; border-left-style: none }
.open :is(td, th):last-child { border-right-style: none } .open tr:last-child td { border-bottom-style: none }
.open :is(td, th) + :is(td, th) { border-left: 0.5pt solid }
.white td, .white th { border: 1.5pt solid #fff; background: #dce6f2 }
.turned { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap }
ul { margin: 0; padding-left: 10pt } p { margin: 0 } sup { font-size: 6pt; line-height: 0 }
.mark { position: fixed; top: 40%; left: 15%; font: bold 90pt sans-serif; color: #ddd; transform: rotate(-45deg);
  z-index: -1 }
.under, .lid { position: absolute; top: 30pt; left: 60pt; width: 300pt; height: 240pt } .lid { background: #fff }
section { position: relative }
* { -webkit-print-color-adjust: exact }
"""


def page_of(layout: Layout) -> str:
    footer = f'@bottom-center {{ content: "{layout.footer} " counter(page); font: 8pt sans-serif }}' * bool(
        layout.footer
    )
    parts = [f"<style>{STYLE.replace('HEADER', layout.header).replace('FOOTER', footer)}</style>"]
    if layout.watermark:
        parts.append(f"<div class=mark>{layout.watermark}</div>")
    if layout.unseen == "covered":
        parts.append(f"<div class=under>{'words that nobody is to see<br>' * 20}</div><div class=lid></div>")
    parts.append(f"<section class='{'wide' if layout.wide else ''}'>")
    for item in layout.items:
        if isinstance(item, NewPage):
            parts.append(f"</section><section class='new {'wide' if item.wide else ''}'>")
        elif isinstance(item, Title):
            parts.append(f"<h1>{item.text}</h1>")
        elif isinstance(item, Text):
            parts.append(f"<p>{item.text}</p><br>")
        elif isinstance(item, Picture):
            parts.append("<div style='height: 500pt; background: #579'></div>")
        else:
            parts.append(_table(item))
    return f"<!DOCTYPE html><meta charset=utf-8><title>Layout</title>{''.join(parts)}</section>"


def _markup(text: str) -> str:
    text = re.sub("~~(.*?)~~", r"<s>\1</s>", html.escape(text))
    text = re.sub("{{(.*?)}}", r"<span style='color: #fff'>\1</span>", text)
    return re.sub(r"\^(.*?)\^", r"<sup>\1</sup>", text)


def _cell(cell: Cell, tag: str) -> str:
    lines = []
    for line in cell.text.split("\n"):
        lines.append(f"<ul><li>{_markup(line[2:])}</li></ul>" if line.startswith("- ") else f"<p>{_markup(line)}</p>")
    inner = "".join(lines) if "\n" in cell.text else _markup(cell.text)
    if cell.turned:
        inner = f"<div class=turned>{inner}</div>"
    if cell.drawn:
        inner = _drawn(cell) + inner
    look = "".join((f"color: {cell.ink};" if cell.ink else "", f"background: {cell.fill};" if _filled(cell) else ""))
    spans = f" colspan={cell.columns} rowspan={cell.rows}"
    return f"<{tag}{spans} style='{look}font-weight: {'bold' if cell.strong else 'normal'}'>{inner}</{tag}>"


def _filled(cell: Cell) -> bool:
    return bool(cell.fill and not cell.drawn)


def _drawn(cell: Cell) -> str:
    if cell.picture:
        content = base64.b64encode(png(cell.drawn or "", cell.fill or "")).decode()
        return f"<img width=14 height=14 src='data:image/png;base64,{content}'>"
    shape = "<circle cx=7 cy=7 r=6 />"
    if cell.drawn != DISC:
        shape = f"<path d='M{' L'.join(f'{x} {y}' for x, y in SHAPES[cell.drawn or ''])}Z' />"
    return f"<svg width=14 height=14 fill='{cell.fill}'>{shape}</svg>"


def _table(grid: Grid) -> str:
    columns = "".join(f"<col style='width: {w}%'>" for w in grid.widths)
    parts = []
    for group, tag, rows in (("thead", "th", grid.heads), ("tbody", "td", grid.rows)):
        lines = ("".join(_cell(cell, tag) for cell in row if cell is not None) for row in rows)
        parts.append(f"<{group}>{''.join(f'<tr>{line}</tr>' for line in lines)}</{group}>" if rows else "")
    looks = [grid.look, *(name for name, on in (("middle", grid.middle), ("split", grid.split)) if on)]
    looks += [] if grid.repeat else ["once"]
    width = f"{min(100, sum(grid.widths)) if sum(grid.widths) < 60 else 100}%"
    return f"<table class='{' '.join(looks)}' style='width: {width}'>{columns}{''.join(parts)}</table>"


def print_pages(sources: Mapping[str, str], folder: Path) -> list[bytes]:
    """Return pages of the web, each given with its name, as Chromium prints them."""
    for name, source in sources.items():
        (folder / f"{name}.html").write_text(source, encoding="utf-8")
    return print_files([folder / f"{name}.html" for name in sources], folder / "profile of the browser")


def print_page(source: str, folder: Path, name: str) -> bytes:
    """Return a page of the web as Chromium prints it."""
    return print_pages({name: source}, folder)[0]
