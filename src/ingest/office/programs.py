"""Where LibreOffice is, and which Python can steer it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

NAMED_BY = "COUNCILPLANS_SOFFICE"  # the environment variable that names the office program
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",  # Debian, Ubuntu, Arch
    "/usr/lib64/libreoffice/program/soffice",  # Fedora, openSUSE
    "/usr/local/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",  # packages of The Document Foundation
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "~/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)


def find_office() -> Path | None:
    """Return the office program: the one that the environment names, on PATH, or at one of the usual places."""
    named = os.environ.get(NAMED_BY)
    if named:
        found = shutil.which(Path(named).expanduser())
        return Path(found) if found else None
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return _itself(Path(found))
    return next((_itself(path) for place in _PLACES for path in _matching(place)), None)


def _itself(program: Path) -> Path:
    """Return the program that a start script leads to: one process, which ends when it is ended."""
    resolved = program.resolve()
    direct = resolved.with_name("soffice.bin")
    return direct if sys.platform == "linux" and direct.is_file() else resolved


def _matching(place: str) -> Iterator[Path]:
    path = Path(place).expanduser()
    if "*" in place:
        anchor = Path(path.anchor)
        yield from sorted(anchor.glob(str(path.relative_to(anchor))), reverse=True)
    elif path.is_file():
        yield path


def pythons_for(office: Path) -> list[Path]:
    """Return the Pythons that may know an office program (`import uno`), the likeliest first.

    LibreOffice brings its own on Windows, macOS and in the packages of its makers; Linux distributions put `uno` into
    the system's (Debian: python3-uno).
    """
    beside = office.parent
    found = [
        *(beside / name for name in ("python.exe", "python")),
        beside.parent / "Resources" / "python",
        Path("/usr/bin/python3"),
        Path(shutil.which("python3") or sys.executable),
        Path(sys.executable),
    ]
    return list(dict.fromkeys(path for path in found if path.is_file()))
