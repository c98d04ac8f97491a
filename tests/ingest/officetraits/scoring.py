"""What a reading says of a trait's tables, beside what it should say."""

from __future__ import annotations

from ingest.model import IssueCode, Parsed, Table

from .describe import FINAL, Spot, Trait, spots

NO_BREAK = "\u2011"  # a hyphen that does not break: formats keep it or not


def read_spots(table: Table, tells: frozenset[str]) -> list[Spot]:
    """Return a table's cells, with the looks that are asked for."""
    return [
        Spot(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            cell.text.replace(NO_BREAK, "-"),
            cell.fill if "fill" in tells else None,
            tuple(cell.text[start:end].strip() for start, end in cell.struck) if "struck" in tells else (),
            cell.changed if "changed" in tells else False,
            cell.ink if "ink" in tells else None,
        )
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))
        if cell.text or cell.fill
    ]


def expected_spots(trait: Trait, tells: frozenset[str], changes: str = FINAL) -> list[list[Spot]]:
    """Return for each table the cells that hold anything, with the looks that are asked for."""
    return [
        [
            Spot(
                spot.row,
                spot.column,
                spot.row_span,
                spot.column_span,
                spot.text.replace(NO_BREAK, "-"),
                spot.fill if "fill" in tells else None,
                spot.struck if "struck" in tells else (),
                spot.changed if "changed" in tells else False,
                spot.ink if "ink" in tells else None,
            )
            for spot in sorted(spots(grid, changes), key=lambda spot: (spot.row, spot.column))
            if spot.text or spot.fill
        ]
        for grid in trait.grids
    ]


def asides(parsed: Parsed) -> list[str]:
    """Return the comments, and the notes after their marker."""
    comments = [issue.message for issue in parsed.issues if issue.code is IssueCode.COMMENT]
    return comments + [f"{block.marker} {block.text}" for block in parsed.blocks if block.kind == "note"]
