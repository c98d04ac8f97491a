"""The scanned pages of a document: which are recognised, for how long, and what is said of them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence

import pypdfium2

from ingest.model import Issue, IssueCode, Locator, Severity
from ingest.options import SCAN_SECONDS
from ingest.pdf import scan
from ingest.pdf.geometry import PageGeometry
from ingest.recognition import can_recognise

INSTALL = 'pip install "councilplans[ocr]"'


class ScanReader:
    """Reads scanned pages as long as there is time, and tells which it read and which it left.

    Pages are recognised in the order in which they are asked for. A scanned page tells nothing before it is
    recognised, so in a long pack all of them count as pages that may hold what is sought, from the first on.
    """

    def __init__(self, seconds: float = SCAN_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        """Take how many seconds recognising may last in all, and the clock they are read from."""
        self._seconds = seconds
        self._clock = clock
        self._spent, self._n_tried = 0.0, 0
        self._read: list[int] = []
        self._met: list[Issue] = []
        self.unread: list[int] = []

    def read(self, document: pypdfium2.PdfDocument, page: PageGeometry) -> PageGeometry:
        """Return a page with the words that its scanned areas show; as it is where they cannot be read now."""
        areas = scan.areas_to_read(page, page.images)
        if not areas:
            return page
        if not can_recognise() or not self._has_time():
            self.unread.append(page.number)
            return page
        began = self._clock()
        with contextlib.closing(document[page.number - 1]) as drawn:
            shown, issue = scan.recognise(drawn, page, areas)
        self._spent += self._clock() - began
        self._n_tried += 1
        if issue is not None:
            self._met.append(issue)
        if shown is None:
            return page
        self._read.append(page.number)
        return shown

    def _has_time(self) -> bool:
        """Tell whether one more page can be read in the time that is left, going by those that were."""
        return not self._n_tried or self._spent * (1 + 1 / self._n_tried) <= self._seconds

    def issues(self) -> Iterator[Issue]:
        """Yield what was met, which pages were read from their images, and which were not and what to do."""
        yield from self._met
        if self._read:
            message = f"{_pages(self._read)} read from the image by text recognition; compare the text with the page"
            yield Issue(IssueCode.IMAGE_PAGE, Severity.INFO, message, Locator(page=self._read[0]))
        if self.unread and not can_recognise():
            are = "is an image" if len(self.unread) == 1 else "are images"
            message = f"{_numbers(self.unread)} {are} without text; to have such pages read, install text recognition: "
            yield Issue(IssueCode.IMAGE_PAGE, Severity.WARNING, message + INSTALL, Locator(page=self.unread[0]))
        elif self.unread:
            yield Issue(IssueCode.IMAGE_PAGE, Severity.WARNING, self._out_of_time(), Locator(page=self.unread[0]))

    def _out_of_time(self) -> str:
        each = self._spent / self._n_tried
        return (
            f"text recognition was stopped after {self._spent:.0f} s, and {_numbers(self.unread)} of this scan "
            f"{'was' if len(self.unread) == 1 else 'were'} not read; about {1.3 * each * len(self.unread):.0f} s more "
            "would do: allow the document more time (--timeout), or split the file"
        )


def _pages(numbers: Sequence[int]) -> str:
    return f"{_numbers(numbers)} {'was' if len(numbers) == 1 else 'were'}"


def _numbers(numbers: Sequence[int]) -> str:
    """Return page numbers as words: "page 3", "pages 1, 4 to 9"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return ("page " if len(numbers) == 1 else "pages ") + told
