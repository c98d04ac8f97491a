"""The text of OpenDocument paragraphs: runs, lists, notes, comments, boxes, tracked changes (part 3, §5 and §6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from ingest.elements import Element, attribute, child, children, name_of, whole
from ingest.model import Block, BlockKind, Issue, IssueCode, Locator, Severity
from ingest.odf_lists import ListCounts, OpenList
from ingest.odf_styles import OdfStyles
from ingest.options import Changes
from ingest.symbols import symbol_text
from ingest.textruns import BULLET, Run, RunLook, flow

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

    `unprinted` names the fields whose text the document never showed, unless they are fixed.
    """

    styles: OdfStyles
    tree: etree._ElementTree
    changes: Changes = Changes.FINAL
    fonts: dict[str, str] = field(default_factory=dict)
    deletions: dict[str, Element] = field(default_factory=dict)
    insertions: frozenset[str] = frozenset()
    checks: dict[str, bool] = field(default_factory=dict)
    unprinted: frozenset[str] = frozenset()
    inserting: set[str] = field(default_factory=set)
    n_tables: int = 0
    n_changes: int = 0
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
        )

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
            reading.mark(each)
        elif name in _INDEXES:
            yield from blocks_in(each, reading, in_index=True)
        elif name in _SHAPES or (name in _WRAPPERS and attribute(each, "display") != "none"):
            yield from blocks_in(each, reading, in_index=in_index)


def _items(element: Element, outer: OpenList | None, reading: Reading) -> Iterator[Standing]:
    within = reading.counts.open(element, outer)
    for item in element:
        waits = name_of(item) == "list-item"  # a list header has no number
        for each in item:
            name = name_of(each)
            if name == "list":
                yield from _items(each, within, reading)
            elif name in _MARKS:
                reading.mark(each)
            elif name in _BLOCKS:
                marker = ""
                if waits and name != "table":
                    marker = reading.counts.marker(item, within, attribute(each, "style-name"))
                    waits = False
                yield Standing(each, marker, within.level if marker else 0)


@dataclass(slots=True)
class Collected:
    """What a paragraph holds: its lines, and what is anchored in it.

    `notes` are footnotes and endnotes, `changed` tells that changes are tracked in it.
    """

    lines: list[list[Run]] = field(default_factory=lambda: [[]])
    boxes: list[Element] = field(default_factory=list)
    alt: list[str] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    comments: list[Element] = field(default_factory=list)
    changed: bool = False

    @property
    def has_text(self) -> bool:
        """Whether it prints anything."""
        return any(run.text.strip() for line in self.lines for run in line)


def read_paragraph(
    element: Element,
    reading: Reading,
    *,
    struck: bool = False,
    around: RunLook = RunLook(),  # noqa: B008 - it is frozen
) -> Collected:
    """Return what a paragraph holds in text that looks like `around`; `struck` has all of it struck out."""
    look = reading.styles.look(
        "paragraph", attribute(element, "style-name"), replace(around, struck=struck or around.struck)
    )
    into = Collected(changed=bool(reading.inserting))
    _collect(element, look, reading, into)
    return into


def _collect(element: Element, look: RunLook, reading: Reading, into: Collected) -> None:
    _add(element.text, look, reading, into)
    for each in element:
        _collect_child(each, look, reading, into)
        _add(each.tail, look, reading, into)


def _add(text: str | None, look: RunLook, reading: Reading, into: Collected) -> None:
    if not text or look.hidden:
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
        case "frame" | "g":
            _add_frame(each, into)
        case _ if name in _SHAPES:
            into.boxes.append(each)
        case _ if (
            name and name not in _SKIPPED and (name not in reading.unprinted or attribute(each, "fixed") == "true")
        ):
            _collect(each, look, reading, into)


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
    paragraphs = [each for each in deleted if name_of(each) in {"p", "h"}]
    for at, paragraph in enumerate(paragraphs):
        if at:
            into.lines.append([])
        inner = RunLook(look.bold, look.struck or struck, look.hidden, look.ink, look.back, look.font)
        _collect(paragraph, inner, reading, into)


@dataclass(slots=True)
class CellText:
    """The text of a cell or text box, and what stands beside it: tables in it, notes, comments."""

    lines: list[list[Run]] = field(default_factory=list)
    tables: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    comments: list[Element] = field(default_factory=list)
    changed: bool = False

    @property
    def has_text(self) -> bool:
        """Whether it prints anything."""
        return any(run.text.strip() for line in self.lines for run in line)


def read_cell(element: Element, reading: Reading, *, struck: bool = False) -> CellText:
    """Return the text of a cell or text box; list items begin with their marker, a table in it gives a line a row."""
    text = CellText(changed=bool(reading.inserting))
    _read_into(element, reading, text, struck)
    return text


def _read_into(element: Element, reading: Reading, text: CellText, struck: bool) -> None:
    for standing in blocks_in(element, reading):
        if name_of(standing.element) == "table":
            text.tables.append(standing.element)
            text.lines += _rows_as_lines(standing.element, reading)
            continue
        paragraph = read_paragraph(standing.element, reading, struck=struck)
        own = paragraph.lines
        if standing.marker and (paragraph.has_text or standing.marker != BULLET):
            first = next((run for line in own for run in line), Run(""))
            own[0].insert(0, Run(f"{standing.marker} ", first.bold, False, first.ink, first.back))
        text.lines += own
        text.changed = text.changed or paragraph.changed
        text.notes += paragraph.notes
        text.comments += paragraph.comments
        for box in paragraph.boxes:
            _read_into(box, reading, text, struck)
        if not paragraph.has_text:
            text.lines += [[Run(words)] for words in paragraph.alt]


def _rows_as_lines(table: Element, reading: Reading) -> list[list[Run]]:
    """Return a nested table's text, one line a row. Its list numbers are counted when it is read as a table."""
    aside = reading.aside()
    rows = []
    for row in (each for each in table.iter() if name_of(each) == "table-row"):
        line: list[Run] = []
        for cell in children(row, "table-cell"):
            for inner in read_cell(cell, aside).lines:
                line += [*inner, Run(" ")]
        rows.append(line)
    return rows


def notes_of(notes: list[Element], reading: Reading) -> list[Block]:
    """Return footnotes and endnotes as blocks, each with its printed number as marker."""
    blocks = []
    for note in notes:
        body = child(note, "note-body")
        if body is None:
            continue
        cited = child(note, "note-citation")
        flowed = flow(read_cell(body, reading.aside()).lines, joint=" ")
        marker = ("".join(str(text) for text in cited.itertext()).strip() if cited is not None else "") or None
        at = Locator(path=reading.tree.getpath(note))
        blocks.append(Block(BlockKind.NOTE, flowed.text, 0, marker, flowed.bold, flowed.struck, at))
    return [block for block in blocks if block.text]


def comments_of(comments: list[Element], reading: Reading, at: Locator) -> list[Issue]:
    """Return comments as issues at the place that they are set to."""
    issues = []
    for comment in comments:
        text = flow(read_cell(comment, reading.aside()).lines, joint=" ").text
        creator = child(comment, "creator")
        author = ((creator.text if creator is not None else "") or "").strip() or "an unnamed author"
        message = f"comment by {author}: {text[:LONGEST_COMMENT]}"
        issues.append(Issue(IssueCode.COMMENT, Severity.INFO, message, at))
    return issues
