"""Excel 97-2003 workbooks (.xls, .xlt; Excel 5 and 95 too), read by xlrd: values, formats, merges, notes."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import xlrd
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    XL_CELL_TEXT,
    XLRDError,
    error_text_from_code,
)
from xlrd.compdoc import CompDocError

from ingest.colour import as_fill
from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.model import Issue, IssueCode, Locator, Severity, Shown
from ingest.sheet_formats import BUILT_IN
from ingest.sheet_model import MAX_CELLS, Area, CellLook, Note, Sheet, SheetCell, Workbook, sheet_prefix
from ingest.sheet_numbers import show_number, show_text
from ingest.sheet_rules import apply_rule_list
from ingest.sheet_show import show_workbook
from ingest.symbols import symbol_text
from ingest.textruns import Flowed, Run, RunLook, flow
from ingest.xls_rules import read_rules

MAX_SIZE = 40 * 1024 * 1024  # bytes; a cell takes six at least and fifty when read
BOLD_FROM = 600  # weight; 700 is bold
MAX_FILL_COLUMN = 200
_SOLID, _NO_PATTERN = 1, 0
_BUILT_IN_LAST = 49
# what xlrd raises for records that lie
_BROKEN = (
    XLRDError, CompDocError, zipfile.BadZipFile, struct.error, AssertionError, LookupError, ValueError, TypeError,
    AttributeError, OverflowError, ZeroDivisionError, RecursionError, EOFError, NotImplementedError,
)  # fmt: skip


def parse_xls(content: bytes) -> Shown:
    """Return what an old Excel workbook shows, as `ingest.xlsx.parse_xlsx` does for a new one.

    Raises EncryptedDocument for one with a password, DamagedDocument where the bytes do not open as one.
    """
    if len(content) > MAX_SIZE:
        raise DamagedDocument(f"it is larger than {MAX_SIZE // 1024 // 1024} MB; save it as .xlsx and try again")
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        reader = _Reader(book)
        sheets = [reader.sheet(sheet) for sheet in book.sheets()]
        reader.names(sheets)
    except _BROKEN as error:
        if "encrypted" in str(error):
            raise EncryptedDocument("it opens with a password only; save a copy without one") from error
        raise DamagedDocument("its records do not make a workbook; open it in Excel and save it as .xlsx") from error
    for sheet, rules in zip(sheets, read_rules(content, book), strict=False):
        apply_rule_list(rules, sheet)
    return show_workbook(Workbook(sheets))


@dataclass(slots=True)
class _Reader:
    """A walk over a book."""

    book: xlrd.Book
    looks: dict[int, CellLook] = field(default_factory=dict)
    n_cells: int = 0

    def sheet(self, source: xlrd.sheet.Sheet) -> Sheet:
        """Return a sheet."""
        sheet = Sheet(source.name, hidden=source.visibility != 0)
        sheet.merges = [Area(top, left, bottom - 1, right - 1) for top, bottom, left, right in source.merged_cells]
        sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden}
        for column, info in source.colinfo_map.items():
            sheet.widths[column] = info.width / 256
            if info.hidden:
                sheet.hidden_columns.add(column)
        if getattr(source, "panes_are_frozen", 0) and 0 < source.horz_split_pos <= 100:
            sheet.headed.add(source.horz_split_pos - 1)
        sheet.notes = [
            Note(row, column, note.author or "an unnamed author", " ".join(note.text.split()))
            for (row, column), note in sorted(source.cell_note_map.items())
        ]
        for row in range(source.nrows):
            cells = [cell for cell in self._row(source, row) if cell.has_text or cell.column < MAX_FILL_COLUMN]
            if any(cell.has_text for cell in cells):
                sheet.cells.update({(row, cell.column): cell for cell in cells})
                self.n_cells += len(cells)
            if self.n_cells > MAX_CELLS:
                message = f"reading of sheet {sheet.name} stopped at row {row + 1}: it holds more cells than any plan"
                where = Locator(path=f"{sheet_prefix(sheet.name)}{row + 1}:{row + 1}")
                sheet.issues.append(Issue(IssueCode.MEMORY_LIMIT, Severity.ERROR, message, where))
                break
        return sheet

    def _row(self, source: xlrd.sheet.Sheet, row: int) -> Iterator[SheetCell]:
        for column in range(source.row_len(row)):
            kind, value = source.cell_type(row, column), source.cell_value(row, column)
            if kind == XL_CELL_EMPTY:
                continue
            look = self._look(source.cell_xf_index(row, column))
            if kind == XL_CELL_BLANK or value == "":
                if look.fill:
                    yield SheetCell(row, column, Flowed(), look.fill)
                continue
            raw: float | str | bool
            if kind == XL_CELL_TEXT:
                raw = str(value)
                runs = source.rich_text_runlist_map.get((row, column))
                text = self._rich(raw, runs, look) if runs else _flowed(show_text(raw, look.code), look)
            elif kind == XL_CELL_BOOLEAN:
                raw = bool(value)
                text = _flowed("TRUE" if raw else "FALSE", look)
            elif kind == XL_CELL_ERROR:
                raw = str(error_text_from_code.get(int(value), "#N/A"))
                text = _flowed(str(raw), look)
            else:
                raw = float(value)
                text = _flowed(show_number(raw, look.code, epoch_1904=self.book.datemode == 1), look)
            yield SheetCell(row, column, text, look.fill, raw, look.wraps)

    def _look(self, number: int) -> CellLook:
        """Return the look of a cell format by its number."""
        if number in self.looks:
            return self.looks[number]
        formats = self.book.xf_list
        if not 0 <= number < len(formats):
            return CellLook(RunLook())
        own = formats[number]
        code = BUILT_IN.get(own.format_key) if own.format_key <= _BUILT_IN_LAST else None
        if code is None:
            known = self.book.format_map.get(own.format_key)
            code = known.format_str if known is not None else "General"
        wraps = own.alignment is not None and bool(own.alignment.text_wrapped)
        look = CellLook(
            self._font(own.font_index),
            self._fill(own),
            code,
            wraps,
        )
        self.looks[number] = look
        return look

    def _font(self, number: int) -> RunLook:
        fonts = self.book.font_list
        if not 0 <= number < len(fonts):
            return RunLook()
        font = fonts[number]
        return RunLook(
            bold=font.weight >= BOLD_FROM,
            struck=bool(font.struck_out),
            ink=self._colour(font.colour_index),
            font=font.name,
        )

    def _fill(self, own: xlrd.formatting.XF) -> str | None:
        back = own.background
        if back is None or back.fill_pattern == _NO_PATTERN:
            return None
        return as_fill(self._colour(back.pattern_colour_index))

    def _colour(self, index: int) -> str | None:
        rgb = self.book.colour_map.get(index)
        return "#{:02x}{:02x}{:02x}".format(*rgb) if rgb else None

    def _rich(self, text: str, runs: list[tuple[int, int]], look: CellLook) -> Flowed:
        """Return a text whose parts look different: each run names its start and its font."""
        starts = [(0, look.run), *((at, self._font(font)) for at, font in runs), (len(text), look.run)]
        lines: list[list[Run]] = [[]]
        for (start, run), (end, _) in pairwise(starts):
            for at, part in enumerate(symbol_text(text[start:end], run.font).split("\n")):
                if at:
                    lines.append([])
                lines[-1].append(run.run(part))
        return flow(lines)

    def names(self, sheets: list[Sheet]) -> None:
        """Take in the areas that hidden names tell: those under a filter, and the rows repeated when printed."""
        for name in self.book.name_obj_list:
            if name.builtin and name.name in {"_FilterDatabase", "Print_Titles"} and name.result is not None:
                for area in _areas(name.result.value):
                    number, top, bottom, left, right = area
                    if not 0 <= number < len(sheets):
                        continue
                    if name.name == "_FilterDatabase":
                        sheets[number].filters.append(Area(top, left, bottom - 1, right - 1))
                    elif left == 0 and right >= 256:
                        sheets[number].headed.add(bottom - 1)


def _areas(value: object) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield the areas that a name stands for: sheet, first row, row after, first column, column after."""
    for each in value if isinstance(value, list) else []:
        coordinates = getattr(each, "coords", None)
        if coordinates is not None and len(coordinates) == 6:
            first, _, top, bottom, left, right = coordinates
            yield first, top, bottom, left, right


def _flowed(text: str, look: CellLook) -> Flowed:
    run = look.run
    return flow([[run.run(line)] for line in symbol_text(text, run.font).split("\n")])
