"""Which field each column of a table feeds: headings decide, the cells where headings are missing or mislead."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from normalise.bilingual import settle_languages
from normalise.evidence import weigh_column
from normalise.model import Field
from normalise.overruling import overrule
from normalise.roles import Role
from normalise.settling import (
    fill_gaps,
    settle_earlier,
    settle_next_steps,
    settle_position,
    settle_progress,
    settle_references,
    settle_units,
    settle_weak_actions,
)
from normalise.shape import TableShape
from normalise.ticked import settle_ticked


def assign_columns(shape: TableShape, as_of: dt.date | None = None) -> tuple[Role, ...]:
    """Return one role for each column of a table, in order."""
    roles = []
    for column in shape.columns:
        evidence = weigh_column(shape.cells(column.index), len(shape.body))
        reading = column.reading
        field = reading.field or Field.EXTRA
        roles.append(
            Role(
                index=column.index,
                heading=column.heading,
                field=field,
                confidence=reading.confidence,
                method=reading.method,
                evidence=evidence,
                second=reading.second,
                is_progress=reading.is_progress,
                as_of=reading.as_of,
                is_moved=reading.is_moved,
                entry=reading.entry,
            )
        )
    roles = [overrule(role, roles, shape, as_of) for role in roles]
    roles = settle_ticked(roles, shape, as_of)
    roles = settle_weak_actions(settle_next_steps(roles))
    roles = settle_units(settle_references(roles))
    roles = fill_gaps(roles, shape)
    roles = settle_languages(roles, shape)
    roles = settle_progress(settle_earlier(roles))
    roles = [settle_position(role, roles) for role in roles]
    first = any(role.field is Field.TIMESCALE and not role.is_moved for role in roles)
    return tuple(replace(role, is_moved=role.is_moved and first) for role in roles)
