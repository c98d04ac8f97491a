"""Which files a folder offers for loading."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Files that stand beside documents and are none. In a folder they are counted and left out; a file of any other
# name is tried, so that an odd suffix hides nothing. Naming a file on the command line always tries it.
_MEDIA = frozenset(
    {".avi", ".bmp", ".gif", ".ico", ".jpeg", ".jpg", ".mov", ".mp3", ".mp4", ".svg", ".webp", ".woff", ".woff2"}
)
_CODE = frozenset(
    {".cfg", ".css", ".ini", ".ipynb", ".js", ".lock", ".log", ".py", ".pyc", ".sh", ".sql", ".toml", ".yaml", ".yml"}
)
_RESULTS = frozenset({".bak", ".json", ".jsonl"})
# with the files that SQLite keeps beside a database
_DATABASES = frozenset(
    kind + side for kind in (".db", ".sqlite", ".sqlite3") for side in ("", "-journal", "-shm", "-wal")
)
NOT_DOCUMENTS = _MEDIA | _CODE | _RESULTS | _DATABASES


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, in order, the folders that held none, and suffixes that were left out with their count."""

    files: tuple[Path, ...]
    empty_folders: tuple[Path, ...]
    left_out: Counter[str]


def find_documents(paths: Iterable[Path]) -> Found:
    """Return the files named, and those in the folders named, whatever their depth.

    Hidden files and folders are passed over, and links to folders are not followed. A path that does not exist
    stays in the list: its reader says so.
    """
    files: list[Path] = []
    empty: list[Path] = []
    left_out: Counter[str] = Counter()
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        before = len(files)
        for file in _files_within(path):
            if file.suffix.lower() in NOT_DOCUMENTS:
                left_out[file.suffix.lower()] += 1
            else:
                files.append(file)
        if len(files) == before:
            empty.append(path)
    return Found(tuple(files), tuple(empty), left_out)


def _files_within(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and of those in it, in the order of their names."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        # office programs leave "~$name.docx" beside a file that is open
        yield from (Path(where) / name for name in sorted(names) if not name.startswith((".", "~$")))
