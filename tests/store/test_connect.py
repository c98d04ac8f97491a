import datetime as dt
import os
import pickle
import sqlite3
import subprocess
import sys
import threading

import pytest
from sqlalchemy import create_engine, func, inspect, make_url, select, text
from sqlalchemy.exc import IntegrityError

from store import LoadOutcome, StoreError, open_store
from store.connect import printed_url, read_url
from store.schema import Action, Base, Extraction, Plan

from .conftest import empty_database


def test_a_store_is_kept_between_openings(address, harbour):
    with open_store(address) as store:
        store.load(harbour, reader_version="1")
    with open_store(address, create=False) as store:
        assert store.load(harbour, reader_version="1") is LoadOutcome.UNCHANGED


def test_a_plain_path_is_a_sqlite_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_store("plans 1.db").close()
    assert (tmp_path / "plans 1.db").exists()
    assert read_url("postgres://reader@db.example/plans").drivername == "postgresql+psycopg"


def a_folder(folder):
    return folder


def in_a_missing_folder(folder):
    return folder / "none" / "plans.db"


def a_text_file(folder):
    (folder / "plans.db").write_text("not a database, " * 100)
    return folder / "plans.db"


def a_database_of_others(folder):
    with sqlite3.connect(folder / "plans.db") as connection:
        connection.execute("CREATE TABLE documents (title TEXT)")
    connection.close()
    return folder / "plans.db"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (a_folder, "is a folder; name a file in it"),
        (in_a_missing_folder, "the folder .*none does not exist; make it"),
        (a_text_file, "plans.db: file is not a database; .* name another"),
        (a_database_of_others, "its table documents has no column bytes"),
        (lambda _: "", "no database named"),
        (lambda _: "://", "is no database URL"),
        (lambda _: "mysql://root@db.example/plans", "SQLite or PostgreSQL, not mysql"),
        (lambda _: "postgresql+nodriver://db.example/plans", r"driver postgresql\+nodriver is missing.*install"),
        (lambda _: "postgresql://me:s3cret@127.0.0.1:9/plans", r"me:\*\*\*@127.0.0.1:9/plans: .*check that the server"),
        (lambda _: "postgresql://127.0.0.1:9/plans?user=me&password=s3cret", r"password=\*\*\*"),
        (lambda _: "postgresql://me:s3cret@127.0.0.1:port/plans", r"is no database URL"),
    ],
)
def test_what_cannot_be_opened_is_said_plainly(tmp_path, make, said):
    with pytest.raises(StoreError, match=said) as caught:
        open_store(make(tmp_path))
    assert "s3cret" not in str(caught.value) and "\n" not in str(caught.value)
    assert not list(tmp_path.glob("*-wal"))  # nothing is left open


def test_asking_makes_no_database(tmp_path):
    with pytest.raises(StoreError, match="no such store; load documents"):
        open_store(tmp_path / "plans.db", create=False)
    assert not list(tmp_path.iterdir())


def test_a_database_without_tables_is_no_store(address):
    if address.startswith("postgresql"):
        with pytest.raises(StoreError, match="holds no store"):
            open_store(address, create=False)


def test_a_server_without_that_database(server):
    with pytest.raises(StoreError, match=r'"nowhere" does not exist; .*make the database'):
        open_store(server.set(database="nowhere").render_as_string(hide_password=False))


def test_a_file_that_another_writes_to_is_said_to_be_locked(tmp_path, harbour, monkeypatch):
    monkeypatch.setattr("store.connect.BUSY_SECONDS", 0.1)
    with open_store(tmp_path / "plans.db") as store, sqlite3.connect(tmp_path / "plans.db") as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked; another programme"):
            store.load(harbour, reader_version="1")
        assert store.list_plans() == []  # reading goes on
        other.rollback()
        assert store.load(harbour, reader_version="1") is LoadOutcome.LOADED
    other.close()


def test_a_store_where_nobody_may_write_is_read(tmp_path, harbour, monkeypatch):
    with open_store(tmp_path / "plans.db") as store:
        store.load(harbour, reader_version="1")
    monkeypatch.setattr("store.connect.os.access", lambda _, mode: mode != os.W_OK)  # as on a disc; root may write all
    with open_store(tmp_path / "plans.db", create=False) as store:
        assert store.count_totals().actions == 3
        assert [path.name for path in tmp_path.iterdir()] == ["plans.db"]
        with pytest.raises(StoreError, match="readonly database; check that you may write"):
            store.correct(1, "4b", "priority", "Low", by="A. Auditor", reason="the minutes say so")


def test_a_server_with_ways_of_its_own(request, tmp_path, server, harbour):
    with empty_database(request, "postgresql", tmp_path, "odd") as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for way in ("DateStyle = 'SQL, DMY'", "TimeZone = 'America/New_York'", "client_encoding = 'LATIN1'"):
                connection.execute(text(f"ALTER DATABASE {make_url(url).database} SET {way}"))
            isolated = "default_transaction_isolation = 'serializable'"  # who waits sees what was there before
            connection.execute(text(f"ALTER DATABASE {make_url(url).database} SET {isolated}"))
        engine.dispose()
        with open_store(url) as store:
            assert store.load(harbour, reader_version="1") is LoadOutcome.LOADED
            (record,) = store.read_records()
            assert record.actions[0].finding == harbour.actions[0].finding
            assert all(plan.loaded.utcoffset() == dt.timedelta(0) for plan in store.list_plans())
            with store.engine.connect() as connection:  # after a question that asked for another
                assert connection.scalar(text("SHOW transaction_isolation")) == "read committed"


def test_a_database_of_few_letters_is_refused(server):
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"))
    with pytest.raises(StoreError, match=r"keeps text as LATIN1, .* ENCODING 'UTF8'"):
        open_store(server.set(database="narrow").render_as_string(hide_password=False))
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE narrow WITH (FORCE)"))
    admin.dispose()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE actions SET status = 'done'",
        "UPDATE actions SET rag = 'purple'",
        "UPDATE actions SET due_start = '2024-06-01', due_end = '2024-05-31', due_edtf = 'x'",
        "UPDATE actions SET completed_edtf = NULL, completed_start = '2024-06-01'",
        "UPDATE actions SET status_confidence = 1.5",
        "UPDATE actions SET percent_complete = 101",
        "UPDATE actions SET position = 1",
        "UPDATE actions SET plan_id = 999",
        "UPDATE owners SET role = 'boss'",
        "UPDATE readings SET origin = 'guess'",
        "UPDATE source_parts SET x0 = NULL WHERE page = 3",
        "UPDATE documents SET sha256 = 'short'",
        "UPDATE issues SET extraction_id = NULL",
        "UPDATE extractions SET is_current = (1 = 1)",
        "INSERT INTO authorities (id, name) SELECT 99, name FROM authorities",
    ],
)
def test_the_database_itself_refuses_bad_rows(store, harbour, change):
    store.load(harbour, reader_version="1")
    store.load(harbour, reader_version="2")
    with pytest.raises(IntegrityError), store.engine.begin() as connection:
        connection.execute(text(change))


def test_deleting_a_document_deletes_all_that_hangs_on_it(store, harbour):
    store.load(harbour, reader_version="1")
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM documents"))
        left = {
            t.name for t in Base.metadata.sorted_tables if connection.scalar(text(f"SELECT count(*) FROM {t.name}"))
        }
    assert left == {"authorities", "plan_series", "plan_versions", "action_threads"}  # `forget` takes those too


def test_every_table_and_column_is_described(store):
    for mapper in Base.registry.mappers:
        assert mapper.class_.__doc__
        assert all(column.comment for column in mapper.local_table.columns), mapper.local_table
    if store.engine.dialect.name == "postgresql":
        shown = inspect(store.engine).get_columns("actions")
        assert all(column["comment"] for column in shown)


def test_two_loaders_at_once(address, harbour):
    """Both open an empty database and load the same document and authority, by turns of readers."""
    start, outcomes = threading.Barrier(2), []

    def load():
        start.wait()
        with open_store(address) as store:
            outcomes.extend(store.load(harbour, reader_version=str(version)) for version in (1, 1, 2, 1, 2))

    loaders = [threading.Thread(target=load) for _ in range(2)]
    for loader in loaders:
        loader.start()
    for loader in loaders:
        loader.join(60)
    assert len(outcomes) == 10 and outcomes.count(LoadOutcome.LOADED) == 1
    with open_store(address) as store:
        assert [record.as_json() for record in store.read_records()] == [harbour.as_json()]
        with store.reading() as session:
            assert session.scalars(select(Extraction.is_current).order_by(Extraction.is_current)).all() == [False, True]
            assert [session.scalar(select(func.count(model.id))) for model in (Plan, Action)] == [2, 3]


KILLED = """
import os, pickle, signal, sys
from store import open_store, rows
def end(*_args): os.kill(os.getpid(), signal.SIGKILL)
record = pickle.load(sys.stdin.buffer)
store = open_store(sys.argv[1])
store.load(record, reader_version="1")
rows.rows_of_actions = end
store.load(record, reader_version="2")
"""


def test_a_kill_in_the_middle_of_a_document_loses_nothing(address, harbour):
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, address], input=pickle.dumps(harbour), capture_output=True, check=False
    )
    assert ended.returncode == -9, ended.stderr.decode()
    with open_store(address) as store:
        assert [record.as_json() for record in store.read_records()] == [harbour.as_json()]
        assert store.load(harbour, reader_version="1") is LoadOutcome.UNCHANGED
        assert store.load(harbour, reader_version="2") is LoadOutcome.REPLACED


def test_the_server_listens_on_no_network_address(server):
    if "host" not in server.query:
        pytest.skip("a server of one's own")
    with create_engine(server).connect() as connection:
        assert connection.scalar(text("SHOW listen_addresses")) == ""


def test_a_url_is_shown_without_its_password():
    assert (
        printed_url(read_url("postgresql://me:s3cret@db.example/plans"))
        == "postgresql+psycopg://me:***@db.example/plans"
    )
    assert printed_url(read_url("plans.db")) == "plans.db"
