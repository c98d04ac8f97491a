"""The traits of plain tables (.csv, .tsv), each as a spreadsheet exports it, and the tables that should be read."""

from __future__ import annotations

from collections.abc import Iterator

from .describe import Grid, Row, Trait, row

CSV, TSV = ".csv", ".tsv"
HEADS = ("Ref", "Action", "Lead", "Due")
ONE = ("1", "Open the hall", "Dee Hale", "May 2024")
TWO = ("2", "Sweep it", "Al Marsh", "June 2024")
PLAIN = (row(*HEADS), row(*ONE), row(*TWO))


def _joined(mark: str, *rows: tuple[str, ...]) -> str:
    return "".join(mark.join(each) + "\r\n" for each in rows)


def _trait(name: str, rows: tuple[Row, ...], suffix: str, content: bytes) -> Trait:
    return Trait(name, (Grid(rows),), (suffix,), raw={suffix: lambda: content}, office=())


def _traits() -> Iterator[Trait]:
    quoted = ("2", '"Sweep it, then\nlock ""the"" gate"', '"Marsh, Al"', "June 2024")
    shown = row("2", 'Sweep it, then\nlock "the" gate', "Marsh, Al", "June 2024")
    yield _trait(
        "commas, quotes and line breaks in quotes",
        (row(*HEADS), row(*ONE), shown),
        CSV,
        _joined(",", HEADS, ONE, quoted).encode(),
    )
    yield _trait("semicolons between cells", PLAIN, CSV, _joined(";", HEADS, ONE, TWO).encode())
    yield _trait("tabs between cells", PLAIN, TSV, _joined("\t", HEADS, ONE, TWO).encode())
    yield _trait(
        "a text that Excel calls Unicode", PLAIN, TSV, b"\xff\xfe" + _joined("\t", HEADS, ONE, TWO).encode("utf-16-le")
    )
    yield _trait("a byte order mark", PLAIN, CSV, _joined(",", HEADS, ONE, TWO).encode("utf-8-sig"))
    pounds = ("2", "Spend £500 – no more", "Al Marsh", "June 2024")
    yield _trait(
        "windows-1252", (row(*HEADS), row(*ONE), row(*pounds)), CSV, _joined(",", HEADS, ONE, pounds).encode("cp1252")
    )
    blank = ("2", "", "Al Marsh", "")
    yield _trait("blank cells", (row(*HEADS), row(*ONE), row(*blank)), CSV, _joined(",", HEADS, ONE, blank).encode())
    short = (row(*HEADS), row(*ONE), row("2", "Sweep it"))
    yield _trait("rows that end early", short, CSV, _joined(",", HEADS, ONE, TWO[:2]).encode())
    above = ("Wickmere District Council", "", "", "")
    # text has no look to part a title from headings: what it means is told later
    titled = (row(above[0]), *PLAIN)
    yield _trait("title rows above the table", titled, CSV, _joined(",", above, ("",) * 4, HEADS, ONE, TWO).encode())


TRAITS = tuple(_traits())


def write(trait: Trait) -> bytes:
    """Return the text."""
    return next(iter(trait.raw.values()))()
