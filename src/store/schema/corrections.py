"""What people decided: corrections of what was read, and where a plan belongs."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.schema.base import Base, owned_by


class Correction(Base):
    """A person's value for a field of an action, or of a plan version where no action is named.

    It is in force for the version that it was made on, and for later versions as long as they print the same for
    that field. Where no reading has that version any more, it waits beside its document until one has the plan again.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_someone"),
        CheckConstraint("(version_id IS NULL) <> (document_id IS NULL)", name="of_one_thing"),
        Index(
            "uq_corrections_in_force",
            "version_id",
            text("coalesce(thread_id, 0)"),
            "field",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the correction")
    version_id: Mapped[int | None] = owned_by(
        "plan_versions.id", "version that it was made on; null where its document is not read to have the plan now"
    )
    document_id: Mapped[int | None] = owned_by("documents.id", "document whose reading had the plan, then", index=True)
    plan_title: Mapped[str | None] = mapped_column(comment="title of the plan, then, by which it is found again")
    thread_id: Mapped[int | None] = owned_by(
        "action_threads.id", "action that it is of; null for a fact of the plan", index=True
    )
    action_text: Mapped[str | None] = mapped_column(
        comment="number and wording of the action when it was made, by which a later reading finds it again"
    )
    field: Mapped[str] = mapped_column(comment="field that it sets")
    value: Mapped[str] = mapped_column(comment="the right value, as JSON")
    printed: Mapped[str | None] = mapped_column(comment="what the version prints for the field")
    made_by: Mapped[str] = mapped_column(comment="who made it")
    made_at: Mapped[dt.datetime] = mapped_column(comment="when it was made (UTC)")
    reason: Mapped[str] = mapped_column(comment="why")
    withdrawn_by: Mapped[str | None] = mapped_column(comment="who withdrew it")
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(comment="when it was withdrawn (UTC)")


class OverriddenReading(Base):
    """What the reader had read where a correction is in force: the reading beside the person's value."""

    __tablename__ = "overridden_readings"
    __table_args__ = (
        UniqueConstraint("action_id", "field"),
        UniqueConstraint("plan_id", "field"),
        CheckConstraint("(action_id IS NULL) <> (plan_id IS NULL)", name="of_one_thing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="key")
    # no cascade: a correction that goes before the reading is put back would take the reading with it
    correction_id: Mapped[int] = mapped_column(ForeignKey("corrections.id"), index=True, comment="correction in force")
    action_id: Mapped[int | None] = owned_by("actions.id", "action that it applies to")
    plan_id: Mapped[int | None] = owned_by("plans.id", "plan that it applies to, where it is of no action")
    field: Mapped[str] = mapped_column(comment="field that it sets")
    value: Mapped[str] = mapped_column(comment="what was read, as JSON")
    origin: Mapped[str | None] = mapped_column(comment="how it had been read")
    confidence: Mapped[float | None] = mapped_column(comment="how sure it was, 0 to 1")


class Placement(Base):
    """A person's word on whose plan a plan is, and which plan it is a version of; kept when it is loaded again.

    One that was undone stays as a record.
    """

    __tablename__ = "placements"
    __table_args__ = (
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_someone"),
        Index(
            "uq_placements_in_force",
            *("document_id", "plan_number"),
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the placement")
    document_id: Mapped[int] = owned_by("documents.id", "document")
    plan_number: Mapped[int | None] = mapped_column(
        comment="number of the plan in the document, from 0; null where the document is not read to have it now"
    )
    plan_title: Mapped[str | None] = mapped_column(comment="title of the plan as it was read when that was decided")
    plan_count: Mapped[int] = mapped_column(comment="how many plans the document was read to have then")
    authority_id: Mapped[int | None] = mapped_column(
        ForeignKey("authorities.id"), index=True, comment="authority whose plan it is; null leaves what was read"
    )
    series_id: Mapped[int | None] = mapped_column(
        ForeignKey("plan_series.id", ondelete="SET NULL"),
        index=True,
        comment="plan that it is a version of; null leaves that to the programme",
    )
    read_name: Mapped[str | None] = mapped_column(
        comment="authority as the document or the caller names it, beside that"
    )
    read_code: Mapped[str | None] = mapped_column(comment="GSS code as read from the document")
    made_by: Mapped[str] = mapped_column(comment="who decided it")
    made_at: Mapped[dt.datetime] = mapped_column(comment="when it was decided (UTC)")
    reason: Mapped[str] = mapped_column(comment="why")
    given_name: Mapped[str | None] = mapped_column(
        comment="authority whose plan it was said to be, where that was taken back"
    )
    undone_by: Mapped[str | None] = mapped_column(comment="who took it back")
    undone_at: Mapped[dt.datetime | None] = mapped_column(comment="when it was taken back (UTC)")
    undone_reason: Mapped[str | None] = mapped_column(comment="why it was taken back")
