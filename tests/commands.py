"""The command line as tests run it: in the process of the tests, or in one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import subprocess
import sys
import traceback
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from unittest import mock

from councilplans.cli import main

# what Python shows of warnings where nobody asked: those that are for programmers stay unseen
FOR_PROGRAMMERS = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
Done = subprocess.CompletedProcess[str]


def run_alone(arguments: Sequence[str], stdin: str, folder: Path, environment: Mapping[str, str]) -> Done:
    """Run the command line as a user does. Starting, and starting readers, takes two seconds."""
    return subprocess.run(
        [sys.executable, "-m", "councilplans", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
        timeout=120,
        check=False,
    )


def run_here(arguments: Sequence[str], stdin: str, folder: Path, environment: Mapping[str, str]) -> Done:
    """Run what the command line runs, with streams, folder and environment of its own, where all is imported.

    What escapes is printed as Python prints it, with exit status 1; so are warnings.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch.object(sys, "argv", ["councilplans", *arguments]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        contextlib.chdir(folder),
        warnings.catch_warnings(record=True) as warned,
    ):
        warnings.resetwarnings()
        for category in FOR_PROGRAMMERS:
            warnings.simplefilter("ignore", category)
        try:
            main()
            status = 0
        except SystemExit as stopped:
            status = stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
        except Exception:  # noqa: BLE001 - a mistake of ours, which the test is to see
            traceback.print_exc()
            status = 1
    told = "".join(f"{warning.category.__name__}: {warning.message}\n" for warning in warned)
    printed, said = (stream.buffer.getvalue().decode() for stream in (out, err))
    return subprocess.CompletedProcess(arguments, status, printed, said + told)


def run_line(line: str, folder: Path) -> Done:
    """Run a line of shell: the command line where it alone is asked and nothing is for a shell, else by a shell."""
    words = shlex.split(line, comments=True)
    if words[:1] == ["councilplans"] and not set(line) & set("|<>$&;`"):
        return run_here(words[1:], "", folder, os.environ)
    shell = ["bash", "-euo", "pipefail", "-c", line]
    return subprocess.run(shell, cwd=folder, capture_output=True, encoding="utf-8", timeout=200, check=False)
