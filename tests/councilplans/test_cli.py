import contextlib
import csv
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from councilplans import cli, pool
from store import Store, StoreError

BAD_FILES = ["missing", "empty", "half", "password", "zip", "binary", "unknown"]


def lines(text):
    return [line for line in text.splitlines() if line.strip()]


def test_extract_prints_the_envelope_in_the_order_of_the_files(run_as_users_do, plan, other_plan):
    result = run_as_users_do("extract", plan, other_plan, plan)
    assert (result.returncode, result.stderr) == (0, "")
    printed = json.loads(result.stdout)
    assert printed["schema_version"] == 1
    assert [document["source"]["path"] for document in printed["documents"]] == [str(plan), str(other_plan), str(plan)]
    first = printed["documents"][0]
    assert [action["owner"] for action in first["actions"]] == ["Head of Property", "Monitoring Officer"]
    assert first["actions"][0]["due"]["edtf"] == "2024-03"
    assert "– “all of it”" in result.stdout  # as printed, not escaped


def test_extract_prints_csv_with_a_line_for_each_action(run, plan):
    printed = run("extract", plan, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert [(row["position"], row["due"], row["status"]) for row in rows] == [
        ("1", "2024-03", "complete"),
        ("2", "2024-06", "in_progress"),
    ]
    assert (rows[0]["plan"], rows[0]["owners"]) == ("0", "Head of Property (lead)")
    run("load", plan)
    exported = list(csv.DictReader(io.StringIO(run("export").stdout)))
    keys = {"series": "1", "version": "1", "is_latest": "true"}
    # one form, whether by way of a database or not; the keys of the database come after
    assert exported == [{**row, **keys, "thread": told["thread"]} for row, told in zip(rows, exported, strict=True)]


def test_the_callers_authority_stands_where_the_document_is_silent(run, tmp_path):
    silent = tmp_path / "silent.html"
    silent.write_text("<table><tr><th>Action</th><th>Owner</th></tr><tr><td>Mend it</td><td>Clerk</td></tr></table>")
    document = json.loads(run("extract", silent, "--authority", "Harrowmere District Council").stdout)["documents"][0]
    assert document["plans"][0]["authority"] == "Harrowmere District Council"


@pytest.mark.parametrize(
    "command", ["load", pytest.param("extract", marks=pytest.mark.slow), pytest.param("tables", marks=pytest.mark.slow)]
)
def test_a_bad_file_is_named_on_one_line_and_the_others_are_read(run, plan, bad, command):
    paths = [bad(kind) for kind in BAD_FILES]
    result = run(command, *paths, plan)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    complaints = [line for line in lines(result.stderr) if line.startswith("councilplans: ")]
    for path in paths:
        about = [line for line in complaints if str(path) in line]
        assert len(about) == 1, (path.name, result.stderr)
        assert "mistake of the reader" not in about[0]
        assert len(about[0]) > len(f"councilplans: {path}: ") + 20, about[0]
    assert not [line for line in complaints if str(plan) in line]
    if command == "load":
        assert "Review the scheme" in run("export").stdout
        return
    documents = json.loads(result.stdout)["documents"]
    assert len(documents) == len(paths) + 1
    assert documents[-1]["tables"]
    assert all(document["issues"] for document in documents[:-1])


def test_tables_are_printed_as_they_stand(run, plan):
    table = json.loads(run("tables", plan).stdout)["documents"][0]["tables"][0]
    assert (table["rows"], table["columns"], table["header_rows"]) == (3, 5, 1)
    assert table["cells"][5]["text"] == "1"
    assert "| 1 | Publish the list" in run("tables", plan, "--format", "text").stdout


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("timescale", "by June 2024", {"due": {"edtf": "2024-06", "start": "2024-06-01", "end": "2024-06-30"}}),
        ("timescale", "March", {"due": {"edtf": "2025-03", "start": "2025-03-01", "end": "2025-03-31"}}),
        ("status", "Complete", {"status": "complete"}),
        (
            "owner",
            "Director of Law and Governance",
            {"owners": [{"name": "Director of Law and Governance", "role": "lead"}]},
        ),
        ("heading", "Lead Officer", {"field": "owner"}),
        ("heading", "Favourite colour", {"field": None}),
        ("update", "Completed. The policy was adopted in May 2024.", {"status": "complete"}),
    ],
)
def test_read_answers_each_line(run, kind, text, expected):
    result = run("read", kind, "--as-of", "2024-11-30", stdin=f"{text}\n\n{text}")
    assert (result.returncode, result.stderr) == (0, "")
    first, blank, last = map(json.loads, result.stdout.splitlines())
    assert first == last
    assert first["text"] == text
    assert blank["text"] == ""
    assert first.keys() == blank.keys()
    assert {name: first[name] for name in expected} == expected


READ_KEYS = {
    "timescale": {"text", "due", "revised_due", "milestones", "ongoing"},
    "status": {"text", "status", "rag", "confidence"},
    "owner": {"text", "owners"},
    "heading": {"text", "field", "as_of", "confidence"},
    "update": {"text", "status", "confidence", "dates"},
}


ODD = ["", " ", "–", "🟢 ↑ done", "31/02/2024", "a" * 5000, "99/99/9999", "Q9 2024/31", "\t;;//\\", "١٢ مارس"]


@pytest.mark.parametrize("kind", READ_KEYS)
def test_read_survives_odd_lines(run, kind):
    result = run("read", kind, stdin="\n".join(ODD) + "\n")
    assert (result.returncode, result.stderr) == (0, "")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["text"] for answer in answers] == ODD
    assert all(answer.keys() == READ_KEYS[kind] for answer in answers)


def test_read_speaks_utf8_in_any_locale(run_as_users_do):
    result = run_as_users_do("read", "owner", stdin="\n".join(ODD) + "\n", LC_ALL="C", PYTHONUTF8="0")
    assert (result.returncode, result.stderr) == (0, "")
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ODD


def test_load_twice_changes_nothing_and_another_authority_replaces(run, plan, other_plan):
    first, second, third = run("load", "."), run("load", "."), run("load", ".", "--authority", "Wexcombe")
    assert [result.returncode for result in (first, second, third)] == [0, 0, 0], first.stderr
    assert [result.stdout for result in (first, second, third)] == ["", "", ""]
    # the summary's columns: loaded, unchanged, replaced, failed
    assert [lines(result.stderr)[1].split() for result in (first, second, third)] == [
        ["2", "0", "0", "0"],
        ["0", "2", "0", "0"],
        ["0", "0", "2", "0"],
    ]
    assert len(list(csv.DictReader(io.StringIO(run("export").stdout)))) == 4


TRACKED = """<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:body><office:text><text:tracked-changes><text:changed-region text:id="c1"><text:deletion>
<text:p>June 2024</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">Wexcombe Council action plan</text:h><table:table>ROWS</table:table>
</office:text></office:body></office:document>"""


def tracked_plan(folder):
    rows = [["Action", "Lead officer", "Timescale"], ["Mend the roof", "Clerk", "July 2024"], ["Sweep", "Clerk", "CHG"]]
    cells = [
        "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row).replace(
            "CHG", '<text:change text:change-id="c1"/>May 2025'
        )
        for row in rows
    ]
    path = folder / "tracked.fodt"
    path.write_text(TRACKED.replace("ROWS", "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)))
    return path


def test_tracked_changes_are_read_as_asked_and_told_apart(run, tmp_path):
    path = tracked_plan(tmp_path)
    shown = {}
    for changes in ("final", "original", "both"):
        (document,) = json.loads(run("extract", path, "--changes", changes).stdout)["documents"]
        shown[changes] = document["actions"][1]["timescale"]
        assert [(i["table"], i["row"]) for i in document["issues"] if i["code"] == "tracked-changes"] == [(0, 2)]
    assert shown == {"final": "May 2025", "original": "June 2024May 2025", "both": "June 2024May 2025"}
    (document,) = json.loads(run("tables", path, "--changes", "original").stdout)["documents"]
    assert document["tables"][0]["cells"][-1]["text"] == "June 2024May 2025"
    loads = [run("load", path, *options) for options in ([], ["--changes", "both"], ["--changes", "both"])]
    assert [lines(load.stderr)[1].split() for load in loads] == [
        ["1", "0", "0", "0"],
        ["0", "0", "1", "0"],
        ["0", "1", "0", "0"],
    ]


def test_a_folder_without_documents_is_named_and_the_others_load(run, plan, bad):
    folder = bad("folder")
    result = run("load", folder, plan)
    assert result.returncode == 1
    assert len([line for line in lines(result.stderr) if str(folder) in line]) == 1
    assert "PDF" in result.stderr
    assert len(lines(run("export").stdout)) == 3


def test_a_database_that_is_lost_during_a_load_is_said_with_what_was_loaded(run, plan, monkeypatch):
    def lost(*_):
        raise StoreError("the server closed the connection; check that it runs")

    monkeypatch.setattr(Store, "end_run", lost)
    result = run("load", plan)
    assert result.returncode == 0 and "Traceback" not in result.stderr
    assert "the server closed the connection" in result.stderr
    assert lines(result.stderr)[-1].split() == ["1", "0", "0", "0"]


@pytest.mark.parametrize(
    "db",
    ["no/such/folder/plans.sqlite", "plan.html", "oracle://nowhere/x", "postgresql+psycopg://u:secret@127.0.0.1:1/x"],
)
@pytest.mark.parametrize("command", ["load", "list"])
def test_a_database_that_cannot_be_opened_is_wrong_usage(run, plan, db, command):
    result = run(command, *([plan] if command == "load" else []), "--db", db)
    assert result.returncode == 2
    assert len(lines(result.stderr)) == 1, result.stderr
    assert "secret" not in result.stderr
    assert db.split("://")[-1].split("@")[-1] in result.stderr


def test_list_show_and_export_print_data_alone_on_standard_output(run, run_as_users_do, plan):
    run_as_users_do("load", plan)
    listed, shown = run("list"), run_as_users_do("show", "1")
    assert "Eastmarch" in listed.stdout
    assert "Monitoring Officer" in shown.stdout
    exported = json.loads(run("export", "--format", "json").stdout)
    assert exported["schema_version"] == 1
    actions = json.loads(run("extract", plan).stdout)["documents"][0]["actions"]
    assert [told.pop("store")["version"] for told in exported["documents"][0]["actions"]] == [1, 1]
    assert exported["documents"][0]["actions"] == actions
    assert (listed.stderr, shown.stderr) == ("", "")
    absent = run("show", "999")
    assert (absent.returncode, absent.stdout) == (2, "")
    assert "999" in absent.stderr and "councilplans list" in absent.stderr


def test_export_writes_to_a_file_from_the_database_that_the_environment_names(run, plan, tmp_path):
    run("load", plan, COUNCILPLANS_DB="elsewhere.sqlite")
    result = run("export", "--out", "actions.csv", "--db", "elsewhere.sqlite")
    assert (result.returncode, result.stdout) == (0, "")
    assert len(list(csv.DictReader((tmp_path / "actions.csv").open(encoding="utf-8", newline="")))) == 2
    refused = run("export", "--out", "no/folder/actions.csv", COUNCILPLANS_DB="elsewhere.sqlite")
    assert refused.returncode == 2
    assert len(lines(refused.stderr)) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["extract"],
        ["extract", "x.pdf", "--format", "xml"],
        ["read", "colour"],
        ["read", "timescale", "--as-of", "soon"],
        ["load", "x.pdf", "--jobs", "0"],
        ["list"],  # no database yet
        ["show", "1", "--db", "none.sqlite"],
    ],
)
def test_wrong_usage_has_exit_status_2_and_no_traceback(run, arguments, tmp_path):
    result = run(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert result.stderr
    assert not list(tmp_path.glob("*.sqlite"))


def test_a_time_limit_that_is_too_short_is_said_so(run, plan):
    result = run("extract", plan, "--memory", "1")
    assert result.returncode == 1
    assert json.loads(result.stdout)["documents"][0]["issues"][0]["code"] in {"memory-limit", "crashed"}
    assert "--memory" in result.stderr


def test_a_closed_pipe_leaves_no_traceback(plan, tmp_path):
    command = f"{sys.executable} -m councilplans read owner | head -n 1"
    result = subprocess.run(
        command,
        shell=True,
        input="Head of Finance\n" * 20000,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert len(result.stdout.splitlines()) == 1
    assert "Traceback" not in result.stderr
    assert "Broken" not in result.stderr


def test_help_is_quick_and_version_is_printed(run_as_users_do):
    began = time.monotonic()
    assert "extract" in run_as_users_do("--help").stdout
    assert time.monotonic() - began < 2  # 0.1 s on an idle machine; a second and more with the document libraries
    heavy = {"spacy", "sqlalchemy", "pandas", "pebble", "pdfplumber"}
    script = "import sys, councilplans.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not heavy & set(loaded)
    assert run_as_users_do("--version").stdout.startswith("councilplans 0.")


def test_the_defaults_that_help_prints_are_those_of_the_pool():
    assert (cli.DEFAULT_SECONDS, cli.DEFAULT_MEBIBYTES) == (pool.DEFAULT_SECONDS, pool.DEFAULT_MEBIBYTES)


@pytest.fixture
def heeding():
    """What is started meanwhile heeds interrupts, even where a shell's `&` made the tests pass over them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupt_ends_cleanly(tmp_path, plan, heeding):
    process = subprocess.Popen(
        [sys.executable, "-m", "councilplans", "extract", *[str(plan)] * 200, "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in errors


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupted_load_says_what_it_did_and_how_to_go_on(tmp_path, plan, heeding):
    import sqlite3

    text = plan.read_text(encoding="utf-8")
    for i in range(400):
        (tmp_path / f"plan {i}.html").write_text(text.replace("Eastmarch", f"Eastmarch {i}"), encoding="utf-8")
    command = [sys.executable, "-m", "councilplans", "load", ".", "--db", "plans.db", "--jobs", "1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path, start_new_session=True)
    deadline = time.monotonic() + 60
    loaded = 0
    while not loaded and time.monotonic() < deadline:
        time.sleep(0.05)
        with (
            contextlib.suppress(sqlite3.OperationalError),
            contextlib.closing(sqlite3.connect(f"file:{tmp_path / 'plans.db'}?mode=ro", uri=True)) as database,
        ):
            (loaded,) = database.execute("SELECT count(*) FROM documents").fetchone()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    heading, counts, advice = lines(errors)
    assert heading.split() == ["loaded", "unchanged", "replaced", "failed"]
    assert loaded <= int(counts.split()[0]) < 400
    assert advice == "interrupted; load again to go on"


@pytest.mark.slow
def test_an_edited_file_is_told_apart_from_what_it_was(run, plan, other_plan):
    first = run("load", plan, other_plan)
    assert "earlier version" not in first.stderr
    assert "loaded" not in run("list").stdout
    plan.write_text(plan.read_text(encoding="utf-8").replace("March 2024", "May 2024"), encoding="utf-8")
    again = run("load", plan, other_plan)
    assert [line for line in lines(again.stderr) if str(plan) in line and "an earlier version of this file" in line]
    heading, *rows, _ = lines(run("list").stdout)
    assert heading.split()[-3:] == ["loaded", "(UTC)", "sha256"]
    eastmarch = [row.split()[-1] for row in rows if "plan.html" in row]
    assert len(set(eastmarch)) == 2
    assert hashlib.sha256(plan.read_bytes()).hexdigest()[:8] in eastmarch
    assert not [
        row for row in rows if "other.html" in row and hashlib.sha256(other_plan.read_bytes()).hexdigest()[:8] in row
    ]


def test_folders_without_documents_make_no_database(run, tmp_path, bad):
    result = run("load", bad("folder"), "--db", "plans.db")
    assert result.returncode == 1
    assert not (tmp_path / "plans.db").exists()
    assert "the others" not in result.stderr


@pytest.mark.parametrize("command", ["extract", "load"])
def test_a_blank_authority_is_wrong_usage(run, plan, command):
    result = run(command, plan, "--authority", " ")
    assert (result.returncode, result.stdout) == (2, "")
    assert "blank" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disc of Linux")
@pytest.mark.parametrize("command", ["list", "export --format json", "measure --format csv"])
def test_standard_output_on_a_full_disc_is_one_line(run, plan, tmp_path, command):
    run("load", plan)
    shell = f"{sys.executable} -m councilplans {command} > /dev/full"
    result = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
    assert "standard output: cannot be written (No space left on device)" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
@pytest.mark.parametrize("command", ["tables --format text", "extract"])
def test_a_reader_that_closes_the_pipe_is_no_failure(plan, tmp_path, command):
    shell = f"set -o pipefail; {sys.executable} -m councilplans {command} {' '.join([str(plan)] * 300)} | head -1"
    result = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (result.returncode, result.stderr) == (141, "")


def test_a_page_whose_folder_alone_changed_is_read_again(run, tmp_path):
    page, folder = tmp_path / "page.html", tmp_path / "page_files"
    folder.mkdir()
    page.write_text(
        "<link rel=stylesheet href='page_files/a.css'><h1>Improvement plan</h1><table><tr><th>Action<th>Owner<th>RAG"
        "<tr><td>Mend the gate<td>Parks Manager<td class=late></table>"
    )
    told = []
    for colour in ("red", "red", "green"):
        (folder / "a.css").write_text(f".late {{ background: {colour} }}")
        result = run("load", "page.html")
        assert result.returncode == 0, result.stderr
        told.append(lines(result.stderr)[-1].split()[:4])
    assert told == [["1", "0", "0", "0"], ["0", "1", "0", "0"], ["0", "0", "1", "0"]]
