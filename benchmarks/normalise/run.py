"""Our readers against others on the labelled sets, in one run: how many strings are read right, and how many a second.

Prints a Markdown table. See README.md beside this file for what to install.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from labelled import KINDS, Label, Reader, is_right, is_silent_error, labels
from readers import PEERS, ours

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
from narratives import training_updates, whole_updates

SECONDS = 1.0  # for which each reader is timed at least
_JUDGED = {"updates": "statuses", "dates": "timescales"}
_READ = {"dates": "timescales"}
ALL = [*KINDS, "dates", "updates"]
_YEAR = re.compile(r"\b20(\d\d)\b")


def main() -> None:
    """Read each set with each reader, and print the table or what was misread."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", nargs="*", default=ALL, choices=ALL)
    parser.add_argument("--part", default="held_out", choices=["seen", "held_out"])
    parser.add_argument("--misses", action="store_true", help="print what ours misreads, instead of the table")
    arguments = parser.parse_args()
    if arguments.misses:
        for kind in arguments.kinds:
            _print_misses(kind, _labelled(kind, arguments.part))
        return
    print("| strings | reader | right | wrong without an issue | a second |\n| --- | --- | --- | --- | --- |")
    for kind in arguments.kinds:
        readers = {"councilplans": functools.partial(ours, _READ.get(kind, kind))} | PEERS.get(kind, {})
        for name, make in readers.items():
            print(_line(kind, name, make, _labelled(kind, arguments.part)), flush=True)


def _labelled(kind: str, part: str) -> list[Label]:
    """Return the strings of a kind.

    Updates are those that the classifier of narratives is tested on; dates are the timescales that name one and say
    nothing of moving it, which is all that a reader of dates can be asked.
    """
    if kind == "dates":
        plain = {"text", "part", "as_of", "due"}
        return [each for each in labels("timescales", part) if plain >= set(each) and isinstance(each["due"], str)]
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
    judged = _JUDGED.get(kind, kind)
    answers = [(label, read(label)) for label in wanted]
    timed = _distinct(kind, wanted)
    right = sum(is_right(judged, label, answer) for label, answer in answers)
    silent = sum(is_silent_error(judged, label, answer) for label, answer in answers)
    shown = f"{silent / len(wanted):.1%}" if kind in {"timescales", "dates", "authorities"} else "–"
    return f"| {len(wanted)} {kind} | {name} | {right / len(wanted):.1%} | {shown} | {_pace(read, timed):,.0f} |"


def _distinct(kind: str, wanted: Sequence[Label]) -> Sequence[Label]:
    """Return strings to be timed on, none of them twice where there are so many, lest a cache be timed."""
    if kind in _JUDGED.keys() - {"updates"} or kind == "timescales":
        moved = (
            label | {"text": _YEAR.sub(lambda year, by=by: f"20{(int(year[1]) + by) % 60:02}", label["text"])}
            for by in range(60)
            for label in wanted
            if _YEAR.search(label["text"])
        )
        return list({label["text"]: label for label in moved}.values())
    if kind == "updates":
        return [{"text": text} for text in dict.fromkeys(made.text for made in training_updates())]
    return wanted


def _pace(read: Reader, wanted: Sequence[Label]) -> float:
    """Return how many strings are read in a second of processor time."""
    count, began = 0, time.process_time()
    for label in itertools.cycle(wanted):
        read(label)
        count += 1
        if (spent := time.process_time() - began) >= SECONDS:
            break
    return count / spent


def _print_misses(kind: str, wanted: Sequence[Label]) -> None:
    judged = _JUDGED.get(kind, kind)
    read = ours(_READ.get(kind, kind))
    misses = [(label, answer) for label in wanted if not is_right(judged, label, answer := read(label))]
    for label, answer in misses:
        silent = "  (without an issue)" if is_silent_error(judged, label, answer) else ""
        print(f"{json.dumps(label, ensure_ascii=False)}\n    {answer.fields}{silent}")
    print(f"{kind}: {len(wanted) - len(misses)} of {len(wanted)} right")


if __name__ == "__main__":
    main()
