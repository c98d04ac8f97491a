"""From sheets to what a document shows: headings and text around tables, tables, and what a reader should know."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.model import Block, BlockKind, Cell, Issue, IssueCode, Locator, Severity, Shown, Table
from ingest.sheet_layout import Layout, lay_out
from ingest.sheet_model import (
    MAX_LISTED,
    Sheet,
    SheetCell,
    Workbook,
    cell_name,
    column_letters,
    runs_of,
    sheet_prefix,
)
from ingest.sheet_regions import Region, TextRow, find_regions
from ingest.textruns import Flowed, cut_front, is_dotted, split_marker

TITLE_LEVEL, SHEET_LEVEL, SECTION_LEVEL = 1, 2, 3
LONGEST_TITLE = 30  # words
MAX_TITLE_ROWS = 3
LONGEST_COMMENT = 500  # characters of a comment that its issue quotes
ALIKE = 0.5  # share of words from which the titles of two sheets are one title told twice
MAX_GRID = 400_000  # places of a table up to which its blank cells are given too

# names that programs give to sheets
_UNNAMED = re.compile(
    r"(?:sheet|tabelle|feuil|hoja|foglio|table|page|blad|arkusz|csv|export)?[ _.-]*\(?\d*\)?(?: \(\d+\))?", re.I
)
_LABELLED = re.compile(
    r"[^:]{1,20}(?<!\d)(?<!\b[A-Z]):(?:\s|$)"
)  # "Objective 2: Homes" is a heading, "Updated: May" is not


def show_workbook(workbook: Workbook) -> Shown:
    """Return what the sheets of a workbook show, in their order; hidden ones too, each with an issue."""
    shower = _Shower(issues=list(workbook.issues))
    if workbook.title:
        path = workbook.title_path
        shower.content.append(Block(BlockKind.TITLE, workbook.title, locator=Locator(path=path)))
    for sheet in workbook.sheets:
        shower.sheet(sheet)
    return Shown(tuple(shower.content), issues=tuple(shower.issues))


@dataclass(slots=True)
class _Shower:
    """A walk over the sheets. `titles` are the titles met so far."""

    content: list[Table | Block] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    n_tables: int = 0

    def sheet(self, sheet: Sheet) -> None:
        """Add a sheet."""
        self.issues += sheet.issues
        prefix = sheet_prefix(sheet.name)
        layout = lay_out(sheet)
        found = find_regions(layout)
        if sheet.hidden and (found or sheet.floating):
            message = f"sheet {sheet.name} is hidden; it was read all the same"
            self.issues.append(Issue(IssueCode.HIDDEN, Severity.WARNING, message, Locator(path=f"{prefix}A1")))
        for flowed in sheet.furniture:
            self.content.append(Block(BlockKind.FURNITURE, flowed.text, bold=flowed.bold))
        if not found and not sheet.floating:
            return
        places = _Places()
        self._items(found, layout, prefix, places)
        self.issues += _hidden_lines(sheet, layout, prefix, places)
        self.issues += _unshown(sheet, prefix, places) + _comments(sheet, prefix, places)
        for top, under in layout.covered:
            message = f"a merged cell covers text that is not shown: {under.text.text[:80]}"
            where = places.locator(prefix, top.row, top.column)
            self.issues.append(Issue(IssueCode.RAGGED_TABLE, Severity.WARNING, message, where))

    def _items(self, found: Sequence[TextRow | Region], layout: Layout, prefix: str, places: _Places) -> None:
        """Add a sheet's tables and text: its title first, then its name as a heading, then the rest in order."""
        name = layout.sheet.name
        named = None if _UNNAMED.fullmatch(name.strip()) else " ".join(name.split())
        at = Locator(path=f"{prefix}A1")
        boxes = sorted(layout.sheet.floating, key=lambda box: box.row)
        titles = _titles(found)
        for line in titles:
            self._heading(_joined(line), TITLE_LEVEL, _locator(line, prefix))
        if named:
            self._heading(Flowed(named), SHEET_LEVEL, at)
        section: str | None = None
        labelled = False
        for item in found:
            while boxes and boxes[0].row <= (item.row if isinstance(item, TextRow) else item.rows[0]):
                self._line(boxes.pop(0).text, Locator(path=prefix))
            if isinstance(item, TextRow):
                if item not in titles:
                    text = _joined(item)
                    labelled = _LABELLED.match(text.text) is not None
                    section = self._text_row(item, text, layout, prefix) or section
                continue
            heading = section or named or (_joined(titles[0]).text if titles else None)
            self._table(item, layout, prefix, places, None if labelled else heading)
            section, labelled = None, False
        for box in boxes:
            self._line(box.text, Locator(path=prefix))

    def _heading(self, flowed: Flowed, level: int, at: Locator) -> None:
        """Add a heading; a title much like that of a sheet before stands below it, as it begins nothing new."""
        text = " ".join(flowed.text.split())
        if level == TITLE_LEVEL:
            if any(_alike(text, before) and text != before for before in self.titles):
                level = SECTION_LEVEL
            self.titles.append(text)
        struck = flowed.struck if text == flowed.text else ()
        self.content.append(Block(BlockKind.HEADING, text, level, None, flowed.bold, struck, at))

    def _text_row(self, item: TextRow, text: Flowed, layout: Layout, prefix: str) -> str | None:
        """Add a row of text; return it where it is a heading."""
        where = _locator(item, prefix)
        alone = len(item.cells) == 1
        set_off = text.bold or (alone and layout.width(item.cells[0]) > 1 and item.cells[0].fill is not None)
        if alone and set_off and _is_short(text.text) and not _LABELLED.match(text.text):
            self._heading(text, SECTION_LEVEL, where)
            return " ".join(text.text.split())
        self._line(text, where)
        return None

    def _line(self, text: Flowed, at: Locator) -> None:
        marker, rest = split_marker(text.text)
        if marker is None or not rest:
            marker, rest = None, text.text
        text = cut_front(text, len(text.text) - len(rest))
        kind = BlockKind.PARAGRAPH if marker is None or is_dotted(marker) else BlockKind.LIST_ITEM
        if text.text:
            level = 1 if kind is BlockKind.LIST_ITEM else 0
            self.content.append(Block(kind, text.text, level, marker, text.bold, text.struck, at))

    def _table(self, region: Region, layout: Layout, prefix: str, places: _Places, heading: str | None) -> None:
        cells = list(_cells(region, layout, prefix))
        table = Table(
            tuple(cells),
            len(region.rows),
            len(region.columns),
            header_rows=region.header_rows,
            heading=heading,
            number=self.n_tables,
        )
        places.add(region, self.n_tables)
        self.n_tables += 1
        self.content.append(table)


def _titles(found: Sequence[TextRow | Region]) -> list[TextRow]:
    """Return the rows of text that are a sheet's title: the first above its first table, and those right below it."""
    if not any(isinstance(item, Region) for item in found):
        return []
    titles: list[TextRow] = []
    for item in found[:MAX_TITLE_ROWS]:
        if isinstance(item, Region) or not _reads_as_title(item):
            break
        if titles and (item.row > titles[-1].row + 1 or _joined(item).bold != _joined(titles[0]).bold):
            break
        titles.append(item)
    return titles


def _reads_as_title(item: TextRow) -> bool:
    text = _joined(item).text
    alone = len(item.cells) == 1 and isinstance(item.cells[0].raw, str) and re.search(r"[^\W\d_]{3}", text) is not None
    return alone and _is_short(text) and not _LABELLED.match(text)


def _is_short(text: str) -> bool:
    """Tell whether a text is short enough for a heading, and no sentence."""
    return len(text.split()) <= LONGEST_TITLE and not text.endswith((".", ";", ","))


@dataclass(slots=True)
class _Places:
    """Where the rows and columns of a sheet stand in the tables that were made of it."""

    regions: list[tuple[Region, int]] = field(default_factory=list)

    def add(self, region: Region, number: int) -> None:
        """Keep a table's region."""
        self.regions.append((region, number))

    def locator(self, prefix: str, row: int, column: int) -> Locator:
        """Return a cell's place: its reference, and its table, row and column where it stands in one."""
        path = prefix + cell_name(row, column)
        for region, number in self.regions:
            if region.rows[0] <= row <= region.rows[-1] and region.columns[0] <= column <= region.columns[-1]:
                at = max(bisect_right(region.rows, row) - 1, 0)
                return Locator(path=path, table=number, row=at, column=max(bisect_right(region.columns, column) - 1, 0))
        return Locator(path=path)


def _cells(region: Region, layout: Layout, prefix: str) -> list[Cell]:
    """Return the cells of a table, blank ones too unless they are very many."""
    rows, columns, cells = region.rows, region.columns, layout.sheet.cells
    with_blanks = len(rows) * len(columns) <= MAX_GRID
    taken: set[tuple[int, int]] = set()
    made = []
    letters = [column_letters(column) for column in columns]
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            cell = cells.get((row, column))
            if (i, j) in taken or (cell is None and not with_blanks):
                continue
            high, wide = 1, 1
            span = layout.spans.get((row, column))
            if span is not None and cell is not None:
                high = bisect_left(rows, row + span[0]) - i
                wide = bisect_left(columns, column + span[1]) - j
                while wide > 1 and any((i, j + n) in taken for n in range(1, wide)):
                    wide -= 1
                taken.update((i + m, j + n) for m in range(high) for n in range(wide))
            path = Locator(path=f"{prefix}{letters[j]}{row + 1}")
            made.append(_cell(cell, i, j, high, wide, path, i < region.header_rows))
    return made


def _cell(cell: SheetCell | None, i: int, j: int, high: int, wide: int, path: Locator, heads: bool) -> Cell:
    if cell is None:
        return Cell(i, j, "", is_heading=heads, parts=(path,))
    text = cell.text
    return Cell(
        i, j, text.text, high, wide, cell.fill or text.back, text.ink, text.struck, text.bold, heads, (path,)
    )  # fmt: skip


def _joined(item: TextRow) -> Flowed:
    """Return the text of a row outside tables, its cells joined by a blank."""
    if len(item.cells) == 1:
        return item.cells[0].text
    first = item.cells[0].text
    return replace(
        first,
        text=" ".join(" ".join(cell.text.text.split()) for cell in item.cells),
        struck=(),
        bold=all(cell.text.bold for cell in item.cells),
    )


def _locator(item: TextRow, prefix: str) -> Locator:
    first, last = item.cells[0].column, item.cells[-1].column
    name = cell_name(item.row, first)
    return Locator(path=f"{prefix}{name}" if first == last else f"{prefix}{name}:{cell_name(item.row, last)}")


def _alike(one: str, other: str) -> bool:
    words = [set(re.findall(r"\w+", text.casefold())) for text in (one, other)]
    return len(words[0] & words[1]) > ALIKE * len(words[0] | words[1])


def _hidden_lines(sheet: Sheet, layout: Layout, prefix: str, places: _Places) -> list[Issue]:
    """Return issues for the hidden rows and columns that hold text."""
    issues = []
    rows = {row for row in sheet.hidden_rows if row in layout.rows}
    filled = {cell.column for cell in sheet.cells.values() if cell.has_text}
    columns = sheet.hidden_columns & filled
    if rows:
        names = [str(a + 1) if a == b else f"{a + 1} to {b + 1}" for a, b in runs_of(rows)]
        named = ", ".join(names[:MAX_LISTED]) + (" …" if len(names) > MAX_LISTED else "")
        message = f"hidden rows of sheet {sheet.name} were read all the same: {named}"
        first = min(rows)
        where = places.locator(prefix, first, layout.rows[first][0].column)
        issues.append(Issue(IssueCode.HIDDEN, Severity.WARNING, message, where))
    if columns:
        names = [
            column_letters(a) if a == b else f"{column_letters(a)} to {column_letters(b)}" for a, b in runs_of(columns)
        ]
        message = f"hidden columns of sheet {sheet.name} were read all the same: {', '.join(names[:MAX_LISTED])}"
        first = min(columns)
        top = min(cell.row for cell in sheet.cells.values() if cell.has_text and cell.column == first)
        issues.append(Issue(IssueCode.HIDDEN, Severity.WARNING, message, places.locator(prefix, top, first)))
    return issues


def _unshown(sheet: Sheet, prefix: str, places: _Places) -> list[Issue]:
    """Return an issue for the values that their number format hides (`;;;`), zeros aside, which tables often blank."""
    cells = [cell for cell in sheet.cells.values() if not cell.has_text and str(cell.raw or "").strip()]
    if not cells:
        return []
    told = [f"{cell.raw:.15g}" if isinstance(cell.raw, float) else str(cell.raw)[:80] for cell in cells[:MAX_LISTED]]
    named = zip(cells, told, strict=False)
    listed = ", ".join(f"{cell_name(cell.row, cell.column)} ({value})" for cell, value in named)
    more = " …" if len(cells) > MAX_LISTED else ""
    message = f"values of sheet {sheet.name} that their format hides are left out: {listed}{more}"
    return [Issue(IssueCode.HIDDEN, Severity.WARNING, message, places.locator(prefix, cells[0].row, cells[0].column))]


def _comments(sheet: Sheet, prefix: str, places: _Places) -> list[Issue]:
    """Return the comments on a sheet's cells as issues."""
    return [
        Issue(
            IssueCode.COMMENT,
            Severity.INFO,
            f"comment by {note.author}: {note.text[:LONGEST_COMMENT]}",
            places.locator(prefix, note.row, note.column),
        )
        for note in sheet.notes
    ]
