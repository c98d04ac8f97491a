"""A store filled quickly: the made plans written as loading would leave them, without matching versions."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict

import plans

from normalise.model import PlanRecord
from store import Store, objects, rows, schema
from store.bulk import go_on_after_keys, insert_rows
from store.connect import WRITES
from store.earlier import keep_earlier
from store.matching import title_key

AT_ONCE = 25  # plans of one transaction
SEEN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def fill(store: Store, actions: int) -> None:
    """Write plans of that many actions into an empty store; each in four versions, four plans for an authority."""
    series = -(-actions // (plans.VERSIONS * plans.ROWS))
    writer = store.engine.execution_options(**{WRITES: True})
    with writer.begin() as connection:
        objects.drop(connection)  # made once, at the end
    gatherer = Gatherer()
    for first in range(0, series, AT_ONCE):
        for number in range(first, min(first + AT_ONCE, series)):
            gatherer.add_series(number)
        with writer.begin() as connection:
            for model, model_rows in gatherer.take():
                insert_rows(connection, model, model_rows)
    with writer.begin() as connection:
        keep_earlier(connection)
        go_on_after_keys(connection)
        objects.make(connection)


class Gatherer:
    """Rows of an empty store, with keys counted from 1."""

    def __init__(self) -> None:
        self._keys: dict[type[schema.Base], itertools.count[int]] = defaultdict(lambda: itertools.count(1))
        self._rows: dict[type[schema.Base], list[rows.Row]] = defaultdict(list)

    def take(self) -> list[tuple[type[schema.Base], list[rows.Row]]]:
        """Return what was gathered since it was asked last, by table, those first that others refer to."""
        tables = schema.Base.metadata.sorted_tables
        taken = sorted(self._rows.items(), key=lambda found: tables.index(found[0].__table__))
        self._rows = defaultdict(list)
        return taken

    def add_series(self, number: int) -> None:
        """Add a plan of an authority with all its versions."""
        authority = number // plans.SERIES + 1
        if number % plans.SERIES == 0:
            self._add(schema.Authority, name=f"Fictional Council {authority}")
        title = plans.TITLES[number % plans.SERIES]
        series = self._add(
            schema.PlanSeries,
            authority_id=authority,
            title=title,
            title_key=title_key(title),
            plan_type="improvement_plan",
        )
        threads: dict[int, int] = {}
        for version, (record, made) in enumerate(plans.make_series(number), start=1):
            known = set(threads)
            for row in made:
                if row.identity not in threads:
                    threads[row.identity] = self._add(schema.ActionThread, series_id=series)
            kept = [(threads[row.identity], row.identity in known) for row in made]
            self._add_document(record, series, authority, version, kept)

    def _add_document(
        self, record: PlanRecord, series: int, authority: int, number: int, kept: list[tuple[int, bool]]
    ) -> None:
        latest = number == plans.VERSIONS
        source, facts = record.source, record.plans[0]
        as_of = rows.edtf_row("as_of", facts.as_of)
        version = self._add(
            schema.PlanVersion, series_id=series, number=number, is_latest=latest, first_seen=SEEN, **as_of
        )
        document = self._add(
            schema.Document,
            **{"sha256": source.sha256, "path": source.path, "media_type": source.media_type},
            **{"bytes": source.size, "pages": source.n_pages, "first_seen": SEEN},
        )
        extraction = self._add(
            schema.Extraction,
            **{"document_id": document, "reader_version": "1", "options": "{}", "options_hash": "0" * 64},
            **{"is_current": True, "made_at": SEEN},
        )
        plan = self._add(schema.Plan, **rows.plan_row(facts, extraction, authority, version))
        for sequence, table in enumerate(record.tables, start=1):
            key = self._add(schema.PlanTable, **rows.table_row(table, sequence, extraction, plan))
            self._rows[schema.PlanColumn] += rows.column_rows(table, key)
        keys = []
        for action, (thread, goes_on) in zip(record.actions, kept, strict=True):
            how = {"match_method": "wording", "match_confidence": 1.0} if goes_on else {}
            told = {"match_method": None, "match_confidence": None, **how, "is_latest": latest}
            keys.append(self._add(schema.Action, **{**rows.action_row(action, plan, thread), **told}))
        for model, model_rows in rows.rows_of_actions(zip(keys, record.actions, strict=True)).items():
            self._rows[model] += model_rows
        self._rows[schema.IssueRow] += rows.issue_rows(record.issues, extraction_id=extraction, failure_id=None)

    def _add(self, model: type[schema.Base], **values: object) -> int:
        key = next(self._keys[model])
        self._rows[model].append({"id": key, **values})
        return key
