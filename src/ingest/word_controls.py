"""Form fields and content controls of a Word document: what they show (ECMA-376 §17.5.2, §17.16)."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.elements import Element, attribute, child, children, whole
from ingest.word_xml import is_on, switch, value

TICKED, UNTICKED = "☑", "☐"


@dataclass(slots=True)
class FieldState:
    """Complex fields that are open (§17.16.18), across runs and paragraphs: True while the code is on."""

    open: list[bool] = field(default_factory=list)

    def mark(self, kind: str | None) -> None:
        """Take in a field character."""
        if kind == "begin":
            self.open.append(True)
        elif kind == "separate" and self.open:
            self.open[-1] = False
        elif kind == "end" and self.open:
            self.open.pop()

    def end_paragraph(self) -> None:
        """Take a code that is still on for one whose end is missing: it would hide all that follows."""
        if self.in_code:
            self.open = [False] * len(self.open)

    @property
    def in_code(self) -> bool:
        """Whether what comes now is a field's code, which is not printed."""
        return True in self.open


def form_field_text(field_character: Element) -> str:
    """Return what a form field of the older kind shows that has no text of its own: a check box, a drop-down list."""
    data = child(field_character, "ffData")
    box = child(data, "checkBox")
    if box is not None:
        checked = switch(box, "checked")
        return TICKED if (checked if checked is not None else switch(box, "default")) else UNTICKED
    listed = child(data, "ddList")
    if listed is None:
        return ""
    entries = [attribute(each, "val") or "" for each in children(listed, "listEntry")]
    chosen = whole(value(listed, "result") or value(listed, "default"), 0)
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def control_text(control: Element) -> str | None:
    """Return what a content control shows in the place of its content, None where its content shows.

    A placeholder ("Choose an item.") is the form's text and not the author's. A check box shows whatever sign its
    author chose, often a cross for ticked; here it is told by its state.
    """
    properties = child(control, "sdtPr")
    box = child(properties, "checkbox")
    if box is not None:
        checked = child(box, "checked")
        return TICKED if checked is not None and is_on(attribute(checked, "val")) else UNTICKED
    return "" if switch(properties, "showingPlcHdr") else None
