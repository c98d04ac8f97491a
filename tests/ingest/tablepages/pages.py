"""All sets of pages, each with its PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from . import browser_pages, crowded_pages, drawn, later_pages, office_pages, printed, text_pages, word
from .told import Page


def _drawn(pages: Sequence[Page], _: Path | None) -> Mapping[str, bytes]:
    return {page.name: drawn.by_canvas(page) for page in pages}


SETS: Mapping[str, tuple[Sequence[Page], Callable[[Sequence[Page], Path | None], Mapping[str, bytes]]]] = {
    "tables": ((*browser_pages.TABLES, *crowded_pages.TABLES), printed.by_browser),
    "text": (text_pages.PROSE, printed.by_browser),
    "drawn": (office_pages.DRAWN, _drawn),
    "word": (office_pages.WORD, word.by_word),
    "later": ((*later_pages.BROWSER, *later_pages.NONE), printed.by_browser),
    "later-drawn": (later_pages.DRAWN, _drawn),
}


def produced(which: str, folder: Path | None) -> list[tuple[Page, bytes]]:
    """Return the pages of a set with their PDFs."""
    pages, produce = SETS[which]
    made = produce(pages, folder)
    return [(page, made[page.name]) for page in pages]
