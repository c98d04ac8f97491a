"""How much of five real plans is read right, in each of five formats; and whether bad files are survived."""

import importlib.util
import json
import re

import pytest

from councilplans.asked import Asked
from councilplans.loading import load
from councilplans.pipeline import extract_document
from councilplans.pool import Limits
from store import open_store

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
def test_every_hostile_file_is_loaded_or_named_with_its_reason(corpus, tmp_path, capsys, readers):
    """By the command itself: nothing raises, nothing is forgotten, and the summary adds up."""
    files = sorted(file for file in (corpus / "hostile").iterdir() if file.is_file())
    status = load(files, str(tmp_path / "plans.db"), Asked(Limits(seconds=60, mebibytes=1024, jobs=2)))
    printed = capsys.readouterr().err
    summary = re.search(r"loaded +unchanged +replaced +failed *\n *(\d+) +(\d+) +(\d+) +(\d+)", printed)
    loaded, unchanged, replaced, failed = map(int, summary.groups())
    assert (loaded + unchanged + failed, replaced, status) == (len(files), 0, 1 if failed else 0)

    with open_store(tmp_path / "plans.db", create=False) as store:
        records, failures = list(store.read_records()), store.list_failures()
    assert (len(records), len(failures)) == (loaded, failed)
    for record in records:
        assert record.actions or record.issues, f"{record.source.path}: nothing read and nothing said"
    for failure in failures:
        line = next(line for line in printed.splitlines() if line.startswith(f"councilplans: {failure.path}: "))
        assert failure.issues[0].message in line
        assert "mistake of the reader" not in line
