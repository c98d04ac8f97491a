"""Taking a document out of the store, with all that rests on it alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from store import linking, schema
from store.authorities import drop_authorities
from store.connect import StoreError
from store.load import empty_extraction
from store.locks import lock_series

LEAST_OF_HASH = 6  # letters of a SHA-256 from which a document is taken to be named by it


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went with a document. `path` is its path; counts are of what rested on it alone."""

    path: str
    sha256: str | None
    plans: int = 0
    actions: int = 0
    versions: int = 0
    series: int = 0
    corrections: int = 0
    failures: int = 0
    authorities: tuple[str, ...] = ()


def find_document(connection: Connection, wanted: str) -> Row[Any] | None:
    """Return the document meant by its path, its number or the beginning of its SHA-256; None where none is.

    Raises StoreError where several are meant.
    """
    document = schema.Document
    columns: Any = select(document.id, document.path, document.sha256).order_by(document.id)
    named = wanted.strip()
    found: Sequence[Row[Any]] = connection.execute(columns.where(document.path == named)).all()
    if not found and named.isdecimal() and len(named) < 10:  # a key of 32 bits
        found = connection.execute(columns.where(document.id == int(named))).all()
    if not found and len(named) >= LEAST_OF_HASH:
        found = connection.execute(columns.where(document.sha256.startswith(named.casefold(), autoescape=True))).all()
    if len(found) > 1:
        meant = ", ".join(f"{row.sha256[:12]} ({row.path})" for row in found)
        raise StoreError(f"{wanted!r} is meant by several documents; name one by its hash: {meant}")
    return found[0] if found else None


def forget(connection: Connection, wanted: str) -> Forgotten:
    """Remove a document, or the failure of a file that was never loaded; what others support stays.

    Raises StoreError where there is no such document or several are meant.
    """
    found = find_document(connection, wanted)
    if found is None:
        failures = _forget_failures(connection, wanted.strip(), None)
        if not failures:
            raise StoreError(f"{wanted!r} is no document of the store; name one by its path, hash or number")
        return Forgotten(wanted.strip(), None, failures=failures)
    document, extraction = schema.Document, schema.Extraction
    connection.execute(select(document.id).where(document.id == found.id).with_for_update())
    extractions = connection.scalars(select(extraction.id).where(extraction.document_id == found.id)).all()
    series = linking.series_of_extractions(connection, extractions)
    lock_series(connection, series)
    waiting = select(func.count(schema.Correction.id)).where(schema.Correction.document_id == found.id)
    set_aside = int(connection.scalar(waiting) or 0)
    before = _count(connection, series)
    authorities = set(connection.scalars(select(schema.Authority.name)))
    for key in extractions:
        empty_extraction(connection, key)
    failures = _forget_failures(connection, found.path, found.sha256)
    _forget_results(connection, found)
    connection.execute(delete(document).where(document.id == found.id))
    linking.settle(connection, series)
    drop_authorities(connection)
    gone = authorities - set(connection.scalars(select(schema.Authority.name)))
    after = _count(connection, series)
    counts = {name: before[name] - after[name] for name in before}
    counts["corrections"] += set_aside
    return Forgotten(found.path, found.sha256, failures=failures, authorities=tuple(sorted(gone)), **counts)


def _count(connection: Connection, series: Collection[int]) -> dict[str, int]:
    """Return how much there is of everything in some series."""
    plan, action, version = schema.Plan, schema.Action, schema.PlanVersion
    wanted = {
        "plans": select(func.count(plan.id)).join(version, version.id == plan.version_id),
        "actions": select(func.count(action.id)).join(plan).join(version, version.id == plan.version_id),
        "versions": select(func.count(version.id)),
        "series": select(func.count(version.series_id.distinct())),
        "corrections": select(func.count(schema.Correction.id)).join(version),
    }
    of_series = version.series_id.in_(series)
    return {name: int(connection.scalar(count.where(of_series)) or 0) for name, count in wanted.items()}


def _forget_failures(connection: Connection, path: str, sha256: str | None) -> int:
    """Remove what is recorded of a file that failed, unless the path is another document's; return how many went."""
    failure = schema.LoadFailure
    meant = (failure.sha256 == sha256) if sha256 else (failure.path == path)
    if sha256 and not _is_anothers(connection, path, sha256):
        meant |= failure.path == path
    return int(connection.execute(delete(failure).where(meant)).rowcount)


def _forget_results(connection: Connection, found: Row[Any]) -> None:
    """Remove what runs of `load` say of a document."""
    result = schema.LoadResult
    meant = result.document_id == found.id
    if not _is_anothers(connection, found.path, found.sha256):
        meant |= result.document_id.is_(None) & (result.path == found.path)
    connection.execute(delete(result).where(meant))


def _is_anothers(connection: Connection, path: str, sha256: str) -> bool:
    document = schema.Document
    others = select(func.count(document.id)).where(document.path == path, document.sha256 != sha256)
    return bool(connection.scalar(others))
