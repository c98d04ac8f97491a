"""What a document says its colours and codes mean: a legend table, or a line such as "Key: red - overdue"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.model import Block, Cell
from normalise.colours import read_colour, read_colour_word
from normalise.model import Field, Rag, Status
from normalise.shape import TableShape
from normalise.status import read_status
from normalise.vocabulary import fold

MOST_ROWS = 8  # a legend has as many rows as there are statuses, and perhaps a title
MOST_COLUMNS = 4
_PLAN_FIELDS = frozenset({Field.ACTION, Field.RECOMMENDATION, Field.OWNER, Field.TIMESCALE, Field.UPDATE})
FEWEST_CODES = 2
MOST_KNOWN = 0.6  # share of a key's meanings that must be statuses, where the line calls itself a key
_SHORT_CODE = re.compile(r"^[A-Z][A-Za-z]?[A-Z]?$|^[0-9]$|^[○◔◑◕●]$")
_CODE = re.compile(
    r"(?:^|(?<=[\s;,:(|]))(?:([A-Z][A-Za-z]?[A-Z]?|[0-9])\s*[=–-]|([○◔◑◕●])\s*[=:–-]?)\s*([^;,|\n=○◔◑◕●]+?)"
    r"(?=$|[;,|\n.)]|\s*[○◔◑◕●])"
)
_KEY = re.compile(r"^(?:key|legend|rag|brag|status|codes?)\b", re.IGNORECASE)
# A disc that fills up tells how far an action is, whether or not a key says so.
_DISCS = {
    "○": Status.NOT_STARTED,
    "◔": Status.IN_PROGRESS,
    "◑": Status.IN_PROGRESS,
    "◕": Status.IN_PROGRESS,
    "●": Status.COMPLETE,
}
_PARTLY_FILLED = frozenset("◔◑◕")
_KEY_LINE = re.compile(
    r"\b(red|amber|yellow|green|blue|gr[ea]y|black|purple)\b\s*(?:\([a-z]\)\s*)?(?:[-–—=:]|means|indicates|denotes)\s*([^;|\n]+?)(?=$|[;|\n]|\.\s|,?\s*\b(?:red|amber|yellow|green|blue|gr[ea]y|black|purple)\b\s*(?:[-–—=:]|means))",
    re.IGNORECASE,
)
_SHADED = re.compile(  # "Actions shaded green are complete", "Grey shading indicates that no work has started"
    r"\b(?:(?:shaded|highlighted|coloured|shown|marked)(?: in)? (red|amber|yellow|orange|green|blue|gr[ea]y)"
    r"|(red|amber|yellow|orange|green|blue|gr[ea]y) (?:shading|shaded|highlighting|highlighted|rows|text))\b"
    r"\s*(?:are|is|have been|has been|were|means?|indicates?|denotes?|shows?)\s*(?:that )?([^;|\n.]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Legend:
    """Status by colour and by printed code ("IP"), and the numbers of the tables that say so.

    `others` gives the status of colours that are no traffic light, by fill ("#7030a0") and by folded name ("purple").
    """

    colours: Mapping[Rag, Status] = field(default_factory=dict)
    codes: Mapping[str, Status] = field(default_factory=dict)
    others: Mapping[str, Status] = field(default_factory=dict)
    tables: tuple[int, ...] = ()


def read_legend(shapes: Sequence[TableShape], blocks: Sequence[Block]) -> Legend:
    """Return what a document's legend tables and key lines say its colours and codes mean; empty where it has none."""
    colours: dict[Rag, Status] = {}
    codes: dict[str, Status] = {}
    others: dict[str, Status] = {}
    tables = []
    for shape in shapes:
        (found, unusual), (lettered, coded) = _table_legend(shape), _table_codes(shape)
        others = {**unusual, **others}
        if found or coded:
            found = {**lettered, **found}
            tables.append(shape.table.number)
            colours = {**found, **colours}
            codes = {**coded, **codes}
    for block in blocks:
        pairs = [(letters or disc, meaning) for letters, disc, meaning in _CODE.findall(block.text)]
        found, coded = _coded(pairs, is_key=bool(_KEY.match(block.text.strip())))
        codes, colours = {**coded, **codes}, {**found, **colours}
        for one, other, meaning in _SHADED.findall(block.text):
            if (rag := read_colour_word(one or other)) and (status := _meaning(meaning)):
                colours.setdefault(rag, status)
        lines = _KEY_LINE.findall(block.text)
        if len(lines) < 2 and not block.text.casefold().lstrip().startswith(("key", "rag", *map(str, Rag))):
            continue
        for word, meaning in lines:
            rag, status = read_colour_word(word), _meaning(meaning)
            if rag and status:
                colours.setdefault(rag, status)
            elif status:
                others.setdefault(fold(word), status)
    if any(cell.text.strip() in _PARTLY_FILLED for shape in shapes for cell in shape.table.cells):
        going = {disc: Status.IN_PROGRESS for disc in _PARTLY_FILLED if codes.get(disc) in (None, Status.COMPLETE)}
        codes = {**_DISCS, **codes, **going}  # "a quarter done" is not done
    return Legend(colours, codes, others, tuple(tables))


def _coded(pairs: Sequence[tuple[str, str]], *, is_key: bool) -> tuple[dict[Rag, Status], dict[str, Status]]:
    """Return status by colour and by code for a key of letters, digits or discs.

    Two codes at least; each with a status for its meaning, most of them where the line calls itself a key. A
    letter that stands for a colour ("R") is that colour.
    """
    read = {code: status for code, text in pairs if (status := _meaning(text))}
    enough = MOST_KNOWN * len(pairs) if is_key else len(pairs)
    if len(read) < max(FEWEST_CODES, enough):
        return {}, {}
    colours = {rag: status for code, status in read.items() if (rag := read_colour_word(code))}
    return colours, {code: status for code, status in read.items() if read_colour_word(code) is None}


def _table_codes(shape: TableShape) -> tuple[dict[Rag, Status], dict[str, Status]]:
    """Return status by colour and by code for a small table of two columns, codes and their meanings."""
    if shape.table.n_columns != 2 or shape.table.n_rows > MOST_ROWS:
        return {}, {}
    pairs = []
    for row in shape.grid:
        code, meaning = row[0], row[1]
        if code is not None and meaning is not None and _SHORT_CODE.match(code.text.strip()):
            pairs.append((code.text.strip(), meaning.text))
    return _coded(pairs, is_key=False)


def _meaning(text: str) -> Status | None:
    """Return the status that a legend's words describe ("over 75% complete" is in progress)."""
    reading = read_status(text)
    if reading.status not in (None, Status.UNKNOWN):
        return reading.status
    return None


def _table_legend(shape: TableShape) -> tuple[dict[Rag, Status], dict[str, Status]]:
    """Return colour -> status for a table that is a legend: small, and nearly every row a colour and its meaning.

    The second is for colours that are no traffic light, by fill and by name.
    """
    table = shape.table
    if any(column.reading.field in _PLAN_FIELDS for column in shape.columns):
        return {}, {}
    if table.n_rows > MOST_ROWS or table.n_columns > MOST_COLUMNS:
        return (_row_legend(shape) if table.n_rows <= 2 else {}), {}
    found: dict[Rag, Status] = {}
    others: dict[str, Status] = {}
    rows = 0
    for row in shape.grid:
        cells = [cell for i, cell in enumerate(row) if cell is not None and cell not in row[:i]]
        if not any(cell.text.strip() or cell.fill for cell in cells):
            continue
        rows += 1
        rag = next((rag for cell in cells if (rag := read_colour_word(cell.text))), None)
        rag = rag or next((rag for cell in cells if (rag := read_colour(_colour_of(cell)))), None)
        texts = [cell.text for cell in cells if cell.text.strip() and not _is_colour_alone(cell.text)]
        status = next((status for text in texts if (status := _meaning(text))), None)
        if rag and texts and len(" ".join(texts)) < 200:
            found.setdefault(rag, status or Status.UNKNOWN)
        elif status and not rag:
            names = [cell.fill for cell in cells if cell.fill] + [fold(text) for text in texts if _is_name(text)]
            others |= dict.fromkeys(names[:2], status)
            rows -= bool(names)
    means = any(status is not Status.UNKNOWN for status in found.values())
    return (found, others) if means and len(found) >= 2 and len(found) >= rows - 1 else ({}, {})


def _is_name(text: str) -> bool:
    return len(text.split()) == 1 and not _meaning(text)


def _row_legend(shape: TableShape) -> dict[Rag, Status]:
    """Return colour -> status for a legend printed across: each cell a coloured ground under its meaning."""
    found: dict[Rag, Status] = {}
    cells = [cell for cell in shape.table.cells if cell.text.strip()]
    for cell in cells:
        rag = read_colour(_colour_of(cell))
        status = _meaning(cell.text)
        if rag and status:
            found.setdefault(rag, status)
    return found if len(found) >= 2 and len(found) >= len(cells) - 2 else {}


def _colour_of(cell: Cell) -> str | None:
    """Return the ground of a cell, or the colour of the sign in it."""
    is_sign = bool(cell.text.strip()) and not any(map(str.isalnum, cell.text))
    return cell.fill or (cell.ink if is_sign else None)


def _is_colour_alone(text: str) -> bool:
    return read_colour_word(text.strip()) is not None and len(text.split()) == 1
