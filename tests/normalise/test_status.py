import pytest

from normalise.colours import read_colour, read_colour_word
from normalise.model import Direction, Rag, Response, Status
from normalise.status import read_direction, read_status
from normalise.status_parts import joint_status

STATUSES = {
    Status.COMPLETE: """Complete|Completed.|Done|Closed|Implemented|Now complete|100%|100% complete|All actions complete
        Complete – ongoing monitoring|Completed – June 2023
        May 2024: Complete|This recommendation has been implemented
        Delayed - now complete|Compete|Completd|COM-PLETED|✔|Achieved and closed|Completed 31/03/24|Signed off
        Complete (subject to final audit)|Fully implemented""",
    Status.IN_PROGRESS: """In progress|Ongoing|On-going|Ongiong|Underway|On track
        On Target|In hand|Not complete
        Not yet completed|Not fully implemented|Partially complete|Partly implemented|Substantially complete
        75% complete
        90%|Approx. 40% complete
        Almost finished|Nearing completion|On time completion expected|To be completed by May
        Initial stages|Plan in place
        Business as usual|Still ongoing|Work has commenced
        In progress - awaiting approval
        Carried forward|Delayed but now on track|Amber - progressing|Complete / Ongoing|Started|WIP|InProgress
        Expected to be completed by March""",
    Status.DELAYED: """Delayed|Overdue|Off track|Not on track|No longer on track
        Slipped|Behind schedule|In progress but delayed
        Revised completion dates|Deadline extended|At risk|On track – deadline extended|Deferred to 2025/26|Slipping""",
    Status.NOT_STARTED: """Not started|Not yet started|Not commenced|Pending|New|Not due|Not yet due|No action taken
        To start
        Yet to commence|0%|Not implemented|To be done|No progress""",
    Status.ON_HOLD: "On hold|Action on hold|Paused|Suspended|Awaiting legal advice|Started – on hold|Currently on hold",
    Status.CANCELLED: """Cancelled|No longer required|Superseded|Withdrawn|To be deleted|Action to be deleted
        Not required|Superseded by action 7|Deleted as no longer relevant""",
}
CELLS = [(text.strip(), s) for s, cells in STATUSES.items() for line in cells.split("\n") for text in line.split("|")]


@pytest.mark.parametrize(("text", "status"), CELLS)
def test_reads_status_cells(text, status):
    reading = read_status(text)
    assert reading.status is status
    assert 0.3 <= reading.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n/a",
        "TBC",
        "-",
        "Complete the review by May",
        "Met with the LGA in June to discuss the approach.",
        "New policy was adopted by Cabinet in May.",
        "Open spaces strategy went to members, who asked for costs.",
        "The policy has been completed and is being rolled out to every team over the coming year, with more to come.",
        "Green Belt review",
        "75% of staff were trained in the autumn by an external provider, and the rest will follow.",
        "Reports go to Cabinet, which decides whether a scheme is complete.",
    ],
)
def test_narrative_and_blanks_are_no_status(text):
    reading = read_status(text)
    assert (reading.status, reading.confidence) == (None, 0.0)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Done. The review was finished in May.", "The review was finished in May."),
        ("Complete: every lease has been checked", "every lease has been checked"),
        ("In progress - draft out with members", "draft out with members"),
        ("Commenced\nAs at May six leases had been checked.", "As at May six leases had been checked."),
        ("Completed – June 2023", ""),
        ("On track for due date", ""),
        ("Complete – ongoing monitoring", ""),
        ("Phase 1 complete\nPhase 2 complete", ""),
    ],
)
def test_rest_is_what_the_cell_goes_on_to_tell(text, rest):
    assert read_status(text).rest == rest


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Phase 1 complete\nPhase 2 not started", Status.IN_PROGRESS),
        ("a) Complete\nb) Complete", Status.COMPLETE),
        ("Complete\nDelayed", Status.DELAYED),
        ("Policy was taken to members.\nComplete", Status.COMPLETE),
    ],
)
def test_several_lines_are_complete_only_together(text, status):
    assert read_status(text).status is status


def test_cancelled_parts_do_not_count():
    assert joint_status([Status.CANCELLED, Status.COMPLETE]) is Status.COMPLETE
    assert joint_status([Status.CANCELLED, Status.CANCELLED]) is Status.CANCELLED


@pytest.mark.parametrize(
    ("text", "rag", "status"),
    [
        ("Amber", Rag.AMBER, Status.DELAYED),
        ("G", Rag.GREEN, Status.IN_PROGRESS),
        ("RAG: Red", Rag.RED, Status.DELAYED),
        ("🟢", Rag.GREEN, Status.IN_PROGRESS),
        ("Blue (complete)", Rag.BLUE, Status.COMPLETE),
        ("🔴 Overdue", Rag.RED, Status.DELAYED),
        ("Green - on track", Rag.GREEN, Status.IN_PROGRESS),
    ],
)
def test_colours_in_words_letters_and_symbols(text, rag, status):
    reading = read_status(text)
    assert (reading.rag, reading.status) == (rag, status)


def test_a_colour_alone_is_unsure_and_a_legend_decides_it():
    assert read_status("Green").confidence <= 0.5
    by_key = read_status("Green", {"green": Status.COMPLETE})
    assert (by_key.status, by_key.confidence > 0.8) == (Status.COMPLETE, True)
    assert read_status("BRAG 2", {"Brag 2": Status.ON_HOLD}).status is Status.ON_HOLD


@pytest.mark.parametrize(
    ("text", "status", "rest"),
    [
        ("C", Status.COMPLETE, ""),
        ("(ns)", Status.NOT_STARTED, ""),
        ("P – draft with the Board", Status.IN_PROGRESS, "draft with the Board"),
        ("C / P", Status.IN_PROGRESS, ""),
        ("3", Status.CANCELLED, ""),
        ("3. Board to decide", None, ""),
        ("Catering", None, ""),
    ],
)
def test_codes_of_a_key_are_read_where_they_lead(text, status, rest):
    key = {"C": Status.COMPLETE, "P": Status.IN_PROGRESS, "NS": Status.NOT_STARTED, "3": Status.CANCELLED}
    reading = read_status(text, key)
    assert (reading.status, reading.rest) == (status, rest)


def test_complete_but_for_a_part_is_in_progress():
    assert read_status("Complete apart from the signage").status is Status.IN_PROGRESS
    assert read_status("Completed but for two wards").status is Status.IN_PROGRESS
    assert read_status("Incomplete").status is Status.IN_PROGRESS


def test_not_begun_or_late_is_late():
    assert read_status("Not started or behind schedule").status is Status.DELAYED


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("75% complete", 75),
        ("In progress (60%)", 60),
        ("Under development (70%)", 70),
        ("over 75% complete", None),
        ("100%", 100),
    ],
)
def test_percentages(text, percent):
    assert read_status(text).percent_complete == percent


@pytest.mark.parametrize(
    ("text", "response", "status"),
    [
        ("Agreed", Response.ACCEPTED, None),
        ("Partly agreed", Response.PARTLY, None),
        ("Not accepted", Response.REJECTED, None),
        ("Rejected", Response.REJECTED, Status.CANCELLED),
        ("Agreed. In progress.", Response.ACCEPTED, Status.IN_PROGRESS),
    ],
)
def test_responses_give_no_status(text, response, status):
    reading = read_status(text)
    assert (reading.response, reading.status) == (response, status)


def test_arrows_anywhere_words_only_in_their_own_column():
    assert read_status("Amber ↗").direction is Direction.UP
    assert read_status("\uf0ea").direction is Direction.DOWN
    assert read_status("No change").direction is None
    assert [read_direction(t) for t in ("→", "No change", "Declining", "?")] == [
        Direction.LEVEL,
        Direction.LEVEL,
        Direction.DOWN,
        None,
    ]


def test_misspelt_words_are_less_sure():
    assert read_status("Ongiong").confidence < read_status("Ongoing").confidence


@pytest.mark.parametrize(
    ("colour", "rag"),
    [
        ("#c00000", Rag.RED),
        ("#ffcccc", Rag.RED),
        ("#f2dcdb", Rag.RED),
        ("#ffc000", Rag.AMBER),
        ("#fff2cc", Rag.AMBER),
        ("#ffff00", Rag.AMBER),
        ("#92d050", Rag.GREEN),
        ("#e2efda", Rag.GREEN),
        ("#0070c0", Rag.BLUE),
        ("#808080", Rag.GREY),
        ("#f5f5dc", None),
        ("#faf0e6", None),
        ("#c4bd97", None),
        ("#f2f2f2", None),
        ("#000000", None),
        ("#7030a0", None),
        (None, None),
        ("teal", None),
    ],
)
def test_fills_by_hue_tints_count_and_beige_does_not(colour, rag):
    assert read_colour(colour) is rag


def test_letters_count_only_as_a_whole_cell():
    assert read_colour_word("(A)") is Rag.AMBER
    assert read_colour_word("A review") is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ar y gweill / In progress", Status.IN_PROGRESS),
        ("Wedi'i gwblhau", Status.COMPLETE),
        ("Heb ddechrau", Status.NOT_STARTED),
        ("Implemented in part", Status.IN_PROGRESS),
        ("3 of 5 complete", Status.IN_PROGRESS),
        ("Two of three completed", Status.IN_PROGRESS),
        ("5 of 5 complete", Status.COMPLETE),
    ],
)
def test_welsh_statuses_and_what_is_done_in_part(text, status):
    assert read_status(text).status is status


@pytest.mark.parametrize("status", ["not_started", "in_progress", "delayed", "complete", "on_hold", "cancelled"])
def test_a_status_of_the_record_reads_as_itself(status):
    assert read_status(status.replace("_", " ")).status == status
    assert read_status(status).status == status
