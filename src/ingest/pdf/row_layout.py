"""What parts a table's text, and how its lines stand to each other: in one row, in one column, running on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.pdf.gutters import Gutter, Segment, Strip, column_of

OVERLAP_SHARE = 0.3  # of the font size by which two lines overlap that stand beside each other
LEADER = "...."  # dots that lead from a label to its figures
SPACE_SHARE = 0.25  # of the font size that a space takes


@dataclass(frozen=True, slots=True)
class Layout:
    """What parts a table's text: its columns' gutters, the segments over several columns, and rules' heights."""

    gutters: Sequence[Gutter]
    spanning: frozenset[Segment]
    rules: Sequence[float]
    right: float

    @property
    def n_columns(self) -> int:
        """The number of columns."""
        return len(self.gutters) + 1


def columns_of(strip: Strip, layout: Layout) -> dict[int, Segment]:
    """Return the texts of a line by the column in which each stands; those over several are left out."""
    return {c: s for s in strip.segments if (c := column_of(s, layout.gutters)) is not None}


def goes_on(above: Strip, below: Strip, layout: Layout) -> bool:
    """Tell whether a text goes on from one line to the next: its first word would not have fitted on the line."""
    first, second = columns_of(above, layout), columns_of(below, layout)
    for column in first.keys() & second.keys():
        head, tail = first[column], second[column]
        if tail.is_figure or head.is_figure:
            continue
        word = tail.words[0].box
        if tail.words[0].text.endswith(LEADER):
            continue
        room = (layout.gutters[column][1] if column < len(layout.gutters) else layout.right) - head.box.x1
        fits = room >= word.x1 - word.x0 + SPACE_SHARE * above.size
        if tail.text[0].islower() or (not fits and len(head.words) > 1):
            return True
    return False


def groups_of(strips: Sequence[Strip], limit: float) -> list[list[Strip]]:
    """Return lines in groups that gaps wider than a limit part, a limit of 0 all that do not overlap."""
    groups: list[list[Strip]] = []
    reach = 0.0
    for strip in strips:
        if (
            groups
            and strip.box.top - reach <= limit
            and not (limit == 0.0 and strip.box.top > reach - OVERLAP_SHARE * strip.size)
        ):
            groups[-1].append(strip)
        else:
            groups.append([strip])
        reach = max(reach, strip.box.bottom)
    return groups
