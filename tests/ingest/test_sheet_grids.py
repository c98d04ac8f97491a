"""Any legal grid of spans survives the way into a workbook and back, and every path leads to its cell."""

import io
import re

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Table
from ingest.sheet_model import cell_name, column_number, parse_area, parse_cell_name, sheet_prefix
from ingest.xlsx import parse_xlsx


@st.composite
def grids(draw):
    """Cells with spans that tile a grid of two to six rows and columns, a heading in each place of its first row."""
    n_rows, n_columns = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    taken, cells = set(), []
    for row in range(n_rows):
        for column in range(n_columns):
            if (row, column) in taken:
                continue
            high = 1 if row == 0 else draw(st.integers(1, n_rows - row))
            wide = 1 if row == 0 else draw(st.integers(1, n_columns - column))
            while any((row, column + n) in taken for n in range(wide)):
                wide -= 1
            taken |= {(row + m, column + n) for m in range(high) for n in range(wide)}
            cells.append((row, column, high, wide, f"text {row} {column}"))
    return n_rows, n_columns, cells


def kept(cells, n_rows, n_columns):
    """The grid as it must come back: rows and columns in which no cell begins show nothing and go."""
    rows = sorted({row for row, *_ in cells})
    return {
        (rows.index(row), column, sum(row <= r < row + high for r in rows), wide, text)
        for row, column, high, wide, text in cells
    }


@settings(max_examples=60, deadline=None)
@given(grids(), st.integers(0, 5), st.integers(0, 5), st.sampled_from(["Plan", "Open items", "Bob's", "Q1", "2024"]))
def test_a_grid_of_spans_comes_back_from_wherever_it_stands(grid, top, left, name) -> None:
    n_rows, n_columns, cells = grid
    made = openpyxl.Workbook()
    page = made.active
    page.title = name
    for row, column, high, wide, text in cells:
        page.cell(1 + top + row, 1 + left + column, text)
        if high > 1 or wide > 1:
            at = {"start_row": 1 + top + row, "start_column": 1 + left + column}
            page.merge_cells(**at, end_row=top + row + high, end_column=left + column + wide)
    page.auto_filter.ref = f"{cell_name(top, left)}:{cell_name(top + n_rows - 1, left + n_columns - 1)}"
    stream = io.BytesIO()
    made.save(stream)
    [table] = [item for item in parse_xlsx(stream.getvalue()).content if isinstance(item, Table)]
    found = {(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells}
    assert found == kept(cells, n_rows, n_columns)
    for cell in table.cells:
        sheet, _, at = cell.parts[0].path.rpartition("!")
        assert f"{sheet}!" == sheet_prefix(name)
        assert page[at].value == cell.text


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_names_of_cells_lead_back(row, column) -> None:
    name = cell_name(row, column)
    assert parse_cell_name(name) == (row, column)
    assert column_number(re.sub(r"\d", "", name)) == column
    area = parse_area(f"${name}:A1".replace("$", "", 1))
    assert area is not None
    assert (area.bottom, area.right) == (row, column)
