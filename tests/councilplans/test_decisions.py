"""The commands by which people decide."""

import csv
import io
import json


def exported(run):
    return {row["reference"]: row for row in csv.DictReader(io.StringIO(run("export").stdout))}


def test_a_correction_is_made_listed_and_withdrawn(run, plan):
    run("load", plan)
    before = exported(run)
    who = ("--by", "A. Auditor", "--why", "the minutes of 4 June")
    made = run("correct", "1", "2", "due", "30 September 2024", *who)
    assert (made.returncode, made.stderr) == (0, "")
    assert run("correct", "eastmarch", "title", "Improvement plan of Eastmarch", "--plan", *who).returncode == 0
    corrected = exported(run)["2"]
    assert (corrected["due"], corrected["plan_title"]) == ("2024-09-30", "Improvement plan of Eastmarch")
    assert corrected["timescale"] == "June 2024"
    listed = run("corrections").stdout
    for told in ("1  plan 1 (Improvement plan of Eastmarch), action 2: due", "2024-06 → 2024-09-30", who[1], who[3]):
        assert told in listed
    (first, second) = json.loads(run("corrections", "1", "--format", "json").stdout)["corrections"]
    assert (first["reading"]["edtf"], first["state"], second["field"]) == ("2024-06", "in force", "title")
    assert "stands in" not in run("withdraw", "1", "--by", "B").stdout
    run("withdraw", "2", "--by", "B")
    assert exported(run) == before
    assert run("load", plan).returncode == 0


def test_what_cannot_be_corrected_is_said_on_one_line(run, plan):
    run("load", plan)
    who = ("--by", "A", "--why", "r")
    for words, says in (
        (("1", "2", "status", "nearly"), "not_started"),
        (("1", "9", "status", "complete"), "@1 to @2"),
        (("7", "2", "status", "complete"), "no such plan"),
        (("1", "2", "title", "X"), "percent_complete"),
    ):
        result = run("correct", *words, *who)
        assert (result.returncode, result.stderr.count("\n")) == (2, 1)
        assert says in result.stderr
    assert run("correct", "1", "2", "status", *who).returncode == 2
    assert run("correct", "1", "2", "status", "complete", "--by", "A").returncode == 2


def test_a_plan_is_given_to_another_authority_and_back_and_forgotten(run, plan, other_plan):
    run("load", plan, other_plan)
    before = run("list").stdout
    who = ("--by", "A. Auditor", "--why", "page 1")
    given = run("reassign", "--plan", "eastmarch", "--authority", "Port Ellery Council", *who)
    assert (given.returncode, given.stderr) == (0, "")
    assert "of Port Ellery Council; read: Eastmarch Borough Council" in given.stdout == run("reassign").stdout
    assert "Port Ellery Council" in run("list").stdout
    assert run("reassign", "--plan", "1", "--undo").returncode == 2  # nobody says who undoes it
    undone = run("reassign", "--plan", "1", "--undo", "--by", "B. Auditor", "--why", "page 2")
    assert (undone.returncode, run("list").stdout, run("reassign").stdout) == (0, before, undone.stdout)
    assert "of Port Ellery Council" in undone.stdout and "undone by B. Auditor" in undone.stdout
    for wrong in (
        ("--plan", "1", "--apart", *who),
        ("--plan", "1", "--authority", "X", "--apart", *who),
        ("--plan", "1", "--authority", "X"),
        ("--document", plan, "--apart", *who),
    ):
        assert run("reassign", *wrong).returncode == 2, wrong
    gone = run("forget", plan).stdout
    assert "1 plan, 2 actions" in gone
    assert "nothing is left of Eastmarch Borough Council" in gone
    assert [row["document"] for row in exported(run).values()] == [str(other_plan)] * 2
    assert run("forget", plan).returncode == 2


def test_a_correction_that_lapses_is_said_when_that_is_loaded(run, plan, tmp_path):
    run("load", plan)
    run("correct", "1", "2", "status", "delayed", "--by", "A", "--why", "r")
    later = tmp_path / "later.html"
    later.write_text(plan.read_text(encoding="utf-8").replace("In progress", "Finished"), encoding="utf-8")
    loaded = run("load", later)
    assert [line for line in loaded.stderr.splitlines() if "correction 1" in line] == [
        "councilplans: correction 1: a later version prints otherwise, or has not the action; "
        "`councilplans corrections` says where"
    ]
    assert "printed otherwise in version 2" in run("corrections").stdout
    assert "correction 1" not in run("load", later).stderr
