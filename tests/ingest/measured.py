"""Code run in a process of its own, with the most memory that it held."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

# the peak of the process itself; ru_maxrss would still hold that of the one it was forked from
_PEAK = r"""
import re as _re
print(int(_re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


def run_measured(code: str, *arguments: object, before: Callable[[], None] | None = None) -> tuple[str, int]:
    """Return what Python code prints, and the peak of its memory in MiB; `before` runs in the process first."""
    done = subprocess.run(
        [sys.executable, "-c", code + _PEAK, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=before,
    )
    assert done.returncode == 0, done.stderr[-500:]
    said, _, peak = done.stdout.strip().rpartition("\n")
    return said, int(peak)
