"""WordprocessingML: values of its elements, and the paths that lead to them."""

from __future__ import annotations

from collections import Counter

from ingest.elements import Element, attribute, child

_OFF = frozenset({"0", "false", "off", "none"})
MOST_PARENTS = 256  # whose children's steps are kept: more than a way down a document is long


def value(element: Element | None, *names: str) -> str | None:
    """Return the `val` attribute of a child along a way of names."""
    return attribute(child(element, *names), "val")


def is_on(written: str | None) -> bool:
    """Tell what an on/off value says (§17.17.4); none stands for on."""
    return (written or "1").casefold() not in _OFF


def switch(element: Element | None, name: str) -> bool | None:
    """Return an on/off property (§17.17.4): None where it is not stated, True where it stands without a value."""
    found = child(element, name)
    return None if found is None else is_on(attribute(found, "val"))


class Paths:
    """XPaths of elements, with the prefixes that the document declares: those that libxml2 gives.

    libxml2 counts an element's siblings each time it is asked, which takes minutes in a table of many rows; here the
    children of a parent are counted once. `part` stands before the path, "" for the document's own text.
    """

    def __init__(self, part: str = "") -> None:
        self.part = part
        self._steps: dict[Element, tuple[str, dict[Element, str]]] = {}

    def of(self, element: Element) -> str:
        """Return the path of an element."""
        return self.part + self._way(element)

    def _way(self, element: Element) -> str:
        parent = element.getparent()
        if parent is None:
            return "/" + _name(element)
        known = self._steps.get(parent)
        if known is None:
            known = (self._way(parent), _steps_below(parent))
            if len(self._steps) >= MOST_PARENTS:
                del self._steps[next(iter(self._steps))]
            self._steps[parent] = known
        return f"{known[0]}/{known[1][element]}"


def _steps_below(parent: Element) -> dict[Element, str]:
    """Return the last step of the path of each child."""
    named = [(each, _name(each)) for each in parent if isinstance(each.tag, str)]
    totals = Counter(name for _, name in named)
    seen: Counter[str] = Counter()
    steps = {}
    for at, (each, name) in enumerate(named, 1):
        seen[name] += 1
        if name == "*":  # of a namespace without prefix: counted among all
            steps[each] = f"*[{at}]" if len(named) > 1 else "*"
        else:
            steps[each] = f"{name}[{seen[name]}]" if totals[name] > 1 else name
    return steps


def _name(element: Element) -> str:
    space, _, name = str(element.tag).rpartition("}")
    if not space:
        return name
    return f"{element.prefix}:{name}" if element.prefix else "*"
