"""One table of an OpenDocument spreadsheet: its columns, rows and cells as they come by (part 3, §9)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from ingest.colour import as_fill
from ingest.elements import Element, attribute, child, children, name_of, whole
from ingest.model import Issue, IssueCode, Locator, Severity
from ingest.odf_cell_text import read_cell
from ingest.odf_styles import points_of
from ingest.odf_text import Reading, hidden_issues, read_paragraph
from ingest.sheet_formats import SHORT_DATE
from ingest.sheet_model import (
    MAX_CELLS,
    MAX_LISTED,
    MAX_ROWS,
    MAX_SHEET_COLUMNS,
    Area,
    CellLook,
    Floating,
    Note,
    Sheet,
    SheetCell,
    cell_name,
    parse_area,
    sheet_prefix,
)
from ingest.sheet_numbers import serial_of, show_number
from ingest.textruns import Flowed, Run, RunLook, flow

MAX_READ = 4_000_000  # cells of a sheet, blank ones too
MAX_REPEATED = 1000  # times that a row or cell with text may stand again
MAX_FILL_COLUMN = 200
_STYLE_NAME = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}style-name"
CHARACTER_POINTS = 5.5  # the width of a digit of the default font
_ADDRESS = re.compile(
    r"\$?(?:'((?:[^']|'')+)'|([^.'\s]+))?\.(\$?[A-Z]+\$?\d+)(?::(?:\$?(?:'(?:[^']|'')+'|[^.'\s]+))?\.(\$?[A-Z]+\$?\d+))?"
)
_DURATION = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?)S)?")
_HIDDEN = frozenset({"collapse", "filter"})
_SHAPES = frozenset({"frame", "custom-shape", "rect", "ellipse", "line", "g", "caption"})


def area_of_address(address: str) -> tuple[str, Area] | None:
    """Return the sheet and area of `Plan.A1:Plan.C7` (part 4, §5.8), None for anything else."""
    found = _ADDRESS.fullmatch(address.strip())
    if found is None:
        return None
    area = parse_area(found[3] + (f":{found[4]}" if found[4] else ""))
    return ((found[1] or found[2] or "").replace("''", "'"), area) if area is not None else None


@dataclass(slots=True)
class _Column:
    """A stretch of columns that are alike: the style of their cells, and up to where it reaches."""

    end: int
    style: str | None


@dataclass(slots=True)
class OdsReader:
    """A walk over the tables of a content. `mapped` keeps where cells of each style stand that has conditions."""

    reading: Reading
    n_cells: int = 0
    sheet: Sheet = field(default_factory=lambda: Sheet(""))
    row: int = 0
    column: int = 0
    read: int = 0
    full: bool = False
    columns: list[_Column] = field(default_factory=list)
    unknown: list[tuple[int, int]] = field(default_factory=list)
    looks: dict[str | None, CellLook] = field(default_factory=dict)
    conditions: list[Element] = field(default_factory=list)
    mapped: dict[str, list[Area]] = field(default_factory=dict)

    def begin(self, table: Element) -> Sheet:
        """Begin a table."""
        style = attribute(table, "style-name")
        shown = self.reading.styles.property("table", style, "table-properties", "display")
        self.sheet = Sheet(attribute(table, "name") or "Sheet", hidden=shown == "false")
        self.row = self.column = self.read = 0
        self.columns, self.unknown, self.conditions, self.mapped = [], [], [], {}
        return self.sheet

    def end(self) -> None:
        """Tell what could not be read of a table."""
        if self.unknown:
            names = [cell_name(*at) for at in self.unknown]
            listed = ", ".join(names[:MAX_LISTED]) + (" …" if len(names) > MAX_LISTED else "")
            message = f"formulas without a stored value on sheet {self.sheet.name}: {listed}; open it and save it again"
            where = Locator(path=sheet_prefix(self.sheet.name) + names[0])
            self.sheet.issues.append(Issue(IssueCode.NOT_CALCULATED, Severity.WARNING, message, where))

    def take(self, element: Element) -> None:
        """Take in an element of a table, which is complete, and let go of it."""
        match name_of(element):
            case "table-column":
                self._columns(element)
            case "table-row":
                if not self.full:
                    self._rows(element)
                element.clear()
                while (before := element.getprevious()) is not None and name_of(before) == "table-row":
                    parent = element.getparent()
                    if parent is not None:
                        parent.remove(before)
            case "conditional-formats":
                self.conditions += list(element)
            case "shapes":
                self._shapes(element, 0)
            case _:
                pass

    def _columns(self, element: Element) -> None:
        count = min(max(whole(attribute(element, "number-columns-repeated"), 1), 1), MAX_SHEET_COLUMNS - self.column)
        style = attribute(element, "style-name")
        length = self.reading.styles.property("table-column", style, "table-column-properties", "column-width")
        width = points_of(length) / CHARACTER_POINTS
        for column in range(self.column, self.column + count):
            if width and column < MAX_FILL_COLUMN:
                self.sheet.widths[column] = width
            if attribute(element, "visibility") in _HIDDEN:
                self.sheet.hidden_columns.add(column)
        self.column += count
        self.columns.append(_Column(self.column, attribute(element, "default-cell-style-name")))

    def _rows(self, element: Element) -> None:
        """Read a row, as often as it stands."""
        count = max(whole(attribute(element, "number-rows-repeated"), 1), 1)
        cells = self._cells(element)
        hidden = attribute(element, "visibility") in _HIDDEN
        parent = element.getparent()
        if parent is not None and name_of(parent) == "table-header-rows":
            self.sheet.headed = {self.row}
        if any(cell.has_text for cell in cells):
            for at in range(self.row, min(self.row + min(count, MAX_REPEATED), MAX_ROWS)):
                moved = cells if at == self.row else [replace(cell, row=at) for cell in cells]
                self.sheet.cells.update({(at, cell.column): cell for cell in moved})
                self.n_cells += len(moved)
                if hidden:
                    self.sheet.hidden_rows.add(at)
        self.row += count
        if self.n_cells > MAX_CELLS or self.read > MAX_READ:
            self.full = True
            message = f"reading of sheet {self.sheet.name} stopped at row {self.row}: it holds more cells than any plan"
            where = Locator(path=f"{sheet_prefix(self.sheet.name)}{self.row}:{self.row}")
            self.sheet.issues.append(Issue(IssueCode.MEMORY_LIMIT, Severity.ERROR, message, where))

    def _cells(self, row: Element) -> list[SheetCell]:
        column, cells = 0, []
        fallback = attribute(row, "default-cell-style-name")
        for each in row:
            if name_of(each) not in {"table-cell", "covered-table-cell"}:
                continue
            own = {str(key).rpartition("}")[2]: str(worth) for key, worth in each.attrib.items()}
            count = max(whole(own.get("number-columns-repeated"), 1), 1)
            self.read += 1
            if column >= MAX_SHEET_COLUMNS:
                break
            cell = self._cell(each, own, column, own.get("style-name") or fallback or self._default(column), count)
            if cell is not None:
                cells.append(cell)
                limit = MAX_REPEATED if cell.has_text else MAX_FILL_COLUMN - column
                cells += [
                    replace(cell, column=at)
                    for at in range(column + 1, min(column + min(count, limit), MAX_SHEET_COLUMNS))
                ]
            column += count
        return cells

    def _default(self, column: int) -> str | None:
        return next((each.style for each in self.columns if column < each.end), None)

    def _cell(
        self, element: Element, own: dict[str, str], column: int, style: str | None, count: int
    ) -> SheetCell | None:
        look = self._look(style)
        if style in self.mapped:
            self.mapped[style].append(Area(self.row, column, self.row, column + min(count, MAX_FILL_COLUMN) - 1))
        wide, high = whole(own.get("number-columns-spanned"), 1), whole(own.get("number-rows-spanned"), 1)
        if wide > 1 or high > 1:
            self.sheet.merges.append(Area(self.row, column, self.row + max(high, 1) - 1, column + max(wide, 1) - 1))
        text = self._text(element, column, look)
        raw = _raw(own, text)
        if not text.text:
            text = _unwritten(element, own, raw, look) or text
            if "formula" in own and raw is None:
                self.unknown.append((self.row, column))
        if not text.text and (look.fill is None or column >= MAX_FILL_COLUMN):
            return None
        return SheetCell(self.row, column, text, look.fill, raw, look.wraps)

    def _look(self, style: str | None) -> CellLook:
        if style not in self.looks:
            styles = self.reading.styles
            wraps = styles.property("table-cell", style, "table-cell-properties", "wrap-option") == "wrap"
            run = replace(styles.look("table-cell", style, RunLook()), back=None)
            self.looks[style] = CellLook(run, as_fill(styles.fill("table-cell", style)), wraps=wraps)
        if style is not None and style not in self.mapped:
            own = self.reading.styles.named.get(("table-cell", style))
            if own is not None and child(own, "map") is not None:
                self.mapped[style] = []
        return self.looks[style]

    def _text(self, element: Element, column: int, look: CellLook) -> Flowed:
        """Return the text of a cell; keep its comments and the texts of shapes that hang on it."""
        lines: list[list[Run]] = []
        hidden: list[str] = []
        drawn = False
        for each in element:
            name = name_of(each)
            if name == "p" and not len(each) and each.get(_STYLE_NAME) is None and not look.run.font:
                lines.append([look.run.run(each.text or "")])
            elif name == "p":
                paragraph = read_paragraph(each, self.reading, around=look.run)
                lines += paragraph.lines
                hidden += paragraph.hidden
            elif name == "annotation":
                self._comment(each, column)
            else:
                drawn = drawn or name in _SHAPES
        if drawn:
            self._shapes(element, self.row)
        if hidden:
            at = Locator(path=sheet_prefix(self.sheet.name) + cell_name(self.row, column))
            self.sheet.issues += hidden_issues(hidden, at)
        return flow(lines)

    def _comment(self, element: Element, column: int) -> None:
        creator = child(element, "creator")
        author = ((creator.text if creator is not None else "") or "").strip() or "an unnamed author"
        text = flow(read_cell(element, self.reading).lines, joint=" ").text
        if text:
            self.sheet.notes.append(Note(self.row, column, author, text))

    def _shapes(self, around: Element, row: int) -> None:
        for each in around:
            if name_of(each) in _SHAPES:
                text = flow(read_cell(each, self.reading).lines)
                if text.text:
                    self.sheet.floating.append(Floating(row, text, self.sheet.name))


def _raw(own: dict[str, str], text: Flowed) -> float | str | bool | None:
    """Return the value behind a cell (part 3, §19.385): a date as its serial number."""
    kind = own.get("value-type")
    if kind == "boolean":
        return own.get("boolean-value") == "true"
    if kind == "date":
        moment = _moment(own.get("date-value"))
        return serial_of(moment) if moment is not None else text.text or None
    if kind == "time":
        found = _DURATION.fullmatch(own.get("time-value") or "")
        days, hours, minutes, seconds = (float(part or 0) for part in found.groups()) if found else (0.0,) * 4
        return days + hours / 24 + minutes / 1440 + seconds / 86400
    if kind in {"float", "percentage", "currency"}:
        try:
            return float(own.get("value") or "")
        except ValueError:
            return text.text or None
    return text.text or own.get("string-value")


def _moment(written: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat((written or "").strip()).replace(tzinfo=None)
    except ValueError:
        return None


def _unwritten(element: Element, own: dict[str, str], raw: float | str | bool | None, look: CellLook) -> Flowed | None:
    """Return the text of a value whose shown form the file leaves out, as some programs do."""
    if raw is None or list(children(element, "p")):
        return None
    kind = own.get("value-type")
    if isinstance(raw, bool):
        shown = "TRUE" if raw else "FALSE"
    elif isinstance(raw, str):
        shown = raw
    else:
        codes = {"date": SHORT_DATE, "percentage": "0%", "time": "hh:mm:ss", "currency": "#,##0.00"}
        shown = show_number(raw, codes.get(kind or "", "General"))
    return flow([[look.run.run(line)] for line in shown.split("\n")])
