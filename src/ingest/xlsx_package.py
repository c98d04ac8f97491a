"""The parts of an Excel workbook's package and how they relate (ECMA-376 part 2; part 1, §12)."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import unquote

from lxml import etree

from ingest.elements import Element, attribute, child, children, name_of, parse_xml
from ingest.errors import DamagedDocument
from ingest.model import Issue, IssueCode, Severity
from ingest.sniff import check_zip

MAX_PART = 25 * 1024 * 1024  # bytes of a part that is held whole; sheets and shared texts are read in a stream
BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part relates to: the end of the relationship's type ("worksheet"), and the part's name."""

    kind: str
    part: str


@dataclass(slots=True)
class XlsxPackage:
    """An open package. Names of parts have no leading slash; what is wrong with parts gathers in `issues`."""

    archive: zipfile.ZipFile
    names: dict[str, str]
    issues: list[Issue] = field(default_factory=list)

    def open(self, part: str) -> IO[bytes] | None:
        """Return a part to read in a stream, None where there is none."""
        name = self.names.get(part.casefold())
        try:
            return self.archive.open(name) if name is not None else None
        except BROKEN_ZIP:
            self._left_out(part, "it does not unpack")
            return None

    def root(self, part: str | None) -> Element | None:
        """Return the root of a part's XML; None for a part that is missing, and with an issue for one broken."""
        name = self.names.get((part or "").casefold())
        if part is None or name is None:
            return None
        try:
            if self.archive.getinfo(name).file_size > MAX_PART:
                self._left_out(part, "it is larger than any that a person makes")
                return None
            return parse_xml(self.archive.read(name))
        except etree.XMLSyntaxError as error:
            self._left_out(part, error.msg)
        except BROKEN_ZIP:
            self._left_out(part, "it does not unpack")
        return None

    def relations(self, part: str) -> dict[str, Relation]:
        """Return what a part ("" for the package) relates to by identity; what lies outside the package is left out."""
        folder, name = posixpath.split(part)
        found = {}
        for each in children(self.root(posixpath.join(folder, "_rels", f"{name}.rels")), "Relationship"):
            target, identity = attribute(each, "Target"), attribute(each, "Id")
            if target is None or identity is None or attribute(each, "TargetMode") == "External":
                continue
            target = unquote(target)
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[identity] = Relation((attribute(each, "Type") or "").rsplit("/", 1)[-1], path)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Return the names of the parts that a part relates to in one way."""
        return [relation.part for relation in self.relations(part).values() if relation.kind == kind]

    def _left_out(self, part: str, reason: str) -> None:
        message = f"{part} was left out: {reason}"
        if all(issue.message != message for issue in self.issues):
            self.issues.append(Issue(IssueCode.UNREADABLE_PAGE, Severity.WARNING, message))


def open_xlsx(content: bytes) -> tuple[XlsxPackage, str, Element]:
    """Return a workbook's package, the name of its main part and that part's root.

    Raises DamagedDocument or EncryptedDocument where the bytes do not open as one.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        check_zip(archive)
    except BROKEN_ZIP as error:
        raise DamagedDocument("its zip container is broken; open it in Excel and save it again") from error
    package = XlsxPackage(
        archive, {name.replace("\\", "/").lstrip("/").casefold(): name for name in archive.namelist()}
    )
    main = next(iter(package.related("", "officeDocument")), "xl/workbook.xml")
    root = package.root(main)
    if root is None or name_of(root) != "workbook":
        raise DamagedDocument("its parts do not make a workbook; open it in Excel and save it again")
    return package, main, root


def core_title(package: XlsxPackage) -> tuple[str | None, str]:
    """Return the title among the document's properties, and the part that it stands in."""
    part = next(iter(package.related("", "core-properties")), "docProps/core.xml")
    title = child(package.root(part), "title")
    return (" ".join((title.text or "").split()) or None if title is not None else None), part
