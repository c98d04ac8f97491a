"""Conditional formats of an Excel sheet, those of its first edition and those that Excel 2010 added (x14)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.elements import Element, attribute, child, children, name_of, whole
from ingest.sheet_model import Area, Sheet, parse_areas
from ingest.sheet_rules import Rule, Stop, apply_rule_list, lights_of
from ingest.textruns import RunLook
from ingest.xlsx_styles import Palette, XlsxStyles, fill_colour, font_look

MAX_RULES = 2000
_TRUE = frozenset({"1", "true"})
# the formula that Excel writes beside a rule that looks for a text names the text, or the cell that holds it
_SOUGHT = re.compile(r'(?:SEARCH\(|=)\s*("(?:[^"]|"")*"|\$?[A-Z]{1,3}\$?\d+)\s*(?:,|$)')


def apply_rules(formats: Sequence[Element], sheet: Sheet, styles: XlsxStyles) -> None:
    """Colour the cells of a sheet by its conditional formats."""
    rules: list[Rule] = []
    for each in formats:
        sqref = attribute(each, "sqref") or "".join(part.text or "" for part in children(each, "sqref"))
        areas = tuple(parse_areas(sqref))
        if areas:
            rules += [_rule(rule, areas, styles) for rule in children(each, "cfRule")]
    apply_rule_list([rule for rule in rules if rule.kind != "dataBar"][:MAX_RULES], sheet)


def _rule(element: Element, areas: tuple[Area, ...], styles: XlsxStyles) -> Rule:
    kind = attribute(element, "type") or "expression"
    formulas = [
        each.text or ""
        for each in element.iter()
        if name_of(each) in {"formula", "f"} and name_of(each.getparent()) == "cfRule"  # type: ignore[arg-type]
    ]
    text = attribute(element, "text")
    if kind in {"containsText", "notContainsText", "beginsWith", "endsWith"} and text is None and formulas:
        sought = _SOUGHT.search(formulas[0])
        formulas = [sought[1]] if sought else formulas[1:]
    rule = Rule(
        areas,
        kind,
        whole(attribute(element, "priority"), 0),
        attribute(element, "operator") or "equal",
        tuple(formulas),
        text,
        stops=attribute(element, "stopIfTrue") in _TRUE,
    )
    if kind == "colorScale":
        return replace(rule, scale=_stops(child(element, "colorScale"), styles.palette))
    if kind == "iconSet":
        return _icons(rule, child(element, "iconSet"), styles.palette)
    number = whole(attribute(element, "dxfId"), -1)
    own = child(element, "dxf")
    if own is None and 0 <= number < len(styles.differences):
        own = styles.differences[number]
    return _looked(rule, own, styles.palette)


def _looked(rule: Rule, difference: Element | None, palette: Palette) -> Rule:
    """Return a rule with the look that it gives."""
    font = child(difference, "font")
    look = font_look(font, palette, RunLook())
    return replace(
        rule,
        fill=fill_colour(child(difference, "fill"), palette, conditional=True),
        ink=look.ink,
        bold=look.bold if child(font, "b") is not None else None,
        struck=look.struck if child(font, "strike") is not None else None,
    )


def _stops(scale: Element | None, palette: Palette) -> tuple[Stop, ...]:
    colours = [palette.colour(each) for each in children(scale, "color")]
    stops = []
    for at, each in enumerate(children(scale, "cfvo")):
        worth = attribute(each, "val")
        if worth is None:
            inner = child(each, "f")
            worth = inner.text if inner is not None else None
        try:
            number = float(worth or 0)
        except ValueError:
            number = 0.0
        stops.append(Stop(attribute(each, "type") or "num", number, colours[at] if at < len(colours) else None))
    return tuple(stops) or (Stop("min"),)


def _icons(rule: Rule, icons: Element | None, palette: Palette) -> Rule:
    """Return a rule of icons: traffic lights are told where they hide the number, else nothing is."""
    name = attribute(icons, "iconSet") or "3TrafficLights1"
    lights = lights_of(name, attribute(icons, "reverse") in _TRUE)
    if attribute(icons, "showValue") not in {"0", "false"} or not lights:
        return replace(rule, kind="dataBar")  # it stands beside the number and says what the number says
    return replace(rule, scale=_stops(icons, palette), lights=lights)
