"""How much memory another process and those that it started hold, where the system tells (Linux, proc(5))."""

from __future__ import annotations

import os
from pathlib import Path


def resident_of(process: int) -> int:
    """Return the resident bytes of a process and its descendants; 0 where it is gone or the system does not tell.

    Linux tells it under /proc; on macOS and Windows the limits of time alone hold.
    """
    total, waiting, seen = 0, [process], set[int]()
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            total += _resident(each)
            waiting += _children(each)
    return total


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _children(process: int) -> list[int]:
    """Return the processes that the threads of a process started."""
    found: list[int] = []
    try:
        for thread in Path(f"/proc/{process}/task").iterdir():
            found += map(int, (thread / "children").read_bytes().split())
    except (OSError, ValueError):  # it ended, or the kernel keeps no such list
        pass
    return found
