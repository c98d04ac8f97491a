"""Records as Parquet: one row for each action, with days as days, and lists where an action has several of a thing.

The columns are those of the CSV. Imported on its own: pyarrow is an extra.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from councilplans.export import CSV_COLUMNS, KEY_COLUMNS, Keys, plan_columns
from normalise.model import ActionRecord, FlexibleDate, PlanRecord

ROWS_AT_A_TIME = 2000  # of one row group: some megabytes
_TEXT, _DAY, _COUNT, _SHARE = pa.string(), pa.date32(), pa.int32(), pa.float64()
_SPAN = [("edtf", _TEXT), ("start", _DAY), ("end", _DAY)]
_WORD = pa.dictionary(pa.int8(), pa.string())
_TYPES: dict[str, Any] = {
    **dict.fromkeys(("plan", "position", "table", "row", "series", "version", "thread"), _COUNT),
    **dict.fromkeys(("status_confidence", "percent_complete"), _SHARE),
    **dict.fromkeys(("response", "status", "status_source", "rag", "direction"), _WORD),
    **{f"{name}_{end}": _DAY for name in ("due", "revised_due", "completed") for end in ("start", "end")},
    **dict.fromkeys(("ongoing", "is_latest"), pa.bool_()),
    "owners": pa.list_(pa.struct([("name", _TEXT), ("role", _TEXT)])),
    "milestones": pa.list_(pa.struct([("text", _TEXT), *_SPAN, ("kind", _TEXT)])),
    "updates": pa.list_(pa.struct([("as_of", _TEXT), ("text", _TEXT)])),
    "extra": pa.map_(_TEXT, _TEXT),
    "inherited": pa.list_(_TEXT),
    "pages": pa.list_(_COUNT),
}
SCHEMA = pa.schema([(name, _TYPES.get(name, _TEXT)) for name in (*CSV_COLUMNS, *KEY_COLUMNS)])


def write_parquet(path: Path, records: Iterable[PlanRecord], keys: Keys) -> None:
    """Write one row for each action; memory holds those of one row group."""
    rows = (row for record in records for row in _rows(record, keys))
    with parquet.ParquetWriter(path, SCHEMA) as writer:
        while batch := list(itertools.islice(rows, ROWS_AT_A_TIME)):
            writer.write_table(pa.Table.from_pylist(batch, schema=SCHEMA))


def _rows(record: PlanRecord, keys: Keys) -> Iterator[dict[str, Any]]:
    key_of = keys(record)
    for action in record.actions:
        told = dataclasses.asdict(key_of[action.plan, action.position])
        yield {**plan_columns(record, action.plan), **_action_row(action), **told}


def _action_row(action: ActionRecord) -> dict[str, Any]:
    published = action.as_json()
    dates = {"due": action.due, "revised_due": action.revised_due, "completed": action.completed}
    return {
        **{name: published[name] for name in CSV_COLUMNS if name in published},
        **{key: value for name, date in dates.items() for key, value in _span(f"{name}_", date, edtf=name).items()},
        "milestones": [
            {"text": each.text, **_span("", each.date), "kind": each.kind.value} for each in action.milestones
        ],
        "updates": [{"as_of": update.as_of, "text": update.text} for update in action.updates],
        "extra": list(action.extra.items()),
        "table": action.source.table,
        "row": action.source.row,
        "pages": list(action.source.pages),
    }


def _span(prefix: str, date: FlexibleDate | None, *, edtf: str = "edtf") -> dict[str, Any]:
    start, end = (date.start, date.end) if date else (None, None)
    return {edtf: date.edtf if date else None, f"{prefix}start": start, f"{prefix}end": end}
