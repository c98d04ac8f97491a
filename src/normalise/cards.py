"""Cards: a table for one commitment with its fields as row labels, turned so that it reads as any other table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Cell, Table
from normalise.headings import read_heading
from normalise.labels import Pair, group_pairs, read_label, tells_actions
from normalise.status import read_status
from normalise.vocabulary import fold

COVERED = 0.6  # share of a card's filled cells that stand in pairs of label and value
FEWEST_HEADINGS = 3  # cells of a row from which it may be one of headings; two are a label and its value
REFERENCE = "No"


def turn_card(table: Table) -> Table | None:
    """Return a table with a card's labels as headings and one row for each record; None for any other table."""
    if table.n_columns < 2 or table.n_rows < 2:
        return None
    pairs: list[Pair] = []
    paired = filled = 0
    for row in _rows(table):
        filled += len(row)
        found = _pairs_of(row)
        if len(found) > 1 and len(row) > 2 and not pairs and 2 * len(found) < len(row):
            return None
        if not pairs and _reads_as_headings(row, found):
            return None
        paired += 2 * sum(pair.label != REFERENCE for pair in found)
        pairs.extend(found)
    if not filled or paired < COVERED * filled:
        return None
    records = group_pairs(pairs)
    return _turned(table, records) if tells_actions(records) else None


def _rows(table: Table) -> list[list[Cell]]:
    """Return the cells of each row where they begin; a label's blank value stays, other blanks are left out."""
    rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.text.strip() or cell.fill or (rows[cell.row] and read_label(rows[cell.row][-1].text)):
            rows[cell.row].append(cell)
    return rows


def _pairs_of(row: Sequence[Cell]) -> list[Pair]:
    pairs: list[Pair] = []
    at = 0
    while at + 1 < len(row):
        named = read_label(row[at].text)
        if named is None:
            at += 1
            continue
        label, reading, number = named
        value = row[at + 1]
        if number:
            pairs.append(Pair(REFERENCE, read_heading(REFERENCE), replace(row[at], text=number)))
        pairs.append(Pair(label, reading, value))
        at += 2
    return pairs


def _reads_as_headings(row: Sequence[Cell], found: Sequence[Pair]) -> bool:
    """Tell whether a table's first row is a row of headings: what stands where a value would is a label itself.

    One value that is a label by phrase tells it ("Action | Responsible officer | …"), unless it is a status as well
    ("Status | Completed"). Labels by a word alone must fill the row: "Housing Manager" reads as one of owners.
    """
    if len(row) < FEWEST_HEADINGS:
        return False
    values = [read_label(pair.value.text) for pair in found if not _tells_status(pair.value)]
    if any(label is not None and label[1].method == "phrase" for label in values):
        return True
    return all(cell.is_heading or (read_label(cell.text) and not _tells_status(cell)) for cell in row)


def _tells_status(cell: Cell) -> bool:
    return read_status(cell.text).status is not None


def _turned(table: Table, records: Sequence[Sequence[Pair]]) -> Table:
    labels: dict[str, str] = {}
    for record in records:
        for pair in record:
            labels.setdefault(fold(pair.label), pair.label)
    columns = {key: i for i, key in enumerate(labels)}
    cells = [Cell(0, i, label, is_heading=True) for i, label in enumerate(labels.values())]
    for row, record in enumerate(records, start=1):
        for pair in record:
            place = columns[fold(pair.label)]
            cells.append(replace(pair.value, row=row, column=place, row_span=1, column_span=1))
    return replace(table, cells=tuple(cells), n_rows=len(records) + 1, n_columns=len(labels), header_rows=1)
