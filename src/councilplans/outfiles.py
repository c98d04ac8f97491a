"""Writing a file or folder whole or not at all: beside its place first, then moved there."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path


class CannotReplace(OSError):
    """A folder stands in the way that holds other things than what would be written."""


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give the path of a new file that takes the place of `path` once the block ends well, and is removed else.

    A pipe or a device is given as it is. Raises OSError where the file cannot be made or moved.
    """
    target = path.resolve()  # a link stays, and what it leads to is replaced
    if target.exists() and not target.is_file():
        yield path
        return
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield beside
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


@contextlib.contextmanager
def whole_folder(path: Path, names: Collection[str]) -> Iterator[Path]:
    """Give a new folder that takes the place of `path` once the block ends well, and is removed else.

    A folder that is there is replaced where it holds nothing but files of `names`. Raises CannotReplace where it
    holds others, and OSError where the folder cannot be made or moved.
    """
    target = path.resolve()
    if target.exists():
        others = [each.name for each in target.iterdir() if each.name not in names]
        if others:
            raise CannotReplace(0, f"it holds {sorted(others)[0]}, which is no part of it")
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    former = target.with_name(f".{target.name}.{os.getpid()}.old")
    beside.mkdir(parents=True)
    try:
        yield beside
        if target.exists():
            target.rename(former)
        beside.rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)
