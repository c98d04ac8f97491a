"""The trained classifier of narratives: how likely each status is, by the words of an update.

A linear classifier over words and pairs of words (spaCy's bag of words), trained by `training/train.py` on updates of
our own and shipped beside this module. Its probabilities are tempered so that they can be believed.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalise.model import Status
from normalise.narrative_words import read_words

if TYPE_CHECKING:
    from spacy.language import Language

RULES_WEIGH = 3.0  # by how much, as a logarithm, what the rules are quite sure of becomes likelier
FOLDER = Path(__file__).parent / "trained"


@dataclass(frozen=True, slots=True)
class Trained:
    """The classifier with its temperature, by which log-probabilities are divided, and what it was trained on.

    `digest` is the SHA-256 of the labelled updates, as `training/narratives.py` sums it.
    """

    pipeline: Language
    classifier: Any
    temperature: float
    digest: str


@functools.cache
def trained() -> Trained:
    """Return the classifier that is shipped, loaded once for each process (0.1 s)."""
    import spacy  # noqa: PLC0415 - costs 0.5 s, paid only where text is read

    pipeline = spacy.load(FOLDER)
    return Trained(
        pipeline, pipeline.get_pipe("textcat"), pipeline.meta["temperature"], pipeline.meta["training_digest"]
    )


def read_likelihoods(text: str) -> Mapping[Status, float]:
    """Return how likely each status is, together 1; `unknown` stands for an update that tells of none."""
    from spacy.tokens import Doc  # noqa: PLC0415

    told = trained()
    (scores,) = told.classifier.predict([Doc(told.pipeline.vocab, words=read_words(text))])
    return tempered(dict(zip(told.classifier.labels, map(float, scores), strict=True)), told.temperature)


def tempered(scores: Mapping[str, float], temperature: float) -> Mapping[Status, float]:
    """Return probabilities after their logarithms are divided by the temperature; under 1 it makes them surer."""
    raised = {Status(label): math.exp(math.log(max(score, 1e-9)) / temperature) for label, score in scores.items()}
    total = sum(raised.values())
    return {status: score / total for status, score in raised.items()}


def together(first: Mapping[Status, float], second: Mapping[Status, float]) -> Mapping[Status, float]:
    """Return the likelihoods by two texts that tell of one action: the geometric mean of each."""
    shares = {status: math.sqrt(share * second[status]) for status, share in first.items()}
    total = sum(shares.values())
    return {status: share / total for status, share in shares.items()}


def weigh(likely: Mapping[Status, float], ruled: Status | None, confidence: float) -> Mapping[Status, float]:
    """Return the likelihoods after the status that the rules found is made likelier by how sure they are of it."""
    if ruled is None:
        return likely
    raised = {**likely, ruled: likely[ruled] * math.exp(RULES_WEIGH * confidence)}
    total = sum(raised.values())
    return {status: share / total for status, share in raised.items()}
