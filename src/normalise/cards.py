"""Cards: a table for one commitment with its fields as row labels, turned so that it reads as any other table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Block, BlockKind, Cell, Table
from normalise.evidence import looks_like_reference
from normalise.headings import HeadingReading, read_heading
from normalise.labels import (
    FEWEST_FIELDS,
    LONGEST_LABEL,
    MAIN,
    SHORT,
    Pair,
    group_pairs,
    names_field,
    read_label,
    tells_actions,
)
from normalise.model import Field
from normalise.status import read_status
from normalise.vocabulary import fold

COVERED = 0.6  # share of a card's filled cells that stand in pairs of label and value
FEWEST_LABELS = 2  # known labels in a column of them
COVERED_COLUMN = 0.5  # share of a column's cells that are known labels, from which the others are labels too
FEWEST_HEADINGS = 3  # cells of a row from which it may be one of headings; two are a label and its value
FEWEST_ALIKE, FEWEST_SHORT = 2, 2  # cards under headings of their own; kinds of label that each has
MOST_LABELS = 20
REFERENCE = "No"
ACTION = "Action"
THEME = "Theme"
FEW_LABELS = 0.2  # share of the values of a plan turned on its side that may read as labels
_LABELLED = re.compile(r"^(?P<label>[^:]{2,60}?)(?::|\s[–—-])\s+(?P<value>\S.*)$")


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
            turned.append((turn_across(item) or turn_card(item) or item) if isinstance(item, Table) else item)
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
    rows = _rows(table)
    known = [_pairs_of(row) for row in rows]
    if not _reads_as_card(rows, known):
        return None
    columns = _label_columns(rows)
    names_main = any(pair.reading.field in MAIN for found in known for pair in found)
    pairs: list[Pair] = []
    for row in rows:
        if len(row) == 1:  # a row of its own opens a card: "Pledge 2: Plant a wood", "Recommendation 4"
            pairs.extend(_lone_pairs(row[0], names_main))
        elif _opens_by_number(row, columns):
            pairs.append(Pair(REFERENCE, read_heading(REFERENCE), row[0]))
            pairs.extend(_lone_pairs(row[1], names_main))
        else:
            pairs.extend(_pairs_of(row, columns))
    records = group_pairs(pairs)
    return _turned(table, records) if tells_actions(records) else None


def _opens_by_number(row: Sequence[Cell], columns: frozenset[int]) -> bool:
    """Tell whether a row between labels is a card's number and name: "IL-04 | Re-let the contract"."""
    return len(row) == 2 and bool(columns) and looks_like_reference(row[0].text) and not read_label(row[0].text)


def _reads_as_card(rows: Sequence[Sequence[Cell]], known: Sequence[Sequence[Pair]]) -> bool:
    """Tell whether most filled cells stand in pairs of a label and a value, and the first full row is no headings."""
    paired = filled = 0
    for row, found in zip(rows, known, strict=True):
        if len(row) < 2 or (len(row) == 2 and not found and looks_like_reference(row[0].text)):
            continue  # a row of one cell, or of a number and a name, may stand above the labels or the headings
        if not filled and len(found) > 1 and len(row) > 2 and 2 * len(found) < len(row):
            return False
        if not filled and _reads_as_headings(row, found):
            return False
        filled += len(row)
        paired += 2 * sum(pair.label != REFERENCE for pair in found)
    return bool(filled) and paired >= COVERED * filled


def _rows(table: Table) -> list[list[Cell]]:
    """Return the cells of each row where they begin; a label's blank value stays, other blanks are left out."""
    rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.text.strip() or cell.fill or (rows[cell.row] and read_label(rows[cell.row][-1].text)):
            rows[cell.row].append(cell)
    return rows


def _label_columns(rows: Sequence[Sequence[Cell]]) -> frozenset[int]:
    """Return the columns in which most cells label the one beside them: there a short text that is unknown does too."""
    labels = [pair_start.column for row in rows for pair_start in row[:-1] if read_label(pair_start.text)]
    starts = Counter(cell.column for row in rows for cell in row[:-1])
    return frozenset(
        column for column, n in Counter(labels).items() if n >= FEWEST_LABELS and n >= COVERED_COLUMN * starts[column]
    )


def _pairs_of(row: Sequence[Cell], columns: frozenset[int] = frozenset()) -> list[Pair]:
    """Return a row's pairs of label and value; what stands in one of `columns` is a label whatever it says."""
    pairs: list[Pair] = []
    at = 0
    while at < len(row):
        named = read_label(row[at].text)
        if named is None and row[at].column in columns and len(row[at].text) <= LONGEST_LABEL:
            label = " ".join(row[at].text.split()).rstrip(":")
            named = label, HeadingReading(label, None, 0.0, "none"), None
        if named is None or at + 1 == len(row):
            if pairs:  # what no label claims goes on with the value before it
                pairs[-1] = _longer(pairs[-1], row[at])
            at += 1
            continue
        label, reading, number = named
        value = row[at + 1]
        if number:
            pairs.append(Pair(REFERENCE, read_heading(REFERENCE), replace(row[at], text=number)))
        pairs.append(Pair(label, reading, value))
        at += 2
    return pairs


def _longer(pair: Pair, more: Cell) -> Pair:
    text = f"{pair.value.text}\n{more.text}".strip()
    return replace(pair, value=replace(pair.value, text=text, parts=(*pair.value.parts, *more.parts)))


def _lone_pairs(cell: Cell, names_main: bool) -> list[Pair]:
    """Return the pairs of a row of one cell: its number, and its text as the action, or as the theme beside one."""
    text = " ".join(cell.text.split())
    parted = _LABELLED.match(text)
    label, value = (parted["label"], parted["value"]) if parted else (text, "")
    named = read_label(label)
    if named is None or not (named[2] or named[1].field in MAIN or named[1].field is Field.THEME):
        label = THEME if names_main else ACTION
        return [Pair(label, read_heading(label), cell)]
    pairs = [Pair(REFERENCE, read_heading(REFERENCE), replace(cell, text=named[2]))] if named[2] else []
    return [*pairs, Pair(named[0], named[1], replace(cell, text=value))] if value else pairs


def turn_across(table: Table) -> Table | None:
    """Return a table whose first column names the fields and whose other columns are actions, turned; else None.

    Rows become columns, spans and all. A first row that numbers the actions ("Action 1", "Action 2") becomes their
    reference.
    """
    titles = [cell for cell in table.cells if cell.column_span == table.n_columns and cell.row_span == 1]
    if titles and [cell.row for cell in titles] == list(range(len(titles))):
        rest = [replace(cell, row=cell.row - len(titles)) for cell in table.cells if cell not in titles]
        turned = turn_across(replace(table, cells=tuple(rest), n_rows=table.n_rows - len(titles)))
        return turned and _under(titles, turned)
    if table.n_columns < FEWEST_HEADINGS or table.n_rows < FEWEST_HEADINGS:
        return None
    first = [cell for cell in table.cells if cell.column == 0 and cell.text.strip()]
    others = [cell for cell in table.cells if cell.column > 0 and cell.row > 0 and cell.text.strip()]
    top = [cell for cell in table.cells if cell.row == 0 and cell.column > 0 and cell.text.strip()]
    if any(cell.column_span > 1 for cell in first):
        return None
    named = [label for cell in first if (label := read_label(cell.text))]
    fields = {reading.field for _, reading, _ in named}
    if len(fields) < FEWEST_FIELDS or len(named) < COVERED * len(first) or not fields & MAIN or not fields & SHORT:
        return None
    numbered = [cell for cell in top if (label := read_label(cell.text)) and label[2]]
    if any(read_label(cell.text) for cell in top if cell not in numbered and not _tells_status(cell)):
        return None
    labels = [cell for cell in others if names_field(cell.text) and not _tells_status(cell)]
    return _transposed(table, bool(numbered)) if len(labels) <= FEW_LABELS * len(others) else None


def _under(titles: Sequence[Cell], table: Table) -> Table:
    """Return a table under rows of titles that span it."""
    moved = [replace(cell, row=cell.row + len(titles)) for cell in table.cells]
    above = [replace(cell, column_span=table.n_columns) for cell in titles]
    return replace(table, cells=(*above, *moved), n_rows=table.n_rows + len(titles), header_rows=0)


def _transposed(table: Table, is_numbered: bool) -> Table:
    cells = [
        replace(
            cell,
            row=cell.column,
            column=cell.row,
            row_span=cell.column_span,
            column_span=cell.row_span,
            is_heading=cell.column == 0,
            text=REFERENCE if is_numbered and cell.row == cell.column == 0 and not cell.text.strip() else cell.text,
        )
        for cell in table.cells
    ]
    return replace(table, cells=tuple(cells), n_rows=table.n_columns, n_columns=table.n_rows, header_rows=1)


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
