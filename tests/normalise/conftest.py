import pytest

from ingest.model import Block, BlockKind, Cell, Locator, Parsed, Source, Table


def make_table(rows, *, number=0, header_rows=0, heading=None, fills=None):
    """A table from lists of texts. None continues the cell to the left, ... the cell above."""
    spans = {}
    cells = []
    owner = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is None:
                owner[r, c] = owner[r, c - 1]
                spans[owner[r, c]][1] = max(spans[owner[r, c]][1], c - owner[r, c][1] + 1)
            elif text is ...:
                owner[r, c] = owner[r - 1, c]
                spans[owner[r, c]][0] = max(spans[owner[r, c]][0], r - owner[r, c][0] + 1)
            else:
                owner[r, c] = (r, c)
                spans[r, c] = [1, 1]
    for (r, c), (down, across) in spans.items():
        cells.append(
            Cell(
                r,
                c,
                rows[r][c],
                down,
                across,
                fill=(fills or {}).get((r, c)),
                parts=(Locator(path=f"/table[{number}]/r{r}c{c}"),),
            )
        )
    width = max(len(row) for row in rows)
    return Table(tuple(cells), len(rows), width, header_rows, heading, number=number)


def make_block(text):
    for mark, kind, level in (("# ", BlockKind.HEADING, 1), ("## ", BlockKind.HEADING, 2)):
        if text.startswith(mark):
            return Block(kind, text.removeprefix(mark), level)
    if text.startswith("- "):
        return Block(BlockKind.LIST_ITEM, text.removeprefix("- "), 1, "•")
    return Block(BlockKind.PARAGRAPH, text)


def make_parsed(*content):
    """A document of tables and blocks; a string is a paragraph, "# text" a heading, "- text" a list item."""
    made = tuple(make_block(item) if isinstance(item, str) else item for item in content)
    return Parsed(Source("made.txt", "0" * 64, "text/plain", 1), made)


@pytest.fixture(name="make_table")
def _make_table():
    return make_table


@pytest.fixture(name="make_parsed")
def _make_parsed():
    return make_parsed
