"""Layouts as an office scanner gives them: images at 200 dpi, tilted, white or grey, JPEG or black and white."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2
from PIL import Image
from rapidfuzz.distance import Levenshtein

from ingest.model import Table

from . import sheets, with_reportlab
from .corpus import HEADS, PROSE, WIDTHS, cells, coloured, heads, plan, plan_rows, sections, two_levels
from .describe import DISC, SQUARE, Cell, Grid, Layout, NewPage, Row, Title, expected
from .scoring import found_rows

DPI = 200
ALIKE = 0.95  # of a cell's letters: one wrong in twenty is let pass, so that a short cell must be read exactly
SAME_COLOUR = 24  # of 255, by which a colour may differ in each component on paper


@dataclass(frozen=True)
class Scan:
    """A layout with how it was scanned."""

    layout: Layout
    tilt: float = 1.0  # degrees, anticlockwise
    paper: tuple[int, int, int] = (250, 250, 248)
    grain: float = 4.0  # standard deviation of the noise, of 255
    quality: int | None = 75  # of the JPEG; None where the scanner kept black and white alone
    shrink: float = 1.0  # what was printed smaller
    typed: tuple[int, ...] = ()  # pages that are no scan

    @property
    def name(self) -> str:
        return self.layout.name


def draw(scan: Scan) -> bytes:
    """Return the PDF of a scan."""
    drawn = with_reportlab.build(scan.layout)
    grain = np.random.default_rng(7)
    merged = pypdfium2.PdfDocument.new()
    with pypdfium2.PdfDocument(drawn) as document:
        for number, page in enumerate(document, 1):
            if number in scan.typed:
                merged.import_pages(document, [number - 1])
                continue
            image = _as_scanned(page.render(scale=DPI / 72).to_pil().convert("RGB"), scan, grain)
            written = io.BytesIO()
            image.save(written, "PDF", resolution=DPI, **({"quality": scan.quality} if scan.quality else {}))
            with pypdfium2.PdfDocument(written.getvalue()) as sheet:
                merged.import_pages(sheet)
    written = io.BytesIO()
    merged.save(written)
    content = written.getvalue()
    return sheets.turned(content, scan.layout.turn) if scan.layout.turn else content


def _as_scanned(page: Image.Image, scan: Scan, grain: np.random.Generator) -> Image.Image:
    if scan.shrink < 1.0:
        small = page.resize((round(page.width * scan.shrink), round(page.height * scan.shrink)), Image.Resampling.BOX)
        page = Image.new("RGB", page.size, "white")
        page.paste(small, ((page.width - small.width) // 2, 60))
    tilted = page.rotate(scan.tilt, fillcolor="white", resample=Image.Resampling.BICUBIC)
    pixels = np.array(tilted) * (np.array(scan.paper) / 255)
    pixels += grain.normal(0, scan.grain, pixels.shape)
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    if scan.quality is None:
        return image.convert("L").point(lambda level: 255 * (level > 150)).convert("1")
    return image


def n_whole(layout: Layout, found: Sequence[Table]) -> tuple[int, int, list[tuple[Row, Row | None]]]:
    """Return how many rows of a layout were read whole, how many it has, and those missed with the nearest row read.

    A row is whole where one row of one table has as many cells, each of which, in its order, has the text told (at
    ALIKE or better, white space aside at its ends and runs of it one space, case as it is) and, where the layout tells
    one, its colour; and the rows before and after it stand before and after it.
    """
    whole, rows, missed = 0, 0, []
    read = [found_rows(table) for table in found]
    for wanted in expected(layout):
        best = max((_matched(wanted, have) for have in read), key=sum, default=[])
        flags = best or [False] * len(wanted)
        whole, rows = whole + sum(flags), rows + len(wanted)
        missed += [(row, _nearest(row, read)) for row, flag in zip(wanted, flags, strict=True) if not flag]
    return whole, rows, missed


def _matched(wanted: Sequence[Row], have: Sequence[Row]) -> list[bool]:
    flags, at = [], 0
    for row in wanted:
        place = next((i for i in range(at, len(have)) if _same(row, have[i])), None)
        flags.append(place is not None)
        at = at if place is None else place + 1
    return flags


def _same(told: Row, have: Row) -> bool:
    return len(told) == len(have) and all(
        Levenshtein.normalized_similarity(a[0], b[0]) >= ALIKE and (a[1] is None or _same_colour(a[1], b[1]))
        for a, b in zip(told, have, strict=True)
    )


def _same_colour(told: str, have: str | None) -> bool:
    if have is None:
        return told == "#ffffff"
    return all(abs(int(told[i : i + 2], 16) - int(have[i : i + 2], 16)) <= SAME_COLOUR for i in (1, 3, 5))


def _nearest(told: Row, read: Sequence[Sequence[Row]]) -> Row | None:
    def likeness(row: Row) -> float:
        return Levenshtein.normalized_similarity(" ".join(c[0] for c in told), " ".join(c[0] for c in row))

    return max((row for rows in read for row in rows), key=likeness, default=None)


NAVY = "#1f3864"
RAG = ("#00b050", "#ffc000", "#c00000", "#92d050", "#ff0000", "#0070c0")


def dark(colour: str, n: int, **looks: object) -> Grid:
    """Return a plan whose headings are white on a dark ground."""
    grid = plan(n, **looks)
    return replace(grid, heads=(tuple(Cell(text, fill=colour, ink="#ffffff", strong=True) for text in HEADS),))


def worded(n: int) -> Grid:
    """Return a plan whose status cells have a colour and a word."""
    rows = [
        (*row[:4], Cell(("On track", "Slipping", "Overdue")[i % 3], fill=("#00b050", "#ffc000", "#ff7c80")[i % 3]))
        for i, row in enumerate(plan_rows(n))
    ]
    return Grid(heads(*HEADS), tuple(rows), WIDTHS)


def ticked() -> Grid:
    """Return a plan with ticks, crosses, arrows and discs in place of words."""
    signs = (("✓", "↑"), ("x", "→"), ("✓", "↓"), ("✓", "→"), ("x", "↑"), ("✓", "↓"))
    rows = [
        (*cells(*(cell.text for cell in row[:2]), *signs[i]), Cell("", fill=RAG[i], drawn=DISC))
        for i, row in enumerate(plan_rows(6))
    ]
    return Grid(heads("Ref", "Action", "On time", "Trend", "RAG"), tuple(rows), WIDTHS)


def _layout(name: str, *grids: Grid | NewPage, **looks: object) -> Layout:
    return Layout(name, (Title("Improvement plan"), *grids), **looks)  # type: ignore[arg-type]


def _all() -> Iterator[Scan]:
    yield Scan(Layout("full", (Title("Improvement plan"), PROSE, plan(8))))
    yield Scan(_layout("rules", plan(9, look="rules")), tilt=-1.0, quality=None)
    yield Scan(_layout("zebra", plan(9, look="zebra")))
    yield Scan(_layout("none", plan(8, look="none")), tilt=-1.0)
    yield Scan(_layout("dashed", plan(9, look="dashed")))
    yield Scan(_layout("double", plan(8, look="double")), quality=60)
    yield Scan(_layout("dark-headings-rules", dark(NAVY, 8, look="rules")), tilt=-1.0, quality=60)
    yield Scan(_layout("colours", coloured(None)), tilt=-1.0, quality=60)
    yield Scan(_layout("coloured-words", worded(8)))
    yield Scan(_layout("squares", coloured(SQUARE)), tilt=-1.0)
    yield Scan(_layout("small-print", plan(12), wide=True), shrink=0.75)
    yield Scan(_layout("signs", ticked()), tilt=-1.0)
    yield Scan(_layout("two-pages", plan(24)), quality=85)
    first, second = plan(8), Grid(heads(*HEADS), plan_rows(8, 9), WIDTHS, goes_on=True)
    yield Scan(_layout("typed-then-scanned", first, NewPage(), second), tilt=-1.0, typed=(1,))
    yield Scan(_layout("rotate-90", plan(8), turn=90))
    yield Scan(_layout("grey-zebra", plan(8, look="zebra")), tilt=-1.0, paper=(206, 204, 198), grain=9.0, quality=45)
    yield Scan(replace(two_levels, name="two-levels", items=_shortened(two_levels, 8)), quality=None)
    yield Scan(replace(sections, name="sections", items=_shortened(sections, 9)), tilt=-1.0)


def _shortened(layout: Layout, n: int) -> tuple[Title | Grid, ...]:
    return tuple(replace(i, rows=i.rows[:n]) if isinstance(i, Grid) else i for i in layout.items)  # type: ignore[misc]


SCANS = tuple(_all())
