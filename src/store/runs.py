"""Runs of `load`: what came of each file, kept so that it can be told later which failed and why."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.orm import Session

from store import schema
from store.bulk import insert_rows
from store.rows import options_text
from store.schema import LoadOutcome


@dataclass(frozen=True, slots=True)
class Run:
    """A run: when it was (UTC; `ended_at` is None where it was cut short), by which reader, how many came to what."""

    number: int
    started_at: dt.datetime
    ended_at: dt.datetime | None
    reader_version: str
    options: Mapping[str, str]
    outcomes: Mapping[LoadOutcome, int]


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of a file: `message` says why it failed, `sha256` which document it is, where it could be read."""

    path: str
    outcome: LoadOutcome
    message: str | None = None
    sha256: str | None = None


def begin_run(connection: Connection, *, reader_version: str, options: Mapping[str, str], now: dt.datetime) -> int:
    """Write down that a run begins; return its number."""
    values = {"started_at": now, "reader_version": reader_version, "options": options_text(options)}
    return connection.execute(insert(schema.LoadRun).values(**values).returning(schema.LoadRun.id)).scalar_one()


def add_results(connection: Connection, number: int, results: Sequence[FileResult]) -> None:
    """Write down what came of the next files of a run, and which documents they are, where these are in the store."""
    row, document = schema.LoadResult, schema.Document
    hashes = {result.sha256 for result in results if result.sha256}
    key_of = dict(connection.execute(select(document.sha256, document.id).where(document.sha256.in_(hashes))).all())
    last = connection.scalar(select(func.max(row.position)).where(row.run_id == number)) or 0
    values = [
        {
            "run_id": number,
            "position": position,
            "path": result.path,
            "document_id": key_of.get(result.sha256 or ""),
            "outcome": result.outcome,
            "message": result.message,
        }
        for position, result in enumerate(results, start=last + 1)
    ]
    insert_rows(connection, row, values)


def end_run(connection: Connection, number: int, *, now: dt.datetime) -> None:
    """Write down that a run has come to its end."""
    connection.execute(update(schema.LoadRun).where(schema.LoadRun.id == number).values(ended_at=now))


def list_runs(session: Session) -> list[Run]:
    """Return all runs, the latest first."""
    counted: dict[int, Counter[LoadOutcome]] = {}
    row = schema.LoadResult
    for number, outcome, count in session.execute(
        select(row.run_id, row.outcome, func.count()).group_by(row.run_id, row.outcome)
    ):
        counted.setdefault(number, Counter())[outcome] = count
    runs = session.scalars(select(schema.LoadRun).order_by(schema.LoadRun.id.desc()))
    return [
        Run(
            number=run.id,
            started_at=run.started_at,
            ended_at=run.ended_at,
            reader_version=run.reader_version,
            options=json.loads(run.options),
            outcomes=counted.get(run.id, Counter()),
        )
        for run in runs
    ]


def list_results(session: Session, number: int) -> list[FileResult] | None:
    """Return what came of the files of a run, in the order in which they were done; None where there is no such run."""
    if session.get(schema.LoadRun, number) is None:
        return None
    row = schema.LoadResult
    told = select(row.path, row.outcome, row.message, schema.Document.sha256).outerjoin(schema.Document)
    wanted = told.where(row.run_id == number).order_by(row.position)
    return [FileResult(*found) for found in session.execute(wanted)]
