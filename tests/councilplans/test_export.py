import csv
import datetime as dt
import io
import json

import pytest

from councilplans.export import CSV_COLUMNS, write_csv, write_records
from ingest.model import Source
from normalise.model import ActionRecord, ActionSource, FlexibleDate, Owner, OwnerRole, PlanFacts, PlanRecord, Update


def record(**fields):
    """A document of two plans with an action of the second, of the fields given."""
    plans = (PlanFacts(0, "Quays"), PlanFacts(1, "Gulls", authority="Saltmarsh Harbour Council"))
    action = ActionRecord(plan=1, position=1, source=ActionSource(2, 7, (3, 4), ()), **fields)
    return PlanRecord(source=Source("pack.pdf", "a" * 64, "application/pdf", 9), plans=plans, actions=(action,))


def csv_of(*records):
    written = io.StringIO(newline="")
    write_csv(written, records)
    return list(csv.DictReader(io.StringIO(written.getvalue(), newline="")))


def test_json_is_the_envelope_of_the_records():
    records = [record(action="Count gulls"), record(action="Count them again")]
    written = io.StringIO()
    write_records(written, records)
    assert json.loads(written.getvalue()) == {"schema_version": 1, "documents": [each.as_json() for each in records]}


def test_csv_has_a_row_for_each_action_with_its_plan_and_place():
    (row,) = csv_of(
        record(
            action="Count gulls\nand terns",
            owners=(Owner("Harbour Master"), Owner("Head of Tides", OwnerRole.SUPPORT)),
            due=FlexibleDate("2023-12", dt.date(2023, 12, 1), dt.date(2023, 12, 31)),
            updates=(Update("Begun", "2024-05"), Update("Nothing to report")),
            extra={"Zone": "7", "Budget": "=1+1"},
            ongoing=True,
        )
    )
    assert tuple(row) == CSV_COLUMNS
    assert (row["document"], row["plan"], row["plan_title"]) == ("pack.pdf", "1", "Gulls")
    assert (row["authority"], row["table"], row["row"], row["pages"]) == ("Saltmarsh Harbour Council", "2", "7", "3; 4")
    assert (row["action"], row["ongoing"], row["rag"]) == ("Count gulls\nand terns", "true", "")
    assert row["owners"] == "Harbour Master (lead); Head of Tides (support)"
    assert (row["due"], row["due_start"], row["due_end"]) == ("2023-12", "2023-12-01", "2023-12-31")
    assert (row["updates"], row["extra"]) == ("2024-05: Begun\nNothing to report", "Zone: 7\nBudget: =1+1")


@pytest.mark.parametrize("cell", ["=1+1", "+44 1632", "-2", "@SUM(A1)", " =1", "\t=1", "＝1"])
def test_a_cell_that_a_spreadsheet_would_run_has_an_apostrophe(cell):
    assert csv_of(record(owner=cell))[0]["owner"] == f"'{cell}"
