"""The lines of a document that may be titles, and what a line is: of the paper, of a section, a body's name."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ingest.model import Block, BlockKind, Parsed, Table
from normalise.authority_mentions import find_mentions
from normalise.dates import read_heading_date
from normalise.vocabulary import fold, read_vocabulary, vocabulary_cache

MAX_TITLE_WORDS = 45
MAX_PLAIN_WORDS = 25  # a longer paragraph without emphasis is prose
BOLD_RANK = 10
PLAIN_RANK = 20
HEAD_LINES = 30  # of a document without a plan table


@dataclass(frozen=True, slots=True)
class Line:
    """A line outside tables that may head something.

    `rank` is lower for a weightier line; `index` is its place in the document's content.
    """

    text: str
    rank: int
    index: int


@vocabulary_cache
def phrases(name: str, section: str = "titles") -> frozenset[str]:
    """Return the folded phrases of a list in vocab/plans.toml."""
    return frozenset(fold(phrase) for phrase in read_vocabulary("plans")[section][name])


@vocabulary_cache
def one_of(name: str, section: str = "titles") -> re.Pattern[str]:
    """Return a pattern for the phrases of a list as whole words of folded text, longest first."""
    choices = "|".join(re.escape(phrase) for phrase in sorted(phrases(name, section), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")


def holds(text: str, name: str, section: str = "titles") -> bool:
    """Tell whether a text holds one of the phrases of a list, as whole words."""
    return one_of(name, section).search(fold(text)) is not None


NUMBER = re.compile(r"^\(?(?:\d+(?:\.\d+)*|[a-z]|[ivx]+)[.):]?\s+(?=\S)", re.IGNORECASE)
_FILE = re.compile(r"^microsoft \w+ - |\.(?:docx?|pdf|odt|xlsx?|rtf|txt|html?|pptx?)$|^[\w-]*_[\w-]*$", re.IGNORECASE)
PACK_ITEM = re.compile(
    r"^(?:agenda item|item|appendix|annex|enclosure|report)\s+(?:no\.?\s*)?[\dA-Z]{1,3}\b", re.IGNORECASE
)
ONLY_ITEM = re.compile(PACK_ITEM.pattern + r"[\s.:–-]*$", re.IGNORECASE)
_DATE_ONLY = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,?\s+\d{2,4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|"
    r"(?:q|quarter )\d,?\s+(?:of\s+)?20\d\d(?:[/-](?:20)?\d\d)?|(?:19|20)\d\d)"
    r"(?:,?\s+(?:at\s+)?\d{1,2}[.:]\d\d\s*(?:am|pm)?)?$",
    re.IGNORECASE,
)
_OF_A_LETTER = re.compile(r"^dear\b|^yours (?:sincerely|faithfully)|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$", re.IGNORECASE)
PRINTED = re.compile(r"^\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d")  # the stamp that a browser prints on each page
_TRAIL = re.compile(r"^home\b.*[›»>/]|[›»].*[›»]", re.IGNORECASE)
_SITE = re.compile(
    r"\b(?:search(?: this site)?|go|menu|home|log ?in|sign in|skip to (?:main )?content)\b", re.IGNORECASE
)


def is_generic(text: str) -> bool:
    """Tell whether a line heads a section that any paper has ("Purpose"), marks the paper or is bare of meaning."""
    folded = fold(NUMBER.sub("", text.strip()))
    return folded in phrases("generic") or not re.search(r"[^\W\d_]{3}", folded) or bool(_FILE.search(text.strip()))


@functools.partial(vocabulary_cache, maxsize=2048)
def is_paper(text: str) -> bool:
    """Tell whether a line tells of the paper: date, author, committee, item number, the council's name alone."""
    text = text.strip()
    if _OF_A_LETTER.search(text) or ONLY_ITEM.match(text) or _DATE_ONLY.match(text) or _TRAIL.search(text):
        return True
    label, mark, _ = text.partition(":")
    if mark and fold(label) in phrases("paper") | phrases("labels"):
        return True
    if re.match(r"(?:report|joint report|paper|briefing) (?:of|by|to|from|for) (?:the )?", text, re.IGNORECASE):
        return not holds(text, "plan")
    if shown := re.match(
        r"(?:(?:a )?(?:further )?update|presented|submitted|presentation|note) (?:to|for) (.+)", text, re.I
    ):
        return only_names(shown[1].removeprefix("the "))
    return only_names(text) or _is_dated_label(text)


def _is_dated_label(text: str) -> bool:
    """Tell whether a line is a label and a date and no more ("Position as at 1 March 2024", "Updated May 2024")."""
    found = read_heading_date(text)
    if found is None:
        return False
    _, (start, end) = found
    label = fold(text[:start].strip(" (–—-,"))
    labels = phrases("updated", "dates") | phrases("dated", "dates") | phrases("own", "dates") | phrases("met", "dates")
    return label in labels and not re.search(r"\w", text[end:])


def only_names(text: str) -> bool:
    """Tell whether a line holds nothing but a council's name, a body that meets, and a date."""
    rest = text
    for mention in reversed(find_mentions(text)):
        rest = rest[: mention.start] + rest[mention.end :]
    named = rest != text
    rest = (_SITE.sub("", rest) if named else rest).strip(" ,.|–—-:()")
    if not rest:
        return True
    segments = [s for s in re.split(r"\s[–—-]\s|[|,]\s*|\t", rest) if s.strip()]
    plain = all(_DATE_ONLY.match(s.strip()) or is_body(s) for s in segments)
    return plain and (named or len(segments) > 1 or is_body(rest))


def is_body(text: str) -> bool:
    """Tell whether a text is the name of a body that meets ("Audit and Governance Committee")."""
    words = fold(text).split()
    if not words or len(words) > 7 or {"for", "to"} & set(words) or holds(text, "plan"):
        return False
    return " ".join(words[-2:]) in phrases("bodies") or words[-1] in phrases("bodies")


def _rank(block: Block) -> int | None:
    """Return how weighty a line a block is; None for prose, list items and furniture."""
    words = len(block.text.split())
    if block.kind is BlockKind.TITLE:
        return 0
    if block.kind is BlockKind.HEADING:
        return max(1, block.level) if words <= MAX_TITLE_WORDS else None
    if block.kind is not BlockKind.PARAGRAPH or words > MAX_TITLE_WORDS or not words:
        return None
    if PRINTED.match(block.text):
        return None
    if block.bold and not block.text.rstrip().endswith(";"):
        return BOLD_RANK
    plain = words <= MAX_PLAIN_WORDS and not block.text.rstrip().endswith((".", ";", ",", "?")) and not block.marker
    return PLAIN_RANK if plain else None


def lines_before(parsed: Parsed, stop: int | None) -> tuple[Line, ...]:
    """Return the lines that may be titles among the content before an index (of the head where None is given)."""
    lines = []
    blocks = 0
    for index, item in enumerate(parsed.content[:stop]):
        if isinstance(item, Table):
            continue
        blocks += 1
        rank = _rank(item)
        if rank is not None and (stop is not None or blocks <= HEAD_LINES):
            lines.append(Line(item.text.strip(), rank, index))
    return tuple(lines)


def is_usable(line: Line) -> bool:
    """Tell whether a line may be a title: it tells neither of the paper nor of a section that any paper has."""
    return not is_generic(line.text) and not is_paper(line.text)


def label_pairs(table: Table) -> list[tuple[str, str]]:
    """Return the (label, value) pairs of a table of labels: two columns, or two such side by side."""
    if table.n_columns not in {2, 4}:
        return []
    texts = {(cell.row, cell.column): cell.text for cell in table.cells}
    pairs = ((text, texts.get((row, column + 1), "")) for (row, column), text in texts.items() if column % 2 == 0)
    return [(label.strip(" :"), value.strip()) for label, value in pairs if label.strip() and value.strip()]
