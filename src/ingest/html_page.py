"""A web page opened: its tree, within bounds, and whether it tracks changes."""

from __future__ import annotations

import contextlib
import re
import sys
import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from ingest.errors import DamagedDocument
from ingest.sniff import MAX_CONTROLS, controls_share

MAX_FRAMES = 20_000  # calls; four at most for each element that stands in another
MAX_DEPTH = 3000  # elements in one another; browsers stop at 512, old pages leave hundreds unclosed
MAX_TABLES_DEEP = 40  # tables in one another
MAX_TAGS = 400_000  # start and end tags; a page of 300,000 elements takes 450 MB to hold
_PREFIX = re.compile(r"""\bxmlns:([\w.-]{1,50})\s*=\s*["']http://www\.w3\.org/1999/xhtml["']""")


def open_page(text: str) -> BeautifulSoup:
    """Return the tree of a page. Raises DamagedDocument where it is binary, or larger or deeper than any plan.

    Elements whose prefix stands for XHTML (`<h:table>`, Namespaces in XML §6.1) are read as those of HTML.
    """
    if controls_share(text) > MAX_CONTROLS:
        raise DamagedDocument("it begins as HTML but holds binary; save the page again from the browser")
    if text.count("<") > MAX_TAGS:
        raise DamagedDocument(f"it has more than {MAX_TAGS:,} tags, beyond any plan; save the part with the plan")
    prefixes = "|".join(sorted(map(re.escape, set(_PREFIX.findall(text)))))
    if prefixes:
        text = re.sub(rf"(</?)(?:{prefixes}):", r"\1", text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 warns of pages that look like XML or like a file's name
        soup = BeautifulSoup(text, "lxml")
    _check_depth(soup)
    return soup


def is_tracked(soup: BeautifulSoup) -> bool:
    """Tell whether a page tracks changes: text was put in, or what was taken out bears its date or source.

    `<del>` alone is how editors strike words through (HTML §4.7); such words are shown, as a deadline that moved is.
    """
    return soup.find("ins") is not None or any(
        each.has_attr("datetime") or each.has_attr("cite") for each in soup.find_all("del")
    )


def _check_depth(soup: BeautifulSoup) -> None:
    """Raise DamagedDocument where elements, or tables, are nested beyond reason."""
    waiting: list[tuple[Tag, int, int]] = [(soup, 0, 0)]
    while waiting:
        element, depth, tables = waiting.pop()
        if depth > MAX_DEPTH or tables > MAX_TABLES_DEEP:
            raise DamagedDocument("its elements are nested beyond reason; save it again from the browser")
        waiting += [
            (child, depth + 1, tables + (child.name == "table")) for child in element.contents if isinstance(child, Tag)
        ]


@contextlib.contextmanager
def deep_elements() -> Iterator[None]:
    """Let elements nest as deep as old pages do, whose unclosed `<font>` tags stand hundreds deep."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, MAX_FRAMES))
    try:
        yield
    except RecursionError as error:
        raise DamagedDocument("its elements are nested beyond reason; save it again from the browser") from error
    finally:
        sys.setrecursionlimit(before)
