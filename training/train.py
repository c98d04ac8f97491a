"""Train the classifier of narratives, and say what it reads right.

    python training/train.py            train, calibrate and write src/normalise/trained/
    python training/train.py --measure  read the updates kept for the test with what is shipped

Needs nothing but the package itself; takes about 20 seconds on one core and writes the same
files, byte for byte, on every run.
"""

from __future__ import annotations

import argparse
import random
import shutil
import time
from collections.abc import Callable, Sequence

import numpy as np
import spacy
from narratives import STATUSES, calibration_updates, digest, training_updates, whole_updates
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

from normalise.model import Status
from normalise.narrative import read_by_rules, read_narrative
from normalise.narrative_model import FOLDER, read_likelihoods, tempered
from normalise.narrative_words import read_words

SEED = 5
EPOCHS, BATCH = 6, 64
MODEL = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": True,
    "ngram_size": 2,
    "no_output_layer": False,
    "length": 2**16,  # rows of the weights: 1.8 MB
}
BINS = 10

Told = tuple[Status, float]


def train(updates: Sequence[tuple[str, str]]) -> Language:
    """Return a classifier trained on (text, status)."""
    fix_random_seed(SEED)
    pipeline = spacy.blank("en")
    pipeline.add_pipe("textcat", config={"model": MODEL})
    examples = [
        Example.from_dict(
            Doc(pipeline.vocab, words=read_words(text)), {"cats": {each: float(each == status) for each in STATUSES}}
        )
        for text, status in updates
    ]
    optimiser = pipeline.initialize(lambda: examples)
    shuffled = random.Random(SEED)
    for _ in range(EPOCHS):
        shuffled.shuffle(examples)
        for batch in minibatch(examples, BATCH):
            pipeline.update(batch, sgd=optimiser)
    return pipeline


def fit_temperature(pipeline: Language, updates: Sequence[tuple[str, str]]) -> float:
    """Return the temperature under which the right statuses of these updates are likeliest."""
    docs = [Doc(pipeline.vocab, words=read_words(text)) for text, _ in updates]
    scores = [doc.cats for doc in pipeline.pipe(docs)]

    def surprise(temperature: float) -> float:
        told = zip(scores, updates, strict=True)
        return -sum(float(np.log(tempered(score, temperature)[Status(status)])) for score, (_, status) in told)

    return min((round(0.3 + 0.05 * step, 2) for step in range(60)), key=surprise)


def macro_f1(wanted: Sequence[Status], given: Sequence[Status]) -> float:
    """Return the mean over statuses of the harmonic mean of precision and recall."""
    pairs = list(zip(wanted, given, strict=True))
    figures = []
    for status in sorted(set(wanted)):
        hits = sum(w == g == status for w, g in pairs)
        figures.append(2 * hits / (sum(w == status for w, _ in pairs) + sum(g == status for _, g in pairs)))
    return sum(figures) / len(figures)


def calibration_error(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Return the expected calibration error over ten equal bins."""
    sure, hits = np.array(confidence), np.array(right)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    return float(sum(abs(sure[bins == i].mean() - hits[bins == i].mean()) * (bins == i).mean() for i in set(bins)))


def by_rules(text: str) -> Told:
    """Return what the rules alone say."""
    reading = read_by_rules(text)
    return reading.value or Status.UNKNOWN, reading.confidence


def by_model(text: str) -> Told:
    """Return what the classifier alone says."""
    likely = read_likelihoods(text)
    status = max(likely, key=lambda each: likely[each])
    return status, likely[status]


def by_both(text: str) -> Told:
    """Return what a record would hold."""
    reading = read_narrative(text)
    return reading.value or Status.UNKNOWN, reading.confidence


def measure(name: str, updates: Sequence[tuple[str, str]]) -> None:
    """Print what rules, classifier and both read right of whole updates, how sure they are, and how fast."""
    wanted = [Status(status) for _, status in updates]
    print(f"{name}: {len(updates)} updates\n           right  macro-F1    ECE  a second")
    readers: dict[str, Callable[[str], Told]] = {"rules": by_rules, "classifier": by_model, "both": by_both}
    for reader, read in readers.items():
        read("")
        began = time.process_time()
        told = [read(text) for text, _ in updates]
        pace = len(updates) / (time.process_time() - began)
        given = [status for status, _ in told]
        right = [a == b for a, b in zip(wanted, given, strict=True)]
        told_any = [
            (sure, hit) for (status, sure), hit in zip(told, right, strict=True) if status is not Status.UNKNOWN
        ]
        error = calibration_error([sure for sure, _ in told_any], [hit for _, hit in told_any])
        print(f"{reader:10} {np.mean(right):6.3f} {macro_f1(wanted, given):9.3f} {error:6.3f} {pace:9.0f}")


def main() -> None:
    """Train and write the classifier, or measure what is shipped."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measure", action="store_true")
    if not parser.parse_args().measure:
        updates = [(made.text, made.status) for made in training_updates()]
        pipeline = train(updates)
        temperature = fit_temperature(pipeline, calibration_updates())
        pipeline.meta.update(
            name="narratives", version="1.0.0", temperature=temperature, training_digest=digest(), labelled=len(updates)
        )
        shutil.rmtree(FOLDER, ignore_errors=True)
        pipeline.to_disk(FOLDER)
        size = sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file())
        print(f"{len(updates)} updates, temperature {temperature}, {size / 1e6:.1f} MB in {FOLDER}")
    measure("held.txt", whole_updates("held.txt"))


if __name__ == "__main__":
    main()
