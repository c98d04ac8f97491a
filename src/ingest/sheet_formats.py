"""Number formats of a spreadsheet as their codes tell them (ECMA-376 part 1, §18.8.30 and §18.8.31)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

SHORT_DATE = "dd/mm/yyyy"
LONG_DATE = "dd mmmm yyyy"

# §18.8.30: formats that files name by number alone. 14 and 22 follow the region, 37 to 40 and 44 its currency
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "£#,##0;-£#,##0", 6: "£#,##0;-£#,##0",
    7: "£#,##0.00;-£#,##0.00", 8: "£#,##0.00;-£#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: SHORT_DATE, 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: f"{SHORT_DATE} h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-", 42: "£#,##0;-£#,##0;£-",
    43: "#,##0.00;-#,##0.00;-", 44: "£#,##0.00;-£#,##0.00;£-", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General)|(?P<noon>AM/PM|A/P)"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|b+|g+|e+(?![+-]))|(?P<exponent>E[+-])|(?P<digit>[0#?])|(?P<other>.)",
    re.I | re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.I)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a code: what it stands for (literal, date, digit, general …) and its text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four parts of a code: for positive and negative numbers, for zero, for text."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None
    is_date: bool
    is_general: bool


def is_date_format(code: str) -> bool:
    """Tell whether a code shows numbers as dates or times."""
    return sections_of(code)[0].is_date


@functools.lru_cache(maxsize=512)
def sections_of(code: str) -> tuple[Section, ...]:
    """Return the parts of a code, one at least."""
    if not code or "[$-F800]" in code.upper():
        code = LONG_DATE if code else "General"
    elif "[$-F400]" in code.upper():
        code = "hh:mm:ss"
    parts: list[list[Token]] = [[]]
    conditions: list[tuple[str, float] | None] = [None]
    for found in _TOKEN.finditer(code):
        kind, text = found.lastgroup or "other", found[found.lastgroup or 0] or ""
        if kind == "other" and text == ";":
            parts.append([])
            conditions.append(None)
        elif kind == "bracket":
            condition = _CONDITION.fullmatch(text.strip())
            if condition:
                conditions[-1] = (condition[1], float(condition[2]))
            elif _ELAPSED.fullmatch(text):
                parts[-1].append(Token("elapsed", text.lower()))
            elif text.startswith("$"):
                parts[-1].append(Token("literal", text[1:].partition("-")[0]))
        elif kind in {"quoted", "escaped"}:
            parts[-1].append(Token("literal", text))
        elif kind == "blank":
            parts[-1].append(Token("literal", " "))
        elif kind != "fill":
            parts[-1].append(Token(kind, text.lower() if kind == "date" else text))
    return tuple(_section(tokens, condition) for tokens, condition in zip(parts, conditions, strict=True))[:4]


def _section(tokens: list[Token], condition: tuple[str, float] | None) -> Section:
    is_general = any(token.kind == "general" for token in tokens)
    is_date = any(token.kind in {"date", "elapsed", "noon"} for token in tokens) and not is_general
    if is_date:
        tokens = _minutes(tokens)
    return Section(tuple(tokens), condition, is_date, is_general)


def _minutes(tokens: list[Token]) -> list[Token]:
    """Return a date's tokens, "m" after hours or before seconds told as minutes."""
    told = list(tokens)
    clock = [at for at, token in enumerate(told) if token.kind in {"date", "elapsed"}]
    for place, at in enumerate(clock):
        text = told[at].text
        before = told[clock[place - 1]].text[0] if place else ""
        after = told[clock[place + 1]].text[0] if place + 1 < len(clock) else ""
        if told[at].kind == "date" and text in {"m", "mm"} and (before == "h" or after == "s"):
            told[at] = Token("minute", text)
    return told


def choose_section(sections: tuple[Section, ...], number: float) -> tuple[Section | None, bool]:
    """Return the section for a number, and whether the number's own sign shows in it; None where none fits."""
    if any(section.condition for section in sections):
        for section in sections[:3]:
            if section.condition is None or _meets(number, section.condition):
                return section, True
        return None, True
    numeric = sections[:3]
    if number < 0 and len(numeric) > 1:
        return numeric[1], False
    if number == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], True


def _meets(number: float, condition: tuple[str, float]) -> bool:
    sign, limit = condition
    match sign:
        case "<":
            return number < limit
        case "<=":
            return number <= limit
        case ">":
            return number > limit
        case ">=":
            return number >= limit
        case "=":
            return number == limit
    return number != limit
