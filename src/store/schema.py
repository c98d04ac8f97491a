"""The tables: what was read from which document, by which reader, and where on the page it stands.

A document is its bytes (SHA-256). An extraction is one reading of it, told apart by the reader's version and the
options given; exactly one extraction of a document is current and only that one has content. Plans, tables and
issues hang on the extraction, actions on the plan, everything else on the action; deleting a parent deletes what
hangs on it. Rows that only order parts of a parent are keyed by the parent and their position, so that loading
needs no keys from the database for them. Dates are kept as EDTF text beside the first and last day they can mean.

Every column carries its description as `comment=`; PostgreSQL shows them and the data dictionary is made of them.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    Double,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from ingest.model import Severity
from normalise.model import Direction, MilestoneKind, Origin, OwnerRole, Rag, Response, Status, StatusSource
from store.columns import Instant, Printed, json_list

_ORDERED = "ordered by position, from 1"


class Base(DeclarativeBase):
    """All tables of the store. Names of constraints follow one convention, so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Printed(),
        float: Double(),
        dt.date: Date(),
        dt.datetime: Instant(),
        list[int]: json_list(),
        list[str]: json_list(),
        # an enumeration is text with a CHECK on both databases: PostgreSQL's own enums cannot drop a value
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=20,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }


def _owned_by(target: str, comment: str, *, primary_key: bool = False, index: bool = False) -> Mapped[Any]:
    """Return a column that refers to a parent row and goes with it."""
    return mapped_column(ForeignKey(target, ondelete="CASCADE"), comment=comment, primary_key=primary_key, index=index)


def _date_checks(*names: str) -> tuple[CheckConstraint, ...]:
    """Return, for each date kept as EDTF and two days, what must hold between the three."""
    return tuple(
        check
        for name in names
        for check in (
            CheckConstraint(f"{name}_start <= {name}_end", name=f"{name}_days_in_order"),
            CheckConstraint(
                f"{name}_edtf IS NOT NULL OR ({name}_start IS NULL AND {name}_end IS NULL)",
                name=f"{name}_days_have_edtf",
            ),
        )
    )


def _share(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN 0 AND 1", name=f"{column}_is_share")


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
    document_id: Mapped[int] = _owned_by("documents.id", "document that was read")
    reader_version: Mapped[str] = mapped_column(comment="version of the programme that read it")
    options: Mapped[str] = mapped_column(comment="options given, as canonical JSON (sorted keys, no spaces)")
    options_hash: Mapped[str] = mapped_column(comment="SHA-256 of options, lower-case hex")
    is_current: Mapped[bool] = mapped_column(comment="whether this is the reading in use; one for each document")
    made_at: Mapped[dt.datetime] = mapped_column(comment="when it was loaded last (UTC)")

    document: Mapped[Document] = relationship(back_populates="extractions")
    plans: Mapped[list[Plan]] = relationship(back_populates="extraction", order_by="Plan.number", passive_deletes=True)
    tables: Mapped[list[PlanTable]] = relationship(order_by="PlanTable.sequence", passive_deletes=True)
    issues: Mapped[list[IssueRow]] = relationship(order_by="IssueRow.position", passive_deletes=True)


class Authority(Base):
    """A council or other body that plans are of."""

    __tablename__ = "authorities"

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the authority")
    code: Mapped[str | None] = mapped_column(unique=True, comment="GSS code of the Office for National Statistics")
    name: Mapped[str] = mapped_column(unique=True, comment="name under which it was first met")


class Plan(Base):
    """One action plan of a document, with what the document says of it."""

    __tablename__ = "plans"
    __table_args__ = (
        UniqueConstraint("extraction_id", "number"),
        CheckConstraint("number >= 0", name="number_not_negative"),
        *_date_checks("as_of"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the plan")
    extraction_id: Mapped[int] = _owned_by("extractions.id", "extraction that found the plan")
    number: Mapped[int] = mapped_column(comment="number of the plan in its document, from 0")
    title: Mapped[str | None] = mapped_column(comment="title")
    authority_id: Mapped[int | None] = mapped_column(
        ForeignKey("authorities.id"), index=True, comment="authority whose plan it is"
    )
    authority_name: Mapped[str | None] = mapped_column(comment="authority as this document or the caller names it")
    authority_code: Mapped[str | None] = mapped_column(comment="GSS code as read from this document")
    plan_type: Mapped[str | None] = mapped_column(comment="type of plan, such as corporate peer challenge")
    as_of_edtf: Mapped[str | None] = mapped_column(comment="date that the plan bears (EDTF)")
    as_of_start: Mapped[dt.date | None] = mapped_column(comment="first day that this can mean")
    as_of_end: Mapped[dt.date | None] = mapped_column(comment="last day that this can mean")
    committee: Mapped[str | None] = mapped_column(comment="body that the plan was put to")
    meeting_date_edtf: Mapped[str | None] = mapped_column(comment="day of that meeting (EDTF)")
    meeting_date_start: Mapped[dt.date | None] = mapped_column(comment="first day that this can mean")
    meeting_date_end: Mapped[dt.date | None] = mapped_column(comment="last day that this can mean")
    pages: Mapped[list[int]] = mapped_column(comment="pages that the plan stands on, from 1")

    extraction: Mapped[Extraction] = relationship(back_populates="plans")
    authority: Mapped[Authority | None] = relationship()
    actions: Mapped[list[Action]] = relationship(
        back_populates="plan", order_by="Action.position", passive_deletes=True
    )


class PlanTable(Base):
    """A table of the document and what it was taken for."""

    __tablename__ = "plan_tables"
    __table_args__ = (UniqueConstraint("extraction_id", "number"), UniqueConstraint("extraction_id", "sequence"))

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the table")
    extraction_id: Mapped[int] = _owned_by("extractions.id", "extraction that found the table")
    sequence: Mapped[int] = mapped_column(comment="place among the tables of the record, from 1")
    number: Mapped[int] = mapped_column(comment="number of the table in its document, from 0")
    plan_id: Mapped[int | None] = _owned_by(
        "plans.id", "plan that it belongs to; null for a table that is no plan", index=True
    )
    kind: Mapped[str] = mapped_column(comment="what kind of table it is, such as action_plan, legend or sign_off")
    pages: Mapped[list[int]] = mapped_column(comment="pages that the table stands on, from 1")

    plan: Mapped[Plan | None] = relationship()
    columns: Mapped[list[PlanColumn]] = relationship(order_by="PlanColumn.position", passive_deletes=True)


class PlanColumn(Base):
    """A column of a table and the field it feeds."""

    __tablename__ = "plan_columns"
    __table_args__ = (_share("confidence"),)

    table_id: Mapped[int] = _owned_by("plan_tables.id", "table of the column", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=_ORDERED)
    heading: Mapped[str] = mapped_column(comment="heading as printed")
    field: Mapped[str] = mapped_column(comment="field of an action that it feeds, or status, update or extra")
    confidence: Mapped[float] = mapped_column(comment="how sure that is, 0 to 1")
    method: Mapped[str] = mapped_column(comment="evidence it rests on, such as synonym")


class Action(Base):
    """One action of a plan. Texts are as printed; what was interpreted is explained in readings."""

    __tablename__ = "actions"
    __table_args__ = (
        UniqueConstraint("plan_id", "position"),
        CheckConstraint("position >= 1", name="position_from_1"),
        CheckConstraint("percent_complete BETWEEN 0 AND 100", name="percent_complete_is_percentage"),
        _share("status_confidence"),
        *_date_checks("due", "revised_due", "completed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the action, rising in the record's order")
    plan_id: Mapped[int] = _owned_by("plans.id", "plan of the action")
    position: Mapped[int] = mapped_column(comment="place in the plan, from 1")
    reference: Mapped[str | None] = mapped_column(comment="number as printed, without closing punctuation")
    theme: Mapped[str | None] = mapped_column(comment="heading that groups actions")
    finding: Mapped[str | None] = mapped_column(comment="what was found wrong")
    recommendation: Mapped[str | None] = mapped_column(comment="what the reviewer asked for")
    action: Mapped[str | None] = mapped_column(comment="what the authority does")
    response: Mapped[Response | None] = mapped_column(comment="how the authority answers the recommendation")
    outcome: Mapped[str | None] = mapped_column(comment="what it is to achieve")
    priority: Mapped[str | None] = mapped_column(comment="priority as printed")
    owner: Mapped[str | None] = mapped_column(comment="owners as printed; one by one in owners")
    timescale: Mapped[str | None] = mapped_column(comment="deadline as printed")
    due_edtf: Mapped[str | None] = mapped_column(comment="last deadline given, revised ones aside (EDTF)")
    due_start: Mapped[dt.date | None] = mapped_column(comment="first day that the deadline can mean")
    due_end: Mapped[dt.date | None] = mapped_column(comment="last day that the deadline can mean; null where open")
    revised_due_edtf: Mapped[str | None] = mapped_column(comment="deadline that replaces it (EDTF)")
    revised_due_start: Mapped[dt.date | None] = mapped_column(comment="first day that the revised deadline can mean")
    revised_due_end: Mapped[dt.date | None] = mapped_column(comment="last day that the revised deadline can mean")
    ongoing: Mapped[bool] = mapped_column(comment="whether the timescale says ongoing or the like")
    status_text: Mapped[str | None] = mapped_column(comment="cell of the status column as printed")
    status: Mapped[Status] = mapped_column(comment="where the action stands")
    status_source: Mapped[StatusSource] = mapped_column(comment="what the status was read from")
    status_confidence: Mapped[float] = mapped_column(comment="how sure the status is, 0 to 1")
    percent_complete: Mapped[float | None] = mapped_column(comment="share done, 0 to 100, where given")
    rag: Mapped[Rag | None] = mapped_column(comment="colour that the document shows")
    direction: Mapped[Direction | None] = mapped_column(comment="direction-of-travel arrow")
    completed_edtf: Mapped[str | None] = mapped_column(comment="when it was done, where stated (EDTF)")
    completed_start: Mapped[dt.date | None] = mapped_column(comment="first day that completed can mean")
    completed_end: Mapped[dt.date | None] = mapped_column(comment="last day that completed can mean")
    inherited: Mapped[list[str]] = mapped_column(comment="fields whose value stands in a cell above")
    source_table: Mapped[int | None] = mapped_column(comment="number of the table it stands in; null in a list")
    source_row: Mapped[int | None] = mapped_column(comment="row of that table, from 0")
    source_pages: Mapped[list[int]] = mapped_column(comment="pages that the row stands on, from 1")

    plan: Mapped[Plan] = relationship(back_populates="actions")
    owners: Mapped[list[OwnerRow]] = relationship(order_by="OwnerRow.position", passive_deletes=True)
    milestones: Mapped[list[MilestoneRow]] = relationship(order_by="MilestoneRow.position", passive_deletes=True)
    updates: Mapped[list[UpdateRow]] = relationship(order_by="UpdateRow.position", passive_deletes=True)
    extras: Mapped[list[Extra]] = relationship(order_by="Extra.position", passive_deletes=True)
    readings: Mapped[list[ReadingRow]] = relationship(order_by="ReadingRow.position", passive_deletes=True)
    cells: Mapped[list[CellRow]] = relationship(order_by="CellRow.position", passive_deletes=True)


class OwnerRow(Base):
    """A post, person, team or body that answers for an action."""

    __tablename__ = "owners"

    action_id: Mapped[int] = _owned_by("actions.id", "action", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=_ORDERED)
    name: Mapped[str] = mapped_column(comment="name")
    role: Mapped[OwnerRole] = mapped_column(comment="whether it leads or supports")


class MilestoneRow(Base):
    """A date of the timescale and what it is for."""

    __tablename__ = "milestones"
    __table_args__ = _date_checks("date")

    action_id: Mapped[int] = _owned_by("actions.id", "action", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=_ORDERED)
    text: Mapped[str] = mapped_column(comment="words of the date")
    date_edtf: Mapped[str] = mapped_column(comment="the date (EDTF)")
    date_start: Mapped[dt.date | None] = mapped_column(comment="first day that it can mean")
    date_end: Mapped[dt.date | None] = mapped_column(comment="last day that it can mean; null where open")
    kind: Mapped[MilestoneKind] = mapped_column(comment="what the date is for")


class UpdateRow(Base):
    """A progress report on an action."""

    __tablename__ = "updates"
    __table_args__ = _date_checks("as_of")

    action_id: Mapped[int] = _owned_by("actions.id", "action", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=_ORDERED)
    as_of_edtf: Mapped[str | None] = mapped_column(comment="date that the update's column bears (EDTF)")
    as_of_start: Mapped[dt.date | None] = mapped_column(comment="first day that this can mean")
    as_of_end: Mapped[dt.date | None] = mapped_column(comment="last day that this can mean")
    text: Mapped[str] = mapped_column(comment="the report as printed")

    dates: Mapped[list[UpdateDate]] = relationship(order_by="UpdateDate.position", passive_deletes=True)


class UpdateDate(Base):
    """A date named in an update."""

    __tablename__ = "update_dates"
    __table_args__ = (
        ForeignKeyConstraint(
            ["action_id", "update_position"], ["updates.action_id", "updates.position"], ondelete="CASCADE"
        ),
        *_date_checks("date"),
    )

    action_id: Mapped[int] = mapped_column(primary_key=True, comment="action")
    update_position: Mapped[int] = mapped_column(primary_key=True, comment="which of the action's updates")
    position: Mapped[int] = mapped_column(primary_key=True, comment=_ORDERED)
    text: Mapped[str] = mapped_column(comment="words of the date")
    text_offset: Mapped[int] = mapped_column(comment="characters of the update that stand before those words")
    date_edtf: Mapped[str] = mapped_column(comment="the date (EDTF)")
    date_start: Mapped[dt.date | None] = mapped_column(comment="first day that it can mean")
    date_end: Mapped[dt.date | None] = mapped_column(comment="last day that it can mean; null where open")


class Extra(Base):
    """Text of the row that no field holds, by its heading."""

    __tablename__ = "extras"

    action_id: Mapped[int] = _owned_by("actions.id", "action", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=_ORDERED)
    heading: Mapped[str] = mapped_column(comment="heading of the column as printed")
    text: Mapped[str] = mapped_column(comment="text as printed")


class ReadingRow(Base):
    """How an interpreted field of an action was come by."""

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("action_id", "field"), _share("confidence"))

    action_id: Mapped[int] = _owned_by("actions.id", "action", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=_ORDERED)
    field: Mapped[str] = mapped_column(comment="field of the action")
    origin: Mapped[Origin] = mapped_column(comment="how it was read")
    confidence: Mapped[float] = mapped_column(comment="how sure it is, 0 to 1")
    cells: Mapped[list[int]] = mapped_column(comment="cells it was read from, counted from 0 in source_cells")


class CellRow(Base):
    """A cell of the action's row (or a paragraph of a list) as printed."""

    __tablename__ = "source_cells"

    action_id: Mapped[int] = _owned_by("actions.id", "action", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment="place in the row, from 0")
    heading: Mapped[str] = mapped_column(comment="heading of the column as printed")
    field: Mapped[str] = mapped_column(comment="field that the cell feeds")
    text: Mapped[str] = mapped_column(comment="text as printed")

    parts: Mapped[list[CellPart]] = relationship(order_by="CellPart.position", passive_deletes=True)


class CellPart(Base):
    """Where a piece of a cell stands: a box on a page, or a path into the XML or DOM."""

    __tablename__ = "source_parts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["action_id", "cell_position"], ["source_cells.action_id", "source_cells.position"], ondelete="CASCADE"
        ),
        CheckConstraint("page >= 1", name="page_from_1"),
        CheckConstraint(
            "(x0 IS NULL) = (top IS NULL) AND (x0 IS NULL) = (x1 IS NULL) AND (x0 IS NULL) = (bottom IS NULL)",
            name="box_is_whole",
        ),
    )

    action_id: Mapped[int] = mapped_column(primary_key=True, comment="action")
    cell_position: Mapped[int] = mapped_column(primary_key=True, comment="which of the action's cells, from 0")
    position: Mapped[int] = mapped_column(primary_key=True, comment=_ORDERED)
    page: Mapped[int | None] = mapped_column(comment="page, from 1")
    x0: Mapped[float | None] = mapped_column(comment="left edge in points from the left of the displayed page")
    top: Mapped[float | None] = mapped_column(comment="upper edge in points from the top of the displayed page")
    x1: Mapped[float | None] = mapped_column(comment="right edge in points from the left of the displayed page")
    bottom: Mapped[float | None] = mapped_column(comment="lower edge in points from the top of the displayed page")
    path: Mapped[str | None] = mapped_column(comment="path into the XML or DOM where there are no pages")


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
    extraction_id: Mapped[int | None] = _owned_by("extractions.id", "extraction that met it")
    failure_id: Mapped[int | None] = _owned_by("load_failures.id", "failed file that it explains")
    position: Mapped[int] = mapped_column(comment=_ORDERED)
    severity: Mapped[Severity] = mapped_column(comment="how much it takes away from what was read")
    # text, not an enumeration: codes are added as readers learn, and an older store takes them too
    code: Mapped[str] = mapped_column(comment="what it is about, such as unread-date")
    message: Mapped[str] = mapped_column(comment="what a person should know")
    page: Mapped[int | None] = mapped_column(comment="page, from 1")
    table_number: Mapped[int | None] = mapped_column(comment="number of the table in its document, from 0")
    row_number: Mapped[int | None] = mapped_column(comment="row of that table, from 0")
