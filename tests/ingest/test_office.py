"""Old Word documents and rich text, converted by an office process that serves many files."""

import contextlib
import functools
import http.server
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from councilplans.pool import Failure, Limits, run_each
from ingest.errors import ConversionTimeout, DamagedDocument, OfficeBroken, OfficeMissing
from ingest.legacy import parse_doc, parse_rtf
from ingest.model import IssueCode, Table
from ingest.odt import parse_odt
from ingest.office import client
from ingest.office.client import convert, end_office, office_processes
from ingest.office.programs import NAMED_BY, find_office
from ingest.options import Changes, ReadOptions
from ingest.registry import parse_document

from .test_odt import flat

needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed (libreoffice-writer)")
serves = pytest.mark.skipif(os.name == "nt", reason="processes are watched by signals")

PLAN = flat(
    """<table:table table:name="T"><table:table-column table:number-columns-repeated="3"/>
<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>What we shall do</text:p></table:table-cell>
<table:covered-table-cell/><table:table-cell><text:p>RAG</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>Parks</text:p></table:table-cell>
<table:table-cell><text:list text:style-name="L1"><text:list-item><text:p>Mend the gate</text:p></text:list-item>
<text:list-item><text:p>Paint it</text:p></text:list-item></text:list></table:table-cell>
<table:table-cell table:style-name="red"><text:p>Late</text:p></table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell/>
<table:table-cell><text:p>Clear <text:span text:style-name="gone">May</text:span> the pond</text:p></table:table-cell>
<table:table-cell><text:p>Done</text:p></table:table-cell></table:table-row></table:table>"""
)
CHANGED = flat(
    """<text:tracked-changes><text:changed-region text:id="c1"><text:insertion><office:change-info>
<dc:creator>Ann</dc:creator><dc:date>2024-01-02T00:00:00</dc:date></office:change-info></text:insertion>
</text:changed-region></text:tracked-changes>
<table:table><table:table-column/><table:table-row><table:table-cell><text:p>Mend the
 <text:change-start text:change-id="c1"/>old <text:change-end text:change-id="c1"/>gate</text:p></table:table-cell>
</table:table-row></table:table>"""
)


@pytest.fixture(autouse=True)
def _fresh(request):
    """Let a test that chooses its own office begin and end without one."""
    own = "monkeypatch" in request.fixturenames
    if own:
        end_office()
    yield
    if own:
        end_office()


@functools.cache
def made(suffix, content=PLAN):
    return convert(content, ".fodt", suffix)


def cells(shown):
    (table,) = (each for each in shown.content if isinstance(each, Table))
    return [
        (c.row, c.column, c.row_span, c.column_span, c.text, c.fill, tuple(c.text[a:b] for a, b in c.struck))
        for c in table.cells
    ]


def is_gone(process):
    """Tell whether a process ends within a few seconds; a child of ours that was not asked for is no orphan."""
    for _ in range(100):
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@needs_office
@pytest.mark.parametrize(("suffix", "parse"), [(".doc", parse_doc), (".rtf", parse_rtf)])
def test_spans_fills_numbers_and_struck_words_come_through(suffix, parse):
    assert cells(parse(made(suffix))) == cells(parse_odt(PLAN))


@needs_office
@pytest.mark.parametrize(("suffix", "parse"), [(".doc", parse_doc), (".rtf", parse_rtf)])
def test_tracked_changes_are_read_as_asked(suffix, parse):
    content = made(suffix, CHANGED)
    texts = {changes: [c[4] for c in cells(parse(content, changes))] for changes in Changes}
    assert texts[Changes.FINAL] == ["Mend the old gate"]
    assert texts[Changes.ORIGINAL] == ["Mend the gate"]


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize(("suffix", "parse"), [(".doc", parse_doc), (".rtf", parse_rtf)])
def test_text_boxes_are_read_where_they_are_anchored(suffix, parse):
    # LibreOffice writes a shape's text into a .doc, and a frame without it
    box = '<draw:rect text:anchor-type="char" svg:width="6cm" svg:height="1cm"><text:p>{}</text:p></draw:rect>'
    cell = f"<table:table-cell><text:p>Mend the gate{box.format('by June')}</text:p></table:table-cell>"
    body = f"<text:p>Plan{box.format('Parks team')}</text:p><table:table><table:table-column/><table:table-row>{cell}"
    shown = parse(made(suffix, flat(f"{body}</table:table-row></table:table>")))
    (table,) = (each for each in shown.content if isinstance(each, Table))
    assert [each.text for each in table.cells] == ["Mend the gate\nby June"]
    assert [each.text for each in shown.content if not isinstance(each, Table)] == ["Plan", "Parks team"]


@needs_office
def test_the_type_is_told_by_the_bytes(tmp_path):
    for suffix, named, media in ((".doc", "plan.rtf", "application/msword"), (".rtf", "plan.doc", "application/rtf")):
        path = tmp_path / named
        path.write_bytes(made(suffix))
        parsed = parse_document(path, ReadOptions())
        assert (parsed.source.media_type, parsed.source.size) == (media, path.stat().st_size)
        assert [table.cells[0].text for table in parsed.tables] == ["What we shall do"]


@needs_office
def test_one_process_serves_many_files():
    made(".doc")
    before = office_processes()
    assert len(before) == 2
    for _ in range(3):
        parse_doc(made(".doc"))
    assert office_processes() == before


@serves
@needs_office
def test_an_office_that_died_between_files_is_renewed():
    for victim in (1, 0):  # the office, then the service
        content = made(".doc")
        convert(content, ".doc", ".odt")
        before = office_processes()
        os.kill(before[victim], signal.SIGKILL)
        assert cells(parse_doc(content)) == cells(parse_odt(PLAN))
        assert all(map(is_gone, before))


@serves
@needs_office
def test_an_office_that_hangs_is_stopped_and_renewed():
    content = made(".doc")
    convert(content, ".doc", ".odt")
    before = office_processes()
    os.kill(before[1], signal.SIGSTOP)
    with pytest.raises(ConversionTimeout, match=r"longer than 1 s.*\.docx"):
        convert(content, ".doc", ".odt", seconds=1)
    assert all(map(is_gone, before))
    assert convert(content, ".doc", ".odt").startswith(b"PK")


@serves
@needs_office
def test_a_file_that_ends_the_office_costs_itself_alone():
    content = made(".doc")
    convert(content, ".doc", ".odt")
    done = threading.Event()

    def end_each():
        while not done.wait(0.01):
            for process in office_processes()[1:]:
                with contextlib.suppress(OSError):
                    os.kill(process, signal.SIGKILL)

    threading.Thread(target=end_each).start()
    try:
        with pytest.raises((DamagedDocument, OfficeBroken), match=r"breaks down over it|does not start"):
            convert(content, ".doc", ".odt")
    finally:
        done.set()
    assert convert(content, ".doc", ".odt").startswith(b"PK")


@needs_office
def test_without_uno_each_file_has_an_office_of_its_own(monkeypatch):
    content = made(".doc")
    end_office()
    monkeypatch.setattr(client, "pythons_for", lambda _: [Path(sys.executable)])
    first = cells(parse_doc(content))
    assert first == cells(parse_doc(content)) == cells(parse_odt(PLAN))


@needs_office
def test_a_file_that_is_broken_is_told():
    with pytest.raises(DamagedDocument, match="LibreOffice cannot read it"):
        parse_rtf(b"{\\rtf1 {\\fonttbl{\\f0 ")


def test_a_missing_office_is_named_with_its_package(monkeypatch, tmp_path):
    monkeypatch.setenv(NAMED_BY, str(tmp_path / "soffice"))
    path = tmp_path / "plan.doc"
    path.write_bytes(b"{\\rtf1 x}")
    with pytest.raises(OfficeMissing, match=r"install LibreOffice \(Debian: libreoffice-writer\) or save .* as .docx"):
        parse_document(path)
    assert OfficeMissing.code is IssueCode.NO_OFFICE


@serves
@pytest.mark.parametrize("script", ["sleep 600", "exit 1"])
def test_an_office_that_does_not_start_is_told(monkeypatch, tmp_path, script):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/process\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv(NAMED_BY, str(program))
    monkeypatch.setattr(client, "START_SECONDS", 1.0)
    with pytest.raises((OfficeBroken, DamagedDocument, ConversionTimeout)):
        convert(PLAN, ".fodt", ".odt", seconds=1)
    assert is_gone(int((tmp_path / "process").read_text()))


@pytest.mark.slow
@serves
@needs_office
def test_workers_convert_side_by_side_and_leave_nothing_running(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import officework

    names = ["a", "b", "slow", "c", "d"]
    paths = [tmp_path / f"{name}.doc" for name in names]
    for path in paths:
        path.write_bytes(made(".doc"))
    outcomes = list(run_each(officework.converted, paths, Limits(seconds=15, jobs=2)))
    failed = {o.path.stem: o.value.code for o in outcomes if isinstance(o.value, Failure)}
    assert failed == {"slow": IssueCode.TIME_LIMIT}
    assert all("What we shall do" in o.value for o in outcomes if not isinstance(o.value, Failure))
    processes = {int(pid) for name in names for pid in (tmp_path / f"{name}.processes").read_text().split()}
    assert len(processes) >= 4
    assert all(map(is_gone, processes))


@needs_office
def test_nothing_outside_the_document_is_fetched_or_opened(tmp_path):
    asked = []

    class Asked(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET  # noqa: N815 - so the server names them

        def log_message(self, *_):
            pass

    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    there = f"http://127.0.0.1:{server.server_port}"
    content = (
        rf'{{\rtf1 {{\field{{\*\fldinst INCLUDEPICTURE "{there}/a.png" \\d}}{{\fldrslt shown}}}}\par'
        rf'{{\field{{\*\fldinst INCLUDETEXT "{secret.as_posix()}"}}{{\fldrslt old}}}}\par'
        rf'{{\field{{\*\fldinst INCLUDETEXT "{there}/b.doc"}}{{\fldrslt older}}}}\par'
        rf"{{\*\template {there}/c.dot}} Mend the gate\par}}"
    ).encode()
    try:
        shown = parse_rtf(content)
    finally:
        server.shutdown()
    text = " ".join(block.text for block in shown.content)
    assert "Mend the gate" in text
    assert "secret" not in text
    assert asked == []


@needs_office
def test_a_document_and_its_twin_in_another_type_give_the_same_tables(corpus):
    def tables(path):
        return [
            [(c.row, c.column, c.row_span, c.column_span, c.text, c.fill, c.struck) for c in table.cells]
            for table in parse_document(path).tables
        ]

    twins = [
        (path, other)
        for path in sorted((corpus / "real").glob("*-doc.doc"))
        if (other := path.with_name(path.stem.removesuffix("-doc") + "-odt.odt")).is_file()
    ]
    assert len(twins) == 2
    for path, other in twins:
        assert tables(path) == tables(other), path.name
        assert tables(path)
