"""What the README shows analysts runs as it stands, on documents of invented councils."""

import os
import re
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from store import open_store

from ..commands import run_line
from .conftest import empty_database

ROOT = Path(__file__).parents[2]
SHOWN = (
    *("harrowmere-peer-challenge/plan.pdf", "whitmoor-internal-audit/plan.docx", "eastmarch-improvement/plan.html"),
    *(f"saltmarsh-ferry-versions/{version}.html" for version in ("2024-01", "2024-07", "2025-01")),
)
SERVER = "postgresql+psycopg://user@localhost/"
ASKS = r"councilplans (?:search|compare|history|measure|overdue|export)\b"
# stands for the programme where it is not installed: takes -box, a file and a question
SQLITE = f"""#!{sys.executable}
import sqlite3, sys
for row in sqlite3.connect(sys.argv[2]).execute(sys.argv[3]):
    print(*row, sep=" | ")
"""


def blocks():
    """The blocks of the analysts' section: the language and the text of each."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme[readme.index("## For analysts") : readme.index("## For auditors")]
    return re.findall(r"```(sh|python)\n(.*?)```", section, flags=re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a few fixtures, a plan in three versions among them, and the programmes that are run."""
    for name in SHOWN:
        (tmp_path / "fixtures" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "fixtures" / name, tmp_path / "fixtures" / name)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in {
        "councilplans": f'#!/bin/sh\nexec "{sys.executable}" -m councilplans "$@"\n',
        "sqlite3": SQLITE,
    }.items():
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("COUNCILPLANS_DB", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def on_servers(text, url, moved):
    """A block with the addresses of databases that there are."""
    return text.replace(f"{SERVER}plans", f"'{url}'").replace(f"{SERVER}moved", f"'{moved}'")


def lines(block):
    """The lines of a block of shell, each with those that it goes on over."""
    whole = ""
    for line in block.splitlines():
        whole += f"{line}\n"
        if whole.count('"') % 2 == 0:
            yield whole
            whole = ""
    assert not whole, block


@pytest.mark.slow  # some forty commands
def test_every_block_for_analysts_runs(folder, request, readers):
    names = {}
    with (
        empty_database(request, "postgresql", folder, "plans") as url,
        empty_database(request, "postgresql", folder, "moved") as moved,
    ):
        for language, text in blocks():
            if language == "python":
                exec(compile(text, "README.md", "exec"), names)
                continue
            for line in lines(on_servers(text, url, moved)):
                done = run_line(line, folder)
                assert done.returncode == 0, f"{line}\n{done.stderr}"
                assert "Traceback" not in done.stderr
                assert done.stdout or "--out" in line or not re.match(ASKS, line), line
        for address in (url, moved):
            with open_store(address, create=False) as there:
                assert there.count_totals().documents == len(SHOWN)
    with sqlite3.connect("councilplans.sqlite") as connection:
        (count,) = connection.execute("SELECT count(*) FROM latest_actions").fetchone()
    assert (
        len(names["tables"]["actions"])
        == len(names["actions"])
        > count
        == names["tables"]["actions"]["is_latest"].sum()
    )
    assert {"late", "owners", "changes", "measures", "overdue"} <= set(names) and len(names["changes"]) > 0


def test_the_section_shows_all_that_it_should():
    shown = "\n".join(text for _, text in blocks())
    for command in ("load", "list", "search", "compare", "history", "measure", "overdue", "alike", "export", "upgrade"):
        assert f"councilplans {command}" in shown
    assert "open_store(" in shown and "sqlite3" in shown
