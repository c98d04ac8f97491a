import time
from concurrent.futures import wait
from pathlib import Path

import pytest

from councilplans import pool
from councilplans.pool import Failure, Limits, run_each
from ingest.model import IssueCode


@pytest.fixture
def work(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import misbehaviour

    return misbehaviour.work


def outcomes(work, names, **limits):
    limits = Limits(**{"seconds": 60, "mebibytes": 400, "jobs": 2, **limits})
    return [outcome.value for outcome in run_each(work, [Path(name) for name in names], limits)]


def test_each_misfortune_costs_its_document_only_and_order_stays(work):
    names = [
        "a",
        "exit",
        "b",
        "abort",
        "mistake",
        "allocate",
        "allocate-at-once",
        "unsendable",
        "c",
        "exit",
        "exit",
        "d",
    ]
    got = outcomes(work, names)
    assert [value.code if isinstance(value, Failure) else value for value in got] == [
        "a",
        IssueCode.CRASHED,
        "b",
        IssueCode.CRASHED,
        IssueCode.CRASHED,
        IssueCode.MEMORY_LIMIT,
        IssueCode.MEMORY_LIMIT,
        IssueCode.CRASHED,
        "c",
        IssueCode.CRASHED,
        IssueCode.CRASHED,
        "d",
    ]
    assert "SIGABRT" in got[3].message
    assert "ValueError: no such column at misbehaviour.py" in got[4].message
    assert "--memory" in got[5].message


def test_a_document_that_hangs_is_ended_at_its_limit_while_others_go_on(work):
    began = time.monotonic()
    got = outcomes(work, ["a", "hang", "b", "c"], seconds=1)
    assert time.monotonic() - began < 30
    assert got[1].code is IssueCode.TIME_LIMIT
    assert "--timeout" in got[1].message
    assert [got[0], *got[2:]] == ["a", "b", "c"]


def test_results_come_in_order_and_paths_are_drawn_as_needed(work):
    drawn = []

    def paths():
        for name in ["slow", *map(str, range(40))]:
            drawn.append(name)
            yield Path(name)

    results = run_each(work, paths(), Limits(jobs=2))
    assert next(results).value == "slow"
    assert len(drawn) <= 10  # the waiting room of two workers, not the forty
    assert [result.value for result in results] == [str(i) for i in range(40)]


def test_nothing_is_done_while_the_first_document_is_waited_for(work, monkeypatch):
    waits = []
    monkeypatch.setattr(pool, "wait", lambda *args, **kwargs: waits.append(wait(*args, **kwargs)))
    assert outcomes(work, ["slow", "a", "b", "c"]) == ["slow", "a", "b", "c"]
    assert len(waits) <= 4  # once for each document at most, not over and over because another one is done


def test_what_a_library_prints_stays_out_of_standard_output(work, capfd):
    assert outcomes(work, ["print"], jobs=1) == ["print"]
    assert capfd.readouterr().out == ""


def test_workers_end_with_the_iterator(work):
    import multiprocessing

    results = run_each(work, [Path("a"), Path("hang")], Limits(jobs=2))
    next(results)
    results.close()
    assert not [child for child in multiprocessing.active_children() if "pebble" in child.name]
