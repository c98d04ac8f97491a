"""Corrections of plans that their document is not read to have now.

A reading may miss a whole plan that an earlier one had. What people corrected of it then waits beside the document,
and is of the plan again once a reading has it: a plan that prints the actions which were corrected, or bears the title.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, update
from sqlalchemy.orm import aliased

from store import schema
from store.correctable import action_text, prints_the_same
from store.matching import title_key
from store.texts import OF_EXTRACTION, OF_PLANS, PlanText, read_texts
from store.thread_keys import make_threads


def set_aside(connection: Connection, extraction_id: int) -> None:
    """Set aside what was corrected of plans that nothing prints but an extraction that gives way to another.

    What stands in other versions too goes on there (`overriding.hand_on`).
    """
    plan, correction = schema.Plan, schema.Correction
    other = aliased(plan)
    printed = select(other.version_id).where(other.extraction_id != extraction_id)
    for old in read_texts(connection, OF_EXTRACTION, extraction=extraction_id):
        kept, action = schema.OverriddenReading, schema.Action
        elsewhere = (
            select(kept.correction_id)
            .outerjoin(action, action.id == kept.action_id)
            .join(plan, plan.id == func.coalesce(kept.plan_id, action.plan_id))
            .where(plan.version_id != old.version_id)
        )
        of_document = select(schema.Extraction.document_id).where(schema.Extraction.id == extraction_id)
        waiting = {"version_id": None, "thread_id": None, "plan_title": old.title}
        connection.execute(
            update(correction)
            .where(correction.version_id == old.version_id, correction.version_id.not_in(printed))
            .where(correction.id.not_in(elsewhere))
            .values(**waiting, document_id=of_document.scalar_subquery())
        )


def bring_back(connection: Connection, extraction_id: int, plan_ids: Collection[int]) -> set[int]:
    """Let corrections that wait beside the document of an extraction be of the plans that are read anew.

    Returns the series that have to be settled. What fits no plan, or several as well, goes on waiting.
    """
    correction, extraction = schema.Correction, schema.Extraction
    document = select(extraction.document_id).where(extraction.id == extraction_id).scalar_subquery()
    waiting = select(correction.__table__).where(correction.document_id == document).order_by(correction.id)
    of_plan: dict[str | None, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(waiting):
        of_plan[row.plan_title].append(row)
    if not of_plan or not plan_ids:
        return set()
    plans = read_texts(connection, OF_PLANS, plans=list(plan_ids))
    threads = {plan.plan_id: _read_threads(connection, plan.plan_id) for plan in plans}
    series = set()
    for title, rows in of_plan.items():
        plan = _find_plan(plans, threads, title, [row.action_text for row in rows if row.action_text])
        if plan is not None:
            for row in rows:
                _attach(connection, row, plan, threads[plan.plan_id])
            series.add(plan.series_id)
    return series


def _read_threads(connection: Connection, plan_id: int) -> list[tuple[str, int]]:
    """Return what each action of a plan prints, with its thread."""
    rows = connection.execute(select(schema.Action.__table__).where(schema.Action.plan_id == plan_id)).mappings()
    return [(action_text(dict(row)), row["thread_id"]) for row in rows]


def _find_plan(
    plans: Sequence[PlanText],
    threads: Mapping[int, Sequence[tuple[str, int]]],
    title: str | None,
    corrected: Sequence[str],
) -> PlanText | None:
    """Return the plan that prints most of the corrected actions, or bears the title; None where none or several do."""

    def fit(plan: PlanText) -> tuple[int, bool]:
        found = sum(any(prints_the_same(text, told) for text, _ in threads[plan.plan_id]) for told in corrected)
        named = title is not None or len(plans) == 1
        return found, named and title_key(plan.title) == title_key(title)

    best = max(map(fit, plans))
    fitting = [plan for plan in plans if fit(plan) == best]
    return fitting[0] if any(best) and len(fitting) == 1 else None


def _attach(connection: Connection, row: Row[Any], plan: PlanText, threads: Sequence[tuple[str, int]]) -> None:
    """Let a correction be of a plan's version; of two in force for one field the one made last stays so."""
    correction = schema.Correction
    thread = None
    if row.action_text is not None:
        same = {key for text, key in threads if prints_the_same(text, row.action_text)}
        thread = same.pop() if len(same) == 1 else make_threads(connection, plan.series_id, 1)[0]
    of_field = (correction.version_id == plan.version_id) & (correction.field == row.field)
    of_thread = correction.thread_id.is_(None) if thread is None else correction.thread_id == thread
    values: dict[str, Any] = {"version_id": plan.version_id, "thread_id": thread, "document_id": None}
    held = connection.execute(
        select(correction.id, correction.made_at, correction.made_by)
        .where(of_field, of_thread, correction.withdrawn_at.is_(None))
        .order_by(correction.id)
    ).first()
    if held is not None and row.withdrawn_at is None:
        if held.made_at > row.made_at:
            values |= {"withdrawn_at": held.made_at, "withdrawn_by": held.made_by}
        else:
            replaced = update(correction).where(correction.id == held.id)
            connection.execute(replaced.values(withdrawn_at=row.made_at, withdrawn_by=row.made_by))
    connection.execute(update(correction).where(correction.id == row.id).values(**values, plan_title=None))
