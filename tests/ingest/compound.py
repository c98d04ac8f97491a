"""Compound files ([MS-CFB]) for tests: a few streams at the top, small ones in the stream for small ones."""

from __future__ import annotations

import struct

SECTOR, SMALL, CUTOFF = 512, 64, 4096
END, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file that holds streams, of up to some 50 kB in all."""
    sectors: list[bytes] = [b""]  # the first holds the table of what follows what
    follows = [FAT_SECTOR]

    def chain(content: bytes) -> int:
        start = len(sectors)
        parts = [content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)]
        sectors.extend(parts)
        follows.extend([*range(start + 1, start + len(parts)), END])
        return start if parts else END

    small, small_follows, starts = b"", [], {}
    for name, content in streams.items():
        if len(content) >= CUTOFF:
            starts[name] = chain(content)
            continue
        count = -(-len(content) // SMALL)
        starts[name] = at = len(small) // SMALL
        small += content.ljust(count * SMALL, b"\0")
        small_follows += [*range(at + 1, at + count), END]
    root = _entry("Root Entry", 5, child=1 if streams else FREE, start=chain(small), size=len(small))
    entries = [root]
    for at, (name, content) in enumerate(streams.items(), start=1):  # a tree that leans to the right
        right = at + 1 if at < len(streams) else FREE
        entries.append(_entry(name, 2, right=right, start=starts[name], size=len(content)))
    table = chain(struct.pack(f"<{len(small_follows)}I", *small_follows).ljust(SECTOR, b"\xff"))
    directory = chain(b"".join(entries))
    sectors[0] = struct.pack(f"<{len(follows)}I", *follows).ljust(SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, directory, 0, CUTOFF, table, 1, END, 0) + struct.pack("<I", 0)
    return head.ljust(SECTOR, b"\xff") + b"".join(sectors)


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int = 0, size: int = 0) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    fields = struct.pack("<HBBIII", len(written), kind, 1, FREE, right, child)
    return written.ljust(64, b"\0") + fields + bytes(36) + struct.pack("<IQ", start, size)
