"""pandas frames of a store, with the right types. Imported on its own, since pandas takes half a second to load."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
from sqlalchemy import Boolean, Date, Enum, Integer, Select, select
from sqlalchemy.types import Float

from store.schema import Action, Document, Extraction, IssueRow, MilestoneRow, OwnerRow, Plan, UpdateRow
from store.store import Store

_PLAN = (
    Plan.id.label("plan_id"),
    Plan.title.label("plan_title"),
    Plan.authority_name.label("authority"),
    Plan.authority_code,
)


def plans_frame(store: Store) -> pd.DataFrame:
    """Return one row for each plan, indexed by its key."""
    wanted = select(
        *_PLAN,
        Plan.plan_type,
        Plan.as_of_edtf.label("as_of"),
        Plan.as_of_start,
        Plan.as_of_end,
        Document.path.label("document"),
        Document.sha256,
    )
    return _frame(store, wanted.join(Plan.extraction).join(Extraction.document).order_by(Plan.id), "plan_id")


def actions_frame(store: Store) -> pd.DataFrame:
    """Return one row for each action, indexed by its key, beside its plan and authority.

    Days (`due_start`, `due_end` and the like) are datetime64[s] with NaT where there is none, `ongoing` is bool,
    statuses and other enumerations are categories in the order of their definition.
    """
    texts = [column for column in Action.__table__.columns if column.name not in ("id", "plan_id")]
    wanted = select(Action.id.label("action_id"), *_PLAN, *texts).join(Action.plan)
    return _frame(store, wanted.order_by(Action.id), "action_id")


def owners_frame(store: Store) -> pd.DataFrame:
    """Return one row for each owner of each action: `action_id`, `position`, `name`, `role`."""
    return _frame(store, select(*OwnerRow.__table__.columns).order_by(OwnerRow.action_id, OwnerRow.position))


def milestones_frame(store: Store) -> pd.DataFrame:
    """Return one row for each date of a timescale."""
    columns = MilestoneRow.__table__.columns
    return _frame(store, select(*columns).order_by(MilestoneRow.action_id, MilestoneRow.position))


def updates_frame(store: Store) -> pd.DataFrame:
    """Return one row for each progress report."""
    return _frame(store, select(*UpdateRow.__table__.columns).order_by(UpdateRow.action_id, UpdateRow.position))


def issues_frame(store: Store) -> pd.DataFrame:
    """Return one row for each issue of a document that loaded, beside the document's path."""
    wanted = select(
        Document.path.label("document"),
        IssueRow.severity,
        IssueRow.code,
        IssueRow.message,
        IssueRow.page,
        IssueRow.table_number,
        IssueRow.row_number,
    ).join_from(IssueRow, Extraction, IssueRow.extraction_id == Extraction.id)
    return _frame(store, wanted.join(Extraction.document).order_by(Extraction.document_id, IssueRow.position))


def _frame(store: Store, wanted: Select[*tuple[Any, ...]], index: str | None = None) -> pd.DataFrame:
    """Return what a query gives, each column of the type that the schema gives it, even where no row is."""
    with store.reading() as session:
        result = session.execute(wanted).all()
    columns = {column.name: column.type for column in wanted.selected_columns}
    frame = pd.DataFrame(
        {name: _series([row[i] for row in result], kind) for i, (name, kind) in enumerate(columns.items())}
    )
    return frame.set_index(index) if index else frame


def _series(values: list[Any], kind: object) -> pd.Series[Any]:
    if isinstance(kind, Date):
        # seconds, not nanoseconds: those end in 2262, and a misprinted year would raise
        days = [None if value is None else dt.datetime.combine(value, dt.time()) for value in values]
        return pd.Series(pd.array(days, dtype="datetime64[s]"))
    if isinstance(kind, Enum):
        names = [None if value is None else value.value for value in values]
        return pd.Series(pd.Categorical(names, categories=list(kind.enums)))
    if isinstance(kind, Boolean):
        return pd.Series(values, dtype="bool")
    if isinstance(kind, Integer):
        return pd.Series(values, dtype="Int64" if None in values else "int64")
    if isinstance(kind, Float):
        return pd.Series(values, dtype="float64")
    return pd.Series(values, dtype="object")
