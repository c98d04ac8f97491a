"""OpenDocument packages: opening them, and which of their parts show (OASIS OpenDocument 1.3, parts 2 and 3)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.elements import Element, child, children, name_of, parse_xml
from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.model import Issue, IssueCode, Severity
from ingest.sniff import check_zip

_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")


@dataclass(frozen=True, slots=True)
class OdfPackage:
    """The roots of a package's parts; of a flat file, its one root stands for each."""

    content: Element
    styles: Element | None = None
    meta: Element | None = None
    settings: Element | None = None
    issues: tuple[Issue, ...] = ()

    @property
    def title(self) -> str | None:
        """The title among the document's properties."""
        found = child(self.meta, "meta", "title")
        return " ".join("".join(str(text) for text in found.itertext()).split()) or None if found is not None else None

    def body(self, kind: str) -> Element | None:
        """Return the body of a kind, `text` or `spreadsheet`."""
        return child(self.content, "body", kind)


def open_odf(content: bytes) -> OdfPackage:
    """Return the parts of an OpenDocument file, in a zip or as one XML document.

    Raises EncryptedDocument for one with a password, DamagedDocument where it cannot be opened as one.
    """
    if not content.startswith(b"PK"):
        return _open_flat(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = names_in(archive)
            parts: dict[str, bytes] = {name: archive.read(name) for name in _PARTS if name in names}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise DamagedDocument("its zip container is broken; open it in LibreOffice and save it again") from error
    if "content.xml" not in parts:
        raise DamagedDocument("it holds no document text; open it in LibreOffice and save it again")
    issues: list[Issue] = []
    root = _root(parts["content.xml"])
    styles, meta = (_part(parts, name, issues) for name in ("styles.xml", "meta.xml"))
    return OdfPackage(root, styles, meta, _part(parts, "settings.xml", []), tuple(issues))


def names_in(archive: zipfile.ZipFile) -> set[str]:
    """Return the names of a package's parts. Raises DamagedDocument for one that would unpack beyond reason.

    Raises EncryptedDocument for one with a password.
    """
    check_zip(archive)
    names = set(archive.namelist())
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise EncryptedDocument("it opens with a password only; save a copy without one")
    return names


def _open_flat(content: bytes) -> OdfPackage:
    root = _root(content)
    return OdfPackage(root, root, root, root)


def _root(content: bytes) -> Element:
    try:
        return parse_xml(content)
    except etree.XMLSyntaxError as error:
        raise DamagedDocument("it is broken inside; open it in LibreOffice and save it again") from error


def _part(parts: dict[str, bytes], name: str, issues: list[Issue]) -> Element | None:
    """Return the root of a part that a document can do without; None, with an issue, for one that is broken."""
    if name not in parts:
        return None
    try:
        return parse_xml(parts[name])
    except etree.XMLSyntaxError as error:
        message = f"{name} is broken ({error.msg}) and was left out"
        issues.append(Issue(IssueCode.UNREADABLE_PAGE, Severity.WARNING, message))
        return None


def furniture_in(styles: Element | None) -> Iterator[Element]:
    """Yield the page headers and footers of a document's master pages (part 3, §16.10 and §16.11)."""
    for master in children(child(styles, "master-styles"), "master-page"):
        for each in master:
            if name_of(each).startswith(("header", "footer")):
                yield each
