"""Tables as agencies, statistics and audit offices publish them, scored by what stands beside and below what."""

import pytest

from ingest.model import Table
from ingest.pdf import parse_pdf
from ingest.stitch import stitch

from .layouts import produce
from .tablepages import adjacency, pages

LEAST = 0.95  # F1 over all relations of a set of pages, missed and false tables counted
LEAST_OF_A_PAGE = 0.55
PROGRAMS = {"drawn": "reportlab", "later-drawn": "reportlab", "word": "word"}  # the others need a browser


def tables(content):
    return [item for item in stitch(parse_pdf(content).content) if isinstance(item, Table)]


def assert_found(which, folder):
    if not produce.INSTALLED[PROGRAMS.get(which, "browser")]:
        pytest.skip("the program that prints these pages is not installed")
    read = [(page, tables(content)) for page, content in pages.produced(which, folder)]
    counts = {page.name: adjacency.counts(page, found) for page, found in read}
    scores = {name: adjacency.f1(*count) for name, count in counts.items()}
    assert adjacency.f1(*map(sum, zip(*counts.values(), strict=True))) >= LEAST, scores
    assert min(scores.values()) >= LEAST_OF_A_PAGE, scores
    assert not [page.name for page, found in read if found and not page.tables]


@pytest.mark.parametrize("which", ["drawn", "later-drawn"])
def test_tables_drawn_point_by_point_are_whole(which, tmp_path):
    assert_found(which, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("which", ["tables", "text", "word", "later"])
def test_tables_are_whole_and_text_is_none(which, tmp_path):
    assert_found(which, tmp_path)


def test_a_missed_and_a_false_table_cost():
    page = next(page for page, _ in pages.produced("drawn", None) if page.name == "tight-columns")
    right, told, found = adjacency.counts(page, [])
    assert (right, found) == (0, 0)
    assert told > 100
    assert adjacency.f1(right, told, found) == 0.0
