"""Tables of a web page as LibreOffice exports it, by a small reader that shares nothing with ours."""

from __future__ import annotations

import html.parser
from dataclasses import dataclass, field


@dataclass
class Exported:
    """A table: (row, column, rows, columns, text) of each cell; `depth` counts the tables around it."""

    depth: int
    cells: list[tuple[int, int, int, int, str]] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    row: int = -1
    column: int = 0
    spans: tuple[int, int] = (1, 1)
    text: list[str] | None = None

    def end_cell(self) -> None:
        """Place the cell that is open, if any."""
        if self.text is None:
            return
        while (self.row, self.column) in self.taken:
            self.column += 1
        down, along = self.spans
        self.taken |= {(self.row + y, self.column + x) for y in range(down) for x in range(along)}
        self.cells.append((self.row, self.column, down, along, " ".join("".join(self.text).split())))
        self.column += along
        self.text = None


class _Reader(html.parser.HTMLParser):
    """Text of an inner table counts as its cell's too. Marks of notes ("sdfootnote1anc") are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Exported] = []
        self.open: list[Exported] = []
        self.in_mark = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self.open.append(Exported(len(self.open)))
            self.tables.append(self.open[-1])
        elif self.open and tag == "tr":
            self.open[-1].end_cell()
            self.open[-1].row += 1
            self.open[-1].column = 0
        elif self.open and tag in {"td", "th"}:
            self.open[-1].end_cell()
            self.open[-1].spans = int(given.get("rowspan") or 1), int(given.get("colspan") or 1)
            self.open[-1].text = []
        elif tag == "a" and "anc" in (given.get("class") or ""):
            self.in_mark = True
        elif tag in {"p", "br", "li", "div"}:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.in_mark = False
        elif self.open and tag in {"td", "th", "tr"}:
            self.open[-1].end_cell()
        elif self.open and tag == "table":
            self.open.pop().end_cell()

    def handle_data(self, data: str) -> None:
        for table in self.open if not self.in_mark else ():
            if table.text is not None:
                table.text.append(data)


def read_export(page: str) -> list[Exported]:
    """Return the tables of a page, inner ones after the table around them."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.tables
