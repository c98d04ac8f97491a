"""One worksheet's part, read in a stream: its cells as shown, and what the file says of rows, columns and areas."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from ingest.elements import Element, attribute, child, children, name_of, whole
from ingest.model import Issue, IssueCode, Locator, Severity
from ingest.sheet_formats import is_date_format
from ingest.sheet_model import (
    MAX_CELLS,
    MAX_LISTED,
    MAX_ROWS,
    MAX_SHEET_COLUMNS,
    CellLook,
    Sheet,
    SheetCell,
    cell_name,
    parse_area,
    parse_areas,
    parse_cell_name,
    sheet_prefix,
)
from ingest.sheet_numbers import serial_of, show_number, show_text
from ingest.symbols import symbol_text
from ingest.textruns import Flowed, Run, RunLook, flow
from ingest.xlsx_styles import XlsxStyles, font_look

MAX_READ = 4_000_000  # cells of a sheet, blank ones too: about the time that a reader may take
MAX_SHARED = 40_000_000  # characters of all shared texts
MAX_MERGES = 100_000
MAX_FILL_COLUMN = 200  # blank cells are kept for their fill up to here
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FONT_CODES = re.compile(r'&(?:"[^"]*"|\d+|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|[BIUESXYHOGLCRPNDTFZ]|&)')
_WANTED = ("row", "cols", "sheetFormatPr", "mergeCells", "conditionalFormatting", "autoFilter", "sheetViews",
           "headerFooter")  # fmt: skip


@dataclass(frozen=True, slots=True)
class SharedText:
    """A text that cells share; `runs` where parts of it look different."""

    text: str
    runs: tuple[tuple[str, Element | None], ...] = ()


@dataclass(slots=True)
class SheetReader:
    """What reading the cells of all sheets takes: shared texts, styles, the calendar; `n_cells` counts over sheets."""

    styles: XlsxStyles
    shared: list[SharedText] = field(default_factory=list)
    epoch_1904: bool = False
    n_cells: int = 0
    flowed: dict[tuple[int, RunLook], Flowed] = field(default_factory=dict)

    def read(self, source: IO[bytes], sheet: Sheet) -> list[Element]:
        """Read a worksheet into a sheet; return its conditional formats in their order.

        What stands before a break in its XML is kept, with an issue.
        """
        rules: list[Element] = []
        taken = _Taken()
        try:
            for element in _elements(source):
                if name_of(element) == "row":
                    if not taken.full:
                        self._row(element, sheet, taken)
                elif name_of(element) == "conditionalFormatting":
                    rules.append(element)
                    continue
                else:
                    _note(element, sheet)
                element.clear()
                while element.getprevious() is not None and name_of(element) == "row":
                    del element.getparent()[0]  # type: ignore[union-attr]
        except (etree.XMLSyntaxError, OSError, EOFError, ValueError) as error:
            message = f"reading of sheet {sheet.name} stopped: its XML is broken ({getattr(error, 'msg', error)})"
            sheet.issues.append(Issue(IssueCode.UNREADABLE_PAGE, Severity.WARNING, message))
        _tell(taken, sheet)
        return rules

    def _row(self, row: Element, sheet: Sheet, taken: _Taken) -> None:
        number = whole(row.get("r"), taken.row + 2) - 1
        if not 0 <= number < MAX_ROWS:
            return
        taken.row = number
        if row.get("hidden") in {"1", "true"} or row.get("ht") == "0":
            sheet.hidden_rows.add(number)
        own = self.styles.look(row.get("s")) if row.get("customFormat") in {"1", "true"} else None
        column, cells, texts = -1, [], 0
        for each in row:
            name = each.get("r")
            at = parse_cell_name(name) if name else None
            column = at[1] if at else column + 1
            taken.read += 1
            if column >= MAX_SHEET_COLUMNS:
                break
            cell = self._cell(each, number, column, own, taken)
            if cell is not None and (cell.has_text or cell.raw or (cell.fill and column < MAX_FILL_COLUMN)):
                cells.append(cell)
                texts += cell.has_text
        if texts:
            sheet.cells.update({(number, cell.column): cell for cell in cells})
            self.n_cells += len(cells)
        taken.full = self.n_cells > MAX_CELLS or taken.read > MAX_READ

    def _cell(self, cell: Element, row: int, column: int, own: CellLook | None, taken: _Taken) -> SheetCell | None:
        style = cell.get("s")
        look = self.styles.look(style) if style is not None or own is None else own
        if not len(cell):
            return SheetCell(row, column, Flowed(), look.fill) if look.fill else None
        kind = cell.get("t") or "n"
        raw: float | str | bool | None
        stored, formula, inline = None, False, None
        for each in cell:
            name = name_of(each)
            if name == "v":
                stored = each.text
            elif name == "f":
                formula = True
            elif name == "is":
                inline = each
        if kind == "inlineStr" and inline is not None:
            shared = read_text(inline)
            text, raw = self._flow(shared, look), shared.text
        elif stored is None:
            if formula and kind != "str":
                taken.unknown.append((row, column))
            return SheetCell(row, column, Flowed(), look.fill) if look.fill else None
        else:
            text, raw = self._value(kind, stored, look)
        return SheetCell(row, column, text, look.fill, raw, look.wraps)

    def _value(self, kind: str, stored: str, look: CellLook) -> tuple[Flowed, float | str | bool | None]:
        """Return a stored value as its cell shows it, and what it is."""
        if kind == "s":
            at = whole(stored, -1)
            if not 0 <= at < len(self.shared):
                return Flowed(), None
            shared = self.shared[at]
            if look.code not in {"General", "@"}:
                return self._flow(shared, look), shared.text
            key = (at, look.run)
            if key not in self.flowed:
                self.flowed[key] = self._flow(shared, look)
            return self.flowed[key], shared.text
        if kind == "b":
            truth = stored.strip() in {"1", "true"}
            return _flowed("TRUE" if truth else "FALSE", look), truth
        if kind in {"str", "e", "inlineStr"}:
            text = _unescaped(stored)
            return _flowed(show_text(text, look.code), look), text
        if kind == "d":
            return self._moment(stored, look)
        try:
            number = float(stored)
        except ValueError:
            return _flowed(stored, look), stored
        return _flowed(show_number(number, look.code, epoch_1904=self.epoch_1904), look), number

    def _moment(self, stored: str, look: CellLook) -> tuple[Flowed, float | str | bool | None]:
        """Return a date of a strict workbook, which is written out (§18.18.11)."""
        try:
            moment = dt.datetime.fromisoformat(stored.strip().removesuffix("Z"))
        except ValueError:
            return _flowed(stored, look), stored
        number = serial_of(moment.replace(tzinfo=None), epoch_1904=self.epoch_1904)
        code = look.code if is_date_format(look.code) else "dd/mm/yyyy"
        return _flowed(show_number(number, code, epoch_1904=self.epoch_1904), look), number

    def _flow(self, shared: SharedText, look: CellLook) -> Flowed:
        if not shared.runs:
            return _flowed(show_text(shared.text, look.code), look)
        lines: list[list[Run]] = [[]]
        for text, properties in shared.runs:
            # a run with properties states all of its font; weight and colour that it leaves out are plain
            run = look.run
            if properties is not None:
                run = font_look(properties, self.styles.palette, RunLook(font=look.run.font))
            for at, line in enumerate(symbol_text(text, run.font).split("\n")):
                if at:
                    lines.append([])
                lines[-1].append(run.run(line))
        return flow(lines)


@dataclass(slots=True)
class _Taken:
    """How far a sheet was read, and the cells whose formula has no stored value."""

    row: int = -1
    read: int = 0
    full: bool = False
    unknown: list[tuple[int, int]] = field(default_factory=list)


def _elements(source: IO[bytes]) -> Iterator[Element]:
    """Yield the elements of a worksheet that matter here, each when it is complete."""
    wanted = [f"{{*}}{name}" for name in _WANTED]
    for _, element in etree.iterparse(
        source, events=("end",), tag=wanted, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    ):
        yield element


def _flowed(text: str, look: CellLook) -> Flowed:
    run = look.run
    if run.font is not None:
        text = symbol_text(text, run.font)
    return flow([[run.run(line)] for line in text.split("\n")])


def _unescaped(text: str) -> str:
    """Return text with characters that XML cannot hold put back (§22.9.2.19): `_x000D_` is a carriage return."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def read_text(item: Element) -> SharedText:
    """Return a text item: its plain text, or its runs with the properties of each; readings in kana are left out."""
    whole_text: list[str] = []
    runs: list[tuple[str, Element | None]] = []
    for each in item:
        name = name_of(each)
        if name == "t":
            whole_text.append(_unescaped(each.text or ""))
            runs.append((whole_text[-1], None))
        elif name == "r":
            text = child(each, "t")
            whole_text.append(_unescaped((text.text or "") if text is not None else ""))
            runs.append((whole_text[-1], child(each, "rPr")))
    plain = all(properties is None for _, properties in runs)
    return SharedText("".join(whole_text), () if plain else tuple(runs))


def read_shared(source: IO[bytes] | None) -> tuple[list[SharedText], Issue | None]:
    """Return the shared texts of a workbook by their number; an issue where they break off."""
    shared: list[SharedText] = []
    if source is None:
        return shared, None
    length = 0
    try:
        for _, item in etree.iterparse(
            source, events=("end",), tag="{*}si", resolve_entities=False, no_network=True, load_dtd=False
        ):
            shared.append(read_text(item))
            length += len(shared[-1].text) + 50
            if length > MAX_SHARED:
                return shared, Issue(IssueCode.MEMORY_LIMIT, Severity.ERROR, "it holds more text than can be read")
            if not shared[-1].runs:
                item.clear()
            while item.getprevious() is not None:
                del item.getparent()[0]
    except (etree.XMLSyntaxError, OSError, EOFError, ValueError) as error:
        message = f"its shared texts are broken ({getattr(error, 'msg', error)}); some cells are blank"
        return shared, Issue(IssueCode.UNREADABLE_PAGE, Severity.WARNING, message)
    return shared, None


def _note(element: Element, sheet: Sheet) -> None:
    """Take in what a worksheet says beside its cells."""
    match name_of(element):
        case "cols":
            for each in children(element, "col"):
                _columns(each, sheet)
        case "sheetFormatPr":
            sheet.widths[-1] = _width(attribute(element, "defaultColWidth"), sheet.widths.get(-1, 0.0))
        case "mergeCells":
            areas = (parse_area(attribute(each, "ref") or "") for each in children(element, "mergeCell"))
            sheet.merges += [area for area in areas if area is not None][:MAX_MERGES]
        case "autoFilter":
            sheet.filters += parse_areas(attribute(element, "ref") or "")
        case "sheetViews":
            pane = child(element, "sheetView", "pane")
            if attribute(pane, "state") in {"frozen", "frozenSplit"}:
                _freeze(pane, child(element, "sheetView"), sheet)
        case "headerFooter":
            for each in element:
                _page_text(each.text or "", sheet)
        case _:
            pass


def _columns(col: Element, sheet: Sheet) -> None:
    first, last = whole(attribute(col, "min"), 1) - 1, whole(attribute(col, "max"), 1) - 1
    hidden = attribute(col, "hidden") in {"1", "true"} or attribute(col, "width") == "0"
    for column in range(max(first, 0), min(last, MAX_SHEET_COLUMNS - 1) + 1):
        sheet.widths[column] = _width(attribute(col, "width"), 0.0)
        if hidden:
            sheet.hidden_columns.add(column)


def _width(text: str | None, default: float) -> float:
    try:
        return float(text) if text is not None else default
    except ValueError:
        return default


def _freeze(pane: Element | None, view: Element | None, sheet: Sheet) -> None:
    """Take the last row above frozen panes for a heading row."""
    top = parse_cell_name(attribute(view, "topLeftCell") or "A1") or (0, 0)
    rows = whole(attribute(pane, "ySplit"), 0)
    if 0 < rows <= 100:
        sheet.headed.add(top[0] + rows - 1)


def _page_text(text: str, sheet: Sheet) -> None:
    """Add a page's header or footer without its codes (§18.3.1.46)."""
    for part in re.split(r"&[LCR]", text):
        shown = flow([[Run(_FONT_CODES.sub(lambda found: "&" if found[0] == "&&" else " ", part))]])
        if any(character.isalnum() for character in shown.text) and shown not in sheet.furniture:
            sheet.furniture.append(shown)


def _tell(taken: _Taken, sheet: Sheet) -> None:
    """Report what could not be read of a sheet's cells."""
    prefix = sheet_prefix(sheet.name)
    if taken.full:
        message = f"reading of sheet {sheet.name} stopped at row {taken.row + 1}: it holds more cells than any plan"
        where = Locator(path=f"{prefix}{taken.row + 1}:{taken.row + 1}")
        sheet.issues.append(Issue(IssueCode.MEMORY_LIMIT, Severity.ERROR, message, where))
    if taken.unknown:
        names = [cell_name(*at) for at in taken.unknown]
        listed = ", ".join(names[:MAX_LISTED]) + (" …" if len(names) > MAX_LISTED else "")
        message = f"formulas without a stored value on sheet {sheet.name}: {listed}; open it in Excel and save it"
        sheet.issues.append(Issue(IssueCode.NOT_CALCULATED, Severity.WARNING, message, Locator(path=prefix + names[0])))
