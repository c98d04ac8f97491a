"""Pages turned and cropped: the same look on a sheet that lies otherwise (PDF 32000 §7.7.3.3 and §14.11.2)."""

from __future__ import annotations

import io

import pypdfium2
from pypdfium2 import raw

AROUND = (90.0, 40.0)  # points of the sheet left of and below the crop box


def turned(content: bytes, turn: int) -> bytes:
    """Return a PDF whose pages look the same but are stored turned, with /Rotate to set them upright."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        width, height = page.get_size()
        matrix = {90: (0, 1, -1, 0, height, 0), 180: (-1, 0, 0, -1, width, height), 270: (0, -1, 1, 0, 0, width)}[turn]
        _move(page, matrix)
        size = (height, width) if turn % 180 else (width, height)
        page.set_mediabox(0, 0, *size)
        page.set_cropbox(0, 0, *size)
        page.set_rotation(turn)
    return _saved(document)


def cropped(content: bytes) -> bytes:
    """Return a PDF whose pages look the same but are a crop out of a larger sheet."""
    document = pypdfium2.PdfDocument(content)
    left, foot = AROUND
    for page in document:
        width, height = page.get_size()
        _move(page, (1, 0, 0, 1, left, foot))
        page.set_mediabox(-20, -30, width + 2 * left, height + 2 * foot)
        page.set_cropbox(left, foot, left + width, foot + height)
    return _saved(document)


def _move(page: pypdfium2.PdfPage, matrix: tuple[float, ...]) -> None:
    raw.FPDFPage_TransFormWithClip(page.raw, raw.FS_MATRIX(*matrix), raw.FS_RECTF(-5000, 5000, 5000, -5000))


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
