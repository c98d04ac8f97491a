"""Chromium as one process that prints page after page: starting it takes five times as long as printing."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

COMMAND = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


class Chromium:
    """A running Chromium, asked by its developers' protocol: messages that end in a zero byte, over two pipes."""

    def __init__(self, profile: Path) -> None:
        asked, self._asks = os.pipe()
        self._answers, told = os.pipe()
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
        self._process = subprocess.Popen(  # which reads from 3 and writes to 4
            [
                "bash",
                "-c",
                f'exec "$@" 3<&{asked} 4>&{told}',
                "bash",
                str(COMMAND),
                "--remote-debugging-pipe",
                *options,
            ],
            pass_fds=(asked, told),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(asked)
        os.close(told)
        self._told = self._read()
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._asks)  # it ends when nobody is left to ask it
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._answers)

    def print_page(self, page: Path) -> bytes:
        """Return a page of the web as PDF, as `chromium --print-to-pdf` writes it."""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable", session)
        self._ask("Page.navigate", session, url=page.as_uri())
        next(message for message in self._told if message.get("method") == "Page.loadEventFired")
        shown = self._ask(
            "Page.printToPDF", session, printBackground=True, preferCSSPageSize=True, generateTaggedPDF=True
        )
        self._ask("Target.closeTarget", targetId=target)
        return base64.b64decode(shown["data"])

    def _ask(self, method: str, session: str | None = None, **params: object) -> dict[str, Any]:
        self._count += 1
        message = {"id": self._count, "method": method, "params": params} | ({"sessionId": session} if session else {})
        os.write(self._asks, json.dumps(message).encode() + b"\0")
        answer = next(told for told in self._told if told.get("id") == self._count)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def _read(self) -> Iterator[dict[str, Any]]:
        rest = b""
        while read := os.read(self._answers, 1 << 20):
            *whole, rest = (rest + read).split(b"\0")
            yield from map(json.loads, whole)


def print_files(pages: Sequence[Path], profile: Path) -> list[bytes]:
    """Return pages of the web as PDF, in their order."""
    with Chromium(profile) as browser:
        return [browser.print_page(page) for page in pages]
