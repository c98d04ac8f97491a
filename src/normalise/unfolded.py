"""Tables whose cells hold labelled lines: each action beside "Lead: …", "Due: …", "Status: …" in one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Block, Cell, Table
from normalise.cards import ACTION
from normalise.labels import SHORT, names_field, take_labels
from normalise.model import Field
from normalise.vocabulary import fold

FEWEST_LABELS = 2  # of the lines of each cell


def unfold_labels(content: Sequence[Table | Block]) -> tuple[Table | Block, ...]:
    """Return a document's content with such tables of two columns opened: a column for each label."""
    return tuple((_unfolded(item) or item) if isinstance(item, Table) else item for item in content)


def _unfolded(table: Table) -> Table | None:
    """Return a table with a column for each label, None where not every second cell holds labelled lines alone.

    The rows must share their labels, an owner or a deadline among them, and none of the first cells be a label itself.
    """
    if table.n_columns != 2 or table.header_rows or len(table.cells) != 2 * table.n_rows:
        return None
    texts = {(cell.row, cell.column): cell for cell in table.cells}
    rows = [(texts[row, 0], texts[row, 1]) for row in range(table.n_rows)]
    labels: dict[str, str] = {}
    cells: list[Cell] = []
    for row, (said, told) in enumerate(rows, start=1):
        rest, details = take_labels(told.text)
        named = {field for field, _, _ in details}
        if rest or len(details) < FEWEST_LABELS or not said.text.strip() or names_field(said.text):
            return None
        if not named & {Field.OWNER, Field.TIMESCALE} or not named <= SHORT | {Field.UPDATE, Field.OUTCOME}:
            return None
        cells.append(replace(said, row=row))
        for _, label, value in details:
            labels.setdefault(fold(label), label)
            column = 1 + list(labels).index(fold(label))
            cells.append(Cell(row, column, value, parts=told.parts, changed=told.changed))
    if len({(cell.row, cell.column) for cell in cells}) < len(cells):
        return None  # a label twice in one cell
    heads = [Cell(0, i, head, is_heading=True) for i, head in enumerate((ACTION, *labels.values()))]
    return replace(table, cells=(*heads, *cells), n_rows=table.n_rows + 1, n_columns=len(labels) + 1, header_rows=1)
