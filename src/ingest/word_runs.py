"""The text of Word paragraphs: runs, fields, tracked changes, symbols, text boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.elements import Element, attribute, child, name_of
from ingest.symbols import symbol_character, symbol_text
from ingest.textruns import Run, RunLook
from ingest.word_styles import Styles
from ingest.word_xml import switch

# elements whose inside is left out: deletions, and what is never printed
_SKIPPED = frozenset(
    [
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "delText",
        "instrText",
        "delInstrText",
        "rt",
        "fldData",
        "annotationRef",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
        "proofErr",
        "Fallback",
    ]
)
_LEAVES = frozenset({"t", "tab", "br", "cr", "noBreakHyphen", "sym", "ptab"})
_AUTOMATIC_ALT = re.compile(r"automatically generated|description generated|^(picture|image|graphic)\s*\d*$", re.I)
MAX_ALT_WORDS = 6  # an icon is told by a few words ("Green", "Arrow: Up"); longer ones describe photographs


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

    @property
    def in_code(self) -> bool:
        """Whether what comes now is a field's code, which is not printed."""
        return any(self.open)


@dataclass(slots=True)
class Collected:
    """Lines of a paragraph, and the text boxes that are anchored in it."""

    lines: list[list[Run]] = field(default_factory=lambda: [[]])
    boxes: list[Element] = field(default_factory=list)
    alt: list[str] = field(default_factory=list)


def collect_runs(element: Element, look: RunLook, styles: Styles, fields: FieldState, into: Collected) -> None:
    """Add the printed text inside an element of a paragraph."""
    for each in element:
        name = name_of(each)
        if name in _SKIPPED or not name:
            continue
        match name:
            case "r":
                inner = styles.run_look(each, look)
                if inner.hidden:
                    _marks_only(each, fields)
                else:
                    collect_runs(each, inner, styles, fields, into)
            case "fldChar":
                fields.mark(attribute(each, "fldCharType"))
            case "txbxContent":
                into.boxes.append(each)
            case "docPr":
                _add_alt(each, into)
            case "sdt" if switch(child(each, "sdtPr"), "showingPlcHdr"):
                pass  # a placeholder ("Choose an item.") is the form's text, not the author's
            case "AlternateContent":
                _collect_alternative(each, look, styles, fields, into)
            case _ if name in _LEAVES:
                _add_leaf(each, name, look, fields, into)
            case _:
                collect_runs(each, look, styles, fields, into)


def _add_leaf(element: Element, name: str, look: RunLook, fields: FieldState, into: Collected) -> None:
    if fields.in_code:
        return
    if name in {"br", "cr"}:
        into.lines.append([])
        return
    if name == "t":
        text = symbol_text(element.text or "", look.font)
    elif name == "sym":
        text = symbol_character(attribute(element, "char"), attribute(element, "font"))
    else:
        text = "-" if name == "noBreakHyphen" else "\t"
    into.lines[-1].append(look.run(text))


def _collect_alternative(element: Element, look: RunLook, styles: Styles, fields: FieldState, into: Collected) -> None:
    """Add the first choice of alternative content, its fallback only where no choice is given."""
    for each in element:
        if name_of(each) in {"Choice", "Fallback"}:
            collect_runs(each, look, styles, fields, into)
            return


def _marks_only(run: Element, fields: FieldState) -> None:
    for each in run:
        if name_of(each) == "fldChar":
            fields.mark(attribute(each, "fldCharType"))


def _add_alt(element: Element, into: Collected) -> None:
    """Keep the words that stand for a picture, where they are an icon's."""
    words = " ".join((attribute(element, "descr") or attribute(element, "title") or "").split())
    if words and len(words.split()) <= MAX_ALT_WORDS and not _AUTOMATIC_ALT.search(words):
        into.alt.append(words)
