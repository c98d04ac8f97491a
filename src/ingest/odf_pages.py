"""Pages of an OpenDocument text, by the breaks of the layout that the office saved with it (part 3, §5.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from ingest.elements import Element, attribute, child, children, name_of, whole
from ingest.odf_styles import OdfStyles
from ingest.odf_xml import OdfPackage
from ingest.paging import UNPAGED, Pager, Paging

_BLOCKS = {"p": "paragraph", "h": "paragraph", "table": "table"}  # with the families of their styles
_SKIPPED = frozenset({"tracked-changes", "forms", "sequence-decls", "variable-decls", "user-field-decls", "note",
                      "annotation", "covered-table-cell"})  # fmt: skip
# what floats beside the text: boxes in it stand where they are anchored
_SHOWING = frozenset({"frame", "g", "custom-shape", "rect", "ellipse", "circle", "line", "polygon", "path", "connector",
                      "caption"})  # fmt: skip


def read_paging(package: OdfPackage, text: Element, styles: OdfStyles) -> Paging:
    """Return on which pages a document's text stands; of an unknown layout, nothing.

    A document that was converted without being shown has had only some of its pages laid out, and states their number.
    """
    statistic = child(package.meta, "meta", "document-statistic")
    stated = whole(attribute(statistic, "page-count"), 0)
    laid_out = attribute(text, "use-soft-page-breaks") == "true"
    if stated < 1 or not laid_out or _was_not_shown(package.settings):
        return UNPAGED
    walk = _Walk(styles)
    walk.inside(text)
    return Paging(stated, walk.pager.stands if walk.pager.page == stated else {})


def _was_not_shown(settings: Element | None) -> bool:
    """Tell whether the office that wrote a file states a window without height: it had none open."""
    for group in children(child(settings, "settings"), "config-item-set"):
        for item in children(group, "config-item"):
            if attribute(item, "name") == "ViewAreaHeight":
                return (item.text or "").strip() == "0"
    return False


@dataclass(slots=True)
class _Walk:
    styles: OdfStyles
    pager: Pager = field(default_factory=Pager)
    owed: bool = False  # a break after the block before
    breaking: dict[tuple[str, str | None], tuple[bool, bool]] = field(default_factory=dict)

    def inside(self, element: Element) -> None:
        """Count through what an element holds."""
        if (element.text or "").strip():
            self.pager.text()
        for each in element:
            name = name_of(each)
            if name == "soft-page-break":
                self.pager.laid_break()
            elif name in _BLOCKS:
                self.block(each, _BLOCKS[name])
            elif name == "table-row":
                cells = (cell for cell in each if name_of(cell) == "table-cell")
                self.pager.row((cell, _runs_on(cell), partial(self.inside, cell)) for cell in cells)
            elif name in _SHOWING:
                self.pager.text()
            elif name and name not in _SKIPPED:
                self.inside(each)
            if (each.tail or "").strip():
                self.pager.text()

    def block(self, element: Element, family: str) -> None:
        """Count through a paragraph or table."""
        before, after = self.breaks(family, attribute(element, "style-name"))
        self.pager.block(on_new_page=before or self.owed)
        self.owed = after
        if name_of(element) == "table":
            self.inside(element)  # which gives its cells their pages, each for itself
        else:
            self.pager.within(element, partial(self.inside, element))

    def breaks(self, family: str, style: str | None) -> tuple[bool, bool]:
        """Tell whether blocks of a style begin a page, and whether what follows them does (§20.184, §20.185)."""
        known = self.breaking.get((family, style))
        if known is None:
            group = f"{family}-properties"
            before, after = (
                self.styles.property(family, style, group, f"break-{side}") == "page" for side in ("before", "after")
            )
            # a style that names a master page begins one (§19.510)
            masters = (attribute(each, "master-page-name") for each in self.styles.chain(family, style))
            named = next((one for one in masters if one is not None), "")
            known = self.breaking[family, style] = (before or bool(named), after)
        return known


def _runs_on(cell: Element) -> bool:
    """Tell whether a cell spans rows below."""
    return whole(attribute(cell, "number-rows-spanned"), 1) > 1
