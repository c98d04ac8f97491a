import pandas as pd
import pytest

from ingest.model import Issue, IssueCode, Severity
from normalise.model import Status


@pytest.fixture
def filled(store, harbour, minutes):
    store.load(harbour, reader_version="1")
    store.load(minutes, reader_version="1")
    store.load_failure("torn.pdf", None, [Issue(IssueCode.DAMAGED_FILE, Severity.ERROR, "cut short")])
    return store


def test_plans_are_listed_with_their_counts(filled):
    quay, gulls = filled.list_plans()
    assert (quay.title, quay.authority, quay.as_of, quay.document) == (
        "Quay recovery plan",
        "Saltmarsh Harbour Council",
        "2024-05",
        "packs/harbour.pdf",
    )
    assert (quay.actions, quay.statuses, quay.issues) == (2, {Status.DELAYED: 1, Status.UNKNOWN: 1}, 2)
    assert (gulls.title, gulls.actions, gulls.issues) == ("Gull strategy", 1, 0)


def test_totals(filled):
    totals = filled.count_totals()
    assert (totals.documents, totals.documents_without_plan, totals.failures) == (2, 1, 1)
    assert (totals.plans, totals.authorities, totals.actions) == (2, 2, 3)
    assert totals.statuses == {Status.DELAYED: 1, Status.UNKNOWN: 2}
    assert totals.issues == {Severity.ERROR: 1, Severity.WARNING: 1, Severity.INFO: 2}


def test_an_empty_store_answers(store):
    assert store.list_plans() == [] and list(store.read_records()) == [] and store.list_failures() == []
    assert store.count_totals().actions == 0


def test_a_plan_is_found_by_key_or_words(filled):
    keys = {plan.title: plan.id for plan in filled.list_plans()}
    quay, gulls = keys["Quay recovery plan"], keys["Gull strategy"]
    assert filled.find_plans(str(gulls)) == [gulls]
    assert filled.find_plans("QUAY") == filled.find_plans("X06000001") == [quay]
    assert filled.find_plans("harbour.pdf") == [quay, gulls]
    assert filled.find_plans("100%") == filled.find_plans("9" * 30) == filled.find_plans("\x00") == []


def test_one_plan_of_a_pack_is_read_alone(filled, harbour):
    gulls = filled.read_plan(filled.find_plans("gull")[0])
    assert gulls.actions == (harbour.actions[1],)
    assert gulls.plans == (harbour.plans[1],) and gulls.tables == ()
    assert [issue.code for issue in gulls.issues] == ["encoding"]  # the document's own; the other is of table 0
    assert filled.read_plan(10**6) is None


def test_frames_have_the_right_types(filled):
    from store.frames import actions_frame, issues_frame, milestones_frame, owners_frame, plans_frame, updates_frame

    actions = actions_frame(filled)
    assert len(actions) == 3 and actions.index.name == "action_id" and actions.index.is_unique
    assert actions["ongoing"].dtype == bool and actions["due_end"].dtype == "datetime64[s]"
    assert actions["due_end"].tolist() == [pd.Timestamp("2023-12-31"), pd.NaT, pd.NaT]
    assert actions["status"].value_counts()["unknown"] == 2 and actions["percent_complete"].max() == 62.5
    assert actions["authority"].tolist()[1] == "Upper Wick Parish Council"
    assert plans_frame(filled)["as_of_end"].max() == pd.Timestamp("2024-05-31")
    assert owners_frame(filled)["role"].tolist() == ["lead", "support"]
    assert milestones_frame(filled)["date_end"].isna().sum() == 1
    assert updates_frame(filled)["as_of_start"].dtype == "datetime64[s]"
    assert issues_frame(filled)["document"].tolist() == ["packs/harbour.pdf"] * 2 + ["minutes.html"]


def test_frames_of_an_empty_store_have_the_same_types(store, filled):
    from store.frames import actions_frame

    before = actions_frame(store).dtypes
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM documents")
    assert (
        actions_frame(store).drop(columns=["source_table", "source_row"]).dtypes
        == before.drop(["source_table", "source_row"])
    ).all()
