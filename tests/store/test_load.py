import dataclasses
import datetime as dt

import pytest
from sqlalchemy import func, select, text

from ingest.model import Issue, IssueCode, Severity
from store import LoadOutcome, RecordRefused, StoreError
from store.schema import Authority, Base, Document, Extraction


def row_counts(store):
    with store.reading() as session:
        return {t.name: session.scalar(select(func.count()).select_from(t)) for t in Base.metadata.sorted_tables}


def current(store):
    with store.reading() as session:
        wanted = select(Document.sha256, Extraction.reader_version, Extraction.options)
        return session.execute(wanted.join(Extraction.document).where(Extraction.is_current)).all()


def test_what_was_loaded_comes_back(store, harbour, minutes):
    assert store.load(harbour, reader_version="1") is LoadOutcome.LOADED
    assert store.load(minutes, reader_version="1") is LoadOutcome.LOADED
    assert [record.as_json() for record in store.read_records()] == [harbour.as_json(), minutes.as_json()]
    unused = {name for name, count in row_counts(store).items() if not count}
    by_hand_or_over_time = {"corrections", "overridden_readings", "placements", "thread_links", "authority_successors"}
    assert unused == {"load_failures", "load_runs", "load_results", *by_hand_or_over_time}


def test_loading_again_changes_nothing(store, harbour):
    store.load(harbour, reader_version="1", options={"authority": "Saltmarsh", "vocab": "ours"})
    before = row_counts(store)
    assert store.load(harbour, reader_version="1", options={"vocab": "ours", "authority": "Saltmarsh"}) == "unchanged"
    elsewhere = dataclasses.replace(harbour, source=dataclasses.replace(harbour.source, path="copy.pdf"))
    assert store.load(elsewhere, reader_version="1", options={"authority": "Saltmarsh", "vocab": "ours"}) == "unchanged"
    assert row_counts(store) == before


def test_another_reader_or_option_replaces(store, harbour):
    store.load(harbour, reader_version="1")
    first = row_counts(store)
    renamed = dataclasses.replace(
        harbour,
        plans=(dataclasses.replace(harbour.plans[0], authority="Port Ellery", authority_code=None), harbour.plans[1]),
    )
    option = {"authority": "Port Ellery"}
    assert store.load(renamed, reader_version="1", options=option) is LoadOutcome.REPLACED
    assert current(store) == [("a" * 64, "1", '{"authority":"Port Ellery"}')]
    assert [record.as_json() for record in store.read_records()] == [renamed.as_json()]
    assert row_counts(store) == {**first, "extractions": 2}  # only the record that it was read is left of the first
    with store.reading() as session:
        assert sorted(session.scalars(select(Authority.name))) == ["Port Ellery", "Upper Wick Parish Council"]

    assert store.load(harbour, reader_version="2") is LoadOutcome.REPLACED
    assert store.load(harbour, reader_version="1") is LoadOutcome.REPLACED  # back to the first
    assert current(store) == [("a" * 64, "1", "{}")]
    assert row_counts(store) == {**first, "extractions": 3}
    assert [record.as_json() for record in store.read_records()] == [harbour.as_json()]


def test_a_failure_is_recorded_once_and_cleared(store, harbour):
    reason = Issue(IssueCode.TIME_LIMIT, Severity.ERROR, "took longer than 60 s")
    store.load_failure(harbour.source.path, None, [Issue(IssueCode.CRASHED, Severity.ERROR, "ended by a signal")])
    store.load_failure(harbour.source.path, None, [reason])
    store.load_failure("elsewhere/harbour.pdf", harbour.source.sha256, [reason])
    store.load_failure("other.pdf", "c" * 64, [reason])
    assert [(f.path, f.issues) for f in store.list_failures()] == [
        ("elsewhere/harbour.pdf", (reason,)),
        ("other.pdf", (reason,)),
        ("packs/harbour.pdf", (reason,)),
    ]
    store.load(harbour, reader_version="1")
    assert [f.path for f in store.list_failures()] == ["other.pdf"]
    assert row_counts(store)["issues"] == len(harbour.issues) + 1


@pytest.mark.parametrize("stage", ["rows_of_actions", "issue_rows"])
def test_a_stop_in_the_middle_leaves_what_was_before(store, harbour, minutes, monkeypatch, stage):
    store.load(minutes, reader_version="1")
    store.load(harbour, reader_version="1")
    before = row_counts(store)

    def stop(*_args, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"store.rows.{stage}", stop)
        with pytest.raises(KeyboardInterrupt):
            store.load(harbour, reader_version="2")
    assert row_counts(store) == before
    assert {version for _, version, _ in current(store)} == {"1"}
    assert store.load(harbour, reader_version="2") is LoadOutcome.REPLACED


def test_a_record_that_breaks_a_rule_is_refused_whole(store, harbour):
    doubled = dataclasses.replace(harbour, actions=(harbour.actions[0], harbour.actions[0]))
    with pytest.raises(RecordRefused):
        store.load(doubled, reader_version="1")
    astray = dataclasses.replace(harbour, plans=harbour.plans[:1])
    with pytest.raises(RecordRefused, match="no plan 1"):
        store.load(astray, reader_version="1")
    assert not any(row_counts(store).values())


def test_one_authority_for_one_code_or_name(store, harbour, minutes):
    def of(number, name, code):
        source = dataclasses.replace(minutes.source, sha256=str(number) * 64)
        return dataclasses.replace(
            minutes, source=source, plans=(dataclasses.replace(harbour.plans[0], authority=name, authority_code=code),)
        )

    given = [of(1, "Saltmarsh", None), of(2, "Saltmarsh", "X1"), of(3, "Saltmarsh Council", "X1"), of(4, None, None)]
    for record in given:
        store.load(record, reader_version="1")
    with store.reading() as session:
        assert session.execute(select(Authority.name, Authority.code)).all() == [("Saltmarsh", "X1")]
    assert [r.as_json() for r in store.read_records()] == [r.as_json() for r in given]  # each as its document says


def test_text_that_no_database_takes(store, minutes):
    broken = dataclasses.replace(minutes, source=dataclasses.replace(minutes.source, path="a\x00b\ud800c"))
    store.load(broken, reader_version="1", options={"authority": "\udcff"})  # an argument in no encoding
    assert next(store.read_records()).source.path == "a\ufffdb\ufffdc"


def test_what_is_in_use_need_not_be_read_again(store, harbour):
    source = dataclasses.replace(harbour.source, path="copy.pdf")
    assert not store.holds(source, reader_version="1")
    store.load(harbour, reader_version="1", options={"authority": "Saltmarsh"})
    assert store.holds(source, reader_version="1", options={"authority": "Saltmarsh"})
    assert not store.holds(source, reader_version="1")
    assert not store.holds(source, reader_version="2", options={"authority": "Saltmarsh"})


def test_a_file_that_is_held_has_not_failed_any_more(store, harbour):
    store.load(harbour, reader_version="1")
    reason = [Issue(IssueCode.TIME_LIMIT, Severity.ERROR, "took longer than 60 s")]
    store.load_failure(harbour.source.path, None, reason)
    assert not store.holds(harbour.source, reader_version="2")
    assert store.list_failures()
    assert store.holds(harbour.source, reader_version="1")
    assert not store.list_failures()


def test_what_the_database_says_while_it_is_asked_is_said_plainly(store, harbour):
    with store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE extractions RENAME TO others"))
    with pytest.raises(StoreError):
        store.holds(harbour.source, reader_version="1")


def test_each_state_of_a_file_is_told_apart(store, harbour):
    edited = dataclasses.replace(harbour, source=dataclasses.replace(harbour.source, sha256="c" * 64))
    for record in (harbour, edited):
        store.load(record, reader_version="1")
    assert store.hashes_of(harbour.source.path) == ["a" * 64, "c" * 64]
    assert store.hashes_of("elsewhere.pdf") == []
    assert {(plan.sha256, plan.loaded.tzinfo) for plan in store.list_plans()} == {
        ("a" * 64, dt.UTC),
        ("c" * 64, dt.UTC),
    }
