"""Hyphens at line ends: which ones the line's end put there, by how the document writes the word elsewhere.

A PDF does not tell a hyphen of the word's own ("follow-up") from one that a narrow column brought, so while lines are
joined an open hyphen is only marked; once all of the document is read, `with_hyphens_settled` decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.model import Block, Cell, Table

OPEN = "\ufdd0"  # stands after a hyphen that is not settled; Unicode keeps it for uses of this kind
FEWEST_CUT = 2  # words that a document is seen to cut before those it writes once are taken for cut too
HYPHENS = "-\u2010"

_ENDS_OPEN = re.compile(f"\\w[{HYPHENS}]$")
_PART = "[^\\W\\d_]+"
_WORD = re.compile(f"{_PART}(?:[-\u2010\u2011]{OPEN}?{_PART})*")  # with what is open in it
_CUT = re.compile(f"[{HYPHENS}]{OPEN}")


def between_lines(before: str, after: str) -> str:
    """Return what stands between the last word of a line and the first of the next: a space, nothing, or OPEN."""
    if before[-1:] not in "-\u2010\u00ad":
        return " "
    if before.endswith("\u00ad"):
        return "" if after[:1].isalpha() else " "
    if not _ENDS_OPEN.search(before) or not after[:1].isalnum():
        return " "
    if before[-2].isdigit():  # "2023-24"; but a range of dates is written with spaces as often as not
        return "" if after[0].isdigit() else " "
    return OPEN if after[0].islower() else ""


def with_hyphens_settled(content: Sequence[Table | Block]) -> tuple[Table | Block, ...]:
    """Return what a document shows with each open hyphen kept or taken out, as its other words tell.

    One is taken out where the joined word stands elsewhere and the hyphenated one does not, or less often, and where
    the same word is cut at several places. Where neither stands elsewhere, it stays, unless the document is seen to cut
    words at its line ends and the parts are no words there, or it is the hyphen that browsers insert (U+2010).
    """
    if not any(OPEN in text for item in content for text in _texts(item)):
        return tuple(content)
    printed = Counter(" ".join([text for item in content for text in _texts(item)]).split())
    words: Counter[str] = Counter()
    found: list[str] = []
    for token, n in printed.items():  # a token is looked into once, however often it stands
        for word in _WORD.findall(token):
            if OPEN in word:
                found += [word] * n
            else:
                words[_folded(word)] += n
    cut = {_folded(word): _folded(_CUT.sub("", word)) for word in found}
    words.update(
        whole for whole, n in Counter(cut.values()).items() if n > 1
    )  # cut at several places: no hyphen its own
    votes = [vote for word in found if (vote := _vote(word, words)) is not None]
    settle = _Settled(words, 2 * sum(votes) > len(votes) and sum(votes) >= FEWEST_CUT)
    return tuple(settle.item(item) for item in content)


def _texts(item: Table | Block) -> Iterator[str]:
    if isinstance(item, Block):
        yield item.text
    else:
        yield from (cell.text for cell in item.cells)


def _folded(word: str) -> str:
    folded = word.casefold()
    return folded if folded.isascii() else folded.replace("\u2010", "-").replace("\u2011", "-").replace(OPEN, "")


def _vote(word: str, words: Counter[str]) -> bool | None:
    """Tell whether a word was cut at its hyphen by how often it stands without and with it; None where neither does."""
    whole, hyphenated = words[_folded(_CUT.sub("", word))], words[_folded(word)]
    return whole > hyphenated if whole or hyphenated else None


@dataclass(frozen=True, slots=True)
class _Settled:
    """The words of a document, and whether it cuts words at its line ends."""

    words: Counter[str]
    cuts: bool

    def item(self, item: Table | Block) -> Table | Block:
        if not any(OPEN in text for text in _texts(item)):
            return item
        if isinstance(item, Block):
            text, struck = self._settled(item.text, item.struck)
            return replace(item, text=text, struck=struck)
        return replace(item, cells=tuple(self._cell(cell) for cell in item.cells))

    def _cell(self, cell: Cell) -> Cell:
        if OPEN not in cell.text:
            return cell
        text, struck = self._settled(cell.text, cell.struck)
        return replace(cell, text=text, struck=struck)

    def _settled(self, text: str, struck: tuple[tuple[int, int], ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
        gone = {at for at, character in enumerate(text) if character == OPEN}
        for word in _WORD.finditer(text):
            if OPEN in word[0] and self._is_cut(word[0]):
                gone |= {word.start() + cut.start() for cut in _CUT.finditer(word[0])}
        kept = "".join(character for at, character in enumerate(text) if at not in gone)
        moved = tuple((a - sum(at < a for at in gone), b - sum(at < b for at in gone)) for a, b in struck)
        return kept, moved

    def _is_cut(self, word: str) -> bool:
        vote = _vote(word, self.words)
        if vote is not None:
            return vote
        if "\u2010" + OPEN in word:
            return True
        return self.cuts and not all(self.words[_folded(part)] for part in _CUT.split(word))
