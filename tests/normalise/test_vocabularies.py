"""No phrase of a vocabulary means two things where only one of them can be taken."""

import fnmatch
from importlib import resources

import pytest

from normalise.additions import EXCLUSIVE, clashes, lists_of
from normalise.vocabulary import read_vocabulary

FILES = sorted(
    path.name.removesuffix(".toml")
    for path in (resources.files("normalise") / "vocab").iterdir()
    if path.name.endswith(".toml")
)
EXCLUSIVE_HERE = {
    **EXCLUSIVE,
    "authorities": [("place_names.*",), ("formal_names.*",)],
    "narrative": [
        ("phrases.cancelled", "phrases.delayed", "phrases.on_hold", "phrases.not_started", "phrases.continuing"),
        ("phrases.done", "phrases.continuing", "phrases.not_started", "phrases.future"),
        ("phrases.hedge", "phrases.weak_hedge"),
        ("verbs.finishing", "verbs.stepping"),
        ("verbs.finishing", "verbs.starting"),
        ("auxiliaries.perfect", "auxiliaries.past", "auxiliaries.present", "auxiliaries.future"),
    ],
    "welsh": [("welsh", "english")],
}


@pytest.mark.parametrize("file", FILES)
def test_no_phrase_means_two_things(file):
    vocabulary = read_vocabulary(file)
    names = [name for name, _ in lists_of(vocabulary)]
    for pattern in (pattern for group in EXCLUSIVE_HERE[file] for pattern in group):
        empty = pattern.partition(".")[0] in vocabulary and not vocabulary[pattern.partition(".")[0]]
        assert fnmatch.filter(names, pattern) or empty, f"no list is called {pattern}"
    assert list(clashes(vocabulary, EXCLUSIVE_HERE[file])) == []


def test_a_phrase_with_two_meanings_is_noticed():
    vocabulary = {"words": {"yes": ["Done", "all done"], "no": ["not done", "done."]}}
    assert list(clashes(vocabulary, [("words.*",)])) == [("done", "words.yes", "words.no")]
