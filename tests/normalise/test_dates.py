import calendar
import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.model import IssueCode
from normalise.dates import DateContext, read_heading_date, read_mentions, read_timescale
from normalise.edtf import days_of
from normalise.model import MilestoneKind, Status

PLAN = DateContext(dt.date(2024, 6, 15))
SEASONS = {"Spring": (21, 3), "Summer": (22, 6), "Autumn": (23, 9), "Winter": (24, 12)}

DAY_FORMS = (
    *("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%Y-%m-%d"),
    *("%d %B %Y", "%A %d %B %Y", "%d %b %Y", "%d-%b-%Y", "%B %d, %Y"),
)


def edtf(date):
    return date.edtf if date else None


def kinds(reading):
    return [(milestone.date.edtf, milestone.kind) for milestone in reading.milestones]


def codes(reading):
    return {issue.code for issue in reading.issues}


# -- every form that the grammar can write reads back -------------------------------------------------------------

years = st.integers(2006, 2039)


def last_day(year, month):
    return dt.date(year, month, calendar.monthrange(year, month)[1])


@st.composite
def days(draw):
    day = draw(st.dates(dt.date(2006, 1, 1), dt.date(2039, 12, 31)))
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    form = draw(st.sampled_from([*DAY_FORMS, f"{day.day}{suffix} of %B %Y"]))
    return day.strftime(form), day, day


@st.composite
def months(draw):
    year, month = draw(years), draw(st.integers(1, 12))
    first = dt.date(year, month, 1)
    form = draw(st.sampled_from(["%B %Y", "%b %Y", "%b-%y", "%b '%y", "%b%y", "%m/%Y", "%B, %Y", "%B\n%Y", "%Y-%m"]))
    if form == "%Y-%m" and year % 100 < month:
        form = "%B %Y"  # 2010-11 and 2009-12 are printed for years
    return first.strftime(form), first, last_day(year, month)


@st.composite
def seasons(draw):
    year, (name, (_, month)) = draw(years), draw(st.sampled_from(sorted(SEASONS.items())))
    last = last_day(year + (month + 2 > 12), (month + 1) % 12 + 1)
    return draw(st.sampled_from([f"{name} {year}", f"{name.lower()} of {year}"])), dt.date(year, month, 1), last


@st.composite
def quarters(draw):
    year, number = draw(years), draw(st.integers(1, 4))
    short, long = f"{year}/{(year + 1) % 100:02}", f"{year}-{(year + 1) % 100:02}"
    printed = draw(
        st.sampled_from(
            [f"Q{number} {short}", f"Quarter {number} {long}", f"Q{number} of {short}", f"{short} Q{number}"]
        )
    )
    begin = dt.date(year + (number == 4), (3 * number) % 12 + 1, 1)
    return printed, begin, last_day(begin.year, begin.month + 2)


@st.composite
def whole_years(draw):
    year = draw(years)
    if draw(st.booleans()):
        return str(year), dt.date(year, 1, 1), dt.date(year, 12, 31)
    printed = draw(
        st.sampled_from([f"{year}/{(year + 1) % 100:02}", f"{year}-{year + 1}", f"FY {year}/{(year + 1) % 100:02}"])
    )
    return printed, dt.date(year, 4, 1), dt.date(year + 1, 3, 31)


periods = st.one_of(days(), months(), seasons(), quarters(), whole_years())


@st.composite
def expressions(draw):
    """A period or an interval of two, with words around it that change nothing."""
    printed, first, last = draw(periods)
    if draw(st.booleans()):
        second, other, end = draw(periods)
        winter_of_two = printed.lower().startswith("winter") and second.isdigit()  # "Winter 2024 - 2025" is one
        years_of_one = printed.isdigit() and second == str(int(printed) + 1)  # "2037 to 2038" is 2037/38
        if other > last and not winter_of_two and not years_of_one:
            join = draw(st.sampled_from([" to ", " - ", " – ", " until "]))
            printed, last = f"{printed}{join}{second}", end
    before = draw(st.sampled_from(["", "By ", "by ", "Before ", "Target date: ", "due "]))
    return before + printed + draw(st.sampled_from(["", ".", " "])), first, last


@settings(max_examples=400, deadline=None)
@example(("Jan-06 - 02/2006", dt.date(2006, 1, 1), dt.date(2006, 2, 28)), None)
@given(expressions(), st.sampled_from([None, dt.date(2024, 6, 15), dt.date(2011, 1, 31)]))
def test_every_form_that_the_grammar_writes_reads_back_to_its_days(expression, as_of):
    printed, first, last = expression
    due = read_timescale(printed, DateContext(as_of)).due
    assert due is not None
    assert (due.start, due.end) == (first, last)


@settings(max_examples=200, deadline=None)
@given(expressions())
def test_what_was_normalised_reads_the_same_again(expression):
    due = read_timescale(expression[0], PLAN).due
    assert due is not None
    again = read_timescale(due.edtf, PLAN).due
    assert again is not None
    # 2022-23 and 2010-11 are a season and a month in EDTF and financial years in print
    as_years = len(due.edtf) == len("2010-11") and int(due.edtf[5:]) > int(due.edtf[2:4])
    assert as_years or again == due


# Days, months, seasons and intervals of them, as EDTF writes them.
_EDTF = st.one_of(
    st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31)).map(dt.date.isoformat),
    st.builds("{}-{:02}".format, st.integers(2000, 2012), st.integers(1, 12)),
    st.integers(2000, 2040).map(str),
)


@settings(max_examples=200, deadline=None)
@given(_EDTF, _EDTF, st.booleans())
def test_an_interval_of_edtf_reads_to_the_days_that_edtf_gives_it(one, other, is_open):
    first, last = sorted((one, other), key=lambda edtf: (days_of(edtf)[1], days_of(edtf)[0]))
    edtf = f"{first}/.." if is_open else f"{first}/{last}"
    begin, end = days_of(edtf)
    if len(first) == len(last) == 4 and not is_open:
        return  # 2024/2025 is the financial year in print
    due = read_timescale(edtf, PLAN).due
    assert due is not None
    assert (due.start, due.end) == (begin, end)


@pytest.mark.parametrize(
    ("update", "edtf"),
    [
        ("The policy will be reviewed in March.", "2025-03"),
        ("A report is due to go to Cabinet on 12 February.", "2025-02-12"),
        ("The policy was reviewed in March.", "2024-03"),
        ("Training was given on 12 February and the next session is planned for May.", "2024-02-12"),
    ],
)
def test_a_day_without_a_year_lies_ahead_where_its_sentence_does(update, edtf):
    mentions = read_mentions(update, DateContext(dt.date(2024, 11, 1)))
    assert mentions[0].date.edtf == edtf


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("0123456789/-. ,:()'&\nQHFYMayrchto endbycmpl£%–sw"), max_size=40))
def test_no_text_breaks_the_reader(text):
    for as_of in (None, dt.date(2024, 2, 29), dt.date(9999, 12, 31), dt.date(1, 1, 1)):
        context = DateContext(as_of)
        for milestone in read_timescale(text, context).milestones:
            assert milestone.text in text
            assert milestone.date.end is None or milestone.date.start <= milestone.date.end
        for mention in read_mentions(text, context):
            assert text[mention.start :].startswith(mention.text)
        read_heading_date(text, context)


# -- years that were not printed ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (DateContext(dt.date(2024, 6, 15)), "2025-05"),
        (DateContext(dt.date(2024, 5, 31)), "2024-05"),
        (DateContext(dt.date(2024, 6, 15), closed=True), "2024-05"),
        (DateContext(dt.date(2024, 6, 15), raised=dt.date(2022, 11, 3)), "2023-05"),
        (DateContext(None, raised=dt.date(2022, 11, 3)), "2023-05"),
        (DateContext(None), None),
    ],
)
def test_a_month_without_a_year_is_counted_from_the_row_then_the_plan(context, expected):
    reading = read_timescale("May", context)
    assert edtf(reading.due) == expected
    assert codes(reading) == {IssueCode.YEAR_SUPPLIED}


def test_a_date_beside_lends_its_year():
    assert [edtf for edtf, _ in kinds(read_timescale("Draft 4 July 2019\nfinal by end of February", PLAN))] == [
        "2019-07-04",
        "2020-02",
    ]


def test_the_29th_of_february_waits_for_a_leap_year():
    assert edtf(read_timescale("29 February", PLAN).due) == "2028-02-29"


def test_a_document_that_runs_month_first_says_so():
    assert edtf(read_timescale("03/04/2024", PLAN).due) == "2024-04-03"
    assert edtf(read_timescale("03/04/2024", DateContext(None, day_first=False)).due) == "2024-03-04"


def test_a_plan_of_financial_quarters_reads_one_year_as_financial():
    reading = read_timescale("Q4 2024", DateContext(None, financial_quarters=True))
    assert edtf(reading.due) == "2025-01/2025-03"
    assert not reading.issues


# -- what a date is for -------------------------------------------------------------------------------------------


def test_milestones_keep_the_order_and_purpose_of_the_cell():
    reading = read_timescale("Start May 2024; draft Sept 2024; revised to March 2025", PLAN)
    assert kinds(reading) == [
        ("2024-05/..", MilestoneKind.START),
        ("2024-09", MilestoneKind.DUE),
        ("2025-03", MilestoneKind.REVISED),
    ]
    assert edtf(reading.due) == "2024-09"


def test_a_struck_out_date_is_the_first_deadline():
    text = "March 2024 July 2024"
    reading = read_timescale(text, PLAN, struck=[(0, 10)])
    assert (edtf(reading.due), edtf(reading.revised_due)) == ("2024-03", "2024-07")
    assert edtf(read_timescale(text, PLAN, struck=[(0, len(text))]).due) == "2024-07"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Completed", Status.COMPLETE),
        ("Complete (March 2024)", Status.COMPLETE),
        ("17/04/13 / COMPLETED", Status.COMPLETE),
        ("Cancelled", Status.CANCELLED),
        ("To be completed by May 2025", None),
        ("Not completed", None),
        ("Partially complete", None),
        ("Complete the survey by May 2025", None),
        ("Two of the parts are complete and the third follows in 2025", None),
        ("Ongoing", None),
    ],
)
def test_only_an_outright_word_gives_a_status(text, status):
    assert read_timescale(text, PLAN).status is status


def test_what_cannot_be_read_is_said():
    assert codes(read_timescale("When the new depot opens", PLAN)) == {IssueCode.UNREAD_DATE}
    assert codes(read_timescale("31 June 2024", PLAN)) == {IssueCode.IMPOSSIBLE_DATE}
    for blank in ("", "  ", "TBC", "n/a", "–"):
        assert not read_timescale(blank, PLAN).issues


# -- running text and headings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Approved by Cabinet on 12 March 2024; goes live in May.", ["2024-03-12", "2024-05"]),
        ("The draft was shared in February.", ["2024-02"]),
        ("The draft will be shared in February.", ["2025-02"]),
        ("The Data Duties Act of 2007 and the Council Plan 2023-2027 require it.", []),
        ("The 2015 and 2016 budgets, and the 2023/24 accounts.", []),
        ("In 2015 and 2016 four were built; by the end of 2030, 2,000.", ["2015", "2016", "2030-12"]),
        ("See section 4.12.14, version 2.10.14, item 4.7 and 2/3 of the cost (49%, £2024).", []),
        ("Ring 01632 960000, open 24/7, from 10.30am.", []),
        ("April Jones and Theo May met; they may meet again.", []),
        ("Members march on; M-14-16 refers.", []),
        ("Trialled in autumn 2023. The Autumn Statement did not help.", ["2023-23"]),
        ("Held between March and June 2024 (Q1 2024/25).", ["2024-03/2024-06", "2024-04/2024-06"]),
    ],
)
def test_running_text_names_dates_among_other_numbers(text, expected):
    mentions = read_mentions(text, PLAN)
    assert [mention.date.edtf for mention in mentions] == expected
    assert all(text[m.start : m.start + len(m.text)] == m.text for m in mentions)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Update – May 2024", "2024-05"),
        ("9th October 2019 update", "2019-10-09"),
        ("Position at 31/03/24", "2024-03-31"),
        ("CPC Feb 25 update", "2025-02"),
        ("Q3 2025/26", "2025-10/2025-12"),
        ("Progress to September 23", "2023-09"),
        ("RAG (Sept)", None),
        ("Action Plan 2024-2028", None),
        ("Lead officer", None),
    ],
)
def test_a_heading_bears_a_date(heading, expected):
    found = read_heading_date(heading)
    assert (found[0].edtf if found else None) == expected


def test_a_heading_without_a_year_looks_back():
    found = read_heading_date("RAG (Sept)", PLAN)
    assert found is not None
    assert (found[0].edtf, found[1]) == ("2023-09", (5, 9))
