"""Values read from scanned cells are no surer than the text was."""

from dataclasses import replace

import pytest

from normalise.plan import normalise_document

ROWS = [
    ["No", "Action", "Lead officer", "Timescale", "Status"],
    ["1", "Repaint the bandstand in the park", "Head of Parks", "June 2024", "On track"],
]


def test_values_from_a_scan_are_less_sure_than_typed_ones(make_table, make_parsed):
    typed = make_table(ROWS)
    cells = tuple(replace(cell, confidence=0.5 if cell.text == "June 2024" else 0.9) for cell in typed.cells)
    before, after = (
        normalise_document(make_parsed("# Action plan March 2024", table)).actions[0]
        for table in (typed, replace(typed, cells=cells))
    )
    assert after.due == before.due
    for name, share in (("due", 0.5), ("status", 0.9), ("owners", 0.9)):
        assert after.readings[name].confidence == pytest.approx(share * before.readings[name].confidence)
    assert after.status_confidence == pytest.approx(0.9 * before.status_confidence)
