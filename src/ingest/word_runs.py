"""The text of Word paragraphs: runs, fields, tracked changes, symbols, text boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.textruns import Run
from ingest.word_styles import RunLook, Styles
from ingest.word_xml import Element, attribute, child, name_of, switch

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
# Wingdings and its companions, by the low byte of the character: arrows, ticks, crosses, boxes, bullets
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "❐", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆",
    0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA0: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE3: "↖", 0xE4: "↗", 0xE5: "↙", 0xE6: "↘", 0xE7: "←", 0xE8: "→", 0xE9: "↑",
    0xEA: "↓", 0xEB: "↖", 0xEC: "↗", 0xED: "↙", 0xEE: "↘", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄",
    0xF4: "⇳", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "●", 0xA3: "□"}
_WINGDINGS_3 = {
    0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x6A: "↖", 0x6B: "↗", 0x6C: "↙", 0x6D: "↘", 0x6E: "↔", 0x6F: "↕",
    0x70: "▲", 0x71: "▼", 0x72: "△", 0x73: "▽", 0x74: "◀", 0x75: "▶", 0x76: "◁", 0x77: "▷", 0xA1: "←", 0xA2: "→",
    0xA3: "↑", 0xA4: "↓", 0x22: "⇨", 0x21: "⇦", 0x23: "⇧", 0x24: "⇩",
}  # fmt: skip
_SYMBOL = {
    0xB7: "•", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xA8: "♦", 0xD6: "√", 0xDB: "⇔", 0xDC: "⇐",
    0xDD: "⇑", 0xDE: "⇒", 0xDF: "⇓", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB9: "≠", 0xD4: "™", 0xD2: "®", 0xD3: "©",
    0x2D: "−", 0xB0: "°", 0xBB: "≈",
}  # fmt: skip
_SYMBOL_FONTS = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
}
_PRIVATE = re.compile("[\uf020-\uf0ff]")  # where Word keeps characters of symbol fonts
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
        text = _translated(element.text or "", look.font)
    elif name == "sym":
        text = _symbol(attribute(element, "char"), attribute(element, "font"))
    else:
        text = "-" if name == "noBreakHyphen" else "\t"
    into.lines[-1].append(Run(text, look.bold, look.struck, look.ink, look.back))


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


def _translated(text: str, font: str | None) -> str:
    """Return text with the characters of symbol fonts as Unicode."""
    table = _SYMBOL_FONTS.get((font or "").casefold())
    if table is not None:
        return "".join(table.get(ord(c) & 0xFF, c) if c > " " else c for c in text)
    return _PRIVATE.sub(lambda found: _symbol(f"{ord(found[0]):x}", None), text)


def _symbol(code: str | None, font: str | None) -> str:
    """Return the Unicode character of a symbol; a bullet for one that no table knows."""
    try:
        number = int(code or "", 16)
    except ValueError:
        return ""
    table = _SYMBOL_FONTS.get((font or "").casefold())
    if table is not None:
        return table.get(number & 0xFF, "•")
    if 0xF020 <= number <= 0xF0FF:
        return _SYMBOL.get(number & 0xFF) or _WINGDINGS.get(number & 0xFF) or "•"
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF else ""
