"""From the text of a date to tokens: numbers, names of months and seasons, and the small words between them.

One pass over the text, longest token first. What can be mistaken for a date (an amount, a telephone number, a web
address, a clock time, a version, a code such as M-14-16) becomes one token of kind OTHER, so that the grammar never
sees its digits.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from normalise.vocabulary import VocabularyError, read_vocabulary, vocabulary_cache

YEARS_BACK_TO = 1900
PIVOT = 70  # two-digit years from here on belong to the twentieth century


class Kind(enum.Enum):
    """What a token is to the grammar. The lower-case names are the sections of `vocab/dates.toml`."""

    MONTH = "months"
    SEASON = "seasons"
    NUMBER = "numbers"
    ORDINAL_WORD = "ordinals"
    UNIT = "units"
    WEEKDAY = "weekday"
    END = "end"
    APPROXIMATE = "approximate"
    BY = "by"
    TO = "to"
    FROM = "from"
    START = "start"
    ONWARDS = "onwards"
    AND = "and"
    OR = "or"
    OF = "of"
    THE = "the"
    BETWEEN = "between"
    WITHIN = "within"
    THIS = "this"
    NEXT = "next"
    WEEK_COMMENCING = "week_commencing"
    WEEK_ENDING = "week_ending"
    EVERY = "every"
    RECURRING = "recurring"
    ANNUAL = "annual"
    QUARTER_WORD = "quarter"
    HALF_WORD = "half"
    TERM = "term"
    FINANCIAL_YEAR = "financial_year"
    CALENDAR_YEAR = "calendar_year"
    ACADEMIC_YEAR = "academic_year"
    MUNICIPAL_YEAR = "municipal_year"
    YEAR_END = "year_end"
    FEAST = "feasts"
    COMPLETED = "completed"
    REVISED = "revised"
    ORIGINAL = "original"
    DUE = "due"
    FUTURE = "future"
    NEGATION = "negation"
    ONGOING = "ongoing"
    IMMEDIATE = "immediate"
    PLACEHOLDER = "placeholder"
    CANCELLED = "cancelled"
    RELATIVE = "relative"
    NAME = "name"
    NUMBERED = "numbered"
    FUNCTION = "function"
    # tokens that no word list holds
    DATE = "date"  # value: the three numbers as printed
    ISO = "iso"  # value: year, month, day
    EDTF = "edtf"  # value: year, month, day (0 for none) of both ends; of the first alone where the interval is open
    YEAR = "year"
    YEARS = "years"  # value: first and last year
    PAIR = "pair"  # value: the two numbers of 03/25
    QUARTER = "quarter number"
    HALF = "half number"
    ORDINAL = "ordinal number"
    DASH = "dash"
    SLASH = "slash"
    COMMA = "comma"
    COLON = "colon"
    STOP = "stop"  # a full stop or semicolon
    OPEN = "open"
    CLOSE = "close"
    ARROW = "arrow"
    LINE = "line"
    WORD = "word"
    OTHER = "other"


class Token(NamedTuple):
    """A piece of text. `value` holds the numbers it stands for; offsets count into the text as given."""

    kind: Kind
    text: str
    start: int
    end: int
    value: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        """The first number that the token stands for."""
        return self.value[0]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of `vocab/dates.toml`, ready to look up. `phrases` holds, by first word, a pattern of longer ones."""

    words: Mapping[str, tuple[Kind, tuple[int, ...]]]
    phrases: Mapping[str, re.Pattern[str]]
    sets: Mapping[str, frozenset[str]]


@vocabulary_cache
def lexicon() -> Lexicon:
    """Return the lexicon, read once. Raises VocabularyError where a phrase has two meanings."""
    vocabulary = read_vocabulary("dates")
    words: dict[str, tuple[Kind, tuple[int, ...]]] = {}

    def enter(phrase: str, kind: Kind, value: tuple[int, ...] = ()) -> None:
        if words.setdefault(phrase, (kind, value)) != (kind, value):
            raise VocabularyError(f"dates.toml: {phrase!r} means both {words[phrase][0].value!r} and {kind.value!r}")

    for section in (Kind.MONTH, Kind.SEASON, Kind.FEAST, Kind.NUMBER, Kind.ORDINAL_WORD, Kind.UNIT):
        for number, phrases in vocabulary[section.value].items():
            for phrase in phrases:
                enter(phrase, section, (int(number),))
                if section is Kind.MONTH:  # "diwedd mis Mai", "o fis Ebrill": Welsh names a month so
                    enter(f"mis {phrase}", section, (int(number),))
                    enter(f"fis {phrase}", section, (int(number),))
    for name, phrases in vocabulary["words"].items():
        for phrase in phrases:
            enter(phrase, Kind(name))
    longer: dict[str, list[str]] = {}
    for phrase in words:
        parts = re.findall(r"[a-z]+(?:'[a-z]+)?|\S", phrase)
        if len(parts) > 1:
            longer.setdefault(parts[0], []).append(phrase)
    return Lexicon(
        words=words,
        phrases={first: _any_of(phrases) for first, phrases in longer.items()},
        sets={name: frozenset(members) for name, members in vocabulary["sets"].items()},
    )


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """Return a pattern for the phrases, longest first, in which any run of spaces or a hyphen joins the words."""
    forms = (r"(?:\s+|-)".join(map(re.escape, phrase.split())) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


# one character for one, so that offsets hold
_PLAIN = str.maketrans("‐‑‒–—−‘’‛′´“”\\\u00a0\u2007\u2009\u202f\ufeff\u200b\tˢᵗⁿᵈʳʰ⁄", "------'''''\"\"/       stndrh/")

_TOKEN = re.compile(
    r"""
    (?P<space>[^\S\n]+)
  | (?P<line>\n\s*)
  | (?P<address>(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\S+)
  | (?P<amount>[£$€]\s?\d[\d,.]*\s?(?:k|m|bn|million|billion)?\b|\d+(?:\.\d+)?\s?(?:%|per\s?cent\b)|\d{1,3}(?:,\d{3})+)
  | (?P<clock>\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}(?:\.\d\d)?\s?[ap]m\b|24/7(?!/|\d)|24x7)
  | (?P<edtf>(?!\d{4}/\d{4}(?!-))(?P<e1>\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4])(?:-\d\d)?)?)
      /(?P<e2>\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4])(?:-\d\d)?)?|\.\.))(?![\w/-])
  | (?P<iso>(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})
      (?:[T\ ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?Z?)?)(?![\d/])
  | (?P<date>(?!\d{1,2}\s-\s\d{1,2}[./])  # "06 - 02/2006" ends one month and gives another
      (?P<d1>\d{1,2})\s?(?P<s1>[./-])(?P=s1)?\s?(?P<d2>\d{1,2}|[01]\s\d)\s?
      (?:(?P=s1){1,2}\s?|[./,](?=(?:19|20)\d\d))
      (?P<d3>(?:19|20)\d\d|(?:19|20)\d\s\d|(?:19|20)\s\d\d(?=\s*(?:[^\w\s]|\n|$))|\d\d))(?!\d|(?P=s1)\d)
  | (?P<phone>\(?0\d{2,5}\)?[\s-]\d{3,}(?:[\s-]\d{3,})*|\d{5,})
  | (?P<years>(?P<y1>(?:19|20)\d\d)[-/](?P<y2>(?:19|20)\d\d|\d\d))(?![\d%]|[-/.]\d)
  | (?P<monthyear>(?P<my1>\d{1,2})(?P<mys>[/.-])(?P<my2>(?:19|20)\d\d))(?![\d/]|[-.]\d)
  | (?P<pair>(?P<p1>\d{1,2})(?P<ps>[/-])(?P<p2>\d{1,2}))(?![\d/]|-\d|\w|\.\d)
  | (?P<quarter>q(?:tr)?\.?\s?(?P<q>[1-4])|(?P<q2>[1-4])q|ch(?P<q3>[1-4])(?=\s+20\d\d))(?![\w.]*\d|[a-z])
  | (?P<half>h(?P<h>[12]))(?!\w)
  | (?P<shortyear>'\s?(?P<sy>\d\d))(?!\w)
  | (?P<decimal>\d+(?:\.\d+)+)
  | (?P<ordinal>(?P<o>\d{1,2})(?:\s?(?:st|nd|rd|th)|af|ail|il|ydd|ed|fed|eg|ain))
      (?!(?!jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w)
  | (?P<number>\d+)
  | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)
  | (?P<arrow>-{1,2}>|=>|>{1,2}|»|[→⇒➔➜])
  | (?P<mark>.)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TORN_WORD = re.compile(r"([^\W\d_]{2,})-?\s{1,2}([a-z]+)(?![\w'])")
_GLUED = re.compile(r"[\w./-]*\w")
_MARKS = {
    "-": Kind.DASH, "/": Kind.SLASH, "|": Kind.SLASH, ",": Kind.COMMA, ":": Kind.COLON, ".": Kind.STOP,
    ";": Kind.STOP, "(": Kind.OPEN, "[": Kind.OPEN, ")": Kind.CLOSE, "]": Kind.CLOSE,
    "&": Kind.AND, "+": Kind.AND, "?": Kind.PLACEHOLDER,
    "•": Kind.LINE, "·": Kind.LINE, "~": Kind.APPROXIMATE,
}  # fmt: skip


def full_year(text: str) -> int:
    """Return the year that two or four digits name; a stray space inside ("202 1") is a fault of the layout."""
    number = int("".join(text.split()))
    if number >= 100:
        return number
    return number + (1900 if number >= PIVOT else 2000)


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a text in order, spaces left out."""
    plain = text.translate(_PLAIN)
    tokens: list[Token] = []
    at, size, known = 0, len(plain), lexicon()
    while at < size:
        match = _TOKEN.match(plain, at)
        assert match is not None  # the last alternatives take any character
        name = match.lastgroup or "mark"
        if name == "space":
            at = match.end()
            continue
        token = _word(plain, match, known) if name == "word" else _figure(plain, match, name)
        tokens.append(token)
        at = token.end
    return tokens


def _word(plain: str, match: re.Match[str], known: Lexicon) -> Token:
    """Return the longest phrase that begins at a word, or the word; a code of letters and digits is OTHER."""
    start = match.start()
    low = match.group().lower()
    torn = _TORN_WORD.match(plain, start)
    if torn and (month := known.words.get(torn[1].lower() + torn[2])) and month[0] is Kind.MONTH:
        return Token(Kind.MONTH, torn.group(), start, torn.end(), month[1])  # "Decem ber", cut by a narrow column
    longer = known.phrases.get(low) or known.phrases.get(low.split("'")[0])
    if longer and (phrase := longer.match(plain, start)):
        said = " ".join(phrase.group().lower().replace("-", " ").split())
        found = known.words.get(said) or known.words.get(" ".join(phrase.group().lower().split()))
        if found:
            return Token(found[0], phrase.group(), start, phrase.end(), found[1])
    found = known.words.get(low)
    end = match.end()
    if end < len(plain) and plain[end].isdigit() and (not found or found[0] not in _BEFORE_DIGITS):
        glued = _GLUED.match(plain, start)
        assert glued is not None
        return Token(Kind.OTHER, glued.group(), start, glued.end())
    if found:
        return Token(found[0], match.group(), start, end, found[1])
    return Token(Kind.WORD, match.group(), start, end)


_BEFORE_DIGITS = {Kind.MONTH, Kind.FINANCIAL_YEAR, Kind.ACADEMIC_YEAR, Kind.SEASON, Kind.QUARTER_WORD}


def _figure(plain: str, match: re.Match[str], name: str) -> Token:
    """Return the token for a match that is no word."""
    text, start, end = match.group(), match.start(), match.end()

    def token(kind: Kind, *value: int) -> Token:
        return Token(kind, text, start, end, value)

    # M-14-16 and "PPD-19/3" are codes: a letter and a dash lead straight into the digits
    coded = start > 1 and plain[start - 1] == "-" and plain[start - 2].isalpha() and "-" in text
    if name in _PLAIN_KINDS:
        return token(_PLAIN_KINDS[name])
    if coded and name in ("date", "pair", "years"):
        return token(Kind.OTHER)
    if name == "edtf":
        return token(Kind.EDTF, *_edtf(match["e1"]), *(_edtf(match["e2"]) if match["e2"] != ".." else ()))
    if name == "date":
        return token(Kind.DATE, int(match["d1"]), int("".join(match["d2"].split())), full_year(match["d3"]))
    if name == "years":
        return _years(token, int(match["y1"]), match["y2"])
    if name in _NUMBERED:
        kind, *groups = _NUMBERED[name]
        return token(kind, *(int(match[group]) for group in groups))
    if name == "quarter":
        return token(Kind.QUARTER, int(match["q"] or match["q2"] or match["q3"]))
    if name == "shortyear":
        return token(Kind.YEAR, full_year(match["sy"]))
    if name == "number":
        return _number(plain, text, start, end)
    return token(_MARKS.get(text, Kind.OTHER))


def _edtf(text: str) -> tuple[int, int, int]:
    year, month, day = [*(int(part) for part in text.split("-")), 0, 0][:3]
    return year, month, day


_PLAIN_KINDS = {
    "line": Kind.LINE, "address": Kind.OTHER, "amount": Kind.OTHER, "clock": Kind.OTHER, "phone": Kind.OTHER,
    "decimal": Kind.OTHER, "arrow": Kind.ARROW,
}  # fmt: skip


_NUMBERED: Mapping[str, tuple[Any, ...]] = MappingProxyType(
    {  # kind, and the groups that hold its numbers
        "iso": (Kind.ISO, "y", "m", "d"),
        "monthyear": (Kind.PAIR, "my1", "my2"),
        "pair": (Kind.PAIR, "p1", "p2"),
        "half": (Kind.HALF, "h"),
        "ordinal": (Kind.ORDINAL, "o"),
    }
)


def _years(token: Callable[..., Token], first: int, second: str) -> Token:
    """Return a range of years, or an ISO month where the second number cannot be a later year (2024-03)."""
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    if last <= first and 1 <= int(second) <= 12 and len(second) == 2:
        made = token(Kind.PAIR, int(second), first)
    elif first % 100 == 99 and second == "00":
        made = token(Kind.YEARS, first, first + 1)
    elif last <= first and 21 <= int(second) <= 24:
        made = token(Kind.EDTF, first, int(second), 0, first, int(second), 0)  # a season, as EDTF writes it
    elif last <= first:
        made = token(Kind.OTHER)
    else:
        made = token(Kind.YEARS, first, last)
    return made


def _number(plain: str, text: str, start: int, end: int) -> Token:
    """Return a year, a small number, or OTHER for a number glued to letters that name no month ("2v")."""
    if end < len(plain) and plain[end].isalpha():
        letters = re.match(r"[^\W\d_]+", plain[end:])
        found = lexicon().words.get(letters.group().lower()) if letters else None
        if not found or found[0] not in (Kind.MONTH, Kind.UNIT):
            glued = _GLUED.match(plain, start)
            assert glued is not None
            return Token(Kind.OTHER, glued.group(), start, glued.end())
    number = int(text)
    if len(text) == 4 and YEARS_BACK_TO <= number < YEARS_BACK_TO + 200:
        return Token(Kind.YEAR, text, start, end, (number,))
    return Token(Kind.NUMBER if len(text) <= 3 else Kind.OTHER, text, start, end, (number,))
