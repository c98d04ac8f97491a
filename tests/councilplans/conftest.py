import io
import json
import os
import zipfile

import pytest

from store import open_store

from ..commands import run_alone, run_here
from ..store.ferry import VERSIONS

PLAN = """<html><head><title>Eastmarch Borough Council improvement plan</title></head><body>
<h1>Eastmarch Borough Council improvement plan</h1>
<table><tr><th>Ref</th><th>Action</th><th>Lead</th><th>Timescale</th><th>Status</th></tr>
<tr><td>1</td><td>Publish the list of assets – “all of it”</td><td>Head of Property</td><td>March 2024</td>
<td>Complete</td></tr>
<tr><td>2</td><td>Review the scheme of delegation</td><td>Monitoring Officer</td><td>June 2024</td>
<td>In progress</td></tr></table></body></html>"""


def runner(how, folder, check_contract):
    """A function that runs the command line in a folder, and returns what it printed and its exit status.

    What it prints of documents as JSON is held to the published schema.
    """

    def run(*arguments, stdin="", **environment):
        environment = {**{k: v for k, v in os.environ.items() if k != "COUNCILPLANS_DB"}, **environment}
        done = how([*map(str, arguments)], stdin, folder, environment)
        if done.stdout.startswith('{"schema_version"'):
            check_contract(json.loads(done.stdout))
        return done

    return run


@pytest.fixture
def run(tmp_path, check_contract, readers):
    """Run the command line in a folder of its own; in this process, which has imported what it needs."""
    return runner(run_here, tmp_path, check_contract)


@pytest.fixture
def run_as_users_do(tmp_path, check_contract):
    """The same in a process of its own, which takes two seconds: for what only that can show."""
    return runner(run_alone, tmp_path, check_contract)


@pytest.fixture(scope="session")
def ferry_database(tmp_path_factory):
    """A database of one plan in three versions, which is only asked."""
    path = tmp_path_factory.mktemp("ferry") / "plans.db"
    with open_store(path) as store:
        for record in VERSIONS:
            store.load(record, reader_version="1")
    return path


@pytest.fixture
def ask(run, ferry_database):
    """Ask a command of that database, and return what it printed; on standard error where it is to be refused."""

    def ask(*arguments, status=0):
        done = run(*arguments, "--db", ferry_database)
        assert done.returncode == status, done.stderr
        return done.stderr if status else done.stdout

    return ask


@pytest.fixture
def plan(tmp_path):
    """A document of two actions."""
    path = tmp_path / "plan.html"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def other_plan(tmp_path):
    path = tmp_path / "other.html"
    path.write_text(PLAN.replace("Eastmarch", "Thornley"), encoding="utf-8")
    return path


def pdf_bytes():
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    stream = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(stream, pagesize=A4).build(
        [Paragraph(f"The council met for the {i}th time.", style) for i in range(90)]
    )
    return stream.getvalue()


@pytest.fixture
def bad(tmp_path):
    """A function that makes a file of the kind named and returns its path."""

    def make(kind):
        folder = tmp_path / "bad"
        folder.mkdir(exist_ok=True)
        match kind:
            case "missing":
                return folder / "missing.pdf"
            case "empty":
                path, content = folder / "empty.pdf", b""
            case "half":
                whole = pdf_bytes()
                path, content = folder / "half.pdf", whole[: len(whole) // 2]
            case "password":
                import pikepdf

                path, stream = folder / "password.pdf", io.BytesIO()
                with pikepdf.open(io.BytesIO(pdf_bytes())) as document:
                    document.save(stream, encryption=pikepdf.Encryption(owner="one", user="two"))
                content = stream.getvalue()
            case "zip":
                path, stream = folder / "archive.docx", io.BytesIO()
                with zipfile.ZipFile(stream, "w") as archive:
                    archive.writestr("notes.txt", "no document")
                content = stream.getvalue()
            case "binary":
                path, content = folder / "binary.html", bytes(range(256)) * 40
            case "unknown":
                path, content = folder / "unknown.xyz", b"\x00\x01\x02\xfe" * 100
            case "folder":
                path = folder / "nothing"
                path.mkdir()
                return path
        path.write_bytes(content)
        return path

    return make
