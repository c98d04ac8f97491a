import itertools
import time
from collections import Counter

import numpy as np
import pytest

from store.assignment import assign
from store.matching import DOUBTFUL, Said, link_versions, match_actions

from .made_series import make_series


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


def measure(half, plans):
    """Return counts over all consecutive versions of a half's plans, and the right and wrong by confidence."""
    counts, sure = Counter(), []
    for series in make_series(half, plans):
        for earlier, later in itertools.pairwise(series.versions):
            true, matches = series.true_pairs(earlier, later), match_actions(earlier, later)
            found = {(match.earlier, match.later) for match in matches}
            kept = {match.earlier for match in matches}
            surely_kept = {match.earlier for match in matches if match.confidence >= DOUBTFUL}
            vanished = {said.key for said in earlier} - {before for before, _ in true}
            counts += Counter(
                right=len(true & found),
                found=len(found),
                true=len(true),
                vanished=len(vanished),
                reported=len(vanished - kept),
                reported_or_doubtful=len(vanished - surely_kept),
            )
            sure += [(match.confidence, (match.earlier, match.later) in true) for match in matches]
    return counts, sure


@pytest.mark.parametrize("half", ["tuned", "held"])
def test_plans_of_many_versions_are_followed(half):
    """Twenty plans of each half; nothing was fitted to the words of the held-out one."""
    counts, sure = measure(half, 20)
    precision, recall = counts["right"] / counts["found"], counts["right"] / counts["true"]
    error = sum(confidence - right for confidence, right in sure) / len(sure)
    told = (
        f"{half}: precision {precision:.3f} ({counts['right']}/{counts['found']}), "
        f"recall {recall:.3f} ({counts['right']}/{counts['true']}); of {counts['vanished']} vanished actions "
        f"{counts['reported']} reported, {counts['reported_or_doubtful']} with those in doubt; "
        f"confidence less correctness {error:+.3f}"
    )
    print(f"\n{told}")  # noqa: T201 - shown by pytest -s
    assert precision >= 0.97 and recall >= 0.95
    assert counts["reported"] >= 0.95 * counts["vanished"]
    assert counts["reported_or_doubtful"] >= 0.98 * counts["vanished"]
    assert abs(error) < 0.02


def test_two_versions_of_a_hundred_rows_take_milliseconds():
    plans = [series.versions for series in make_series("tuned", 12)]
    earlier = [said for versions in plans for said in versions[0]][:100]
    later = [said for versions in plans for said in versions[1]][:100]
    taken = []
    for _ in range(3):
        began = time.process_time()
        assert match_actions(earlier, later)
        taken.append(time.process_time() - began)
    print(f"\n100 rows by 100: {min(taken) * 1000:.0f} ms")  # noqa: T201 - shown by pytest -s
    assert min(taken) < 0.1  # 20 ms on an idle core
