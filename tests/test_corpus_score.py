"""How much of five real plans is read right, in each of five formats; and whether bad files are survived."""

import importlib.util
import json

import pytest

from councilplans.pipeline import extract_document
from councilplans.pool import Failure, Limits, run_each

PLACES = {
    "txt": "seeds/{}.txt",
    "docx": "renditions/{}.docx",
    "html": "renditions/{}.html",
    "pdf": "renditions/{}.pdf",
    "chromium.pdf": "renditions/{}.chromium.pdf",
}
ROWS = 58
LEAST_SHARE = 0.97
LEAST_SHARE_OVERALL = 0.98

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def score(corpus):
    spec = importlib.util.spec_from_file_location("corpus_score", corpus / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tally(corpus, score):
    """For each format: [rows found, spurious rows, values right, values in all, misses]."""
    tally = {}
    for form, place in PLACES.items():
        found = spurious = right = values = 0
        misses = []
        for gold in sorted((corpus / "gold").glob("*.json")):
            record = json.loads(json.dumps(extract_document(corpus / place.format(gold.stem)).as_json()))
            result = score.score(json.loads(gold.read_text(encoding="utf-8")), record, misses)
            found += result["found"]
            spurious += result["spurious"]
            right += sum(counts[0] for counts in result["fields"].values())
            values += sum(counts[1] for counts in result["fields"].values())
        tally[form] = found, spurious, right, values, misses
    return tally


@pytest.mark.xdist_group("score")
@pytest.mark.parametrize("form", PLACES)
def test_rows_and_values_of_each_format(tally, form):
    found, spurious, right, values, misses = tally[form]
    assert (found, spurious) == (ROWS, 0), misses
    assert right / values >= LEAST_SHARE, misses


@pytest.mark.xdist_group("score")
def test_values_of_all_formats_together(tally):
    right, values = (sum(counts[i] for counts in tally.values()) for i in (2, 3))
    assert right / values >= LEAST_SHARE_OVERALL


@pytest.mark.timeout(600)
def test_every_hostile_file_is_read_or_named_with_its_reason(corpus):
    files = sorted(file for file in (corpus / "hostile").iterdir() if file.is_file())
    limits = Limits(seconds=60, mebibytes=1024, jobs=2)
    outcomes = list(run_each(extract_document, files, limits))
    assert [outcome.path for outcome in outcomes] == files
    for outcome in outcomes:
        if isinstance(outcome.value, Failure):
            assert "mistake of the reader" not in outcome.value.message, (outcome.path.name, outcome.value.message)
            continue
        record = outcome.value
        assert record.actions or record.issues, f"{outcome.path.name}: nothing read and nothing said"
        assert all(issue.message for issue in record.issues)
