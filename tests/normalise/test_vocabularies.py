"""No phrase of a vocabulary means two things where only one of them can be taken."""

import fnmatch
import itertools
from importlib import resources

import pytest

from normalise.vocabulary import fold, read_vocabulary

FILES = sorted(
    path.name.removesuffix(".toml")
    for path in (resources.files("normalise") / "vocab").iterdir()
    if path.name.endswith(".toml")
)
# The lists of a file, as section.list, of which a phrase may stand in one alone. What is not named here overlaps on
# purpose: a list that picks from another ("conclusive" from "finishing"), or lists that different questions are put to.
EXCLUSIVE = {
    "actions": [],
    "answers": [("accepted", "partly", "rejected")],
    "authorities": [("place_names.*",), ("formal_names.*",)],
    "colours": [("words.*", "letters.*"), ("symbols.*",)],
    "dates": [("months.*", "seasons.*", "units.*"), ("words.*",)],
    "headings": [("phrases.*",), ("heads.*", "weak.*")],
    "labels": [("phrases.*",), ("numbered.*",)],
    "narrative": [
        ("phrases.cancelled", "phrases.delayed", "phrases.on_hold", "phrases.not_started", "phrases.continuing"),
        ("phrases.done", "phrases.continuing", "phrases.not_started", "phrases.future"),
        ("phrases.hedge", "phrases.weak_hedge"),
        ("verbs.finishing", "verbs.stepping"),
        ("verbs.finishing", "verbs.starting"),
        ("auxiliaries.perfect", "auxiliaries.past", "auxiliaries.present", "auxiliaries.future"),
    ],
    "owners": [
        ("posts.heads", "bodies.strong", "bodies.weak"),
        ("joins.lead_labels", "joins.support_labels"),
        ("people.titles", "people.first", "none.words"),
    ],
    "plans": [
        ("types.*",),
        ("dates.elsewhere", "dates.own"),
        ("dates.updated", "dates.dated", "dates.met", "dates.signed"),
    ],
    "status": [
        tuple(
            f"{name}.words" for name in ("complete", "in_progress", "delayed", "not_started", "on_hold", "cancelled")
        ),
        ("responses.*",),
        ("symbols.*", "arrows.*"),
        ("direction_words.*",),
        ("placeholders.words", "*.words"),
    ],
}


def lists_of(vocabulary, prefix=""):
    """Yield (section.list, folded phrases) for every list of phrases."""
    for name, value in vocabulary.items():
        if hasattr(value, "items"):
            yield from lists_of(value, f"{prefix}{name}.")
        elif isinstance(value, list) and all(isinstance(phrase, str) for phrase in value):
            yield prefix + name, {fold(phrase) or phrase for phrase in value}


def clashes(vocabulary, groups):
    """Yield (phrase, list, list) for each phrase that stands in two lists of a group."""
    lists = dict(lists_of(vocabulary))
    for group in groups:
        for pattern in group:
            assert fnmatch.filter(lists, pattern), f"no list is called {pattern}"
        named = [name for name in lists if any(fnmatch.fnmatchcase(name, pattern) for pattern in group)]
        for one, two in itertools.combinations(named, 2):
            yield from ((phrase, one, two) for phrase in sorted(lists[one] & lists[two]))


@pytest.mark.parametrize("file", FILES)
def test_no_phrase_means_two_things(file):
    assert list(clashes(read_vocabulary(file), EXCLUSIVE[file])) == []


def test_a_phrase_with_two_meanings_is_noticed():
    vocabulary = {"words": {"yes": ["Done", "all done"], "no": ["not done", "done."]}}
    assert list(clashes(vocabulary, [("words.*",)])) == [("done", "words.yes", "words.no")]
