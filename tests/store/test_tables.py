"""The tables that are handed on whole, and the frames made of them."""

import dataclasses

import pandas as pd
import pytest

from ingest.model import Issue, IssueCode, Severity
from store.tables import ALL, EXPORT_TABLES, Choice

from .ferry import VERSIONS


@pytest.fixture
def filled(store, harbour, minutes):
    store.load(harbour, reader_version="1")
    store.load(minutes, reader_version="1")
    store.load_failure("torn.pdf", None, [Issue(IssueCode.DAMAGED_FILE, Severity.ERROR, "cut short")])
    return store


@pytest.fixture
def versions(store, harbour):
    """Three versions of one plan, the last of them in two documents, and a pack of other authorities."""
    for record in VERSIONS:
        store.load(record, reader_version="1")
    twin = dataclasses.replace(VERSIONS[-1].source, sha256="d" * 64, path="twin.docx")
    store.load(dataclasses.replace(VERSIONS[-1], source=twin), reader_version="1")
    store.load(harbour, reader_version="1")
    return store


def rows_of(store, choice=ALL):
    return {table.name: [row._mapping for row in rows] for table, rows in store.read_rows(choice)}


def test_every_row_is_there_once_and_refers_to_one_that_is_there(versions):
    for choice in (ALL, Choice(latest=True), Choice(authority="saltmarsh"), Choice("X06000001", True)):
        rows = rows_of(versions, choice)
        for table in EXPORT_TABLES:
            keys = [tuple(row[name] for name in table.key) for row in rows[table.name]]
            assert len(set(keys)) == len(keys) and rows[table.name], (table.name, choice)
            for name, target in table.references.items():
                there = {row[name] for row in rows[target]}
                assert {row[name] for row in rows[table.name]} - {None} <= there, (table.name, choice)
            assert all(column.description for column in table.view.columns)


def test_the_latest_version_is_one_document_for_each_plan(versions):
    everything, latest = rows_of(versions), rows_of(versions, Choice(latest=True))
    assert len(everything["actions"]) == 4 * 7 + 3
    assert len(latest["actions"]) == 7 + 3 == sum(row["is_latest"] for row in everything["actions"])
    ferry = [row for row in latest["plans"] if row["plan_title"] == "Ferry improvement plan"]
    assert [row["version"] for row in ferry] == [3]


def test_records_can_be_those_of_some_plans_alone(versions, harbour):
    assert len(list(versions.read_records())) == 5
    assert len(list(versions.read_records(latest=True))) == 2
    (pack,) = versions.read_records(authority="Upper Wick")
    assert pack.plans == harbour.plans[1:] and pack.actions == harbour.actions[1:2] and pack.tables == ()
    assert list(versions.read_records(authority="no such")) == []


def test_frames_have_the_right_types(filled):
    actions = filled.actions()
    assert len(actions) == 3 and actions.index.name == "action_id" and actions.index.is_unique
    assert actions["ongoing"].dtype == bool and actions["due_end"].dtype == "datetime64[s]"
    assert actions["due_end"].tolist() == [pd.Timestamp("2023-12-31"), pd.NaT, pd.NaT]
    assert actions["deadline"].dtype == "datetime64[s]" and actions["is_open"].dtype == bool
    assert actions["status"].value_counts()["unknown"] == 2 and actions["percent_complete"].max() == 62.5
    assert list(actions["rag"].cat.categories) == ["red", "amber", "green", "blue", "grey"]
    assert actions["authority"].str.split().str[0].tolist() == ["Saltmarsh", "Upper", "Saltmarsh"]
    assert actions["action"].dtype == "string" and actions["source_pages"].iloc[0] == [3, 4]
    assert filled.plans()["as_of_end"].max() == pd.Timestamp("2024-05-31")
    assert filled.owners()["role"].tolist() == ["lead", "support"]
    assert filled.milestones()["date_end"].isna().sum() == 1
    assert filled.updates()["as_of_start"].dtype == "datetime64[s]"
    assert filled.extras()["heading"].tolist() == ["Zone", "Budget"]
    assert filled.issues()["document"].tolist() == ["packs/harbour.pdf"] * 2 + ["minutes.html", "torn.pdf"]
    assert str(filled.documents()["first_seen"].dtype) == "datetime64[us, UTC]"
    assert len(filled.actions(authority="wick")) == 1 and len(filled.actions(latest=True)) == 3


def test_frames_of_an_empty_store_have_the_same_types(store, filled):
    names = ("actions", "plans", "owners", "updates", "issues", "documents")
    before = {name: getattr(store, name)().dtypes for name in names}
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM load_failures")
        connection.exec_driver_sql("DELETE FROM documents")
    for name in names:
        after = getattr(store, name)()
        assert after.empty
        # a whole number that may be missing is Int64 where one is missing
        same = after.dtypes.astype(str).str.lower() == before[name].astype(str).str.lower()
        assert same.all(), name
