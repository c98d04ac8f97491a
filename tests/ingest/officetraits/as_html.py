"""Writes a trait as a web page."""

from __future__ import annotations

from html import escape

from .describe import Box, Break, Cell, Field, Grid, Head, Link, Paragraph, Picture, Piece, Row, Run, Tab, Tick, Trait


def write(trait: Trait) -> bytes:
    """Return the page. Fills are written by old attribute, style attribute and style sheet in turn."""
    body = "".join(_part(each) for each in trait.content)
    sheet = "<style>.struck { text-decoration: line-through }</style>"
    head = f'<meta charset="utf-8"><title>Progress</title>{sheet}'
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{body}</body></html>".encode()


def _part(each: Grid | Head) -> str:
    if isinstance(each, Head):
        return f"<h{each.level}>{escape(each.text)}</h{each.level}>"
    return _grid(each)


def _grid(grid: Grid) -> str:
    head = "".join(_row(each, "th") for each in grid.rows if each.heading)
    body = "".join(_row(each, "td") for each in grid.rows if not each.heading)
    return f"<table>{f'<thead>{head}</thead>' if head else ''}<tbody>{body}</tbody></table>"


def _row(each: Row, name: str) -> str:
    fill = f' bgcolor="{each.fill}"' if each.fill else ""
    return f"<tr{fill}>{''.join(_cell(cell, name) for cell in each.cells)}</tr>"


def _cell(cell: Cell, name: str) -> str:
    look = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    look += f" rowspan={cell.rows}" if cell.rows > 1 else ""
    look += f' style="background: {cell.fill}"' if cell.fill else ""
    inside = "".join(_paragraph(each) for each in cell.paragraphs)
    return f"<{name}{look}>{inside}{_grid(cell.inner) if cell.inner else ''}</{name}>"


def _paragraph(paragraph: Paragraph) -> str:
    inside = "".join(_piece(piece) for piece in paragraph.pieces)
    if paragraph.item is None:
        return f"<p>{inside}</p>"
    if paragraph.item.marker == "•":
        return f"<ul><li>{inside}</ul>"
    return f"<ol start={paragraph.item.marker.rstrip('.')}><li>{inside}</ol>"


def _piece(piece: Piece) -> str:
    match piece:
        case Run():
            return _run(piece)
        case Break():
            return "<br>"
        case Tab():
            return "&#9;"
        case Field() | Box():
            raise TypeError("a page has none")
        case Link():
            return f'<a href="#here">{escape(piece.text)}</a>'
        case Tick():
            return f"<input type=checkbox{' checked' if piece.on else ''}>"
        case Picture():
            return f'<img src="x.png" alt="{escape(piece.alt)}">'
    raise TypeError(piece)


def _run(run: Run) -> str:
    text = escape(run.text).replace("\u00ad", "&shy;")
    if run.change:
        name = "del" if run.change in {"del", "from"} else "ins"
        return f"<{name}>{text}</{name}>"
    if run.font:
        text = f'<font face="{run.font}">{text}</font>'
    look = f"color: {run.ink};" if run.ink else ""
    look += f"background-color: {run.back};" if run.back else ""
    text = f'<span style="{look}">{text}</span>' if look else text
    text = f"<b>{text}</b>" if run.strong else text
    return f'<span class="struck">{text}</span>' if run.struck else text
