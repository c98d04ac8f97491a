"""Excel workbooks (.xlsx, .xlsm, .xltx, .xltm): transitional and strict SpreadsheetML, read from the package itself."""

from __future__ import annotations

import re

from ingest.elements import Element, attribute, child, children, whole
from ingest.model import Issue, IssueCode, Severity, Shown
from ingest.sheet_model import Sheet, Workbook, parse_area
from ingest.sheet_show import show_workbook
from ingest.xlsx_notes import read_floating, read_notes
from ingest.xlsx_package import XlsxPackage, core_title, open_xlsx
from ingest.xlsx_rules import apply_rules
from ingest.xlsx_sheet import SheetReader, read_shared
from ingest.xlsx_styles import read_palette, read_xlsx_styles

MAX_SHEETS = 500
_TITLE_ROWS = re.compile(r"\$?\d+:\$?\d+")


def parse_xlsx(content: bytes) -> Shown:
    """Return what a workbook shows: each sheet's name, titles, tables and text, hidden ones with an issue.

    A locator's path is a reference as Excel takes it: `Plan!C7`, `'Open items'!A1`. Raises EncryptedDocument or
    DamagedDocument where the bytes do not open as a workbook.
    """
    package, main, root = open_xlsx(content)
    with package.archive:
        issues: list[Issue] = []
        reader = _reader(package, main, root, issues)
        relations = package.relations(main)
        sheets = []
        names = list(children(child(root, "sheets"), "sheet"))[:MAX_SHEETS]
        for number, each in enumerate(names):
            relation = relations.get(_relation_id(each) or "")
            name = attribute(each, "name") or f"Sheet{number + 1}"
            if relation is None or relation.kind != "worksheet":
                if relation is not None and relation.kind in _UNREAD:
                    message = f"sheet {name!r} is {_UNREAD[relation.kind]}, which is not read"
                    issues.append(Issue(IssueCode.UNREADABLE_PAGE, Severity.INFO, message))
                continue
            sheet = Sheet(name, hidden=attribute(each, "state") in _HIDDEN)
            sheet.headed |= _title_rows(root, number)
            _read_sheet(package, relation.part, sheet, reader)
            sheets.append(sheet)
        title, path = core_title(package)
        return show_workbook(Workbook(sheets, title, path, (*package.issues, *issues)))


# ECMA-376 part 1, §12.3.2 and §12.3.7; [MS-OFFMACRO2] §2.2 for sheets of Excel 4 macros
_UNREAD = {"chartsheet": "a chart", "dialogsheet": "a dialog", "xlMacrosheet": "one of macros"}
_HIDDEN = frozenset({"hidden", "veryHidden"})


def _relation_id(element: Element) -> str | None:
    """Return the identity of the relationship that an element names: its `id` in the namespace of relationships."""
    return next((str(v) for k, v in element.attrib.items() if str(k).startswith("{") and str(k).endswith("}id")), None)


def _reader(package: XlsxPackage, main: str, root: Element, issues: list[Issue]) -> SheetReader:
    styles_part = next(iter(package.related(main, "styles")), None)
    theme_part = next(iter(package.related(main, "theme")), None)
    styles = package.root(styles_part)
    palette = read_palette(package.root(theme_part), styles)
    strings = next(iter(package.related(main, "sharedStrings")), None)
    source = package.open(strings) if strings else None
    shared, issue = read_shared(source)
    if issue is not None:
        issues.append(issue)
    epoch = attribute(child(root, "workbookPr"), "date1904") in {"1", "true"}
    return SheetReader(read_xlsx_styles(styles, palette), shared, epoch)


def _title_rows(root: Element, sheet: int) -> set[int]:
    """Return the last of the rows that a sheet repeats on each page when it is printed."""
    for each in children(child(root, "definedNames"), "definedName"):
        if attribute(each, "name") == "_xlnm.Print_Titles" and whole(attribute(each, "localSheetId"), -1) == sheet:
            for part in (each.text or "").split(","):
                area = parse_area(part.rpartition("!")[2].strip())
                if area is not None and _TITLE_ROWS.search(part.rpartition("!")[2]):
                    return {area.bottom}
    return set()


def _read_sheet(package: XlsxPackage, part: str, sheet: Sheet, reader: SheetReader) -> None:
    """Read a worksheet's part with what relates to it."""
    source = package.open(part)
    if source is None:
        return
    with source:
        rules = reader.read(source, sheet)
    apply_rules(rules, sheet, reader.styles)
    for relation in package.relations(part).values():
        if relation.kind == "table":
            root = package.root(relation.part)
            area = parse_area(attribute(root, "ref") or "")
            if area is not None:
                sheet.listed.append((area, whole(attribute(root, "headerRowCount"), 1)))
    sheet.notes += read_notes(package, part)
    sheet.floating += read_floating(package, part)
