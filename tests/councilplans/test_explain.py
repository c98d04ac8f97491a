"""`explain`: each value of an action with the words, the rule, the column and the place that it was read from."""

import json

import pytest

PLAN = """<html><head><title>Eastmarch Borough Council recovery plan</title></head><body>
<h1>Eastmarch Borough Council recovery plan</h1>
<p>Key: green - on track; red - overdue</p>
<table><tr><th>Ref</th><th>Recommended step</th><th></th><th>Timescal</th><th>RAG</th><th>Status</th></tr>
<tr><td>1</td><td rowspan="2">Publish the register</td><td>Head of Property and Chief Executive</td>
<td>Was March 2024, now May 2024</td><td style="background:#00b050"></td><td>Work has slipped</td></tr>
<tr><td>2</td><td>Monitoring Officer</td><td>soonish</td><td style="background:#00b050"></td><td></td></tr>
<tr><td>3</td><td>Review the scheme</td><td>Monitoring Officer</td><td>June 2024</td>
<td style="background:#00b050"></td><td></td></tr>
</table></body></html>"""


@pytest.fixture
def reasons(run, tmp_path):
    """A function that explains an action of the plan: its values by field, and the whole answer."""
    path = tmp_path / "recovery.html"
    path.write_text(PLAN, encoding="utf-8")

    def explain(number, *options):
        result = run("explain", path, "--action", number, "--format", "json", *options)
        assert (result.returncode, result.stderr) == (0, "")
        answer = json.loads(result.stdout)
        return {value["field"]: value for value in answer["values"]}, answer

    return explain


def test_each_value_has_its_words_rule_column_and_place(reasons):
    values, answer = reasons(1)
    assert answer["action"] == {"number": 1, "of": 3, "plan": 0, "position": 1}
    assert answer["plan"]["authority"] == "Eastmarch Borough Council"
    revised, (cell,) = values["revised_due"], values["revised_due"]["cells"]
    assert (revised["value"]["edtf"], revised["printed"]) == ("2024-05", "Was March 2024, now May 2024")
    assert revised["origin"] == "text" and "'May 2024' is 2024-05" in revised["rule"] and "revised" in revised["rule"]
    assert (cell["heading"], cell["field"], cell["method"]) == ("Timescal", "timescale", "spelling")
    assert "headings.heads.timescale: timescale" in cell["reason"]
    assert (cell["table"], cell["row"], cell["column"]) == (0, 1, 3)
    assert cell["parts"][0]["path"].endswith("/tr[2]/td[4]")
    assert "status.delayed.words: slipped" in values["status"]["rule"]
    owners = values["owners"]
    assert owners["rule"] == "Head of Property: a post; Chief Executive: a post"
    assert owners["cells"][0]["method"] == "cells" and "100% like owner" in owners["cells"][0]["reason"]
    assert "status-conflict" in [issue["code"] for issue in answer["issues"]]


def test_what_is_inherited_or_a_colour_or_not_read_is_said(reasons):
    values, answer = reasons(2)
    assert values["action"]["origin"] == "inherited"
    assert values["action"]["cells"][0]["row"] == 1
    status = values["status"]
    assert (status["origin"], status["value"], status["printed"]) == ("colour", "in_progress", None)
    assert "legend" in status["rule"]
    assert [cell["heading"] for cell in status["cells"]] == ["RAG", "Status"]
    assert "due" not in values
    assert [issue["code"] for issue in answer["issues"]] == ["unread-date"]  # its own alone


def test_words_of_ones_own_are_named(reasons, tmp_path):
    (tmp_path / "ours.toml").write_text('[headings.phrases]\nfinding = ["recommended step"]\n', encoding="utf-8")
    values, _ = reasons(3, "--vocab", "ours.toml")
    assert "headings.phrases.finding: recommended step" in values["finding"]["cells"][0]["reason"]


def test_reasons_are_printed_for_a_person(run, tmp_path, plan):
    result = run("explain", plan, "--action", "2")
    assert (result.returncode, result.stderr) == (0, "")
    assert f"{plan}: action 2 of 2" in result.stdout
    block = result.stdout.split("\ndue: ")[1].split("\n\n")[0].splitlines()
    assert block[0] == "2024-06 (2024-06-01 to 2024-06-30)"
    assert [line.split()[0] for line in block[1:]] == ["printed", "origin", "rule", "column", "stands"]
    assert "headings.phrases.timescale: timescale" in block[4] and "table 0, row 2, column 3" in block[5]


def test_an_action_that_is_not_there_is_wrong_usage_and_an_unread_file_a_failure(run, plan, bad, tmp_path):
    beyond = run("explain", plan, "--action", "3")
    assert (beyond.returncode, beyond.stdout) == (2, "")
    assert "has no action 3; there are 2" in beyond.stderr
    minutes = tmp_path / "minutes.html"
    minutes.write_text("<h1>Minutes</h1><p>The committee met at seven.</p>", encoding="utf-8")
    none = run("explain", minutes, "--action", "1")
    assert none.returncode == 2 and "no action plan was found" in none.stderr
    unread = run("explain", bad("empty"), "--action", "1")
    assert unread.returncode == 1 and len(unread.stderr.splitlines()) == 1
    assert run("explain", plan, "--action", "0").returncode == 2
