"""Form fields, typed notes and strike-outs, which PDFs keep beside a page and show on it."""

from __future__ import annotations

import pypdfium2
from pypdfium2 import raw

WRITTEN = frozenset({raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STRIKEOUT})


def open_page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """Return a page, counted from 1, with what was filled in or struck out on it as part of what it draws.

    PDFium tells no text of annotations (PDF 32000 §12.5). Those that write are drawn on the page first, as their own
    appearance shows them; links, highlights and pop-up notes are not. Raises PdfiumError where there is no such page.
    """
    page = document[number - 1]
    kinds = [_kind(page, i) for i in range(raw.FPDFPage_GetAnnotCount(page))]
    if WRITTEN.isdisjoint(kinds):
        return page
    for i in reversed(range(len(kinds))):
        if kinds[i] not in WRITTEN:
            raw.FPDFPage_RemoveAnnot(page, i)
    if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page
    page.close()  # what was drawn is seen once the page is opened anew
    return document[number - 1]


def _kind(page: pypdfium2.PdfPage, i: int) -> int:
    annotation = raw.FPDFPage_GetAnnot(page, i)
    if not annotation:
        return int(raw.FPDF_ANNOT_UNKNOWN)
    kind = int(raw.FPDFAnnot_GetSubtype(annotation))
    raw.FPDFPage_CloseAnnot(annotation)
    return kind
