"""How results are written: JSON and CSV on standard output, messages on standard error."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

import typer

from normalise.model import SCHEMA_VERSION, ActionRecord, FlexibleDate, Json, PlanFacts, PlanRecord

CSV_COLUMNS = (
    "document",
    "authority",
    "plan_title",
    "plan_as_of",
    "position",
    "reference",
    "theme",
    "finding",
    "recommendation",
    "action",
    "response",
    "outcome",
    "priority",
    "owner",
    "owners",
    "timescale",
    "due",
    "due_start",
    "due_end",
    "revised_due",
    "ongoing",
    "status_text",
    "status",
    "status_source",
    "status_confidence",
    "percent_complete",
    "rag",
    "direction",
    "completed",
    "updates",
    "extra",
    "table",
    "row",
    "pages",
)


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


def write_json(stream: TextIO, value: object) -> None:
    """Write one value as JSON on lines of its own."""
    stream.write(json.dumps(value, ensure_ascii=False, indent=1))


def write_documents(stream: TextIO, documents: Iterable[Json], *, versioned: bool) -> None:
    """Write the envelope around documents, each as soon as it is there."""
    version = f'"schema_version": {SCHEMA_VERSION},\n ' if versioned else ""
    stream.write("{" + version + '"documents": [')
    for position, document in enumerate(documents):
        stream.write(",\n" if position else "\n")
        write_json(stream, document)
        stream.flush()
    stream.write("]}\n")


def write_csv(stream: TextIO, records: Iterable[PlanRecord]) -> None:
    """Write one line for each action, each document as soon as it is there."""
    writer = csv.DictWriter(stream, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerows(csv_rows(record))
        stream.flush()


def csv_rows(record: PlanRecord) -> Iterator[Mapping[str, object]]:
    """Yield a document's actions as flat rows: several values in one cell stand one a line."""
    plans = {plan.plan: plan for plan in record.plans}
    for action in record.actions:
        yield _csv_row(record.source.path, plans.get(action.plan), action)


def _csv_row(document: str, plan: PlanFacts | None, action: ActionRecord) -> Mapping[str, object]:
    record = action.as_json()
    plain = {name: record[name] for name in CSV_COLUMNS if isinstance(record.get(name), str | int | float)}
    due = action.due
    return {
        **plain,
        "document": document,
        "authority": plan.authority if plan else None,
        "plan_title": plan.title if plan else None,
        "plan_as_of": plan.as_of if plan else None,
        "owners": "\n".join(f"{owner.name} ({owner.role.value})" for owner in action.owners),
        "due": _edtf(due),
        "due_start": due.start if due else None,
        "due_end": due.end if due else None,
        "revised_due": _edtf(action.revised_due),
        "ongoing": "true" if action.ongoing else "false",
        "completed": _edtf(action.completed),
        "updates": "\n".join(
            f"{update.as_of}: {update.text}" if update.as_of else update.text for update in action.updates
        ),
        "extra": "\n".join(f"{heading}: {text}" for heading, text in action.extra.items()),
        "table": action.source.table,
        "row": action.source.row,
        "pages": " ".join(map(str, action.source.pages)),
    }


def _edtf(date: FlexibleDate | None) -> str | None:
    return date.edtf if date else None


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
