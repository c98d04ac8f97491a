"""What stands in the tables of the documents: rows from the web page of the same plan, without any of our readers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup

Row = list[str]


@dataclass(slots=True)
class Score:
    """Counts over documents: rows and cells that are found as they stand, of those there are."""

    whole: int = 0
    rows: int = 0
    right: int = 0
    cells: int = 0

    def add(self, other: Score) -> None:
        """Count another document's too."""
        self.whole += other.whole
        self.rows += other.rows
        self.right += other.right
        self.cells += other.cells


def rows_of_page(path: Path) -> list[Row]:
    """Return the rows of the tables of a web page, those of headings aside; a merged cell stands in its first row."""
    soup = BeautifulSoup(path.read_bytes(), "lxml")
    rows = []
    for row in soup.find_all("tr"):
        if row.find_parent("thead") is None and row.find("td") is not None:
            rows.append([cell.get_text(" ") for cell in row.find_all(["td", "th"])])
    return rows


def score(expected: Iterable[Sequence[str]], got: Iterable[Sequence[str]]) -> Score:
    """Count the rows whose cells with text are found in one row, in order, and the cells found as they stand.

    White space, and bullets that browsers draw, do not count; nor do cells without text, for readers differ in how they
    return merged ones.
    """
    wanted = [key for row in expected if (key := _key(row))]
    rows = Counter(map(_key, got))
    cells: Counter[str] = Counter()
    for row, times in rows.items():
        for cell in row:
            cells[cell] += times
    found = Score(rows=len(wanted))
    for row in wanted:
        if rows[row] > 0:
            rows[row] -= 1
            found.whole += 1
        for cell in row:
            found.cells += 1
            if cells[cell] > 0:
                cells[cell] -= 1
                found.right += 1
    return found


def _key(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(key for cell in row if (key := re.sub(r"[\s•\u00ad\u200b-]+", "", cell)))
