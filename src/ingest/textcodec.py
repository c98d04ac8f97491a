"""Bytes to characters, whatever the file says of itself."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from ingest.errors import DamagedDocument
from ingest.model import Issue, IssueCode, Severity

# the longer marks first: UTF-32 begins as UTF-16 does
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_WIDE_SAMPLE = 4096  # bytes looked at for UTF-16 or UTF-32 without a mark
DECLARED_WITHIN = 4096  # HTML §13.2.3.2 looks at 1,024 bytes; long scripts before the meta are met in practice
MAX_DAMAGE = 0.2  # share of characters above ASCII that may be broken before UTF-8 is given up


def decode(content: bytes) -> tuple[str, tuple[Issue, ...]]:
    """Return the text of bytes, and an issue where the encoding is a guess or some bytes did not fit.

    A byte order mark decides; then UTF-8, which other encodings almost never happen to satisfy; then what the
    file declares; then windows-1252, the usual undeclared one; a statistical guess comes last. Raises
    DamagedDocument where nothing fits.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _with_losses(content[len(mark) :], encoding)
    wide = _wide_encoding(content)
    if wide:
        return _with_losses(content, wide)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    declared = declared_encoding(content)
    if declared and declared != "utf-8":
        try:
            return content.decode(declared), ()
        except UnicodeDecodeError:
            pass
    return _guess(content, declared)


def declared_encoding(content: bytes) -> str | None:
    """Return the codec that a meta element or XML declaration names; None for none or an unknown one.

    Latin-1 and ASCII mean windows-1252 on the web (WHATWG Encoding §4.2).
    """
    found = _DECLARED.search(content[:DECLARED_WITHIN])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except (LookupError, ValueError):
        return None
    if name.startswith(("utf-16", "utf-32")):
        return None  # the declaration was read as bytes, so it cannot be true
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _wide_encoding(content: bytes) -> str | None:
    """Return UTF-16 or UTF-32 where the zero bytes of Latin text betray it, without a mark."""
    sample = content[:_WIDE_SAMPLE]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    lanes = [sample[offset::4].count(0) / max(1, len(sample[offset::4])) for offset in range(4)]
    high, low = 0.9, 0.1
    if lanes[0] < low and min(lanes[1:]) > high:
        return "utf-32-le"
    if lanes[3] < low and min(lanes[:3]) > high:
        return "utf-32-be"
    even, odd = (lanes[0] + lanes[2]) / 2, (lanes[1] + lanes[3]) / 2
    if even < low and odd > 0.6:
        return "utf-16-le"
    if odd < low and even > 0.6:
        return "utf-16-be"
    return None


def _with_losses(content: bytes, encoding: str) -> tuple[str, tuple[Issue, ...]]:
    text = content.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    return text, (_issue(f"{lost} characters could not be read as {encoding}"),) if lost else ()


def _guess(content: bytes, declared: str | None) -> tuple[str, tuple[Issue, ...]]:
    """Return the text of bytes that are not what they claim to be, with an issue that says what was tried."""
    text = content.decode("utf-8", errors="replace")
    broken, sound = text.count("\ufffd"), sum(character > "\x7f" for character in text)
    if broken <= MAX_DAMAGE * sound:
        return text, (_issue(f"{broken} characters could not be read as utf-8"),)
    try:
        text = content.decode("cp1252")
        claimed = f" although it declares {declared}" if declared else ""
        return text, (_issue(f"read as windows-1252{claimed}"),)
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(content).best()
    if best is None:
        raise DamagedDocument("its characters are in no known encoding; save it again as UTF-8")
    return str(best), (_issue(f"the encoding was guessed to be {best.encoding}"),)


def _issue(message: str) -> Issue:
    return Issue(IssueCode.ENCODING, Severity.WARNING, message)
