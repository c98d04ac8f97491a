"""A plan through its versions, as it is compared: what each version says of each action."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from normalise.model import OwnerRole, Status
from store import query
from store.doubt import deadline_confidence
from store.matching.words import fold, printed_words
from store.schema import (
    Action,
    Authority,
    Document,
    Extraction,
    LinkKind,
    OwnerRow,
    Plan,
    PlanSeries,
    PlanVersion,
    ThreadLink,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A deadline in force: EDTF, and the first and last day that it can mean."""

    edtf: str
    start: dt.date | None
    end: dt.date


@dataclass(frozen=True, slots=True)
class Stand:
    """An action in one version. `wording` is the action, else the recommendation or finding; `words` are compared.

    `deadline_confidence` is None where no reading of the deadline is kept.
    `owner` names the owners that it has, corrected or read, in their order; where none was read, it is as printed.
    """

    action_id: int
    thread: int
    version: int
    position: int
    reference: str | None
    wording: str
    words: tuple[str, ...]
    timescale: str | None
    first_due: Span | None
    deadline: Span | None
    deadline_confidence: float | None
    status: Status
    status_confidence: float
    owner: str | None
    owners: frozenset[tuple[str, OwnerRole]]
    place: str
    match_method: str | None
    match_confidence: float | None


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a plan, in the document that speaks for it; `stands` are its actions by thread, in their order."""

    version_id: int
    number: int
    as_of: str | None
    document: str
    stands: dict[int, Stand]


@dataclass(frozen=True, slots=True)
class Link:
    """That an action was split or merged in a version: which thread went into which."""

    version: int
    from_thread: int
    to_thread: int
    kind: LinkKind
    confidence: float


@dataclass(frozen=True, slots=True)
class Series:
    """A plan of an authority with all its versions, oldest first."""

    id: int
    authority: str | None
    title: str | None
    editions: tuple[Edition, ...]
    links: tuple[Link, ...]


def find_series(session: Session, wanted: str) -> list[tuple[int, str]]:
    """Return the plans meant, each as its key and its name, by the number of a listed plan or by words as for `show`.

    The name begins with the number in the list of the latest version meant: two plans can have one title.
    """
    keys = query.find_plans(session, wanted)
    named = (
        select(PlanSeries.id, func.max(Plan.id), Authority.name, PlanSeries.title)
        .join(PlanVersion, PlanVersion.series_id == PlanSeries.id)
        .join(Plan, Plan.version_id == PlanVersion.id)
        .outerjoin(Authority, PlanSeries.authority_id == Authority.id)
        .where(Plan.id.in_(keys))
        .group_by(PlanSeries.id, Authority.name, PlanSeries.title)
    )
    found = sorted((key, listed, ", ".join(filter(None, words))) for key, listed, *words in session.execute(named))
    return [(key, f"plan {listed} ({name})" if name else f"plan {listed}") for key, listed, name in found]


def read_series(session: Session, series_id: int) -> Series:
    """Return a plan with all its versions; raises NoResultFound where there is none of that key."""
    facts = (
        select(PlanSeries.id, PlanSeries.title, Authority.name)
        .outerjoin(Authority, PlanSeries.authority_id == Authority.id)
        .where(PlanSeries.id == series_id)
    )
    key, title, authority = session.execute(facts).one()
    printed = (
        select(PlanVersion.id, PlanVersion.number, PlanVersion.as_of_edtf, Document.path, Plan.id)
        .join(Plan, Plan.version_id == PlanVersion.id)
        .join(Extraction, Plan.extraction_id == Extraction.id)
        .join(Document, Extraction.document_id == Document.id)
        .where(PlanVersion.series_id == series_id, Plan.is_lead)
        .order_by(PlanVersion.number)
    )
    versions = session.execute(printed).all()
    stands = _read_stands(session, {plan_id: number for _, number, _, _, plan_id in versions})
    editions = tuple(
        Edition(version_id, number, as_of, path, stands[plan_id])
        for version_id, number, as_of, path, plan_id in versions
    )
    return Series(key, authority, title, editions, _read_links(session, editions))


def _read_stands(session: Session, numbers: dict[int, int]) -> dict[int, dict[int, Stand]]:
    """Return plan -> thread -> what it says, given plan -> number of the version."""
    owners: dict[int, list[tuple[str, OwnerRole]]] = defaultdict(list)
    named = select(OwnerRow.action_id, OwnerRow.name, OwnerRow.role).join(Action, Action.id == OwnerRow.action_id)
    in_order = named.where(Action.plan_id.in_(numbers)).order_by(OwnerRow.action_id, OwnerRow.position)
    for action_id, name, role in session.execute(in_order):
        owners[action_id].append((name, role))
    stands: dict[int, dict[int, Stand]] = {plan_id: {} for plan_id in numbers}
    columns = (
        *(Action.id, Action.plan_id, Action.thread_id, Action.position, Action.reference, Action.action),
        *(Action.recommendation, Action.finding, Action.owner, Action.status, Action.status_confidence),
        *(Action.due_edtf, Action.due_start, Action.due_end, Action.match_method, Action.match_confidence),
        *(Action.revised_due_edtf, Action.revised_due_start, Action.revised_due_end),
        *(Action.timescale, Action.source_pages, Action.source_table, Action.source_row),
        deadline_confidence(Action).label("deadline_confidence"),
    )
    wanted = select(*columns).where(Action.plan_id.in_(numbers)).order_by(Action.plan_id, Action.position)
    for row in session.execute(wanted):
        wording = row.action or row.recommendation or row.finding or ""
        due = _span(row.due_edtf, row.due_start, row.due_end)
        stands[row.plan_id][row.thread_id] = Stand(
            action_id=row.id,
            thread=row.thread_id,
            version=numbers[row.plan_id],
            position=row.position,
            reference=row.reference,
            wording=wording,
            words=tuple(printed_words(wording)),
            timescale=row.timescale,
            first_due=due,
            deadline=_span(row.revised_due_edtf, row.revised_due_start, row.revised_due_end) or due,
            deadline_confidence=row.deadline_confidence,
            status=row.status,
            status_confidence=row.status_confidence,
            owner="; ".join(_with_role(*owner) for owner in owners[row.id]) or row.owner,
            owners=frozenset((fold(name), role) for name, role in owners[row.id]),
            place=read_place(row.source_pages, row.source_table, row.source_row),
            match_method=row.match_method,
            match_confidence=row.match_confidence,
        )
    return stands


def _with_role(name: str, role: OwnerRole) -> str:
    return name if role is OwnerRole.LEAD else f"{name} ({role})"


def _span(edtf: str | None, start: dt.date | None, end: dt.date | None) -> Span | None:
    """Return a deadline; None where there is none, or none that ends."""
    return Span(edtf, start, end) if edtf and end else None


def read_place(pages: Collection[int], table: int | None, row: int | None) -> str:
    """Return where a row stands in words: its pages, else its table and row; nothing for an item of a list."""
    if pages:
        return f"page {', '.join(map(str, pages))}"
    return "" if table is None else f"table {table}, row {row}"


def _read_links(session: Session, editions: Collection[Edition]) -> tuple[Link, ...]:
    numbers = {edition.version_id: edition.number for edition in editions}
    columns = (ThreadLink.version_id, ThreadLink.from_thread_id, ThreadLink.to_thread_id)
    wanted = select(*columns, ThreadLink.kind, ThreadLink.confidence).where(ThreadLink.version_id.in_(numbers))
    found = [
        Link(numbers[version], from_thread, to_thread, kind, confidence)
        for version, from_thread, to_thread, kind, confidence in session.execute(wanted)
    ]
    return tuple(sorted(found, key=lambda link: (link.version, link.from_thread, link.to_thread)))
