"""What a web page tells without words: icons, form controls, classes that name a colour, text for screen readers."""

from __future__ import annotations

import re

from bs4 import Tag

# the traffic lights and what design systems name them by (Bootstrap: danger, warning, success)
_COLOURS = {
    "red": "#ff0000",
    "amber": "#ffbf00",
    "orange": "#ffa500",
    "yellow": "#ffff00",
    "green": "#008000",
    "blue": "#0000ff",
    "grey": "#808080",
    "gray": "#808080",
    "danger": "#ff0000",
    "warning": "#ffbf00",
    "success": "#008000",
}
_THEMED = frozenset({"danger", "warning", "success"})
# words beside a colour in a class that tells a state: "rag-red", "govuk-tag--green", "table-danger"
_STATES = frozenset(
    {"rag", "status", "state", "tag", "badge", "label", "pill", "chip", "dot", "circle", "light", "lights", "lamp"}
    | {"traffic", "indicator", "rating", "risk", "progress", "bg", "background", "fill", "flag", "marker", "highlight"}
    | {"cell", "td", "row", "tr", "table", "colour", "color"}
)
_INKS = frozenset(["text", "ink", "font", "fg"])
_UNTOLD = frozenset(["btn", "button", "link", "border", "outline", "alert", "message", "icon", "hover", "nav", "menu"])
_ICONS = (
    (frozenset({"check", "tick", "checkmark", "ok"}), "✓"),
    (frozenset({"times", "xmark", "cross", "remove", "close", "x"}), "✗"),
    (frozenset({"up"}), "↑"),
    (frozenset({"down"}), "↓"),
    (frozenset({"right"}), "→"),
    (frozenset({"left"}), "←"),
    (frozenset({"circle", "square", "dot"}), "●"),
)
_ICON_FAMILIES = frozenset({"fa", "fas", "far", "fal", "glyphicon", "bi", "icon", "mdi", "ti", "dashicons"})
_HIDDEN_CLASSES = re.compile(
    r"(?:^|[-_ ])(?:visually-?hidden|hidden-visually|sr-only|screen-?reader(?:-(?:text|only))?|element-invisible"
    r"|off-?screen|invisible-text|assistive-text)(?:$|[-_ ])"
)
_STYLED_AWAY = re.compile(r"clip\s*:\s*rect\(|clip-path\s*:\s*inset\(\s*(?:50|100)%|left\s*:\s*-\d{4,}px", re.I)
_UNSHOWN_INPUTS = frozenset({"hidden", "button", "submit", "reset", "image", "password"})
LONGEST_CLASSES = 500  # characters of class names that are looked at


def _classes(element: Tag) -> str:
    written: str | list[str] = element.get("class") or ""
    return (written if isinstance(written, str) else " ".join(written))[:LONGEST_CLASSES]


def _named(element: Tag) -> list[frozenset[str]]:
    """Return the words of each class of an element: "ragRed" and "rag--red" as rag and red."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", _classes(element)).casefold()
    return [frozenset(filter(None, re.split(r"[-_]+", name))) for name in parted.split()]


def class_fill(element: Tag) -> str | None:
    """Return the colour behind an element that its class names, for pages kept without their style sheet.

    A class names a state where it is a colour alone, or a colour beside a word such as rag, status, tag or badge.
    """
    if not element.has_attr("class"):
        return None
    names = _named(element)
    around = frozenset().union(*names) if names else frozenset()
    for words in names:
        colour = next((word for word in words if word in _COLOURS), None)
        if colour is None or words & (_INKS | _UNTOLD):
            continue
        beside = words & _STATES or (len(words) == 1 and (colour not in _THEMED or around & _STATES))
        if beside:
            return _COLOURS[colour]
    return None


def class_ink(element: Tag) -> str | None:
    """Return the colour of an element's text that its class names ("text-danger")."""
    for words in _named(element) if element.has_attr("class") else ():
        if words & _INKS:
            colour = next((word for word in words if word in _COLOURS), None)
            if colour is not None:
                return _COLOURS[colour]
    return None


def is_for_readers_aloud(element: Tag) -> bool:
    """Tell whether an element is text that screen readers read and nobody sees."""
    if element.has_attr("class") and _HIDDEN_CLASSES.search(_classes(element).casefold()):
        return True
    return bool(element.get("style")) and _STYLED_AWAY.search(str(element["style"])[:LONGEST_CLASSES]) is not None


def told_by_label(element: Tag) -> str:
    """Return what stands for an element without text: its aria-label, else its title; an image's alt text first."""
    for name in ("alt", "aria-label", "title"):
        written = " ".join(str(element.get(name) or "").split())
        if written:
            return written
    inner = element.find("title") if element.name == "svg" else None
    return " ".join(inner.get_text().split()) if isinstance(inner, Tag) else ""


def icon_text(element: Tag) -> str:
    """Return the sign that an icon font draws for an element, by the icon's name in its class; "" for none."""
    if element.name not in {"i", "span", "em", "b"} or not element.has_attr("class"):
        return ""
    names = _named(element)
    if not any(words & _ICON_FAMILIES for words in names):
        return ""
    words = frozenset().union(*names) - _ICON_FAMILIES
    return next((sign for known, sign in _ICONS if words & known), "")


def control_text(control: Tag) -> str:
    """Return what a form control shows: the chosen option, a box that is ticked or not, what is typed in a field."""
    if control.name == "select":
        options = control.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")] or options[:1]
        shown = chosen if control.has_attr("multiple") else chosen[-1:]
        return ", ".join(str(option.get("label") or " ".join(option.get_text().split())) for option in shown)
    if control.name == "textarea":
        return control.get_text()
    if control.name != "input":
        return ""
    kind = str(control.get("type") or "text").casefold()
    if kind in {"checkbox", "radio"}:
        return "☑" if control.has_attr("checked") else "☐"
    return "" if kind in _UNSHOWN_INPUTS else str(control.get("value") or "")
