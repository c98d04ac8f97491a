"""One table out of its fragments: continued pages, repeated headings, rows and merged cells cut by a page break."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.model import Block, BlockKind, Cell, Fragment, Table
from ingest.widen import widened

SAME_EDGE_POINTS = 8.0  # how far a column's edge may move from page to page and still be the same
MOST_HEADING_ROWS = 3
FARTHEST_PAGE = 2  # a blank page or a picture may stand between two parts
LONGEST_HEADING = 160  # characters; a longer paragraph above a table is text
LONGEST_BOLD = 300  # characters; objectives are set in bold above their tables, in whole sentences
FULL = 2.0  # evidence of a text that goes on in the middle of a sentence
SPARSE = 1.5
CUT = 2.0  # evidence from which a fragment's first row goes on with the row before
MOSTLY_FILLED = 0.7  # share of rows from which a blank leading cell is unusual
LONG_LINE = 25  # characters; a shorter line without a full stop is complete in itself ("March 2024")

_CONTINUED = re.compile(
    r"^\W*(?:table\b.*\b)?(?:cont(?:inued|inues|\.?d|\.)?)(?:\s+(?:from|over|on).*)?\W*$|\(cont(?:inued|\.?d|\.)?\)\s*$",
    re.I,
)
_NEW_ITEM = re.compile(r"^(?:[•▪●○◦‣*]|[-–]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s|\d+(?:\.\d+)+\s)", re.I)
_REFERENCE = re.compile(r"^(?:[A-Za-z]{0,12}[ ./-]{0,2})?\d{1,3}(?:[.-]\d{1,3})*\s?[a-z]?[.):]?$")
_LETTER = re.compile(r"^\(?[a-z][.)]\s")
_OPEN_END = re.compile(r"(?:[,/&–-]|\b(?:and|or|of|the|an?|for|to|with|in|on|by|at|from|as|that|which))$", re.I)
_CLOSED = re.compile(r"[.!?:;][\"'”’)\]]*$")


def stitch(content: tuple[Table | Block, ...]) -> tuple[Table | Block, ...]:
    """Return the content with the fragments of each table joined, headings found and tables numbered from 0.

    A fragment goes on with the table before it where nothing but furniture or "continued" stands between them, the
    columns are the same and the heading row repeats or is missing. A title between them, even above a repeated
    heading row, begins another table.
    """
    joined: list[Table | Block] = []
    between: list[Block] = []
    last: int | None = None
    place: dict[int, int] = {}  # a fragment's own number -> its table's number once stitched
    said: dict[str, int | None] = {}  # what stood between tables -> the page it stood on first
    for item in content:
        if isinstance(item, Block):
            joined.append(item)
            if not item.is_aside and item.text.strip():
                between.append(item)
            continue
        before = joined[last] if last is not None else None
        new = [block for block in between if not _said_on_another_page(block, said)]
        pair = _pair(before, item, new) if isinstance(before, Table) and item.nested_in is None else None
        if last is not None and pair is not None:
            joined[last] = _join(*pair)
            place[item.number] = place[pair[0].number]
        else:
            heading = item.heading or _heading_above(between)
            page = min(item.pages, default=None)
            place.setdefault(item.number, len(set(place.values())))
            joined.append(replace(item, heading=heading, fragments=(Fragment(0, page, heading),)))
            if _stood_on_another_page(item, joined[:-1]):
                continue  # what stands on each page, like a running header, parts nothing
            if item.nested_in is None:
                last = len(joined) - 1
        said.update({key: block.locator.page for block in between if (key := _key(block.text)) not in said})
        between = []
    return tuple(_numbered(joined, place))


def _said_on_another_page(block: Block, said: Mapping[str, int | None]) -> bool:
    """Tell whether a block's text stood between tables of an earlier page already, as what heads each page does."""
    page = said.get(_key(block.text))
    return page is not None and block.locator.page is not None and page < block.locator.page


def _stood_on_another_page(table: Table, earlier: Sequence[Table | Block]) -> bool:
    """Tell whether a table is a small one that stands, word for word, on an earlier page too."""
    if table.n_rows > MOST_HEADING_ROWS or not table.pages or not any(cell.text.strip() for cell in table.cells):
        return False
    rows = [_row_key(table.grid(), row) for row in range(table.n_rows)]
    return any(
        isinstance(other, Table)
        and (other.n_rows, other.n_columns) == (table.n_rows, table.n_columns)
        and other.pages
        and other.pages[-1] < table.pages[0]
        and [_row_key(other.grid(), row) for row in range(other.n_rows)] == rows
        for other in earlier
    )


def _numbered(content: Sequence[Table | Block], place: Mapping[int, int]) -> Iterator[Table | Block]:
    """Yield the content with its tables numbered from 0; a nested table names its outer one by the new number."""
    number = 0
    for item in content:
        if not isinstance(item, Table):
            yield item
            continue
        outer = None if item.nested_in is None else place.get(item.nested_in, item.nested_in)
        yield replace(item, number=number, nested_in=outer)
        number += 1


def _heading_above(between: Sequence[Block]) -> str | None:
    """Return the text of the nearest heading or short line above a table, None where only text stands there."""
    for i, block in enumerate(reversed(between)):
        text = " ".join(block.text.split())
        if block.kind in (BlockKind.HEADING, BlockKind.TITLE):
            return text
        short = len(text) <= (LONGEST_BOLD if block.bold else LONGEST_HEADING) and not text.endswith((".", ";", ","))
        if i == 0 and block.kind is BlockKind.PARAGRAPH and short:
            return text
        if block.bold and short and block.kind is BlockKind.PARAGRAPH:
            return text
    return None


def _pair(before: Table, after: Table, between: Sequence[Block]) -> tuple[Table, Table] | None:
    """Return two fragments of one table, with the same columns; None where the second does not go on with the first."""
    pair = (before, after)
    if before.n_columns != after.n_columns and after.continues is None and (_pages_apart(before, after) or 0) > 0:
        pair = widened(before, after) or pair
    return pair if _goes_on(*pair, between) else None


def _goes_on(before: Table, after: Table, between: Sequence[Block]) -> bool:
    """Tell whether a table goes on with the one before it."""
    if before.n_columns != after.n_columns:
        return False
    if after.continues is not None:
        return True
    repeats = _repeated_rows(before, after)
    for block in between:
        title = before.fragments[0].heading if before.fragments else None
        if not (_CONTINUED.search(block.text) or (title and _key(block.text) == _key(title))):
            return False
    apart = _pages_apart(before, after)
    if apart is not None and (apart > FARTHEST_PAGE or apart < 0):
        return False
    if repeats:
        return True
    if apart == 0 or _has_headings_of_its_own(before, after):
        return False
    return _same_edges(before, after) or (_same_reach(before, after) and _counts_on(before, after))


def _pages_apart(before: Table, after: Table) -> int | None:
    if not before.pages or not after.pages:
        return None
    return after.pages[0] - before.pages[-1]


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _row_key(grid: Sequence[Sequence[Cell | None]], row: int) -> tuple[str, ...]:
    return tuple(_key(cell.text) if cell else "" for cell in grid[row])


def _repeated_rows(before: Table, after: Table) -> int:
    """Return how many leading rows of a table repeat those of the table before it."""
    first, second = before.grid(), after.grid()
    count = 0
    for row in range(min(MOST_HEADING_ROWS, before.n_rows, after.n_rows)):
        key = _row_key(first, row)
        if key != _row_key(second, row) or sum(map(bool, key)) < min(2, before.n_columns):
            break
        count = row + 1
    while count and any(c.row < count < c.row + c.row_span for c in after.cells):
        count -= 1
    return count


def _has_headings_of_its_own(before: Table, after: Table) -> bool:
    """Tell whether a table begins with a heading row that is not the one before it: marked, or set off as it was.

    A marked row that looks like the rows of the body is none: programs that tag a page by itself take its first row
    for headings.
    """
    top = [cell for cell in after.cells if cell.row == 0 and cell.text.strip()]
    above = [cell for cell in before.cells if cell.row == 0 and cell.text.strip()]
    body = [cell for cell in before.cells if cell.row > 0 and cell.text.strip()]
    bold = bool(above) and all(cell.bold for cell in above) and any(not cell.bold for cell in body)
    fills = {cell.fill for cell in above}
    filled = len(fills) == 1 and None not in fills and any(cell.fill not in fills for cell in body)
    in_bold = bold and all(cell.bold for cell in top)
    in_colour = filled and {cell.fill for cell in top} == fills
    if after.header_rows or (top and all(cell.is_heading for cell in top)):
        return in_bold or in_colour or not (bold or filled) or not after.pages
    return len(top) > 1 and (in_bold or in_colour)


def _edges(table: Table) -> list[float] | None:
    """Return the left edge of each column in points, None where the table has no boxes."""
    lefts: dict[int, float] = {}
    for cell in table.cells:
        box = cell.parts[-1].box if cell.parts else None
        if box is None:
            return None
        if cell.column not in lefts:
            lefts[cell.column] = box.x0
    return [lefts[column] for column in sorted(lefts)]


def _same_edges(before: Table, after: Table) -> bool:
    first, second = _edges(before), _edges(after)
    if first is None or second is None:
        return True
    return len(first) == len(second) and all(abs(a - b) <= SAME_EDGE_POINTS for a, b in zip(first, second, strict=True))


def _same_reach(before: Table, after: Table) -> bool:
    """Tell whether two fragments begin and end at the same places across the page."""
    reaches = []
    for table in (before, after):
        boxes = [part.box for cell in table.cells for part in cell.parts[-1:] if part.box is not None]
        if not boxes:
            return False
        reaches.append((min(box.x0 for box in boxes), max(box.x1 for box in boxes)))
    return all(abs(a - b) <= SAME_EDGE_POINTS for a, b in zip(*reaches, strict=True))


def _counts_on(before: Table, after: Table) -> bool:
    """Tell whether the numbers of a fragment's first column go on where those before it end."""
    numbers = []
    for row in (before.grid()[-1], after.grid()[0]):
        text = row[0].text.strip() if row[0] else ""
        parts = re.findall(r"\d+", text)
        if not parts or not _REFERENCE.match(text):
            return False
        numbers.append(tuple(map(int, parts)))
    above, below = numbers
    return below in ((*above[:-1], above[-1] + 1), (*above[:-2], above[-2] + 1, 1) if len(above) > 1 else None)


def _join(before: Table, after: Table) -> Table:
    """Return the table that two fragments make: repeated headings once, a cut row joined, cut merges extended."""
    told = after.continues
    skip = told.n_repeated if told else _repeated_rows(before, after)
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
        if tail and (column == 0 or not below[0]) and _REFERENCE.match(tail):
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
