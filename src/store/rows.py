"""A record as rows of the tables."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from ingest.model import Issue
from normalise.edtf import days_of
from normalise.model import (
    ActionRecord,
    FlexibleDate,
    PlanFacts,
    SourceCell,
    TableRecord,
    Update,
)
from store import schema
from store.matching import title_key

Row: TypeAlias = dict[str, Any]
RowsByTable: TypeAlias = Mapping[type[schema.Base], Sequence[Row]]


def _date_row(name: str, date: FlexibleDate | None) -> Row:
    return {
        f"{name}_edtf": date.edtf if date else None,
        f"{name}_start": date.start if date else None,
        f"{name}_end": date.end if date else None,
    }


def options_text(options: Mapping[str, str]) -> str:
    """Return the options of a reader in the one form by which they are stored and compared."""
    return json.dumps(dict(options), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def edtf_row(name: str, edtf: str | None) -> Row:
    """Return the three columns of a date given as EDTF text: the text, and its first and last day."""
    start, end = days_of(edtf)
    return {f"{name}_edtf": edtf, f"{name}_start": start, f"{name}_end": end}


def series_row(authority_id: int | None, title: str | None, plan_type: str | None) -> Row:
    """Return the row of a series of plans."""
    return {"authority_id": authority_id, "title": title, "title_key": title_key(title), "plan_type": plan_type}


def version_row(series_id: int, plan: PlanFacts, now: dt.datetime) -> Row:
    """Return the row of the first version of a series."""
    begun = {"series_id": series_id, "number": 1, "is_latest": True, "first_seen": now}
    return {**begun, **edtf_row("as_of", plan.as_of)}


def plan_row(plan: PlanFacts, extraction_id: int, authority_id: int | None, version_id: int) -> Row:
    """Return the row of a plan that begins a version."""
    return {
        "extraction_id": extraction_id,
        "number": plan.plan,
        "version_id": version_id,
        "is_lead": True,
        "title": plan.title,
        "authority_id": authority_id,
        "authority_name": plan.authority,
        "authority_code": plan.authority_code,
        "plan_type": plan.plan_type,
        **edtf_row("as_of", plan.as_of),
        "committee": plan.committee,
        **edtf_row("meeting_date", plan.meeting_date),
        "pages": list(plan.pages),
    }


def table_row(table: TableRecord, sequence: int, extraction_id: int, plan_id: int | None) -> Row:
    """Return the row of a table."""
    return {
        "extraction_id": extraction_id,
        "sequence": sequence,
        "number": table.table,
        "plan_id": plan_id,
        "kind": table.kind,
        "pages": list(table.pages),
    }


def column_rows(table: TableRecord, table_id: int) -> list[Row]:
    """Return the rows of a table's columns."""
    return [
        {
            "table_id": table_id,
            "position": position,
            "heading": column.heading,
            "field": column.field,
            "confidence": column.confidence,
            "method": column.method,
        }
        for position, column in enumerate(table.columns, start=1)
    ]


def issue_rows(issues: Iterable[Issue], *, extraction_id: int | None, failure_id: int | None) -> list[Row]:
    """Return the rows of the issues of an extraction or of a failed file."""
    return [
        {
            "extraction_id": extraction_id,
            "failure_id": failure_id,
            "position": position,
            "severity": issue.severity,
            "code": issue.code.value,
            "message": issue.message,
            "page": issue.locator.page if issue.locator else None,
            "table_number": issue.locator.table if issue.locator else None,
            "row_number": issue.locator.row if issue.locator else None,
        }
        for position, issue in enumerate(issues, start=1)
    ]


def action_row(action: ActionRecord, plan_id: int, thread_id: int) -> Row:
    """Return the row of an action itself."""
    return {
        "plan_id": plan_id,
        "position": action.position,
        "thread_id": thread_id,
        "is_latest": True,
        "reference": action.reference,
        "theme": action.theme,
        "finding": action.finding,
        "recommendation": action.recommendation,
        "action": action.action,
        "response": action.response,
        "outcome": action.outcome,
        "priority": action.priority,
        "owner": action.owner,
        "timescale": action.timescale,
        **_date_row("due", action.due),
        **_date_row("revised_due", action.revised_due),
        "ongoing": action.ongoing,
        "status_text": action.status_text,
        "status": action.status,
        "status_source": action.status_source,
        "status_confidence": action.status_confidence,
        "percent_complete": action.percent_complete,
        "rag": action.rag,
        "direction": action.direction,
        **_date_row("completed", action.completed),
        "inherited": list(action.inherited),
        "source_table": action.source.table,
        "source_row": action.source.row,
        "source_pages": list(action.source.pages),
    }


def rows_of_actions(actions: Iterable[tuple[int, ActionRecord]]) -> RowsByTable:
    """Return, by table, the rows of all that hangs on actions given with their keys; parents come first."""
    rows: dict[type[schema.Base], list[Row]] = defaultdict(list)
    for action_id, action in actions:
        key = {"action_id": action_id}
        for position, owner in enumerate(action.owners, start=1):
            rows[schema.OwnerRow].append({**key, "position": position, "name": owner.name, "role": owner.role})
        for position, milestone in enumerate(action.milestones, start=1):
            rows[schema.MilestoneRow].append(
                {
                    **key,
                    "position": position,
                    "text": milestone.text,
                    **_date_row("date", milestone.date),
                    "kind": milestone.kind,
                }
            )
        for position, (heading, text) in enumerate(action.extra.items(), start=1):
            rows[schema.Extra].append({**key, "position": position, "heading": heading, "text": text})
        for position, (name, note) in enumerate(action.readings.items(), start=1):
            rows[schema.ReadingRow].append(
                {
                    **key,
                    "position": position,
                    "field": name,
                    "origin": note.origin,
                    "confidence": note.confidence,
                    "cells": list(note.cells),
                }
            )
        _add_updates(rows, key, action.updates)
        _add_cells(rows, key, action.source.cells)
    return rows


def _add_updates(rows: dict[type[schema.Base], list[Row]], key: Row, updates: Iterable[Update]) -> None:
    for position, update in enumerate(updates, start=1):
        rows[schema.UpdateRow].append(
            {**key, "position": position, **edtf_row("as_of", update.as_of), "text": update.text}
        )
        rows[schema.UpdateDate] += [
            {
                **key,
                "update_position": position,
                "position": number,
                "text": mention.text,
                "text_offset": mention.start,
                **_date_row("date", mention.date),
            }
            for number, mention in enumerate(update.dates, start=1)
        ]


def _add_cells(rows: dict[type[schema.Base], list[Row]], key: Row, cells: Iterable[SourceCell]) -> None:
    for position, cell in enumerate(cells):
        rows[schema.CellRow].append(
            {**key, "position": position, "heading": cell.heading, "field": cell.field, "text": cell.text}
        )
        rows[schema.CellPart] += [
            {
                **key,
                "cell_position": position,
                "position": number,
                "page": part.page,
                "x0": part.box.x0 if part.box else None,
                "top": part.box.top if part.box else None,
                "x1": part.box.x1 if part.box else None,
                "bottom": part.box.bottom if part.box else None,
                "path": part.path,
            }
            for number, part in enumerate(cell.parts, start=1)
        ]
