"""Records as the published JSON, whole or a line for each document, and as CSV with a row for each action.

What comes from a store has the keys of each action beside it, by which it is followed through the versions of its
plan: `keys` returns them for a record, by plan number and position (`store.keyed`).
"""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias

from normalise.model import (
    SCHEMA_VERSION,
    ActionRecord,
    FlexibleDate,
    Json,
    Milestone,
    PlanFacts,
    PlanRecord,
)

if TYPE_CHECKING:
    from store.keyed import ActionKeys

Keys: TypeAlias = "Callable[[PlanRecord], Mapping[tuple[int, int], ActionKeys]]"
KEY_COLUMNS = ("series", "version", "thread", "is_latest")
# Signs with which Excel, LibreOffice and Google Sheets begin a formula, their full-width twins among them; a tab or
# a line break before one is taken off by some of them.
FORMULA_SIGNS = tuple("=+-@＝＋－＠\t\r\n")
_NO_PLAN = PlanFacts(plan=-1)
_DATES = ("due", "revised_due", "completed")
CSV_COLUMNS = (
    *("document", "sha256", "plan", "plan_title", "authority", "authority_code", "plan_type", "plan_as_of"),
    *("position", "reference", "theme", "finding", "recommendation", "action", "response", "outcome", "priority"),
    *("owner", "owners", "timescale", "due", "due_start", "due_end"),
    *("revised_due", "revised_due_start", "revised_due_end", "milestones", "ongoing"),
    *("status_text", "status", "status_source", "status_confidence", "percent_complete", "rag", "direction"),
    *("completed", "completed_start", "completed_end", "updates", "extra", "inherited", "table", "row", "pages"),
)


def write_records(stream: TextIO, records: Iterable[PlanRecord], keys: Keys | None = None) -> None:
    """Write records in the published envelope, each as soon as it is there."""
    write_documents(stream, (_document(record, keys) for record in records), schema_version=SCHEMA_VERSION)


def _document(record: PlanRecord, keys: Keys | None) -> Json:
    published = record.as_json()
    if keys is not None:
        key_of = keys(record)
        for action in published["actions"]:
            action["store"] = dataclasses.asdict(key_of[action["plan"], action["position"]])
    return published


def write_documents(stream: TextIO, documents: Iterable[Json], **facts: int) -> None:
    """Write an envelope of facts and documents, each as soon as it is there, so that memory holds one of them."""
    stream.write("{" + "".join(f'"{name}": {value},\n ' for name, value in facts.items()))
    stream.write('"documents": [')
    for position, document in enumerate(documents):
        stream.write(",\n" if position else "\n")
        stream.write(json.dumps(document, ensure_ascii=False, indent=1))
        stream.flush()
    stream.write("]}\n")


def write_lines(stream: TextIO, records: Iterable[PlanRecord], keys: Keys | None = None) -> None:
    """Write one line of JSON for each document, each as soon as it is there."""
    for record in records:
        stream.write(json.dumps(_document(record, keys), ensure_ascii=False) + "\n")


def write_csv(stream: TextIO, records: Iterable[PlanRecord], keys: Keys | None = None) -> None:
    """Write one row for each action, each document as soon as it is there. Open files with `newline=""`."""
    writer = csv.DictWriter(stream, (*CSV_COLUMNS, *(KEY_COLUMNS if keys else ())), lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerows(csv_rows(record, keys))
        stream.flush()


def csv_rows(record: PlanRecord, keys: Keys | None = None) -> Iterator[Mapping[str, object]]:
    """Yield a document's actions as flat rows.

    Owners, milestones, inherited fields and pages are joined by "; ", updates and extras stand one a line. Text
    that a spreadsheet would run as a formula has an apostrophe before it; the JSON has it as printed.
    """
    key_of = keys(record) if keys else {}
    for action in record.actions:
        row = {**plan_columns(record, action.plan), **_action_row(action)}
        if keys:
            told = dataclasses.asdict(key_of[action.plan, action.position])
            row |= {**told, "is_latest": "true" if told["is_latest"] else "false"}
        yield MappingProxyType({name: safe_cell(value) for name, value in row.items()})


def plan_columns(record: PlanRecord, number: int) -> dict[str, object]:
    """Return what the row of an action tells of its document and plan."""
    plan = next((plan for plan in record.plans if plan.plan == number), _NO_PLAN)
    return {
        "document": record.source.path,
        "sha256": record.source.sha256,
        "plan_title": plan.title,
        "authority": plan.authority,
        "authority_code": plan.authority_code,
        "plan_type": plan.plan_type,
        "plan_as_of": plan.as_of,
    }


def _action_row(action: ActionRecord) -> dict[str, object]:
    published: dict[str, Any] = action.as_json()
    plain = {name: published[name] for name in CSV_COLUMNS if name in published}
    dates = {key: value for name in _DATES for key, value in _days(name, getattr(action, name)).items()}
    return {
        **plain,
        **dates,
        "owners": "; ".join(f"{owner.name} ({owner.role})" for owner in action.owners),
        "milestones": "; ".join(_milestone(milestone) for milestone in action.milestones),
        "ongoing": "true" if action.ongoing else "false",
        "updates": "\n".join(
            f"{update.as_of}: {update.text}" if update.as_of else update.text for update in action.updates
        ),
        "extra": "\n".join(f"{heading}: {text}" for heading, text in action.extra.items()),
        "inherited": "; ".join(action.inherited),
        "table": action.source.table,
        "row": action.source.row,
        "pages": "; ".join(map(str, action.source.pages)),
    }


def _days(name: str, date: FlexibleDate | None) -> dict[str, object]:
    return {
        name: date.edtf if date else None,
        f"{name}_start": date.start if date else None,
        f"{name}_end": date.end if date else None,
    }


def _milestone(milestone: Milestone) -> str:
    return f"{milestone.date.edtf} ({milestone.kind.value})"


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet that reads a text from a file would run it."""
    return text.lstrip(" \N{NO-BREAK SPACE}").startswith(FORMULA_SIGNS)


def safe_cell(value: object) -> object:
    """Return a value that a spreadsheet shows and does not run."""
    return f"'{value}" if isinstance(value, str) and is_formula(value) else value
