"""Where documents came from: address, days and licence, as those who collected them say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from store import schema


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a document came from. What is None is not known."""

    source_url: str | None = None
    retrieved_on: dt.date | None = None
    published_on: dt.date | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document: its number in the store, its path and hash, and where it came from."""

    id: int
    path: str
    sha256: str
    provenance: Provenance


def write_provenance(connection: Connection, sha256: str | None, path: str | None, given: Provenance) -> bool:
    """Write down where the document with a hash, or else the documents of a path, came from; say whether there is one.

    What is not given stays as it was.
    """
    document = schema.Document
    known = {name: getattr(given, name) for name in Provenance.__slots__ if getattr(given, name) is not None}
    meant = document.sha256 == sha256 if sha256 else document.path == path
    keys = connection.scalars(select(document.id).where(meant)).all()
    if keys and known:
        connection.execute(update(document).where(document.id.in_(keys)).values(**known))
    return bool(keys)


def read_documents(connection: Connection, plan_ids: Iterable[int]) -> dict[int, DocumentFacts]:
    """Return plan -> the document that it was read from."""
    document, extraction, plan = schema.Document, schema.Extraction, schema.Plan
    wanted = (
        select(plan.id.label("plan_id"), document.__table__)
        .join(extraction, extraction.id == plan.extraction_id)
        .join(document, document.id == extraction.document_id)
        .where(plan.id.in_(list(plan_ids)))
    )
    return {
        row.plan_id: DocumentFacts(
            row.id,
            row.path,
            row.sha256,
            Provenance(row.source_url, row.retrieved_on, row.published_on, row.licence),
        )
        for row in connection.execute(wanted)
    }
