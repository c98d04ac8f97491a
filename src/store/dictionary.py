"""The data dictionary, made of the descriptions that tables, columns and views bear: `python -m store.dictionary`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Enum, Float, Integer
from sqlalchemy.types import TypeEngine

from store.schema import Base
from store.views import VIEWS

_HEAD = """\
# Data dictionary

Made from the programme by `make dictionary`; a test holds it to what the programme says.

A store has views, which answer most questions with one row for each thing asked about, and the tables that they rest
on. Names, types and values are the same on SQLite and on PostgreSQL. Dates as documents give them are EDTF text (ISO
8601-2, level 1) beside the first and the last day that they can mean. SQLite keeps a yes or no as 1 or 0, a day as
text (2025-03-31) and a list as JSON text.

Exports have the keys of the views too, by which an action is followed over the versions of its plan: `plan` (`series`
in CSV, Parquet and JSON, where `plan` is the number in the document), `version`, `thread` and `is_latest`.
"""
# the first that fits: a Boolean is no Integer to SQLAlchemy, and Enum stands before text
_TYPES: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Boolean, "yes or no"),
    (DateTime, "moment (UTC)"),
    (Date, "day"),
    (Integer, "whole number"),
    (Float, "number"),
    (JSON, "list"),
)


def write_dictionary() -> str:
    """Return the dictionary as Markdown: the views, then the tables that they rest on."""
    return "\n".join([_HEAD, "## Views\n", *_view_lines(), "## Tables\n", *_table_lines()])


def _view_lines() -> Iterator[str]:
    for view in VIEWS:
        yield f"### {view.name}\n\n{view.description}\n"
        rows = [
            (f"`{column.name}`", _type_of(column.value.type), _sentence(column.description, column.value.type))
            for column in view.columns
        ]
        yield _table(("column", "type", "holds"), rows)


def _table_lines() -> Iterator[str]:
    mappers = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    for table in Base.metadata.sorted_tables:
        yield f"### {table.name}\n\n{inspect.getdoc(mappers[table.name])}\n"
        rows = [
            (f"`{column.name}`", _type_of(column.type), _key(column), _sentence(column.comment or "", column.type))
            for column in table.columns
        ]
        yield _table(("column", "type", "key", "holds"), rows)


def _type_of(kind: TypeEngine[Any]) -> str:
    decorated = getattr(kind, "impl_instance", kind)
    return next((name for python, name in _TYPES if isinstance(decorated, python)), "text")


def _sentence(description: str, kind: TypeEngine[Any]) -> str:
    """Return what a column holds, with the values of an enumeration."""
    return f"{description}: {', '.join(f'`{name}`' for name in kind.enums)}" if isinstance(kind, Enum) else description


def _key(column: Column[Any]) -> str:
    targets = [f"`{key.target_fullname}`" for key in column.foreign_keys]
    parts = ["key"] if column.primary_key else []
    parts += [f"of {', '.join(sorted(targets))}"] if targets else []
    parts += ["may be empty"] if column.nullable else []
    return ", ".join(parts)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(write_dictionary())
