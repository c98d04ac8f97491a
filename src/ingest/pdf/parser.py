"""A PDF from bytes to tables and blocks, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.errors import DamagedDocument
from ingest.model import Block, BlockKind, Issue, IssueCode, Locator, Severity, Shown, Table
from ingest.pdf.blocks import Typography, blocks_of, join_over_pages, read_typography
from ingest.pdf.furniture import running_words
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.grid import FoundTable
from ingest.pdf.lines import lines_of, stands_in
from ingest.pdf.source import PdfSource
from ingest.pdf.tables import find_tables, table_of
from ingest.pdf.turn import to_display, turned_size
from ingest.pdf.words import Word


def parse_pdf(content: bytes) -> Shown:
    """Return what a PDF shows.

    Raises EncryptedDocument for one that opens with a password only, DamagedDocument for one that cannot be opened.
    A page that cannot be read is an issue; the others are read on.
    """
    with PdfSource(content) as source:
        pages = tuple(page for n in range(1, source.n_pages + 1) if (page := source.read(n)) is not None)
        n_pages, issues = source.n_pages, source.issues
    if not pages:
        raise DamagedDocument("the PDF has no page that can be read; open it in a viewer and save or print it anew")
    found = {page.number: find_tables(page) for page in pages}
    running = running_words(pages, {number: [table.box for table in tables] for number, tables in found.items()})
    style = read_typography(pages)
    shown: list[Table | Block] = []
    for page in pages:
        _add_page(shown, page, found[page.number], running.get(page.number, frozenset()), style)
        if page.is_image:
            issues.append(_image_issue(page.number))
    sizes = tuple(turned_size(page.size, page.turn) for page in pages)
    return Shown(tuple(shown), sizes, n_pages, tuple(issues))


def _image_issue(number: int) -> Issue:
    message = f"page {number} is an image without text; run it through text recognition (OCR) to have it read"
    return Issue(IssueCode.IMAGE_PAGE, Severity.WARNING, message, Locator(page=number))


def _add_page(
    shown: list[Table | Block],
    page: PageGeometry,
    found: Sequence[FoundTable],
    running: frozenset[Word],
    style: Typography,
) -> None:
    """Add a page's tables and blocks in reading order, furniture first, a paragraph cut by the page break joined."""
    body = [word for word in page.words if word not in running]
    boxes = [table.box for table in found]
    outside = [word for word in body if not any(stands_in(word.box, box) for box in boxes)]
    stretches = blocks_of(page, outside, boxes, style)
    items: list[Table | Block] = [*stretches[0]]
    for table, blocks in zip(found, stretches[1:], strict=True):
        items += [table_of(table, page, body), *blocks]
    shown.extend(_furniture(page, running))
    for item in (_displayed(item, page) for item in items):
        last = next((i for i in range(len(shown) - 1, -1, -1) if not _is_furniture(shown[i])), None)
        above = shown[last] if last is not None else None
        if isinstance(above, Block) and isinstance(item, Block) and above.locator.page != page.number:
            joined = join_over_pages(above, item)
            if joined is not None and last is not None:
                shown[last] = joined
                continue
        shown.append(item)


def _displayed(item: Table | Block, page: PageGeometry) -> Table | Block:
    """Return an item with its places on the displayed page."""
    if not page.turn:
        return item
    if isinstance(item, Block):
        return replace(item, locator=_place(item.locator, page))
    cells = tuple(replace(cell, parts=tuple(_place(part, page) for part in cell.parts)) for cell in item.cells)
    return replace(item, cells=cells)


def _place(at: Locator, page: PageGeometry) -> Locator:
    display = turned_size(page.size, page.turn)
    return at if at.box is None else replace(at, box=to_display(at.box, page.turn, display))


def _is_furniture(item: Table | Block) -> bool:
    return isinstance(item, Block) and item.kind is BlockKind.FURNITURE


def _furniture(page: PageGeometry, running: frozenset[Word]) -> Iterator[Block]:
    for line in lines_of(tuple(running)):
        at = _place(Locator(page=page.number, box=line.box), page)
        yield Block(BlockKind.FURNITURE, line.text, locator=at)
