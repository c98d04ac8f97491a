"""Council action plans, from document to database.

`open_store` opens a database of plans: `with open_store("plans.db") as store: store.actions(latest=True)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store import Store, StoreError, open_store

__version__ = "0.1.0"
__all__ = ["Store", "StoreError", "__version__", "open_store"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    """Return what the store gives, imported when it is asked for: SQLAlchemy is too slow to import for --help."""
    if name in __all__:
        import store  # noqa: PLC0415

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
