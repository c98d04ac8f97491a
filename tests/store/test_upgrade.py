"""Stores of older versions are brought to this one, and the migrations lead to the tables of the models."""

import re
import subprocess
import sys

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, select, text

from store import StoreError, open_store, upgrade
from store.connect import make_engine, read_url
from store.revisions import HEAD, REVISIONS, VERSION_TABLE, stamp
from store.schema import Base

from .test_series import FIRST, SECOND, THIRD, told


@pytest.fixture
def old(address):
    """An engine on an empty store of the first revision, as it was made then: without a revision written down."""
    engine = make_engine(read_url(address))
    with engine.begin() as connection:
        upgrade.run_migrations(connection, REVISIONS[0])
        connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))
    yield engine
    engine.dispose()


@pytest.fixture
def loaded(tmp_path, harbour, minutes):
    """A store of this revision that holds what the old one will hold."""
    with open_store(tmp_path / "loaded.db") as store:
        for record in (harbour, minutes, FIRST, SECOND, THIRD):
            store.load(record, reader_version="1")
        store.load(harbour, reader_version="2")
        store.load_failure("lost.pdf", "f" * 64, minutes.issues)
        yield store


def fill(old, loaded):
    """Copy rows into an old store: what the tables of that time had columns for."""
    tables = MetaData()
    tables.reflect(old)
    with loaded.engine.connect() as source, old.begin() as target:
        for now in Base.metadata.sorted_tables:
            if now.name in tables.tables:
                then = [now.c[column.name] for column in tables.tables[now.name].columns]
                rows = [row._asdict() for row in source.execute(select(*then))]
                if rows:  # bound by today's types, which hold the same values
                    target.execute(now.insert().values({column.name: None for column in then}), rows)
                if rows and "id" in now.c and old.dialect.name == "postgresql":
                    target.execute(text(f"SELECT setval('{now.name}_id_seq', max(id)) FROM {now.name}"))


def shape(engine):
    """Return all that a database tells of the store's tables, in one form for both kinds."""
    found = inspect(engine)
    shapes = {}
    for table in sorted(set(found.get_table_names()) - {VERSION_TABLE}):
        columns = {
            column["name"]: (str(column["type"]), column["nullable"], column.get("comment"))
            for column in found.get_columns(table)
        }
        checks = {check["name"]: re.sub(r"\s+", " ", check["sqltext"]) for check in found.get_check_constraints(table)}
        keys = {
            key["name"]: (key["constrained_columns"], key["referred_table"], key["referred_columns"], key["options"])
            for key in found.get_foreign_keys(table)
        }
        uniques = {unique["name"]: unique["column_names"] for unique in found.get_unique_constraints(table)}
        shapes[table] = (columns, found.get_pk_constraint(table), checks, keys, uniques)
    wanted = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    }
    with engine.connect() as connection:
        indexes = connection.execute(text(wanted[engine.dialect.name])).all()
    return shapes, {name: re.sub(r"\s+", " ", sql) for name, sql in indexes}


def test_a_filled_store_of_the_first_revision_is_upgraded_without_loss(address, old, loaded):
    fill(old, loaded)
    with pytest.raises(StoreError, match=r"older councilplans .*run councilplans upgrade --db"):
        open_store(address)
    done = upgrade.upgrade_store(address)
    assert (done.before, done.after, done.plans) == (REVISIONS[0], HEAD, 5)
    with open_store(address, create=False) as store:
        assert [record.as_json() for record in store.read_records()] == [r.as_json() for r in loaded.read_records()]
        assert store.list_failures() == loaded.list_failures()
        assert told(store) == told(loaded)  # the three plans of one harbour are versions, as when they were loaded
        assert store.load(THIRD, reader_version="2")  # keys that are given now are new ones
        assert told(store) == told(loaded)
    assert upgrade.upgrade_store(address).plans == 0


def test_an_upgrade_that_is_cut_short_is_gone_on_with(address, old, loaded, monkeypatch):
    fill(old, loaded)
    monkeypatch.setattr(upgrade.linking, "find_homes", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        upgrade.upgrade_store(address)
    monkeypatch.undo()
    assert upgrade.upgrade_store(address).plans > 0
    with open_store(address) as store:
        assert told(store) == told(loaded)


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(address, old, loaded, monkeypatch):
    fill(old, loaded)
    before = shape(old)
    monkeypatch.setattr(upgrade.objects, "make", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        upgrade.upgrade_store(address)
    assert shape(old) == before
    monkeypatch.undo()
    assert upgrade.upgrade_store(address).before == REVISIONS[0]


def test_rows_that_refer_to_nothing_stop_the_upgrade(old, loaded, address):
    fill(old, loaded)
    if old.dialect.name == "postgresql":
        pytest.skip("the server keeps references whole")
    with old.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("INSERT INTO owners VALUES (999, 1, 'Nobody', 'lead')")
    with pytest.raises(StoreError, match="of owners refers to a row of actions that is not there"):
        upgrade.upgrade_store(address)


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")  # those indexes are compared as SQL
def test_migrations_lead_to_the_tables_of_the_models(address, old, another_address):
    upgrade.upgrade_store(address)
    with open_store(another_address) as new:
        (tables, indexes), (wanted, wanted_indexes) = shape(old), shape(new.engine)
    for name in sorted(wanted.keys() | tables.keys()):
        assert tables.get(name) == wanted.get(name), name
    assert indexes == wanted_indexes


def test_the_revisions_known_are_those_of_the_migrations():
    config = Config()
    config.set_main_option("script_location", str(upgrade._MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert [revision.revision for revision in script.walk_revisions()][::-1] == list(REVISIONS)


def test_a_store_of_a_newer_version_is_said_to_be_one(address):
    with open_store(address) as store, store.engine.begin() as connection:
        stamp(connection, "9999")
    for ask in (open_store, upgrade.upgrade_store):
        with pytest.raises(StoreError, match=r"newer councilplans .its schema is 9999"):
            ask(address)


def test_opening_a_store_does_not_import_what_upgrades_it(tmp_path):
    asked = f"import sys, store; store.open_store({str(tmp_path / 'plans.db')!r}); print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
