"""The commands that read without a database: `extract`, `tables` and `read`."""

from __future__ import annotations

import datetime as dt
import functools
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from councilplans import printing
from councilplans.export import write_csv, write_documents, write_records
from councilplans.kinds import Kind, RecordFormat, TableFormat
from councilplans.pipeline import extract_document, failed_record, failed_tables, failure, show_tables
from councilplans.pool import Failure, Limits, run_each
from councilplans.strings import read_lines
from ingest.options import Changes
from normalise.model import Json, PlanRecord

SCAN_SHARE = 0.75  # of a document's time that recognising its scanned pages may take; the rest is for reading them


def extract(
    files: Sequence[Path],
    form: RecordFormat,
    authority: str | None,
    limits: Limits,
    changes: Changes = Changes.FINAL,
) -> int:
    """Print the records of documents in the order given; return the exit status."""
    failed: list[Path] = []
    records = _complaining(read_documents(files, authority, limits.among(len(files)), changes), failed)
    if form is RecordFormat.CSV:
        write_csv(sys.stdout, records)
    else:
        write_records(sys.stdout, records)
    return 1 if failed else 0


def read_documents(
    files: Iterable[Path], authority: str | None, limits: Limits, changes: Changes = Changes.FINAL
) -> Iterator[PlanRecord]:
    """Yield the record of each document, in order; one that could not be read has an issue that says why.

    Only a few paths are drawn ahead.
    """
    scan_seconds = SCAN_SHARE * limits.seconds
    work = functools.partial(extract_document, authority=authority, scan_seconds=scan_seconds, changes=changes)
    for outcome in run_each(work, files, limits):
        if isinstance(outcome.value, Failure):
            yield failed_record(outcome.path, outcome.value.code, outcome.value.message)
        else:
            yield outcome.value


def _complaining(records: Iterator[PlanRecord], failed: list[Path]) -> Iterator[PlanRecord]:
    """Pass records on, with a line on standard error for each that failed."""
    for record in records:
        issue = failure(record)
        if issue is not None:
            failed.append(Path(record.source.path))
            printing.complain(record.source.path, issue.message)
        yield record


def tables(files: Sequence[Path], form: TableFormat, limits: Limits, changes: Changes = Changes.FINAL) -> int:
    """Print the tables of documents in the order given; return the exit status."""
    failed: list[Path] = []
    documents = _tables_of(files, limits.among(len(files)), changes, failed)
    if form is TableFormat.TEXT:
        for document in documents:
            print("\n".join(printing.table_lines(document)), flush=True)  # noqa: T201 - the command's data
    else:
        write_documents(sys.stdout, documents)
    return 1 if failed else 0


def _tables_of(files: Sequence[Path], limits: Limits, changes: Changes, failed: list[Path]) -> Iterator[Json]:
    work = functools.partial(show_tables, scan_seconds=SCAN_SHARE * limits.seconds, changes=changes)
    for outcome in run_each(work, files, limits):
        value = outcome.value
        document = failed_tables(outcome.path, value.code, value.message) if isinstance(value, Failure) else value
        errors = [issue for issue in document["issues"] if issue["severity"] == "error"]
        if errors and not document["tables"]:
            failed.append(outcome.path)
            printing.complain(outcome.path, errors[0]["message"])
        yield document


def read(kind: Kind, as_of: dt.date | None) -> None:
    """Print one answer for each line of standard input."""
    for answer in read_lines(kind, sys.stdin, as_of):
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
