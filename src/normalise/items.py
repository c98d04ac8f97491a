"""Which paragraphs are items of lists though not marked as such: a code ("R1.") or a numbered noun begins them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.model import Block, BlockKind, Parsed, Table
from normalise.answers import begins_with_answer
from normalise.details import read_details
from normalise.labels import read_label
from normalise.model import Field

NUMBER = re.compile(r"^\(?(?:\d+(?:\.\d+)*|[a-z]|[ivx]+|[a-z]{1,3}[-.]?\d+(?:\.\d+)*)[.):]*$", re.IGNORECASE)
_CODE = re.compile(r"^(?P<code>[A-Z]{1,3}[-.]?\d+(?:\.\d+)*)(?:[:.)]|\s[–-])\s+(?=\S)")  # "R1. Put up cameras"
_NUMBERED_NOUN = re.compile(r"^(?P<noun>[A-Z][A-Za-z ]{2,30} \d{1,3}[a-z]?)(?:[:.]|\s[–-])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Begun:
    """How a block begins: its number or code, the rest of its text, and the field that a noun before it names."""

    number: str
    rest: str
    noun: Field | None = None


def items_marked(parsed: Parsed) -> list[tuple[Block | Table, Field | None]]:
    """Return a document's content, furniture left out, with what a code or a numbered noun begins marked as items.

    Each comes with the field that the noun names ("Recommendation 3: …"), None for what begins otherwise.
    """
    content = [item for item in parsed.content if isinstance(item, Table) or (not item.is_aside and item.text.strip())]
    begun = [None, *(_begun(item) if isinstance(item, Block) else None for item in content), None]
    return [
        _with_code(item, own, near=bool(before or after or _is_answered(content, at)))
        if isinstance(item, Block) and own
        else (item, None)
        for at, (item, (before, own, after)) in enumerate(
            zip(content, zip(begun, begun[1:], begun[2:], strict=False), strict=True)
        )
    ]


def _is_answered(content: Sequence[Block | Table], at: int) -> bool:
    below = content[at + 1] if at + 1 < len(content) else None
    return isinstance(below, Block) and begins_with_answer(below.text)


def _with_code(block: Block, begun: Begun, *, near: bool) -> tuple[Block, Field | None]:
    """Return a paragraph that a code or a numbered noun begins ("R1. …", "Action 2 – …") as an item so marked.

    Short lines of a text are headings to its reader; where one is `near` another with a code, or answered by the
    paragraph below it, they are items.
    """
    if block.kind is BlockKind.HEADING and not near:
        return block, None
    kind = BlockKind.LIST_ITEM if block.kind is BlockKind.HEADING else block.kind
    return replace(block, kind=kind, marker=begun.number, text=begun.rest), begun.noun


def _begun(block: Block) -> Begun | None:
    """Return how a block begins that a number, a code or a numbered noun begins, None for others.

    A numbered heading that names owner and date is an item too.
    """
    noun = _NUMBERED_NOUN.match(block.text)
    label = read_label(noun["noun"]) if noun else None
    if noun and label and label[2] and label[1].field in (Field.ACTION, Field.RECOMMENDATION):
        return Begun(label[2], block.text[noun.end() :], label[1].field)
    if NUMBER.match(block.marker or ""):
        told = {named for named, _, _ in read_details(block.text)[1]} if block.kind is BlockKind.HEADING else set()
        heads = block.kind is not BlockKind.HEADING or {Field.OWNER, Field.TIMESCALE} <= told
        return Begun(block.marker or "", block.text) if heads else None
    if code := _CODE.match(block.text):
        return Begun(code["code"], block.text[code.end() :])
    return None
