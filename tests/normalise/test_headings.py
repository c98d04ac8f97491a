"""What headings say of a table as a whole."""

import pytest

from normalise.headings import read_heading, table_kinds


@pytest.mark.parametrize(
    ("headings", "kind", "n"),
    [
        (("Measure", "2017/18", "2018/19", "2031/32"), "statistics", 3),
        (("Ward", "2019", "2020"), "statistics", 2),
        (("Service", "2030/31 outturn", "Budget 2031/32"), "budget", 2),
        (("Action", "Owner", "May 2024", "Update 12 June 2024"), "statistics", 0),
    ],
)
def test_years_head_figures(headings, kind, n):
    assert table_kinds(headings)[kind] == n


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Audit ref", "reference"),
        ("Completed tasks", "action"),
        ("Partner agencies involved", "owner"),
        ("Energy savings", "extra"),
        ("Recommendation of the auditor", "recommendation"),
        ("Further comment", "update"),
    ],
)
def test_head_words_decide_headings_that_no_list_holds(heading, field):
    assert read_heading(heading).field == field
