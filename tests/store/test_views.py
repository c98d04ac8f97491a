"""Views of the store: what each says of a plan whose changes are known."""

import datetime as dt
import warnings

import pytest
from sqlalchemy import text

from store.views import VIEWS, make_views

from .ferry import A_DAY, BRIDGES, CLOCK, DEBT, DIVERS, FERRY, LIBRARY, NURSERY, SIRENS, VERSIONS, WALL


@pytest.fixture
def ferry(store):
    for record in VERSIONS:
        store.load(record, reader_version="1")
    return store


def ask(store, question, **values):
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question), values)]


def test_every_view_answers_and_every_column_is_described(ferry):
    for view in VIEWS:
        with ferry.engine.connect() as connection:
            answer = connection.execute(text(f"SELECT * FROM {view.name}"))
            assert list(answer.keys()) == [column.name for column in view.columns]
            assert answer.first() is not None or view.name == "issue_list"
        assert view.description
        assert all(column.description and column.description != "None" for column in view.columns)


def test_an_action_has_one_row_in_the_latest_version_and_one_in_each(ferry):
    assert ask(ferry, "SELECT count(*) FROM latest_actions") == [(7,)]
    assert ask(ferry, "SELECT version, count(*) FROM all_actions GROUP BY version ORDER BY 1") == [
        (1, 7),
        (2, 7),
        (3, 7),
    ]
    wanted = (
        "SELECT authority, plan_title, version, version_date, document, page, deadline, lead_owners, latest_update"
        " FROM latest_actions WHERE action = :action"
    )
    ((*facts, deadline, owners, update),) = ask(ferry, wanted, action=SIRENS)
    assert facts == [
        "Saltmarsh Harbour Council",
        "Ferry improvement plan",
        3,
        "2025-01-10",
        "next.pdf",
        2,
    ]
    assert (str(deadline), owners, update) == ("2025-02-28", "Head of Tides", "Two wardens trained")


def test_overdue_is_asked_of_the_latest_actions(ferry):
    wanted = "SELECT action FROM latest_actions WHERE is_open AND deadline < :day ORDER BY reference"
    assert ask(ferry, wanted, day=A_DAY.isoformat() if ferry.engine.dialect.name == "sqlite" else A_DAY) == [
        (f"{LIBRARY} beside the quay",),
        (FERRY,),
    ]


def test_a_change_is_told_of_each_action_that_goes_on(ferry):
    wanted = (
        "SELECT wording_before, status_change, deadline_change, days_moved, owners_changed, wording_changed"
        " FROM action_changes WHERE from_version = :version ORDER BY reference_before"
    )
    assert ask(ferry, wanted, version=1) == [
        (BRIDGES, "forward", "same", 0, False, False),
        (SIRENS, "back", "later", 92, False, False),  # another capital is no other owner
        (LIBRARY, "same", "earlier", -61, True, False),
        (DEBT, "forward", "given", None, False, False),
        (NURSERY, "forward", "same", 0, False, False),
        (WALL, "same", "narrowed", -184, False, False),
    ]
    assert ask(ferry, wanted, version=2) == [
        (SIRENS, "forward", "later", 151, False, False),
        (LIBRARY, "back", "same", 0, False, True),
        (DEBT, "other", "same", 0, False, False),
        (CLOCK, "other", "none", None, False, False),
        (WALL, "same", "same", 0, False, True),
    ]


def test_a_change_of_owners_shows_the_owners_that_changed(ferry):
    (plan, *_) = [one for one in ferry.list_plans() if one.document == "july.pdf"]
    ferry.correct(plan.id, "2", "owners", "Head of Tides; Warden (support)", by="A", reason="the minutes")
    wanted = "SELECT owner_before, owner_after, owners_changed FROM action_changes WHERE wording_before = :action"
    shown = [tuple(row) for row in ask(ferry, f"{wanted} ORDER BY from_version", action=SIRENS)]
    corrected = "Head of Tides; Warden (support)"
    assert shown == [("Head of Tides", corrected, True), (corrected, corrected, False)]  # it holds in the next version


def test_actions_that_vanish_are_those_that_were_not_done_with(ferry):
    wanted = "SELECT wording, from_version, missing_from, is_certain FROM vanished_actions WHERE is_certain"
    assert ask(ferry, wanted) == [(FERRY, 1, 2, True)]


def test_added_actions_are_new_or_split_off_or_back(ferry):
    wanted = "SELECT wording, version, is_split_off, is_back FROM added_actions ORDER BY version, reference"
    assert ask(ferry, wanted) == [(CLOCK, 2, False, False), (FERRY, 3, False, True), (DIVERS, 3, True, False)]


def test_plans_and_documents_are_listed_with_their_counts(ferry, harbour):
    wanted = "SELECT versions, first_date, latest_date, documents, actions, open, complete FROM plan_list"
    assert ask(ferry, wanted) == [(3, "2024-01-10", "2025-01-10", 3, 7, 5, 1)]
    ferry.load(harbour, reader_version="1")
    wanted = "SELECT plans, actions, warnings, notes FROM document_list WHERE document = 'packs/harbour.pdf'"
    assert ask(ferry, wanted) == [(2, 3, 1, 1)]
    assert ask(ferry, "SELECT count(*), count(DISTINCT document) FROM issue_list") == [(2, 1)]


def test_views_are_made_again_without_being_in_the_way(ferry):
    with ferry.engine.begin() as connection, warnings.catch_warnings():
        warnings.simplefilter("error")
        make_views(connection)
        make_views(connection)
    assert ask(ferry, "SELECT count(*) FROM latest_actions") == [(7,)]


def test_days_are_days(ferry):
    with ferry.engine.connect() as connection:
        (day,) = connection.scalars(text("SELECT min(deadline) FROM latest_actions"))
    assert str(day) == dt.date(2024, 9, 30).isoformat()
