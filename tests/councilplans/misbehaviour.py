"""What workers do in the tests of the pool: a module of its own, so that other processes can import it."""

import os
import time
from pathlib import Path

MEBIBYTE = 1 << 20


def work(path: Path) -> str:
    """Do what the path's name says."""
    kind = path.name
    if kind == "hang":
        while True:
            pass
    if kind == "allocate":
        held = []
        while True:
            held.append(bytearray(b"x" * MEBIBYTE))
    if kind == "allocate-at-once":
        return str(len(bytearray(1 << 44)))
    if kind == "exit":
        os._exit(3)
    if kind == "abort":
        os.abort()
    if kind == "mistake":
        raise ValueError("no such column")
    if kind == "unsendable":
        return lambda: None
    if kind == "print":
        os.write(1, b"noise of a library\n")
    if kind == "slow":
        time.sleep(1)
    return kind
