"""Any legal grid with spans survives the way through each format that has spans."""

from __future__ import annotations

import html as markup
import io

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.grid import Placed, compact
from ingest.html import parse_html
from ingest.model import Shown, Table
from ingest.word import parse_word


def only_table(shown: Shown) -> Table:
    (table,) = [item for item in shown.content if isinstance(item, Table)]
    return table


@st.composite
def legal_grids(draw: st.DrawFn) -> tuple[int, int, list[Placed[str]]]:
    """Cells with spans that fill a grid, each with a text of its own."""
    n_rows, n_columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(n_rows):
        for column in range(n_columns):
            if (row, column) in taken:
                continue
            width = 1
            while column + width < n_columns and (row, column + width) not in taken and draw(st.booleans()):
                width += 1
            height = draw(st.integers(1, min(3, n_rows - row)))
            cells.append(Placed(f"text {len(cells)}", row, column, height, width))
            taken |= {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
    return n_rows, n_columns, cells


def shape(table: Table) -> list[tuple[object, ...]]:
    return sorted((c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells)


def expected_shape(n_rows: int, cells: list[Placed[str]]) -> list[tuple[object, ...]]:
    grid = compact(cells, n_rows)
    return sorted((c.row, c.column, c.row_span, c.column_span, c.content) for c in grid.cells)


@settings(max_examples=60, deadline=None)
@given(legal_grids())
def test_a_legal_grid_survives_the_way_through_html(grid: tuple[int, int, list[Placed[str]]]) -> None:
    n_rows, _, cells = grid
    rows = [
        "".join(
            f'<td rowspan="{c.row_span}" colspan="{c.column_span}">{markup.escape(c.content)}</td>'
            for c in cells
            if c.row == row
        )
        for row in range(n_rows)
    ]
    table = only_table(parse_html(("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>").encode()))
    assert shape(table) == expected_shape(n_rows, cells)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(legal_grids())
def test_a_legal_grid_survives_the_way_through_word(grid: tuple[int, int, list[Placed[str]]]) -> None:
    n_rows, n_columns, cells = grid
    document = docx.Document()
    table = document.add_table(n_rows, n_columns)
    for each in cells:
        first = table.cell(each.row, each.column)
        last = table.cell(each.row + each.row_span - 1, each.column + each.column_span - 1)
        first.merge(last).text = each.content
    buffer = io.BytesIO()
    document.save(buffer)
    assert shape(only_table(parse_word(buffer.getvalue()))) == expected_shape(n_rows, cells)
