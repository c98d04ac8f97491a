"""The commands that read without a database: `extract`, `tables` and `read`."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from councilplans import printing
from councilplans.asked import Asked
from councilplans.export import write_csv, write_documents, write_records
from councilplans.kinds import Kind, RecordFormat, TableFormat
from councilplans.pipeline import extract_document, failed_record, failed_tables, failure, show_tables
from councilplans.pool import Failure, run_each, run_ready
from councilplans.strings import read_lines
from normalise.model import Json, PlanRecord
from normalise.vocabulary import Additions, using


def extract(files: Sequence[Path], form: RecordFormat, asked: Asked) -> int:
    """Print the records of documents in the order given; return the exit status."""
    failed: list[Path] = []
    records = _complaining(read_documents(files, asked.among(len(files))), failed)
    if form is RecordFormat.CSV:
        write_csv(sys.stdout, records)
    else:
        write_records(sys.stdout, records)
    return 1 if failed else 0


def read_documents(files: Iterable[Path], asked: Asked) -> Iterator[PlanRecord]:
    """Yield the record of each document, in order; one that could not be read has an issue that says why.

    Only a few paths are drawn ahead.
    """
    return itertools.chain.from_iterable(read_ready(files, asked))


def read_ready(files: Iterable[Path], asked: Asked) -> Iterator[list[PlanRecord]]:
    """Yield the records that `read_documents` would yield next without waiting, so that they can be stored together."""
    work = functools.partial(
        extract_document,
        authority=asked.authority,
        scan_seconds=asked.scan_seconds,
        changes=asked.changes,
        additions=asked.additions,
    )
    for outcomes in run_ready(work, files, asked.limits):
        yield [
            failed_record(outcome.path, outcome.value.code, outcome.value.message)
            if isinstance(outcome.value, Failure)
            else outcome.value
            for outcome in outcomes
        ]


def _complaining(records: Iterator[PlanRecord], failed: list[Path]) -> Iterator[PlanRecord]:
    """Pass records on, with a line on standard error for each that failed."""
    for record in records:
        issue = failure(record)
        if issue is not None:
            failed.append(Path(record.source.path))
            printing.complain(record.source.path, issue.message)
        yield record


def tables(files: Sequence[Path], form: TableFormat, asked: Asked) -> int:
    """Print the tables of documents in the order given; return the exit status."""
    failed: list[Path] = []
    documents = _tables_of(files, asked.among(len(files)), failed)
    if form is TableFormat.TEXT:
        for document in documents:
            print("\n".join(printing.table_lines(document)), flush=True)  # noqa: T201 - the command's data
    else:
        write_documents(sys.stdout, documents)
    return 1 if failed else 0


def _tables_of(files: Sequence[Path], asked: Asked, failed: list[Path]) -> Iterator[Json]:
    work = functools.partial(show_tables, scan_seconds=asked.scan_seconds, changes=asked.changes)
    for outcome in run_each(work, files, asked.limits):
        value = outcome.value
        document = failed_tables(outcome.path, value.code, value.message) if isinstance(value, Failure) else value
        errors = [issue for issue in document["issues"] if issue["severity"] == "error"]
        if errors and not document["tables"]:
            failed.append(outcome.path)
            printing.complain(outcome.path, errors[0]["message"])
        yield document


def read(kind: Kind, as_of: dt.date | None, additions: Additions) -> None:
    """Print one answer for each line of standard input."""
    with using(additions):
        for answer in read_lines(kind, sys.stdin, as_of):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
