"""A file or folder is there whole, or as it was before."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from councilplans import exporting
from councilplans.cli import app
from councilplans.outfiles import whole_file, whole_folder
from store import open_store

from ..store.ferry import VERSIONS


@pytest.fixture
def export(tmp_path, monkeypatch):
    """A function that runs the command in a folder with a store of its own."""
    monkeypatch.chdir(tmp_path)
    with open_store("plans.db") as store:
        for record in VERSIONS:
            store.load(record, reader_version="1")

    def export(*arguments, status=0):
        result = CliRunner().invoke(app, ["export", "--db", "plans.db", *arguments])
        assert result.exit_code == status, result.output
        return result

    return export


def names(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("plans.db"))


def test_a_block_that_fails_leaves_what_was_there(tmp_path):
    path, folder = tmp_path / "out.csv", tmp_path / "package"
    path.write_text("before")
    folder.mkdir()
    (folder / "a.csv").write_text("before")
    with pytest.raises(RuntimeError), whole_file(path) as part:
        part.write_text("half")
        raise RuntimeError
    with pytest.raises(RuntimeError), whole_folder(folder, {"a.csv"}) as part:
        (part / "a.csv").write_text("half")
        raise RuntimeError
    assert names(tmp_path) == ["out.csv", "package"]
    assert path.read_text() == (folder / "a.csv").read_text() == "before"


def test_what_is_whole_takes_the_place_through_links_and_with_its_rights(tmp_path):
    path, link = tmp_path / "out.csv", tmp_path / "link.csv"
    path.write_text("before")
    path.chmod(0o640)
    link.symlink_to(path)
    with whole_file(link) as part:
        part.write_text("after")
    assert link.is_symlink() and path.read_text() == "after" and path.stat().st_mode & 0o777 == 0o640
    with whole_file(Path(os.devnull)) as part:
        assert part == Path(os.devnull)


def test_a_folder_that_holds_other_things_is_left_alone(export, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letters.txt").write_text("dear")
    said = export("--format", "datapackage", "--out", "mine", status=2).output
    assert "mine: cannot be written (it holds letters.txt" in said and names(tmp_path / "mine") == ["letters.txt"]
    export("--format", "datapackage", "--out", "package")
    export("--format", "datapackage", "--out", "package", "--latest")
    package = json.loads((tmp_path / "package" / "datapackage.json").read_text())
    assert len(package["resources"]) == 8 and names(tmp_path) == ["mine", "package"]


@pytest.mark.parametrize("format", ["csv", "json", "jsonl", "parquet", "xlsx", "datapackage"])
def test_an_export_that_fails_half_way_leaves_no_half_file(export, tmp_path, monkeypatch, format):
    from store import records

    def stop(*_):
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(records, "read_record", stop)
    monkeypatch.setattr("store.store.read_rows", stop)
    result = CliRunner().invoke(app, ["export", "--db", "plans.db", "--format", format, "--out", "out"])
    assert isinstance(result.exception, RuntimeError) and names(tmp_path) == []


@pytest.mark.parametrize(("format", "extra"), [("parquet", "parquet"), ("xlsx", "excel")])
def test_a_missing_extra_is_named(export, monkeypatch, format, extra):
    monkeypatch.setattr(exporting, "find_spec", lambda name: None)
    assert f'pip install "councilplans[{extra}]"' in export("--format", format, "--out", "out", status=2).output


@pytest.mark.parametrize("format", ["csv", "parquet", "xlsx"])
def test_a_place_that_cannot_be_written_is_named(export, format):
    said = export("--format", format, "--out", "absent/out", status=2).stderr
    assert said.startswith("councilplans: absent/out: cannot be written") and said.count("\n") == 1


@pytest.mark.parametrize("format", ["parquet", "xlsx", "datapackage"])
def test_what_is_no_text_needs_a_place(export, format):
    assert "--out" in export("--format", format, status=2).output


def test_it_can_be_the_latest_versions_or_one_authority_alone(export):
    def count(*arguments):
        lines = export("--format", "jsonl", *arguments).stdout.split("\n")[:-1]
        return sum(len(json.loads(line)["actions"]) for line in lines)

    assert (count(), count("--latest"), count("--authority", "saltmarsh")) == (21, 7, 21)
    assert "wick: there is no such authority" in export("--authority", "wick", status=2).stderr
