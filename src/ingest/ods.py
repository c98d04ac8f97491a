"""OpenDocument spreadsheets (.ods, .ots, .fods), read in a stream: a file may declare rows without end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from lxml import etree

from ingest.elements import Element, attribute, child, children, name_of, parse_xml, whole
from ingest.errors import DamagedDocument
from ingest.model import Issue, IssueCode, Severity, Shown
from ingest.odf_styles import read_odf_styles, shown_font_names
from ingest.odf_text import Reading, read_paragraph
from ingest.odf_xml import furniture_in, names_in
from ingest.ods_rules import apply_ods_rules
from ingest.ods_sheet import OdsReader, area_of_address
from ingest.sheet_model import Sheet, Workbook
from ingest.sheet_show import show_workbook
from ingest.textruns import Flowed, flow
from ingest.xlsx_package import BROKEN_ZIP

MAX_PART = 25 * 1024 * 1024  # bytes of a part that is held whole
MAX_SHEETS = 500
_WANTED = ("table", "table-row", "table-column", "conditional-formats", "database-range", "shapes")
_FIELDS = frozenset(
    {"sheet-name", "page-number", "page-count", "date", "time", "title", "file-name"}
)  # of a page's header: they say nothing of the plan


def parse_ods(content: bytes) -> Shown:
    """Return what an OpenDocument spreadsheet shows, as `ingest.xlsx.parse_xlsx` does for Excel's.

    Raises EncryptedDocument or DamagedDocument where the bytes do not open as one.
    """
    issues: list[Issue] = []
    with _parts(content, issues) as (source, styles, meta, settings):
        sheets, root, problem = _read(source, styles)
    if root is None:
        raise DamagedDocument("it is broken inside; open it in LibreOffice and save it again")
    if problem:
        message = f"reading stopped: the file is broken ({problem})"
        issues.append(Issue(IssueCode.UNREADABLE_PAGE, Severity.WARNING, message))
    by_name = {sheet.name: sheet for sheet in sheets}
    _freeze(settings if settings is not None else root, by_name)
    if sheets:
        sheets[0].furniture += _furniture(styles if styles is not None else root)
    title = child(meta if meta is not None else root, "meta", "title")
    text = " ".join("".join(str(part) for part in title.itertext()).split()) if title is not None else None
    return show_workbook(Workbook(sheets, text or None, "meta.xml", tuple(issues)))


_Parts = tuple[IO[bytes], Element | None, Element | None, Element | None]


@contextmanager
def _parts(content: bytes, issues: list[Issue]) -> Iterator[_Parts]:
    """Give the stream of the content, and the roots of styles, metadata and settings; a flat file has but one part."""
    if not content.startswith(b"PK"):
        yield io.BytesIO(content), None, None, None
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = names_in(archive)
            if "content.xml" not in names:
                raise DamagedDocument("it holds no sheets; open it in LibreOffice and save it again")
            roots = [_root(archive, name, names, issues) for name in ("styles.xml", "meta.xml", "settings.xml")]
            with archive.open("content.xml") as source:
                yield source, roots[0], roots[1], roots[2]
    except BROKEN_ZIP as error:
        raise DamagedDocument("its zip container is broken; open it in LibreOffice and save it again") from error


def _root(archive: zipfile.ZipFile, name: str, names: set[str], issues: list[Issue]) -> Element | None:
    if name not in names:
        return None
    reason = "it is larger than any that a person makes"
    if archive.getinfo(name).file_size <= MAX_PART:
        try:
            return parse_xml(archive.read(name))
        except etree.XMLSyntaxError as error:
            reason = error.msg
    issues.append(Issue(IssueCode.UNREADABLE_PAGE, Severity.WARNING, f"{name} was left out: {reason}"))
    return None


def _read(source: IO[bytes], styles: Element | None) -> tuple[list[Sheet], Element | None, str | None]:
    """Return the sheets of a content, its root, and what broke it off."""
    sheets: list[Sheet] = []
    root: Element | None = None
    reader: OdsReader | None = None
    problem: str | None = None
    depth = 0
    try:
        for event, element in etree.iterparse(
            source,
            events=("start", "end"),
            tag=[f"{{*}}{name}" for name in _WANTED],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        ):
            name = name_of(element)
            if reader is None:
                root = element.getroottree().getroot()
                reader = _reader(root, styles)
            if name == "table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1 and len(sheets) < MAX_SHEETS:
                    sheets.append(reader.begin(element))
                elif event == "end" and depth == 0:
                    reader.end()
                    apply_ods_rules(reader, sheets[-1])
                    element.clear()
            elif event == "end" and name == "database-range":
                _filter(element, sheets)
            elif event == "end" and depth == 1 and sheets:
                reader.take(element)
    except (etree.XMLSyntaxError, *BROKEN_ZIP) as error:
        problem = str(getattr(error, "msg", error))
        if not sheets:
            raise DamagedDocument("it is broken inside; open it in LibreOffice and save it again") from error
    return sheets, root, problem


def _reader(root: Element, styles: Element | None) -> OdsReader:
    parts = (styles, root) if styles is not None else (root,)
    fonts: dict[str, str] = {}
    for part in parts:
        fonts |= shown_font_names(part)
    return OdsReader(Reading(read_odf_styles(*parts), root.getroottree(), fonts=fonts))


def _filter(element: Element, sheets: list[Sheet]) -> None:
    """Take in an area under a filter, whose first row holds headings (part 3, §9.4.15)."""
    found = area_of_address(attribute(element, "target-range-address") or "")
    if found is None or attribute(element, "display-filter-buttons") != "true":
        return
    for sheet in sheets:
        if sheet.name == found[0]:
            sheet.filters.append(found[1])


def _freeze(settings: Element | None, sheets: dict[str, Sheet]) -> None:
    """Take the last row above frozen panes for a heading row."""
    for entry in settings.iter() if settings is not None else ():
        if name_of(entry) != "config-item-map-entry" or attribute(entry, "name") not in sheets:
            continue
        items = {attribute(each, "name"): each.text for each in children(entry, "config-item")}
        rows = whole(items.get("VerticalSplitPosition"), 0)
        if items.get("VerticalSplitMode") == "2" and 0 < rows <= 100:
            sheets[attribute(entry, "name") or ""].headed.add(rows - 1)


def _furniture(styles: Element | None) -> list[Flowed]:
    """Return the texts of the pages' headers and footers that are shown, fields such as page numbers left out."""
    found: list[Flowed] = []
    reading = Reading(read_odf_styles(styles), styles.getroottree()) if styles is not None else None
    for root in furniture_in(styles):
        if reading is None or attribute(root, "display") == "false":
            continue
        for paragraph in (each for each in root.iter() if name_of(each) == "p"):
            fields = any(name_of(each) in _FIELDS for each in paragraph.iter())
            text = flow(read_paragraph(paragraph, reading).lines, joint=" ")
            if text.text and not fields and text not in found:
                found.append(text)
    return found
