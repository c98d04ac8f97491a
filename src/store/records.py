"""Rows of the tables as the record that they were made of."""

from __future__ import annotations

import datetime as dt

from ingest.model import Box, Issue, IssueCode, Locator, Source
from normalise.model import (
    ActionRecord,
    ActionSource,
    ColumnRecord,
    DateMention,
    FlexibleDate,
    Milestone,
    Owner,
    PlanFacts,
    PlanRecord,
    ReadingNote,
    SourceCell,
    TableRecord,
    Update,
)
from store import schema


def read_record(extraction: schema.Extraction) -> PlanRecord:
    """Return the record that an extraction was loaded from; its `as_json` is that of the record given."""
    document = extraction.document
    actions = sorted(
        ((action, plan.number) for plan in extraction.plans for action in plan.actions), key=lambda pair: pair[0].id
    )
    return PlanRecord(
        source=Source(document.path, document.sha256, document.media_type, document.bytes, document.pages),
        plans=tuple(_read_plan(plan) for plan in extraction.plans),
        tables=tuple(_read_table(table) for table in extraction.tables),
        actions=tuple(_read_action(action, plan) for action, plan in actions),
        issues=tuple(read_issue(issue) for issue in extraction.issues),
    )


def read_issue(row: schema.IssueRow) -> Issue:
    """Return an issue as it was loaded, located by page, table and row."""
    locator = Locator(page=row.page, table=row.table_number, row=row.row_number)
    return Issue(IssueCode(row.code), row.severity, row.message, None if locator == Locator() else locator)


def _read_date(edtf: str | None, start: dt.date | None, end: dt.date | None) -> FlexibleDate | None:
    return None if edtf is None else FlexibleDate(edtf, start, end)


def _read_plan(row: schema.Plan) -> PlanFacts:
    return PlanFacts(
        plan=row.number,
        title=row.title,
        authority=row.authority_name,
        authority_code=row.authority_code,
        plan_type=row.plan_type,
        as_of=row.as_of_edtf,
        pages=tuple(row.pages),
        committee=row.committee,
        meeting_date=row.meeting_date_edtf,
    )


def _read_table(row: schema.PlanTable) -> TableRecord:
    return TableRecord(
        table=row.number,
        plan=row.plan.number if row.plan else None,
        kind=row.kind,
        pages=tuple(row.pages),
        columns=tuple(ColumnRecord(c.heading, c.field, c.confidence, c.method) for c in row.columns),
    )


def _read_action(row: schema.Action, plan: int) -> ActionRecord:
    return ActionRecord(
        plan=plan,
        position=row.position,
        source=ActionSource(
            table=row.source_table,
            row=row.source_row,
            pages=tuple(row.source_pages),
            cells=tuple(_read_cell(cell) for cell in row.cells),
        ),
        reference=row.reference,
        theme=row.theme,
        finding=row.finding,
        recommendation=row.recommendation,
        action=row.action,
        response=row.response,
        outcome=row.outcome,
        priority=row.priority,
        owner=row.owner,
        owners=tuple(Owner(owner.name, owner.role) for owner in row.owners),
        timescale=row.timescale,
        due=_read_date(row.due_edtf, row.due_start, row.due_end),
        revised_due=_read_date(row.revised_due_edtf, row.revised_due_start, row.revised_due_end),
        milestones=tuple(
            Milestone(m.text, FlexibleDate(m.date_edtf, m.date_start, m.date_end), m.kind) for m in row.milestones
        ),
        ongoing=row.ongoing,
        status_text=row.status_text,
        status=row.status,
        status_source=row.status_source,
        status_confidence=row.status_confidence,
        percent_complete=row.percent_complete,
        rag=row.rag,
        direction=row.direction,
        completed=_read_date(row.completed_edtf, row.completed_start, row.completed_end),
        updates=tuple(_read_update(update) for update in row.updates),
        extra={extra.heading: extra.text for extra in row.extras},
        inherited=tuple(row.inherited),
        readings={r.field: ReadingNote(r.origin, r.confidence, tuple(r.cells)) for r in row.readings},
    )


def _read_update(row: schema.UpdateRow) -> Update:
    dates = tuple(
        DateMention(d.text, FlexibleDate(d.date_edtf, d.date_start, d.date_end), d.text_offset) for d in row.dates
    )
    return Update(row.text, row.as_of_edtf, dates)


def _read_cell(row: schema.CellRow) -> SourceCell:
    return SourceCell(row.heading, row.field, row.text, tuple(_read_part(part) for part in row.parts))


def _read_part(row: schema.CellPart) -> Locator:
    if row.x0 is None or row.top is None or row.x1 is None or row.bottom is None:
        return Locator(page=row.page, path=row.path)
    return Locator(page=row.page, box=Box(row.x0, row.top, row.x1, row.bottom), path=row.path)
