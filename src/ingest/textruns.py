"""Runs of text with their looks, flowed into the text of a cell or block.

Word, HTML and text exports all cut a line into runs that differ in weight, colour or strike-through. Here the
runs become one string by the convention of `ingest.model.Cell`: one line per paragraph or line break, white
space inside a line collapsed, none around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.colour import as_fill, as_ink
from ingest.values import value

BULLET = "•"
MAX_ROMAN = 3999
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
# control characters show as nothing; the separators among them are white space
_INVISIBLE |= {code: None for code in range(0x20) if chr(code) not in "\t\n\v\f\r\x1c\x1d\x1e\x1f"} | {0x7F: None}

# "4.7", "4.7.1": a numbered paragraph; "1.", "2)", "a)", "(iv)": an item of a list
_DOTTED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,4}\.?)(?:\s+|$)(?=[A-Z\"'“‘(\[]|$)")
_CLOSED = re.compile(
    r"(\(?(?:[a-z]|[ivx]{1,5})\))(?:\s+|$)|(\(?\d{1,3}\)|(?:\d{1,3}|[a-z]|[ivx]{2,5})\.)(?:\s+|$)(?=\D|$)"
)
_DOT = re.compile(r"([•●▪◦‣⁃∙·\uf0b7\uf0a7\uf0d8]|[-–—*o](?=\s))\s*(?=\S)")
_MAY_BE_MARKED = re.compile(r"[^\w\s]|\d|[a-z](?:[\s).]|$)|[ivx]{2,5}[).]")  # what the three begin with
_MARKER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})[.):]?")


@value
class Run:
    """Text of one look. `ink` and `back` are `#rrggbb` or None; `back` is a highlight behind the text."""

    text: str
    bold: bool = False
    struck: bool = False
    ink: str | None = None
    back: str | None = None


@value
class RunLook:
    """The look of the runs of a Word or OpenDocument text. `font` names the font, for those of symbols.

    `ink` and `back` are `#rrggbb` or None. `removed` has text struck out that a tracked change took out, whatever the
    look of its runs.
    """

    bold: bool = False
    struck: bool = False
    hidden: bool = False
    ink: str | None = None
    back: str | None = None
    font: str | None = None
    removed: bool = False

    def run(self, text: str) -> Run:
        """Return text of this look."""
        return Run(text, self.bold, self.struck or self.removed, self.ink, self.back)


@value
class Flowed:
    """Text of several lines, with offsets of what is struck out, and the look of most of its characters.

    `lead` counts the characters in bold that it begins with, 0 where all are bold or the first is not.
    """

    text: str = ""
    struck: tuple[tuple[int, int], ...] = ()
    bold: bool = False
    ink: str | None = None
    back: str | None = None
    lead: int = 0


def flow(lines: Iterable[Sequence[Run]], joint: str = "\n") -> Flowed:
    """Return the lines as one text, joined by `joint`; lines without text are left out.

    `bold` is true where every character is; `ink` and `back` are those of most characters.
    """
    lines = [line for line in lines if line]
    if lines and _is_plain(lines):
        return _flow_plain(lines, joint)
    characters: list[tuple[str, Run]] = []
    for line in lines:
        shown = _collapse(line)
        if shown and characters:
            characters.append((joint, _bridge(characters[-1][1], shown[0][1])))
        characters += shown
    printed = [run for character, run in characters if not character.isspace()]
    if not printed:
        return Flowed()
    inks, backs = Counter(run.ink for run in printed), Counter(run.back for run in printed)
    return Flowed(
        text="".join(character for character, _ in characters),
        struck=_spans(characters),
        bold=all(run.bold for run in printed),
        ink=as_ink(inks.most_common(1)[0][0]),
        back=as_fill(backs.most_common(1)[0][0]),
        lead=_bold_lead(characters),
    )


def _bold_lead(characters: Sequence[tuple[str, Run]]) -> int:
    """Return how many characters in bold a text begins with, blanks behind them left out; 0 where all are."""
    end = 0
    for at, (character, run) in enumerate(characters):
        if not character.isspace():
            if not run.bold:
                return end
            end = at + 1
    return 0


def _is_plain(lines: Sequence[Sequence[Run]]) -> bool:
    """Tell whether all runs look alike and none is struck out, as in most cells."""
    first = lines[0][0]
    return not first.struck and all(
        run.bold == first.bold and run.ink == first.ink and run.back == first.back and not run.struck
        for line in lines
        for run in line
    )


def _flow_plain(lines: Sequence[Sequence[Run]], joint: str) -> Flowed:
    """Return what `flow` gives for runs that look alike, without going through their characters one by one."""
    texts = [" ".join(_printable("".join([run.text for run in line])).split()) for line in lines]
    text = joint.join([text for text in texts if text])
    look = lines[0][0]
    return Flowed(text, (), look.bold, as_ink(look.ink), as_fill(look.back)) if text else Flowed()


def _printable(text: str) -> str:
    """Return a text without its invisible characters, of which most have none: none is printable to Python."""
    return text if text.isprintable() else text.translate(_INVISIBLE)


def _collapse(line: Sequence[Run]) -> list[tuple[str, Run]]:
    """Return the characters of one line, white space collapsed to single blanks and none at the ends."""
    shown: list[tuple[str, Run]] = []
    for run in line:
        for character in run.text.translate(_INVISIBLE):
            if not character.isspace():
                shown.append((character, run))
            elif shown and shown[-1][0] != " ":
                shown.append((" ", run))
    if shown and shown[-1][0] == " ":
        shown.pop()
    return shown


def _bridge(before: Run, after: Run) -> Run:
    """Return the look of a line's end between two runs: struck where both sides are."""
    return Run("", struck=before.struck and after.struck)


def _spans(characters: Sequence[tuple[str, Run]]) -> tuple[tuple[int, int], ...]:
    """Return the stretches that are struck out, blanks at their ends left aside."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for at, (character, run) in enumerate([*characters, ("", Run(""))]):
        if run.struck and start is None and not character.isspace():
            start = at
        elif not run.struck and start is not None:
            end = at
            while end > start and characters[end - 1][0].isspace():
                end -= 1
            spans.append((start, end))
            start = None
    return tuple(spans)


def is_marker(text: str) -> bool:
    """Tell whether a text alone is the number or bullet of an item: "4.7", "a)", "•"."""
    return bool(_MARKER.fullmatch(text)) or text in set("•●▪◦‣⁃∙·-–—*")


def split_marker(text: str) -> tuple[str | None, str]:
    """Return the number or bullet typed before a paragraph's text, and the rest; None where there is none.

    A dotted number counts where a sentence begins after it ("4.7 The board"), never in "4.7 million". All
    bullets come back as "•".
    """
    if not _MAY_BE_MARKED.match(text):
        return None, text
    for pattern in (_DOTTED, _CLOSED):
        found = pattern.match(text)
        if found:
            return found[found.lastindex or 1], text[found.end() :]
    found = _DOT.match(text)
    return (BULLET, text[found.end() :]) if found else (None, text)


def is_dotted(marker: str | None) -> bool:
    """Tell whether a marker numbers a paragraph of a report ("4.7") rather than an item of a list ("4.")."""
    return bool(marker and re.fullmatch(r"\d+(?:\.\d+)+\.?", marker))


def cut_front(flowed: Flowed, length: int) -> Flowed:
    """Return the flowed text without its first `length` characters, struck offsets moved along."""
    struck = tuple((max(0, a - length), b - length) for a, b in flowed.struck if b > length)
    lead = max(0, flowed.lead - length)
    return Flowed(flowed.text[length:], struck, flowed.bold, flowed.ink, flowed.back, lead)


def letters_of(number: int) -> str:
    """Return a, b … z, aa, ab … for 1, 2 … as browsers count."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def roman_of(number: int) -> str:
    """Return the lower-case Roman numeral of a number from 1 to 3,999."""
    numerals = ""
    for worth, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    ):
        count, number = divmod(number, worth)
        numerals += sign * count
    return numerals
