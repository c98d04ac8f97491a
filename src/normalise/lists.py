"""Plans told as lists: the items under a heading or sentence that announces actions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.model import Block, BlockKind, Cell, Locator, Parsed, Table
from normalise.details import Detail, read_details, read_labels
from normalise.evidence import ColumnEvidence
from normalise.items import NUMBER, items_marked
from normalise.labels import InnerLabel, find_labels, names_a_theme
from normalise.model import Field
from normalise.roles import Role
from normalise.rowcells import PlanRow, RowCell
from normalise.vocabulary import fold
from normalise.wording import (
    announces_actions,
    is_action_like,
    is_formal_resolution,
    names_a_plan,
    only_announces,
    only_promises,
    share_action_like,
)

LONGEST_TITLE = 10  # words of a numbered line that is the theme of the bullets below it
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


@dataclass(slots=True)
class _Open:
    """A list being gathered: what announced it, and its items with their sub-items."""

    announcer: Block | None
    theme: str | None
    items: list[tuple[Block, list[Block]]] = field(default_factory=list)
    heading: Block | None = None  # the nearest above it, where a heading announced it
    under: Block | None = None  # the nearest above it in any case


def read_lists(parsed: Parsed) -> tuple[PlanRow, ...]:
    """Return a row for each action of the lists that tell a plan, in reading order; none where no list does."""
    read: list[tuple[_Open, list[ListItem]]] = []
    planned = any(names_a_plan(text) for text in _headings(parsed))
    for gathered in _gather(items_marked(parsed)):
        items = _read_items(gathered)
        if items and _tells_a_plan(gathered, items, planned=planned):
            read.append((gathered, items))
    read = _themed(_with_details(read))
    under = Counter[object]()
    for gathered, items in read:
        under[_announced_by(gathered, items)] += len(items)
    return tuple(
        _row(item)
        for gathered, items in read
        if under[_announced_by(gathered, items)] >= FEWEST_ITEMS
        for item in items
    )


def _read_items(gathered: _Open) -> list[ListItem]:
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
    return [item for item, after in zip(read, following, strict=True) if item.text and not _asks(item, after)]


def _asks(item: ListItem, after: ListItem | None) -> bool:
    """Tell whether an item asks a meeting to note or approve, is a question, or the numbered heading of questions."""
    heads = after is not None and bool(item.reference) and after.reference is None and _QUESTION.match(after.text)
    return bool(is_formal_resolution(item.text) or _QUESTION.match(item.text) or heads)


def _tells(item: ListItem, field_: Field) -> bool:
    return any(named is field_ for named, _, _ in item.details)


def _themed(read: Sequence[tuple[_Open, list[ListItem]]]) -> list[tuple[_Open, list[ListItem]]]:
    """Return the lists with the headings above them as themes, where there are several, each under its own.

    A heading that says no more than that actions follow ("Next steps") is none.
    """
    headings = {id(gathered.under): gathered.under for gathered, _ in read}
    own = len(headings) > 1 and all(gathered.under and gathered.theme is None for gathered, _ in read)
    if not own or any(heading is not None and only_announces(heading.text) for heading in headings.values()):
        return list(read)
    return [(g, [replace(item, theme=g.under.text if g.under else None) for item in items]) for g, items in read]


def _with_details(read: Sequence[tuple[_Open, list[ListItem]]]) -> list[tuple[_Open, list[ListItem]]]:
    """Return the lists that tell the plan where several stand under its heading.

    Where some of them name owners or dates, the others under headings of their own ("Considerations") do not tell it.
    """
    headings = [gathered.heading for gathered, items in read if any(item.details for item in items)]
    if not any(heading is not None for heading in headings):
        return list(read)
    return [(g, items) for g, items in read if g.heading is None or any(g.heading is heading for heading in headings)]


def _announced_by(gathered: _Open, items: Sequence[ListItem]) -> object:
    """Return what lists of one plan share: a heading, the words above each ("We will:"), else what their items tell."""
    if gathered.announcer:
        return fold(gathered.announcer.text)
    details = [(named, label) for item in items for named, label, _ in item.details]
    return frozenset(label for _, label in details if label) or frozenset(named for named, _ in details) or id(gathered)


def _headings(parsed: Parsed) -> list[str]:
    """Return the texts of titles and headings, the first block among them."""
    blocks = [block for block in parsed.blocks if not block.is_aside and block.text.strip()]
    return [block.text for i, block in enumerate(blocks) if not i or block.kind in (BlockKind.HEADING, BlockKind.TITLE)]


def _is_item(block: Block) -> bool:
    return block.kind is BlockKind.LIST_ITEM or (block.kind is BlockKind.PARAGRAPH and block.marker is not None)


class _Gatherer:
    """Walks the blocks of a document and gathers its lists, each with what stands before it."""

    def __init__(self) -> None:
        self.gathered: list[_Open] = []
        self._current: _Open | None = None
        self._heading: Block | None = None
        self._before: Block | None = None
        self._plan_heading: Block | None = None

    def close(self) -> None:
        """End the list at hand."""
        if self._current and self._current.items:
            self.gathered.append(self._current)
        self._current, self._before = None, None

    def heading(self, block: Block) -> None:
        """Go past a heading: one that announces a plan holds until another of its level or above."""
        self.close()
        self._heading = block
        if announces_actions(block.text, is_heading=True):
            self._plan_heading = block
        elif self._plan_heading and block.level and block.level <= self._plan_heading.level:
            self._plan_heading = None

    def paragraph(self, block: Block) -> None:
        """Go past a paragraph, which ends a list and may announce the next, unless it is a detail of an item."""
        label = _first_label(block)
        if self._current and self._current.items and label and label.reading.field in _OF_AN_ITEM:
            self._current.items[-1][1].append(block)
            return
        self.close()
        self._before = block

    def item(self, block: Block) -> None:
        """Add an item to the list at hand, or begin another."""
        if titled := self._titled_by_number(block):
            self._current = titled
            _add(block, titled)
            return
        if self._current and _continues(block, self._current):
            _add(block, self._current)
            return
        before = self._before
        self.close()
        if announces_actions(block.text, is_heading=False):
            self._before = block  # a numbered paragraph that announces the list below it
            return
        if before is not None and announces_actions(before.text, is_heading=False):
            self._current = _Open(before, self._theme(), under=self._heading)
        elif self._plan_heading is not None:
            theme = before.text if before is not None and names_a_theme(before.text) else self._theme()
            self._current = _Open(self._plan_heading, theme, heading=self._heading, under=self._heading)
        else:
            self._current = _Open(None, self._heading.text if self._heading else None, under=self._heading)
        _add(block, self._current)

    def _titled_by_number(self, block: Block) -> _Open | None:
        """Return the list that a bullet begins below a short numbered line ("4. Medium term activity"): its theme."""
        current = self._current
        if current is None or not current.items or _shape(block) != "•":
            return None
        last, children = current.items[-1]
        title = _shape(last) != "•" and not children and len(last.text.split()) <= LONGEST_TITLE
        if not title or last.text.endswith((".", ":", ";", "?")) or is_action_like(last.text):
            return None
        current.items.pop()
        if current.items:
            self.gathered.append(current)
        return _Open(current.announcer, last.text, heading=self._heading, under=self._heading)

    def _theme(self) -> str | None:
        """Return the heading between the announcement of a plan and a list, or one that is numbered as a theme."""
        heading = self._heading
        if heading is None or heading is self._plan_heading:
            return None
        return heading.text if names_a_theme(heading.text) or self._plan_heading else None


def _is_bold_heading(block: Block) -> bool:
    """Tell whether a bold paragraph stands as a heading; an item and a labelled value ("Lead: …") do not."""
    return block.bold and not _is_item(block) and _first_label(block) is None


def _gather(content: Sequence[Block | Table]) -> list[_Open]:
    """Return the lists of a document, each with what stands before it."""
    gatherer = _Gatherer()
    for item in content:
        if isinstance(item, Table):
            gatherer.close()
        elif item.kind in (BlockKind.HEADING, BlockKind.TITLE) or _is_bold_heading(item):
            gatherer.heading(item)
        elif _is_item(item):
            gatherer.item(item)
        else:
            gatherer.paragraph(item)
    gatherer.close()
    return gatherer.gathered


def _shape(block: Block) -> str:
    """Return the form of an item's marker: `4.7` is "0.0", `a)` is "a", a bullet is "•"."""
    marker = (block.marker or "•").strip("() .")
    if not NUMBER.match(marker):
        return "•"
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "0", marker.casefold()))


def _continues(item: Block, current: _Open) -> bool:
    """Tell whether an item goes on with a list, and is not the numbered paragraph after the one that announced it."""
    announcer = current.announcer
    if announcer is not None and announcer.marker and _shape(announcer) == _shape(item) and _shape(item) != "•":
        return False
    first = current.items[0][0] if current.items else item
    if _shape(first) == "•" != _shape(item) and item.level <= first.level:
        return False  # a numbered paragraph after bullets is not one of them
    return not announces_actions(item.text, is_heading=False) or current.announcer is None


def _add(item: Block, current: _Open) -> None:
    """Add an item, as a sub-item where it stands deeper than the items before it or is one of their details."""
    if current.items:
        first = current.items[0][0]
        deeper = item.level > first.level and _shape(item) != _shape(first)
        label = _first_label(item)
        labelled = label is not None and (_shape(item) != _shape(first) or label.reading.field in _OF_AN_ITEM)
        if deeper or labelled:
            current.items[-1][1].append(item)
            return
    current.items.append((item, []))


_OF_AN_ITEM = frozenset({Field.OWNER, Field.TIMESCALE, Field.STATUS})


def _first_label(block: Block) -> InnerLabel | None:
    """Return the label that a block begins with, None where it begins with none."""
    return next((label for label in find_labels(block.text) if label.start == 0), None)


def _read_item(block: Block, children: Sequence[Block], theme: str | None, *, any_owner: bool = False) -> ListItem:
    """Return an item with the owner, date and status that labels, brackets or sub-items give it."""
    marker = (block.marker or "").strip()
    reference = marker.strip("() .:") if NUMBER.match(marker) else None
    text, details = read_details(block.text, any_owner=any_owner)
    for child in children:
        rest, more = read_labels(child.text)
        details.extend(more)
        if rest:
            text = f"{text}\n{rest}" if text else rest
    return ListItem(block, reference, tuple(details), text.strip(), theme)


def _tells_a_plan(gathered: _Open, items: Sequence[ListItem], *, planned: bool) -> bool:
    detailed = sum(_tells(item, Field.OWNER) or _tells(item, Field.TIMESCALE) for item in items)
    worded = share_action_like([item.text for item in items])
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
    values: list[Detail] = [(Field.ACTION, "", item.text), *item.details]
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
