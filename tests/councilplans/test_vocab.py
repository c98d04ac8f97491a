"""Words of the user's own: `--vocab`, and what no entry knew."""

import json

import pytest

OURS = '[headings.phrases]\nowner = ["whose baby"]\n[status.complete]\nwords = ["landed"]\n'


@pytest.fixture
def odd_plan(plan):
    """The plan with a heading and a status of its council's own."""
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace("<th>Lead</th>", "<th>Whose baby</th>").replace("Complete", "Landed"), encoding="utf-8"
    )
    return plan


@pytest.fixture
def ours(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(OURS, encoding="utf-8")
    return path


def columns_and_statuses(document):
    columns = {column["heading"]: (column["field"], column["method"]) for column in document["tables"][0]["columns"]}
    return columns["Whose baby"], [action["status"] for action in document["actions"]]


def test_words_of_ones_own_reach_the_workers_and_the_store(run, odd_plan, ours):
    def extracted(*options):
        return columns_and_statuses(json.loads(run("extract", odd_plan, *options).stdout)["documents"][0])

    assert extracted() == (("owner", "cells"), ["unknown", "in_progress"])
    assert extracted("--vocab", ours) == (("owner", "phrase"), ["complete", "in_progress"])

    def loaded(*options):
        return dict(zip(*map(str.split, run("load", odd_plan, *options).stderr.splitlines()[-2:]), strict=True))

    def outcome(*options):
        return [name for name, count in loaded(*options).items() if count == "1"]

    moved = ours.rename(ours.with_name("moved.toml"))
    assert [outcome(), outcome("--vocab", moved), outcome("--vocab", moved)] == [
        ["loaded"],
        ["replaced"],
        ["unchanged"],
    ]
    assert (
        columns_and_statuses(json.loads(run("export", "--format", "json").stdout)["documents"][0])[1][0] == "complete"
    )
    moved.write_text(OURS.replace("status.complete", "status.on_hold"), encoding="utf-8")
    assert outcome("--vocab", moved) == ["replaced"]


def test_strings_alone_are_read_with_words_of_ones_own(run, ours):
    answers = run("read", "status", "--vocab", ours, stdin="Landed\nnot landed\n").stdout.splitlines()
    assert [json.loads(answer)["status"] for answer in answers] == ["complete", "in_progress"]


@pytest.mark.parametrize("command", ["extract", "load", "read"])
def test_a_vocabulary_file_that_cannot_be_used_is_wrong_usage(run, plan, ours, tmp_path, command):
    ours.write_text("[headings.phrase]\nowner = ['x']\n", encoding="utf-8")
    about = "status" if command == "read" else plan
    for path, said in ((ours, "phrases"), (tmp_path / "none.toml", "cannot be read")):
        result = run(command, about, "--vocab", path)
        assert (result.returncode, result.stdout) == (2, "")
        assert len(result.stderr.splitlines()) == 1 and path.name in result.stderr and said in result.stderr
    assert not list(tmp_path.glob("*.sqlite"))
