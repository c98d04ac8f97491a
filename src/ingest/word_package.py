"""Word packages: which parts a document has, by the relationships between them (ECMA-376 part 2, §6 and §9).

python-docx knows how parts are named and how they refer to each other. Its own `Package` is not asked, since it gives
up a whole document for one part that is missing or broken, and parses every part before its size can be looked at.
"""

from __future__ import annotations

import io
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.opc.coreprops import CoreProperties
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.oxml.coreprops import CT_CoreProperties
from docx.oxml.parser import parse_xml as parse_for_docx
from lxml import etree

from ingest.elements import Element, attribute, children, name_of, parse_xml
from ingest.errors import DamagedDocument
from ingest.model import Issue, IssueCode, Severity
from ingest.sniff import check_zip

MOST_NODES = 2_500_000  # of one part, an attribute counted as two: a tree of some 300 MB
MOST_BYTES = 64 * 1024 * 1024  # of one part; a thousand pages take some 20 MB
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_SAVE_AGAIN = "open it in Word and save it again"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the package: its name without leading slash, and the root of its XML."""

    name: str
    root: Element


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The parts of a document that show. `parts` holds those that stand once, by the kind of their relationship.

    `furniture` are page headers and footers. `left_out` names what the text refers to that is not read, by the id of
    its relationship. `properties` is what the application said of the document (docProps/app.xml, part 1, §22.2).
    """

    document: Part
    parts: dict[str, Part] = field(default_factory=dict)
    furniture: tuple[Part, ...] = ()
    title: str | None = None
    properties: Element | None = None
    issues: tuple[Issue, ...] = ()
    left_out: dict[str, str] = field(default_factory=dict)

    def root(self, kind: str) -> Element | None:
        """Return the root of the part of a kind: `styles`, `numbering`, `comments` and so on."""
        return self.parts[kind].root if kind in self.parts else None


@dataclass(frozen=True, slots=True)
class _Relationship:
    identity: str
    kind: str  # the end of its type: strict and transitional documents have it alike
    target: str  # the name of a part, or where it is external an address, which is never followed
    is_external: bool


_ONCE = (
    "styles",
    "numbering",
    "theme",
    "settings",
    "comments",
    "commentsExtended",
    "footnotes",
    "endnotes",
)


def open_word(content: bytes) -> WordPackage:
    """Return the parts of a Word document. Raises DamagedDocument where it cannot be opened as one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_zip(archive)
            return _Opener(archive).open()
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, RecursionError):
            raise
        raise DamagedDocument(f"its parts do not make a Word document; {_SAVE_AGAIN}") from error
    except zlib.error as error:
        raise DamagedDocument("it is broken inside; open it in Word, let Word repair it and save it") from error


class _Opener:
    """Opening one package."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {_key(name): name for name in archive.namelist()}
        self.issues: list[Issue] = []

    def open(self) -> WordPackage:
        """Return the parts of the package."""
        top = list(self._relationships(PACKAGE_URI))
        main = next((each.target for each in top if each.kind == "officeDocument" and not each.is_external), None)
        if main is None or _key(main) not in self.names:
            main = "word/document.xml"
        if _key(main) not in self.names:
            raise DamagedDocument(f"it holds no document text; {_SAVE_AGAIN}")
        document = self._main(main)
        related = list(self._relationships(PackURI(f"/{main}")))
        parts = {}
        for kind in _ONCE:
            part = next(iter(self._read(each) for each in related if each.kind == kind and not each.is_external), None)
            if part is not None:
                parts[kind] = part
        furniture = [self._read(each) for kind in ("header", "footer") for each in related if each.kind == kind]
        return WordPackage(
            document=document,
            parts=parts,
            furniture=tuple(part for part in furniture if part is not None),
            title=self._title(top),
            properties=self._properties(top),
            issues=tuple(self.issues),
            left_out={each.identity: each.target for each in related if each.kind in {"aFChunk", "subDocument"}},
        )

    def _main(self, name: str) -> Part:
        try:
            root = self._parse(name)
        except etree.XMLSyntaxError as error:
            if "depth" in str(error):
                raise DamagedDocument("its text is nested beyond reason; save it again from Word") from error
            raise DamagedDocument("it is broken inside; open it in Word, let Word repair it and save it") from error
        if name_of(root) != "document":
            raise DamagedDocument(f"its text is not WordprocessingML; {_SAVE_AGAIN}")
        return Part(name, root)

    def _parse(self, name: str) -> Element:
        member = self.archive.getinfo(self.names[_key(name)])
        if member.file_size > MOST_BYTES:
            raise DamagedDocument(f"{name} holds more than {MOST_BYTES // 1024 // 1024} MB; split the document")
        content = self.archive.read(member)
        # libxml2 takes 120 bytes for an element and 216 for an attribute
        if content.count(b"<") - content.count(b"</") + 2 * content.count(b"=") > MOST_NODES:
            raise DamagedDocument(f"{name} has more than {MOST_NODES:,} elements; split the document")
        if any(doctype in content for doctype in _DOCTYPES):
            # part 2, §6.2.2: no part has a document type; one would only serve to define entities
            raise DamagedDocument(f"{name} defines entities, which no Word document does; do not trust it")
        return parse_xml(content)

    def _read(self, relationship: _Relationship) -> Part | None:
        """Return a part that a document can do without; None, with an issue, where it is missing or broken."""
        name = relationship.target
        if relationship.is_external:
            return None
        if _key(name) not in self.names:
            self._miss(f"{name} is missing from the file; what it holds is left out")
            return None
        try:
            return Part(name, self._parse(name))
        except etree.XMLSyntaxError as error:
            self._miss(f"{name} is broken ({error.msg}) and was left out")
            return None

    def _miss(self, message: str) -> None:
        self.issues.append(Issue(IssueCode.UNREADABLE_PAGE, Severity.WARNING, message))

    def _relationships(self, source: PackURI) -> Iterator[_Relationship]:
        """Yield the relationships of a part or of the package; none where they are broken."""
        name = source.rels_uri.membername
        if _key(name) not in self.names:
            return
        try:
            root = self._parse(name)
        except etree.XMLSyntaxError as error:
            self._miss(f"{name} is broken ({error.msg}) and was left out")
            return
        for each in children(root, "Relationship"):
            target = (attribute(each, "Target") or "").replace("\\", "/")
            external = (attribute(each, "TargetMode") or "").casefold() == "external"
            if not external:
                target = PackURI.from_rel_ref(source.baseURI, urllib.parse.unquote(target)).membername
            kind = (attribute(each, "Type") or "").rsplit("/", 1)[-1]
            yield _Relationship(attribute(each, "Id") or "", kind, target, external)

    def _properties(self, top: list[_Relationship]) -> Element | None:
        """Return the application's properties of the document; nothing is lost where they are missing or broken."""
        name = next((each.target for each in top if each.kind == "extended-properties" and not each.is_external), "")
        try:
            return self._parse(name) if _key(name) in self.names else None
        except etree.XMLSyntaxError:
            return None

    def _title(self, top: list[_Relationship]) -> str | None:
        core = next((each for each in top if each.kind == "core-properties"), None)
        part = self._read(core) if core is not None else None
        if part is None:
            return None
        root = parse_for_docx(etree.tostring(part.root))
        return (" ".join(CoreProperties(root).title.split()) or None) if isinstance(root, CT_CoreProperties) else None


def _key(name: str) -> str:
    """Return a part's name as it is compared: part 2, §6.2.2.2, without regard to case."""
    return name.replace("\\", "/").lstrip("/").casefold()
