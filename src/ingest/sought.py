"""What a caller looks for in a long document, in plain words: what they mean is the caller's affair."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sought:
    """Words, in lower case, by which the pages of a long document are picked that are read in full.

    `needed` head one column of the tables that are looked for, each group of `beside` another. `announcing` phrases
    stand in a short line, or in one that ends in a colon, above a list that is looked for. `openers` begin a line near
    the head of the first page of a paper: the page that says whose a table further on is.
    """

    needed: frozenset[str]
    beside: tuple[frozenset[str], ...]
    announcing: frozenset[str]
    openers: tuple[str, ...]
