"""What a person reads: messages on standard error, and tables as text."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from normalise.model import Json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDTH_OF_FILES = 1000  # where standard output is no terminal, each plan stands on one line, however long
WRONG_USAGE = 2  # the exit status of a command that was wrong


def use_utf8() -> None:
    """Make the standard streams UTF-8, whatever the locale.

    A file name in no encoding decodes to lone surrogates; written with a backslash they are legal JSON escapes.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace")


def one_line(text: object) -> str:
    """Return text for a message: on one line, without control characters that a terminal would obey."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", str(text)).strip()


def say(message: object) -> None:
    """Print one line on standard error."""
    typer.echo(f"councilplans: {one_line(message)}", err=True)


def complain(about: object, message: object) -> None:
    """Print one line on standard error that names a file, and says what is wrong and what to do."""
    say(f"{one_line(about)}: {one_line(message)}")


def plain_console() -> Console:
    """Return standard output as a console: a terminal's own width, or a width that cuts little."""
    from rich.console import Console  # noqa: PLC0415 - slow to import for what prints JSON

    class PlainConsole(Console):
        def on_broken_pipe(self) -> None:
            raise  # noqa: PLE0704 - the error that rich is handling: `councilplans.cli` ends every command alike

    console = PlainConsole(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console = PlainConsole(highlight=False, markup=False, emoji=False, width=WIDTH_OF_FILES)
    return console


def plain_text(value: str | None, style: str = "") -> Text:
    """Return text as it stands: no markup, no control characters."""
    from rich.text import Text  # noqa: PLC0415

    return Text(one_line(value or ""), style=style)


def table_lines(document: Json) -> Iterator[str]:
    """Yield a document's tables as lines of text, a row a line, cells parted by a bar."""
    yield f"# {one_line(document['source']['path'])}"
    for table in document["tables"]:
        pages = ", ".join(map(str, table["pages"]))
        yield ""
        yield f"## table {table['table']}{f' (page {pages})' if pages else ''}: {one_line(table['heading'] or '')}"
        rows: list[list[str]] = [[""] * table["columns"] for _ in range(table["rows"])]
        for cell in table["cells"]:
            rows[cell["row"]][cell["column"]] = " / ".join(cell["text"].split("\n"))
        yield from ("| " + " | ".join(row) + " |" for row in rows)
    for issue in document.get("issues", []):
        yield f"{issue['severity']}: {one_line(issue['message'])}"
