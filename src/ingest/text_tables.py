"""Tables in text: lines of tab-separated cells, Markdown pipe tables, comma-separated files."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Cell, Locator, Table
from ingest.text_inline import inline_lines
from ingest.textruns import flow, is_marker

_RULE_CELL = re.compile(r"\s*:?[-=_–—]{2,}:?\s*|\s*:?-:?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_RULES = re.compile(r" *[-=_–—]{2,}(?: +[-=_–—]{2,})+ *")  # a rule under each heading of aligned columns
MAX_HEADING_LINES = 4  # lines of text above the rules of aligned columns
MOST_LOOKED_AT = 8  # lines up to which the rows of a table without rules are looked for
FEWEST_GAPS = 3  # columns that blanks alone must set apart, without rules, and rows they must do it in
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


def aligned_columns(lines: Sequence[Line], at: int) -> tuple[int, ...]:
    """Return where the columns begin of a table that blanks align, if its headings begin at a line, else ().

    A rule under each heading tells it ("---  ------"), or three columns and more whose texts stand under one
    another in three lines and more, the first the headings.
    """
    if is_rule(lines[at].text.split()):
        return ()
    for rule in range(at + 1, min(at + 1 + MAX_HEADING_LINES, len(lines))):
        if _RULES.fullmatch(lines[rule].text):
            starts = tuple(group.start() for group in re.finditer(r"\S+", lines[rule].text.expandtabs()))
            fits = all(len(_cells_at(line.text, starts)) > 1 for line in lines[at:rule])
            return starts if fits else ()
        if lines[rule].is_blank:
            break
    starts = tuple(group.start() for group in re.finditer(r"\S+(?: \S+)*", lines[at].text))
    if len(starts) < FEWEST_GAPS or "\t" in lines[at].text:
        return ()
    ahead = lines[at : at + MOST_LOOKED_AT]
    rows = [_cells_at(line.text, starts) for line in itertools.takewhile(lambda line: not line.is_blank, ahead)]
    full = [row for row in rows if len(row) >= FEWEST_GAPS]
    return starts if len(full) >= FEWEST_GAPS and all(rows) and rows[1] in full else ()


def _cells_at(text: str, starts: Sequence[int]) -> dict[int, str]:
    """Return the filled cells of a line by column; none where its text runs over a column's beginning."""
    text = text.expandtabs()
    if any(start < len(text) and start and text[start - 1] != " " for start in starts):
        return {}
    ends = (*starts[1:], len(text))
    cells = {i: text[a:b].strip() for i, (a, b) in enumerate(zip(starts, ends, strict=True))}
    return {i: cell for i, cell in cells.items() if cell} if not text[: starts[0]].strip() else {}


def take_aligned_rows(lines: Sequence[Line], at: int, starts: Sequence[int]) -> tuple[list[Record], int, int]:
    """Return the rows of a table that blanks align, how many of them are headings, and the line after it.

    A line without text in the first column, or indented in it, goes on with the row above; so does one that leaves
    columns blank, where its first words found no room in the line above. Lines of headings above a rule are one row.
    """
    ruled = any(_RULES.fullmatch(line.text) for line in lines[at : at + 1 + MAX_HEADING_LINES])
    rows: list[tuple[int, list[list[str]]]] = []
    in_headings, after_blank = ruled, False
    before: dict[int, str] = {}
    while at < len(lines):
        text = lines[at].text
        if _RULES.fullmatch(text) or is_rule((text,)):
            in_headings, after_blank = False, True
            at += 1
            continue
        cells = _cells_at(text, starts)
        if not cells and not (lines[at].is_blank and _goes_on(lines, at + 1, starts)):
            break
        if cells:
            indented = text.expandtabs()[starts[0] : starts[0] + 1] in ("", " ")
            wrapped = not after_blank and len(cells) < len(starts) and _found_no_room(cells, before, starts)
            if not rows or not (0 not in cells or indented or wrapped or in_headings):
                rows.append((lines[at].number, [[] for _ in starts]))
            for column, cell in cells.items():
                rows[-1][1][column].append(cell)
        before, after_blank = cells, not cells
        at += 1
    records = [Record(number, tuple(" ".join(cell) for cell in row)) for number, row in rows]
    return records, int(ruled), at


def _found_no_room(cells: dict[int, str], before: dict[int, str], starts: Sequence[int]) -> bool:
    """Tell whether the first word of each of these cells was too long for the end of the line above."""
    widths = {i: b - a - 1 for i, (a, b) in enumerate(itertools.pairwise(starts))}
    return all(
        i in before and len(before[i]) + 1 + len(cell.split()[0]) >= widths.get(i, 0) for i, cell in cells.items()
    )


def _goes_on(lines: Sequence[Line], at: int, starts: Sequence[int]) -> bool:
    """Tell whether an aligned table goes on below a blank line."""
    return at < len(lines) and (bool(_RULES.fullmatch(lines[at].text)) or len(_cells_at(lines[at].text, starts)) > 1)


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
