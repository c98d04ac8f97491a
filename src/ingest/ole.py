"""Compound files, in which Office kept documents before 2007: which streams they hold ([MS-CFB])."""

from __future__ import annotations

import struct
from dataclasses import dataclass

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_ENTRY = 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA  # numbers above it are marks, not sectors (§2.1)
_ENTRY_BYTES = 128
_STREAM = 2


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the directory: a stream or storage with its neighbours and children in the tree (§2.6.1)."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class OleFile:
    """The streams and storages at the top of a compound file, by name."""

    def __init__(self, content: bytes) -> None:
        """Read the directory of a compound file; what is broken is left out."""
        self._content = content
        shift, small_shift = struct.unpack_from("<HH", content.ljust(80, b"\0"), 30)
        self._sector = 1 << min(shift, 16)
        self._small = 1 << min(small_shift, 16)
        self._fat = self._read_fat()
        directory = self._chain(self._number(48))
        entries = [
            _entry(directory[at : at + _ENTRY_BYTES])
            for at in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES)
        ]
        self._root = entries[0] if entries else None
        self._top = {entry.name: entry for entry in _siblings(entries)}

    @property
    def names(self) -> frozenset[str]:
        """The names of the streams and storages at the top."""
        return frozenset(self._top)

    def beginning(self, name: str) -> bytes:
        """Return the first bytes of a stream, at least 64 where it has them; b"" where there is none."""
        entry = self._top.get(name)
        if entry is None or entry.kind != _STREAM:
            return b""
        if entry.size >= struct.unpack_from("<I", self._content.ljust(80, b"\0"), 56)[0]:
            return self._at(entry.start)[: entry.size]
        if self._root is None:
            return b""
        offset = entry.start * self._small  # in the stream that holds the small ones (§2.4)
        return self._chain(self._root.start)[offset : offset + min(self._small, entry.size)]

    def _number(self, at: int) -> int:
        return int.from_bytes(self._content[at : at + 4], "little")

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self._content[start : start + self._sector]

    def _read_fat(self) -> list[int]:
        """Return, for each sector, the one that follows it (§2.3); the header names the first 109 of its sectors."""
        most = len(self._content) // self._sector + 1
        sectors = [self._number(76 + 4 * at) for at in range(109)]
        extra, seen = self._number(68), 0
        while extra <= _LAST_SECTOR and seen < most:
            more = self._at(extra)
            numbers = [int.from_bytes(more[at : at + 4], "little") for at in range(0, len(more) - 3, 4)]
            sectors += numbers[:-1]
            extra = numbers[-1] if numbers else _NO_ENTRY
            seen += 1
        fat: list[int] = []
        for sector in [each for each in sectors if each <= _LAST_SECTOR][:most]:
            table = self._at(sector)
            fat += struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        return fat

    def _chain(self, start: int) -> bytes:
        """Return a chain of sectors; it ends where it would come back to one."""
        parts, sector, seen = [], start, set()
        while sector <= _LAST_SECTOR and sector not in seen:
            seen.add(sector)
            parts.append(self._at(sector))
            sector = self._fat[sector] if sector < len(self._fat) else _NO_ENTRY
        return b"".join(parts)


def _entry(raw: bytes) -> _Entry:
    length, kind = struct.unpack_from("<HB", raw, 64)
    left, right, child = struct.unpack_from("<III", raw, 68)
    start, size = struct.unpack_from("<II", raw, 116)
    name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
    return _Entry(name, kind, left, right, child, start, size)


def _siblings(entries: list[_Entry]) -> list[_Entry]:
    """Return the entries at the top: the root's child and its neighbours (a tree by name, §2.6.4)."""
    found, waiting, seen = [], [entries[0].child] if entries else [], set[int]()
    while waiting:
        at = waiting.pop()
        if at in seen or at >= len(entries):
            continue
        seen.add(at)
        found.append(entries[at])
        waiting += [entries[at].left, entries[at].right]
    return found
