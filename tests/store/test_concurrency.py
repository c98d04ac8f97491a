"""Several loaders at once, and loaders that are killed: nothing is lost and nothing doubled."""

import dataclasses
import hashlib
import itertools
import pickle
import subprocess
import sys

import pytest

from normalise.model import Status
from store import LoadOutcome, open_store
from store.schema import Base
from store.search import INDEX

from .test_series import WORDS, plan, rows, told

COUNCILS = ("Saltmarsh Harbour Council", "Upper Wick Parish Council", "Little Tarn District Council", None)
LOADER = """
import pickle, sys
from store import open_store
records, version = pickle.load(sys.stdin.buffer)
with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    for first in range(0, len(records), 5):
        some = [(record, {}) for record in records[first : first + 5]]
        print(*(result.outcome for result in store.load_many(some, reader_version=version)), flush=True)
"""
# How far a loader comes: up to a function of the store that it ends in, killed by the system.
KILLED = """
import importlib, os, pickle, signal, sys
from store import open_store
records, version = pickle.load(sys.stdin.buffer)
store = open_store(sys.argv[1])
module, name, call = sys.argv[2].split(":")
module, left = importlib.import_module(module), int(call)
there = getattr(module, name)
def end(*given, **named):
    global left
    left -= 1
    return there(*given, **named) if left else os.kill(os.getpid(), signal.SIGKILL)
setattr(module, name, end)
for record in records:
    store.load(record, reader_version=version)
"""
PLACES = (
    "store.content:lock_series:2",
    "store.content:insert_rows:14",
    "store.linking:settle:2",
    "store.linking:_mark_latest:2",
)


def versions_of(council, title):
    """Return three versions of a plan, each a document."""
    statuses = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.COMPLETE)
    name = f"{council} {title}"
    words = [f"{wording}, as the {title.casefold()} asks of {council}" for wording in WORDS]
    made = [
        plan(f"{name} {n}.pdf", f"2024-0{n}", rows([status] * 6, words), authority=council, title=title)
        for n, status in enumerate(statuses, start=1)
    ]
    return [with_hash(record, record.source.path) for record in made]


def with_hash(record, path):
    source = dataclasses.replace(record.source, path=path, sha256=hashlib.sha256(path.encode()).hexdigest())
    return dataclasses.replace(record, source=source)


def pack(number, records):
    """Return one document with the plans of several."""
    parts = list(enumerate(records))
    return dataclasses.replace(
        with_hash(records[0], f"pack {number}.pdf"),
        plans=tuple(dataclasses.replace(record.plans[0], plan=n) for n, record in parts),
        actions=tuple(dataclasses.replace(action, plan=n) for n, record in parts for action in record.actions),
    )


@pytest.fixture(scope="module")
def documents():
    """Plans of four councils, one unknown, in three versions each, and packs that hold several councils' plans."""
    series = [versions_of(council, title) for council in COUNCILS for title in ("Flood plan", "Debt plan")]
    single = list(itertools.chain.from_iterable(zip(*series, strict=True)))
    packs = [
        pack(n, [versions_of(council, "Ferry plan")[version] for council in order])
        for n, (order, version) in enumerate(itertools.product((COUNCILS, COUNCILS[::-1]), range(2)))
    ]
    return single + packs


def load_at_once(address, *shares):
    """Load each share, given with the version of its reader, in a process of its own; return the outcomes of each."""
    loaders = [
        subprocess.Popen(
            [sys.executable, "-c", LOADER, address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in shares
    ]
    for loader, share in zip(loaders, shares, strict=True):
        loader.stdin.write(pickle.dumps(share))
        loader.stdin.close()
        loader.stdin = None
    ended = [loader.communicate(timeout=240) for loader in loaders]
    for loader, (_, said) in zip(loaders, ended, strict=True):
        assert loader.returncode == 0, said.decode()
    return [out.decode().split()[1:] for out, _ in ended]


def counted(store):
    """Return how many rows each table and the index of the search have."""
    with store.engine.connect() as connection:
        names = [*Base.metadata.tables, INDEX]
        return {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in names}


def loaded_alone(address, documents):
    """Load in this process; return what the store tells."""
    with open_store(address) as store:
        for record in documents:
            store.load(record, reader_version="1")
        return told(store), counted(store)


def test_two_loaders_of_the_same_folder_load_each_document_once(address, another_address, documents):
    outcomes = load_at_once(address, (documents, "1"), (documents[::-1], "1"))
    assert sorted(itertools.chain(*outcomes)) == ["loaded"] * len(documents) + ["unchanged"] * len(documents)
    with open_store(address) as store:
        assert (told(store), counted(store)) == loaded_alone(another_address, documents)


def test_versions_of_one_plan_loaded_by_two_processes_are_one_series(address, another_address, documents):
    load_at_once(address, (documents[::2], "1"), (documents[1::2], "1"))
    with open_store(address) as store:
        assert (told(store), counted(store)) == loaded_alone(another_address, documents)


def test_loaders_of_different_versions_replace_each_other_without_a_trace(address, another_address, documents):
    moved = [  # read anew, the councils are others: series change hands while other loaders join them
        dataclasses.replace(
            record,
            plans=tuple(
                dataclasses.replace(facts, authority=COUNCILS[(COUNCILS.index(facts.authority) + 1) % len(COUNCILS)])
                for facts in record.plans
            ),
        )
        for record in documents
    ]
    load_at_once(address, (documents, "1"), (moved, "2"), (moved[::-1], "3"))
    with open_store(address) as store:
        for record in documents:
            store.load(record, reader_version="1")
        assert store.count_totals().actions == sum(len(record.actions) for record in documents)
        loaded_alone(another_address, documents)
        with open_store(another_address) as alone:
            mine, yours = counted(store), counted(alone)
        extractions = mine.pop("extractions") - yours.pop("extractions")
        assert mine["actions"] == yours["actions"] and mine["source_cells"] == yours["source_cells"]
        assert extractions > 0


@pytest.mark.parametrize("place", PLACES)
def test_a_loader_killed_in_the_middle_of_a_document_leaves_the_others_whole(
    address, another_address, documents, place
):
    few = [*documents[:17:8], documents[-1]]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, address, place], input=pickle.dumps((few, "1")), capture_output=True, check=False
    )
    assert killed.returncode == -9, killed.stderr.decode()
    with open_store(address) as store:
        whole = [record.as_json() for record in store.read_records()]
        assert whole == [record.as_json() for record in few[: len(whole)]] and len(whole) < len(few)
        outcomes = [store.load(record, reader_version="1") for record in few]
        assert outcomes == [LoadOutcome.UNCHANGED] * len(whole) + [LoadOutcome.LOADED] * (len(few) - len(whole))
        assert (told(store), counted(store)) == loaded_alone(another_address, few)
