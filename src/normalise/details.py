"""What an item of a list tells beside its action: owner, date and status by label, in a bracket or at its end."""

from __future__ import annotations

import re
from collections.abc import Callable

from normalise.dates import read_mentions
from normalise.evidence import names_a_date, names_an_owner
from normalise.labels import take_labels
from normalise.model import Field
from normalise.status import read_status

MOST_NAME_WORDS = 6
MOST_DATE_WORDS = 10  # of what tells when in some words
Detail = tuple[Field, str, str]  # what it tells, the label as printed ("" where there is none), its text
IsOwner = Callable[[str], bool]

_BY = re.compile(r"\s*(?:by|from|before|in|during|until)\b|\s*\w+\s+\d{4}\s*$", re.IGNORECASE)
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{2,120})[)\]]\s*[.;]?\s*$")
_BETWEEN = re.compile(r"\s*[,;|]\s*|\s[–—/-]\s|(?:(?<=\w{3})|(?<=[A-Z]{2}))\.\s+(?=[A-Z\d])")
_STRONG = re.compile(r"\s*[;|]\s*|\s[–—-]\s")  # within what these part a comma parts no more
_ELSEWHERE = re.compile(r"(?:see|refer|cf|appendix|annex)\b", re.IGNORECASE)  # "(See Annex B)"
_SEPARATOR = re.compile(r"\s[–—-]\s|\s*[|;]\s*|:\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])|\n")


def read_details(text: str, *, any_owner: bool = False) -> tuple[str, list[Detail]]:
    """Return an item's text without its owner, date and status, and those.

    They stand by label, in a bracket or at its end; a date may begin the item ("By May 2025: sell the barge"). With
    `any_owner` a short name beside a date is an owner whatever it says, as other items of the list show.
    """
    date, colon, after = text.partition(":")
    if colon and len(after.split()) > 1 and _BY.match(date) and names_a_date(date):
        rest, details = read_details(after.strip(), any_owner=any_owner)
        if not details and any_owner:
            rest, details = _bracket(rest, _is_name)
        if not any(named is Field.TIMESCALE for named, _, _ in details):
            return rest, [*details, (Field.TIMESCALE, "", date.strip())]
    rest, details = read_labels(text)
    if details:
        return rest, details
    owners = (names_an_owner, _is_name) if any_owner else (names_an_owner,)
    for owner in owners:
        rest, details = _bracket(text, owner)
        if details and (owner is names_an_owner or any(named is Field.TIMESCALE for named, _, _ in details)):
            return rest, details
    if _BRACKET.search(text):
        return _dated(text)
    for owner in owners:
        rest, details = _at_end(text, owner)
        if details:
            return _owner_before(rest, details, owners[-1])
    return text, []


def _owner_before(rest: str, details: list[Detail], owner: IsOwner) -> tuple[str, list[Detail]]:
    """Return what is left with the owner that a bracket before a date names: "Clear the drain (Foreman) - by May"."""
    if any(named is not Field.TIMESCALE for named, _, _ in details):
        return rest, details
    rest, more = _bracket(rest, owner)
    return rest, [*more, *details]


def _is_name(text: str) -> bool:
    """Tell whether a text could name somebody: a few words, the first a capital, without figures."""
    return len(text.split()) <= MOST_NAME_WORDS and text[:1].isupper() and not any(map(str.isdigit, text))


def read_labels(text: str) -> tuple[str, list[Detail]]:
    """Return the text without its labelled values ("Lead: Head of HR"), and those as (field, label, value)."""
    rest, taken = take_labels(text)
    main = [value for field_, _, value in taken if field_ is Field.ACTION]
    if taken and not rest and main:
        return main[0], [detail for detail in taken if detail[0] is not Field.ACTION]
    return rest, list(taken)


def _bracket(text: str, owner: IsOwner) -> tuple[str, list[Detail]]:
    """Return the text without a closing bracket that holds nothing but owners and dates."""
    match = _BRACKET.search(text)
    if not match or _ELSEWHERE.match(match.group(1)):
        return text, []
    details = _pieces(match.group(1), owner)
    return (_without(match, text), details) if details else (text, [])


def _dated(text: str) -> tuple[str, list[Detail]]:
    """Return the text without a closing bracket that is a date and little else: "(May 2025, at latest)"."""
    match = _BRACKET.search(text)
    if not match or not names_a_date(match.group(1)):
        return text, []
    return _without(match, text), [(Field.TIMESCALE, "", match.group(1))]


def _without(bracket: re.Match[str], text: str) -> str:
    return text[: bracket.start()].rstrip() + ("." if bracket.group().rstrip().endswith(".") else "")


def _at_end(text: str, owner: IsOwner) -> tuple[str, list[Detail]]:
    """Return the text without the owner and the date that end it: "Buy pumps – Depot Manager – May 2025"."""
    bare = text.rstrip(" .;")
    for part in _SEPARATOR.finditer(bare):
        if details := _pieces(bare[part.end() :], owner):
            return bare[: part.start()].rstrip(), details
    for end in _SENTENCE_END.finditer(bare):
        if details := _pieces(bare[end.end() :], owner):
            return bare[: end.start()].rstrip(), details
    rest, *ends = bare.rsplit(", ", 2)
    if len(ends) > 1 and [_piece_field(end, owner) for end in ends] == [Field.OWNER, Field.TIMESCALE]:
        return rest, [(Field.OWNER, "", ends[0]), (Field.TIMESCALE, "", ends[1])]
    return text, []


def _pieces(text: str, is_owner: IsOwner) -> list[Detail]:
    """Return owners, dates and statuses as (field, "", text) in their order; none where a piece is anything else.

    What stands side by side and is of one field is one piece as printed: a range ("March – May"), several owners.
    A status alone is what an action says of itself: "(this is already underway)".
    """
    details = _parted(text, is_owner, _BETWEEN)
    return details or (_parted(text, is_owner, _STRONG, tells_when=True) if _STRONG.search(text) else [])


def _parted(text: str, is_owner: IsOwner, between: re.Pattern[str], *, tells_when: bool = False) -> list[Detail]:
    """Return the pieces of a text between such separators; none where a piece is anything else.

    Where the text `tells_when`, a last piece of some words with a date in it is a deadline behind an owner: "first
    week in May 2025".
    """
    pieces: list[tuple[Field, int, int]] = []
    separators = [(sep.start(), sep.end()) for sep in between.finditer(text)] + [(len(text), len(text))]
    start = 0
    for end, following in separators:
        piece = text[start:end]
        named = _piece_field(piece, is_owner)
        if named is None and tells_when and end == len(text) and [at for at, _, _ in pieces] == [Field.OWNER]:
            named = Field.TIMESCALE if len(piece.split()) <= MOST_DATE_WORDS and read_mentions(piece) else None
        if named is None:
            return []
        if pieces and pieces[-1][0] is named is not Field.STATUS:
            start = pieces.pop()[1]
        pieces.append((named, start, end))
        start = following
    told = any(named is not Field.STATUS for named, _, _ in pieces)
    return [(named, "", text[a:b]) for named, a, b in pieces] if told else []


def _piece_field(piece: str, is_owner: IsOwner) -> Field | None:
    if names_a_date(piece):
        return Field.TIMESCALE
    if read_status(piece).status is not None and len(piece) <= 25:
        return Field.STATUS
    return Field.OWNER if is_owner(piece) else None
