"""Full-text search over actions: FTS5 on SQLite, tsvector on PostgreSQL, one question and one answer.

The index holds, for each action, what it says, its context (theme, finding, recommendation, outcome, owner) and its
progress (status, updates and what no field holds), without accents and by word stems. It is written in the transaction
that stores a plan; a trigger, or a foreign key, takes out what is deleted. It is made of the tables and can be made
again at any time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    TextClause,
    bindparam,
    case,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

from normalise.model import Status
from store import schema
from store.search_words import Wanted, for_postgresql, for_sqlite, read_search, within_postgresql, within_sqlite
from store.sql import is_named

INDEX = "action_search"
OPEN_MARK, CLOSE_MARK = "[", "]"
SNIPPET_WORDS = 16
MOST_HITS = 50
# What the letters of these islands' languages are without accents; FTS5 does the same to any letter by itself.
_ACCENTED = "áàâäãåçéèêëíìîïñóòôöõúùûüýÿŵŷẃẁẅỳ"
_ACCENTED += _ACCENTED.upper()  # a database with the C locale makes only ASCII letters small
_PLAIN = 2 * "aaaaaaceeeeiiiinooooouuuuyywywwwy"
_GAP = r"''' ''\:1'::tsvector"  # a space, which is no word, at a place of its own
_CONFIGURATION = "councilplans_words"  # stems as English words have, and no stop words: FTS5 has none either


@dataclass(frozen=True, slots=True)
class Hit:
    """An action that a search found; `snippet` is the passage with the words found in square brackets."""

    action_id: int
    authority: str | None
    plan: int
    plan_title: str | None
    version: int
    reference: str | None
    status: Status
    snippet: str
    document: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


def make_search(connection: Connection) -> None:
    """Make the index anew, of all actions there are."""
    drop_search(connection)
    for statement in _SQLITE_INDEX if connection.dialect.name == "sqlite" else _POSTGRESQL_INDEX:
        connection.exec_driver_sql(statement)
    connection.execute(_write_entries(connection))


def drop_search(connection: Connection) -> None:
    """Drop the index."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {INDEX}_delete")
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {INDEX}")
        return
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {INDEX}")
    connection.exec_driver_sql(f"DROP TEXT SEARCH CONFIGURATION IF EXISTS {_CONFIGURATION}")
    connection.exec_driver_sql(f"DROP TEXT SEARCH DICTIONARY IF EXISTS {_CONFIGURATION}_stem")


_SQLITE_INDEX = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5"
    "(action, context, progress, tokenize = 'porter unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON actions BEGIN DELETE FROM {INDEX} WHERE rowid = old.id; END",
)
_POSTGRESQL_INDEX = (
    f"CREATE TEXT SEARCH DICTIONARY {_CONFIGURATION}_stem (TEMPLATE = snowball, LANGUAGE = english)",
    f"CREATE TEXT SEARCH CONFIGURATION {_CONFIGURATION} (COPY = pg_catalog.simple)",
    f"ALTER TEXT SEARCH CONFIGURATION {_CONFIGURATION} ALTER MAPPING FOR asciiword, word, hword, hword_part,"
    f" hword_asciipart, asciihword WITH {_CONFIGURATION}_stem",
    f"CREATE TABLE {INDEX} (action_id integer PRIMARY KEY REFERENCES actions (id) ON DELETE CASCADE,"
    " words tsvector NOT NULL)",
    f"CREATE INDEX ix_{INDEX}_words ON {INDEX} USING gin (words)",
)


def index_plans(connection: Connection, plan_ids: Collection[int]) -> None:
    """Write the actions of plans into the index that are not in it."""
    if plan_ids:
        connection.execute(_write_entries(connection, "a.plan_id IN :keys"), {"keys": list(plan_ids)})


def refresh(connection: Connection, action_ids: Collection[int]) -> None:
    """Write actions into the index again, as after a correction of their text."""
    if not action_ids:
        return
    key = "rowid" if connection.dialect.name == "sqlite" else "action_id"
    keys = {"keys": list(action_ids)}
    gone = text(f"DELETE FROM {INDEX} WHERE {key} IN :keys").bindparams(bindparam("keys", expanding=True))
    connection.execute(gone, keys)
    connection.execute(_write_entries(connection, "a.id IN :keys"), keys)


def _write_entries(connection: Connection, which: str = "") -> TextClause:
    """Return the statement that indexes some actions, or all."""
    sqlite = connection.dialect.name == "sqlite"
    join = "group_concat({0}.text, char(10))" if sqlite else "string_agg({0}.text, chr(10) ORDER BY {0}.position)"
    action = "coalesce(a.action, '')"
    context = " || char(10) || ".join(
        f"coalesce(a.{name}, '')" for name in ("recommendation", "finding", "theme", "outcome", "owner")
    )
    progress = "coalesce(a.status_text, '')" + "".join(
        f" || char(10) || coalesce((SELECT {join.format('t')} FROM {name} t WHERE t.action_id = a.id), '')"
        for name in ("updates", "extras")
    )
    where = f"WHERE {which}" if which else ""
    if sqlite:
        written = (
            f"INSERT INTO {INDEX} (rowid, action, context, progress)"
            f" SELECT a.id, {action}, {context}, {progress} FROM actions a {where}"
        )
    else:
        # the texts stand in a query of their own, which OFFSET 0 keeps PostgreSQL from working out once for each use
        told = ", ".join(f"lower({part}) AS {name}" for name, part in (("a", action), ("b", context), ("c", progress)))
        # a place is left between two parts, so that no phrase reaches from one into the next, as none does in FTS5
        words = f" || {_GAP} || ".join(
            f"setweight(to_tsvector('{_CONFIGURATION}', {_folded(part)}), '{part.upper()}')" for part in ("a", "b", "c")
        )
        written = (
            f"INSERT INTO {INDEX} (action_id, words) SELECT id, ts_delete({words}, ' ')"
            f" FROM (SELECT a.id, {told} FROM actions a {where} OFFSET 0) AS told"
        ).replace("char(10)", "chr(10)")
    statement = text(written)
    return statement.bindparams(bindparam("keys", expanding=True)) if which else statement


def _folded(small: str) -> str:
    """Return small letters of PostgreSQL as they are indexed: without accents, joined by nothing but letters.

    translate() takes longer than all the rest, so that text without accents, which is most, goes round it.
    """
    plain = f"CASE WHEN {small} ~ '[{_ACCENTED}]' THEN translate({small}, '{_ACCENTED}', '{_PLAIN}') ELSE {small} END"
    return f"regexp_replace({plain}, '[^[:alnum:]]+', ' ', 'g')"


def search(
    session: Session,
    words: str,
    *,
    authority: str | None = None,
    status: Status | None = None,
    latest: bool = True,
    limit: int = MOST_HITS,
) -> Found:
    """Return the actions in which words stand, the best first: those that say it before those it is said of.

    Those are best of which the words stand in the action itself, then those where its context is needed as well; of
    equals, those that say the least besides. Both databases agree on that, which their own ranks do not.
    `words` is what a person types (`store.search_words`); `authority` is words of a name or a code, and `latest`
    leaves out versions that a later one has replaced.
    """
    wanted = read_search(words)
    if wanted.is_empty:
        return Found(0, ())
    sqlite = session.get_bind().dialect.name == "sqlite"
    found = _matching_sqlite(wanted) if sqlite else _matching_postgresql(wanted)
    action, plan, version, series = schema.Action, schema.Plan, schema.PlanVersion, schema.PlanSeries
    matching = found.subquery()
    hits = (
        select(
            *(action.id.label("action_id"), schema.Authority.name.label("authority"), series.id.label("plan")),
            *(series.title.label("plan_title"), version.number.label("version"), action.reference, action.status),
            *(matching.c.snippet, schema.Document.path.label("document"), action.source_pages.label("pages")),
        )
        .join(matching, matching.c.action_id == action.id)
        .join(action.plan)
        .join(plan.version)
        .join(version.series)
        .join(plan.extraction)
        .join(schema.Extraction.document)
        .outerjoin(schema.Authority, series.authority_id == schema.Authority.id)
    )
    hits = hits.where(action.is_latest if latest else plan.is_lead)
    if status is not None:
        hits = hits.where(action.status == status)
    if authority is not None:
        hits = hits.where(is_named(authority))
    total = session.scalar(select(func.count()).select_from(hits.order_by(None).subquery())) or 0
    said = (func.coalesce(func.length(text), 0) for text in (action.action, action.recommendation, action.finding))
    best = session.execute(hits.order_by(matching.c.rank, sum(said, literal(0)), action.id).limit(limit))
    return Found(total, tuple(Hit(**{**row._mapping, "pages": tuple(row.pages)}) for row in best))


def _matching_sqlite(wanted: Wanted) -> Select[tuple[int, int, str]]:
    """Return action, rank (the best is the least) and snippet of all that match."""
    index = table(INDEX, column("rowid"))
    snippet = f"snippet({INDEX}, -1, '{OPEN_MARK}', '{CLOSE_MARK}', '…', {SNIPPET_WORDS})"

    def matches(name: str, asked: str) -> TextClause:
        return text(f"{INDEX} MATCH :{name}").bindparams(bindparam(name, asked))

    def within(*columns: str) -> ColumnElement[bool]:
        inner = select(index.c.rowid).where(matches("_".join(columns), within_sqlite(wanted, columns)))
        return index.c.rowid.in_(inner.correlate(None))

    rank = case((within("action"), 0), (within("action", "context"), 1), else_=2)
    return (
        select(index.c.rowid.label("action_id"), rank.label("rank"), literal_column(snippet).label("snippet"))
        .select_from(index)
        .where(matches("wanted", for_sqlite(wanted)))
    )


def _matching_postgresql(wanted: Wanted) -> Select[tuple[int, int, str]]:
    query = func.to_tsquery(_CONFIGURATION, for_postgresql(wanted))
    index = table(INDEX, column("action_id"), column("words"))
    action = schema.Action
    told = func.concat_ws(
        "\n", action.action, action.recommendation, action.finding, action.theme, action.outcome, action.owner
    )
    told = func.concat_ws("\n", told, action.status_text, _gathered(schema.UpdateRow), _gathered(schema.Extra))
    options = f"StartSel={OPEN_MARK}, StopSel={CLOSE_MARK}, MaxWords={SNIPPET_WORDS}, MinWords=8, MaxFragments=1"

    def within(weights: str) -> ColumnElement[bool]:
        return index.c.words.op("@@")(func.to_tsquery(_CONFIGURATION, within_postgresql(wanted, weights)))

    rank = case((within("A"), 0), (within("AB"), 1), else_=2)
    headline = func.ts_headline(_CONFIGURATION, told, query, options)
    return (
        select(index.c.action_id, rank.label("rank"), headline.label("snippet"))
        .select_from(index)
        .join(action, action.id == index.c.action_id)
        .where(index.c.words.op("@@")(query))
    )


def _gathered(model: type[schema.UpdateRow] | type[schema.Extra]) -> ScalarSelect[str]:
    gathered = select(func.string_agg(model.text, "\n")).where(model.action_id == schema.Action.id)
    return gathered.correlate(schema.Action).scalar_subquery()
