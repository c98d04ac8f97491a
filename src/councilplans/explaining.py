"""The command `explain`: how each value of one action was read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from councilplans import printing
from councilplans.asked import Asked
from councilplans.kinds import ReportFormat
from councilplans.pipeline import failure
from councilplans.printing import WRONG_USAGE, plain_console, plain_text
from councilplans.reading import read_documents
from ingest.model import Issue, Locator
from normalise.model import (
    ActionRecord,
    Field,
    Json,
    Origin,
    PlanFacts,
    PlanRecord,
    SourceCell,
    issue_json,
    part_json,
    source_json,
)
from normalise.reasons import Explained, explain_action
from normalise.vocabulary import using

NOT_READ, LONGEST_LINE = 1, 300


def explain(file: Path, number: int, form: ReportFormat, asked: Asked) -> int:
    """Print how the values of a document's nth action were read, counted from 1 through all its plans.

    Return the exit status: 1 where the document cannot be read, 2 where it has no such action.
    """
    (record,) = read_documents([file], asked.among(1))
    unread = failure(record)
    if unread:
        printing.complain(file, unread.message)
        return NOT_READ
    if number > len(record.actions):
        printing.complain(file, _no_such_action(record, number))
        return WRONG_USAGE
    action = record.actions[number - 1]
    with using(asked.additions):
        values = explain_action(action)
    if form is ReportFormat.JSON:
        json.dump(_as_json(record, number, values), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return 0
    console = plain_console()
    for line in _lines(record, number, values):
        console.print(line, soft_wrap=True)
    return 0


def _no_such_action(record: PlanRecord, number: int) -> str:
    count = len(record.actions)
    if not count:
        return f"has no action {number}: {record.issues[-1].message if record.issues else 'it has none'}"
    return f"has no action {number}; there {'is 1' if count == 1 else f'are {count}'}, numbered from 1"


def _plan(record: PlanRecord, action: ActionRecord) -> PlanFacts:
    return next(plan for plan in record.plans if plan.plan == action.plan)


def _cells(record: PlanRecord, action: ActionRecord, one: Explained) -> list[SourceCell]:
    """Return the cells that a value was read from; for a colour in a cell without words, the column that shows it."""
    if one.cells or one.origin is not Origin.COLOUR:
        return [action.source.cells[i] for i in one.cells]
    columns = next((table.columns for table in record.tables if table.table == action.source.table), ())
    return [
        SourceCell(c.heading, c.field, "", (), c, Locator(table=action.source.table, row=action.source.row, column=at))
        for at, c in enumerate(columns)
        if c.field in (Field.STATUS, Field.RAG)
    ]


def _as_json(record: PlanRecord, number: int, values: Sequence[Explained]) -> Json:
    action = record.actions[number - 1]
    return {
        "source": source_json(record.source),
        "plan": _plan(record, action).as_json(),
        "action": {"number": number, "of": len(record.actions), "plan": action.plan, "position": action.position},
        "values": [
            {
                "field": one.field,
                "value": one.value,
                "printed": one.printed,
                "origin": one.origin.value if one.origin else None,
                "confidence": round(one.confidence, 2),
                "rule": one.rule,
                "cells": [_cell_json(cell) for cell in _cells(record, action, one)],
            }
            for one in values
        ],
        "issues": [issue_json(issue) for issue in action.issues],
    }


def _cell_json(cell: SourceCell) -> Json:
    column, place = cell.column, cell.place
    return {
        "heading": cell.heading,
        "field": cell.field,
        "text": cell.text,
        "confidence": round(column.confidence, 2) if column else None,
        "method": column.method if column else None,
        "reason": column.reason if column else None,
        "table": place.table if place else None,
        "row": place.row if place else None,
        "column": place.column if place else None,
        "parts": [part_json(part) for part in cell.parts],
    }


def _lines(record: PlanRecord, number: int, values: Sequence[Explained]) -> Iterator[Text]:
    """Yield the action's own line, then each value with how it was read, then the issues of reading it."""
    action = record.actions[number - 1]
    plan = _plan(record, action)
    yield plain_text(f"{record.source.path}: action {number} of {len(record.actions)}", "bold")
    met = " ".join(fact for fact in (plan.committee, plan.meeting_date) if fact)
    facts = (
        plan.title,
        plan.authority,
        f"as of {plan.as_of}" if plan.as_of else None,
        f"put to {met}" if met else None,
    )
    yield plain_text(" · ".join(fact for fact in facts if fact))
    for one in values:
        yield Text()
        yield plain_text(f"{one.field}: {_short(_said(one.field, one.value))}", "bold")
        told = {
            "printed": _short(one.printed) if one.printed and one.printed != one.value else None,
            "origin": f"{one.origin}, confidence {one.confidence:.2f}" if one.origin else None,
            "rule": one.rule,
        }
        for name, text in told.items():
            if text:
                yield _detail(name, text)
        for cell in _cells(record, action, one):
            yield from _cell_lines(cell)
    if action.issues:
        yield Text()
        yield from (plain_text(_issue(issue)) for issue in action.issues)


def _cell_lines(cell: SourceCell) -> Iterator[Text]:
    if cell.column:
        named = repr(cell.heading) if cell.heading else "without a heading"
        surely = f"{cell.column.confidence:.2f}, {cell.column.method}"
        yield _detail("column", f"{named} is {cell.field} ({surely}): {cell.column.reason}")
    places = [place for place in (_place(cell.place), *map(_part, cell.parts)) if place]
    if places:
        yield _detail("stands", "; ".join(places))


def _place(place: Locator | None) -> str:
    return f"table {place.table}, row {place.row}, column {place.column}" if place else ""


def _part(part: Locator) -> str:
    box = part.box
    at = [f"page {part.page}"] if part.page else []
    if box:
        at.append(f"box {box.x0:.0f} {box.top:.0f} {box.x1:.0f} {box.bottom:.0f}")
    return ", ".join([*at, part.path] if part.path else at)


def _detail(name: str, text: str) -> Text:
    return Text(f"    {name:<8}").append_text(plain_text(text))


def _issue(issue: Issue) -> str:
    return f"{issue.severity} ({issue.code}): {issue.message}"


def _said(name: str, value: Any) -> str:  # noqa: ANN401 - a value of any field
    """Return a value as a person reads it: dates with their days, owners with their roles."""
    match value:
        case {"edtf": edtf, "start": start, "end": end}:
            kind = f" {value['kind']}" if "kind" in value else ""
            return f"{edtf}{kind} ({start or '…'} to {end or '…'})"
        case {"name": owner, "role": role}:
            return f"{owner} ({role})"
        case {"as_of": as_of, "text": text}:
            return f"{as_of}: {text}" if as_of else str(text)
        case dict():
            return "; ".join(f"{key}: {text}" for key, text in value.items())
        case list():
            return "; ".join(_said(name, item) for item in value)
        case True:
            return "yes"
    return str(value)


def _short(text: str) -> str:
    text = " / ".join(text.splitlines())
    return text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1]}…"
