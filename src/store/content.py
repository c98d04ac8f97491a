"""What extractions hold, written as rows of all tables: a statement for each table, for some documents together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from normalise.model import ActionRecord, PlanFacts, PlanRecord
from store import rows, schema, search
from store.authorities import find_authorities
from store.bulk import insert_rows, reserve_keys
from store.connect import RecordRefused
from store.linking import series_of_extractions
from store.locks import lock_series
from store.placing import apply_placements


@dataclass(frozen=True, slots=True)
class Extracted:
    """A record and the extraction that it is the content of; `former` is the one whose place that took."""

    record: PlanRecord
    extraction_id: int
    former: int | None
    made_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Written:
    """The plans of an extraction, by their number in the document: keys, and the series that each begins.

    `homes` are the series that people said some of them belong to.
    """

    plan_of: Mapping[int, int]
    series_of: Mapping[int, int]
    homes: Mapping[int, int]
    former: int | None


@dataclass(frozen=True, slots=True)
class _Placed:
    """An extraction with what people and the store say of its plans: their facts, homes and authorities."""

    extracted: Extracted
    plans: Sequence[PlanFacts]
    homes: Mapping[int, int]
    authorities: Mapping[int, int]


def write_content(connection: Connection, extracted: Sequence[Extracted]) -> list[Written]:
    """Store the content of extractions, each plan as a series of its own with one version; return what it became.

    Authorities, and the series that the plans may join, are held until the end. Raises RecordRefused for a record
    that names a plan which it does not have.
    """
    placed = _place(connection, extracted)
    _lock(connection, placed)
    counts = {
        **dict.fromkeys((schema.PlanSeries, schema.PlanVersion, schema.Plan), sum(len(one.plans) for one in placed)),
        schema.PlanTable: sum(len(one.record.tables) for one in extracted),
        **dict.fromkeys((schema.ActionThread, schema.Action), sum(len(one.record.actions) for one in extracted)),
    }
    keys = {model: iter(reserved) for model, reserved in reserve_keys(connection, counts).items()}
    content: dict[type[schema.Base], list[rows.Row]] = {model: [] for model in _PARENTS_FIRST}
    actions: list[tuple[int, ActionRecord]] = []
    written = []
    for one in placed:
        written.append(_add_plans(content, one, keys))
        actions += _add_rows(content, one.extracted, written[-1], keys)
    for model, found in (*content.items(), *rows.rows_of_actions(actions).items()):
        insert_rows(connection, model, found)
    search.index_plans(connection, [key for one in written for key in one.plan_of.values()])
    return written


_PARENTS_FIRST = (
    *(schema.PlanSeries, schema.PlanVersion, schema.Plan, schema.PlanTable, schema.PlanColumn, schema.IssueRow),
    *(schema.ActionThread, schema.Action),
)


def _place(connection: Connection, extracted: Sequence[Extracted]) -> list[_Placed]:
    """Return extractions with what people decided of their plans, and the authorities of these."""
    extraction, placement = schema.Extraction, schema.Placement
    wanted = select(extraction.id).join(placement, placement.document_id == extraction.document_id)
    keys = [one.extraction_id for one in extracted]
    decided = set(connection.scalars(wanted.where(extraction.id.in_(keys))))
    told = [
        apply_placements(connection, one.extraction_id, one.record.plans)
        if one.extraction_id in decided
        else (one.record.plans, {})
        for one in extracted
    ]
    found = find_authorities(connection, [plan for plans, _ in told for plan in plans])
    return [
        _Placed(one, plans, homes, {plan.plan: found[plan] for plan in plans if plan in found})
        for one, (plans, homes) in zip(extracted, told, strict=True)
    ]


def _lock(connection: Connection, placed: Sequence[_Placed]) -> None:
    """Hold the authorities of plans, and all series that they come from or may join."""
    formers = [one.extracted.former for one in placed if one.extracted.former is not None]
    series = {home for one in placed for home in one.homes.values()}
    series |= series_of_extractions(connection, formers) if formers else set()
    authorities = {key for one in placed for key in one.authorities.values()}
    titles = {plan.title for one in placed for plan in one.plans if plan.plan not in one.authorities}
    lock_series(connection, series, authorities=authorities, titles=titles)


def _add_plans(
    content: Mapping[type[schema.Base], list[rows.Row]],
    placed: _Placed,
    keys: Mapping[type[schema.Base], Iterator[int]],
) -> Written:
    """Add the rows of the plans of an extraction, each with the series and version that it begins."""
    plan_of, series_of = {}, {}
    for plan in placed.plans:
        authority = placed.authorities.get(plan.plan)
        series, version, key = (next(keys[m]) for m in (schema.PlanSeries, schema.PlanVersion, schema.Plan))
        series_of[plan.plan], plan_of[plan.plan] = series, key
        content[schema.PlanSeries].append({"id": series, **rows.series_row(authority, plan.title, plan.plan_type)})
        content[schema.PlanVersion].append({"id": version, **rows.version_row(series, plan, placed.extracted.made_at)})
        facts = rows.plan_row(plan, placed.extracted.extraction_id, authority, version)
        content[schema.Plan].append({"id": key, **facts})
    return Written(plan_of, series_of, placed.homes, placed.extracted.former)


def _add_rows(
    content: Mapping[type[schema.Base], list[rows.Row]],
    extracted: Extracted,
    written: Written,
    keys: Mapping[type[schema.Base], Iterator[int]],
) -> list[tuple[int, ActionRecord]]:
    """Add the rows of tables, issues and actions of an extraction; return the actions with their keys."""
    record, own = extracted.record, extracted.extraction_id
    actions = []
    try:
        for sequence, table in enumerate(record.tables, start=1):
            key, plan = next(keys[schema.PlanTable]), None if table.plan is None else written.plan_of[table.plan]
            content[schema.PlanTable].append({"id": key, **rows.table_row(table, sequence, own, plan)})
            content[schema.PlanColumn].extend(rows.column_rows(table, key))
        for action in record.actions:
            thread, key = next(keys[schema.ActionThread]), next(keys[schema.Action])
            content[schema.ActionThread].append({"id": thread, "series_id": written.series_of[action.plan]})
            content[schema.Action].append({"id": key, **rows.action_row(action, written.plan_of[action.plan], thread)})
            actions.append((key, action))
    except KeyError as error:
        raise RecordRefused(f"{record.source.path}: the record has no plan {error}, yet a row of it names it") from None
    content[schema.IssueRow].extend(rows.issue_rows(record.issues, extraction_id=own, failure_id=None))
    return actions
