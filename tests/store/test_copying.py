"""A store copied into the other kind of database, and back."""

import pytest

from store import StoreError, open_store
from store.copying import copy_store
from store.schema import Base

from .conftest import empty_database
from .test_concurrency import counted
from .test_series import FIRST, SECOND, THIRD, told


@pytest.fixture
def other_address(request, kind, tmp_path):
    """The URL of an empty database of the other kind."""
    other = "sqlite" if kind == "postgresql" else "postgresql"
    with empty_database(request, other, tmp_path, "others") as url:
        yield url


def contents(store):
    """Return all rows of all tables, in the order of their keys."""
    with store.engine.connect() as connection:
        return {
            table.name: connection.execute(table.select().order_by(*table.primary_key.columns)).all()
            for table in Base.metadata.sorted_tables
        }


def test_a_store_is_the_same_in_the_other_database_and_back(address, other_address, another_address, harbour, minutes):
    with open_store(address) as store:
        for record in (harbour, minutes, FIRST, SECOND):
            store.load(record, reader_version="1")
        store.correct(1, "4b", "priority", "Low", by="A. Auditor", reason="the minutes say so")
        store.load_failure("lost.pdf", "f" * 64, minutes.issues)
        copied = copy_store(address, other_address)
        copy_store(other_address, another_address)
        with open_store(other_address) as other, open_store(another_address) as back:
            assert contents(store) == contents(other) == contents(back)
            assert copied == {name: len(rows) for name, rows in contents(store).items()}
            assert [hit.action_id for hit in store.search("quay").hits] == [1]
            assert [hit.action_id for hit in other.search("quay").hits] == [1]
            for copy in (store, other):  # new keys follow those that were copied
                copy.load(THIRD, reader_version="1")
                copy.load(harbour, reader_version="2")
            assert (told(store), counted(store)) == (told(other), counted(other))


def test_a_copy_goes_into_an_empty_database_alone(address, other_address, harbour):
    with open_store(address) as store:
        store.load(harbour, reader_version="1")
    copy_store(address, other_address)
    for target in (address, other_address):
        with pytest.raises(StoreError, match="holds a store already"):
            copy_store(address, target)


def test_a_copy_that_is_cut_short_leaves_nothing(address, other_address, harbour, monkeypatch):
    with open_store(address) as store:
        store.load(harbour, reader_version="1")
    monkeypatch.setattr("store.copying.go_on_after_keys", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        copy_store(address, other_address)
    monkeypatch.undo()
    assert copy_store(address, other_address)["actions"] == 3
