"""How much of what a layout shows was found: rows whole, and rows that are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Cell, Table

from .describe import Layout, Row, covered, expected, furniture_of, plain, shown_row

NEAR = 12  # by which the components of one colour may differ, of 255


@dataclass(frozen=True)
class Score:
    """Rows found whole of those told, the others, and the found rows that stand for none of them."""

    whole: int
    rows: int
    missed: tuple[Row, ...]
    extra: tuple[Row, ...]


def found_rows(table: Table) -> list[Row]:
    """Return the rows of a found table, each place as its text, colour and struck-out pieces."""

    def shown(cell: Cell | None) -> tuple[str, str | None, tuple[str, ...]]:
        if cell is None:
            return ("", None, ())
        return (plain(cell.text), cell.fill or cell.ink, tuple(cell.text[a:b] for a, b in cell.struck))

    return [tuple(shown(cell) for cell in row) for row in table.grid()]


def score(layout: Layout, found: Sequence[Table]) -> Score:
    """Compare the found tables with those of a layout; each found one stands for one that was told.

    A row is whole where the right table has it, in its order, with every cell's text, struck-out pieces and, where
    the layout tells one, colour.
    """
    aside = [shown_row(row) for grid in furniture_of(layout) for row in covered(grid.rows)]
    left = [rows for rows in map(found_rows, found) if not all(_any(row, aside) for row in rows)]
    whole, rows = 0, 0
    missed: list[Row] = []
    extra: list[Row] = []
    for wanted in expected(layout):
        rows += len(wanted)
        best = max(left, key=lambda have: sum(_matched(wanted, have)), default=None)
        flags = _matched(wanted, best or [])
        whole += sum(flags)
        missed += [row for row, flag in zip(wanted, flags, strict=True) if not flag]
        if best is not None and any(flags):
            left.remove(best)
            extra += [row for row, flag in zip(best, _matched(best, wanted, told_first=False), strict=True) if not flag]
    return Score(whole, rows, tuple(missed), (*extra, *(row for have in left for row in have)))


def _matched(rows: Sequence[Row], others: Sequence[Row], told_first: bool = True) -> list[bool]:
    """Tell of each row whether the other rows have it too, later than the one matched before."""
    flags, at = [], 0
    for row in rows:
        pairs = ((i, _same(row, other) if told_first else _same(other, row)) for i, other in enumerate(others[at:], at))
        place = next((i for i, same in pairs if same), None)
        flags.append(place is not None)
        at = at if place is None else place + 1
    return flags


def _same(told: Row, have: Row) -> bool:
    return len(told) == len(have) and all(
        a[0] == b[0] and (a[1] is None or _alike(a[1], b[1])) and a[2] == b[2] for a, b in zip(told, have, strict=True)
    )


def _any(row: Row, others: Sequence[Row]) -> bool:
    return any(_same(other, row) for other in others)


def _alike(told: str, have: str | None) -> bool:
    """Tell whether two colours look the same: pictures are stored with a loss."""
    return have is not None and all(abs(int(told[i : i + 2], 16) - int(have[i : i + 2], 16)) <= NEAR for i in (1, 3, 5))
