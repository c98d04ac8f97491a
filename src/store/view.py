"""What a view is: a name, a question, and what each of its columns means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of a view."""

    name: str
    description: str
    value: ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class View:
    """A table of answers under a plain name; `query` selects its columns in their order."""

    name: str
    description: str
    columns: tuple[Shown, ...]
    query: Select[Any]


def shown(
    value: ColumnElement[Any] | InstrumentedAttribute[Any], name: str | None = None, description: str | None = None
) -> Shown:
    """Return a column of a view; one that is passed through keeps its name and the description of the model."""
    if isinstance(value, InstrumentedAttribute):
        column = value.property.columns[0]
        return Shown(name or value.key, description or str(column.comment), value.expression)
    if name is None or description is None:
        raise TypeError("a column that is computed needs a name and a description")
    return Shown(name, description, value)


def make_view(name: str, description: str, columns: Sequence[Shown], source: Select[Any]) -> View:
    """Return a view of columns, given what they are selected from."""
    query = source.with_only_columns(*(column.value.label(column.name) for column in columns))
    return View(name, description, tuple(columns), query)


def nothing_yet(model: type[Any]) -> Select[Any]:
    """Return a query of a model's rows, whose columns are named later."""
    return select(model.__table__.c[0]).select_from(model)
