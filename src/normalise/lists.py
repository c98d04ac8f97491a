"""Plans told as lists: the items under a heading or sentence that announces actions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.model import Block, BlockKind, Cell, Locator, Parsed
from normalise.details import Detail, read_details, read_labels
from normalise.evidence import ColumnEvidence
from normalise.gathering import Gathered, gather_lists, is_answer
from normalise.items import NUMBER, items_marked
from normalise.model import Field
from normalise.roles import Role
from normalise.rowcells import PlanRow, RowCell
from normalise.vocabulary import fold
from normalise.wording import (
    asks_for_recommendations,
    is_formal_resolution,
    names_a_plan,
    names_actions,
    only_announces,
    only_promises,
    share_action_like,
)

LONGEST_ANSWER = 4  # words of "Accepted in part" and the like
FEWEST_ITEMS = 2
WORDED = 0.5  # share of an announced list's items that must read as actions
DETAILED = 0.6  # share of items with an owner or a date that makes a list a plan without an announcement
_QUESTION = re.compile(r"^[^.?!]*\?")


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list with the paragraphs that belong to it, and what they tell by field."""

    block: Block
    reference: str | None
    details: tuple[Detail, ...]
    text: str
    theme: str | None = None
    response: str | None = None  # the paragraphs below it that answer it
    field: Field = Field.ACTION  # what its text is


def read_lists(parsed: Parsed) -> tuple[PlanRow, ...]:
    """Return a row for each action of the lists that tell a plan, in reading order; none where no list does."""
    return tuple(_row(item) for _, items in _told(parsed) for item in items)


def read_added(parsed: Parsed) -> tuple[PlanRow, ...]:
    """Return the rows of lists that go on with a plan told in tables.

    They are announced as actions, not as what was recommended, and each says who does it and when.
    """
    return tuple(
        _row(item)
        for gathered, items in _told(parsed)
        if gathered.announcer is not None
        and names_actions(gathered.announcer.text)
        and all(_tells(item, Field.OWNER) and _tells(item, Field.TIMESCALE) for item in items)
        for item in items
    )


def _told(parsed: Parsed) -> list[tuple[Gathered, list[ListItem]]]:
    """Return the lists that tell a plan, each with its actions."""
    read: list[tuple[Gathered, list[ListItem]]] = []
    planned = any(names_a_plan(text) for text in _headings(parsed))
    for gathered in gather_lists(items_marked(parsed)):
        items = _read_items(gathered)
        if items and _tells_a_plan(gathered, items, planned=planned):
            read.append((gathered, items))
    read = _themed(_with_details(read))
    under = Counter[object]()
    for gathered, items in read:
        under[_announced_by(gathered, items)] += len(items)
    return [(g, items) for g, items in read if under[_announced_by(g, items)] >= FEWEST_ITEMS]


def _read_items(gathered: Gathered) -> list[ListItem]:
    """Return the items of a list that may be actions: questions and what asks a meeting to note or approve are none.

    Where one names an owner beside its date, what stands so in another is an owner too, whatever its name.
    """
    read = [_read_item(block, children, gathered.theme) for block, children in gathered.items]
    if any(_tells(item, Field.OWNER) and _tells(item, Field.TIMESCALE) for item in read):
        read = [
            item if _tells(item, Field.OWNER) else _read_item(block, children, gathered.theme, any_owner=True)
            for item, (block, children) in zip(read, gathered.items, strict=True)
        ]
    following = [*read[1:], None]
    items = [item for item, after in zip(read, following, strict=True) if item.text and not _asks(item, after)]
    return [replace(item, field=Field.RECOMMENDATION) for item in items] if _asked(gathered, items) else items


def _asked(gathered: Gathered, items: Sequence[ListItem]) -> bool:
    """Tell whether items are what a reviewer asked for: they are called so, and nobody says who does it, or when."""
    called = gathered.noun is Field.RECOMMENDATION
    named = gathered.announcer is not None and asks_for_recommendations(gathered.announcer.text)
    return (called or named) and not any(_tells(item, Field.OWNER) or _tells(item, Field.TIMESCALE) for item in items)


def _asks(item: ListItem, after: ListItem | None) -> bool:
    """Tell whether an item asks a meeting to note or approve, is a question, or the numbered heading of questions."""
    if item.response:
        return False
    heads = after is not None and bool(item.reference) and after.reference is None and _QUESTION.match(after.text)
    return bool(is_formal_resolution(item.text) or _QUESTION.match(item.text) or heads)


def _tells(item: ListItem, field_: Field) -> bool:
    return any(named is field_ for named, _, _ in item.details)


def _themed(read: Sequence[tuple[Gathered, list[ListItem]]]) -> list[tuple[Gathered, list[ListItem]]]:
    """Return the lists with the headings above them as themes, where there are several, each under its own.

    A heading that says no more than that actions follow ("Next steps") is none.
    """
    headings = {id(gathered.under): gathered.under for gathered, _ in read}
    own = len(headings) > 1 and all(gathered.under and gathered.theme is None for gathered, _ in read)
    if not own or any(heading is not None and only_announces(heading.text) for heading in headings.values()):
        return list(read)
    return [(g, [replace(item, theme=g.under.text if g.under else None) for item in items]) for g, items in read]


def _with_details(read: Sequence[tuple[Gathered, list[ListItem]]]) -> list[tuple[Gathered, list[ListItem]]]:
    """Return the lists that tell the plan where several stand under its heading.

    Where some of them name owners or dates, the others under headings of their own ("Considerations") do not tell it.
    """
    headings = [gathered.heading for gathered, items in read if any(item.details for item in items)]
    if not any(heading is not None for heading in headings):
        return list(read)
    return [(g, items) for g, items in read if g.heading is None or any(g.heading is heading for heading in headings)]


def _announced_by(gathered: Gathered, items: Sequence[ListItem]) -> object:
    """Return what lists of one plan share: a heading, the words above each ("We will:"), else what their items tell."""
    if gathered.announcer:
        return fold(gathered.announcer.text)
    if gathered.noun:
        return gathered.noun
    details = [(named, label) for item in items for named, label, _ in item.details]
    return frozenset(label for _, label in details if label) or frozenset(named for named, _ in details) or id(gathered)


def _headings(parsed: Parsed) -> list[str]:
    """Return the texts of titles and headings, the first block among them."""
    blocks = [block for block in parsed.blocks if not block.is_aside and block.text.strip()]
    return [block.text for i, block in enumerate(blocks) if not i or block.kind in (BlockKind.HEADING, BlockKind.TITLE)]


def _read_item(block: Block, children: Sequence[Block], theme: str | None, *, any_owner: bool = False) -> ListItem:
    """Return an item with the owner, date and status that labels, brackets or sub-items give it."""
    marker = (block.marker or "").strip()
    reference = marker.strip("() .:") if NUMBER.match(marker) else None
    text, details = read_details(block.text, any_owner=any_owner)
    answer = next((i for i, child in enumerate(children) if is_answer(child)), len(children))
    for child in children[:answer]:
        rest, more = read_labels(child.text)
        details.extend(more)
        if rest:
            text = f"{text}\n{rest}" if text else rest
    response, more = read_details("\n".join(child.text for child in children[answer:]))
    return ListItem(block, reference, (*details, *more), text.strip(), theme, response or None)


def _tells_a_plan(gathered: Gathered, items: Sequence[ListItem], *, planned: bool) -> bool:
    detailed = sum(_tells(item, Field.OWNER) or _tells(item, Field.TIMESCALE) for item in items)
    worded = share_action_like([item.text for item in items])
    if sum(item.response is not None for item in items) >= max(FEWEST_ITEMS, DETAILED * len(items)):
        return True
    if gathered.noun is not None and gathered.announcer is None:
        return worded >= WORDED
    if gathered.announcer is not None and (planned or not only_promises(gathered.announcer.text)):
        return worded >= WORDED or detailed / len(items) >= DETAILED
    if not any(_tells(item, Field.OWNER) for item in items):
        return False  # dates alone make a timetable
    return detailed / len(items) >= DETAILED and (worded >= WORDED or all(map(_is_labelled_in_full, items)))


def _is_labelled_in_full(item: ListItem) -> bool:
    """Tell whether labels give an item both an owner and a deadline: it is an action, however it is worded."""
    return {Field.OWNER, Field.TIMESCALE} <= {named for named, label, _ in item.details if label}


def _row(item: ListItem) -> PlanRow:
    """Return an item in the form of a printed row, its paragraph as the action's cell."""
    told = [named for named, _, _ in item.details]
    text = Field.RECOMMENDATION if item.response or Field.ACTION in told else item.field
    values: list[Detail] = [(text, "", item.text), *item.details]
    if item.response:
        short = len(item.response.split()) <= LONGEST_ANSWER
        values.insert(1, (Field.RESPONSE if short else Field.ACTION, "", item.response))
    if item.reference:
        values.insert(0, (Field.REFERENCE, "", item.reference))
    at = replace(item.block.locator, table=None)
    return PlanRow(None, None, tuple(_cell(i, value, at) for i, value in enumerate(values)), item.theme)


def _cell(index: int, value: Detail, at: Locator) -> RowCell:
    field_, label, text = value
    role = Role(
        index, label, field_, 0.8, "label" if label else "list", ColumnEvidence(), is_progress=field_ is Field.STATUS
    )
    return RowCell(role, text, Cell(0, index, text, parts=(at,)))
