"""Conditional formats of an OpenDocument spreadsheet: LibreOffice's own, and the conditions of cell styles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.elements import Element, attribute, children, name_of
from ingest.ods_sheet import OdsReader, area_of_address
from ingest.sheet_model import Area, Sheet
from ingest.sheet_rules import Rule, Stop, apply_rule_list
from ingest.textruns import RunLook

MAX_RULES = 2000
_TEXT_KINDS = {
    "contains-text": "containsText", "not-contains-text": "notContainsText", "begins-with": "beginsWith",
    "ends-with": "endsWith",
}  # fmt: skip
_PLAIN_KINDS = {
    "duplicate": "duplicateValues", "unique": "uniqueValues", "is-error": "containsErrors",
    "is-no-error": "notContainsErrors",
}  # fmt: skip
_SIGNS = {"=": "equal", "!=": "notEqual", "<>": "notEqual", "<": "lessThan", "<=": "lessThanOrEqual",
          ">": "greaterThan", ">=": "greaterThanOrEqual"}  # fmt: skip
_COMPARED = re.compile(r"(?:cell-content\(\)\s*)?(<=|>=|!=|<>|<|>|=)\s*(.+)", re.S)
_BETWEEN = re.compile(r"(?:cell-content-is-)?(between|not-between)\((.+)\)", re.S)
_FORMULA = re.compile(r"(?:formula-is|is-true-formula)\((.+)\)", re.S)
_CALLED = re.compile(r"([a-z-]+)(?:\((.*)\))?", re.S)
_STOP_KINDS = {"minimum": "min", "maximum": "max", "number": "num", "percent": "percent", "percentile": "percentile",
               "auto-minimum": "min", "auto-maximum": "max"}  # fmt: skip
_CELL = re.compile(r"\[\.([^\]:]+)\]")


def apply_ods_rules(reader: OdsReader, sheet: Sheet) -> None:
    """Colour the cells of a sheet by its conditional formats; those of styles where it has no list of its own."""
    rules = list(_listed(reader)) or list(_of_styles(reader))
    apply_rule_list(rules[:MAX_RULES], sheet)


def _listed(reader: OdsReader) -> Iterator[Rule]:
    number = 0
    for each in reader.conditions:
        areas = tuple(
            found[1]
            for address in _addresses(attribute(each, "target-range-address") or "")
            if (found := area_of_address(address)) is not None
        )
        if not areas:
            continue
        for condition in each:
            number += 1
            if name_of(condition) == "condition":
                yield _rule(condition, attribute(condition, "value") or "", areas, number, reader)
            elif name_of(condition) == "color-scale":
                yield Rule(areas, "colorScale", number, scale=tuple(_stops(condition)) or (Stop("min"),))


def _of_styles(reader: OdsReader) -> Iterator[Rule]:
    for style, areas in reader.mapped.items():
        if not areas:
            continue
        own = reader.reading.styles.named["table-cell", style]
        for number, condition in enumerate(children(own, "map")):
            yield _rule(condition, attribute(condition, "condition") or "", tuple(areas), number, reader)


def _addresses(written: str) -> list[str]:
    """Return the addresses of a list; blanks inside quoted names part nothing."""
    return re.findall(r"(?:'(?:[^']|'')*'|[^\s'])+", written)


def _rule(condition: Element, written: str, areas: tuple[Area, ...], number: int, reader: OdsReader) -> Rule:
    """Return a condition as a rule; one of an unknown kind as a rule that is told not to be worked out."""
    name = attribute(condition, "apply-style-name")
    styles = reader.reading.styles
    style = _by_shown_name(reader, name)
    look = styles.look("table-cell", style, RunLook())
    said = styles.property("table-cell", style, "text-properties", "font-weight")
    struck = styles.property("table-cell", style, "text-properties", "text-line-through-style")
    kind, sign, formulas = _condition(written.strip())
    return Rule(
        areas,
        kind,
        number,
        sign,
        formulas,
        fill=styles.fill("table-cell", style),
        ink=look.ink,
        bold=look.bold if said else None,
        struck=look.struck if struck else None,
        stops=True,  # of the conditions of one format the first that holds decides
        base=_base(condition),
    )


def _by_shown_name(reader: OdsReader, name: str | None) -> str | None:
    """Return a style's name by the name itself or by the one that people see."""
    named = reader.reading.styles.named
    if name is None or ("table-cell", name) in named:
        return name
    return next(
        (
            key
            for (family, key), each in named.items()
            if family == "table-cell" and attribute(each, "display-name") == name
        ),
        name,
    )


def _base(condition: Element) -> tuple[int, int] | None:
    found = area_of_address(attribute(condition, "base-cell-address") or "")
    return (found[1].top, found[1].left) if found is not None else None


def _condition(written: str) -> tuple[str, str, tuple[str, ...]]:
    """Return the kind, sign and formulas of a condition as SpreadsheetML would name them."""
    if formula := _FORMULA.fullmatch(written):
        return "expression", "equal", (_formula(formula[1]),)
    if between := _BETWEEN.fullmatch(written):
        return "cellIs", "between" if between[1] == "between" else "notBetween", tuple(_arguments(_formula(between[2])))
    if compared := _COMPARED.fullmatch(written):
        return "cellIs", _SIGNS[compared[1]], (_formula(compared[2]),)
    called = _CALLED.fullmatch(written)
    if called is not None and called[1] in _TEXT_KINDS:
        return _TEXT_KINDS[called[1]], "equal", (_formula(called[2] or '""'),)
    return _PLAIN_KINDS.get(called[1] if called else "", "unknown"), "equal", ()


def _formula(written: str) -> str:
    """Return a formula of OpenFormula as SpreadsheetML writes it: `[.A1]` is A1, arguments are parted by commas."""
    parts = re.split(r'("(?:[^"]|"")*")', written.removeprefix("of:"))
    parts[::2] = [_CELL.sub(r"\1", part).replace(";", ",") for part in parts[::2]]
    return "".join(parts)


def _arguments(written: str) -> Iterator[str]:
    depth, start, quoted = 0, 0, False
    for at, sign in enumerate(written):
        quoted ^= sign == '"'
        depth += (sign == "(") - (sign == ")") if not quoted else 0
        if sign == "," and not depth and not quoted:
            yield written[start:at]
            start = at + 1
    yield written[start:]


def _stops(scale: Element) -> Iterator[Stop]:
    for each in scale:
        try:
            worth = float(attribute(each, "value") or 0)
        except ValueError:
            worth = 0.0
        yield Stop(_STOP_KINDS.get(attribute(each, "type") or "", "num"), worth, attribute(each, "color"))
