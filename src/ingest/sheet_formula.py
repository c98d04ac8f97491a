"""Formulas of conditional formats, as far as such formulas go: comparisons, texts, AND, OR, NOT and a few functions.

They follow the precedence of ECMA-376 part 1, §18.17.2. What depends on the day, on other sheets or on functions not
known here is not worked out: the caller is told so by NotWorkedOut, and no format is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ingest.sheet_model import parse_cell_name
from ingest.sheet_numbers import serial_of, show_number

Value: TypeAlias = float | str | bool | None
Lookup: TypeAlias = Callable[[int, int], Value]

MAX_LENGTH = 1000  # characters; longer formulas are no person's rule
_MAX_DEPTH = 40
_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)'
    r"|(?P<cell>\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w(!:]))|(?P<name>[A-Za-z_][\w.]*)"
    r"|(?P<sign><=|>=|<>|[-+*/^&=<>(),%]))"
)


class NotWorkedOut(Exception):
    """A formula that is not evaluated here."""


class _Wrong(Exception):
    """An error value, as a failing SEARCH gives it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a formula is evaluated: how far the cell lies from the one that it was written for."""

    rows: int
    columns: int


def evaluate(formula: str, origin: Origin, lookup: Lookup) -> Value:
    """Return a formula's value for one cell; an error value is None. Raises NotWorkedOut."""
    parser = _Parser(_tokens(formula.removeprefix("=")), origin, lookup)
    try:
        found = parser.comparison()
    except _Wrong:
        return None
    if parser.at != len(parser.tokens):
        raise NotWorkedOut(formula)
    return found


def is_true(found: Value) -> bool:
    """Tell whether a value makes a condition hold."""
    return bool(found) and not isinstance(found, str)


def compare(sign: str, left: Value, right: Value) -> bool:
    """Compare as spreadsheets do: texts whatever their case, numbers before texts before truths, blank as nothing."""
    left, right = _alike(left, right), _alike(right, left)
    one, other = _order(left), _order(right)
    match sign:
        case "=":
            return one == other
        case "<>":
            return one != other
        case "<":
            return one < other
        case "<=":
            return one <= other
        case ">":
            return one > other
    return one >= other


def as_text(found: Value) -> str:
    """Return a value as text."""
    if found is None:
        return ""
    if isinstance(found, bool):
        return "TRUE" if found else "FALSE"
    return found if isinstance(found, str) else show_number(found)


def search(wanted: str, text: str, *, exact_case: bool = False) -> int:
    """Return where a text stands in another, from 1; 0 where it does not. `?` and `*` stand for others."""
    pattern = "".join({"?": ".", "*": ".*"}.get(sign, re.escape(sign)) for sign in wanted[:255])
    found = re.search(pattern, text, 0 if exact_case else re.I)
    return found.start() + 1 if found else 0


def _alike(value: Value, other: Value) -> Value:
    if value is None:
        return "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0
    return value


def _order(value: Value) -> tuple[int, float, str]:
    if isinstance(value, bool):
        return (2, float(value), "")
    if isinstance(value, str):
        return (1, 0.0, value.casefold())
    return (0, float(value or 0), "")


def _tokens(formula: str) -> list[tuple[str, str]]:
    if len(formula) > MAX_LENGTH:
        raise NotWorkedOut(formula[:80])
    found, at = [], 0
    formula = formula.strip()
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if token is None:
            raise NotWorkedOut(formula)
        found.append((token.lastgroup or "", token[token.lastgroup or 0]))
        at = token.end()
    return found


@dataclass(slots=True)
class _Parser:
    """A descent through a formula's tokens."""

    tokens: list[tuple[str, str]]
    origin: Origin
    lookup: Lookup
    at: int = 0
    depth: int = 0

    def comparison(self) -> Value:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise NotWorkedOut("nested too deeply")
        left = self._joined()
        while (sign := self._sign("=", "<>", "<=", ">=", "<", ">")) is not None:
            left = compare(sign, left, self._joined())
        self.depth -= 1
        return left

    def _sign(self, *wanted: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign" and self.tokens[self.at][1] in wanted:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def _joined(self) -> Value:
        left = self._sum()
        while self._sign("&"):
            left = as_text(left) + as_text(self._sum())
        return left

    def _sum(self) -> Value:
        left = self._product()
        while (sign := self._sign("+", "-")) is not None:
            right = _number(self._product())
            left = _number(left) + right if sign == "+" else _number(left) - right
        return left

    def _product(self) -> Value:
        left = self._signed()
        while (sign := self._sign("*", "/")) is not None:
            right = _number(self._signed())
            if sign == "/" and right == 0:
                raise _Wrong
            left = _number(left) * right if sign == "*" else _number(left) / right
        return left

    def _signed(self) -> Value:
        if self._sign("-"):
            return -_number(self._signed())
        if self._sign("+"):
            return self._signed()
        found = self._one()
        while self._sign("%"):
            found = _number(found) / 100
        return found

    def _one(self) -> Value:
        if self._sign("("):
            found = self.comparison()
            self._close()
            return found
        if self.at >= len(self.tokens):
            raise NotWorkedOut("it breaks off")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "number":
            return float(text)
        if kind == "cell":
            return self._cell(text)
        if kind == "name" and self._sign("("):
            return self._call(text.upper())
        if kind == "name" and text.upper() in {"TRUE", "FALSE"}:
            return text.upper() == "TRUE"
        raise NotWorkedOut(text)

    def _close(self) -> None:
        if not self._sign(")"):
            raise NotWorkedOut("a bracket is open")

    def _cell(self, name: str) -> Value:
        at = parse_cell_name(name)
        if at is None:
            raise NotWorkedOut(name)
        column = at[1] if name.startswith("$") else at[1] + self.origin.columns
        row = at[0] if "$" in name[1:] else at[0] + self.origin.rows
        return self.lookup(row, column)

    def _call(self, name: str) -> Value:
        if name in {"ISERROR", "ISERR", "ISNA", "IFERROR", "ISNUMBER"}:
            return self._guarded(name)
        arguments: list[Value] = []
        if not self._sign(")"):
            arguments.append(self.comparison())
            while self._sign(",") is not None:
                arguments.append(self.comparison())
            self._close()
        return _call(name, arguments)

    def _guarded(self, name: str) -> Value:
        """Return what a function says of an argument that may be an error."""
        start = self.at
        try:
            found, wrong = self.comparison(), False
        except _Wrong:
            found, wrong = None, True
            self.at = self._end_of_argument(start)
        other = self.comparison() if self._sign(",") else None
        self._close()
        if name == "IFERROR":
            return other if wrong else found
        if name == "ISNUMBER":
            return not wrong and isinstance(found, float)
        return wrong or (isinstance(found, str) and found.startswith("#"))

    def _end_of_argument(self, start: int) -> int:
        depth = 0
        for at in range(start, len(self.tokens)):
            kind, text = self.tokens[at]
            if kind == "sign" and (text == ")" or (text == "," and depth == 0)):
                if depth == 0:
                    return at
                depth -= 1
            elif kind == "sign" and text == "(":
                depth += 1
        raise NotWorkedOut("a bracket is open")


def _number(value: Value) -> float:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError as error:
            raise _Wrong from error
    return float(value or 0)


def _call(name: str, given: list[Value]) -> Value:
    """Return what a function gives. Raises NotWorkedOut for one that is not known or has other arguments."""
    match name, len(given):
        case "AND", _:
            return all(map(is_true, given))
        case "OR", _:
            return any(map(is_true, given))
        case "NOT", 1:
            return not is_true(given[0])
        case "IF", 2 | 3:
            return given[1] if is_true(given[0]) else given[2] if len(given) > 2 else False
        case "ISBLANK", 1:
            return given[0] is None
        case "ISTEXT", 1:
            return isinstance(given[0], str)
        case "DATE", 3:
            return _date(given)
    return _call_on_text(name, given)


def _call_on_text(name: str, given: list[Value]) -> Value:
    texts = [as_text(each) for each in given]
    match name, len(given):
        case "LEN", 1:
            return float(len(texts[0]))
        case "TRIM", 1:
            return " ".join(texts[0].split())
        case "UPPER" | "LOWER" | "PROPER", 1:
            return texts[0]  # texts are compared whatever their case
        case "EXACT", 2:
            return texts[0] == texts[1]
        case "LEFT", 1 | 2:
            return texts[0][: int(_number(given[1]))] if len(given) > 1 else texts[0][:1]
        case "RIGHT", 1 | 2:
            size = int(_number(given[1])) if len(given) > 1 else 1
            return texts[0][-size:] if size > 0 else ""
        case "MID", 3:
            start = max(int(_number(given[1])) - 1, 0)
            return texts[0][start : start + max(int(_number(given[2])), 0)]
        case "SEARCH" | "FIND", 2:
            found = search(texts[0], texts[1], exact_case=name == "FIND")
            if not found:
                raise _Wrong
            return float(found)
    raise NotWorkedOut(name)


def _date(given: list[Value]) -> Value:
    try:
        year, month, day = (int(_number(each)) for each in given)
        return serial_of(dt.datetime(year, month, day))
    except (ValueError, OverflowError) as error:
        raise _Wrong from error
