"""The plans that a document tells in lists and labelled paragraphs, each under the title that it stands under."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.model import Locator, Parsed, Table
from normalise.facts import DocumentFacts, read_facts, read_plan_type
from normalise.labelled import read_labelled
from normalise.labels import names_a_theme
from normalise.lists import DETAILED, read_added, read_lists
from normalise.model import Field
from normalise.noted import read_noted
from normalise.rowcells import PlanRow
from normalise.themes import is_byline
from normalise.title_lines import is_paper
from normalise.titles import is_plan_item, plan_titles
from normalise.vocabulary import fold
from normalise.wording import only_announces


@dataclass(frozen=True, slots=True)
class ListedPlan:
    """A plan told in a list: what is said of it, its rows, and where it begins in the document's content."""

    facts: DocumentFacts
    rows: tuple[PlanRow, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The plans that lists tell; `added` are rows that go on with the plan of a table, by the table's number.

    `beside` are rows of lists beside the tables of a plan, which are not counted.
    """

    plans: tuple[ListedPlan, ...] = ()
    beside: tuple[PlanRow, ...] = ()
    added: tuple[tuple[int, tuple[PlanRow, ...]], ...] = ()


def read_listed(parsed: Parsed, facts: DocumentFacts, tables: Sequence[Table]) -> Listed:
    """Return the plans that a document tells in lists; `tables` are those of the plans told in tables.

    Lists under titles of their own are plans of their own. Where tables tell a plan, a list is another only in an
    agenda item or appendix whose title names a plan, without any of the tables, and where its items have owners or
    dates. A list of actions below a table, under the same title, goes on with its plan; the list of a report that the
    tables repeat does not.
    """
    rows = _rows(parsed, facts)
    if not rows:
        return Listed()
    parts = _by_title(parsed, facts)
    if not tables:
        several = len(parts) > 1 and sum(len(part.rows) for part in parts) >= len(rows)
        return Listed(tuple(parts) if several else (ListedPlan(facts, rows, 0),))
    starts = [start for start, _ in plan_titles(parsed)]
    places = [at for at, item in enumerate(parsed.content) if any(item is table for table in tables)]
    held = {max((start for start in starts if start <= at), default=0) for at in places}
    own = [
        part for part in parts if part.start not in held and is_plan_item(part.facts.title or "") and _detailed(part)
    ]
    added = _added(parsed, tables, [part.start for part in own])
    counted = {_where(row) for part in own for row in part.rows} | {_where(row) for _, told in added for row in told}
    return Listed(tuple(own), tuple(row for row in rows if _where(row) not in counted), added)


def _where(row: PlanRow) -> Locator | None:
    """Return where the first cell of a row of a list stands."""
    return next((part for cell in row.cells if cell.cell for part in cell.cell.parts), None)


def _added(
    parsed: Parsed, tables: Sequence[Table], others: Sequence[int]
) -> tuple[tuple[int, tuple[PlanRow, ...]], ...]:
    """Return the lists of actions that stand below a plan's table, each with the table's number.

    `others` are the places at which plans of their own begin.
    """
    found = []
    places = [at for at, item in enumerate(parsed.content) if any(item is table for table in tables)]
    titles = [start for start, _ in plan_titles(parsed)]
    for at, following in itertools.pairwise([*places, len(parsed.content)]):
        table = parsed.content[at]
        end = min((place for place in (*others, *titles, following) if place > at), default=following)
        rows = read_added(replace(parsed, content=parsed.content[at + 1 : end]))
        printed = {fold(cell.text) for cell in table.cells} if isinstance(table, Table) else set()
        if rows and isinstance(table, Table) and not any(fold(row.text(Field.ACTION) or "") in printed for row in rows):
            found.append((table.number, rows))
    return tuple(found)


def _by_title(parsed: Parsed, facts: DocumentFacts) -> list[ListedPlan]:
    """Return the lists under each title of a plan; a title that comes again goes on with its plan."""
    titles = plan_titles(parsed)
    plans: list[ListedPlan] = []
    for (start, title), (end, _) in itertools.pairwise([*titles, (len(parsed.content), "")]):
        part = replace(parsed, content=parsed.content[start:end])
        own = _own_facts(part, title, facts)
        rows = _rows(part, own)
        if rows and plans and fold(plans[-1].facts.title or "") == fold(title):
            plans[-1] = replace(plans[-1], rows=(*plans[-1].rows, *rows))
        elif rows:
            plans.append(ListedPlan(own, rows, start))
    return plans


def _own_facts(part: Parsed, title: str, facts: DocumentFacts) -> DocumentFacts:
    own = read_facts(part)
    return replace(
        own,
        title=title,
        authority=own.authority if own.authority.value else facts.authority,
        plan_type=read_plan_type(title) or own.plan_type or facts.plan_type,
        as_of=own.as_of or facts.as_of,
        meeting=own.meeting if own.meeting.body else facts.meeting,
    )


def _rows(parsed: Parsed, facts: DocumentFacts) -> tuple[PlanRow, ...]:
    """Return the rows of what labelled paragraphs or lists tell.

    A heading over them all is no theme, unless it is numbered as one ("Priority 2"), nor is a line of the paper.
    """
    rows = _labelled_or_lists(parsed) or read_noted(parsed)
    sections = {row.section for row in rows}
    if len(rows) > 1 and len(sections) == 1 and not any(section and names_a_theme(section) for section in sections):
        return tuple(replace(row, section=None) for row in rows)
    return tuple(
        replace(row, section=None) if row.section and _is_no_theme(row.section, facts) else row for row in rows
    )


def _labelled_or_lists(parsed: Parsed) -> tuple[PlanRow, ...]:
    """Return the rows of labelled paragraphs or those of lists, whichever say of more actions who does them.

    "Actions" over items with owners of their own is a heading, whatever else has labels. Where both say it of as many,
    those count that tell more.
    """
    labelled = read_labelled(parsed)
    lists = read_lists(parsed)
    return max((labelled, lists), key=_told) if labelled and lists else labelled or lists


def _told(rows: Sequence[PlanRow]) -> tuple[int, int]:
    """Return how many rows name an owner, and how many values and themes all of them hold."""
    return sum(bool(row.of(Field.OWNER)) for row in rows), sum(len(row.cells) + bool(row.section) for row in rows)


def _is_no_theme(heading: str, facts: DocumentFacts) -> bool:
    """Tell whether a heading is the title, a line of the paper or its author, or says no more than "Actions"."""
    own = fold(heading) in fold(facts.title or "")
    return own or is_paper(heading) or is_byline(heading) or only_announces(heading)


def _detailed(plan: ListedPlan) -> bool:
    return sum(bool(row.of(Field.OWNER, Field.TIMESCALE)) for row in plan.rows) >= DETAILED * len(plan.rows)
