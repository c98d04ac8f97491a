"""Words cut at line ends: which hyphens are the words' own is told by the document itself."""

import pytest

from ingest.model import Block, BlockKind, Cell, Table
from ingest.pdf.hyphens import OPEN, between_lines, with_hyphens_settled


def settled(text, *others, struck=()):
    """The text, with "|" where a line ended, as the last cell of a document that holds the others too."""
    blocks = [Block(BlockKind.PARAGRAPH, other.replace("|", OPEN)) for other in others]
    table = Table((Cell(0, 0, text.replace("|", OPEN), struck=struck),), 1, 1)
    return with_hyphens_settled([*blocks, table])[-1].cells[0]


@pytest.mark.parametrize(
    ("before", "after", "joint"),
    [
        ("procure-", "ment", OPEN),
        ("follow\u2010", "up", OPEN),
        ("pro\u00ad", "curement", ""),
        ("2023-", "24", ""),
        ("A-", "B", ""),
        ("Non-", "Executive", ""),
        ("COVID-", "19", ""),
        ("2023-", "April", " "),
        ("May", "2024", " "),
        ("-", "none", " "),
        ("Owner:-", "clerk", " "),
    ],
)
def test_what_stands_between_lines(before, after, joint):
    assert between_lines(before, after) == joint


@pytest.mark.parametrize(
    ("text", "others", "kept"),
    [
        ("the procure-|ment rules", ["Procurement is slow"], "the procurement rules"),
        ("a follow-|up report", ["The follow-up is late"], "a follow-up report"),
        ("a co-|ordinated plan", ["Nothing of the kind"], "a co-ordinated plan"),
        ("day-to-|day work", ["Day-to-day and today"], "day-to-day work"),
        ("com-|muni-|cations", ["Communications"], "communications"),
        ("com\u2010|muni\u2010|cations", [], "communications"),
        ("a follow\u2010|up", ["the follow-up"], "a follow\u2010up"),
        ("procure-|ment", ["pro-|curement"], "procurement"),
        ("strat-|egy", ["pro-|curement of procurement, de-|livery of delivery"], "strategy"),
        ("follow-|up", ["pro-|curement of procurement, de-|livery of delivery; follow it up"], "follow-up"),
        ("re-|form", ["re-form, re-form and reform"], "re-form"),
    ],
)
def test_a_hyphen_stays_where_it_is_the_words_own(text, others, kept):
    assert settled(text, *others).text == kept


def test_what_is_struck_out_stays_so():
    cell = settled("the procure-|ment old rules", "Procurement", struck=((18, 21),))
    assert [cell.text[a:b] for a, b in cell.struck] == ["old"]
