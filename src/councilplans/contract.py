"""The published JSON Schema of what `extract` and `export` write as JSON."""

from __future__ import annotations

from importlib.resources import files

SCHEMA_FILE = "records.schema.json"


def read_schema() -> str:
    """Return the schema as JSON text (JSON Schema, draft 2020-12)."""
    return files("councilplans").joinpath(SCHEMA_FILE).read_text(encoding="utf-8")
