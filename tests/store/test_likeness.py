import json
import random
import time
from pathlib import Path

import pytest

from store.matching.likeness import ALIKE, group_alike, likeness_of

from .made_series import make_series

PAIRS = [
    json.loads(line) for line in (Path(__file__).parent / "alike_pairs.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("half", "precision", "recall"), [("tuned", 0.95, 0.7), ("held", 0.95, 0.7)])
def test_recommendations_that_say_the_same_are_told_from_those_that_do_not(half, precision, recall):
    """Pairs labelled by hand; the threshold was chosen on the tuned half."""
    pairs = [pair for pair in PAIRS if pair["half"] == half]
    texts = sorted({pair[side] for pair in pairs for side in ("a", "b")})
    places = [(texts.index(pair["a"]), texts.index(pair["b"])) for pair in pairs]
    alike = [likeness >= ALIKE for likeness in likeness_of(texts, places)]
    group_of = {place: number for number, group in enumerate(group_alike(texts)) for place in group}
    grouped = [group_of.get(a, -1) == group_of.get(b, -2) for a, b in places]
    true = [pair["alike"] for pair in pairs]
    for name, found in (("alike", alike), ("grouped", grouped)):
        right = sum(a and b for a, b in zip(found, true, strict=True))
        told = f"{half}, {len(pairs)} pairs, {name}: precision {right / sum(found):.3f} ({right}/{sum(found)}), "
        print(f"\n{told}recall {right / sum(true):.3f} ({right}/{sum(true)})")  # noqa: T201 - shown by pytest -s
        assert right >= precision * sum(found) and right >= recall * sum(true)


def test_copies_blanks_and_chains():
    texts = ["Renew the sea wall", "", "renew the  sea wall.", "–", "Count the gulls", "Renew the sea wall"]
    assert group_alike(texts) == [[0, 2, 5]]
    assert group_alike([]) == group_alike(["", ""]) == []


@pytest.mark.slow
def test_ten_thousand_texts_take_seconds():
    said = [
        said.action for half in ("tuned", "held") for plan in make_series(half, 90) for v in plan.versions for said in v
    ]
    texts = random.Random(1).sample(said, 10_000)
    began = time.process_time()
    groups = group_alike(texts)
    took = time.process_time() - began
    told = f"{len(texts)} texts, {len(set(texts))} of them different: {len(groups)} groups in {took:.1f} s"
    print(f"\n{told}")  # noqa: T201 - shown by pytest -s
    assert took < 30
