"""Table styles of a Word document: what a style gives to the parts of a table (ECMA-376 §17.7.6, §17.4.56)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ingest.elements import Element, attribute, child, children, whole
from ingest.textruns import RunLook
from ingest.word_styles import Styles
from ingest.word_theme import shading
from ingest.word_xml import is_on, value

# bits of the older form of w:tblLook
_LOOKS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
# w:cnfStyle: its bits in order, and the parts of a style that they stand for
_CONDITIONS = (
    ("firstRow", "firstRow"),
    ("lastRow", "lastRow"),
    ("firstColumn", "firstCol"),
    ("lastColumn", "lastCol"),
    ("oddVBand", "band1Vert"),
    ("evenVBand", "band2Vert"),
    ("oddHBand", "band1Horz"),
    ("evenHBand", "band2Horz"),
    ("firstRowLastColumn", "neCell"),
    ("firstRowFirstColumn", "nwCell"),
    ("lastRowLastColumn", "seCell"),
    ("lastRowFirstColumn", "swCell"),
)
# §17.7.6: each is laid over those before it
_ORDER = ("band1Vert", "band2Vert", "band1Horz", "band2Horz", "firstCol", "lastCol", "firstRow", "lastRow",
          "nwCell", "neCell", "swCell", "seCell")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Given:
    """What a style gives to one part of a table: a fill, None where it gives none, and properties of runs."""

    shading: Element | None
    runs: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds the text of a cell: the fill that shows, and the look that runs begin with."""

    fill: str | None
    look: RunLook


@dataclass(slots=True)
class TableLook:
    """What a table's style gives to its cells."""

    styles: Styles
    fill: str | None
    look: RunLook
    parts: dict[str, _Given]
    switched: dict[str, bool]
    row_band: int
    column_band: int
    from_conditions: bool
    _known: dict[frozenset[str], Around] = field(default_factory=dict)

    def of(self, element: Element, row: Element, place: tuple[int, int, int], size: tuple[int, int]) -> Around:
        """Return what surrounds a cell: `place` is its row, first and last column, `size` the table's."""
        if not self.parts:
            return Around(self.fill, self.look)
        found = self._stated(element, row) if self.from_conditions else self._reckoned(place, size)
        applying = frozenset(found & self.parts.keys())
        if applying not in self._known:
            self._known[applying] = self._laid_over(applying)
        return self._known[applying]

    def _laid_over(self, applying: frozenset[str]) -> Around:
        fill, look = self.fill, self.look
        for part in _ORDER:
            if part in applying:
                given = self.parts[part]
                fill = shading(given.shading, self.styles.theme) if given.shading is not None else fill
                for runs in given.runs:
                    look = self.styles.apply(runs, look)
        return Around(fill, look)

    def _reckoned(self, place: tuple[int, int, int], size: tuple[int, int]) -> set[str]:
        """Return the parts that a cell belongs to by where it stands."""
        row, column, last_column = place
        on = self.switched
        found = set()
        if on["firstRow"] and row == 0:
            found.add("firstRow")
        elif on["lastRow"] and row == size[0] - 1:
            found.add("lastRow")
        elif not on["noHBand"]:
            band = (row - on["firstRow"]) // self.row_band
            found.add("band2Horz" if band % 2 else "band1Horz")
        if on["firstColumn"] and column == 0:
            found.add("firstCol")
        elif on["lastColumn"] and last_column == size[1] - 1:
            found.add("lastCol")
        elif not on["noVBand"]:
            band = (column - on["firstColumn"]) // self.column_band
            found.add("band2Vert" if band % 2 else "band1Vert")
        corners = {("firstRow", "firstCol"): "nwCell", ("firstRow", "lastCol"): "neCell",
                   ("lastRow", "firstCol"): "swCell", ("lastRow", "lastCol"): "seCell"}  # fmt: skip
        return found | {corner for (one, other), corner in corners.items() if one in found and other in found}

    def _stated(self, element: Element, row: Element) -> set[str]:
        """Return the parts that a cell belongs to by what the program that wrote it noted at the cell and its row."""
        return _noted(child(row, "trPr", "cnfStyle")) | _noted(child(element, "tcPr", "cnfStyle"))


def _noted(condition: Element | None) -> set[str]:
    if condition is None:
        return set()
    bits = attribute(condition, "val") or ""
    found = {part for (_, part), bit in zip(_CONDITIONS, bits, strict=False) if bit == "1"}
    return found | {part for name, part in _CONDITIONS if is_on(attribute(condition, name) or "0")}


def table_look(table: Element, styles: Styles) -> TableLook:
    """Return what the style of a table, or the table itself, gives to its cells."""
    properties = child(table, "tblPr")
    chain = styles.chain(value(properties, "tblStyle") or styles.default_table)
    fill, look, parts = None, styles.base, dict[str, _Given]()
    for style in reversed(chain):
        look = styles.apply(child(style, "rPr"), look)
        fill = shading(child(style, "tcPr", "shd"), styles.theme) or fill
        for conditional in children(style, "tblStylePr"):
            _add_part(conditional, parts)
    whole_table = parts.pop("wholeTable", None)
    if whole_table is not None:
        fill = shading(whole_table.shading, styles.theme) or fill
        for runs in whole_table.runs:
            look = styles.apply(runs, look)
    stated = child(properties, "tblLook")
    return TableLook(
        styles,
        fill or shading(child(properties, "shd"), styles.theme),
        # a style that hides or marks all text of a table is none that programs offer
        replace(look, hidden=styles.base.hidden, back=styles.base.back),
        parts,
        _switched(stated),
        _band(chain, properties, "tblStyleRowBandSize"),
        _band(chain, properties, "tblStyleColBandSize"),
        stated is None,
    )


def _add_part(conditional: Element, parts: dict[str, _Given]) -> None:
    part = attribute(conditional, "type") or ""
    own, runs = child(conditional, "tcPr", "shd"), child(conditional, "rPr")
    before = parts.get(part, _Given(None, ()))
    parts[part] = _Given(
        own if own is not None else before.shading, (*before.runs, runs) if runs is not None else before.runs
    )


def _switched(look: Element | None) -> dict[str, bool]:
    """Return which parts of its style a table takes: by name, or by the bits of the older form."""
    try:
        bits = int(attribute(look, "val") or "0", 16)
    except ValueError:
        bits = 0
    named = {name: attribute(look, name) for name in _LOOKS}
    return {
        name: is_on(written) if (written := named[name]) is not None else bool(bits & bit)
        for name, bit in _LOOKS.items()
    }


def _band(chain: list[Element], properties: Element | None, name: str) -> int:
    own = value(properties, name)
    given = own or next((size for style in chain if (size := value(style, "tblPr", name))), "1")
    return max(whole(given, 1), 1)
