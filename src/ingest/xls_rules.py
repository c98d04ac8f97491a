"""Conditional formats of an Excel 97-2003 workbook, which xlrd passes over: records CONDFMT and CF.

Named after [MS-XLS]: CondFmt (2.4.56) holds the areas, each CF (2.4.42) after it a comparison or a formula and the
look. A formula that is no plain constant is left to xlrd's own decompiler.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import xlrd
from xlrd.compdoc import CompDoc
from xlrd.formula import FMLA_TYPE_COND_FMT, decompile_formula

from ingest.ole import OLE_MARK
from ingest.sheet_model import Area
from ingest.sheet_rules import Rule
from ingest.xlsx_styles import INDEXED

_BOF, _EOF, _CONDFMT, _CF = 0x0809, 0x000A, 0x01B0, 0x01B1
_WORKSHEET = 0x0010
_SIGNS = {1: "between", 2: "notBetween", 3: "equal", 4: "notEqual", 5: "greaterThan", 6: "lessThan",
          7: "greaterThanOrEqual", 8: "lessThanOrEqual"}  # fmt: skip
_FONT_BYTES, _ALIGN_BYTES, _BORDER_BYTES, _PATTERN_BYTES = 118, 8, 8, 4
_BOLD_FROM = 600
_AUTOMATIC = 0x7FFF
_BIFF8 = 80


def read_rules(content: bytes, book: xlrd.Book) -> list[list[Rule]]:
    """Return the conditional formats of each sheet in order; none for workbooks before Excel 97."""
    rules: list[list[Rule]] = [[] for _ in range(book.nsheets)]
    if book.biff_version < _BIFF8 or not content.startswith(OLE_MARK):
        return rules
    stream, _, _ = CompDoc(content, logfile=io.StringIO()).locate_named_stream("Workbook")
    starts: list[int] = getattr(book, "_sh_abs_posn", [])  # where each sheet begins in that stream
    for number, start in enumerate(starts[: book.nsheets] if stream else []):
        try:
            rules[number] = list(_of_sheet(bytes(stream or b""), start, book))
        except (struct.error, IndexError, ValueError):
            continue  # a record that lies: the sheet's cells are read all the same
    return rules


def _of_sheet(stream: bytes, at: int, book: xlrd.Book) -> Iterator[Rule]:
    areas: tuple[Area, ...] = ()
    for count, (kind, record) in enumerate(_records(stream, at)):
        if kind == _CONDFMT:
            areas = tuple(_areas(record))
        elif kind == _CF and areas:
            yield _rule(record, areas, count, book)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a sheet; those of charts inside it are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1 and kind in {_CONDFMT, _CF}:
            yield kind, bytes(stream[at + 4 : at + 4 + size])
        at += 4 + size


def _areas(record: bytes) -> Iterator[Area]:
    (count,) = struct.unpack_from("<H", record, 12)
    for number in range(min(count, (len(record) - 14) // 8)):
        top, bottom, left, right = struct.unpack_from("<4H", record, 14 + 8 * number)
        yield Area(top, left, bottom, right)


def _rule(record: bytes, areas: tuple[Area, ...], priority: int, book: xlrd.Book) -> Rule:
    kind, sign, first, second, flags, _ = struct.unpack_from("<BBHHIH", record)
    at, end = 12, len(record) - first - second
    ink = fill = None
    bold: bool | None = None
    struck: bool | None = None
    if flags & 1 << 26:
        font = record[at : at + _FONT_BYTES]
        style, weight, colour = (
            struct.unpack_from(form, font, place)[0] for form, place in (("<I", 68), ("<H", 72), ("<I", 80))
        )
        unset = struct.unpack_from("<I", font, 88)[0]
        bold = weight >= _BOLD_FROM if not unset & 0x02 and weight <= 1000 else None
        struck = bool(style & 0x80) if not unset & 0x80 else None
        ink = _colour(colour, book) if colour < _AUTOMATIC else None
        at += _FONT_BYTES
    at += _ALIGN_BYTES * bool(flags & 1 << 27) + _BORDER_BYTES * bool(flags & 1 << 28)
    if flags & 1 << 29 and at + _PATTERN_BYTES <= end:
        pattern, colours = struct.unpack_from("<HH", record, at)
        fore, back = colours & 0x7F, colours >> 7 & 0x7F
        # a solid fill names its colour as the background; the foreground counts where another pattern is set
        solid = pattern >> 10 in {0, 1}
        fill = _colour(back if solid and not flags & 1 << 18 else fore, book)
    formulas = [record[end : end + first], record[end + first : end + first + second]]
    return Rule(
        areas,
        "expression" if kind == 2 else "cellIs",
        priority,
        _SIGNS.get(sign, "equal"),
        tuple(_formula(each, areas, book) for each in formulas if each),
        fill=fill,
        ink=ink,
        bold=bold,
        struck=struck,
        stops=True,  # of the up to three formats of an area the first that holds decides
    )


def _colour(index: int, book: xlrd.Book) -> str | None:
    rgb = book.colour_map.get(index)
    if rgb is not None:
        return "#{:02x}{:02x}{:02x}".format(*rgb)
    return INDEXED[index] if index < len(INDEXED) else None


def _formula(tokens: bytes, areas: tuple[Area, ...], book: xlrd.Book) -> str:
    """Return a formula's text; one that cannot be told comes back as a call that is not worked out."""
    kind = tokens[0]
    if kind == 0x17 and len(tokens) > 2:
        wide = tokens[2] & 1
        text = tokens[3:].decode("utf-16-le" if wide else "latin-1", "replace")[: tokens[1]]
        if len(tokens) <= 3 + tokens[1] * (1 + wide):
            return '"' + text.replace('"', '""') + '"'
    if kind == 0x1E and len(tokens) == 3:
        return str(struct.unpack_from("<H", tokens, 1)[0])
    if kind == 0x1F and len(tokens) == 9:
        return repr(struct.unpack_from("<d", tokens, 1)[0])
    try:
        top, left = min(area.top for area in areas), min(area.left for area in areas)
        told = decompile_formula(book, tokens, len(tokens), FMLA_TYPE_COND_FMT, top, left)
    except Exception:  # noqa: BLE001 - xlrd raises whatever a broken formula makes it
        return "UNKNOWN()"
    return str(told) if told else "UNKNOWN()"
