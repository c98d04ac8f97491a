"""The versions of a series: which documents print the same one, which of them speaks for it, and their order."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, select, update

from normalise.edtf import days_of
from store import schema
from store.matching import may_be_same_day, same_version
from store.overriding import move
from store.texts import PlanText, read_rows

# Of documents that print one version, the one with most actions speaks for it; of equals, the form that is read best.
_FORMS = ("wordprocessingml", "html", "opendocument", "msword", "spreadsheet", "excel", "pdf")
_VERSIONS = select(
    *(schema.PlanVersion.id, schema.PlanVersion.number, schema.PlanVersion.is_latest),
    *(schema.PlanVersion.as_of_edtf, schema.PlanVersion.as_of_start, schema.PlanVersion.as_of_end),
    schema.PlanVersion.first_seen,
).where(schema.PlanVersion.series_id == bindparam("series"))
_SET_ASIDE = (
    update(schema.PlanVersion)
    .where(schema.PlanVersion.id.in_(bindparam("keys", expanding=True)))
    .values(number=-schema.PlanVersion.id, is_latest=False)
)
_WRITE_VERSION = (
    update(schema.PlanVersion)
    .where(schema.PlanVersion.id == bindparam("key"))
    .values(
        number=bindparam("place"),
        is_latest=bindparam("latest"),
        as_of_edtf=bindparam("edtf"),
        as_of_start=bindparam("start"),
        as_of_end=bindparam("end"),
    )
)


def _dated(plan: PlanText, dates: Mapping[int, str | None]) -> PlanText:
    """Return a plan with the date that a person gave its version, where one did."""
    if plan.version_id not in dates:
        return plan
    as_of = dates[plan.version_id]
    start, end = days_of(as_of)
    return dataclasses.replace(plan, as_of=as_of, as_of_start=start, as_of_end=end)


def merge_twins(connection: Connection, plans: Sequence[PlanText], dates: Mapping[int, str | None]) -> list[PlanText]:
    """Return the plans once those of different documents that print the same are made one version.

    Versions of one date may be one, whether the date is printed or a person's.
    """
    told_of = {plan.plan_id: (plan.as_of, _dated(plan, dates).as_of) for plan in plans}
    doubtful = [
        (earlier.plan_id, later.plan_id, days)
        for n, later in enumerate(plans)
        for earlier in plans[:n]
        if earlier.version_id != later.version_id and earlier.extraction_id != later.extraction_id
        for days in set(zip(told_of[earlier.plan_id], told_of[later.plan_id], strict=True))
        if may_be_same_day(*days)
    ]
    rows = read_rows(connection, {key for *pair, _ in doubtful for key in pair}) if doubtful else {}
    version_of = {plan.plan_id: plan.version_id for plan in plans}
    for earlier, later, days in doubtful:
        into, gone = version_of[earlier], version_of[later]
        if into != gone and same_version(rows[earlier], rows[later], *days):
            _merge_versions(connection, gone, into)
            version_of = {plan: into if of == gone else of for plan, of in version_of.items()}
    return [
        plan
        if version_of[plan.plan_id] == plan.version_id
        else dataclasses.replace(plan, version_id=version_of[plan.plan_id], is_lead=False)
        for plan in plans
    ]


def _merge_versions(connection: Connection, gone: int, into: int) -> None:
    plan, link, correction = schema.Plan, schema.ThreadLink, schema.Correction
    threads = select(correction.thread_id).where(correction.version_id == gone).distinct()
    move(connection, {(gone, thread): (into, thread) for thread in connection.scalars(threads)})
    connection.execute(update(plan).where(plan.version_id == gone).values(version_id=into, is_lead=False))
    connection.execute(delete(link).where(link.version_id == gone))
    connection.execute(delete(schema.PlanVersion).where(schema.PlanVersion.id == gone))


def _choose_leads(connection: Connection, plans: Sequence[PlanText]) -> dict[int, list[PlanText]]:
    """Return version -> its plans, the one that speaks for it first; write down which that is."""
    of_version: dict[int, list[PlanText]] = defaultdict(list)
    for plan in plans:
        of_version[plan.version_id].append(plan)
    for printed in of_version.values():
        printed.sort(key=lambda plan: (-len(plan.actions), _form_rank(plan.media_type), plan.sha256))
    for is_lead in (False, True):  # one at a time may lead
        new = [
            plan.plan_id
            for printed in of_version.values()
            for plan in printed
            if plan.is_lead is not is_lead and (plan is printed[0]) is is_lead
        ]
        if new:
            connection.execute(update(schema.Plan).where(schema.Plan.id.in_(new)).values(is_lead=is_lead))
    return dict(of_version)


def _form_rank(media_type: str) -> int:
    return next((n for n, form in enumerate(_FORMS) if form in media_type), len(_FORMS))


def order_versions(
    connection: Connection, series_id: int, plans: Sequence[PlanText], dates: Mapping[int, str | None]
) -> list[list[PlanText]]:
    """Return the plans of each version, by date, the one that speaks for it first; write all that down.

    `dates` are those that people gave versions. A version without a date stands after those that were loaded before it.
    """
    of_version = _choose_leads(connection, [_dated(plan, dates) for plan in plans])
    held = {row.id: row for row in connection.execute(_VERSIONS, {"series": series_id})}
    days: dict[int, tuple[dt.date, int]] = {}
    reached = dt.date.min
    speaking: dict[int, PlanText | None] = {}
    for place, key in enumerate(sorted(held, key=lambda key: (held[key].first_seen, key))):
        dated = next((plan for plan in of_version[key] if plan.as_of_start), None)
        speaking[key] = dated
        days[key] = (dated.as_of_end or dated.as_of_start or reached) if dated else reached, place
        reached = max(reached, days[key][0])
    ordered = sorted(of_version, key=lambda key: days[key])
    given = []
    for number, key in enumerate(ordered, start=1):
        dated = speaking[key]
        told = (dated.as_of, dated.as_of_start, dated.as_of_end) if dated else (None, None, None)
        row = (key, number, number == len(ordered), *told)
        if tuple(held[key])[:-1] != row:  # most stays as it was
            given.append(dict(zip(("key", "place", "latest", "edtf", "start", "end"), row, strict=True)))
    if given:
        connection.execute(_SET_ASIDE, {"keys": [row["key"] for row in given]})  # two may change places
        connection.execute(_WRITE_VERSION, given)
    return [of_version[key] for key in ordered]
