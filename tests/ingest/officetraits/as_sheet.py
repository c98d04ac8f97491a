"""The traits of workbooks, each as Excel would hold it, and the tables that a reader should find."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.workbook import Workbook

from .describe import Grid, Row, Run, Trait, holding, row, words

RED, GREEN, AMBER = "#ff0000", "#00b050", "#ffc000"
HEADS = ("Ref", "Action", "Lead", "Due", "RAG")
ONE = ("1", "Open the hall", "Dee Hale", "May", "Late")
TWO = ("2", "Sweep it", "Al Marsh", "June", "Done")


def _book(*rows: tuple[object, ...]) -> Workbook:
    book = openpyxl.Workbook()
    book.active.title = "Plan"
    for each in rows:
        book.active.append(each)
    return book


def _saved(book: Workbook) -> bytes:
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _solid(colour: str | Color) -> PatternFill:
    return PatternFill("solid", fgColor=colour[1:].upper() if isinstance(colour, str) else colour)


def _trait(name: str, rows: list[Row], make: Callable[[], bytes], tells: tuple[str, ...] = (), **more: object) -> Trait:
    grids = more.pop("grids", None) or (Grid(tuple(rows)),)
    return Trait(name, grids, (".xlsx",), frozenset(tells), {".xlsx": make}, **{"office": SHEETS, **more})  # type: ignore[arg-type]


SHEETS = (".xlsx", ".ods", ".xls")
PLAIN = [row(*HEADS), row(*ONE), row(*TWO)]


def _filled(*rows: tuple[object, ...], late: object = RED) -> list[Row]:
    """Return rows whose last cell is filled where it says Late."""
    return [
        Row(tuple(holding(str(v), fill=late) if v == "Late" else words(str(v)) for v in each))  # type: ignore[arg-type]
        for each in rows
    ]


def _placed() -> Iterator[Trait]:
    def titled() -> bytes:
        return _saved(_book(("Wickmere District Council",), ("Progress on the audit plan",), (), HEADS, ONE, TWO))

    yield _trait("title rows above the table", PLAIN, titled)

    def merged() -> bytes:
        book = _book(HEADS, ("Open spaces",), ONE, ("", "Paint it", "Mel Firth", "July", "Done"))
        book.active.merge_cells("A2:E2")
        book.active.merge_cells("A3:A4")
        return _saved(book)

    yield _trait(
        "merged cells of a sheet",
        [
            row(*HEADS),
            row(holding("Open spaces", columns=5)),
            row(holding("1", rows=2), *ONE[1:]),
            row("Paint it", "Mel Firth", "July", "Done"),
        ],
        merged,
    )

    def dated() -> bytes:
        book = _book(HEADS, (*ONE[:3], dt.date(2024, 5, 31), "Late"), (*TWO[:3], dt.date(2024, 6, 1), "Done"))
        book.active["D2"].number_format, book.active["D3"].number_format = "dd/mm/yyyy", "mmm-yy"
        return _saved(book)

    dates = [row(*HEADS), row(*ONE[:3], "31/05/2024", "Late"), row(*TWO[:3], "Jun-24", "Done")]
    yield _trait("dates as their format shows them", dates, dated)

    def hidden() -> bytes:
        book = _book(HEADS, ONE, TWO)
        book.active.row_dimensions[3].hidden = True
        book.active.column_dimensions["C"].hidden = True
        return _saved(book)

    yield _trait("hidden rows and columns", PLAIN, hidden)

    def apart() -> bytes:
        book = _book(HEADS, ONE)
        other = book.create_sheet("Closed")
        other.append(HEADS)
        other.append(TWO)
        other.sheet_state = "hidden"
        return _saved(book)

    two = (Grid((row(*HEADS), row(*ONE))), Grid((row(*HEADS), row(*TWO))))
    yield _trait("several sheets, one hidden", [], apart, grids=two)

    def sieved() -> bytes:
        book = _book(HEADS, ONE, TWO)
        book.active.auto_filter.ref = "A1:E3"
        book.active.auto_filter.add_filter_column(4, ["Late"])
        book.active.row_dimensions[3].hidden = True
        return _saved(book)

    yield _trait("rows that a filter hides", PLAIN, sieved)

    def reckoned() -> bytes:
        content = _saved(_book(HEADS, ONE, ("=A2+1", *TWO[1:])))
        return _with_value(content, "A2+1", "2")

    yield _trait("formulas by their stored value", PLAIN, reckoned)

    def wrapped() -> bytes:
        book = _book(HEADS, ONE, (TWO[0], "Sweep it\nand lock it", *TWO[2:]))
        book.active["B3"].alignment = Alignment(wrap_text=True)
        return _saved(book)

    lines = [row(*HEADS), row(*ONE), row(TWO[0], "Sweep it\nand lock it", *TWO[2:])]
    yield _trait("cells of several lines", lines, wrapped)

    def told() -> bytes:
        book = _book(HEADS, ONE, TWO)
        book.active["B2"].comment = Comment("Is this agreed?", "Mel Firth")
        return _saved(book)

    said = ("comment by Mel Firth: Is this agreed?",)
    yield _trait("comments of a sheet", PLAIN, told, asides=said)


def _looks() -> Iterator[Trait]:
    def filled() -> bytes:
        book = _book(HEADS, ONE, TWO)
        book.active["E2"].fill = _solid(RED)
        return _saved(book)

    yield _trait("fills of a sheet", _filled(HEADS, ONE, TWO), filled, ("fill",))

    def themed() -> bytes:
        book = _book(HEADS, ONE, TWO)
        book.active["E2"].fill = _solid(Color(theme=4, tint=0.5999938962981048))
        return _saved(book)

    yield _trait("fills of a sheet by theme and tint", _filled(HEADS, ONE, TWO, late="#b9cde5"), themed, ("fill",))

    def ruled() -> bytes:
        book = _book(HEADS, ONE, TWO)
        book.active.conditional_formatting.add(
            "E2:E9", CellIsRule("equal", ['"Late"'], fill=PatternFill(bgColor="FF0000"))
        )
        return _saved(book)

    yield _trait("fills by a rule on the cell's value", _filled(HEADS, ONE, TWO), ruled, ("fill",))

    def by_text() -> bytes:
        book = _book(HEADS, ONE, TWO)
        rule = FormulaRule(['NOT(ISERROR(SEARCH("late",E2)))'], fill=PatternFill(bgColor="FF0000"))
        rule.type, rule.operator, rule.text = "containsText", "containsText", "late"
        book.active.conditional_formatting.add("E2:E9", rule)
        return _saved(book)

    yield _trait("fills by a rule on the cell's text", _filled(HEADS, ONE, TWO), by_text, ("fill",))

    def looks() -> bytes:
        book = _book(HEADS, ONE, TWO)
        book.active["D2"].font = Font(strike=True)
        book.active["E3"].font = Font(color="00B050")
        return _saved(book)

    struck = row(*ONE[:3], holding(Run("May", struck=True)), "Late")
    inked = row(*TWO[:4], holding(Run("Done", ink=GREEN)))
    yield _trait("ink and strike-through of a sheet", [row(*HEADS), struck, inked], looks, ("ink", "struck"))


def _with_value(content: bytes, formula: str, value: str) -> bytes:
    """Return a workbook with the value of a formula stored, which openpyxl does not write."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            wanted = rf"<f>{re.escape(formula)}</f><v\s*(?:/>|></v>)"
            new.writestr(name, re.sub(wanted, f"<f>{formula}</f><v>{value}</v>", part))
    return into.getvalue()


TRAITS = (*_placed(), *_looks())


def write(trait: Trait) -> bytes:
    """Return the workbook."""
    return trait.raw[".xlsx"]()
