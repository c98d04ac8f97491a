"""What text recognition was not sure of, named with its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ingest.model import Block, Cell, Issue, IssueCode, Locator, Severity, Table

LEAST_SURE = 0.8  # confidence below which a cell is named; see `ingest.model.Cell.confidence`
MOST_NAMED = 3  # cells of a row that the message quotes
LONGEST_QUOTE = 40


def uncertain_rows(content: Iterable[Table | Block]) -> Iterator[Issue]:
    """Yield an issue for each row of a table in which a cell was read from an image and may read otherwise."""
    for table in content:
        if not isinstance(table, Table):
            continue
        rows: dict[int, list[Cell]] = defaultdict(list)
        for cell in table.cells:
            if cell.confidence < LEAST_SURE:
                rows[cell.row].append(cell)
        for row, cells in sorted(rows.items()):
            quoted = ", ".join(f"“{_short(cell.text)}” ({cell.confidence:.2f})" for cell in cells[:MOST_NAMED])
            more = f" and {len(cells) - MOST_NAMED} more" if len(cells) > MOST_NAMED else ""
            at = Locator(page=min(cells[0].pages, default=None), table=table.number, row=row)
            message = f"text recognition was not sure of {quoted}{more}; compare with the page"
            yield Issue(IssueCode.UNCERTAIN_TEXT, Severity.WARNING, message, at)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"
