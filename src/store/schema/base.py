"""What all tables share: types of columns, names of constraints, and the checks that recur."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Date, Double, Enum, ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from store.columns import Instant, Printed, json_list

ORDERED = "ordered by position, from 1"


class Base(DeclarativeBase):
    """All tables of the store. Names of constraints follow one convention, so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Printed(),
        float: Double(),
        dt.date: Date(),
        dt.datetime: Instant(),
        list[int]: json_list(),
        list[str]: json_list(),
        # an enumeration is text with a CHECK on both databases: PostgreSQL's own enums cannot drop a value
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=20,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }


def owned_by(target: str, comment: str, *, primary_key: bool = False, index: bool = False) -> Mapped[Any]:
    """Return a column that refers to a parent row and goes with it."""
    return mapped_column(ForeignKey(target, ondelete="CASCADE"), comment=comment, primary_key=primary_key, index=index)


def date_checks(*names: str) -> tuple[CheckConstraint, ...]:
    """Return, for each date kept as EDTF and two days, what must hold between the three."""
    return tuple(
        check
        for name in names
        for check in (
            CheckConstraint(f"{name}_start <= {name}_end", name=f"{name}_days_in_order"),
            CheckConstraint(
                f"{name}_edtf IS NOT NULL OR ({name}_start IS NULL AND {name}_end IS NULL)",
                name=f"{name}_days_have_edtf",
            ),
        )
    )


def is_share(column: str) -> CheckConstraint:
    """Return the check that a column lies between 0 and 1."""
    return CheckConstraint(f"{column} BETWEEN 0 AND 1", name=f"{column}_is_share")
