"""Forms of plan tables, each with what it has to give: one line a printed row, cells parted by a bar."""

import pytest

from normalise.plan import normalise_document


@pytest.fixture(name="read")
def _read(make_table, make_parsed):
    """Return the actions of plan tables given as text. ">" goes on from the cell to its left, "¶" breaks a line."""

    def read(*tables, before="# Action plan"):
        made = []
        for number, text in enumerate(tables):
            lines = [line.strip() for line in text.strip().split("\n")]
            rows = [
                [None if cell.strip() == ">" else cell.strip() for cell in line.replace("¶", "\n").split("|")]
                for line in lines
            ]
            made.append(make_table(rows, number=number))
        return normalise_document(make_parsed(before, *made)).actions

    return read


def test_actions_stand_across_and_their_fields_down(read):
    first, second = read(
        """Recommendation | Build trust with parishes | Share back offices
        Action | Hold a parish forum twice a year | Prepare a case for one payroll
        Lead officer | Parish Liaison Officer | Payroll Manager
        Timescale | Autumn 2025 | March 2026"""
    )
    assert (first.recommendation, first.owner, first.due.edtf) == (
        "Build trust with parishes",
        "Parish Liaison Officer",
        "2025-23",
    )
    assert (second.action, second.timescale) == ("Prepare a case for one payroll", "March 2026")


def test_numbers_above_actions_that_stand_across_are_their_references(read):
    actions = read(
        """ | Action 1 | Action 2
        What | Survey the sea wall | Seal the pier deck
        Who | Coastal Engineer | Pier Master
        By when | June 2025 | July 2025"""
    )
    assert [(a.reference, a.action, a.owner) for a in actions] == [
        ("Action 1", "Survey the sea wall", "Coastal Engineer"),
        ("Action 2", "Seal the pier deck", "Pier Master"),
    ]


def test_a_row_of_its_own_opens_a_card_and_unknown_labels_are_kept(read):
    first, second = read(
        """Pledge 1: Sweep each street daily | >
        Led by | Cleansing Manager
        Why it matters | Complaints have doubled
        Deadline | August 2025
        Pledge 2: Empty park bins weekly | >
        Led by | Parks Manager
        Why it matters | Wasps
        Deadline | May 2025"""
    )
    assert (first.reference, first.action, first.due.edtf) == ("1", "Sweep each street daily", "2025-08")
    assert (second.reference, second.owner) == ("2", "Parks Manager")
    assert "Wasps" in {second.finding, *second.extra.values()}


def test_the_last_month_marked_is_the_deadline_and_the_first_the_start(read):
    first, second = read(
        """Task | Lead | Nov 2024 | Dec | Jan | Feb
        Write a style guide | Press Officer | ✓ | ✓ | ✓ |
        Redesign the newsletter | Design Lead | | | | x"""
    )
    assert (first.timescale, first.due.edtf) == ("Jan 2025", "2025-01")
    assert [(m.kind.value, m.date.edtf) for m in first.milestones] == [("start", "2024-11"), ("due", "2025-01")]
    assert second.due.edtf == "2025-02"


def test_months_over_colours_give_the_latest_state(make_table, make_parsed):
    rows = [
        ["Action", "Owner", "Due date", "Sept", "Oct", "Nov"],
        ["Train all drivers", "Transport Lead", "31/12/2024", "R", "A", ""],
    ]
    (action,) = normalise_document(make_parsed("# Action plan", make_table(rows))).actions
    assert (action.rag, action.due.edtf) == ("amber", "2024-12-31")
    assert action.extra == {"Sept": "R"}


def test_months_over_sentences_give_updates_up_to_the_plans_date(read):
    (action,) = read(
        """Project | Lead | June 2024 | September 2024 | December 2024
        Launch the app | Digital Lead | Brief agreed. | Supplier chosen. | It went live on 2 December."""
    )
    assert [update.as_of for update in action.updates] == ["2024-06", "2024-09", "2024-12"]


def test_quarters_over_figures_are_no_schedule(read):
    (action,) = read(
        """Action | Lead | Due | Q1 | Q2 | Q3
        Answer calls in three minutes | Contact Centre Manager | May 2025 | 71% | 75% | 80%"""
    )
    assert (action.due.edtf, action.extra) == ("2025-05", {"Q1": "71%", "Q2": "75%", "Q3": "80%"})


def test_a_tick_chooses_the_answer_that_heads_its_column(read):
    actions = read(
        """Recommendation | Agreed | Partly | Rejected | Action
        Say sorry to the family | ✓ | | | Send a letter
        Pay the costs | | ✓ | | Offer half of them
        Retrain the team | | | ✓ | None"""
    )
    assert [action.response for action in actions] == ["accepted", "partly", "rejected"]


WELSH_ROWS = """Rhif | Cam gweithredu | Perchennog | Amserlen | Statws
    1 | Penodi swyddog ynni | Cyfarwyddwr Lle | Medi 2025 | Heb ddechrau
    2 | Gosod paneli ar ddwy ysgol | Rheolwr Eiddo | Ionawr 2026 | Ar y gweill"""
ENGLISH_ROWS = """No | Action | Owner | Timescale | Status
    1 | Appoint an energy officer | Director of Place | September 2025 | Not started
    2 | Fit panels on two schools | Property Manager | January 2026 | In progress"""


@pytest.mark.parametrize("tables", [(WELSH_ROWS, ENGLISH_ROWS), (ENGLISH_ROWS, WELSH_ROWS)], ids=["cy-en", "en-cy"])
def test_tables_in_two_languages_are_counted_once(read, tables):
    first, second = read(*tables)
    assert (first.action, first.position) == ("Appoint an energy officer", 1)
    assert (second.action, second.position) == ("Fit panels on two schools", 2)
    assert second.extra["Cam gweithredu"] == "Gosod paneli ar ddwy ysgol"


def test_a_plan_in_welsh_alone_is_read(read):
    first, second = read(WELSH_ROWS)
    assert (first.owner, first.due.edtf, first.status) == ("Cyfarwyddwr Lle", "2025-09", "not_started")
    assert (second.due.edtf, second.status) == ("2026-01", "in_progress")


def test_two_languages_side_by_side_give_the_english(read):
    (action,) = read(
        """Cam gweithredu | Action | Swyddog arweiniol | Lead officer | Amserlen | Timescale
        Cyfieithu pob ffurflen | Translate every form | Rheolwr Digidol | Digital Manager | Mai 2025 | May 2025"""
    )
    assert (action.action, action.owner, action.timescale) == ("Translate every form", "Digital Manager", "May 2025")
    assert action.extra["Cam gweithredu"] == "Cyfieithu pob ffurflen"


def test_two_languages_in_one_cell_are_one_action(make_table, make_parsed):
    rows = [
        ["Rhif / No.", "Gweithred / Action", "Arweinydd / Lead", "Statws / Status"],
        ["1", "Agor tair hyb cynnes\nOpen three hubs", "Rheolwr Tai\nHousing Manager", "Heb ddechrau / Not started"],
    ]
    (action,) = normalise_document(make_parsed("# Cynllun Llesiant", make_table(rows))).actions
    assert (action.action, action.owner, action.status) == ("Open three hubs", "Housing Manager", "not_started")
    assert "Agor tair hyb cynnes" in action.extra.values()


def test_states_alone_make_a_plan_of_a_table_without_headings_and_colours_do_not(read):
    actions = read(
        """Unblock the gullies on Mill Lane | Completed
        Kerb repairs at the depot | In progress
        Lights in the underpass | Not started"""
    )
    assert [action.status for action in actions] == ["complete", "in_progress", "not_started"]
    assert read("Missed bins | Amber\nCalls answered | Green\nCouncil tax collected | Red", before="# Measures") == ()


@pytest.mark.parametrize(
    "table",
    [
        "Meeting | Date | Venue | Chair\nDebt board | 6 May 2025 | Room 2 | Finance Director",
        "Decision | Decision maker | Date | Contact officer\nAward of contract | Cabinet | 12 June 2025 | Head of Law",
        "Case | Decision | Remedy paid | Date\n21-004 | Upheld | £150 | 3 March 2025",
        "Councillor | Group | Term ends\nCllr Green | Independent | May 2027",
        "Address | Proposal | Officer | Target date | Status\n1 High St | Two storeys more | JB | May 2027 | Pending",
        "Organisation | Project | Amount | Date awarded | Status\nScouts | New heating | £2,500 | 12/05/2026 | Paid",
    ],
    ids=lambda table: table.split(" ")[0],
)
def test_tables_of_other_things_give_no_actions(read, table):
    assert read(table, before="# Report") == ()


def test_a_theme_that_heads_the_column_of_actions_is_their_theme(read):
    (action,) = read("Theme: Sound money | Lead | Due\nSet a three year budget | Finance Director | Feb 2026")
    assert (action.theme, action.action) == ("Theme: Sound money", "Set a three year budget")


def test_a_key_of_letters_says_what_colours_and_codes_mean(make_table, make_parsed):
    table = make_table(
        [
            ["Action", "Lead", "BRAG"],
            ["Buy the old mill", "Regeneration Lead", "C"],
            ["Plant the bank", "Parks Lead", "B"],
            ["Let the arches", "Estates Lead", "G"],
        ]
    )
    key = "Key: R - off course, G - on track, B - not yet started, C - completed"
    actions = normalise_document(make_parsed("# Action plan", table, key)).actions
    assert [action.status for action in actions] == ["complete", "not_started", "in_progress"]


def test_discs_that_fill_up_tell_how_far_an_action_is(read):
    actions = read(
        """Action | Who | Progress
        Scan the burial books | Archivist | ◑
        Box loose maps | Archivist | ●
        Fit a dehumidifier | Facilities Manager | ○"""
    )
    assert [action.status for action in actions] == ["in_progress", "complete", "not_started"]


def test_a_word_and_a_colour_that_cannot_both_be_meant_are_an_issue(make_table, make_parsed):
    table = make_table(
        [["Action", "Lead", "Status"], ["Buy the old mill", "Project Lead", "Complete"]], fills={(1, 2): "#ff0000"}
    )
    record = normalise_document(make_parsed("# Action plan", table))
    assert record.actions[0].status == "complete"
    assert "status-conflict" in {issue.code for issue in record.issues}


@pytest.mark.parametrize(
    ("status", "update"),
    [
        ("Complete", "This has not yet been started."),
        ("Complete", "The scheme is delayed: the contractor has slipped to the autumn."),
        ("Cancelled", "Work is under way and the first two surveys have been carried out."),
    ],
)
def test_a_status_that_its_latest_update_denies_stands_and_is_an_issue(make_table, make_parsed, status, update):
    table = make_table([["Action", "Lead", "Status", "Update"], ["Buy the old mill", "Project Lead", status, update]])
    record = normalise_document(make_parsed("# Action plan", table))
    assert record.actions[0].status == status.lower()
    assert "status-conflict" in {issue.code for issue in record.issues}


def test_a_status_that_its_latest_update_bears_out_is_no_issue(make_table, make_parsed):
    update = "All of the surveys have been carried out and reported to members."
    table = make_table(
        [["Action", "Lead", "Status", "Update"], ["Buy the old mill", "Project Lead", "Complete", update]]
    )
    record = normalise_document(make_parsed("# Action plan", table))
    assert "status-conflict" not in {issue.code for issue in record.issues}


def test_a_column_of_finish_and_status_feeds_both(read):
    (action,) = read("Action | Lead | Finish & status\nMend the weir | Estates Manager | Summer 2012 / ONGOING")
    assert (action.due.edtf, action.ongoing, action.status) == ("2012-22", True, "in_progress")


def test_a_target_beside_its_date_is_what_is_to_be_achieved(read):
    (action,) = read("Action | Target | Target date\nCut verges less often | 40 km of verge | 2026")
    assert (action.outcome, action.timescale) == ("40 km of verge", "2026")


def test_a_legend_gives_colours_that_are_no_traffic_light_their_meaning(make_table, make_parsed):
    purple, green, red = "#7030a0", "#92d050", "#c00000"
    table = make_table(
        [
            ["Action", "Lead", "Status"],
            ["Sell the golf course", "Estates Lead", ""],
            ["Share the chief executive", "HR Lead", ""],
            ["Freeze hiring", "HR Lead", "Purple"],
        ],
        fills={(1, 2): purple, (2, 2): red},
    )
    legend = make_table(
        [
            ["Colour", "What it means"],
            ["Purple", "Action has been completed"],
            ["Green", "Action is on schedule"],
            ["Red", "Action has been withdrawn"],
        ],
        number=1,
        fills={(1, 0): purple, (2, 0): green, (3, 0): red},
    )
    actions = normalise_document(make_parsed("# Action plan", table, legend)).actions
    assert [action.status for action in actions] == ["complete", "cancelled", "complete"]


def test_a_card_opened_by_its_number_and_name(read):
    first, second = read(
        """IL-04 | Re-let the cleaning contract | > | >
        Owner | Facilities Lead | Due | 31/12/2026
        Status | On track | Priority | High""",
        """IL-05 | Move payroll to the shared service | > | >
        Owner | Payroll Lead | Due | 31/03/2027
        Status | At risk | Priority | Medium""",
    )
    assert (first.reference, first.action, first.priority) == ("IL-04", "Re-let the cleaning contract", "High")
    assert (second.reference, second.status) == ("IL-05", "delayed")


def test_a_decision_column_of_answers_is_the_response(read):
    actions = read(
        """No | Panel recommends | Executive's decision | Reason / action | Lead member
        1 | A 20mph limit by schools | Agree | Orders will be drafted for twelve schools | Cllr Penn
        2 | Free buses for all | Disagree | The cost is high | Cllr Penn
        3 | A youth pass | Agree in principle | Officers will cost the options | Cllr Ode"""
    )
    assert [action.response for action in actions] == ["accepted", "rejected", "partly"]
    assert actions[0].recommendation == "A 20mph limit by schools"


def test_a_number_and_a_text_under_one_heading_are_parted(read):
    (action,) = read("No. and action | Owner | Deadline\n1 Name a records lead | Information Manager | May 2025")
    assert (action.reference, action.action) == ("1", "Name a records lead")


def test_an_answer_below_its_recommendation_is_the_action(make_table, make_parsed):
    rows = [
        ["Recommendation and response", "Responsible officer"],
        ["1. Open on Sundays\nResponse: Accepted. A trial will run at two branches.", "Library Manager"],
    ]
    (action,) = normalise_document(make_parsed("# Action plan", make_table(rows))).actions
    assert (action.recommendation, action.response) == ("Open on Sundays", "accepted")
    assert action.action.startswith("Accepted. A trial will run")


def test_a_language_that_lacks_a_row_is_paired_by_number(read):
    actions = read(WELSH_ROWS, f"{ENGLISH_ROWS}\n3 | Shut down the boilers | Property Manager | May 2026 | Not started")
    assert [(action.reference, action.position) for action in actions] == [("1", 1), ("2", 2), ("3", 3)]
    assert actions[2].action == "Shut down the boilers"


def test_scores_of_a_risk_are_no_reference(read):
    (action,) = read(
        """Ref | Risk | Likelihood | Impact | Controls | Further action needed | Owner | By when
        R1 | Data loss | 3 | 5 | Backups run daily | Test a full restore | ICT Manager | May 2027"""
    )
    assert (action.reference, action.action, action.owner) == ("R1", "Test a full restore", "ICT Manager")


def test_actions_that_stand_across_under_a_title(read):
    first, second = read(
        """Corporate health check: response | > | >
        Area | Payroll | Procurement
        Action | Check overpayments monthly | Publish a pipeline of tenders
        Responsible officer | Payroll Lead | Procurement Lead
        By when | April 2027 | June 2027"""
    )
    assert (first.theme, first.owner, first.due.edtf) == ("Payroll", "Payroll Lead", "2027-04")
    assert (second.theme, second.owner) == ("Procurement", "Procurement Lead")


def test_a_title_above_headings_makes_no_card(read):
    actions = read(
        """Theme A: Water | > | >
        Action | Lead | Due
        Clean the ponds | Parks Lead | May 2027
        Theme B: Wildlife | > | >
        Action | Lead | Due
        Count the newts | Ecologist | June 2027"""
    )
    assert [(action.theme, action.action) for action in actions] == [
        ("Theme A: Water", "Clean the ponds"),
        ("Theme B: Wildlife", "Count the newts"),
    ]


def test_next_steps_behind_the_progress_are_told_of_a_deliverable(read):
    (action,) = read(
        """Deliverable | Sponsor | Due | RAG | Commentary | Next steps
        Agree a recovery plan | Finance Director | May 2027 | Green | Drafted in March | Take it to Council"""
    )
    assert action.action == "Agree a recovery plan"
    assert [update.text for update in action.updates] == ["Drafted in March", "Take it to Council"]


def test_what_is_still_to_do_about_a_recommendation_is_no_other_action(read):
    (row,) = read(
        """Recommendation | Progress to date | Addressed? | Further action?
        Adopt a contract register | Adopted in June | Yes | No"""
    )
    assert (row.recommendation, row.action, row.status.value) == ("Adopt a contract register", None, "complete")


def test_further_action_with_who_does_it_is_the_action(read):
    (row,) = read(
        """Recommendation | Current position | Further action required | Lead | By when
        Adopt a contract register | A list is kept | Publish the list | Procurement Lead | May 2027"""
    )
    assert row.action == "Publish the list"


def test_a_row_with_nothing_to_do_is_no_action_but_answers_a_recommendation(read):
    assert (
        read(
            """Principle | In place | Action | Officer | Date
        Lawfulness | Legal advice | None required | - | -
        Openness | Webcasts | Publish gifts | Monitoring Officer | May 2027"""
        )[0].action
        == "Publish gifts"
    )
    (refused,) = read(
        """Recommendation | Action | Officer | Date
        Halve the committees | None | - | -"""
    )
    assert refused.recommendation == "Halve the committees"


def test_findings_followed_up_by_what_was_done_are_a_plan(read):
    (row,) = read(
        """Issue identified | Action taken | Status
        Late accounts | Two accountants were hired | Closed"""
    )
    assert (row.finding, row.status.value, row.updates[0].text) == (
        "Late accounts",
        "complete",
        "Two accountants were hired",
    )


def test_how_principles_are_met_is_no_plan(read):
    assert not read(
        """Principle | How we meet it | Evidence
        Integrity | Members follow a code | Register of interests
        Openness | Agendas are published | Website"""
    )


def test_lettered_updates_go_to_their_parts(read):
    first, second = read(
        """Rec | Action | Officer | Position at follow up
        1 | (a) List the leavers¶(b) Cancel the cards | (a) HR¶(b) Clerk | (a) Implemented¶(b) Not implemented"""
    )
    assert [update.text for update in second.updates] == ["Not implemented"]
    assert (first.status.value, second.status.value) == ("complete", "not_started")


def test_an_owner_keeps_its_comma_beside_a_date(read):
    (row,) = read(
        """Action | Responsible officer / agreed date
        Refresh the programme | Executive Director, Finance¶31 December 2027"""
    )
    assert (row.owner, row.timescale) == ("Executive Director, Finance", "31 December 2027")


def test_milestones_beside_the_end_date_are_no_deadlines(read):
    rows = read(
        """Action | Lead | End | Milestones
        Hire coordinators | Head of SEND | May 2027 | All in post
        Agree a framework | Head of SEND | June 2027 | 20 plans read each month
        Clear the backlog | Casework Lead | July 2027 | Below 50 by March"""
    )
    assert [row.timescale for row in rows] == ["May 2027", "June 2027", "July 2027"]


def test_a_sentence_between_heading_and_table_is_not_the_theme(make_table, make_parsed):
    table = [["Action", "Lead"], ["Hire staff", "HR Lead"], ["Train staff", "HR Lead"]]
    told = "The partnership should be quicker to plan support."
    tables = [make_table(table, number=n, heading=told if n else "Priority action 1") for n in (0, 1)]
    parsed = make_parsed("# Plan", "## Priority action 1", tables[0], "## Priority action 2", told, tables[1])
    themes = [action.theme for action in normalise_document(parsed).actions]
    assert themes == ["Priority action 1"] * 2 + ["Priority action 2"] * 2


def test_milestones_with_who_reaches_them_by_when_are_actions(read):
    (row,) = read(
        """Workstream | Milestone | Owner | Baseline date | Forecast date
        Customer | New contact centre opens | Head of Customer | 01/11/2026 | 15/01/2027"""
    )
    assert (row.action, row.theme) == ("New contact centre opens", "Customer")
    assert (row.due.edtf, row.revised_due.edtf) == ("2026-11-01", "2027-01-15")


def test_words_under_item_and_grades_under_risk(read):
    (row,) = read(
        """Item | Recommendation | Risk | Action | Officer | Due
        Leisure contract | Invite the operator | High | Ask the operator to February | Clerk | May 2027"""
    )
    assert (row.theme, row.reference, row.priority, row.finding) == ("Leisure contract", None, "High", None)


def test_a_standard_met_needs_no_action(read):
    (row,) = read(
        """FM Standard | Current compliance | Action | Owner | Deadline
        A. Services give value | Amber | Review each service | Finance Lead | May 2027
        B. The treasurer leads | Green | None | n/a | n/a"""
    )
    assert row.theme.endswith("Services give value")


def test_outcome_and_update_behind_the_action_is_an_update(read):
    (row,) = read(
        """Ref | Action agreed | Lead | Deadline | Outcome/update | Status
        1 | Share the survey | HR Lead | May 2027 | Shared with unions | Closed"""
    )
    assert (row.outcome, row.updates[0].text) == (None, "Shared with unions")


def test_a_weakly_named_action_leaves_a_recommendation_its_plan(read):
    (row,) = read(
        """Peer recommendation | Preferred solution | Lead | Target
        Cut the slides | Five at most | Development Manager | May 2027"""
    )
    assert (row.recommendation, row.action) == ("Cut the slides", "Five at most")


@pytest.mark.parametrize("status", ["Slipped to October 2026", "Overdue – new target date October 2026"])
def test_a_status_that_moves_the_deadline_revises_it(read, status):
    (row,) = read(
        f"""Action | Lead | Target date | Status
        Mentor in three schools | Youth Lead | July 2026 | {status}"""
    )
    assert (row.due.edtf, row.revised_due.edtf, row.status.value) == ("2026-07", "2026-10", "delayed")


def test_deadline_and_progress_in_one_cell_are_told_apart(read):
    first, second, third = read(
        """Action | Lead | Deadline and progress
        Map the drains | Flood Lead | By 4 May 2026. In progress – half of the town is on the map.
        Lift the covers | Depot Manager | June 2026. Not started
        Paint the gates | Parks Lead | Summer 2026"""
    )
    assert (first.timescale, first.due.edtf, first.status.value) == ("By 4 May 2026.", "2026-05-04", "in_progress")
    assert [update.text for update in first.updates] == ["half of the town is on the map."]
    assert (second.due.edtf, second.status_text) == ("2026-06", "Not started")
    assert (third.due.edtf, third.status.value) == ("2026-22", "unknown")


def test_findings_with_what_was_done_and_where_they_stand_are_followed_up(read):
    first, second = read(
        """Issue found last year | Action taken since | Position at May 2026
        No register of gifts | A register was opened in June | Complete
        Keys go missing | – | In progress"""
    )
    assert [first.status.value, second.status.value] == ["complete", "in_progress"]
    assert [update.text for update in second.updates] == ["In progress"]


def test_ticks_of_a_self_assessment_answer_no_recommendation(read):
    (action,) = read(
        """Question | Yes | Partly | No | What we have in place | Action | Lead
        Are gifts declared? | | ✓ | | A form was completed in 2020. | Relaunch the form | Monitoring Officer"""
    )
    assert (action.response, action.reference, action.extra) == (None, None, {"Partly": "✓"})
    assert (action.status.value, len(action.updates)) == ("unknown", 1)


def test_ticked_years_are_the_timescale(read):
    first, second = read(
        """Action | Lead | 2025/26 | 2026/27 | 2027/28
        Open a youth hub | Youth Lead | X | X |
        Mend the depot | Fleet Lead | | | X"""
    )
    assert (first.due.edtf, second.due.edtf) == ("2026-04/2027-03", "2027-04/2028-03")


def test_the_last_of_monthly_ratings_and_a_reason_for_delay_are_the_status(read):
    first, second = read(
        """Action | Lead | Reason for delay | RAG Jun | RAG Sep
        Open the hub | Youth Lead | | Red | Green
        Mend the depot | Fleet Lead | The surveyor has left. | |"""
    )
    assert (first.rag.value, first.status_text, second.status.value) == ("green", "Green", "delayed")


def test_forms_of_one_kind_mean_the_same_by_each_label(make_table, make_parsed):
    labels = ["Recommendation", "Response", "Action to be taken", "Owner"]
    told = [
        ["Plant trees", "Agreed", "Plant a wood by the weir", "Parks Lead"],
        ["Find wardens", "Agreed", "Ask each friends group", "Parks Lead"],
        ["Raise fines", "Not agreed", "No action: the law sets them", "–"],
    ]
    tables = [make_table([[label, text] for label, text in zip(labels, row, strict=True)]) for row in told]
    between = [item for table in tables for item in ("Next", table)]
    record = normalise_document(make_parsed("# Response to the review of trees", *between))
    assert [action.action for action in record.actions] == [row[2] for row in told]


def test_projects_with_who_by_when_and_how_far_are_a_plan(read):
    (row,) = read("Project | Manager | Completion date | Status\nDepot roof | Estates Surveyor | May 2027 | On site")
    assert (row.action, row.due.edtf) == ("Depot roof", "2027-05")


def test_completed_beside_filled_deadlines_tells_when_they_were_met(read):
    table = "Action | Lead | Deadline | Completed\nMend the weir | Estates | June 2026 | 2 June 2026"
    (row,) = read(table, before="# Recovery Plan May 2026")
    assert (row.due.edtf, row.completed.edtf) == ("2026-06", "2026-06-02")


def test_one_numbered_part_leaves_its_number_to_the_reference(read):
    (row,) = read("Action | Owner | Target\n2.1 Agree a protocol | 2.1 Head of Homes | 2.1 May 2027")
    assert (row.reference, row.action, row.owner, row.timescale) == (
        "2.1",
        "Agree a protocol",
        "Head of Homes",
        "May 2027",
    )
