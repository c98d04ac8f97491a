"""Labels set in bold before their values without a colon: "**Lead officer** Head of Housing"."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ingest.model import Block, BlockKind, Parsed
from normalise.evidence import names_a_date
from normalise.headings import LIKELY
from normalise.labels import read_label
from normalise.status import read_status
from normalise.vocabulary import fold

FEWEST = 2  # times that a line or lead stands so before it is a label
FEWEST_KINDS = 2  # of known labels among which an unknown one may stand
LONGEST = 8  # words
_COLON = ": "


def standing_labels(texts: Counter[str]) -> frozenset[str]:
    """Return the labels among folded texts, each with the number of times that it stands apart from what follows.

    They name a field ("Management response"), or stand as often as one that does ("Cost") and are no value.
    """
    known = {text for text, n in texts.items() if n >= FEWEST and _names_field(text)}
    times = {texts[text] for text in known} if len(known) >= FEWEST_KINDS else set()
    return frozenset(known | {text for text, n in texts.items() if n in times and _may_be_label(text)})


def with_colons(parsed: Parsed) -> Parsed:
    """Return a document in which the bold labels that begin its paragraphs have a colon, as the others have."""
    leads = Counter(fold(lead) for block in parsed.blocks if (lead := _lead(block)))
    labels = standing_labels(leads)
    if not labels:
        return parsed
    return replace(parsed, content=tuple(_with_colon(b, labels) if isinstance(b, Block) else b for b in parsed.content))


def _lead(block: Block) -> str | None:
    """Return the bold label that a paragraph begins with, None where it has a mark of its own or is longer."""
    if not block.lead or block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return None
    lead, rest = block.text[: block.lead].rstrip(), block.text[block.lead :].lstrip()
    marked = lead[-1:] in ":.;,–—-" or rest[:1] in (*":;,.–—-", "")
    return None if marked or len(lead.split()) > LONGEST else lead


def _with_colon(block: Block, labels: frozenset[str]) -> Block:
    lead = _lead(block)
    if lead is None or fold(lead) not in labels:
        return block
    text = f"{lead}{_COLON}{block.text[block.lead :].lstrip()}"
    moved = len(text) - len(block.text)
    struck = tuple((a + moved, b + moved) if a >= block.lead else (a, b) for a, b in block.struck)
    return replace(block, text=text, struck=struck)


def _names_field(text: str) -> bool:
    named = read_label(text)
    return named is not None and named[2] is None and (named[1].method == "phrase" or named[1].confidence >= LIKELY)


def _may_be_label(text: str) -> bool:
    return not (read_status(text).status or names_a_date(text)) and not any(map(str.isdigit, text))
