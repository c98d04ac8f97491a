"""What a text alone is evidence of."""

import pytest

from normalise.evidence import names_a_date


@pytest.mark.parametrize(
    "text",
    [
        "Ongoing",
        "Business as usual activity",
        "Continuous, reviewed yearly",
        "Review is ongoing",
        "March 2025",
        "Annually each March",
        "Within 6 months of approval",
    ],
)
def test_a_deadline_is_told(text):
    assert names_a_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "Appoint a permanent director of finance",
        "Agree a rolling plan of audits",
        "90 carers take a break each year",
        "Median wait under 28 days",
    ],
)
def test_an_action_with_a_word_for_ongoing_in_it_is_none(text):
    assert not names_a_date(text)
