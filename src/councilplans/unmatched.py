"""The command `vocab unmatched`: what no entry of the vocabularies knew, over many documents, ready to paste."""

from __future__ import annotations

import csv
import functools
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from councilplans import printing
from councilplans.asked import Asked
from councilplans.export import safe_cell
from councilplans.files import find_documents
from councilplans.kinds import ListFormat
from councilplans.pipeline import extract_document, failure
from councilplans.pool import Failure, run_each
from ingest.model import Locator
from ingest.options import SCAN_SECONDS
from normalise.unmatched import SPELT_OUT, Part, Unmatched, find_unmatched
from normalise.vocabulary import Additions, fold, using

CSV_COLUMNS = ("part", "text", "count", "documents", "list", "entry", "document", "page", "table", "row", "column")
_HEAD = """\
# What no entry of the vocabularies knew in {documents}: {counts}.
# Every entry is a comment yet, in the list that it might belong to. Take the "#" from before those that are right, move
# others to the list they belong to, and give this file to extract, load or read as --vocab.
"""
_ABOUT = {
    "headings": "What columns so headed were taken for, by their cells; for extra where these show nothing.",
    "status": "By what the update or the colour says beside them; under placeholders what says nothing of the status.",
    "dates": "Under placeholder what names no date; ongoing and immediate are lists beside it.",
    "owners.abbreviations": 'Letters, of people or of posts: write the name for "?".',
    "owners.bodies": "The last words of names that are neither post nor body; posts.heads is for posts.",
    "owners.people": "Single names.",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one document; `unread` says why it could not be read."""

    unmatched: tuple[Unmatched, ...] = ()
    unread: str | None = None


@dataclass(slots=True)
class Tally:
    """One text with how often it stands, in which documents, and where first."""

    first: Unmatched
    count: int = 0
    documents: list[Path] = field(default_factory=list)


def list_unmatched(paths: Iterable[Path], form: ListFormat, asked: Asked) -> int:
    """Print what no entry knew in the documents at the paths; return the exit status."""
    files = find_documents(paths)
    failed = len(files.empty_folders)
    read = 0
    for folder in files.empty_folders:
        printing.complain(folder, "holds no documents")
    tallies: dict[tuple[str, str], Tally] = {}
    work = functools.partial(find_in_document, scan_seconds=asked.scan_seconds, additions=asked.additions)
    for outcome in run_each(work, files.files, asked.among(len(files.files)).limits):
        found = outcome.value
        unread = found.message if isinstance(found, Failure) else found.unread
        if isinstance(found, Failure) or unread:
            failed += 1
            printing.complain(outcome.path, unread)
            continue
        read += 1
        for one in found.unmatched:
            _count(tallies, one, outcome.path)
    ranked = sorted(tallies.values(), key=lambda tally: (tally.first.listed, -tally.count, tally.first.text))
    if form is ListFormat.CSV:
        _write_csv(sys.stdout, ranked)
    else:
        sys.stdout.writelines(f"{line}\n" for line in _toml_lines(ranked, read))
    return 1 if failed else 0


def find_in_document(path: Path, scan_seconds: float = SCAN_SECONDS, additions: Additions = Additions()) -> Found:  # noqa: B008
    """Return what no entry knew in one document; this runs in a worker."""
    record = extract_document(path, scan_seconds=scan_seconds, additions=additions)
    issue = failure(record)
    if issue:
        return Found(unread=issue.message)
    with using(additions):
        return Found(find_unmatched(record))


def _count(tallies: dict[tuple[str, str], Tally], one: Unmatched, path: Path) -> None:
    tally = tallies.setdefault((one.listed, fold(one.text)), Tally(one))
    tally.count += 1
    if path not in tally.documents:
        tally.documents.append(path)


def _toml_lines(ranked: Sequence[Tally], n_documents: int) -> Iterator[str]:
    """Yield a vocabulary file in which every entry is a comment, so that it is valid and changes nothing yet."""
    parts = Counter(tally.first.part for tally in ranked)
    counts = ", ".join(f"{parts[part]} {part}{'' if parts[part] == 1 else _plural(part)}" for part in Part)
    yield _HEAD.format(documents=_times(n_documents, "document"), counts=counts)
    for table, tallies in itertools.groupby(ranked, key=lambda tally: _table(tally.first)):
        about = next((text for name, text in _ABOUT.items() if f"{table}.".startswith(f"{name}.")), None)
        if about:
            yield f"# {about}"
        yield f"[{table}]"
        if table == SPELT_OUT:
            yield from (f"# {_quoted('?')} = [{_quoted(one.first.entry)}]  # {_example(one)}" for one in tallies)
        else:
            for name, entries in itertools.groupby(tallies, key=lambda tally: tally.first.listed.rpartition(".")[2]):
                yield f"{name} = ["
                yield from (f"  # {_quoted(one.first.entry)},  # {_example(one)}" for one in entries)
                yield "]"
        yield ""


def _plural(part: Part) -> str:
    return "es" if part is Part.STATUS else "s"


def _table(one: Unmatched) -> str:
    return SPELT_OUT if one.listed == SPELT_OUT else one.listed.rpartition(".")[0]


def _quoted(text: str) -> str:
    """Return text as a TOML string, which JSON's strings are."""
    return json.dumps(printing.one_line(text), ensure_ascii=False)


def _example(tally: Tally) -> str:
    name = "" if tally.first.entry == tally.first.text else f"{tally.first.text}: "
    times = f"{_times(tally.count, 'time')} in {_times(len(tally.documents), 'document')}"
    return printing.one_line(f"{name}{times}, {tally.documents[0]}{_place(tally.first.place)}")


def _times(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _place(place: Locator) -> str:
    named = {"page": place.page, "table": place.table, "row": place.row, "column": place.column}
    return "".join(f", {name} {number}" for name, number in named.items() if number is not None)


def _write_csv(stream: TextIO, ranked: Iterable[Tally]) -> None:
    """Write a row for each text, the most frequent of a list first."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for tally in ranked:
        one, place = tally.first, tally.first.place
        counts = (tally.count, len(tally.documents))
        where = (tally.documents[0], place.page, place.table, place.row, place.column)
        writer.writerow(map(safe_cell, (one.part, one.text, *counts, one.listed, one.entry, *where)))
