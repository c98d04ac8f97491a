"""The command `search`: actions found by words."""

from __future__ import annotations

import dataclasses
from typing import Any

from councilplans.answers import print_line, print_table, write_csv, write_json
from councilplans.database import check_authority, opened
from councilplans.kinds import AnswerFormat
from normalise.model import Status
from store.search import Hit

COLUMNS = tuple(field.name for field in dataclasses.fields(Hit))
_SHOWN = ("authority", "plan_title", "version", "reference", "status", "snippet", "document", "pages")


def search(
    words: str, db: str, *, authority: str | None, status: Status | None, latest: bool, limit: int, form: AnswerFormat
) -> None:
    """Print the actions in which words stand, the best first, and how many there are in all."""
    with opened(db) as store:
        check_authority(store, authority)
        found = store.search(words, authority=authority, status=status, latest=latest, limit=limit)
    if form is AnswerFormat.JSON:
        write_json({"total": found.total, "actions": [dataclasses.asdict(hit) for hit in found.hits]})
    elif form is AnswerFormat.CSV:
        write_csv(map(_row, found.hits), COLUMNS)
    else:
        if found.hits:
            print_table(map(_row, found.hits), _SHOWN)
        more = f"; the best {len(found.hits)} are shown" if found.total > len(found.hits) else ""
        print_line(f"{found.total} actions found{more}" if found.total != 1 else "1 action found")


def _row(hit: Hit) -> dict[str, Any]:
    pages = "; ".join(map(str, hit.pages))
    return {
        **dataclasses.asdict(hit),
        "status": hit.status.value,
        "pages": pages,
        "snippet": " ".join(hit.snippet.split()),
    }
