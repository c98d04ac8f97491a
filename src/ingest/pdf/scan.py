"""Pages that are images: text recognition and the image's own lines and colours, as the same page geometry.

Only areas that an image covers and that hold no text are read so; the text layer of an earlier recognition is used
as it is. Recognition comes with the extra `ocr`; without it an issue names the pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2

from ingest.colour import as_fill
from ingest.model import Box, Issue, IssueCode, Locator, PageSize, Severity
from ingest.pdf.geometry import Fill, PageGeometry, Ruling, in_reading_frame, with_strikes
from ingest.pdf.turn import Tilt, to_display
from ingest.pdf.words import ScannedWord

if TYPE_CHECKING:
    from ingest.pdf.scan_colours import Patch
    from ingest.pdf.scan_image import Drawing
    from ingest.pdf.scan_paper import Pixels, Rect

LARGE_SHARE = 0.15  # of the page from which an image may hold a table
STAMP_WORDS = 12  # words on an image up to which it counts as without text: a stamp, a page number
WIDEST_POINTS = 2000.0  # a longer side is drawn at a lower resolution, to bound the memory
UPSIDE_DOWN = 0.75  # mean confidence below which a page is tried the other way up


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


def recognise(
    page: pypdfium2.PdfPage, geometry: PageGeometry, areas: Sequence[Box]
) -> tuple[PageGeometry | None, Issue | None]:
    """Return a page's geometry with what the given areas of its image show; None where they are photographs.

    Needs the extra `ocr`. A page that cannot be recognised is an issue, never an exception.
    """
    try:
        return read_scan(page, geometry, areas), None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad page must not cost the others
        number = geometry.number
        message = f"page {number} is an image that cannot be recognised ({type(error).__name__})"
        return None, Issue(IssueCode.IMAGE_PAGE, Severity.WARNING, message, Locator(page=number))


def read_scan(page: pypdfium2.PdfPage, geometry: PageGeometry, areas: Sequence[Box]) -> PageGeometry | None:
    """Return a page's geometry with what the given areas of its image show; None where they are photographs.

    Its words are then of two kinds: those of the file, and `ScannedWord`s. Needs the extra `ocr`. Raises PdfiumError
    where the page cannot be drawn.
    """
    shown: PageGeometry | None = None
    for area in areas:
        found = _read_area(page, geometry, area)
        if found is None:
            continue
        added, tilt = found
        before = shown or geometry
        shown = replace(
            before,
            words=(*before.words, *added.words),
            rulings=(*before.rulings, *added.rulings),
            fills=(*before.fills, *added.fills),
            marks=(*before.marks, *added.marks),
            tilts=(*before.tilts, *([tilt] if tilt.degrees else [])),
            is_image=False,
            is_recognised=True,
        )
    return with_strikes(in_reading_frame(shown)) if shown is not None else None


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


def _read_area(page: pypdfium2.PdfPage, geometry: PageGeometry, area: Box) -> tuple[PageGeometry, Tilt] | None:
    """Return what an area shows, in displayed points, levelled; None for a photograph."""
    from ingest.pdf import scan_paper  # noqa: PLC0415 - OpenCV comes with the extra

    dpi = scan_paper.DPI * min(1.0, WIDEST_POINTS / max(geometry.size.width, geometry.size.height))
    image = _drawn(page, geometry, area, dpi / 72)
    if not scan_paper.looks_like_paper(image):
        return None
    if scan_paper.is_blank(image):
        return PageGeometry(geometry.number, geometry.size, (), (), ()), Tilt(area, 0.0)
    turn, tilt, drawing, words = _levelled(image)
    unit = 72 / dpi
    display = PageSize(area.x1 - area.x0, area.bottom - area.top)

    def placed(box: Box) -> Box:
        shown = to_display(box, turn, display)
        return Box(shown.x0 + area.x0, shown.top + area.top, shown.x1 + area.x0, shown.bottom + area.top)

    def patches(found: Sequence[Patch]) -> tuple[Fill, ...]:
        return tuple(Fill(placed(_points(patch.rect, unit)), as_fill(patch.colour)) for patch in found)

    scale = unit * scan_paper.PIXELS_A_POINT  # words are in points at the usual resolution
    added = PageGeometry(
        geometry.number,
        geometry.size,
        tuple(_scaled(word, scale, placed(_times(word.box, scale)), turn) for word in words),
        tuple(Ruling(placed(box), across != bool(turn % 180)) for box, across in _lines(drawing, unit)),
        patches(drawing.fills),
        marks=patches(drawing.marks),
    )
    return added, Tilt(area, tilt)


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


def _levelled(image: Pixels) -> tuple[int, float, Drawing, tuple[ScannedWord, ...]]:
    """Return how text runs in an image (degrees anticlockwise), its tilt, and what is drawn and written there."""
    tilt, drawing, words = _read_level(image)
    letters: Counter[int] = Counter()
    for word in words:
        letters[word.turn] += len(word.text)
    turn = max(letters, key=lambda angle: letters[angle], default=0)
    if not turn and words and _sureness(words) < UPSIDE_DOWN:
        turn = 180
    if turn:
        again = _read_level(np.ascontiguousarray(np.rot90(image, -(turn // 90))))
        if _sureness(again[2]) > _sureness(words) or turn != 180:
            return turn, *again
    return 0, tilt, drawing, words


def _read_level(image: Pixels) -> tuple[float, Drawing, tuple[ScannedWord, ...]]:
    from ingest.pdf import scan_image, scan_paper, scan_words  # noqa: PLC0415 - their libraries come with the extra

    tilt = scan_paper.measure_tilt(image)
    drawing = scan_image.read_drawing(scan_paper.upright(image, tilt))
    return tilt, drawing, scan_words.read_words(drawing)


def _sureness(words: Sequence[ScannedWord]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


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


def _scaled(word: ScannedWord, scale: float, box: Box, turn: int) -> ScannedWord:
    return replace(word, box=box, size=word.size * scale, turn=(word.turn + turn) % 360)
