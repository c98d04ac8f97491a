"""Bytes to page geometry: opening, passwords, damage, and pages that cannot be read."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.model import Issue, IssueCode, Locator, Severity
from ingest.pdf.geometry import PageGeometry, read_geometry

for _name in ("pdfminer", "pypdfium2"):  # they warn of every oddity that they get over
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def read_pages(content: bytes) -> tuple[tuple[PageGeometry, ...], int, tuple[Issue, ...]]:
    """Return the geometry of each page that can be read, how many pages there are, and what was met.

    Raises EncryptedDocument, or DamagedDocument where no page can be read. pdfminer gives up on some broken files
    that PDFium mends; those are read as PDFium writes them anew.
    """
    try:
        return _read(content)
    except DamagedDocument:
        mended = _mended(content)
        if mended is None:
            raise
        return _read(mended)


def _read(content: bytes) -> tuple[tuple[PageGeometry, ...], int, tuple[Issue, ...]]:
    issues: list[Issue] = []
    document = _open(content)
    try:
        pages = tuple(_geometries(document, issues))
        n_pages = len(document.pages)
    finally:
        with contextlib.suppress(Exception):  # closing asks for the pages again, which raises where they are broken
            document.close()
    if not pages:
        raise DamagedDocument("the PDF has no page that can be read; open it in a viewer and save or print it anew")
    return pages, n_pages, tuple(issues)


def _open(content: bytes) -> PDF:
    """Return the opened document; an empty user password opens too."""
    try:
        return pdfplumber.open(io.BytesIO(content))
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect | PDFEncryptionError):
            raise EncryptedDocument("the PDF opens with a password only; save a copy without one") from error
        raise _damaged() from error
    except Exception as error:  # pdfminer raises whatever broken bytes lead it into
        raise _damaged() from error


def _damaged() -> DamagedDocument:
    return DamagedDocument("the PDF is damaged or cut off; fetch it again, or open it in a viewer and save it anew")


def _mended(content: bytes) -> bytes | None:
    """Return a broken PDF as PDFium writes it anew; None where it gives up too."""
    try:
        document = pypdfium2.PdfDocument(content)
        anew = io.BytesIO()
        document.save(anew)
    except (pypdfium2.PdfiumError, OSError):
        return None
    return anew.getvalue()


def _geometries(document: PDF, issues: list[Issue]) -> Iterator[PageGeometry]:
    """Yield the geometry of each page that can be read; what pdfplumber keeps of a page is let go at once."""
    try:
        pages = document.pages
    except Exception as error:  # a broken page tree raises anything
        raise _damaged() from error
    for page in pages:
        try:
            yield read_geometry(page)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad page must not cost the others
            message = f"page {page.page_number} cannot be read ({type(error).__name__})"
            issues.append(Issue(IssueCode.UNREADABLE_PAGE, Severity.WARNING, message, Locator(page=page.page_number)))
        finally:
            page.close()
