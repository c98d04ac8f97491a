"""Rich text and old Word documents made to harm, or broken: each ends in a clear issue, in little time and memory."""

from __future__ import annotations

import contextlib
import functools
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from ingest.errors import ConversionTooLarge, DamagedDocument, UnreadableDocument
from ingest.legacy import parse_doc, parse_rtf
from ingest.model import IssueCode, Table
from ingest.office import client
from ingest.office.client import convert, end_office, mebibytes_for, office_processes, seconds_for
from ingest.office.memory import resident_of
from ingest.office.programs import find_office
from ingest.office.rtf import check_rtf, without_photographs

from .test_office import PLAN

needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed (libreoffice-writer)")
SECONDS, MEBIBYTES = 20, 500


def rich(body: str) -> bytes:
    return ("{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\n" + body + "}").encode()


def table_of(rows: int, columns: int, words: str = "Mend the gate") -> str:
    ends = "".join(rf"\cellx{(at + 1) * 9000 // columns}" for at in range(columns))
    return (rf"\trowd{ends}\pard\intbl " + rf"{words}\cell " * columns + "\\row\n") * rows


def tables_in_one_another(deep: int) -> str:
    opened = "".join(rf"\pard\intbl\itap{at + 1} a " for at in range(deep))
    closed = "".join(
        rf"\nestcell{{\*\nesttableprops\trowd\cellx9000\nestrow}}\pard\intbl\itap{at - 1} " for at in range(deep, 1, -1)
    )
    return opened + closed + r"\cell\trowd\cellx9000\row"


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "10,000 groups in one another": (lambda: rich("{" * 10_000 + "x" + "}" * 10_000), "nested beyond reason"),
    "a million groups in one another": (lambda: rich("{" * 1_000_000 + "x" + "}" * 1_000_000), "nested beyond reason"),
    "a million groups": (lambda: rich(r"{\b x}" * 1_000_000), "more than 300,000 groups"),
    "groups that never end": (lambda: rich(r"{\b x" * 100_000), "nested beyond reason"),
    "tables in one another": (lambda: rich(tables_in_one_another(200)), "tables are nested beyond reason"),
    "20,000 rows": (lambda: rich(table_of(20_000, 1)), "more than 3,000 rows"),
    "a million cells in a row": (lambda: rich(r"\trowd\cellx900\intbl" + r"\cell" * 1_000_000 + r"\row"), "cells"),
    "a picture longer than the file": (lambda: rich(r"{\pict\pngblip\bin2000000000 abc}"), "more bytes than the file"),
    "a picture of fewer bytes than none": (lambda: rich(r"{\pict\pngblip\bin-5 abc}"), "more bytes than the file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_rich_text_beyond_any_plan_is_refused_before_the_office_sees_it(name):
    make, message = REFUSED[name]
    content = make()
    start = time.monotonic()
    with pytest.raises(DamagedDocument, match=message):
        parse_rtf(content)
    assert time.monotonic() - start < 2


def test_braces_and_words_that_only_look_alike_are_not_counted():
    check_rtf(rich(r"\{" * 5000 + "{x}" * 5000 + r"\rowx\cellx5 \\row " * 5000))
    check_rtf(rich(r"{\pict\bin12 " + "{" * 12 + "}") + b" " * 20)


def test_a_photograph_is_left_out_and_the_rest_kept():
    small, large = "89" * 500, "ab" * (1 << 18)
    kept = without_photographs(rich(rf"{{\pict\pngblip {small}}}{{\pict\jpegblip {large}}}words"))
    assert kept == rich(rf"{{\pict\pngblip {small}}}{{\pict\jpegblip }}words")


def test_what_a_document_may_take_grows_with_it_to_an_end():
    assert (seconds_for(50_000) < SECONDS, mebibytes_for(50_000)) == (True, 400)
    assert (seconds_for(1 << 30), mebibytes_for(1 << 30)) == (60, 800)


@contextlib.contextmanager
def watched() -> Iterator[list[int]]:
    """Give the most MiB that the office holds while the block runs, once it ended."""
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            peak[0] = max(peak[0], sum(map(resident_of, office_processes()[1:])) >> 20)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def blanked(content: bytes) -> bytes:
    """Return a compound file with every third sector gone."""
    return b"".join(
        content[at : at + 512] if at == 0 or at // 512 % 3 else bytes(512) for at in range(0, len(content), 512)
    )


@functools.cache
def word_97() -> bytes:
    return convert(PLAN, ".fodt", ".doc")


MADE: dict[str, Callable[[], bytes]] = {
    "many groups": lambda: rich(r"{\b x}" * 290_000),
    "400,000 paragraphs": lambda: rich("word \\par\n" * 400_000),
    "100,000 fields": lambda: rich(r"{\field{\*\fldinst PAGE}{\fldrslt 1}}" * 100_000),
    "20,000 lists": lambda: rich(
        r"{\*\listtable" + r"{\list{\listlevel\levelnfc0{\leveltext\'02\'00.;}}\listid1}" * 20_000 + "}x"
    ),
    "5,000 text boxes": lambda: rich(
        r"{\shp{\*\shpinst\shpright900\shpbottom900{\sp{\sn shapeType}{\sv 202}}{\shptxt x\par}}}" * 5_000
    ),
    "25,000 footnotes": lambda: rich(r"a{\footnote b}" * 25_000),
    "10,000 pictures": lambda: rich((r"{\pict\wmetafile8 0100090000" + "00" * 200 + "}") * 10_000),
    "40 MB of a picture": lambda: rich(r"{\pict\pngblip 89504e470d0a1a0a" + "00" * 20_000_000 + "}"),
    "3,000 rows": lambda: rich(table_of(2_990, 6)),
    "a .doc that was cut": lambda: cut(word_97()),
    "a .doc whose sectors are gone": lambda: blanked(word_97()),
}


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("name", MADE)
def test_what_the_office_sees_ends_within_its_limits(name):
    content = MADE[name]()
    end_office()
    convert(PLAN, ".fodt", ".odt")  # an office is there
    parse = parse_doc if ".doc" in name else parse_rtf
    start = time.monotonic()
    with watched() as peak, contextlib.suppress(UnreadableDocument):
        parse(content)
    assert time.monotonic() - start < max(SECONDS, seconds_for(len(content)) + 5)
    assert peak[0] < max(MEBIBYTES, mebibytes_for(len(content)) + 100)


@needs_office
def test_an_office_that_outgrows_its_memory_is_stopped_and_renewed(monkeypatch):
    if not resident_of(convert(PLAN, ".fodt", ".odt") and office_processes()[1]):
        pytest.skip("the system does not tell how much memory a process holds")
    before = office_processes()
    monkeypatch.setattr(client, "mebibytes_for", lambda _: 10)
    with pytest.raises(ConversionTooLarge, match=r"more than 10 MB of memory .*\.docx"):
        convert(rich(table_of(1_000, 6)), ".rtf", ".odt")
    assert ConversionTooLarge.code is IssueCode.MEMORY_LIMIT
    monkeypatch.undo()
    assert any(isinstance(each, Table) for each in parse_rtf(rich(table_of(3, 2))).content)
    assert office_processes() != before
