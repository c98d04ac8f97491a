"""What a person gives for a field is taken as written, or refused with what is allowed."""

import pytest

from normalise.given import WrongValue, read_given


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("status", "Not started", "not_started"),
        ("status", "", "unknown"),
        ("rag", "", None),
        ("due", "2024-23", {"edtf": "2024-23", "start": "2024-09-01", "end": "2024-11-30"}),
        ("due", "2024-04/..", {"edtf": "2024-04/..", "start": "2024-04-01", "end": None}),
        ("due", "2024/25", {"edtf": "2024-04/2025-03", "start": "2024-04-01", "end": "2025-03-31"}),
        ("completed", "3/6/2024", {"edtf": "2024-06-03", "start": "2024-06-03", "end": "2024-06-03"}),
        ("owners", "Law, Land and Sea; ", [{"name": "Law, Land and Sea", "role": "lead"}]),
        ("owners", "Clerk (Support)", [{"name": "Clerk", "role": "support"}]),
        ("percent_complete", "12.5 %", 12.5),
        ("ongoing", "No", False),
        ("action", " Mend it ", "Mend it"),
    ],
)
def test_a_value_is_read_into_the_records_shape(field, text, value):
    assert read_given(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("colour", "red", "percent_complete"),
        ("status", "nearly", "not_started, in_progress"),
        ("due", "31 March", "with its year"),
        ("due", "2022-23", "write 2022/23"),
        ("due", "Jan 2024, now May 2024", "not one date"),
        ("due", "2024-13", "not one date"),
        ("owners", "(support)", "NAME"),
        ("percent_complete", "140", "0 to 100"),
        ("ongoing", "perhaps", "yes nor no"),
        ("title", "A plan", "reference, theme"),
    ],
)
def test_what_is_no_value_is_refused_with_what_is(field, text, says):
    with pytest.raises(WrongValue, match=says):
        read_given(field, text)


def test_the_facts_of_a_plan_are_fields_of_their_own():
    assert read_given("plan_type", "Peer challenge", of_plan=True) == "peer_challenge"
    assert read_given("as_of", "June 2024", of_plan=True) == "2024-06"
    with pytest.raises(WrongValue, match="title, plan_type, as_of"):
        read_given("status", "complete", of_plan=True)
