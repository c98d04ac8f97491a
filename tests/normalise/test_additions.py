"""A user's own vocabulary file adds entries, and takes them from where they stood."""

import pytest

from normalise.additions import read_additions
from normalise.colours import read_colour_word
from normalise.dates import read_timescale
from normalise.headings import read_heading
from normalise.labels import read_label
from normalise.model import Field, Rag, Status
from normalise.owners import read_owners
from normalise.status import read_status
from normalise.vocabulary import Additions, VocabularyError, using


@pytest.fixture
def added(tmp_path):
    """A function that reads a vocabulary file of this text."""

    def read(text):
        path = tmp_path / "ours.toml"
        path.write_text(text, encoding="utf-8")
        return read_additions(path)

    return read


OURS = """
[headings.phrases]
owner = ["Whose baby"]
reference = ["Position"]  # an update where nothing else is said
[headings.heads]
completed = ["landing"]
[[headings.patterns]]
field = "timescale"
text = '^season of the deed'
[labels.phrases]
outcome = ["so that"]
[status.complete]
words = ["Landed", "Deferred"]
[status.symbols]
in_progress = ["◐"]
[colours.words]
amber = ["Ochre"]
[owners.none]
words = ["whoever"]
[owners.abbreviations]
"Head of Sport" = ["HoS", "HS"]
[dates.words]
ongoing = ["evergreen"]
"""
READINGS = {
    "heading": lambda: read_heading("Whose baby?").field,
    "overridden heading": lambda: read_heading("Position").field,
    "head": lambda: read_heading("Safe landing").field,
    "wording": lambda: read_heading("Season of the deed").field,
    "label": lambda: (found := read_label("So that:")) and found[1].field,
    "status": lambda: read_status("Landed").status,
    "overridden status": lambda: read_status("deferred").status,
    "symbol": lambda: read_status("◐").status,
    "colour": lambda: read_colour_word("ochre"),
    "nobody": lambda: [owner.name for owner in read_owners("Whoever")],
    "abbreviation": lambda: [owner.name for owner in read_owners("HoS and Monitoring Officer")],
    "ongoing": lambda: read_timescale("Evergreen").ongoing,
}


def test_entries_are_added_and_taken_over_for_the_length_of_a_block_alone(added):
    shipped = {name: read() for name, read in READINGS.items()}
    with using(added(OURS)):
        own = {name: read() for name, read in READINGS.items()}
    assert own == {
        "heading": Field.OWNER,
        "overridden heading": Field.REFERENCE,
        "head": Field.COMPLETED,
        "wording": Field.TIMESCALE,
        "label": Field.OUTCOME,
        "status": Status.COMPLETE,
        "overridden status": Status.COMPLETE,
        "symbol": Status.IN_PROGRESS,
        "colour": Rag.AMBER,
        "nobody": [],
        "abbreviation": ["Head of Sport", "Monitoring Officer"],
        "ongoing": True,
    }
    assert {name for name in READINGS if own[name] == shipped[name]} == set()
    assert shipped["overridden status"] is Status.DELAYED
    assert {name: read() for name, read in READINGS.items()} == shipped


def test_two_files_are_kept_apart_by_what_they_hold(added):
    one, same, other = added(OURS), added(OURS), added('[status.on_hold]\nwords = ["landed"]')
    assert one == same != other
    for additions, status in ((one, Status.COMPLETE), (other, Status.ON_HOLD), (same, Status.COMPLETE)):
        with using(additions):
            assert read_status("Landed").status is status
    assert added("").vocabularies == {} and added("") != Additions()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[heading.phrases]\nowner = ['x']", ["'heading'", "headings", "owners", "status"]),
        ("[headings.phrases]\nowners = ['x']", ["[headings.phrases]", "'owners'", "timescale"]),
        ("[headings.phrase]\nowner = ['x']", ["[headings]", "'phrase'", "phrases"]),
        ("[narrative.verbs]\nfinishing = ['x']", ["'narrative'"]),
        ("[headings.phrases]\nowner = ['Pal']\naction = ['pal:']", ["'pal'", "owner", "action"]),
        ("[status.complete]\nwords = ['x']\n[status.delayed]\nwords = ['X']", ["'x'", "complete", "delayed"]),
        ("[dates.months]\n3 = ['lide']\n[dates.words]\nongoing = ['lide']", ["'lide'", "months.3", "ongoing"]),
        ("[owners.abbreviations]\nClerk = ['TC']\nCurate = ['tc']", ["'tc'", "Clerk", "Curate"]),
        ("[status.complete]\nwords = 'x'", ["words", "list"]),
        ("[status.complete]\nwords = ['']", ["words", "list"]),
        ("headings = 3", ["headings", "table"]),
        ("[headings]\npatterns = 3", ["headings.patterns"]),
        ("[[headings.patterns]]\nfield = 'owner'\ntext = '('", ["'('", "regular expression"]),
        ("owner: x", ["TOML"]),
    ],
)
def test_what_no_vocabulary_has_is_said_with_the_file_and_what_there_is(added, text, said):
    with pytest.raises(VocabularyError) as error:
        added(text)
    assert "ours.toml: " in str(error.value)
    assert [word for word in said if word not in str(error.value)] == []


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(VocabularyError, match=r"none\.toml: cannot be read \(No such file"):
        read_additions(tmp_path / "none.toml")
