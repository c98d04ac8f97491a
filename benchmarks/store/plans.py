"""Records of invented councils, as many as are wanted: plans in four versions each, with everything that belongs.

An action has eight cells with a box each, two owners, two milestones, two updates with a date, three readings and an
extra. From version to version statuses go on, deadlines move, and two rows of a plan give way to new ones.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.model import Box, Issue, IssueCode, Locator, Severity, Source
from normalise.edtf import days_of
from normalise.model import (
    ActionRecord,
    ActionSource,
    ColumnRecord,
    DateMention,
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
    SourceCell,
    Status,
    StatusSource,
    TableRecord,
    Update,
)

VERSIONS = 4
ROWS = 40  # actions of a plan
SERIES = 4  # plans of an authority
VERBS = ("Publish", "Review", "Agree", "Set up", "Replace", "Extend", "Audit", "Fund", "Map", "Train staff in")
THINGS = (
    *("the register of bridges", "the debt policy", "night wardens' rotas", "the lending library", "ferry timetables"),
    *("the tree nursery", "contract standing orders", "the flood sirens", "allotment tenancies", "members' induction"),
    *("the housing waiting list", "the risk register", "school crossing patrols", "the harbour dues", "pilots' fees"),
    *("the whistleblowing line", "peat restoration", "garden waste rounds", "empty homes", "the pension fund"),
    *("street lighting", "grants to village halls", "the museum store", "taxi licences", "heat pumps in schools"),
    *("the capital programme", "lifts in tower blocks", "bus shelters", "sickness absence", "footpath signs"),
    *("the cemetery register", "damp and mould", "treasury limits", "the rangers' depot", "parking permits"),
    *("petitions", "homeless families", "solar panels on roofs", "agency spending", "beach huts"),
)
FOR_WHOM = (
    *(
        "with the parish councils",
        "for tenants",
        "for the audit committee",
        "across all wards",
        "with the health board",
    ),
    *(
        "for care leavers",
        "with local traders",
        "for the scrutiny panel",
        "in the island communities",
        "for new members",
    ),
)
TITLES = (
    "Peer challenge action plan",
    "Climate action plan",
    "Annual governance action plan",
    "Housing improvement plan",
)
POSTS = ("Head of Finance", "Monitoring Officer", "Director of Place", "Chief Executive", "Head of Housing")
HEADINGS = (
    *(("No.", "reference"), ("Theme", "theme"), ("Recommendation", "recommendation"), ("Action", "action")),
    *(("Lead", "owner"), ("Timescale", "timescale"), ("RAG", "status"), ("Progress", "update")),
)
STAGES = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.DELAYED, Status.COMPLETE)
COLOURS = {
    Status.NOT_STARTED: Rag.GREY,
    Status.IN_PROGRESS: Rag.GREEN,
    Status.DELAYED: Rag.AMBER,
    Status.COMPLETE: Rag.BLUE,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a plan: which action it is through all versions, its wording, how far it is and when it is due."""

    identity: int
    wording: str
    stage: int
    months: int


def make_records(actions: int, *, versions: int = VERSIONS, series: int = SERIES) -> Iterator[PlanRecord]:
    """Yield documents until they hold that many actions: all versions of a plan after one another.

    An authority has as many plans (`series`), each in as many versions.
    """
    for number in range(-(-actions // (versions * ROWS))):
        for record, _ in make_series(number, versions=versions, series=series):
            yield record


def make_series(
    number: int, *, versions: int = VERSIONS, series: int = SERIES
) -> Iterator[tuple[PlanRecord, list[Row]]]:
    """Yield the versions of a plan with the rows that they were made of."""
    chance = random.Random(number)
    things = THINGS[number % series :: series]  # plans of one council are about different things
    wordings = [f"{verb} {thing} {whom}" for verb in VERBS for thing in things for whom in FOR_WHOM]
    chosen = chance.sample(wordings, ROWS + 2 * versions)
    rows = [Row(n, wording, 0, chance.randint(1, 30)) for n, wording in enumerate(chosen[:ROWS])]
    for version in range(versions):
        yield _make_record(number // series + 1, TITLES[number % series], version, rows), rows
        rows = [
            replace(
                row,
                stage=min(3, row.stage + (chance.random() < 0.4)),
                months=row.months + 6 * (chance.random() < 0.2),
            )
            for row in rows
        ]
        for n, place in enumerate(chance.sample(range(ROWS), 2), start=ROWS + 2 * version):
            rows[place] = Row(n, chosen[n], 0, chance.randint(12, 40))


def _make_record(council: int, title: str, version: int, rows: Sequence[Row]) -> PlanRecord:
    name = f"Fictional Council {council}"
    facts = PlanFacts(
        plan=0,
        title=title,
        authority=name,
        authority_code=f"X06{council:06}",
        plan_type="improvement_plan",
        as_of=_month(6 * version).edtf,
        pages=(1, 2, 3),
        committee="Audit Committee",
        meeting_date=_month(6 * version).edtf,
    )
    columns = tuple(ColumnRecord(heading, field, 1.0, "synonym") for heading, field in HEADINGS)
    path = f"{name}/{title}/{version + 1}.pdf"
    return PlanRecord(
        source=Source(path, hashlib.sha256(path.encode()).hexdigest(), "application/pdf", 100_000, 3),
        plans=(facts,),
        tables=(TableRecord(0, 0, "action_plan", (1, 2, 3), columns),),
        actions=tuple(_make_action(position, version, row) for position, row in enumerate(rows, start=1)),
        issues=(
            Issue(IssueCode.UNREAD_DATE, Severity.WARNING, "a date was not read", Locator(page=1, table=0, row=1)),
        ),
    )


def _month(months: int) -> FlexibleDate:
    edtf = f"{2022 + months // 12}-{months % 12 + 1:02}"
    start, end = days_of(edtf)
    return FlexibleDate(edtf, start, end)


def _make_action(position: int, version: int, row: Row) -> ActionRecord:
    wording, status, due, told = row.wording, STAGES[row.stage], _month(row.months), _month(6 * version)
    lead, support = POSTS[position % len(POSTS)], POSTS[(position + 1) % len(POSTS)]
    owner, timescale = f"{lead}, supported by {support}", f"by {due.edtf}"
    report = f"{status.value.replace('_', ' ')} since {told.edtf}: the working group has met and papers are drawn up"
    theme, recommendation = f"Theme {position // 8}", f"The council should consider how to {wording.casefold()}"
    texts = (str(position), theme, recommendation, wording, owner, timescale, status.value, report)
    page = 1 + position * 3 // (ROWS + 1)
    top = 60.0 + 50 * (position % 14)
    cells = tuple(
        SourceCell(heading, field, text, (Locator(page=page, box=Box(40 + 90 * n, top, 125 + 90 * n, top + 48.5)),))
        for n, ((heading, field), text) in enumerate(zip(HEADINGS, texts, strict=True))
    )
    return ActionRecord(
        plan=0,
        position=position,
        source=ActionSource(0, position, (page,), cells),
        reference=str(position),
        theme=theme,
        recommendation=recommendation,
        action=wording,
        owner=owner,
        owners=(Owner(lead), Owner(support, OwnerRole.SUPPORT)),
        timescale=timescale,
        due=due,
        milestones=(
            Milestone(due.edtf, due, MilestoneKind.DUE),
            Milestone("2022", FlexibleDate("2022", dt.date(2022, 1, 1), dt.date(2022, 12, 31)), MilestoneKind.START),
        ),
        status_text=status.value,
        status=status,
        status_source=StatusSource.TEXT,
        status_confidence=0.95,
        rag=COLOURS[status],
        updates=(
            Update(report, told.edtf, (DateMention(told.edtf, told, report.index(told.edtf)),)),
            Update("Nothing was reported before", "2021", ()),
        ),
        extra={"Budget": "within existing means"},
        inherited=("theme",),
        readings={
            "due": ReadingNote(Origin.TEXT, 0.98, (5,)),
            "status": ReadingNote(Origin.TEXT, 0.95, (6,)),
            "owners": ReadingNote(Origin.TEXT, 0.9, (4,)),
        },
    )
