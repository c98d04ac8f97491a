"""Documents and their readings, what was met in them, and the runs that loaded them."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ingest.model import Severity
from store.schema.base import ORDERED, Base, owned_by

if TYPE_CHECKING:
    from store.schema.plans import Plan, PlanTable


class LoadOutcome(enum.StrEnum):
    """What loading a record did."""

    LOADED = "loaded"  # the document had no extraction in use
    UNCHANGED = "unchanged"  # the same bytes, reader and options are in use already
    REPLACED = "replaced"  # another reader or other options: the extraction in use gave way
    FAILED = "failed"  # nothing of the file is stored; the message and its issues say why


class Document(Base):
    """A file's bytes, wherever they were found."""

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_is_hex"),
        CheckConstraint("bytes >= 0", name="bytes_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the document")
    sha256: Mapped[str] = mapped_column(unique=True, comment="SHA-256 of the bytes, lower-case hex: the identity")
    path: Mapped[str] = mapped_column(comment="path under which the bytes were first seen")
    media_type: Mapped[str] = mapped_column(comment="media type, recognised by content")
    bytes: Mapped[int] = mapped_column(BigInteger, comment="size in bytes")
    pages: Mapped[int | None] = mapped_column(comment="number of pages; null where the format has none")
    first_seen: Mapped[dt.datetime] = mapped_column(comment="when the document was first loaded (UTC)")
    source_url: Mapped[str | None] = mapped_column(comment="address that it was published at")
    retrieved_on: Mapped[dt.date | None] = mapped_column(comment="day on which it was fetched from there")
    published_on: Mapped[dt.date | None] = mapped_column(comment="day of publication, as the collector gives it")
    licence: Mapped[str | None] = mapped_column(comment="licence that it is published under")

    extractions: Mapped[list[Extraction]] = relationship(back_populates="document", passive_deletes=True)


class Extraction(Base):
    """One reading of a document. Those that are not current keep this row, as a record, and no content."""

    __tablename__ = "extractions"
    __table_args__ = (
        UniqueConstraint("document_id", "reader_version", "options_hash"),
        Index(
            "uq_extractions_current",
            "document_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the extraction")
    document_id: Mapped[int] = owned_by("documents.id", "document that was read")
    reader_version: Mapped[str] = mapped_column(comment="version of the programme that read it")
    options: Mapped[str] = mapped_column(comment="options given, as canonical JSON (sorted keys, no spaces)")
    options_hash: Mapped[str] = mapped_column(comment="SHA-256 of options, lower-case hex")
    is_current: Mapped[bool] = mapped_column(comment="whether this is the reading in use; one for each document")
    made_at: Mapped[dt.datetime] = mapped_column(comment="when it was loaded last (UTC)")

    document: Mapped[Document] = relationship(back_populates="extractions")
    plans: Mapped[list[Plan]] = relationship(back_populates="extraction", order_by="Plan.number", passive_deletes=True)
    tables: Mapped[list[PlanTable]] = relationship(order_by="PlanTable.sequence", passive_deletes=True)
    issues: Mapped[list[IssueRow]] = relationship(order_by="IssueRow.position", passive_deletes=True)


class LoadFailure(Base):
    """A file that could not be loaded; cleared when it loads. Why is told by its issues."""

    __tablename__ = "load_failures"

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the failure")
    path: Mapped[str] = mapped_column(unique=True, comment="path of the file")
    sha256: Mapped[str | None] = mapped_column(index=True, comment="SHA-256 of the bytes, where they could be read")
    failed_at: Mapped[dt.datetime] = mapped_column(comment="when it failed last (UTC)")

    issues: Mapped[list[IssueRow]] = relationship(order_by="IssueRow.position", passive_deletes=True)


class IssueRow(Base):
    """Something that a reader of the result should know: of an extraction, or of a file that failed."""

    __tablename__ = "issues"
    __table_args__ = (
        UniqueConstraint("extraction_id", "position"),
        UniqueConstraint("failure_id", "position"),
        CheckConstraint("(extraction_id IS NULL) <> (failure_id IS NULL)", name="of_one_thing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the issue")
    extraction_id: Mapped[int | None] = owned_by("extractions.id", "extraction that met it")
    failure_id: Mapped[int | None] = owned_by("load_failures.id", "failed file that it explains")
    position: Mapped[int] = mapped_column(comment=ORDERED)
    severity: Mapped[Severity] = mapped_column(comment="how much it takes away from what was read")
    # text, not an enumeration: codes are added as readers learn, and an older store takes them too
    code: Mapped[str] = mapped_column(comment="what it is about, such as unread-date")
    message: Mapped[str] = mapped_column(comment="what a person should know")
    page: Mapped[int | None] = mapped_column(comment="page, from 1")
    table_number: Mapped[int | None] = mapped_column(comment="number of the table in its document, from 0")
    row_number: Mapped[int | None] = mapped_column(comment="row of that table, from 0")


class LoadRun(Base):
    """One run of `load`: when, by which reader, with which options, and what came of each file."""

    __tablename__ = "load_runs"

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the run")
    started_at: Mapped[dt.datetime] = mapped_column(comment="when it began (UTC)")
    ended_at: Mapped[dt.datetime | None] = mapped_column(comment="when it ended (UTC); null where it was cut short")
    reader_version: Mapped[str] = mapped_column(comment="version of the programme that read")
    options: Mapped[str] = mapped_column(comment="options given, as canonical JSON")

    results: Mapped[list[LoadResult]] = relationship(order_by="LoadResult.position", passive_deletes=True)


class LoadResult(Base):
    """What came of one file in a run."""

    __tablename__ = "load_results"

    run_id: Mapped[int] = owned_by("load_runs.id", "run", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=ORDERED)
    path: Mapped[str] = mapped_column(comment="path of the file")
    document_id: Mapped[int | None] = mapped_column(
        ForeignKey("documents.id", ondelete="SET NULL"), index=True, comment="document, where the file was loaded"
    )
    outcome: Mapped[LoadOutcome] = mapped_column(comment="what became of it")
    message: Mapped[str | None] = mapped_column(comment="why it failed")
