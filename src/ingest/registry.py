"""Which parser reads which type, and the one way in: a path becomes a Parsed."""

from __future__ import annotations

import hashlib
import pathlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.errors import DamagedDocument, EmptyFile, MissingFile, UnknownType
from ingest.html import parse_html
from ingest.html_folder import sheets_beside
from ingest.legacy import parse_doc, parse_rtf
from ingest.model import Parsed, Shown, Source
from ingest.ods import parse_ods
from ingest.odt import parse_odt
from ingest.options import ReadOptions
from ingest.pdf import parse_pdf
from ingest.sniff import FileType, sniff
from ingest.stitch import stitch
from ingest.text import parse_csv, parse_text
from ingest.uncertain import uncertain_rows
from ingest.word import parse_word
from ingest.xls import parse_xls
from ingest.xlsx import parse_xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """A type of document: its name for people, its parser, and the suffixes its files usually have."""

    type: FileType
    name: str
    parse: Callable[[bytes, ReadOptions], Shown]
    suffixes: tuple[str, ...]


def _plain(parse: Callable[[bytes], Shown]) -> Callable[[bytes, ReadOptions], Shown]:
    """Return a parser to which no option applies."""
    return lambda content, _: parse(content)


def _parse_pdf(content: bytes, options: ReadOptions) -> Shown:
    return parse_pdf(content, options.sought, scan_seconds=options.scan_seconds)


FORMATS: tuple[Format, ...] = (
    Format(FileType.PDF, "PDF", _parse_pdf, (".pdf",)),
    Format(
        FileType.WORD,
        "Word document",
        lambda content, options: parse_word(content, options.changes),
        (".docx", ".docm", ".dotx", ".dotm"),
    ),
    Format(
        FileType.ODT,
        "OpenDocument text",
        lambda content, options: parse_odt(content, options.changes),
        (".odt", ".ott", ".fodt"),
    ),
    Format(
        FileType.DOC,
        "Word 97-2003 document",
        lambda content, options: parse_doc(content, options.changes),
        (".doc", ".dot"),
    ),
    Format(FileType.RTF, "rich text document", lambda content, options: parse_rtf(content, options.changes), (".rtf",)),
    Format(FileType.XLSX, "Excel workbook", _plain(parse_xlsx), (".xlsx", ".xlsm", ".xltx", ".xltm")),
    Format(FileType.ODS, "OpenDocument spreadsheet", _plain(parse_ods), (".ods", ".ots", ".fods")),
    Format(FileType.XLS, "Excel 97-2003 workbook", _plain(parse_xls), (".xls", ".xlt")),
    Format(
        FileType.HTML,
        "web page",
        lambda content, options: parse_html(content, options.sheets, options.changes),
        (".html", ".htm", ".xhtml", ".mht", ".mhtml"),
    ),
    Format(FileType.TEXT, "text", _plain(parse_text), (".txt", ".text", ".md", ".markdown", ".tsv", ".tab")),
)
# commas make a table only where the name says so: prose is full of them
CSV = Format(FileType.TEXT, "comma-separated text", _plain(parse_csv), (".csv",))


def parse_document(path: pathlib.Path, options: ReadOptions = ReadOptions()) -> Parsed:  # noqa: B008 - it is frozen
    """Return all that the document at a path shows, its fragments joined.

    The type is told by the bytes, and by the name where they could be of two. Raises a child of
    `ingest.errors.UnreadableDocument` for a file that is missing, empty, locked, damaged or of no type that is read
    here.
    """
    content = _read(path)
    chosen = choose_format(content, path.suffix.casefold())
    if chosen.type is FileType.HTML:
        options = replace(options, sheets=sheets_beside(path))
    shown = chosen.parse(content, options)
    source = Source(
        path=str(path),
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=chosen.type.value,
        size=len(content),
        n_pages=shown.n_pages,
    )
    joined = stitch(shown.content)
    return Parsed(source, joined, shown.page_sizes, (*shown.issues, *uncertain_rows(joined)))


def choose_format(content: bytes, suffix: str = "") -> Format:
    """Return the format of a file's bytes.

    `suffix`, in lower case with its dot, tells commas in text from a table, and text with tags from a web page; beyond
    that it only words the errors.

    Raises EmptyFile, UnknownType, DamagedDocument or EncryptedDocument.
    """
    if not content.strip(b" \t\r\n\0"):
        raise EmptyFile("the file is empty; fetch or save it again")
    named = next((known for known in (*FORMATS, CSV) if suffix in known.suffixes), None)
    try:
        found = sniff(content, named_html=named is not None and named.type is FileType.HTML)
    except UnknownType as error:
        if named is None or "no type" not in str(error):
            raise
        raise DamagedDocument(f"named {suffix} but its bytes are no {named.name}; fetch or save it again") from error
    if found is FileType.TEXT and suffix in CSV.suffixes:
        return CSV
    return next(known for known in FORMATS if known.type is found)


def _read(path: pathlib.Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MissingFile("there is no such file; check the path") from error
    except IsADirectoryError as error:
        raise MissingFile("this is a folder; name a file, or load the folder") from error
    except PermissionError as error:
        raise MissingFile("the file may not be opened; check its permissions") from error
    except (OSError, ValueError) as error:
        raise MissingFile(f"the file cannot be read: {getattr(error, 'strerror', None) or error}") from error
