"""Every layout as PDF by every producer that is installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from . import chromium, sheets, with_browser, with_reportlab, with_word
from .describe import Layout

INSTALLED = {"reportlab": True, "word": bool(with_word.COMMAND), "browser": bool(chromium.COMMAND)}


def produced(layouts: Iterable[Layout], producer: str, folder: Path) -> Iterator[tuple[Layout, bytes]]:
    """Yield the layouts that a producer can show, each with its PDF."""
    chosen = [layout for layout in layouts if producer in layout.producers]
    if producer == "reportlab":
        pages = [with_reportlab.build(layout) for layout in chosen]
    elif producer == "word":
        for layout in chosen:
            with_word.save(layout, folder / f"{layout.name}.docx")
        with_word.print_all(folder)
        pages = [(folder / f"{layout.name}.pdf").read_bytes() for layout in chosen]
    else:
        pages = with_browser.print_pages({layout.name: with_browser.page_of(layout) for layout in chosen}, folder)
    for layout, content in zip(chosen, pages, strict=True):
        upright = sheets.cropped(content) if layout.cropped else content
        yield layout, sheets.turned(upright, layout.turn) if layout.turn else upright
