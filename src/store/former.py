"""A document that is read again: its plans and actions keep the versions and threads that they had."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, func, select, update

from store import schema
from store.linking import likelihood, take_out
from store.matching import match_actions, title_key
from store.texts import OF_EXTRACTION, OF_PLANS, PlanText, read_texts

SAME = 0.5  # how alike two readings of one document must be to be of one plan, where their numbers differ


def inherit_former(connection: Connection, extraction_id: int, plan_ids: Sequence[int]) -> set[int]:
    """Give plans read anew the version and threads of what an earlier extraction of the document read.

    Returns the plans that inherited. A plan that is of another authority now leaves its series, unless it is all of
    it: then the series goes with the plan.
    """
    former = read_texts(connection, OF_EXTRACTION, extraction=extraction_id)
    if not former:
        return set()
    heirs = read_texts(connection, OF_PLANS, plans=list(plan_ids))
    inherited = set()
    for heir, old in _pair(heirs, former):
        _inherit(connection, heir, old)
        inherited.add(heir.plan_id)
    return inherited


def _pair(heirs: Sequence[PlanText], former: Sequence[PlanText]) -> list[tuple[PlanText, PlanText]]:
    """Return which plan is which: one for one where there is one, else by what they say, else by their titles.

    A reader may find the plans of a document in another order, or another plan in place of one.
    """
    if len(heirs) == len(former) == 1:
        return [(heirs[0], former[0])]
    in_place = zip(heirs, former, strict=True) if len(heirs) == len(former) else ()
    pairs = [(heir, old) for heir, old in in_place if likelihood(old, heir) >= SAME]
    left = [old for old in former if old not in [taken for _, taken in pairs]]
    for heir in heirs:
        if heir in [given for given, _ in pairs]:
            continue
        best = max(((likelihood(old, heir), -n) for n, old in enumerate(left)), default=(0.0, 0))
        named = [n for n, old in enumerate(left) if heir.title and title_key(old.title) == title_key(heir.title)]
        if best[0] >= SAME or len(named) == 1:
            pairs.append((heir, left.pop(-best[1] if best[0] >= SAME else named[0])))
    return pairs


def _inherit(connection: Connection, heir: PlanText, old: PlanText) -> None:
    plan, action, version, series = schema.Plan, schema.Action, schema.PlanVersion, schema.PlanSeries
    placed = select(version.series_id, plan.authority_id, plan.version_confidence).join(plan)
    new = connection.execute(placed.where(plan.id == heir.plan_id)).one()
    was = connection.execute(placed.where(plan.id == old.plan_id)).one()
    taken = {"version_id": old.version_id, "is_lead": False, "version_confidence": was.version_confidence}
    connection.execute(update(plan).where(plan.id == heir.plan_id).values(**taken))
    of_series = schema.ActionThread.series_id == new.series_id
    connection.execute(update(schema.ActionThread).where(of_series).values(series_id=was.series_id))
    connection.execute(delete(series).where(series.id == new.series_id))
    held = dict(connection.execute(select(action.id, action.thread_id).where(action.plan_id == old.plan_id)).all())
    same = [match for match in match_actions(old.actions, heir.actions) if match.is_identity]
    values = [{"key": match.later, "thread": held[match.earlier]} for match in same]
    if values:
        given = update(action).where(action.id == bindparam("key")).values(thread_id=bindparam("thread"))
        connection.execute(given, values)
    if new.authority_id == was.authority_id:
        return
    others = select(func.count(plan.id)).join(version).where(version.series_id == was.series_id)
    if connection.scalar(others.where(plan.id.not_in([heir.plan_id, old.plan_id]))):
        take_out(connection, [heir.plan_id], new.authority_id, going=[old.plan_id])
    else:
        connection.execute(update(series).where(series.id == was.series_id).values(authority_id=new.authority_id))
