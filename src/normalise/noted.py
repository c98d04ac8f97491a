"""Actions noted in minutes: paragraphs that begin "Action: …", each under the item that it was agreed at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.model import Block, BlockKind, Cell, Parsed
from normalise.evidence import ColumnEvidence
from normalise.model import Field
from normalise.roles import Role
from normalise.rowcells import PlanRow, RowCell

FEWEST = 2  # one such line is a remark
FEWEST_WORDS = 4
_NOTED = re.compile(
    r"^(?P<label>action(?: points?| agreed| for \w+)?)\s*:\s*(?P<text>\S.*)$", re.IGNORECASE | re.DOTALL
)
_NOTHING = re.compile(r"^(?:none|no (?:further )?actions?|to note|noted?)\b", re.IGNORECASE)


def read_noted(parsed: Parsed) -> tuple[PlanRow, ...]:
    """Return a row for each action that minutes note, in reading order; none where fewer than two are."""
    rows = tuple(_rows(parsed))
    return rows if len(rows) >= FEWEST else ()


def _rows(parsed: Parsed) -> Iterator[PlanRow]:
    theme: str | None = None
    for block in parsed.blocks:
        if block.is_aside:
            continue
        noted = _NOTED.match(block.text.strip())
        if block.kind is BlockKind.HEADING and not noted:
            theme = block.text
        if noted and len(noted["text"].split()) >= FEWEST_WORDS and not _NOTHING.match(noted["text"]):
            yield PlanRow(None, None, (_cell(noted["label"], noted["text"], block),), theme)


def _cell(label: str, text: str, block: Block) -> RowCell:
    role = Role(0, label, Field.ACTION, 0.8, "label", ColumnEvidence())
    return RowCell(role, text, Cell(0, 0, text, parts=(replace(block.locator, table=None),)))
