"""The commands that compare, on a plan whose changes are known."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from councilplans.cli import app
from store import open_store

from ..store.ferry import DEBT, FERRY, LIBRARY, SIRENS, VERSIONS


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("ferry") / "plans.db"
    with open_store(path) as store:
        for record in VERSIONS:
            store.load(record, reader_version="1")
    return str(path)


@pytest.fixture
def ask(database):
    def ask(*arguments, status=0):
        result = CliRunner().invoke(app, [*arguments, "--db", database])
        assert result.exit_code == status, result.output
        return result.output if status else result.stdout

    return ask


def test_compare_prints_counts_of_how_many_and_a_line_for_each_change(ask):
    printed = ask("compare", "ferry", "--from", "1", "--to", "2")
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    assert lines[0] == "Saltmarsh Harbour Council, Ferry improvement plan"
    assert lines[1] == "version 1 (2024-01-10), 7 actions: january.pdf"
    assert any(line.startswith("deadline later 1 of 5 (20 %)") for line in lines)
    assert any(line.startswith(f"vanished 5 {FERRY}") and line.endswith("page 3") for line in lines)
    assert any(line.startswith(f"deadline later 2 {SIRENS} 2024-06 2024-09 92 1 ×") for line in lines)


def test_compare_writes_csv_and_json(ask):
    rows = list(csv.DictReader(io.StringIO(ask("compare", "1", "--all", "--format", "csv"))))
    (given,) = [row for row in rows if row["how"] == "given"]
    assert (given["reference"], given["wording"], given["from_version"], given["after"]) == ("4", DEBT, "1", "2024-11")
    (one,) = json.loads(ask("compare", "1", "--format", "json"))["comparisons"]
    assert (one["from"]["version"], one["to"]["version"], one["to"]["actions"]) == (2, 3, 7)
    assert {"name", "count", "of", "of_what", "unknown", "doubtful"} == set(one["counts"][0])


def test_history_follows_one_action(ask):
    lines = [" ".join(line.split()) for line in ask("history", "ferry", "2").splitlines()]
    assert [line.split()[0] for line in lines[1:4]] == ["1", "2", "3"]
    assert lines[4] == "deadline moved 2 times"
    (action,) = json.loads(ask("history", "ferry", "old granary", "--format", "json"))["actions"]
    assert [step["wording"] for step in action["versions"][:2]] == [LIBRARY, LIBRARY]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compare", "no such plan"), "there is no such plan"),
        (("compare", "ferry", "--to", "9"), "versions 1 to 3"),
        (("history", "ferry", "no such action"), "no version has such an action"),
    ],
)
def test_what_is_not_there_is_wrong_usage(ask, arguments, said):
    assert said in ask(*arguments, status=2)
