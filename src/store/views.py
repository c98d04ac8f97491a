"""Views with plain names, for analysts who ask the database themselves; `docs/data-dictionary.md` describes them.

They are dropped and made again whenever a store is made or upgraded, so that they follow the programme: what rests on
them should be a query, not another view.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from store.action_views import ALL_ACTIONS, LATEST_ACTIONS
from store.change_views import CHANGE_VIEWS
from store.list_views import LIST_VIEWS
from store.view import View

VIEWS: tuple[View, ...] = (LATEST_ACTIONS, ALL_ACTIONS, *CHANGE_VIEWS, *LIST_VIEWS)


def make_views(connection: Connection) -> None:
    """Make all views anew, with their descriptions where the database keeps such."""
    drop_views(connection)
    for view in VIEWS:
        query = view.query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        connection.exec_driver_sql(f"CREATE VIEW {view.name} AS {query}".replace("%%", "%"))
        if connection.dialect.name == "postgresql":
            _describe(connection, view)


def drop_views(connection: Connection) -> None:
    """Drop all views, as a change of their tables needs."""
    for view in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {view.name}"))


def _describe(connection: Connection, view: View) -> None:
    """Write the descriptions of a view and its columns to PostgreSQL's catalogue."""
    told = {f"VIEW {view.name}": view.description}
    told |= {f'COLUMN {view.name}."{column.name}"': column.description for column in view.columns}
    for what, description in told.items():
        literal = description.replace("'", "''").replace("%", "%%")
        connection.exec_driver_sql(f"COMMENT ON {what} IS '{literal}'")
