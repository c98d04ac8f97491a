"""Cards: a table for one commitment with its fields as row labels, turned so that it reads as any other table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Block, BlockKind, Cell, Table
from normalise.headings import read_heading
from normalise.labels import MAIN, SHORT, Pair, group_pairs, names_field, read_label, tells_actions
from normalise.model import Field
from normalise.status import read_status
from normalise.vocabulary import fold

COVERED = 0.6  # share of a card's filled cells that stand in pairs of label and value
FEWEST_HEADINGS = 3  # cells of a row from which it may be one of headings; two are a label and its value
FEWEST_ALIKE, FEWEST_SHORT = 2, 2  # cards under headings of their own; kinds of label that each has
MOST_LABELS = 20
REFERENCE = "No"
ACTION = "Action"


def turn_cards(content: Sequence[Table | Block]) -> tuple[Table | Block, ...]:
    """Return a document's content with its cards turned.

    Where a card does not say what is to be done, its heading does, if two cards or more have the same labels under
    headings of their own, with an owner or a timescale among them.
    """
    headings = [_heading_before(content, at) if isinstance(item, Table) else None for at, item in enumerate(content)]
    kinds = [_labels_without_action(item) if heading else None for item, heading in zip(content, headings, strict=True)]
    alike = Counter(kind for kind in kinds if kind)
    turned: list[Table | Block] = []
    for item, heading, kind in zip(content, headings, kinds, strict=True):
        if isinstance(item, Table) and heading and kind and alike[kind] >= FEWEST_ALIKE:
            turned.append(turn_card(_headed(item, heading)) or item)
        else:
            turned.append((turn_card(item) or item) if isinstance(item, Table) else item)
    return tuple(turned)


def _heading_before(content: Sequence[Table | Block], at: int) -> Block | None:
    """Return the heading that stands right above a table; None for a heading that is a label itself."""
    before = next((item for item in reversed(content[:at]) if not (isinstance(item, Block) and item.is_aside)), None)
    if not isinstance(before, Block) or before.kind is not BlockKind.HEADING or names_field(before.text):
        return None
    return before


def _labels_without_action(item: Table | Block) -> frozenset[str] | None:
    """Return the folded labels of a card that names an owner or timescale and no action; None for anything else."""
    if not isinstance(item, Table) or item.n_columns != 2 or item.n_rows > MOST_LABELS:
        return None
    rows = _rows(item)
    pairs = [pair for row in rows for pair in _pairs_of(row)]
    fields = {pair.reading.field for pair in pairs}
    if len(pairs) < len(rows) or len(fields & SHORT) < FEWEST_SHORT or fields & MAIN:
        return None
    return frozenset(fold(pair.label) for pair in pairs) if fields & {Field.OWNER, Field.TIMESCALE} else None


def _headed(table: Table, heading: Block) -> Table:
    """Return a card with its heading as its first row, the action that it tells of."""
    text = " ".join(heading.text.split())
    said = [Cell(0, 0, ACTION), Cell(0, 1, text, struck=heading.struck, bold=heading.bold, parts=(heading.locator,))]
    if heading.marker and any(character.isdigit() for character in heading.marker):
        said += [Cell(1, 0, REFERENCE), Cell(1, 1, heading.marker.rstrip(".):"), parts=(heading.locator,))]
    n = len(said) // 2
    moved = [replace(cell, row=cell.row + n) for cell in table.cells]
    return replace(table, cells=(*said, *moved), n_rows=table.n_rows + n, header_rows=0, heading=None)


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
