"""A plan of an invented council in three versions, of which every change is known."""

import datetime as dt

from ingest.model import Source
from normalise.edtf import days_of
from normalise.model import (
    ActionRecord,
    ActionSource,
    FlexibleDate,
    Owner,
    PlanFacts,
    PlanRecord,
    Status,
    Update,
)

BRIDGES = "Publish a register of every bridge that the council looks after"
SIRENS = "Train night wardens in the use of the flood sirens"
LIBRARY = "Move the lending library into the old granary"
DEBT = "Agree a debt policy with the three parish councils"
FERRY = "Buy a second ferry for the island crossing"
NURSERY = "Appoint an apprentice to the tree nursery"
CLOCK = "Paint the town hall clock"
WALL = "Survey the sea wall and publish the findings, and train three divers to inspect the harbour gates"
WALL_LEFT, DIVERS = "Survey the sea wall and publish the findings", "Train three divers to inspect the harbour gates"

MASTER, TIDES, TREASURER, LIBRARIAN = "Harbour Master", "Head of Tides", "Treasurer", "Chief Librarian"
OPEN, DELAYED, DONE, NEW = Status.IN_PROGRESS, Status.DELAYED, Status.COMPLETE, Status.NOT_STARTED


def date(edtf):
    return FlexibleDate(edtf, *days_of(edtf)) if edtf else None


def row(position, reference, wording, owner, due, status, *, revised=None, completed=None, sure=0.95, updates=()):
    return ActionRecord(
        plan=0,
        position=position,
        source=ActionSource(0, position, (2 if position < 4 else 3,), ()),
        reference=reference,
        action=wording,
        owner=owner,
        owners=(Owner(owner),) if owner else (),
        timescale=due,
        due=date(due) if due != "TBC" else None,
        revised_due=date(revised),
        completed=date(completed),
        status=status,
        status_text=status.value,
        status_confidence=0.0 if status is Status.UNKNOWN else sure,
        updates=updates,
    )


def version(name, as_of, rows, *, authority="Saltmarsh Harbour Council", code="X06000001", media="pdf"):
    return PlanRecord(
        source=Source(
            f"{name}.{media}", (f"{name}{authority}".encode().hex() * 64)[:64], f"application/{media}", 10, 4
        ),
        plans=(PlanFacts(0, "Ferry improvement plan", authority, code, "improvement_plan", as_of, (2, 3)),),
        actions=tuple(row(position, *args, **options) for position, (args, options) in enumerate(rows, start=1)),
    )


def says(*args, **options):
    return args, options


JANUARY = (
    says("1", BRIDGES, MASTER, "2024-03", NEW),
    says("2", SIRENS, TIDES, "2024-06", OPEN),
    says("3", LIBRARY, TIDES, "2024-12", OPEN),
    says("4", DEBT, TREASURER, None, NEW),
    says("5", FERRY, MASTER, "2024-09", OPEN),
    says("6", NURSERY, TIDES, "2024-05", OPEN),
    says("8", WALL, MASTER, "2025", OPEN),
)
JULY = (
    says("1", BRIDGES, MASTER, "2024-03", DONE, completed="2024-03-20"),
    says("2", SIRENS, "Head of tides", "2024-09", DELAYED),
    says("3", LIBRARY, LIBRARIAN, "2024-10", OPEN),
    says("4", DEBT, TREASURER, "2024-11", OPEN),
    says("6", NURSERY, TIDES, "2024-05", DONE),
    says("7", CLOCK, None, None, Status.UNKNOWN),
    says("8", WALL, MASTER, "2025-06", OPEN),
)
NEXT_JANUARY = (
    says("2", SIRENS, TIDES, "2024-09", OPEN, revised="2025-02", updates=(Update("Two wardens trained", "2024-12"),)),
    says("3", f"{LIBRARY} beside the quay", LIBRARIAN, "2024-10", Status.ON_HOLD, sure=0.5),
    says("4", DEBT, TREASURER, "2024-11", Status.CANCELLED),
    says("5", FERRY, MASTER, "2024-09", OPEN),
    says("7", CLOCK, None, None, DONE, completed="2024-12-31"),
    says("8", WALL_LEFT, MASTER, "2025-06", OPEN),
    says("9", DIVERS, MASTER, "2025-06", OPEN),
)
VERSIONS = (
    version("january", "2024-01-10", JANUARY),
    version("july", "2024-07-10", JULY),
    version("next", "2025-01-10", NEXT_JANUARY),
)
"""What changes from January to July: bridges forward; sirens back and 92 days later; the library 61 days earlier and of
another owner; debt forward with a deadline given; the nursery forward; the wall's deadline narrowed; the ferry gone;
the clock new. From July to the next January: sirens forward and 151 days later; the library back and reworded; debt
cancelled; the clock done, on no rung before; the ferry back again; the divers split off the wall. Bridges and nursery
are left out as done."""
A_DAY = dt.date(2025, 1, 15)
