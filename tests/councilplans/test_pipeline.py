import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import councilplans
from councilplans.pipeline import extract_document, failure, reader_version
from ingest.model import IssueCode, Severity


@pytest.mark.parametrize(("kind", "code"), [("empty", IssueCode.EMPTY_FILE), ("password", IssueCode.ENCRYPTED_FILE)])
def test_an_unreadable_document_keeps_what_is_known_of_it(bad, kind, code):
    path = bad(kind)
    record = extract_document(path)
    content = path.read_bytes()
    assert record.source.sha256 == hashlib.sha256(content).hexdigest()
    assert record.source.size == len(content)
    (issue,) = record.issues
    assert (issue.code, issue.severity) == (code, Severity.ERROR)
    assert failure(record) is issue


def test_a_missing_file_has_size_0(bad):
    record = extract_document(bad("missing"))
    assert (record.source.size, record.issues[0].code) == (0, IssueCode.MISSING_FILE)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    assert failure(extract_document(tmp_path / "pipe.pdf")).code is IssueCode.MISSING_FILE


def test_a_document_without_a_plan_is_no_failure_and_says_so(tmp_path):
    minutes = tmp_path / "minutes.html"
    minutes.write_text("<h1>Minutes</h1><p>The committee met at seven and rose at nine.</p>")
    record = extract_document(minutes)
    assert (record.plans, record.actions, failure(record)) == ((), (), None)
    assert IssueCode.NO_PLAN in [issue.code for issue in record.issues]


def test_a_reader_with_other_words_has_another_version(tmp_path):
    """So that loading again reads what an edited vocabulary would read otherwise."""
    source = Path(councilplans.__file__).parents[1]
    shutil.copytree(source, tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))

    def version():
        command = [sys.executable, "-c", "from councilplans.pipeline import reader_version as v; print(v())"]
        environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src")}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()

    before = version()
    assert before == version() == reader_version()
    assert re.fullmatch(re.escape(councilplans.__version__) + r"\+[0-9a-f]{8}", before)
    with (tmp_path / "src" / "normalise" / "vocab" / "owners.toml").open("a") as vocabulary:
        vocabulary.write("# one more word\n")
    assert version() != before
