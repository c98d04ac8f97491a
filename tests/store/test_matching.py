import itertools

import numpy as np

from store.assignment import assign
from store.matching import Said, link_versions, match_actions


def rows(start, *texts, numbers=None, theme=None):
    return [
        Said(start + n, numbers[n] if numbers else None, text, theme, None, text, None, n + 1)
        for n, text in enumerate(texts)
    ]


def pairs(matches):
    return {(match.earlier, match.later, match.method) for match in matches}


def test_the_assignment_is_the_best_of_all():
    random = np.random.default_rng(6)
    for _ in range(200):
        scores = random.normal(0.3, 1.0, random.integers(1, 6, 2))
        gains = np.maximum(scores if len(scores) <= scores.shape[1] else scores.T, 0.0)
        ways = itertools.permutations(range(gains.shape[1]), len(gains))
        best = max(sum(gains[row, column] for row, column in enumerate(way)) for way in ways)
        found = assign(scores)
        assert np.isclose(sum(scores[pair] for pair in found), best)
        assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)


def test_a_number_given_again_does_not_make_a_new_action_an_old_one():
    before = rows(1, "Appoint a harbour engineer", "Renew the lease of the boat shed", numbers=["1", "2"])
    after = rows(11, "Appoint a harbour engineer", "Plant reeds along the towpath", numbers=["1", "2"])
    assert pairs(match_actions(before, after)) == {(1, 11, "same wording")}


def test_an_action_that_skips_a_version_is_found_again():
    first = rows(1, "Train flood wardens in every parish", "Sell the old ferry")
    second = rows(11, "Sell the old ferry")
    third = rows(21, "Sell the old ferry", "Train the flood wardens of every parish")
    linked = link_versions([first, second, third])
    assert linked.threads == [[1, 22], [2, 11, 21]]


def test_nothing_to_compare_gives_no_match():
    assert match_actions([], rows(1, "Sell the old ferry")) == match_actions(rows(1, ""), rows(11, "")) == []
