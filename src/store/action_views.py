"""Views of actions: one row for each action, or for each change of one between two versions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, exists, func, null, or_, select
from sqlalchemy.orm import aliased

from normalise.model import OwnerRole, Status
from store import schema
from store.matching.said import DOUBTFUL, SAME_WORDING
from store.sql import LADDER, days_between, deadline_of, deadline_start_of, holds, is_open, join_ordered, plain_lower
from store.view import Shown, View, make_view, nothing_yet, shown

ACTION, PLAN, VERSION, SERIES = schema.Action, schema.Plan, schema.PlanVersion, schema.PlanSeries
AUTHORITY, DOCUMENT, OWNER, UPDATE = schema.Authority, schema.Document, schema.OwnerRow, schema.UpdateRow
ALL_MATCHED = "how sure it is that the two rows are one action, 0 to 1"


def _owners(action: Any, role: OwnerRole) -> ColumnElement[Any]:  # noqa: ANN401 - a model or its alias
    names = select(OWNER.name).where(OWNER.action_id == action.id, OWNER.role == role).correlate(action)
    return join_ordered(names.order_by(OWNER.position), "; ")


def _last_update(value: Any) -> ColumnElement[Any]:  # noqa: ANN401 - a column of updates
    """Return a value of the action's latest update: the last that bears the latest date, else the last printed."""
    undated = case((UPDATE.as_of_end.is_(None), 1), else_=0)
    reports = select(value).where(UPDATE.action_id == ACTION.id).correlate(ACTION)
    return reports.order_by(undated, UPDATE.as_of_end.desc(), UPDATE.position.desc()).limit(1).scalar_subquery()


def _identity() -> list[Shown]:
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
    *_identity(),
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

A, B = aliased(ACTION, name="earlier"), aliased(ACTION, name="later")
PA, PB = aliased(PLAN, name="earlier_plan"), aliased(PLAN, name="later_plan")
VA, VB = aliased(VERSION, name="earlier_version"), aliased(VERSION, name="later_version")


def _wording(action: Any) -> ColumnElement[Any]:  # noqa: ANN401 - a model or its alias
    return func.coalesce(action.action, action.recommendation, action.finding)


def _next_version() -> ColumnElement[bool]:
    return and_(VB.series_id == VA.series_id, VB.number == VA.number + 1)


def _lacks_owner(having: Any, lacking: Any) -> ColumnElement[bool]:  # noqa: ANN401 - aliases of a model
    """Return whether an owner of one action is none of the other."""
    one, other = aliased(OWNER), aliased(OWNER)
    same = and_(
        other.action_id == lacking.id,
        plain_lower(other.name) == plain_lower(one.name),
        other.role == one.role,
    )
    found = exists().where(one.action_id == having.id, ~exists().where(same).correlate(one, lacking))
    return found.correlate(having, lacking)


def _rung(action: Any) -> ColumnElement[Any]:  # noqa: ANN401 - an alias of a model
    return case(*((action.status == status, place) for place, status in enumerate(LADDER)), else_=null())


def _status_change() -> ColumnElement[Any]:
    return case(
        (A.status == B.status, "same"),
        (_rung(B) > _rung(A), "forward"),
        (_rung(B) < _rung(A), "back"),
        else_="other",
    )


def _deadline_change() -> ColumnElement[Any]:
    before, after = deadline_of(A), deadline_of(B)
    return case(
        (and_(before.is_(None), after.is_(None)), "none"),
        (before.is_(None), "given"),
        (after.is_(None), "dropped"),
        (after > before, "later"),
        (and_(after < before, deadline_start_of(B) >= deadline_start_of(A)), "narrowed"),
        (after < before, "earlier"),
        else_="same",
    )


_CHANGE_COLUMNS = (
    *_identity(),
    shown(A.thread_id, "thread", "key of the action through all versions"),
    shown(VA.number, "from_version", "number of the earlier version"),
    shown(VB.number, "to_version", "number of the version that follows it"),
    shown(VA.as_of_edtf, "from_date", "date that the earlier version bears (EDTF)"),
    shown(VB.as_of_edtf, "to_date", "date that the later version bears (EDTF)"),
    shown(A.id, "from_action_id", "key of the action in the earlier version"),
    shown(B.id, "to_action_id", "key of the action in the later version"),
    shown(A.reference, "reference_before", "number as printed in the earlier version"),
    shown(B.reference, "reference_after", "number as printed in the later version"),
    shown(_wording(A), "wording_before", "the action, else the recommendation or finding, in the earlier version"),
    shown(_wording(B), "wording_after", "the same in the later version"),
    shown(
        and_(func.coalesce(B.match_method, "") != SAME_WORDING, plain_lower(_wording(A)) != plain_lower(_wording(B))),
        "wording_changed",
        "whether the words differ, line breaks, capitals and punctuation aside",
    ),
    shown(A.status, "status_before", "status in the earlier version"),
    shown(B.status, "status_after", "status in the later version"),
    shown(
        _status_change(),
        "status_change",
        "forward or back on the ladder of on hold, delayed, not started, in progress, complete; same; other where "
        "either is cancelled or unknown",
    ),
    shown(deadline_of(A), "deadline_before", "last day of the deadline in force in the earlier version"),
    shown(deadline_of(B), "deadline_after", "last day of the deadline in force in the later version"),
    shown(
        _deadline_change(),
        "deadline_change",
        "later; earlier; narrowed, where the new one lies within the old; given; dropped; same; none in either",
    ),
    shown(
        days_between(deadline_of(A), deadline_of(B)), "days_moved", "days from the old to the new; negative if earlier"
    ),
    shown(
        or_(_lacks_owner(A, B), _lacks_owner(B, A)),
        "owners_changed",
        "whether an owner or an owner's role differs, capitals aside",
    ),
    shown(A.owner, "owner_before", "owners as printed in the earlier version"),
    shown(B.owner, "owner_after", "owners as printed in the later version"),
    shown(B.match_method, "match_method", "by what the two rows were told to be one action"),
    shown(B.match_confidence, "match_confidence", ALL_MATCHED),
)
ACTION_CHANGES = make_view(
    "action_changes",
    "One row for each action that stands in two versions of a plan of which one follows the other, changed or not.",
    _CHANGE_COLUMNS,
    nothing_yet(A)
    .join(PA, and_(A.plan_id == PA.id, PA.is_lead))
    .join(VA, PA.version_id == VA.id)
    .join(B, B.thread_id == A.thread_id)
    .join(PB, and_(B.plan_id == PB.id, PB.is_lead))
    .join(VB, and_(PB.version_id == VB.id, _next_version()))
    .join(SERIES, VA.series_id == SERIES.id)
    .outerjoin(AUTHORITY, SERIES.authority_id == AUTHORITY.id),
)


def _goes_on(action: Any, version: Any) -> ColumnElement[bool]:  # noqa: ANN401 - aliases of models
    """Return whether the thread of an action stands in a version, in the document that speaks for it."""
    there, its_plan = aliased(ACTION), aliased(PLAN)
    found = exists().where(
        there.thread_id == action.thread_id,
        there.plan_id == its_plan.id,
        its_plan.version_id == version.id,
        its_plan.is_lead,
    )
    return found.correlate(action, version)


def _linked(action: Any, version: Any, end: Any) -> ColumnElement[bool]:  # noqa: ANN401 - aliases of models
    """Return whether a thread was split or merged in a version; `end` is which end of the link it is."""
    link = schema.ThreadLink
    return exists().where(link.version_id == version.id, end == action.thread_id).correlate(action, version)


def _place(action: Any, plan: Any) -> list[Shown]:  # noqa: ANN401 - aliases of models
    of_document = select(DOCUMENT.path).join(schema.Extraction, schema.Extraction.document_id == DOCUMENT.id)
    path = of_document.where(schema.Extraction.id == plan.extraction_id).correlate(plan).scalar_subquery()
    return [
        shown(action.reference, "reference", "number as printed, without closing punctuation"),
        shown(_wording(action), "wording", "the action, else the recommendation or finding"),
        shown(action.owner, "owner", "owners as printed"),
        shown(action.status, "status", "where the action stood"),
        shown(action.status_confidence, "status_confidence", "how sure the status is, 0 to 1"),
        shown(deadline_of(action), "deadline", "last day of the deadline in force"),
        shown(path, "document", "path of the document that speaks for the version"),
        shown(cast(action.source_pages[0].as_integer(), Integer), "page", "page on which the action begins, from 1"),
    ]


_VANISHED_COLUMNS = (
    *_identity(),
    shown(A.thread_id, "thread", "key of the action through all versions"),
    shown(A.id, "action_id", "key of the action in the last version before"),
    shown(VA.number, "from_version", "number of the version that has it"),
    shown(VB.number, "missing_from", "number of the next version, which does not"),
    shown(VA.as_of_edtf, "from_date", "date that the version bears that has it (EDTF)"),
    shown(VB.as_of_edtf, "missing_from_date", "date that the next version bears (EDTF)"),
    *_place(A, PA),
    shown(
        B.id.is_(None),
        "is_certain",
        "whether no row of the next version was taken for it; false where one was, at a confidence below "
        f"{DOUBTFUL}, so that it may be another action",
    ),
    shown(_wording(B), "taken_for", "wording of that row"),
    shown(B.match_confidence, "match_confidence", ALL_MATCHED),
)


def _vanished() -> Select[Any]:
    closed = A.status.in_((Status.COMPLETE, Status.CANCELLED))
    of_next = select(PB.id).where(PB.version_id == VB.id, PB.is_lead).correlate(VB).scalar_subquery()
    return (
        nothing_yet(A)
        .join(PA, and_(A.plan_id == PA.id, PA.is_lead))
        .join(VA, PA.version_id == VA.id)
        .join(VB, _next_version())
        .outerjoin(B, and_(B.thread_id == A.thread_id, B.plan_id == of_next))
        .join(SERIES, VA.series_id == SERIES.id)
        .outerjoin(AUTHORITY, SERIES.authority_id == AUTHORITY.id)
        .where(
            ~closed,
            or_(B.id.is_(None), B.match_confidence < DOUBTFUL),
            ~_linked(A, VB, schema.ThreadLink.from_thread_id),
        )
    )


VANISHED_ACTIONS = make_view(
    "vanished_actions",
    "One row for each action that the next version of its plan has no more, though it was neither complete nor "
    "cancelled, nor split or merged there.",
    _VANISHED_COLUMNS,
    _vanished(),
)

_ADDED_COLUMNS = (
    *_identity(),
    shown(B.thread_id, "thread", "key of the action through all versions"),
    shown(B.id, "action_id", "key of the action in the version that adds it"),
    shown(VB.number, "version", "number of the version that adds it"),
    shown(VB.as_of_edtf, "version_date", "date that this version bears (EDTF)"),
    *_place(B, PB),
    shown(
        _linked(B, VB, schema.ThreadLink.to_thread_id),
        "is_split_off",
        "whether it was split off an action of the version before",
    ),
    shown(B.match_confidence.is_not(None), "is_back", "whether an earlier version had it and the last one did not"),
    shown(B.match_confidence, "match_confidence", "how sure it is that this is the earlier action, 0 to 1"),
)
ADDED_ACTIONS = make_view(
    "added_actions",
    "One row for each action that the version before had not; those of a plan's first version are none.",
    _ADDED_COLUMNS,
    nothing_yet(B)
    .join(PB, and_(B.plan_id == PB.id, PB.is_lead))
    .join(VB, PB.version_id == VB.id)
    .join(VA, _next_version())
    .join(SERIES, VB.series_id == SERIES.id)
    .outerjoin(AUTHORITY, SERIES.authority_id == AUTHORITY.id)
    .where(~_goes_on(B, VA)),
)

ACTION_VIEWS: tuple[View, ...] = (LATEST_ACTIONS, ALL_ACTIONS, ACTION_CHANGES, VANISHED_ACTIONS, ADDED_ACTIONS)
