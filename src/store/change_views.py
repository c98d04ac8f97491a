"""Views of what changed of actions from one version of a plan to the next: changed, vanished, added."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, exists, func, null, or_, select
from sqlalchemy.orm import aliased

from normalise.model import OwnerRole, Status
from store import schema
from store.action_views import ACTION, AUTHORITY, DOCUMENT, OWNER, PLAN, SERIES, VERSION, identity_columns
from store.doubt import DOUBTFUL_MATCH
from store.matching.said import SAME_WORDING
from store.sql import LADDER, days_between, deadline_of, deadline_start_of, join_ordered, plain_lower
from store.view import Shown, View, make_view, nothing_yet, shown

ALL_MATCHED = "how sure it is that the two rows are one action, 0 to 1"

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


def _owners(action: Any) -> ColumnElement[Any]:  # noqa: ANN401 - an alias of a model
    """Return the owners of an action, in their order; where none was read, as they are printed."""
    role = case((OWNER.role == OwnerRole.SUPPORT, " (support)"), else_="")
    names = select((OWNER.name + role).label("name")).where(OWNER.action_id == action.id).correlate(action)
    return func.coalesce(join_ordered(names.order_by(OWNER.position), "; "), action.owner)


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
    *identity_columns(),
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
        "whether an owner or an owner's role differs, capitals aside; of owners that were read or corrected",
    ),
    shown(
        _owners(A),
        "owner_before",
        "these owners in the earlier version, parted by semicolons; where none was read, as printed",
    ),
    shown(_owners(B), "owner_after", "the same in the later version"),
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
    *identity_columns(),
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
        f"{DOUBTFUL_MATCH}, so that it may be another action",
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
            or_(B.id.is_(None), B.match_confidence < DOUBTFUL_MATCH),
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
    *identity_columns(),
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

CHANGE_VIEWS: tuple[View, ...] = (ACTION_CHANGES, VANISHED_ACTIONS, ADDED_ACTIONS)
