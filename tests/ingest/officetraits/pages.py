"""The traits of web pages that no description tells: each page as it was written, and the table that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .describe import Grid, Row, Trait, holding, row

RED, AMBER, GREEN = "#ff0000", "#ffc000", "#008000"
HEADS = row("Ref", "Action", "Lead")
ONE, TWO = row("1", "Open the hall", "Dee Hale"), row("2", "Sweep it", "Al Marsh")


def _lines(*rows: tuple[str, ...], of: str = "td") -> str:
    return "".join(f"<tr>{''.join(f'<{of}>{text}</{of}>' for text in each)}</tr>" for each in rows)


HEAD = _lines(("Ref", "Action", "Lead"), of="th")
FIRST, SECOND = _lines(("1", "Open the hall", "Dee Hale")), _lines(("2", "Sweep it", "Al Marsh"))
BODY = FIRST + SECOND


def _reaching(span: str) -> str:
    """Return the rows with the first cell of the one reaching over the other."""
    return FIRST.replace("<td>", f"<td rowspan={span}>", 1) + SECOND.replace("<td>2</td>", "")


def _page(name: str, rows: tuple[Row, ...], body: str | bytes, *tells: str) -> Trait:
    content = body if isinstance(body, bytes) else f"<!DOCTYPE html><meta charset=utf-8>{body}".encode()
    return Trait(name, (Grid(rows),), (".html",), frozenset(tells), {".html": lambda: content}, office=())


def _pages() -> Iterator[Trait]:
    yield _page(
        "a rowspan of zero",
        (HEADS, row(holding("1", rows=2), "Open the hall", "Dee Hale"), row("Sweep it", "Al Marsh")),
        f"<table>{HEAD}<tbody>{FIRST.replace('<td>', '<td rowspan=0>', 1)}{SECOND.replace('<td>2</td>', '')}</table>",
    )
    yield _page(
        "a rowspan beyond the table",
        (HEADS, row(holding("1", rows=2), "Open the hall", "Dee Hale"), row("Sweep it", "Al Marsh")),
        f"<table>{HEAD}{FIRST.replace('<td>', '<td rowspan=40>', 1)}{SECOND.replace('<td>2</td>', '')}</table>",
    )
    yield _page(
        "several heads in one table, the same again",
        (HEADS, ONE, TWO),
        f"<table><thead>{HEAD}</thead><tbody>{FIRST}</tbody><thead>{HEAD}</thead><tbody>{SECOND}</tbody></table>",
    )
    yield _page(
        "headings of rows in the body",
        (HEADS, ONE, TWO),
        f"<table>{HEAD}{BODY}</table>".replace("<td>1</td>", "<th scope=row>1</th>").replace(
            "<td>2</td>", "<th scope=row>2</th>"
        ),
    )
    divs = "".join(
        f"<div role=row>{''.join(f'<div role=cell>{text}</div>' for text in texts)}</div>"
        for texts in (("1", "Open the hall", "Dee Hale"), ("2", "Sweep it", "Al Marsh"))
    )
    heads = "".join(f"<div role=columnheader>{text}</div>" for text in ("Ref", "Action", "Lead"))
    yield _page(
        "a table of divs by role", (HEADS, ONE, TWO), f"<div role=table><div role=row>{heads}</div>{divs}</div>"
    )
    styled = f"<div class=t><div class=r>{heads}</div>{divs}</div>".replace("role=columnheader", "class=c")
    styled = styled.replace("role=row", "class=r").replace("role=cell", "class=c")
    yield _page(
        "a table of divs by style",
        (HEADS, ONE, TWO),
        f"<style>.t{{display:table}} .r{{display:table-row}} .c{{display:table-cell}}</style>{styled}",
    )
    yield _page(
        "a table inside a layout table", (HEADS, ONE, TWO), f"<table><tr><td><table>{HEAD}{BODY}</table></table>"
    )
    yield _page(
        "cells and rows left open",
        (HEADS, ONE, TWO),
        f"<p><table>{re.sub('</t[dhr]>', '', HEAD + BODY)}</i></table></div>",
    )
    named = _lines(("1", "Dee&rsquo;s hall", "R&amp;D"), ("2", "caf&#233;", "&pound;5&nbsp;k"))
    named = f"<table>{HEAD}{named}</table>"
    shown = (HEADS, row("1", "Dee’s hall", "R&D"), row("2", "café", "£5 k"))
    yield _page("entities", shown, named)
    plain = named.replace("&rsquo;", "’").replace("&#233;", "é").replace("&pound;", "£").replace("&nbsp;", " ")
    yield _page("windows-1252 declared as latin-1", shown, f"<meta charset=iso-8859-1>{plain}".encode("cp1252"))
    yield _page("UTF-16 by its mark", shown, f"<!DOCTYPE html>{plain}".encode("utf-16"))
    yield _page("windows-1252 declared as UTF-8", shown, f"<meta charset=utf-8>{plain}".encode("cp1252"))
    rag = tuple(row("1", "Open", holding(text, fill=fill)) for text, fill in (("Late", RED), ("Soon", GREEN)))
    yield _page(
        "fills by attribute and style sheet",
        (HEADS, *rag),
        f"<style>td.done {{ background-color: green }}</style><table>{HEAD}"
        "<tr><td>1</td><td>Open</td><td bgcolor=red>Late</td></tr>"
        "<tr><td>1</td><td>Open</td><td class=done>Soon</td></tr></table>",
        "fill",
    )
    yield _page(
        "rows that are not displayed",
        (HEADS, ONE, TWO),
        f"<table>{HEAD}{BODY}<tr style='display:none'><td>9</td><td>Template</td><td>Nobody</td></tr></table>",
    )


TRAITS = tuple(_pages())


def write(trait: Trait) -> bytes:
    """Return the page."""
    return trait.raw[".html"]()
