"""A store as an Excel workbook: a sheet for each table, and one that says what their columns hold.

Imported on its own: XlsxWriter is an extra. Limits are those of Excel's own specification.
"""

from __future__ import annotations

import datetime as dt
import enum
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from councilplans.export import is_formula
from normalise.model import Rag
from store import Store
from store.tables import Choice, kind_of

MOST_ROWS = 1_048_576  # of one sheet, its heading among them
MOST_CHARACTERS = 32_767  # of one cell, in UTF-16 units
FIRST_DAY = dt.date(1900, 3, 1)  # before it Excel counts a day too many
# pale enough to read black text on; the colour's name stands in the cell
FILLS = {Rag.RED: "#F4B6B6", Rag.AMBER: "#FFD88A", Rag.GREEN: "#B7DFB0", Rag.BLUE: "#B3D1F0", Rag.GREY: "#D6D6D6"}
_WIDTHS = {"string": 28, "array": 14, "date": 12, "datetime": 18}  # in characters
_LONG = frozenset({"action", "recommendation", "finding", "outcome", "text", "message", "latest_update", "holds"})
_LONG_WIDTH, _PLAIN_WIDTH = 60, 11


class Sheets:
    """A workbook that is being written: rows go to files in `scratch`, so that memory holds one of each sheet."""

    def __init__(self, path: Path, scratch: Path, most_rows: int) -> None:
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(scratch)})
        self._book.use_zip64()
        self._most_rows = most_rows
        plain = {"valign": "top", "text_wrap": True}
        self._head = self._book.add_format({"bold": True, "valign": "top", "bottom": 1, "bg_color": "#EDEDED"})
        self._text = self._book.add_format(plain)
        # shown as it is and left as text when the cell is edited
        self._quoted = self._book.add_format({**plain, "quote_prefix": True})
        self._day = self._book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"valign": "top", "num_format": "yyyy-mm-dd hh:mm"})
        self._fills = {rag: self._book.add_format({**plain, "bg_color": fill}) for rag, fill in FILLS.items()}
        self.n_cut, self.first_cut = 0, ""  # texts too long for a cell, and where the first stands
        self.parted: dict[str, int] = {}  # tables that fill more than one sheet

    def close(self) -> None:
        """Write the file. Raises OSError where that cannot be."""
        try:
            self._book.close()
        except FileCreateError as error:
            raise error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error)) from None

    def write_table(self, name: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        """Write rows under columns of a name and a kind each; what a sheet cannot hold goes on in another."""
        sheet, part, at = self._new_sheet(name, columns), 1, 0
        for row in rows:
            if at + 1 == self._most_rows:
                self._finish(sheet, at, len(columns))
                part += 1
                sheet, at = self._new_sheet(f"{name} ({part})", columns), 0
                self.parted[name] = part
            at += 1
            for place, value in enumerate(row):
                if value is not None:
                    self._write(sheet, at, place, value, columns[place][0])
        self._finish(sheet, at, len(columns))

    def _new_sheet(self, name: str, columns: Sequence[tuple[str, str]]) -> Any:  # noqa: ANN401 - of xlsxwriter
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, (heading, kind) in enumerate(columns):
            width = _LONG_WIDTH if heading in _LONG else max(_WIDTHS.get(kind, _PLAIN_WIDTH), len(heading) + 3)
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, self._head)
        return sheet

    def _finish(self, sheet: Any, last_row: int, n_columns: int) -> None:  # noqa: ANN401 - of xlsxwriter
        sheet.autofilter(0, 0, last_row, n_columns - 1)

    def _write(self, sheet: Any, row: int, place: int, value: Any, heading: str) -> None:  # noqa: ANN401
        match value:
            case bool():
                sheet.write_boolean(row, place, value, self._text)
            case Rag():
                sheet.write_string(row, place, value.value, self._fills[value])
            case enum.Enum():
                sheet.write_string(row, place, value.value, self._text)
            case int() | float():
                sheet.write_number(row, place, value, self._text)
            case dt.datetime():
                sheet.write_datetime(row, place, value.replace(tzinfo=None), self._moment)
            case dt.date() if value >= FIRST_DAY:
                sheet.write_datetime(row, place, value, self._day)
            case list():
                sheet.write_string(row, place, "; ".join(map(str, value)), self._text)
            case _:
                text = self._fitted(str(value), f"{sheet.get_name()}, row {row + 1}, {heading}")
                sheet.write_string(row, place, text, self._quoted if is_formula(text) else self._text)

    def _fitted(self, text: str, where: str) -> str:
        """Return a text that a cell can hold; one that is cut says so at its end and is noted."""
        if _units(text) <= MOST_CHARACTERS:
            return text
        self.n_cut += 1
        self.first_cut = self.first_cut or where
        mark = f" … [cut: the whole text has {len(text)} characters]"
        kept = text[: MOST_CHARACTERS - len(mark)]
        while _units(kept) + len(mark) > MOST_CHARACTERS:
            kept = kept[: len(kept) - max(1, (_units(kept) + len(mark) - MOST_CHARACTERS) // 2)]
        return kept + mark


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def write_workbook(path: Path, store: Store, choice: Choice, most_rows: int = MOST_ROWS) -> list[str]:
    """Write a store as a workbook; return what a person should know of it, a line each."""
    told: list[tuple[str, str, str]] = []
    with tempfile.TemporaryDirectory() as scratch:
        sheets = Sheets(path, Path(scratch), most_rows)
        for table, rows in store.read_rows(choice):
            columns = [(column.name, kind_of(column)) for column in table.view.columns]
            sheets.write_table(table.name, columns, rows)
            told += [(table.name, column.name, column.description) for column in table.view.columns]
        sheets.write_table("columns", [("table", "string"), ("column", "string"), ("holds", "string")], told)
        sheets.close()
    notes = [f"{name} fills {n} sheets: one holds {most_rows} rows at most" for name, n in sheets.parted.items()]
    if sheets.n_cut:
        limit = f"longer than a cell can be ({MOST_CHARACTERS} characters) and end in [cut: …]"
        notes.append(f"{sheets.n_cut} texts are {limit}, first {sheets.first_cut}; other formats have them whole")
    return notes
