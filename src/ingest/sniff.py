"""What a file is, told by its bytes and never by its name; and what is wrong where it is nothing we read."""

from __future__ import annotations

import enum
import io
import re
import zipfile
import zlib

from ingest.errors import DamagedDocument, EncryptedDocument, UnknownType
from ingest.html_archive import is_archive
from ingest.ole import OLE_MARK, OleFile
from ingest.textcodec import decode

PDF_MARK_WITHIN = 1024  # bytes; Adobe's readers look for the header there (PDF 32000, annex H.3.4.1)
SNIFFED_BYTES = 65_536
HTML_WITHIN = 1024  # characters in which a page names itself, comments left aside
FLAT_WITHIN = 8192  # characters in which a flat OpenDocument file declares its many namespaces and its type
MAX_UNPACKED = 200 * 1024 * 1024  # bytes of all members of a zip
MAX_MEMBERS = 10_000
MAX_RATIO = 500  # unpacked to packed, of one member; text seldom packs beyond 50
RATIO_FROM = 10 * 1024 * 1024  # bytes; below this no ratio does harm
MAX_CONTROLS = 0.02  # share of control characters from which text is binary

SAVE_AS = "save it as .docx or PDF and try again"


class FileType(enum.StrEnum):
    """The types that are told apart; the value is the media type."""

    PDF = "application/pdf"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    DOC = "application/msword"
    RTF = "application/rtf"
    XLS = "application/vnd.ms-excel"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    HTML = "text/html"
    TEXT = "text/plain"


# streams of a compound file and the document that they make it
_OLE_KINDS = (
    ("PowerPoint Document", "a PowerPoint 97-2003 presentation (.ppt)"),
    ("__substg1.0_", "an Outlook message (.msg)"),
)
_EXCEL_STREAMS = ("Workbook", "Book")  # of Excel 97-2003, and of Excel 5 and 95
_SIGNATURES = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"MZ", "a Windows program"),
    (b"SQLite format 3\0", "a SQLite database"),
)
_ZIP_KINDS = (
    ("xl/", "an Excel workbook that is broken or binary (.xlsb)"),
    ("ppt/", "a PowerPoint presentation (.pptx)"),
    ("Index/", "an Apple iWork document"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
)
_OPEN_DOCUMENTS = {
    b"application/epub+zip": "an e-book (.epub)",
}

_FLAT = re.compile(r"<office:document\b[^>]*office:mimetype=.application/vnd\.oasis\.opendocument\.(text|spreadsheet)")

_MANIFEST_ENTRY = re.compile(rb"<(?:\w+:)?file-entry\b[^>]*>")
_WHOLE_PACKAGE = re.compile(rb"full-path\s*=\s*[\"']/[\"']")
_MEDIA_TYPE = re.compile(rb"media-type\s*=\s*[\"']([^\"']+)[\"']")
_OFFICE_BODY = re.compile(rb"<office:body\b[^>]*>\s*<office:(text|spreadsheet)\b")

_COMMENTS = re.compile(r"\A(?:\s+|<!--.*?-->|<\?.*?\?>)+", re.S)
_HTML_ROOT = re.compile(r"<(?:!doctype\s+html|(?:[\w.-]{1,50}:)?html)\b", re.I)  # XHTML may stand under a prefix
_HTML_BLOCK = re.compile(
    r"<(?:head|body|title|meta|link|script|style|base|table|thead|tbody|tr|div|h[1-6]|section|article|main|header"
    r"|footer|nav|aside|form|center|dl|figure|blockquote|pre)\b[^<]*>",
    re.I,
)
# tags that text exports, too, carry in their cells: alone they make no page
_HTML_LIGHT = re.compile(
    r"</?(?:p|ul|ol|li|a|abbr|b|big|br|button|center|cite|code|del|details|dfn|em|font|hr|i|iframe|img|ins|kbd|label|map"
    r"|mark|noscript|o:p|picture|q|s|samp|small|span|strike|strong|sub|summary|sup|svg|time|tt|u|var|video|wbr)\b[^<]*>",
    re.I,
)
_HTML_TABLE = tuple(re.compile(rf"<{tag}\b[^<]*>", re.I) for tag in ("table", "tr", "t[dh]"))


def sniff(content: bytes, *, named_html: bool = False) -> FileType:
    """Return the type of a file's bytes, which are not empty.

    `named_html` tells that its name is a web page's; it decides only where text holds HTML and could be either.

    Raises DamagedDocument, EncryptedDocument or UnknownType with what the file is and what to do.
    """
    if b"%PDF-" in content[:PDF_MARK_WITHIN]:
        return FileType.PDF
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _sniff_zip(content)
    if content.startswith(OLE_MARK):
        return _sniff_ole(content)
    if content.lstrip()[:5].lower() == b"{\\rtf":
        return FileType.RTF
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise UnknownType(f"this is {kind}, no document that is read here")
    return _sniff_text(content, named_html=named_html)


def check_zip(archive: zipfile.ZipFile) -> None:
    """Raise DamagedDocument for an archive that would unpack to more than is sane, EncryptedDocument for locked."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise DamagedDocument(f"it would unpack to more than {MAX_UNPACKED // 1024 // 1024} MB; do not trust it")
    for member in members:
        if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise DamagedDocument("a part of it unpacks to hundreds of times its size; do not trust it")
        if member.flag_bits & 0x1:
            raise EncryptedDocument("the archive is locked with a password; unlock it first")


def _sniff_zip(content: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_zip(archive)
            names = archive.namelist()
            mimetype = archive.read("mimetype").strip() if "mimetype" in names else _open_document_type(archive)
            types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as error:
        raise DamagedDocument("its zip container is broken; fetch or save the file again") from error
    parts = {name.casefold().replace("\\", "/").lstrip("/") for name in names}
    if "word/document.xml" in parts:
        return FileType.WORD
    if mimetype.startswith(FileType.ODT.encode()):
        return FileType.ODT
    if mimetype.startswith(FileType.ODS.encode()):
        return FileType.ODS
    if b"spreadsheetml" in types and "xl/workbook.xml" in parts:
        return FileType.XLSX
    if b"wordprocessingml" in types and "ppt/presentation.xml" not in parts:  # a document may be embedded in slides
        return FileType.WORD
    for start, kind in _ZIP_KINDS:
        if any(name.startswith(start) for name in names):
            raise UnknownType(f"this is {kind}, which is not read; {SAVE_AS}")
    for announced, kind in _OPEN_DOCUMENTS.items():
        if mimetype.startswith(announced):
            raise UnknownType(f"this is {kind}, which is not read; {SAVE_AS}")
    raise DamagedDocument("this is a zip archive and no Word document; unpack it and give the documents inside")


def _open_document_type(archive: zipfile.ZipFile) -> bytes:
    """Return the type of an OpenDocument package that was zipped again without its mimetype; b"" for any other.

    Its manifest tells it (part 2, §3.2 and §4.8), and else the body of its content.
    """
    names = archive.namelist()
    if "content.xml" not in names:
        return b""
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    for entry in _MANIFEST_ENTRY.findall(manifest):
        told = _MEDIA_TYPE.search(entry)
        if told and _WHOLE_PACKAGE.search(entry):
            return told[1]
    body = _OFFICE_BODY.search(archive.read("content.xml"))
    return {b"text": FileType.ODT, b"spreadsheet": FileType.ODS}[body[1]].encode() if body else b""


def _sniff_ole(content: bytes) -> FileType:
    ole = OleFile(content)
    if "EncryptedPackage" in ole.names:
        raise EncryptedDocument("this is an Office document locked with a password; save it without one")
    if "WordDocument" in ole.names:
        if _is_locked_word(ole.beginning("WordDocument")):
            raise EncryptedDocument("it opens with a password only; save a copy without one")
        return FileType.DOC
    if any(stream in ole.names for stream in _EXCEL_STREAMS):
        return FileType.XLS
    for stream, kind in _OLE_KINDS:
        if any(name.startswith(stream) for name in ole.names):
            raise UnknownType(f"this is {kind}, which is not read; {SAVE_AS}")
    if not ole.names:
        raise DamagedDocument("this is a file of old Microsoft Office, broken inside; fetch or save the file again")
    raise UnknownType(f"this is a file of old Microsoft Office, which is not read; {SAVE_AS}")


def _is_locked_word(head: bytes) -> bool:
    """Tell whether a Word document is encrypted: bit fEncrypted of its information block ([MS-DOC] §2.5.2)."""
    return len(head) > 11 and bool(head[11] & 0x01)


def _sniff_text(content: bytes, *, named_html: bool) -> FileType:
    try:
        text, _ = decode(content[:SNIFFED_BYTES])
    except DamagedDocument:
        text = content[:SNIFFED_BYTES].decode("latin-1")  # of no encoding: the controls below tell
    html = looks_like_html(text, named_html=named_html)
    if controls_share(text) > MAX_CONTROLS:
        if html:
            raise DamagedDocument("it begins as HTML but holds binary; save the page again from the browser")
        raise UnknownType("these bytes are of no type that is read here")
    if html:
        return FileType.HTML
    if is_archive(content):
        return FileType.HTML
    if re.match(r"(?:MIME-Version|From|Received|Return-Path|X-[\w-]+): ", text) and "\nContent-Type: " in text:
        raise UnknownType("this is an e-mail, which is not read; save the page as HTML or PDF")
    flat = _FLAT.search(text[:FLAT_WITHIN])
    if flat:
        return FileType.ODT if flat[1] == "text" else FileType.ODS
    if text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        raise UnknownType(f"this is XML of a kind that is not read; {SAVE_AS}")
    return FileType.TEXT


def controls_share(text: str) -> float:
    """Return the share of characters that text never holds: controls, and bytes that fitted no encoding."""
    odd = sum(1 for c in text if (c < " " and c not in "\t\n\r\f\x1a\x0b") or c == "\ufffd" or "\x7f" <= c <= "\x84")
    return odd / max(1, len(text))


def looks_like_html(text: str, *, named_html: bool = False) -> bool:
    """Tell whether text is a web page or a piece of one, rather than text with a little HTML in its cells.

    A page names itself or begins with a block. What begins with another tag, or holds a table's tags further on, is
    a piece of one unless it has rows of plain text (tab-separated, or between bars); its name settles that.
    """
    text = _COMMENTS.sub("", text.lstrip("\ufeff"))
    body = text[:HTML_WITHIN]
    if _HTML_ROOT.search(body) or _HTML_BLOCK.match(body):
        return True
    if named_html:
        return bool(_HTML_BLOCK.search(text) or _HTML_LIGHT.search(text))
    begins = _HTML_LIGHT.match(body) is not None or all(tag.search(text) for tag in _HTML_TABLE)
    return begins and not any(map(_is_text_row, text.splitlines()))


def _is_text_row(line: str) -> bool:
    """Tell whether a line is a row of plain text: a tab between its words, or bars around them."""
    line = line.strip()
    return "\t" in line or (len(line) > 1 and line[0] == line[-1] == "|")
