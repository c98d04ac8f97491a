"""Definition lists as tables: each term beside what is said of it."""

from __future__ import annotations

from bs4 import Tag

from ingest.colour import as_fill
from ingest.html_furniture import UNSHOWN
from ingest.html_lines import Lines, collect_lines
from ingest.html_style import Styles
from ingest.html_tables import PathFinder
from ingest.model import Cell, Locator, Table
from ingest.textruns import RunLook, flow

LONGEST_TERM = 80  # characters; longer terms are text of their own, as questions and answers are
_WRAPPERS = frozenset({"div", "span", "li"})
_INNER = ["table", "dl", "h1", "h2", "h3", "h4", "h5", "h6"]


def read_definitions(element: Tag, styles: Styles, paths: PathFinder, number: int, hidden: list[str]) -> Table | None:
    """Return a definition list as a table of two columns; None where it tells no short terms with their values.

    Several descriptions of a term are lines of one cell, each with its own place; a last one of links alone ("Change")
    is the site's. What the page hides of it is added to `hidden`.
    """
    unshown: list[str] = []
    groups: list[tuple[Tag, list[Tag]]] = []
    for part in _parts(element):
        if styles.is_hidden(part):
            unshown.append(" ".join(part.get_text(" ").split()))
            continue
        if part.name == "dt":
            groups.append((part, []))
        elif groups:
            groups[-1][1].append(part)
        else:
            return None
    cells: list[Cell] = []
    for row, (term, values) in enumerate(groups):
        name = _cell(row, 0, [term], styles, paths, unshown)
        shown = [value for i, value in enumerate(values) if not (i and _is_links(value))]
        if not name.text or len(name.text) > LONGEST_TERM or not values or any(v.find(_INNER) for v in values):
            return None
        cells += [name, _cell(row, 1, shown, styles, paths, unshown)]
    if not groups:
        return None
    hidden += unshown
    return Table(tuple(cells), len(groups), 2, number=number)


def _parts(element: Tag) -> list[Tag]:
    found: list[Tag] = []
    for child in element.children:
        if isinstance(child, Tag) and child.name not in UNSHOWN:
            if child.name in {"dt", "dd"}:
                found.append(child)
            elif child.name in _WRAPPERS:
                found += _parts(child)
    return found


def _is_links(value: Tag) -> bool:
    linked = sum(len(link.get_text(strip=True)) for link in value.find_all("a"))
    return linked > 0 and linked == len(value.get_text(strip=True))


def _cell(row: int, column: int, elements: list[Tag], styles: Styles, paths: PathFinder, unshown: list[str]) -> Cell:
    lines = Lines(is_cell=True)
    fill = None
    for element in elements:
        collect_lines(element, styles.look(element, RunLook()), styles, lines)
        lines.end()
        fill = fill or styles.fill(element)
    unshown += lines.hidden
    flowed = flow(lines.take())
    return Cell(
        row,
        column,
        flowed.text or " ".join(dict.fromkeys(filter(None, lines.spare))),
        fill=as_fill(fill) or flowed.back or as_fill(lines.dot),
        ink=flowed.ink,
        struck=flowed.struck,
        bold=flowed.bold,
        changed=lines.changed,
        parts=tuple(Locator(path=paths.path(element)) for element in elements),
    )
