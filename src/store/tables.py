"""The tables that are handed on whole: to Excel, to data packages and to pandas, each column with its description.

They hold the documents, plans and actions of every document; `is_latest` tells those of the latest version of each
plan, in the document that speaks for it, so that nothing counts twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, Boolean, ColumnElement, Date, DateTime, Enum, Float, Integer, Row, Select, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from store import schema
from store.action_views import ALL_ACTIONS, join_actions
from store.list_views import DOCUMENT_LIST, ISSUE_LIST
from store.sql import is_named
from store.view import Shown, View, make_view, nothing_yet, shown

ROWS_AT_A_TIME = 1000
ACTION, PLAN, VERSION, SERIES = schema.Action, schema.Plan, schema.PlanVersion, schema.PlanSeries
AUTHORITY, DOCUMENT, EXTRACTION, ISSUE = schema.Authority, schema.Document, schema.Extraction, schema.IssueRow


@dataclass(frozen=True, slots=True)
class Choice:
    """Which plans are wanted: those of an authority (words of its name, or its code), the latest versions, or all."""

    authority: str | None = None
    latest: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self.authority is None and not self.latest

    def plans(self) -> Select[Any]:
        """Return the keys of the plans that are wanted."""
        wanted = select(PLAN.id)
        if self.latest:
            wanted = wanted.join(PLAN.version).where(PLAN.is_lead, VERSION.is_latest)
        if self.authority is not None:
            of_version = wanted if self.latest else wanted.join(PLAN.version)
            joined = of_version.join(VERSION.series).join(AUTHORITY, SERIES.authority_id == AUTHORITY.id)
            wanted = joined.where(is_named(self.authority))
        return wanted


ALL = Choice()


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table with its key, and the tables that its columns refer to by the key of the same name.

    `order` is that of its rows, and `of_plans` says which of them belong to plans, given the keys of these.
    """

    view: View
    key: tuple[str, ...]
    order: tuple[ColumnElement[Any], ...]
    of_plans: Callable[[Select[Any]], ColumnElement[bool]]
    references: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name."""
        return self.view.name

    def query(self, choice: Choice = ALL) -> Select[Any]:
        """Return the question for its rows."""
        wanted = self.view.query.order_by(*self.order)
        return wanted if choice.is_all else wanted.where(self.of_plans(choice.plans()))


def read_rows(session: Session, table: ExportTable, choice: Choice = ALL) -> Iterator[Row[Any]]:
    """Yield the rows of a table, of which memory holds few at a time."""
    connection = session.connection()
    yield from connection.execute(table.query(choice), execution_options={"yield_per": ROWS_AT_A_TIME})


def _of_action(model: Any, name: str, description: str) -> ExportTable:  # noqa: ANN401 - a model
    """Return the table of what an action has several of."""
    columns = tuple(shown(getattr(model, column.key)) for column in model.__table__.columns)
    return ExportTable(
        make_view(name, description, columns, nothing_yet(model).join(ACTION, model.action_id == ACTION.id)),
        ("action_id", "position"),
        (model.action_id, model.position),
        ACTION.plan_id.in_,
        {"action_id": "actions"},
    )


_DOCUMENTS = ExportTable(
    View("documents", DOCUMENT_LIST.description, DOCUMENT_LIST.columns, DOCUMENT_LIST.query),
    ("document_id",),
    (DOCUMENT.__table__.c.id,),
    lambda plans: DOCUMENT.id.in_(
        select(EXTRACTION.document_id).join(PLAN, PLAN.extraction_id == EXTRACTION.id).where(PLAN.id.in_(plans))
    ),
)
_PLANS = ExportTable(
    make_view(
        "plans",
        "One row for each plan of each document: a version of a plan as that document prints it.",
        (
            shown(PLAN.id, "plan_id", "key of the plan in this document"),
            shown(DOCUMENT.id, "document_id"),
            shown(DOCUMENT.path, "document"),
            shown(PLAN.number),
            shown(SERIES.id, "plan", "key of the plan, the same through all its versions"),
            shown(VERSION.number, "version"),
            shown(PLAN.is_lead),
            shown(VERSION.is_latest),
            shown(PLAN.version_confidence),
            shown(AUTHORITY.name, "authority", "authority whose plan it is"),
            *(shown(getattr(AUTHORITY, name), f"authority_{name}") for name in ("code", "kind")),
            shown(AUTHORITY.nation),
            shown(PLAN.title, "plan_title"),
            shown(PLAN.plan_type),
            *(shown(getattr(PLAN, f"as_of_{part}")) for part in ("edtf", "start", "end")),
            shown(PLAN.committee),
            *(shown(getattr(PLAN, f"meeting_date_{part}")) for part in ("edtf", "start", "end")),
            shown(PLAN.pages),
        ),
        nothing_yet(PLAN)
        .join(PLAN.version)
        .join(VERSION.series)
        .join(PLAN.extraction)
        .join(EXTRACTION.document)
        .outerjoin(AUTHORITY, SERIES.authority_id == AUTHORITY.id),
    ),
    ("plan_id",),
    (PLAN.__table__.c.id,),
    PLAN.id.in_,
    {"document_id": "documents"},
)
_ACTION_COLUMNS = tuple(column for column in ALL_ACTIONS.columns if column.name not in ("action_id", "page"))
_ACTIONS = ExportTable(
    make_view(
        "actions",
        "One row for each action of each document.",
        (
            shown(ACTION.id, "action_id", "key of the action in this document"),
            shown(PLAN.id, "plan_id", "key of the plan in this document"),
            *_ACTION_COLUMNS,
            *(shown(getattr(ACTION, name)) for name in ("inherited", "source_table", "source_row", "source_pages")),
        ),
        join_actions(),
    ),
    ("action_id",),
    (ACTION.__table__.c.id,),
    ACTION.plan_id.in_,
    {"plan_id": "plans"},
)
_ISSUES = ExportTable(
    View(
        "issues",
        ISSUE_LIST.description,
        (*ISSUE_LIST.columns, shown(DOCUMENT.id, "document_id")),
        ISSUE_LIST.query.add_columns(DOCUMENT.id.label("document_id")),
    ),
    ("issue_id",),
    (ISSUE.__table__.c.id,),
    lambda plans: ISSUE.extraction_id.in_(select(PLAN.extraction_id).where(PLAN.id.in_(plans))),
    {"document_id": "documents"},
)
EXPORT_TABLES: tuple[ExportTable, ...] = (
    _PLANS,
    _ACTIONS,
    _of_action(schema.OwnerRow, "owners", "One row for each owner of each action."),
    _of_action(schema.MilestoneRow, "milestones", "One row for each date of each timescale."),
    _of_action(schema.UpdateRow, "updates", "One row for each progress report on each action."),
    _of_action(schema.Extra, "extras", "One row for each text of an action's row that no field holds."),
    _ISSUES,
    _DOCUMENTS,
)


def find_table(name: str) -> ExportTable:
    """Return the table of a name."""
    return next(table for table in EXPORT_TABLES if table.name == name)


# the first that fits: a Boolean is no Integer to SQLAlchemy, and an enumeration is text
_KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Boolean, "boolean"),
    (DateTime, "datetime"),
    (Date, "date"),
    (Integer, "integer"),
    (Float, "number"),
    (JSON, "array"),
)


def kind_of(column: Shown) -> str:
    """Return what a column holds, in the words of Table Schema: boolean, date, string and so on."""
    decorated = getattr(column.value.type, "impl_instance", column.value.type)
    return next((name for python, name in _KINDS if isinstance(decorated, python)), "string")


def values_of(column: Shown) -> tuple[str, ...]:
    """Return the values of an enumeration; none of another column."""
    return tuple(column.value.type.enums) if isinstance(column.value.type, Enum) else ()
