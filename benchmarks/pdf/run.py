"""Our reader against others on the same pages, in one run: rows whole, cells right, pages a second, peak memory.

Prints a Markdown table. See README.md beside this file for what to install.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import packs
import pypdfium2
from readers import READERS, Row
from truth import Score, rows_of_page, score

ROOT = Path(__file__).parents[2]
SECONDS = 60.0  # processor time that a reader may take over one document; it is measured as far as it came


def main() -> None:
    """Measure what is asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", nargs="*", default=list(READERS), choices=list(READERS))
    parser.add_argument("--packs", nargs="*", type=int, default=[300, 1000], metavar="PAGES")
    parser.add_argument("--one", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        _read_one(*arguments.one)
        return
    with tempfile.TemporaryDirectory() as folder:
        suites: list[tuple[str, list[tuple[Path, list[Row]]]]] = [("plans", _plans())]
        for n_pages in arguments.packs:
            made = packs.pack(n_pages)
            file = Path(folder) / f"pack-{n_pages}.pdf"
            file.write_bytes(made.content)
            suites.append((f"pack of {n_pages:,} pages", [(file, [list(row) for row in made.rows])]))
        print("| pages | reader | rows whole | cells right | pages a second | peak memory, MB |")
        print("| --- | --- | --- | --- | --- | --- |", flush=True)
        for name, documents in suites:
            for reader in arguments.readers:
                if reader == "councilplans extract" and name == "plans":
                    continue  # its rows are actions, which a plan's tables need not be row by row
                print(_line(name, reader, documents), flush=True)


def _plans() -> list[tuple[Path, list[Row]]]:
    """Return the plans that are there as PDF and as a web page: the fixtures, and those of the corpus where it is."""
    files = sorted(ROOT.glob("fixtures/*/plan.pdf"))
    corpus = os.environ.get("COUNCILPLANS_CORPUS")
    if corpus:
        files += sorted(Path(corpus).glob("renditions/*.pdf"))
    pairs = [(file, file.with_name(file.name.split(".")[0] + ".html")) for file in files]
    return [(file, rows_of_page(page)) for file, page in pairs if page.exists()]


def _line(name: str, reader: str, documents: list[tuple[Path, list[Row]]]) -> str:
    total, pages, seconds, peak, note = Score(), 0, 0.0, 0, ""
    for file, expected in documents:
        command = [sys.executable, __file__, "--one", reader, str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            read = json.loads(done.stdout.splitlines()[-1])
        except (IndexError, ValueError):
            print(f"{reader}: {file.name}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
            note = " (failed on some)"
            total.add(score(expected, []))
            continue
        if read.get("missing"):
            return f"| {name} | {reader} | not installed | | | |"
        total.add(score(expected, read["rows"]))
        pages += read["pages"]
        seconds += read["seconds"]
        peak = max(peak, read["peak"])
        if read["pages"] < read["n_pages"]:
            note = f" (stopped after {SECONDS:.0f} s, at page {read['pages']})"
    counts = asdict(total)
    rows = "–" if "stopped" in note else f"{counts['whole']} of {counts['rows']}"
    cells = "–" if "stopped" in note else f"{100 * counts['right'] / max(counts['cells'], 1):.1f} %"
    return f"| {name} | {reader}{note} | {rows} | {cells} | {pages / max(seconds, 1e-9):.1f} | {peak} |"


def _read_one(reader: str, path: str) -> None:
    """Read one file and print what was found as JSON: the processor time of the reading, without the imports."""
    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        n_pages = len(document)
    warm_up = ROOT / "fixtures" / "harrowmere-peer-challenge" / "plan.pdf"
    with contextlib.redirect_stdout(sys.stderr):
        try:
            _drain(reader, warm_up, 1)
        except ImportError:
            found = None
        else:
            found = _drain(reader, Path(path), n_pages)
    print(json.dumps({"missing": True} if found is None else {**found, "n_pages": n_pages}))


def _drain(reader: str, path: Path, n_pages: int) -> dict[str, object]:
    rows: list[Row] = []
    done, start = 0, time.process_time()
    for done, found in READERS[reader](path, n_pages):  # noqa: B007 - counted after the loop
        rows += found
        if time.process_time() - start > SECONDS:
            break
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"rows": rows, "pages": done, "seconds": seconds, "peak": peak}


if __name__ == "__main__":
    main()
