"""What of a web page is the site's and not the document's: menus, cookie bars, breadcrumbs, footers."""

from __future__ import annotations

import re

from bs4 import Tag

_TAGS = frozenset({"nav", "aside", "button", "select", "textarea", "input", "datalist", "dialog"})
_OUTER_TAGS = frozenset({"header", "footer"})  # those of an article or of main are the document's own
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"})
_WORDS = frozenset(
    [
        "cookie",
        "cookies",
        "gdpr",
        "breadcrumb",
        "breadcrumbs",
        "crumbs",
        "crumb",
        "skiplink",
        "skiplinks",
        "nav",
        "navbar",
        "navigation",
        "menu",
        "megamenu",
        "sitemap",
        "sidebar",
        "pagination",
        "pager",
        "masthead",
        "modal",
        "popup",
        "printlink",
    ]
)
# words of a council's services too (social care, skip hire, planning consent): the site's where there is something to
# click
_OF_SERVICES = frozenset({"consent", "feedback", "related", "share", "sharing", "skip", "social", "survey"})
_TO_CLICK = ("a", "button", "input", "select", "textarea")
_PAIRS = (
    "site-header",
    "site-footer",
    "page-footer",
    "global-header",
    "global-footer",
    "back-to-top",
    "page-rating",
    "print-page",
    "site-search",
    "sr-skip",
)
_CONTENT = ("table", "h1", "main", "article")
UNSHOWN = frozenset({"script", "style", "noscript", "template", "head", "title", "svg", "math", "object", "iframe"})


def is_furniture(element: Tag) -> bool:
    """Tell whether an element belongs to the site around the document.

    An element that holds a table, the page's main heading or its main part never does, whatever its class says.
    """
    if element.name in {"html", "body", "main", "article", "table", "thead", "tbody", "tr", "td", "th"}:
        return False
    if element.name in _TAGS or str(element.get("role") or "").casefold() in _ROLES:
        return not _holds_content(element)
    if element.name in _OUTER_TAGS:
        return element.find_parent(["article", "main", "section"]) is None and not _holds_content(element)
    if element.name == "form":
        return not _holds_content(element) and element.find(["h2", "h3", "li", "p"]) is None
    names = _names(element)
    if not names:
        return False
    words = {word for name in names for word in re.split(r"[^a-z]+", name)}
    marked = bool(words & _WORDS) or any(pair in name for pair in _PAIRS for name in names)
    if not marked and words & _OF_SERVICES:
        marked = element.name in _TO_CLICK or element.find(_TO_CLICK) is not None
    return marked and not _holds_content(element)


def _names(element: Tag) -> list[str]:
    """Return the element's classes and id, words set apart by hyphens, in lower case."""
    classes: str | list[str] = element.get("class") or []
    written = [*([classes] if isinstance(classes, str) else classes), str(element.get("id") or "")]
    return [re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).casefold().replace("_", "-") for name in written if name]


def _holds_content(element: Tag) -> bool:
    return element.find(_CONTENT) is not None
