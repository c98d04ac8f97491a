"""Title, kind and date of a plan, from hand-made documents."""

import pytest

from ingest.model import Block, BlockKind, Cell, Locator, Parsed, Source, Table
from normalise.facts import read_facts, read_plan_type, read_title_date, title_above
from normalise.titles import strip_site


def document(*content):
    return Parsed(Source("x/plan-v3_final.docx", "0" * 64, "application/pdf", 1), content)


def heading(text, level=1):
    return Block(BlockKind.HEADING, text, level=level)


def title(text):
    return Block(BlockKind.TITLE, text, locator=Locator(path="/html/head[1]/title[1]"))


def bold(text):
    return Block(BlockKind.PARAGRAPH, text, bold=True)


def para(text):
    return Block(BlockKind.PARAGRAPH, text)


def furniture(text):
    return Block(BlockKind.FURNITURE, text)


def table(*rows, number=0, **kwargs):
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(cells, len(rows), max(map(len, rows)), number=number, **kwargs)


def plan_table(number=0):
    rows = (
        ("No", "Action", "Owner", "By"),
        ("1", "Repair roof", "Head of Estates", "May"),
        ("2", "Sell van", "Fleet", "June"),
    )
    return table(*rows, number=number)


PROSE = "The committee asked in the spring for a plan that says who will mend what by when, and officers drew one up."


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            (bold("Corporate Peer Challenge\nHarrowmere Borough Council Action Plan"),),
            "Corporate Peer Challenge Harrowmere Borough Council Action Plan",
        ),
        (
            (bold("Roofs across the borough"), bold("- notes for wardens"), bold("MENDING PLAN")),
            "Roofs across the borough - notes for wardens MENDING PLAN",
        ),
        ((heading("Flood Review"), heading("Purpose", 2), para(PROSE)), "Flood Review"),
        ((para("Flood Review"), para("Purpose"), para(PROSE)), "Flood Review"),
        ((para("Recovery Plan March 2021"),), "Recovery Plan March 2021"),
        (
            (
                para("Cabinet"),
                para("14 March 2024"),
                para("Report of the Chief Executive"),
                heading("Roof Repairs Plan"),
            ),
            "Roof Repairs Plan",
        ),
        (
            (para("Harrowmere Borough Council"), bold("Roof Repairs Plan"), bold("Theme 1: Schools")),
            "Roof Repairs Plan",
        ),
        ((title("Roof Repairs Plan | Harrowmere Borough Council"), furniture("Search")), "Roof Repairs Plan"),
        (
            (bold("Peer Challenge"), bold("Harrowmere Borough Council"), bold("Action Plan"), bold("Leadership")),
            "Peer Challenge Harrowmere Borough Council Action Plan",
        ),
        ((title("Microsoft Word - roofs_v3.docx"), heading("Roof Repairs Plan")), "Roof Repairs Plan"),
        ((title("plan_final.pdf"), para("Roof Repairs Plan")), "Roof Repairs Plan"),
        (
            (para("Report to: Cabinet"), para("Subject: Roof Repairs Plan"), heading("Recommendations")),
            "Roof Repairs Plan",
        ),
        ((table(("Report title:", "Roof Repairs Plan"), ("Date:", "May 2024"), number=9),), "Roof Repairs Plan"),
        ((heading("Appendix A"), heading("Roof Repairs Plan")), "Roof Repairs Plan"),
        (
            (bold("Report on Roofs of the Borough for the Spring"), para(PROSE), heading("Progress so far by schools")),
            "Report on Roofs of the Borough for the Spring",
        ),
        (
            (para("OFFICIAL"), para("DRAFT"), bold("Roof Action Log – 12 April 2019"), bold("Secretariat")),
            "Roof Action Log – 12 April 2019",
        ),
        ((para("Home › Council › Plans"), para("Roof Repairs Plan")), "Roof Repairs Plan"),
        ((para("20/11/2026, 09:30 Roofs | Harrowmere"), heading("Roof Repairs Plan")), "Roof Repairs Plan"),
        ((para("Roof Repairs Plan"), para("Norbridge Council, July 2024"), para(PROSE)), "Roof Repairs Plan"),
        ((bold("Norbridge Council (July 2024)"), para("Roof Repairs Plan")), "Roof Repairs Plan"),
        ((bold("Position as at 1 March 2024"), para(PROSE)), None),
        ((heading("Updated May 2024"), heading("Roof Repairs Plan")), "Roof Repairs Plan"),
        ((bold("Roof Repairs Review"), heading("The schools visited", 2)), "Roof Repairs Review"),
        (
            (para("Town Hall, Mere HX1 2AA"), para("Dear Minister"), para("Roof Repairs: our answer")),
            "Roof Repairs: our answer",
        ),
        ((heading("Roof Repairs"), heading("Update for the Estates Committee, 9 July 2024")), "Roof Repairs"),
        ((para(PROSE),), None),
    ],
)
def test_reads_the_title_above_a_plan(content, expected):
    assert read_facts(document(*content, plan_table()), (0,)).title == expected


def test_reads_the_title_of_a_plan_told_in_lists():
    parsed = document(
        heading("Member Conduct"), heading("Purpose", 2), para(PROSE), Block(BlockKind.LIST_ITEM, "train", 1)
    )
    assert read_facts(parsed).title == "Member Conduct"


def test_takes_the_spanning_first_row_where_nothing_stands_above():
    cells = (
        Cell(0, 0, "Roof Action Log", column_span=2),
        Cell(1, 0, "Action"),
        Cell(1, 1, "By"),
        Cell(2, 0, "Mend"),
        Cell(2, 1, "May"),
    )
    assert read_facts(document(Table(cells, 3, 2)), (0,)).title == "Roof Action Log"


def test_tables_by_theme_share_the_report_s_title():
    first, second = plan_table(0), plan_table(1)
    parsed = document(
        heading("Equality Action Plan"),
        heading("Objective 1: Staff", 2),
        first,
        heading("Objective 2: Services", 2),
        second,
    )
    assert title_above(parsed, first) == title_above(parsed, second) == "Equality Action Plan"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ((heading("Agenda item 3: Leisure"),), (heading("Agenda item 4: Safeguarding"),)),
        ((heading("Appendix 1 – Leisure Action Plan"),), (heading("Appendix 2 – Safeguarding Action Plan"),)),
        ((heading("Leisure Improvement Plan", 2),), (heading("Safeguarding Action Plan", 2),)),
        ((heading("Leisure", 2), para("Agenda item 3.")), (heading("Safeguarding", 2), para("Agenda item 4."))),
    ],
)
def test_each_paper_of_a_pack_has_its_own_title(one, two):
    first, second = plan_table(0), plan_table(1)
    parsed = document(heading("Cabinet: Agenda Pack"), *one, first, *two, second)
    assert [title_above(parsed, t) for t in (first, second)] == [one[0].text, two[0].text]


def test_numbered_appendix_takes_the_title_under_it():
    first, second = plan_table(0), plan_table(1)
    parsed = document(heading("Audit report"), first, bold("Appendix B"), bold("Leisure Action Plan"), second)
    assert title_above(parsed, second) == "Leisure Action Plan"


@pytest.mark.parametrize(
    ("content", "as_of"),
    [
        ((heading("Action Log – 12 April 2019"),), "2019-04-12"),
        ((heading("Recovery Plan March 2021"),), "2021-03"),
        ((heading("Plan"), para("Date: 14 March 2024")), "2024-03-14"),
        ((heading("Plan"), para("Audit Committee – Thursday 14 March 2024")), "2024-03-14"),
        ((heading("Plan"), heading("Annual progress report to the Board – May 2024")), "2024-05"),
        ((heading("Plan"), para("In response to the Ofsted report – May 2024")), None),
        ((heading("Plan"), para("Harrowmere Borough Council. Position at September 2024.")), "2024-09"),
        ((heading("Plan May 2023"), para("Last updated: 3 June 2024")), "2024-06-03"),
        ((table(("Meeting date:", "4 July 2023"), ("Title:", "Roof plan"), number=9),), "2023-07-04"),
        ((heading("Plan"), furniture("Version 2 – 12 May 2024")), "2024-05-12"),
        (
            (
                heading("Plan"),
                table(
                    ("Role", "Name", "Date of sign-off"),
                    ("Legal", "A", "3 May 2019"),
                    ("HR", "B", "9 May 2019"),
                    number=9,
                ),
            ),
            "2019-05-09",
        ),
        ((heading("Minutes of the meeting held on Tuesday 14 March 2024 at 10am in Mere Hall"),), "2024-03-14"),
        ((heading("Plan"), para("Completion date: 30 April 2025")), None),
        ((heading("Plan"), para("Harrowmere Borough Council – Final – issued 22 August 2024")), "2024-08-22"),
        ((heading("Progress on decisions of the last meeting, 7.2.18"),), None),
        ((heading("Response to the inspection of June 2023"),), None),
        ((heading("Action Plan 2023-2026"),), None),
        ((heading("Plan"), para("Members visited the depot on 3 May 2024 and were shown the lorries.")), None),
        ((heading("Plan"), furniture("20/11/2026, 09:30 Plan | Harrowmere")), None),
        ((heading("Plan"), para(PROSE)), None),
    ],
)
def test_reads_the_date_that_a_document_bears(content, as_of):
    assert read_facts(document(*content, plan_table()), (0,)).as_of == as_of


def test_latest_update_column_dates_the_plan():
    parsed = document(heading("Recovery Plan March 2021"), plan_table())
    assert read_facts(parsed, (0,), ("2021-03", "2021-04-11", "2021-04")).as_of == "2021-04"
    assert read_facts(parsed, (0,), ("2023-05", "2023-09")).as_of == "2023-09"
    assert read_facts(parsed, (0,), ("2023-21", "2023-09")).as_of == "2023-09"  # spring comes before September
    assert read_facts(parsed, (0,), ("2023-12", "2023-24")).as_of == "2023-24"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("LGA Corporate Peer Challenge – action plan", "peer_challenge"),
        ("Internal Audit Recommendations: Follow-up", "audit_follow_up"),
        ("Climate Emergency Action Plan", "climate"),
        ("Equality, Diversity and Inclusion Action Plan", "equality"),
        ("Ofsted improvement plan", "inspection"),
        ("Annual Governance Statement – Action Plan", "governance"),
        ("Allotments Panel Action Log", "action_log"),
        ("Improvement Plan", "improvement_plan"),
        ("Action Plan", None),
        ("Auditorium repairs", None),
    ],
)
def test_reads_the_kind_of_plan(text, kind):
    assert read_plan_type(text) == kind


def test_dates_in_titles_that_look_back_are_not_the_plan_s():
    assert read_title_date("Progress against the letter of 7 February 2018") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Roof plan | Harrowmere Borough Council", "Roof plan"),
        ("Harrowmere Borough Council | Roof plan", "Roof plan"),
        ("Roof plan - Harrowmere Borough Council", "Roof plan"),
        ("Roof plan – phase two", "Roof plan – phase two"),
    ],
)
def test_cuts_the_site_from_a_page_s_title(text, expected):
    assert strip_site(text) == expected
