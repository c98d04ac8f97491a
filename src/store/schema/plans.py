"""Authorities, their plans through time, and each plan as one document prints it.

A series is a plan that an authority publishes again and again; a version is one edition of it; a plan is a version as
one document tells it, so that a PDF and its Word twin are two plans of one version. Which plans are versions of one
series is decided when they are loaded (`store.linking`) and by people (`placements`).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.schema.base import ORDERED, Base, date_checks, is_share, owned_by

if TYPE_CHECKING:
    from store.schema.actions import Action
    from store.schema.documents import Extraction


class Authority(Base):
    """A council or other body that plans are of."""

    __tablename__ = "authorities"

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the authority")
    code: Mapped[str | None] = mapped_column(unique=True, comment="GSS code of the Office for National Statistics")
    name: Mapped[str] = mapped_column(unique=True, comment="name under which it was first met")
    kind: Mapped[str | None] = mapped_column(comment="kind of council by the register, such as unitary")
    nation: Mapped[str | None] = mapped_column(comment="nation by the register")
    began_on: Mapped[dt.date | None] = mapped_column(comment="first day, where the register gives it")
    ended_on: Mapped[dt.date | None] = mapped_column(comment="last day of one that was merged or abolished")


class AuthoritySuccessor(Base):
    """Which authority took the place of one that was merged or abolished."""

    __tablename__ = "authority_successors"
    __table_args__ = (CheckConstraint("authority_id <> successor_id", name="not_its_own"),)

    authority_id: Mapped[int] = owned_by("authorities.id", "authority that ended", primary_key=True)
    successor_id: Mapped[int] = owned_by("authorities.id", "authority that followed", primary_key=True, index=True)


class PlanSeries(Base):
    """A plan of an authority through all its versions."""

    __tablename__ = "plan_series"
    __table_args__ = (Index("ix_plan_series_authority_id_title_key", "authority_id", "title_key"),)

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the series")
    authority_id: Mapped[int | None] = mapped_column(
        ForeignKey("authorities.id"), comment="authority whose plan it is; null where none is known"
    )
    title: Mapped[str | None] = mapped_column(comment="title of its latest version that has one")
    title_key: Mapped[str | None] = mapped_column(
        comment="words of the title without dates and numbers, in alphabetical order: what versions have in common"
    )
    plan_type: Mapped[str | None] = mapped_column(comment="type of its latest version that has one")

    authority: Mapped[Authority | None] = relationship()
    versions: Mapped[list[PlanVersion]] = relationship(
        back_populates="series", order_by="PlanVersion.number", passive_deletes=True
    )


class PlanVersion(Base):
    """One edition of a plan, in as many documents as print it."""

    __tablename__ = "plan_versions"
    __table_args__ = (
        UniqueConstraint("series_id", "number"),
        Index(
            "uq_plan_versions_latest",
            "series_id",
            unique=True,
            sqlite_where=text("is_latest"),
            postgresql_where=text("is_latest"),
        ),
        *date_checks("as_of"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the version")
    series_id: Mapped[int] = owned_by("plan_series.id", "plan that it is a version of")
    number: Mapped[int] = mapped_column(comment="place among the versions by date, from 1")
    is_latest: Mapped[bool] = mapped_column(comment="whether no later version is known")
    as_of_edtf: Mapped[str | None] = mapped_column(comment="date that the version bears (EDTF)")
    as_of_start: Mapped[dt.date | None] = mapped_column(comment="first day that this can mean")
    as_of_end: Mapped[dt.date | None] = mapped_column(comment="last day that this can mean")
    first_seen: Mapped[dt.datetime] = mapped_column(comment="when a document of it was first loaded (UTC)")

    series: Mapped[PlanSeries] = relationship(back_populates="versions")
    plans: Mapped[list[Plan]] = relationship(back_populates="version", order_by="Plan.id", passive_deletes=True)


class Plan(Base):
    """One action plan of a document, with what the document says of it: a version as this document prints it."""

    __tablename__ = "plans"
    __table_args__ = (
        UniqueConstraint("extraction_id", "number"),
        is_share("version_confidence"),
        CheckConstraint("number >= 0", name="number_not_negative"),
        Index(
            "uq_plans_lead",
            "version_id",
            unique=True,
            sqlite_where=text("is_lead"),
            postgresql_where=text("is_lead"),
        ),
        *date_checks("as_of", "meeting_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the plan")
    extraction_id: Mapped[int] = owned_by("extractions.id", "extraction that found the plan")
    number: Mapped[int] = mapped_column(comment="number of the plan in its document, from 0")
    version_id: Mapped[int] = owned_by("plan_versions.id", "version that the document prints", index=True)
    is_lead: Mapped[bool] = mapped_column(comment="whether this document speaks for the version; one for each version")
    version_confidence: Mapped[float | None] = mapped_column(
        comment="how sure it is that this continues the series, 0 to 1; null for the first of a series"
    )
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
    version: Mapped[PlanVersion] = relationship(back_populates="plans")
    authority: Mapped[Authority | None] = relationship()
    actions: Mapped[list[Action]] = relationship(
        back_populates="plan", order_by="Action.position", passive_deletes=True
    )


class PlanTable(Base):
    """A table of the document and what it was taken for."""

    __tablename__ = "plan_tables"
    __table_args__ = (UniqueConstraint("extraction_id", "number"), UniqueConstraint("extraction_id", "sequence"))

    id: Mapped[int] = mapped_column(primary_key=True, comment="key of the table")
    extraction_id: Mapped[int] = owned_by("extractions.id", "extraction that found the table")
    sequence: Mapped[int] = mapped_column(comment="place among the tables of the record, from 1")
    number: Mapped[int] = mapped_column(comment="number of the table in its document, from 0")
    plan_id: Mapped[int | None] = owned_by(
        "plans.id", "plan that it belongs to; null for a table that is no plan", index=True
    )
    kind: Mapped[str] = mapped_column(comment="what kind of table it is, such as action_plan, legend or sign_off")
    pages: Mapped[list[int]] = mapped_column(comment="pages that the table stands on, from 1")

    plan: Mapped[Plan | None] = relationship()
    columns: Mapped[list[PlanColumn]] = relationship(order_by="PlanColumn.position", passive_deletes=True)


class PlanColumn(Base):
    """A column of a table and the field it feeds."""

    __tablename__ = "plan_columns"
    __table_args__ = (is_share("confidence"),)

    table_id: Mapped[int] = owned_by("plan_tables.id", "table of the column", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment=ORDERED)
    heading: Mapped[str] = mapped_column(comment="heading as printed")
    field: Mapped[str] = mapped_column(comment="field of an action that it feeds, or status, update or extra")
    confidence: Mapped[float] = mapped_column(comment="how sure that is, 0 to 1")
    method: Mapped[str] = mapped_column(comment="evidence it rests on, such as synonym")
