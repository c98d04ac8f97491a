"""Where people say that plans belong: to another authority, to another plan as a version of it, or apart.

A decision holds for a plan and for the other documents of its version, and is applied again whenever these are loaded:
to the plan that bears the title of the one it was made on, whatever its number now. What was read of the authority
stays beside it; one that is taken back stays as a record.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from normalise.model import PlanFacts
from normalise.register import resolve_authority
from store import linking, schema
from store.authorities import drop_authorities, ensure_authority
from store.connect import StoreError
from store.locks import lock_series
from store.matching import title_key
from store.overriding import read_overridden


@dataclass(frozen=True, slots=True)
class Said:
    """Who decides, when, and why."""

    by: str
    at: dt.datetime
    why: str

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.why.strip():
            raise StoreError("it has to be said who decides it, and why")


def apply_placements(
    connection: Connection, extraction_id: int, plans: Sequence[PlanFacts]
) -> tuple[list[PlanFacts], dict[int, int]]:
    """Return plans with the authorities that people gave them, and plan number -> the series that they gave it."""
    placement, authority = schema.Placement, schema.Authority
    wanted = (
        select(placement.__table__, authority.name.label("given"), authority.code)
        .join(schema.Extraction, schema.Extraction.document_id == placement.document_id)
        .outerjoin(authority, authority.id == placement.authority_id)
        .where(schema.Extraction.id == extraction_id, placement.undone_at.is_(None))
        .order_by(placement.id)
    )
    decided = connection.execute(wanted).all()
    placed = _find_plans(connection, decided, plans) if decided else {}
    given = []
    for plan in plans:
        row = placed.get(plan.plan)
        if row is None or row.authority_id is None:
            given.append(plan)
            continue
        read = {"read_name": plan.authority, "read_code": plan.authority_code}
        connection.execute(update(placement).where(placement.id == row.id).values(**read))
        given.append(dataclasses.replace(plan, authority=row.given, authority_code=row.code))
    return given, {number: row.series_id for number, row in placed.items() if row.series_id is not None}


def _find_plans(connection: Connection, decided: Sequence[Row[Any]], plans: Sequence[PlanFacts]) -> dict[int, Row[Any]]:
    """Return plan number -> the decision on it, and write down which plan each is on now, or that it is on none."""
    placed: dict[int, Row[Any]] = {}
    for row in decided:
        number = _number_now(row, plans)
        if number is not None and number not in placed:
            placed[number] = row
    numbers = {row.id: number for number, row in placed.items()}
    moved = [row for row in decided if row.plan_number != numbers.get(row.id)]
    placement = schema.Placement
    gone = update(placement).where(placement.id.in_([row.id for row in moved]))
    connection.execute(gone.values(plan_number=None))  # two may change places
    for row in moved:
        now = update(placement).where(placement.id == row.id)
        connection.execute(now.values(plan_number=numbers.get(row.id)))
    return placed


def _number_now(row: Row[Any], plans: Sequence[PlanFacts]) -> int | None:
    """Return the number of the plan that a decision was made on, as a document is read now; None where none is like it.

    It is the one of the same title, dates and numbers aside; of several the one of the same number. The only plan of
    a document that had one is it under any title.
    """
    key = title_key(row.plan_title)
    same = [plan.plan for plan in plans if title_key(plan.title) == key]
    if row.plan_number in same:
        return int(row.plan_number)
    if key is not None and len(same) == 1:
        return same[0]
    return plans[0].plan if len(plans) == row.plan_count == 1 else None


def give_to_authority(connection: Connection, plan_ids: Iterable[int], named: str, said: Said) -> None:
    """Make plans those of another authority, by its name or code, with the other documents of their versions.

    Raises StoreError for a code that is not known and where there is no such plan.
    """
    name, code = _read_authority(connection, named)
    key = ensure_authority(connection, name, code)
    wanted = list(plan_ids)
    lock_series(connection, _series_of(connection, wanted), authorities=[key])
    for plan_id in wanted:
        plans = _printings(connection, plan_id)
        # what was decided of its versions before was of another authority's plan
        of_other = {} if plans[0].authority_id == key else {"series_id": None}
        _place(connection, plans, said, authority_id=key, **of_other)
        values = {"authority_id": key, "authority_name": name, "authority_code": code}
        of_plans = schema.Plan.id.in_([plan.id for plan in plans])
        connection.execute(update(schema.Plan).where(of_plans).values(**values))
        _find_place(connection, plans, key)
    drop_authorities(connection)


def _read_authority(connection: Connection, named: str) -> tuple[str, str | None]:
    """Return name and code of an authority: of the register, else of the store, else as it is named."""
    known = resolve_authority(named)
    if known is not None:
        return known.name, known.gss_code
    authority = schema.Authority
    held = (authority.name == named.strip()) | (authority.code == named.strip())
    found = connection.execute(select(authority.name, authority.code).where(held)).first()
    if found is not None:
        return found.name, found.code
    if not named.strip() or any(letter.isdigit() for letter in named):
        raise StoreError(f"{named!r} is no authority that is known by its code; write its name")
    return named.strip(), None


def join(connection: Connection, plan_id: int, to: int, said: Said) -> None:
    """Make a plan a version of the plan that another one is a version of.

    Raises StoreError where there is no such plan, or the two are of different authorities.
    """
    plans, target = _printings(connection, plan_id), _printings(connection, to)[0]
    series = schema.PlanSeries
    lock_series(connection, [plans[0].series_id, target.series_id])
    owner = connection.scalar(select(series.authority_id).where(series.id == target.series_id))
    given = {}
    if plans[0].authority_id != owner:
        if plans[0].authority_id is not None or owner is None:
            raise StoreError(f"plans {plan_id} and {to} are of different authorities; give one to the other's first")
        of_plans = schema.Plan.id.in_([plan.id for plan in plans])
        name, code = connection.execute(
            select(schema.Authority.name, schema.Authority.code).where(schema.Authority.id == owner)
        ).one()
        values = {"authority_id": owner, "authority_name": name, "authority_code": code}
        given = {"authority_id": owner}
        connection.execute(update(schema.Plan).where(of_plans).values(**values))
    _place(connection, plans, said, series_id=target.series_id, **given)
    if plans[0].series_id != target.series_id:
        own = _alone(connection, plans, owner)
        linking.join_series(connection, own, into=target.series_id)
        sure = update(schema.Plan).where(schema.Plan.id.in_([plan.id for plan in plans]))
        connection.execute(sure.values(version_confidence=1.0))
    linking.settle(connection, {plans[0].series_id, target.series_id})


def part(connection: Connection, plan_id: int, said: Said) -> None:
    """Make a plan one of its own, apart from those that it was taken for a version of.

    Those are kept where they are by the same decision. Raises StoreError where it is the only version.
    """
    plans = _printings(connection, plan_id)
    series_id = plans[0].series_id
    lock_series(connection, [series_id])
    if linking.is_alone(connection, series_id):
        raise StoreError(f"plan {plan_id} has no other versions that it could be parted from")
    own = linking.take_out(connection, [plan.id for plan in plans], plans[0].authority_id)
    _place(connection, plans, said, series_id=own)
    _place(connection, _plans_where(connection, schema.PlanVersion.series_id == series_id), said, series_id=series_id)
    linking.settle(connection, {series_id, own})


def undo(connection: Connection, plan_ids: Iterable[int], said: Said, *, document_id: int | None = None) -> None:
    """Take back what people decided of plans: they are where the programme takes them to be.

    With a document, what was decided of plans that it is not read to have now is taken back as well. Raises StoreError
    where nobody decided anything of them.
    """
    wanted, placement = set(plan_ids), schema.Placement
    decided = [row for row in _placed(connection) if row.id in wanted]
    waiting = (placement.document_id == document_id) & placement.plan_number.is_(None) & placement.undone_at.is_(None)
    lost = connection.scalars(select(placement.id).where(waiting)).all()
    if not decided and not lost:
        raise StoreError("nobody reassigned that; there is nothing to undo")
    _take_back(connection, lost, said)
    read = [ensure_authority(connection, row.read_name, row.read_code) for row in decided if row.read_name]
    lock_series(connection, _series_of(connection, wanted), authorities=read)
    for row in decided:
        plans = _printings(connection, row.id)
        _find_place(connection, plans, _put_back(connection, plans, (row.made_at, row.made_by), said))
    drop_authorities(connection)


def _take_back(connection: Connection, placement_ids: Collection[int], said: Said) -> None:
    """Write down that decisions hold no more."""
    placement, authority = schema.Placement, schema.Authority
    name = select(authority.name).where(authority.id == placement.authority_id).scalar_subquery()
    undone = {"undone_by": said.by.strip(), "undone_at": said.at, "undone_reason": said.why.strip()}
    let_go = {"given_name": name, "authority_id": None}  # an authority of which nothing else is left goes
    connection.execute(update(placement).where(placement.id.in_(placement_ids)).values(**undone, **let_go))


def _put_back(
    connection: Connection, plans: Sequence[Row[Any]], decision: tuple[dt.datetime, str], said: Said
) -> int | None:
    """Take back what was decided of a version's plans, and what the same decision kept; return their authority.

    Their authority is the one that was read again.
    """
    plan = schema.Plan
    keys = {one.id for one in plans}
    authority_id: int | None = plans[0].authority_id
    for row in _placed(connection):
        kept = (row.made_at, row.made_by) == decision and row.placed_authority is None
        if row.id in keys and row.placed_authority is not None:
            authority_id = ensure_authority(connection, row.read_name, row.read_code) if row.read_name else None
            read = {"authority_id": authority_id, "authority_name": row.read_name, "authority_code": row.read_code}
            connection.execute(update(plan).where(plan.id == row.id).values(**read))
        if row.id in keys or kept:
            _take_back(connection, [row.placement_id], said)
    return authority_id


def plans_of_document(connection: Connection, document_id: int) -> list[int]:
    """Return the keys of the plans read from a document."""
    of_document = (schema.Extraction.document_id == document_id) & schema.Extraction.is_current
    return [row.id for row in _plans_where(connection, of_document)]


def _plans_where(connection: Connection, condition: Any) -> list[Row[Any]]:  # noqa: ANN401 - an SQL expression
    plan, version, extraction = schema.Plan, schema.PlanVersion, schema.Extraction
    columns = (plan.id, plan.number, plan.title, plan.authority_id, plan.authority_name, plan.authority_code)
    wanted = (
        select(*columns, plan.version_id, version.series_id, extraction.document_id)
        .join(version, version.id == plan.version_id)
        .join(extraction, extraction.id == plan.extraction_id)
    )
    return list(connection.execute(wanted.where(condition).order_by(plan.id)))


def _printings(connection: Connection, plan_id: int) -> list[Row[Any]]:
    """Return a plan and the same version in other documents."""
    own = _plans_where(connection, schema.Plan.id == plan_id)
    if not own:
        raise StoreError(f"there is no plan {plan_id}; `councilplans list` prints those there are")
    others = _plans_where(connection, schema.Plan.version_id == own[0].version_id)
    return own + [row for row in others if row.id != plan_id]


def _series_of(connection: Connection, plan_ids: Iterable[int]) -> set[int]:
    return {_printings(connection, plan_id)[0].series_id for plan_id in plan_ids}


def _place(connection: Connection, plans: Sequence[Row[Any]], said: Said, **where: int | None) -> None:
    """Write a decision down beside what was decided before of the same plans."""
    placement = schema.Placement
    _, overridden = read_overridden(connection, [plan.id for plan in plans])
    for plan in plans:
        same = (placement.document_id == plan.document_id) & (placement.plan_number == plan.number)
        same &= placement.undone_at.is_(None)
        before = connection.execute(select(placement.id, placement.authority_id).where(same)).one_or_none()
        values: dict[str, Any] = {**where, "made_by": said.by.strip(), "made_at": said.at, "reason": said.why.strip()}
        values |= {
            "plan_title": overridden.get(plan.id, {}).get("title", plan.title),
            "plan_count": len(plans_of_document(connection, plan.document_id)),
        }
        if "authority_id" in where and (before is None or before.authority_id is None):
            values |= {"read_name": plan.authority_name, "read_code": plan.authority_code}
        if before is None:
            connection.execute(
                insert(placement).values(document_id=plan.document_id, plan_number=plan.number, **values)
            )
        else:
            connection.execute(update(placement).where(placement.id == before.id).values(**values))


def _placed(connection: Connection) -> list[Row[Any]]:
    """Return the placements in force of plans that are read, each with its plan."""
    placement, plan, extraction = schema.Placement, schema.Plan, schema.Extraction
    wanted = (
        select(
            *(placement.id.label("placement_id"), placement.authority_id.label("placed_authority")),
            *(placement.series_id.label("placed_series"), placement.read_name, placement.read_code),
            *(placement.made_by, placement.made_at, plan.id),
        )
        .join(extraction, extraction.document_id == placement.document_id)
        .join(plan, (plan.extraction_id == extraction.id) & (plan.number == placement.plan_number))
        .where(extraction.is_current, placement.undone_at.is_(None))
    )
    return list(connection.execute(wanted.order_by(placement.id)))


def _alone(connection: Connection, plans: Sequence[Row[Any]], authority_id: int | None) -> int:
    """Return the series of a version's plans once it holds nothing else."""
    series_id = linking.series_of(connection, plans[0].id)
    if linking.is_alone(connection, series_id):
        return series_id
    return linking.take_out(connection, [plan.id for plan in plans], authority_id)


def _find_place(connection: Connection, plans: Sequence[Row[Any]], authority_id: int | None) -> None:
    """Let a version of an authority be where loading would put it: with a plan that it continues, or alone."""
    before = linking.series_of(connection, plans[0].id)
    own = _alone(connection, plans, authority_id)
    series = schema.PlanSeries
    connection.execute(update(series).where(series.id == own).values(authority_id=authority_id))
    home = linking.find_home(connection, plans[0].id)
    keys: Collection[int] = [plan.id for plan in plans]
    if home is not None:
        sure = update(schema.Plan).where(schema.Plan.id.in_(keys))
        connection.execute(sure.values(version_confidence=home[1]))
        linking.join_series(connection, own, into=home[0])
    linking.settle(connection, {before, own if home is None else home[0]})
