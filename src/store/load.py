"""Loading: one transaction for each document, and nothing changes where nothing is new."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ingest.model import Issue, Source
from normalise.model import PlanRecord
from store import linking, rows, schema, search
from store.authorities import drop_authorities, find_authorities
from store.bulk import insert_rows, reserve_keys
from store.connect import RecordRefused
from store.former import inherit_former
from store.locks import lock_series
from store.placing import apply_placements
from store.schema import LoadOutcome


def load_record(
    connection: Connection,
    record: PlanRecord,
    *,
    reader_version: str,
    options: Mapping[str, str],
    now: dt.datetime,
) -> LoadOutcome:
    """Store what was read from a document, inside the caller's transaction.

    The extraction in use loses its content when another takes its place; its own row stays, no longer current,
    and comes back into use when the same reader and options are loaded again.
    """
    _clear_failures(connection, record.source)
    document_id = _find_document(connection, record.source, now)
    written = _write_options(options)
    key = {"document_id": document_id, "reader_version": reader_version, "options_hash": _hash(written)}
    extractions = connection.execute(
        select(schema.Extraction.id, schema.Extraction.is_current).where(schema.Extraction.document_id == document_id)
    ).all()
    known = connection.scalar(select(schema.Extraction.id).filter_by(**key))
    current = next((row.id for row in extractions if row.is_current), None)
    if known is not None and known == current:
        return LoadOutcome.UNCHANGED
    if current is not None:
        connection.execute(update(schema.Extraction).where(schema.Extraction.id == current).values(is_current=False))
        source = {"media_type": record.source.media_type, "pages": record.source.n_pages}
        connection.execute(update(schema.Document).where(schema.Document.id == document_id).values(**source))
    if known is None:
        values = {**key, "options": written, "is_current": True, "made_at": now}
        known = _insert_keyed(connection, schema.Extraction, [values])[0]
    else:
        revived = update(schema.Extraction).where(schema.Extraction.id == known)
        connection.execute(revived.values(is_current=True, made_at=now))
    series = _insert_content(connection, record, known, former=current, now=now)
    if current is not None:
        series |= empty_extraction(connection, current)
    linking.settle(connection, series)
    if current is not None:
        drop_authorities(connection)
    return LoadOutcome.LOADED if current is None else LoadOutcome.REPLACED


def _write_options(options: Mapping[str, str]) -> str:
    """Return options in the one form by which they are compared."""
    return json.dumps(dict(options), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _hash(written: str) -> str:
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def is_current(connection: Connection, source: Source, *, reader_version: str, options: Mapping[str, str]) -> bool:
    """Say whether what is in use of the document with these bytes was read by this reader with these options.

    Where it was, a failure recorded of the file is cleared.
    """
    extraction = schema.Extraction
    found = (
        select(extraction.id)
        .join(schema.Document)
        .where(schema.Document.sha256 == source.sha256, extraction.is_current)
        .filter_by(reader_version=reader_version, options_hash=_hash(_write_options(options)))
    )
    if connection.scalar(found) is None:
        return False
    _clear_failures(connection, source)
    return True


def load_failure(
    connection: Connection, path: str, issues: Sequence[Issue], *, sha256: str | None, now: dt.datetime
) -> None:
    """Record that a file could not be loaded and why, in place of what was recorded of it before."""
    connection.execute(delete(schema.LoadFailure).where(schema.LoadFailure.path == path))
    values = {"path": path, "sha256": sha256, "failed_at": now}
    failure_id = _insert_keyed(connection, schema.LoadFailure, [values])[0]
    insert_rows(connection, schema.IssueRow, rows.issue_rows(issues, extraction_id=None, failure_id=failure_id))


def _clear_failures(connection: Connection, source: Source) -> None:
    failed = schema.LoadFailure
    connection.execute(delete(failed).where(or_(failed.path == source.path, failed.sha256 == source.sha256)))


def _find_document(connection: Connection, source: Source, now: dt.datetime) -> int:
    """Return the key of the document with these bytes, locked against other loaders of it until the end."""
    values = {
        "sha256": source.sha256,
        "path": source.path,
        "media_type": source.media_type,
        "bytes": source.size,
        "pages": source.n_pages,
        "first_seen": now,
    }
    _insert_if_absent(connection, schema.Document, values)
    wanted = select(schema.Document.id).where(schema.Document.sha256 == source.sha256).with_for_update()
    return connection.execute(wanted).scalar_one()


def empty_extraction(connection: Connection, extraction_id: int) -> set[int]:
    """Delete all that hangs on an extraction out of use; return the series that it had plans of."""
    series = _read_series(connection, extraction_id)
    for model in (schema.PlanTable, schema.Plan, schema.IssueRow):
        connection.execute(delete(model).where(model.extraction_id == extraction_id))
    return series


def _read_series(connection: Connection, extraction_id: int | None) -> set[int]:
    """Return the series that an extraction has plans of."""
    if extraction_id is None:
        return set()
    version = schema.PlanVersion
    held = select(version.series_id).join(schema.Plan).where(schema.Plan.extraction_id == extraction_id)
    return set(connection.scalars(held))


def _insert_content(
    connection: Connection, record: PlanRecord, extraction_id: int, *, former: int | None, now: dt.datetime
) -> set[int]:
    """Store the content of a record; return the series that have to be settled."""
    plans, homes = apply_placements(connection, extraction_id, record.plans)
    authorities = find_authorities(connection, plans)
    titles = [plan.title for plan in plans if plan.plan not in authorities]
    touched = {*homes.values(), *_read_series(connection, former)}
    lock_series(connection, touched, authorities=authorities.values(), titles=titles)
    version_of = {plan.plan: linking.begin_version(connection, authorities.get(plan.plan), plan, now) for plan in plans}
    plan_rows = [
        rows.plan_row(plan, extraction_id, authorities.get(plan.plan), version_of[plan.plan][1]) for plan in plans
    ]
    plan_ids = _insert_keyed(connection, schema.Plan, plan_rows)
    plan_of = {plan.plan: key for plan, key in zip(plans, plan_ids, strict=True)}
    try:
        table_rows = [
            rows.table_row(table, sequence, extraction_id, None if table.plan is None else plan_of[table.plan])
            for sequence, table in enumerate(record.tables, start=1)
        ]
        threads = [{"series_id": version_of[action.plan][0]} for action in record.actions]
        thread_ids = _insert_keyed(connection, schema.ActionThread, threads)
        action_rows = [
            rows.action_row(action, plan_of[action.plan], thread)
            for action, thread in zip(record.actions, thread_ids, strict=True)
        ]
    except KeyError as error:
        raise RecordRefused(f"{record.source.path}: the record has no plan {error}, yet a row of it names it") from None
    table_ids = _insert_keyed(connection, schema.PlanTable, table_rows)
    columns = [row for table, key in zip(record.tables, table_ids, strict=True) for row in rows.column_rows(table, key)]
    insert_rows(connection, schema.PlanColumn, columns)
    action_ids = _insert_keyed(connection, schema.Action, action_rows)
    for model, model_rows in rows.rows_of_actions(zip(action_ids, record.actions, strict=True)).items():
        insert_rows(connection, model, model_rows)
    issues = rows.issue_rows(record.issues, extraction_id=extraction_id, failure_id=None)
    insert_rows(connection, schema.IssueRow, issues)
    search.index_plans(connection, plan_ids)
    inherited = set() if former is None else inherit_former(connection, former, plan_ids)
    return linking.find_homes(connection, plan_of, homes, inherited)


def _table(model: type[schema.Base]) -> Table:
    return cast(Table, model.__table__)


def _insert_keyed(connection: Connection, model: type[schema.Base], values: Sequence[rows.Row]) -> list[int]:
    """Insert rows and return the keys that they were given, rising, in the order of the rows."""
    keys = reserve_keys(connection, model, len(values))
    insert_rows(connection, model, [{"id": key, **row} for key, row in zip(keys, values, strict=True)])
    return keys


def _insert_if_absent(connection: Connection, model: type[schema.Base], values: Mapping[str, Any]) -> None:
    """Insert a row unless one of the same unique key is there; waits for a loader that is about to commit one."""
    dialect_insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(dialect_insert(_table(model)).values(**values).on_conflict_do_nothing())
