"""Two fragments made one table: repeated headings once, rows and merged cells cut by a page break put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Box, Cell, Continuation, Fragment, Table
from ingest.repeats import without_repeats

MOST_HEADING_ROWS = 3
FEWEST_HEADINGS = 2  # with text, of a heading that is known again where it begins other cells
FULL = 2.0  # evidence of a text that goes on in the middle of a sentence
SPARSE = 1.5  # of a row with at most half as many texts as the one above, its first column blank
CUT = 2.0  # evidence from which a fragment's first row goes on with the row before
MOSTLY_FILLED = 0.7  # share of rows from which a blank leading cell is unusual
LONG_LINE = 25  # characters; a shorter line without a full stop is complete in itself ("March 2024")

_NEW_ITEM = re.compile(r"^(?:[•▪●○◦‣*]|[-–]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s|\d+(?:\.\d+)+\s)", re.I)
REFERENCE = re.compile(r"^(?:[A-Za-z]{0,12}[ ./-]{0,2})?\d{1,3}(?:[.-]\d{1,3})*\s?[a-z]?[.):]?$")
_LETTER = re.compile(r"^\(?[a-z][.)]\s")
_OPEN_END = re.compile(r"(?:[,/&–-]|\b(?:and|or|of|the|an?|for|to|with|in|on|by|at|from|as|that|which))$", re.I)
_CLOSED = re.compile(r"[.!?:;][\"'”’)\]]*$")


def key_of(text: str) -> str:
    """Return what of a text is compared: its letters and digits, in lower case."""
    return re.sub(r"\W+", "", text).casefold()


def row_key(grid: Sequence[Sequence[Cell | None]], row: int) -> tuple[str, ...]:
    """Return what of each place of a grid's row is compared; a merged cell stands at all places that it covers."""
    return tuple(key_of(cell.text) if cell else "" for cell in grid[row])


def repeated_rows(before: Table, after: Table) -> int:
    """Return how many leading rows of a table repeat those of the table before it."""
    first, second = before.grid(), after.grid()
    count = 0
    for row in range(min(MOST_HEADING_ROWS, before.n_rows, after.n_rows)):
        key = row_key(first, row)
        if key != row_key(second, row) or sum(map(bool, key)) < min(2, before.n_columns):
            break
        count = row + 1
    while count and any(c.row < count < c.row + c.row_span for c in after.cells):
        count -= 1
    return count


def with_heading_parted(before: Table, after: Table) -> Table:
    """Return a fragment with the repeated heading parted from the rest of a cut row, where no ruling parts them.

    ReportLab leaves out the ruling above the second piece of a row, and with it the one below the heading that it
    repeats there: each cell of the two is one, and begins with the heading's text. Any other fragment comes back as it
    is.
    """
    for n_rows in range(1, min(MOST_HEADING_ROWS, before.n_rows, after.n_rows) + 1):
        pieces = _pieces(
            [cell for cell in before.cells if cell.row < n_rows],
            [cell for cell in after.cells if cell.row < n_rows],
            n_rows,
        )
        if pieces:
            below = [replace(cell, row=cell.row + 1) for cell in after.cells if cell.row >= n_rows]
            cut = not REFERENCE.match(next(cell.text for cell in pieces if cell.row == n_rows) or "-")
            told = Continuation(n_rows, cut=cut, merged=frozenset())
            parted = replace(after, cells=(*pieces, *below), n_rows=after.n_rows + 1, continues=told)
            return without_repeats(parted)
    return after


def _pieces(heading: Sequence[Cell], top: Sequence[Cell], n_rows: int) -> list[Cell]:
    """Return the cells of a heading of so many rows and of the row below it that are one; none where they are not."""
    if [_place_of(cell) for cell in heading] != [_place_of(cell) for cell in top]:
        return []
    if len([cell for cell in heading if cell.text.strip()]) < FEWEST_HEADINGS:
        return []
    pieces, rests = [], []
    for head, cell in zip(heading, top, strict=True):
        start = re.match(r"\s*" + r"\s+".join(map(re.escape, head.text.split())) + r"(?:\s+|$)", cell.text)
        last = head.row + head.row_span == n_rows
        if start is None or (start.end() < len(cell.text) and not last):
            return []
        pieces.append(replace(head, parts=cell.parts))
        if last:
            rests.append(_rest(cell, head, start.end()))
    return [*pieces, *rests] if any(rest.text for rest in rests) else []


def _place_of(cell: Cell) -> tuple[int, int, int, int]:
    return cell.row, cell.column, cell.row_span, cell.column_span


def _rest(cell: Cell, head: Cell, start: int) -> Cell:
    """Return what of a cell stands below a heading, whose text ends where `start` says and whose height is known."""
    at, known = cell.parts[0].box if cell.parts else None, head.parts[0].box if head.parts else None
    parts = cell.parts
    if at is not None and known is not None:
        top = min(at.top + known.bottom - known.top, at.bottom)
        parts = (replace(cell.parts[0], box=Box(at.x0, top, at.x1, at.bottom)),)
    return replace(
        cell,
        row=head.row + head.row_span,
        row_span=1,
        text=cell.text[start:],
        fill=None if cell.fill == head.fill else cell.fill,
        ink=None if cell.ink == head.ink else cell.ink,
        struck=tuple((max(a - start, 0), b - start) for a, b in cell.struck if b > start),
        parts=parts,
    )


def join(before: Table, after: Table) -> Table:
    """Return the table that two fragments make: repeated headings once, a cut row joined, cut merges extended."""
    told = after.continues
    skip = told.n_repeated if told else repeated_rows(before, after)
    page = min(after.pages, default=None)
    if skip == after.n_rows:
        return replace(before, header_rows=max(before.header_rows, skip))
    cut = told.cut if told else _is_cut(before, after, skip)
    shift = before.n_rows - skip - (1 if cut else 0)
    cells = {(cell.row, cell.column): cell for cell in before.cells}
    cover = before.grid()
    merged = told.merged if told else frozenset() if cut else _cut_merges(before, after, skip)
    for cell in after.cells:
        if cell.row < skip:
            continue
        above = cover[-1][cell.column]
        if cell.row == skip and above is not None and (cut or cell.column in merged):
            last_row = cell.row + cell.row_span + shift
            grown = _append(cells[above.row, above.column], cell)
            cells[above.row, above.column] = replace(grown, row_span=last_row - above.row)
        else:
            cells[cell.row + shift, cell.column] = replace(cell, row=cell.row + shift)
    ordered = tuple(cells[key] for key in sorted(cells))
    return replace(
        before,
        cells=ordered,
        n_rows=after.n_rows + shift,
        header_rows=max(before.header_rows, skip),
        fragments=(*before.fragments, Fragment(skip + shift + (1 if cut else 0), page)),
    )


def _append(cell: Cell, more: Cell) -> Cell:
    """Return a cell with the text of its second piece, mid-sentence after a space, else as a new line."""
    head, tail = cell.text.rstrip(), more.text.lstrip()
    if not head or not tail:
        link = ""
    elif tail[0].islower() or not (_CLOSED.search(head) or _NEW_ITEM.match(tail)):
        link = " "
    else:
        link = "\n"
    offset = len(head) + len(link)
    struck = (*cell.struck, *((start + offset, end + offset) for start, end in more.struck))
    return replace(
        cell,
        text=head + link + tail,
        struck=struck,
        fill=cell.fill or more.fill,
        ink=cell.ink or more.ink,
        parts=(*cell.parts, *more.parts),
        confidence=min(cell.confidence, more.confidence),
    )


def _unfinished(text: str) -> bool:
    """Tell whether a text breaks off: no closing mark, and a last line too long to be complete in itself."""
    line = text.rsplit("\n", maxsplit=1)[-1]
    return not _CLOSED.search(line) and (len(line) > LONG_LINE or line.endswith((",", "-", "–", "/", "&")))


def _is_cut(before: Table, after: Table, skip: int) -> bool:
    """Tell whether a fragment's first row goes on with the last row before it.

    Its cells must line up with those above. Texts that break off and go on in lower case speak for it, as do a
    blank cell in a leading column that is filled elsewhere and a row with half as many texts as the one above; a
    number or a letter of its own speaks against it.
    """
    above, below = before.grid()[-1], after.grid()[skip]
    if any(a is None or b is None or a.column_span != b.column_span for a, b in zip(above, below, strict=True)):
        return False
    score = 0.0
    for column, (a, b) in enumerate(zip(above, below, strict=True)):
        if a is None or b is None or (column and a is above[column - 1]):
            continue
        head, tail = a.text.strip(), b.text.strip()
        if tail and (column == 0 or not below[0]) and REFERENCE.match(tail):
            return False
        if _LETTER.match(tail) and _LETTER.match(head):
            return False
        if head and tail:
            score += _continues(head, tail)
        elif tail and column:
            score -= 0.5
    if not (below[0] and below[0].text.strip()) and _filled_share(before, 0) >= MOSTLY_FILLED:
        score += 1.0
        score += SPARSE if 2 * _n_filled(below) <= _n_filled(above) else 0.0
    return score >= CUT


def _n_filled(row: Sequence[Cell | None]) -> int:
    return len({(cell.row, cell.column) for cell in row if cell is not None and cell.text.strip()})


def _continues(head: str, tail: str) -> float:
    """Return the evidence that one text goes on with another: full, half, none, or against."""
    if tail[0].islower() and not _NEW_ITEM.match(tail):
        return FULL if not _CLOSED.search(head) else 0.5
    if _OPEN_END.search(head):
        return 1.0
    if _unfinished(head):
        return 0.5
    return -0.5


def _filled_share(table: Table, column: int) -> float:
    rows = [row[column] for row in table.grid()]
    return sum(bool(cell and cell.text.strip()) for cell in rows) / len(rows) if rows else 0.0


def _cut_merges(before: Table, after: Table, skip: int) -> frozenset[int]:
    """Return the columns whose cells in a fragment's first row go on with a cell merged over the page break.

    Blank cells count from the first column on, where that column is filled in the rows before: such a blank is the
    lower half of a merged cell, not an empty one. A cell whose text goes on in the middle of a sentence counts
    wherever it stands.
    """
    first, above = after.grid()[skip], before.grid()[-1]
    columns: set[int] = set()
    leading = _filled_share(before, 0) >= MOSTLY_FILLED
    for column, (cell, over) in enumerate(zip(first, above, strict=True)):
        if cell is None or over is None or (cell.row, cell.column) != (skip, column):
            leading = False
            continue
        in_line = over.column == column and over.column_span == cell.column_span and bool(over.text.strip())
        tail = cell.text.strip()
        leading = leading and in_line and not tail
        runs_on = in_line and tail and _continues(over.text.strip(), tail) >= FULL
        if leading or runs_on:
            columns.add(column)
    return frozenset(columns) if len(columns) < before.n_columns else frozenset()
