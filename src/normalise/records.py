"""One action from one printed row: every field of the record, and what was left over under `extra`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.model import Issue, IssueCode, Locator, Severity
from normalise.answers import Answers, read_answers
from normalise.certainty import weakened
from normalise.dates import DateContext, TimescaleReading, read_mentions
from normalise.deadlines import raised_on, read_deadlines, read_starts
from normalise.legend import Legend
from normalise.model import (
    ActionRecord,
    ActionSource,
    Field,
    Origin,
    Owner,
    OwnerRole,
    ReadingNote,
    SourceCell,
    Status,
    Update,
)
from normalise.owners import read_owners
from normalise.rowcells import PlanRow, RowCell
from normalise.rows import LETTER, main_column
from normalise.states import State, read_state, read_status_cells

PRINTED = 0.98  # confidence of a date read from a cell of its own
STATED_ONCE = 0.8  # of one that a heading gives to all its rows
FROM_TEXT = 0.7
_STANDING = re.compile(
    r"^(?:what|which|how)\b.*\b(?:in place|already|currently|existing)\b|\bin place$"
    r"|^(?:existing|current) (?!position|status|progress|update)",
    re.IGNORECASE,
)
_CLOSED = frozenset({Status.COMPLETE, Status.CANCELLED})
_CARRIED = re.compile(r"\b(?:carried (?:forward|over)|extended|re-?programmed|re-?scheduled|re-?profiled)\b", re.I)
_NUMBERED = re.compile(
    r"^(?:(?P<word>recommendation|action|rec|objective)\s+(?P<n>\d+(?:\.\d+)*[a-z]?)\s*[:.)–-]\s*|"
    r"(?P<code>[A-Z]{1,4}[-.]?\d+(?:\.\d+)*[a-z]?)\s*(?:[:.)]|\s[–-])\s+|"
    r"(?P<number>\d+(?:\.\d+)+)[.)]?\s+|(?P<whole>\d{1,3})[.)]\s+)(?=\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PlanContext:
    """What the plan says for all its rows."""

    plan: int = 0
    as_of: dt.date | None = None
    as_of_edtf: str | None = None
    legend: Legend = field(default_factory=Legend)
    theme: str | None = None
    owner: str | None = None
    timescale: str | None = None
    section: str | None = None
    dates: DateContext = field(default_factory=lambda: DateContext(None))
    numbered_text: Field | None = None  # the text whose cells carry the numbers


def build_record(row: PlanRow, context: PlanContext, position: int) -> tuple[ActionRecord, tuple[Issue, ...]]:
    """Return the action of a row and the issues of reading it, each placed at the row."""
    cells = tuple(_source_cell(cell, row.table) for cell in row.cells if cell.text.strip())
    index = {id(cell): i for i, cell in enumerate(cell for cell in row.cells if cell.text.strip())}
    shown = read_status_cells(row, context.legend)
    updates = _updates(row, shown.told, context)
    dates = replace(context.dates, raised=raised_on(row, context.dates), as_of=context.as_of)
    timescale = read_deadlines(row, context.timescale, dates)
    telling = _updates(row, shown.told, context, standing=False) if any(map(_is_standing, row.cells)) else updates
    state = read_state(row, shown, telling, timescale, context.legend, row.section or context.section, dates)
    if state.status in _CLOSED and timescale:
        timescale = read_deadlines(row, context.timescale, replace(dates, closed=True))
    if state.status is Status.IN_PROGRESS and timescale and timescale.revised_due and _is_carried(state.status_text):
        state = replace(state, status=Status.DELAYED)
    answers = read_answers(row, shown, state.status, timescale, dates)
    texts = {
        f.value: row.text(f) for f in (Field.THEME, Field.FINDING, Field.RECOMMENDATION, Field.ACTION, Field.OUTCOME)
    }
    reference, texts = _reference(row, texts, context)
    owner, owners = _owners(row, context)
    found = (*(timescale.issues if timescale else ()), *state.issues, *answers.issues, *_tracked(row))
    issues = tuple(_placed(issue, row.locator) for issue in found)
    theme = texts["theme"] or row.section or context.theme
    readings = _readings(row, timescale, state, owners, answers, index)
    if theme and not texts["theme"]:
        readings = {**readings, "theme": ReadingNote(Origin.HEADING, STATED_ONCE)}
    readings = weakened(readings, [cell for cell in row.cells if cell.text.strip()])
    record = ActionRecord(
        plan=context.plan,
        position=position,
        source=ActionSource(row.table, row.row, _pages(row), cells),
        reference=reference,
        theme=theme,
        finding=texts["finding"],
        recommendation=texts["recommendation"],
        action=texts["action"],
        response=answers.response,
        outcome=texts["outcome"],
        priority=row.text(Field.PRIORITY),
        owner=owner,
        owners=owners,
        timescale=row.text(Field.TIMESCALE) or context.timescale,
        due=timescale.due if timescale else None,
        revised_due=timescale.revised_due if timescale else None,
        milestones=(*read_starts(row, dates), *(timescale.milestones if timescale else ())),
        ongoing=timescale.ongoing if timescale else False,
        status_text=state.status_text,
        status=state.status,
        status_source=state.source,
        status_confidence=readings["status"].confidence if "status" in readings else state.confidence,
        percent_complete=state.percent_complete,
        rag=state.rag,
        direction=answers.direction,
        completed=answers.completed,
        updates=updates,
        extra=_extra(row, answers.unread),
        inherited=_inherited(row, owner, context),
        readings=readings,
        issues=issues,
    )
    return record, issues


def _is_carried(status_text: str | None) -> bool:
    """Tell whether a status says that an action goes on beyond its time: late where its deadline moved."""
    return bool(status_text and _CARRIED.search(status_text))


def _tracked(row: PlanRow) -> tuple[Issue, ...]:
    """Return an issue for a row in which changes are tracked, so that a reader may look at what stood there."""
    changed = [c for c in row.cells if c.cell and c.cell.changed and not c.inherited]
    headings = [c.role.heading or f"column {c.role.index + 1}" for c in changed]
    if not headings:
        return ()
    message = f"the document tracks changes in this row ({', '.join(dict.fromkeys(headings))})"
    return (Issue(IssueCode.TRACKED_CHANGES, Severity.INFO, message),)


def _placed(issue: Issue, at: Locator) -> Issue:
    return issue if issue.locator else replace(issue, locator=at)


def _source_cell(cell: RowCell, table: int | None) -> SourceCell:
    parts = cell.cell.parts if cell.cell else ()
    text = cell.cell.text if cell.cell else cell.text
    place = (
        Locator(table=table, row=cell.cell.row, column=cell.cell.column) if cell.cell and table is not None else None
    )
    return SourceCell(cell.role.heading, cell.role.field.printed, text, parts, cell.role.as_record(), place)


def _pages(row: PlanRow) -> tuple[int, ...]:
    own = {page for cell in row.cells if cell.cell and not cell.inherited for page in cell.cell.pages}
    return tuple(sorted(own))


def _reference(
    row: PlanRow, texts: dict[str, str | None], context: PlanContext
) -> tuple[str | None, dict[str, str | None]]:
    """Return the number as printed, without closing punctuation, and the texts without the numbers it came from."""
    printed = row.text(Field.REFERENCE)
    reference = _bare_reference(printed) if printed else None
    main = main_column([cell.role for cell in row.cells])
    if main is None:
        return reference, texts
    text = texts.get(main.field.value)
    if row.letter and text:
        texts = {**texts, main.field.value: LETTER.sub("", text)}
        if reference and not reference.casefold().endswith(row.letter):
            reference = f"{reference}{row.letter}"
    elif reference is None and context.numbered_text:
        numbered = context.numbered_text.value
        if match := _NUMBERED.match(texts.get(numbered) or ""):
            reference = match["n"] or match["code"] or match["number"] or match["whole"]
            texts = {**texts, numbered: match.string[match.end() :]}
    return reference or None, texts


def _bare_reference(printed: str) -> str:
    """Return a number without closing punctuation, nor the brackets that stand round it: "(iv)" is "iv"."""
    bare = " ".join(printed.split()).rstrip(".:;,")
    if bare.startswith("(") and bare.endswith(")"):
        return bare[1:-1].strip()
    return bare.rstrip(".):;, ") if bare.count(")") > bare.count("(") else bare


def begins_with_number(text: str) -> bool:
    """Tell whether a text carries its own number ("Recommendation 3: …", "1.2 Review …")."""
    return bool(_NUMBERED.match(text))


def _owners(row: PlanRow, context: PlanContext) -> tuple[str | None, tuple[Owner, ...]]:
    """Return the owner cell as printed and the owners read from it; a supporting column gives support."""
    leads = [owner for cell in row.of(Field.OWNER) for owner in read_owners(cell.text)]
    support = [
        replace(owner, role=OwnerRole.SUPPORT) for cell in row.of(Field.SUPPORT) for owner in read_owners(cell.text)
    ]
    printed = row.text(Field.OWNER, Field.SUPPORT)
    if printed is None and context.owner:
        return context.owner, read_owners(context.owner)
    unique = list(dict.fromkeys([*leads, *support]))
    return printed, tuple(unique)


def _is_standing(cell: RowCell) -> bool:
    """Tell whether a column tells what there was before anything was done ("What we have in place")."""
    return cell.role.field is Field.UPDATE and bool(_STANDING.search(cell.role.heading))


def _updates(row: PlanRow, told: Sequence[str], context: PlanContext, *, standing: bool = True) -> tuple[Update, ...]:
    """Return one update for each update column with text, then what a status cell goes on to tell.

    Without `standing` those are left out that tell what there was before, which says nothing of how far the action is.
    """
    updates = []
    for cell in row.of(Field.UPDATE):
        if not any(map(str.isalnum, cell.text)) or (not standing and _is_standing(cell)):
            continue  # a dash is a blank
        as_of = cell.role.as_of
        edtf = as_of.edtf if as_of else context.as_of_edtf
        seen = replace(context.dates, closed=True, as_of=as_of.end if as_of and as_of.end else context.as_of)
        updates.append(Update(cell.text, edtf, read_mentions(cell.text, seen)))
    for text in told:
        seen = replace(context.dates, closed=True, as_of=context.as_of)
        updates.append(Update(text, context.as_of_edtf, read_mentions(text, seen)))
    return tuple(updates)


def _extra(row: PlanRow, unread: Sequence[RowCell]) -> Mapping[str, str]:
    """Return what maps to no field, by heading; columns that share a heading are joined by a line break."""
    extra: dict[str, str] = {}
    for cell in (*row.of(Field.EXTRA, Field.START, Field.RAG), *unread):
        heading = cell.role.heading or f"Column {cell.role.index + 1}"
        extra[heading] = f"{extra[heading]}\n{cell.text}" if heading in extra else cell.text
    return extra


def _inherited(row: PlanRow, owner: str | None, context: PlanContext) -> tuple[str, ...]:
    names = [cell.role.field.printed for cell in row.cells if cell.inherited and cell.text]
    if owner and owner == context.owner and not row.text(Field.OWNER, Field.SUPPORT):
        names.append("owner")
    if context.timescale and not row.text(Field.TIMESCALE):
        names.append("timescale")
    return tuple(dict.fromkeys(names))


def _readings(
    row: PlanRow,
    timescale: TimescaleReading | None,
    state: State,
    owners: Sequence[Owner],
    answers: Answers,
    index: Mapping[int, int],
) -> Mapping[str, ReadingNote]:
    """Return, for each field that was interpreted, where it came from and how surely."""

    def at(cells: Sequence[RowCell]) -> tuple[int, ...]:
        return tuple(index[id(cell)] for cell in cells if id(cell) in index)

    notes: dict[str, ReadingNote] = {}
    if timescale:
        cells = row.of(Field.TIMESCALE)
        origin = Origin.TEXT if cells else Origin.INHERITED
        sure = PRINTED if cells and not timescale.issues else FROM_TEXT if cells else STATED_ONCE
        for name in ("due", "revised_due"):
            if getattr(timescale, name):
                notes[name] = ReadingNote(origin, sure, at(cells))
    if owners:
        cells = row.of(Field.OWNER, Field.SUPPORT)
        notes["owners"] = ReadingNote(
            Origin.TEXT if cells else Origin.INHERITED, 0.9 if cells else STATED_ONCE, at(cells)
        )
    if state.status is not Status.UNKNOWN:
        origin = Origin.COLOUR if state.rag_from_colour and state.source == "rag" else state.origin
        origin = Origin.HEADING if state.source == "section" else origin
        notes["status"] = ReadingNote(origin, state.confidence, at(state.cells))
    if state.rag:
        origin = Origin.COLOUR if state.rag_from_colour else Origin.TEXT
        notes["rag"] = ReadingNote(origin, 0.9, at(row.of(Field.STATUS, Field.RAG)))
    if state.percent_complete is not None:
        notes["percent_complete"] = ReadingNote(Origin.TEXT, PRINTED, at(row.of(Field.PERCENT_COMPLETE, Field.STATUS)))
    for name, cell in answers.cells:
        notes[name] = ReadingNote(Origin.TEXT, PRINTED, at([cell]))
    return notes
