"""The traits of web pages that no description tells: each page as it was written, and the table that it shows."""

from __future__ import annotations

from collections.abc import Iterator

from .describe import Grid, Row, Trait, holding, row

RED, AMBER, GREEN = "#ff0000", "#ffc000", "#008000"
HEADS = row("Ref", "Action", "Lead")
ONE, TWO = row("1", "Open the hall", "Dee Hale"), row("2", "Sweep it", "Al Marsh")
HEAD = "<tr><th>Ref<th>Action<th>Lead"
BODY = "<tr><td>1<td>Open the hall<td>Dee Hale<tr><td>2<td>Sweep it<td>Al Marsh"


def _page(name: str, rows: tuple[Row, ...], body: str | bytes, *tells: str) -> Trait:
    content = body if isinstance(body, bytes) else f"<!DOCTYPE html><meta charset=utf-8>{body}".encode()
    return Trait(name, (Grid(rows),), (".html",), frozenset(tells), {".html": lambda: content}, office=())


def _pages() -> Iterator[Trait]:
    yield _page(
        "a rowspan of zero",
        (HEADS, row(holding("1", rows=2), "Open the hall", "Dee Hale"), row("Sweep it", "Al Marsh")),
        f"<table>{HEAD}<tbody><tr><td rowspan=0>1<td>Open the hall<td>Dee Hale<tr><td>Sweep it<td>Al Marsh</table>",
    )
    yield _page(
        "a rowspan beyond the table",
        (HEADS, row(holding("1", rows=2), "Open the hall", "Dee Hale"), row("Sweep it", "Al Marsh")),
        f"<table>{HEAD}<tr><td rowspan=40>1<td>Open the hall<td>Dee Hale<tr><td>Sweep it<td>Al Marsh</table>",
    )
    yield _page(
        "several heads in one table, the same again",
        (HEADS, ONE, TWO),
        f"<table><thead>{HEAD}</thead><tbody><tr><td>1<td>Open the hall<td>Dee Hale</tbody>"
        f"<thead>{HEAD}</thead><tbody><tr><td>2<td>Sweep it<td>Al Marsh</tbody></table>",
    )
    yield _page(
        "headings of rows in the body",
        (HEADS, ONE, TWO),
        f"<table>{HEAD}<tr><th scope=row>1<td>Open the hall<td>Dee Hale<tr><th scope=row>2<td>Sweep it<td>Al Marsh"
        "</table>",
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
    yield _page("cells and rows left open", (HEADS, ONE, TWO), f"<p><table>{HEAD}</th><tr>{BODY}</i></table></div>")
    named = f"<table>{HEAD}<tr><td>1<td>Dee&rsquo;s hall<td>R&amp;D<tr><td>2<td>caf&#233;<td>&pound;5&nbsp;k</table>"
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
        "<tr><td>1<td>Open<td bgcolor=red>Late<tr><td>1<td>Open<td class=done>Soon</table>",
        "fill",
    )
    yield _page(
        "rows that are not displayed",
        (HEADS, ONE, TWO),
        f"<table>{HEAD}{BODY}<tr style='display:none'><td>9<td>Template<td>Nobody</table>",
    )


TRAITS = tuple(_pages())


def write(trait: Trait) -> bytes:
    """Return the page."""
    return trait.raw[".html"]()
