"""The reading rules, each on a small table of its own."""

from dataclasses import replace

import pytest

from ingest.model import Block, BlockKind, IssueCode
from normalise.model import Rag, Status, StatusSource
from normalise.plan import normalise_document


@pytest.fixture
def read(make_table, make_parsed):
    def read(rows, *, before=("# Improvement plan March 2024",), **kwargs):
        return normalise_document(make_parsed(*before, make_table(rows, **kwargs)))

    return read


PLAN = ["No", "Recommendation", "Action", "Lead officer", "Timescale", "Status"]


def test_headings_decide(read):
    record = read([PLAN, ["1.", "Publish a plan", "Draft the plan", "Head of Policy", "June 2024", "On track"]])
    (action,) = record.actions
    assert (action.reference, action.recommendation, action.action) == ("1", "Publish a plan", "Draft the plan")
    assert action.due.edtf == "2024-06"
    assert [owner.name for owner in action.owners] == ["Head of Policy"]
    assert (action.status, action.status_source) == (Status.IN_PROGRESS, StatusSource.TEXT)
    assert [column.field for column in record.tables[0].columns] == [
        "reference",
        "recommendation",
        "action",
        "owner",
        "timescale",
        "status",
    ]


def test_of_two_action_columns_the_numbered_one_is_the_reference(read):
    record = read(
        [
            ["Action", "Principle", "Action", "Owner", "Completion date"],
            ["Action 1", "Openness", "Publish all decisions on the web", "Head of Legal", "March 2025"],
            ["Action 2", "Care", "Review the risk register twice a year", "Head of Audit", "Ongoing"],
        ]
    )
    assert [a.reference for a in record.actions] == ["Action 1", "Action 2"]
    assert [a.action[:6] for a in record.actions] == ["Publis", "Review"]
    assert record.actions[1].ongoing


def test_a_completed_column_with_dates_to_come_is_the_timescale(read):
    record = read(
        [
            ["", "Action", "Completed", "Owner"],
            ["1", "Renew the website for residents", "31/12/24", "Head of Digital"],
            ["2", "Move the archive to the new store", "30/06/25", "Head of Assets"],
        ]
    )
    assert [a.due.edtf for a in record.actions] == ["2024-12-31", "2025-06-30"]


def test_grouping_columns_left_of_the_action_are_filled_from_above_and_owners_are_not(read):
    record = read(
        [
            ["Ref", "Outcome", "Action", "Owner", "By when"],
            ["1", "Residents are heard", "Hold a forum in every ward", "Leader", "May 2024"],
            ["2", "", "Answer petitions within four weeks", "", "May 2024"],
        ]
    )
    second = record.actions[1]
    assert second.outcome == "Residents are heard"
    assert second.inherited == ("outcome",)
    assert second.owner is None
    assert second.owners == ()


def test_a_true_merge_carries_any_field_down(read):
    record = read(
        [
            ["Ref", "Action", "Owner", "By when"],
            ["1", "Hold a forum in every ward", "Leader", "May 2024"],
            ["2", "Answer petitions within four weeks", ..., "June 2024"],
        ]
    )
    assert record.actions[1].owner == "Leader"
    assert record.actions[1].inherited == ("owner",)


def test_lettered_rows_under_one_number(read):
    record = read(
        [
            ["", "Issue", "Action required", "Lead"],
            ["5.", "Scrutiny is weak", "a) Train the chairs of committees", "Head of Democratic Services"],
            ["", "", "b) Publish a work programme", "Scrutiny Officer"],
            ["6.", "Data is poor", "Review the dashboards", "Head of Policy"],
        ]
    )
    assert [a.reference for a in record.actions] == ["5a", "5b", "6"]
    assert [a.action for a in record.actions][:2] == ["Train the chairs of committees", "Publish a work programme"]
    assert record.actions[1].finding == "Scrutiny is weak"


def test_parts_of_a_cell_that_line_up_are_actions_of_their_own(read):
    record = read(
        [
            PLAN,
            [
                "3",
                "Improve housing repairs",
                "a) Let a new contract\nb) Survey every home",
                "a) Head of Housing\nb) Head of Assets",
                "a) June 2024\nb) March 2025",
                "In progress",
            ],
        ]
    )
    assert [a.reference for a in record.actions] == ["3a", "3b"]
    assert [a.owner for a in record.actions] == ["Head of Housing", "Head of Assets"]
    assert [a.due.edtf for a in record.actions] == ["2024-06", "2025-03"]


def test_several_deadlines_beside_one_action_stay_together(read):
    record = read(
        [PLAN, ["3", "Improve", "Let the contract for repairs", "Head of Housing", "June 2024\nMay 2025", ""]]
    )
    (action,) = record.actions
    assert action.due.edtf == "2025-05"
    assert [m.date.edtf for m in action.milestones] == ["2024-06", "2025-05"]


def test_section_rows_are_themes(read):
    record = read(
        [
            PLAN,
            ["Theme 1: Leadership", None, None, None, None, None],
            ["1", "Lead", "Agree a vision for the district", "Leader", "June 2024", ""],
            ["Theme 2: Money", None, None, None, None, None],
            ["2", "Save", "Close the gap in the budget", "Head of Finance", "June 2024", ""],
        ]
    )
    assert [a.theme for a in record.actions] == ["Theme 1: Leadership", "Theme 2: Money"]


def test_a_number_without_text_is_no_action_and_an_issue_says_so(read):
    record = read([PLAN, ["1", "Save", "Close the gap", "Leader", "June 2024", ""], ["2", "", "", "", "", ""]])
    assert len(record.actions) == 1
    assert IssueCode.EMPTY_ROW in {issue.code for issue in record.issues}


def test_what_maps_to_no_field_is_kept_under_its_heading(read):
    record = read([[*PLAN, "Cost"], ["1", "Save", "Close the gap", "Leader", "June 2024", "", "£4,000"]])
    assert record.actions[0].extra == {"Cost": "£4,000"}


def test_a_colour_is_the_status_where_no_word_is(read):
    record = read(
        [
            ["No", "Action", "Lead", "RAG"],
            ["1", "Agree a vision", "Leader", ""],
            ["2", "Close the gap", "Leader", ""],
        ],
        fills={(1, 3): "#00b050", (2, 3): "#ff0000"},
    )
    assert [a.rag for a in record.actions] == [Rag.GREEN, Rag.RED]
    assert [a.status for a in record.actions] == [Status.IN_PROGRESS, Status.DELAYED]
    assert all(a.status_source is StatusSource.RAG for a in record.actions)
    assert IssueCode.STATUS_FROM_COLOUR in {issue.code for issue in record.issues}


def test_a_legend_says_what_colours_mean(make_table, make_parsed):
    legend = make_table([["Green", "Complete"], ["Amber", "In progress"], ["Red", "Not started"]], number=0)
    plan = make_table(
        [
            ["No", "Action", "Lead", "RAG"],
            ["1", "Agree a vision", "Leader", "Green"],
            ["2", "Close it", "Leader", "Red"],
        ],
        number=1,
    )
    record = normalise_document(make_parsed("# Action plan", legend, plan))
    assert [a.status for a in record.actions] == [Status.COMPLETE, Status.NOT_STARTED]
    assert record.tables[0].kind == "legend"


def test_a_legend_of_coloured_signs(make_table, make_parsed):
    legend = make_table([["●", "Complete"], ["●", "In progress"], ["●", "Not started"]], number=0)
    inks = {0: "#00b050", 1: "#ffc000", 2: "#c00000"}
    signs = tuple(replace(c, ink=inks[c.row]) if c.column == 0 else c for c in legend.cells)
    plan = make_table([["No", "Action", "RAG"], ["1", "Agree it", "Green"], ["2", "Close it", "Red"]], number=1)
    record = normalise_document(make_parsed("# Action plan", replace(legend, cells=signs), plan))
    assert [a.status for a in record.actions] == [Status.COMPLETE, Status.NOT_STARTED]
    assert record.tables[0].kind == "legend"


def test_updates_take_the_date_of_their_heading(read):
    record = read(
        [
            ["No", "Action", "Lead", "Update (March 2024)", "Update (September 2024)"],
            ["1", "Agree a vision", "Leader", "Drafting has begun.", "The vision was adopted by Council in July 2024."],
        ]
    )
    (action,) = record.actions
    assert [u.as_of for u in action.updates] == ["2024-03", "2024-09"]
    assert action.status is Status.COMPLETE
    assert action.status_source is StatusSource.UPDATE


@pytest.mark.parametrize(
    "rows",
    [
        [["Role", "Name", "Date of sign-off"], ["Legal", "A Writer", "24 January 2024"], ["Finance", "B Teller", ""]],
        [["Risk", "Likelihood", "Impact", "Score"], ["Funding falls short of need", "4", "3", "12"]],
        [["Term", "Definition"], ["MTFS", "The medium term financial strategy of the council"]],
        [["Version", "Author", "Date"], ["0.1", "P Clerk", "May 2024"]],
        [["Budget heading", "2023/24", "2024/25"], ["Planning", "£120,000", "£140,000"]],
        [["Consultee", "Date", "Response"], ["Tenants' forum", "3 May 2024", "Supportive of it"]],
        [["Role", "Responsibility"], ["Head of Customer Services", "Decides"], ["Monitoring Officer", "Hears appeals"]],
        [["Event", "Date"], ["Report to Cabinet", "8 April 2025"], ["Visit by the inspector", "July 2025"]],
    ],
    ids=["sign-off", "risk register", "glossary", "versions", "budget", "consultees", "roles", "timetable"],
)
def test_tables_that_are_no_plan_give_no_actions(read, rows):
    record = read(rows, before=("# Report to Cabinet",))
    assert record.actions == ()
    assert record.tables[0].kind != "action_plan"
    assert IssueCode.NO_PLAN in {issue.code for issue in record.issues}


def test_a_table_without_headings(read):
    record = read(
        [
            ["Circulate the note of the last meeting to members", "AB", "Complete"],
            ["Invite the auditors to present their letter", "CD", "Carried forward"],
            ["Draft the annual report of the committee", "AB/CD", "In progress"],
        ]
    )
    assert [a.status for a in record.actions] == [Status.COMPLETE, Status.IN_PROGRESS, Status.IN_PROGRESS]
    assert [len(a.owners) for a in record.actions] == [1, 1, 2]


def test_headings_over_two_levels(read):
    record = read(
        [
            ["No", "Action", "Delivery", None],
            [..., ..., "Lead", "Target date"],
            ["1", "Agree a vision", "Leader", "June 2024"],
        ]
    )
    (action,) = record.actions
    assert action.owner == "Leader"
    assert action.due.edtf == "2024-06"


def test_a_title_row_inside_the_table_is_no_heading(read):
    record = read(
        [
            ["Peer challenge action plan", None, None, None],
            ["No", "Action", "Lead", "By when"],
            ["1", "Agree a vision", "Leader", "June 2024"],
        ],
        before=(),
    )
    assert record.actions[0].action == "Agree a vision"
    assert record.actions[0].theme is None


def test_tables_each_under_their_heading_take_it_for_theme(make_table, make_parsed):
    head = ["No", "Action", "Lead", "By when"]
    one = make_table([head, ["1", "Agree a vision", "Leader", "June 2024"]], number=0, heading="Leadership")
    two = make_table([head, ["2", "Close the gap", "Leader", "June 2024"]], number=1, heading="Finance")
    record = normalise_document(make_parsed("# Action plan", "## Leadership", one, "## Finance", two))
    assert [a.theme for a in record.actions] == ["Leadership", "Finance"]
    assert len(record.plans) == 1


def test_a_plan_told_in_a_list(make_parsed):
    record = normalise_document(
        make_parsed(
            "# Peer review follow-up",
            "The review team visited in May and asked for the following actions to be taken:",
            "- publish the forward plan every month",
            "- train all members in planning law (this has begun)",
            "- work with partners on a skills strategy",
            "The Committee is asked to note the report.",
        )
    )
    assert [a.action[:7] for a in record.actions] == ["publish", "train a", "work wi"]
    assert record.actions[1].status is Status.IN_PROGRESS
    assert record.actions[0].source.table is None


def test_that_a_committee_notes_a_report_is_no_action(make_parsed):
    record = normalise_document(
        make_parsed("# Recommendations", "- That the committee notes the report", "- To endorse the approach")
    )
    assert record.actions == ()


def test_list_items_with_owner_and_date_in_brackets(make_parsed):
    record = normalise_document(
        make_parsed(
            "# Action plan March 2024",
            "- Review the constitution (Monitoring Officer, by July 2024)",
            "- Appoint an independent member (Chief Executive, September 2024)",
        )
    )
    first = record.actions[0]
    assert (first.action, first.owner, first.due.edtf) == ("Review the constitution", "Monitoring Officer", "2024-07")


def test_reading_twice_gives_the_same(make_table, make_parsed):
    parsed = make_parsed("# Action plan", make_table([PLAN, ["1", "Save", "Close the gap", "Leader", "June 2024", ""]]))
    assert normalise_document(parsed) == normalise_document(parsed)


def test_furniture_tells_no_plan(make_parsed):
    block = Block(BlockKind.FURNITURE, "Action plan")
    assert normalise_document(make_parsed(block)).actions == ()


def test_of_a_series_of_status_columns_the_last_filled_one_decides(read):
    record = read(
        [
            ["No", "Action", "Owner", "Q1 RAG", "Q2 RAG", "Q3 RAG"],
            ["1", "Review the code of conduct", "Head of Law", "Amber", "Complete", ""],
        ]
    )
    (action,) = record.actions
    assert (action.status, action.status_text) == (Status.COMPLETE, "Complete")
    assert action.extra == {"Q1 RAG": "Amber"}


def test_a_column_of_two_fields_feeds_both(read):
    record = read(
        [
            ["No", "Action", "Lead and timescale"],
            ["1", "Review the code of conduct", "Head of Law, May 2024"],
            ["2", "Train all members of committees", "Democratic Services\nMarch 2025"],
        ]
    )
    assert [a.owner for a in record.actions] == ["Head of Law", "Democratic Services"]
    assert [a.due.edtf for a in record.actions] == ["2024-05", "2025-03"]


def test_each_plan_of_a_pack_has_its_own_authority_and_date(make_table, make_parsed):
    head = ["No", "Action", "Lead", "By when"]
    one = make_table([head, ["1", "Agree a vision", "Leader", "May"]], number=0)
    two = make_table([head, ["1", "Close the gap", "Leader", "May"]], number=1)
    record = normalise_document(
        make_parsed(
            "# Appendix 1: Harrowmere Borough Council peer challenge action plan, January 2024",
            one,
            "# Appendix 2: Saltby District Council audit action plan, June 2023",
            two,
        )
    )
    assert [plan.authority for plan in record.plans] == ["Harrowmere Borough Council", "Saltby District Council"]
    assert [action.due.edtf for action in record.actions] == ["2024-05", "2024-05"]
    assert [action.plan for action in record.actions] == [0, 1]


def test_a_deadline_stated_once_is_that_of_all(make_table, make_parsed):
    plan = make_table([["No", "Action", "Lead"], ["1", "Agree a vision for the district", "Leader"]])
    record = normalise_document(make_parsed("All actions are to be completed by 31 March 2025.", plan))
    (action,) = record.actions
    assert action.due.edtf == "2025-03-31"
    assert "timescale" in action.inherited


def test_what_a_short_column_says_beyond_its_kind_is_kept(read):
    record = read(
        [
            ["No", "Recommendation", "Accepted?", "Action", "Lead"],
            ["1", "Publish a plan", "Noted by Cabinet, minute 12", "Draft the plan", "Leader"],
        ]
    )
    (action,) = record.actions
    assert action.response is None
    assert action.extra == {"Accepted?": "Noted by Cabinet, minute 12"}
    assert IssueCode.UNREAD_STATUS in {issue.code for issue in record.issues}


def test_a_rejected_recommendation_without_action_is_cancelled(read):
    answers = ("Not accepted", "Not accepted. The cost of it is great.", "Not accepted. Buses will be hired instead.")
    record = read([PLAN, *(["1", "Buy a fleet of buses", answer, "", "", ""] for answer in answers)])
    assert [action.status for action in record.actions] == [Status.CANCELLED, Status.CANCELLED, Status.UNKNOWN]


def test_totals_and_notes_are_no_actions(read):
    record = read([PLAN, ["1", "Save", "Close the gap", "Leader", "June 2024", ""], ["Total", "2", "", "", "", ""]])
    assert len(record.actions) == 1
    assert IssueCode.NOTE in {issue.code for issue in record.issues}


def test_the_callers_authority_fills_a_gap_and_never_overrules(make_table, make_parsed):
    plan = make_table([PLAN, ["1", "Save", "Close the gap", "Leader", "June 2024", ""]])
    silent = normalise_document(make_parsed("# Action plan", plan), authority="Saltby District Council")
    assert silent.plans[0].authority == "Saltby District Council"
    named = normalise_document(
        make_parsed("# Harrowmere Borough Council action plan", plan), authority="Saltby District Council"
    )
    assert named.plans[0].authority == "Harrowmere Borough Council"
    assert IssueCode.AUTHORITY_CONFLICT in {issue.code for issue in named.issues}


@pytest.mark.parametrize(
    ("heading", "answer", "status"),
    [
        ("Done?", "Yes", "complete"),
        ("Completed (Y/N)", "Y", "complete"),
        ("Completed (Y/N)", "N", "unknown"),
        ("On track?", "Yes - papers are drafted for the board", "in_progress"),
        ("On track?", "No", "delayed"),
    ],
)
def test_yes_and_no_answer_what_the_status_heading_asks(read, heading, answer, status):
    [action] = read([["Action", "Owner", heading], ["Mend the weir gate", "River Warden", answer]]).actions
    assert (action.status, action.status_text) == (status, answer)


def test_a_labelled_line_between_heading_and_table_names_the_owner_and_leaves_the_heading_the_theme(
    make_table, make_parsed
):
    def table(number, action, lead):
        rows = [["Action", "When"], [action, "May 2024"]]
        return make_table(rows, number=number, heading=f"Sponsor: {lead}")

    parsed = make_parsed(
        "# Harbour plan",
        "## Moorings",
        "Sponsor: Harbour Master",
        table(0, "Renew the chains", "Harbour Master"),
        "## Lights",
        "Sponsor: Head of Estates",
        table(1, "Replace the lamps", "Head of Estates"),
    )
    actions = normalise_document(parsed).actions
    assert [(action.theme, action.owner) for action in actions] == [
        ("Moorings", "Harbour Master"),
        ("Lights", "Head of Estates"),
    ]


def test_a_numbered_recommendation_gives_the_reference_and_long_dated_headings_are_headings(read):
    actions = read(
        [
            [
                "Recommendation",
                "Cabinet response",
                "Progress at 6 months (March 2024)",
                "Progress at 12 months (May 2024)",
            ],
            ["1. That the ferry timetable is reviewed", "A review will be held", "Review begun", "Review finished"],
            ["2. That the jetty is surveyed", "Divers will be hired", "None", "Divers are booked for June"],
        ]
    ).actions
    assert [(action.reference, action.recommendation, action.action) for action in actions] == [
        ("1", "That the ferry timetable is reviewed", "A review will be held"),
        ("2", "That the jetty is surveyed", "Divers will be hired"),
    ]


@pytest.mark.parametrize("told", ["Published 22 March 2024", "The ferry users met for the first time – complete"])
def test_an_update_of_the_plans_own_month_and_a_closing_word(read, told):
    [action] = read([["Action", "Owner", "Comments"], ["Publish the ferry survey", "Ferry Clerk", told]]).actions
    assert action.status is Status.COMPLETE


def test_a_sentence_tells_what_shading_means(make_table, make_parsed):
    rows = [["Action", "Lead"], ["Close the old quay", "Harbour Master"], ["Open the new quay", "Harbour Master"]]
    shaded = dict.fromkeys([(1, 0), (1, 1)], "#92d050")
    parsed = make_parsed("# Quay plan", "Actions shaded green are complete.", make_table(rows, fills=shaded))
    assert [action.status for action in normalise_document(parsed).actions] == [Status.COMPLETE, Status.UNKNOWN]


def test_a_heading_with_a_month_alone_has_the_last_one_before_the_plan(make_table, make_parsed):
    table = make_table(
        [
            ["Ref", "Action", "Owner", "Deadline", "Update May"],
            ["1", "Refresh the code of governance", "Clerk", "June 2025", "A draft is with members."],
            ["2", "Review the risk registers", "Auditor", "July 2025", "Begun."],
        ],
        header_rows=1,
    )
    record = normalise_document(make_parsed("# Harrowmere action plan", "1 November 2024", table))
    assert [action.updates[0].as_of for action in record.actions] == ["2024-05", "2024-05"]
    assert [issue.column for issue in map(_place, record.issues) if issue] == [4]


def _place(issue):
    return issue.locator if issue.code is IssueCode.YEAR_SUPPLIED else None
