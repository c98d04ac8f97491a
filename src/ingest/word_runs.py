"""The text of Word paragraphs: runs, fields, tracked changes, symbols, and what is anchored in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ingest.elements import Element, attribute, child, name_of
from ingest.options import Changes
from ingest.symbols import symbol_character, symbol_text
from ingest.textruns import Run, RunLook
from ingest.word_changes import ADDED, REMOVED, tracked_by
from ingest.word_controls import FieldState, control_text, form_field_text
from ingest.word_styles import Styles
from ingest.word_xml import is_on

# elements whose inside is left out: properties, codes, and what is never printed
_SKIPPED = frozenset(
    [
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "instrText",
        "delInstrText",
        "rt",
        "fldData",
        "annotationRef",
        "footnoteRef",
        "endnoteRef",
        "proofErr",
        "Fallback",
        "lastRenderedPageBreak",
        "bookmarkStart",
        "bookmarkEnd",
        "softHyphen",
    ]
)
_LEAVES = frozenset({"t", "delText", "tab", "br", "cr", "noBreakHyphen", "sym", "ptab", "textpath"})
_COMMENT_MARKS = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference"})
_AUTOMATIC_ALT = re.compile(r"automatically generated|description generated|^(picture|image|graphic)\s*\d*$", re.I)
_UNREAD = {
    "relIds": "the words of a SmartArt diagram are not read",
    "chart": "a chart is not read, only what stands around it",
    "control": "a control of a form is not read, only what stands around it",  # ActiveX, kept in a part of its own
}
_FORMULAS = ("Equation", "MathType")  # whose picture is all that they hold
MAX_ALT_WORDS = 6  # an icon is told by a few words ("Green", "Arrow: Up"); longer ones describe photographs


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A mark of a footnote or endnote: the kind of part that holds the note, its id, a mark of its own."""

    kind: str
    identity: str
    own: str | None = None


@dataclass(slots=True)
class Beside:
    """What stands beside the text of a paragraph or cell.

    `comments` are ids, `hidden` is text that is formatted not to show, `left_out` names what is not read, and
    `changed` tells that changes are tracked.
    """

    notes: list[NoteMark] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    changed: bool = False

    def add(self, other: Beside) -> None:
        """Take in what stands beside another piece."""
        self.notes += other.notes
        self.comments += other.comments
        self.hidden += other.hidden
        self.left_out += other.left_out
        self.changed = self.changed or other.changed

    def __bool__(self) -> bool:
        return bool(self.notes or self.comments or self.hidden or self.left_out)


@dataclass(slots=True)
class Collected:
    """Lines of a paragraph, the text boxes that are anchored in it, words for its pictures, and what stands beside."""

    lines: list[list[Run]] = field(default_factory=lambda: [[]])
    boxes: list[Element] = field(default_factory=list)
    alt: list[str] = field(default_factory=list)
    beside: Beside = field(default_factory=Beside)

    @property
    def has_text(self) -> bool:
        """Whether it prints anything."""
        return any(run.text.strip() for line in self.lines for run in line)


@dataclass(frozen=True, slots=True)
class Collector:
    """Collects the printed text inside elements of a paragraph."""

    styles: Styles
    fields: FieldState
    changes: Changes
    into: Collected

    def collect(self, element: Element, look: RunLook) -> None:
        """Add the text inside an element."""
        for each in element:
            name = name_of(each)
            if name == "r":
                self._run(each, look)
            elif name in _LEAVES:
                self._leaf(each, name, look)
            elif name and name not in _SKIPPED:
                self._inner(each, name, look)

    def _run(self, run: Element, look: RunLook) -> None:
        properties = child(run, "rPr")
        inner = self.styles.run_look(properties, look) if properties is not None else look
        mark = next((each for each in run if name_of(each) in {"footnoteReference", "endnoteReference"}), None)
        if mark is None:
            self.collect(run, inner)
            return
        own = None
        if is_on(attribute(mark, "customMarkFollows") or "0"):
            own = "".join(symbol_text(each.text or "", inner.font) for each in run if name_of(each) == "t")
        else:
            self.collect(run, inner)
        kind = name_of(mark).removesuffix("Reference") + "s"
        self.into.beside.notes.append(NoteMark(kind, attribute(mark, "id") or "", own))

    def _inner(self, each: Element, name: str, look: RunLook) -> None:
        match name:
            case "fldChar":
                self._field_character(each, look)
            case "txbxContent":
                if not look.hidden:
                    self.into.boxes.append(each)
            case "docPr":
                self._alt(each)
            case "sdt":
                self._control(each, look)
            case "AlternateContent":
                self._alternative(each, look)
            case "OLEObject":
                program = attribute(each, "ProgID") or "object"
                if not program.startswith(_FORMULAS):
                    message = f"an embedded {program} is not read, only what the page shows of it"
                    self.into.beside.left_out.append(message)
            case _ if name in _UNREAD:
                self.into.beside.left_out.append(_UNREAD[name])
            case _ if name in _COMMENT_MARKS:
                self._comment(each)
            case _ if name in ADDED or name in REMOVED:
                self._change(each, name, look)
            case _ if name not in {"footnoteReference", "endnoteReference"}:
                self.collect(each, look)

    def _leaf(self, element: Element, name: str, look: RunLook) -> None:
        if self.fields.in_code:
            return
        if name in {"br", "cr"}:
            if not look.hidden:
                self.into.lines.append([])
            return
        if name in {"t", "delText"}:
            text = symbol_text(element.text or "", look.font)
        elif name == "textpath":  # WordArt as Word 97 to 2007 drew it (part 4, §19.1.2.23)
            text = f" {attribute(element, 'string') or ''} "
        elif name == "sym":
            text = symbol_character(attribute(element, "char"), attribute(element, "font"))
        else:
            text = "-" if name == "noBreakHyphen" else "\t"
        self._add(text, look)

    def _add(self, text: str, look: RunLook) -> None:
        if not look.hidden:
            self.into.lines[-1].append(look.run(text))
        elif text.strip():
            self.into.beside.hidden.append(text)

    def _field_character(self, each: Element, look: RunLook) -> None:
        kind = attribute(each, "fldCharType")
        if kind == "begin" and len(each) and not self.fields.in_code:
            self._add(form_field_text(each), look)
        self.fields.mark(kind)

    def _change(self, each: Element, name: str, look: RunLook) -> None:
        if len(each) == 0:
            return
        self.into.beside.changed = True
        does = tracked_by(name, self.changes)
        if does.shown:
            self.collect(each, replace(look, removed=True) if does.struck else look)
        else:
            self._comments_in(each)

    def _comments_in(self, element: Element) -> None:
        """Keep the comments on text that is not read."""
        for each in element.iter():
            if name_of(each) in _COMMENT_MARKS:
                self._comment(each)

    def _comment(self, each: Element) -> None:
        identity = attribute(each, "id") or ""
        if identity not in self.into.beside.comments:
            self.into.beside.comments.append(identity)

    def _control(self, control: Element, look: RunLook) -> None:
        said = control_text(control)
        if said is None:
            self.collect(control, look)
        elif not self.fields.in_code:
            self._add(said, look)

    def _alternative(self, element: Element, look: RunLook) -> None:
        """Add the first choice of alternative content, its fallback only where no choice is given."""
        for each in element:
            if name_of(each) in {"Choice", "Fallback"}:
                self.collect(each, look)
                return

    def _alt(self, element: Element) -> None:
        """Keep the words that stand for a picture, where they are an icon's."""
        words = " ".join((attribute(element, "descr") or attribute(element, "title") or "").split())
        if words and len(words.split()) <= MAX_ALT_WORDS and not _AUTOMATIC_ALT.search(words):
            self.into.alt.append(words)
