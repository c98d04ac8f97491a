"""Cells of a column that carries two fields: "Lead and timescale", "Finish & status", dates below an owner."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from normalise.dates import read_timescale
from normalise.evidence import looks_like_reference, names_a_date
from normalise.labels import SHORT, read_labelled_lines, take_labels
from normalise.model import Field
from normalise.roles import Role
from normalise.rowcells import RowCell
from normalise.status import read_status

_PIECES = re.compile(r"(\n|\s+/\s+|\s*;\s*|\s*\|\s*|,\s+|\s+[-–]\s+)")
_SENTENCES = re.compile(r"((?<=[^\W\d_]{2}[.;])\s+|(?<=\d[.;])\s+|\n+|\s+[-–—/]\s+)")
DEADLINE_WORDS = 8  # of a deadline with what it qualifies; more tell of what was done
_WHO = frozenset({Field.OWNER, Field.SUPPORT})
_LEADING_NUMBER = re.compile(r"^(\S{1,12})[\s:–-]+(?=\S)")


def feed_both(cells: Sequence[RowCell]) -> list[RowCell]:
    """Return the cells of a row with each that carries two fields fed to both.

    What names a date or a status goes to the timescale or status, the rest to the owner; a deadline with a status
    behind it feeds both as it stands. An owner's cell gives up its dates also without such a heading, where the
    row has no other timescale.
    """
    has_timescale = any(cell.role.field is Field.TIMESCALE and cell.text for cell in cells)
    fed: list[RowCell] = []
    for cell in _labels_taken(cells):
        second = cell.role.second
        if second is Field.TIMESCALE and has_timescale and _tells(cell.role):
            second = None  # the deadline has a column of its own
        if cell.text and second is None and cell.role.field is Field.OWNER and not has_timescale:
            second = Field.TIMESCALE
        fed.extend(_split(cell, second) if cell.text and second else [cell])
    return fed


def _labels_taken(cells: Sequence[RowCell]) -> list[RowCell]:
    """Return the cells with what labelled lines at the end of an action tell ("Responsible officer: …") on its own.

    A label gives only what no column of the row gives.
    """
    filled = {cell.role.field for cell in cells if cell.text}
    taken: list[RowCell] = []
    for cell in cells:
        if cell.role.field is Field.RECOMMENDATION and Field.ACTION not in filled:
            rest, details = _answered(cell.text)
        else:
            rest, details = read_labelled_lines(cell.text) if cell.role.field is Field.ACTION else (cell.text, ())
        if not details or any(field in filled for field, _, _ in details):
            taken.append(cell)
            continue
        taken.append(replace(cell, text=rest))
        taken += [
            replace(_fed(cell, field, value), role=_labelled(cell, field, label)) for field, label, value in details
        ]
    return taken


def _answered(text: str) -> tuple[str, tuple[tuple[Field, str, str], ...]]:
    """Return a recommendation without the answer that a label sets off below it, and that ("Response: Accepted.")."""
    rest, details = take_labels(text)
    answered = rest and details and details[0][0] is Field.ACTION
    return (rest, details) if answered and {field for field, _, _ in details} <= {*SHORT, Field.ACTION} else (text, ())


def _labelled(cell: RowCell, field: Field, label: str) -> Role:
    return replace(cell.role, field=field, heading=label, method="label", second=None)


def _split(cell: RowCell, second: Field) -> list[RowCell]:
    fields = {cell.role.field, second}
    if fields & _WHO and fields & {Field.TIMESCALE, Field.STATUS}:
        other = second if cell.role.field in _WHO else cell.role.field
        return _parted(cell, Field.OWNER, other)
    if fields == {Field.TIMESCALE, Field.UPDATE} or (fields == {Field.TIMESCALE, Field.STATUS} and _tells(cell.role)):
        return _told_behind_date(cell, Field.UPDATE if Field.UPDATE in fields else Field.STATUS)
    if fields == {Field.TIMESCALE, Field.STATUS}:
        return [_fed(cell, Field.TIMESCALE, cell.text), _fed(cell, Field.STATUS, cell.text)]
    if Field.REFERENCE in fields:
        number = _LEADING_NUMBER.match(cell.text)
        if number and looks_like_reference(number[1]) and (number[1][-1] in ".):" or re.search(r"\d", number[1])):
            other = second if cell.role.field is Field.REFERENCE else cell.role.field
            return [_fed(cell, Field.REFERENCE, number[1]), _fed(cell, other, cell.text[number.end() :])]
    return [cell]


def _tells(role: Role) -> bool:
    """Tell whether a column that shares its cells with deadlines may hold narrative."""
    return role.is_progress


def _told_behind_date(cell: RowCell, told: Field) -> list[RowCell]:
    """Return the deadlines that lead a cell apart from the progress that follows ("By June 2024. Not started").

    A date that stands in the same breath as its status ("Completed March 2024") feeds both.
    """
    pieces = _SENTENCES.split(cell.text)
    end = dated = 0
    for piece in pieces[::2]:
        if not names_a_date(piece) or read_status(piece).status is not None or len(piece.split()) > DEADLINE_WORDS:
            break
        dated += 1
        end += len(piece) + (len(pieces[2 * dated - 1]) if 2 * dated - 1 < len(pieces) else 0)
    if dated:
        parts = [_fed(cell, Field.TIMESCALE, cell.text[:end].rstrip(" \n/;–—-"))]
        return [*parts, _fed(cell, told, cell.text[end:])] if cell.text[end:].strip() else parts
    if len(pieces) == 1 and names_a_date(cell.text):
        return [_fed(cell, Field.TIMESCALE, cell.text), _fed(cell, told, cell.text)]
    return [_fed(cell, told if re.search(r"\w{4}", cell.text) else Field.TIMESCALE, cell.text)]


def _parted(cell: RowCell, who: Field, other: Field) -> list[RowCell]:
    """Return the owner's part of a cell and the part that names dates (or statuses)."""
    pieces = _PIECES.split(cell.text)
    owners: list[str] = []
    others: list[str] = []
    runs = False
    for i in range(0, len(pieces), 2):
        piece = pieces[i].strip()
        if not piece:
            continue
        told = names_a_date(piece) if other is Field.TIMESCALE else read_status(piece).status is not None
        if owners and not told and runs:
            owners[-1] += pieces[i - 1] + piece  # "Executive Director, Finance": its own comma stays
        else:
            (others if told else owners).append(piece)
        runs = not told
    if not others:
        trailing = _date_at_end(cell.text) if other is Field.TIMESCALE else None
        if trailing is None:
            return [cell]
        owners, others = [trailing[0]], [trailing[1]]
    joint = "\n" if "\n" in cell.text else ", "
    parts = [_fed(cell, who, joint.join(owners))] if owners else []
    return [*parts, _fed(cell, other, joint.join(others))]


def _date_at_end(text: str) -> tuple[str, str] | None:
    """Return (owner, date) for "Head of Law May 2024": a name with nothing but a date behind it."""
    milestones = read_timescale(text).milestones
    if len(milestones) != 1 or not text.rstrip(" .)").endswith(milestones[0].text):
        return None
    date = milestones[0].text
    owner = text[: text.rindex(date)].rstrip(" ,;:(–-")
    owner = re.sub(r"\s+(?:by|in|from|until|before)$", "", owner)
    return (owner, date) if owner else None


def _fed(cell: RowCell, field: Field, text: str) -> RowCell:
    role = replace(cell.role, field=field, second=None, is_progress=field is Field.STATUS and cell.role.is_progress)
    return replace(cell, role=role, text=text)
