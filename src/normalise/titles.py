"""The title of a document, and the title that heads one of its tables."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ingest.model import Block, BlockKind, Parsed, Table
from normalise.authority_mentions import find_mentions
from normalise.title_lines import (
    BOLD_RANK,
    HEAD_LINES,
    MAX_PLAIN_WORDS,
    MAX_TITLE_WORDS,
    NUMBER,
    ONLY_ITEM,
    PACK_ITEM,
    PLAIN_RANK,
    Line,
    holds,
    is_generic,
    is_paper,
    is_usable,
    label_pairs,
    lines_before,
    one_of,
    only_names,
    phrases,
)
from normalise.vocabulary import fold

MINOR_RANK = 2  # a heading of this level or below is a section, where a bold line stands at the top
_AGENDA_ITEM = re.compile(r"^agenda item\s+(?:no\.?\s*)?\d", re.IGNORECASE)
_JOINS = re.compile(r"(?:[-–—:,&]|\b(?:and|of|for|to|the|on|in|with|from|by|a))$", re.IGNORECASE)
_CONTINUES = re.compile(r"^(?:[-–—&(]|[a-z])")


def strip_site(text: str) -> str:
    """Return a page's title without the site's name ("Improvement plan | Harrowmere Borough Council")."""
    parts = re.split(r"\s[|»·]\s|\s[–—-]\s(?=[^–—-]*$)", text.strip())
    if len(parts) > 1 and " | " in text:
        named = [p for p in parts if not only_names(p) and not re.search(r"\bgov\.uk\b", p, re.IGNORECASE)]
        return named[0].strip() if named else parts[0].strip()
    return parts[0].strip() if len(parts) == 2 and only_names(parts[1]) and find_mentions(parts[1]) else text.strip()


def _joined(line: Line, lines: Sequence[Line]) -> str:
    """Return a title with the lines that go on: next to it, of its weight, themselves no section or label.

    A title that names a plan is whole ("Action log" over "Secretariat" are two things); a council's name belongs to
    it where more of the title follows.
    """
    text = _flat(line.text)
    pending: list[str] = []
    last = line
    for after in lines[lines.index(line) + 1 :]:
        words = len(text.split()) + len(after.text.split())
        if after.index != last.index + 1 or after.rank != line.rank or words > MAX_TITLE_WORDS:
            break
        last = after
        if not pending and (_JOINS.search(text) or _CONTINUES.match(after.text)):
            text = f"{text} {_flat(after.text)}"
        elif line.rank >= PLAIN_RANK or is_generic(after.text) or _starts_part(after.text) or _is_whole(text):
            break
        elif is_paper(after.text):
            if not find_mentions(after.text):
                break
            pending.append(_flat(after.text))
        else:
            text = " ".join((text, *pending, _flat(after.text)))
            pending = []
    return text


def _is_whole(text: str) -> bool:
    """Tell whether a title names a plan and says more than that ("Roof Action Log", not "Action Plan" alone)."""
    return holds(text, "plan") and fold(text) not in phrases("plan")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _starts_part(text: str) -> bool:
    return bool(one_of("part").match(fold(text)) or NUMBER.match(text))


def _labelled(parsed: Parsed, stop: int | None) -> str | None:
    """Return the title that a label gives at the head ("Subject: …"), in a line or in a table of labels."""
    for item in parsed.content[: stop if stop is not None else HEAD_LINES]:
        if isinstance(item, Block):
            label, mark, value = item.text.partition(":")
            pairs = [(label, value)] if mark and not item.is_aside else []
        else:
            pairs = label_pairs(item)
        for label, value in pairs:
            if fold(label) in phrases("labels") and 2 <= len(value.split()) <= MAX_TITLE_WORDS:
                return _flat(value)
    return None


def document_title(parsed: Parsed, table: Table | None = None) -> str | None:
    """Return the title of the document whose plan begins with a table (or, of one told in lists, at its head).

    A label decides ("Subject: …"), then the weightiest first heading above the plan, then the first bold lines, the
    document's own title property, the table's title row, and the first short line. Sections that every paper has
    ("Purpose"), letterheads, dates and file names are no titles.
    """
    stop = next((i for i, item in enumerate(parsed.content) if item is table), None)
    lines = lines_before(parsed, stop)
    labelled = _labelled(parsed, stop)
    if labelled and not is_generic(labelled):
        return labelled
    usable = [line for line in lines if is_usable(line)]
    shown = [line for line in usable if not _is_property(parsed, line)]
    best = _best(parsed, shown)
    if best is not None:
        return strip_site(_joined(best, lines))
    if named := next((line for line in usable if _is_property(parsed, line)), None):
        return strip_site(named.text)
    if table is not None and (row := title_row(table)):
        return row
    if shown:
        return _joined(shown[0], lines)
    heading = table.heading if table is not None else None
    return _flat(heading) if heading and not is_generic(heading) and not is_paper(heading) else None


def _best(parsed: Parsed, lines: Sequence[Line]) -> Line | None:
    """Return the line with the best claim to be the title; None where all are plain and none names a plan at once."""
    headings = [line for line in lines if line.rank < BOLD_RANK]
    bold = [line for line in lines if line.rank == BOLD_RANK and (line is lines[0] or not line.text.endswith("."))]
    best = min(headings, key=lambda line: (_is_section(parsed, line), line.rank, line.index), default=None)
    plain = lines[0] if lines and lines[0].rank == PLAIN_RANK else None
    first = plain if plain and (holds(plain.text, "plan") or (best and _is_section(parsed, best))) else None
    challenger = first or (bold[0] if bold else None)
    if challenger and (best is None or _outweighs(parsed, challenger, best)):
        return challenger
    return best


def _outweighs(parsed: Parsed, line: Line, heading: Line) -> bool:
    """Tell whether a line is the title and a heading below it a section: a minor one, or one after prose."""
    if line.index > heading.index:
        return False
    between = parsed.content[line.index + 1 : heading.index]
    prose = any(isinstance(item, Block) and len(item.text.split()) > MAX_PLAIN_WORDS for item in between)
    return prose or heading.rank >= MINOR_RANK or _is_section(parsed, heading)


def _is_section(parsed: Parsed, line: Line) -> bool:
    """Tell whether a heading is that of a part: by its words, or its number."""
    block = parsed.content[line.index]
    numbered = isinstance(block, Block) and any(map(str.isdigit, block.marker or ""))
    return numbered or _starts_part(line.text)


def _is_property(parsed: Parsed, line: Line) -> bool:
    """Tell whether a title is a property that the page does not show (no page and no box)."""
    block = parsed.content[line.index]
    if not isinstance(block, Block) or block.kind is not BlockKind.TITLE:
        return False
    path = block.locator.path or ""
    return block.locator.box is None and ("head" in path or "core" in path or not path)


def title_row(table: Table) -> str | None:
    """Return the text of a first row that is the table's title, None where there is none.

    It spans the table, or fills no more than two cells where the row below fills three at least: a paper's number
    beside its title.
    """
    filled = [cell for cell in table.cells if cell.row == 0 and cell.text.strip()]
    below = [cell for cell in table.cells if cell.row == 1 and cell.text.strip()]
    spans = len(filled) == 1 and table.n_columns > 1 and filled[0].column_span == table.n_columns
    sparse = 0 < len(filled) <= 2 and len(below) > max(2, len(filled)) and all(cell.row_span == 1 for cell in filled)
    if not (spans or sparse):
        return None
    text = _flat(" ".join(cell.text for cell in filled))
    return None if is_generic(text) or is_paper(text) else text


def title_above(parsed: Parsed, table: Table) -> str | None:
    """Return the title that heads a table: that of the agenda item, appendix or report that it stands in.

    A heading of a theme is none, so that tables by theme share one title. A heading begins a plan of its own where it
    numbers an agenda item or appendix, or where it is as weighty as the document's title and names a plan.
    """
    stop = next(i for i, item in enumerate(parsed.content) if item is table)
    lines = lines_before(parsed, stop)
    for position in range(len(lines) - 1, -1, -1):
        if title := _title_at(parsed, lines, position):
            return title
    above = itertools.takewhile(lambda other: other is not table, parsed.tables)
    return next((found for other in (*above, table) if (found := document_title(parsed, other))), None)


def _title_at(parsed: Parsed, lines: Sequence[Line], position: int) -> str | None:
    """Return the title of the plan that a line begins, None where it begins none."""
    line = lines[position]
    if line.rank == PLAIN_RANK and not PACK_ITEM.match(line.text):
        return None
    if ONLY_ITEM.match(line.text):
        under = [after for after in lines[position + 1 :] if is_usable(after) and after.rank < PLAIN_RANK]
        under = under or [after for after in lines[position + 1 :] if is_usable(after)]
        return _joined(under[0], lines) if under else _flat(line.text)
    if PACK_ITEM.match(line.text) and is_usable(line):
        return _joined(line, lines)
    below = parsed.content[line.index + 1] if line.index + 1 < len(parsed.content) else None
    numbered = isinstance(below, Block) and _AGENDA_ITEM.match(below.text)
    if line.rank <= BOLD_RANK and numbered and is_usable(line):
        return _joined(line, lines)
    if is_usable(line) and _own_title(line, lines) and not _is_property(parsed, line):
        return strip_site(_joined(_first_of_group(line, lines), lines))
    return None


def plan_titles(parsed: Parsed) -> tuple[tuple[int, str], ...]:
    """Return (place in the content, title) of each line that begins an agenda item, appendix or plan of its own."""
    lines = lines_before(parsed, len(parsed.content))
    found = ((line.index, _title_at(parsed, lines, at)) for at, line in enumerate(lines))
    return tuple((index, title) for index, title in found if title)


def is_plan_item(title: str) -> bool:
    """Tell whether a title is that of an agenda item or appendix that names a plan."""
    return bool(PACK_ITEM.match(title)) and holds(title, "plan")


def _own_title(line: Line, lines: Sequence[Line]) -> bool:
    """Tell whether a heading names a plan and is as weighty as the document's title.

    The title of a pack of papers does not count, nor does "Action plan" alone under a title.
    """
    if line.rank >= PLAIN_RANK or _starts_part(line.text) or not _is_whole(line.text):
        return False
    weights = [other.rank for other in lines if is_usable(other) and other.rank > 0 and not holds(other.text, "packs")]
    return line.rank <= min(weights, default=0)


def _first_of_group(line: Line, lines: Sequence[Line]) -> Line:
    """Return the first of the adjacent lines of one weight that a title's line belongs to."""
    first = last = line
    for before in reversed(lines[: lines.index(line)]):
        if before.index != last.index - 1 or before.rank != line.rank or _starts_part(before.text):
            break
        last = before
        if is_usable(before):
            first = before
        elif not find_mentions(before.text):
            break
    return first
