"""Every cell of every fixture that is a web page or a workbook can be found again by its path."""

import re
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from ingest.registry import parse_document

FIXTURES = Path(__file__).parents[2] / "fixtures"


def squeezed(text):
    return re.sub(r"\W+", "", text)  # list markers and line breaks are of the page's making, not of its source


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*/plan.html")), ids=lambda file: file.parent.name)
def test_paths_into_a_web_page_lead_to_the_text(file):
    parsed = parse_document(file)
    tree = etree.HTML(file.read_bytes())
    for cell in (cell for table in parsed.tables for cell in table.cells):
        found = [element for part in cell.parts for element in tree.xpath(part.path)]
        assert len(found) == len(cell.parts)
        assert squeezed("".join("".join(each.itertext()) for each in found)) == squeezed(cell.text)
    for block in parsed.blocks:
        if block.locator.path:
            (element,) = tree.xpath(block.locator.path)
            assert squeezed(block.text) in squeezed("".join(element.itertext()))


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*/plan.xlsx")), ids=lambda file: file.parent.name)
def test_paths_into_a_workbook_lead_to_the_text(file):
    book = openpyxl.load_workbook(file)
    for cell in (cell for table in parse_document(file).tables for cell in table.cells):
        for part in cell.parts:
            sheet, _, place = part.path.rpartition("!")
            found = book[sheet.strip("'").replace("''", "'")][place].value
            if isinstance(found, str) and cell.text:
                assert squeezed(found) == squeezed(cell.text)
