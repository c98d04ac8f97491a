# ruff: noqa: PLC0415, ARG001 - a reader that is not installed must not stop the others; all are called alike
"""The readers that are measured, each as a function from a file to the rows of its tables, some pages at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.model import Table

CHUNK = 10  # pages handed to a reader that takes a range of them, so that a long file can be stopped

Row = list[str]
Reader = Callable[[Path, int], Iterator[tuple[int, list[Row]]]]


def by_pdfplumber(path: Path, n_pages: int) -> Iterator[tuple[int, list[Row]]]:
    """Yield the number of pages read so far and their rows."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with pdfplumber.open(path) as document:
        for number, page in enumerate(document.pages, 1):
            yield number, [[cell or "" for cell in row] for table in page.extract_tables() for row in table]
            page.close()


def by_camelot(path: Path, n_pages: int) -> Iterator[tuple[int, list[Row]]]:
    """Yield the number of pages read so far and their rows."""
    import camelot

    logging.getLogger("camelot").setLevel(logging.CRITICAL)
    for first, last in _chunks(n_pages):
        found = camelot.read_pdf(str(path), pages=f"{first}-{last}", suppress_stdout=True)
        yield last, [[str(cell) for cell in row] for table in found for row in table.df.to_numpy().tolist()]


def by_img2table(path: Path, n_pages: int) -> Iterator[tuple[int, list[Row]]]:
    """Yield the number of pages read so far and their rows."""
    from img2table.document import PDF

    for first, last in _chunks(n_pages):
        found = PDF(str(path), pages=list(range(first - 1, last))).extract_tables()
        yield (
            last,
            [
                [cell.value or "" for cell in row]
                for tables in found.values()
                for t in tables
                for row in t.content.values()
            ],
        )


def by_pymupdf(path: Path, n_pages: int) -> Iterator[tuple[int, list[Row]]]:
    """Yield the number of pages read so far and their rows."""
    import pymupdf

    with pymupdf.open(path) as document:
        for number, page in enumerate(document, 1):
            yield (
                number,
                [[cell or "" for cell in row] for table in page.find_tables().tables for row in table.extract()],
            )


def by_tables(path: Path, n_pages: int) -> Iterator[tuple[int, list[Row]]]:
    """Yield all pages and their rows: what `councilplans tables` reads."""
    from ingest.registry import parse_document

    yield n_pages, _rows(parse_document(path).tables)


def by_extract(path: Path, n_pages: int) -> Iterator[tuple[int, list[Row]]]:
    """Yield all pages and the cells of each action: what `councilplans extract` reads."""
    from councilplans.pipeline import extract_document

    record = extract_document(path)
    yield n_pages, [[cell.text for cell in action.source.cells] for action in record.actions]


def _rows(tables: Iterable[Table]) -> list[Row]:
    rows: list[Row] = []
    for table in tables:
        of_table: list[Row] = [[] for _ in range(table.n_rows)]
        for cell in table.cells:
            of_table[cell.row].append(cell.text)
        rows += of_table
    return rows


def _chunks(n_pages: int) -> Iterator[tuple[int, int]]:
    for first in range(1, n_pages + 1, CHUNK):
        yield first, min(first + CHUNK - 1, n_pages)


READERS: dict[str, Reader] = {
    "councilplans tables": by_tables,
    "councilplans extract": by_extract,
    "pdfplumber": by_pdfplumber,
    "PyMuPDF": by_pymupdf,
    "camelot-py": by_camelot,
    "img2table": by_img2table,
}
