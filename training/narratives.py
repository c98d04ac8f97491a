"""The labelled updates that the classifier of narratives is trained, calibrated and tested on.

`narratives/<status>.txt` holds one phrasing a line: `[a|b]` is either, `{slot}` one of the words in slots.toml. All
sentences made of one phrasing are one group. `held.txt` holds whole updates in phrasings of their own, for the test
alone. `checked.txt` and the sentences that the rules are tested on are the same, for calibration.
"""

from __future__ import annotations

import hashlib
import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

RULES_TESTED_ON = Path(__file__).parents[1] / "tests" / "normalise" / "narratives.toml"
FOLDER = Path(__file__).parent / "narratives"
STATUSES = ("complete", "in_progress", "not_started", "delayed", "on_hold", "cancelled", "unknown")
VARIANTS = 6  # sentences at most that are made of one phrasing
JOINED = 450  # updates of two or three sentences for each status, so that length alone tells nothing
FOLDS = 5
# What an officer would say of the whole, of sentences in this order.
_TOGETHER = {
    ("complete", "complete"): "complete",
    ("complete", "in_progress"): "in_progress",
    ("complete", "not_started"): "in_progress",
    ("in_progress", "complete"): "in_progress",
    ("in_progress", "in_progress"): "in_progress",
    ("in_progress", "not_started"): "in_progress",
    ("not_started", "not_started"): "not_started",
    ("in_progress", "delayed"): "delayed",
    ("complete", "delayed"): "delayed",
    ("delayed", "not_started"): "delayed",
    ("in_progress", "on_hold"): "on_hold",
    ("complete", "on_hold"): "on_hold",
    ("in_progress", "cancelled"): "cancelled",
    ("cancelled", "unknown"): "cancelled",
    ("unknown", "complete"): "complete",
    ("unknown", "in_progress"): "in_progress",
    ("unknown", "not_started"): "not_started",
    ("unknown", "delayed"): "delayed",
    ("unknown", "on_hold"): "on_hold",
    ("unknown", "cancelled"): "cancelled",
    ("unknown", "unknown"): "unknown",
}
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_OPENING = re.compile(r"(?:^|(?<=[.?!] ))[a-z]")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An update, its status, and the phrasings that it is made of; those of one fold are never in another."""

    text: str
    status: str
    phrasings: tuple[str, ...]
    fold: int


def training_updates() -> list[Labelled]:
    """Return the updates made of all phrasings, alone and a few together, the same on every run."""
    slots = tomllib.loads((FOLDER / "slots.toml").read_text(encoding="utf-8"))
    single = [made for status in STATUSES for made in _of_status(status, slots)]
    return single + list(_joined(single))


def whole_updates(name: str) -> list[tuple[str, str]]:
    """Return text and status of each update in a file of whole updates, in its order."""
    found, status = [], ""
    for line in _lines(name):
        if line.startswith("[") and line.endswith("]"):
            status = line[1:-1]
        else:
            found.append((line, status))
    return found


def calibration_updates() -> list[tuple[str, str]]:
    """Return text and status of updates that the classifier is not trained on, but its temperature is fitted to."""
    tested = tomllib.loads(RULES_TESTED_ON.read_text(encoding="utf-8"))
    return whole_updates("checked.txt") + [
        (text, status) for part in tested.values() for status, texts in part.items() for text in texts
    ]


def digest() -> str:
    """Return the SHA-256 of all that the model is made from: the sentences made, and those for calibration."""
    summed = hashlib.sha256()
    made = [(update.text, update.status) for update in training_updates()]
    for text, status in made + calibration_updates():
        summed.update(f"{status}\t{text}\n".encode())
    return summed.hexdigest()


def _lines(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _of_status(status: str, slots: Mapping[str, Sequence[str]]) -> Iterator[Labelled]:
    for phrasing in _lines(f"{status}.txt"):
        chance = random.Random(phrasing)
        fold = int(hashlib.sha256(phrasing.encode()).hexdigest(), 16) % FOLDS
        texts = dict.fromkeys(_make(phrasing, slots, chance) for _ in range(2 * VARIANTS))
        for text in list(texts)[:VARIANTS]:
            yield Labelled(text, status, (phrasing,), fold)


def _make(phrasing: str, slots: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    text = phrasing
    while choice := _CHOICE.search(text):
        text = text[: choice.start()] + chance.choice(choice.group(1).split("|")) + text[choice.end() :]
    text = _SLOT.sub(lambda slot: chance.choice(slots[slot.group(1)]), text)
    return _OPENING.sub(lambda letter: letter.group().upper(), " ".join(text.split()))


def _joined(single: Sequence[Labelled]) -> Iterator[Labelled]:
    """Yield updates of two or three sentences, all of one fold."""
    chance = random.Random(5)
    by = {(status, fold): [] for status in STATUSES for fold in range(FOLDS)}
    for made in single:
        by[made.status, made.fold].append(made)
    for (first, second), status in _TOGETHER.items():
        for i in range(JOINED // list(_TOGETHER.values()).count(status)):
            # every other one goes on with a third sentence of the second's status
            drawn = [chance.choice(by[each, i % FOLDS]) for each in (first, second, second)[: 2 + i % 2]]
            text = " ".join(each.text + ("" if each.text.endswith((".", "?")) else ".") for each in drawn)
            yield Labelled(text, status, sum((each.phrasings for each in drawn), ()), i % FOLDS)
