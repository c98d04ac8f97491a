"""Plans through time: which plans are versions of one series, and which actions go on in them.

A plan that is loaded begins as a series of its own. Where the same authority has a series that it plainly continues,
it joins that one; where a version prints the same, it is another document of that version. Then the series is
settled: versions in the order of their dates, one document that speaks for each, actions tied into threads. Settling
is a function of what the series holds, so that the order of loading does not matter for dated versions; keys of
threads and versions are kept, since corrections hang on them.

All functions work inside the caller's transaction; the authority's row is locked before, so that two loaders never
settle one series at once.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update
from sqlalchemy.orm import aliased

from normalise.edtf import days_of
from store import schema
from store.matching import Edition, find_likeliest, may_be_same_day, plans_alike, same_version, title_key
from store.overriding import corrected_dates, find_again, hand_on, in_force, move, override, restore
from store.rows import series_row
from store.texts import PlanText, read_rows, read_texts
from store.thread_keys import link_threads, make_threads

CONTINUES = 0.6  # how likely a plan must be a version of a series to join it
CONTINUES_UNKNOWN = 0.8  # the same where the authority is not known
# Of documents that print one version, the one with most actions speaks for it; of equals, the form that is read best.
_FORMS = ("wordprocessingml", "html", "opendocument", "msword", "spreadsheet", "excel", "pdf")
_PLACE = (
    select(schema.PlanSeries.id, schema.PlanSeries.authority_id, schema.PlanSeries.title_key)
    .join(schema.PlanVersion, schema.PlanVersion.series_id == schema.PlanSeries.id)
    .join(schema.Plan, schema.Plan.version_id == schema.PlanVersion.id)
    .where(schema.Plan.id == bindparam("plan"))
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


def begin_series(connection: Connection, authority_id: int | None, title: str | None, plan_type: str | None) -> int:
    """Make a series without versions; return its key."""
    return _insert_one(connection, schema.PlanSeries, series_row(authority_id, title, plan_type))


def _insert_one(connection: Connection, model: type[schema.Base], values: Mapping[str, object]) -> int:
    key: int = connection.execute(insert(model).values(**values).returning(model.__table__.c.id)).scalar_one()
    return key


def find_homes(
    connection: Connection,
    plans: Mapping[int, int],
    placed: Mapping[int, int],
    settled: Collection[int],
    waiting: Collection[int] = (),
) -> set[int]:
    """Let each plan join the series that a person gave it, or that it plainly continues.

    Plans are given by their number in the document, placed ones as number -> series; those of `settled` are where
    they belong, unless their authority has another series now that they continue. Plans that are waiting for their turn
    are passed over. Returns the series to settle.
    """
    changed = set()
    for number, plan_id in plans.items():
        own = series_of(connection, plan_id)
        if plan_id in settled:
            changed.add(own)
            if not is_alone(connection, own):
                continue
        home = (placed[number], 1.0) if number in placed else find_home(connection, plan_id, waiting)
        if home is None or home[0] == own:
            continue
        confident = update(schema.Plan).where(schema.Plan.id == plan_id).values(version_confidence=home[1])
        connection.execute(confident)
        join_series(connection, own, into=home[0])
        changed = {*changed - {own}, home[0]}
    return changed


def series_of(connection: Connection, plan_id: int) -> int:
    """Return the series that a plan is of."""
    key: int = connection.execute(_PLACE, {"plan": plan_id}).one().id
    return key


def is_alone(connection: Connection, series_id: int) -> bool:
    """Say whether a series has one version."""
    versions = select(func.count(schema.PlanVersion.id)).where(schema.PlanVersion.series_id == series_id)
    return connection.execute(versions).scalar_one() == 1


def with_company(connection: Connection, series_ids: Collection[int]) -> set[int]:
    """Return those of some series beside which there is another that `find_home` would compare them with."""
    series, other = schema.PlanSeries, aliased(schema.PlanSeries)
    of_authority = other.authority_id == series.authority_id
    of_title = series.authority_id.is_(None) & other.authority_id.is_(None) & (other.title_key == series.title_key)
    found: set[int] = set()
    for alike in (of_authority, of_title):
        beside = exists().where(alike, other.id != series.id)
        found |= set(connection.scalars(select(series.id).where(series.id.in_(series_ids), beside)))
    return found


def find_home(connection: Connection, plan_id: int, waiting: Collection[int] = ()) -> tuple[int, float] | None:
    """Return the series that a plan continues and how likely that is; None where it stands alone.

    Series of the same authority are asked. A plan of an authority that is not known is only compared with such
    plans of the same title, dates aside, and has to be more alike.
    """
    here = connection.execute(_PLACE, {"plan": plan_id}).one()
    if here.authority_id is None and here.title_key is None:
        return None
    known = here.authority_id is not None
    series = schema.PlanSeries
    wanted = series.authority_id == here.authority_id
    if not known:
        wanted = series.authority_id.is_(None) & (series.title_key == here.title_key)
    present = schema.Plan.is_lead & schema.Plan.id.not_in(waiting)
    latest = read_texts(connection, wanted & (series.id != here.id) & present)
    if not latest:
        return None
    new = read_texts(connection, schema.Plan.id == plan_id)[0]
    latest.sort(key=lambda text: text.series_id)  # of equals, the series that was there first
    found = find_likeliest(
        [_edition(text) for text in latest], _edition(new), CONTINUES if known else CONTINUES_UNKNOWN
    )
    return (latest[found[0]].series_id, found[1]) if found else None


def likelihood(old: PlanText, new: PlanText) -> float:
    """Return how likely a plan is another version of one, whichever came first."""
    return plans_alike(_edition(old), _edition(new))


def _edition(text: PlanText) -> Edition:
    return Edition(text.actions, text.title, text.plan_type)


def join_series(connection: Connection, series_id: int, into: int) -> None:
    """Make all versions and threads of a series those of another; settle that one afterwards."""
    version = schema.PlanVersion
    last = select(func.coalesce(func.max(version.number), 0)).where(version.series_id == into).scalar_subquery()
    moved = {"series_id": into, "number": version.number + last, "is_latest": False}
    connection.execute(update(version).where(version.series_id == series_id).values(**moved))
    for model in (schema.ActionThread, schema.Placement):
        connection.execute(update(model).where(model.series_id == series_id).values(series_id=into))
    connection.execute(delete(schema.PlanSeries).where(schema.PlanSeries.id == series_id))


def take_out(
    connection: Connection, plan_ids: Collection[int], authority_id: int | None, *, going: Collection[int] = ()
) -> int:
    """Give the plans of a version a series of their own, with what was corrected there; return its key.

    Settle both series after. Where other documents print the version too, but for those of `going`, corrections stay
    with them.
    """
    plan, action, version = schema.Plan, schema.Action, schema.PlanVersion
    held = select(plan.version_id, plan.title, plan.plan_type, version.first_seen).join(version)
    was = connection.execute(held.where(plan.id == min(plan_ids))).one()
    series_id = begin_series(connection, authority_id, was.title, was.plan_type)
    begun = {"series_id": series_id, "number": 1, "is_latest": True, "first_seen": was.first_seen}
    version_id = _insert_one(connection, version, begun)
    moved = {"version_id": version_id, "is_lead": False, "version_confidence": None}
    connection.execute(update(plan).where(plan.id.in_(plan_ids)).values(**moved))
    connection.execute(update(plan).where(plan.id == min(plan_ids)).values(is_lead=True))
    own = dict(connection.execute(select(action.id, action.thread_id).where(action.plan_id.in_(plan_ids))).all())
    threads = set(own.values())
    left = select(func.count(plan.id)).where(plan.version_id == was.version_id, plan.id.not_in(going))
    alone = not connection.scalar(left)
    if alone:
        corrected = select(schema.Correction.thread_id).where(schema.Correction.version_id == was.version_id)
        threads |= {thread for thread in connection.scalars(corrected) if thread is not None}
    fresh = dict(zip(sorted(threads), make_threads(connection, series_id, len(threads)), strict=True))
    if own:
        given = [{"key": key, "thread": fresh[thread]} for key, thread in own.items()]
        one = update(action).where(action.id == bindparam("key")).values(thread_id=bindparam("thread"))
        connection.execute(one, given)
    if alone:
        _move_corrections(connection, was.version_id, version_id, fresh)
    return series_id


def _move_corrections(connection: Connection, version_id: int, into: int, threads: Mapping[int, int]) -> None:
    """Let what was corrected in a version be of a new one, that has none yet, with new threads."""
    correction = schema.Correction
    of_version = correction.version_id == version_id
    for thread, own in threads.items():
        of_thread = update(correction).where(of_version, correction.thread_id == thread)
        connection.execute(of_thread.values(version_id=into, thread_id=own))
    of_plan = update(correction).where(of_version, correction.thread_id.is_(None))
    connection.execute(of_plan.values(version_id=into))


def settle(connection: Connection, series_ids: Iterable[int]) -> None:
    """Put each series in order: versions, documents that speak for them, threads; what is left of nothing goes."""
    for series_id in sorted(set(series_ids)):
        _settle(connection, series_id)


def _settle(connection: Connection, series_id: int) -> None:
    plan, version = schema.Plan, schema.PlanVersion
    reach = restore(connection, series_id)
    is_corrected = bool(in_force(connection, series_id))
    if is_corrected:
        hand_on(connection, series_id, reach)
    empty = ~exists().where(plan.version_id == version.id)
    connection.execute(delete(version).where(version.series_id == series_id, empty))
    plans = read_texts(connection, version.series_id == series_id)
    if not plans:
        connection.execute(delete(schema.PlanSeries).where(schema.PlanSeries.id == series_id))
        return
    plans = _merge_twins(connection, plans, corrected_dates(connection, series_id) if is_corrected else {})
    dates = corrected_dates(connection, series_id) if is_corrected else {}
    of_version = _choose_leads(connection, [_dated(plan, dates) for plan in plans])
    editions = _order_versions(connection, series_id, of_version)
    link_threads(connection, series_id, editions)
    if is_corrected:
        find_again(connection, series_id)
    _mark_latest(connection, editions)
    if is_corrected:
        override(connection, series_id)
    _name_series(connection, series_id, editions)


def _dated(plan: PlanText, dates: Mapping[int, str | None]) -> PlanText:
    """Return a plan with the date that a person gave its version, where one did."""
    if plan.version_id not in dates:
        return plan
    as_of = dates[plan.version_id]
    start, end = days_of(as_of)
    return dataclasses.replace(plan, as_of=as_of, as_of_start=start, as_of_end=end)


def _merge_twins(connection: Connection, plans: Sequence[PlanText], dates: Mapping[int, str | None]) -> list[PlanText]:
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


def _order_versions(
    connection: Connection, series_id: int, of_version: Mapping[int, list[PlanText]]
) -> list[list[PlanText]]:
    """Return the plans of each version, by date; write down numbers and dates.

    A version without a date stands after those that were loaded before it.
    """
    version = schema.PlanVersion
    printed = (version.as_of_edtf, version.as_of_start, version.as_of_end)
    columns = select(version.id, version.number, version.is_latest, *printed, version.first_seen)
    held = {row.id: row for row in connection.execute(columns.where(version.series_id == series_id))}
    days: dict[int, tuple[dt.date, int]] = {}
    reached = dt.date.min
    dates: dict[int, PlanText | None] = {}
    for place, key in enumerate(sorted(held, key=lambda key: (held[key].first_seen, key))):
        dated = next((plan for plan in of_version[key] if plan.as_of_start), None)
        dates[key] = dated
        days[key] = (dated.as_of_end or dated.as_of_start or reached) if dated else reached, place
        reached = max(reached, days[key][0])
    ordered = sorted(of_version, key=lambda key: days[key])
    given = []
    for number, key in enumerate(ordered, start=1):
        dated = dates[key]
        told = (dated.as_of, dated.as_of_start, dated.as_of_end) if dated else (None, None, None)
        row = (key, number, number == len(ordered), *told)
        if tuple(held[key])[:-1] != row:  # most stays as it was
            given.append(dict(zip(("key", "place", "latest", "edtf", "start", "end"), row, strict=True)))
    if given:
        moved = update(version).where(version.id.in_([row["key"] for row in given]))
        connection.execute(moved.values(number=-version.id, is_latest=False))  # two may change places
        connection.execute(_WRITE_VERSION, given)
    return [of_version[key] for key in ordered]


def _mark_latest(connection: Connection, editions: Sequence[Sequence[PlanText]]) -> None:
    """Mark the actions of the latest version, in the document that speaks for it."""
    action = schema.Action
    is_latest = action.plan_id == editions[-1][0].plan_id
    everyone = action.plan_id.in_([plan.plan_id for plans in editions for plan in plans])
    wrong = (is_latest & ~action.is_latest) | (~is_latest & action.is_latest)
    connection.execute(update(action).where(everyone, wrong).values(is_latest=is_latest))


def _name_series(connection: Connection, series_id: int, editions: Sequence[Sequence[PlanText]]) -> None:
    """Let a series bear the title and type of its latest version that has one; found by the title as printed."""
    plan = schema.Plan
    leads = [plans[0] for plans in reversed(editions)]
    printed = next((lead.title for lead in leads if lead.title), None)
    columns = select(plan.id, plan.title, plan.plan_type).where(plan.id.in_([lead.plan_id for lead in leads]))
    named = {row.id: row for row in connection.execute(columns)}
    title = next((named[lead.plan_id].title for lead in leads if named[lead.plan_id].title), None)
    plan_type = next((named[lead.plan_id].plan_type for lead in leads if named[lead.plan_id].plan_type), None)
    of_series = update(schema.PlanSeries).where(schema.PlanSeries.id == series_id)
    connection.execute(of_series.values(title=title, title_key=title_key(printed), plan_type=plan_type))
