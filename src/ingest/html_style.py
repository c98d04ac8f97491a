"""The looks of a web page's elements: the page's own style sheets, style attributes and old HTML attributes.

Only what the table model carries is read: fill, ink, weight, strike-through, and whether an element shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import tinycss2
from bs4 import BeautifulSoup, Tag

from ingest.colour import parse_colour

MAX_RULES = 500  # rules that bear on looks; a page with more is read by the first of them
BOLD_FROM = 600  # CSS Fonts §2.2: bold and beyond
_PROPERTIES = frozenset(
    {"color", "background", "background-color", "font-weight", "text-decoration", "text-decoration-line"}
    | {"display", "visibility"}
)
_STRUCK_TAGS = frozenset({"del", "s", "strike"})
_BOLD_TAGS = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})

Declarations = dict[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """What an element passes on to the text inside it."""

    bold: bool = False
    struck: bool = False
    ink: str | None = None
    back: str | None = None


@dataclass(frozen=True, slots=True)
class Styles:
    """Declarations by element identity, from the page's style sheets; the soup must outlive them."""

    by_element: dict[int, Declarations]

    def of(self, element: Tag) -> Declarations:
        """Return what holds for an element itself: sheet first, its style attribute over it."""
        own = parse_declarations(str(element.get("style") or ""))
        sheet = self.by_element.get(id(element), {})
        return {**sheet, **own} if own else sheet

    def is_hidden(self, element: Tag) -> bool:
        """Tell whether an element is not displayed."""
        if element.has_attr("hidden") and element.get("hidden") != "until-found":
            return True
        style = self.of(element)
        return style.get("display") == "none" or style.get("visibility") in {"hidden", "collapse"}

    def look(self, element: Tag, around: Look) -> Look:
        """Return the look inside an element that stands in text of the look `around`."""
        style = self.of(element)
        look = around
        if element.name in _BOLD_TAGS:
            look = replace(look, bold=True)
        if element.name in _STRUCK_TAGS:
            look = replace(look, struck=True)
        if element.name == "font" and element.get("color"):
            look = replace(look, ink=parse_colour(str(element["color"])) or look.ink)
        if element.name == "mark":
            look = replace(look, back="#ffff00")
        if not style:
            return look
        if "color" in style:
            look = replace(look, ink=parse_colour(style["color"]) or look.ink)
        if "font-weight" in style:
            look = replace(look, bold=_is_bold(style["font-weight"], look.bold))
        decoration = style.get("text-decoration", "") + " " + style.get("text-decoration-line", "")
        if "line-through" in decoration:
            look = replace(look, struck=True)
        return replace(look, back=self.fill(element) or look.back)

    def fill(self, element: Tag) -> str | None:
        """Return the background of an element itself as `#rrggbb`, white included; None for none."""
        style = self.of(element)
        written = style.get("background-color")
        if written is None and "background" in style:
            written = next((w for w in _words(style["background"]) if parse_colour(w)), None)
        if written is not None:
            return parse_colour(written)
        return parse_colour(str(element.get("bgcolor") or "")) if element.has_attr("bgcolor") else None


def read_styles(soup: BeautifulSoup) -> Styles:
    """Return the declarations that the page's `<style>` sheets give its elements, in the order of the cascade."""
    rules: list[tuple[tuple[int, int, int], int, str, Declarations]] = []
    for sheet in soup.find_all("style"):
        if isinstance(sheet, Tag) and str(sheet.get("media") or "").strip().casefold() != "print":
            _collect(sheet.get_text(), rules)
    by_element: dict[int, Declarations] = {}
    for _, _, selector, declarations in sorted(rules[:MAX_RULES], key=lambda rule: rule[:2]):
        try:
            matched = soup.select(selector)
        except Exception:  # noqa: BLE001 - soupsieve raises of several kinds for selectors it does not know
            continue
        for element in matched:
            by_element.setdefault(id(element), {}).update(declarations)
    return Styles(by_element)


def _collect(css: str, rules: list[tuple[tuple[int, int, int], int, str, Declarations]]) -> None:
    css = css.replace("<!--", "").replace("-->", "")
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            media = tinycss2.serialize(rule.prelude).casefold()
            if "print" not in media and ("screen" in media or "all" in media):
                _collect(tinycss2.serialize(rule.content), rules)
        elif rule.type == "qualified-rule":
            declarations = parse_declarations(tinycss2.serialize(rule.content))
            if declarations:
                for selector in tinycss2.serialize(rule.prelude).split(","):
                    rules.append((_specificity(selector), len(rules), selector.strip(), declarations))


def parse_declarations(css: str) -> Declarations:
    """Return the declarations of a style attribute or rule that bear on looks, in lower case."""
    if not css:
        return {}
    found: Declarations = {}
    for item in tinycss2.parse_declaration_list(css, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration" and item.lower_name in _PROPERTIES:
            found[item.lower_name] = tinycss2.serialize(item.value).strip().casefold()
            if item.lower_name == "background":
                found.pop("background-color", None)
    return found


def _words(css: str) -> list[str]:
    """Return the parts of a shorthand value, a function such as rgb(1, 2, 3) as one part."""
    return [
        tinycss2.serialize([part]) for part in tinycss2.parse_component_value_list(css) if part.type != "whitespace"
    ]


def _specificity(selector: str) -> tuple[int, int, int]:
    """Return how closely a selector aims: ids, classes and attributes, element names (Selectors §17)."""
    ids = selector.count("#")
    classes = len(re.findall(r"\.[\w-]|\[|(?<!:):(?!:)", selector))
    return ids, classes, len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))


def _is_bold(weight: str, around: bool) -> bool:
    if weight.isdigit():
        return int(weight) >= BOLD_FROM
    return {"bold": True, "bolder": True, "normal": False, "lighter": False}.get(weight, around)
