"""pandas frames of a store, with the right types. Imported on its own, since pandas takes half a second to load."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import types
from collections.abc import Sequence
from typing import Any, get_args, get_type_hints

import pandas as pd
from sqlalchemy import JSON, Boolean, Date, Enum, Float, Integer, Select, select

from store.columns import Instant
from store.compare import Change, Comparison, compare_all
from store.connect import StoreError
from store.editions import find_series, read_series
from store.measures import Grouping, Measure, measure
from store.overdue import Overdue, list_overdue
from store.schema import PlanSeries
from store.store import Store
from store.tables import ALL, Choice, find_table


def table_frame(store: Store, name: str, choice: Choice = ALL) -> pd.DataFrame:
    """Return a table of `store.tables` of the plans wanted, indexed by its key where that is one column.

    Days are datetime64[s] with NaT where there is none, moments datetime64[us, UTC], yes or no is bool, texts are
    string, and statuses and other enumerations are categories in the order of their definition.
    """
    table = find_table(name)
    return _frame(store, table.query(choice), table.key[0] if len(table.key) == 1 else None)


def changes_frame(store: Store, plan: str | None = None) -> pd.DataFrame:
    """Return one row for each change from a version of a plan to the next, as `store.compare.Change` describes them.

    `plan` is the plan meant, as for `councilplans compare`; all plans if not given. Columns of the comparison come
    first: `plan`, `authority`, `plan_title`, `from_version`, `to_version`, `from_date`, `to_date` (EDTF). Raises
    StoreError where no plan or more than one is meant.
    """
    with store.reading() as session:
        if plan is None:
            keys = list(session.scalars(select(PlanSeries.id).order_by(PlanSeries.id)))
        else:
            keys = [key for key, _ in find_series(session, plan)]
            if len(keys) != 1:
                raise StoreError(f"{plan}: {len(keys)} plans are meant; name one")
        compared = [comparison for key in keys for comparison in compare_all(read_series(session, key))]
    changes = [(comparison, change) for comparison in compared for change in comparison.changes]
    facts = pd.DataFrame(
        {
            "plan": _series([c.plan for c, _ in changes], Integer()),
            "authority": _series([c.authority for c, _ in changes], None),
            "plan_title": _series([c.title for c, _ in changes], None),
            **_edition_columns([c for c, _ in changes]),
        }
    )
    return pd.concat([facts, _dataclass_frame(Change, [change for _, change in changes])], axis="columns")


def _edition_columns(compared: Sequence[Comparison]) -> dict[str, pd.Series[Any]]:
    ends = (("from", [c.earlier for c in compared]), ("to", [c.later for c in compared]))
    numbers = {f"{end}_version": _series([e.number for e in editions], Integer()) for end, editions in ends}
    return numbers | {f"{end}_date": _series([e.as_of for e in editions], None) for end, editions in ends}


def measures_frame(
    store: Store, on: dt.date, *, by: Grouping = Grouping.AUTHORITY, successors: bool = False
) -> pd.DataFrame:
    """Return one row for each measure of each group, those of all plans (`in all`) first.

    Columns are `group`, `plans`, `actions`, then those of `store.measures.Measure` and `share`, 0 to 1, NaN of
    nothing. `on` is the day on which deadlines before it are overdue.
    """
    with store.reading() as session:
        found = measure(session, on, by=by, successors=successors)
    rows = [(measured, one) for measured in found for one in measured.measures]
    facts = pd.DataFrame(
        {
            "group": _series([measured.group for measured, _ in rows], None),
            "plans": _series([measured.plans for measured, _ in rows], Integer()),
            "actions": _series([measured.actions for measured, _ in rows], Integer()),
        }
    )
    frame = pd.concat([facts, _dataclass_frame(Measure, [one for _, one in rows])], axis="columns")
    return frame.assign(share=_series([one.share for _, one in rows], Float()))


def overdue_frame(store: Store, on: dt.date, *, authority: str | None = None) -> pd.DataFrame:
    """Return one row for each action that is overdue on a day, the longest overdue first, indexed by its key.

    Columns are those of `store.overdue.Overdue`.
    """
    with store.reading() as session:
        found = list_overdue(session, on, authority=authority)
    return _dataclass_frame(Overdue, found.actions).set_index("action_id")


def _dataclass_frame(kind: type[Any], rows: Sequence[Any]) -> pd.DataFrame:
    """Return rows of a dataclass, each column of the type that its field is annotated with."""
    hints = get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    columns = {name: _series([getattr(row, name) for row in rows], _column_type(hints[name])) for name in names}
    # a type for each column, whatever its rows hold
    whole = {name: "Int64" for name in names if hints[name] == int | None}
    return pd.DataFrame(columns).astype(whole)


_COLUMN_TYPES = {int: Integer(), float: Float(), bool: Boolean(), dt.date: Date()}


def _column_type(hint: Any) -> object:  # noqa: ANN401 - an annotation
    """Return the column type of an annotation, which may allow None."""
    plain = (
        next(kind for kind in get_args(hint) if kind is not type(None)) if isinstance(hint, types.UnionType) else hint
    )
    if isinstance(plain, type) and issubclass(plain, enum.Enum):
        return Enum(plain, values_callable=lambda kind: [member.value for member in kind])
    return _COLUMN_TYPES.get(plain)


def _frame(store: Store, wanted: Select[*tuple[Any, ...]], index: str | None = None) -> pd.DataFrame:
    """Return what a query gives, each column of the type that the schema gives it, even where no row is."""
    with store.reading() as session:
        result = session.execute(wanted).all()
    columns = {column.name: column.type for column in wanted.selected_columns}
    frame = pd.DataFrame(
        {name: _series([row[i] for row in result], kind) for i, (name, kind) in enumerate(columns.items())}
    )
    return frame.set_index(index) if index else frame


def _series(values: list[Any], kind: object) -> pd.Series[Any]:
    if isinstance(kind, Date):
        # seconds, not nanoseconds: those end in 2262, and a misprinted year would raise
        days = [None if value is None else dt.datetime.combine(value, dt.time()) for value in values]
        return pd.Series(pd.array(days, dtype="datetime64[s]"))
    if isinstance(kind, Instant):
        return pd.Series(pd.array(values, dtype=pd.DatetimeTZDtype("us", "UTC")))
    if isinstance(kind, Enum):
        names = [None if value is None else value.value for value in values]
        return pd.Series(pd.Categorical(names, categories=list(kind.enums)))
    if isinstance(kind, Boolean):
        return pd.Series(values, dtype="bool")
    if isinstance(kind, Integer):
        return pd.Series(values, dtype="Int64" if None in values else "int64")
    if isinstance(kind, Float):
        return pd.Series(values, dtype="float64")
    return pd.Series(values, dtype="object" if isinstance(kind, JSON) else "string")
