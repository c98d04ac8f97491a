"""A store as a Frictionless data package: a CSV file for each table, and a descriptor with their schema.

The descriptor follows the Data Package, Tabular Data Resource and Table Schema specifications (version 1, which later
ones still take).
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import councilplans
from councilplans.export import safe_cell
from store import Store
from store.tables import EXPORT_TABLES, Choice, ExportTable, kind_of, values_of

DESCRIPTOR = "datapackage.json"
FILES = frozenset({DESCRIPTOR, *(f"{table.name}.csv" for table in EXPORT_TABLES)})
_ABOUT = (
    "Action plans of councils as councilplans read them from the documents. Dates as documents give them are EDTF text "
    "beside the first and last day that they can mean. Text that a spreadsheet would run as a formula has an "
    "apostrophe before it."
)


def write_datapackage(folder: Path, store: Store, choice: Choice) -> None:
    """Write a file for each table into a folder, and the descriptor last; memory holds few rows at a time."""
    resources = []
    for table, rows in store.read_rows(choice):
        path = folder / f"{table.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(column.name for column in table.view.columns)
            writer.writerows(map(_cell, row) for row in rows)
        resources.append(_resource(table, path))
    package = {
        "profile": "tabular-data-package",
        "name": "councilplans",
        "title": "Action plans of councils",
        "description": _ABOUT,
        "version": councilplans.__version__,
        "resources": resources,
    }
    written = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / DESCRIPTOR).write_text(written + "\n", encoding="utf-8")


def _cell(value: object) -> object:
    """Return a value as Table Schema writes it: lists as JSON, moments as 2025-03-31T12:00:00Z."""
    plain: Any = safe_cell(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, list):
        return json.dumps(plain, ensure_ascii=False)
    if isinstance(plain, dt.datetime):
        return plain.strftime("%Y-%m-%dT%H:%M:%SZ")
    return getattr(plain, "value", plain)


def _resource(table: ExportTable, path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": path.name,
        "description": table.view.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": {
            "fields": list(_fields(table)),
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": name, "reference": {"resource": target, "fields": name}}
                for name, target in table.references.items()
            ],
        },
    }


def _fields(table: ExportTable) -> Iterable[dict[str, Any]]:
    for column in table.view.columns:
        field: dict[str, Any] = {
            "name": column.name,
            "type": kind_of(column),
            "description": column.description,
        }
        # an empty text is written like one that is missing, so that none is required
        rules: dict[str, Any] = {"required": True} if column.name in table.key else {}
        if values := values_of(column):
            rules["enum"] = list(values)
        yield {**field, "constraints": rules} if rules else field
