"""A PDF from bytes to tables and blocks, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.errors import DamagedDocument
from ingest.model import Block, BlockKind, Box, Issue, IssueCode, Locator, PageSize, Severity, Shown, Table
from ingest.options import SCAN_SECONDS
from ingest.pdf.blocks import Draft, SizeCount, Typography, blocks_of, drafts_of, join_over_pages, with_text_size
from ingest.pdf.furniture import MARGIN_SHARE, RunningLines
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.goes_on import rest_of
from ingest.pdf.grid import FoundTable, find_ruled_tables
from ingest.pdf.hyphens import with_hyphens_settled
from ingest.pdf.lines import lines_of, outside
from ingest.pdf.source import PdfSource
from ingest.pdf.tables import find_tables, table_of
from ingest.pdf.tagged import TaggedTable, marked, tagged_tables, with_tagged
from ingest.pdf.triage import SHORT_DOCUMENT, PageChoice
from ingest.pdf.turn import to_display, turned_size
from ingest.pdf.words import Word
from ingest.repeats import without_repeats
from ingest.sought import Sought

FOOTNOTE_WORDS = 25  # up to which the text below a table is a note to it
BATCH_PAGES = 64  # read before running lines are told from text
MOST_BATCH_PAGES = 256  # where a tagged table runs over the pages; what is left of it is read by its geometry


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page with the tables found on it, from the top down.

    `ruled` are those that its rulings draw, `told` what the tags say of each one found, None where they do not.
    """

    geometry: PageGeometry
    ruled: tuple[FoundTable, ...]
    found: tuple[FoundTable, ...]
    told: tuple[TaggedTable | None, ...]

    @property
    def boxes(self) -> list[Box]:
        """The boxes of the tables, from the top down."""
        return [table.box for table in self.found]


@dataclass(frozen=True, slots=True)
class PageDraft:
    """What is kept of a page once its geometry is let go: tables, and paragraphs whose kind is not told yet.

    Tables and stretches of paragraphs alternate, a stretch above the first table.
    """

    number: int
    furniture: tuple[Block, ...]
    items: tuple[Table | list[Draft], ...]


def parse_pdf(content: bytes, sought: Sought | None = None, *, scan_seconds: float = SCAN_SECONDS) -> Shown:
    """Return what a PDF shows; of a long one, where it is told what is sought, the pages that may hold it.

    Raises EncryptedDocument for one that opens with a password only, DamagedDocument for one that cannot be opened.
    A page that cannot be read is an issue; the others are read on. Recognising scanned pages takes `scan_seconds` at
    most; what is left then is an issue too. Pages are read in batches, and what they show is
    kept without its geometry, so that memory does not grow with the pages.
    """
    with PdfSource(content, scan_seconds) as source:
        choice = source.choose(sought) if sought is not None and source.n_pages > SHORT_DOCUMENT else None
        sizes: dict[int, PageSize] = {}
        count, running = SizeCount(), RunningLines()
        drafts: list[PageDraft] = []
        for batch in _batches(_read(source, choice)):
            for page, words in zip(batch, running.words_on((p.geometry, p.boxes) for p in batch), strict=True):
                geometry = page.geometry
                count.add(geometry)
                sizes[geometry.number] = turned_size(geometry.size, geometry.turn)
                drafts.append(_draft(page, words))
                if geometry.is_image and geometry.number not in source.scans.unread:
                    source.issues.append(_image_issue(geometry.number))
        n_pages, issues = source.n_pages, (*source.issues, *source.scans.issues())
        if not drafts:
            raise DamagedDocument("the PDF has no page that can be read; open it in a viewer and save or print it anew")
        if len(sizes) < n_pages:
            sizes = {number: sizes.get(number) or source.size(number) for number in range(1, n_pages + 1)}
    if choice is not None:
        issues = (*issues, *choice.issues())
    texts = (text for page in drafts for item in page.items if not isinstance(item, Table) for text in item)
    shown = with_hyphens_settled(_content(drafts, with_text_size(count.typography(), texts)))
    if not shown and any(issue.code is IssueCode.DAMAGED_FILE for issue in issues):
        raise DamagedDocument("the PDF has lost its end, and with it all that its pages show; fetch it anew")
    return Shown(shown, tuple(sizes.values()), n_pages, issues)


def _read(source: PdfSource, choice: PageChoice | None) -> Iterator[ReadPage]:
    """Yield the pages that are to be read and can be."""
    page: ReadPage | None = None
    for number in range(1, source.n_pages + 1):
        if choice is not None and not choice.wants(number):
            continue
        geometry = source.read(number)
        if geometry is None:
            continue
        ruled = find_ruled_tables(geometry.rulings)
        found = _with_rest(find_tables(geometry, ruled), geometry, page)
        page = ReadPage(geometry, ruled, found, (None,) * len(found))
        if choice is not None:
            choice.was_read(number, ends_in_table=_ends_in_table(page))
        yield page


def _with_rest(found: tuple[FoundTable, ...], page: PageGeometry, before: ReadPage | None) -> tuple[FoundTable, ...]:
    """Return the tables of a page, with the last rows of the table before it where only rules tell of them."""
    if before is None or before.geometry.number != page.number - 1 or not _ends_in_table(before):
        return found
    if found and all(ruling.box.top >= found[0].box.top - 1 for ruling in page.rulings if ruling.horizontal):
        return found
    rest = rest_of(before.found[-1], before.geometry, page)
    return (rest, *found) if rest and all(table.box.top > rest.box.bottom for table in found) else found


def _batches(pages: Iterator[ReadPage]) -> Iterator[list[ReadPage]]:
    """Yield pages in batches that cut no tagged table, with the tables that tags tell of in place of those found."""
    batch: list[ReadPage] = []
    for page in pages:
        if len(batch) >= BATCH_PAGES and (len(batch) >= MOST_BATCH_PAGES or not _share_a_table(batch[-1], page)):
            yield _by_tags(batch)
            batch = []
        batch.append(page)
    if batch:
        yield _by_tags(batch)


def _share_a_table(above: ReadPage, below: ReadPage) -> bool:
    first, second = ({table.path for table in page.geometry.tags} for page in (above, below))
    return not first.isdisjoint(second)


def _by_tags(batch: list[ReadPage]) -> list[ReadPage]:
    tables = tagged_tables([(page.geometry, page.ruled, page.found) for page in batch]).tables
    if not tables:
        return batch
    told = with_tagged([page.found for page in batch], [tables.get(page.geometry.number, ()) for page in batch])
    return [
        replace(page, found=tuple(table for table, _ in here), told=tuple(by_tags for _, by_tags in here))
        for page, here in zip(batch, told, strict=True)
    ]


def _ends_in_table(page: ReadPage) -> bool:
    """Tell whether a page's last table stands at its foot, so that it may go on over the next page."""
    if not page.found:
        return False
    lowest = max(box.bottom for box in page.boxes)
    foot = (1 - MARGIN_SHARE) * page.geometry.size.height
    below = sum(lowest < word.box.top < foot for word in page.geometry.words)
    return below <= FOOTNOTE_WORDS


def _image_issue(number: int) -> Issue:
    message = f"page {number} is an image in which no text was found; nothing was read from it"
    return Issue(IssueCode.IMAGE_PAGE, Severity.WARNING, message, Locator(page=number))


def _draft(page: ReadPage, running: Sequence[Word]) -> PageDraft:
    """Return what a page shows, in displayed coordinates: furniture, tables, and the paragraphs between them."""
    geometry, boxes = page.geometry, page.boxes
    aside = set(map(id, running))
    body = [word for word in geometry.words if id(word) not in aside] if aside else geometry.words
    stretches = drafts_of(geometry, outside(body, boxes), boxes)
    items: list[Table | list[Draft]] = [stretches[0]]
    for table, by_tags, drafts in zip(page.found, page.told, stretches[1:], strict=True):
        made = table_of(table, geometry, body)
        items += [marked(made, by_tags) if by_tags else without_repeats(made), drafts]
    furniture = tuple(_furniture(geometry, running))
    return PageDraft(geometry.number, furniture, tuple(_displayed(item, geometry) for item in items))


def _content(pages: Sequence[PageDraft], style: Typography) -> tuple[Table | Block, ...]:
    """Return tables and blocks in reading order, furniture first, a paragraph cut by a page break joined."""
    shown: list[Table | Block] = []
    last: int | None = None  # the last item that is no furniture
    for page in pages:
        shown.extend(page.furniture)
        for item in page.items:
            for read in [item] if isinstance(item, Table) else blocks_of(item, style):
                above = shown[last] if last is not None else None
                if isinstance(above, Block) and isinstance(read, Block) and above.locator.page != page.number:
                    joined = join_over_pages(above, read)
                    if joined is not None and last is not None:
                        shown[last] = joined
                        continue
                last = len(shown)
                shown.append(read)
    return tuple(shown)


def _displayed(item: Table | list[Draft], page: PageGeometry) -> Table | list[Draft]:
    """Return items with their places on the displayed page."""
    if not page.turn and not page.tilts:
        return item
    if not isinstance(item, Table):
        return [replace(draft, locator=_place(draft.locator, page)) for draft in item]
    cells = tuple(replace(cell, parts=tuple(_place(part, page) for part in cell.parts)) for cell in item.cells)
    return replace(item, cells=cells)


def _place(at: Locator, page: PageGeometry) -> Locator:
    if at.box is None:
        return at
    box = to_display(at.box, page.turn, turned_size(page.size, page.turn))
    for tilt in page.tilts:
        box = tilt.place(box)
    return replace(at, box=box)


def _furniture(page: PageGeometry, running: Sequence[Word]) -> Iterator[Block]:
    for line in lines_of(running):
        at = _place(Locator(page=page.number, box=line.box), page)
        yield Block(BlockKind.FURNITURE, line.text, locator=at)
