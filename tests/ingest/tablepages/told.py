"""What a page of an agency's report shows: tables told as rows of text, and what stands around them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARKS = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"#(\d)(?:\.(\d))?")


@dataclass(frozen=True)
class Entry:
    """A cell: its text (`\\n` between lines), spans, look, and indent in steps."""

    text: str
    columns: int = 1
    rows: int = 1
    bold: bool = False
    italic: bool = False
    indent: int = 0
    align: str = ""  # l, c or r where it differs from its column's


@dataclass(frozen=True)
class Told:
    """A table: rows of cells (those covered by a span left out), of which the first are headings, and how it looks.

    `look` holds words: `top head foot` rules across, `part` rules under headings over several columns, `rows` a rule
    under each row, `downs` rules between columns, `zebra` bands, `shade` a shaded heading, `double` a double rule
    above the last row, `high`/`low` where cells stand in rows of several lines, `leaders` dots after row labels.
    """

    rows: tuple[tuple[Entry, ...], ...]
    n_heads: int
    aligns: str
    look: str = "top head foot"
    widths: tuple[int, ...] = ()  # points
    css: str = ""

    @property
    def n_columns(self) -> int:
        return len(self.aligns)


@dataclass(frozen=True)
class Page:
    """A page: HTML text (paragraphs, lists, drawings) and tables, in order. `look` may say `wide`."""

    name: str
    kind: str
    parts: tuple[str | Told, ...]
    css: str = ""
    look: str = ""

    @property
    def tables(self) -> tuple[Told, ...]:
        return tuple(part for part in self.parts if isinstance(part, Told))


def told(
    heads: str,
    body: str,
    aligns: str,
    look: str = "top head foot",
    *,
    seed: str = "",
    thousands: str = ",",
    widths: Sequence[int] = (),
    css: str = "",
) -> Told:
    """Return a table written as lines of cells parted by `|`.

    `\\` breaks a line in a cell; `{c2}` and `{r2}` are spans, `{b}` bold, `{t}` italic, `{i1}` an indent, `{left}`
    and `{mid}` alignments; `#4.1` a figure of four digits and a decimal.
    """
    chance = random.Random(seed or heads + body)

    def figure(match: re.Match[str]) -> str:
        digits, decimals = int(match[1]), int(match[2] or 0)
        value = chance.randrange(10 ** (digits - 1) if digits > 1 else 0, 10**digits)
        text = f"{value:,}".replace(",", thousands)
        return text + (f".{chance.randrange(10**decimals):0{decimals}d}" if decimals else "")

    def cell(text: str) -> Entry:
        marks = _MARKS.findall(text)
        shown = _NUMBER.sub(figure, _MARKS.sub("", text)).strip().replace("\\", "\n")
        spans = {mark[0]: int(mark[1:]) for mark in marks if mark[1:].isdigit()}
        align = "l" if "left" in marks else "c" if "mid" in marks else ""
        return Entry(
            "\n".join(line.strip() for line in shown.split("\n")),
            spans.get("c", 1),
            spans.get("r", 1),
            "b" in marks,
            "t" in marks,
            spans.get("i", 0),
            align,
        )

    def rows(text: str) -> list[tuple[Entry, ...]]:
        return [tuple(cell(piece) for piece in line.split("|")) for line in text.strip("\n").split("\n") if line]

    above, below = rows(heads), rows(body)
    return Told((*above, *below), len(above), aligns, look, tuple(widths), css)


def grid_of(table: Told) -> list[list[tuple[object, str] | None]]:
    """Return the places of a table, each with the cell that covers it and its text."""
    grid: list[list[tuple[object, str] | None]] = [[None] * table.n_columns for _ in table.rows]
    for r, row in enumerate(table.rows):
        c = 0
        for entry in row:
            while grid[r][c] is not None:
                c += 1
            for i in range(entry.rows):
                for j in range(entry.columns):
                    grid[r + i][c + j] = ((r, c), entry.text.replace("^", ""))
        if any(place is None for place in grid[r]):
            raise ValueError(f"row {r} has too few cells: {[e.text for e in row]}")
    return grid


def placed(table: Told) -> list[tuple[int, int, Entry]]:
    """Return the cells of a table with their row and column."""
    grid = grid_of(table)
    found = []
    for r, row in enumerate(table.rows):
        starts = iter(sorted({place[0][1] for place in grid[r] if place is not None and place[0][0] == r}))  # type: ignore[index]
        found += [(r, next(starts), entry) for entry in row]
    return found
