"""The folder that a browser saves beside a page ("Save as, complete"): its style sheets tell the page's colours."""

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Mapping

ENDINGS = ("_files", "_archivos", "_fichiers", "-Dateien", ".files")  # after the page's name, by browser and language
MOST_SHEETS = 50
LARGEST_SHEET = 2_000_000  # bytes


def sheets_beside(page: pathlib.Path) -> Mapping[str, str]:
    """Return the style sheets of a page's folder by their file names; none where it has no folder.

    Nothing else is read: no other folder, and nothing that a link of the folder leads to.
    """
    sheets: dict[str, str] = {}
    for folder in (page.with_name(page.stem + ending) for ending in ENDINGS):
        with contextlib.suppress(OSError):  # a folder that may not be opened tells no colours
            for file in sorted(folder.iterdir())[: 20 * MOST_SHEETS] if folder.is_dir() else ():
                # Firefox and Chromium name what a script gave without a suffix "….css" or "….css.download"
                named = ".css" in file.name.casefold() and len(sheets) < MOST_SHEETS
                if named and file.is_file() and not file.is_symlink() and file.stat().st_size <= LARGEST_SHEET:
                    sheets[file.name] = file.read_text(encoding="utf-8", errors="replace")
    return sheets
