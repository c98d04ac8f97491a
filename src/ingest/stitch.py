"""One table out of its fragments: which table goes on with the one before it, over pages and repeated headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.fragments import MOST_HEADING_ROWS, REFERENCE, join, key_of, repeated_rows, row_key, with_heading_parted
from ingest.model import Block, BlockKind, Fragment, Table
from ingest.widen import widened

SAME_EDGE_POINTS = 8.0  # how far a column's edge may move from page to page and still be the same
FARTHEST_PAGE = 2  # a blank page or a picture may stand between two parts
LONGEST_HEADING = 160  # characters; a longer paragraph above a table is text
LONGEST_BOLD = 300  # characters; objectives are set in bold above their tables, in whole sentences

_CONTINUED = re.compile(
    r"^\W*(?:table\b.*\b)?(?:cont(?:inued|inues|\.?d|\.)?)(?:\s+(?:from|over|on).*)?\W*$|\(cont(?:inued|\.?d|\.)?\)\s*$",
    re.I,
)


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
            joined[last] = join(*pair)
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
        said.update({key: _sheet(block) for block in between if (key := key_of(block.text)) not in said})
        between = []
    return tuple(_numbered(joined, place))


def _said_on_another_page(block: Block, said: Mapping[str, int | None]) -> bool:
    """Tell whether a block's text stood between tables of an earlier page already, as what heads each page does."""
    page, own = said.get(key_of(block.text)), _sheet(block)
    return page is not None and own is not None and page < own


def _sheet(block: Block) -> int | None:
    """Return the page on which a block was found drawn; None in a text that flows, wherever its pages begin."""
    return block.locator.page if block.locator.box else None


def _sheets(table: Table) -> list[int]:
    """Return the pages on which a table was found drawn, in order; none in a text that flows."""
    return sorted({part.page for cell in table.cells for part in cell.parts if part.page and part.box})


def _stood_on_another_page(table: Table, earlier: Sequence[Table | Block]) -> bool:
    """Tell whether a table is a small one that stands, word for word, on an earlier page too."""
    if (
        table.n_rows > MOST_HEADING_ROWS
        or not (pages := _sheets(table))
        or not any(cell.text.strip() for cell in table.cells)
    ):
        return False
    rows = [row_key(table.grid(), row) for row in range(table.n_rows)]
    return any(
        isinstance(other, Table)
        and (other.n_rows, other.n_columns) == (table.n_rows, table.n_columns)
        and (before := _sheets(other))
        and before[-1] < pages[0]
        and [row_key(other.grid(), row) for row in range(other.n_rows)] == rows
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
    if after.continues is None and (_pages_apart(before, after) or 0) > 0:
        if before.n_columns != after.n_columns:
            pair = widened(before, after) or pair
        elif (parted := with_heading_parted(before, after)) is not after:
            return (before, parted) if _goes_on(before, replace(parted, continues=None), between) else None
    return pair if _goes_on(*pair, between) else None


def _goes_on(before: Table, after: Table, between: Sequence[Block]) -> bool:
    """Tell whether a table goes on with the one before it."""
    if before.n_columns != after.n_columns:
        return False
    if after.continues is not None:
        return True
    repeats = repeated_rows(before, after)
    for block in between:
        title = before.fragments[0].heading if before.fragments else None
        if not (_CONTINUED.search(block.text) or (title and key_of(block.text) == key_of(title))):
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
    above, below = _sheets(before), _sheets(after)
    return below[0] - above[-1] if above and below else None


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
        return in_bold or in_colour or not (bold or filled) or not _sheets(after)
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
        if not parts or not REFERENCE.match(text):
            return False
        numbers.append(tuple(map(int, parts)))
    above, below = numbers
    return below in ((*above[:-1], above[-1] + 1), (*above[:-2], above[-2] + 1, 1) if len(above) > 1 else None)
