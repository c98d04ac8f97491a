"""What kind of table a table is: an action plan, or one of the kinds that give no actions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalise.colours import read_colour_word
from normalise.headings import LIKELY, POSSIBLE, SURE, table_kinds
from normalise.model import Field
from normalise.roles import Role
from normalise.rows import main_column
from normalise.shape import TableShape
from normalise.status import read_status
from normalise.wording import share_action_like

ACTION_PLAN = "action_plan"
OTHER = "other"
STRONG = frozenset(
    {
        Field.OWNER,
        Field.SUPPORT,
        Field.TIMESCALE,
        Field.STATUS,
        Field.UPDATE,
        Field.COMPLETED,
        Field.PERCENT_COMPLETE,
        Field.RESPONSE,
    }
)
_PROMISED = frozenset({Field.OWNER, Field.STATUS})
_ANSWERS = re.compile(r"\b(?:response|reply|answer|feedback|comments?)\b", re.IGNORECASE)
_ANSWERED = frozenset({Field.FINDING, Field.RECOMMENDATION, Field.OWNER, Field.STATUS, Field.UPDATE, Field.REFERENCE})
_WHEN = frozenset({Field.TIMESCALE})
PAIR, HALF = 2, 0.5  # columns of a table of pairs; share of its first cells
_TRACKED = frozenset({Field.OWNER, Field.TIMESCALE, Field.STATUS})
APPLICATIONS = "applications"
FEWEST_WORDS = 2  # of a cell that tells anything
DATED = 0.5  # share of dates among the cells of a column of deadlines
FEWEST_ROWS = 3  # of a table without headings that its states alone make a plan
_WORDS = re.compile(r"[^\W\d_]{2,}")
WORDED_AS_ACTIONS = 0.5  # share of the main column's cells, where no heading says that they are actions


def table_kind(shape: TableShape, roles: Sequence[Role]) -> str:
    """Return `action_plan`, or what else the table is (`sign_off`, `risk_register`, `legend`, `other` …).

    A plan has a column of actions or recommendations and at least one that tells who, when, how far or what for.
    Where only the cells suggest the actions, they must be worded as such.
    """
    counts = table_kinds(column.heading for column in shape.columns)
    other = max(counts, key=lambda kind: counts[kind])
    other = other if counts[other] >= 2 else OTHER
    main = main_column(roles)
    if main is None or not shape.body:
        return other
    fields = {role.second if role.value and role.second else role.field for role in roles if role is not main}
    asked = any(role.field is Field.RECOMMENDATION and role.confidence >= LIKELY for role in roles)
    named = main.method != "cells" and (main.confidence >= POSSIBLE or asked)
    texts = shape.cells(main.index)
    worded = share_action_like(texts) >= WORDED_AS_ACTIONS
    if main.field is Field.FINDING and other != OTHER:
        return other  # a risk register without responses
    if main.confidence < SURE and not _holds_text(texts):
        return other  # sums under "Remedy", names of places
    if main.method == "cells" and shape.table.n_columns == PAIR and (main.evidence.owner > HALF or fields <= _WHEN):
        return other  # posts and what they are responsible for; events and their dates
    if not worded and _ANSWERS.search(main.heading) and not fields & _ANSWERED:
        return other  # what consultees said, and when
    if named:
        both = {Field.ACTION, Field.RECOMMENDATION} <= {main.field, *_named_fields(roles)}
        if fields & STRONG or both:
            return ACTION_PLAN
        tells_what_for = {Field.FINDING, Field.RECOMMENDATION, Field.OUTCOME, Field.THEME} & fields
        return ACTION_PLAN if worded and (tells_what_for or _is_numbered(roles)) else other
    if other == APPLICATIONS:
        return other  # a "Proposal" of somebody else's
    if main.method != "cells" and _tracked_fields(roles) >= _TRACKED:
        return ACTION_PLAN  # "Project", with who, by when and how far: whatever it is called, it is to be done
    strong = [role for role in roles if role.field in STRONG and (role.evidence.n or role.method != "cells")]
    if worded and _named_fields(strong) >= _PROMISED:
        return ACTION_PLAN  # who does it and how far it is, outright: no table of figures says so
    if not strong or counts.get(other, 0) >= 2:
        return other
    return ACTION_PLAN if worded or (not shape.has_headings and _tells_progress(shape, roles)) else other


def _holds_text(texts: Sequence[str]) -> bool:
    """Tell whether most cells say something in words: two at least."""
    return 2 * sum(len(_WORDS.findall(text)) >= FEWEST_WORDS for text in texts) >= len(texts)


def _tells_progress(shape: TableShape, roles: Sequence[Role]) -> bool:
    """Tell whether a column says in words, row by row, how far each is: states of work, whatever begins the row.

    A colour does not say so: measures and risks have one too.
    """
    for role in roles:
        texts = shape.cells(role.index) if role.field is Field.STATUS else []
        said = [read_status(text).status for text in texts if read_colour_word(text) is None]
        if texts and len(said) == len(shape.body) >= FEWEST_ROWS and all(said) and len(set(said)) > 1:
            return True
    return False


def _named_fields(roles: Sequence[Role]) -> set[Field]:
    """Return the fields that headings name outright."""
    return {role.field for role in roles if role.method == "phrase"}


def _tracked_fields(roles: Sequence[Role]) -> set[Field]:
    """Return the fields that headings name surely and whose cells bear them out: dates under a deadline."""
    sure = [role for role in roles if role.method != "cells" and role.confidence >= LIKELY]
    return {role.field for role in sure if role.field is not Field.TIMESCALE or role.evidence.date >= DATED}


def _is_numbered(roles: Sequence[Role]) -> bool:
    return any(role.field is Field.REFERENCE and role.evidence.reference >= 0.5 for role in roles)
