"""Printed rows: the cells of a row in their columns' roles."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Cell, Locator
from normalise.model import Field
from normalise.roles import Role


@dataclass(frozen=True, slots=True)
class RowCell:
    """A cell of a printed row, in its column's role. `inherited` tells that its value stands in a row above."""

    role: Role
    text: str
    cell: Cell | None
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One printed row (or one part of it) of a plan table, or one item of a list (then `table` and `row` are None).

    `section` is the nearest section row above. `letter` is the letter of a part ("b" of "b) …").
    """

    table: int | None
    row: int | None
    cells: tuple[RowCell, ...]
    section: str | None = None
    letter: str | None = None

    def of(self, *fields: Field) -> list[RowCell]:
        """Return the filled cells that feed any of these fields, in column order."""
        return [cell for cell in self.cells if cell.role.field in fields and cell.text.strip()]

    def text(self, *fields: Field) -> str | None:
        """Return the text of these fields, columns joined by a line break; None where all are blank."""
        texts = [cell.text.strip() for cell in self.of(*fields)]
        return "\n".join(texts) or None

    @property
    def locator(self) -> Locator:
        """Where the row stands."""
        pages = [page for cell in self.cells if cell.cell and not cell.inherited for page in cell.cell.pages]
        return Locator(page=min(pages, default=None), table=self.table, row=self.row)
