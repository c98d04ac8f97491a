"""Documents loaded together: the store ends as if they had been loaded one after another."""

import dataclasses
import itertools
import random

import pytest

from normalise.model import Status
from store import LoadOutcome, load, open_store

from .test_any_order import DOCUMENTS, UNDATED, check
from .test_concurrency import counted, documents, loaded_alone  # noqa: F401 - documents is a fixture
from .test_series import FIRST, SECOND, THIRD, WORDS, plan, rows, told


def load_many(store, records, version="1"):
    """Load records together; return what came of each."""
    return [result.outcome for result in store.load_many([(record, {}) for record in records], reader_version=version)]


def test_documents_loaded_together_end_as_those_loaded_one_by_one(address, another_address, documents):  # noqa: F811
    with open_store(address) as store:
        assert load_many(store, documents) == [LoadOutcome.LOADED] * len(documents)
        assert [record.source.path for record in store.read_records()] == [one.source.path for one in documents]
        assert (told(store), counted(store)) == loaded_alone(another_address, documents)
        check(store)


def test_documents_read_anew_together_end_as_those_loaded_one_by_one(address, another_address):
    first, anew = random.Random(5).sample(DOCUMENTS, 5), DOCUMENTS[::-1]
    with open_store(address) as store, open_store(another_address) as alone:
        load_many(store, first)
        outcomes = load_many(store, anew, "2")
        for record, version in [*zip(first, "11111", strict=True), *zip(anew, "2222222", strict=True)]:
            alone.load(record, reader_version=version)
        assert sorted(outcomes) == [LoadOutcome.LOADED] * 2 + [LoadOutcome.REPLACED] * 5
        assert (told(store), counted(store)) == (told(alone), counted(alone))
        assert load_many(store, anew, "2") == [LoadOutcome.UNCHANGED] * len(anew)
        check(store)


def test_a_version_stays_the_first_where_it_is_read_anew_together_with_its_twin(address, another_address):
    """A version without a date stands after those that were loaded before it, and not before the twin's of these."""
    twin = dataclasses.replace(THIRD, source=dataclasses.replace(THIRD.source, path="third.docx", sha256="e" * 64))
    with open_store(address) as store, open_store(another_address) as alone:
        load_many(store, [THIRD])
        load_many(store, [UNDATED, twin, THIRD], "2")
        for record, version in zip((THIRD, UNDATED, twin, THIRD), "1222", strict=True):
            alone.load(record, reader_version=version)
        assert (told(store), counted(store)) == (told(alone), counted(alone))


def test_a_document_twice_among_those_loaded_together_is_loaded_once(store):
    assert load_many(store, [FIRST, SECOND, FIRST]) == [LoadOutcome.LOADED, LoadOutcome.LOADED, LoadOutcome.UNCHANGED]


def test_a_record_that_is_refused_costs_none_of_those_loaded_with_it(store):
    astray = dataclasses.replace(SECOND, actions=(dataclasses.replace(SECOND.actions[0], plan=7),))
    results = store.load_many([(record, {}) for record in (FIRST, astray, DOCUMENTS[2])], reader_version="1")
    assert [result.outcome for result in results] == [LoadOutcome.LOADED, LoadOutcome.FAILED, LoadOutcome.LOADED]
    assert "no plan 7" in results[1].message and results[1].path == SECOND.source.path
    assert len(store.list_plans()) == 2


def test_no_transaction_holds_more_than_its_share():
    small = [plan(f"{n}.pdf", None, rows([Status.UNKNOWN], WORDS[:1]), title=f"Plan {n}") for n in range(70)]
    large = plan("large.pdf", None, rows([Status.UNKNOWN] * 900, [f"Row {n}" for n in range(900)]))
    readings = [load.Reading(record, "1", "{}", None) for record in (*small, large, *small[:3], large)]
    parts = list(load.in_transactions(readings))
    assert list(itertools.chain(*parts)) == readings
    assert [len(part) for part in parts] == [64, 10, 1]


@pytest.mark.parametrize("code", [None, "X06000001"])
def test_authorities_named_by_several_documents_loaded_together_are_one(store, code):
    """The first names its council by name, the others by a code as well: the council gets its code."""
    named = [
        dataclasses.replace(record, plans=(dataclasses.replace(record.plans[0], authority_code=given),))
        for record, given in zip((FIRST, SECOND, DOCUMENTS[2]), (None, code, code), strict=True)
    ]
    assert load_many(store, named) == [LoadOutcome.LOADED] * 3
    with store.engine.connect() as connection:
        held = connection.exec_driver_sql("SELECT name, code FROM authorities").all()
    assert held == [("Saltmarsh Harbour Council", code)]


def test_the_first_document_names_the_authority_of_a_code(store):
    named = [
        plan(f"{name}.pdf", None, rows([Status.UNKNOWN] * 6), authority=name)
        for name in ("Upper Wick Parish Council", "Lower Wick Parish Council")
    ]
    coded = [
        dataclasses.replace(one, plans=(dataclasses.replace(one.plans[0], authority_code="X06000009"),))
        for one in named
    ]
    load_many(store, coded)
    with store.engine.connect() as connection:
        held = connection.exec_driver_sql("SELECT name, code FROM authorities").all()
    assert held == [("Upper Wick Parish Council", "X06000009")]
