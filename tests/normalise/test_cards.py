"""Tables for one commitment with its fields as row labels, and the tables that only look so."""

import pytest

from normalise.cards import turn_card
from normalise.plan import normalise_document

HEADED = (
    ["Action", "Responsible officer", "Target date", "Status"],
    ["Ref", "Action", "Owner", "Deadline", "Progress", "Comments"],
    ["Ref", "Theme", "Action", "Lead officer", "Target date", "Status", "Outcome", "Resources"],
)


@pytest.mark.parametrize("heading", HEADED, ids=len)
def test_a_table_with_a_heading_row_is_no_card(heading, make_table, make_parsed):
    values = {
        "Action": ("Draw up a list of sites", "Train the wardens"),
        "Responsible officer": ("Parks Manager", "Street Scene Manager"),
        "Owner": ("Parks Manager", "Street Scene Manager"),
        "Lead officer": ("Parks Manager", "Street Scene Manager"),
        "Target date": ("May 2024", "June 2024"),
        "Deadline": ("May 2024", "June 2024"),
    }
    rows = [[values.get(name, ("", "Not started"))[row] for name in heading] for row in range(2)]
    table = make_table([heading, *rows])
    assert turn_card(table) is None
    actions = normalise_document(make_parsed("# Action plan", table)).actions
    assert [(action.action, action.owner) for action in actions] == [
        ("Draw up a list of sites", "Parks Manager"),
        ("Train the wardens", "Street Scene Manager"),
    ]


def test_a_card_is_turned_and_its_status_is_no_heading(make_table, make_parsed):
    card = make_table(
        [
            ["Owner", "Parks Manager", "Status", "Completed"],
            ["Action", "Draw up a list of sites", None, None],
            ["Deadline", "May 2024", "Ref", "P1"],
        ]
    )
    (action,) = normalise_document(make_parsed("# Action plan", card)).actions
    assert (action.reference, action.action, action.owner) == ("P1", "Draw up a list of sites", "Parks Manager")
    assert (action.due.edtf, action.status) == ("2024-05", "complete")
