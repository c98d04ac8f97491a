"""A cell that holds several actions: lettered, numbered or bulleted parts, paired with the parts of other cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.model import Issue, IssueCode, Severity
from normalise.dates import read_timescale
from normalise.evidence import names_an_owner
from normalise.model import Field
from normalise.rowcells import PlanRow, RowCell
from normalise.rows import main_column
from normalise.status import read_status

_MARKED = re.compile(
    r"^(?:(?P<number>\d+(?:\.\d+)+)[.)]?|\(?(?P<counter>\d{1,2})[.)]|\(?(?P<letter>[a-z])[.)]|"
    r"\(?(?P<roman>[ivx]{1,5})[.)]|(?P<bullet>[•▪●○◦‣–\-*]))\s+(?P<text>\S.*)$",
    re.DOTALL,
)
PAIRED = (Field.OWNER, Field.TIMESCALE, Field.STATUS)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a cell: its marker ("a", "1.2", "•", "" for a plain line), the kind of marker and the text."""

    kind: str
    marker: str
    text: str


def split_parts(text: str) -> tuple[str, tuple[Part, ...]]:
    """Return (lead-in, parts): the lines of a text by their markers, unmarked lines joined to the part before.

    With no markers at all every line is a plain part.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    matches = [_MARKED.match(line.strip()) for line in lines]
    if not any(matches):
        return "", tuple(Part("plain", "", line.strip()) for line in lines)
    lead: list[str] = []
    parts: list[Part] = []
    kind = ""
    for line, match in zip(lines, matches, strict=True):
        found = next((name for name in ("number", "counter", "letter", "roman", "bullet") if match and match[name]), "")
        if found == "roman" and kind == "letter":
            found = "letter"
        if match and (not kind or found == kind):
            kind = found
            parts.append(Part(found, match["letter"] or match[found] or match["roman"] or "", match["text"].strip()))
        elif parts:
            parts[-1] = replace(parts[-1], text=f"{parts[-1].text}\n{line.strip()}")
        else:
            lead.append(line.strip())
    return "\n".join(lead), tuple(parts)


def split_row(row: PlanRow) -> tuple[PlanRow, ...]:
    """Return the actions of one printed row: the row itself, or one for each of its parts.

    Parts with numbers or letters of their own in the action cell are actions. Bullets and plain lines are only
    where the timescale or the status has as many, each a date or status by itself, or the owner as many bullets.
    """
    roles = [cell.role for cell in row.cells]
    main = main_column(roles)
    cells = row.of(main.field) if main else []
    if len(cells) != 1 or row.letter:
        return (row,)
    lead, parts = split_parts(cells[0].text)
    if len(parts) == 1 and parts[0].kind == "number" and not lead:
        # the one part of its row, numbered like those of the others: "2.1 Agree …" beside "2.1 Head of Homes"
        beside = row.of(*PAIRED, Field.UPDATE)
        named = {cell.role.index: pieces for cell in beside if (pieces := _marked_pieces(cell, parts))}
        return (_part_row(row, cells[0], 0, parts[0], named),) if named else (row,)
    if len(parts) < 2:
        return (row,)
    paired = {cell.role.index: pieces for cell in row.of(*PAIRED) if (pieces := _pieces(cell, parts)) is not None}
    told = {cell.role.index: pieces for cell in row.of(Field.UPDATE) if (pieces := _marked_pieces(cell, parts))}
    paired |= told
    if paired:  # a date for each line shows that lines are actions; then each line of owners is one action's
        paired |= {cell.role.index: names for cell in row.of(Field.OWNER) if (names := _owners_by_line(cell, parts))}
    own = parts[0].kind in ("letter", "number") and _in_sequence(parts) and not lead
    if not own and not paired:
        return (row,)
    if lead and not all(cell.role.index in paired for cell in row.of(*PAIRED)):
        return (row,)
    if parts[0].kind in ("plain", "bullet", "counter", "roman") and not paired:
        return (row,)
    return tuple(_part_row(row, cells[0], i, part, paired) for i, part in enumerate(parts))


def uneven_parts(row: PlanRow) -> tuple[Issue, ...]:
    """Return an issue for a row whose action and another cell have parts that do not line up: they stay together."""
    main = main_column([cell.role for cell in row.cells])
    if main is None or row.letter:
        return ()
    counts = {cell.role.heading: _marked(cell) for cell in row.of(main.field, *PAIRED)}
    told = [f"{n} under {heading}" for heading, n in counts.items() if n > 1]
    if not any(_marked(cell) > 1 for cell in row.of(main.field)) or len({n for n in counts.values() if n > 1}) < 2:
        return ()
    message = f"the parts of this row do not line up ({', '.join(told)}), so that it was left whole"
    return (Issue(IssueCode.UNEVEN_PARTS, Severity.WARNING, message, row.locator),)


def _marked(cell: RowCell) -> int:
    """Return how many parts with markers a cell has."""
    return sum(part.kind != "plain" for part in split_parts(cell.text)[1])


def _pieces(cell: RowCell, own: Sequence[Part]) -> tuple[str, ...] | None:
    """Return a paired cell's text for each part of the action, None where it does not fall into such parts.

    Letters and numbers find their own: "b) Head of HR" is the owner of part b, and parts that the cell leaves out
    have none there.
    """
    named = _marked_pieces(cell, own)
    if named is not None:
        return named
    _lead, parts = split_parts(cell.text)
    kind = own[0].kind
    if len(parts) != len(own):
        return None
    if parts[0].kind == "plain":
        if cell.role.field is Field.TIMESCALE:
            reads = all(_is_deadline(part.text) for part in parts)
        elif cell.role.field is Field.STATUS:
            reads = all(read_status(part.text).status for part in parts)
        else:
            reads = kind not in ("plain", "bullet")
        if not reads:
            return None
    return tuple(part.text for part in parts)


def _owners_by_line(cell: RowCell, own: Sequence[Part]) -> tuple[str, ...] | None:
    """Return a cell's lines where there are as many as parts of the action, and each names an owner by itself."""
    _lead, parts = split_parts(cell.text)
    plain = len(parts) == len(own) and parts[0].kind == "plain"
    return tuple(part.text for part in parts) if plain and all(names_an_owner(p.text) for p in parts) else None


def _marked_pieces(cell: RowCell, own: Sequence[Part]) -> tuple[str, ...] | None:
    """Return a cell's text for each part of the action by the markers that both have, None where they differ."""
    lead, parts = split_parts(cell.text)
    if not parts or lead or parts[0].kind != own[0].kind or own[0].kind in ("plain", "bullet"):
        return None
    named = {part.marker: part.text for part in parts}
    if len(named) != len(parts) or not named.keys() <= {part.marker for part in own}:
        return None
    return tuple(named.get(part.marker, "") for part in own)


def _is_deadline(text: str) -> bool:
    reading = read_timescale(text)
    return bool(reading.milestones or reading.ongoing or reading.status)


def _in_sequence(parts: Sequence[Part]) -> bool:
    """Tell whether letters run a, b, c and numbers rise: markers inside a sentence do neither."""
    if parts[0].kind == "letter":
        return [part.marker for part in parts] == [chr(ord(parts[0].marker) + i) for i in range(len(parts))]
    numbers = [tuple(map(int, part.marker.split("."))) for part in parts]
    return numbers == sorted(numbers) and len(set(numbers)) == len(numbers)


def _part_row(row: PlanRow, main: RowCell, i: int, part: Part, paired: dict[int, tuple[str, ...]]) -> PlanRow:
    """Return the row of one part; cells that do not fall into parts are shared."""

    def own(cell: RowCell) -> str:
        if cell.role.index == main.role.index:
            return part.text
        if cell.role.index in paired:
            return paired[cell.role.index][i]
        return part.marker if cell.role.field is Field.REFERENCE and part.kind == "number" else cell.text

    cells = [replace(cell, text=own(cell)) for cell in row.cells]
    if part.kind == "number":
        # the number of the row itself is kept beside that of its part
        printed = row.of(Field.REFERENCE)
        cells += [replace(cell, role=replace(cell.role, field=Field.EXTRA)) for cell in printed]
        if not printed:
            cells.append(replace(main, text=part.marker, role=replace(main.role, field=Field.REFERENCE, heading="")))
    letter = part.marker if part.kind in ("letter", "roman") else None
    return replace(row, cells=tuple(cells), letter=letter)
