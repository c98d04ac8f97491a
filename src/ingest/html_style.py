"""The looks of a web page's elements: the page's own style sheets, style attributes and old HTML attributes.

Only what the table model carries is read: fill, ink, weight, strike-through, and whether an element shows.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace

import tinycss2
from bs4 import Tag

from ingest.colour import parse_colour
from ingest.html_marks import class_fill, class_ink
from ingest.options import Changes
from ingest.textruns import RunLook

BOLD_FROM = 600  # CSS Fonts §2.2: bold and beyond
PROPERTIES = frozenset(
    {"color", "background", "background-color", "font-weight", "text-decoration", "text-decoration-line", "font-family"}
    | {"display", "visibility", "grid-template-columns", "list-style", "list-style-type"}
)
LONGEST_STYLE = 10_000  # characters of a style attribute that are read
_STRUCK_TAGS = frozenset({"s", "strike"})
_CHANGES = frozenset({"ins", "del"})
_BOLD_TAGS = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})

Declarations = dict[str, str]


@dataclass(frozen=True, slots=True)
class Styles:
    """Declarations by element identity, from the page's style sheets; the soup must outlive them.

    `important` are those marked so, which win over style attributes. `opened` are the identities (id attributes) of
    panels that a tab or button opens: hidden at first, they are content all the same. `markers` keeps the markers of
    list items once they are counted. `is_whole` tells that every rule was applied, `is_tracked` that `<ins>` and
    `<del>` are changes to the text, of which `changes` says what is read.
    """

    by_element: dict[int, Declarations]
    important: dict[int, Declarations] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    markers: dict[int, str] = field(default_factory=dict)
    is_whole: bool = True
    is_tracked: bool = False
    changes: Changes = Changes.FINAL

    def of(self, element: Tag) -> Declarations:
        """Return what holds for an element itself: sheet, style attribute over it, what is important over both."""
        sheet = self.by_element.get(id(element), _NOTHING)
        above = self.important.get(id(element))
        written = element.get("style")
        if not written:
            return {**sheet, **above} if above else sheet
        own, own_above = parse_declarations(str(written)[:LONGEST_STYLE])
        return {**sheet, **own, **(above or _NOTHING), **own_above}

    def is_hidden(self, element: Tag) -> bool:
        """Tell whether an element is not displayed, and is no panel that the reader may open either."""
        if element.name == "input" and element.get("type") == "hidden":
            return True
        style = self.of(element)
        shown_by_sheet = style.get("display") not in {None, "none"}
        hidden = element.has_attr("hidden") and element.get("hidden") != "until-found" and not shown_by_sheet
        if not (hidden or style.get("display") == "none" or style.get("visibility") in {"hidden", "collapse"}):
            return False
        return not (element.get("role") == "tabpanel" or str(element.get("id") or "") in self.opened)

    def is_change(self, element: Tag) -> bool:
        """Tell whether an element is a tracked change."""
        return self.is_tracked and element.name in _CHANGES

    def is_left_out(self, element: Tag) -> bool:
        """Tell whether an element is a tracked change that is not to be read."""
        if not self.is_tracked:
            return False
        unread = {Changes.FINAL: "del", Changes.ORIGINAL: "ins", Changes.BOTH: ""}[self.changes]
        return element.name == unread

    def look(self, element: Tag, around: RunLook) -> RunLook:
        """Return the look inside an element that stands in text of the look `around`."""
        style = self.of(element)
        look = around
        if element.name in _BOLD_TAGS:
            look = replace(look, bold=True)
        if element.name in _STRUCK_TAGS or (element.name == "del" and self._strikes):
            look = replace(look, struck=True)
        if element.name == "font" and element.get("color"):
            look = replace(look, ink=parse_colour(str(element["color"])) or look.ink)
        if element.name == "font" and element.get("face"):
            look = replace(look, font=_first_family(str(element["face"])))
        if element.name == "mark":
            look = replace(look, back="#ffff00")
        named = class_ink(element)
        if named and "color" not in style:
            look = replace(look, ink=named)
        if not style:
            fill = self.fill(element)
            return replace(look, back=fill) if fill else look
        if "color" in style:
            look = replace(look, ink=parse_colour(style["color"]) or look.ink)
        if "font-family" in style:
            look = replace(look, font=_first_family(style["font-family"]))
        if "font-weight" in style:
            look = replace(look, bold=_is_bold(style["font-weight"], look.bold))
        decoration = style.get("text-decoration", "") + " " + style.get("text-decoration-line", "")
        if "line-through" in decoration:
            look = replace(look, struck=True)
        return replace(look, back=self.fill(element) or look.back)

    @property
    def _strikes(self) -> bool:
        """Whether what `<del>` holds is struck out: the original text is not."""
        return not self.is_tracked or self.changes is Changes.BOTH

    def fill(self, element: Tag) -> str | None:
        """Return the background of an element itself as `#rrggbb`, white included; None for none."""
        style = self.of(element)
        written = style.get("background-color")
        if written is None and "background" in style:
            written = next((w for w in _words(style["background"]) if parse_colour(w)), None)
        if written is not None:
            return parse_colour(written)
        if element.has_attr("bgcolor"):
            return parse_colour(str(element.get("bgcolor") or ""))
        return class_fill(element)


_NOTHING: Declarations = {}


@functools.lru_cache(maxsize=1024)
def parse_declarations(css: str) -> tuple[Declarations, Declarations]:
    """Return the declarations of a style attribute or rule that bear on looks, in lower case: plain and important.

    They are kept for the next element of the same style, and are not to be changed.
    """
    plain: Declarations = {}
    important: Declarations = {}
    for item in tinycss2.parse_declaration_list(css, skip_comments=True, skip_whitespace=True) if css else ():
        if item.type == "declaration" and item.lower_name in PROPERTIES:
            found = important if item.important else plain
            found[item.lower_name] = tinycss2.serialize(item.value).strip().casefold()
            if item.lower_name == "background":
                found.pop("background-color", None)
    return plain, important


def _words(css: str) -> list[str]:
    """Return the parts of a shorthand value, a function such as rgb(1, 2, 3) as one part."""
    return [
        tinycss2.serialize([part]) for part in tinycss2.parse_component_value_list(css) if part.type != "whitespace"
    ]


def _first_family(families: str) -> str:
    return families.split(",", maxsplit=1)[0].strip(" '\"")


def _is_bold(weight: str, around: bool) -> bool:
    if weight.isdigit():
        return int(weight) >= BOLD_FROM
    return {"bold": True, "bolder": True, "normal": False, "lighter": False}.get(weight, around)
