"""Text of web page elements as lines of runs, with list markers, line breaks and images told by their words."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from ingest.colour import parse_colour
from ingest.html_furniture import UNSHOWN
from ingest.html_marks import class_ink, control_text, icon_text, is_for_readers_aloud, told_by_label
from ingest.html_parts import own_rows
from ingest.html_style import Styles
from ingest.symbols import symbol_text
from ingest.textruns import BULLET, MAX_ROMAN, Run, RunLook, letters_of, roman_of

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
LISTS = frozenset({"ul", "ol", "menu", "dir"})
_CONTROLS = frozenset({"select", "textarea", "input"})
_UNREAD = UNSHOWN | {"datalist"}
_MISPLACED = frozenset({"tr", "td", "th", "thead", "tbody", "tfoot"})  # read as cells of their own
# the names of the few characters that are escaped twice by editors and feeds
_TWICE = re.compile(
    r"&(amp|nbsp|quot|lt|gt|pound|ndash|mdash|[lr]squo|[lr]dquo|hellip|apos|#39|#x27|#160|#163|#821[1267]);"
)


@dataclass(slots=True)
class Lines:
    """Lines under construction."""

    done: list[list[Run]] = field(default_factory=list)
    open: list[Run] = field(default_factory=list)
    spare: list[str] = field(default_factory=list)  # icons and text for screen readers: told where nothing else is
    dot: str | None = None  # the colour of an element without text
    hidden: list[str] = field(default_factory=list)  # text that the page does not show
    is_cell: bool = False
    changed: bool = False  # changes are tracked in it

    def add(self, text: str, look: RunLook) -> None:
        """Go on with the open line. What is still escaped was escaped twice."""
        if "&" in text:
            text = _TWICE.sub(lambda found: html.unescape(found[0]), text)
        self.open.append(look.run(symbol_text(text, look.font) if look.font else text))

    def end(self) -> None:
        """End the open line."""
        if self.open:
            self.done.append(self.open)
            self.open = []

    def take(self) -> list[list[Run]]:
        """Return all lines and begin anew."""
        self.end()
        taken, self.done = self.done, []
        return taken


def collect_lines(element: Tag, look: RunLook, styles: Styles, lines: Lines, nested: list[Tag] | None = None) -> None:
    """Add the shown text inside an element to `lines`; tables met on the way are appended to `nested`."""
    for child in element.children:
        if isinstance(child, NavigableString):
            if not isinstance(child, PreformattedString):
                _add_text(child, look, lines)
        elif isinstance(child, Tag):
            if child.name == "svg":
                lines.spare.append(told_by_label(child))
                _add_drawn(child, lines)
            elif child.name in _UNREAD:
                continue
            elif styles.is_left_out(child):
                lines.changed = True
            elif styles.is_hidden(child):
                lines.hidden.append(" ".join(child.get_text(" ").split()))
            else:
                lines.changed = lines.changed or styles.is_change(child)
                _collect_tag(child, styles.look(child, look), styles, lines, nested)


def _collect_tag(child: Tag, look: RunLook, styles: Styles, lines: Lines, nested: list[Tag] | None) -> None:
    if child.name == "br":
        lines.end()
    elif child.name == "img":
        lines.add(f" {alt_text(child)} ", look)
    elif child.name in _CONTROLS:
        lines.add(f" {control_text(child)} ", look)
    elif child.name == "table":
        lines.end()
        if nested is not None:
            nested.append(child)
        _collect_rows(child, look, styles, lines)
    elif child.name in _MISPLACED:
        return
    elif child.name == "li":
        _collect_item(child, look, styles, lines, nested)
    elif child.name in BLOCKS:
        lines.end()
        collect_lines(child, look, styles, lines, nested)
        lines.end()
    elif lines.is_cell and is_for_readers_aloud(child):
        lines.spare.append(" ".join(child.get_text(" ").split()))
    elif not child.contents:
        _add_mark(child, look, styles, lines)
    else:
        collect_lines(child, look, styles, lines, nested)


def _collect_rows(table: Tag, look: RunLook, styles: Styles, lines: Lines) -> None:
    """Add a nested table, each of its rows as one line."""
    for row in own_rows(table, styles).rows:
        for cell in row.cells:
            inner = Lines()
            collect_lines(cell, styles.look(cell, look), styles, inner)
            lines.changed = lines.changed or inner.changed
            for line in inner.take():
                lines.open += [*line, Run(" ")]
        lines.end()


def _collect_item(item: Tag, look: RunLook, styles: Styles, lines: Lines, nested: list[Tag] | None) -> None:
    lines.end()
    lines.add(f"{list_marker(item, styles)} ", look)
    before = len(lines.done)
    collect_lines(item, look, styles, lines, nested)
    lines.end()
    _join_marker(lines, before)


def _add_mark(element: Tag, look: RunLook, styles: Styles, lines: Lines) -> None:
    """Add what an element without text shows: its label, an icon, a spot of colour."""
    label = told_by_label(element)
    if label and element.name != "a":
        lines.add(f" {label} ", look)
    else:
        lines.spare.append(icon_text(element))
    lines.dot = lines.dot or styles.fill(element) or class_ink(element) or (look.ink if icon_text(element) else None)


def _add_drawn(drawing: Tag, lines: Lines) -> None:
    """Keep the colour of a drawing's first painted shape."""
    for shape in drawing.find_all(["circle", "rect", "path", "ellipse", "polygon"]):
        colour = parse_colour(str(shape.get("fill") or "")) or class_ink(shape)
        if colour:
            lines.dot = lines.dot or colour
            return


def _join_marker(lines: Lines, at: int) -> None:
    """Join an item's marker to its first line where a paragraph inside the item parted the two."""
    if at + 1 < len(lines.done) and len(lines.done[at]) == 1:
        lines.done[at : at + 2] = [lines.done[at] + lines.done[at + 1]]


def _add_text(text: NavigableString, look: RunLook, lines: Lines) -> None:
    """Add a string; in `<pre>` its line ends count."""
    if text.find_parent("pre") is None:
        lines.add(str(text), look)
        return
    for number, line in enumerate(str(text).split("\n")):
        if number:
            lines.end()
        lines.add(line, look)


def alt_text(image: Tag) -> str:
    """Return what stands for an image: its alt text, else its label or title."""
    return told_by_label(image)


def list_marker(item: Tag, styles: Styles) -> str:
    """Return the printed marker of a list item: its number with a full stop in an ordered list, else a bullet."""
    parent = item.parent
    if parent is None or parent.name != "ol":
        return BULLET
    if id(item) not in styles.markers:
        _number_items(parent, styles)
    return styles.markers.get(id(item), BULLET)


def _number_items(parent: Tag, styles: Styles) -> None:
    """Count the items of an ordered list as browsers do (HTML §4.4.5)."""
    items = [child for child in parent.children if isinstance(child, Tag) and child.name == "li"]
    down = parent.has_attr("reversed")
    number = _whole(parent.get("start"), len(items) if down else 1)
    of_list = _list_style(parent, styles)
    for item in items:
        number = _whole(item.get("value"), number)
        kind = _list_style(item, styles) or str(item.get("type") or "") or of_list or str(parent.get("type") or "1")
        styles.markers[id(item)] = "" if kind == "none" else f"{_numeral(number, kind)}."
        number += -1 if down else 1


_LIST_STYLES = {
    "none": "none",
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}


def _list_style(element: Tag, styles: Styles) -> str | None:
    style = styles.of(element)
    written = f"{style.get('list-style', '')} {style.get('list-style-type', '')}".split()
    return next((_LIST_STYLES[word] for word in reversed(written) if word in _LIST_STYLES), None)


def _whole(value: object, default: int) -> int:
    try:
        return int(str(value).strip())
    except ValueError:
        return default


def _numeral(number: int, kind: str) -> str:
    if kind in {"a", "A"} and number > 0:
        letters = letters_of(number)
        return letters.upper() if kind == "A" else letters
    if kind in {"i", "I"} and 0 < number <= MAX_ROMAN:
        roman = roman_of(number)
        return roman.upper() if kind == "I" else roman
    return str(number)
