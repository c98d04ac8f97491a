"""Conditional formats: which cells they colour, by value, by text, by formula or on a scale (§18.3.1.10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.colour import as_fill, as_ink, hex_from_rgb
from ingest.model import Issue, IssueCode, Severity
from ingest.sheet_formula import NotWorkedOut, Origin, Value, as_text, compare, evaluate, is_true, search
from ingest.sheet_model import Area, Sheet, SheetCell
from ingest.textruns import Flowed

MAX_CHECKS = 1_500_000  # cells against rules, of a sheet
MAX_COLUMN = 200  # a rule colours blank cells up to here
_SIGNS = {
    "equal": "=", "notEqual": "<>", "lessThan": "<", "lessThanOrEqual": "<=", "greaterThan": ">",
    "greaterThanOrEqual": ">=",
}  # fmt: skip
_LIGHTS = ("🔴", "🟡", "🟢")


@dataclass(frozen=True, slots=True)
class Stop:
    """A point of a scale: how it is measured (`min`, `max`, `num`, `percent`, `percentile`), and its colour."""

    kind: str
    worth: float = 0.0
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A conditional format. `kind` and `sign` are SpreadsheetML's names; `ink` "" leaves the ink as it is."""

    areas: tuple[Area, ...]
    kind: str
    priority: int = 0
    sign: str = "equal"
    formulas: tuple[str, ...] = ()
    text: str | None = None
    fill: str | None = None
    ink: str | None = None
    bold: bool | None = None
    struck: bool | None = None
    stops: bool = False
    scale: tuple[Stop, ...] = ()
    lights: tuple[str, ...] = ()
    base: tuple[int, int] | None = None

    @property
    def origin(self) -> tuple[int, int]:
        """The cell that the formulas are written for."""
        return self.base or (min(area.top for area in self.areas), min(area.left for area in self.areas))


def apply_rule_list(rules: Sequence[Rule], sheet: Sheet) -> None:
    """Give the cells of a sheet the looks of its conditional formats, those of the least priority number first."""
    if not rules:
        return
    painter = _Painter(sheet)
    for rule in sorted(rules, key=lambda rule: rule.priority):
        try:
            painter.apply(rule)
        except NotWorkedOut:
            painter.failed += 1
    painter.finish()


@dataclass(slots=True)
class _Paint:
    """What rules gave to a cell so far."""

    fill: str | None = None
    ink: str | None = None
    bold: bool | None = None
    struck: bool | None = None
    light: str | None = None
    stopped: bool = False


class _Painter:
    """A walk over rules: `failed` counts those not worked out."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.paints: dict[tuple[int, int], _Paint] = {}
        self.failed = self.checks = 0
        rows = {row for row, _ in sheet.cells}
        self.rows = sorted(rows)
        self.last = min(max((column for _, column in sheet.cells), default=0), MAX_COLUMN)

    def lookup(self, row: int, column: int) -> Value:
        cell = self.sheet.cells.get((row, column))
        return cell.raw if cell is not None else None

    def apply(self, rule: Rule) -> None:
        places = list(self._places(rule))
        if rule.kind == "colorScale":
            self._scale(rule, places)
            return
        if rule.kind == "iconSet":
            self._icons(rule, places)
            return
        holds = _Test(rule, self, places)
        for at in places:
            paint = self.paints.get(at)
            if (paint is None or not paint.stopped) and holds(at):
                paint = self.paints.setdefault(at, _Paint())
                paint.fill = paint.fill or rule.fill
                paint.ink = paint.ink or rule.ink
                paint.bold = rule.bold if paint.bold is None else paint.bold
                paint.struck = rule.struck if paint.struck is None else paint.struck
                paint.stopped = rule.stops

    def _places(self, rule: Rule) -> Iterator[tuple[int, int]]:
        for area in rule.areas:
            for row in self.rows:
                if not area.top <= row <= area.bottom:
                    continue
                for column in range(area.left, min(area.right, self.last) + 1):
                    self.checks += 1
                    if self.checks > MAX_CHECKS:
                        raise NotWorkedOut("too many")
                    yield row, column

    def _numbers(self, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], float]:
        found = {at: self.lookup(*at) for at in places}
        return {at: value for at, value in found.items() if isinstance(value, float)}

    def _scale(self, rule: Rule, places: Sequence[tuple[int, int]]) -> None:
        numbers = self._numbers(places)
        ordered = sorted(numbers.values())
        if not ordered:
            return
        points = [(_limit(stop, ordered), stop.colour or "#ffffff") for stop in rule.scale]
        for at, number in numbers.items():
            paint = self.paints.setdefault(at, _Paint())
            paint.fill = paint.fill or _between(number, points)

    def _icons(self, rule: Rule, places: Sequence[tuple[int, int]]) -> None:
        """Put traffic lights in the place of numbers that they hide."""
        numbers = self._numbers(places)
        ordered = sorted(numbers.values())
        for at, number in numbers.items():
            step = sum(1 for stop in rule.scale[1:] if number >= _limit(stop, ordered))
            self.paints.setdefault(at, _Paint()).light = rule.lights[min(step, len(rule.lights) - 1)]

    def finish(self) -> None:
        """Change the cells."""
        for (row, column), paint in self.paints.items():
            cell = self.sheet.cells.get((row, column)) or SheetCell(row, column, Flowed())
            text = cell.text
            if paint.light is not None:
                text = replace(text, text=paint.light)
            if paint.ink is not None:
                text = replace(text, ink=as_ink(paint.ink))
            if paint.bold is not None:
                text = replace(text, bold=paint.bold)
            if paint.struck is not None:
                text = replace(text, struck=((0, len(text.text)),) if paint.struck and text.text else ())
            fill = as_fill(paint.fill) if paint.fill else cell.fill
            if fill or text.text:
                self.sheet.cells[row, column] = replace(cell, text=text, fill=fill)
        if self.failed:
            message = (
                f"{self.failed} conditional formats of sheet {self.sheet.name} depend on the day, on other sheets or on"
                " functions that are not worked out; their colours are not read"
            )
            self.sheet.issues.append(Issue(IssueCode.NOT_CALCULATED, Severity.INFO, message))


class _Test:
    """Whether a rule holds for a cell. Raises NotWorkedOut where that cannot be told."""

    def __init__(self, rule: Rule, painter: _Painter, places: Sequence[tuple[int, int]]) -> None:
        self.rule, self.painter = rule, painter
        self.start = rule.origin
        self.counts: Counter[str] = Counter()
        if rule.kind in {"duplicateValues", "uniqueValues"}:
            self.counts = Counter(as_text(painter.lookup(*at)).casefold() for at in places)

    def _evaluate(self, formula: str, at: tuple[int, int]) -> Value:
        return evaluate(formula, Origin(at[0] - self.start[0], at[1] - self.start[1]), self.painter.lookup)

    def __call__(self, at: tuple[int, int]) -> bool:
        rule, value = self.rule, self.painter.lookup(*at)
        text = as_text(value)
        match rule.kind:
            case "cellIs":
                return self._cell_is(value, at)
            case "expression":
                return bool(rule.formulas) and is_true(self._evaluate(rule.formulas[0], at))
            case "containsText":
                return bool(self._wanted(at)) and search(self._wanted(at), text) > 0
            case "notContainsText":
                return not search(self._wanted(at), text)
            case "beginsWith":
                return text.casefold().startswith(self._wanted(at).casefold())
            case "endsWith":
                return text.casefold().endswith(self._wanted(at).casefold())
            case "containsBlanks":
                return not text.strip()
            case "notContainsBlanks":
                return bool(text.strip())
            case "containsErrors":
                return text.startswith("#")
            case "notContainsErrors":
                return not text.startswith("#")
            case "duplicateValues":
                return bool(text) and self.counts[text.casefold()] > 1
            case "uniqueValues":
                return bool(text) and self.counts[text.casefold()] == 1
        raise NotWorkedOut(rule.kind)

    def _wanted(self, at: tuple[int, int]) -> str:
        """Return the text that a rule looks for: named by itself, or inside its formula where a cell holds it."""
        if self.rule.text is not None:
            return self.rule.text
        if self.rule.formulas:
            return as_text(self._evaluate(self.rule.formulas[0], at))
        raise NotWorkedOut(self.rule.kind)

    def _cell_is(self, value: Value, at: tuple[int, int]) -> bool:
        limits = [self._evaluate(formula, at) for formula in self.rule.formulas]
        if self.rule.sign in {"between", "notBetween"} and len(limits) > 1:
            within = compare(">=", value, limits[0]) and compare("<=", value, limits[1])
            return within == (self.rule.sign == "between")
        if self.rule.sign not in _SIGNS or not limits:
            raise NotWorkedOut(self.rule.sign)
        return compare(_SIGNS[self.rule.sign], value, limits[0])


def lights_of(name: str, reverse: bool) -> tuple[str, ...]:
    """Return the signs of a set of icons that are traffic lights, from the lowest number up; none for other sets."""
    known = name.startswith("3") and any(kind in name for kind in ("TrafficLights", "Signs", "Symbols", "Flags"))
    return (_LIGHTS[::-1] if reverse else _LIGHTS) if known else ()


def _limit(stop: Stop, ordered: Sequence[float]) -> float:
    low, high = ordered[0], ordered[-1]
    match stop.kind:
        case "min" | "autoMin":
            return low
        case "max" | "autoMax":
            return high
        case "percent":
            return low + (high - low) * stop.worth / 100
        case "percentile":
            place = (len(ordered) - 1) * min(max(stop.worth, 0), 100) / 100
            below = ordered[int(place)]
            return below + (ordered[min(int(place) + 1, len(ordered) - 1)] - below) * (place - int(place))
    return stop.worth


def _between(number: float, points: Sequence[tuple[float, str]]) -> str:
    if number <= points[0][0]:
        return points[0][1]
    for (low, first), (high, second) in pairwise(points):
        if number <= high:
            share = (number - low) / (high - low) if high > low else 1.0
            parts = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (first, second)]
            return hex_from_rgb(*((a + (b - a) * share) / 255 for a, b in zip(*parts, strict=True)))
    return points[-1][1]
