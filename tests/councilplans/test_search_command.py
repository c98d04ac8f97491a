"""The command `search`, over a plan of three versions."""

import csv
import io
import json

from councilplans import publishing
from store import search


def test_it_prints_what_was_found_with_its_place(ask):
    heads, row, total = (" ".join(line.split()) for line in ask("search", "flood", "sirens").splitlines())
    assert heads.startswith("authority plan title version reference status snippet document pages")
    assert row.startswith("Saltmarsh Harbour Council Ferry improvement plan 3 2") and "[flood] [sirens]" in row
    assert total == "1 action found"


def test_all_searches_every_version_and_limit_says_what_it_leaves_out(ask):
    found = json.loads(ask("search", "sirens", "--all", "--limit", "2", "--format", "json"))
    assert found["total"] == 3 and len(found["actions"]) == 2
    assert ask("search", "sirens", "--all", "--limit", "2").splitlines()[-1] == "3 actions found; the best 2 are shown"


def test_it_narrows_by_authority_status_and_what_must_not_stand(ask):
    def references(*arguments):
        printed = io.StringIO(ask("search", *arguments, "--format", "csv"))
        return sorted(row["reference"] for row in csv.DictReader(printed))

    assert references("sirens") == ["2"]
    assert references("sirens", "--authority", "saltmarsh") == ["2"]
    status = json.loads(ask("search", "sirens", "--format", "json"))["actions"][0]["status"]
    assert references("sirens", "--status", status) == ["2"]
    assert references("sirens -flood") == [] and references("sirens -bridge") == ["2"]


def test_an_authority_of_which_nothing_is_held_is_told(run, ferry_database):
    for command in (["search", "sirens"], ["overdue"], ["export"]):
        result = run(*command, "--authority", "Thornley", "--db", ferry_database)
        assert (result.returncode, result.stdout) == (2, "") and "Thornley: there is no such" in result.stderr


def test_nothing_found_is_said_and_no_error(ask):
    assert ask("search", "submarine") == "0 actions found\n"


def test_the_limit_is_that_of_the_store():
    assert publishing.MOST_HITS == search.MOST_HITS
