"""What is read right of the labelled strings on which nothing was mended."""

import importlib
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks" / "normalise"


@pytest.fixture(scope="module")
def bench():
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module("labelled"), importlib.import_module("readers")
    finally:
        sys.path.remove(str(FOLDER))


@pytest.mark.parametrize("kind", ["timescales", "statuses", "headings", "owners", "authorities"])
def test_the_share_of_held_out_strings_read_right_is_above_its_bar(bench, kind):
    labelled, readers = bench
    wanted = labelled.labels(kind, "held_out")
    if not wanted:
        pytest.skip("no such set yet")
    read = readers.ours(kind)
    wrong = [(label, answer) for label in wanted if not labelled.is_right(kind, label, answer := read(label))]
    silent = [label["text"] for label, answer in wrong if labelled.is_silent_error(kind, label, answer)]

    assert 1 - len(wrong) / len(wanted) >= labelled.BARS[kind], [label["text"] for label, _ in wrong]
    assert len(silent) / len(wanted) <= labelled.SILENT.get(kind, 1.0), silent


def test_no_string_stands_in_both_parts_nor_twice(bench):
    labelled, _ = bench
    for kind in labelled.KINDS:
        texts = [(label["text"], str(label.get("as_of", labelled.AS_OF))) for label in labelled.labels(kind)]
        assert len(texts) == len(set(texts)), kind
        seen, held = ({label["text"].casefold() for label in labelled.labels(kind, part)} for part in labelled.PARTS)
        assert not seen & held, kind
