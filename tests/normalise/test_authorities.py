"""Names of councils as printed, and whose a document is."""

import re

import pytest

from ingest.model import Block, BlockKind, Cell, IssueCode, Parsed, Source, Table
from normalise.authorities import authority_of_title, find_authority
from normalise.authority_mentions import find_mentions
from normalise.authority_names import addressed_authorities, authorities, resolve_authority


def document(*content):
    return Parsed(Source("plan.html", "0" * 64, "text/html", 1), content)


def heading(text, level=1):
    return Block(BlockKind.HEADING, text, level=level)


def title(text):
    return Block(BlockKind.TITLE, text)


def bold(text):
    return Block(BlockKind.PARAGRAPH, text, bold=True)


def para(text):
    return Block(BlockKind.PARAGRAPH, text)


def item(text):
    return Block(BlockKind.LIST_ITEM, text, level=1, marker="•")


def furniture(text):
    return Block(BlockKind.FURNITURE, text)


def table(*rows, **kwargs):
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(cells, len(rows), max(map(len, rows)), **kwargs)


PLAN = table(
    ("No", "Action", "Owner", "Update"),
    ("1", "Share a depot", "Head of Waste", "Talks with Kent County Council began."),
    ("2", "Visit a beacon council", "Leader", "Leader visited Maidstone Borough Council in May."),
    ("3", "Train members", "Monitoring Officer", "Done."),
)


@pytest.mark.parametrize(
    ("printed", "name", "gss_code"),
    [
        ("Norwich City Council", "Norwich City Council", "E07000148"),
        ("Council of the City of Derby", "Derby City Council", "E06000015"),
        ("Maidstone BC", "Maidstone Borough Council", "E07000110"),
        ("Kent CC", "Kent County Council", "E10000016"),
        ("Kent", "Kent County Council", "E10000016"),
        ("Oldham MBC", "Oldham Metropolitan Borough Council", "E08000004"),
        ("LB Hackney", "London Borough of Hackney", "E09000012"),
        ("Croydon Council", "London Borough of Croydon", "E09000008"),
        ("Royal Borough of Greenwich", "Royal Borough of Greenwich", "E09000011"),
        ("City of York Council", "City of York Council", "E06000014"),
        ("Westminster City Council", "Westminster City Council", "E09000033"),
        ("CYNGOR GWYNEDD", "Gwynedd Council", "W06000002"),
        ("Cyngor Sir Ynys Môn", "Isle of Anglesey County Council", "W06000001"),
        ("Comhairle nan Eilean Siar", "Comhairle nan Eilean Siar", "S12000013"),
        ("Highland Council", "The Highland Council", "S12000017"),
        ("Bath & North East Somerset Council", "Bath and North East Somerset Council", "E06000022"),
        ("Bournemouth, Christchurch & Poole Council", "Bournemouth, Christchurch and Poole Council", "E06000058"),
        ("Colchester City Council", "Colchester City Council", "E07000071"),
        ("Colchester Borough Council", "Colchester Borough Council", "E07000071"),
        ("Somerset Council", "Somerset Council", "E06000066"),
        ("Somerset County Council", "Somerset County Council", "E10000027"),
        ("Allerdale Borough Council", "Allerdale Borough Council", "E07000026"),
        ("E07000110", "Maidstone Borough Council", "E07000110"),
    ],
)
def test_resolves_the_forms_that_documents_use(printed, name, gss_code):
    found = resolve_authority(printed)
    assert (found.name, found.gss_code) == (name, gss_code)


@pytest.mark.parametrize(
    "printed", ["Harrowmere Borough Council", "Chichester City Council", "Youth Council", "", "Council"]
)
def test_resolves_no_council_that_the_register_does_not_hold(printed):
    # the city council of Chichester is a parish council, another body than the district's
    assert resolve_authority(printed) is None


def test_register_is_whole_and_its_codes_are_well_formed():
    register = authorities()
    assert len(register) == 470
    assert all(re.fullmatch(r"[ENSW]\d{8}", a.gss_code) for a in register.values() if a.gss_code)
    assert all(code in register for a in register.values() for code in a.replaced_by)
    assert [a.name for a in register.values() if bool(a.end) != bool(a.replaced_by)] == []
    assert all(resolve_authority(a.name).gss_code == a.gss_code for a in register.values())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Report of the Chief Executive of Maidstone Borough Council", ["Maidstone Borough Council"]),
        ("LGA PEER CHALLENGE HARROWMERE BOROUGH COUNCIL ACTION PLAN", ["Harrowmere Borough Council"]),
        ("Kent County Council and Cambridge City Council's teams", ["Kent County Council", "Cambridge City Council"]),
        (
            "The plan of East Harrowmere and Barton-on-Sea District Council",
            ["East Harrowmere and Barton-on-Sea District Council"],
        ),
        ("North Derby City Council", ["North Derby City Council"]),
        ("officers of the City Council, the County Council and Full Council", []),
        ("the British Council, the Arts Council, Youth Council", []),
        ("NORTH EAST DERBYSHIRE DISTRICT COUNCIL", ["North East Derbyshire District Council"]),
        ("the Royal Borough of Windsor and Maidenhead's plan", ["Royal Borough of Windsor and Maidenhead"]),
    ],
)
def test_finds_councils_in_running_text(text, names):
    assert [m.authority.name for m in find_mentions(text)] == names


def test_reads_web_and_mail_addresses():
    text = "write to plans@maidstone.gov.uk or see https://democracy.kent.gov.uk/x, www.lbhf.gov.uk and www.gov.uk"
    assert [a.short_name for a in addressed_authorities(text)] == ["Maidstone", "Kent", "Hammersmith and Fulham"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        # what a document says of itself
        (
            (heading("Audit plan"), para("Derby City Council accepts the findings, and the Council has begun.")),
            "Derby City Council",
        ),
        ((heading("Plan"), para("The actions were agreed by Derby City Council in May 2024.")), "Derby City Council"),
        ((heading("Plan"), para("Meeting: Audit Committee, Derby City Council")), "Derby City Council"),
        ((heading("Plan"), para("by the Head of Housing, Marlow Vale Council")), "Marlow Vale Council"),
        ((heading("Plan"), para("Derby City Council | Extraordinary Council | 8 October 2024")), "Derby City Council"),
        ((heading("Plan"), para("The team: Ann Lee, Chief Executive, Derby City Council")), None),
        (
            (
                heading("Plan"),
                para("1. This report tells of progress with the Improvement Plan of Derby City Council."),
            ),
            "Derby City Council",
        ),
        ((heading("Plan"), para("Barton and Derby District Council")), "Barton and Derby District Council"),
        ((heading("Plan"), para("Prepared by the Policy Team, Derby City Council, May 2024")), "Derby City Council"),
        ((heading("Plan"), para("Derby City Council declared a climate emergency in 2019.")), "Derby City Council"),
        (
            (heading("Plan"), PLAN, para("Stroud District Council, Ebley Mill, Stroud GL5 4UB")),
            "Stroud District Council",
        ),
        ((para("East Herts District Council"), heading("Plan")), "East Hertfordshire District Council"),
        ((bold("Review of Roofs\nNorwich City Council Mending Plan"),), "Norwich City Council"),
        ((heading("Corporate Peer Challenge of Norwich City Council"),), "Norwich City Council"),
        ((heading("Corporate Peer Challenge at Norwich City Council"),), "Norwich City Council"),
        ((heading("Recovery plan"), heading("London Borough of Croydon", 2)), "London Borough of Croydon"),
        (
            (title("Improvement plan | Maidstone Borough Council"), heading("Improvement plan")),
            "Maidstone Borough Council",
        ),
        ((title("Improvement plan - Harrowmere Council"), heading("Improvement plan")), "Harrowmere Council"),
        ((para("Harrowmere Borough Council"), heading("Action plan")), "Harrowmere Borough Council"),
        ((para("HARROWMERE BOROUGH COUNCIL"), heading("Action plan")), "Harrowmere Borough Council"),
        ((para("Kent County Council – Cabinet – 4 March 2024"), heading("Action plan")), "Kent County Council"),
        (
            (para("Report of the Chief Executive of Maidstone Borough Council"), bold("Plan")),
            "Maidstone Borough Council",
        ),
        ((heading("Action plan"), furniture("Derby City Council  Search  Go")), "Derby City Council"),
        ((heading("Action plan"), PLAN, furniture("© Derby City Council 2024")), "Derby City Council"),
        ((heading("Action plan"), furniture("www.maidstone.gov.uk")), "Maidstone Borough Council"),
        ((heading("Action plan"), para("Contact: jo.bloggs@maidstone.gov.uk")), "Maidstone Borough Council"),
        ((heading("Action plan"), para("Organisation: Harrowmere District Council")), "Harrowmere District Council"),
        ((table(("Authority", "Stroud District Council"), ("Date", "May 2024")), PLAN), "Stroud District Council"),
        (
            (
                heading("Action plan"),
                para("Harrowmere Borough Council (the “Council”) took part in a review last year."),
            ),
            "Harrowmere Borough Council",
        ),
        ((table(("No", "Action"), ("1", "Do it")), heading("Derby City Council response", 2)), "Derby City Council"),
        (
            (
                heading("Action plan"),
                para("Stroud District Council has agreed this plan and Stroud District Council will review it."),
                para(
                    "The members of the panel asked what Stroud District Council’s budget allows, and why it does so."
                ),
            ),
            "Stroud District Council",
        ),
        ((heading("Harrowmere Borough Council – working with Kent County Council"),), "Harrowmere Borough Council"),
        (
            (heading("Derby improvement plan"), para("See www.derby.gov.uk/plan for the papers that go with it.")),
            "Derby City Council",
        ),
        (
            (heading("Improving Harrowmere Borough Council"), furniture("Harrowmere Borough Council")),
            "Harrowmere Borough Council",
        ),
        ((heading("Cyngor Sir Ceredigion: improvement plan"),), "Ceredigion County Council"),
        ((heading("Action plan"), furniture("Stroud District Council"), para("Kent County Council")), None),
        # somebody else, or nobody
        ((heading("Action plan"), PLAN), None),
        ((heading("Visit to Kent County Council"), para("Members went.")), None),
        ((para("Stroud District Council and Derby City Council"), heading("Action plan")), None),
        ((heading("Plan"), para("The plan adopted by Derby City Council was read with interest.")), None),
        ((heading("Plan"), para("A Smith, Chair of the Audit Committee, Derby City Council")), None),
        ((heading("Lessons from the section 114 notice at Croydon Council"), PLAN), None),
        ((heading("Learning from Nottingham City Council"), PLAN), None),
        ((heading("Shared services with Stroud District Council"), PLAN), None),
        ((heading("Partnership with Derby City Council: action plan"), PLAN), None),
        ((heading("Good practice at Kent County Council"), PLAN), None),
        ((heading("Babergh and Mid Suffolk District Councils – joint plan"),), None),
        ((heading("Action plan"), para("We visited Kent County Council and spoke to Derby City Council.")), None),
        ((heading("Action plan"), para("Cambridge City Council provides this under their partnership with us.")), None),
        (
            (
                heading("Peer team"),
                item("Cllr A Smith, Leader, Stroud District Council"),
                item("B Jones, Derby City Council"),
            ),
            None,
        ),
        ((heading("Action plan"), para("The county council and the city council agree."), PLAN), None),
        (
            (heading("Action plan"), para("See the example at https://www.kent.gov.uk/plan for how others did this.")),
            None,
        ),
        ((heading("Benchmarking against Stroud District Council"), PLAN), None),
        ((heading("Roof repairs plan"), para("Norbridge Council, July 2024"), PLAN), "Norbridge Council"),
        ((heading("Roof repairs plan"), para("3 July 2024 | Norbridge Council"), PLAN), "Norbridge Council"),
        ((heading("Roof repairs plan"), para("Youth Council, July 2024"), PLAN), None),
        ((para("Case study: Stroud District Council"), PLAN), None),
        ((para("Cllr Jo Bloggs, Leader, Stroud District Council"), heading("Peer challenge")), None),
        ((heading("Derby City Council and Kent County Council: joint plan"),), None),
        ((heading("Reading improvement plan"),), None),
        ((heading("Youth Council action plan"),), None),
        ((heading("Action plan"), furniture("Derby City Council"), furniture("Kent County Council")), None),
        ((heading("Action plan"), para("Local Government Association, 18 High Street, www.local.gov.uk")), None),
        ((), None),
    ],
)
def test_takes_the_council_that_a_document_is_of(content, name):
    reading = find_authority(document(*content))
    assert (reading.value.name if reading.value else None) == name
    assert (name is None) == any(issue.code is IssueCode.UNKNOWN_AUTHORITY for issue in reading.issues)


def test_keeps_the_code_of_a_known_council_and_none_of_a_fictional_one():
    known = find_authority(document(heading("Maidstone Borough Council action plan"))).value
    fictional = find_authority(document(heading("Harrowmere Borough Council action plan"))).value
    assert (known.gss_code, fictional.gss_code) == ("E07000110", None)


def test_reads_the_council_in_a_plan_s_own_title():
    assert authority_of_title("Appendix 2: Derby City Council action plan").name == "Derby City Council"
    assert authority_of_title("Appendix 2: lessons from Derby City Council") is None
