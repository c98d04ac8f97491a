"""What headings name by themselves; the forms stand in heading_forms.txt."""

import pathlib

import pytest

from normalise.headings import LIKELY, POSSIBLE, SURE, read_heading

FORMS = pathlib.Path(__file__).with_name("heading_forms.txt")


def table() -> list[tuple[str, str, frozenset[str]]]:
    rows = []
    for line in FORMS.read_text(encoding="utf-8").splitlines():
        heading, _, rest = line.partition(" | ")
        if rest:
            field, _, more = rest.partition(" | ")
            rows.append((heading, field.strip(), frozenset(more.split(", ")) if more else frozenset()))
    return rows


@pytest.mark.parametrize(("heading", "field", "more"), table())
def test_a_heading_names_its_field(heading, field, more):
    reading = read_heading(heading)
    assert (reading.field or "-") == field
    told = {f"second={reading.second}"} if reading.second else set()
    told |= {f"as_of={reading.as_of.edtf}"} if reading.as_of else set()
    told |= {"progress"} if reading.is_progress else set()
    told |= {"moved"} if reading.is_moved else set()
    assert told == more
    assert reading.text == heading


def test_the_table_is_broad():
    headings = [heading for heading, _, _ in table()]
    assert len(headings) > 200
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("heading", [heading.upper() for heading, field, _ in table() if field != "-"][::4])
def test_capitals_say_the_same(heading):
    assert read_heading(heading).field is read_heading(heading.capitalize()).field is not None


def test_the_surer_the_heading_the_higher_its_confidence():
    phrase, wording, weak, slip = map(read_heading, ("Action", "How will we get there?", "Project", "Recomendation"))
    assert phrase.confidence == SURE
    assert wording.confidence == LIKELY
    assert slip.confidence < weak.confidence < POSSIBLE
    assert read_heading("Colour of the door").confidence == 0
