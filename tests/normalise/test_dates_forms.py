import datetime as dt
import pathlib

import pytest

from normalise.dates import DateContext, read_timescale

PLAN = DateContext(dt.date(2024, 6, 15))
FORMS = pathlib.Path(__file__).with_name("dates_forms.txt")


def table() -> list[tuple[str, str, frozenset[str]]]:
    rows = []
    for line in FORMS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            printed, due, *more = (part.strip() for part in line.split(" | "))
            rows.append((printed.replace("\\n", "\n"), due, frozenset(more)))
    return rows


@pytest.mark.parametrize(("printed", "due", "more"), table())
def test_a_printed_form_reads_as_an_officer_would(printed, due, more):
    reading = read_timescale(printed, PLAN)
    issues = {issue.code.value for issue in reading.issues}
    expected_issues = {item for item in more if item != "ongoing" and "=" not in item}
    told = {"ongoing"} if reading.ongoing else set()
    if reading.revised_due:
        told.add(f"revised={reading.revised_due.edtf}")
    if reading.completed:
        told.add(f"completed={reading.completed.edtf}")
    assert (reading.due.edtf if reading.due else "-") == due
    assert told == more - expected_issues
    assert expected_issues <= issues


def test_the_table_is_broad():
    assert len(table()) > 400
    assert len({printed for printed, _, _ in table()}) == len(table())
