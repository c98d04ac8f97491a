"""Actions: what each document prints of them, and the thread that ties the same action through the versions.

Everything that hangs on an action is keyed by the action and its position, so that loading needs no keys from the
database for it.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from normalise.model import Direction, MilestoneKind, Origin, OwnerRole, Rag, Response, Status, StatusSource
from store.schema.base import ORDERED, Base, date_checks, is_share, owned_by

if TYPE_CHECKING:
    from store.schema.plans import Plan

DOUBTFUL_DATE = 0.8  # the confidence below which a reading of a date is doubtful: without a printed year it is 0.7


class LinkKind(enum.StrEnum):
    """How one action became another between two versions."""

    SPLIT = "split"
    MERGED = "merged"


class ActionThread(Base):
    """An action through all versions of its plan: the identity that lasts."""

    __tablename__ = "action_threads"

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the thread")
    series_id: Mapped[int] = owned_by("plan_series.id", "plan that the action is of", index=True)
    # kept by store.earlier
    first_seen_on: Mapped[dt.date | None] = mapped_column(
        comment="first day of the date of the first version that has it; null where the latest alone has it"
    )
    first_due_start: Mapped[dt.date | None] = mapped_column(
        comment="first day of the first deadline that a version before the latest gives"
    )
    first_due_end: Mapped[dt.date | None] = mapped_column(
        comment="last day of the first deadline that a version before the latest gives, revised ones aside"
    )
    complete_from: Mapped[dt.date | None] = mapped_column(
        comment="last day of the date of the version after the last in which it was not complete; null where the "
        "latest alone has it"
    )

    actions: Mapped[list[Action]] = relationship(back_populates="thread", order_by="Action.id", passive_deletes=True)


class ThreadLink(Base):
    """A thread that came out of another in a version: an action that was split, or merged into one."""

    __tablename__ = "thread_links"
    __table_args__ = (
        CheckConstraint("from_thread_id <> to_thread_id", name="between_two"),
        is_share("confidence"),
    )

    version_id: Mapped[int] = owned_by("plan_versions.id", "version in which it was split or merged", primary_key=True)
    from_thread_id: Mapped[int] = owned_by("action_threads.id", "thread as it was before", primary_key=True, index=True)
    to_thread_id: Mapped[int] = owned_by("action_threads.id", "thread that goes on", primary_key=True, index=True)
    kind: Mapped[LinkKind] = mapped_column(comment="whether it was split or merged")
    confidence: Mapped[float] = mapped_column(comment="how sure that is, 0 to 1")


class Action(Base):
    """One action of a plan. Texts are as printed; what was interpreted is explained in readings."""

    __tablename__ = "actions"
    __table_args__ = (
        UniqueConstraint("plan_id", "position"),
        CheckConstraint("position >= 1", name="position_from_1"),
        CheckConstraint("percent_complete BETWEEN 0 AND 100", name="percent_complete_is_percentage"),
        is_share("status_confidence"),
        is_share("match_confidence"),
        # open actions by deadline: what "overdue" asks, answered from the index alone
        Index(
            "ix_actions_deadline",
            text("coalesce(revised_due_end, due_end)"),
            "plan_id",
            "status",
            "status_confidence",
            # PostgreSQL answers a question about an expression from an index alone where its columns are there too
            postgresql_include=["revised_due_end", "due_end"],
            sqlite_where=text("is_latest"),
            postgresql_where=text("is_latest"),
        ),
        # what the measures ask, answered from the index alone
        Index(
            "ix_actions_latest",
            *("plan_id", "thread_id", "status", "status_confidence", "match_confidence", "due_start", "due_end"),
            *("revised_due_start", "revised_due_end", "completed_end", "ongoing"),
            "is_latest",  # always true here; SQLite reads the whole row to ask
            postgresql_include=["id"],  # which SQLite's indexes have anyway
            sqlite_where=text("is_latest"),
            postgresql_where=text("is_latest"),
        ),
        *date_checks("due", "revised_due", "completed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the action, rising in the record's order")
    plan_id: Mapped[int] = owned_by("plans.id", "plan of the action")
    position: Mapped[int] = mapped_column(comment="place in the plan, from 1")
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("action_threads.id"), index=True, comment="the action through all versions"
    )
    match_method: Mapped[str | None] = mapped_column(
        comment="by what it was told to be the same action as before; null for the first of a thread"
    )
    match_confidence: Mapped[float | None] = mapped_column(comment="how sure that is, 0 to 1")
    is_latest: Mapped[bool] = mapped_column(
        comment="whether it stands in the latest version, in the document that speaks for it"
    )
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
    thread: Mapped[ActionThread] = relationship(back_populates="actions")
    owners: Mapped[list[OwnerRow]] = relationship(order_by="OwnerRow.position", passive_deletes=True)
    milestones: Mapped[list[MilestoneRow]] = relationship(order_by="MilestoneRow.position", passive_deletes=True)
    updates: Mapped[list[UpdateRow]] = relationship(order_by="UpdateRow.position", passive_deletes=True)
    extras: Mapped[list[Extra]] = relationship(order_by="Extra.position", passive_deletes=True)
    readings: Mapped[list[ReadingRow]] = relationship(order_by="ReadingRow.position", passive_deletes=True)
    cells: Mapped[list[CellRow]] = relationship(order_by="CellRow.position", passive_deletes=True)


class OwnerRow(Base):
    """A post, person, team or body that answers for an action."""

    __tablename__ = "owners"

    action_id: Mapped[int] = owned_by("actions.id", "action", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=ORDERED)
    name: Mapped[str] = mapped_column(comment="name")
    role: Mapped[OwnerRole] = mapped_column(comment="whether it leads or supports")


class MilestoneRow(Base):
    """A date of the timescale and what it is for."""

    __tablename__ = "milestones"
    __table_args__ = date_checks("date")

    action_id: Mapped[int] = owned_by("actions.id", "action", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=ORDERED)
    text: Mapped[str] = mapped_column(comment="words of the date")
    date_edtf: Mapped[str] = mapped_column(comment="the date (EDTF)")
    date_start: Mapped[dt.date | None] = mapped_column(comment="first day that it can mean")
    date_end: Mapped[dt.date | None] = mapped_column(comment="last day that it can mean; null where open")
    kind: Mapped[MilestoneKind] = mapped_column(comment="what the date is for")


class UpdateRow(Base):
    """A progress report on an action."""

    __tablename__ = "updates"
    __table_args__ = date_checks("as_of")

    action_id: Mapped[int] = owned_by("actions.id", "action", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=ORDERED)
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
        *date_checks("date"),
    )

    action_id: Mapped[int] = mapped_column(primary_key=True, comment="action")
    update_position: Mapped[int] = mapped_column(primary_key=True, comment="which of the action's updates")
    position: Mapped[int] = mapped_column(primary_key=True, comment=ORDERED)
    text: Mapped[str] = mapped_column(comment="words of the date")
    text_offset: Mapped[int] = mapped_column(comment="characters of the update that stand before those words")
    date_edtf: Mapped[str] = mapped_column(comment="the date (EDTF)")
    date_start: Mapped[dt.date | None] = mapped_column(comment="first day that it can mean")
    date_end: Mapped[dt.date | None] = mapped_column(comment="last day that it can mean; null where open")


class Extra(Base):
    """Text of the row that no field holds, by its heading."""

    __tablename__ = "extras"

    action_id: Mapped[int] = owned_by("actions.id", "action", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=ORDERED)
    heading: Mapped[str] = mapped_column(comment="heading of the column as printed")
    text: Mapped[str] = mapped_column(comment="text as printed")


class ReadingRow(Base):
    """How an interpreted field of an action was come by."""

    __tablename__ = "readings"
    __table_args__ = (
        UniqueConstraint("action_id", "field"),
        is_share("confidence"),
        # which deadlines are doubtful, asked of the few readings that are
        Index(
            "ix_readings_doubtful",
            *("action_id", "field"),
            sqlite_where=text(f"confidence < {DOUBTFUL_DATE}"),
            postgresql_where=text(f"confidence < {DOUBTFUL_DATE}"),
        ),
    )

    action_id: Mapped[int] = owned_by("actions.id", "action", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=ORDERED)
    field: Mapped[str] = mapped_column(comment="field of the action")
    origin: Mapped[Origin] = mapped_column(comment="how it was read")
    confidence: Mapped[float] = mapped_column(comment="how sure it is, 0 to 1")
    cells: Mapped[list[int]] = mapped_column(comment="cells it was read from, counted from 0 in source_cells")


class CellRow(Base):
    """A cell of the action's row (or a paragraph of a list) as printed."""

    __tablename__ = "source_cells"

    action_id: Mapped[int] = owned_by("actions.id", "action", primary_key=True)
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
    position: Mapped[int] = mapped_column(primary_key=True, comment=ORDERED)
    page: Mapped[int | None] = mapped_column(comment="page, from 1")
    x0: Mapped[float | None] = mapped_column(comment="left edge in points from the left of the displayed page")
    top: Mapped[float | None] = mapped_column(comment="upper edge in points from the top of the displayed page")
    x1: Mapped[float | None] = mapped_column(comment="right edge in points from the left of the displayed page")
    bottom: Mapped[float | None] = mapped_column(comment="lower edge in points from the top of the displayed page")
    path: Mapped[str | None] = mapped_column(comment="path into the XML or DOM where there are no pages")
