"""Pages that are images: text recognition and the image's own lines and colours, as the same page geometry.

Only areas that an image covers and that hold no text are read so; the text layer of an earlier recognition is used
as it is. Recognition comes with the extra `ocr`; without it an issue names the pages.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2

from ingest.colour import as_fill
from ingest.model import Box, Issue, IssueCode, Locator, PageSize, Severity
from ingest.pdf.geometry import Fill, PageGeometry, Ruling, in_reading_frame, with_strikes
from ingest.pdf.turn import Tilt, to_display
from ingest.pdf.words import Word

if TYPE_CHECKING:
    from ingest.pdf.scan_image import Drawing, Patch, Pixels, Rect
    from ingest.pdf.scan_words import ReadWord

LARGE_SHARE = 0.15  # of the page from which an image may hold a table
STAMP_WORDS = 12  # words on an image up to which it counts as without text: a stamp, a page number
WIDEST_POINTS = 2000.0  # a longer side is drawn at a lower resolution, to bound the memory
UPSIDE_DOWN = 0.75  # mean confidence below which a page is tried the other way up
LEAST_SURE = 0.8  # confidence below which a word is named in an issue
MOST_NAMED = 5  # words named in an issue
INSTALL = 'pip install "councilplans[ocr]"'


@dataclass(frozen=True, slots=True)
class ScanReading:
    """A page with what its images show: `confidences` has one number for each of the geometry's words, 1 if typed."""

    geometry: PageGeometry
    confidences: tuple[float, ...] = ()
    tilts: tuple[Tilt, ...] = ()

    def place(self, box: Box) -> Box:
        """Return a box of the geometry's displayed frame where it stands on the page as it is seen."""
        for tilt in self.tilts:
            box = tilt.place(box)
        return box

    def issues(self) -> tuple[Issue, ...]:
        """Return the issue that names words whose reading is not sure."""
        pairs = zip(self.geometry.words, self.confidences, strict=True)
        unsure = [word.text for word, confidence in pairs if confidence < LEAST_SURE]
        if not unsure:
            return ()
        named = ", ".join(f"“{text}”" for text in unsure[:MOST_NAMED])
        number = self.geometry.number
        message = f"page {number} was read from its image; uncertain words ({len(unsure)}): {named}"
        return (Issue(IssueCode.IMAGE_PAGE, Severity.INFO, message, Locator(page=number)),)


@dataclass(frozen=True, slots=True)
class Scans:
    """What became of the pages of a document that hold images without text."""

    readings: Mapping[int, ScanReading] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()


def can_recognise() -> bool:
    """Tell whether the extra `ocr` is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def scanned_areas(page: PageGeometry, images: Sequence[Box]) -> tuple[Box, ...]:
    """Return the areas of a displayed page that large images without text cover; those that overlap as one."""
    least = LARGE_SHARE * page.size.width * page.size.height
    joined: list[Box] = []
    for image in images:
        box = _within(image, page.size)
        for other in [other for other in joined if _touch(other, box)]:
            joined.remove(other)
            box = box.union(other)
        joined.append(box)
    words = [word.box for word in page.words]
    return tuple(
        box
        for box in joined
        if (box.x1 - box.x0) * (box.bottom - box.top) >= least
        and sum(_holds(box, word) for word in words) <= STAMP_WORDS
    )


def read_scans(content: bytes, pages: Sequence[PageGeometry], images: Mapping[int, Sequence[Box]]) -> Scans:
    """Return the readings of the pages that hold images without text, by page number.

    `images` are the boxes of each page's images as it is displayed. Never raises for a page: one that cannot be
    recognised is an issue.
    """
    areas = {page.number: areas_to_read(page, images.get(page.number, ())) for page in pages}
    wanted = [page for page in pages if areas[page.number]]
    if not wanted:
        return Scans()
    if not can_recognise():
        return Scans(issues=(missing_extra([page.number for page in wanted]),))
    readings: dict[int, ScanReading] = {}
    issues: list[Issue] = []
    with pypdfium2.PdfDocument(content) as document:
        for page in wanted:
            reading, met = recognise(document[page.number - 1], page, areas[page.number])
            issues += met
            if reading is not None:
                readings[page.number] = reading
    return Scans(readings, tuple(issues))


def recognise(
    page: pypdfium2.PdfPage, geometry: PageGeometry, areas: Sequence[Box]
) -> tuple[ScanReading | None, tuple[Issue, ...]]:
    """Return what the given areas of a page show, None where that cannot be told or is a photograph, and what was met.

    Needs the extra `ocr`. A page that cannot be recognised is an issue, never an exception.
    """
    try:
        reading = read_scan(page, geometry, areas)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad page must not cost the others
        number = geometry.number
        message = f"page {number} is an image that cannot be recognised ({type(error).__name__})"
        return None, (Issue(IssueCode.IMAGE_PAGE, Severity.WARNING, message, Locator(page=number)),)
    return reading, reading.issues() if reading is not None else ()


def missing_extra(numbers: Sequence[int]) -> Issue:
    """Return the issue that names pages which are images and says how to have them read."""
    pages = ("page " if len(numbers) == 1 else "pages ") + ", ".join(str(number) for number in numbers)
    are = "is an image" if len(numbers) == 1 else "are images"
    message = f"{pages} {are} without text; to have such pages read, install text recognition: {INSTALL}"
    return Issue(IssueCode.IMAGE_PAGE, Severity.WARNING, message, Locator(page=numbers[0]))


def read_scan(page: pypdfium2.PdfPage, geometry: PageGeometry, areas: Sequence[Box]) -> ScanReading | None:
    """Return a page's geometry with what the given areas of its image show; None where they are photographs.

    Needs the extra `ocr`. Raises PdfiumError where the page cannot be drawn.
    """
    reading = ScanReading(geometry, (1.0,) * len(geometry.words))
    n_read = 0
    for area in areas:
        found = _read_area(page, geometry, area)
        if found is None:
            continue
        n_read += 1
        added, words, tilt = found
        reading = ScanReading(
            replace(
                reading.geometry,
                words=(*reading.geometry.words, *(read.word for read in words)),
                rulings=(*reading.geometry.rulings, *added.rulings),
                fills=(*reading.geometry.fills, *added.fills),
                marks=(*reading.geometry.marks, *added.marks),
                is_image=False,
            ),
            (*reading.confidences, *(read.confidence for read in words)),
            (*reading.tilts, *([tilt] if tilt.degrees else [])),
        )
    if not n_read:
        return None
    return replace(reading, geometry=with_strikes(in_reading_frame(reading.geometry)))


def areas_to_read(page: PageGeometry, images: Sequence[Box]) -> tuple[Box, ...]:
    """Return the areas of a page to recognise: all of a page that is an image, else images without text."""
    if page.turn:  # its words stand in another frame than its images
        return ()
    return (Box(0.0, 0.0, page.size.width, page.size.height),) if page.is_image else scanned_areas(page, images)


def _within(box: Box, size: PageSize) -> Box:
    return Box(max(0.0, box.x0), max(0.0, box.top), min(size.width, box.x1), min(size.height, box.bottom))


def _touch(a: Box, b: Box) -> bool:
    return a.x0 <= b.x1 + 1 and b.x0 <= a.x1 + 1 and a.top <= b.bottom + 1 and b.top <= a.bottom + 1


def _holds(area: Box, box: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return area.x0 <= x <= area.x1 and area.top <= y <= area.bottom


def _read_area(
    page: pypdfium2.PdfPage, geometry: PageGeometry, area: Box
) -> tuple[PageGeometry, tuple[ReadWord, ...], Tilt] | None:
    """Return what an area shows, in displayed points, levelled; None for a photograph."""
    from ingest.pdf import scan_image  # noqa: PLC0415 - OpenCV comes with the extra

    dpi = scan_image.DPI * min(1.0, WIDEST_POINTS / max(geometry.size.width, geometry.size.height))
    image = _drawn(page, geometry, area, dpi / 72)
    if not scan_image.looks_like_paper(image):
        return None
    turn, tilt, drawing, words = _levelled(image)
    unit = 72 / dpi
    display = PageSize(area.x1 - area.x0, area.bottom - area.top)

    def placed(box: Box) -> Box:
        shown = to_display(box, turn, display)
        return Box(shown.x0 + area.x0, shown.top + area.top, shown.x1 + area.x0, shown.bottom + area.top)

    def patches(found: Sequence[Patch]) -> tuple[Fill, ...]:
        return tuple(Fill(placed(_points(patch.rect, unit)), as_fill(patch.colour)) for patch in found)

    added = PageGeometry(
        geometry.number,
        geometry.size,
        (),
        tuple(Ruling(placed(box), across != bool(turn % 180)) for box, across in _lines(drawing, unit)),
        patches(drawing.fills),
        marks=patches(drawing.marks),
    )
    scale = unit * scan_image.PIXELS_A_POINT  # words are in points at the usual resolution
    moved = tuple(
        replace(read, word=_scaled(read.word, scale, placed(_times(read.word.box, scale)), turn)) for read in words
    )
    return added, moved, Tilt(area, tilt)


def _drawn(page: pypdfium2.PdfPage, geometry: PageGeometry, area: Box, scale: float) -> Pixels:
    """Return an area of a page as RGB pixels, without the words that the file itself holds."""
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
    image: Pixels = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    for word in geometry.words:
        x0, top, x1, bottom = (max(0, round(part * scale)) for part in (*_edges(word.box),))
        image[top:bottom, x0:x1] = 255
    x0, top, x1, bottom = (max(0, round(part * scale)) for part in _edges(area))
    return image[top:bottom, x0:x1]


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.top, box.x1, box.bottom


def _levelled(image: Pixels) -> tuple[int, float, Drawing, tuple[ReadWord, ...]]:
    """Return how text runs in an image (degrees anticlockwise), its tilt, and what is drawn and written there."""
    tilt, drawing, words = _read_level(image)
    letters: Counter[int] = Counter()
    for read in words:
        letters[read.word.turn] += len(read.word.text)
    turn = max(letters, key=lambda angle: letters[angle], default=0)
    if not turn and words and _sureness(words) < UPSIDE_DOWN:
        turn = 180
    if turn:
        again = _read_level(np.ascontiguousarray(np.rot90(image, -(turn // 90))))
        if _sureness(again[2]) > _sureness(words) or turn != 180:
            return turn, *again
    return 0, tilt, drawing, words


def _read_level(image: Pixels) -> tuple[float, Drawing, tuple[ReadWord, ...]]:
    from ingest.pdf import scan_image, scan_words  # noqa: PLC0415 - OpenCV and RapidOCR come with the extra

    tilt = scan_image.measure_tilt(image)
    drawing = scan_image.read_drawing(scan_image.upright(image, tilt))
    return tilt, drawing, scan_words.read_words(drawing)


def _sureness(words: Sequence[ReadWord]) -> float:
    letters = sum(len(read.word.text) for read in words)
    return sum(read.confidence * len(read.word.text) for read in words) / letters if letters else 0.0


def _lines(drawing: Drawing, unit: float) -> Iterator[tuple[Box, bool]]:
    """Yield the rulings of an image as boxes without thickness, in points, and whether they run across."""
    for rect in drawing.across:
        box = _points(rect, unit)
        middle = (box.top + box.bottom) / 2
        yield Box(box.x0, middle, box.x1, middle), True
    for rect in drawing.down:
        box = _points(rect, unit)
        middle = (box.x0 + box.x1) / 2
        yield Box(middle, box.top, middle, box.bottom), False


def _points(rect: Rect, unit: float) -> Box:
    return Box(*(part * unit for part in rect))


def _times(box: Box, scale: float) -> Box:
    return Box(*(part * scale for part in _edges(box)))


def _scaled(word: Word, scale: float, box: Box, turn: int) -> Word:
    return replace(word, box=box, size=word.size * scale, turn=(word.turn + turn) % 360)
