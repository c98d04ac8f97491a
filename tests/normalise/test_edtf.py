import datetime as dt

import pytest

from normalise.edtf import days_of
from normalise.model import FlexibleDate


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2024-05-07", "2024-05-07", "2024-05-07"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2023-24", "2023-12-01", "2024-02-29"),
        ("2024-21", "2024-03-01", "2024-05-31"),
        ("2024-04/2025-03", "2024-04-01", "2025-03-31"),
        ("2024-04/..", "2024-04-01", None),
        ("../2024-04", None, "2024-04-30"),
        ("2025/2024", None, None),
        ("2024-13", None, None),
        ("2024-02-30", None, None),
        ("soon", None, None),
        (None, None, None),
    ],
)
def test_first_and_last_day_of_an_edtf_string(edtf, first, last):
    first_day, last_day = (day and dt.date.fromisoformat(day) for day in (first, last))
    assert days_of(edtf) == (first_day, last_day)
    assert edtf is None or FlexibleDate.first_day_of(edtf) == first_day
