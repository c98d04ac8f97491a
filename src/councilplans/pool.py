"""Documents read in worker processes, each within a limit of time and memory.

A document that hangs, crashes or eats memory costs itself alone and comes back as an issue. Results come back
in the order of the paths, to the one process that may write them.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import itertools
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

from ingest.model import IssueCode
from ingest.office.client import await_line, office_processes

T = TypeVar("T")

MEBIBYTE = 1 << 20
DEFAULT_SECONDS = 120.0
DEFAULT_MEBIBYTES = 2048
# A worker is renewed after this many documents, so that what a library leaks is not charged to a later one.
DOCUMENTS_PER_WORKER = 50
# Results that may wait for an earlier, slower document, for each worker.
WAITING_PER_WORKER = 4
# Virtual memory may grow to this many times the limit on resident memory: arenas and mapped files reserve much
# more than they touch. A single allocation beyond it fails at once instead of filling the machine.
VIRTUAL_PER_RESIDENT = 2
# and by at least this much, which threads and their stacks reserve
LEAST_VIRTUAL_MEBIBYTES = 512
# Objects made before Python looks for rubbish among them, 700 where nothing is said: a page of a PDF makes thousands
# that live as long as the page, and looking through them took 3 to 5 % of its time.
YOUNG_OBJECTS = 20_000
WATCH_SECONDS = 0.05
# A worker that stays so long in one call of a library is caught in it: a page made to harm, which takes hours to load.
STUCK_SECONDS = 20.0
STUCK_STATUS = 114
# The exit status of a worker that outgrew its memory; any number that the C library and Python do not use.
MEMORY_STATUS = 113
# Imported once by the process that workers are forked from.
PRELOADED = ("councilplans.pipeline", "ingest.registry", "normalise.plan")


@dataclass(frozen=True, slots=True)
class Limits:
    """What each document may take, and how many are read at a time."""

    seconds: float = DEFAULT_SECONDS
    mebibytes: int = DEFAULT_MEBIBYTES
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)

    def among(self, documents: int) -> Limits:
        """Return the limits for so many documents: no more are read at a time than there are."""
        return replace(self, jobs=max(1, min(self.jobs, documents)))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document's worker gave no result: TIME_LIMIT, MEMORY_LIMIT or CRASHED, and what to do."""

    code: IssueCode
    message: str


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of one document: `value` is the result of the work or a Failure."""

    path: Path
    value: T | Failure


def run_each(work: Callable[[Path], T], paths: Iterable[Path], limits: Limits) -> Iterator[Outcome[T]]:
    """Yield the outcome of `work(path)` for each path, in order; only a few paths are drawn ahead.

    `work` must be importable by name in another process (a module's function, or a partial of one). Workers are
    ended when the iterator is exhausted, closed or interrupted.
    """
    for outcomes in run_ready(work, paths, limits):
        yield from outcomes


def run_ready(work: Callable[[Path], T], paths: Iterable[Path], limits: Limits) -> Iterator[list[Outcome[T]]]:
    """Yield the outcomes that `run_each` would yield next without waiting, so that they can be dealt with together."""
    crew = [_Worker(limits) for _ in range(max(1, limits.jobs))]
    remaining = iter(paths)
    started: deque[tuple[Path, Future[Any]]] = deque()
    try:
        while True:
            while len(started) < WAITING_PER_WORKER * len(crew):
                worker = next((worker for worker in crew if worker.is_free), None)
                path = next(remaining, None) if worker else None
                if worker is None or path is None:
                    break
                started.append((path, worker.start(work, path)))
            if not started:
                return
            # asked once: one that ends from now on is waited for all the same, and none that ended before
            done = [future.done() for _, future in started]
            ready = [started.popleft() for _ in itertools.takewhile(bool, done)]
            if ready:
                yield [Outcome(path, _result(future, limits)) for path, future in ready]
            else:
                pending = {future for (_, future), is_done in zip(started, done, strict=True) if not is_done}
                wait(pending, return_when=FIRST_COMPLETED)
    finally:
        for worker in crew:
            worker.stop()


class _Worker:
    """A pool of one process.

    The workers of one pebble pool share a pipe and its lock, so that one killed at the wrong moment (by the
    kernel, say, when memory runs out) could leave its neighbours waiting. A pool for each keeps them apart.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pool: ProcessPool | None = None
        self._future: Future[Any] | None = None

    @property
    def is_free(self) -> bool:
        return self._future is None or self._future.done()

    def start(self, work: Callable[[Path], T], path: Path) -> Future[Any]:
        if self._pool is None or not self._pool.active:
            self.stop()  # a pool that broke is replaced
            self._pool = ProcessPool(
                max_workers=1,
                max_tasks=DOCUMENTS_PER_WORKER,
                initializer=_settle,
                initargs=(self._limits.mebibytes, max(1, (os.cpu_count() or 1) // self._limits.jobs)),
                context=_context(),
            )
        task = functools.partial(_work_within, work, path, self._limits.mebibytes)
        self._future = self._pool.schedule(task, timeout=self._limits.seconds)
        return self._future

    def stop(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble types its parameters, of which there are none
            self._pool.join()
            self._pool = None


def _context() -> BaseContext:
    """Return the way to start a process: forked from a clean one where that exists, afresh elsewhere.

    A plain fork would copy the parent's threads' locks in whatever state they are.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    return context


def _result(future: Future[T | Failure], limits: Limits) -> T | Failure:
    """Return what the worker gave, or the Failure that stands for how it ended."""
    try:
        return future.result()
    except TimeoutError:
        return Failure(
            IssueCode.TIME_LIMIT, f"took longer than {limits.seconds:g} s and was stopped; allow more with --timeout"
        )
    except ProcessExpired as error:
        if error.exitcode == MEMORY_STATUS:
            return _out_of_memory(limits.mebibytes)
        if error.exitcode == STUCK_STATUS:
            return Failure(
                IssueCode.TIME_LIMIT, f"one step took longer than {STUCK_SECONDS:g} s; print the document to a new PDF"
            )
        return Failure(IssueCode.CRASHED, f"ended its reader ({_manner(error.exitcode)}); please report it")
    except Exception as error:  # noqa: BLE001 - a broken pool, or a result that cannot be sent, costs this document
        return Failure(IssueCode.CRASHED, f"ended its reader ({type(error).__name__}: {error}); please report it")


def _manner(status: int | None) -> str:
    """Return how a process ended, from its exit status (negative for a signal)."""
    if status is not None and status < 0:
        with contextlib.suppress(ValueError):
            return f"signal {signal.Signals(-status).name}"
    return f"exit status {status}"


def _out_of_memory(mebibytes: int) -> Failure:
    message = f"needed more than {mebibytes} MB of memory and was stopped; allow more with --memory"
    return Failure(IssueCode.MEMORY_LIMIT, message)


# What follows runs in the worker.


def _settle(mebibytes: int, threads: int) -> None:
    """Make a new worker quiet, bound its virtual memory, and tell libraries how many threads are its share."""
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))
    gc.freeze()  # the libraries, imported by now, live as long as the worker
    gc.set_threshold(YOUNG_OBJECTS)
    logging.disable(logging.CRITICAL)  # libraries warn of every odd byte; issues say what matters
    warnings.simplefilter("ignore")
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):  # the parent's standard output holds data alone
            os.dup2(nowhere, stream)
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    growth = max(VIRTUAL_PER_RESIDENT * mebibytes, LEAST_VIRTUAL_MEBIBYTES)
    ceiling = _virtual_bytes() + growth * MEBIBYTE
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        ceiling = min(ceiling, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses the limit; the watch still stands
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))


def _work_within(work: Callable[[Path], T], path: Path, mebibytes: int) -> T | Failure:
    """Do the work on one document while a thread watches this process's memory."""
    if _resident_bytes() > mebibytes * MEBIBYTE:  # the reader itself is larger, before it has read anything
        return _out_of_memory(mebibytes)
    finished = threading.Event()
    threading.Thread(target=_watch, args=(mebibytes * MEBIBYTE, threading.get_ident(), finished), daemon=True).start()
    try:
        return work(path)
    except MemoryError:
        return _out_of_memory(mebibytes)
    except Exception as error:  # noqa: BLE001 - a mistake of ours costs this document, and is reported with its place
        return Failure(IssueCode.CRASHED, f"met a mistake of the reader ({_place(error)}); please report it")
    finally:
        finished.set()


def _watch(limit: int, worker: int, finished: threading.Event) -> None:
    """End this process when its resident memory passes the limit, in bytes, or its worker thread moves no more.

    A thread that works goes from one instruction to the next; one that is caught in a library's call stays at it,
    unless that waits for the office, for which there is a limit. The office's memory counts as this process's: both
    end together, for the office goes when nobody is left to ask it.
    """
    last, since = (0, 0), time.monotonic()
    while not finished.wait(WATCH_SECONDS):
        if _resident_bytes() + sum(map(_resident_of, office_processes())) > limit:
            os._exit(MEMORY_STATUS)
        frame = sys._current_frames().get(worker)
        here = (id(frame), frame.f_lasti if frame else 0)
        if here != last or (frame is not None and frame.f_code is await_line.__code__):
            last, since = here, time.monotonic()
        elif time.monotonic() - since > STUCK_SECONDS:
            os._exit(STUCK_STATUS)


def _place(error: Exception) -> str:
    """Return an exception's kind, message and the line it was raised at."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}: {str(error)[:200]}{where}"


def _memory_pages(index: int, process: int | str = "self") -> int | None:
    """Return a field of /proc/…/statm in bytes (0 virtual, 1 resident), None where there is none."""
    try:
        with Path(f"/proc/{process}/statm").open("rb") as stream:
            return int(stream.read().split()[index]) * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError, IndexError):
        return None


def _virtual_bytes() -> int:
    return _memory_pages(0) or 0


def _resident_of(process: int) -> int:
    """Return the resident memory of another process, 0 where it is gone or the system does not tell."""
    return _memory_pages(1, process) or 0


def _resident_bytes() -> int:
    """Return this process's resident memory; its greatest so far where the system tells no more."""
    resident = _memory_pages(1)
    if resident is not None or sys.platform == "win32":
        return resident or 0
    import resource  # noqa: PLC0415 - there is none on Windows

    greatest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return greatest if sys.platform == "darwin" else greatest * 1024
