"""Words of the user's own: `--vocab`, and what no entry knew."""

import csv
import io
import json
import re

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


ODD = """<h1>Eastmarch Borough Council improvement plan</h1>
<table><tr><th>Ref</th><th>Action</th><th>Whose baby</th><th>Timescale</th><th>Status</th><th>Moon phase</th></tr>
<tr><td>1</td><td>Publish the list of assets</td><td>Head of Property</td><td>Blue moon</td>
<td>Landed</td><td>full</td></tr>
<tr><td>2</td><td>Review the scheme of delegation</td><td>Head of Legal</td><td>June 2024</td><td>landed</td>
<td>n/a</td></tr>
<tr><td>3</td><td>Train the members of the committee</td><td>Monitoring Officer</td><td>TBC</td>
<td>n/a</td><td>new</td></tr></table>"""


@pytest.fixture
def odd_plans(tmp_path):
    """A folder of two plans with odd words, of which they share one."""
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "a.html").write_text(ODD, encoding="utf-8")
    other = ODD.replace("Whose baby", "Lead").replace("Moon phase", "Notes").replace("anded", "ate")
    other = other.replace("Head of Property", "HoP; Delivery Squad")
    (folder / "b.html").write_text(other, encoding="utf-8")
    return folder


def test_what_no_entry_knew_is_counted_with_an_example_of_where_it_stands(run, odd_plans):
    result = run("vocab", "unmatched", odd_plans, "--format", "csv")
    assert (result.returncode, result.stderr) == (0, "")
    rows = {row["text"]: row for row in csv.DictReader(io.StringIO(result.stdout))}
    assert {text: (row["part"], row["count"], row["documents"], row["list"]) for text, row in rows.items()} == {
        "Whose baby": ("heading", "1", "1", "headings.phrases.owner"),
        "Moon phase": ("heading", "1", "1", "headings.phrases.extra"),
        "Landed": ("status", "2", "1", "status.placeholders.words"),
        "Blue moon": ("timescale", "2", "2", "dates.words.placeholder"),
        "HoP": ("owner", "1", "1", "owners.abbreviations"),
        "Delivery Squad": ("owner", "1", "1", "owners.bodies.strong"),
    }
    first = rows["Blue moon"]
    assert (first["document"], first["table"], first["row"]) == (str(odd_plans / "a.html"), "0", "1")


def test_what_no_entry_knew_can_be_pasted_as_a_vocabulary_file(run, odd_plans, tmp_path):
    """As printed it changes nothing; with its marks of comment taken off, all of it is known."""
    printed = run("vocab", "unmatched", odd_plans).stdout
    path = tmp_path / "words.toml"
    path.write_text(printed, encoding="utf-8")
    assert run("vocab", "unmatched", odd_plans, "--vocab", path).stdout == printed
    path.write_text(re.sub(r'(?m)^( *)# (?=")', r"\1", printed).replace('"?"', '"Head of Property"'), encoding="utf-8")
    again = run("vocab", "unmatched", odd_plans, "--vocab", path).stdout
    assert [line for line in again.splitlines() if line and line[0] != "#"] == []
    assert "0 headings, 0 statuses, 0 timescales, 0 owners" in again


def test_a_document_that_cannot_be_read_does_not_hide_the_others(run, odd_plans, bad, tmp_path):
    result = run("vocab", "unmatched", bad("empty"), odd_plans, bad("folder"))
    assert result.returncode == 1
    assert "in 2 documents: 2 headings, 1 status, 1 timescale, 2 owners" in result.stdout
    assert len(result.stderr.splitlines()) == 2 and "empty.pdf" in result.stderr and "nothing" in result.stderr
