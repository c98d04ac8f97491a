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
