"""Tracked changes of a Word document: what is read of them, as the caller asks (ECMA-376 §17.13.5)."""

from __future__ import annotations

from ingest.elements import Element, name_of
from ingest.options import Changes
from ingest.values import value

# what a change does, by the name of its element; a move takes its text from one place and puts it at another
ADDED = frozenset({"ins", "moveTo", "cellIns"})
REMOVED = frozenset({"del", "moveFrom", "cellDel"})


@value
class Tracked:
    """What changes do to a piece of the document: whether it is read, whether they touch it, whether they strike it."""

    shown: bool = True
    changed: bool = False
    struck: bool = False

    def within(self, outer: Tracked) -> Tracked:
        """Return what holds for a piece within another."""
        if outer == UNTRACKED:
            return self
        return Tracked(self.shown and outer.shown, self.changed or outer.changed, self.struck or outer.struck)


UNTRACKED = Tracked()


def tracked_by(name: str, changes: Changes) -> Tracked:
    """Return what a change of this name does to what it holds."""
    if name in ADDED:
        return Tracked(changes is not Changes.ORIGINAL, True)
    if name in REMOVED:
        return Tracked(changes is not Changes.FINAL, True, changes is Changes.BOTH)
    return UNTRACKED


def tracked(properties: Element | None, changes: Changes) -> Tracked:
    """Return what the changes among the properties of a row, cell or paragraph mark do to it."""
    found = UNTRACKED
    for each in properties if properties is not None else ():
        name = name_of(each)
        if name in ADDED or name in REMOVED:
            found = tracked_by(name, changes).within(found)
    return found
