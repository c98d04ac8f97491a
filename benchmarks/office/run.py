"""Our reader against others on the made corpus of traits, in one run: who keeps what, and seconds a document.

Prints Markdown tables. See README.md beside this file for what to install.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from readers import READERS, Found

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / "ingest"), str(ROOT / "src")]
from officetraits import as_html, as_odt, as_sheet, as_word, pages, traits  # noqa: E402
from officetraits.describe import Grid, Row, Spot, Trait, spots  # noqa: E402

NAMES = {
    ".docx": "Word",
    ".odt": "OpenDocument text",
    ".html": "web page",
    ".xlsx": "Excel workbook",
}
KEPT, LOST, WRONG, FAILED = "kept", "lost", "**wrong**", "**fails**"
ORDER = [KEPT, LOST, WRONG]
ROUNDS = 5
BULLETS = {"-", "*", "·", "o", "•", "●"}
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: 00:00:00)?")  # a date whose format is lost
NEAR = 2  # steps of a colour's channel by which two tints may be rounded apart


def main() -> None:
    """Run every reader over every trait that its formats can have, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", nargs="*", default=list(READERS), choices=list(READERS))
    parser.add_argument("--formats", nargs="*", default=list(NAMES), choices=list(NAMES))
    parser.add_argument("--one", nargs=3, metavar=("READER", "SUFFIX", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        _read_all(*arguments.one)
        return
    with tempfile.TemporaryDirectory() as folder:
        for suffix in arguments.formats:
            readers = [name for name in arguments.readers if suffix in READERS[name][1]]
            print(_table(suffix, readers, Path(folder)), flush=True)


def _made(suffix: str) -> list[tuple[Trait, Callable[[Trait], bytes]]]:
    """Return the traits of a format, each with its writer."""
    writers = {".docx": as_word.write, ".odt": as_odt.write, ".html": as_html.write}
    made = [(trait, writers[suffix]) for trait in traits.TRAITS if suffix in trait.suffixes]
    made += [(trait, pages.write) for trait in pages.TRAITS if suffix in trait.suffixes]
    return made + [(trait, as_sheet.write) for trait in as_sheet.TRAITS if suffix in trait.suffixes]


def _table(suffix: str, readers: list[str], folder: Path) -> str:
    made = _made(suffix)
    here = folder / suffix[1:]
    here.mkdir()
    for number, (trait, write) in enumerate(made):
        (here / f"{number:03}{suffix}").write_bytes(write(trait))
    columns = [_column(reader, suffix, here, [trait for trait, _ in made]) for reader in readers]
    lines = [f"| {NAMES[suffix]} | {' | '.join(readers)} |", f"| --- |{' --- |' * len(readers)}"]
    for number, (trait, _) in enumerate(made):
        lines.append(f"| {trait.name} | {' | '.join(column[number] for column in columns)} |")
    counts = [str(sum(each == KEPT for each in column[: len(made)])) for column in columns]
    lines.append(f"| kept of {len(made)} | {' | '.join(counts)} |")
    lines.append(f"| seconds a document | {' | '.join(column[-1] for column in columns)} |")
    return "\n".join(lines) + "\n"


def _column(reader: str, suffix: str, folder: Path, made: list[Trait]) -> list[str]:
    """Return what one reader makes of each trait, and its seconds a document."""
    command = [sys.executable, __file__, "--one", reader, suffix, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        read = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        print(f"{reader}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return ["not installed"] * (len(made) + 1)
    verdicts = []
    for trait, each in zip(made, read["found"], strict=True):
        verdicts.append(FAILED if "failed" in each else verdict(trait, Found(**each)))
        if verdicts[-1] != KEPT:
            print(f"{reader}: {suffix}: {trait.name}: {each}", file=sys.stderr)
    return [*verdicts, f"{read['seconds']:.4f}"]


def _read_all(reader: str, suffix: str, folder: str) -> None:
    """Read each file and print what was found as JSON, with the processor time of a document after the first."""
    with contextlib.redirect_stdout(sys.stderr):
        read = READERS[reader][0]()
        files = sorted(Path(folder).glob(f"*{suffix}"))
        found: list[dict[str, object]] = []
        for path in files:
            try:
                found.append(asdict(read(path)))
            except Exception as error:  # noqa: BLE001 - of whatever kind, it is the reader's answer
                found.append({"failed": repr(error)[:200]})
        good = [path for path, each in zip(files, found, strict=True) if "failed" not in each]
        start = time.process_time()
        for path in good * ROUNDS:
            read(path)
        seconds = (time.process_time() - start) / max(len(good) * ROUNDS, 1)
    print(json.dumps({"found": found, "seconds": seconds}))


def verdict(trait: Trait, found: Found) -> str:
    """Return whether a reader keeps a trait, loses something of it, or tells something that does not stand there.

    An inner table may stand in the text of its cell too, or by itself alone. Parts that are not joined count as lost.
    """
    grids = [_trimmed(grid) for grid in found.tables]
    grids = [grid for grid in grids if grid]
    apart = [part for part in trait.content if isinstance(part, Grid)]
    bare = [replace(grid, rows=tuple(_bare(row) for row in grid.rows)) for grid in trait.grids]
    best = min(_all_compared(grids, trait.grids), _all_compared(grids, bare), key=ORDER.index)
    if best != KEPT and len(apart) > 1 and _all_compared(grids, apart) == KEPT:
        best = LOST
    if best == KEPT and not all(_has_look(trait, found, tells) for tells in trait.tells):
        best = LOST
    if best == KEPT and not all(_said(aside) in found.beside for aside in trait.asides):
        best = LOST
    return best


def _said(aside: str) -> str:
    """Return a comment or note without its author or number."""
    return aside.split(": ", 1)[-1] if aside.startswith("comment by") else aside.split(" ", 1)[-1]


def _bare(row: Row) -> Row:
    return replace(row, cells=tuple(replace(cell, inner=None) for cell in row.cells))


def _all_compared(grids: list[list[list[str]]], expected: list[Grid]) -> str:
    """Return the worst of all tables, each held against the one of those found that is most like it."""
    worst, left = KEPT, list(grids)
    for grid in expected:
        cells = spots(grid)
        each = [(_from_some_row(cells, other), at) for at, other in enumerate(left)]
        best, at = min(each, key=lambda pair: ORDER.index(pair[0]), default=(LOST, -1))
        worst = _worse(worst, best)
        if at >= 0:
            left.pop(at)
    return LOST if left and worst == KEPT else worst  # a title taken for a table


def _from_some_row(cells: list[Spot], grid: list[list[str]]) -> str:
    """Return how a grid shows the cells; lost at best where rows stand before them that are none of the table's."""
    whole = _compared(cells, grid)
    if whole == WRONG and any(_compared(cells, grid[at:]) == KEPT for at in range(1, len(grid))):
        return LOST
    return whole


def _compared(cells: list[Spot], grid: list[list[str]]) -> str:
    """Return how a grid shows the cells that should stand in it, place by place."""
    at = {(row, column): _plain(text) for row, texts in enumerate(grid) for column, text in enumerate(texts)}
    worst = KEPT
    for cell in cells:
        wanted = _plain(cell.text)
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                got = at.pop((row, column), "")
                covered = (row, column) != (cell.row, cell.column)
                if got == wanted or (covered and not got):
                    continue
                less = set(got.split()) < set(wanted.split()) or ISO_DATE.fullmatch(got)
                worst = _worse(worst, LOST if less else WRONG)
    return WRONG if any(at.values()) else worst


def _worse(one: str, other: str) -> str:
    return max(one, other, key=ORDER.index)


def _has_look(trait: Trait, found: Found, tells: str) -> bool:
    """Tell whether fills, inks, struck words or changes come out for the cells that have them, and for no others."""
    if tells == "heading":
        return all(part.text in found.beside for part in trait.content if isinstance(part, traits.Head))
    told = {(table, row, column): what for table, row, column, what in found.looks.get(tells, [])}
    wanted = {}
    for number, grid in enumerate(trait.grids):
        for cell in spots(grid):
            what = {"fill": cell.fill, "ink": cell.ink, "struck": " ".join(cell.struck)}.get(tells) or ""
            what = "changed" if tells == "changed" and cell.changed else what
            if what:
                wanted[number, cell.row, cell.column] = what
    return told.keys() == wanted.keys() and all(_is_near(told[place], what) for place, what in wanted.items())


def _is_near(one: str, other: str) -> bool:
    if not (one.startswith("#") and other.startswith("#")):
        return one == other
    return all(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= NEAR for at in (1, 3, 5))


def _trimmed(grid: list[list[str]]) -> list[list[str]]:
    """Return a grid without empty rows at its end, and without its first row where it comes again."""
    while grid and not any(text.strip() for text in grid[-1]):
        grid = grid[:-1]
    return grid[:1] + [row for row in grid[1:] if row != grid[0]]


def _plain(text: str) -> str:
    """Return text without what readers may well write differently.

    Breaks, links, bullets, ticks, curly quotes, marks of notes and comments, and what pandas calls nothing.
    """
    text = re.sub(r"<br\s*/?>|\\n", " ", text).replace("\u00ad", "").replace("\u2011", "-").replace("’", "'")
    text = re.sub(r"☒|\[x\]", "☑", text).replace("[ ]", "☐").replace("~~", "")
    text = re.sub(r"\[?\[\^?[A-Za-z]?\d+\]\]?(?:\(#[^)]*\))?", "", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    words = ["•" if word in BULLETS else word for word in text.split()]
    return "" if re.fullmatch(r"NaN|Unnamed: \d+", text.strip()) else " ".join(words)


if __name__ == "__main__":
    main()
