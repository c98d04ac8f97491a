"""Which paragraphs are items of lists though not marked as such: a code ("R1.") or a numbered noun begins them."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.model import Block, BlockKind, Parsed, Table
from normalise.details import read_details
from normalise.labels import read_label
from normalise.model import Field

NUMBER = re.compile(r"^\(?(?:\d+(?:\.\d+)*|[a-z]|[ivx]+|[a-z]{1,3}[-.]?\d+(?:\.\d+)*)[.):]*$", re.IGNORECASE)
_CODE = re.compile(r"^(?P<code>[A-Z]{1,3}[-.]?\d+(?:\.\d+)*)(?:[:.)]|\s[–-])\s+(?=\S)")  # "R1. Put up cameras"
_NUMBERED_NOUN = re.compile(r"^(?P<noun>[A-Z][A-Za-z ]{2,30} \d{1,3}[a-z]?)(?:[:.]|\s[–-])\s+(?=\S)")


def items_marked(parsed: Parsed) -> list[Block | Table]:
    """Return a document's content, furniture left out, with what a code or a numbered noun begins marked as items."""
    content = [item for item in parsed.content if isinstance(item, Table) or (not item.is_aside and item.text.strip())]
    coded = [False, *(isinstance(item, Block) and _begun(item) is not None for item in content), False]
    return [
        _with_code(item, near=before or after) if isinstance(item, Block) and own else item
        for item, (before, own, after) in zip(content, zip(coded, coded[1:], coded[2:], strict=False), strict=True)
    ]


def _with_code(block: Block, *, near: bool) -> Block:
    """Return a paragraph that a code or a numbered noun begins ("R1. …", "Action 2 – …") as an item so marked.

    Short lines of a text are headings to its reader; where one is `near` another with a code, they are items.
    """
    begun = _begun(block)
    if not begun or (block.kind is BlockKind.HEADING and not near):
        return block
    kind = BlockKind.LIST_ITEM if block.kind is BlockKind.HEADING else block.kind
    return replace(block, kind=kind, marker=begun[0], text=begun[1])


def _begun(block: Block) -> tuple[str, str] | None:
    """Return (number or code, rest of the text) of what begins with its own, None for other blocks.

    A numbered heading that names owner and date is an item too.
    """
    if NUMBER.match(block.marker or ""):
        told = {named for named, _, _ in read_details(block.text)[1]} if block.kind is BlockKind.HEADING else set()
        return (block.marker or "", block.text) if {Field.OWNER, Field.TIMESCALE} <= told else None
    if code := _CODE.match(block.text):
        return code["code"], block.text[code.end() :]
    noun = _NUMBERED_NOUN.match(block.text)
    label = read_label(noun["noun"]) if noun else None
    if noun and label and label[2] and label[1].field in (Field.ACTION, Field.RECOMMENDATION):
        return label[2], block.text[noun.end() :]
    return None
