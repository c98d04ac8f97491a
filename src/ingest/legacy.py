"""Documents of Word 97 and before (.doc) and rich text (.rtf), read as the OpenDocument text that LibreOffice makes."""

from __future__ import annotations

from ingest.model import Shown
from ingest.odt import parse_odt
from ingest.office.client import convert
from ingest.office.rtf import check_rtf, without_photographs
from ingest.options import Changes


def parse_doc(content: bytes, changes: Changes = Changes.FINAL) -> Shown:
    """Return what a .doc shows. Locators lead into content.xml of the .odt that LibreOffice makes of it.

    LibreOffice's own format, rather than .docx, since its import of .doc is made for it: spans, tracked changes, list
    numbers and fills pass through one conversion instead of two.
    """
    return parse_odt(convert(content, ".doc", ".odt"), changes, is_converted=True)


def parse_rtf(content: bytes, changes: Changes = Changes.FINAL) -> Shown:
    """Return what a rich text document shows, as `parse_doc` does.

    Raises DamagedDocument before the office is asked where `check_rtf` finds what no plan holds.
    """
    check_rtf(content)
    return parse_odt(convert(without_photographs(content), ".rtf", ".odt"), changes, is_converted=True)
