"""Tables in text: lines of tab-separated cells, Markdown pipe tables, comma-separated files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Cell, Locator, Table
from ingest.text_inline import inline_lines
from ingest.textruns import flow, is_marker

_RULE_CELL = re.compile(r"\s*:?[-=_–—]{2,}:?\s*|\s*:?-:?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
MAX_QUOTED_LINES = 60  # lines that a quoted cell of a spreadsheet's copy may run over


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file; `number` counts from 1."""

    number: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether it shows nothing."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Record:
    """A row's cells as text, and the number of the line that it begins on."""

    number: int
    cells: tuple[str, ...]


def is_rule(cells: Sequence[str]) -> bool:
    """Tell whether a row only draws a line: the alignment row of Markdown, dashes under a heading."""
    drawn = [cell for cell in cells if cell.strip()]
    return bool(drawn) and all(_RULE_CELL.fullmatch(cell) for cell in drawn) and any(len(c.strip()) > 1 for c in drawn)


def pipe_cells(text: str) -> tuple[str, ...]:
    """Return the cells of a Markdown table's line; an escaped pipe belongs to its cell."""
    inner = text.strip()
    inner = inner[1:] if inner.startswith("|") else inner
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return tuple(cell.strip() for cell in _PIPE.split(inner))


def is_pipe_table(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a Markdown table begins at a line: the next one is its alignment row, with as many cells."""
    if at + 1 >= len(lines) or not _PIPE.search(lines[at].text) or not _PIPE.search(lines[at + 1].text):
        return False
    ruled = pipe_cells(lines[at + 1].text)
    return is_rule(ruled) and all(ruled) and len(ruled) == len(pipe_cells(lines[at].text))


def take_pipe_table(lines: Sequence[Line], at: int) -> tuple[list[Record], int]:
    """Return the rows of a Markdown table without its alignment row, and the line after it."""
    records = [Record(lines[at].number, pipe_cells(lines[at].text))]
    at += 2
    while at < len(lines) and _PIPE.search(lines[at].text) and not lines[at].is_blank:
        cells = pipe_cells(lines[at].text)
        if not is_rule(cells):
            records.append(Record(lines[at].number, cells))
        at += 1
    return records, at


def take_tab_rows(lines: Sequence[Line], at: int) -> tuple[list[Record], int]:
    """Return the following lines that hold tabs as rows, and the line after them. Drawn lines are left out.

    A cell that opens a quotation mark and does not close it goes on over the next lines, as spreadsheets copy
    cells with line breaks.
    """
    records = []
    while at < len(lines) and "\t" in lines[at].text and not lines[at].is_blank:
        number, text = lines[at].number, lines[at].text
        end = _quoted_end(lines, at)
        if end > at:
            text = "\n".join(line.text for line in lines[at : end + 1])
            at = end
        cells = tuple(_unquoted(cell) for cell in text.split("\t"))
        if not is_rule(cells):
            records.append(Record(number, cells))
        at += 1
    return records, at


def _quoted_end(lines: Sequence[Line], at: int) -> int:
    """Return the line at which a quoted cell that the line leaves open is closed; the line itself where none is."""
    last = lines[at].text.rpartition("\t")[2]
    if not last.startswith('"') or last.count('"') % 2 == 0:
        return at
    for end in range(at + 1, min(at + MAX_QUOTED_LINES, len(lines))):
        before_tab = lines[end].text.partition("\t")[0].rstrip()
        if before_tab.endswith('"') and before_tab.count('"') % 2 == 1:
            return end
    return at


def _unquoted(cell: str) -> str:
    """Return a cell without the quotation marks that a spreadsheet puts around line breaks."""
    if "\n" in cell and cell.startswith('"') and cell.rstrip().endswith('"'):
        return cell.rstrip()[1:-1].replace('""', '"')
    return cell


def is_list_of_numbers(records: Sequence[Record]) -> bool:
    """Tell whether tabs only part numbers or bullets from the items of a list."""
    return all(
        len(record.cells) == 2 and is_marker(first := record.cells[0].strip()) and not first.isalnum()
        for record in records
    )


def is_table(records: Sequence[Record], widths_beside: Sequence[int] = ()) -> bool:
    """Tell whether lines with tabs are a table.

    Two rows are, and a row of three cells; a single row of two is one where it is a key with its value ("Lead
    officer:" and a name) or as wide as a table that stands beside it. A stray tab makes no table.
    """
    filled = [[cell for cell in record.cells if cell.strip()] for record in records]
    if is_list_of_numbers(records) or not any(filled):
        return False
    if len(records[0].cells) in widths_beside:
        return True
    if len(records) == 1:
        return len(filled[0]) > 2 or records[0].cells[0].rstrip().endswith(":")
    # indented lines have one text each, always in the last place
    return any(len(row) > 1 for row in filled) or any(record.cells[0].strip() for record in records)


def make_table(records: Sequence[Record], number: int, header_rows: int = 0) -> Table:
    """Return the table of rows; shorter rows are left short, columns without any text at the end are taken out."""
    width = max(len(record.cells) for record in records)
    declared = len(records[0].cells)
    while width > max(1, declared) and not any(r.cells[width - 1].strip() for r in records if len(r.cells) >= width):
        width -= 1
    cells = []
    for row, record in enumerate(records):
        for column, text in enumerate(record.cells[:width]):
            flowed = flow(inline_lines(text))
            where = Locator(path=f"line {record.number}, cell {column + 1}")
            cells.append(
                Cell(
                    row,
                    column,
                    flowed.text,
                    ink=flowed.ink,
                    struck=flowed.struck,
                    bold=flowed.bold,
                    is_heading=row < header_rows,
                    parts=(where,),
                )
            )
    return Table(tuple(cells), len(records), width, header_rows=header_rows, number=number)
