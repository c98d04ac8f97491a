"""Expressions that SQLite and PostgreSQL write differently and answer alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Text, case, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from normalise.model import Status
from store.schema import Action, Authority

# How far and how well an action stands: what is on no rung (cancelled, unknown) is neither forward nor back.
LADDER = (Status.ON_HOLD, Status.DELAYED, Status.NOT_STARTED, Status.IN_PROGRESS, Status.COMPLETE)


class days_between(FunctionElement[int]):  # noqa: N801 - written like a function of the database
    """The days from one date to another; null where either is."""

    type = Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _days_sqlite(element: days_between, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    earlier, later = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _days_postgresql(element: days_between, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    earlier, later = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({later} - {earlier})"


class holds(FunctionElement[bool]):  # noqa: N801 - written like a function of the database
    """A column of yes or no, bare.

    SQLAlchemy compares what it knows as Boolean with 1 on SQLite, which then uses no index of the rows for which it
    holds; so its type is left open here.
    """

    type = NullType()  # type: ignore[assignment]
    inherit_cache = True


@compiles(holds)
def _holds(element: holds, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return compiler.process(next(iter(element.clauses)), **options)


class plain_lower(FunctionElement[str]):  # noqa: N801 - written like a function of the database
    """Text with its ASCII letters small: all that SQLite's own lower() does."""

    type = Text()
    inherit_cache = True


@compiles(plain_lower, "sqlite")
def _lower_sqlite(element: plain_lower, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"lower({compiler.process(element.clauses, **options)})"


@compiles(plain_lower, "postgresql")
def _lower_postgresql(element: plain_lower, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f'lower({compiler.process(element.clauses, **options)} COLLATE "C")'


class joined_text(FunctionElement[str]):  # noqa: N801 - written like a function of the database
    """The texts of a group with a separator between them."""

    type = Text()
    inherit_cache = True


@compiles(joined_text, "sqlite")
def _joined_sqlite(element: joined_text, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"group_concat({compiler.process(element.clauses, **options)})"


@compiles(joined_text, "postgresql")
def _joined_postgresql(element: joined_text, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"string_agg({compiler.process(element.clauses, **options)})"


def join_ordered(texts: Select[Any], separator: str) -> ColumnElement[str | None]:
    """Return the texts of a query of one column in its order, in one text; null where there are none.

    The order of an aggregate's rows is that of its subquery on both databases; SQLite has ORDER BY inside the
    aggregate from 3.44 only.
    """
    ordered = texts.subquery()
    return select(joined_text(next(iter(ordered.c)), separator)).scalar_subquery()


def is_named(authority: str) -> ColumnElement[bool]:
    """Return whether an authority is meant by its GSS code, or by words of its name without regard to case."""
    return or_(Authority.code == authority, Authority.name.icontains(authority, autoescape=True))


def deadline_of(action: type[Action]) -> ColumnElement[Any]:
    """Return the deadline in force, written as the index of open actions has it."""
    return func.coalesce(action.revised_due_end, action.due_end)


def deadline_start_of(action: type[Action]) -> ColumnElement[Any]:
    """Return the first day that the deadline in force can mean."""
    revised = action.revised_due_end.is_not(None)
    return case((revised, action.revised_due_start), else_=action.due_start)


def is_open(action: type[Action]) -> ColumnElement[bool]:
    """Return whether an action is neither complete nor cancelled; one of unknown status counts as open."""
    return action.status.not_in((Status.COMPLETE, Status.CANCELLED))
