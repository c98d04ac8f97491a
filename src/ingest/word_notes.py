"""Footnotes, endnotes and comments of a Word document (ECMA-376 §17.11, §17.13.4)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ingest.elements import Element, attribute, children, name_of
from ingest.model import Block, BlockKind, Issue, IssueCode, Locator, Severity
from ingest.textruns import flow
from ingest.word_numbering import format_number
from ingest.word_package import Part, WordPackage
from ingest.word_runs import Beside, NoteMark
from ingest.word_text import Reading, plain_lines
from ingest.word_xml import Paths, value

LONGEST_COMMENT = 500  # characters of a comment, or of hidden text, that its issue quotes
_FORMATS = {"footnotes": "decimal", "endnotes": "lowerRoman"}  # §17.11.17: where the settings do not say


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: who wrote it, its text, and who wrote the comment that it answers, None where it answers none."""

    author: str
    text: str
    answers: str | None

    def issue(self, at: Locator | None) -> Issue:
        """Return the comment as an issue at the place that it is set to."""
        answering = f", in answer to {self.answers}" if self.answers else ""
        message = f"comment by {self.author}{answering}: {self.text[:LONGEST_COMMENT]}"
        return Issue(IssueCode.COMMENT, Severity.INFO, message, at)


@dataclass(slots=True)
class Asides:
    """The notes and comments of a document; ask for each as it is met, in order, so that the notes are counted."""

    reading: Reading
    notes: dict[str, tuple[Part, dict[str, Element]]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    told: set[str] = field(default_factory=set)

    def blocks(self, beside: Beside) -> list[Block]:
        """Return the footnotes and endnotes that are marked in a piece of text, each with its number as marker."""
        return [block for mark in beside.notes if (block := self._note(mark)) is not None]

    def _note(self, mark: NoteMark) -> Block | None:
        marker = mark.own
        if marker is None:
            self.counts[mark.kind] += 1
            marker = format_number(self.counts[mark.kind], self.formats.get(mark.kind, _FORMATS[mark.kind]))
        part, by_id = self.notes.get(mark.kind, (None, {}))
        note = by_id.get(mark.identity)
        if part is None or note is None:
            return None
        aside = self.reading.aside(Paths(part.name))
        flowed = flow(plain_lines(note, aside), joint=" ")
        where = Locator(path=aside.paths.of(note))
        return (
            Block(BlockKind.NOTE, flowed.text, 0, marker.strip() or None, flowed.bold, flowed.struck, where)
            if flowed.text
            else None
        )

    def issues(self, beside: Beside, at: Locator) -> list[Issue]:
        """Return the comments on a piece of text, what is hidden in it and what is left out, as issues at its place."""
        issues = []
        for identity in beside.comments:
            if identity in self.comments and identity not in self.told:
                self.told.add(identity)
                issues.append(self.comments[identity].issue(at))
        hidden = " ".join("".join(beside.hidden).split())
        if hidden:
            message = f"text that is formatted as hidden is left out: {hidden[:LONGEST_COMMENT]}"
            issues.append(Issue(IssueCode.HIDDEN, Severity.INFO, message, at))
        return issues + [Issue(IssueCode.UNREADABLE_PAGE, Severity.WARNING, each, at) for each in beside.left_out]

    def rest(self) -> list[Issue]:
        """Return the comments that stand at nothing that was read."""
        return [comment.issue(None) for identity, comment in self.comments.items() if identity not in self.told]


def read_asides(package: WordPackage, reading: Reading) -> Asides:
    """Return the notes and comments of a package."""
    notes, formats = {}, {}
    for kind, one in (("footnotes", "footnote"), ("endnotes", "endnote")):
        given = value(package.root("settings"), f"{one}Pr", "numFmt")
        if given:
            formats[kind] = given
        part = package.parts.get(kind)
        if part is not None:
            notes[kind] = (part, {attribute(each, "id") or "": each for each in children(part.root, one)})
    return Asides(reading, notes, formats, _comments(package, reading))


def _comments(package: WordPackage, reading: Reading) -> dict[str, Comment]:
    root = package.root("comments")
    found = list(children(root, "comment"))
    by_paragraph = {}  # an answer names the last paragraph of what it answers
    for each in found:
        for paragraph in (inner for inner in each.iter() if name_of(inner) == "p"):
            by_paragraph[attribute(paragraph, "paraId") or ""] = each
    answered = {}
    for extended in children(package.root("commentsExtended"), "commentEx"):
        own = by_paragraph.get(attribute(extended, "paraId") or "")
        parent = by_paragraph.get(attribute(extended, "paraIdParent") or " ")
        if own is not None and parent is not None:
            answered[own] = _author(parent)
    comments = {}
    for each in found:
        text = flow(plain_lines(each, reading.aside()), joint=" ").text
        comments[attribute(each, "id") or ""] = Comment(_author(each), text, answered.get(each))
    return comments


def _author(comment: Element) -> str:
    return (attribute(comment, "author") or "").strip() or "an unnamed author"
