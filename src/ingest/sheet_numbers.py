"""Numbers, dates and texts as the formats of a spreadsheet show them (ECMA-376 part 1, §18.8.31).

Formats that follow the computer's region are shown as a British one shows them: day, month, year.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from ingest.sheet_formats import Section, Token, choose_section, sections_of

LAST_SERIAL = 2_958_466  # the day after 31 December 9999
_FALSE_LEAP_DAY = 60  # 29 February 1900, a day that Excel's calendar has and no other
_SECONDS = 86_400

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def show_number(number: float, code: str = "General", *, epoch_1904: bool = False) -> str:
    """Return a number as its format shows it; a date that the calendar does not have, as the number."""
    if not math.isfinite(number):
        return "#NUM!"
    sections = sections_of(code)
    section, signed = choose_section(sections, number)
    if section is None:
        return _general(number)
    if section.is_general:
        body = _general(number if signed else abs(number))
        return "".join(body if token.kind == "general" else token.text for token in section.tokens)
    if section.is_date:
        shown = _date(number, section, epoch_1904)
        return shown if shown is not None else _general(number)
    return _digits(number if signed else abs(number), section)


def show_text(text: str, code: str = "General") -> str:
    """Return a text as its format shows it: inside the fourth part of a code, where it has one."""
    sections = sections_of(code)
    section = sections[3] if len(sections) > 3 else sections[0]
    if not any(token.text == "@" and token.kind == "other" for token in section.tokens):
        return text if len(sections) < 4 else "".join(token.text for token in section.tokens if token.kind == "literal")
    return "".join(text if token.text == "@" and token.kind == "other" else token.text for token in section.tokens)


def day_of(number: float, *, epoch_1904: bool = False) -> dt.datetime | None:
    """Return the moment that a serial number stands for, None outside the calendar."""
    whole = math.floor(number)
    seconds = round((number - whole) * _SECONDS)
    if not 0 <= whole < LAST_SERIAL:
        return None
    if epoch_1904:
        start = dt.datetime(1904, 1, 1)
    else:
        # before the false leap day, the count is a day behind
        start = dt.datetime(1899, 12, 30) if whole >= _FALSE_LEAP_DAY else dt.datetime(1899, 12, 31)
    try:
        return start + dt.timedelta(days=whole, seconds=seconds)
    except OverflowError:
        return None


def serial_of(moment: dt.datetime, *, epoch_1904: bool = False) -> float:
    """Return the serial number of a moment after February 1900."""
    start = dt.datetime(1904, 1, 1) if epoch_1904 else dt.datetime(1899, 12, 30)
    return (moment - start).total_seconds() / _SECONDS


def _general(number: float) -> str:
    """Return a number as General shows it: up to eleven characters, else by powers of ten."""
    if number == int(number) and abs(number) < 1e11:
        return str(int(number))
    size = abs(number)
    if 1e-4 <= size < 1e11:
        places = max(0, 10 - max(1, len(str(int(size)))))
        return f"{_rounded(number, places)}".rstrip("0").rstrip(".") if places else str(round(number))
    digits, _, power = f"{number:.5E}".partition("E")
    return f"{digits.rstrip('0').rstrip('.')}E{power[0]}{power[1:].lstrip('0').zfill(2)}"


def _rounded(number: float, places: int) -> str:
    """Return a number rounded half away from zero, as spreadsheets do, by its shortest decimal form."""
    return f"{Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def _date(number: float, section: Section, epoch_1904: bool) -> str | None:
    moment = day_of(number, epoch_1904=epoch_1904)
    if moment is None:
        return None
    noon = any(token.kind == "noon" for token in section.tokens)
    return "".join(_date_part(token, moment, number, noon) for token in section.tokens).strip()


def _date_part(token: Token, moment: dt.datetime, number: float, noon: bool) -> str:
    text, size = token.text, len(token.text)
    match token.kind:
        case "minute":
            return str(moment.minute).zfill(size)
        case "noon":
            half = "AM" if moment.hour < 12 else "PM"
            return half if size > 3 else half[0]
        case "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
            return str(int(round(number * _SECONDS) // unit)).zfill(size)
        case "date":
            pass
        case "digit" | "exponent":
            return text if text == "0" else ""
        case _:
            return text
    match text[0]:
        case "y" | "e":
            return f"{moment.year % 100:02d}" if size <= 2 and text[0] == "y" else f"{moment.year:04d}"
        case "m":
            month = _MONTHS[moment.month - 1]
            forms = {1: str(moment.month), 2: f"{moment.month:02d}", 3: month[:3], 5: month[0]}
            return forms.get(size, month)
        case "d":
            day = _DAYS[moment.weekday()]
            return {1: str(moment.day), 2: f"{moment.day:02d}", 3: day[:3]}.get(size, day)
        case "h":
            hour = (moment.hour % 12 or 12) if noon else moment.hour
            return str(hour).zfill(min(size, 2))
        case "s":
            whole, dot, part = text.partition(".")
            return str(moment.second).zfill(min(len(whole), 2)) + (dot + "0" * len(part))
    return ""


def _digits(number: float, section: Section) -> str:
    """Return a number by the digits of a section: decimals, thousands, percentages, powers, fractions."""
    tokens = section.tokens
    places = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    if not places:
        sign = "-" if number < 0 else ""
        body = "".join(_general(abs(number)) if t.text == "@" else t.text for t in tokens)
        return f"{sign}{body}".strip() if any(t.text == "@" for t in tokens) else body.strip()
    others = {token.text for token in tokens if token.kind == "other"}
    if "/" in others and "." not in others:
        return _fraction(number, tokens)
    point = next((at for at, token in enumerate(tokens) if token.kind == "other" and token.text == "."), None)
    power = next((at for at, token in enumerate(tokens) if token.kind == "exponent"), None)
    ends = power if power is not None else len(tokens)
    left = [at for at in places if at < min(point if point is not None else ends, ends)]
    right = [at for at in places if point is not None and point < at < ends]
    commas = [at for at, t in enumerate(tokens) if t.kind == "other" and t.text == "," and at < ends]
    scaled = [at for at in commas if at > max(left + right, default=0) and places]
    grouped = bool(left) and any(left[0] < at < left[-1] for at in commas)
    size = abs(number) * 100 ** sum(1 for t in tokens if t.kind == "other" and t.text == "%") / 1000 ** len(scaled)
    exponent = 0
    if power is not None and size:
        exponent = math.floor(math.log10(size))
        size /= 10.0**exponent
    whole, _, part = _rounded(size, len(right)).partition(".")
    fewest = sum(1 for at in left if tokens[at].text == "0")
    whole = whole.lstrip("0").zfill(fewest) if fewest or whole.strip("0") else ""
    if grouped and whole:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    kept = max((n + 1 for n, at in enumerate(right) if tokens[at].text == "0"), default=0)
    part = part[:kept] + part[kept:].rstrip("0")
    body = whole + ("." + part if right and (part or kept) else "." if point is not None and not right else "")
    if power is not None:
        sign = "-" if exponent < 0 else "+" if tokens[power].text[1] == "+" else ""
        wide = sum(1 for at in places if at > power)
        body += f"E{sign}{str(abs(exponent)).zfill(wide)}"
    return _around(number, tokens, body, places, power)


def _around(number: float, tokens: tuple[Token, ...], body: str, places: list[int], power: int | None) -> str:
    """Return digits with the literal texts before, between and after them."""
    first, last = places[0], places[-1]
    skipped = {".", ","}
    before = "".join(t.text for t in tokens[:first] if not (t.kind == "other" and t.text in skipped))
    inside = "".join(t.text for t in tokens[first:last] if t.kind == "literal") if power is None else ""
    after = "".join(t.text for t in tokens[last + 1 :] if not (t.kind == "other" and t.text in skipped))
    sign = "-" if number < 0 and any(digit in "123456789" for digit in body) else ""
    if inside.strip():  # a telephone number or the like: digits between texts, filled from the right
        return sign + before + _threaded(tokens[first : last + 1], body) + after.rstrip()
    return f"{sign}{before}{body}{after}".strip()


def _threaded(tokens: tuple[Token, ...], body: str) -> str:
    digits = list(body)
    shown: list[str] = []
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.kind == "digit":
            shown.append(digits.pop() if digits else "")
        elif token.kind in {"literal", "other"}:
            shown.append(token.text[::-1])
    return "".join(digits) + "".join(shown)[::-1]


def _fraction(number: float, tokens: tuple[Token, ...]) -> str:
    slash = next(at for at, token in enumerate(tokens) if token.text == "/")
    below = "".join(token.text for token in tokens[slash + 1 :] if token.kind in {"digit", "other"})
    fixed = int(below) if below.isdigit() and int(below) else 0
    whole = int(abs(number)) if any(t.kind == "literal" or t.text == " " for t in tokens[:slash]) else 0
    rest = abs(number) - whole
    part = (
        Fraction(round(rest * fixed), fixed)
        if fixed
        else Fraction(rest).limit_denominator(10 ** max(1, len(below)) - 1)
    )
    top, bottom = (round(rest * fixed), fixed) if fixed else (part.numerator, part.denominator)
    if top == bottom:
        whole, top = whole + 1, 0
    shown = " ".join(([str(whole)] if whole or not top else []) + ([f"{top}/{bottom}"] if top else []))
    return f"-{shown}" if number < 0 else shown
