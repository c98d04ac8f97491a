"""What hangs on an Excel sheet beside its cells: notes, threaded comments with their replies, text boxes."""

from __future__ import annotations

from ingest.elements import Element, attribute, child, children, name_of, whole
from ingest.sheet_model import Floating, Note, parse_cell_name
from ingest.textruns import Run, flow
from ingest.xlsx_package import XlsxPackage
from ingest.xlsx_sheet import read_text

MAX_NOTES = 10_000
_UNNAMED = "an unnamed author"


def read_notes(package: XlsxPackage, part: str) -> list[Note]:
    """Return the comments of a worksheet; a threaded one stands for the note that older programs show in its place."""
    relations = package.relations(part).values()
    people = _people(package)
    notes: list[Note] = []
    for relation in relations:
        if relation.kind == "threadedComment":
            notes += _threaded(package.root(relation.part), people)
    threaded = {(note.row, note.column) for note in notes}
    for relation in relations:
        if relation.kind == "comments":
            notes += [note for note in _plain(package.root(relation.part)) if (note.row, note.column) not in threaded]
    return sorted(notes[:MAX_NOTES], key=lambda note: (note.row, note.column))


def _people(package: XlsxPackage) -> dict[str, str]:
    """Return the names of those who commented, by identity."""
    people = {}
    for name in package.names:
        if name.startswith("xl/persons/") and name.endswith(".xml"):
            for each in children(package.root(name), "person"):
                people[attribute(each, "id") or ""] = attribute(each, "displayName") or _UNNAMED
    return people


def _threaded(root: Element | None, people: dict[str, str]) -> list[Note]:
    notes = []
    for each in children(root, "threadedComment"):
        at = parse_cell_name(attribute(each, "ref") or "")
        text = child(each, "text")
        if at is not None and text is not None and text.text:
            author = people.get(attribute(each, "personId") or "", _UNNAMED)
            notes.append(Note(*at, author, " ".join(text.text.split())))
    return notes


def _plain(root: Element | None) -> list[Note]:
    authors = [(each.text or "").strip() for each in children(child(root, "authors"), "author")]
    notes = []
    for each in children(child(root, "commentList"), "comment"):
        at = parse_cell_name(attribute(each, "ref") or "")
        item = child(each, "text")
        number = whole(attribute(each, "authorId"), -1)
        author = (authors[number] if 0 <= number < len(authors) else "") or _UNNAMED
        text = " ".join(read_text(item).text.split()) if item is not None else ""
        text = text.removeprefix(f"{author}:").strip()  # Excel begins a note with its author's name
        if at is not None and text:
            notes.append(Note(*at, author, text))
    return notes


def read_floating(package: XlsxPackage, part: str) -> list[Floating]:
    """Return the texts of the boxes and shapes that lie on a worksheet."""
    found = []
    for drawing in package.related(part, "drawing"):
        root = package.root(drawing)
        for anchor in root if root is not None else ():
            row = child(anchor, "from", "row")
            for body in (each for each in anchor.iter() if name_of(each) == "txBody"):
                lines = [
                    [
                        Run((text.text or "") if text is not None else "", attribute(child(run, "rPr"), "b") == "1")
                        for run in paragraph
                        if name_of(run) in {"r", "fld"}
                        for text in [child(run, "t")]
                    ]
                    for paragraph in children(body, "p")
                ]
                flowed = flow(lines)
                if flowed.text:
                    found.append(Floating(whole(row.text if row is not None else None, 0), flowed, drawing))
    return found
