"""Bytes to page geometry: opening, passwords, damage, pages that cannot be read, and fonts that tell no characters."""

from __future__ import annotations

import contextlib
import io
import logging
import re
from types import TracebackType
from typing import TYPE_CHECKING, Self

import pypdfium2
from pypdfium2 import raw

from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.model import Issue, IssueCode, Locator, PageSize, Severity
from ingest.options import SCAN_SECONDS
from ingest.pdf.geometry import PageGeometry
from ingest.pdf.pdfium import read_page, skim_page
from ingest.pdf.scan_reader import ScanReader
from ingest.pdf.triage import Glance, PageChoice, glance
from ingest.sought import Sought

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

for _name in ("pdfminer", "pypdfium2"):  # they warn of every oddity that they get over
    logging.getLogger(_name).setLevel(logging.CRITICAL)

CATALOGUE_BYTES = 1000  # before its type, within which the number of a catalogue object stands
_OBJECT = re.compile(rb"(\d+)\s+(\d+)\s+obj\b")


class PdfSource:
    """An open PDF whose pages are read one at a time; nothing of a page is held once it is read.

    PDFium reads it. A page whose fonts do not tell their characters is read by pdfplumber, which knows more of them;
    `issues` tells of these pages and of those that cannot be read.
    """

    def __init__(self, content: bytes, scan_seconds: float = SCAN_SECONDS) -> None:
        """Open a PDF; one with an empty user password opens too. `scan_seconds` bound the recognition of scans.

        Raises EncryptedDocument, or DamagedDocument where PDFium cannot mend what is broken.
        """
        self._content = content
        self._document, damage = _opened(content)
        self._by_pdfplumber: PDF | None = None
        self.issues: list[Issue] = [damage] if damage is not None else []
        self.scans = ScanReader(scan_seconds)
        self.n_pages = len(self._document)

    def __enter__(self) -> Self:
        """Return the source itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of the document."""
        self._document.close()
        if self._by_pdfplumber is not None:
            with contextlib.suppress(Exception):  # closing asks for the pages again, which raises where they are broken
                self._by_pdfplumber.close()

    def read(self, number: int) -> PageGeometry | None:
        """Return the geometry of a page, counted from 1; None, and an issue, where it cannot be read."""
        try:
            reading = read_page(self._document, number)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad page must not cost the others
            self._warn(
                IssueCode.UNREADABLE_PAGE, f"page {number} cannot be read ({error}); print it to a new PDF", number
            )
            return None
        if reading.is_unsure:
            return self._read_anew(reading.geometry)
        return self.scans.read(self._document, reading.geometry) if reading.geometry.images else reading.geometry

    def size(self, number: int) -> PageSize:
        """Return the displayed size of a page, without reading it."""
        try:
            return PageSize(*self._document.get_page_size(number - 1))
        except pypdfium2.PdfiumError:
            return PageSize(0.0, 0.0)

    def choose(self, sought: Sought) -> PageChoice:
        """Glance at all pages and return which of them to read in full."""

        def look(number: int) -> Glance | None:
            try:
                return glance(skim_page(self._document, number), sought)
            except pypdfium2.PdfiumError:
                return None

        return PageChoice([look(number) for number in range(1, self.n_pages + 1)])

    def _read_anew(self, page: PageGeometry) -> PageGeometry:
        """Return a page as pdfplumber reads it; as it is where pdfplumber gives up on it."""
        number = page.number
        message = f"page {number} uses a font that does not tell its characters; compare its text with the page"
        self._warn(IssueCode.NO_UNICODE_MAP, message, number)
        try:
            return self._by_pdfplumber_page(number)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - pdfminer raises whatever broken bytes lead it into
            return page

    def _by_pdfplumber_page(self, number: int) -> PageGeometry:
        import pdfplumber  # noqa: PLC0415 - half a second to import, and few documents need it

        from ingest.pdf.plumber import read_geometry  # noqa: PLC0415

        if self._by_pdfplumber is None:
            self._by_pdfplumber = pdfplumber.open(io.BytesIO(self._content))
        page = self._by_pdfplumber.pages[number - 1]
        try:
            return read_geometry(page)
        finally:
            page.close()

    def _warn(self, code: IssueCode, message: str, number: int) -> None:
        self.issues.append(Issue(code, Severity.WARNING, message, Locator(page=number)))


def _open(content: bytes) -> pypdfium2.PdfDocument:
    """Return the document that PDFium makes of bytes; raises PdfiumError where it makes none with a page."""
    document = pypdfium2.PdfDocument(content)
    if len(document):
        return document
    document.close()
    raise pypdfium2.PdfiumError("no pages")


def _opened(content: bytes) -> tuple[pypdfium2.PdfDocument, Issue | None]:
    """Return a document, and an issue where the file has lost its end, which PDFium gets over without a word."""
    whole = content.rfind(b"startxref") > content.rfind(b"endobj")  # where the index is (PDF 32000 §7.5.5)
    try:
        return _open(content), None if whole else _lost_end()
    except pypdfium2.PdfiumError as error:
        # PDFium may still hold the code of a document before; a locked one names its lock, in the clear
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD and b"/Encrypt" in content:
            raise EncryptedDocument("the PDF opens with a password only; save a copy without one") from error
        mended = _with_trailer(content)
        if mended is not None:
            with contextlib.suppress(pypdfium2.PdfiumError):
                return _open(mended), _lost_end()
        if str(error) == "no pages":
            message = "the PDF has no page that can be read; open it in a viewer and save or print it anew"
        else:
            message = "the PDF is damaged or cut off; fetch it again, or open it in a viewer and save it anew"
        raise DamagedDocument(message) from error


def _lost_end() -> Issue:
    message = "the PDF has lost its end; what is left of it was read, and more may be missing: fetch it again"
    return Issue(IssueCode.DAMAGED_FILE, Severity.WARNING, message)


def _with_trailer(content: bytes) -> bytes | None:
    """Return a file with a trailer (PDF 32000 §7.5.5) that names the last catalogue in the clear; None without one.

    PDFium looks for the objects itself where their index is missing, but not for the catalogue.
    """
    at = content.rfind(b"/Catalog")
    heads = _OBJECT.findall(content[max(0, at - CATALOGUE_BYTES) : at]) if at >= 0 else []
    return content + b"\ntrailer\n<< /Root %s %s R >>\n" % heads[-1] if heads else None
