"""The commands `measure`, `overdue` and `alike`: authorities beside one another."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

from councilplans.answers import print_line, print_table, share, write_csv, write_json
from councilplans.database import check_authority, opened
from councilplans.kinds import AnswerFormat, GroupedBy
from store.alike import SharedList, find_shared
from store.matching.likeness import ALIKE
from store.measures import Grouping, Measured
from store.measures import measure as take_measures
from store.overdue import OverdueList, list_overdue

_MEASURE_COLUMNS = (
    *("group", "plans", "actions", "measure", "count", "of", "of_what", "share", "mean_days", "unknown", "doubtful"),
)
_OVERDUE_COLUMNS = (
    *("authority", "plan_title", "version_date", "reference", "wording", "owner", "timescale", "deadline", "days"),
    *("deadline_confidence", "status", "status_confidence", "is_doubtful", "document", "place", "action_id"),
)
_SHARED_COLUMNS = (
    *("group", "authorities", "authority", "plan_title", "version_date", "reference", "recommendation", "status"),
    *("likeness", "document", "place", "action_id"),
)


def measure(db: str, on: dt.date, *, by: GroupedBy, successors: bool, form: AnswerFormat) -> None:
    """Print the measures of all plans, then of each group."""
    with opened(db) as store, store.reading() as session:
        found = take_measures(session, on, by=Grouping(by.value), successors=successors)
    if form is AnswerFormat.CSV:
        write_csv((row for measured in found for row in _measure_rows(measured)), _MEASURE_COLUMNS)
    elif form is AnswerFormat.JSON:
        groups = [{**dataclasses.asdict(measured), "measures": _measures_json(measured)} for measured in found]
        write_json({"on": on, "groups": groups})
    else:
        print_line(f"The latest version of each plan; overdue on {on}.")
        for measured in found:
            print_line("")
            print_line(f"{measured.group} (plans: {measured.plans}, actions: {measured.actions})", "bold")
            print_table(_shown_measures(measured), ("", "count", "of", "mean days", "unknown", "doubtful"))


def _measures_json(measured: Measured) -> list[dict[str, Any]]:
    return [{**dataclasses.asdict(one), "share": _rounded(one.share)} for one in measured.measures]


def _measure_rows(measured: Measured) -> Iterator[dict[str, Any]]:
    for one in measured.measures:
        facts = {"group": measured.group, "plans": measured.plans, "actions": measured.actions, "measure": one.name}
        yield {**facts, **dataclasses.asdict(one), "share": _rounded(one.share)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _shown_measures(measured: Measured) -> list[dict[str, Any]]:
    return [
        {
            "": one.name,
            "count": share(one.count, one.of),
            "of": one.of_what,
            "mean days": one.mean_days,
            "unknown": one.unknown or None,
            "doubtful": one.doubtful or None,
        }
        for one in measured.measures
    ]


def overdue(db: str, on: dt.date, *, authority: str | None, limit: int | None, form: AnswerFormat) -> None:
    """Print the overdue actions, with of how many they are."""
    with opened(db) as store, store.reading() as session:
        check_authority(store, authority)
        found = list_overdue(session, on, authority=authority, limit=limit)
    rows = [dataclasses.asdict(action) for action in found.actions]
    if form is AnswerFormat.CSV:
        write_csv(rows, _OVERDUE_COLUMNS)
    elif form is AnswerFormat.JSON:
        write_json({**dataclasses.asdict(found), "actions": rows})
    else:
        print_line(_overdue_head(found), "bold")
        marked = [{**row, "doubt": "?" if row["is_doubtful"] else None} for row in rows]
        print_table(marked, ("authority", "plan_title", *_OVERDUE_COLUMNS[2:9], "status", "doubt", "document", "place"))


def _overdue_head(found: OverdueList) -> str:
    head = f"Overdue on {found.on}: {share(found.count, found.of)} open actions with a deadline"
    rest = [f"{found.doubtful} of the {found.count} are doubtful"] if found.doubtful else []
    rest += [f"{found.unknown} open actions have no deadline that is known"] if found.unknown else []
    rest += [f"the first {len(found.actions)} are shown"] if len(found.actions) < found.count else []
    return "; ".join([head, *rest])


def alike(db: str, threshold: float | None, form: AnswerFormat) -> None:
    """Print the recommendations that several authorities received, group by group."""
    with opened(db) as store, store.reading() as session:
        found = find_shared(session, ALIKE if threshold is None else threshold)
    if form is AnswerFormat.CSV:
        write_csv(_shared_rows(found), _SHARED_COLUMNS)
    elif form is AnswerFormat.JSON:
        write_json(dataclasses.asdict(found))
    else:
        grouped = sum(len(group.received) for group in found.groups)
        print_line(
            f"{len(found.groups)} groups hold {share(grouped, found.recommendations)} recommendations to "
            f"{found.authorities} authorities; {found.without} actions have no recommendation to compare",
            "bold",
        )
        rows = list(_shared_rows(found))
        print_table(rows, ("group", *_SHARED_COLUMNS[2:9], "document", "place"))


def _shared_rows(found: SharedList) -> Iterator[dict[str, Any]]:
    for number, group in enumerate(found.groups, start=1):
        for received in group.received:
            yield {"group": number, "authorities": group.authorities, **dataclasses.asdict(received)}
