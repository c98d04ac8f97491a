"""Lists under titles of their own, what an item tells of itself, parts that line up, and the meeting of a paper."""

import pytest

from ingest.model import Block, BlockKind, IssueCode
from normalise.details import read_details
from normalise.meetings import Meeting, read_meeting
from normalise.model import Field
from normalise.plan import normalise_document


def heading(text):
    return Block(BlockKind.HEADING, text, level=1)


def actions(record):
    return [(action.plan, action.action, action.owner, action.due and action.due.edtf) for action in record.actions]


OWNER, WHEN = Field.OWNER, Field.TIMESCALE


@pytest.mark.parametrize(
    ("text", "rest", "details"),
    [
        ("Sell the barge (Head of Law, May 2025)", "Sell the barge", [(OWNER, "Head of Law"), (WHEN, "May 2025")]),
        ("Sell it (Head of Law / by June 2025)", "Sell it", [(OWNER, "Head of Law"), (WHEN, "by June 2025")]),
        ("Sell it [Head of Law; June 2025]", "Sell it", [(OWNER, "Head of Law"), (WHEN, "June 2025")]),
        (
            "Sell it – Head of Law, Estates Team – first lots by May 2025",
            "Sell it",
            [(OWNER, "Head of Law, Estates Team"), (WHEN, "first lots by May 2025")],
        ),
        ("Sell it. [Lead: Head of Law; Due: May 2025]", "Sell it.", [(OWNER, "Head of Law"), (WHEN, "May 2025")]),
        ("Sell it (May 2025 – July 2025)", "Sell it", [(WHEN, "May 2025 – July 2025")]),
        ("Sell it (May 2025, at latest)", "Sell it", [(WHEN, "May 2025, at latest")]),
        ("Sell it. Head of HR. May 2025.", "Sell it.", [(OWNER, "Head of HR"), (WHEN, "May 2025")]),
        ("Sell it: Head of Law, May 2025", "Sell it", [(OWNER, "Head of Law"), (WHEN, "May 2025")]),
        (
            "Sell it (Head of Law, Head of HR, May 2025)",
            "Sell it",
            [(OWNER, "Head of Law, Head of HR"), (WHEN, "May 2025")],
        ),
        ("By May 2025: sell it (Head of Law)", "sell it", [(OWNER, "Head of Law"), (WHEN, "By May 2025")]),
        ("Sell it (Head of Law) - by May 2025", "Sell it", [(OWNER, "Head of Law"), (WHEN, "by May 2025")]),
        ("Sell it (Head of Law) (May 2025)", "Sell it (Head of Law)", [(WHEN, "May 2025")]),
        ("Sell the barge (the oldest)", "Sell the barge (the oldest)", []),
    ],
)
def test_what_ends_an_item(text, rest, details):
    found, told = read_details(text)
    assert (found, [(field, value) for field, _, value in told]) == (rest, details)


def test_a_name_beside_a_date_is_an_owner_where_the_other_items_have_owners(make_parsed):
    told = ("- Sell the barge (Head of Law; May 2025)", "- Mend the lock (Wharf; June 2025)", "- Dig (See Annex)")
    record = normalise_document(make_parsed("# Action plan", *told))
    assert [action.owner for action in record.actions] == ["Head of Law", "Wharf", None]
    assert read_details("Mend the lock (Wharf; June 2025)") == (
        "Mend the lock",
        [(WHEN, "", "Wharf; June 2025")],
    )


def test_questions_timetables_and_heads_of_questions_are_no_actions(make_parsed):
    head = Block(BlockKind.LIST_ITEM, "Draft the plan", marker="1.", level=1)
    asked = make_parsed("# Action plan", head, "- Should we sell the barge?", "- Who mends the lock?")
    assert not normalise_document(asked).actions
    timetable = make_parsed("# Tender", "- Issue of papers – 1 May 2025", "- Award – 3 June 2025")
    assert not normalise_document(timetable).actions


def test_headings_over_lists_are_themes_unless_one_stands_over_all(make_parsed):
    lists = (
        "## Towpaths",
        "We will:",
        "- Cut the reeds",
        "- Mend the path",
        "## Locks",
        "We will:",
        "- Paint the gates",
    )
    record = normalise_document(make_parsed("# Canal plan", *lists, "- Grease the gears"))
    assert [action.theme for action in record.actions] == ["Towpaths", "Towpaths", "Locks", "Locks"]
    record = normalise_document(make_parsed("# Canal plan", *lists[:4]))
    assert [action.theme for action in record.actions] == [None, None]


def test_a_theme_holds_below_headings_that_come_again_under_each(make_parsed):
    def theme(name, *items):
        return heading(name), heading("What we found"), "Weeds.", heading("What we will do"), *items

    content = (
        *theme("Priority 1: Reeds", "- Cut the reeds", "- Rake the pond"),
        *theme("Priority 2: Paths", "- Lay grit"),
    )
    record = normalise_document(make_parsed(heading("Canal plan"), *content))
    assert [action.theme for action in record.actions] == [
        "Priority 1: Reeds",
        "Priority 1: Reeds",
        "Priority 2: Paths",
    ]


def test_a_number_that_goes_on_with_an_outer_sequence_is_no_item(make_parsed):
    def item(number, text):
        return Block(BlockKind.LIST_ITEM, text, 1, f"{number}.")

    jobs = ("Cut the reeds", "Mend the path", "Grease the gears")
    items = [item(n, text) for n, text in enumerate(jobs, start=1)]
    record = normalise_document(
        make_parsed(heading("Canal plan"), "We will:", *items, item(2, "Work with anglers"), "Anglers are many.")
    )
    assert [action.action for action in record.actions] == list(jobs)


def test_codes_begin_items_even_where_a_text_shows_them_as_headings(make_parsed):
    lines = ("R1. Cut the reeds (Warden, May 2025)", "R2. Mend the path (Surveyor, June 2025)")
    for told in (lines, map(heading, lines)):
        record = normalise_document(make_parsed("# Our recommendations", *told))
        assert [(a.reference, a.action) for a in record.actions] == [("R1", "Cut the reeds"), ("R2", "Mend the path")]


def test_a_numbered_noun_begins_an_item_and_what_is_weighed_is_none(make_parsed):
    lines = ("Recommendation 1 – The council should cut the reeds.", "Recommendation 2 – Members should walk the path.")
    record = normalise_document(make_parsed("# Review of canals", "## Recommendations", *lines))
    assert [(a.reference, a.recommendation, a.action) for a in record.actions] == [
        ("1", "The council should cut the reeds.", None),
        ("2", "Members should walk the path.", None),
    ]
    weighed = ("The council is considering the following measures:", "- Close two locks", "- Sell the barge")
    assert not normalise_document(make_parsed("# Canal priorities", *weighed)).actions


def test_lists_of_two_appendices_are_two_plans(make_parsed):
    record = normalise_document(
        make_parsed(
            heading("Appendix A: Canal Action Plan"),
            *("The trust will:", "- Cut the reeds (Warden, May 2025)", "- Mend the path (Surveyor, June 2025)"),
            heading("Appendix B: Museum Action Plan"),
            *("The trust will:", "- Hang the maps (Curator, July 2025)", "- Dust the tugs (Curator, May 2026)"),
        )
    )
    assert [plan.title for plan in record.plans] == ["Appendix A: Canal Action Plan", "Appendix B: Museum Action Plan"]
    assert [action.plan for action in record.actions] == [0, 0, 1, 1]
    assert [action.position for action in record.actions] == [1, 2, 1, 2]


def test_beside_tables_a_list_is_a_plan_only_as_an_item_that_names_one(make_table, make_parsed):
    table = make_table([("No", "Action", "Owner", "Due"), ("1", "Cut the reeds", "Warden", "May 2025")])
    items = ("- Hang the maps (Curator, July 2025)", "- Dust the tugs (Curator, May 2026)")
    pack = make_parsed(
        heading("Item 4: Museum Action Plan"), "We will:", *items, heading("Item 5: Canal Action Plan"), table
    )
    record = normalise_document(pack)
    assert [(plan, text) for plan, text, *_ in actions(record)] == [
        (0, "Hang the maps"),
        (0, "Dust the tugs"),
        (1, "Cut the reeds"),
    ]
    assert record.tables[0].plan == 1
    report = make_parsed(heading("Museum report"), "The team recommends that we should:", *items, table)
    assert [text for _, text, *_ in actions(normalise_document(report))] == ["Cut the reeds"]


def test_a_list_of_actions_below_a_table_goes_on_with_its_plan(make_table, make_parsed):
    table = make_table([("No", "Action", "Owner", "Due"), ("C1", "Cut the reeds", "Warden", "May 2025")])
    items = ("- C2: Hang the maps (Curator, July 2025)", "- C3: Dust the tugs (Curator, May 2026)")
    below = ("The following actions were added in March:", *items)
    record = normalise_document(make_parsed(heading("Canal plan"), table, *below))
    assert [(a.reference, a.action, a.position) for a in record.actions] == [
        ("C1", "Cut the reeds", 1),
        ("C2", "Hang the maps", 2),
        ("C3", "Dust the tugs", 3),
    ]
    again = ("The following actions were agreed:", *(f"- {text} (Warden, May 2025)" for text in ("Cut the reeds",) * 2))
    assert len(normalise_document(make_parsed(heading("Canal plan"), table, *again)).actions) == 1


def test_lines_that_line_up_have_owners_of_their_own(make_table, make_parsed):
    row = ("1", "Cut the reeds\nMend the path", "Head of Parks\nHead of Roads", "May 2025\nJune 2025", "Fewer falls")
    record = normalise_document(make_parsed(make_table([("No", "Action", "Owner", "Due", "Outcome"), row])))
    assert [(a.action, a.owner, a.due and a.due.edtf, a.outcome) for a in record.actions] == [
        ("Cut the reeds", "Head of Parks", "2025-05", "Fewer falls"),
        ("Mend the path", "Head of Roads", "2025-06", "Fewer falls"),
    ]


def test_parts_that_do_not_line_up_stay_together_with_an_issue(make_table, make_parsed):
    rows = (
        ("1", "- Cut the reeds\n- Mend the path", "- Warden\n- Surveyor\n- Clerk", "May 2025"),
        ("2", "a) Hang the maps\nb) Dust the tugs", "b) Curator", "June 2025"),
    )
    record = normalise_document(make_parsed(make_table([("No", "Actions", "Owner", "Due"), *rows])))
    assert [(a.reference, a.action, a.owner) for a in record.actions] == [
        ("1", "- Cut the reeds\n- Mend the path", "- Warden\n- Surveyor\n- Clerk"),
        ("2a", "Hang the maps", None),
        ("2b", "Dust the tugs", "Curator"),
    ]
    assert [issue.locator.row for issue in record.issues if issue.code is IssueCode.UNEVEN_PARTS] == [1]


def test_terms_with_labelled_lines_are_actions_with_their_columns(make_table, make_parsed):
    rows = (("Cut the reeds", "Lead: Warden\nDue: May 2025"), ("Mend the path", "Lead: Surveyor\nDue: June 2025"))
    told = actions(normalise_document(make_parsed("# Canal action plan", make_table(rows))))
    assert told == [(0, "Cut the reeds", "Warden", "2025-05"), (0, "Mend the path", "Surveyor", "2025-06")]


def test_prose_between_a_heading_and_its_labels_belongs_to_the_action(make_parsed):
    block = ("## Calmer locks", "We will hire a keeper.", "Lead: Warden", "Due: May 2025")
    record = normalise_document(make_parsed("# Pledges", *block, "## Wider paths", *block[1:]))
    assert record.actions[0].action == "Calmer locks\nWe will hire a keeper."


@pytest.mark.parametrize(
    ("lines", "body", "day"),
    [
        (("Committee: Canal Panel", "Date of meeting: 4 March 2025"), "Canal Panel", "2025-03-04"),
        (("REPORT TO: Cabinet", "DATE: 4 March 2025"), "Cabinet", "2025-03-04"),
        (("Canal Committee – 4 March 2025",), "Canal Committee", "2025-03-04"),
        (("Meeting of the Canal Board", "Tuesday, 4th March, 2025 at 2.00 pm"), "Canal Board", "2025-03-04"),
        (("Canal Panel", "Tuesday 4 March 2025, 6.30pm, Old Chapel"), "Canal Panel", "2025-03-04"),
        (("Final report to the Canal Panel, 4 March 2025",), "Canal Panel", "2025-03-04"),
        (("Minutes of the Canal Group", "Held on 4 March 2025 at the Old Chapel"), "Canal Group", "2025-03-04"),
        (("The Canal Panel last met on 4 March 2025.",), None, None),
        (("Council declared an emergency on 4 July 2019.",), None, None),
        (("Date: 4 March 2025",), None, None),
    ],
)
def test_the_meeting_that_a_paper_goes_to(lines, body, day, make_parsed):
    assert read_meeting(make_parsed(*lines)) == Meeting(body, day)
