"""The commands that keep a database: runs, upgrade and copy."""

import pytest


@pytest.fixture
def loaded(run, tmp_path):
    """A run in which one file was loaded and one failed; what it printed."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "plan.md").write_text(
        "# Harbour improvement plan\n\n| Action | Owner | Due |\n| --- | --- | --- |\n"
        "| Mend the quay | Harbour Master | May 2024 |\n"
    )
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7\n")
    return run("load", folder, "--jobs", "1")


def test_runs_tell_what_failed_and_why(run, loaded):
    assert loaded.returncode == 1
    listed = run("runs").stdout.splitlines()
    assert listed[0].split() == ["run", "began", "ended", "version", "loaded", "unchanged", "replaced", "failed"]
    assert listed[1].split()[0] == "1" and listed[1].split()[-4:] == ["1", "0", "0", "1"]
    shown = run("runs", "1")
    (reason,) = shown.stdout.splitlines()
    assert reason.split(": ", 1)[0].endswith("torn.pdf") and reason.split(": ", 1)[1] in loaded.stderr
    assert "1 of 2 files failed in run 1" in shown.stderr
    assert run("runs", "7").returncode == 2


def test_a_database_is_copied_whole_and_never_over_another(run, loaded):
    copied = run("copy", "--from", "councilplans.sqlite", "--to", "other.sqlite")
    assert copied.returncode == 0 and "actions" in copied.stdout
    assert run("list", "--db", "other.sqlite").stdout == run("list").stdout
    again = run("copy", "--from", "councilplans.sqlite", "--to", "other.sqlite")
    assert again.returncode == 2 and "holds a store already" in again.stderr


def test_upgrade_says_that_a_database_is_up_to_date(run, loaded):
    assert "councilplans.sqlite is up to date" in run("upgrade").stderr
    assert run("upgrade", "--db", "none.sqlite").returncode == 2
