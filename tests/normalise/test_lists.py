"""Plans told as lists and as labelled lines."""

import pytest

from ingest.model import Block, BlockKind
from normalise.labels import read_label, read_labelled_lines
from normalise.model import Field
from normalise.plan import normalise_document
from normalise.wording import announces_actions


def tell(parsed):
    return [
        (action.action.rstrip("."), [owner.name for owner in action.owners], action.due and action.due.edtf)
        for action in normalise_document(parsed).actions
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Repaint the bandstand. Lead: Parks Manager. By: May 2024",
        "Repaint the bandstand | Owner: Parks Manager | Due: May 2024",
        "Repaint the bandstand (Lead: Parks Manager; deadline: May 2024)",
        "Repaint the bandstand Responsible officer: Parks Manager Target date: May 2024",
        "Repaint the bandstand – Parks Manager – May 2024",
        "Repaint the bandstand (Parks Manager, May 2024).",
        "Repaint the bandstand. Parks Manager, May 2024.",
        "Repaint the bandstand; Parks Manager; May 2024",
        "Repaint the bandstand, Parks Manager, May 2024",
    ],
)
def test_owner_and_date_at_an_items_end(line, make_parsed):
    items = [Block(BlockKind.PARAGRAPH, text, marker=f"{n}.") for n, text in enumerate((line, line), start=1)]
    told = tell(make_parsed("# Action plan", *items))
    assert told == [("Repaint the bandstand", ["Parks Manager"], "2024-05")] * 2


def test_labels_that_a_text_shows_as_headings_are_an_items_own(make_parsed):
    def item(number, text):
        return Block(BlockKind.LIST_ITEM, text, 1, number), f"# Lead: Warden {number} | Due: May 202{number[0]}"

    told = tell(make_parsed("# Action plan", *item("4.", "Cut the reeds"), *item("5.", "Mend the path")))
    assert [(text, due) for text, _, due in told] == [("Cut the reeds", "2024-05"), ("Mend the path", "2025-05")]


def test_what_an_action_says_of_itself_stays(make_parsed):
    whole = [
        "Partner events: hold two fairs",
        "Rebuild the pier – the longest in the county",
        "Review costs: all of them",
    ]
    assert [text for text, _, _ in tell(make_parsed("# Action plan", *(f"- {text}" for text in whole)))] == whole


def test_lists_of_one_item_under_one_announced_heading(make_parsed):
    told = tell(make_parsed("# Actions for the year", "## Parks", "- Mend the gates", "## Roads", "- Paint the lines"))
    assert [action for action, _, _ in told] == ["Mend the gates", "Paint the lines"]
    assert not tell(make_parsed("# Actions for the year", "- Mend the gates", "# Minutes", "- Paint the lines"))


def test_numbered_themes_over_lists_that_repeat_one_announcement(make_parsed):
    parsed = make_parsed(
        *(
            "# Town strategy",
            "## Priority 1: Parks",
            "Parks are loved.",
            "What we will do:",
            "- Mend the gates",
            "- Open a kiosk",
        ),
        *("## Priority 2: Roads", "What we will do:", "- Paint the lines"),
    )
    assert [(action.theme, action.action) for action in normalise_document(parsed).actions] == [
        ("Priority 1: Parks", "Mend the gates"),
        ("Priority 1: Parks", "Open a kiosk"),
        ("Priority 2: Roads", "Paint the lines"),
    ]


@pytest.mark.parametrize("noun", ["Measure", "Task", "Commitment", "Objective"])
def test_numbered_blocks_are_actions_where_no_label_says_action(noun, make_parsed):
    blocks = [
        text
        for n, job in enumerate(("Mend the gates", "Open a kiosk"), start=1)
        for text in (f"{noun} {n}: {job}", "Lead: Parks Manager", "By: May 2024", "Progress: Not started")
    ]
    actions = normalise_document(make_parsed(*blocks)).actions
    assert [(action.reference, action.action, action.owner, action.status) for action in actions] == [
        ("1", "Mend the gates", "Parks Manager", "not_started"),
        ("2", "Open a kiosk", "Parks Manager", "not_started"),
    ]


def test_labelled_paragraphs_below_an_item_are_its_details(make_parsed):
    parsed = make_parsed(
        *("- Mend the gates", "Owner: Parks Manager", "Deadline: May 2024"),
        *("- Open a kiosk", "Owner: Clerk", "Deadline: June 2024"),
    )
    assert tell(parsed) == [
        ("Mend the gates", ["Parks Manager"], "2024-05"),
        ("Open a kiosk", ["Clerk"], "2024-06"),
    ]


@pytest.mark.parametrize(
    ("text", "announces"),
    [
        ("The panel recommends that the Council should:", True),
        ("Over the next year the partnership will:", True),
        ("What we will do:", True),
        ("The council has agreed to:", True),
        ("Applicants will:", False),
        ("If a complaint is upheld the council will:", False),
        ("Members are asked to:", False),
        ("The council will", False),
    ],
)
def test_sentences_that_break_off_before_actions(text, announces):
    assert announces_actions(text, is_heading=False) is announces
    assert announces_actions(text, is_heading=True) is announces


def test_what_a_policy_promises_is_no_plan(make_parsed):
    promise = ("The council will:", "- Assess each form", "- Offer a meeting")
    assert not tell(make_parsed("# Fees policy", *promise))
    assert len(tell(make_parsed("# Parks strategy", *promise))) == 2
    notice = ("Contact: Press Officer", "Date: 3 May 2024", "Status: Immediate", "Response: by 9 June 2024")
    assert not tell(make_parsed("# Notice", *notice))


@pytest.mark.parametrize(
    ("text", "rest", "details"),
    [
        (
            "Agreed. A guide will be written.\nResponsible officer: Head of Place\nAgreed date: June 2024",
            "Agreed. A guide will be written.",
            [(Field.OWNER, "Head of Place"), (Field.TIMESCALE, "June 2024")],
        ),
        (
            "A guide will be written. Lead: Head of Place (interim). By: June 2024",
            "A guide will be written.",
            [(Field.OWNER, "Head of Place (interim)"), (Field.TIMESCALE, "June 2024")],
        ),
        ("A guide on three things: roads, parks, bins", "A guide on three things: roads, parks, bins", []),
        ("Lead: Head of Place", "Lead: Head of Place", []),
        ("Opens at 10:30. See http://example.org", "Opens at 10:30. See http://example.org", []),
    ],
)
def test_labelled_lines_at_the_end_of_a_cell(text, rest, details):
    left, found = read_labelled_lines(text)
    assert (left, [(field, value) for field, _, value in found]) == (rest, details)


def test_a_numbered_noun_is_a_label_with_its_number():
    label, reading, number = read_label("Improvement action 3:")
    assert (label, reading.field, number) == ("Improvement action", Field.ACTION, "3")
    assert read_label("Priority 2")[1].field is Field.THEME
    assert read_label("Recommendation B")[2] == "B"
    assert read_label("NEXT STEPS")[2] is None
    assert read_label("Ward 3") is None


def test_a_short_numbered_line_is_the_theme_of_the_bullets_below_it(make_parsed):
    def item(marker, text):
        return Block(BlockKind.LIST_ITEM, text, 1, marker)

    record = normalise_document(
        make_parsed(
            "# Library action plan",
            "## The year ahead",
            item("4.", "Spring term"),
            item("•", "Renew the lease of the branch (March 2025)"),
            item("•", "Appoint a children's librarian (May 2025)"),
            item("5.", "Autumn term"),
            item("•", "Open the branch on Sundays (October 2025)"),
            "## Matters to consider",
            item("•", "Encourage members to visit a branch"),
            item("•", "Provide views on the opening hours"),
        )
    )
    assert [(a.theme, a.due.edtf) for a in record.actions] == [
        ("Spring term", "2025-03"),
        ("Spring term", "2025-05"),
        ("Autumn term", "2025-10"),
    ]


def test_labels_below_items_under_numbered_objectives_are_the_items(make_parsed):
    def item(number, text, who, when):
        return [Block(BlockKind.PARAGRAPH, text, marker=number), f"Who: {who}", f"When: {when}"]

    parsed = make_parsed(
        "# Town plan",
        "# Objective 1: Clean water",
        *item("1.1", "Dredge the mill pond", "Ponds Officer", "May 2024"),
        *item("1.2", "Test the outfall monthly", "Ponds Officer", "June 2024"),
        "# Objective 2: Safe paths",
        *item("2.1", "Relay the tow path", "Path Warden", "July 2024"),
    )
    actions = normalise_document(parsed).actions
    assert [(action.reference, action.theme, action.action) for action in actions] == [
        ("1.1", "Objective 1: Clean water", "Dredge the mill pond"),
        ("1.2", "Objective 1: Clean water", "Test the outfall monthly"),
        ("2.1", "Objective 2: Safe paths", "Relay the tow path"),
    ]


def test_an_adjective_before_a_numbered_noun_changes_nothing():
    label, reading, number = read_label("Statutory recommendation 2")
    assert (label, reading.field, number) == ("Statutory recommendation", Field.RECOMMENDATION, "2")


def test_minutes_note_actions_item_by_item(make_parsed):
    parsed = make_parsed(
        "# Notes of the harbour group",
        "## 1. Moorings",
        "The group heard of two broken chains.",
        "Action: Harbour Master to order new chains.",
        "## 2. Lights",
        "ACTION: Head of Estates to replace the lamps by 31 May 2024.",
        "## 3. Other business",
        "Action: none.",
    )
    actions = normalise_document(parsed).actions
    assert [action.action for action in actions] == [
        "Harbour Master to order new chains.",
        "Head of Estates to replace the lamps by 31 May 2024.",
    ]


def test_a_single_noted_action_is_a_remark(make_parsed):
    parsed = make_parsed("# Notes", "Action: Harbour Master to order new chains.", "The group closed at noon.")
    assert normalise_document(parsed).actions == ()


BOLD = {"bold": True}


def line(text, marker=None, **given):
    return Block(BlockKind.PARAGRAPH, text, marker=marker, **given)


@pytest.mark.parametrize(
    "blocks",
    [
        (
            *("# Recommendation 1", "The pier should be mended.", "## Our response", "We agree. Oak will be bought."),
            *("- Lead: Harbour Master", "- Deadline: May 2024"),
            *("# Recommendation 2", "A crane is needed.", "## Our response", "Not agreed. It costs too much."),
            *("- Lead: Crane Driver", "- Deadline: June 2024"),
        ),
        (
            *(line("Recommendation 1 – The pier should be mended.", **BOLD), "We agree. Oak will be bought."),
            *("Lead: Harbour Master", "Deadline: May 2024"),
            *(line("Recommendation 2 – A crane is needed.", **BOLD), "Not agreed. It costs too much."),
            *("Lead: Crane Driver", "Deadline: June 2024"),
        ),
        (
            line("The pier should be mended.", "1."),
            *("Action: We agree. Oak will be bought.", "Lead: Harbour Master", "Deadline: May 2024"),
            line("A crane is needed.", "2."),
            *("Action: Not agreed. It costs too much.", "Lead: Crane Driver", "Deadline: June 2024"),
        ),
        (
            line("R1. The pier should be mended.", **BOLD),
            "We agree. Oak will be bought. (Harbour Master, May 2024)",
            line("R2. A crane is needed.", **BOLD),
            "Not agreed. It costs too much. (Crane Driver, June 2024)",
        ),
        (
            *("# Item 1", "Recommendation", "The pier should be mended.", "Our response"),
            *("We agree. Oak will be bought.", "Who", "Harbour Master", "When", "May 2024"),
            *("# Item 2", "Recommendation", "A crane is needed.", "Our response"),
            *("Not agreed. It costs too much.", "Who", "Crane Driver", "When", "June 2024"),
        ),
        (
            *("# Item 1", line("Recommendation The pier should be mended.", lead=14)),
            *(line("Our response We agree. Oak will be bought.", lead=12), line("Who Harbour Master", lead=3)),
            line("When May 2024", lead=4),
            *("# Item 2", line("Recommendation A crane is needed.", lead=14)),
            *(line("Our response Not agreed. It costs too much.", lead=12), line("Who Crane Driver", lead=3)),
            line("When June 2024", lead=4),
        ),
    ],
    ids=[
        "headings that are labels",
        "answers below bold lines",
        "numbered lines",
        "codes",
        "labels on their own lines",
        "bold labels without colons",
    ],
)
def test_recommendations_with_their_responses_below(blocks, make_parsed):
    actions = normalise_document(make_parsed("# Pier board: response to the inspector", *blocks)).actions
    assert [(a.recommendation, a.action, a.response, a.owner, a.due and a.due.edtf) for a in actions] == [
        ("The pier should be mended.", "We agree. Oak will be bought.", "accepted", "Harbour Master", "2024-05"),
        ("A crane is needed.", "Not agreed. It costs too much.", "rejected", "Crane Driver", "2024-06"),
    ]


def test_numbered_items_with_labels_below_a_heading_that_names_them(make_parsed):
    def told(number, text, who, when):
        return line(text, number), f"Lead: {who} | Start: May 2024", f"End: {when}", "Status: Complete"

    parsed = make_parsed(
        *("# Pier plan", "Plan date: 7 May 2024", "## Priority action 1", "Piers should be safe.", "### Actions"),
        *told("1.1", "Mend the pier", "Harbour Master", "June 2024"),
        *told("1.2", "Test the crane", "Crane Driver", "July 2024"),
        *("## Priority action 2", "Boats should be clean.", "### Actions"),
        *told("2.1", "Scrub the hulls", "Boatswain", "May 2025"),
    )
    assert [(a.reference, a.action, a.owner, a.due.edtf) for a in normalise_document(parsed).actions] == [
        ("1.1", "Mend the pier", "Harbour Master", "2024-06"),
        ("1.2", "Test the crane", "Crane Driver", "2024-07"),
        ("2.1", "Scrub the hulls", "Boatswain", "2025-05"),
    ]


def test_headings_of_papers_that_ask_a_meeting_to_note_are_no_labels(make_parsed):
    paper = ("## Recommendation", "To note the catch.", "## Next steps", "A further report.", "Lead officer: Clerk")
    assert not tell(make_parsed("# Herring", *paper, "# Cod", *paper))
