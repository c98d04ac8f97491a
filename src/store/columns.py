"""Column types that hold the same values on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

# PostgreSQL refuses NUL in text and neither database takes a lone surrogate; broken character maps in PDF
# files give both. The replacement character says that something stood there.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def storable(text: str | None) -> str | None:
    """Return the text with what no database can hold replaced."""
    return None if text is None else _UNSTORABLE.sub(REPLACEMENT, text)


class Printed(TypeDecorator[str]):
    """Text as printed. Characters that a database cannot hold become U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text with what cannot be stored replaced."""
        return storable(value)


class Instant(TypeDecorator[dt.datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is taken off there and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return the moment in UTC; raises ValueError where it names no time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def json_list() -> JSON:
    """Return the type of a short list of numbers or names (pages, inherited fields): JSONB or JSON text."""
    kind: JSON = JSON(none_as_null=True)
    variant: Any = JSONB(none_as_null=True)
    return kind.with_variant(variant, "postgresql")
