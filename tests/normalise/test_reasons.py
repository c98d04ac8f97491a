"""What is said of a value that is not just what its cell says."""

from normalise.plan import normalise_document
from normalise.reasons import explain_action
from normalise.unmatched import find_unmatched

HEADS = ("No", "Actions", "Owner")


def told(action):
    return {one.field: (one.value, one.origin and one.origin.value, one.rule) for one in explain_action(action)}


def test_parts_of_a_cell_and_what_stands_above_are_said(make_table, make_parsed):
    table = make_table([HEADS, ("3", "a) Cut the reeds\nb) Mend the path", "a) Head of Parks\nb) Head of Law")])
    record = normalise_document(make_parsed("All actions are to be completed by 1 May 2025 unless agreed.", table))
    reasons = told(record.actions[1])
    assert reasons["reference"] == ("3b", "text", "the number of the row with the letter of the part")
    assert reasons["action"] == ("Mend the path", "text", "one of the parts of the cell")
    assert reasons["owner"] == ("Head of Law", "text", "one of the parts of the cell")
    assert reasons["timescale"] == (
        "1 May 2025",
        "inherited",
        "the heading or a line above the table states it once for all",
    )
    assert reasons["status"] == ("unknown", None, "nothing says where the action stands")


def test_what_no_entry_knew_in_one_part_of_a_cell_is_told_once(make_table, make_parsed):
    table = make_table([HEADS, ("3", "a) Cut the reeds\nb) Mend the path", "a) Head of Parks\nb) the usual suspects")])
    unmatched = find_unmatched(normalise_document(make_parsed("# Action plan", table)))
    assert [(one.text, one.listed) for one in unmatched] == [("the usual suspects", "owners.bodies.strong")]
