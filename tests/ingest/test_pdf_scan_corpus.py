"""Scanned plans of every layout, read row by row.

A row counts as whole by `layouts.scanned.n_whole`: one row of one table has as many cells as were told, each with the
text told at an edit similarity of 0.95 or more (so that a cell of fewer than twenty letters must be read exactly, its
case included; white space at the ends is set aside and runs of it are one space) and, where a colour was told, a
colour that differs by 24 of 255 in no component. Pages are at 200 dpi and tilted by one degree, one way or the other.
"""

import math

import pytest

from ingest.model import Table
from ingest.pdf import parse_pdf
from ingest.recognition import can_recognise
from ingest.stitch import stitch

from .layouts.scanned import SCANS, draw, n_whole

ROWS_WHOLE = 0.85
FEWEST = 12


@pytest.mark.skipif(not can_recognise(), reason='text recognition is missing: pip install "councilplans[ocr]"')
@pytest.mark.slow
@pytest.mark.parametrize("half", [0, 1])
def test_rows_of_tilted_scans_are_whole(half):
    assert len(SCANS) >= FEWEST
    scores = {}
    for sheet in SCANS[half::2]:
        tables = [
            item for item in stitch(parse_pdf(draw(sheet), scan_seconds=math.inf).content) if isinstance(item, Table)
        ]
        scores[sheet.name] = n_whole(sheet.layout, tables)
    whole, rows = (sum(score[i] for score in scores.values()) for i in (0, 1))
    told = {name: f"{score[0]} of {score[1]}" for name, score in scores.items()}
    print(f"{whole} of {rows} rows of {len(scores)} scans whole: {told}")  # noqa: T201 - shown by pytest -s
    assert whole >= ROWS_WHOLE * rows, [score[2] for score in scores.values()]
