"""PDFs that are broken or made to harm end in a reading or in one clear issue, in bounded time and memory."""

import contextlib
import time
from pathlib import Path

import pytest

from councilplans.pipeline import extract_document, failure
from councilplans.pool import Failure, Limits, run_each
from ingest.errors import DamagedDocument, EncryptedDocument, UnreadableDocument
from ingest.model import IssueCode
from ingest.pdf import parse_pdf

from . import hostile

PLANS = sorted((Path(__file__).parents[2] / "fixtures").glob("*/plan.pdf"))
MOST_SECONDS = 10.0  # of the processor, for what a second is enough for
MOST_MEBIBYTES = 1024


def seconds(work):
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.parametrize("name", hostile.READ)
def test_what_is_sound_within_is_read(name, tmp_path):
    path = tmp_path / "plan.pdf"
    path.write_bytes(hostile.READ[name]())
    record = extract_document(path)
    assert [action.reference for action in record.actions] == ["1", "2", "3"]


@pytest.mark.parametrize("name", hostile.MET)
def test_what_is_broken_ends_in_a_reading_or_in_one_error(name, tmp_path):
    path = tmp_path / "plan.pdf"
    path.write_bytes(hostile.MET[name]())
    records = []
    assert seconds(lambda: records.append(extract_document(path))) < MOST_SECONDS
    error = failure(records[0])
    assert error is None or ";" in error.message  # what is wrong; what to do


def test_errors_say_what_is_wrong():
    for strength in (3, 6):
        with pytest.raises(EncryptedDocument, match="password"):
            parse_pdf(hostile.encrypted("secret", strength))
    for content in (hostile.no_pages(), b"%PDF-1.7\n"):
        with pytest.raises(DamagedDocument, match="anew"):
            parse_pdf(content)


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_file_cut_off_is_damaged_or_read_in_part(tenth):
    try:
        parse_pdf(hostile.truncated(tenth / 10))
    except UnreadableDocument as error:
        assert "anew" in str(error)


@pytest.mark.parametrize("seed", range(24))
def test_changed_bytes_end_in_a_reading_or_in_an_error_of_the_file(seed):
    whole = PLANS[seed % len(PLANS)].read_bytes()
    with contextlib.suppress(UnreadableDocument):
        parse_pdf(hostile.mutated(whole, seed))


@pytest.mark.slow
@pytest.mark.parametrize("name", hostile.HEAVY)
def test_what_is_made_to_harm_ends_and_costs_the_next_document_nothing(name, tmp_path, readers):
    paths = [tmp_path / "heavy.pdf", tmp_path / "sound.pdf"]
    paths[0].write_bytes(hostile.HEAVY[name]())
    paths[1].write_bytes(hostile.plan())
    start = time.monotonic()
    harmed, sound = run_each(extract_document, paths, Limits(mebibytes=MOST_MEBIBYTES, jobs=1))
    assert time.monotonic() - start < 60
    if isinstance(harmed.value, Failure):
        assert harmed.value.code in (IssueCode.TIME_LIMIT, IssueCode.MEMORY_LIMIT)
    assert len(sound.value.actions) == 3
