"""Loading: some documents in one transaction, and nothing changes where nothing is new."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, or_, select, update

from ingest.model import Issue, Source
from normalise.model import PlanRecord
from store import linking, rows, schema
from store.authorities import drop_authorities
from store.bulk import insert_if_absent, insert_rows, reserve_keys
from store.content import Extracted, Written, write_content
from store.former import inherit_former
from store.schema import LoadOutcome
from store.set_aside import bring_back, set_aside

# What one transaction holds at most: a load cut short reads these again, and other loaders wait for them.
MOST_DOCUMENTS = 64
MOST_ACTIONS = 2000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader read from a document, with the options given (`rows.options_text`) and the time of loading."""

    record: PlanRecord
    reader_version: str
    options: str
    made_at: dt.datetime

    @property
    def sha256(self) -> str:
        """Return the hash of the document's bytes."""
        return self.record.source.sha256

    @property
    def identity(self) -> tuple[str, str]:
        """Return what tells readings of one document apart: the reader and a hash of the options."""
        return self.reader_version, _hash(self.options)


@dataclass(frozen=True, slots=True)
class _Held:
    """What the store has of a document: the extraction in use, and the one of the same reader and options."""

    document_id: int
    current: int | None = None
    same: int | None = None

    @property
    def is_unchanged(self) -> bool:
        return self.same is not None and self.same == self.current


def in_transactions(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Yield readings in the parts that one transaction each is for; no two of a part are of the same document."""
    part: list[Reading] = []
    for reading in readings:
        actions = sum(len(one.record.actions) for one in (*part, reading))
        again = any(one.sha256 == reading.sha256 for one in part)
        if part and (again or len(part) == MOST_DOCUMENTS or actions > MOST_ACTIONS):
            yield part
            part = []
        part.append(reading)
    if part:
        yield part


def load_readings(connection: Connection, readings: Sequence[Reading]) -> list[LoadOutcome]:
    """Store readings of different documents inside the caller's transaction; return what came of each.

    The extraction in use of a document loses its content when another takes its place; its own row stays, no longer
    current, and comes back into use when the same reader and options are loaded again. It ends as if the documents
    had been loaded one after another.
    """
    _clear_failures(connection, [reading.record.source for reading in readings])
    keys = reserve_keys(connection, dict.fromkeys((schema.Document, schema.Extraction), len(readings)))
    held = _find_documents(connection, readings, keys[schema.Document])
    extracted = _begin_extractions(connection, readings, held, keys[schema.Extraction])
    if extracted:
        _link(connection, write_content(connection, extracted))
    return [_outcome(held[reading.sha256]) for reading in readings]


def _outcome(held: _Held) -> LoadOutcome:
    if held.is_unchanged:
        return LoadOutcome.UNCHANGED
    return LoadOutcome.LOADED if held.current is None else LoadOutcome.REPLACED


def _link(connection: Connection, written: Sequence[Written]) -> None:
    """Let the plans of each document find the series that they go on, as if those after it were not there yet."""
    waiting = {key for one in written for key in one.plan_of.values()}
    company = linking.with_company(connection, [key for one in written for key in one.series_of.values()])
    series: set[int] = set()
    for one in written:
        waiting -= set(one.plan_of.values())
        if one.former is not None:  # what documents before it began is in order before a version changes hands
            linking.settle(connection, series)
            series = set()
        inherited = set() if one.former is None else inherit_former(connection, one.former, [*one.plan_of.values()])
        if one.former is not None or one.homes or not company.isdisjoint(one.series_of.values()):
            series |= linking.find_homes(connection, one.plan_of, one.homes, inherited, waiting)
        if one.former is not None:
            series |= bring_back(connection, one.former, set(one.plan_of.values()) - inherited)
            set_aside(connection, one.former)
            linking.settle(connection, series | empty_extraction(connection, one.former))
            series = set()
    linking.settle(connection, series)
    if any(one.former is not None for one in written):
        drop_authorities(connection)


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
        .filter_by(reader_version=reader_version, options_hash=_hash(rows.options_text(options)))
    )
    if connection.scalar(found) is None:
        return False
    _clear_failures(connection, [source])
    return True


def load_failure(
    connection: Connection, path: str, issues: Sequence[Issue], *, sha256: str | None, now: dt.datetime
) -> None:
    """Record that a file could not be loaded and why, in place of what was recorded of it before."""
    connection.execute(delete(schema.LoadFailure).where(schema.LoadFailure.path == path))
    key = reserve_keys(connection, {schema.LoadFailure: 1})[schema.LoadFailure][0]
    insert_rows(connection, schema.LoadFailure, [{"id": key, "path": path, "sha256": sha256, "failed_at": now}])
    insert_rows(connection, schema.IssueRow, rows.issue_rows(issues, extraction_id=None, failure_id=key))


def _clear_failures(connection: Connection, sources: Collection[Source]) -> None:
    failed = schema.LoadFailure
    paths, hashes = [source.path for source in sources], [source.sha256 for source in sources]
    connection.execute(delete(failed).where(or_(failed.path.in_(paths), failed.sha256.in_(hashes))))


def _find_documents(connection: Connection, readings: Sequence[Reading], fresh: Sequence[int]) -> dict[str, _Held]:
    """Return, by hash, what the store has of each document, locked against other loaders of it until the end.

    Those that are not there take their keys from `fresh`, in the order of the readings.
    """
    document, extraction = schema.Document, schema.Extraction
    # whoever inserts the same documents does so in one order: no deadlock
    in_order = sorted(zip(readings, fresh, strict=True), key=lambda pair: pair[0].sha256)
    values = [
        {
            "id": key,
            "sha256": reading.sha256,
            "path": reading.record.source.path,
            "media_type": reading.record.source.media_type,
            "bytes": reading.record.source.size,
            "pages": reading.record.source.n_pages,
            "first_seen": reading.made_at,
        }
        for reading, key in in_order
    ]
    insert_if_absent(connection, document, values)
    wanted = select(document.sha256, document.id).where(document.sha256.in_([row["sha256"] for row in values]))
    keys = dict(connection.execute(wanted.order_by(document.sha256).with_for_update()).all())
    columns = (extraction.document_id, extraction.id, extraction.is_current)
    read = select(*columns, extraction.reader_version, extraction.options_hash)
    found = connection.execute(read.where(extraction.document_id.in_(keys.values()))).all()
    current = {row.document_id: row.id for row in found if row.is_current}
    same = {(row.document_id, row.reader_version, row.options_hash): row.id for row in found}
    return {
        reading.sha256: _Held(
            keys[reading.sha256],
            current.get(keys[reading.sha256]),
            same.get((keys[reading.sha256], *reading.identity)),
        )
        for reading in readings
    }


def _begin_extractions(
    connection: Connection, readings: Sequence[Reading], held: Mapping[str, _Held], fresh: Iterable[int]
) -> list[Extracted]:
    """Put in use an extraction of each document that is read otherwise than before; return them.

    Those that are not there take their keys from `fresh`, which holds enough.
    """
    extraction = schema.Extraction
    changed = [reading for reading in readings if not held[reading.sha256].is_unchanged]
    new = [reading for reading in changed if held[reading.sha256].same is None]
    key_of = {reading.sha256: key for reading, key in zip(new, fresh, strict=False)}
    for reading in changed:
        before = held[reading.sha256]
        if before.current is not None:
            connection.execute(update(extraction).where(extraction.id == before.current).values(is_current=False))
            source = {"media_type": reading.record.source.media_type, "pages": reading.record.source.n_pages}
            connection.execute(update(schema.Document).filter_by(id=before.document_id).values(**source))
        if before.same is not None:
            revived = update(extraction).where(extraction.id == before.same)
            connection.execute(revived.values(is_current=True, made_at=reading.made_at))
            key_of[reading.sha256] = before.same
    begun = [
        {
            "id": key_of[reading.sha256],
            "document_id": held[reading.sha256].document_id,
            "reader_version": reading.reader_version,
            "options": reading.options,
            "options_hash": reading.identity[1],
            "is_current": True,
            "made_at": reading.made_at,
        }
        for reading in new
    ]
    insert_rows(connection, extraction, begun)
    return [
        Extracted(reading.record, key_of[reading.sha256], held[reading.sha256].current, reading.made_at)
        for reading in changed
    ]


def empty_extraction(connection: Connection, extraction_id: int) -> set[int]:
    """Delete all that hangs on an extraction out of use; return the series that it had plans of."""
    series = linking.series_of_extractions(connection, [extraction_id])
    for model in (schema.PlanTable, schema.Plan, schema.IssueRow):
        connection.execute(delete(model).where(model.extraction_id == extraction_id))
    return series
