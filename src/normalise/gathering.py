"""The lists of a document: which items stand together, what announces them, what stands with each item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.model import Block, BlockKind, Table
from normalise.answers import begins_with_answer
from normalise.items import NUMBER
from normalise.labels import InnerLabel, find_labels, names_a_theme
from normalise.model import Field
from normalise.vocabulary import fold
from normalise.wording import announces_actions, is_action_like

LONGEST_TITLE = 10  # words of a numbered line that is the theme of the bullets below it


@dataclass(slots=True)
class Gathered:
    """A list being gathered: what announced it, and its items with their sub-items."""

    announcer: Block | None
    theme: str | None
    items: list[tuple[Block, list[Block]]] = field(default_factory=list)
    heading: Block | None = None  # the nearest above it, where a heading announced it
    under: Block | None = None  # the nearest above it in any case
    noun: Field | None = None  # what a numbered noun before its items names ("Recommendation 3: …")


def _is_item(block: Block) -> bool:
    return block.kind is BlockKind.LIST_ITEM or (block.kind is BlockKind.PARAGRAPH and block.marker is not None)


class _Gatherer:
    """Walks the blocks of a document and gathers its lists, each with what stands before it."""

    def __init__(self, repeated: frozenset[str] = frozenset()) -> None:
        self._repeated = repeated  # headings that come again and again stand below each theme
        self._numbered: Block | None = None  # the heading of the theme at hand
        self.gathered: list[Gathered] = []
        self._current: Gathered | None = None
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
        if names_a_theme(block.text):
            self._numbered = block
        elif self._numbered and block.level <= self._numbered.level and fold(block.text) not in self._repeated:
            self._numbered = None
        if announces_actions(block.text, is_heading=True):
            self._plan_heading = block
        elif self._plan_heading and block.level and block.level <= self._plan_heading.level:
            self._plan_heading = None

    def paragraph(self, block: Block) -> None:
        """Go past a paragraph, which ends a list and may announce the next, unless it is a detail of an item."""
        label = first_label(block)
        if self._current and self._current.items:
            children = self._current.items[-1][1]
            answers = begins_with_answer(block.text) or (label is None and any(map(is_answer, children)))
            if answers or (label and label.reading.field in _OF_AN_ITEM):
                children.append(block)
                return
        self.close()
        self._before = block

    def item(self, block: Block, noun: Field | None) -> None:
        """Add an item to the list at hand, or begin another; `noun` is what a numbered noun before it names."""
        if self._current and _resumes(block, self._current):
            self.heading(block)
            return
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
            self._current = Gathered(before, self._theme(), under=self._heading)
        elif self._plan_heading is not None:
            theme = before.text if before is not None and names_a_theme(before.text) else self._theme()
            self._current = Gathered(self._plan_heading, theme, heading=self._heading, under=self._heading)
        else:
            self._current = Gathered(None, self._heading.text if self._heading else None, under=self._heading)
        self._current.noun = noun
        _add(block, self._current)

    def _titled_by_number(self, block: Block) -> Gathered | None:
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
        return Gathered(current.announcer, last.text, heading=self._heading, under=self._heading)

    def _theme(self) -> str | None:
        """Return the heading between the announcement of a plan and a list, or one that is numbered as a theme."""
        heading = self._heading
        if heading is None or heading is self._plan_heading:
            return (
                self._numbered.text
                if self._numbered and fold(heading.text if heading else "") in self._repeated
                else None
            )
        return heading.text if names_a_theme(heading.text) or self._plan_heading else None


def _is_heading(block: Block) -> bool:
    """Tell whether a block heads what follows; a labelled value is none, though a text's short lines look so."""
    label = first_label(block) if block.kind is BlockKind.HEADING else None
    if label is not None and label.reading.field in _OF_AN_ITEM:
        return False
    return block.kind in (BlockKind.HEADING, BlockKind.TITLE) or _is_bold_heading(block)


def _is_bold_heading(block: Block) -> bool:
    """Tell whether a bold paragraph stands as a heading; an item and a labelled value ("Lead: …") do not."""
    return block.bold and not _is_item(block) and first_label(block) is None


def gather_lists(content: Iterable[tuple[Block | Table, Field | None]]) -> list[Gathered]:
    """Return the lists of a document, each with what stands before it."""
    content = list(content)
    counts = Counter(fold(b.text) for b, _ in content if isinstance(b, Block) and b.kind is BlockKind.HEADING)
    gatherer = _Gatherer(frozenset(text for text, n in counts.items() if n > 1))
    for item, noun in content:
        if isinstance(item, Table):
            gatherer.close()
        elif _is_heading(item):
            gatherer.heading(item)
        elif _is_item(item):
            gatherer.item(item, noun)
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


def _continues(item: Block, current: Gathered) -> bool:
    """Tell whether an item goes on with a list, and is not the numbered paragraph after the one that announced it."""
    announcer = current.announcer
    if announcer is not None and announcer.marker and _shape(announcer) == _shape(item) and _shape(item) != "•":
        return False
    first = current.items[0][0] if current.items else item
    if _shape(first) == "•" != _shape(item) and item.level <= first.level:
        return False  # a numbered paragraph after bullets is not one of them
    return not announces_actions(item.text, is_heading=False) or current.announcer is None


def _resumes(item: Block, current: Gathered) -> bool:
    """Tell whether a number goes on with an outer sequence: "4. Our approach" after the items 1 to 5 of a list."""
    number, last = (_plain_number(block) for block in (item, current.items[-1][0] if current.items else item))
    return number is not None and last is not None and 1 < number < last and not item.text.endswith((".", ";"))


def _plain_number(block: Block) -> int | None:
    marker = (block.marker or "").strip("() .")
    return int(marker) if marker.isdecimal() else None


def _add(item: Block, current: Gathered) -> None:
    """Add an item, as a sub-item where it stands deeper than the items before it or is one of their details."""
    if current.items:
        first = current.items[0][0]
        deeper = item.level > first.level and _shape(item) != _shape(first)
        label = first_label(item)
        labelled = label is not None and (_shape(item) != _shape(first) or label.reading.field in _OF_AN_ITEM)
        if deeper or labelled:
            current.items[-1][1].append(item)
            return
    current.items.append((item, []))


_OF_AN_ITEM = frozenset({Field.OWNER, Field.TIMESCALE, Field.STATUS})


def is_answer(block: Block) -> bool:
    """Tell whether a block is the paragraph below a recommendation that answers it ("Agreed. A guide …")."""
    return block.kind is BlockKind.PARAGRAPH and block.marker is None and begins_with_answer(block.text)


def first_label(block: Block) -> InnerLabel | None:
    """Return the label that a block begins with, None where it begins with none."""
    return next((label for label in find_labels(block.text) if label.start == 0), None)
