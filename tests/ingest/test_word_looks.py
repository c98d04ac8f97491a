"""Fills, inks and marks of Word tables: direct, by style, by conditional formatting, by theme, by pattern."""

from __future__ import annotations

import pytest

from ingest.colour import hex_from_rgb
from ingest.model import Table

from .wordfiles import cell, only_table, paragraph, read, row, run, table

THEME = (
    "<a:themeElements><a:clrScheme name='x'><a:dk1><a:sysClr val='windowText' lastClr='000000'/></a:dk1>"
    "<a:lt1><a:sysClr val='window' lastClr='FFFFFF'/></a:lt1><a:dk2><a:srgbClr val='204060'/></a:dk2>"
    "<a:accent1><a:srgbClr val='FF0000'/></a:accent1><a:accent2><a:srgbClr val='00B050'/></a:accent2>"
    "</a:clrScheme></a:themeElements>"
)


def fills(made: Table) -> list[list[str | None]]:
    return [[each.fill if each else None for each in line] for line in made.grid()]


def shd(**given: str) -> str:
    return "<w:shd " + " ".join(f"w:{name}='{value}'" for name, value in given.items()) + "/>"


@pytest.mark.parametrize(
    ("given", "fill"),
    [
        ({"val": "clear", "fill": "FFC000"}, "#ffc000"),
        ({"val": "clear", "color": "auto", "fill": "auto"}, None),
        ({"val": "solid", "color": "00B050", "fill": "FFFFFF"}, "#00b050"),
        ({"val": "nil", "fill": "FF0000"}, None),
        # half red on white; an eighth of automatic ink, which is black, on green
        ({"val": "pct50", "color": "FF0000", "fill": "FFFFFF"}, hex_from_rgb(1, 0.5, 0.5)),
        ({"val": "pct12", "color": "auto", "fill": "00FF00"}, hex_from_rgb(0, 0.875, 0)),
        ({"val": "clear", "fill": "123456", "themeFill": "accent1"}, "#ff0000"),
        # the lightness of red is a half: 0x33 leaves a fifth of it and adds four fifths
        ({"val": "clear", "themeFill": "accent1", "themeFillTint": "33"}, "#ffcccc"),
        ({"val": "clear", "themeFill": "accent1", "themeFillShade": "80"}, "#800000"),
        ({"val": "clear", "themeFill": "text2"}, "#204060"),
        ({"val": "clear", "fill": "D9D9D9", "themeFill": "accent6"}, "#d9d9d9"),  # the theme does not have it
    ],
)
def test_fill_of_a_cell(given: dict[str, str], fill: str | None) -> None:
    made = only_table(read(table(row(cell("x", shd(**given)))), theme=THEME))
    assert made.cells[0].fill == fill


def test_text_and_background_are_mapped_as_the_settings_say() -> None:
    mapping = "<w:clrSchemeMapping w:bg1='dark2' w:t1='light1'/>"
    body = table(row(cell("x", shd(val="clear", themeFill="background1"))))
    assert only_table(read(body, theme=THEME, settings=mapping)).cells[0].fill == "#204060"


def test_a_cell_is_filled_before_its_row_its_style_its_table_and_its_text() -> None:
    exception = f"<w:tblPrEx>{shd(val='clear', fill='0000FF')}</w:tblPrEx>"
    marked = paragraph(run("x", "<w:highlight w:val='yellow'/>"))
    body = table(
        row(cell(marked, shd(val="clear", fill="FF0000")), "a").replace("<w:tr>", f"<w:tr>{exception}"),
        row(cell(marked), "b"),
        properties=shd(val="clear", fill="EEEEEE"),
    )
    assert fills(only_table(read(body))) == [["#ff0000", "#0000ff"], ["#eeeeee", "#eeeeee"]]
    assert only_table(read(table(row(cell(marked))))).cells[0].fill == "#ffff00"


def part(name: str, fill: str, runs: str = "") -> str:
    look = f"<w:rPr>{runs}</w:rPr>" if runs else ""
    return f"<w:tblStylePr w:type='{name}'>{look}<w:tcPr>{shd(val='clear', fill=fill)}</w:tcPr></w:tblStylePr>"


GRID = (
    "<w:style w:type='table' w:styleId='Base'><w:name w:val='Base'/>"
    + part("firstRow", "000001", "<w:b/><w:color w:val='FFFFFF'/>")
    + "</w:style><w:style w:type='table' w:styleId='Bands'><w:name w:val='Bands'/><w:basedOn w:val='Base'/>"
    + part("lastRow", "000002")
    + part("firstCol", "000003")
    + part("lastCol", "000004")
    + part("band1Horz", "000005")
    + part("band2Horz", "000006")
    + part("nwCell", "000007")
    + "</w:style>"
)
NINE = tuple(row(*line) for line in ("abc", "def", "ghi", "jkl"))


def styled(look: str, *rows: str) -> Table:
    return only_table(read(table(*(rows or NINE), properties=f"<w:tblStyle w:val='Bands'/>{look}"), styles=GRID))


def test_parts_of_a_table_take_what_its_style_gives_them() -> None:
    look = "<w:tblLook w:firstRow='1' w:lastRow='1' w:firstColumn='1' w:lastColumn='1' w:noHBand='0' w:noVBand='1'/>"
    made = styled(look)
    assert [[(each or "")[-1] for each in line] for line in fills(made)] == [
        ["7", "1", "1"], ["3", "5", "4"], ["3", "6", "4"], ["2", "2", "2"],
    ]  # fmt: skip
    assert [(each.bold, each.ink) for each in made.cells[:4]] == [(True, "#ffffff")] * 3 + [(False, None)]
    older = f"<w:tblLook w:val='{0x20 | 0x40 | 0x80 | 0x100 | 0x400:04X}'/>"
    assert fills(styled(older)) == fills(made)


def test_parts_that_a_table_does_not_take_give_nothing() -> None:
    assert fills(styled("<w:tblLook w:val='0600'/>")) == [[None] * 3] * 4
    bands = [[(each or "")[-1] for each in line] for line in fills(styled("<w:tblLook w:val='0420'/>"))]
    assert bands == [["1"] * 3, ["5"] * 3, ["6"] * 3, ["5"] * 3]


def test_without_a_look_the_conditions_noted_at_rows_and_cells_tell() -> None:
    first = row("a", cell("b", "<w:cnfStyle w:lastColumn='1'/>"), properties="<w:cnfStyle w:val='100000000000'/>")
    second = row("c", cell("d", "<w:cnfStyle w:val='000100000000'/>"))
    assert fills(styled("", first, second)) == [["#000001", "#000001"], [None, "#000004"]]


def test_inks_and_strikes_by_styles_and_defaults() -> None:
    styles = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:color w:val='C00000'/></w:rPr></w:rPrDefault></w:docDefaults>"
        "<w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:name w:val='Normal'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='Old'><w:name w:val='Old'/><w:rPr><w:dstrike/></w:rPr></w:style>"
        "<w:style w:type='character' w:styleId='Go'><w:name w:val='Go'/><w:rPr>"
        "<w:color w:val='auto' w:themeColor='accent2' w:themeShade='80'/></w:rPr></w:style>"
    )
    cells = (
        cell("plain"),
        cell(paragraph(run("green", "<w:rStyle w:val='Go'/>"))),
        cell(paragraph(run("old ") + run("kept", "<w:dstrike w:val='0'/>"), "<w:pStyle w:val='Old'/>")),
        cell(paragraph(run("shaded"), shd(val="clear", fill="FFFF00"))),
    )
    plain, green, old, shaded = only_table(read(table(row(*cells)), styles=styles, theme=THEME)).cells
    assert (plain.ink, green.ink, old.struck, shaded.fill) == ("#c00000", "#005828", ((0, 3),), "#ffff00")
