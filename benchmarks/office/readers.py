"""What each reader makes of an office document, brought to one form: grids of text, and what it tells beside them.

Libraries are imported when their reader is asked for, so that one that is not installed costs itself alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Looks = dict[str, list[tuple[int, int, int, str]]]  # by what they tell: (table, row, column, what is told)


@dataclass
class Found:
    """What a reader found. A cell that reaches over several places may stand in each of them or in the first.

    `beside` is all text outside tables, comments and notes among it.
    """

    tables: list[list[list[str]]]
    looks: Looks = field(default_factory=dict)
    beside: str = ""


def councilplans() -> Callable[[Path], Found]:
    """Return our reader."""
    from ingest.registry import parse_document  # noqa: PLC0415

    def read(path: Path) -> Found:
        parsed = parse_document(path)
        looks: Looks = {"fill": [], "ink": [], "struck": [], "changed": []}
        for number, table in enumerate(parsed.tables):
            for cell in table.cells:
                where = (number, cell.row, cell.column)
                looks["fill"] += [(*where, cell.fill)] if cell.fill else []
                looks["ink"] += [(*where, cell.ink)] if cell.ink else []
                looks["struck"] += [(*where, cell.text[start:end].strip()) for start, end in cell.struck]
                looks["changed"] += [(*where, "changed")] if cell.changed else []
        beside = [block.text for block in parsed.blocks] + [issue.message for issue in parsed.issues]
        grids = [[[cell.text if cell else "" for cell in row] for row in table.grid()] for table in parsed.tables]
        return Found(grids, looks, "\n".join(beside))

    return read


def docling() -> Callable[[Path], Found]:
    """Return docling's converter; its tables have spans and text."""
    from docling.document_converter import DocumentConverter  # noqa: PLC0415

    converter = DocumentConverter()

    def read(path: Path) -> Found:
        document = converter.convert(path).document
        grids = [[[cell.text for cell in row] for row in table.data.grid] for table in document.tables]
        return Found(grids, beside="\n".join(item.text for item in document.texts))

    return read


def markitdown() -> Callable[[Path], Found]:
    """Return markitdown; its tables are read from the Markdown that it gives."""
    from markitdown import MarkItDown  # noqa: PLC0415

    converter = MarkItDown()

    def read(path: Path) -> Found:
        return _from_markdown(converter.convert(path).text_content)

    return read


def _from_markdown(text: str) -> Found:
    grids: list[list[list[str]]] = []
    beside = []
    within = False
    for line in text.splitlines():
        if not line.startswith("|"):
            beside.append(line)
            within = within and line.strip() != ""
            continue
        if not within:
            grids.append([])
        within = True
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if not all(re.fullmatch(r":?-{3,}:?", cell) for cell in cells):
            grids[-1].append(cells)
    grids = [[row for row in grid if any(row)] for grid in grids]  # an empty head is its way to begin a table
    struck = [
        (number, at, column, " ".join(re.findall(r"~~(.*?)~~", cell)))
        for number, grid in enumerate(grids)
        for at, row in enumerate(grid)
        for column, cell in enumerate(row)
        if "~~" in cell
    ]
    return Found(grids, {"struck": struck}, "\n".join(beside))


def mammoth() -> Callable[[Path], Found]:
    """Return mammoth, whose page goes to pandas; comments are asked for."""
    import mammoth as library  # noqa: PLC0415

    def read(path: Path) -> Found:
        with path.open("rb") as file:
            page = library.convert_to_html(file, style_map="comment-reference => sup").value
        return _from_page(page)

    return read


def read_html() -> Callable[[Path], Found]:
    """Return pandas.read_html."""
    import pandas  # noqa: F401, PLC0415 - so that it counts as missing where it is

    return _from_page


def _from_page(page: Path | str) -> Found:
    import pandas  # noqa: PLC0415

    try:
        frames = pandas.read_html(io.StringIO(page) if isinstance(page, str) else page, keep_default_na=False)
    except ValueError:  # no tables
        frames = []
    beside = re.sub(r"<table.*</table>", " ", page, flags=re.DOTALL) if isinstance(page, str) else ""
    return Found([_grid(frame) for frame in frames], beside=re.sub(r"<[^>]+>", " ", beside))


def _grid(frame: object) -> list[list[str]]:
    heads = [list(head) if isinstance(head, tuple) else [head] for head in frame.columns]  # type: ignore[attr-defined]
    named = [list(row) for row in zip(*heads, strict=True)] if not isinstance(heads[0][0], int) else []
    rows = [*named, *frame.values.tolist()]  # type: ignore[attr-defined]
    return [["" if value is None or value != value else str(value) for value in row] for row in rows]  # noqa: PLR0124


def python_docx() -> Callable[[Path], Found]:
    """Return python-docx, with the tables and paragraphs that it offers."""
    import docx  # noqa: PLC0415

    def read(path: Path) -> Found:
        document = docx.Document(str(path))
        looks: Looks = {"struck": [], "ink": []}
        grids: list[list[list[str]]] = []

        def take(table: object) -> None:
            number = len(grids)
            grids.append([])
            inner = []
            for at, row in enumerate(table.rows):  # type: ignore[attr-defined]
                before = row.grid_cols_before
                grids[number].append([""] * before + [cell.text for cell in row.cells])
                for column, cell in enumerate(row.cells):
                    inner += cell.tables
                    for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
                        where = (number, at, before + column)
                        if run.font.strike:
                            looks["struck"].append((*where, run.text.strip()))
                        if run.font.color is not None and run.font.color.rgb is not None:
                            looks["ink"].append((*where, f"#{run.font.color.rgb}".lower()))
            for each in inner:
                take(each)

        for table in document.tables:
            take(table)
        said = [paragraph.text for paragraph in document.paragraphs]
        said += [comment.text for comment in getattr(document, "comments", [])]
        return Found(grids, looks, "\n".join(said))

    return read


def openpyxl() -> Callable[[Path], Found]:
    """Return openpyxl: each sheet as one table, stored values, and the looks of its cells."""
    import openpyxl as library  # noqa: PLC0415

    def read(path: Path) -> Found:
        book = library.load_workbook(path, data_only=True)
        looks: Looks = {"fill": [], "ink": [], "struck": []}
        grids, said = [], []
        for number, sheet in enumerate(book.worksheets):
            grids.append([["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()])
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                where = (number, cell.row - 1, cell.column - 1)
                if getattr(cell, "comment", None):
                    said.append(f"comment by {cell.comment.author}: {cell.comment.text}")
                if cell.fill.fill_type == "solid" and isinstance(cell.fill.fgColor.rgb, str):
                    looks["fill"].append((*where, "#" + cell.fill.fgColor.rgb[-6:].lower()))
                if cell.font.color is not None and isinstance(cell.font.color.rgb, str):
                    looks["ink"].append((*where, "#" + cell.font.color.rgb[-6:].lower()))
                if cell.font.strike:
                    looks["struck"].append((*where, str(cell.value)))
        return Found(grids, looks, "\n".join(said))

    return read


def read_excel() -> Callable[[Path], Found]:
    """Return pandas.read_excel over all sheets."""
    import pandas  # noqa: PLC0415

    def read(path: Path) -> Found:
        return Found([_grid(f) for f in pandas.read_excel(path, sheet_name=None, keep_default_na=False).values()])

    return read


READERS: dict[str, tuple[Callable[[], Callable[[Path], Found]], tuple[str, ...]]] = {
    "councilplans": (councilplans, (".docx", ".odt", ".html", ".xlsx")),
    "docling": (docling, (".docx", ".odt", ".html", ".xlsx")),
    "markitdown": (markitdown, (".docx", ".html", ".xlsx")),
    "mammoth, pandas": (mammoth, (".docx",)),
    "python-docx": (python_docx, (".docx",)),
    "pandas.read_html": (read_html, (".html",)),
    "openpyxl": (openpyxl, (".xlsx",)),
    "pandas.read_excel": (read_excel, (".xlsx",)),
}
