"""What a person reads: messages on standard error, and tables as text."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import typer

from normalise.model import Json

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
