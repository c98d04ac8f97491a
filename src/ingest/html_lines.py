"""Text of web page elements as lines of runs, with list markers, line breaks and images told by their words."""

from __future__ import annotations

from dataclasses import dataclass, field

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from ingest.html_furniture import UNSHOWN
from ingest.html_style import Look, Styles
from ingest.textruns import BULLET, MAX_ROMAN, Run, letters_of, roman_of

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
_CONTROLS = frozenset({"button", "select", "textarea", "input", "datalist"})


@dataclass(slots=True)
class Lines:
    """Lines under construction."""

    done: list[list[Run]] = field(default_factory=list)
    open: list[Run] = field(default_factory=list)

    def add(self, text: str, look: Look) -> None:
        """Go on with the open line."""
        self.open.append(Run(text, look.bold, look.struck, look.ink, look.back))

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


def collect_lines(element: Tag, look: Look, styles: Styles, lines: Lines, nested: list[Tag] | None = None) -> None:
    """Add the shown text inside an element to `lines`; tables met on the way are appended to `nested`."""
    for child in element.children:
        if isinstance(child, NavigableString):
            if not isinstance(child, PreformattedString):
                _add_text(child, look, lines)
        elif isinstance(child, Tag) and child.name not in UNSHOWN and child.name not in _CONTROLS:
            if styles.is_hidden(child):
                continue
            _collect_tag(child, styles.look(child, look), styles, lines, nested)


def _collect_tag(child: Tag, look: Look, styles: Styles, lines: Lines, nested: list[Tag] | None) -> None:
    if child.name == "br":
        lines.end()
    elif child.name == "img":
        lines.add(f" {alt_text(child)} ", look)
    elif child.name == "table":
        lines.end()
        if nested is not None:
            nested.append(child)
        collect_lines(child, look, styles, lines, None)
        lines.end()
    elif child.name in {"td", "th"}:
        # a cell of a nested table: its row is one line of the text around it
        inner = Lines()
        collect_lines(child, look, styles, inner, nested)
        for line in inner.take():
            lines.open += [*line, Run(" ")]
    elif child.name == "li":
        lines.end()
        lines.add(f"{list_marker(child)} ", look)
        before = len(lines.done)
        collect_lines(child, look, styles, lines, nested)
        lines.end()
        _join_marker(lines, before)
    elif child.name in BLOCKS:
        lines.end()
        collect_lines(child, look, styles, lines, nested)
        lines.end()
    else:
        collect_lines(child, look, styles, lines, nested)


def _join_marker(lines: Lines, at: int) -> None:
    """Join an item's marker to its first line where a paragraph inside the item parted the two."""
    if at + 1 < len(lines.done) and len(lines.done[at]) == 1:
        lines.done[at : at + 2] = [lines.done[at] + lines.done[at + 1]]


def _add_text(text: NavigableString, look: Look, lines: Lines) -> None:
    """Add a string; in `<pre>` its line ends count."""
    if text.find_parent("pre") is None:
        lines.add(str(text), look)
        return
    for number, line in enumerate(str(text).split("\n")):
        if number:
            lines.end()
        lines.add(line, look)


def alt_text(image: Tag) -> str:
    """Return what stands for an image: its alt text, else its title."""
    return str(image.get("alt") or image.get("title") or "")


def list_marker(item: Tag) -> str:
    """Return the printed marker of a list item: its number with a full stop in an ordered list, else a bullet."""
    parent = item.parent
    if parent is None or parent.name != "ol":
        return BULLET
    items = [child for child in parent.children if isinstance(child, Tag) and child.name == "li"]
    down = parent.has_attr("reversed")
    number = _whole(parent.get("start"), len(items) if down else 1)
    for each in items:
        number = _whole(each.get("value"), number)
        if each is item:
            break
        number += -1 if down else 1
    kind = str(item.get("type") or parent.get("type") or "1")
    return f"{_numeral(number, kind)}."


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
