"""The style sheets in a web page: which declarations hold for which element, in the order of the cascade."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterable, Mapping, Sequence

import soupsieve
import tinycss2
from bs4 import BeautifulSoup, Tag

from ingest.html_style import Declarations, Styles, parse_declarations

MAX_RULES = 5000  # rules that bear on looks; a page with more is read by the first of them
MAX_TRIES = 300_000  # of a selector on an element; the rules beyond, those that aim least closely, are left unread
DEAR = 10  # tries that one of a selector with conditions counts for: it takes 40 µs
SCREEN_WIDTH = 1200.0  # CSS pixels of the screen that a page is read as if on
LONGEST_SHEET = 2_000_000  # characters
PIXELS_PER_EM = 16.0
_KEY = re.compile(r"#([\w-]+)|\.([\w-]+)|^([a-zA-Z][\w-]*)")
_PLAIN = re.compile(
    r"(?:[a-zA-Z][\w-]*|\*)?(?:[.#][\w-]+)*(?:(?:\s*>"
    r"\s*|\s+)(?=\S)(?:[a-zA-Z][\w-]*|\*)?(?:[.#][\w-]+)*)*"
)
_WIDTH = re.compile(r"\((min|max)-(?:device-)?width\s*:\s*([\d.]+)(px|r?em)\s*\)")

_Step = tuple[frozenset[str], bool]
_Rule = tuple[tuple[int, int, int], int, str, Declarations, Declarations]


def read_styles(soup: BeautifulSoup, sheets: Iterable[str] = ()) -> Styles:
    """Return the declarations that the page's `<style>` elements, and `sheets` kept with it, give its elements."""
    rules: list[_Rule] = []
    for sheet in sheets:
        _collect(sheet[:LONGEST_SHEET], rules)
    for element in soup.find_all("style"):
        if _holds_on_screen(str(element.get("media") or "")):
            _collect(element.get_text()[:LONGEST_SHEET], rules)
    plain: dict[int, Declarations] = {}
    important: dict[int, Declarations] = {}
    elements = _Elements(soup) if rules else None
    for _, _, selector, declared, above in sorted(rules[:MAX_RULES], key=lambda rule: rule[:2], reverse=True):
        for element in elements.matching(selector) if elements else ():
            if declared:
                _cascade(plain, element, declared)
            if above:
                _cascade(important, element, above)
    is_whole = len(rules) < MAX_RULES and (elements is None or elements.tries <= MAX_TRIES)
    return Styles(plain, important, _opened(soup), is_whole=is_whole)


def linked_sheets(soup: BeautifulSoup, beside: Mapping[str, str]) -> tuple[list[str], int]:
    """Return the style sheets that a page names and that were saved beside it, in its order, and how many others."""
    found: list[str] = []
    n_outside = 0
    for link in soup.find_all("link", href=True):
        if "stylesheet" not in str(link.get("rel") or "").casefold():
            continue
        name = urllib.parse.unquote(str(link["href"]).split("?")[0].rsplit("/", 1)[-1])
        if name not in beside:
            n_outside += 1
        elif _holds_on_screen(str(link.get("media") or "")):
            found.append(beside[name])
    return found, n_outside


def _cascade(by_element: dict[int, Declarations], element: Tag, declared: Declarations) -> None:
    """Add what a rule declares to what rules before it do not: they come from the one that wins down (CSS 2, §6.4)."""
    held = by_element.setdefault(id(element), {})
    for name, worth in declared.items():
        if name not in held and not (name == "background-color" and "background" in held):
            held[name] = worth


class _Elements:
    """A page's elements by what the last part of a selector names: id, class or element name."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.all: list[Tag] = [each for each in soup.descendants if isinstance(each, Tag)]
        self.names: dict[int, frozenset[str]] = {}
        self.by_key: dict[str, list[Tag]] = {}
        self.tries = 0
        for each in self.all:
            classes: str | list[str] = each.get("class") or []
            written = classes.split() if isinstance(classes, str) else classes
            names = self.names[id(each)] = frozenset(
                [each.name.casefold(), f"#{each.get('id')}", *(f".{name}" for name in written)]
            )
            for key in names:
                self.by_key.setdefault(key, []).append(each)

    def matching(self, selector: str) -> Sequence[Tag]:
        """Return the elements that a selector aims at; none for selectors that are not understood."""
        last = re.split(r"[\s>+~](?![^(\[]*[)\]])", selector)[-1]
        keys = _keys(re.sub(r"::?[\w-]+(?:\(.*\))?|\[[^\]]*\]", "", last))
        candidates = min((self.by_key.get(key, []) for key in keys), key=len) if keys else self.all
        steps = _steps(selector)
        if not candidates or self.tries > MAX_TRIES:
            return ()
        self.tries += len(candidates) * (1 if steps else DEAR)
        if steps:
            return [element for element in candidates if self._matches(element, steps, len(steps) - 1)]
        try:
            compiled = soupsieve.compile(selector)
            return [element for element in candidates if compiled.match(element)]
        except Exception:  # noqa: BLE001 - soupsieve raises of several kinds for selectors it does not know
            return ()

    def _matches(self, element: Tag, steps: Sequence[_Step], at: int) -> bool:
        """Tell whether an element is what a step names, and those around it are what the steps before name."""
        names, below = steps[at]
        if not names <= self.names.get(id(element), frozenset()):
            return False
        if at == 0:
            return True
        around = [element.parent] if below else element.parents
        return any(parent is not None and self._matches(parent, steps, at - 1) for parent in around)


def _keys(compound: str) -> frozenset[str]:
    return frozenset(
        f"#{by_id}" if by_id else f".{name}" if name else tag.casefold() for by_id, name, tag in _KEY.findall(compound)
    )


def _steps(selector: str) -> tuple[_Step, ...] | None:
    """Return the parts of a selector of names, classes and ids alone, each with whether it is a child of the last.

    None for any other selector.
    """
    if not _PLAIN.fullmatch(selector):
        return None
    steps: list[_Step] = []
    below = False
    for part in re.findall(r">|[^\s>]+", selector):
        if part != ">":
            steps.append((_keys(part), below))
        below = part == ">"
    return tuple(steps)


def _collect(css: str, rules: list[_Rule]) -> None:
    css = css.replace("<!--", "").replace("-->", "")
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if len(rules) >= MAX_RULES:
            return
        if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            if _holds_on_screen(tinycss2.serialize(rule.prelude)):
                _collect(tinycss2.serialize(rule.content), rules)
        elif rule.type == "qualified-rule":
            declared, above = parse_declarations(tinycss2.serialize(rule.content))
            if declared or above:
                for selector in _selectors(tinycss2.serialize(rule.prelude)):
                    rules.append((_specificity(selector), len(rules), selector, declared, above))


def _selectors(prelude: str) -> list[str]:
    """Return the selectors of a rule, parted at commas outside brackets; those of parts drawn by CSS are left out."""
    found = [selector.strip() for selector in re.split(r",(?![^(]*\))", prelude)]
    return [each for each in found if each and not re.search(r"::|:(?:before|after|hover|focus|active|visited)", each)]


def _holds_on_screen(media: str) -> bool:
    """Tell whether a media query holds on a screen of ordinary width (Media Queries §2)."""
    return not media.strip() or any(_query_holds(each) for each in media.casefold().split(","))


def _query_holds(query: str) -> bool:
    if re.search(r"\b(?:print|speech|aural|braille)\b", query) or "prefers-" in query or "forced-colors" in query:
        return False
    for edge, size, unit in _WIDTH.findall(query):
        pixels = float(size.rstrip(".") or 0) * (1.0 if unit == "px" else PIXELS_PER_EM)
        if pixels > SCREEN_WIDTH if edge == "min" else pixels < SCREEN_WIDTH:
            return False
    return True


def _specificity(selector: str) -> tuple[int, int, int]:
    """Return how closely a selector aims: ids, classes and attributes, element names (Selectors §17)."""
    bare = re.sub(r"\[[^\]]*\]", "[]", selector)
    ids = bare.count("#")
    classes = len(re.findall(r"\.[\w-]|\[\]|(?<!:):(?!:|not\(|is\()", bare))
    return ids, classes, len(re.findall(r"(?:^|[\s>+~(])[a-zA-Z]", bare))


def _opened(soup: BeautifulSoup) -> frozenset[str]:
    """Return the id attributes of the panels that tabs and accordions open."""
    found: set[str] = set()
    for element in soup.find_all(["button", "a", "summary", "div", "span", "li", "h2", "h3", "h4"]):
        found.update(str(element.get("aria-controls") or "").split())
        if element.get("role") == "tab" or element.get("data-toggle") or element.get("data-bs-toggle"):
            for name in ("href", "data-target", "data-bs-target"):
                written = str(element.get(name) or "")
                if written.startswith("#") and len(written) > 1:
                    found.add(written[1:])
    return frozenset(found)
