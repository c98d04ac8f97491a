"""Our readers against others on the labelled sets, in one run: how many strings are read right, and how many a second.

Prints a Markdown table. See README.md beside this file for what to install.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from labelled import KINDS, Label, Reader, is_right, is_silent_error, labels
from readers import PEERS, ours

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
from narratives import whole_updates

SECONDS = 1.0  # for which each reader is timed at least


def main() -> None:
    """Read each set with each reader, and print the table or what was misread."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", nargs="*", default=[*KINDS, "updates"], choices=[*KINDS, "updates"])
    parser.add_argument("--part", default="held_out", choices=["seen", "held_out"])
    parser.add_argument("--misses", action="store_true", help="print what ours misreads, instead of the table")
    arguments = parser.parse_args()
    if arguments.misses:
        for kind in arguments.kinds:
            _print_misses(kind, _labelled(kind, arguments.part))
        return
    print("| strings | reader | right | wrong without an issue | a second |\n| --- | --- | --- | --- | --- |")
    for kind in arguments.kinds:
        for name, make in ({"councilplans": lambda kind=kind: ours(kind)} | PEERS.get(kind, {})).items():
            print(_line(kind, name, make, _labelled(kind, arguments.part)), flush=True)


def _labelled(kind: str, part: str) -> list[Label]:
    """Return the strings of a kind; whole updates are those that the classifier of narratives is tested on."""
    if kind != "updates":
        return labels(kind, part)
    return [{"text": text, "status": status} for text, status in whole_updates("held.txt")]


def _line(kind: str, name: str, make: Callable[[], Reader], wanted: Sequence[Label]) -> str:
    if not wanted:
        return f"| {kind} | {name} | no such set | – | – |"
    try:
        read = make()
    except ImportError:
        return f"| {kind} of {len(wanted)} | {name} | not installed | – | – |"
    judged = "statuses" if kind == "updates" else kind
    answers = [(label, read(label)) for label in wanted]
    right = sum(is_right(judged, label, answer) for label, answer in answers)
    silent = sum(is_silent_error(judged, label, answer) for label, answer in answers)
    shown = f"{silent / len(wanted):.1%}" if kind in {"timescales", "authorities"} else "–"
    return f"| {len(wanted)} {kind} | {name} | {right / len(wanted):.1%} | {shown} | {_pace(read, wanted):,.0f} |"


def _pace(read: Reader, wanted: Sequence[Label]) -> float:
    """Return how many strings are read a second of processor time, after all have been read once."""
    count, began = 0, time.process_time()
    while (spent := time.process_time() - began) < SECONDS:
        for label in wanted:
            read(label)
        count += len(wanted)
    return count / spent


def _print_misses(kind: str, wanted: Sequence[Label]) -> None:
    judged = "statuses" if kind == "updates" else kind
    read = ours(kind)
    misses = [(label, answer) for label in wanted if not is_right(judged, label, answer := read(label))]
    for label, answer in misses:
        silent = "  (without an issue)" if is_silent_error(judged, label, answer) else ""
        print(f"{json.dumps(label, ensure_ascii=False)}\n    {answer.fields}{silent}")
    print(f"{kind}: {len(wanted) - len(misses)} of {len(wanted)} right")


if __name__ == "__main__":
    main()
