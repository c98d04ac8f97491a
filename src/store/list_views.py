"""Views of what the store holds beside actions: plans, documents and issues."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from ingest.model import Severity
from normalise.model import Status
from store import schema
from store.sql import holds, is_open
from store.view import Shown, View, make_view, nothing_yet, shown

ACTION, PLAN, VERSION, SERIES = schema.Action, schema.Plan, schema.PlanVersion, schema.PlanSeries
AUTHORITY, DOCUMENT, EXTRACTION, ISSUE = schema.Authority, schema.Document, schema.Extraction, schema.IssueRow
FAILURE = schema.LoadFailure


def _of_series(value: Any, *having: ColumnElement[bool]) -> ColumnElement[Any]:  # noqa: ANN401 - of versions
    """Return a value of the versions of a plan."""
    wanted = select(value).where(VERSION.series_id == SERIES.id, *having)
    return wanted.correlate(SERIES).scalar_subquery()


def _count_actions(*having: ColumnElement[bool]) -> ColumnElement[Any]:
    latest = select(func.count(ACTION.id)).join(PLAN, ACTION.plan_id == PLAN.id)
    of_series = latest.join(VERSION, PLAN.version_id == VERSION.id).where(VERSION.series_id == SERIES.id)
    return of_series.where(holds(ACTION.is_latest), *having).correlate(SERIES).scalar_subquery()


def _count_status(status: Status) -> Shown:
    words = status.value.replace("_", " ")
    return shown(_count_actions(ACTION.status == status), status.value, f"how many of the actions are {words}")


def _count_documents() -> ColumnElement[Any]:
    counted = select(func.count(EXTRACTION.document_id.distinct())).join(PLAN, PLAN.extraction_id == EXTRACTION.id)
    of_series = counted.join(VERSION, PLAN.version_id == VERSION.id).where(VERSION.series_id == SERIES.id)
    return of_series.correlate(SERIES).scalar_subquery()


PLAN_LIST = make_view(
    "plan_list",
    "One row for each plan of an authority, with what its latest version says.",
    (
        shown(SERIES.id, "plan", "key of the plan, the same through all its versions"),
        shown(AUTHORITY.name, "authority", "authority whose plan it is"),
        shown(AUTHORITY.code, "authority_code"),
        shown(AUTHORITY.kind, "authority_kind"),
        shown(AUTHORITY.nation, "nation"),
        shown(SERIES.title, "plan_title"),
        shown(SERIES.plan_type, "plan_type"),
        shown(_of_series(func.count(VERSION.id)), "versions", "number of versions"),
        shown(_of_series(VERSION.as_of_edtf, VERSION.number == 1), "first_date", "date of the first version (EDTF)"),
        shown(
            _of_series(VERSION.as_of_edtf, holds(VERSION.is_latest)),
            "latest_date",
            "date of the latest version (EDTF)",
        ),
        shown(_count_documents(), "documents", "number of documents that print a version of it"),
        shown(_count_actions(), "actions", "number of actions of the latest version"),
        shown(_count_actions(is_open(ACTION)), "open", "how many of the actions are neither complete nor cancelled"),
        *map(_count_status, Status),
    ),
    nothing_yet(SERIES).outerjoin(AUTHORITY, SERIES.authority_id == AUTHORITY.id),
)


def _of_extraction(counted: Select[Any]) -> ColumnElement[Any]:
    return counted.correlate(EXTRACTION).scalar_subquery()


def _count_issues(severity: Severity) -> Shown:
    counted = select(func.count(ISSUE.id)).where(ISSUE.extraction_id == EXTRACTION.id, ISSUE.severity == severity)
    names = {Severity.INFO: "notes", Severity.WARNING: "warnings", Severity.ERROR: "errors"}
    return shown(_of_extraction(counted), names[severity], f"number of issues of severity {severity.value}")


DOCUMENT_LIST = make_view(
    "document_list",
    "One row for each document, with where it came from and what the reading in use found in it.",
    (
        shown(DOCUMENT.id, "document_id"),
        shown(DOCUMENT.path, "document"),
        *(shown(getattr(DOCUMENT, name)) for name in ("sha256", "media_type", "bytes", "pages", "first_seen")),
        *(shown(getattr(DOCUMENT, name)) for name in ("source_url", "retrieved_on", "published_on", "licence")),
        shown(EXTRACTION.reader_version),
        shown(EXTRACTION.options),
        shown(EXTRACTION.made_at, "read_at"),
        shown(
            _of_extraction(select(func.count(PLAN.id)).where(PLAN.extraction_id == EXTRACTION.id)),
            "plans",
            "number of plans found in it",
        ),
        shown(
            _of_extraction(
                select(func.count(ACTION.id))
                .join(PLAN, ACTION.plan_id == PLAN.id)
                .where(PLAN.extraction_id == EXTRACTION.id)
            ),
            "actions",
            "number of actions found in it",
        ),
        *map(_count_issues, Severity),
    ),
    nothing_yet(DOCUMENT).outerjoin(EXTRACTION, and_(EXTRACTION.document_id == DOCUMENT.id, EXTRACTION.is_current)),
)

ISSUE_LIST = make_view(
    "issue_list",
    "One row for each issue: of a document as it was read, or of a file that could not be loaded.",
    (
        shown(ISSUE.id, "issue_id"),
        shown(func.coalesce(DOCUMENT.path, FAILURE.path), "document", "path of the document or of the file"),
        shown(DOCUMENT.sha256),
        shown(ISSUE.failure_id.is_not(None), "is_failure", "whether the file could not be loaded"),
        *(shown(getattr(ISSUE, name)) for name in ("severity", "code", "message", "page", "table_number")),
        shown(ISSUE.row_number),
    ),
    nothing_yet(ISSUE)
    .outerjoin(EXTRACTION, ISSUE.extraction_id == EXTRACTION.id)
    .outerjoin(DOCUMENT, EXTRACTION.document_id == DOCUMENT.id)
    .outerjoin(FAILURE, ISSUE.failure_id == FAILURE.id),
)

LIST_VIEWS: tuple[View, ...] = (PLAN_LIST, DOCUMENT_LIST, ISSUE_LIST)
