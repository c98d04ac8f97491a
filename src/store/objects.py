"""What is made of the tables and holds no facts of its own: views, and the index of the text search.

All of it is dropped before a migration and made again after it, and made in every new store. A change of a view is a
revision too (with nothing in it, where no table changes), so that `open_store` tells that a store has the older one.
"""

from __future__ import annotations

from sqlalchemy import Connection

# What is made is imported where it is made: opening a store that has it all does not wait for it.


def make(connection: Connection) -> None:
    """Make them in a store that has the tables, filled from the rows there are."""
    from store.search import make_search  # noqa: PLC0415
    from store.views import make_views  # noqa: PLC0415

    make_views(connection)
    make_search(connection)


def drop(connection: Connection) -> None:
    """Drop what there is of them, which may be what an older version made."""
    from store.search import drop_search  # noqa: PLC0415
    from store.views import drop_views  # noqa: PLC0415

    drop_views(connection)
    drop_search(connection)
