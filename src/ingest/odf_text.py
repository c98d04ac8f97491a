"""The text of OpenDocument paragraphs: runs, lists, notes, comments, boxes, tracked changes (part 3, §5 and §6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from ingest.elements import Element, attribute, child, children, name_of, whole
from ingest.model import Issue, IssueCode, Locator, Severity
from ingest.odf_lists import ListCounts, OpenList
from ingest.odf_styles import OdfStyles
from ingest.options import Changes
from ingest.paging import UNPAGED, Paging
from ingest.symbols import symbol_text
from ingest.textruns import Run, RunLook

MAX_BLANKS = 1000  # that one element may stand for
MAX_ALT_WORDS = 6  # an icon is told by a few words ("Green", "Arrow: Up"); longer ones describe photographs
LONGEST_COMMENT = 500  # characters of a comment that its issue quotes

_BLOCKS = frozenset({"p", "h", "table"})
_WRAPPERS = frozenset({"section", "index-body", "index-title", "text-box", "frame", "numbered-paragraph", "a", "g"})
_INDEXES = frozenset(
    {"table-of-content", "illustration-index", "table-index", "object-index", "user-index", "alphabetical-index",
     "bibliography"}
)  # fmt: skip
_SHAPES = frozenset({"custom-shape", "rect", "ellipse", "circle", "line", "polygon", "path", "connector", "caption"})
_MARKS = frozenset({"change", "change-start", "change-end"})
_SKIPPED = frozenset({"ruby-text", "script", "hidden-paragraph", "tracked-changes", "annotation-end", "title", "desc"})


@dataclass(slots=True)
class Reading:
    """What runs along with reading a document from its beginning: list counters, tracked changes, check boxes.

    `unprinted` names the fields whose text the document never showed, unless they are fixed. `issues` are of what
    stands around paragraphs.
    """

    styles: OdfStyles
    tree: etree._ElementTree
    changes: Changes = Changes.FINAL
    fonts: dict[str, str] = field(default_factory=dict)
    deletions: dict[str, Element] = field(default_factory=dict)
    insertions: frozenset[str] = frozenset()
    checks: dict[str, bool] = field(default_factory=dict)
    unprinted: frozenset[str] = frozenset()
    paging: Paging = UNPAGED
    removed: bool = False  # whether what is read now was deleted
    inserting: set[str] = field(default_factory=set)
    n_tables: int = 0
    issues: list[Issue] = field(default_factory=list)
    counts: ListCounts = field(init=False)

    def __post_init__(self) -> None:
        self.counts = ListCounts(self.styles)

    def aside(self) -> Reading:
        """Return a reading of the same document that counts no lists on."""
        return Reading(
            self.styles,
            self.tree,
            self.changes,
            self.fonts,
            self.deletions,
            self.insertions,
            self.checks,
            self.unprinted,
            self.paging,
        )

    def at(self, element: Element) -> Locator:
        """Return where an element stands."""
        return Locator(page=self.paging.page_of(element), path=self.tree.getpath(element))

    def mark(self, element: Element) -> None:
        """Take in the beginning or the end of what was inserted."""
        identity = attribute(element, "change-id") or ""
        if name_of(element) == "change-start" and identity in self.insertions:
            self.inserting.add(identity)
        elif name_of(element) == "change-end":
            self.inserting.discard(identity)


def read_changes(text: Element | None) -> tuple[dict[str, Element], frozenset[str]]:
    """Return what was deleted, and the identities of what was inserted, by the log at the head of a text."""
    deletions, insertions = {}, set()
    for region in children(child(text, "tracked-changes"), "changed-region"):
        identity = attribute(region, "id") or ""
        deleted = child(region, "deletion")
        if deleted is not None:
            deletions[identity] = deleted
        if child(region, "insertion") is not None:
            insertions.add(identity)
    return deletions, frozenset(insertions)


def read_checks(text: Element | None) -> dict[str, bool]:
    """Return the check boxes of a document's forms by their identities, and whether each is ticked."""
    checks = {}
    forms = child(text, "forms")
    for box in forms.iter() if forms is not None else ():
        if name_of(box) == "checkbox":
            state = attribute(box, "current-state") or attribute(box, "state")
            checks[attribute(box, "id") or ""] = state == "checked"
    return checks


@dataclass(frozen=True, slots=True)
class Standing:
    """A paragraph, heading or table where it stands: the marker of its list item with its level, "" and 0 for none."""

    element: Element
    marker: str = ""
    level: int = 0
    in_index: bool = False


def blocks_in(element: Element, reading: Reading, *, in_index: bool = False) -> Iterator[Standing]:
    """Yield the paragraphs and tables of a body, cell or text box, through sections, lists and frames."""
    for each in element:
        name = name_of(each)
        if name in _BLOCKS:
            yield Standing(each, in_index=in_index)
        elif name == "list":
            yield from _items(each, None, reading)
        elif name in _MARKS:
            yield from _taken_out(each, reading)
        elif name in _INDEXES:
            yield from blocks_in(each, reading, in_index=True)
        elif name in _WRAPPERS and attribute(each, "display") == "none":
            reading.issues += hidden_issues(
                [str(text) for text in each.itertext()], Locator(path=reading.tree.getpath(each))
            )
        elif name in _SHAPES or name in _WRAPPERS:
            yield from blocks_in(each, reading, in_index=in_index)


def _taken_out(mark: Element, reading: Reading) -> Iterator[Standing]:
    """Take in a mark of tracked changes between paragraphs, and yield what was deleted there where it is read."""
    reading.mark(mark)
    deleted = reading.deletions.get(attribute(mark, "change-id") or "") if name_of(mark) == "change" else None
    if deleted is None or reading.changes is Changes.FINAL:
        return
    outer, reading.removed = reading.removed, True
    yield from blocks_in(deleted, reading)
    reading.removed = outer


def _items(element: Element, outer: OpenList | None, reading: Reading) -> Iterator[Standing]:
    within = reading.counts.open(element, outer)
    for item in element:
        waits = name_of(item) == "list-item"  # a list header has no number
        for each in item:
            name = name_of(each)
            if name == "list":
                yield from _items(each, within, reading)
            elif name in _MARKS:
                yield from _taken_out(each, reading)
            elif name in _BLOCKS:
                marker = ""
                if waits and name != "table":
                    marker = reading.counts.marker(item, within, attribute(each, "style-name"))
                    waits = False
                yield Standing(each, marker, within.level if marker else 0)


def hidden_issues(texts: list[str], at: Locator) -> list[Issue]:
    """Return an issue that tells hidden text, none where there is none."""
    hidden = " ".join("".join(texts).split())
    message = f"text that is formatted as hidden is left out: {hidden[:LONGEST_COMMENT]}"
    return [Issue(IssueCode.HIDDEN, Severity.INFO, message, at)] if hidden else []


@dataclass(slots=True)
class TextRead:
    """Lines of text, and what stands beside them.

    `notes` are footnotes and endnotes, `hidden` is text that is formatted not to show, `left_out` names what is not
    read, and `changed` tells that changes are tracked in it.
    """

    lines: list[list[Run]] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    comments: list[Element] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    changed: bool = False

    @property
    def has_text(self) -> bool:
        """Whether it prints anything."""
        return any(run.text.strip() for line in self.lines for run in line)

    def add(self, other: TextRead) -> None:
        """Take in a piece that follows."""
        self.lines += other.lines
        self.notes += other.notes
        self.comments += other.comments
        self.hidden += other.hidden
        self.left_out += other.left_out
        self.changed = self.changed or other.changed


@dataclass(slots=True)
class Collected(TextRead):
    """What a paragraph holds: its lines, the text boxes that are anchored in it, and words for its pictures."""

    lines: list[list[Run]] = field(default_factory=lambda: [[]])
    boxes: list[Element] = field(default_factory=list)
    alt: list[str] = field(default_factory=list)


def read_paragraph(
    element: Element,
    reading: Reading,
    *,
    struck: bool = False,
    around: RunLook = RunLook(),  # noqa: B008 - it is frozen
) -> Collected:
    """Return what a paragraph holds in text that looks like `around`; `struck` has all of it struck out."""
    struck = struck or around.struck or (reading.removed and reading.changes is Changes.BOTH)
    look = reading.styles.look("paragraph", attribute(element, "style-name"), replace(around, struck=struck))
    into = Collected(changed=bool(reading.inserting) or reading.removed)
    _collect(element, look, reading, into)
    return into


def _collect(element: Element, look: RunLook, reading: Reading, into: Collected) -> None:
    _add(element.text, look, reading, into)
    for each in element:
        _collect_child(each, look, reading, into)
        _add(each.tail, look, reading, into)


def _add(text: str | None, look: RunLook, reading: Reading, into: Collected) -> None:
    if not text:
        return
    if look.hidden:
        into.hidden.append(text)
        return
    if reading.inserting:
        into.changed = True
        if reading.changes is Changes.ORIGINAL:
            return
    font = reading.fonts.get(look.font or "", look.font)
    into.lines[-1].append(look.run(symbol_text(text, font)))


def _collect_child(each: Element, look: RunLook, reading: Reading, into: Collected) -> None:
    name = name_of(each)
    match name:
        case "span":
            inner = reading.styles.look("text", attribute(each, "style-name"), look)
            _collect(each, inner, reading, into)
        case "s":
            _add(" " * min(whole(attribute(each, "c"), 1), MAX_BLANKS), look, reading, into)
        case "tab":
            _add("\t", look, reading, into)
        case "line-break":
            into.lines.append([])
        case "note":
            into.notes.append(each)
        case "annotation":
            into.comments.append(each)
        case "change" | "change-start" | "change-end":
            _add_change(each, look, reading, into)
        case "control" | "fieldmark":
            _add(_form_field(each, reading), look, reading, into)
        case "content-control":
            _add_control(each, look, reading, into)
        case "frame" | "g":
            _add_frame(each, into)
        case _ if name in _SHAPES:
            into.boxes.append(each)
        case _ if (
            name and name not in _SKIPPED and (name not in reading.unprinted or attribute(each, "fixed") == "true")
        ):
            _collect(each, look, reading, into)


def _add_control(control: Element, look: RunLook, reading: Reading, into: Collected) -> None:
    """Add what a content control (LibreOffice's own element) shows, as in Word: its state, no placeholder."""
    if attribute(control, "checkbox") == "true":
        _add("☑" if attribute(control, "checked") == "true" else "☐", look, reading, into)
    elif attribute(control, "showing-place-holder") != "true":
        _collect(control, look, reading, into)


def _form_field(mark: Element, reading: Reading) -> str:
    """Return what a field of a form shows: a check box, or the entry chosen of a list (LibreOffice's own element)."""
    checked = reading.checks.get(attribute(mark, "control") or "")
    if checked is not None:
        return "☑" if checked else "☐"
    given: dict[str, list[str]] = {}
    for each in children(mark, "param"):
        given.setdefault(attribute(each, "name") or "", []).append(attribute(each, "value") or "")
    kind = attribute(mark, "type") or ""
    if kind.endswith("FORMCHECKBOX"):
        return "☑" if given.get("Checkbox_Checked") == ["true"] else "☐"
    entries = given.get("Dropdown_ListEntry", [])
    chosen = whole(given.get("Dropdown_Selected", [""])[0], -1)
    return entries[chosen] if kind.endswith("FORMDROPDOWN") and 0 <= chosen < len(entries) else ""


def _add_frame(frame: Element, into: Collected) -> None:
    """Keep the text boxes of a frame, and the words that stand for its picture where they are an icon's."""
    for each in frame:
        name = name_of(each)
        if name == "text-box" or name in _SHAPES:
            into.boxes.append(each)
        elif name in {"frame", "g"}:
            _add_frame(each, into)
        elif name in {"object", "object-ole"} and child(each, "math") is None:
            into.left_out.append("an embedded object is not read, only what the page shows of it")
    for name in ("desc", "title"):
        said = child(frame, name)
        words = ((said.text if said is not None else "") or "").split()
        if words and len(words) <= MAX_ALT_WORDS:
            into.alt.append(" ".join(words))
            return


def _add_change(mark: Element, look: RunLook, reading: Reading, into: Collected) -> None:
    reading.mark(mark)
    deleted = reading.deletions.get(attribute(mark, "change-id") or "")
    if name_of(mark) != "change" or deleted is None:
        return
    into.changed = True
    if reading.changes is Changes.FINAL:
        return
    struck = reading.changes is Changes.BOTH
    paragraphs = [each for each in deleted.iter() if name_of(each) in {"p", "h"}]  # those of lists and tables too
    for at, paragraph in enumerate(paragraphs):
        if at:
            into.lines.append([])
        inner = RunLook(look.bold, look.struck or struck, look.hidden, look.ink, look.back, look.font)
        _collect(paragraph, inner, reading, into)
