"""XML of office formats as elements whose names are told without their namespace.

Transitional and strict documents of Word (ECMA-376 parts 1 and 4) read alike that way, and so do the versions of
OpenDocument. The parser expands no entities, opens nothing over the network and gives up on what is nested too deeply.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element


def parse_xml(content: bytes) -> Element:
    """Return the root of some XML. Raises etree.XMLSyntaxError where it is none."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        collect_ids=False,  # an identity that stands twice would else be an error
    )
    return etree.fromstring(content, parser)


def name_of(element: Element) -> str:
    """Return an element's name without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """Return an attribute by its name without namespace; None where the element or the attribute is missing."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first child along a way of names, None where it ends."""
    for name in names:
        if element is None:
            return None
        ending = "}" + name
        for each in element:
            tag = each.tag
            if isinstance(tag, str) and (tag.endswith(ending) or tag == name):
                break
        else:
            return None
        element = each
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children of a name."""
    for each in element if element is not None else ():
        if name_of(each) == name:
            yield each


def whole(text: str | None, default: int) -> int:
    """Return a whole number, or the default for anything else."""
    try:
        return int(float(text)) if text is not None else default
    except (ValueError, OverflowError):
        return default
