"""A look at rich text before the office sees it, which takes minutes or gigabytes over what no plan holds.

Rich text is groups in braces, control words that begin with a backslash, and text (Rich Text Format Specification
1.9.1, "RTF Syntax"). One pass over the bytes counts what the office pays for; nothing is interpreted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.errors import DamagedDocument

MAX_DEEP = 1000  # groups in one another; Word writes a dozen. The office holds 5 KB for each, 484 MB for 100,000
MAX_GROUPS = 300_000  # Word writes one for each hundred bytes of text; the office takes 75 s for a million
MAX_TABLES_DEEP = 40  # tables in one another, as in web pages; the office takes the square of it, 2 s for 200
# of all tables; the office takes the square of those of one: 2 s for 1,000, 6 s for 2,000, beyond 40 s for 5,000
MAX_ROWS = 3000
FROM_HEX = 1 << 18  # hexadecimal digits in a row, 128 KB: a photograph, of which nothing is read
MAX_CELLS = 100_000  # of all tables; 63 columns are the most that Word allows
_TELLING = re.compile(rb"\\(?:bin(-?\d{1,12}) ?|(row|nestrow|cell|nestcell)(?![a-z])|itap(\d{1,9})|[^a-z])|([{}])")
# a run is tried once, where it begins, and never in part
_HEX = re.compile(rb"(?<![0-9a-fA-F\r\n])[0-9a-fA-F\r\n]{%d,}+" % FROM_HEX)


@dataclass(slots=True)
class _Counted:
    """What was met so far."""

    deep: int = 0
    groups: int = 0
    rows: int = 0
    cells: int = 0


def check_rtf(content: bytes) -> None:
    """Raise DamagedDocument, with what to do, for rich text that holds what no plan does or that lies of its lengths.

    An end of group too many, or too few, is the office's to judge.
    """
    counted, at = _Counted(), 0
    while (found := _TELLING.search(content, at)) is not None:
        at = found.end()
        binary, part, tables, brace = found.groups()
        if brace == b"{":
            _open(counted)
        elif brace is not None:
            counted.deep -= 1
        elif part is not None:
            _count(part, counted)
        elif tables is not None:
            if int(tables) > MAX_TABLES_DEEP:
                raise DamagedDocument("its tables are nested beyond reason; save it again from Word")
        elif binary is not None:
            at += int(binary)
            if at > len(content) or at < found.end():
                raise DamagedDocument("a picture in it has more bytes than the file; fetch or save the file again")


def without_photographs(content: bytes) -> bytes:
    """Return rich text without the bytes of its large pictures, which the office would unpack to be left unread."""
    return _HEX.sub(b"", content)


def _open(counted: _Counted) -> None:
    counted.deep += 1
    counted.groups += 1
    if counted.deep > MAX_DEEP:
        raise DamagedDocument("its groups are nested beyond reason; save it again from Word")
    if counted.groups > MAX_GROUPS:
        raise DamagedDocument(f"it has more than {MAX_GROUPS:,} groups, beyond any plan; split the document")


def _count(part: bytes, counted: _Counted) -> None:
    if part.endswith(b"row"):
        counted.rows += 1
    else:
        counted.cells += 1
    if counted.rows > MAX_ROWS:
        raise DamagedDocument(f"its tables have more than {MAX_ROWS:,} rows, beyond any plan; split the document")
    if counted.cells > MAX_CELLS:
        raise DamagedDocument(f"its tables have more than {MAX_CELLS:,} cells, beyond any plan; split the document")
