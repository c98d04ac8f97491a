"""Words of dates mistyped: "Sptember 2024", "Autum 2025", "Quaterly"."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from normalise.dates_lexicon import Kind, Token, lexicon
from normalise.vocabulary import vocabulary_cache

SHORTEST = 4  # letters; shorter words are too near to others to be taken for one misspelt
LONG_WORD = 7  # letters; from here on two slips are let pass, below one
SHORTEST_CUE, LONG_CUE = 6, 9  # the same for words that no number stands beside
_CUES = {Kind.RECURRING, Kind.ONGOING, Kind.IMMEDIATE, Kind.COMPLETED, Kind.REVISED}
_YEARS = {Kind.YEAR, Kind.YEARS}
# What may stand before a word that says of itself how long a piece of work goes on.
_OPENING = {None, Kind.LINE, Kind.STOP, Kind.COMMA, Kind.COLON, Kind.DASH, Kind.SLASH, Kind.OPEN, Kind.AND}


@vocabulary_cache
def _names(kind: Kind) -> tuple[str, ...]:
    """Return the single words of a kind that are long enough to be known when misspelt."""
    known = lexicon()
    return tuple(
        word
        for word, (of, _) in known.words.items()
        if of is kind and word.isalpha() and (len(word) > SHORTEST or word in known.sets["slips_too"])
    )


@functools.partial(vocabulary_cache, maxsize=1024)
def misspelt_month(word: str) -> int | None:
    """Return the month that a word misspells ("Sptember", "Febuary"), None where it is nearer to another word.

    The caller asks only where a day or a year stands beside the word. One slip is let pass, in long words two, a
    transposition counting as one (optimal string alignment), and the first letter must stand.
    """
    low, known = word.lower(), lexicon()
    if len(low) < SHORTEST or low in known.sets["never_months"]:
        return None
    best = _nearest(low, _names(Kind.MONTH), 1 if len(low) < LONG_WORD else 2)
    return known.words[best][1][0] if best else None


def mended(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens of a cell, misspelt seasons before a year and misspelt cues that open a phrase made good."""
    return [_mended(tokens, at) if token.kind is Kind.WORD else token for at, token in enumerate(tokens)]


def _mended(tokens: Sequence[Token], at: int) -> Token:
    token = tokens[at]
    before = tokens[at - 1].kind if at else None
    after = tokens[at + 1].kind if at + 1 < len(tokens) else None
    if after in _YEARS and (season := _misspelt_season(token.text.lower())):
        return token._replace(kind=Kind.SEASON, value=lexicon().words[season][1])
    if before in _OPENING and (cue := _misspelt_cue(token.text.lower())):
        return token._replace(kind=lexicon().words[cue][0])
    return token


@functools.partial(vocabulary_cache, maxsize=1024)
def _misspelt_season(low: str) -> str | None:
    return _nearest(low, _names(Kind.SEASON), 1) if len(low) >= SHORTEST else None


@functools.partial(vocabulary_cache, maxsize=1024)
def _misspelt_cue(low: str) -> str | None:
    """Return the word that this one misspells; another form of it ("implement", "completes") is no slip."""
    if len(low) < SHORTEST_CUE:
        return None
    names = [
        name
        for kind in _CUES
        for name in _names(kind)
        if name[-1] == low[-1] and len(name) >= SHORTEST_CUE and not name.startswith(low)
    ]
    return _nearest(low, names, 1 if len(low) < LONG_CUE else 2)


def _nearest(low: str, names: Sequence[str], slips: int) -> str | None:
    """Return the name that is so few slips away at most, None where there is none."""
    near = [
        (OSA.distance(low, name, score_cutoff=slips), name)
        for name in names
        if name[0] == low[0] or sorted(name[:2]) == sorted(low[:2])
    ]
    best = min(near, default=(slips + 1, ""))
    return best[1] if best[0] <= slips else None
