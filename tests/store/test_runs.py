"""What came of each file of each run of `load`."""

from store import FileResult, LoadOutcome


def test_a_run_tells_what_came_of_each_file(store, harbour):
    first = store.begin_run(reader_version="1", options={"authority": "Upper Wick"})
    store.load(harbour, reader_version="1")
    lost = FileResult("lost.pdf", LoadOutcome.FAILED, "the file is cut off")
    loaded = FileResult(harbour.source.path, LoadOutcome.LOADED, sha256=harbour.source.sha256)
    store.add_results(first, [loaded])
    store.add_results(first, [lost, loaded])
    store.end_run(first)
    second = store.begin_run(reader_version="2")
    told, before = store.list_runs()
    assert (told.number, told.ended_at, told.outcomes) == (second, None, {})
    assert (before.reader_version, before.options) == ("1", {"authority": "Upper Wick"})
    assert before.outcomes == {LoadOutcome.LOADED: 2, LoadOutcome.FAILED: 1} and before.started_at <= before.ended_at
    assert store.list_results(first) == [loaded, lost, loaded]
    assert store.list_results(second) == [] and store.list_results(99) is None
