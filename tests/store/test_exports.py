"""The store as files for others: each format holds what the store holds, and no spreadsheet runs any of it."""

import csv
import datetime as dt
import hashlib
import io
import json

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from councilplans.datapackage import FILES, write_datapackage
from councilplans.export import FORMULA_SIGNS, safe_cell, write_csv, write_lines, write_records
from councilplans.parquet import write_parquet
from councilplans.workbook import FILLS, MOST_CHARACTERS, write_workbook
from ingest.model import Issue, IssueCode, Severity
from normalise.model import ActionRecord, ActionSource, PlanFacts, PlanRecord, Rag, Source
from store.keyed import read_keys
from store.tables import ALL, EXPORT_TABLES, Choice

from .ferry import SIRENS, VERSIONS

LONG = "A wall of text \N{GRINNING FACE}. " * 2500


@pytest.fixture
def filled(store, harbour):
    """Plans with every field in use, texts that a spreadsheet would run, and one that no cell of one can hold."""
    sly = ActionRecord(
        plan=0,
        position=1,
        source=ActionSource(0, 1, (1,), ()),
        reference="@1",
        action='=HYPERLINK("http://example.org")',
        outcome=LONG,
        owner="-2+3",
    )
    facts = PlanFacts(0, "=1+1", "Saltmarsh Harbour Council", "X06000001")
    record = PlanRecord(source=Source("sly.txt", "c" * 64, "text/plain", 1), plans=(facts,), actions=(sly,))
    for each in (*VERSIONS, harbour, record):
        store.load(each, reader_version="1")
    store.load_failure("torn.pdf", None, [Issue(IssueCode.DAMAGED_FILE, Severity.ERROR, "cut short")])
    return store


def keys_of(session):
    return lambda record: read_keys(session, record.source.sha256)


def test_an_action_is_followed_over_the_versions_by_its_keys(filled, tmp_path):
    written = io.StringIO()
    with filled.reading() as session:
        write_csv(written, filled.read_records(), keys_of(session))
        write_parquet(tmp_path / "actions.parquet", filled.read_records(), keys_of(session))
    actions = list(csv.DictReader(io.StringIO(written.getvalue())))
    (thread,) = {row["thread"] for row in actions if row["action"] == SIRENS}
    told = [(row["version"], row["is_latest"]) for row in actions if row["thread"] == thread]
    assert told == [("1", "false"), ("2", "false"), ("3", "true")]
    frame = filled.actions()
    same = [
        (str(row["series"]), str(row["thread"])) for row in parquet.read_table(tmp_path / "actions.parquet").to_pylist()
    ]
    assert same == [(row["series"], row["thread"]) for row in actions]
    assert sorted(same) == sorted((str(row.plan), str(row.thread)) for row in frame.itertuples())


def rows_of(store, choice=ALL):
    return {table.name: [row._mapping for row in rows] for table, rows in store.read_rows(choice)}


def test_json_and_its_lines_are_as_the_schema_says(filled, check_contract):
    whole, lines = io.StringIO(), io.StringIO()
    with filled.reading() as session:
        write_records(whole, filled.read_records(), keys_of(session))
        write_lines(lines, filled.read_records(), keys_of(session))
    envelope = json.loads(whole.getvalue())
    check_contract(envelope)
    documents = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert documents == envelope["documents"] and len(documents) == 5


# what each type of Table Schema reads a text as; a text that is none of it raises
READ = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": dt.date.fromisoformat,
    "datetime": lambda text: dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC),
    "array": json.loads,
}


def read_package(folder):
    """The rows of a data package by the names of its tables, read and checked as its descriptor says."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = {}
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert len(content) == resource["bytes"]
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        fields, keys = resource["schema"]["fields"], resource["schema"]["primaryKey"]
        head, *lines = csv.reader(io.StringIO(content.decode(), newline=""))
        assert head == [field["name"] for field in fields] and all(field["description"] for field in fields)
        rows = tables[resource["name"]] = []
        for line in lines:
            row = {}
            for field, text in zip(fields, line, strict=True):
                rules = field.get("constraints", {})
                row[field["name"]] = READ[field["type"]](text) if text else None
                assert text or not rules.get("required"), field["name"]
                assert not text or text in rules.get("enum", [text])
            rows.append(row)
        assert len({tuple(row[name] for name in keys) for row in rows}) == len(rows)
    for resource in package["resources"]:
        for foreign in resource["schema"]["foreignKeys"]:
            there = {row[foreign["reference"]["fields"]] for row in tables[foreign["reference"]["resource"]]}
            assert {row[foreign["fields"]] for row in tables[resource["name"]]} - {None} <= there
    return tables


@pytest.mark.parametrize("choice", [ALL, Choice(latest=True), Choice(authority="wick")], ids=["all", "latest", "wick"])
def test_a_data_package_holds_every_table_as_its_schema_says(filled, tmp_path, choice):
    folder = tmp_path / "package"
    folder.mkdir()
    write_datapackage(folder, filled, choice)
    assert {path.name for path in folder.iterdir()} == FILES
    tables, wanted = read_package(folder), rows_of(filled, choice)
    for table in EXPORT_TABLES:
        rows = wanted[table.name]
        assert len(tables[table.name]) == len(rows)
        for got, row in zip(tables[table.name], rows, strict=True):
            for name, value in row.items():
                assert got[name] == as_read(value), (table.name, name)


def as_read(value):
    """What comes back of a value: an empty text is as one that is missing, and a formula has its apostrophe."""
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0)
    return (safe_cell(value) or None) if type(value) is str else getattr(value, "value", value)


def test_nothing_in_csv_begins_a_formula(filled, tmp_path):
    write_datapackage(tmp_path, filled, ALL)
    with (tmp_path / "actions.csv").open(encoding="utf-8", newline="") as stream:
        (sly,) = [row for row in csv.DictReader(stream) if row["document"] == "sly.txt"]
    assert (sly["reference"], sly["owner"], sly["plan_title"]) == ("'@1", "'-2+3", "'=1+1")
    assert not any(value.lstrip().startswith(FORMULA_SIGNS) for value in sly.values())


def test_a_workbook_has_a_sheet_for_each_table(filled, tmp_path):
    path = tmp_path / "plans.xlsx"
    (note,) = write_workbook(path, filled, ALL)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [*(table.name for table in EXPORT_TABLES), "columns"]
    wanted = rows_of(filled)
    for table in EXPORT_TABLES:
        sheet = book[table.name]
        assert sheet.max_row == len(wanted[table.name]) + 1 and sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert [cell.value for cell in sheet[1]] == [column.name for column in table.view.columns]
    actions = [dict(zip((c.value for c in book["actions"][1]), row, strict=True)) for row in book["actions"]][1:]
    quay = next(row for row in actions if row["reference"].value == "4b")
    assert quay["rag"].value == "amber" and quay["rag"].fill.start_color.rgb == "FF" + FILLS[Rag.AMBER][1:]
    assert quay["due_end"].value == dt.datetime(2023, 12, 31) and quay["due_end"].number_format == "yyyy-mm-dd"
    assert quay["action"].value == "Re-lay the quay\nand test it" and quay["action"].alignment.wrap_text
    assert (quay["ongoing"].value, quay["percent_complete"].value, quay["source_pages"].value) == (True, 62.5, "3; 4")
    sly = next(row for row in actions if row["document"].value == "sly.txt")
    for name, text in (("action", '=HYPERLINK("http://example.org")'), ("owner", "-2+3"), ("plan_title", "=1+1")):
        cell = sly[name]
        assert cell.value == text and cell.data_type != "f" and cell.hyperlink is None and cell.quotePrefix
    cut = sly["outcome"].value
    assert len(cut.encode("utf-16-le")) // 2 <= MOST_CHARACTERS and cut.startswith(LONG[: 32_000 - 2500])
    assert cut.endswith(f"[cut: the whole text has {len(LONG)} characters]")
    assert "1 texts are longer than a cell" in note and "actions, row" in note and "outcome" in note


def test_a_table_longer_than_a_sheet_goes_on_in_another(filled, tmp_path):
    path = tmp_path / "plans.xlsx"
    notes = write_workbook(path, filled, ALL, most_rows=11)
    book = openpyxl.load_workbook(path, read_only=True)
    wanted = [row["action_id"] for row in rows_of(filled)["actions"]]
    sheets = [book[name] for name in book.sheetnames if name.startswith("actions")]
    assert len(sheets) == -(-len(wanted) // 10) and any(note.startswith("actions fills") for note in notes)
    found = [list(sheet.values) for sheet in sheets]
    assert all(rows[0] == found[0][0] and len(rows) <= 11 for rows in found)
    assert [row[0] for rows in found for row in rows[1:]] == wanted


def test_parquet_has_a_row_for_each_action_with_its_types(filled, tmp_path, harbour):
    path = tmp_path / "actions.parquet"
    with filled.reading() as session:
        write_parquet(path, filled.read_records(), keys_of(session))
    table = parquet.read_table(path)
    assert table.num_rows == sum(len(record.actions) for record in filled.read_records())
    assert table.schema.field("due_end").type == pa.date32() and table.schema.field("ongoing").type == pa.bool_()
    rows = table.to_pylist()
    quay = next(row for row in rows if row["reference"] == "4b")
    assert (quay["due"], quay["due_end"], quay["status"]) == ("2023-12", dt.date(2023, 12, 31), "delayed")
    assert quay["owners"] == [owner.as_json() for owner in harbour.actions[0].owners]
    assert [each["end"] for each in quay["milestones"]] == [dt.date(2023, 12, 31), dt.date(2024, 5, 31), None]
    assert quay["extra"] == [("Zone", "7"), ("Budget", "=1+1")] and quay["pages"] == [3, 4]
    assert (quay["plan_title"], quay["percent_complete"], quay["row"]) == ("Quay recovery plan", 62.5, 1)


def test_an_empty_store_gives_empty_files(store, tmp_path):
    write_datapackage(tmp_path, store, ALL)
    assert all(rows == [] for rows in read_package(tmp_path).values())
    write_parquet(tmp_path / "none.parquet", store.read_records(), dict)
    assert parquet.read_table(tmp_path / "none.parquet").num_rows == 0
    assert write_workbook(tmp_path / "none.xlsx", store, ALL) == []
    assert openpyxl.load_workbook(tmp_path / "none.xlsx")["actions"].max_row == 1
