"""An open store: what the command line and notebooks hold in their hands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row

from ingest.model import Issue, Source
from normalise.model import PlanRecord, Status
from store import corrections, forgetting, load, placing, provenance, query, runs, search
from store.connect import StoreError, connect, read_url
from store.corrections import CorrectionSummary
from store.decisions import Decision, list_decisions
from store.forgetting import Forgotten
from store.held import Held
from store.load import Reading
from store.measures import Grouping
from store.provenance import DocumentFacts, Provenance
from store.query import Failure, PlanSummary, Totals
from store.rows import options_text
from store.runs import FileResult, Run
from store.schema import LoadOutcome
from store.tables import ALL, EXPORT_TABLES, Choice, ExportTable, read_rows

if TYPE_CHECKING:
    import pandas as pd


def open_store(address: str | Path, *, create: bool = True) -> Store:
    """Return the store at a path (a SQLite file) or a URL (`sqlite:///…`, `postgresql+psycopg://…`).

    Tables are made in a database that has none; with `create` false that is an error. Raises StoreError, whose
    message names the database without the password and says what to do.
    """
    return Store(connect(read_url(address), create=create))


def _plans_meant(connection: Connection, plan_id: int | None, document: str | None) -> list[int]:
    """Return a plan, or those of a document."""
    if plan_id is not None:
        return [plan_id]
    found = forgetting.find_document(connection, document or "")
    if found is None:
        raise StoreError(f"{document!r} is no document of the store; name one by its path, hash or number")
    return placing.plans_of_document(connection, found.id)


class Store(Held):
    """A database of plans. Every method is one transaction and raises StoreError where the database fails."""

    def load(self, record: PlanRecord, *, reader_version: str, options: Mapping[str, str] | None = None) -> LoadOutcome:
        """Store what was read from a document and return what that changed.

        An extraction is told apart by the document's bytes, the reader's version and the options: the same again
        is `unchanged`; another takes the place of the one in use (`replaced`). A failure recorded of the file is
        cleared. Raises RecordRefused where the record breaks a rule of the schema; then nothing was stored.
        """
        reading = Reading(record, reader_version, options_text(options or {}), self._clock())
        return self._write(lambda connection: load.load_readings(connection, [reading]))[0]

    def load_many(
        self, records: Iterable[tuple[PlanRecord, Mapping[str, str]]], *, reader_version: str
    ) -> list[FileResult]:
        """Store what was read from documents, each with its options; return what came of each, in order.

        Some dozens of documents share a transaction, which takes a fraction of the time. Where one of them is
        refused, they are loaded one by one, so that it costs that one only: it is `failed`, and says why.
        """
        readings = [
            Reading(record, reader_version, options_text(options), self._clock()) for record, options in records
        ]
        return [result for part in load.in_transactions(readings) for result in self._load_part(part)]

    def _load_part(self, readings: Sequence[Reading]) -> list[FileResult]:
        reason = None
        try:
            outcomes = self._write(lambda connection: load.load_readings(connection, readings))
        except StoreError as error:
            if len(readings) > 1:
                return [result for reading in readings for result in self._load_part([reading])]
            outcomes, reason = [LoadOutcome.FAILED], str(error)
        return [
            FileResult(reading.record.source.path, outcome, reason, reading.sha256)
            for reading, outcome in zip(readings, outcomes, strict=True)
        ]

    def holds(self, source: Source, *, reader_version: str, options: Mapping[str, str] | None = None) -> bool:
        """Say whether loading a document with these bytes would change nothing, so that it need not be read.

        Where that is so, a failure recorded of the file is cleared, as loading it would have done.
        """
        return self._write(
            lambda connection: load.is_current(connection, source, reader_version=reader_version, options=options or {})
        )

    def load_failure(self, path: str | Path, sha256: str | None, issues: Iterable[Issue]) -> None:
        """Record that a file could not be loaded and why, in place of what was recorded of it before."""
        reasons = tuple(issues)
        self._write(
            lambda connection: load.load_failure(connection, str(path), reasons, sha256=sha256, now=self._clock())
        )

    def begin_run(self, *, reader_version: str, options: Mapping[str, str] | None = None) -> int:
        """Write down that files are about to be loaded; return the number of the run."""
        return self._write(
            lambda connection: runs.begin_run(
                connection, reader_version=reader_version, options=options or {}, now=self._clock()
            )
        )

    def add_results(self, run: int, results: Sequence[FileResult]) -> None:
        """Write down what came of the next files of a run."""
        self._write(lambda connection: runs.add_results(connection, run, results))

    def end_run(self, run: int) -> None:
        """Write down that a run has come to its end."""
        self._write(lambda connection: runs.end_run(connection, run, now=self._clock()))

    def list_runs(self) -> list[Run]:
        """Return the runs of `load`, the latest first."""
        with self.reading() as session:
            return runs.list_runs(session)

    def list_results(self, run: int) -> list[FileResult] | None:
        """Return what came of each file of a run, in the order of the run; None where there is no such run."""
        with self.reading() as session:
            return runs.list_results(session, run)

    def correct(
        self, plan_id: int, action: str | None, field: str, value: str, *, by: str, reason: str
    ) -> CorrectionSummary:
        """Put a person's value in force for a field of an action, or with `action` None of the plan.

        An action is named by its reference or its position (`@3`); a value as the README's auditors write it. The
        reading stays beside it. Raises StoreError, whose message says what is allowed.
        """
        return self._write(
            lambda connection: corrections.correct(
                connection, plan_id, action, field, value, made_by=by, reason=reason, now=self._clock()
            )
        )

    def withdraw(self, correction_id: int, *, by: str) -> CorrectionSummary:
        """Withdraw a correction, so that what was read stands again. Raises StoreError where there is none."""
        return self._write(
            lambda connection: corrections.withdraw(connection, correction_id, withdrawn_by=by, now=self._clock())
        )

    def list_corrections(self, plan_id: int | None = None) -> list[CorrectionSummary]:
        """Return the corrections made in all versions of a plan, or all there are, withdrawn ones too."""
        with self.reading() as session:
            connection = session.connection()
            series = None if plan_id is None else [corrections.series_of_plan(connection, plan_id)]
            return corrections.list_corrections(connection, series)

    def describe_document(self, given: Provenance, *, sha256: str | None = None, path: str | None = None) -> bool:
        """Write down where the document with a hash, or those of a path, came from; say whether there is one."""
        return self._write(lambda connection: provenance.write_provenance(connection, sha256, path, given))

    def read_document(self, plan_id: int) -> DocumentFacts | None:
        """Return the document that a plan was read from, with where it came from; None where there is no such plan."""
        with self.reading() as session:
            return provenance.read_documents(session.connection(), [plan_id]).get(plan_id)

    def forget(self, document: str) -> Forgotten:
        """Remove a document, by path, number or beginning of its hash, with all that rests on it alone.

        Raises StoreError where there is no such document or several are meant.
        """
        return self._write(lambda connection: forgetting.forget(connection, document))

    def reassign(
        self,
        *,
        plan_id: int | None = None,
        document: str | None = None,
        authority: str | None = None,
        to: int | None = None,
        by: str,
        reason: str,
    ) -> None:
        """Give a plan, or all plans of a document, to an authority; or make a plan a version of another (`to`).

        With neither, the plan becomes one of its own. It is decided for the other documents of the same version too,
        and again whenever they are loaded. Raises StoreError where something named is not there.
        """
        said = placing.Said(by, self._clock(), reason)

        def change(connection: Connection) -> None:
            plans = _plans_meant(connection, plan_id, document)
            if authority is not None:
                placing.give_to_authority(connection, plans, authority, said)
            elif to is not None:
                placing.join(connection, plans[0], to, said)
            else:
                placing.part(connection, plans[0], said)

        self._write(change)

    def undo_reassignment(
        self, *, plan_id: int | None = None, document: str | None = None, by: str, reason: str
    ) -> None:
        """Take back what was decided of a plan, or of all plans of a document; it stays as a record.

        Raises StoreError where nothing was decided.
        """
        said = placing.Said(by, self._clock(), reason)

        def change(connection: Connection) -> None:
            found = None if document is None else forgetting.find_document(connection, document)
            plans = _plans_meant(connection, plan_id, document)
            placing.undo(connection, plans, said, document_id=None if found is None else found.id)

        self._write(change)

    def list_decisions(self) -> list[Decision]:
        """Return what people decided of where plans belong."""
        with self.reading() as session:
            return list_decisions(session.connection())

    def list_plans(self) -> list[PlanSummary]:
        """Return every plan with its counts, by authority, then by date and document."""
        with self.reading() as session:
            return query.list_plans(session)

    def find_plans(self, wanted: str) -> list[int]:
        """Return the keys of the plans meant by a key or by words of title, authority, code or path."""
        with self.reading() as session:
            return query.find_plans(session, wanted)

    def has_authority(self, named: str) -> bool:
        """Say whether plans of an authority are held that is meant by words of its name, or by its code."""
        with self.reading() as session:
            return query.has_authority(session, named)

    def read_plan(self, plan_id: int) -> PlanRecord | None:
        """Return the record of one plan; None where there is none."""
        with self.reading() as session:
            return query.read_plan(session, plan_id)

    def read_records(self, *, authority: str | None = None, latest: bool = False) -> Iterator[PlanRecord]:
        """Yield the record of every document in the order in which documents were first seen.

        With `authority` (words of its name, or its code) or `latest` (the latest version of each plan, in the document
        that speaks for it), only documents that hold such plans, and of these only them.
        """
        with self.reading() as session:
            yield from query.read_records(session, Choice(authority, latest))

    def read_rows(self, choice: Choice = ALL) -> Iterator[tuple[ExportTable, Iterator[Row[Any]]]]:
        """Yield each table of `store.tables` with its rows, all of one moment; take the rows before the next table."""
        with self.reading() as session:
            for table in EXPORT_TABLES:
                yield table, read_rows(session, table, choice)

    def actions(self, *, authority: str | None = None, latest: bool = False) -> pd.DataFrame:
        """Return one row for each action of each document, indexed by its key.

        `is_latest` tells those of the latest version of each plan; `latest` leaves out the others, and `authority`
        (words of a name, or a code) those of other councils. Likewise for the other tables below.
        """
        return self._frame("actions", authority, latest)

    def plans(self, *, authority: str | None = None, latest: bool = False) -> pd.DataFrame:
        """Return one row for each plan of each document, indexed by its key."""
        return self._frame("plans", authority, latest)

    def owners(self, *, authority: str | None = None, latest: bool = False) -> pd.DataFrame:
        """Return one row for each owner of each action: `action_id`, `position`, `name`, `role`."""
        return self._frame("owners", authority, latest)

    def milestones(self, *, authority: str | None = None, latest: bool = False) -> pd.DataFrame:
        """Return one row for each date of each timescale, with what it is for."""
        return self._frame("milestones", authority, latest)

    def updates(self, *, authority: str | None = None, latest: bool = False) -> pd.DataFrame:
        """Return one row for each progress report on each action."""
        return self._frame("updates", authority, latest)

    def extras(self, *, authority: str | None = None, latest: bool = False) -> pd.DataFrame:
        """Return one row for each text of an action's row that no field holds, with its heading."""
        return self._frame("extras", authority, latest)

    def issues(self, *, authority: str | None = None, latest: bool = False) -> pd.DataFrame:
        """Return one row for each issue of the documents, and of files that did not load; indexed by its key."""
        return self._frame("issues", authority, latest)

    def documents(self, *, authority: str | None = None, latest: bool = False) -> pd.DataFrame:
        """Return one row for each document, indexed by its key."""
        return self._frame("documents", authority, latest)

    def changes(self, plan: str | None = None) -> pd.DataFrame:
        """Return one row for each change from a version of a plan to the next; of all plans if none is named."""
        from store import frames  # noqa: PLC0415 - pandas takes half a second to import

        return frames.changes_frame(self, plan)

    def measures(self, on: dt.date, *, by: Grouping = Grouping.AUTHORITY, successors: bool = False) -> pd.DataFrame:
        """Return one row for each measure of each group, such as the share that is overdue on a day, and of what."""
        from store import frames  # noqa: PLC0415

        return frames.measures_frame(self, on, by=by, successors=successors)

    def overdue(self, on: dt.date, *, authority: str | None = None) -> pd.DataFrame:
        """Return one row for each action that is overdue on a day, the longest overdue first."""
        from store import frames  # noqa: PLC0415

        return frames.overdue_frame(self, on, authority=authority)

    def _frame(self, name: str, authority: str | None, latest: bool) -> pd.DataFrame:
        from store.frames import table_frame  # noqa: PLC0415 - pandas takes half a second to import

        return table_frame(self, name, Choice(authority, latest))

    def hashes_of(self, path: str | Path) -> list[str]:
        """Return the SHA-256 of every document that was first loaded from a path, one for each state of that file."""
        with self.reading() as session:
            return query.hashes_of(session, str(path))

    def search(
        self,
        words: str,
        *,
        authority: str | None = None,
        status: Status | None = None,
        latest: bool = True,
        limit: int = search.MOST_HITS,
    ) -> search.Found:
        """Return the actions in which words stand, the best first, and how many there are in all.

        All words are wanted; "words in quotes" stand together, OR takes either, -word must not stand, word* is a
        beginning. `latest` leaves out versions that a later one has replaced.
        """
        with self.reading() as session:
            return search.search(session, words, authority=authority, status=status, latest=latest, limit=limit)

    def list_failures(self) -> list[Failure]:
        """Return the files that did not load, with the reasons."""
        with self.reading() as session:
            return query.list_failures(session)

    def count_totals(self) -> Totals:
        """Return how much of everything the store holds."""
        with self.reading() as session:
            return query.count_totals(session)
