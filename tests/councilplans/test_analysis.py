"""The commands that compare, on a plan whose changes are known."""

import csv
import io
import json

import pytest

from ..store.ferry import DEBT, FERRY, LIBRARY, SIRENS


def test_compare_prints_counts_of_how_many_and_a_line_for_each_change(ask):
    printed = ask("compare", "ferry", "--from", "1", "--to", "2")
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    assert lines[0] == "Saltmarsh Harbour Council, Ferry improvement plan"
    assert lines[1] == "version 1 (2024-01-10), 7 actions: january.pdf"
    assert any(line.startswith("deadline later 1 of 5 (20 %)") for line in lines)
    assert any(line.startswith(f"vanished 5 {FERRY}") and line.endswith("page 3") for line in lines)
    assert any(line.startswith(f"deadline later 2 {SIRENS} 2024-06 2024-09 92 1 ×") for line in lines)


def test_compare_says_where_a_version_without_a_date_comes(ask):
    assert "without a date" not in ask("compare", "1", "--all")
    ask("correct", "1", "as_of", "", "--plan", "--by", "A. Auditor", "--why", "the date is of another plan")
    lines = ask("compare", "1", "--from", "1", "--to", "2").splitlines()
    assert lines[1].startswith("version 1 (no date)") and lines[3].startswith("A version without a date comes after")


def test_compare_writes_csv_and_json(ask):
    rows = list(csv.DictReader(io.StringIO(ask("compare", "1", "--all", "--format", "csv"))))
    (given,) = [row for row in rows if row["how"] == "given"]
    assert (given["reference"], given["wording"], given["from_version"], given["after"]) == ("4", DEBT, "1", "2024-11")
    (earlier,) = [row for row in rows if row["how"] == "earlier"]
    assert earlier["days"] == "-61"  # a number, which no spreadsheet takes for a formula
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


def test_measures_are_printed_with_what_they_are_of(ask):
    lines = [" ".join(line.split()) for line in ask("measure", "--on", "2025-01-15").splitlines()]
    assert lines[0] == "The latest version of each plan; overdue on 2025-01-15."
    assert "in all (plans: 1, actions: 7)" in lines
    assert "overdue 2 of 5 (40 %) open actions with a deadline 1" in lines
    rows = list(csv.DictReader(io.StringIO(ask("measure", "--on", "2025-01-15", "--by", "plan", "--format", "csv"))))
    moved = [row for row in rows if row["measure"] == "deadline moved later"]
    assert [(row["count"], row["of"], row["unknown"], row["mean_days"]) for row in moved] == [
        ("1", "6", "1", "243")
    ] * 2
    found = json.loads(ask("measure", "--on", "2025-01-15", "--successors", "--format", "json"))
    assert found["on"] == "2025-01-15"
    assert found["groups"][1]["measures"][2]["share"] == 0.4


def test_overdue_actions_are_printed_with_of_how_many(ask):
    head, _, *rows = [" ".join(line.split()) for line in ask("overdue", "--on", "2025-01-15").splitlines()]
    assert head == "Overdue on 2025-01-15: 2 of 5 (40 %) open actions with a deadline; 1 of the 2 are doubtful"
    assert rows[0].startswith(f"Saltmarsh Harbour Council Ferry improvement plan 2025-01-10 5 {FERRY}")
    assert ask("overdue", "--on", "2025-01-15", "--authority", "saltmarsh", "--format", "csv").count("\n") == 3
    found = json.loads(ask("overdue", "--on", "2025-01-15", "--limit", "1", "--format", "json"))
    assert (found["count"], len(found["actions"]), found["actions"][0]["days"]) == (2, 1, 107)


def test_what_was_recommended_to_one_alone_is_no_group(ask):
    assert ask("alike").startswith("0 groups hold 0 of 0 recommendations to 0 authorities; 7 actions have no")
    assert json.loads(ask("alike", "--threshold", "0.5", "--format", "json"))["groups"] == []
