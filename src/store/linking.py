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

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update
from sqlalchemy.orm import aliased

from store import schema
from store.earlier import keep_earlier
from store.matching import Edition, find_likeliest, plans_alike, title_key
from store.ordering import merge_twins, order_versions
from store.overriding import corrected_dates, find_again, hand_on, in_force, override, restore
from store.rows import series_row
from store.texts import OF_PLANS, OF_SERIES, OTHERS_OF_AUTHORITY, OTHERS_OF_TITLE, PlanText, read_texts
from store.thread_keys import link_threads, make_threads

CONTINUES = 0.6  # how likely a plan must be a version of a series to join it
CONTINUES_UNKNOWN = 0.8  # the same where the authority is not known
_PLACE = (
    select(schema.PlanSeries.id, schema.PlanSeries.authority_id, schema.PlanSeries.title_key)
    .join(schema.PlanVersion, schema.PlanVersion.series_id == schema.PlanSeries.id)
    .join(schema.Plan, schema.Plan.version_id == schema.PlanVersion.id)
    .where(schema.Plan.id == bindparam("plan"))
)
_OTHER = aliased(schema.PlanSeries)
_WITH_COMPANY = select(schema.PlanSeries.id).where(
    schema.PlanSeries.id.in_(bindparam("series", expanding=True)),
    exists().where(_OTHER.authority_id == schema.PlanSeries.authority_id, _OTHER.id != schema.PlanSeries.id)
    | exists().where(
        schema.PlanSeries.authority_id.is_(None),
        _OTHER.authority_id.is_(None),
        _OTHER.title_key == schema.PlanSeries.title_key,
        _OTHER.id != schema.PlanSeries.id,
    ),
)
_CONFIDE = (
    update(schema.Plan).where(schema.Plan.id == bindparam("plan")).values(version_confidence=bindparam("confidence"))
)
_DELETE_EMPTY = delete(schema.PlanVersion).where(
    schema.PlanVersion.series_id == bindparam("series"),
    ~exists().where(schema.Plan.version_id == schema.PlanVersion.id),
)
_DELETE_SERIES = delete(schema.PlanSeries).where(schema.PlanSeries.id == bindparam("of"))
_LAST = aliased(schema.PlanVersion)
_MOVES = (
    update(schema.PlanVersion)
    .where(schema.PlanVersion.series_id == bindparam("of"))
    .values(
        series_id=bindparam("to"),
        number=schema.PlanVersion.number
        + select(func.coalesce(func.max(_LAST.number), 0)).where(_LAST.series_id == bindparam("to")).scalar_subquery(),
        is_latest=False,
    ),
    *(
        update(model).where(model.series_id == bindparam("of")).values(series_id=bindparam("to"))
        for model in (schema.ActionThread, schema.Placement)
    ),
)
_NAMES = select(schema.Plan.id, schema.Plan.title, schema.Plan.plan_type).where(
    schema.Plan.id.in_(bindparam("plans", expanding=True))
)
_NAME_SERIES = (
    update(schema.PlanSeries)
    .where(schema.PlanSeries.id == bindparam("series"))
    .values(title=bindparam("name"), title_key=bindparam("key"), plan_type=bindparam("type"))
)
_IS_LATEST = schema.Action.plan_id == bindparam("latest")
_MARK_LATEST = (
    update(schema.Action)
    .where(schema.Action.plan_id.in_(bindparam("plans", expanding=True)))
    .where((_IS_LATEST & ~schema.Action.is_latest) | (~_IS_LATEST & schema.Action.is_latest))
    .values(is_latest=_IS_LATEST)
)


@dataclass(frozen=True, slots=True)
class _Place:
    """The series of a plan, and by what others are found that it may continue."""

    series_id: int
    authority_id: int | None
    title_key: str | None


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
        here = _read_place(connection, plan_id)
        own = here.series_id
        if plan_id in settled:
            changed.add(own)
            if not is_alone(connection, own):
                continue
        home = (placed[number], 1.0) if number in placed else _find_home(connection, plan_id, here, waiting)
        if home is None or home[0] == own:
            continue
        connection.execute(_CONFIDE, {"plan": plan_id, "confidence": home[1]})
        join_series(connection, own, into=home[0])
        changed = {*changed - {own}, home[0]}
    return changed


def series_of(connection: Connection, plan_id: int) -> int:
    """Return the series that a plan is of."""
    return _read_place(connection, plan_id).series_id


def series_of_extractions(connection: Connection, extraction_ids: Collection[int]) -> set[int]:
    """Return the series that extractions have plans of."""
    held = select(schema.PlanVersion.series_id).join(schema.Plan).where(schema.Plan.extraction_id.in_(extraction_ids))
    return set(connection.scalars(held.distinct()))


def _read_place(connection: Connection, plan_id: int) -> _Place:
    return _Place(*connection.execute(_PLACE, {"plan": plan_id}).one())


def is_alone(connection: Connection, series_id: int) -> bool:
    """Say whether a series has one version."""
    versions = select(func.count(schema.PlanVersion.id)).where(schema.PlanVersion.series_id == series_id)
    return connection.execute(versions).scalar_one() == 1


def with_company(connection: Connection, series_ids: Collection[int]) -> set[int]:
    """Return those of some series beside which there is another that `find_home` would compare them with."""
    return set(connection.scalars(_WITH_COMPANY, {"series": list(series_ids)}))


def find_home(connection: Connection, plan_id: int) -> tuple[int, float] | None:
    """Return the series that a plan continues and how likely that is; None where it stands alone.

    Series of the same authority are asked. A plan of an authority that is not known is only compared with such
    plans of the same title, dates aside, and has to be more alike.
    """
    return _find_home(connection, plan_id, _read_place(connection, plan_id), ())


def _find_home(
    connection: Connection, plan_id: int, here: _Place, waiting: Collection[int]
) -> tuple[int, float] | None:
    if here.authority_id is None and here.title_key is None:
        return None
    known = here.authority_id is not None
    if known:
        latest = read_texts(connection, OTHERS_OF_AUTHORITY, series=here.series_id, authority=here.authority_id)
    else:
        latest = read_texts(connection, OTHERS_OF_TITLE, series=here.series_id, title=here.title_key)
    latest = [text for text in latest if text.plan_id not in waiting]
    if not latest:
        return None
    new = read_texts(connection, OF_PLANS, plans=[plan_id])[0]
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
    moved = {"of": series_id, "to": into}
    for statement in _MOVES:
        connection.execute(statement, moved)
    connection.execute(_DELETE_SERIES, {"of": series_id})


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
    reach = restore(connection, series_id)
    is_corrected = bool(in_force(connection, series_id))
    if is_corrected:
        hand_on(connection, series_id, reach)
    emptied = connection.execute(_DELETE_EMPTY, {"series": series_id}).rowcount
    plans = read_texts(connection, OF_SERIES, series=series_id)
    if not plans:
        connection.execute(_DELETE_SERIES, {"of": series_id})
        return
    has_earlier = emptied or len({plan.version_id for plan in plans}) > 1
    plans = merge_twins(connection, plans, corrected_dates(connection, series_id) if is_corrected else {})
    dates = corrected_dates(connection, series_id) if is_corrected else {}
    editions = order_versions(connection, series_id, plans, dates)
    link_threads(connection, series_id, editions)
    if is_corrected:
        find_again(connection, series_id)
    _mark_latest(connection, editions)
    if is_corrected:
        override(connection, series_id)
    if has_earlier:
        keep_earlier(connection, series_id)
    _name_series(connection, series_id, editions)


def _mark_latest(connection: Connection, editions: Sequence[Sequence[PlanText]]) -> None:
    """Mark the actions of the latest version, in the document that speaks for it."""
    keys = [plan.plan_id for plans in editions for plan in plans]
    connection.execute(_MARK_LATEST, {"latest": editions[-1][0].plan_id, "plans": keys})


def _name_series(connection: Connection, series_id: int, editions: Sequence[Sequence[PlanText]]) -> None:
    """Let a series bear the title and type of its latest version that has one; found by the title as printed."""
    leads = [plans[0] for plans in reversed(editions)]
    printed = next((lead.title for lead in leads if lead.title), None)
    named = {row.id: row for row in connection.execute(_NAMES, {"plans": [lead.plan_id for lead in leads]})}
    title = next((named[lead.plan_id].title for lead in leads if named[lead.plan_id].title), None)
    plan_type = next((named[lead.plan_id].plan_type for lead in leads if named[lead.plan_id].plan_type), None)
    values = {"series": series_id, "name": title, "key": title_key(printed), "type": plan_type}
    connection.execute(_NAME_SERIES, values)
