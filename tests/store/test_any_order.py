"""Whatever is done to a store in whatever order, what holds of every store holds after each step."""

import random
from collections import Counter

import pytest
from sqlalchemy import func, select, text

from normalise.model import Status
from store import StoreError
from store.schema import Action, ActionThread, Authority, Correction, OverriddenReading, Plan, PlanSeries, PlanVersion

from .test_series import FIRST, SECOND, THIRD, WORDS, plan, rows

TWIN = plan("second.docx", "2024-06", rows([Status.COMPLETE] + [Status.IN_PROGRESS] * 4, WORDS[1:]), media="docx")
UNDATED = plan("undated.html", None, rows([Status.DELAYED] * 6), media="html")
UNNAMED = plan("unnamed.pdf", "2024-03", rows([Status.UNKNOWN] * 6), authority=None)
ELSEWHERE = plan("elsewhere.pdf", "2024-05", rows([Status.UNKNOWN] * 6), authority="Port Ellery Town Council")
DOCUMENTS = (FIRST, SECOND, THIRD, TWIN, UNDATED, UNNAMED, ELSEWHERE)
WHO = {"by": "A. Auditor", "reason": "the minutes say so"}
AUTHORITIES = ("Saltmarsh Harbour Council", "Port Ellery Town Council", "Upper Wick Parish Council")


def check(store):
    """Assert what holds of every store."""
    with store.reading() as session:

        def count(query):
            return session.scalar(select(func.count()).select_from(query.subquery()))

        versions = session.execute(select(PlanVersion.series_id, PlanVersion.number, PlanVersion.is_latest)).all()
        numbers = Counter()
        for series, number, is_latest in sorted(versions):
            numbers[series] += 1
            assert number == numbers[series]
            assert is_latest == (number == sum(of == series for of, *_ in versions))
        assert set(numbers) == set(session.scalars(select(PlanSeries.id)))  # no series without a version
        leads = session.execute(
            select(PlanVersion.id, func.count(Plan.id))
            .outerjoin(PlanVersion.plans.and_(Plan.is_lead))
            .group_by(PlanVersion.id)
        )
        assert {lead for _, lead in leads} <= {1}  # one document speaks for each version
        astray = select(Action.id).join(Action.plan).join(Plan.version).join(Action.thread)
        assert not count(astray.where(PlanVersion.series_id != ActionThread.series_id))
        twice = select(Action.thread_id, Action.plan_id).group_by(Action.thread_id, Action.plan_id)
        assert not count(twice.having(func.count() > 1))  # an action is in a plan once
        empty = select(ActionThread.id).outerjoin(Action).outerjoin(Correction, Correction.thread_id == ActionThread.id)
        assert not count(empty.where(Action.id.is_(None), Correction.id.is_(None)))
        marked = select(Action.id).join(Action.plan).join(Plan.version)
        assert not count(marked.where(Action.is_latest != (PlanVersion.is_latest & Plan.is_lead)))
        assert session.scalar(text("SELECT count(*) FROM action_search")) == count(select(Action.id))
        assert not count(
            select(Plan.id)
            .join(Plan.version)
            .join(PlanVersion.series)
            .where(Plan.authority_id != PlanSeries.authority_id)
        )
        used = set(session.scalars(select(PlanSeries.authority_id))) | set(session.scalars(select(Plan.authority_id)))
        assert set(session.scalars(select(Authority.id))) <= used
        overriding = select(OverriddenReading.id).join(Correction, OverriddenReading.correction_id == Correction.id)
        assert not count(overriding.where(Correction.withdrawn_at.is_not(None)))


def step(store, chance):
    """Do one thing that people do to a store; what cannot be done then is refused and changes nothing."""
    plans = [one.id for one in store.list_plans()]
    do = chance.choice(["load"] * 4 + ["again", "correct", "withdraw", "forget", "give", "join", "apart", "undo"])
    if do == "load" or not plans:
        store.load(chance.choice(DOCUMENTS), reader_version="1")
    elif do == "again":
        store.load(chance.choice(DOCUMENTS), reader_version=chance.choice("23"))
    elif do == "correct":
        value = chance.choice(["complete", "delayed"])
        store.correct(chance.choice(plans), f"@{chance.randint(1, 5)}", "status", value, **WHO)
    elif do == "withdraw":
        made = [one.id for one in store.list_corrections()] or [1]
        store.withdraw(chance.choice(made), by="A. Auditor")
    elif do == "forget":
        store.forget(chance.choice(store.list_plans()).sha256)
    elif do == "give":
        store.reassign(plan_id=chance.choice(plans), authority=chance.choice(AUTHORITIES), **WHO)
    elif do == "join":
        store.reassign(plan_id=chance.choice(plans), to=chance.choice(plans), **WHO)
    elif do == "apart":
        store.reassign(plan_id=chance.choice(plans), **WHO)
    else:
        store.undo_reassignment(plan_id=chance.choice(plans), **WHO)
    return do


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3, 22, 24))])
def test_what_holds_of_every_store_holds_after_each_step(store, seed):
    chance = random.Random(seed)
    done = []
    for _ in range(40):
        try:
            done.append(step(store, chance))
        except StoreError as error:
            done.append(f"refused: {error}")
        try:
            check(store)
        except AssertionError:
            pytest.fail(f"after {done}")
