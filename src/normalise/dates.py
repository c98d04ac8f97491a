"""Dates as plans print them: deadlines of a timescale cell, dates in running text, the date a heading bears.

`read_timescale` reads a cell, `read_mentions` an update, `read_heading_date` a heading. All three share one
tokeniser (`dates_lexicon`), one grammar (`dates_grammar`) and one calendar (`dates_periods`, `dates_settle`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from normalise.dates_grammar import Expression, expressions
from normalise.dates_lexicon import Kind, Token, tokenise
from normalise.dates_settle import DateContext, settle
from normalise.dates_timescale import TimescaleReading, read_timescale
from normalise.dates_view import Mode, View
from normalise.model import DateMention, FlexibleDate

__all__ = ["DateContext", "TimescaleReading", "read_heading_date", "read_mentions", "read_timescale"]

_AHEAD = {Kind.FUTURE, Kind.DUE, Kind.NEXT}  # words that make a sentence speak of what is to come
_HEADING_LENGTH = 400  # characters; a heading that is longer tells a story


def read_mentions(text: str, context: DateContext | None = None) -> tuple[DateMention, ...]:
    """Return the dates that running text names, each once, in order, with their offsets.

    A day or month without a year is the last one before the plan's date, for an update tells what was done; where
    its sentence speaks of what is to come ("will be reviewed in March") it is the next one. Without a plan's date
    it is left out. Numbers that count something else, and years inside names, are none.
    """
    context = replace(context or DateContext(None), closed=True)
    tokens = tokenise(text)
    found = expressions(_view(tokens, Mode.PROSE, context))
    ahead = frozenset(at for at, one in enumerate(found) if _speaks_ahead(tokens, one))
    mentions: dict[str, DateMention] = {}
    for one in settle(found, tokens, context, Mode.PROSE, ahead):
        if one.date:
            start, end = one.expression.start, one.expression.end
            mentions.setdefault(one.date.edtf, DateMention(text[start:end], one.date, start))
    return tuple(mentions.values())


def read_heading_date(text: str, context: DateContext | None = None) -> tuple[FlexibleDate, tuple[int, int]] | None:
    """Return the date that a heading bears and its `(start, end)` offsets: "Update – May 2024".

    Of several the most exact counts ("Q1 update, 30 June 2024"), of equals the last. None where there is none, or
    where a month has no year and the context no date.
    """
    if len(text) > _HEADING_LENGTH:
        return None
    context = replace(context or DateContext(None), closed=True)
    tokens = tokenise(text)
    found = [
        (one.date, (one.expression.start, one.expression.end))
        for one in settle(expressions(_view(tokens, Mode.CELL, context)), tokens, context, Mode.CELL)
        if one.date and not one.expression.lapse
    ]

    def span(item: tuple[FlexibleDate, tuple[int, int]]) -> int:
        date = item[0]
        return (date.end - date.start).days if date.start and date.end else 10**6

    return min(reversed(found), key=span, default=None)


def _view(tokens: Sequence[Token], mode: Mode, context: DateContext) -> View:
    return View(
        tokens,
        mode,
        near=context.as_of.year if context.as_of else None,
        day_first=context.day_first,
        financial_quarters=context.financial_quarters,
    )


def _speaks_ahead(tokens: Sequence[Token], expression: Expression) -> bool:
    """Say whether the sentence before a date is in the future tense."""
    for at in range(expression.begin - 1, -1, -1):
        if tokens[at].kind in (Kind.STOP, Kind.LINE):
            return False
        if tokens[at].kind in _AHEAD:
            return True
    return False
