"""Authorities are described by the register, and those that ended lead to their successors."""

import datetime as dt

from sqlalchemy import select

from ingest.model import Source
from normalise.model import PlanFacts, PlanRecord
from normalise.register import find_registered, resolve_authority
from store.schema import Authority, AuthoritySuccessor


def document(name, authority, code):
    source = Source(name, (name.encode().hex() * 64)[:64], "application/pdf", 10, 1)
    return PlanRecord(source=source, plans=(PlanFacts(0, "A plan", authority, code),))


def told(store):
    """Return name -> kind, nation, first and last day, and the names of the successors."""
    with store.reading() as session:
        found = {one.id: one for one in session.scalars(select(Authority))}
        links = session.execute(select(AuthoritySuccessor.authority_id, AuthoritySuccessor.successor_id)).all()
    return {
        one.name: (
            *(one.kind, one.nation, one.began_on, one.ended_on),
            sorted(found[heir].name for key, heir in links if key == one.id),
        )
        for one in found.values()
    }


def test_an_authority_that_ended_leads_to_its_successor_and_both_go_with_the_last_plan(store):
    ended = resolve_authority("Chiltern District Council")
    heir = find_registered("Buckinghamshire Council", None)
    assert heir is not None
    kind = find_registered(ended.name, ended.gss_code).kind
    assert kind
    store.load(document("old.pdf", ended.name, ended.gss_code), reader_version="1")
    found = told(store)
    assert found[ended.name] == (kind, "England", None, dt.date(2020, 3, 31), [heir.name])
    assert (found[heir.name][:2], found[heir.name][3:]) == ((heir.kind, "England"), (None, []))
    store.load(document("new.pdf", heir.name, heir.gss_code), reader_version="1")
    assert told(store) == found  # the successor was there already
    store.load(document("old.pdf", "Upper Wick Parish Council", None), reader_version="2")
    assert set(told(store)) == {heir.name, "Upper Wick Parish Council"}
    store.load(document("new.pdf", None, None), reader_version="2")
    assert told(store) == {"Upper Wick Parish Council": (None, None, None, None, [])}


def test_an_authority_met_by_its_name_alone_is_described_when_its_code_is_known(store):
    council = resolve_authority("Chiltern District Council")
    store.load(document("first.pdf", "Chiltern District", None), reader_version="1")
    assert told(store)["Chiltern District"][0] is None
    store.load(document("second.pdf", "Chiltern District", council.gss_code), reader_version="1")
    assert told(store)["Chiltern District"][3] == dt.date(2020, 3, 31)


def test_the_last_day_is_the_one_before_the_successor_began():
    council = resolve_authority("Carlisle City Council")
    assert find_registered(council.name, council.gss_code).ended == dt.date(2023, 3, 31)
    assert find_registered("Upper Wick Parish Council", None) is None
