"""Questions that the command line and the notebook ask of a store. Only current extractions have content."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ingest.model import Issue, Severity
from normalise.model import PlanRecord, Status
from store import records
from store.schema import (
    Action,
    Authority,
    CellRow,
    Document,
    Extraction,
    IssueRow,
    LoadFailure,
    Plan,
    PlanSeries,
    PlanTable,
    UpdateRow,
)
from store.sql import is_named
from store.tables import ALL, Choice

BATCH = 20  # documents read from the database at once
_WHOLE = (
    joinedload(Extraction.document),
    selectinload(Extraction.issues),
    selectinload(Extraction.tables).selectinload(PlanTable.columns),
    selectinload(Extraction.plans)
    .selectinload(Plan.actions)
    .options(
        selectinload(Action.owners),
        selectinload(Action.milestones),
        selectinload(Action.updates).selectinload(UpdateRow.dates),
        selectinload(Action.extras),
        selectinload(Action.readings),
        selectinload(Action.cells).selectinload(CellRow.parts),
    ),
)


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """One plan with its counts. `issues` are those of its tables, with the document's own at its first plan."""

    id: int
    document: str
    sha256: str
    loaded: dt.datetime
    number: int
    title: str | None
    authority: str | None
    authority_code: str | None
    plan_type: str | None
    as_of: str | None
    actions: int
    statuses: Mapping[Status, int]
    issues: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that did not load, and why."""

    path: str
    sha256: str | None
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a store holds."""

    documents: int
    documents_without_plan: int
    authorities: int
    plans: int
    actions: int
    failures: int
    statuses: Mapping[Status, int] = field(default_factory=dict)
    issues: Mapping[Severity, int] = field(default_factory=dict)


def list_plans(session: Session) -> list[PlanSummary]:
    """Return every plan with its counts, by authority, then by date and document."""
    statuses: dict[int, dict[Status, int]] = defaultdict(dict)
    counted = select(Action.plan_id, Action.status, func.count()).group_by(Action.plan_id, Action.status)
    for plan_id, status, count in session.execute(counted):
        statuses[plan_id][status] = count
    wanted = select(Plan, Document.path, Document.sha256, Extraction.made_at).join(Plan.extraction)
    current = wanted.join(Extraction.document).where(Extraction.is_current)
    found = session.execute(current.order_by(Plan.number.desc())).all()
    first_plans = {plan.extraction_id: plan.id for plan, *_ in found}  # the lowest number comes last and stays
    issues = _issues_by_plan(session, first_plans)
    plans = [
        PlanSummary(
            id=plan.id,
            document=path,
            sha256=sha256,
            loaded=made_at,
            number=plan.number,
            title=plan.title,
            authority=plan.authority_name,
            authority_code=plan.authority_code,
            plan_type=plan.plan_type,
            as_of=plan.as_of_edtf,
            actions=sum(statuses[plan.id].values()),
            statuses={status: statuses[plan.id][status] for status in Status if status in statuses[plan.id]},
            issues=issues[plan.id],
        )
        for plan, path, sha256, made_at in found
    ]
    # sorted here: databases differ in how they order letters and nulls
    return sorted(
        plans,
        key=lambda p: (p.authority is None, p.authority or "", p.as_of or "", p.document, p.loaded, p.sha256, p.number),
    )


def _issues_by_plan(session: Session, first_plans: Mapping[int, int]) -> Counter[int]:
    """Return plan -> number of issues, given extraction -> first plan, where issues of no plan's table count."""
    of_table = (PlanTable.extraction_id == IssueRow.extraction_id) & (PlanTable.number == IssueRow.table_number)
    counted = (
        select(IssueRow.extraction_id, PlanTable.plan_id, func.count())
        .outerjoin(PlanTable, of_table)
        .where(IssueRow.extraction_id.is_not(None))
        .group_by(IssueRow.extraction_id, PlanTable.plan_id)
    )
    issues: Counter[int] = Counter()
    for extraction_id, plan_of_table, count in session.execute(counted):
        plan_id = plan_of_table or first_plans.get(extraction_id or 0)
        if plan_id is not None:  # a document without a plan has issues too
            issues[plan_id] += count
    return issues


def hashes_of(session: Session, path: str) -> list[str]:
    """Return the SHA-256 of every document that was first loaded from a path."""
    return list(session.scalars(select(Document.sha256).where(Document.path == path).order_by(Document.id)))


def list_failures(session: Session) -> list[Failure]:
    """Return the files that did not load, by path, with the reasons."""
    found = session.scalars(select(LoadFailure).options(selectinload(LoadFailure.issues)))
    failures = [Failure(f.path, f.sha256, tuple(records.read_issue(issue) for issue in f.issues)) for f in found]
    return sorted(failures, key=lambda failure: failure.path)


def count_totals(session: Session) -> Totals:
    """Return how much of everything a store holds."""

    def count(query: Select[Any]) -> int:
        return int(session.scalar(query) or 0)

    by_status = select(Action.status, func.count()).group_by(Action.status)
    statuses = dict(session.execute(by_status).all())
    by_severity = select(IssueRow.severity, func.count()).group_by(IssueRow.severity)
    issues = dict(session.execute(by_severity).all())
    return Totals(
        documents=count(select(func.count(Document.id))),
        documents_without_plan=count(
            select(func.count(Extraction.id)).where(Extraction.is_current, ~Extraction.plans.any())
        ),
        authorities=count(select(func.count(Plan.authority_id.distinct()))),
        plans=count(select(func.count(Plan.id))),
        actions=sum(statuses.values()),
        failures=count(select(func.count(LoadFailure.id))),
        statuses={status: statuses[status] for status in Status if status in statuses},
        issues={severity: issues[severity] for severity in Severity if severity in issues},
    )


def find_plans(session: Session, wanted: str) -> list[int]:
    """Return the keys of the plans meant: by key, or by words of the title, authority, code or document's path.

    Words match without regard to case (of ASCII letters, on SQLite); empty where none does.
    """
    current = select(Plan.id).join(Plan.extraction).join(Extraction.document).where(Extraction.is_current)
    if wanted.isdecimal() and len(wanted) < 10:  # a key of 32 bits
        return list(session.scalars(current.where(Plan.id == int(wanted))))
    named = [column.icontains(wanted, autoescape=True) for column in (Plan.title, Plan.authority_name, Document.path)]
    return list(session.scalars(current.where(or_(*named, Plan.authority_code == wanted)).order_by(Plan.id)))


def read_plan(session: Session, plan_id: int) -> PlanRecord | None:
    """Return the record of one plan alone: its facts, tables, actions and issues; None where there is none."""
    plan = session.get(Plan, plan_id)
    if plan is None:
        return None
    record = next(_read(session, [plan.extraction_id]))
    return _only(record, {plan.number})


def _only(record: PlanRecord, plans: Set[int]) -> PlanRecord:
    """Return what a record holds of some of its plans: their facts, tables, actions and issues, and the document's."""
    others = {table.table for table in record.tables if table.plan not in plans}
    return PlanRecord(
        source=record.source,
        plans=tuple(p for p in record.plans if p.plan in plans),
        tables=tuple(t for t in record.tables if t.plan in plans),
        actions=tuple(a for a in record.actions if a.plan in plans),
        issues=tuple(i for i in record.issues if not i.locator or i.locator.table not in others),
    )


def has_authority(session: Session, named: str) -> bool:
    """Say whether a plan's authority is meant by words of its name, or by its code."""
    held = select(PlanSeries.id).join(Authority, PlanSeries.authority_id == Authority.id).where(is_named(named))
    return session.scalar(held.limit(1)) is not None


def read_records(session: Session, choice: Choice = ALL) -> Iterator[PlanRecord]:
    """Yield the record of every document in the order in which documents were first seen; of chosen plans alone."""
    current = select(Extraction.id).where(Extraction.is_current).order_by(Extraction.document_id)
    chosen: dict[int, set[int]] = defaultdict(set)
    if not choice.is_all:
        for key, number in session.execute(select(Plan.extraction_id, Plan.number).where(Plan.id.in_(choice.plans()))):
            chosen[key].add(number)
    keys = [key for key in session.scalars(current) if choice.is_all or key in chosen]
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        found = _read(session, batch)
        if choice.is_all:
            yield from found
        else:
            yield from (_only(record, chosen[key]) for key, record in zip(batch, found, strict=True))
        session.expunge_all()  # memory stays that of one batch


def _read(session: Session, keys: Sequence[int]) -> Iterator[PlanRecord]:
    """Yield the records of some extractions, in the order of their documents; a few queries for all of them."""
    wanted = select(Extraction).where(Extraction.id.in_(keys)).order_by(Extraction.document_id)
    for extraction in session.scalars(wanted.options(*_WHOLE)):
        yield records.read_record(extraction)
