"""Pages of a Word document, by the breaks of the layout that Word saved with it (ECMA-376 §17.3.3.13)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from ingest.elements import Element, attribute, child, name_of, whole
from ingest.paging import UNPAGED, Pager, Paging
from ingest.word_package import WordPackage
from ingest.word_styles import Styles
from ingest.word_xml import switch, value

_SHOWING = frozenset({"drawing", "pict", "object", "sym"})  # beside text; boxes in them stand where they are anchored
_SKIPPED = frozenset({"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "instrText", "delInstrText"})
_SAME_PAGE = frozenset({"continuous", "nextColumn"})  # types of section that begin no page (§17.18.77)
_APPLICATION = "Microsoft"  # others copy the count of pages, or state how far they had come


def read_paging(package: WordPackage, styles: Styles) -> Paging:
    """Return on which pages a document's text stands; of an unknown layout, nothing.

    Only Word's own layout is taken, known by its marks: what a program makes of Word's template states one page.
    """
    stated = whole(_property(package, "Pages"), 0)
    root = package.document.root
    laid_out = next(root.iter("{*}lastRenderedPageBreak"), None) is not None
    if stated < 1 or not laid_out or not _property(package, "Application").startswith(_APPLICATION):
        return UNPAGED
    walk = _Walk(styles, _section_types(root))
    walk.inside(root)
    return Paging(stated, walk.pager.stands if walk.pager.page == stated else {})


def _property(package: WordPackage, name: str) -> str:
    found = child(package.properties, name)
    return ((found.text if found is not None else "") or "").strip()


def _section_types(root: Element) -> list[str]:
    """Return how the second section and those after it begin: a section's properties stand at its end (§17.6.22)."""
    sections = [each for each in root.iter("{*}sectPr") if name_of(each.getparent()) in {"pPr", "body"}]  # type: ignore[arg-type]
    return [value(each, "type") or "nextPage" for each in sections][1:]


@dataclass(slots=True)
class _Walk:
    styles: Styles
    sections: list[str]  # the types of the sections that are still to come
    pager: Pager = field(default_factory=Pager)
    breaking: dict[str | None, bool] = field(default_factory=dict)  # styles whose paragraphs begin a page

    def inside(self, element: Element) -> None:
        """Count through what an element holds."""
        for each in element:
            name = name_of(each)
            if name == "t":
                if (each.text or "").strip():
                    self.pager.text()
            elif name == "lastRenderedPageBreak":
                self.pager.laid_break()
            elif name == "br":
                if attribute(each, "type") == "page":
                    self.pager.set_break()
            elif name == "p":
                self.paragraph(each)
            elif name == "tr":
                merging = ((c, _runs_on(c), partial(self.inside, c)) for c in _cells(each))
                self.pager.row(merging)
            elif name in _SHOWING:
                self.pager.text()
            elif name == "AlternateContent":
                self.inside(next(iter(each), each))
            elif name and name not in _SKIPPED:
                self.inside(each)

    def paragraph(self, element: Element) -> None:
        """Count through a paragraph, and over the end of a section that it closes."""
        properties = child(element, "pPr")
        self.pager.block(on_new_page=self.begins_page(properties))
        self.pager.within(element, partial(self.inside, element))
        if child(properties, "sectPr") is not None and self.sections and self.sections.pop(0) not in _SAME_PAGE:
            self.pager.set_break(ends_section=True)

    def begins_page(self, properties: Element | None) -> bool:
        """Tell whether a paragraph begins a page, by itself or by its style (§17.3.1.23)."""
        own = switch(properties, "pageBreakBefore")
        if own is not None:
            return own
        style = self.styles.paragraph_style(properties)
        if style not in self.breaking:
            said = (switch(child(each, "pPr"), "pageBreakBefore") for each in self.styles.chain(style))
            self.breaking[style] = next((one for one in said if one is not None), False)
        return self.breaking[style]


def _cells(row: Element) -> Iterator[Element]:
    """Yield the cells of a row, through what may stand around them."""
    for each in row:
        if name_of(each) == "tc":
            yield each
        elif name_of(each) not in _SKIPPED:
            yield from _cells(next(iter(each), each) if name_of(each) == "AlternateContent" else each)


def _runs_on(cell: Element) -> bool:
    """Tell whether the cells below are merged with a cell."""
    return value(cell, "tcPr", "vMerge") == "restart"
