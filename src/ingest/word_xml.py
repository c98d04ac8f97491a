"""WordprocessingML: opening the package, and values of its elements."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from ingest.elements import Element, attribute, child, name_of, parse_xml
from ingest.errors import DamagedDocument
from ingest.model import Issue, IssueCode, Severity
from ingest.sniff import check_zip

_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The parts of a document that show: roots of their XML. `furniture` holds page headers and footers by name."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    furniture: tuple[tuple[str, Element], ...] = ()
    title: str | None = None
    issues: tuple[Issue, ...] = ()


def value(element: Element | None, *names: str) -> str | None:
    """Return the `val` attribute of a child along a way of names."""
    return attribute(child(element, *names), "val")


def switch(element: Element | None, name: str) -> bool | None:
    """Return an on/off property (§17.17.4): None where it is not stated, True where it stands without a value."""
    found = child(element, name)
    if found is None:
        return None
    return (attribute(found, "val") or "1") not in _OFF


def open_word(content: bytes) -> WordPackage:
    """Return the parts of a Word document. Raises DamagedDocument where it cannot be opened as one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_zip(archive)
        package = Package.open(io.BytesIO(content))
        main = _related(package.rels, "officeDocument")
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise DamagedDocument("its parts do not make a Word document; open it in Word and save it again") from error
    except (zlib.error, etree.XMLSyntaxError) as error:
        raise DamagedDocument("it is broken inside; open it in Word, let Word repair it and save it") from error
    if not main:
        raise DamagedDocument("it holds no document text; open it in Word and save it again")
    issues: list[Issue] = []
    root = _parse(main[0], issues)
    if root is None or name_of(root) != "document":
        raise DamagedDocument("its text is not WordprocessingML; open it in Word and save it again")
    furniture = [*_related(main[0].rels, "header"), *_related(main[0].rels, "footer")]
    roots = [(str(part.partname), _parse(part, issues)) for part in furniture]
    return WordPackage(
        document=root,
        styles=_first(_related(main[0].rels, "styles"), issues),
        numbering=_first(_related(main[0].rels, "numbering"), issues),
        furniture=tuple((name, element) for name, element in roots if element is not None),
        title=_core_title(package, issues),
        issues=tuple(issues),
    )


def _related(relationships: object, kind: str) -> list[Part]:
    """Return the parts that relationships of a kind lead to; the kind is the end of the relationship's type."""
    rels = relationships.values() if isinstance(relationships, dict) else ()
    return [r.target_part for r in rels if not r.is_external and r.reltype.rsplit("/", 1)[-1] == kind]


def _first(parts: list[Part], issues: list[Issue]) -> Element | None:
    return _parse(parts[0], issues) if parts else None


def _parse(part: Part, issues: list[Issue]) -> Element | None:
    """Return the root of a part's XML; None, with an issue, for a part that is broken."""
    try:
        return parse_xml(part.blob)
    except etree.XMLSyntaxError as error:
        message = f"{part.partname} is broken ({error.msg}) and was left out"
        issues.append(Issue(IssueCode.UNREADABLE_PAGE, Severity.WARNING, message))
        return None


def _core_title(package: Package, issues: list[Issue]) -> str | None:
    parts = _related(package.rels, "core-properties")
    root = _first(parts, issues)
    title = child(root, "title")
    return " ".join((title.text or "").split()) or None if title is not None else None
