"""The command that shows what the reader sees on a page."""

from __future__ import annotations

from pathlib import Path

from councilplans import printing
from councilplans.pipeline import parse_file
from ingest.errors import UnreadableDocument

PDF_MEDIA_TYPE = "application/pdf"


def debug(file: Path, page: int, out: Path) -> int:
    """Write a page of a PDF as a PNG with words, rulings and cells drawn in; return the exit status."""
    from ingest.pdf.picture import NoSuchPage, draw_page  # noqa: PLC0415 - the document libraries are slow to import

    try:
        parsed = parse_file(file)
        if parsed.source.media_type != PDF_MEDIA_TYPE:
            printing.complain(file, "has no pages to draw; only PDFs have")
            return 1
        image = draw_page(file.read_bytes(), page, parsed.tables)
    except (UnreadableDocument, NoSuchPage) as error:
        printing.complain(file, error)
        return 1
    try:
        image.save(out, format="PNG")
    except OSError as error:
        printing.complain(out, f"cannot be written: {error.strerror or error}")
        return 1
    return 0
