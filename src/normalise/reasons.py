"""Why an action has the values it has: for each the words it was read from, how, how surely and by which entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.model import IssueCode
from normalise.colours import colour_words
from normalise.model import ActionRecord, FlexibleDate, Origin, ReadingNote, SourceCell, Status, StatusSource
from normalise.owner_names import kind_of, owner_names
from normalise.parts import split_parts
from normalise.status import read_status
from normalise.status_phrases import find_phrases, plain, status_words
from normalise.vocabulary import fold

# Members of the record that say how or where the others were read, and are no values themselves.
_NO_VALUES = frozenset({"plan", "position", "source", "readings", "inherited", "status_source", "status_confidence"})
# Which columns (as published) can feed a field that bears another name.
_FED_BY: Mapping[str, tuple[str, ...]] = {
    "owners": ("owner",),
    "due": ("timescale",),
    "revised_due": ("timescale",),
    "milestones": ("timescale", "extra"),
    "ongoing": ("timescale",),
    "status_text": ("status", "rag"),
    "percent_complete": ("status",),
    "rag": ("status", "rag"),
    "updates": ("update", "status"),
    "extra": ("extra", "rag", "response", "direction", "completed", "status"),
}
_READ_WITH = {"owner": "owners", "timescale": "due", "milestones": "due", "ongoing": "due"}
_ABOVE: Mapping[str, str] = {
    "theme": "the heading above the table or list, or the row over the action that spans the table",
    "owner": "the heading or a line above the table names it once for all",
    "timescale": "the heading or a line above the table states it once for all",
}
_WHAT_NAMES_ARE = {"letters": "letters", "bare": "words of work", "department": "a department"}


@dataclass(frozen=True, slots=True)
class Explained:
    """How one value of an action was read.

    `value` has the published form. `printed` are the words it was read from, None where nothing was printed for it (a
    colour). `origin` is None for a status that nothing tells. `rule` says in words what was made of them, where that
    is known. `cells` count into the action's source cells.
    """

    field: str
    value: Any
    printed: str | None
    origin: Origin | None
    confidence: float
    rule: str | None
    cells: tuple[int, ...]


def explain_action(action: ActionRecord) -> tuple[Explained, ...]:
    """Return how each value of an action was read, in the order of the record; fields without a value are left out.

    The action is one that was just read: of a stored one the columns' reasons are not known. Call it with the same
    vocabularies in use.
    """
    published = {name: value for name, value in action.as_json().items() if name not in _NO_VALUES}
    said = {name: value for name, value in published.items() if value not in (None, [], {}, False)}
    return tuple(_explained(action, name, value) for name, value in said.items())


def _explained(action: ActionRecord, name: str, value: Any) -> Explained:  # noqa: ANN401 - of any field
    note = action.readings.get(name)
    cells = note.cells if note and note.cells else _cells(action, name, value)
    chosen = [action.source.cells[i] for i in cells]
    rule = _RULES.get(name)
    told = rule(action, chosen) if rule else None
    return Explained(
        field=name,
        value=value,
        printed="\n".join(cell.text for cell in chosen) or (value if isinstance(value, str) and not note else None),
        origin=_origin(action, name, note, chosen),
        confidence=_confidence(action, name, note, chosen),
        rule=told or _taken_from(action, name, value, chosen),
        cells=cells,
    )


def _cells(action: ActionRecord, name: str, value: Any) -> tuple[int, ...]:  # noqa: ANN401
    """Return the cells that feed a field for which no reading was noted."""
    if name == "status" or action.readings.get(name, ReadingNote(Origin.TEXT, 0)).origin is Origin.COLOUR:
        return ()
    fed_by = _FED_BY.get(name, (name,))
    cells = [(i, cell) for i, cell in enumerate(action.source.cells) if cell.field in fed_by and cell.text.strip()]
    if name == "extra":
        cells = [(i, cell) for i, cell in cells if not cell.heading or cell.heading in value]
    elif name == "updates":
        told = [update.text for update in action.updates]
        cells = [(i, cell) for i, cell in cells if any(text.strip() in cell.text for text in told)]
    elif name == "milestones":
        cells = [(i, c) for i, c in cells if c.field == "timescale" or any(m.text in c.text for m in action.milestones)]
    if not cells and name == "reference":
        numbered = ("action", "recommendation", "finding")
        cells = [(i, c) for i, c in enumerate(action.source.cells) if c.field in numbered and str(value) in c.text]
    return tuple(i for i, _ in cells)


def _origin(action: ActionRecord, name: str, note: ReadingNote | None, cells: Sequence[SourceCell]) -> Origin | None:
    if name == "status" and action.status_source is StatusSource.NONE:
        return None
    if note:
        return note.origin
    if name in action.inherited:
        return Origin.INHERITED
    return Origin.TEXT if cells else Origin.HEADING


def _confidence(action: ActionRecord, name: str, note: ReadingNote | None, cells: Sequence[SourceCell]) -> float:
    """Return how sure a value is: as noted, else as sure as its columns are what they were taken for."""
    if note:
        return note.confidence
    if name == "status":
        return action.status_confidence
    columns = [cell.column.confidence for cell in cells if cell.column]
    beside = action.readings.get(_READ_WITH.get(name, ""))
    return min(columns) if columns else beside.confidence if beside else 0.0


def _status_rule(action: ActionRecord, cells: Sequence[SourceCell]) -> str:
    text = "\n".join(cell.text for cell in cells)
    match action.status_source:
        case StatusSource.TEXT:
            return _worded(text, action)
        case StatusSource.RAG:
            usual = next((i.message for i in action.issues if i.code is IssueCode.STATUS_FROM_COLOUR), None)
            return usual or f"the document's legend says what {action.rag} means"
        case StatusSource.UPDATE:
            begun = read_status(action.updates[-1].text) if action.updates else None
            if begun and begun.status is action.status:
                return f"the update begins with the word: {_worded(action.updates[-1].text, action)}"
            return "the sentences of the update were read: tense, negation and what they say was done"
        case StatusSource.TIMESCALE:
            return "the timescale, or a date of completion, says so"
        case StatusSource.ACTION:
            return "the action says so of itself"
        case StatusSource.SECTION:
            return "the heading of the section says so"
        case StatusSource.NONE:
            return "nothing says where the action stands"


def _worded(text: str, action: ActionRecord) -> str:
    """Return which entry of the status vocabulary a text was known by."""
    phrases, _ = find_phrases(plain(text), status_words())
    named = next((phrase for phrase in phrases if phrase.status is action.status), None)
    if named:
        return f"status.{named.status}.words: {named.text}"
    if action.percent_complete is not None:
        return f"{action.percent_complete:g} per cent"
    if phrases:
        return f"status.{phrases[0].status}.words: {phrases[0].text}, as the words beside it turn it"
    if action.status is Status.CANCELLED and action.response:
        return "the recommendation was rejected"
    return "a sign, a code of the document's own key, the answer to the heading, or a slip of a known word"


def _rag_rule(action: ActionRecord, cells: Sequence[SourceCell]) -> str:
    note = action.readings.get("rag")
    if note and note.origin is Origin.COLOUR:
        return "the fill or the ink of the cell or row"
    words = fold(" ".join(cell.text for cell in cells)).split()
    word = next((word for word in words if colour_words().get(word) is action.rag), None)
    return f"colours.words.{action.rag}: {word}" if word else "a letter or sign for a colour"


def _owners_rule(action: ActionRecord, _: Sequence[SourceCell]) -> str:
    """Return what kind of name each owner is, and which letters were spelt out."""
    names = owner_names()
    spelt = {name: letters for letters, name in names.spelt_out.items()}

    def told(name: str) -> str:
        kind = kind_of(name, names).value
        if name in spelt:
            return f"{name}: spelt out (owners.abbreviations: {spelt[name]})"
        return f"{name}: {_WHAT_NAMES_ARE.get(kind, f'a {kind}')}"

    return "; ".join(told(owner.name) for owner in action.owners)


def _date_rule(date: Callable[[ActionRecord], FlexibleDate | None]) -> Callable[..., str | None]:
    def rule(action: ActionRecord, _: Sequence[SourceCell]) -> str | None:
        meant = date(action)
        one = next((milestone for milestone in action.milestones if milestone.date == meant), None)
        return f"{one.text!r} is {one.date.edtf}, a date that is {one.kind}" if one else None

    return rule


def _reference_rule(action: ActionRecord, cells: Sequence[SourceCell]) -> str | None:
    if any(cell.field != "reference" for cell in cells):
        return "the number that the text begins with"
    printed = "".join(cell.text for cell in cells)
    lettered = action.reference and action.reference[-1].isalpha() and action.reference not in printed
    return "the number of the row with the letter of the part" if lettered else None


def _taken_from(action: ActionRecord, name: str, value: object, cells: Sequence[SourceCell]) -> str | None:
    """Return where a value stands that is not just what its cell says: above the row, or in one part of the cell."""
    if not cells:
        return _ABOVE.get(name)
    if name in action.inherited:
        return "it stands in a merged cell, or above a blank one"
    parts = [part.text for cell in cells for part in split_parts(cell.text)[1]]
    return "one of the parts of the cell" if len(parts) > 1 and value in parts else None


def _updates_rule(action: ActionRecord, _: Sequence[SourceCell]) -> str | None:
    dated = [update.as_of for update in action.updates if update.as_of]
    return f"as of {', '.join(dict.fromkeys(dated))}, by the heading or else the plan's own date" if dated else None


_RULES: Mapping[str, Callable[[ActionRecord, Sequence[SourceCell]], str | None]] = {
    "status": _status_rule,
    "rag": _rag_rule,
    "owners": _owners_rule,
    "due": _date_rule(lambda action: action.due),
    "revised_due": _date_rule(lambda action: action.revised_due),
    "completed": _date_rule(lambda action: action.completed),
    "reference": _reference_rule,
    "updates": _updates_rule,
    "ongoing": lambda *_: "the timescale says that it goes on, or comes again",
    "extra": lambda *_: "these columns feed no field",
}
