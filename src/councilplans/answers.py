"""Answers about the database as a table for people, as CSV and as JSON."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from rich.table import Table

from councilplans.export import safe_cell
from councilplans.printing import plain_console, plain_text

Row: TypeAlias = Mapping[str, Any]
NUMBERS = (int, float)


def write_csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    """Write one line for each row under a line of names; what a spreadsheet would run as a formula is made safe."""
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: _plain(safe_cell(value)) for name, value in row.items()} for row in rows)


def write_json(answer: object) -> None:
    """Write an answer; days are written as 2025-03-31."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1, default=str) + "\n")


def print_table(rows: Iterable[Row], columns: Sequence[str]) -> None:
    """Print rows under plain headings; columns in which no row says anything are left out."""
    rows = list(rows)
    used = [name for name in columns if any(row.get(name) not in (None, "") for row in rows)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in used:
        numeric = all(isinstance(row.get(name), NUMBERS) for row in rows if row.get(name) is not None)
        table.add_column(name.replace("_", " "), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(plain_text(_plain(row.get(name))) for name in used))
    plain_console().print(table)


def print_line(text: str, style: str = "") -> None:
    """Print a line of text as it stands."""
    plain_console().print(plain_text(text, style), soft_wrap=True)


def share(count: int, of: int) -> str:
    """Return a share in words: 3 of 12 (25 %)."""
    return f"{count} of {of} ({count / of:.0%})".replace("%", " %") if of else f"{count} of 0"


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
