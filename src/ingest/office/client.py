"""An office process of this process's own, which converts file after file and is renewed when it hangs or dies."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import queue
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import IO, Any

from ingest.errors import ConversionTimeout, ConversionTooLarge, DamagedDocument, OfficeBroken, OfficeMissing
from ingest.office.memory import resident_of
from ingest.office.programs import NAMED_BY, find_office, pythons_for

START_SECONDS = 30.0
END_SECONDS = 5.0
TRIES = 2  # an office may have ended for a reason of its own; a document that ends two is to blame
# What a conversion may take. Measured with LibreOffice 7.4: a .doc table of 4,200 cells (1 MiB) 2 s, a .rtf of 8,000
# (4.5 MiB) 4 s, 300 pages of text (1.3 to 1.9 MiB) 1 s, 20 pictures (10 MiB) 1 s: 2 s at most for the first MiB and
# less than 1 s for those beyond. It holds 160 MB before it reads anything, at most 60 more for any of these, and 450
# for eight photographs of twelve megapixels in a .doc of 7 MiB, which it unpacks.
LEAST_SECONDS, MOST_SECONDS, SECONDS_PER_MEBIBYTE = 15.0, 60.0, 1.0
LEAST_MEBIBYTES, MOST_MEBIBYTES, MEBIBYTES_PER_MEBIBYTE = 400, 800, 16
RENEWED_MEBIBYTES = 300  # what is kept from earlier documents is not charged to later ones
WATCH_SECONDS = 0.05
MEBIBYTE = 1 << 20
SAVE_AS = "save the document as .docx or PDF"
_SERVICE = Path(__file__).with_name("service.py")
_FILTERS = {
    ".odt": "writer8",
    ".doc": "MS Word 97",
    ".rtf": "Rich Text Format",
    ".docx": "MS Word 2007 XML",
    ".ods": "calc8",
    ".xls": "MS Excel 97",
    ".xlsx": "Calc MS Excel 2007 XML",
}


def convert(content: bytes, suffix: str, target: str, seconds: float | None = None) -> bytes:
    """Return a document converted by LibreOffice.

    `suffix` is what files of its type are named (".doc", ".rtf", ".xls"), `target` the suffix of the wanted type
    (one of Writer's for a text, of Calc's for a workbook). It may take `seconds`; by default more for a larger file.

    Raises OfficeMissing, ConversionTimeout, ConversionTooLarge where the office needs more memory than
    `mebibytes_for` allows (watched on Linux alone), or DamagedDocument where LibreOffice cannot read it.
    """
    return _office_of(os.getpid()).convert(content, suffix, target, seconds or seconds_for(len(content)))


def seconds_for(size: int) -> float:
    """Return the seconds that a document of so many bytes may take to convert.

    A small document has 15 s, so that one made to harm is told within 20; each MiB adds 1 s, up to a minute.
    """
    return min(LEAST_SECONDS + SECONDS_PER_MEBIBYTE * size / MEBIBYTE, MOST_SECONDS)


def mebibytes_for(size: int) -> int:
    """Return the MiB of memory that the office may hold over a document of so many bytes.

    400 for a small one, which leaves 100 for the reader; each MiB of the document adds 16, up to 800.
    """
    return min(LEAST_MEBIBYTES + MEBIBYTES_PER_MEBIBYTE * size // MEBIBYTE, MOST_MEBIBYTES)


def office_processes() -> tuple[int, ...]:
    """Return the processes that convert for this one now: the service and its office, which counts as its memory."""
    return _office_of(os.getpid()).processes


def end_office() -> None:
    """End the office process that this process started, if any; the next conversion starts another."""
    _office_of(os.getpid()).stop()


def await_line(lines: queue.SimpleQueue[str], deadline: float) -> str | None:
    """Return the next line, "" at the end of them, None where none came before the monotonic clock shows `deadline`.

    The pool's watch knows this function: a worker that waits in it is not stuck, for the wait has a limit of its own.
    """
    try:
        return lines.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        return None


@functools.cache
def _office_of(_process: int) -> _Office:
    """Return the office of a process; one that was forked from another gets its own."""
    return _Office()


class _Office:
    """What converts for one process, started when it is first needed."""

    def __init__(self) -> None:
        self._service: _Service | None = None
        self._lock = threading.Lock()

    @property
    def processes(self) -> tuple[int, ...]:
        return self._service.processes if self._service is not None else ()

    def convert(self, content: bytes, suffix: str, target: str, seconds: float) -> bytes:
        with self._lock:
            left = seconds
            for _ in range(TRIES):
                if self._service is None:
                    self._service = _start()
                begun = time.monotonic()
                converted = self._service.convert(content, suffix, target, left)
                if converted is None or self._service.resident > RENEWED_MEBIBYTES * MEBIBYTE:
                    self.stop()
                if converted is not None:
                    return converted
                left = max(1.0, left - (time.monotonic() - begun))
        raise DamagedDocument(f"LibreOffice breaks down over it; {SAVE_AS}")

    def stop(self) -> None:
        if self._service is not None:
            self._service.stop()
            self._service = None


def _start() -> _Service:
    """Return a service that is ready: one that steers an office over UNO, or starts one for each file."""
    program = find_office()
    if program is None:
        named = f" ({NAMED_BY} names none that is there)" if os.environ.get(NAMED_BY) else ""
        raise OfficeMissing(
            f"only LibreOffice reads this type, and it is not installed{named}: install LibreOffice (Debian: "
            f"libreoffice-writer) or {SAVE_AS}"
        )
    pythons = pythons_for(program)
    for python, how in (*((each, "serve") for each in pythons), (pythons[-1], "each")):
        started = _Service(python, program, how)
        if started.is_sound:
            return started
        started.stop()
        if not started.lacks_uno:
            break
    raise OfficeBroken(f"LibreOffice does not start ({program}); repair it, or {SAVE_AS}")


class _Service:
    """A service process (`service.py`) with its office."""

    def __init__(self, python: Path, program: Path, how: str) -> None:
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._folder: Path | None = None
        self._office: int | None = None
        environment = {name: worth for name, worth in os.environ.items() if not name.startswith("PYTHON")}
        self._process = subprocess.Popen(
            [python, _SERVICE, program, how, str(START_SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # an interrupt at the keyboard is ours to answer
        )
        threading.Thread(target=_read_lines, args=(self._process.stdout, self._lines), daemon=True).start()
        answer = self._answer(2 * START_SECONDS, LEAST_MEBIBYTES)
        self.lacks_uno = answer.get("lacking") == "uno"
        self.is_sound = "folder" in answer
        if self.is_sound:
            self._folder = Path(answer["folder"])

    @property
    def processes(self) -> tuple[int, ...]:
        return (self._process.pid,) if self._office is None else (self._process.pid, self._office)

    @property
    def resident(self) -> int:
        """The bytes of memory that the office and what it started hold; 0 where the system does not tell."""
        return resident_of(self._office) if self._office is not None else 0

    def convert(self, content: bytes, suffix: str, target: str, seconds: float) -> bytes | None:
        """Return a converted document, None where the office ended."""
        assert self._folder is not None  # of a service that is sound
        most = mebibytes_for(len(content))
        source, made = self._folder / f"document{suffix}", self._folder / f"converted{target}"
        try:
            source.write_bytes(content)
            self._tell({"source": str(source), "target": str(made), "filter": _FILTERS[target]})
            answer = self._answer(seconds, most)
            if "done" in answer:
                return made.read_bytes()
        except OSError:  # its pipe or folder is gone
            return None
        finally:
            for left in (source, made):
                with contextlib.suppress(OSError):
                    left.unlink()
        if "late" in answer:
            self.stop()
            raise ConversionTimeout(f"LibreOffice took longer than {seconds:.0f} s over it and was stopped; {SAVE_AS}")
        if "large" in answer:
            self.stop()
            raise ConversionTooLarge(
                f"LibreOffice needed more than {most} MB of memory over it and was stopped; {SAVE_AS}"
            )
        if "failed" in answer:
            raise DamagedDocument(f"it is damaged: LibreOffice cannot read it; open it in Word and {SAVE_AS}")
        if "lacking" in answer:
            package = f"libreoffice-{answer['lacking']}"
            raise OfficeMissing(f"LibreOffice lacks the part that reads it: install {package} or {SAVE_AS}")
        return None

    def stop(self) -> None:
        """End the service and its office; it ends both when its standard input closes."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()  # type: ignore[union-attr]  # it is a pipe
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.returncode != 0:
            self._sweep()
        self.is_sound = False

    def _sweep(self) -> None:
        """End and remove what a service left that was killed."""
        if self._office is not None and os.name != "nt":
            with contextlib.suppress(OSError):
                os.killpg(self._office, signal.SIGKILL)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _tell(self, asked: dict[str, str]) -> None:
        stream: IO[str] = self._process.stdin  # type: ignore[assignment]  # it is a pipe
        stream.write(json.dumps(asked) + "\n")
        stream.flush()

    def _answer(self, seconds: float, mebibytes: int) -> dict[str, Any]:
        """Return the next answer, or what stands for it.

        `{"late": true}`: none came in time; `{"large": true}`: the office outgrew its memory; `{"died": true}`: none
        will come.
        """
        deadline = time.monotonic() + seconds
        while True:
            line = await_line(self._lines, min(deadline, time.monotonic() + WATCH_SECONDS))
            if line is None:
                if self.resident > mebibytes * MEBIBYTE:
                    return {"large": True}
                if time.monotonic() < deadline:
                    continue
                return {"late": True}
            if not line:
                return {"died": True}
            answer: dict[str, Any] = json.loads(line)
            if "office" not in answer:
                return answer
            self._office = answer["office"]


def _read_lines(stream: IO[str], lines: queue.SimpleQueue[str]) -> None:
    """Pass lines on, and "" when there are no more."""
    with stream:
        for line in stream:
            lines.put(line)
    lines.put("")
