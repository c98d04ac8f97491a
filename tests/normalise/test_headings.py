"""What headings say of a table as a whole."""

import datetime as dt

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


@pytest.mark.parametrize(
    ("heading", "as_of"),
    [("Update May", "2024-05"), ("December update", "2023-12"), ("Update 03/24", "2024-03"), ("Update 11/12", None)],
)
def test_a_month_without_a_year_is_the_last_before_the_plan(heading, as_of):
    read = read_heading(heading, dt.date(2024, 11, 1)).as_of
    assert (read.edtf if read else None) == as_of
    assert as_of is None or "0" in heading or read_heading(heading).as_of is None


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Camau a gytunwyd", "action"),
        ("Sylwadau'r rheolwr", "update"),
        ("Impact (1-5)", "extra"),
        ("Impact (who gains)", "outcome"),
        ("Done (Y/N)", "status"),
        ("Steps already taken", "update"),
        ("Steps to be taken", "action"),
    ],
)
def test_what_stands_around_the_head_word_counts(heading, field):
    assert read_heading(heading).field == field
