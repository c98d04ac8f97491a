"""Every layout of tables that councils publish, drawn by three producers from one description each."""

import pytest

from ingest.model import Table
from ingest.pdf import parse_pdf
from ingest.stitch import stitch

from .layouts import corpus, figures, produce, texts
from .layouts.scoring import score

LAYOUTS = (*corpus.LAYOUTS, *texts.LAYOUTS)
ROWS_WHOLE = 0.97
SPURIOUS = 0.02  # of the rows told, that may be found without standing for one
ADJACENCY = 0.95  # F1 over cells that stand beside or below each other, on pages of figures, their mean
LEAST_ADJACENCY = 0.75  # of any one of them
QUICK = {
    "rules",
    "none",
    "two-levels",
    "turn-90-rules",
    "cropped",
    "merged-cut",
    "running",
    "colour-disc",
    "follows-another",
    "drawn-signs",
    "pictured-signs",
    "own-hyphens",
    "raised-marks",
    "unseen-covered",
}


def tables(content):
    return [item for item in stitch(parse_pdf(content).content) if isinstance(item, Table)]


def assert_whole(scores):
    whole, rows = sum(s.whole for s in scores), sum(s.rows for s in scores)
    extra = sum(len(s.extra) for s in scores)
    missed = "\n".join(str([cell[0] for cell in row]) for s in scores for row in s.missed)
    assert whole >= ROWS_WHOLE * rows, f"{whole} of {rows} rows whole; missed:\n{missed}"
    assert extra <= SPURIOUS * rows, f"{extra} rows too many"


def scores_of(layouts, producer, folder):
    if not produce.INSTALLED[producer]:
        pytest.skip(f"{producer}: its program is not installed")
    return [score(layout, tables(content)) for layout, content in produce.produced(layouts, producer, folder)]


def test_the_corpus_is_large_enough():
    assert sum(len(layout.producers) for layout in LAYOUTS) >= 40
    assert {producer for layout in LAYOUTS for producer in layout.producers} == set(produce.INSTALLED)


def test_rows_are_whole(tmp_path):
    assert_whole(scores_of([layout for layout in LAYOUTS if layout.name in QUICK], "reportlab", tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("producer", produce.INSTALLED)
def test_rows_are_whole_in_every_layout(producer, tmp_path):
    assert_whole(scores_of(LAYOUTS, producer, tmp_path))


def test_figures_stand_beside_and_below_each_other():
    counts = {page.name: figures.adjacency(page, tables(figures.draw(page))) for page in figures.PAGES}
    scores = {name: 2 * right / (told + found) for name, (right, told, found) in counts.items()}
    assert sum(scores.values()) >= ADJACENCY * len(scores), scores
    assert min(scores.values()) >= LEAST_ADJACENCY, scores


@pytest.mark.parametrize("page", figures.PROSE_ALONE, ids=lambda page: page.name)
def test_no_text_is_a_table(page):
    assert not tables(figures.draw(page))


def test_the_last_row_on_a_page_of_its_own_goes_on_between_rules_alone(tmp_path):
    [cut] = [layout for layout in LAYOUTS if layout.name == "cut-rows-once-rules"]
    [(_, content)] = produce.produced([cut], "reportlab", tmp_path)
    found = score(cut, tables(content))
    assert found.whole == found.rows
    assert not found.extra
