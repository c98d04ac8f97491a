"""Which field each column feeds, once the cells have had their say."""

import datetime as dt

import pytest

from normalise.columns import assign_columns
from normalise.shape import read_shape

FIRST = ["Repaint the bandstand in the park", "Renew the lease of the boat house", "Clear the brook of reeds"]
SECOND = ["Fewer complaints about the park", "Income from the boat house", "No flooding in the high street"]
PEOPLE = ["Head of Parks", "Estates Manager", "Drainage Engineer"]
DATES = ["March 2025", "30/06/2025", "Autumn 2025"]
STATES = ["In progress", "Complete", "Not started"]


@pytest.fixture
def settle(make_table):
    def settle(as_of=None, **columns):
        """Settle a table given as heading=cells."""
        headings = list(columns)
        rows = [headings, *map(list, zip(*columns.values(), strict=True))]
        return assign_columns(read_shape(make_table(rows, header_rows=1)), as_of)

    return settle


def fields(roles):
    return [role.field.value for role in roles]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        # questions beside a column that is named for the action
        (
            {"What good looks like": SECOND, "What we will do": FIRST, "Lead": PEOPLE, "How are we doing?": STATES},
            ["outcome", "action", "owner", "status"],
        ),
        ({"Project": SECOND, "Action": FIRST, "Owner": PEOPLE}, ["theme", "action", "owner"]),
        ({"Action": FIRST, "Description": SECOND, "Owner": PEOPLE}, ["action", "extra", "owner"]),
        ({"Project": FIRST, "Owner": PEOPLE, "Deadline": DATES}, ["action", "owner", "timescale"]),
        # headings of no meaning: nearly all cells must show one
        ({"Action": FIRST, "Post": PEOPLE, "Zz": DATES}, ["action", "owner", "timescale"]),
        ({"Action": FIRST, "Wobble": PEOPLE, "Zz": DATES}, ["action", "owner", "timescale"]),
        ({"Zz": DATES, "Action": FIRST, "Owner": PEOPLE}, ["extra", "action", "owner"]),
        ({"Action": FIRST, "Due": DATES, "Zz": DATES, "Owner": PEOPLE}, ["action", "timescale", "extra", "owner"]),
        ({"Action": FIRST, "Owner": PEOPLE, "Zz": [DATES[0], SECOND[1], SECOND[2]]}, ["action", "owner", "extra"]),
        (
            {"Action": FIRST, "Owner": PEOPLE, "October 2024": [f"{text} was seen to" for text in FIRST]},
            ["action", "owner", "update"],
        ),
        ({"Action": FIRST, "Owner": PEOPLE, "Review date": DATES}, ["action", "owner", "timescale"]),
        ({"Action": FIRST, "Due": DATES, "Review date": DATES}, ["action", "timescale", "extra"]),
        # of several status columns the latest
        ({"Action": FIRST, "Previous RAG": STATES, "Current RAG": STATES}, ["action", "extra", "status"]),
        ({"Action": FIRST, "RAG May 2024": STATES, "RAG July 2024": STATES}, ["action", "extra", "status"]),
        # headings that the cells belie
        ({"Action": FIRST, "Milestone": DATES}, ["action", "timescale"]),
        ({"Action": FIRST, "Milestone": SECOND, "Due": DATES}, ["action", "extra", "timescale"]),
        ({"Milestone": FIRST, "Due": DATES, "Lead": PEOPLE}, ["action", "timescale", "owner"]),
        ({"Action": FIRST, "Due": DATES, "Complete?": ["Yes", "No", "No"]}, ["action", "timescale", "status"]),
        ({"Action": FIRST, "Directorate": ["Place"] * 3, "Lead": PEOPLE}, ["action", "extra", "owner"]),
        ({"Action": FIRST, "Directorate": ["Place"] * 3, "Due": DATES}, ["action", "owner", "timescale"]),
        ({"Stage": ["Reg 18", "Reg 19", "Evidence"], "Action": FIRST, "RAG": STATES}, ["extra", "action", "status"]),
        ({"We said we would": FIRST, "What we did": SECOND}, ["action", "update"]),
        (
            {"Recommendation": SECOND, "Management response": [f"Agreed, {text}" for text in FIRST]},
            ["recommendation", "action"],
        ),
        ({"Dimension": SECOND, "Target maturity": ["4", "4", "3"], "Action": FIRST}, ["theme", "extra", "action"]),
        ({"Measure": FIRST, "Success indicator": SECOND, "Due": DATES}, ["action", "outcome", "timescale"]),
        ({"Priority": ["Front door", "Care leavers", "Fostering"], "Action": FIRST}, ["theme", "action"]),
        ({"What happened": SECOND, "Recommendation": FIRST, "Lead": PEOPLE}, ["finding", "recommendation", "owner"]),
        (
            {"Action": FIRST, "Due": DATES, "Evidence": SECOND, "Progress update": SECOND},
            ["action", "timescale", "outcome", "update"],
        ),
        ({"Action": FIRST, "Due": DATES, "Evidence": SECOND}, ["action", "timescale", "update"]),
        ({"Action": FIRST, "Due": DATES, "Achieved": STATES}, ["action", "timescale", "status"]),
        ({"Action": FIRST, "Due": DATES, "Completed?": DATES}, ["action", "timescale", "completed"]),
        ({"Priorities": ["High", "Low", "Low"], "Action": FIRST, "Owner": PEOPLE}, ["priority", "action", "owner"]),
        (
            {"Recommendation": SECOND, "Response": ["Yes", "No", "In part"], "Action": FIRST},
            ["recommendation", "response", "action"],
        ),
    ],
)
def test_the_cells_settle_what_headings_leave_open(settle, columns, expected):
    assert fields(settle(**columns)) == expected


@pytest.mark.parametrize("above", [["A greener town", "", "Safer streets"], ["A greener town"] * 3])
def test_an_objective_over_several_actions_groups_them(settle, above):
    columns = {"Objective": above, "Action": FIRST, "Measure": SECOND, "Lead": PEOPLE}
    assert fields(settle(**columns)) == ["theme", "action", "outcome", "owner"]


def test_one_word_answers_are_no_actions(settle):
    assert fields(settle(Recommendation=FIRST, Response=["Agreed", "Accepted", "Agreed"], Lead=PEOPLE))[1] == "response"
    assert fields(settle(Recommendation=SECOND, Response=FIRST, Lead=PEOPLE))[1] == "action"


def test_an_objective_of_each_action_is_its_outcome(settle):
    assert fields(settle(Objective=SECOND, Action=FIRST, Lead=PEOPLE))[0] == "outcome"
    distinct = {"Objective": SECOND, "Action": FIRST, "Measure": list(reversed(SECOND))}
    assert fields(settle(**distinct))[0] == "outcome"


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Lead and timescale", [f"{who}\n{when}" for who, when in zip(PEOPLE, DATES, strict=True)], None),
        ("Lead and timescale", DATES, ("timescale", "owner")),
        ("Who and when", [f"{who}, {when}" for who, when in zip(PEOPLE, DATES, strict=True)], None),
        ("Outcome / status", STATES, ("status", "outcome")),
        ("Finish and status", [f"{when} / {state}" for when, state in zip(DATES, STATES, strict=True)], None),
    ],
)
def test_a_column_of_two_fields_keeps_both(settle, heading, cells, expected):
    role = settle(**{"Action": FIRST, heading: cells})[1]
    both = {role.field.value, role.second.value}
    if expected:
        assert (role.field.value, role.second.value) == expected
    else:
        assert both in ({"owner", "timescale"}, {"timescale", "status"})


def test_a_column_that_names_the_deadline_too_leaves_no_place_for_another(settle):
    roles = settle(**{"Action": FIRST, "Lead and timescale": ["Head of Parks, May 2025"] * 3, "Zz": DATES})
    assert fields(roles) == ["action", "owner", "extra"]


def test_completed_over_dates_to_come_is_the_timescale(settle):
    columns = {"Action": FIRST, "Owner": PEOPLE, "Completed": DATES}
    assert fields(settle(as_of=dt.date(2025, 1, 1), **columns))[2] == "timescale"
    assert fields(settle(as_of=dt.date(2026, 1, 1), **columns))[2] == "completed"
