"""The commands `compare` and `history`: a plan, and one of its actions, through the versions."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import typer

from councilplans import printing
from councilplans.answers import print_line, print_table, share, write_csv, write_json
from councilplans.database import opened
from councilplans.kinds import AnswerFormat
from councilplans.printing import WRONG_USAGE
from store.compare import Change, ChangeKind, Comparison, compare_all, compare_versions
from store.editions import Edition, Series, find_series, read_series
from store.history import History, find_threads, trace
from store.store import Store

CUT = 200  # characters of a text that a table shows; CSV and JSON have all of it
_UNDATED = "A version without a date comes after those that were loaded before it; `correct --plan` gives it one."
_CHANGE_COLUMNS = (
    *("plan", "authority", "plan_title", "from_version", "to_version", "from_document", "to_document"),
    *("kind", "how", "reference", "wording", "before", "after", "days", "times_moved"),
    *("place_before", "place_after", "confidence", "is_doubtful", "thread"),
)
_SHOWN_CHANGES = ("change", "ref", "wording", "before", "after", "days", "moved", "was on", "is on", "sure", "doubt")
_STEP_COLUMNS = (
    *("thread", "version", "date", "document", "place", "reference", "wording", "status", "deadline", "move", "days"),
    *("owner", "match_method", "match_confidence"),
)
_SHOWN_STEPS = (*_STEP_COLUMNS[1:3], *_STEP_COLUMNS[5:12], "place", "matched_by", "sure")


def compare(wanted: str, db: str, *, earlier: int | None, later: int | None, every: bool, form: AnswerFormat) -> None:
    """Print what changed between versions of the plan meant.

    Ends the command with exit status 2 where no plan or more than one is meant, or it has not these versions.
    """
    with opened(db) as store:
        series = _read(store, wanted)
        found = compare_all(series) if every else [compare_versions(series, earlier, later)]
    if form is AnswerFormat.CSV:
        write_csv((row for comparison in found for row in _change_rows(comparison)), _CHANGE_COLUMNS)
    elif form is AnswerFormat.JSON:
        write_json({"comparisons": [_comparison_json(comparison) for comparison in found]})
    else:
        for comparison in found:
            _print_comparison(comparison)


def _read(store: Store, wanted: str) -> Series:
    """Return the one plan meant, with its versions."""
    with store.reading() as session:
        found = find_series(session, wanted)
        if len(found) == 1:
            return read_series(session, found[0][0])
    several = "is meant by " + "; ".join(name for _, name in found) + "; name one by its number"
    message = several if found else "there is no such plan; `councilplans list` prints those there are"
    printing.complain(wanted, message)
    raise typer.Exit(WRONG_USAGE)


def _change_rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    facts = {
        "plan": comparison.plan,
        "authority": comparison.authority,
        "plan_title": comparison.title,
        "from_version": comparison.earlier.number,
        "to_version": comparison.later.number,
        "from_document": comparison.earlier.document,
        "to_document": comparison.later.document,
    }
    for change in comparison.changes:
        yield {**facts, **dataclasses.asdict(change)}


def _comparison_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "plan": comparison.plan,
        "authority": comparison.authority,
        "plan_title": comparison.title,
        "from": _edition_json(comparison.earlier),
        "to": _edition_json(comparison.later),
        "counts": [dataclasses.asdict(count) for count in comparison.counts],
        "changes": [dataclasses.asdict(change) for change in comparison.changes],
    }


def _edition_json(edition: Edition) -> dict[str, Any]:
    facts = {"version": edition.number, "date": edition.as_of, "document": edition.document}
    return {**facts, "actions": len(edition.stands)}


def _print_comparison(comparison: Comparison) -> None:
    print_line(", ".join(filter(None, (comparison.authority, comparison.title))), "bold")
    for edition in (comparison.earlier, comparison.later):
        when = edition.as_of or "no date"
        print_line(f"version {edition.number} ({when}), {len(edition.stands)} actions: {edition.document}")
    if not (comparison.earlier.as_of and comparison.later.as_of):
        print_line(_UNDATED)
    counted = [
        {
            "": count.name,
            "count": share(count.count, count.of),
            "of": count.of_what,
            "unknown": count.unknown or None,
            "doubtful": count.doubtful or None,
        }
        for count in comparison.counts
        if count.count or count.name in {kind.value for kind in ChangeKind}
    ]
    print_line("")
    print_table(counted, ("", "count", "of", "unknown", "doubtful"))
    print_line("")
    print_table([_shown(change) for change in comparison.changes], _SHOWN_CHANGES)
    print_line("")


def _shown(change: Change) -> dict[str, Any]:
    """Return a change as a row for people: what stands in a column of its own is not said again."""
    said = change.kind.value if change.how in {change.kind.value, "gone"} else f"{change.kind.value} {change.how}"
    alone = change.kind in {ChangeKind.ADDED, ChangeKind.WORDING} or change.how == "gone"
    return {
        "change": said,
        "ref": change.reference,
        "wording": _cut(change.wording),
        "before": None if alone and change.kind is not ChangeKind.WORDING else _cut(change.before),
        "after": None if alone else _cut(change.after),
        "days": change.days,
        "moved": f"{change.times_moved} ×" if change.times_moved else None,
        "was on": change.place_before,
        "is on": change.place_after,
        "sure": change.confidence,
        "doubt": "?" if change.is_doubtful else None,
    }


def _cut(text: str | None) -> str | None:
    flat = " ".join(text.split()) if text else None
    return flat if flat is None or len(flat) <= CUT else flat[: CUT - 1].rstrip() + "…"


def history(plan: str, wanted: str, db: str, form: AnswerFormat) -> None:
    """Print one action through the versions of the plan meant; several where several are meant.

    Ends the command with exit status 2 where no plan or more than one is meant, or no action of it.
    """
    with opened(db) as store:
        series = _read(store, plan)
    found = [trace(series, thread) for thread in find_threads(series, wanted)]
    if not found:
        printing.complain(wanted, "no version has such an action; name its number or words of it")
        raise typer.Exit(WRONG_USAGE)
    if form is AnswerFormat.CSV:
        write_csv((row for history in found for row in _step_rows(history)), _STEP_COLUMNS)
    elif form is AnswerFormat.JSON:
        write_json({"actions": [_history_json(history) for history in found]})
    else:
        for history in found:
            _print_history(history)


def _step_rows(history: History) -> Iterator[dict[str, Any]]:
    for step in history.steps:
        stand = step.stand
        row = {
            "thread": history.thread,
            "version": step.edition.number,
            "date": step.edition.as_of,
            "document": step.edition.document,
        }
        yield (
            row
            if stand is None
            else {
                **row,
                "place": stand.place,
                "reference": stand.reference,
                "wording": stand.wording,
                "status": stand.status.value,
                "deadline": stand.deadline.edtf if stand.deadline else None,
                "move": step.move if step.move not in {"same", "none"} else None,
                "days": step.days,
                "owner": stand.owner,
                "match_method": stand.match_method,
                "match_confidence": stand.match_confidence,
            }
        )


def _history_json(history: History) -> dict[str, Any]:
    return {
        "thread": history.thread,
        "times_moved": history.times_moved,
        "versions": list(_step_rows(history)),
        "kin": [dataclasses.asdict(kin) for kin in history.kin],
    }


def _print_history(history: History) -> None:
    rows: list[dict[str, Any]] = []
    for row in _step_rows(history):
        if "place" in row:
            matched = {"matched_by": row["match_method"], "sure": row["match_confidence"]}
            rows.append({**row, **matched, "wording": _cut(row["wording"])})
        else:
            rows.append({**row, "status": "not there"})
    print_table(rows, _SHOWN_STEPS)
    print_line(f"deadline moved {history.times_moved} times" if history.times_moved != 1 else "deadline moved once")
    for kin in history.kin:
        named = " ".join(filter(None, (kin.reference, _cut(kin.wording))))
        print_line(f"version {kin.version}: {kin.how} {named} (confidence {kin.confidence:.2f})")
    print_line("")
