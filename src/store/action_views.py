"""Views of actions: one row for each action, or for each change of one between two versions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, exists, select

from normalise.model import OwnerRole
from store import schema
from store.sql import deadline_of, holds, is_open, join_ordered
from store.view import Shown, make_view, nothing_yet, shown

ACTION, PLAN, VERSION, SERIES = schema.Action, schema.Plan, schema.PlanVersion, schema.PlanSeries
AUTHORITY, DOCUMENT, OWNER, UPDATE = schema.Authority, schema.Document, schema.OwnerRow, schema.UpdateRow


def _owners(action: Any, role: OwnerRole) -> ColumnElement[Any]:  # noqa: ANN401 - a model or its alias
    names = select(OWNER.name).where(OWNER.action_id == action.id, OWNER.role == role).correlate(action)
    return join_ordered(names.order_by(OWNER.position), "; ")


def _last_update(value: Any) -> ColumnElement[Any]:  # noqa: ANN401 - a column of updates
    """Return a value of the action's latest update: the last that bears the latest date, else the last printed."""
    undated = case((UPDATE.as_of_end.is_(None), 1), else_=0)
    reports = select(value).where(UPDATE.action_id == ACTION.id).correlate(ACTION)
    return reports.order_by(undated, UPDATE.as_of_end.desc(), UPDATE.position.desc()).limit(1).scalar_subquery()


def identity_columns() -> list[Shown]:
    """Return the columns that tell what plan an action is of."""
    return [
        shown(AUTHORITY.name, "authority", "authority whose plan it is"),
        shown(AUTHORITY.code, "authority_code"),
        shown(AUTHORITY.nation, "nation"),
        shown(SERIES.id, "plan", "key of the plan, the same through all its versions"),
        shown(SERIES.title, "plan_title"),
        shown(SERIES.plan_type, "plan_type"),
    ]


_ACTION_COLUMNS = (
    shown(ACTION.id, "action_id", "key of the action in this version"),
    *identity_columns(),
    shown(VERSION.number, "version"),
    shown(VERSION.as_of_edtf, "version_date"),
    shown(VERSION.as_of_end, "version_day", "last day that the version's date can mean"),
    shown(DOCUMENT.path, "document"),
    shown(
        cast(ACTION.source_pages[0].as_integer(), Integer),
        "page",
        "page on which the action begins, from 1; null where the format has no pages",
    ),
    shown(ACTION.position),
    shown(ACTION.thread_id, "thread", "key of the action through all versions"),
    shown(ACTION.match_method),
    shown(ACTION.match_confidence),
    *(shown(getattr(ACTION, name)) for name in ("reference", "theme", "finding", "recommendation", "action")),
    *(shown(getattr(ACTION, name)) for name in ("response", "outcome", "priority", "owner")),
    shown(_owners(ACTION, OwnerRole.LEAD), "lead_owners", "owners that lead, parted by semicolons"),
    shown(_owners(ACTION, OwnerRole.SUPPORT), "supporting_owners", "owners that support, parted by semicolons"),
    *(shown(getattr(ACTION, name)) for name in ("timescale", "due_edtf", "due_start", "due_end")),
    *(shown(getattr(ACTION, f"revised_due_{part}")) for part in ("edtf", "start", "end")),
    shown(
        deadline_of(ACTION),
        "deadline",
        "last day of the deadline in force: the revised one where there is one. On a day after it, an open action of "
        "the latest version is overdue",
    ),
    shown(ACTION.ongoing),
    *(shown(getattr(ACTION, name)) for name in ("status_text", "status", "status_source", "status_confidence")),
    shown(is_open(ACTION), "is_open", "whether it is neither complete nor cancelled; so is one of unknown status"),
    *(shown(getattr(ACTION, name)) for name in ("percent_complete", "rag", "direction")),
    *(shown(getattr(ACTION, f"completed_{part}")) for part in ("edtf", "start", "end")),
    shown(_last_update(UPDATE.text), "latest_update", "text of the latest progress report"),
    shown(_last_update(UPDATE.as_of_edtf), "latest_update_date", "date that this report bears (EDTF)"),
    shown(
        exists().where(schema.OverriddenReading.action_id == ACTION.id).correlate(ACTION),
        "is_corrected",
        "whether a person's correction is in force for a field of it",
    ),
)


def join_actions() -> Select[Any]:
    """Return the actions of all documents, beside what they are of; their columns are named later."""
    return (
        nothing_yet(ACTION)
        .join(PLAN, ACTION.plan_id == PLAN.id)
        .join(VERSION, PLAN.version_id == VERSION.id)
        .join(SERIES, VERSION.series_id == SERIES.id)
        .join(schema.Extraction, PLAN.extraction_id == schema.Extraction.id)
        .join(DOCUMENT, schema.Extraction.document_id == DOCUMENT.id)
        .outerjoin(AUTHORITY, SERIES.authority_id == AUTHORITY.id)
    )


def _all_actions() -> Select[Any]:
    """Return the actions of the documents that speak for their versions."""
    return join_actions().where(PLAN.is_lead)


LATEST_ACTIONS = make_view(
    "latest_actions",
    "One row for each action of the latest version of each plan, as the document that speaks for the version has it.",
    _ACTION_COLUMNS,
    _all_actions().where(holds(ACTION.is_latest)),
)
ALL_ACTIONS = make_view(
    "all_actions",
    "One row for each action of every version of each plan. Where several documents print one version, the rows are "
    "those of the one that speaks for it.",
    (*_ACTION_COLUMNS, shown(ACTION.is_latest)),
    _all_actions(),
)
