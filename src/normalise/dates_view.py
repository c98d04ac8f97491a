"""The tokens of one text as the grammar looks at them."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from normalise.dates_lexicon import Kind, Token
from normalise.dates_slips import misspelt_month


class Mode(enum.Enum):
    """A cell holds little but dates; running text holds them among names, amounts and paragraph numbers."""

    CELL = "cell"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class View:
    """Tokens with what the document says of its dates. `near` is the plan's year, if known.

    Places count tokens; one outside the text has no kind.
    """

    tokens: Sequence[Token]
    mode: Mode
    near: int | None = None
    day_first: bool = True
    financial_quarters: bool = False

    def kind(self, at: int) -> Kind | None:
        """Return the kind of the token at a place, None beyond the text."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else None

    def low(self, at: int) -> str:
        """Return the text of the token at a place, without case, empty beyond the text."""
        return self.tokens[at].text.lower() if 0 <= at < len(self.tokens) else ""

    def is_number(self, at: int, most: int) -> bool:
        """Say whether a token is a number in figures, from 1 up to a bound."""
        kind = self.kind(at)
        if kind is Kind.ORDINAL:
            return 1 <= self.tokens[at].number <= most
        return kind is Kind.NUMBER and self.tokens[at].text.isdigit() and 1 <= self.tokens[at].number <= most

    def _is_year(self, at: int) -> bool:
        return self.kind(at) in (Kind.YEAR, Kind.YEARS) or self.is_number(at, 99)

    def touching(self, at: int) -> bool:
        """Say whether a token follows the one before it without a space."""
        return 0 < at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start

    def month_at(self, at: int) -> int | None:
        """Return the month that a token names, a misspelt one only beside a number."""
        kind = self.kind(at)
        if kind is Kind.MONTH:
            return self.tokens[at].number
        if kind is Kind.WORD and (
            self.is_number(at - 1, 31)
            or self._is_year(at + 1)
            or (self.kind(at + 1) is Kind.DASH and self._is_year(at + 2))
        ):
            return misspelt_month(self.tokens[at].text)
        return None
